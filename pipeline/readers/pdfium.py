"""PDF by PDFium: characters and ruling lines of each page; every page is closed after use.

Goes wrong: a file that PDFium cannot open, or that is locked with a password, is a ``UserError``.
"""

from __future__ import annotations

import ctypes
import io
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.errors import UserError, brief
from pipeline.grid import Rule, frame_of, is_rounded, rule_of, sides
from pipeline.page import Box, Page
from pipeline.readers.backdrop import is_askew
from pipeline.readers.glyph import REPLACEMENT, Glyph
from pipeline.readers.layout import lay_out
from pipeline.readers.paint import BLACK, WHITE, Colour, Paper

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
CHUNK = 100
"""Pages; a document holds what it has parsed of pages that are closed, so after so many it is opened anew."""
DEEPEST = 20
"""Forms within forms beyond this depth draw nothing that a page needs; some never end."""
_FILL, _STROKE = (raw.FPDFPageObj_GetFillColor,), (raw.FPDFPageObj_GetStrokeColor,)
_INKS = {0: _FILL, 1: _STROKE, 2: _FILL + _STROKE, 4: _FILL, 5: _STROKE, 6: _FILL + _STROKE}
"""What each text rendering mode paints with (ISO 32000-1, table 106); 3 and 7 paint nothing."""
_LONGEST_NAME = 256
_EVERYWHERE = 1_000_000
"""Points from the origin, beyond the sides of any page."""
_FIRST_HALF, _SECOND_HALF, _LAST_HALF = "\ud800", "\udc00", "\udfff"
"""PDFium gives a character beyond U+FFFF, as are those of Unicode extension B, in two halves."""
_HYPHENS = ("\x02", "\ufffe")
"""What PDFium gives for a hyphen at the end of a line."""


def read_pdf(path: Path, counts: Counter[str]) -> Iterator[Page]:
    """Yield the pages of a PDF in order.

    Raises:
        UserError: the file is damaged or locked.
    """
    first, total = 0, 1
    for start in count(step=CHUNK):
        if start >= total:
            return
        with _opened(path) as document:
            total = len(document)
            for at in range(start, min(start + CHUNK, total)):
                try:
                    page = document[at]
                except pdfium.PdfiumError as error:
                    raise UserError(
                        f"{path}: page {at + 1} cannot be read ({brief(error)}): get the file again."
                    ) from error
                laid_out = _read_page(page, at + 1, first, counts)
                page.close()
                first += len(laid_out.glyphs)
                yield laid_out


def _opened(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise UserError(
                f"{path} is locked with a password: save it without one, or give it to `booklet extract --password`."
            ) from error
        raise UserError(
            f"{path} is not a PDF that can be read ({brief(error)}): get the file again."
        ) from error


def read_one(path: Path, number: int, first: int, counts: Counter[str]) -> Page:
    """Return one page of a PDF that can be read, by its number from 1."""
    with pdfium.PdfDocument(path) as document:
        page = document[number - 1]
        laid_out = _read_page(page, number, first, counts)
        page.close()
        return laid_out


def unlocked(path: Path, password: str) -> bytes:
    """Return a PDF as it is without a password.

    Raises:
        UserError: it is damaged, or the password is another one.
    """
    try:
        with pdfium.PdfDocument(path, password) as document:
            plain = io.BytesIO()
            document.save(plain, flags=raw.FPDF_REMOVE_SECURITY)
            return plain.getvalue()
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise UserError(f"{path} is locked with another password: check the one given.") from error
        raise UserError(
            f"{path} is not a PDF that can be read ({brief(error)}): get the file again."
        ) from error


def _read_page(page: pdfium.PdfPage, number: int, first: int, counts: Counter[str]) -> Page:
    place, size = _placer(page)
    paper = Paper(place(page.get_bbox()))
    shapes = list(_shapes(page, place))
    paper.shaded = [
        shape.box for shape in shapes if shape.fill and min(shape.fill) < WHITE and not rule_of(shape.box)
    ]
    layer = page.get_textpage()
    glyphs = list(_glyphs(layer, place, paper))
    layer.close()
    rules = _rules(shapes, paper)
    pictures = [shape.box for shape in shapes if shape.picture]
    if pictures and not glyphs:
        glyphs, rules = recognised(page)
    areas = [shape.box for shape in shapes if shape.rectangle and shape.fill and min(shape.fill) < WHITE]
    return lay_out(number, size, glyphs, rules, first, counts, pictures, areas, _frames(shapes))


def recognised(page: pdfium.PdfPage) -> tuple[list[Glyph], list[Rule]]:
    """Return what is found in the picture of a page that has no text; nothing where that is not installed."""
    from pipeline.readers.recognise import installed

    if not installed():
        return [], []
    from pipeline.readers.scan import DPI, read_picture

    page.set_cropbox(*media_box(page))
    bitmap = page.render(scale=DPI / 72, grayscale=True)
    seen = read_picture(bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width].copy())
    bitmap.close()
    return seen.glyphs, seen.rules


def media_box(page: pdfium.PdfPage) -> Box:
    """Return the MediaBox of a page; it may stand in the tree above the page, where PDFium does not look for it."""
    own: Box | None = page.get_mediabox(fallback_ok=False)
    if own:
        return own
    seen = page.get_bbox()
    page.set_cropbox(-_EVERYWHERE, -_EVERYWHERE, _EVERYWHERE, _EVERYWHERE)
    whole: Box = page.get_bbox()
    page.set_cropbox(*seen)
    return whole


def _placer(page: pdfium.PdfPage) -> tuple[Callable[[Any], Box], Point]:
    """Return how a box of the file is placed on the page as it is shown, and the size of that page.

    PDF measures from the bottom left of the MediaBox and turns the page afterwards (ISO 32000-1, 7.7.3.3).
    """
    x0, y0, x1, y1 = media_box(page)
    turn = page.get_rotation()

    def upright(box: Box) -> Box:
        return (box[0] - x0, y1 - box[3], box[2] - x0, y1 - box[1])

    def turned(box: Box) -> Box:
        left, bottom, right, top = box
        if turn == 90:
            return (bottom - y0, left - x0, top - y0, right - x0)
        if turn == 180:
            return (x1 - right, bottom - y0, x1 - left, top - y0)
        return (y1 - top, x1 - right, y1 - bottom, x1 - left)

    size = (x1 - x0, y1 - y0)
    return turned if turn else upright, size[::-1] if turn in (90, 270) else size


# characters


@dataclass(frozen=True, slots=True)
class _Font:
    """A font: its name, and of each of its characters whether it has no Unicode value."""

    name: str
    unmapped: dict[str, bool] = field(default_factory=dict)


class _Style(NamedTuple):
    """What the characters of one text object have in common: of all types, a tuple is made fastest."""

    size: float
    font: _Font
    inked: bool
    """False for text that is there to be found only."""
    white: bool
    askew: bool
    level: bool
    """Whether the characters stand upright on a level line."""


def _address(function: Any) -> int:
    return ctypes.cast(function, ctypes.c_void_p).value or 0


# These return the address of the object as a number, where pypdfium2's own make a pointer for each character.
_text_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    _address(raw.FPDFText_GetTextObject)
)
_font_of = ctypes.CFUNCTYPE(ctypes.c_void_p, raw.FPDF_PAGEOBJECT)(_address(raw.FPDFTextObj_GetFont))


def _glyphs(layer: pdfium.PdfTextPage, place: Callable[[Any], Box], paper: Paper) -> Iterator[Glyph]:
    """Yield the characters that are printed and seen; PDFium's own spaces and line ends are not."""
    text = layer.raw
    page = _address(text)
    styles: dict[int | None, _Style] = {}
    fonts: dict[int | None, _Font] = {}
    held: Glyph | None = None
    style, drawn, last, end = _NO_STYLE, None, None, 0.0
    bounds, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for at in range(raw.FPDFText_CountChars(text)):
        address = _text_object(page, at)
        if address != drawn:
            style = styles.get(address) or styles.setdefault(address, _style(text, at, fonts))
            drawn = address
        if not style.inked or not raw.FPDFText_GetLooseCharBox(text, at, bounds):
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
        if held:
            yield held
        held = Glyph(character, box, style.size, style.font.name, askew=style.askew)
    if held:
        yield held


def _whole(half: str, after: str) -> str:
    """Return the character beyond U+FFFF that begins here, or "" where the second half of one stands."""
    if half >= _SECOND_HALF:
        return ""
    return (half + after).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")[:1]


def _is_unmapped(text: Any, at: int, character: str, known: dict[str, bool]) -> bool:
    if character not in known:
        known[character] = character in ("\0", *_HYPHENS) or raw.FPDFText_HasUnicodeMapError(text, at) == 1
    return known[character]


def _style(text: Any, at: int, fonts: dict[int | None, _Font]) -> _Style:
    thing = raw.FPDFText_GetTextObject(text, at)
    if not thing:  # a space or a line end of PDFium's own
        return _NO_STYLE
    _, across, slant, up, _, _ = _matrix(thing)
    angle = raw.FPDFText_GetCharAngle(text, at)
    inks = _INKS.get(raw.FPDFTextObj_GetTextRenderMode(thing), ())
    colours = [colour for get in inks if (colour := _colour(get, thing))]
    address = _font_of(thing)
    font = fonts.get(address) or fonts.setdefault(address, _Font(_font_name(text, at)))
    return _Style(
        raw.FPDFText_GetFontSize(text, at) * math.hypot(slant, up),
        font,
        bool(colours),
        min(map(min, colours), default=0.0) >= WHITE,
        bool(angle) and is_askew(math.cos(angle), math.sin(angle)),
        up > 0 and not across and not slant,
    )


_NO_STYLE = _Style(0.0, _Font(""), False, False, False, False)


def _font_name(text: Any, at: int) -> str:
    flags, buffer = ctypes.c_int(), ctypes.create_string_buffer(_LONGEST_NAME)
    raw.FPDFText_GetFontInfo(text, at, buffer, _LONGEST_NAME, flags)
    return buffer.value.decode("utf-8", "replace")


_RED, _GREEN, _BLUE, _OPAQUE = (ctypes.c_uint() for _ in range(4))
_MATRIX = raw.FS_MATRIX()
"""Where PDFium writes what it is asked for; read at once, before anything else is asked."""


def _colour(get: Callable[..., int], thing: Any) -> Colour | None:
    """Return a colour of an object, or None where it has none or lets everything through."""
    if not thing or not get(thing, _RED, _GREEN, _BLUE, _OPAQUE) or not _OPAQUE.value:
        return None
    return (_RED.value / 255, _GREEN.value / 255, _BLUE.value / 255)


# ruling lines


@dataclass(frozen=True, slots=True)
class _Shape:
    """One part of a path, or a picture: its outline, and the colours that it is painted with."""

    box: Box
    points: tuple[Point, ...]
    """The corners, where every side is straight."""
    rectangle: bool
    fill: Colour | None
    stroke: Colour | None
    picture: bool = False


def _shapes(page: pdfium.PdfPage, place: Callable[[Any], Box]) -> Iterator[_Shape]:
    """Yield every painted shape of a page in the order of painting, those of forms within it too."""
    count = raw.FPDFPage_CountObjects(page.raw)
    for index in range(count):
        thing = raw.FPDFPage_GetObject(page.raw, index)
        if raw.FPDFPageObj_GetType(thing) != raw.FPDF_PAGEOBJ_TEXT:  # as most are
            yield from _drawn(thing, IDENTITY, place, 0)


def _drawn(thing: Any, onto: Matrix, place: Callable[[Any], Box], depth: int) -> Iterator[_Shape]:
    kind = raw.FPDFPageObj_GetType(thing)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        yield from _painted(thing, _product(_matrix(thing), onto), place)
    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
        corners = tuple(
            _moved(point, _product(_matrix(thing), onto)) for point in ((0, 0), (1, 0), (1, 1), (0, 1))
        )
        yield _Shape(place(_outline(corners)), (), False, BLACK, None, picture=True)
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
        inner = _product(_matrix(thing), onto)
        for index in range(raw.FPDFFormObj_CountObjects(thing)):
            yield from _drawn(raw.FPDFFormObj_GetObject(thing, index), inner, place, depth + 1)


def _painted(thing: Any, matrix: Matrix, place: Callable[[Any], Box]) -> Iterator[_Shape]:
    fill_mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing, fill_mode, stroked)
    fill = _colour(raw.FPDFPageObj_GetFillColor, thing) if fill_mode.value else None
    stroke = _colour(raw.FPDFPageObj_GetStrokeColor, thing) if stroked.value else None
    if fill is None and stroke is None:
        return
    for points, straight in _parts(thing):
        moved = tuple(_moved(point, matrix) for point in points)
        box = place(_outline(moved))
        corners = tuple(place((x, y, x, y))[:2] for x, y in moved) if straight else ()
        rectangle = _is_rectangle(corners) if straight else is_rounded(moved, _outline(moved))
        yield _Shape(box, corners, rectangle, fill, stroke)


def _parts(path: Any) -> Iterator[tuple[list[Point], bool]]:
    """Yield the parts of a path: their points, and whether all their sides are straight."""
    points: list[Point] = []
    straight = True
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, straight
            points, straight = [], True
        elif kind == raw.FPDF_SEGMENT_BEZIERTO:
            straight = False
        points.append((x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1:
        yield points, straight


def _is_rectangle(corners: tuple[Point, ...]) -> bool:
    """Tell whether corners go round a rectangle whose sides are level and upright."""
    if len(corners) != 5 or _apart(corners[0], corners[4]):
        return False
    return all(abs(ax - bx) < 0.1 or abs(ay - by) < 0.1 for (ax, ay), (bx, by) in pairwise(corners))


def _apart(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) > 0.1 or abs(one[1] - other[1]) > 0.1


def _rules(shapes: list[_Shape], paper: Paper) -> list[Rule]:
    """Return what is drawn as rules: lines, thin filled boxes, the sides of stroked boxes and of frames."""
    rules: list[Rule] = []
    for shape in shapes:
        if rule := rule_of(shape.box):
            part = paper.cut(rule)
            inks = (shape.fill, shape.stroke)
            rules += [part] if part and any(ink and paper.shows(ink, part.box) for ink in inks) else []
        elif shape.stroke:
            drawn = map(paper.cut, sides(shape.box) if shape.rectangle else _straight(shape.points))
            rules += [side for side in drawn if side and paper.shows(shape.stroke, side.box)]
    framing = (paper.cut(rule) for frame in _thin_frames(shapes) for rule in sides(frame))
    return rules + [rule for rule in framing if rule]


def _frames(shapes: Sequence[_Shape]) -> list[Box]:
    """Return the boxes that are drawn in outline."""
    stroked = [s.box for s in shapes if s.rectangle and s.stroke and min(s.stroke) < WHITE]
    return stroked + _thin_frames(shapes)


def _thin_frames(shapes: Sequence[_Shape]) -> list[Box]:
    filled = [shape.box for shape in shapes if shape.fill and shape.rectangle]
    return [frame for one, other in pairwise(filled) if (frame := frame_of(one, other))]


def _straight(points: tuple[Point, ...]) -> Iterator[Rule]:
    """Yield the level and upright sides of a stroked line through some points."""
    for one, other in pairwise(points):
        rule = rule_of(_outline((one, other)))
        if rule and min(abs(one[0] - other[0]), abs(one[1] - other[1])) < 0.5:
            yield rule


def _matrix(thing: Any) -> Matrix:
    m = _MATRIX
    return (m.a, m.b, m.c, m.d, m.e, m.f) if raw.FPDFPageObj_GetMatrix(thing, m) else IDENTITY


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def _moved(point: Point, matrix: Matrix) -> Point:
    (x, y), (a, b, c, d, e, f) = point, matrix
    return (a * x + c * y + e, b * x + d * y + f)


def _outline(points: tuple[Point, ...]) -> Box:
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))
