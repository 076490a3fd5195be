"""The labels of a document, in order -> the forms that have them.

Comes in: the label cells.  Goes out: those of each form.  A form begins with the label that most often begins a table
below a caption.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.core.page import Table
from pipeline.forms.learn.candidates import Row, Sheet
from pipeline.forms.learn.labels import Label

CAPTIONED, MERGED, BEGUN = 3, 2, 1
"""How much it says that a form begins: lines above the table, a merged row above the label, a new table."""

ORDERED = 0.85
"""So many neighbours of the labels of a form stand in the same order in the next."""

STEADY = 0.75
"""So many forms have a label equally often."""


def forms_of(
    found: Sequence[Row], separator: str, sheets: Sequence[Sheet], overleaf: set[int]
) -> list[list[Row]]:
    """Divide label cells into forms, each of which has ``separator`` once."""
    at = [place for place, row in enumerate(found) if row.key == separator]
    first = _first_label(found, sheets, overleaf)
    starts = []
    for before, place in zip([-1, *at[:-1]], at, strict=True):
        between = [number for number in range(before + 1, place + 1) if found[number].key == first]
        starts.append(_begun(found, between, sheets, overleaf) if between else place)
    starts[0] = min(starts[0], at[0])
    ends = [*starts[1:], len(found)]
    return [list(found[start:end]) for start, end in zip(starts, ends, strict=True)]


def _begun(found: Sequence[Row], between: Sequence[int], sheets: Sequence[Sheet], overleaf: set[int]) -> int:
    """Return the place with which a form begins: where its first label stands twice, the first of the last table."""
    begun = [place for place in between if _evidence(found[place], sheets, overleaf)]
    return begun[-1] if begun else between[0]


def _first_label(found: Sequence[Row], sheets: Sequence[Sheet], overleaf: set[int]) -> str:
    said: Counter[str] = Counter()
    for row in found:  # in the order of the document, so that the first of equals is the first
        said[row.key] += _evidence(row, sheets, overleaf)
    return said.most_common(1)[0][0]


def _evidence(row: Row, sheets: Sequence[Sheet], overleaf: set[int]) -> int:
    sheet = sheets[row.table]
    if row.place > 1:
        return 0
    above = [sheet.table.row(number) for number in range(row.row)]
    if not above:
        return CAPTIONED if sheet.above else BEGUN * (row.table not in overleaf)
    if _is_merged(sheet.table, row.row - 1):
        return MERGED
    return 0


def _is_merged(table: Table, number: int) -> bool:
    cells = table.row(number)
    return len(cells) == 1 and cells[0].row == number and table.columns > 1


def in_one_order(forms: Sequence[Sequence[Row]]) -> bool:
    """Tell whether forms have their labels in one order; lists of people who come again have them in any."""
    same = pairs = 0
    for one, other in pairwise(forms):
        ranks = {row.key: rank for rank, row in reversed(list(enumerate(one)))}
        shared = [ranks[key] for key in dict.fromkeys(row.key for row in other) if key in ranks]
        for upper, lower in pairwise(shared):
            pairs += 1
            same += upper < lower
    return same >= ORDERED * pairs


def in_like_numbers(forms: Sequence[Sequence[Row]]) -> bool:
    """Tell whether most labels stand equally often in the forms that have them; the offices of members do not."""
    often: dict[str, list[int]] = {}
    for form in forms:
        for key, count in Counter(row.key for row in form).items():
            often.setdefault(key, []).append(count)

    def is_steady(counts: list[int]) -> bool:
        return counts.count(max(counts, key=counts.count)) >= STEADY * len(counts) and (
            len(counts) > 1 or counts == [1]
        )

    return 2 * sum(map(is_steady, often.values())) > len(often)


def labels_of(forms: Sequence[Sequence[Row]], sheets: Sequence[Sheet]) -> list[Label]:
    """Return the labels in the order of the form."""
    found: dict[str, Label] = {}
    ranks: dict[str, list[int]] = {}
    often: dict[str, list[int]] = {}
    for form in forms:
        for rank, row in enumerate(form):
            label = found.setdefault(row.key, Label(row.text))
            label.places.append((sheets[row.table].page, row.cell.box))
            ranks.setdefault(row.key, []).append(rank)
        for key, count in Counter(row.key for row in form).items():
            often.setdefault(key, []).append(count)
    for key, label in found.items():
        label.forms = len(often[key])
        label.times = Counter(often[key]).most_common(1)[0][0]
    return [found[key] for key in sorted(found, key=lambda key: sum(ranks[key]) / len(ranks[key]))]
