"""The characters of a page by PDFium: those that are printed and seen, each in its place.

Comes in: the text layer of a page.  Goes out: glyphs in the order of the file.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.core.page import Box
from pipeline.pages.glyph import REPLACEMENT, Glyph
from pipeline.pages.layout.watermarks import is_askew
from pipeline.pages.pdfium.paths import Point, colour_of, matrix_of
from pipeline.pages.pdfium.raw_objects import address_of, clip_of, clip_paths, font_of, text_object
from pipeline.pages.visible import WHITE, Colour, Paper

_FILL, _STROKE = (raw.FPDFPageObj_GetFillColor,), (raw.FPDFPageObj_GetStrokeColor,)
_INKS = {0: _FILL, 1: _STROKE, 2: _FILL + _STROKE, 4: _FILL, 5: _STROKE, 6: _FILL + _STROKE}
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
    inked: bool
    """False for text that is there to be found only."""
    white: bool
    askew: bool
    level: bool
    """Whether the characters stand upright on a level line."""
    colours: tuple[Colour, ...] = ()
    clipped: bool = False
    """Whether only a part of the page shows it."""
    quarters: int = 0
    """How many quarter turns its lines go up from level."""


@dataclass(slots=True)
class Layer:
    """The characters of a page that are printed, and of each the address of the text that it is part of."""

    glyphs: list[Glyph] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    styles: dict[int | None, Style] = field(default_factory=dict)
    uninked: list[tuple[str, Box]] = field(default_factory=list)
    """Characters that are there to be found only, as those over the picture of a scan."""


def layer_of(layer: pdfium.PdfTextPage, place: Callable[[Any], Box], paper: Paper) -> Layer:
    """Return the characters that are printed; PDFium's own spaces and line ends are not."""
    text = layer.raw
    page = address_of(text)
    found = Layer()
    styles, glyphs, texts = found.styles, found.glyphs, found.texts
    fonts: dict[int | None, _Font] = {}
    held: Glyph | None = None
    style, drawn, last, end = _NO_STYLE, None, None, 0.0
    bounds, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for at in range(raw.FPDFText_CountChars(text)):
        address = text_object(page, at)
        if address != drawn:
            style = styles.get(address) or styles.setdefault(address, _style(text, at, address, fonts))
            drawn = address
        if not style.inked:
            if address and raw.FPDFText_GetLooseCharBox(text, at, bounds):
                box = place((bounds.left, bounds.bottom, bounds.right, bounds.top))
                found.uninked.append((chr(raw.FPDFText_GetUnicode(text, at)), box))
            continue
        if not raw.FPDFText_GetLooseCharBox(text, at, bounds):
            continue
        character = chr(raw.FPDFText_GetUnicode(text, at))
        if _FIRST_HALF <= character <= _LAST_HALF:
            character = _whole(character, chr(raw.FPDFText_GetUnicode(text, at + 1)))
            if not character:  # the second half, which came with the first
                continue
        if character == " " and raw.FPDFText_IsGenerated(text, at) == 1:
            continue
        left, right = bounds.left, bounds.right
        if style.level and (address != last or left < end):
            # Where a font is not embedded the box holds the ink of its substitute, too; the pen stands where it stood.
            raw.FPDFText_GetCharOrigin(text, at, x, y)
            left = x.value if left < x.value < right else left
        last, end = address, right - 0.1
        box = place((left, bounds.bottom, right, bounds.top))
        if not paper.holds(box) or (style.white and not paper.is_shaded(box)):
            continue
        if character in _HYPHENS and raw.FPDFText_IsHyphen(text, at) == 1:
            character = "-"
        elif _is_unmapped(text, at, character, style.font.unmapped):
            character = REPLACEMENT
        if character.isascii() and character.isalpha() and held and held.box == box:
            held.text += character  # a ligature comes as its letters, all in one place
            continue
        held = Glyph(character, box, style.size, style.font.name, askew=style.askew)
        glyphs.append(held)
        texts.append(address)
    return found


def _whole(half: str, after: str) -> str:
    """Return the character beyond U+FFFF that begins here, or "" where the second half of one stands."""
    if half >= _SECOND_HALF:
        return ""
    return (half + after).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")[:1]


def _is_unmapped(text: Any, at: int, character: str, known: dict[str, bool]) -> bool:
    if character not in known:
        known[character] = character in ("\0", *_HYPHENS) or raw.FPDFText_HasUnicodeMapError(text, at) == 1
    return known[character]


def _style(text: Any, at: int, address: int | None, fonts: dict[int | None, _Font]) -> Style:
    thing = raw.FPDFText_GetTextObject(text, at)
    if not thing or address is None:  # a space or a line end of PDFium's own
        return _NO_STYLE
    _, across, slant, up, _, _ = matrix_of(thing)
    along, aside = _direction(text, at)
    inks = _INKS.get(raw.FPDFTextObj_GetTextRenderMode(thing), ())
    colours = [colour for get in inks if (colour := colour_of(get, thing))]
    known = font_of(address)
    font = fonts.get(known) or fonts.setdefault(known, _Font(_font_name(text, at)))
    return Style(
        raw.FPDFText_GetFontSize(text, at) * math.hypot(slant, up),
        font,
        bool(colours),
        min(map(min, colours), default=0.0) >= WHITE,
        bool(aside) and is_askew(along, aside),
        up > 0 and not across and not slant,
        tuple(colours),
        clip_paths(clip_of(address)) > 0,
        round(math.atan2(aside, along) / (math.pi / 2)) % 4 if aside or along < 0 else 0,
    )


def _direction(text: Any, at: int) -> Point:
    """Return where the baseline of a character goes; its angle, as PDFium tells it, is that of its stem."""
    m = raw.FS_MATRIX()
    return (m.a, m.b) if raw.FPDFText_GetMatrix(text, at, m) else (1.0, 0.0)


_NO_STYLE = Style(0.0, _Font(""), False, False, False, False)


def _font_name(text: Any, at: int) -> str:
    flags, buffer = ctypes.c_int(), ctypes.create_string_buffer(_LONGEST_NAME)
    raw.FPDFText_GetFontInfo(text, at, buffer, _LONGEST_NAME, flags)
    return buffer.value.decode("utf-8", "replace")
