"""A source becomes a PDF by ReportLab.

Goes out: the bytes (the same for the same source and style) and the page on which each programme stands.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

from reportlab.pdfgen.canvas import Canvas

from tests.typeset import fonts
from tests.typeset.form import LARGER, Paragraph, airy, form, outline, with_headings
from tests.typeset.layout import Box, Layout, Page, Style, Text, set_form
from tests.typeset.source import Source, printed

__all__ = ["Style", "Typeset", "typeset"]


@dataclass(frozen=True, slots=True)
class Typeset:
    """A printed booklet."""

    pdf: bytes
    pages: dict[str, tuple[int, int]]
    """Programme id -> first and last page of the file."""
    printed_pages: dict[str, int]
    """Programme id -> the page number in the contents."""
    front: int
    """How many pages stand before the first that is numbered."""
    full: tuple[str, ...] = ()
    """Paragraphs that end where their line does, so that nobody sees them end."""


def typeset(source: Source, style: Style) -> Typeset:
    """Print a booklet."""
    body = Layout(style)
    starts: dict[str, tuple[int, int]] = {}
    _introduction(source, body)
    for identity, headings, programme in with_headings(source):
        if (style.new_page and not programme.printing.same_page) or not starts:
            body.new_page()
        else:
            body.y += 2.2 * style.size
        if body.y > body.bottom - 11 * style.size:
            body.new_page()
        here = len(body.pages)
        for level, text in headings:
            body.paragraph(Paragraph(text), style.size + LARGER[level], bold=True)
        body.y += 2
        set_form(body, form(programme, source, spaced=style.spaced))
        starts[identity] = (here, len(body.pages))
    front = _front(source, style, starts)
    shift = len(front)
    pages = {identity: (first + shift, last + shift) for identity, (first, last) in starts.items()}
    return Typeset(
        _draw(source, style, front, body.pages),
        pages,
        {i: s[0] for i, s in starts.items()},
        shift,
        tuple(body.full),
    )


def _introduction(source: Source, body: Layout) -> None:
    intro = source.introduction
    body.paragraph(Paragraph(printed(intro.title)), body.style.size + 3, bold=True)
    for line in outline(intro.nodes, 0, []):
        text = airy(line.text) if body.style.spaced else line.text
        body.paragraph(replace(line, text=text), body.style.size)


def _front(source: Source, style: Style, starts: dict[str, tuple[int, int]]) -> list[Page]:
    cover = Layout(style)
    cover.y += 60
    year = f"{source.roc_year} 年度" if style.spaced else f"{source.roc_year}年度"
    for text in (year, *source.title_lines):
        cover.paragraph(Paragraph(text), 24, bold=True, centred=True)
        cover.y += 6
    cover.y += 170
    for index, name in enumerate(source.publishers):
        cover.paragraph(Paragraph(("主辦機關：" if index == 0 else "") + name), 18, centred=True)
    cover.y += 90
    cover.paragraph(Paragraph(source.issued_printed), 18, centred=True)

    contents = Layout(style)
    contents.paragraph(Paragraph("目 錄"), style.size + 4, bold=True, centred=True)
    contents.y += 8
    lines = [(0, source.introduction.title, 1)]
    for identity, headings, _ in with_headings(source, listed=True):
        lines += [(level, text, starts[identity][0]) for level, text in headings]
    for level, title, page in lines:
        x = style.margins[0] + max(0, level - 1) * style.indent * 1.2
        right = style.page[0] - style.margins[2]
        number, size = str(page), style.size
        room = right - x - contents.measure(title, size) - contents.measure(number, size) - 8
        dots = "." * max(3, int(room / contents.measure(".", size)))
        y = contents.y + size
        if y > contents.bottom:
            contents.new_page()
            y = contents.y + size
        contents.pages[-1] += [
            Text(x, y, printed(title) + dots, size),
            Text(right - contents.measure(number, size), y, number, size),
        ]
        contents.y += size * style.leading * 1.15
    return [*cover.pages, *contents.pages]


def _draw(source: Source, style: Style, front: list[Page], body: list[Page]) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=style.page, invariant=1, pageCompression=1)
    canvas.setTitle(f"{source.roc_year}年度{source.title}")
    canvas.setAuthor("、".join(source.publishers))
    canvas.setCreator("tests.typeset")
    for name in (style.han, style.latin, "rest"):
        fonts.font(name)
    for index, page in enumerate([*front, *body]):
        number = index + 1 - len(front)
        marks = list(page)
        if number > 0:
            text = style.page_number.format(n=number)
            size = style.size - 2
            width = fonts.width(text, style.han, style.latin) * size
            marks.append(Text((style.page[0] - width) / 2, style.page[1] - 30, text, size))
            if style.header:
                marks.append(Text(style.margins[0], 34, style.header, size - 1))
        _draw_page(canvas, style, marks)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_page(canvas: Canvas, style: Style, marks: Page) -> None:
    height = style.page[1]
    boxes = [mark for mark in marks if isinstance(mark, Box)]
    canvas.setFillColorRGB(0.87, 0.92, 0.97)
    for box in boxes:
        if box.shaded:
            canvas.rect(box.x0, height - box.bottom, box.x1 - box.x0, box.bottom - box.top, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setLineWidth(0.6)
    if style.lines == "cell":
        for box in boxes:
            canvas.rect(box.x0, height - box.bottom, box.x1 - box.x0, box.bottom - box.top, stroke=1, fill=0)
    else:
        for x0, y0, x1, y1 in _edges(boxes) if style.lines != "none" else ():
            if style.lines == "level" and y0 != y1:
                continue
            _rule(canvas, style.lines, x0, height - y0, x1, height - y1)
    for mark in marks:
        if isinstance(mark, Text) and mark.text:
            _write(canvas, style, mark)


def _edges(boxes: list[Box]) -> list[tuple[float, float, float, float]]:
    found = {
        edge
        for b in boxes
        for edge in (
            (b.x0, b.top, b.x1, b.top),
            (b.x0, b.bottom, b.x1, b.bottom),
            (b.x0, b.top, b.x0, b.bottom),
            (b.x1, b.top, b.x1, b.bottom),
        )
    }
    return sorted(found)


def _rule(canvas: Canvas, kind: str, x0: float, y0: float, x1: float, y1: float) -> None:
    if kind == "fill":
        canvas.rect(x0 - 0.25, y1 - 0.25, x1 - x0 + 0.5, y0 - y1 + 0.5, stroke=0, fill=1)
    elif kind == "double":
        dx, dy = (0.8, 0) if x0 == x1 else (0, 0.8)
        canvas.setLineWidth(0.4)
        canvas.line(x0 - dx, y0 - dy, x1 - dx, y1 - dy)
        canvas.line(x0 + dx, y0 + dy, x1 + dx, y1 + dy)
    else:
        canvas.line(x0, y0, x1, y1)


def _write(canvas: Canvas, style: Style, mark: Text) -> None:
    shifts = [0.0, 0.35] if mark.bold and style.bold == "twice" else [0.0]
    for shift in shifts:
        x = mark.x + shift
        for name, text in fonts.runs(mark.text, style.han, style.latin):
            canvas.saveState()  # or the next text is bold, too
            words = canvas.beginText(x, style.page[1] - mark.y)
            words.setFont(name, mark.size)
            words.setCharSpace(mark.spread)
            words.setTextRenderMode(2 if mark.bold and style.bold == "stroke" else 0)
            if mark.bold and style.bold == "stroke":
                canvas.setLineWidth(mark.size * 0.03)
            words.textOut(text)
            canvas.drawText(words)
            canvas.restoreState()
            x += fonts.width(text, style.han, style.latin) * mark.size + mark.spread * len(text)
