"""Tables that stand in each other's rows -> one table.

Comes in: the blocks of a page.  Goes out: the same, such tables as one, with an empty cell for what is not drawn
between them.  A label that spans rows stands whole above a page end in some programs, and overleaf nothing is drawn
in its column: of the contacts that go on there, offices, people and telephones are a table each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.core.page import Block, Cell, Table, type_size, union
from pipeline.forms.labels import known_fields, rows_of
from pipeline.forms.profile import Profile

SAME_ROW = 0.25
"""Rows whose edges are nearer than this share of the type size are one."""


def in_rows(blocks: Sequence[Block], profile: Profile) -> Iterator[Block]:
    """Yield blocks, tables without a label that stand in each other's rows as one: cards side by side have labels."""
    held: Table | None = None
    for block in blocks:
        if held and isinstance(block, Table) and _goes_on(held, block, profile):
            held = _as_one(held, block)
            continue
        if held:
            yield held
        held = block if isinstance(block, Table) and block.drawn else None
        if held is None:
            yield block
    if held:
        yield held


def _goes_on(left: Table, right: Table, profile: Profile) -> bool:
    """Tell whether a table stands right of another, row by row, and neither has a label."""
    if not right.drawn or left.box[2] > right.box[0]:
        return False
    edges, others = _edges(left), _edges(right)
    near = SAME_ROW * type_size(left)
    same = len(edges) == len(others) and all(
        abs(edge - other) <= near for edge, other in zip(edges, others, strict=True)
    )
    return same and not any(_has_labels(table, profile) for table in (left, right))


def _edges(table: Table) -> list[float]:
    return [side for cell in table.cells if cell.column == 0 for side in (cell.box[1], cell.box[3])]


def _has_labels(table: Table, profile: Profile) -> bool:
    return any(known_fields(rows_of(table, kind), kind) for kind in profile.each)


def _as_one(left: Table, right: Table) -> Table:
    first = left.columns + 1
    between = Cell(0, left.columns, left.rows, 1, (left.box[2], left.box[1], right.box[0], left.box[3]))
    cells = [*left.cells, between, *(replace(cell, column=cell.column + first) for cell in right.cells)]
    return replace(
        left,
        columns=first + right.columns,
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
        box=union((left.box, right.box)),
    )
