"""A catalogue -> what pages, API, texts and feeds are all written from, worked out once.

Comes in: a catalogue.  Goes out: a ``Shelf``: the steps from edition to edition, each programme through the years, its
card, its windows of application on a calendar, and the terms to search by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.catalogue.calendar import Window, windows_of
from pipeline.catalogue.cards import Card, cards
from pipeline.catalogue.history import Lineage, Step, lineages, next_year, steps
from pipeline.catalogue.identifiers import Printing
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.parts import ingredients, tools
from pipeline.catalogue.terms import Term, read_terms


@dataclass(frozen=True, slots=True)
class Shelf:
    """Programmes in the order of the list: ``cards`` and ``lineages`` stand beside each other."""

    steps: Sequence[Step]
    lineages: Sequence[Lineage]
    cards: Sequence[Card]
    windows: Sequence[Window]
    terms: Sequence[Term]
    made_of: Sequence[str]
    """A hash of what is written of each programme (``parts``)."""


@lru_cache(maxsize=1)
def shelf_of(catalogue: Catalogue) -> Shelf:
    """Return what is written of a catalogue; the last one is remembered.

    Raises:
        UserError: decisions on which programme is which, or an editor's terms, cannot be read.
    """
    walked, terms = steps(catalogue), read_terms()
    found = lineages(catalogue, walked)
    untils = {booklet.edition.id: next_year(booklet, catalogue) for booklet in catalogue.booklets}
    return Shelf(
        walked,
        found,
        cards(found, untils, terms),
        windows_of(catalogue),
        terms,
        of_programmes(catalogue, found, untils, terms),
    )


def of_programmes(
    catalogue: Catalogue, found: Iterable[Lineage], untils: Mapping[str, int | None], terms: Sequence[Term]
) -> list[str]:
    """Return a hash of what is written of each programme: its printings with their editions, addresses, terms.

    ``untils`` has the year up to which the windows of an edition come back, by its id.
    """
    editions = {each.edition.id: each.edition.model_dump_json() for each in catalogue.booklets}
    common = ingredients(tools(), catalogue.base, tuple(terms))
    return [
        ingredients(
            common,
            untils[each.printings[0].edition.id],
            each.current,
            each.former_keys,
            [(editions[printing.edition.id], *_of_printing(printing)) for printing in each.printings],
        )
        for each in found
    ]


def _of_printing(printing: Printing) -> tuple[object, ...]:
    offices = [*printing.edition.publishers, *(each.organization for each in printing.programme.contacts)]
    return (
        printing.key,
        printing.programme.model_dump_json(),
        [printing.office(name) for name in offices],
    )
