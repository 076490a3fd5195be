"""Editions of one series -> steps from each to the next, and each programme through the years.

Comes in: a catalogue.  Goes out: a ``Step`` for each two consecutive editions, with the changes that the reports show,
and a ``Lineage`` for each programme; a person's decisions on which programme is which count here too.  What one edition
changes against another is kept between runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from pipeline.catalogue.identifiers import Printing, printings
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.offices import names_of
from pipeline.catalogue.parts import of_editions
from pipeline.catalogue.tables_changes import ChangeRow, change_rows
from pipeline.core.cache import remembered
from pipeline.core.record import Booklet
from pipeline.core.text import fold
from pipeline.diff.booklets import diff
from pipeline.diff.matching import Decisions, match_programmes, read_decisions
from pipeline.source.workspace import decisions_path

Changes = tuple[dict[str, str], list[ChangeRow]]


@dataclass(frozen=True, slots=True)
class Step:
    """What one edition changes against the one before it; ``previous`` has ids: of ``after``, of ``before``."""

    before: Booklet
    after: Booklet
    previous: dict[str, str]
    changes: list[ChangeRow]


@lru_cache(maxsize=1)
def steps(catalogue: Catalogue) -> Sequence[Step]:
    """Return the steps between consecutive editions of each series, in the order of the later edition.

    Those of the last catalogue are remembered: every format asks.

    Raises:
        UserError: decisions cannot be read or contradict each other.
    """
    found = []
    latest: dict[str, Booklet] = {}
    for booklet in catalogue.booklets:
        series = fold(booklet.edition.series)
        if before := latest.get(series):
            found.append(_step(before, booklet, catalogue))
        latest[series] = booklet
    return tuple(found)


def _step(before: Booklet, after: Booklet, catalogue: Catalogue) -> Step:
    path = decisions_path(after)
    decisions = read_decisions(path) if path else None
    records = of_editions(catalogue)
    of = (records[before.edition.id], records[after.edition.id], decisions)
    make = partial(_changes, before, after, decisions)
    return Step(before, after, *remembered("step", Changes, make, of=of))


def _changes(before: Booklet, after: Booklet, decisions: Decisions | None) -> Changes:
    matching = match_programmes(before, after, decisions)
    previous = {match.after.id: match.before.id for match in matching.matches}
    return previous, list(change_rows(before, after, diff(before, after, decisions)))


def next_year(booklet: Booklet, catalogue: Catalogue) -> int | None:
    """Return the year of the next edition of the same series, if the catalogue has one."""
    year = booklet.edition.year
    later = [
        other.edition.year
        for other in catalogue.booklets
        if other.edition.series == booklet.edition.series and other.edition.year and year
    ]
    return min((each for each in later if each > (year or 0)), default=None)


@dataclass(frozen=True, slots=True)
class Lineage:
    """One programme through the years, the newest printing first; ``key`` is the one that its page is found by."""

    printings: tuple[Printing, ...]
    current: bool
    """Whether the newest edition of its series still has it."""
    former_keys: tuple[str, ...]
    """Keys under which earlier editions print it, and no other programme is found by."""

    @property
    def key(self) -> str:
        """Return the key of its newest printing."""
        return self.printings[0].key


def lineages(catalogue: Catalogue, walked: Sequence[Step]) -> list[Lineage]:
    """Return each programme once: the newest edition's in its order, then those that later editions lack."""
    earlier = {
        (step.after.edition.id, after): (step.before.edition.id, before)
        for step in walked
        for after, before in step.previous.items()
    }
    names = names_of(catalogue)
    last = {fold(booklet.edition.series): booklet.edition.id for booklet in catalogue.booklets}.values()
    printed = {
        (booklet.edition.id, each.programme.id): each
        for booklet in reversed(catalogue.booklets)
        for each in printings(booklet, names)
    }
    followed = set(earlier.values())
    chains: dict[str, list[Printing]] = {}
    for place, printing in printed.items():
        if place in followed:
            continue
        # A name that came back without being matched is found on the one page that its key has.
        chain = chains.setdefault(printing.key, [])
        at: tuple[str, str] | None = place
        while at:
            chain.append(printed[at])
            at = earlier.get(at)
    taken = set(chains)
    found = []
    for chain in chains.values():
        former = tuple(dict.fromkeys(each.key for each in chain if each.key not in taken))
        taken |= set(former)
        found.append(Lineage(tuple(chain), chain[0].edition.id in last, former))
    return found
