"""PDF by PDFium: its pages one by one, each closed after use.

Goes wrong: a file that PDFium cannot open, or that is locked with a password, is a ``UserError``.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.core.errors import UserError, brief
from pipeline.core.page import Box, Page
from pipeline.pages.glyph import Glyph
from pipeline.pages.layout.lines import lay_out
from pipeline.pages.layout.sheets import Sheet, pages_on
from pipeline.pages.pdfium.actual_text import Said, compare, take_off
from pipeline.pages.pdfium.annotations import flattened
from pipeline.pages.pdfium.clips import Point
from pipeline.pages.pdfium.glyphs import Layer, layer_of
from pipeline.pages.pdfium.paths import GRADIENT, Drawn, drawn_on, frames_of, framing_of, rules_of
from pipeline.pages.pdfium.seen import unseen
from pipeline.pages.tables.rulings import Rule, rule_of
from pipeline.pages.tables.shaded import areas_of
from pipeline.pages.visible import WHITE, Paper

CHUNK = 100
"""Pages; a document holds what it has parsed of pages that are closed, so after so many it is opened anew."""
FEW, WHOLE = 20, 0.7
"""A page with no more characters than this, and a picture over more than this share of it, may be a scan."""
MANY = 4
"""Times as many characters as the file has, found in the picture of a page, make it a scan."""
ENOUGH = 8
"""Characters whose lines run one way tell how a page is meant to be held."""
_EVERYWHERE = 1_000_000
"""Points from the origin, beyond the sides of any page."""


def read_pdf(path: Path, counts: Counter[str]) -> Iterator[Page]:
    """Yield the pages of a PDF in order.

    Raises:
        UserError: the file is damaged or locked.
    """
    first = 0
    for sheet in pages_on(_sheets(path)):
        page = lay_out(sheet, first, counts)
        first += len(page.glyphs)
        yield page


def _sheets(path: Path) -> Iterator[Sheet]:
    total = 1
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
                page = flattened(document, page, at)
                sheet = _read_page(page, at + 1)
                page.close()
                yield sheet


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


def read_one(path: Path, number: int) -> Sheet:
    """Return one page of a PDF that can be read, by its number from 1."""
    with pdfium.PdfDocument(path) as document:
        page = flattened(document, document[number - 1], number - 1)
        sheet = _read_page(page, number)
        page.close()
        return sheet


@dataclass(frozen=True, slots=True)
class Appearance:
    """What another engine must be told of a page to see what a person sees."""

    hidden: list[Glyph]
    invisible: list[tuple[str, Box]]
    renamed: list[tuple[str, str, Box]]
    gradients: list[Box]
    framing: list[Rule]
    """The sides of thin frames, for pdfminer knows no clip paths."""


def appearance(path: Path) -> tuple[bytes | None, list[Appearance]]:
    """Return a PDF with annotations drawn and pages turned, or None where it has no such; and how its pages look.

    Raises:
        UserError: the file is damaged or locked.
    """
    looks: list[Appearance] = []
    changed = False
    with _opened(path) as document:
        for at in range(len(document)):
            page = document[at]
            drawn = flattened(document, page, at)
            seen = look_at(drawn)
            changed = changed or drawn is not page or seen.changed
            gradients = [shape.box for shape in seen.drawn.shapes if shape.fill is GRADIENT]
            framing = framing_of(seen.drawn.shapes, seen.paper)
            looks.append(Appearance(seen.hidden, seen.invisible, seen.renamed, gradients, framing))
            drawn.close()
        if not changed:
            return None, looks
        shown = io.BytesIO()
        document.save(shown)
        return shown.getvalue(), looks


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


@dataclass(frozen=True, slots=True)
class Looked:
    """A page as it is looked at: upright, with what is drawn on it, and what of its text is seen."""

    place: Callable[[Any], Box]
    size: Point
    paper: Paper
    drawn: Drawn
    glyphs: list[Glyph]
    hidden: list[Glyph]
    renamed: list[tuple[str, str, Box]]
    """Words that the file gives in the place of others that it prints."""
    invisible: list[tuple[str, Box]]
    changed: bool
    """Whether the page was turned."""


def look_at(page: pdfium.PdfPage) -> Looked:
    """Return what is drawn and seen on a page; one whose lines run another way than level is turned."""
    said: Said | None = None
    marked: list[int] = []
    given = page.get_rotation()
    while True:
        place, size = _placer(page)
        paper = Paper(place(page.get_bbox()))
        drawn = drawn_on(page, place)
        paper.shaded = [
            shape.box
            for shape in drawn.shapes
            if shape.fill and min(shape.fill) < WHITE and not rule_of(shape.box)
        ]
        if said is None:
            said, marked = take_off([*drawn.texts, *drawn.within])
        text = page.get_textpage()
        layer = layer_of(text, place, paper)
        turn = _turn(layer)
        if turn is None or turn == page.get_rotation():
            break
        text.close()
        page.set_rotation(turn)
    hidden = unseen(page, layer, drawn, marked, paper, place)
    text.close()
    renamed = compare(said, layer, hidden)
    shown = [glyph for at, glyph in enumerate(layer.glyphs) if at not in hidden] if hidden else layer.glyphs
    return Looked(
        place,
        size,
        paper,
        drawn,
        shown,
        [*(layer.glyphs[at] for at in sorted(hidden)), *layer.cut_off],
        renamed,
        layer.invisible,
        page.get_rotation() != given,
    )


def _turn(layer: Layer) -> int | None:
    """Return how a page must be shown so that most of its lines are level, in degrees; None where few lines tell."""
    quarters: Counter[int] = Counter()
    for address, start, end in layer.runs():
        quarters[layer.styles[address].quarters] += end - start
    if not quarters:
        return None
    quarter, glyphs = quarters.most_common(1)[0]
    return 90 * quarter if glyphs >= ENOUGH and 2 * glyphs > quarters.total() else None


def _read_page(page: pdfium.PdfPage, number: int) -> Sheet:
    seen = look_at(page)
    shapes, glyphs = seen.drawn.shapes, seen.glyphs
    rules = rules_of(shapes, seen.paper)
    pictures = [shape.box for shape in shapes if shape.picture]
    bent = False
    if is_scan(pictures, glyphs, seen.size):
        glyphs, rules, bent = recognised(page, glyphs, rules)
    filled = ((shape.box, min(shape.fill) < WHITE) for shape in shapes if shape.rectangle and shape.fill)
    drawn = pictures, areas_of(filled), frames_of(shapes)
    return Sheet(
        number, seen.size, glyphs, rules, *drawn, hidden=seen.hidden, renamed=seen.renamed, bent=bent
    )


def is_scan(pictures: Sequence[Box], glyphs: Sequence[Glyph], size: Point) -> bool:
    """Tell whether a page is a picture, at most with a page number or the name of a scanner beside it as text."""
    if not glyphs:
        return bool(pictures)
    if sum(not glyph.text.isspace() for glyph in glyphs) > FEW:
        return False
    return any((x1 - x0) * (bottom - top) >= WHOLE * size[0] * size[1] for x0, top, x1, bottom in pictures)


def recognised(
    page: pdfium.PdfPage, glyphs: list[Glyph], rules: list[Rule]
) -> tuple[list[Glyph], list[Rule], bool]:
    """Return what is found in the picture of a page with hardly any text; what the file says, where that is no less.

    The last tells whether it is a photograph of bent paper, which is not read.  A cover with a picture has few words,
    too: those in the picture are read where they are many more.
    """
    from pipeline.pages.scan.recognise import installed

    if not installed():
        return glyphs, rules, False
    from pipeline.pages.scan.page_image import read_picture
    from pipeline.pages.scan.pixels import DPI

    page.set_cropbox(*media_box(page))
    bitmap = page.render(scale=DPI / 72, may_draw_forms=False)
    seen = read_picture(bitmap.to_numpy().copy())
    bitmap.close()
    if len(seen.glyphs) > MANY * len(glyphs):
        return seen.glyphs, seen.rules, False
    return glyphs, rules, seen.bent


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
