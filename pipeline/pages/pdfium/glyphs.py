"""The characters of a page by PDFium: those that are printed and seen, each in its place.

Comes in: the text layer of a page.  Goes out: glyphs in the order of the file.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.core.page import Box
from pipeline.pages.glyph import REPLACEMENT, Glyph
from pipeline.pages.layout.watermarks import is_rotated
from pipeline.pages.pdfium.paths import colour_of
from pipeline.pages.pdfium.raw_objects import (
    address_of,
    clip_of,
    clip_paths,
    fill_of,
    font_of,
    mode_of,
    stroke_of,
    text_object,
)
from pipeline.pages.visible import WHITE, Colour, Paper

_FILL, _STROKE = (fill_of,), (stroke_of,)
_COLOURS = {0: _FILL, 1: _STROKE, 2: _FILL + _STROKE, 4: _FILL, 5: _STROKE, 6: _FILL + _STROKE}
"""What each text rendering mode paints with (ISO 32000-1, table 106); 3 and 7 paint nothing."""
_LONGEST_NAME = 256
_FIRST_HALF, _SECOND_HALF, _LAST_HALF = "\ud800", "\udc00", "\udfff"
"""PDFium gives a character beyond U+FFFF, as are those of Unicode extension B, in two halves."""
_HYPHENS = ("\x02", "\ufffe")
"""What PDFium gives for a hyphen at the end of a line."""


@dataclass(frozen=True, slots=True)
class _Font:
    """A font: its name, and of each of its characters whether it has no Unicode value."""

    name: str
    unmapped: dict[str, bool] = field(default_factory=dict)


class Style(NamedTuple):
    """What the characters of one text object have in common: of all types, a tuple is made fastest."""

    size: float
    font: _Font
    visible: bool
    """False for text that is there to be found only."""
    white: bool
    rotated: bool
    level: bool
    """Whether the characters stand upright on a level line."""
    colours: tuple[Colour, ...] = ()
    clipped: bool = False
    """Whether only a part of the page shows it."""
    quarters: int = 0
    """How many quarter turns its lines go up from level."""


@dataclass(slots=True)
class Layer:
    """The characters of a page that are printed."""

    glyphs: list[Glyph] = field(default_factory=list)
    starts: list[tuple[int, int]] = field(default_factory=list)
    """Where the characters of each text begin: its address, and the number of the first."""
    styles: dict[int | None, Style] = field(default_factory=dict)
    invisible: list[tuple[str, Box]] = field(default_factory=list)
    """Characters that are there to be found only, as those over the picture of a scan."""

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """Yield the characters that are part of one text: its address, the number of the first and after the last."""
        for (address, start), (_, end) in pairwise([*self.starts, (0, len(self.glyphs))]):
            yield address, start, end


def layer_of(layer: pdfium.PdfTextPage, place: Callable[[Any], Box], paper: Paper) -> Layer:
    """Return the characters that are printed; PDFium's own spaces and line ends are not."""
    text = layer.raw
    page = address_of(text)
    found = Layer()
    styles, glyphs = found.styles, found.glyphs
    fonts: dict[int | None, _Font] = {}
    held: Glyph | None = None
    style, drawn, last, run, end = _NO_STYLE, None, None, None, 0.0
    bounds, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for at in range(raw.FPDFText_CountChars(text)):
        address = text_object(page, at)
        if address != drawn:
            style = styles.get(address) or styles.setdefault(address, _style(text, at, address, fonts))
            drawn = address
        if not raw.FPDFText_GetLooseCharBox(text, at, bounds):
            continue
        if not style.visible:
            if address:
                box = place((bounds.left, bounds.bottom, bounds.right, bounds.top))
                found.invisible.append((chr(raw.FPDFText_GetUnicode(text, at)), box))
            continue
        character = _character(text, at)
        if not character:
            continue
        left, right = bounds.left, bounds.right
        if style.level and (address != last or left < end):
            # Where a font is not embedded the box is that of its substitute, too; the pen stands where it stood.
            raw.FPDFText_GetCharOrigin(text, at, x, y)
            left = x.value if left < x.value < right else left
        last, end = address, right - 0.1
        box = place((left, bounds.bottom, right, bounds.top))
        if not paper.holds(box) or (style.white and not paper.is_shaded(box)):
            continue
        character = _meant(text, at, character, style.font.unmapped)
        if character.isascii() and character.isalpha() and held and held.box == box:
            held.text += character  # a ligature comes as its letters, all in one place
            continue
        held = Glyph(character, box, style.size, style.font.name, rotated=style.rotated)
        if address != run:
            found.starts.append((address, len(glyphs)))
            run = address
        glyphs.append(held)
    return found


def _character(text: Any, at: int) -> str:
    """Return a character of a text layer, or "" for a space that PDFium made up and the second half of one."""
    character = chr(raw.FPDFText_GetUnicode(text, at))
    if _FIRST_HALF <= character <= _LAST_HALF:
        return _whole(character, chr(raw.FPDFText_GetUnicode(text, at + 1)))
    if character == " " and raw.FPDFText_IsGenerated(text, at) == 1:
        return ""
    return character


def _whole(half: str, after: str) -> str:
    """Return the character beyond U+FFFF that begins here, or "" where the second half of one stands."""
    if half >= _SECOND_HALF:
        return ""
    return (half + after).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")[:1]


def _meant(text: Any, at: int, character: str, unmapped: dict[str, bool]) -> str:
    """Return a character as printed: a hyphen where PDFium knows one, a sign where the font tells no character."""
    if character in _HYPHENS and raw.FPDFText_IsHyphen(text, at) == 1:
        return "-"
    return REPLACEMENT if _is_unmapped(text, at, character, unmapped) else character


def _is_unmapped(text: Any, at: int, character: str, known: dict[str, bool]) -> bool:
    if character not in known:
        known[character] = character in ("\0", *_HYPHENS) or raw.FPDFText_HasUnicodeMapError(text, at) == 1
    return known[character]


def _style(text: Any, at: int, address: int | None, fonts: dict[int | None, _Font]) -> Style:
    if address is None:  # a space or a line end of PDFium's own
        return _NO_STYLE
    m = raw.FS_MATRIX()
    along, aside, slant, up = (
        (m.a, m.b, m.c, m.d) if raw.FPDFText_GetMatrix(text, at, m) else (1.0, 0.0, 0.0, 1.0)
    )
    getters = _COLOURS.get(mode_of(address), ())
    colours = [colour for get in getters if (colour := colour_of(get, address))]
    known = font_of(address)
    font = fonts.get(known) or fonts.setdefault(known, _Font(_font_name(text, at)))
    return Style(
        raw.FPDFText_GetFontSize(text, at) * math.hypot(slant, up),
        font,
        bool(colours),
        min(map(min, colours), default=0.0) >= WHITE,
        bool(aside) and is_rotated(along, aside),  # the angle that PDFium tells is that of the stem
        up > 0 and not aside and not slant,
        tuple(colours),
        clip_paths(clip_of(address)) > 0,
        round(math.atan2(aside, along) / (math.pi / 2)) % 4 if aside or along < 0 else 0,
    )


_NO_STYLE = Style(0.0, _Font(""), False, False, False, False)


def _font_name(text: Any, at: int) -> str:
    flags, buffer = ctypes.c_int(), ctypes.create_string_buffer(_LONGEST_NAME)
    raw.FPDFText_GetFontInfo(text, at, buffer, _LONGEST_NAME, flags)
    return buffer.value.decode("utf-8", "replace")
