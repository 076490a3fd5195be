"""Editions of one series -> steps from each to the next: what changed, and which programme is which.

Comes in: a catalogue.  Goes out: a ``Step`` for each two consecutive editions, with the diff that the reports show;
a person's decisions on which programme is which count here too.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.catalogue.model import Catalogue
from pipeline.diff.booklets import Diff, diff
from pipeline.diff.matching import match_programmes, read_decisions
from pipeline.record import Booklet
from pipeline.review import decisions_path
from pipeline.text import fold


@dataclass(frozen=True, slots=True)
class Step:
    """What one edition changes against the one before it; ``previous`` has ids: of ``after``, of ``before``."""

    before: Booklet
    after: Booklet
    diff: Diff
    previous: dict[str, str]


def steps(catalogue: Catalogue) -> list[Step]:
    """Return the steps between consecutive editions of each series, in the order of the later edition.

    Raises:
        UserError: decisions cannot be read or contradict each other.
    """
    found = []
    latest: dict[str, Booklet] = {}
    for booklet in catalogue.booklets:
        series = fold(booklet.edition.series)
        if before := latest.get(series):
            found.append(_step(before, booklet))
        latest[series] = booklet
    return found


def _step(before: Booklet, after: Booklet) -> Step:
    path = decisions_path(after)
    decisions = read_decisions(path) if path else None
    matching = match_programmes(before, after, decisions)
    previous = {match.after.id: match.before.id for match in matching.matches}
    return Step(before, after, diff(before, after, decisions), previous)
