"""Labels that run out of their cells at a page end.

Comes in: a table and the lines printed below it.  Goes out: the table with its labels whole, and the other lines.
A label set in the middle of a cell that a page end cuts can fall below the cut, where some programs print it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from pipeline.entries import label_text
from pipeline.page import Cell, Line, Table
from pipeline.profile import Profile


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
                replace(cell, lines=[*cell.lines, *under[:count]]) if each is cell else each for each in cells
            ]
    if not taken:
        return table, list(lines)
    return replace(table, cells=cells), [line for line in lines if not any(line is each for each in taken)]


def _rest_of_label(cell: Cell, under: Sequence[Line], profile: Profile) -> int:
    """Return how many of the lines under a cell make a label of what stands in it, 0 where none do."""
    if _is_label(label_text(cell.text).text, profile):
        return 0
    wholes = (replace(cell, lines=[*cell.lines, *under[:count]]) for count in range(1, len(under) + 1))
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
