"""Labels that stand above their values, or before them in the same cells: set beside them, in cells of their own.

Comes in: a table.  Goes out: the same words with each label left of its value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipeline.core.page import Cell, Line, Table
from pipeline.core.text import join
from pipeline.core.traced import Traced
from pipeline.forms.labels import labelled
from pipeline.forms.profile import Profile

FIRST_LINE = 12
"""A label on a line of its own above its text has no more characters than this."""


def labels_beside(table: Table, profile: Profile) -> Table:
    """Return a form whose labels stand above their values, or above a page end, with the labels beside them."""
    if table.rows > 2 or table.columns < 2 or any(cell.row_span > 1 for cell in table.cells):
        return table
    names = [profile.plain_field_of(cell.text.text) for cell in table.row(0)]
    if None in names or len(set(names)) < max(2, len(names)):
        return table
    below = [profile.plain_field_of(cell.text.text) for cell in table.row(1)]
    return table if any(below) or len(below) not in (0, len(names)) else turned(table)


def turned(table: Table) -> Table:
    """Return a table of two rows, or of the first of them, as one of two columns."""
    cells: list[Cell] = []
    for row, label in enumerate(table.row(0)):
        left, _, right, bottom = label.box
        below = [cell for cell in table.cells if cell.row and cell.column == label.column]
        cells.append(replace(label, row=row, column=0, column_span=1))
        cells += [replace(cell, row=row, column=1, column_span=1) for cell in below] or [
            Cell(row, 1, 1, 1, (left, bottom, right, bottom))
        ]
    return replace(table, rows=len(table.row(0)), columns=2, cells=tuple(cells), turned=True)


def in_front(table: Table, cell: Cell) -> tuple[Traced, Traced] | None:
    """Return the label in front of the text of a cell, with its colon or on a line of its own, and the text."""
    if parts := labelled(cell.text):
        return parts
    first, *rest = cell.lines or (None,)
    if first is None or not rest or cell.column_span < table.columns or len(first.text) > FIRST_LINE:
        return None
    return first.text, join(line.text for line in rest)


def with_labels_apart(table: Table, is_label: Callable[[Cell, str], bool]) -> Table:
    """Return a table in which the labels that stand before their values in the same cells (案由：…) are cells.

    Each cell of such a row begins with a label.  In a cell over the whole width it may be the first line.
    """
    found: dict[int, tuple[Traced, Traced]] = {}
    for number in range(table.rows):
        cells = [cell for cell in table.row(number) if cell.lines]
        parts = [(cell, in_front(table, cell)) for cell in cells]
        held = [(cell, each) for cell, each in parts if each and is_label(cell, each[0].text)]
        if len(held) == len(cells):
            found.update((id(cell), each) for cell, each in held)
    if not found:
        return table
    made: list[Cell] = []
    for cell in table.cells:
        wide = replace(cell, column=2 * cell.column, column_span=2 * cell.column_span)
        if id(cell) not in found:
            made.append(wide)
            continue
        label, value = (Line(text, cell.box) for text in found[id(cell)])
        made.append(replace(wide, column_span=1, lines=(label,)))
        span = wide.column_span - 1
        made.append(replace(wide, column=wide.column + 1, column_span=span, lines=(value,)))
    return replace(table, columns=2 * table.columns, cells=tuple(made))
