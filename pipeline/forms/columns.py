"""The parts of a form -> the same parts, their cells numbered by the columns of the whole form.

Page ends leave each part with a grid of its own: a little aside, without the columns that have no word left, or with
cells merged.  What stands below each other has one column here, so that nobody after this compares places.  Tables
that are not drawn, those of a transcription, have their column numbers already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

from pipeline.core.page import Cell, Table, type_size, union

SAME_COLUMN = 0.5
"""Edges that are nearer than this share of the type size are one: a form printed again overleaf stands 2 pt aside."""
SAME_WIDTH = 1.0
"""So are the sides of parts that are nearer than this: the frame may be drawn by rules of another width."""


def in_columns(parts: Sequence[Table]) -> list[Table]:
    """Return the parts of a form with the columns of the whole form in place of those of each page's grid.

    The gap of a double rule is no column: its edges are one.
    """
    edges: list[float] = []
    homes = [_homes(part, edges, _aside(part, parts[0])) if part.drawn else {} for part in parts]
    place = {edge: number for number, edge in enumerate(sorted(edges))}
    placed = [_placed(part, home, place) for part, home in zip(parts, homes, strict=True)]
    return [*map(_parted, placed, placed[1:]), *placed[-1:]]


def _parted(part: Table, below: Table) -> Table:
    """Return a part whose last row has, for each empty cell, one for each that stands there overleaf.

    Labels that stand overleaf whole are not drawn above the page end by some programs, nor is what parts them.
    """
    lower = below.row(0)
    parted = {
        id(cell): made
        for cell in part.row(part.rows - 1)
        if not cell.lines and cell.open_below and len(made := list(_as_overleaf(cell, lower))) > 1
    }
    cells = tuple(each for cell in part.cells for each in parted.get(id(cell), [cell]))
    return replace(part, cells=cells) if parted else part


def _as_overleaf(cell: Cell, lower: Sequence[Cell]) -> Iterator[Cell]:
    """Yield the parts of a cell in the columns in which cells begin overleaf, none where they begin aside of it."""
    end = cell.column + cell.column_span
    starts = [other.column for other in lower if cell.column <= other.column < end]
    if starts[:1] == [cell.column]:
        for start, stop in pairwise([*starts, end]):
            yield replace(cell, column=start, column_span=stop - start)


def _aside(part: Table, first: Table) -> float:
    """Return how far a part stands right of the first, as wide as it: odd and even pages have other margins."""
    alike = abs(_width(part) - _width(first)) <= SAME_WIDTH * type_size(first)
    return part.box[0] - first.box[0] if alike else 0.0


def _homes(part: Table, edges: list[float], aside: float) -> dict[float, float]:
    """Return, for each edge of a part, the known edge that is one with it; one that is new is known from here on."""
    near = SAME_COLUMN * type_size(part)
    homes: dict[float, float] = {}
    for edge in sorted({edge for cell in part.cells for edge in (cell.box[0], cell.box[2])}):
        home = _nearest(edge - aside, edges)
        if abs(home - edge + aside) > near:
            edges.append(home := edge - aside)
        homes[edge] = home
    return homes


def _nearest(edge: float, edges: Sequence[float]) -> float:
    return min(edges, key=lambda known: abs(known - edge), default=inf)


def _placed(part: Table, homes: Mapping[float, float], place: Mapping[float, int]) -> Table:
    if not homes:
        return part
    cells = []
    for cell in part.cells:
        left, right = place[homes[cell.box[0]]], place[homes[cell.box[2]]]
        if left < right or cell.lines:
            cells.append(replace(cell, column=left, column_span=max(1, right - left)))
    return replace(part, columns=len(place) - 1, cells=tuple(cells))


def with_absent_columns(table: Table, above: Table) -> Table:
    """Return a table that begins where a later column of the one above does with the columns it lacks, empty.

    A label that goes on overleaf without a word is a cell that some programs do not draw; nor is the name of an
    organization beside it; values whose labels stand above them have none beside them.
    """
    if not table.drawn:
        return table
    if above.turned and _divided_alike(table, above):
        left, top, _, _ = table.box
        label = Cell(0, 0, 1, 1, (left, top, table.cells[0].box[2], top))
        return replace(_with_cells(table, [label]), turned=int(table.rows == 1))
    near = SAME_COLUMN * type_size(above)
    last = above.row(above.rows - 1)
    lacks = [cell for cell in last if cell.box[0] < table.box[0] - near]
    begins = any(abs(table.box[0] - cell.box[0]) <= near for cell in last)
    if not lacks or not begins or abs(table.box[2] - above.box[2]) > near:
        return table
    _, top, _, bottom = table.box
    return _with_cells(
        table,
        [
            Cell(0, place, table.rows, 1, (cell.box[0], top, min(cell.box[2], table.box[0]), bottom))
            for place, cell in enumerate(lacks)
        ],
    )


def _with_cells(table: Table, empty: Sequence[Cell]) -> Table:
    """Return a table with cells before those of its own, each a column."""
    cells = [replace(cell, column=cell.column + len(empty)) for cell in table.cells]
    ordered = sorted([*empty, *cells], key=lambda cell: (cell.row, cell.column))
    box = union(cell.box for cell in ordered)
    return replace(table, columns=table.columns + len(empty), cells=tuple(ordered), box=box)


def _divided_alike(table: Table, above: Table) -> bool:
    """Tell whether a row is divided like the values at the foot of the table above, whose labels stood above them.

    More rows stand below it only where no value stands above the page end.
    """
    near = SAME_COLUMN * type_size(above)
    rows = [above.row(number) for number in range(above.rows - above.turned, above.rows)]
    unfilled = above.turned > 1 and not any(cells[-1].lines for cells in rows)
    edges = [cell.box[2] for cell in table.row(0)]
    others = sorted({cell.box[2] for cells in rows for cell in cells})
    return (
        (table.rows == 1 or unfilled)
        and len(edges) == len(others)
        and all(abs(one - other) <= near for one, other in zip(edges, others, strict=True))
    )


def stands_below(table: Table, parts: Sequence[Table], *, within: bool) -> bool:
    """Tell whether a table can go on a form overleaf: as wide, and where ``within`` its columns among the form's."""
    above = parts[-1]
    near = SAME_WIDTH * type_size(above)
    if abs(_width(table) - _width(above)) > near:
        return False
    known = {edge for part in parts for number in range(part.rows) for edge in _ends(part, number)}
    return not within or all(any(abs(edge - other) <= near for other in known) for edge in _ends(table, 0))


def stands_in_place(table: Table, above: Table) -> bool:
    """Tell whether a table has the sides of the one above it."""
    near = SAME_COLUMN * type_size(above)
    return all(abs(table.box[side] - above.box[side]) <= near for side in (0, 2))


def _width(table: Table) -> float:
    return table.box[2] - table.box[0]


def _ends(table: Table, number: int) -> list[float]:
    """Return where the cells of a row end on the right, from the left side of the table."""
    return [cell.box[2] - table.box[0] for cell in table.row(number)]
