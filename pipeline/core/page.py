"""What a reader hands on: pages of lines and tables, each character traced to its glyph.

Coordinates are points from the top left corner of the page, y downwards.  A format without pages (a
transcription) is one page without a number, whose coordinates only keep the order: x is the column of a
cell, y the line of the file.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from math import inf

from pipeline.core.text import join
from pipeline.core.traced import Traced

Box = tuple[float, float, float, float]
"""``(x0, top, x1, bottom)``"""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line in canonical text, outside a table or in a cell."""

    text: Traced
    box: Box
    size: float = 0.0
    font: str = ""
    behind: bool = False
    """Whether it is a watermark: rotated, or large behind the text."""
    aside: bool = False
    """Whether the file itself sets it beside the content: the menu and the foot of a web page."""
    room: float = 0.0
    """What stays free right of it, in points: more than anything where the file itself ends a paragraph with it, 0
    where nobody knows."""
    lead: float = inf
    """The width, in points, of its first piece, within which no line can be broken; infinite where nobody knows."""


@dataclass(frozen=True)
class Cell:
    """One cell of a table; spans count grid rows and columns."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    lines: tuple[Line, ...] = ()
    open_above: bool = False
    """Whether no rule closes it at the head of its table, which a page end may have cut there."""
    open_below: bool = False
    """The same at the foot."""
    again: tuple[Traced, ...] = ()
    """Of a label that a page end cut: its words as they are printed again below."""
    doubtful: bool = False
    """Of such a label: whether nothing tells if the row below it goes on the one above."""

    @cached_property
    def text(self) -> Traced:
        """The cell's lines joined to one canonical text."""
        return join(line.text for line in self.lines)


@dataclass(frozen=True)
class Table:
    """A ruled table, or the part of one that stands on this page; cells in row-major order."""

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    box: Box
    drawn: bool = True
    """Whether boxes are places on a page; those of a transcription only keep the order."""
    labels_shaded: bool = False
    """Whether shading behind labels tells its columns, and level rules alone its rows."""
    turned: int = 0
    """So many rows at its foot are printed side by side: labels above their values, set beside them."""

    def row(self, number: int) -> tuple[Cell, ...]:
        """Return the cells that stand in a grid row, those that span into it too, from left to right.

        Where the gap of a double rule runs round a cell, both begin in one column: the cell comes before the gap.
        """
        return self._rows.get(number, ())

    @cached_property
    def _rows(self) -> dict[int, tuple[Cell, ...]]:
        # Looking through all cells for each row took minutes where there are thousands.
        rows: defaultdict[int, list[Cell]] = defaultdict(list)
        for cell in self.cells:
            for number in range(cell.row, min(cell.row + cell.row_span, self.rows)):
                rows[number].append(cell)
        return {
            number: tuple(sorted(found, key=lambda cell: (cell.column, -cell.row)))
            for number, found in rows.items()
        }


Block = Line | Table


@dataclass(frozen=True, slots=True)
class Page:
    """One page in reading order, and the glyphs printed on it.

    ``number`` is that of the file's page, which may hold several: two of a booklet side by side, or columns.
    ``glyphs[k]`` is the character of glyph ``first + k``; a space, a line end and markup are holes, written as
    a space.  ``boxes`` holds four numbers a glyph, or nothing where the format has no places.
    """

    number: int | None
    width: float
    height: float
    first: int
    glyphs: str
    boxes: array[float]
    blocks: tuple[Block, ...]
    confidence: dict[int, float] = field(default_factory=dict)
    """Of glyphs that were recognised in a picture, by their number: how sure the model is, below 1."""
    pictures: tuple[Box, ...] = ()
    levels: tuple[Box, ...] = ()
    """Level rules that stand in no table, or in one that they and the shading of its labels tell."""
    folded: dict[str, int] = field(default_factory=dict)
    """How often each rule of the text changed a character."""
    hidden: tuple[tuple[str, Box], ...] = ()
    """Words that the file holds at a place of the page that does not show them."""
    renamed: tuple[tuple[str, str, Box], ...] = ()
    """Words that the file gives in the place of others that it prints."""
    overprinted: tuple[tuple[str, Box], ...] = ()
    """Lines in which characters are printed over others."""
    struck: tuple[tuple[str, Box], ...] = ()
    """Words that a rule strikes through."""
    title: str = ""
    """The title that a page of the web shows above itself."""
    reader: str = ""
    """What read the page, where it is another engine than the one that was asked."""
    left: float = 0.0
    """How far right on the page of the file it begins, where that holds several; ``boxes`` are of the file's."""
    bent: bool = False
    """Whether it is a photograph of bent paper, of which nothing was read."""
    pillars: tuple[Box, ...] = ()
    """What stands between two upright rules in no table, as tall as each other, that no level rule closes."""

    def in_file(self, box: Box) -> Box:
        """Return the place of a block on the page of the file that holds this page."""
        return (box[0] + self.left, box[1], box[2] + self.left, box[3]) if self.left else box

    def frames(self) -> list[Box]:
        """Return what stands between two level rules of one width, one right below the other, from top to bottom."""
        found: list[Box] = []
        above: dict[tuple[int, int], float] = {}
        for left, top, right, bottom in sorted(self.levels, key=lambda level: level[1]):
            sides = (round(left), round(right))
            if sides in above:
                found.append((left, above[sides], right, bottom))
            above[sides] = top
        return found

    def box(self, number: int) -> Box | None:
        """Return the place of a glyph in the file by its number, or None where the format has no places."""
        at = 4 * (number - self.first)
        if not self.boxes or not 0 <= at < len(self.boxes):
            return None
        return (self.boxes[at], self.boxes[at + 1], self.boxes[at + 2], self.boxes[at + 3])


def type_size(table: Table, default: float = 12.0) -> float:
    """Return the size, in points, in which most characters of a table are set; ``default`` where none tells."""
    sizes: Counter[float] = Counter()
    for cell in table.cells:
        for line in cell.lines:
            sizes[line.size] += len(line.text)
    return (sizes.most_common(1)[0][0] if sizes else 0.0) or default


def lines_of(block: Block) -> list[Line]:
    """Return the lines of a block: itself, or those of the cells of a table."""
    return [block] if isinstance(block, Line) else [line for cell in block.cells for line in cell.lines]


def union(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around some boxes."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return (min(x0), min(top), max(x1), max(bottom))
