"""Rows of cells -> entries: each label of a form with the cells right of it.

Comes in: the part of a form that stands on one page.  Goes out: its entries, from top to bottom; a label that
spans rows has them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from pipeline.core.page import Cell, Line, Table
from pipeline.core.text import join
from pipeline.core.traced import EMPTY, Traced
from pipeline.forms.profile import Profile

LONGEST_LABEL = 40
"""A cell with more characters than this is no label."""
_CONTINUED = regex.compile(r"[(（]?(?:續|接上頁|承上頁)[)）]?$")


@dataclass(slots=True)
class Entry:
    """A labelled field of a form; ``rows`` holds the cells right of the label, a spanning cell in each row."""

    label: Traced
    rows: list[list[Cell]] = field(default_factory=list)
    repeated_labels: list[Traced] = field(default_factory=list)
    """The label printed again after a page end, or the title of the group of labels that it is the first of."""

    @property
    def text(self) -> Traced:
        """All cells as one text."""
        seen: list[Cell] = []
        for row in self.rows:
            seen.extend(cell for cell in row if not any(cell is other for other in seen))
        return join(line.text for cell in seen for line in cell.lines)


def row_labels(row: Sequence[Cell], profile: Profile) -> list[int]:
    """Return the places of the label cells in a row: the leftmost, or those that the profile knows.

    Labels of plain fields may stand right of a value (案號 | 12 | 日期 | …), or right of the title of a group.  A
    row of labels alone heads the columns of a list, and has none.
    """
    if not profile.has_plain_fields or len(row) < 2:
        return [0]
    known = [place for place, cell in enumerate(row) if is_plain_label(cell, profile)]
    labels = [place for place in known if place + 1 < len(row) and place + 1 not in known]
    if len(known) > 1 and known == list(range(len(row))):
        return []
    if 0 in labels and row[0].row_span > max(1, row[1].row_span):
        return [0]
    return labels if 0 in labels or 1 in labels else [0, *labels]


def is_plain_label(cell: Cell, profile: Profile) -> bool:
    """Tell whether a cell holds the label of a field that goes to ``other``."""
    return (
        0 < sum(len(line.text) for line in cell.lines) <= LONGEST_LABEL
        and profile.plain_field_of(label_text(cell.text).text) is not None
    )


def entries_of(table: Table, profile: Profile, side: float | None = None) -> list[Entry]:
    """Return the entries of one part: rows that share a label cell are one.

    ``side`` is the left side of the labels where these stand in the second column.
    A row in which no text begins adds nothing: some programs draw the borders of a cut cell a little apart.
    """
    entries: list[Entry] = []
    of_cell: dict[int, Entry] = {}
    of_value: dict[int, Entry] = {}
    titles = _titles(table, profile)
    for number in range(table.rows):
        cells = table.row(number)
        if not any(cell.lines for cell in cells):
            continue
        if (
            profile.has_plain_fields
            and len(cells) == 1
            and (merged := _merged_row(cells[0], entries, profile))
        ):
            entries += [] if merged in entries[-1:] else [merged]
            continue
        places = row_labels(cells, profile) or [0]
        if places[0] == 0 and (id(cells[0]) in titles or _in_column(cells, side)):
            places[0] = 1  # the rest of a label, or one that the profile does not know
        first, *rest = cells[places[0] :]
        begun = any(cell.row == number and cell.lines for cell in rest)
        if entries and not begun and (not first.lines or id(first) in of_cell):
            of_cell[id(first)] = entries[-1]
            continue
        for place, end in zip(places, [*places[1:], len(cells)], strict=True):
            entry = of_cell.get(id(cells[place]))
            if entry is None:
                entry = of_cell[id(cells[place])] = Entry(cells[place].text)
                entries.append(entry)
            # A cell that spans the rows of two labels stands beside the first.
            entry.rows.append(
                [cell for cell in cells[place + 1 : end] if of_value.setdefault(id(cell), entry) is entry]
            )
        group = cells[0]
        if places[0] and group.row == number and group.lines:
            of_cell[id(first)].repeated_labels.append(group.text)
    return entries


def second_column(table: Table, profile: Profile) -> float | None:
    """Return the left side of the labels of a table if all of them stand in the second column, right of numbers."""
    if not profile.has_plain_fields:
        return None
    rows = [row for row in map(table.row, range(table.rows)) if len(row) > 2]
    places = [row_labels(row, profile) for row in rows]
    known = [
        (row, found[0])
        for row, found in zip(rows, places, strict=True)
        if found and is_plain_label(row[found[0]], profile)
    ]
    return known[0][0][1].box[0] if known and all(place == 1 for _, place in known) else None


def _in_column(cells: Sequence[Cell], side: float | None) -> bool:
    """Tell whether the second cell of a row stands where the labels do, and has a cell right of it."""
    return side is not None and len(cells) > 2 and abs(cells[1].box[0] - side) < 1


def _titles(table: Table, profile: Profile) -> set[int]:
    """Return the cells that are the titles of groups of labels: right of them stand labels, row by row."""
    if not profile.has_plain_fields:
        return set()
    rows = [table.row(number) for number in range(table.rows)]
    labelled_beside = {id(row[0]) for row in rows if len(row) > 2 and row_labels(row, profile)[:1] == [1]}
    return {id(row[0]) for row in rows if row[0].row_span > 1 and id(row[0]) in labelled_beside}


def _merged_row(cell: Cell, entries: Sequence[Entry], profile: Profile) -> Entry | None:
    """Return the entry to which a cell over the whole width belongs: that of the label in a row above."""
    last = entries[-1] if entries else None
    if last is None or is_plain_label(cell, profile) or not profile.plain_field_of(last.label.text):
        return None
    if any(last.rows) and last.rows[-1][-1].column:
        return None
    last.rows.append([cell])
    return last


def labelled(text: Traced) -> tuple[Traced, Traced] | None:
    """Return the label in front of a text, with its colon, and the text: 案由：…; or None where there is none."""
    end = min((at for at in (text.text.find(sign) for sign in ":：") if at > 0), default=0)
    if not 0 < end < min(LONGEST_LABEL, len(text) - 1):
        return None
    return text[: end + 1], text[end + 1 :].strip()


def as_text(entry: Entry) -> None:
    """Make the text of a merged row, which has no cells beside it, the text of an entry without a label."""
    entry.rows = [[Cell(0, 0, 1, 1, (0.0, 0.0, 0.0, 0.0), [Line(entry.label, (0.0, 0.0, 0.0, 0.0))])]]
    entry.label = EMPTY


def label_text(label: Traced) -> Traced:
    """Return a label without the sign that it goes on from the page before."""
    match = _CONTINUED.search(label.text)
    return label[: match.start()].strip() if match else label


def empty(entry: Entry) -> bool:
    """Tell whether an entry has a label and nothing else."""
    return entry.text == EMPTY
