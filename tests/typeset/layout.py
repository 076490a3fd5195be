"""Pages are laid out as lists of marks: lines of text, and ruled cells.

Comes in: paragraphs and forms.  Goes out: pages.  A row that does not fit is cut at any line.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.typeset import fonts
from tests.typeset.form import Cell, Form, Paragraph
from tests.typeset.wrap import wrap


@dataclass(frozen=True, slots=True)
class Style:
    """How a booklet looks; lengths are points."""

    page: tuple[float, float] = (595.28, 841.89)
    margins: tuple[float, float, float, float] = (56, 60, 56, 60)
    """Left, top, right, bottom."""
    han: str = "kai"
    latin: str = "serif"
    size: float = 12
    leading: float = 1.32
    padding: float = 3.5
    label_width: float = 74
    columns: tuple[float, ...] = (0.09, 0.235, 0.09, 0.175, 0.1, 0.31)
    """Shares of the width right of the label: role, organization, label, person, label, phone."""
    shaded: bool = True
    lines: str = "stroke"
    """stroke (lines) | fill (thin rectangles) | cell (one rectangle a cell) | double | level (rows only) | none."""
    centred: bool = True
    """Labels stand in the middle of their rows, not beside the first line."""
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


FULL = 3.5
"""Characters: where a line leaves less room, the word that begins the next paragraph might not have fitted."""
MARGIN = 3.0
"""Characters by which the room of a line outside tables is not known."""


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text; ``y`` is its baseline from the top, ``spread`` the space after each glyph."""

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


@dataclass(slots=True)
class Layout:
    """The page being filled, and those before it."""

    style: Style
    pages: list[Page] = field(default_factory=lambda: [[]])
    y: float = 0
    full: list[str] = field(default_factory=list)
    """Paragraphs that nobody sees end: their last line is full, and one without a marker follows."""

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

    def lines(self, paragraph: Paragraph, room: float, size: float) -> list[Text]:
        """Return the lines of a paragraph, placed from x = 0 and without a height."""
        style = self.style
        shift = paragraph.depth * style.indent
        room = room - shift

        def measure(text: str) -> float:
            return fonts.width(text, style.han, style.latin) * size

        parts = wrap(paragraph.text, room, measure)
        full = (FULL + MARGIN if room + shift == self.width else FULL) * size
        if paragraph.ends and room - measure(parts[-1]) < full:
            self.full.append(paragraph.text)
        found = []
        for index, part in enumerate(parts):
            last = index == len(parts) - 1
            text = part if style.trailing_space and not last else part.rstrip()
            spread = 0.0
            if style.justified and not last and len(part.rstrip()) > 1:
                spread = max(0.0, min(2.0, (room - measure(part.rstrip())) / (len(part.rstrip()) - 1)))
            found.append(Text(shift, 0, text, size, False, spread))
        return found or [Text(shift, 0, "", size)]

    def paragraph(
        self, paragraph: Paragraph, size: float, *, bold: bool = False, centred: bool = False
    ) -> None:
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


@dataclass(frozen=True, slots=True)
class Fragment:
    """The part of a row that stands on one page, and which of its lines."""

    page: int
    top: float
    bottom: float
    start: int
    end: int


def set_form(layout: Layout, table: Form) -> None:
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

    spans: dict[int, list[Fragment]] = {}  # of each row
    for row in range(table.rows):
        done = 0
        total = int((heights[row] - 2 * pad) / leading + 0.5)
        fragments = spans.setdefault(row, [])
        while True:
            left = heights[row] - done * leading
            fits = int((layout.bottom - layout.y - 2 * pad) / leading + 1e-6)
            forced = min(table.cuts.get(row, 0), total - 1) if done == 0 else 0
            if left <= layout.bottom - layout.y + 1e-6 and not forced:
                fragments.append(Fragment(len(layout.pages) - 1, layout.y, layout.y + left, done, total))
                layout.y += left
                break
            whole = style.keep_rows and left <= layout.bottom - style.margins[1] and not forced
            take = 0 if whole else min(fits, forced or fits, total - done - 1)
            if take >= 1:
                bottom = layout.y + take * leading + 2 * pad
                fragments.append(Fragment(len(layout.pages) - 1, layout.y, bottom, done, done + take))
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
    spans: dict[int, list[Fragment]],
    edges: list[float],
) -> None:
    """Draw a cell on each page that its rows reach."""
    style = layout.style
    pad, leading = style.padding, style.size * style.leading
    x0, x1 = edges[cell.column], edges[cell.column + cell.columns]
    pages: dict[int, tuple[float, float]] = {}
    for row in range(cell.row, cell.row + cell.rows):
        for part in spans[row]:
            top, _ = pages.get(part.page, (part.top, 0))
            pages[part.page] = (top, part.bottom)
    if cell.kind in ("text", "value") and cell.rows == 1:
        shares = [lines[part.start : part.end] for part in spans[cell.row]]
    else:
        shares = _shares(cell, lines, list(pages.values()), leading, style)
    for index, ((page, (top, bottom)), share) in enumerate(zip(pages.items(), shares, strict=True)):
        layout.pages[page].append(Box(x0, top, x1, bottom, style.shaded and cell.kind == "label"))
        if index and not share and cell.kind == "label" and style.repeat_labels:
            again = _again(layout, cell, x1 - x0 - 2 * pad)
            if len(again) * leading <= bottom - top - 2 * pad:
                share = again
        y = top + pad
        if cell.kind != "text" and style.centred:
            y = top + max(pad, (bottom - top - len(share) * leading) / 2)
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
    return layout.lines(Paragraph(text), room, layout.style.size)


def _shares(
    cell: Cell, lines: list[Text], spans: list[tuple[float, float]], leading: float, style: Style
) -> list[list[Text]]:
    """Deal the lines of a cell that spans rows to the pages that it reaches."""
    room = [max(0, int((bottom - top - 2 * style.padding) / leading + 1e-6)) for top, bottom in spans]
    if sum(room) < len(lines):  # set close, as a person would
        room = [max(0, int((bottom - top) / leading + 1e-6)) for top, bottom in spans]
    half = (len(lines) + 1) // 2
    if cell.label_cut and len(spans) > 1 and half <= room[0] and len(lines) - half <= room[1]:
        return [lines[:half], lines[half:], *[[] for _ in spans[2:]]]
    whole = next((index for index, lines_here in enumerate(room) if lines_here >= len(lines)), None)
    if whole is not None and sum(room) - len(lines) < len(spans):  # dealt out, it might not fit
        return [lines if index == whole else [] for index in range(len(spans))]
    shares: list[list[Text]] = []
    for fits in room:
        shares.append(lines[:fits])
        lines = lines[fits:]
    if lines:
        raise ValueError(f"no room for {[line.text for line in lines]}")
    return shares
