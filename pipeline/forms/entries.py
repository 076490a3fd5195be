"""Rows of cells -> entries: each label of a form with the cells right of it.

Comes in: the rows of a whole form, from top to bottom, page ends mended; a cell that spans rows stands in each.  Goes
out: its entries; a label that spans rows has them all, and a row without a label is of the label above.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.core.page import Cell
from pipeline.core.text import join
from pipeline.core.traced import EMPTY, Traced
from pipeline.forms.labels import (
    LONGEST_LABEL,
    Labelled,
    is_plain_label,
    label_text,
    labelled_cells,
    row_labels,
)
from pipeline.forms.profile import Profile

Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Entry:
    """A labelled field of a form; ``rows`` holds the cells right of the label, a spanning cell in each row."""

    label: Traced
    rows: tuple[Row, ...] = ()
    repeated_labels: tuple[Traced, ...] = ()
    """The label printed again after a page end, or the title of the group of labels that it is the first of."""
    doubtful: bool = False
    """Whether nothing tells if a row overleaf goes on the one above, as it is taken to do here."""
    head: Cell | None = None
    """The cell of the label."""
    field: str | None = None
    """What it is where it has no label: contacts, whose rows have labels of their own."""

    def name(self, profile: Profile) -> str | None:
        """Return the field that it is, or None where the profile does not know its label."""
        return self.field or profile.field_of(label_text(self.label).text)

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
    repeated: list[Traced] = field(default_factory=list)

    def entry(self, profile: Profile) -> Entry:
        """Return the entry; what no label claims over the whole width, and a paragraph, is text and no label."""
        label, text = self.label.text, self.label.text.text
        paragraph = len(text) > LONGEST_LABEL or "。" in text or not any(self.rows)
        is_text = profile.labels_in_any_column and paragraph and profile.field_of(text) is None
        return Entry(
            EMPTY if is_text else label,
            ((self.label,), *(row for row in self.rows if row)) if is_text else tuple(self.rows),
            tuple(self.repeated),
            self.label.doubtful,
            self.label,
        )


def entries_of(rows: Sequence[Row], profile: Profile) -> list[Entry]:
    """Return the entries of a form: rows that share a label cell are one."""
    side = second_column(rows, profile)
    firsts = ((row[0], row_labels(row, profile)[:1]) for row in rows if len(row) > 2)
    titles = {id(cell) for cell, place in firsts if cell.row_span > 1 and place == [1]}  # of groups of labels
    drafts: list[_Draft] = []
    of: dict[int, _Draft] = {}
    for row in rows:
        places = row_labels(row, profile) or [0]
        in_column = side is not None and len(row) > 2 and row[1].column == side
        if places[0] == 0 and len(row) > 1 and (id(row[0]) in titles or in_column):
            places[0] = 1  # the rest of a label, or one that the profile does not know
        groups = labelled_cells(row, places)
        if drafts and _stands_under(row, drafts[-1], profile):
            groups = [Labelled((), drafts[-1].label, tuple(cell for cell in row if id(cell) not in titles))]
        for cells in groups:
            new = [cell for cell in (*cells.titles, cells.label, *cells.values) if id(cell) not in of]
            if id(cells.label) not in of and (cells.label.lines or not drafts):
                drafts.append(_Draft(cells.label))
            draft = of.setdefault(id(cells.label), drafts[-1])
            draft.repeated += [text for cell in new for text in cell.again]
            draft.repeated += [cell.text for cell in cells.titles if cell.lines and id(cell) not in of]
            # A cell that spans the rows of two labels stands beside the first.
            beside = (cell for cell in cells.values if of.setdefault(id(cell), draft) is draft)
            draft.rows.append(tuple(cell for cell in beside if cell is not draft.label))
            of.update((id(title), draft) for title in cells.titles)
    return [draft.entry(profile) for draft in drafts]


def _stands_under(row: Row, above: _Draft, profile: Profile) -> bool:
    """Tell whether a row without labels stands below one that stands alone over the whole width: it labels it."""
    alone = not any(above.rows[0]) and profile.plain_field_of(above.label.text.text) is not None
    return alone and not any(is_plain_label(cell, profile) for cell in row)


def second_column(rows: Sequence[Row], profile: Profile) -> int | None:
    """Return the column of the labels of a form if all of them stand second, right of numbers."""
    labels = [(row, places[0]) for row in rows if len(row) > 2 and (places := row_labels(row, profile))]
    known = [(row, place) for row, place in labels if is_plain_label(row[place], profile)]
    return known[0][0][1].column if known and all(place == 1 for _, place in known) else None
