"""Which cells of a row are labels, and what they say.

Comes in: a row, or a whole table.  Goes out: the places of its label cells, their texts, the fields that they name.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from pipeline.core.page import Cell, Table
from pipeline.core.traced import Traced
from pipeline.forms.profile import Profile

LONGEST_LABEL = 40
"""A cell with more characters than this is no label."""
_CONTINUED = regex.compile(r"[(（]?(?:續|接上頁|承上頁)[)）]?$")


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


def is_plain_label(cell: Cell, profile: Profile) -> bool:
    """Tell whether a cell holds the label of a field that goes to ``other``."""
    return (
        0 < sum(len(line.text) for line in cell.lines) <= LONGEST_LABEL
        and profile.plain_field_of(label_text(cell.text).text) is not None
    )


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


def table_labels(table: Table, profile: Profile) -> list[Traced]:
    """Return the texts of the label cells, from top to bottom: the leftmost ones, or those known beside them."""
    labels: list[Traced] = []
    seen: list[int] = []
    for number in range(table.rows):
        row = table.row(number)
        wide = profile.labels_in_any_column and len(row) == 1 and row[0].lines
        if wide and not is_plain_label(row[0], profile):
            continue  # a text over the whole width
        for position in row_labels(row, profile):
            if id(row[position]) not in seen:
                seen.append(id(row[position]))
                labels.append(label_text(row[position].text))
    return labels


def known_fields(table: Table, profile: Profile) -> list[str]:
    """Return the fields that the labels of a table name, from top to bottom."""
    return [name for label in table_labels(table, profile) if (name := profile.field_of(label.text))]
