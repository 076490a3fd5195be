"""A source becomes a PDF by ReportLab: pages are laid out as lists of marks first, then drawn.

Goes out: the bytes (the same for the same source and style) and the page on which each programme stands.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from reportlab.pdfgen.canvas import Canvas

from tests.typeset import fonts
from tests.typeset.form import Cell, Form, airy, form, heading, outline
from tests.typeset.form import Paragraph as P
from tests.typeset.source import Source, printed
from tests.typeset.wrap import wrap


@dataclass(frozen=True, slots=True)
class Style:
    """How a booklet looks; lengths are points."""

    page: tuple[float, float] = (595.28, 841.89)
    margins: tuple[float, float, float, float] = (62, 60, 62, 60)
    """Left, top, right, bottom."""
    han: str = "kai"
    latin: str = "serif"
    size: float = 12
    leading: float = 1.32
    padding: float = 3.5
    label_width: float = 74
    columns: tuple[float, ...] = (0.09, 0.25, 0.1, 0.17, 0.1, 0.29)
    """Shares of the width right of the label: role, organization, label, person, label, phone."""
    shaded: bool = True
    lines: str = "stroke"
    """stroke (lines) | fill (thin rectangles) | cell (one rectangle a cell) | double."""
    header: str = ""
    page_number: str = "{n}"
    repeat_labels: bool = False
    keep_rows: bool = False
    spaced: bool = True
    """A space between Chinese and Latin, as word processors leave."""
    trailing_space: bool = True
    bold: str = "stroke"
    """none | stroke (outlined glyphs) | twice (each glyph printed twice, a little apart)."""
    justified: bool = False
    indent: float = 12
    new_page: bool = True
    """Each programme begins a page."""


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text; ``y`` is its baseline from the top of the page, ``spread`` the space after each glyph."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    spread: float = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A ruled cell, from the top left corner of the page."""

    x0: float
    top: float
    x1: float
    bottom: float
    shaded: bool


Page = list[Text | Box]


@dataclass(frozen=True, slots=True)
class Typeset:
    """A printed booklet."""

    pdf: bytes
    pages: dict[str, tuple[int, int]]
    """Programme id -> first and last page of the file."""
    printed_pages: dict[str, int]
    """Programme id -> the page number in the contents."""


@dataclass(slots=True)
class Layout:
    """The page being filled, and those before it."""

    style: Style
    pages: list[Page] = field(default_factory=lambda: [[]])
    y: float = 0

    def __post_init__(self) -> None:
        self.y = self.style.margins[1]

    @property
    def bottom(self) -> float:
        return self.style.page[1] - self.style.margins[3]

    @property
    def width(self) -> float:
        return self.style.page[0] - self.style.margins[0] - self.style.margins[2]

    def new_page(self) -> None:
        self.pages.append([])
        self.y = self.style.margins[1]

    def lines(self, paragraph: P, room: float, size: float) -> list[Text]:
        """Return the lines of a paragraph, placed from x = 0 and without a height."""
        style = self.style
        shift = paragraph.depth * style.indent
        room = room - shift

        def measure(text: str) -> float:
            return fonts.width(text, style.han, style.latin) * size

        parts = wrap(paragraph.text, room, measure)
        found = []
        for index, part in enumerate(parts):
            last = index == len(parts) - 1
            text = part if style.trailing_space and not last else part.rstrip()
            spread = 0.0
            if style.justified and not last and len(part.rstrip()) > 1:
                spread = max(0.0, min(2.0, (room - measure(part.rstrip())) / (len(part.rstrip()) - 1)))
            found.append(Text(shift, 0, text, size, False, spread))
        return found or [Text(shift, 0, "", size)]

    def paragraph(self, paragraph: P, size: float, *, bold: bool = False, centred: bool = False) -> None:
        """Set a paragraph over the width of the page."""
        leading = size * self.style.leading * 1.08
        for line in self.lines(paragraph, self.width, size):
            if self.y + leading > self.bottom:
                self.new_page()
            x = self.style.margins[0] + line.x
            if centred:
                x += (self.width - self.measure(line.text, size)) / 2
            self.pages[-1].append(Text(x, self.y + size, line.text, size, bold, line.spread))
            self.y += leading

    def measure(self, text: str, size: float) -> float:
        return fonts.width(text.rstrip(), self.style.han, self.style.latin) * size


def typeset(source: Source, style: Style) -> Typeset:
    """Print a booklet."""
    body = Layout(style)
    starts: dict[str, tuple[int, int]] = {}
    headings: list[tuple[int, str, int]] = [(0, source.introduction.title, 1)]
    _introduction(source, body)
    before: tuple[str, str] = ("", "")
    for identity, area, measure, programme in source.programmes():
        number = [int(part) for part in identity.split(".")]
        if style.new_page and not programme.printing.same_page or not before[0]:
            body.new_page()
        else:
            body.y += 2.2 * style.size
        if body.y > body.bottom - 11 * style.size:
            body.new_page()
        here = len(body.pages)
        if area.name != before[0]:
            body.paragraph(P(heading(number[0], area.name, 1)), style.size + 5, bold=True)
            headings.append((1, heading(number[0], area.name, 1), here))
        if (area.name, measure.name) != before:
            body.paragraph(P(heading(number[1], measure.name, 2)), style.size + 2, bold=True)
            headings.append((2, heading(number[1], measure.name, 2), here))
        name = heading(number[2], programme.name, 3)
        body.paragraph(P(name), style.size + 1, bold=True)
        in_contents = programme.printing.contents_name or programme.name
        headings.append((3, heading(number[2], in_contents, 3), here))
        body.y += 2
        _table(body, form(programme, source, spaced=style.spaced))
        starts[identity] = (here, len(body.pages))
        before = (area.name, measure.name)
    front = _front(source, style, headings)
    shift = len(front)
    pages = {identity: (first + shift, last + shift) for identity, (first, last) in starts.items()}
    return Typeset(_draw(source, style, front, body.pages), pages, {i: s[0] for i, s in starts.items()})


def _introduction(source: Source, body: Layout) -> None:
    intro = source.introduction
    body.paragraph(P(printed(intro.title)), body.style.size + 3, bold=True)
    for line in outline(intro.nodes, 0, []):
        text = airy(line.text) if body.style.spaced else line.text
        body.paragraph(P(text, line.depth), body.style.size)


def _front(source: Source, style: Style, headings: list[tuple[int, str, int]]) -> list[Page]:
    cover = Layout(style)
    cover.y += 60
    year = f"{source.roc_year} 年度" if style.spaced else f"{source.roc_year}年度"
    for text in (year, *source.title_lines):
        cover.paragraph(P(text), 24, bold=True, centred=True)
        cover.y += 6
    cover.y += 170
    for index, name in enumerate(source.publishers):
        cover.paragraph(P(("主辦機關：" if index == 0 else "") + name), 18, centred=True)
    cover.y += 90
    cover.paragraph(P(source.issued_printed), 18, centred=True)

    contents = Layout(style)
    contents.paragraph(P("目 錄"), style.size + 4, bold=True, centred=True)
    contents.y += 8
    for level, title, page in headings:
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


def _table(layout: Layout, table: Form) -> None:
    """Set a form: rows are cut where the page ends, or where the form says so."""
    style = layout.style
    pad, leading = style.padding, style.size * style.leading
    rest = layout.width - style.label_width
    edges = [style.margins[0], style.margins[0] + style.label_width]
    for share in style.columns:
        edges.append(edges[-1] + rest * share)
    lines = {cell: _cell_lines(layout, cell, edges) for cell in table.cells}
    heights = [leading + 2 * pad] * table.rows
    for cell in sorted(table.cells, key=lambda c: c.rows):
        need = len(lines[cell]) * leading + 2 * pad
        have = sum(heights[cell.row : cell.row + cell.rows])
        if need > have:
            heights[cell.row + cell.rows - 1] += need - have
    if table.rows and layout.y + heights[0] > layout.bottom and heights[0] < layout.bottom - style.margins[1]:
        layout.new_page()

    spans: dict[int, list[tuple[int, float, float, int, int]]] = {}  # row -> (page, top, bottom, from, to line)
    for row in range(table.rows):
        done = 0
        total = int((heights[row] - 2 * pad) / leading + 0.5)
        fragments = spans.setdefault(row, [])
        while True:
            left = heights[row] - done * leading
            fits = int((layout.bottom - layout.y - 2 * pad) / leading + 1e-6)
            forced = table.cuts.get(row, 0) if done == 0 else 0
            if left <= layout.bottom - layout.y + 1e-6 and not forced:
                fragments.append((len(layout.pages) - 1, layout.y, layout.y + left, done, total))
                layout.y += left
                break
            whole = style.keep_rows and left <= layout.bottom - style.margins[1] and not forced
            take = 0 if whole else min(fits, forced or fits, total - done - 1)
            if take >= 1:
                bottom = layout.y + take * leading + 2 * pad
                fragments.append((len(layout.pages) - 1, layout.y, bottom, done, done + take))
                done += take
            layout.new_page()
    for cell in table.cells:
        _place(layout, cell, lines[cell], spans, edges)


def _cell_lines(layout: Layout, cell: Cell, edges: list[float]) -> list[Text]:
    room = edges[cell.column + cell.columns] - edges[cell.column] - 2 * layout.style.padding
    return [line for each in cell.paragraphs for line in layout.lines(each, room, layout.style.size)]


def _place(
    layout: Layout,
    cell: Cell,
    lines: list[Text],
    spans: dict[int, list[tuple[int, float, float, int, int]]],
    edges: list[float],
) -> None:
    """Draw a cell on each page that its rows reach."""
    style = layout.style
    pad, leading = style.padding, style.size * style.leading
    x0, x1 = edges[cell.column], edges[cell.column + cell.columns]
    pages: dict[int, tuple[float, float]] = {}
    for row in range(cell.row, cell.row + cell.rows):
        for page, top, bottom, _, _ in spans[row]:
            pages[page] = (min(top, pages.get(page, (top, 0))[0]), bottom)
    if cell.kind in ("text", "value") and cell.rows == 1:
        shares = [lines[start:end] for _, _, _, start, end in spans[cell.row]]
    else:
        shares = _shares(cell, lines, list(pages.values()), leading, style)
    for index, ((page, (top, bottom)), share) in enumerate(zip(pages.items(), shares, strict=True)):
        layout.pages[page].append(Box(x0, top, x1, bottom, style.shaded and cell.kind == "label"))
        y = top + pad
        if cell.kind != "text":
            y = top + max(pad, (bottom - top - len(share) * leading) / 2)
        if index and not share and cell.kind == "label" and style.repeat_labels:
            share = _again(layout, cell, x1 - x0 - 2 * pad)
        for line in share:
            x = x0 + pad + line.x
            if cell.kind in ("label", "name"):
                x = x0 + (x1 - x0 - layout.measure(line.text, line.size)) / 2
            bold = cell.kind == "label"
            layout.pages[page].append(
                Text(x, y + style.size * 0.95, line.text, line.size, bold, 0 if bold else line.spread)
            )
            y += leading


def _again(layout: Layout, cell: Cell, room: float) -> list[Text]:
    text = "".join(each.text for each in cell.paragraphs) + "（續）"
    return layout.lines(P(text), room, layout.style.size)


def _shares(
    cell: Cell, lines: list[Text], spans: list[tuple[float, float]], leading: float, style: Style
) -> list[list[Text]]:
    """Deal the lines of a cell that spans rows to the pages that it reaches."""
    if cell.label_cut and len(spans) > 1:
        half = (len(lines) + 1) // 2
        return [lines[:half], lines[half:], *[[] for _ in spans[2:]]]
    shares: list[list[Text]] = []
    for top, bottom in spans:
        fits = max(0, int((bottom - top - 2 * style.padding) / leading + 1e-6))
        shares.append(lines[:fits])
        lines = lines[fits:]
    if lines:
        shares[-1] = shares[-1] + lines
    return shares


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
        for x0, y0, x1, y1 in _edges(boxes):
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
            words = canvas.beginText(x, style.page[1] - mark.y)
            words.setFont(name, mark.size)
            words.setCharSpace(mark.spread)
            words.setTextRenderMode(2 if mark.bold and style.bold == "stroke" else 0)
            if mark.bold and style.bold == "stroke":
                canvas.setLineWidth(mark.size * 0.03)
            words.textOut(text)
            canvas.drawText(words)
            x += fonts.width(text, style.han, style.latin) * mark.size + mark.spread * len(text)
