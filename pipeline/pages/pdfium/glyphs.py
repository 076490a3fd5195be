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
    font_name_at,
    font_of,
    font_size_at,
    is_generated,
    is_hyphen,
    is_unmapped,
    loose_box_at,
    matrix_at,
    mode_of,
    origin_at,
    stroke_of,
    text_length,
    text_object,
    unicode_at,
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
    cut_off: list[Glyph] = field(default_factory=list)
    """Characters beyond the edge of the page, of texts that begin on it."""
    invisible: list[tuple[str, Box]] = field(default_factory=list)
    """Characters that are there to be found only, as those over the picture of a scan."""

    def leave_out(self, character: str, box: Box, style: Style, *, begun: bool) -> None:
        """Keep a character that is not seen, where the page cuts it off a text that has ``begun``; white is none."""
        if begun and not style.white and not character.isspace():
            self.cut_off.append(Glyph(character, box, style.size, style.font.name, 1.0, style.rotated))

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """Yield the characters that are part of one text: its address, the number of the first and after the last."""
        for (address, start), (_, end) in pairwise([*self.starts, (0, len(self.glyphs))]):
            yield address, start, end


def layer_of(layer: pdfium.PdfTextPage, place: Callable[[Any], Box], paper: Paper) -> Layer:
    """Return the characters that are printed; PDFium's own spaces and line ends are not."""
    text = address_of(layer.raw)
    found = Layer()
    glyphs, style_at = found.glyphs, _Styles(text, found.styles).style_at
    held: Glyph | None = None
    style, drawn, last, run, end = _NO_STYLE, None, None, None, 0.0
    bounds, pen = raw.FS_RECTF(), (ctypes.c_double * 2)()
    to_bounds, to_x, to_y = (
        ctypes.byref(bounds),
        ctypes.byref(pen),
        ctypes.byref(pen, ctypes.sizeof(pen) // 2),
    )
    for at in range(text_length(text)):
        address = text_object(text, at)
        if address != drawn:
            style, drawn = style_at(at, address), address
        if not loose_box_at(text, at, to_bounds):
            continue
        if not style.visible:
            if address:
                box = place((bounds.left, bounds.bottom, bounds.right, bounds.top))
                found.invisible.append((chr(unicode_at(text, at)), box))
            continue
        character = _character(text, at)
        if not character:
            continue
        left, right = bounds.left, bounds.right
        if style.level and (address != last or left < end):
            # Where a font is not embedded the box is that of its substitute, too; the pen stands where it stood.
            origin_at(text, at, to_x, to_y)
            left = pen[0] if left < pen[0] < right else left
        last, end = address, right - 0.1
        box = place((left, bounds.bottom, right, bounds.top))
        part = paper.letter(box)
        if part is None or (style.white and not paper.is_shaded(part)):
            found.leave_out(character, box, style, begun=address == run)
            continue
        box = part
        character = _meant(text, at, character, style.font.unmapped)
        if held and held.box == box and character.isascii() and character.isalpha():
            held.text += character  # a ligature comes as its letters, all in one place
            continue
        held = Glyph(character, box, style.size, style.font.name, 1.0, style.rotated)
        if address != run:
            found.starts.append((address, len(glyphs)))
            run = address
        glyphs.append(held)
    return found


def _character(text: int, at: int) -> str:
    """Return a character of a text layer, or "" for a space that PDFium made up and the second half of one."""
    character = chr(unicode_at(text, at))
    if _FIRST_HALF <= character <= _LAST_HALF:
        return _whole(character, chr(unicode_at(text, at + 1)))
    if character == " " and is_generated(text, at) == 1:
        return ""
    return character


def _whole(half: str, after: str) -> str:
    """Return the character beyond U+FFFF that begins here, or "" where the second half of one stands."""
    if half >= _SECOND_HALF:
        return ""
    return (half + after).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")[:1]


def _meant(text: int, at: int, character: str, unmapped: dict[str, bool]) -> str:
    """Return a character as printed: a hyphen where PDFium knows one, a sign where the font tells no character."""
    if unmapped.get(character) is False:  # as almost all are
        return character
    if character in _HYPHENS and is_hyphen(text, at) == 1:
        return "-"
    if character not in unmapped:
        unmapped[character] = character in ("\0", *_HYPHENS) or is_unmapped(text, at) == 1
    return REPLACEMENT if unmapped[character] else character


@dataclass(slots=True)
class _Styles:
    """The styles of a text layer: a page has thousands of texts, which are set in a few ways."""

    text: int
    of_texts: dict[int | None, Style]
    fonts: dict[int | None, _Font] = field(default_factory=dict)
    alike: dict[tuple[Any, ...], Style] = field(default_factory=dict)

    def style_at(self, at: int, address: int | None) -> Style:
        """Return the style of a text by one of its characters."""
        if address is None:  # a space or a line end of PDFium's own
            return _NO_STYLE
        style = self.of_texts.get(address)
        if style is None:
            style = self.of_texts[address] = self._style(at, address)
        return style

    def _style(self, at: int, address: int) -> Style:
        m = _MATRIX
        matrix = (m.a, m.b, m.c, m.d) if matrix_at(self.text, at, _TO_MATRIX) else (1.0, 0.0, 0.0, 1.0)
        colours = tuple(
            [colour for get in _COLOURS.get(mode_of(address), ()) if (colour := colour_of(get, address))]
        )
        known, clipped = font_of(address), clip_paths(clip_of(address)) > 0
        told = (matrix, font_size_at(self.text, at), known, colours, clipped)
        style = self.alike.get(told)
        if style is None:
            font = self.fonts.get(known) or self.fonts.setdefault(known, _Font(_font_name(self.text, at)))
            style = self.alike[told] = _style_of(matrix, told[1], font, colours, clipped)
        return style


def _style_of(
    matrix: tuple[float, float, float, float],
    size: float,
    font: _Font,
    colours: tuple[Colour, ...],
    clipped: bool,
) -> Style:
    along, aside, slant, up = matrix
    return Style(
        size * math.hypot(slant, up),
        font,
        bool(colours),
        min(map(min, colours), default=0.0) >= WHITE,
        bool(aside) and is_rotated(along, aside),  # the angle that PDFium tells is that of the stem
        up > 0 and not aside and not slant,
        colours,
        clipped,
        round(math.atan2(aside, along) / (math.pi / 2)) % 4 if aside or along < 0 else 0,
    )


_NO_STYLE = Style(0.0, _Font(""), False, False, False, False)
_MATRIX = raw.FS_MATRIX()
_TO_MATRIX = ctypes.byref(_MATRIX)
"""Where PDFium writes the matrix of a text; read at once, before another is asked."""


def _font_name(text: int, at: int) -> str:
    flags, buffer = ctypes.c_int(), ctypes.create_string_buffer(_LONGEST_NAME)
    font_name_at(text, at, buffer, _LONGEST_NAME, ctypes.byref(flags))
    return buffer.value.decode("utf-8", "replace")
