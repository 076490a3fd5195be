"""The cells of an unknown document that may be labels -> the labels of the form that it repeats.

Comes in: the short texts left of other words.  Goes out: those that stand again and again, and follow each other
again and again, form by form; a text that always has the same words beside it heads a column and is none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.core.page import Box
from pipeline.forms.learn.candidates import Row, Sheet
from pipeline.forms.learn.repeats import FIGURE, Cells

IN_A_FORM = 4
"""A label right of a value stands at most so often in a form."""


@dataclass(slots=True)
class Label:
    """A label as printed, and where it stands."""

    text: str
    places: list[tuple[int | None, Box]] = field(default_factory=list)
    """Page and box of each label cell."""
    forms: int = 0


def form_labels(cells: Cells, overleaf: set[int]) -> set[str]:
    """Return the labels of the form: those that repeat beside other words, and follow each other again and again.

    ``overleaf`` are the numbers of the tables that may go on the one before.
    """
    chain = [row for row in cells.column if row.key in cells.repeated]
    counts = Counter(row.key for row in chain)
    groups = [group for group in _chained(chain, overleaf) if len(group) > 1]
    if not groups:  # each row may be a table of its own
        groups = [group for group in _chained(chain, {row.table for row in chain}) if len(group) > 1]
    for group in sorted(groups, key=lambda group: -sum(counts[key] for key in group)):
        inner = _inner_labels(cells, group)
        if _is_form(cells, group, inner):
            whole = group | inner
            return {
                key
                for key in whole
                if key in inner or not (_heads_columns(cells, key, inner) or _is_half(cells, key, whole))
            }
    return set()


def _is_half(cells: Cells, key: str, labels: set[str]) -> bool:
    """Tell whether a text is half of a label that page ends cut now and then; the other half stands overleaf."""
    halves = [label for label in labels if label != key and (label.startswith(key) or label.endswith(key))]
    rests = {
        label.removeprefix(key) if label.startswith(key) else label.removesuffix(key) for label in halves
    }
    return any(rest in cells.by_key or rest in labels for rest in rests)


def _chained(chain: Sequence[Row], overleaf: set[int]) -> list[set[str]]:
    """Return the groups of texts that follow each other more than once, in a table or over a page end."""
    pairs = (
        (one, other) for one, other in pairwise(chain) if one.table == other.table or other.table in overleaf
    )
    follows = Counter((one.key, other.key) for one, other in pairs if one.key != other.key)
    groups = {row.key: {row.key} for row in chain}
    for (one, other), count in follows.items():
        if count > 1 and groups[one] is not groups[other]:
            groups[one] |= groups[other]
            for key in groups[one]:
                groups[key] = groups[one]
    return list({id(group): group for group in groups.values()}.values())


def _is_form(cells: Cells, labels: set[str], inner: set[str]) -> bool:
    """Tell whether labels have one value each, and not figures alone: a table of several columns is a list."""
    lists = sum(_heads_list(cells, key, inner) for key in labels)
    values = [row.beside for key in labels | inner for row in cells.by_key[key]]
    figures = any(values) and all(FIGURE.fullmatch(value) for value in values)
    return 2 * lists < len(labels) and not figures


def _heads_list(cells: Cells, key: str, inner: set[str]) -> bool:
    """Tell whether several cells that are no labels stand right of most of the places of a text.

    A label that spans rows may have labels of its own, each with its value.
    """
    several = 0
    for row in cells.by_key[key]:
        pair = cells.at.get((row.table, row.row, row.place + 2))
        many = len(row.right) > (2 if row.cell.row_span > 1 else 1)
        several += many and (pair is None or pair.key not in inner)
    return 2 * several > len(cells.by_key[key])


def _heads_columns(cells: Cells, key: str, inner: set[str]) -> bool:
    """Tell whether the same several words that are no labels stand right of a text everywhere: 承辦人 | 科長 | 處長."""
    return _heads_list(cells, key, inner) and len({row.right for row in cells.by_key[key]}) == 1


def _inner_labels(cells: Cells, labels: set[str]) -> set[str]:
    """Return the labels right of a value: 案號 | 12 | 日期 | 3月 | …; 電話 may stand beside several people."""
    most = max(len(cells.by_key[key]) for key in labels)
    found: set[str] = set()
    while True:
        columns = {row.cell.column for key in found for row in cells.by_key[key]}
        more = {
            key
            for key, places in cells.by_key.items()
            if key not in labels
            and key not in found
            and 1 < len(places) <= IN_A_FORM * most
            and _after_values(cells, places, labels | found)
            and (_varies(cells, places) or all(row.cell.column in columns for row in places))
        }
        if not more:
            return found
        found |= more


def _after_values(cells: Cells, places: Sequence[Row], labels: set[str]) -> bool:
    """Tell whether a text stands right of a label and its value everywhere."""
    before = [cells.at.get((row.table, row.row, row.place - 2)) for row in places]
    return all(
        label is not None
        and label.key in labels
        and label.beside not in labels
        and label.cell.row_span == row.cell.row_span
        for label, row in zip(before, places, strict=True)
    )


def _varies(cells: Cells, places: Sequence[Row]) -> bool:
    """Tell whether a value in the rows in which a text stands differs, so that they are no headings of columns."""
    values = set()
    for row in places:
        place = row.place % 2
        first = cells.at.get((row.table, row.row, place))
        values.add(first.right[::2] if first else row.right[::2])
    return len(values) > 1


def forms_of(rows: Sequence[Row]) -> list[list[Row]]:
    """Divide the labels of the form into forms: one begins where a label comes again."""
    forms: list[list[Row]] = []
    for row in rows:
        again = forms and row.key in {other.key for other in forms[-1]}
        goes_on = again and forms[-1][-1].key == row.key and forms[-1][-1].table < row.table
        if not forms or (again and not goes_on):
            forms.append([])
        forms[-1].append(row)
    return forms


def rare_labels(cells: Cells, forms: Sequence[Sequence[Row]], keys: set[str]) -> set[str]:
    """Return the other short texts in the label column of a form, which only one or some of the forms have."""
    places = {row.place for form in forms for row in form if row.place < 2}
    known = Counter(row.table for form in forms for row in form)
    heads = {row.table for form in forms for row in form if row.row == 0}
    return {
        row.key
        for row in cells.column
        if row.key not in keys
        and not any(key.startswith(row.key) or key.endswith(row.key) for key in keys)  # half of a cut label
        and known[row.table] > 1
        and row.place in places
        and (row.row > 0 or row.table in heads)
        and all(sign.isalpha() for sign in row.key)
        and (len(cells.by_key[row.key]) == 1 or row.key in cells.repeated)
        and not _heads_list(cells, row.key, keys)
    }


def labels_of(
    rows: Sequence[Row], forms: Sequence[Sequence[Row]], keys: set[str], sheets: Sequence[Sheet]
) -> list[Label]:
    """Return the labels in the order of the form."""
    starts = [(form[0].table, form[0].row) for form in forms]
    found: dict[str, Label] = {}
    ranks: dict[str, list[int]] = {}
    held: dict[str, set[int]] = {}
    at: dict[int, int] = {}
    for row in rows:
        if row.key not in keys:
            continue
        form = bisect_right(starts, (row.table, row.row))
        label = found.setdefault(row.key, Label(row.text))
        label.places.append((sheets[row.table].page, row.cell.box))
        ranks.setdefault(row.key, []).append(at.setdefault(form, 0))
        held.setdefault(row.key, set()).add(form)
        at[form] += 1
    for key, label in found.items():
        label.forms = len(held[key])
    return [found[key] for key in sorted(found, key=lambda key: sum(ranks[key]) / len(ranks[key]))]
