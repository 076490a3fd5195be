"""A document that is one form, as whoever gives it says -> its labels.

Comes in: its tables.  Goes out: the labels of those tables whose rows are label and value in turns from the first to
the last, merged rows apart.  Nothing repeats that could tell more, so that a table of any other shape has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.forms.learn.candidates import Row, Sheet, label_key, rows_of

LEAST = 2
"""A form has so many rows."""


def rows_in_turns(sheets: Sequence[Sheet]) -> list[Row]:
    """Return the label cells of the tables whose rows are label and value in turns."""
    return [row for number, sheet in enumerate(sheets) for row in _labels(list(rows_of(number, sheet)))]


def _labels(rows: Sequence[Row]) -> Iterator[Row]:
    lines = [list(line) for _, line in groupby(rows, lambda row: row.row)]
    divided = [line for line in lines if len(line) > 1]
    labels = [row for line in divided for row in line[::2]]
    words = {row.key for row in labels}
    values = {row.key for line in divided for row in line[1::2]}
    paired = all(len(line) % 2 == 0 and line[-1].place == len(line) - 1 for line in divided)
    if paired and len(divided) >= LEAST and all(map(label_key, words)) and not words & values:
        yield from labels
