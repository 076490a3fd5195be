"""The words that may be labels, in the order of a document -> the period in which they come again.

Comes in: the cells that may be labels.  Goes out: the words that a form has, and how often each; the word that
parts the document into forms so that most of the others stand in each of them equally often.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.forms.learn.candidates import Row

MOST = 4
"""A word stands at most so often in a form."""
SEPARATORS = 200
"""So many of the most frequent words are tried."""


@dataclass(frozen=True, slots=True)
class Period:
    """What a form has."""

    times: dict[str, int]
    """Word -> how often a form has it."""
    separator: str
    """A word that each form has once."""


def strongest(anchors: Sequence[Row]) -> Period | None:
    """Return the period that explains most cells, or None where no two words come again together.

    A cell is explained where its form has its word as often as the others have; a form that lacks a word, and each
    word of a form, cost as much as a cell.  So a word that a form has twice halves no form, and one that every other
    form has joins no two.
    """
    places: dict[str, list[int]] = {}
    for place, row in enumerate(anchors):
        places.setdefault(row.key, []).append(place)
    repeated = {key: found for key, found in places.items() if len(found) > 1}
    order = sorted(repeated, key=lambda key: (-len(repeated[key]), repeated[key][0]))[:SEPARATORS]
    best: Period | None = None
    most = 0
    for separator in sorted(order, key=lambda key: repeated[key][0]):
        times, explained = _explained(repeated[separator], repeated)
        if len(times) > 1 and explained > most:
            best, most = Period(times, separator), explained
    return best


def _explained(starts: Sequence[int], places: Mapping[str, Sequence[int]]) -> tuple[dict[str, int], int]:
    """Return the words of the forms that begin at these places, how often each, and how many cells that explains."""
    times: dict[str, int] = {}
    explained = 0
    for key, found in places.items():
        if 2 * len(found) < len(starts):
            continue  # too few forms have it
        # What stands before the first separator is the beginning of a form whose end stands after the last.
        counts = Counter(bisect_right(starts, place) % len(starts) for place in found)
        held = [counts[form] for form in range(len(starts))]
        gain, often = max((_gain(held, often), -often) for often in range(1, MOST + 1))
        if gain > 0:
            times[key] = -often
            explained += gain
    return times, explained


def _gain(held: Sequence[int], often: int) -> int:
    return sum(min(count, often) - min(abs(count - often), 2) for count in held) - often
