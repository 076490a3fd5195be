"""Rows of cells -> entries: each label of a form with the cells right of it.

Comes in: the part of a form that stands on one page.  Goes out: its entries, from top to bottom; a label that
spans rows has them all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipeline.core.page import Cell, Line, Table
from pipeline.core.text import join
from pipeline.core.traced import EMPTY, Traced
from pipeline.forms.labels import is_plain_label, row_labels
from pipeline.forms.profile import Profile

Row = tuple[Cell, ...]
_WIDE = Cell(0, 0, 1, 1, (0.0, 0.0, 0.0, 0.0))


@dataclass(frozen=True)
class Entry:
    """A labelled field of a form; ``rows`` holds the cells right of the label, a spanning cell in each row."""

    label: Traced
    rows: tuple[Row, ...] = ()
    repeated_labels: tuple[Traced, ...] = ()
    """The label printed again after a page end, or the title of the group of labels that it is the first of."""
    label_lines: tuple[Line, ...] = ()
    """The label as it is printed: what stands over the whole width of a form may turn out to be text."""
    open_above: bool = False
    """Whether no rule closes the cell of the label at the head of the part."""
    open_below: bool = False
    """The same at its foot."""
    doubtful: bool = False
    """Whether nothing tells if a row overleaf goes on the one above, as it is taken to do here."""

    @cached_property
    def text(self) -> Traced:
        """All cells as one text."""
        return join(line.text for cell in self.cells for line in cell.lines)

    @property
    def cells(self) -> Collection[Cell]:
        """The cells of all rows, each once."""
        return {id(cell): cell for row in self.rows for cell in row}.values()


@dataclass(slots=True)
class _Draft:
    """An entry to which rows are still added."""

    label: Cell
    rows: list[Row] = field(default_factory=list)
    repeated_labels: list[Traced] = field(default_factory=list)

    def entry(self) -> Entry:
        return Entry(
            self.label.text,
            tuple(self.rows),
            tuple(self.repeated_labels),
            self.label.lines,
            self.label.open_above,
            self.label.open_below,
        )


@dataclass(slots=True)
class _Reading:
    """The entries of a part as its rows are read."""

    profile: Profile
    titles: set[int]
    side: int | None
    drafts: list[_Draft] = field(default_factory=list)
    of_label: dict[int, _Draft] = field(default_factory=dict)
    of_value: dict[int, _Draft] = field(default_factory=dict)

    def read(self, number: int, cells: Row) -> None:
        """Read a row: the rest of the entry above, or the labels and values that stand in it."""
        if not any(cell.lines for cell in cells) or self._is_text_below(cells):
            return
        places = self._places(cells)
        first, *rest = cells[places[0] :]
        # Some programs draw the borders of a cut cell a little apart: a row in which no text begins adds nothing.
        begun = any(cell.row == number and cell.lines for cell in rest)
        if self.drafts and not begun and (not first.lines or id(first) in self.of_label):
            self.of_label[id(first)] = self.drafts[-1]
            return
        if not first.lines and (above := next((cell for cell in rest if id(cell) in self.of_value), None)):
            # A page end rules the label off, but not the office whose cell spans this row too.
            self.of_label.setdefault(id(first), self.of_value[id(above)])
        for place, end in zip(places, [*places[1:], len(cells)], strict=True):
            self._add(cells[place], cells[place + 1 : end])
        group = cells[0]
        if places[0] and group.row == number and group.lines:
            self.of_label[id(first)].repeated_labels.append(group.text)

    def _add(self, label: Cell, values: Row) -> None:
        draft = self.of_label.get(id(label))
        if draft is None:
            draft = self.of_label[id(label)] = _Draft(label)
            self.drafts.append(draft)
        # A cell that spans the rows of two labels stands beside the first.
        draft.rows.append(
            tuple(cell for cell in values if self.of_value.setdefault(id(cell), draft) is draft)
        )

    def _places(self, cells: Row) -> list[int]:
        places = row_labels(cells, self.profile) or [0]
        in_column = self.side is not None and len(cells) > 2 and cells[1].column == self.side
        if places[0] == 0 and (id(cells[0]) in self.titles or in_column):
            return [1, *places[1:]]  # the rest of a label, or one that the profile does not know
        return places

    def _is_text_below(self, cells: Row) -> bool:
        """Take a row without labels below a label that stands alone over the whole width for what it labels."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or any(last.rows[0]) or any(is_plain_label(cell, self.profile) for cell in cells):
            return False
        if last.label is not _WIDE and not self.profile.plain_field_of(last.label.text.text):
            return False
        last.rows.append(cells)
        return True


def entries_of(
    table: Table, profile: Profile, side: int | None = None, *, under: bool = False
) -> list[Entry]:
    """Return the entries of one part: rows that share a label cell are one.

    ``side`` is the column of the labels where these stand right of numbers; ``under``: what stands before the first
    label is labelled above the page end, over the whole width.
    """
    rows = [table.row(number) for number in range(table.rows)]
    reading = _Reading(profile, _titles(rows, profile), side, [_Draft(_WIDE, [()])] if under else [])
    for number, cells in enumerate(rows):
        reading.read(number, cells)
    return [draft.entry() for draft in reading.drafts if draft.label is not _WIDE or len(draft.rows) > 1]


def second_column(table: Table, profile: Profile) -> int | None:
    """Return the column of the labels of a table if all of them stand second, right of numbers."""
    rows = [row for row in map(table.row, range(table.rows)) if len(row) > 2]
    labels = [(row, places[0]) for row in rows if (places := row_labels(row, profile))]
    known = [(row, place) for row, place in labels if is_plain_label(row[place], profile)]
    return known[0][0][1].column if known and all(place == 1 for _, place in known) else None


def _titles(rows: Sequence[Row], profile: Profile) -> set[int]:
    """Return the cells that are the titles of groups of labels: right of them stand labels, row by row."""
    beside = {id(row[0]) for row in rows if len(row) > 2 and row_labels(row, profile)[:1] == [1]}
    return {id(row[0]) for row in rows if row[0].row_span > 1 and id(row[0]) in beside}


def as_text(entry: Entry) -> Entry:
    """Return an entry without a label, which is the text of a row that has none, before the other cells."""
    cell = replace(_WIDE, lines=entry.label_lines)
    if cell.text != entry.label:  # joined of the halves that a page end made
        cell = replace(_WIDE, lines=(Line(entry.label, _WIDE.box),))
    return replace(entry, label=EMPTY, rows=((cell,), *(row for row in entry.rows if row)), label_lines=())


def empty(entry: Entry) -> bool:
    """Tell whether an entry has a label and nothing else."""
    return entry.text == EMPTY
