"""The cells of an unknown document that may be labels, looked at together: which repeat, and which would label a row.

Comes in: the short texts left of or above other words.  Goes out: those that stand again and again beside other words,
and for each row the cell that would be its label: not a number, not the title of a group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from pipeline.core.ordinals import COUNTING
from pipeline.forms.learn.candidates import Row

_COLUMN_HEADING = regex.compile(r"(?:內容|說明|摘要|備註|情形|規定|資料|明細|意見|項目|欄)$")
"""What stands right of the heading of a first column: 項目 | 內容."""
_NUMBER = regex.compile(rf"[(第]?(?:\d{{1,3}}|[{COUNTING}]{{1,3}})[)、.號項案]*")
FIGURE = regex.compile(r"[\d.,%‰$()+-]*[元件人次]?")


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells that may be labels, by their words and by their places."""

    by_key: dict[str, list[Row]]
    at: dict[tuple[int, int, int], Row]
    """Number of the table, row and place in the row -> the cell."""
    repeated: set[str]
    column: list[Row]
    """The cell of each row that would be its label."""


def cells_of(rows: Sequence[Row]) -> Cells:
    """Return cells that may be labels, looked at together."""
    by_key: dict[str, list[Row]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    at = {(row.table, row.row, row.place): row for row in rows}
    repeated = {key for key, found in by_key.items() if len(found) > 1 and _repeats(found, at)}
    titles = _titles(by_key, at, repeated)
    first = {(row.table, row.row): row for row in rows if row.place == 0 and row.key not in titles}
    second = [row for row in rows if row.place == 1 and row.key in repeated]
    # A text beside a label is its value, even where it repeats: 科目 | 說明.
    spanned = {
        (row.table, number)
        for row in first.values()
        if row.key in repeated
        for number in range(row.row + 1, row.row + row.cell.row_span)
    }
    inside = Counter(row.key for row in second if (row.table, row.row) in spanned)
    free = [
        row
        for row in second
        if (row.table, row.row) not in first
        and 2 * inside[row.key] < len(by_key[row.key])  # the label may be missing where a page end cuts it
        and _may_head(row)
    ]
    beside = [
        row for row in second if (above := first.get((row.table, row.row))) and above.key not in repeated
    ]
    labels = [row for row in first.values() if row.key in repeated]
    if len(beside) > len(labels) + len(free):
        first = {place: row for place, row in first.items() if row.key in repeated}
        free += beside
    column = sorted([*first.values(), *free], key=lambda row: (row.table, row.row))
    return Cells(by_key, at, repeated, column)


def _may_head(row: Row) -> bool:
    """Tell whether a second cell may be the label of its row: beside a title, a number, nothing."""
    worded = any(sign.isalpha() for sign in row.left)
    return not row.left or worded or _NUMBER.fullmatch(row.left) is not None


def _repeats(found: Sequence[Row], at: dict[tuple[int, int, int], Row]) -> bool:
    """Tell whether a text has words beside it that differ, or is no heading of a column by its place or those words.

    Columns have their headings in the first row, or in the second below a title.
    """
    values = {row.beside for row in found}
    if len(values) > 1 or any(row.row > 1 for row in found):
        return True
    if all(row.row == 1 and (row.table, 0, row.place) in at for row in found):
        return True
    value = next(iter(values))
    single = all(len(row.right) == 1 for row in found)
    return single and (not value or (len(value) > 4 and not _COLUMN_HEADING.search(value)))


def _titles(
    by_key: dict[str, list[Row]], at: dict[tuple[int, int, int], Row], repeated: set[str]
) -> set[str]:
    """Return the titles of groups of labels: 經費 | 總經費 | 12萬元, with 自籌款 | 2萬元 in the row below.

    Where two groups have a label in common it does not name one field, and the titles are labels themselves.
    """
    below: dict[str, set[str]] = {}
    for key, found in by_key.items():
        if found[0].place or len(found) < 2:
            continue
        seconds = ((row, at.get((row.table, row.row, 1))) for row in found)
        heads = Counter(
            head.key for row, head in seconds if head and head.cell.row_span in (1, row.cell.row_span - 1)
        )
        head, count = heads.most_common(1)[0] if heads else ("", 0)
        labels = [
            label
            for row in found
            for number in range(row.row, row.row + row.cell.row_span)
            if (label := at.get((row.table, number, 1)))
        ]
        varied = len({row.beside for row in by_key.get(head, [])}) > 1
        if len(labels) > len(found) and 2 * sum(len(label.right) > 1 for label in labels) > len(labels):
            continue  # a list beside a label, or contacts
        if 2 * count > len(found) and head in repeated and (varied or _are_labels(labels, head, repeated)):
            below[key] = {label.key for label in labels}
    shared = Counter(label for labels in below.values() for label in labels & repeated)
    return {key for key, labels in below.items() if all(shared[label] < 2 for label in labels)}


def _are_labels(rows: Sequence[Row], head: str, repeated: set[str]) -> bool:
    """Tell whether the rows below a first one that is alike everywhere are labels too: not 等級 | 金額 and amounts."""
    others = [row for row in rows if row.key != head]
    known = sum(row.key in repeated for row in others)
    return 2 * known > len(others) and not all(FIGURE.fullmatch(row.beside) for row in others)
