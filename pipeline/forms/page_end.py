"""What page ends do to a table: labels that run out of their cells, and rows that say that it goes on.

Comes in: a table, and the lines printed below it.  Goes out: the table as it would stand without the page end, and the
other lines.  What is set in the middle of a cell that a page end cuts can fall below the cut, where some programs
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
from pipeline.forms.split_table import rows_apart

PITCH, ASIDE = 2.0, 0.5
"""Times the type size: the lines of a text follow no further below each other than the first, and begin no further
aside of each other than the second."""
_MARK = expression(r"\(?(?:續|接|轉|接續)(?:下|次|上|前)一?頁\)?|\(?(?:未完)?待續\)?|\((?:接?續)\)")
"""A row that says so, over a whole table, tells of a page end and nothing else."""


def without_marks(table: Table) -> tuple[Table, list[Line]]:
    """Return a table without a first or last row such as 續下頁, and the lines of these rows."""
    first = 1 if _is_mark(table, 0) else 0
    last = table.rows - 1 if _is_mark(table, table.rows - 1) else table.rows
    return rows_apart(table, first, last) if first < last else (table, [])


def _is_mark(table: Table, number: int) -> bool:
    row = table.row(number)
    alone = len(row) == 1 and row[0].row_span == 1 and table.columns > 1
    return alone and _MARK.fullmatch(fold(row[0].text.text)) is not None


def with_labels_below(table: Table, lines: Sequence[Line], profile: Profile) -> tuple[Table, list[Line]]:
    """Return a table with what runs out of its last row, and the lines below it that are none of it.

    The rest of a label tells that the row does, and so does a next line of a text; what is printed beside that, under
    another cell, is of this one.
    """
    last = table.row(table.rows - 1)
    below = list(takewhile(lambda line: any(_is_under(line, cell) for cell in last), lines))
    feet = (max(_foot_of_label(cell, below, profile), _foot_of_text(cell, below)) for cell in last)
    foot = max(feet, default=0.0)
    taken = list(takewhile(lambda line: _middle(line) < foot, below))
    if not taken:
        return table, list(lines)
    cells = [
        replace(
            cell, lines=(*cell.lines, *(line for line in taken if cell in last and _is_under(line, cell)))
        )
        for cell in table.cells
    ]
    return replace(table, cells=tuple(cells)), list(lines[len(taken) :])


def with_lines_above(table: Table, above: Table, lines: Sequence[Line]) -> tuple[Table, list[Line]]:
    """Return a table overleaf with what its first row has above the page end, where nothing of it is drawn.

    Below the table above, such lines stand in the columns of cells that are empty overleaf.
    """
    foot, empty = above.box[3], [cell for cell in table.row(0) if not cell.lines]
    held: list[tuple[Cell, Line]] = []
    for line in lines:
        center = (line.box[0] + line.box[2]) / 2
        cell = next((cell for cell in empty if cell.box[0] < center < cell.box[2]), None)
        if cell is None or not above.box[3] < _middle(line) <= foot + PITCH * line.size:
            break
        held.append((cell, line))
        foot = max(foot, _middle(line))
    more = {id(cell): tuple(line for home, line in held if home is cell) for cell, _ in held}
    cells = tuple(replace(cell, lines=more.get(id(cell), cell.lines)) for cell in table.cells)
    return replace(table, cells=cells), list(lines[len(held) :])


def _foot_of_label(cell: Cell, below: Sequence[Line], profile: Profile) -> float:
    """Return how far down the lines under a cell reach that make a label of what stands in it, 0 where none do."""
    under = [line for line in below if _is_under(line, cell)]
    if not under or _is_label(label_text(cell.text).text, profile):
        return 0.0
    wholes = (replace(cell, lines=(*cell.lines, *under[:count])) for count in range(1, len(under) + 1))
    return next((whole.lines[-1].box[3] for whole in wholes if _is_label(whole.text.text, profile)), 0.0)


def _foot_of_text(cell: Cell, below: Sequence[Line]) -> float:
    """Return how far down the line reaches with which the text of a cell goes on that no rule closes, 0 without one."""
    under = next((line for line in below if _is_under(line, cell)), None)
    if not under or not cell.open_below or not cell.lines:
        return 0.0
    last = cell.lines[-1]
    goes_on = _middle(under) - _middle(last) <= PITCH * last.size
    return under.box[3] if goes_on and abs(under.box[0] - last.box[0]) <= ASIDE * last.size else 0.0


def _is_label(text: str, profile: Profile) -> bool:
    return profile.field_of(text) is not None or profile.is_contact_label(text)


def _is_under(line: Line, cell: Cell) -> bool:
    """Tell whether a line stands below a cell, between its sides."""
    return cell.box[0] <= line.box[0] and line.box[2] <= cell.box[2] and _middle(line) > cell.box[3]


def _middle(line: Line) -> float:
    return (line.box[1] + line.box[3]) / 2
