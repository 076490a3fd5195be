"""Which cells of a row are labels, and what they say.

Comes in: a table.  Goes out: its rows, each with the places of its label cells and the fields that they name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile

from pipeline.core.expressions import expression
from pipeline.core.page import Cell, Table
from pipeline.core.traced import Traced
from pipeline.forms.profile import Profile

LONGEST_LABEL = 40
"""A cell with more characters than this is no label."""
_CONTINUED = expression(r"[(（]?(?:續|接上頁|承上頁)[)）]?$")


def row_labels(row: Sequence[Cell], profile: Profile) -> list[int]:
    """Return the places of the label cells in a row: the leftmost, or those that the profile knows.

    Labels of plain fields may stand right of a value (案號 | 12 | 日期 | …), or right of the title of a group.  A
    row of labels alone heads the columns of a list, and has none.
    """
    known = [place for place, cell in enumerate(row) if is_plain_label(cell, profile)] if len(row) > 1 else []
    labels = [place for place in known if place + 1 < len(row) and place + 1 not in known]
    if len(known) > 1 and len(known) == len(row):
        return []
    if 0 in labels and row[0].row_span > max(1, row[1].row_span):
        return [0]
    return labels if 0 in labels or 1 in labels else [0, *labels]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label of one row, or an empty cell in its place, with the cells around it."""

    titles: tuple[Cell, ...]
    """What stands left of the first label: a number, or the title of a group of labels."""
    label: Cell
    values: tuple[Cell, ...]


def labelled_cells(row: tuple[Cell, ...], places: Sequence[int]) -> list[Labelled]:
    """Return a row divided at the places of its labels; without any its first cell is one."""
    places = places or [0]
    ends = [*places[1:], len(row)]
    return [
        Labelled(row[: place if at == 0 else 0], row[place], row[place + 1 : end])
        for at, (place, end) in enumerate(zip(places, ends, strict=True))
    ]


def is_plain_label(cell: Cell, profile: Profile) -> bool:
    """Tell whether a cell holds the label of a field that goes to ``other``."""
    return (
        0 < sum(len(line.text) for line in cell.lines) <= LONGEST_LABEL
        and profile.plain_field_of(label_text(cell.text).text) is not None
    )


def are_contact_labels(text: str, profile: Profile) -> bool:
    """Tell whether a text is the labels of contacts, or beginnings of some, one after the other: 主辦　　聯絡電.

    Such lines stand at the same height on pages that begin alike, as a running head does.
    """
    if not text or len(text) > LONGEST_LABEL:
        return False
    count = sum(1 for _ in takewhile(profile.begins_contact_label, accumulate(text)))
    rest = text[count:].lstrip()
    return count > 0 and (not rest or are_contact_labels(rest, profile))


def labelled(text: Traced) -> tuple[Traced, Traced] | None:
    """Return the label in front of a text, with its colon, and the text: 案由：…; or None where there is none."""
    end = min((at for at in (text.text.find(sign) for sign in ":：") if at > 0), default=0)
    if not 0 < end < min(LONGEST_LABEL, len(text) - 1):
        return None
    return text[: end + 1], text[end + 1 :].strip()


def label_text(label: Traced) -> Traced:
    """Return a label without the sign that it goes on from the page before."""
    match = _CONTINUED.search(label.text)
    return label[: match.start()].strip() if match else label


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table as a reader of forms sees it."""

    cells: tuple[Cell, ...]
    labels: tuple[int, ...]
    """The places of its label cells; a row that is one text over the whole table has none."""
    fields: tuple[str, ...]
    """The fields that its labels name, those that begin in it."""
    merged: bool
    """Whether it is one cell over the whole table, with words that are no label."""


def rows_of(table: Table, profile: Profile) -> list[Row]:
    """Return the rows of a table with their labels, from top to bottom."""
    return [_row(table, number, profile) for number in range(table.rows)]


def _row(table: Table, number: int, profile: Profile) -> Row:
    cells = table.row(number)
    labels = row_labels(cells, profile)
    texts = [cells[place].text.text for place in labels if cells[place].row == number]
    fields = tuple(name for text in texts if (name := profile.field_of(text)))
    words = len(cells) == 1 and bool(cells[0].lines)
    text = words and profile.labels_in_any_column and not is_plain_label(cells[0], profile)
    merged = words and table.columns > 1 and cells[0].row_span == 1 and not fields
    return Row(cells, () if text else tuple(labels), fields, merged)


def table_labels(rows: Sequence[Row]) -> list[Traced]:
    """Return the texts of the label cells, from top to bottom; one that spans rows stands once."""
    cells = {id(row.cells[place]): row.cells[place] for row in rows for place in row.labels}
    return [label_text(cell.text) for cell in cells.values()]


def known_fields(rows: Sequence[Row], profile: Profile) -> list[str]:
    """Return the fields that the labels of rows name, from top to bottom."""
    return [name for label in table_labels(rows) if (name := profile.field_of(label.text))]
