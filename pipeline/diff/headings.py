"""Areas and measures of two editions: which heading became which, and which programmes moved.

Comes in: matched programmes.  Goes out: heading names of FROM with their names in TO.  Numbers are no names:
a heading or programme that only has another number did not change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from rapidfuzz import fuzz

from pipeline.core.record import Heading, Programme
from pipeline.core.text import fold
from pipeline.diff.assignment import assign
from pipeline.diff.matching import Match

Names = dict[str, str]
"""A name in FROM -> the name in TO of the same heading; names are as printed."""


def name_of(heading: Heading | None) -> str:
    """Return the name of a heading, or nothing for none."""
    return heading.name if heading else ""


def successors(
    matches: Sequence[Match], heading: Callable[[Programme], str], sides: tuple[set[str], set[str]]
) -> Names:
    """Return which heading of FROM is which of TO: by name, else by the programmes that they share.

    ``sides`` are all names of either edition, also those above programmes without a match.
    """
    found: Names = {}
    right = {fold(name): name for name in sorted(sides[1])}
    for name in sorted(sides[0]):
        if fold(name) in right:
            found[name] = right.pop(fold(name))
    left = sorted(name for name in sides[0] if name and name not in found)
    rest = sorted(name for name in right.values() if name)
    shared = Counter((heading(match.before), heading(match.after)) for match in matches)
    scores: dict[tuple[int, int], float] = {}
    for i, before in enumerate(left):
        for j, after in enumerate(rest):
            count = shared[before, after]
            of_either = max(
                sum(number for (name, _), number in shared.items() if name == before),
                sum(number for (_, name), number in shared.items() if name == after),
            )
            alike = fuzz.ratio(fold(before), fold(after)) / 100
            if count and (count / of_either >= 0.5 or alike >= 0.6):
                scores[i, j] = count / of_either + alike
    found |= {left[i]: rest[j] for i, j in assign(scores)}
    return found
