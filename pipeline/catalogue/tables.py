"""A catalogue -> the rows of its tables, as ``pipeline.catalogue.schema`` describes them.

Comes in: a catalogue.  Goes out: the rows of every table, in the order of the record, the oldest edition first.  An
empty text is None: no format could tell them apart.  Outlines and page boxes stand in ``records/<edition>.json`` only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import partial

from pipeline.catalogue.columns import Line, Row, Rows
from pipeline.catalogue.history import Step, steps
from pipeline.catalogue.identifiers import Printing, printings, programme_uri
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.offices import Names, names_of
from pipeline.catalogue.parts import of_editions
from pipeline.catalogue.schema import BY_NAME, TABLES
from pipeline.catalogue.tables_facts import condition_rows, fact_rows
from pipeline.core.cache import remembered
from pipeline.core.record import Booklet, Contact, Phone
from pipeline.core.text import digest
from pipeline.report.values import day

FRONT = "front"
"""Stands in identifiers where a programme would, for what comes before the first one."""


def tables(catalogue: Catalogue, *, keep: bool = False) -> Rows:
    """Return all rows of all tables; with ``keep`` those of each edition are kept between runs.

    Raises:
        UserError: the decisions on which programme is which cannot be read or contradict each other.
    """
    found: Rows = {table.name: [] for table in TABLES}
    history = steps(catalogue)
    names = names_of(catalogue)
    before = {step.after.edition.id: step for step in history}
    for booklet in catalogue.booklets:
        step = before.get(booklet.edition.id)
        before_it = (step.before.edition.id, step.previous) if step else None
        of = (of_editions(catalogue)[booklet.edition.id], before_it, catalogue.base, names) if keep else ()
        make = partial(_lines, booklet, step, catalogue.base, names)
        for name, lines in remembered("rows", dict[str, list[Line]], make, keep=keep, of=of).items():
            found[name] += BY_NAME[name].rows(lines)
    changes = BY_NAME["changes"]
    found["changes"] += changes.rows(changes.line(row) for step in history for row in step.changes)
    return found


def _lines(booklet: Booklet, before: Step | None, base: str, names: Names) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for name, row in _rows(booklet, before, base, names):
        found.setdefault(name, []).append(BY_NAME[name].line(row))
    return found


def _rows(booklet: Booklet, before: Step | None, base: str, names: Names) -> Iterator[tuple[str, Row]]:
    edition = booklet.edition.id
    yield "editions", _edition(booklet, before)
    front: Row = {"edition": edition, "programme": None, "programme_key": None}
    for place, entry in enumerate(booklet.front.contents):
        yield (
            "contents",
            {"id": f"{edition}/contents[{place}]", "edition": edition, **entry.model_dump(mode="json")},
        )
    yield from _contacts(booklet.front.contacts, f"{edition}/{FRONT}", front, names)
    for place, site in enumerate(booklet.front.websites):
        row = _at(f"{edition}/{FRONT}", f"websites[{place}]", front)
        yield "websites", {**row, "name": site.name, "url": site.url}
    yield from fact_rows(booklet.front.facts, booklet, None, f"{edition}/{FRONT}", front)
    for printing in printings(booklet, names):
        yield from _programme(printing, booklet, before, base)
    known = {programme.id for programme in booklet.programmes}
    for place, finding in enumerate(booklet.findings):
        where = finding.where
        box = dict(zip(("x0", "top", "x1", "bottom"), where.box or (), strict=False))
        yield (
            "findings",
            {
                "id": f"{edition}/findings[{place}]",
                "edition": edition,
                "programme": f"{edition}/{where.programme}" if where.programme in known else None,
                "programme_id": where.programme,
                "path": where.path,
                "code": finding.code,
                "severity": finding.severity,
                "message": finding.message,
                "page": where.page,
                **box,
                "data": json.dumps(finding.data, ensure_ascii=False, sort_keys=True)
                if finding.data
                else None,
            },
        )


def _edition(booklet: Booklet, before: Step | None) -> Row:
    edition, source = booklet.edition, booklet.edition.source
    return {
        **edition.model_dump(include={"id", "roc_year", "year", "title", "series", "issued"}),
        "publishers": "\n".join(edition.publishers),
        "issued_first": day(edition.issued, last=False),
        "introduction": booklet.front.introduction,
        **source.model_dump(exclude={"folded"}),
        "previous": before.before.edition.id if before else None,
    }


def _programme(
    printing: Printing, booklet: Booklet, before: Step | None, base: str
) -> Iterator[tuple[str, Row]]:
    programme, edition = printing.programme, booklet.edition.id
    own = f"{edition}/{programme.id}"
    of: Row = {"edition": edition, "programme": own, "programme_key": printing.key}
    authorities = [each for each in programme.contacts if each.role == "competent_authority"]
    previous = before.previous.get(programme.id) if before else None
    pages = programme.pages or (None, None)
    yield (
        "programmes",
        {
            "id": own,
            "edition": edition,
            "programme_id": programme.id,
            "kind": programme.kind,
            "key": printing.key,
            **programme.model_dump(include={"name", "acronym", "number", "printed_page"}),
            "area_number": programme.area.number if programme.area else None,
            "area": programme.area.name if programme.area else None,
            "measure_number": programme.measure.number if programme.measure else None,
            "measure": programme.measure.name if programme.measure else None,
            "agency": authorities[0].organization if authorities else None,
            "summary": programme.summary.text,
            "page_first": pages[0],
            "page_last": pages[1],
            "previous": f"{before.before.edition.id}/{previous}" if before and previous else None,
            "uri": programme_uri(base, printing.key),
        },
    )
    for place, service in enumerate(programme.services):
        path = f"services[{place}]"
        yield (
            "services",
            {**_at(own, path, of), "kind": service.kind, "title": service.title, "text": service.text},
        )
        for number, item in enumerate(service.items):
            row = {**_at(own, f"{path}.items[{number}]", of), "service": f"{own}/{path}"}
            yield "items", {**row, "label": item.label, "text": item.text}
    for place, benefit in enumerate(programme.benefits):
        row = _at(own, f"benefits[{place}]", of)
        yield "benefits", {**row, "kind": benefit.kind, "title": benefit.title, "text": benefit.text}
    for label, prose in programme.other.items():
        yield "other_fields", {**_at(own, f"other.{label}", of), "label": label, "text": prose.text}
    yield from _contacts(programme.contacts, own, of, printing.names)
    for place, site in enumerate(programme.websites):
        yield "websites", {**_at(own, f"websites[{place}]", of), "name": site.name, "url": site.url}
    yield from fact_rows(programme.facts, booklet, programme, own, of)
    yield from condition_rows(programme.facts.conditions, own, of)


def _at(own: str, path: str, of: Row) -> Row:
    return {"id": f"{own}/{path}", **of, "path": path}


def _contacts(contacts: Iterable[Contact], own: str, of: Row, names: Names) -> Iterator[tuple[str, Row]]:
    for place, contact in enumerate(contacts):
        path = f"contacts[{place}]"
        yield (
            "contacts",
            {
                **_at(own, path, of),
                **contact.model_dump(
                    include={"role", "organization", "person", "note", "number", "concerns"}
                ),
                "organization_key": digest(names.get(contact.organization, contact.organization)),
            },
        )
        for number, phone in enumerate(contact.phones):
            row = {**_at(own, f"{path}.phones[{number}]", of), "contact": f"{own}/{path}"}
            yield "phones", {**row, **phone.model_dump(), "uri": tel(phone)}
        for number, email in enumerate(contact.emails):
            row = {**_at(own, f"{path}.emails[{number}]", of), "contact": f"{own}/{path}"}
            yield "emails", {**row, "email": email}


def tel(phone: Phone) -> str | None:
    """Return the ``tel:`` URI (RFC 3966) of a number that can be dialled; an extension only where it is digits."""
    if phone.e164 is None:
        return None
    extension = phone.extension or ""
    return f"tel:{phone.e164}" + (f";ext={extension}" if extension.isascii() and extension.isdigit() else "")
