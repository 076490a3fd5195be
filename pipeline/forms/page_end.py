"""What page ends do to a table: labels that run out of their cells, and rows that say that it goes on.

Comes in: a table, and the lines printed below it.  Goes out: the table as it would stand without the page end, and the
other lines.  A label set in the middle of a cell that a page end cuts can fall below the cut, where some programs
print it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from pipeline.core.expressions import expression
from pipeline.core.page import Cell, Line, Table
from pipeline.core.text import fold
from pipeline.forms.labels import label_text
from pipeline.forms.profile import Profile
from pipeline.forms.split_table import without_rows

_MARK = expression(r"\(?(?:續|接|轉|接續)(?:下|次|上|前)一?頁\)?|\(?(?:未完)?待續\)?|\((?:接?續)\)")
"""A row that says so, over a whole table, tells of a page end and nothing else."""


def without_marks(table: Table) -> tuple[Table, list[Line]]:
    """Return a table without a first or last row such as 續下頁, and the lines of these rows."""
    first = 1 if _is_mark(table, 0) else 0
    last = table.rows - 1 if _is_mark(table, table.rows - 1) else table.rows
    if not 0 < last - first < table.rows:
        return table, []
    marks = [cell for cell in table.cells if cell.row < first or cell.row >= last]
    return without_rows(table, first, last), [line for cell in marks for line in cell.lines]


def _is_mark(table: Table, number: int) -> bool:
    row = table.row(number)
    alone = len(row) == 1 and row[0].row_span == 1 and table.columns > 1
    return alone and _MARK.fullmatch(fold(row[0].text.text)) is not None


def with_labels_below(table: Table, lines: Sequence[Line], profile: Profile) -> tuple[Table, list[Line]]:
    """Return a table with the labels that run out of its last row, and the lines below it that are none of them."""
    last = table.row(table.rows - 1)
    below = list(takewhile(lambda line: any(_is_under(line, cell) for cell in last), lines))
    taken: list[Line] = []
    cells = list(table.cells)
    for cell in last if below else ():
        under = [line for line in below if _is_under(line, cell)]
        count = _rest_of_label(cell, under, profile)
        if count:
            taken += under[:count]
            cells = [
                replace(cell, lines=(*cell.lines, *under[:count])) if each is cell else each for each in cells
            ]
    if not taken:
        return table, list(lines)
    return replace(table, cells=tuple(cells)), [
        line for line in lines if not any(line is each for each in taken)
    ]


def _rest_of_label(cell: Cell, under: Sequence[Line], profile: Profile) -> int:
    """Return how many of the lines under a cell make a label of what stands in it, 0 where none do."""
    if _is_label(label_text(cell.text).text, profile):
        return 0
    wholes = (replace(cell, lines=(*cell.lines, *under[:count])) for count in range(1, len(under) + 1))
    return next((at for at, whole in enumerate(wholes, start=1) if _is_label(whole.text.text, profile)), 0)


def _is_label(text: str, profile: Profile) -> bool:
    return profile.field_of(text) is not None or profile.is_contact_label(text)


def _is_under(line: Line, cell: Cell) -> bool:
    """Tell whether a line stands below a cell, between its sides."""
    return (
        cell.box[0] <= line.box[0]
        and line.box[2] <= cell.box[2]
        and (line.box[1] + line.box[3]) / 2 > cell.box[3]
    )
