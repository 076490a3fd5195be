"""A catalogue -> the cards of the list: for each programme what an applicant asks first.

Comes in: programmes through the years, and the terms.  Goes out: a ``Card`` for each programme.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.catalogue.glance import Glance, glance
from pipeline.catalogue.history import Lineage
from pipeline.catalogue.terms import Term, english_name
from pipeline.catalogue.windows import windows
from pipeline.core.record import Edition, Programme
from pipeline.report.labels import Label
from pipeline.report.values import headline


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """A programme in the list."""

    key: str
    keys: frozenset[str]
    """Its own and those of earlier editions."""
    name: str
    acronym: str | None
    form: str
    """The kind of form, where its document has several."""
    area: str
    edition: Edition
    current: bool
    kinds: list[Label]
    purposes: list[str]
    agencies: list[str]
    summary: str
    glance: Glance
    dates: list[Label]
    windows: list[dict[str, Any]]
    until: int | None
    """The year of the next edition of its series, up to which windows come back; None where this is the newest."""
    programme: Programme


def cards(found: Sequence[Lineage], untils: Mapping[str, int | None], terms: Sequence[Term]) -> list[Card]:
    """Return the list, in the order of the booklets; ``untils`` has the year of the next edition after each, by id."""
    return [_card(lineage, untils[lineage.printings[0].edition.id], terms) for lineage in found]


def _card(lineage: Lineage, until: int | None, terms: Sequence[Term]) -> Card:
    printing = lineage.printings[0]
    programme = printing.programme
    applied = [each for each in programme.facts.periods if each.purpose == "application"]
    kinds = [service.kind for service in programme.services] + [each.kind for each in programme.benefits]
    return Card(
        key=lineage.key,
        keys=frozenset(each.key for each in lineage.printings),
        name=programme.name,
        acronym=programme.acronym,
        form=programme.kind,
        area=programme.area.name if programme.area else "",
        edition=printing.edition,
        current=lineage.current,
        kinds=[kind_label(kind, terms) for kind in dict.fromkeys(kinds)],
        purposes=purposes(programme, terms),
        agencies=list(dict.fromkeys(printing.office(each.organization) for each in programme.contacts)),
        summary=programme.summary.text,
        glance=glance(programme),
        dates=list(dict.fromkeys(headline(each.model_dump(mode="json")) for each in applied)),
        windows=windows(printing, until),
        until=until,
        programme=programme,
    )


def kind_label(kind: str, terms: Sequence[Term]) -> Label:
    """Return a kind of support as printed, and its English name where a term tells it."""
    return Label(kind, english_name(kind, terms) or kind)


def purposes(programme: Programme, terms: Sequence[Term]) -> list[str]:
    """Return what a programme is for: the purposes that its name, headings or kinds of support speak of."""
    headings = (programme.area, programme.measure)
    said = [programme.name, *(each.name for each in headings if each)]
    for service in programme.services:
        said += [service.kind, service.title or ""]
    for benefit in programme.benefits:
        said += [benefit.kind, benefit.title or ""]
    text = "\n".join(said)
    return [term.name for term in terms if term.purpose and term.meant(text)]
