"""PDF by pdfplumber: characters and ruling lines of each page; every page is closed after use.

pdfminer knows neither what covers a character nor layers nor annotations: what a person sees of a page, PDFium says.

Goes wrong: a file that pdfminer cannot open, or that is locked with a password, is a ``UserError``.
"""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2 as pdfium
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFTextState
from pdfplumber.page import PDFPageAggregatorWithMarkedContent
from pdfplumber.utils.exceptions import PdfminerException

from pipeline.core.errors import UserError, brief
from pipeline.core.page import Box, Page
from pipeline.pages.glyph import REPLACEMENT, Glyph
from pipeline.pages.layout.lines import lay_out
from pipeline.pages.layout.sheets import Sheet, pages_on
from pipeline.pages.layout.watermarks import is_rotated
from pipeline.pages.pdfium.document import Appearance, appearance, is_scan, read_one, recognised
from pipeline.pages.tables.rulings import Rule, frame_of, framed, is_rounded, rule_of, sides
from pipeline.pages.tables.shaded import areas_of
from pipeline.pages.visible import WHITE, Paper, rgb

FEW = 10
"""A page on which PDFium finds fewer Chinese characters than this has none that pdfminer misses."""
APART = 0.25
"""Share of the type size by which two engines may place one glyph apart, and twice as much up or down."""
_COLOURS = (("stroking_color", "stroke"), ("non_stroking_color", "fill"))


class _Device(PDFPageAggregatorWithMarkedContent):
    """Sets letter spacing after each glyph, as ISO 32000-1, 9.4.4 says.

    pdfminer leaves it out after the last glyph of each string (its issue 1128): an address that a typesetter shows in
    pieces, one for each of its fonts, was pushed together, and the words between them read apart.
    """

    spacing = 0.0

    def render_string(self, textstate: PDFTextState, *rest: Any) -> None:
        between, self.spacing = textstate.charspace, textstate.charspace * textstate.scaling * 0.01
        textstate.charspace = 0
        super().render_string(textstate, *rest)
        textstate.charspace = between

    def render_char(self, *args: Any) -> float:
        return float(super().render_char(*args)) + self.spacing


def read_pdf(path: Path, counts: Counter[str]) -> Iterator[Page]:
    """Yield the pages of a PDF in order.

    Raises:
        UserError: the file is damaged or locked.
    """
    try:
        shown, looks = appearance(path)
        with pdfplumber.open(io.BytesIO(shown) if shown else path) as document:
            first = 0
            sheets = (_sheet(path, page, look) for page, look in zip(document.pages, looks, strict=True))
            for sheet in pages_on(sheets):
                laid_out = lay_out(sheet, first, counts)
                first += len(laid_out.glyphs)
                yield laid_out
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise UserError(
                f"{path} is locked with a password: save it without one, or give it to `booklet extract --password`."
            ) from error
        raise UserError(
            f"{path} is not a PDF that can be read ({brief(error)}): get the file again"
        ) from error


def _sheet(path: Path, page: Any, look: Appearance) -> Sheet:
    """Return what stands on a page, and close it."""
    _interpret(page)
    size = (float(page.width), float(page.height))
    paper = Paper(page.cropbox, [*(_box(shape) for shape in _shading(page)), *look.gradients])
    glyphs, rules = _seen(_glyphs(page.chars, paper), look), _rules(page, paper) + look.framing
    pictures = [_box(image) for image in page.images]
    bent = False
    if is_scan(pictures, glyphs, size):
        glyphs, rules, bent = _recognised(path, page.page_number - 1, glyphs, rules)
    drawn = pictures, [*_areas(page), *look.gradients], _frames(page)
    sheet = Sheet(
        page.page_number, size, glyphs, rules, *drawn, hidden=look.hidden, renamed=look.renamed, bent=bent
    )
    page.close()
    return sheet if not glyphs or _chinese(sheet) else _read_otherwise(path, sheet)


def _interpret(page: Any) -> None:
    """Lay a page out by our device: pdfplumber, which makes its own at the first look, knows no other way."""
    device = _Device(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    try:
        PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    except Exception as error:  # as pdfplumber does: pdfminer raises what it likes
        raise PdfminerException(error) from error
    page._layout = device.get_result()


def _chinese(sheet: Sheet) -> int:
    return sum("\u4e00" <= sign <= "\u9fff" for glyph in sheet.glyphs for sign in glyph.text)


def _read_otherwise(path: Path, sheet: Sheet) -> Sheet:
    """Return a page without Chinese as PDFium reads it, if that finds Chinese: pdfminer knows not every font."""
    other = read_one(path, sheet.number)
    return sheet if _chinese(other) < FEW else replace(other, reader="pdfium")


def _recognised(
    path: Path, index: int, glyphs: list[Glyph], rules: list[Rule]
) -> tuple[list[Glyph], list[Rule], bool]:
    """Return what is found in the picture of a page, which PDFium draws for either engine."""
    with pdfium.PdfDocument(path) as document:
        return recognised(document[index], glyphs, rules)


def _shading(page: Any) -> Iterator[dict[str, Any]]:
    """Yield what white text can be seen on: pictures, and areas filled with a colour."""
    yield from page.images
    for shape in _shapes(page):
        if shape["fill"] and min(rgb(shape["non_stroking_color"])) < WHITE and not rule_of(_box(shape)):
            yield shape


def _shapes(page: Any) -> list[dict[str, Any]]:
    """Return the rectangles and curves of a page; a rectangle with rounded corners is a rectangle."""
    return [
        *page.rects,
        *(
            curve | {"object_type": "rect"} if is_rounded(curve["pts"], _box(curve)) else curve
            for curve in page.curves
        ),
    ]


def _areas(page: Any) -> list[Box]:
    """Return the rectangles that are filled with a colour, and white ones on them."""
    filled = (shape for shape in _shapes(page) if shape["object_type"] == "rect" and shape["fill"])
    return areas_of((_box(shape), min(rgb(shape["non_stroking_color"])) < WHITE) for shape in filled)


def _glyphs(characters: Iterable[dict[str, Any]], paper: Paper) -> list[Glyph]:
    return [
        Glyph(
            REPLACEMENT if character["text"].startswith("(cid:") else character["text"],
            box,
            character["size"],
            character["fontname"],
            rotated=is_rotated(*character["matrix"][:2]),
        )
        for character in characters
        if character["text"]
        and (box := paper.letter(_box(character)))
        and paper.sets_off(rgb(character["non_stroking_color"]), box)
    ]


def _seen(glyphs: list[Glyph], look: Appearance) -> list[Glyph]:
    """Return the glyphs without those that PDFium does not see: each takes one that stands where it does."""
    gone = [(glyph.text, glyph.box) for glyph in look.hidden] + look.invisible
    if not gone:
        return glyphs
    at: dict[str, list[Box]] = defaultdict(list)
    for text, box in gone:
        at[text].append(box)
    seen = []
    for glyph in glyphs:
        places = at.get(glyph.text, [])
        place = next((box for box in places if _is_there(glyph, box)), None)
        if place is None:
            seen.append(glyph)
        else:
            places.remove(place)
    return seen


def _is_there(glyph: Glyph, box: Box) -> bool:
    middles = [((b[0] + b[2]) / 2, (b[1] + b[3]) / 2) for b in (glyph.box, box)]
    (x, y), (other_x, other_y) = middles
    return abs(x - other_x) <= APART * glyph.size and abs(y - other_y) <= 2 * APART * glyph.size


def _rules(page: Any, paper: Paper) -> list[Rule]:
    """Return what a page draws as rules: lines, thin filled boxes, the sides of stroked boxes."""
    rules: list[Rule] = []
    borders = framed(_filled(page))
    for shape in (*page.lines, *_shapes(page)):
        box = _box(shape)
        colours = [rgb(shape[name]) for name, used in _COLOURS if shape[used]]
        if box not in borders and (rule := rule_of(box)):
            part = paper.cut(rule)
            rules += [part] if part and any(paper.shows(colour, part.box) for colour in colours) else []
        elif shape["object_type"] == "rect" and shape["stroke"]:
            stroke = rgb(shape["stroking_color"])
            drawn = map(paper.cut, sides(box))
            rules += [side for side in drawn if side and paper.shows(stroke, side.box)]
    return rules


def _frames(page: Any) -> list[Box]:
    """Return the boxes that are drawn in outline."""
    stroked = [shape for shape in _shapes(page) if shape["object_type"] == "rect" and shape["stroke"]]
    shown = [_box(shape) for shape in stroked if min(rgb(shape["stroking_color"])) < WHITE]
    return shown + _thin_frames(page)


def _thin_frames(page: Any) -> list[Box]:
    return [frame for one, other in pairwise(_filled(page)) if (frame := frame_of(one, other))]


def _filled(page: Any) -> list[Box]:
    return [_box(shape) for shape in _shapes(page) if shape["object_type"] == "rect" and shape["fill"]]


def _box(thing: dict[str, Any]) -> Box:
    return (thing["x0"], thing["top"], thing["x1"], thing["bottom"])
