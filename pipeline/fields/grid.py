"""The rows of cells beside a label -> the grid that they are, if they are one.

Comes in: the rows of an entry, a cell that spans rows in each of them.  Goes out: the cells that begin in each row,
with their columns and spans; nothing where the label has one value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core.record import Grid, GridCell
from pipeline.core.traced import Traced
from pipeline.fields.outline import Ends, with_breaks
from pipeline.forms.entries import Row


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell of a grid, its column counted from 0."""

    text: Traced
    column: int
    row_span: int
    column_span: int


def grid_of(rows: Sequence[Row]) -> list[list[Placed]]:
    """Return the cells that begin in each row of a grid, or nothing: a grid has more than one row of several."""
    filled = [row for row in rows if any(cell.lines for cell in row)]
    if sum(len(row) > 1 for row in filled) < 2:
        return []
    depth = Counter(id(cell) for row in filled for cell in row)
    edges = sorted({cell.column for row in filled for cell in row})
    seen: set[int] = set()
    grid: list[list[Placed]] = []
    for row in filled:
        begun = [cell for cell in row if id(cell) not in seen]
        seen.update(id(cell) for cell in begun)
        grid.append(
            [
                Placed(
                    cell.text,
                    edges.index(cell.column),
                    depth[id(cell)],
                    sum(cell.column <= edge < cell.column + cell.column_span for edge in edges),
                )
                for cell in begun
            ]
        )
    return [row for row in grid if row]


def recorded(grid: Sequence[Sequence[Placed]], ends: Ends) -> Grid:
    """Return a grid as the record has it; ``ends`` are the glyphs with which paragraphs end."""
    return Grid(
        rows=[
            [
                GridCell(
                    text=with_breaks(cell.text, ends).text,
                    column=cell.column,
                    row_span=cell.row_span,
                    column_span=cell.column_span,
                )
                for cell in row
            ]
            for row in grid
        ]
    )
