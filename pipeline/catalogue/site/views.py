"""A catalogue -> what its pages say, as plain values for the templates.

Comes in: programmes through the years.  Goes out: per programme a ``Card`` for the list and, for its own page, the
facts with their places, the contacts of each office, and what changed from year to year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.catalogue.history import Lineage, Step, next_year
from pipeline.catalogue.identifiers import Printing
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.offers import offered
from pipeline.catalogue.site.windows import period_windows, windows
from pipeline.catalogue.tables_changes import change_rows
from pipeline.core.record import Contact, Edition, Programme
from pipeline.report.labels import KINDS, Label
from pipeline.report.places import crumbs
from pipeline.report.values import headline, qualities

PROGRAMMES = "programme"
PAGES = "pages"
FACTS = ("periods", "amounts", "ratios", "discounts", "durations", "conditions")


@dataclass(frozen=True, slots=True)
class Card:
    """A programme in the list; ``texts`` and ``windows`` are for the script."""

    key: str
    name: str
    acronym: str | None
    area: str
    edition: Edition
    current: bool
    kinds: list[str]
    agencies: list[str]
    summary: str
    amount: int | None
    """The largest sum that is given."""
    dates: list[Label]
    windows: list[dict[str, Any]]
    texts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FactView:
    """A typed value: what it is, what else is known of it, the printed words and where they stand."""

    value: Label
    qualities: list[Label]
    printed: str
    place: list[Label]
    windows: list[dict[str, Any]]
    """What the script needs to say whether it is open; none where it is no window of application."""


@dataclass(frozen=True, slots=True)
class Year:
    """A programme in one edition, and what is other than in the edition before."""

    edition: Edition
    programme: Programme
    changes: list[dict[str, Any]]
    renamed_from: str | None


def cards(catalogue: Catalogue, found: Sequence[Lineage]) -> list[Card]:
    """Return the list, in its order."""
    ends = {booklet.edition.id: next_year(booklet, catalogue) for booklet in catalogue.booklets}
    return [_card(lineage, ends[lineage.printings[0].edition.id]) for lineage in found]


def _card(lineage: Lineage, until: int | None) -> Card:
    printing = lineage.printings[0]
    programme = printing.programme
    applied = [each for each in programme.facts.periods if each.purpose == "application"]
    kinds = [service.kind for service in programme.services] + [each.kind for each in programme.benefits]
    return Card(
        key=lineage.key,
        name=programme.name,
        acronym=programme.acronym,
        area=programme.area.name if programme.area else "",
        edition=printing.edition,
        current=lineage.current,
        kinds=list(dict.fromkeys(kinds)),
        agencies=list(dict.fromkeys(each.organization for each in programme.contacts)),
        summary=programme.summary.text,
        amount=max(
            (each.value for each in programme.facts.amounts if offered(programme, each)), default=None
        ),
        dates=list(dict.fromkeys(headline(each.model_dump(mode="json")) for each in applied)),
        windows=windows(printing, until),
        texts=list(_texts(programme)),
    )


def _texts(programme: Programme) -> Iterator[tuple[str, str]]:
    """Yield every text of a programme that a reader may search for, and the field it stands in."""
    for heading in (programme.area, programme.measure):
        if heading:
            yield "area", heading.name
    yield "name", " ".join(filter(None, (programme.name, programme.acronym)))
    yield "summary", programme.summary.text
    for service in programme.services:
        yield "services", " ".join(filter(None, (service.kind, service.title, service.text)))
        yield from (("services", "：".join(filter(None, (item.label, item.text)))) for item in service.items)
    yield from (
        ("benefits", " ".join(filter(None, (each.kind, each.title, each.text))))
        for each in programme.benefits
    )
    for contact in programme.contacts:
        numbers = [phone.printed for phone in contact.phones] + contact.emails
        yield (
            "contacts",
            " ".join(filter(None, (contact.organization, contact.person, contact.note, *numbers))),
        )
    yield from (("websites", " ".join(filter(None, (each.name, each.url)))) for each in programme.websites)
    yield from (("other", f"{label} {prose.text}") for label, prose in programme.other.items())


def fact_views(printing: Printing, until: int | None) -> dict[str, list[FactView]]:
    """Return the typed values of a programme by kind; a window of application has what the script needs."""
    programme = printing.programme
    found: dict[str, list[FactView]] = {}
    for name in FACTS:
        for fact in getattr(programme.facts, name):
            told = fact.model_dump(mode="json")
            applies = name == "periods" and fact.purpose == "application"
            found.setdefault(name, []).append(
                FactView(
                    value=headline(told),
                    qualities=qualities(told),
                    printed=fact.printed,
                    place=crumbs(programme, fact.path),
                    windows=list(period_windows(fact, printing, until)) if applies else [],
                )
            )
    return found


def offices(programme: Programme) -> list[tuple[str, str, list[Contact]]]:
    """Return role, name and contacts of each office, in the order in which they are printed."""
    found: dict[tuple[str, str], list[Contact]] = {}
    for contact in programme.contacts:
        found.setdefault((contact.role, contact.organization), []).append(contact)
    return [(role, name, contacts) for (role, name), contacts in found.items()]


def years(lineage: Lineage, walked: Sequence[Step]) -> list[Year]:
    """Return the editions that print a programme, the newest first."""
    told = [row for step in walked for row in change_rows(step)]
    found = []
    for place, printing in enumerate(lineage.printings):
        own = f"{printing.edition.id}/{printing.programme.id}"
        former = lineage.printings[place + 1].programme.name if place + 1 < len(lineage.printings) else None
        changes = [_change(row, printing.programme) for row in told if row["programme"] == own]
        renamed = former if former and former != printing.programme.name else None
        found.append(Year(printing.edition, printing.programme, changes, renamed))
    return found


def _change(row: dict[str, Any], programme: Programme) -> dict[str, Any]:
    return {
        "id": row["change"],
        "class": row["class"],
        "kind": KINDS[str(row["kind"])],
        "place": crumbs(programme, str(row["path"] or ""))[1:],
        "before": row["before"],
        "after": row["after"],
    }
