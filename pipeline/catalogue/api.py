"""A catalogue -> an API of static files: ``api/v1/*.json``, their description, and the record's schema.

Comes in: the cards and each programme through the years.  Goes out: ``programmes.json`` (a line each, to search and to
sort), ``programmes/<key>.json`` (every value in every edition), ``editions.json``, ``openapi.json`` and
``record.schema.json``.  What stands below ``v1`` keeps its names: fields are added, never renamed.  Each value has its
printed words, its place in the record and on the page, and the address at which a person sees it.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from pipeline.catalogue.cards import Card
from pipeline.catalogue.glance import all_facts, anchor
from pipeline.catalogue.history import Lineage
from pipeline.catalogue.identifiers import Printing, file_uri, programme_uri
from pipeline.catalogue.linked import json_bytes, write_json
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.openapi import openapi
from pipeline.catalogue.parts import Parts
from pipeline.catalogue.shelf import shelf_of
from pipeline.core.record import SCHEMA_VERSION, Booklet, schema
from pipeline.fields.whole_facts import CORRECTED
from pipeline.report.corrected import is_corrected
from pipeline.report.places import boxes_at

FOLDER = "api/v1"
SCHEMA = f"{FOLDER}/record.schema.json"


def write_api(catalogue: Catalogue, out: Path, parts: Parts | None = None) -> None:
    """Write the API below the catalogue folder ``out``."""
    shelf, folder, parts = shelf_of(catalogue), out / FOLDER, parts or Parts()
    write_json(folder / "openapi.json", openapi(catalogue))
    write_json(out / SCHEMA, record_schema(catalogue))
    write_json(
        folder / "editions.json", {"editions": [_edition(each, catalogue) for each in catalogue.booklets]}
    )
    write_json(folder / "programmes.json", {"programmes": [summary(card, catalogue) for card in shelf.cards]})
    for card, lineage, of in zip(shelf.cards, shelf.lineages, shelf.made_of, strict=True):
        make = partial(_whole_bytes, card, lineage, catalogue)
        parts.write(out, f"{FOLDER}/programmes/{card.key}.json", of, make)


def record_schema(catalogue: Catalogue) -> dict[str, Any]:
    """Return the JSON Schema of the record, with the address where it stands."""
    placed = {"$id": file_uri(catalogue.base, SCHEMA)} if catalogue.placed else {}
    return {**placed, "title": f"Booklet {SCHEMA_VERSION}", **schema()}


def _edition(booklet: Booklet, catalogue: Catalogue) -> dict[str, Any]:
    edition = booklet.edition
    return {
        **edition.model_dump(mode="json", exclude={"source"}),
        "programmes": len(booklet.programmes),
        "record": file_uri(catalogue.base, f"records/{edition.id}.json"),
    }


def summary(card: Card, catalogue: Catalogue) -> dict[str, Any]:
    """Return a programme in a line: what an applicant asks first."""
    contact, phone = card.glance.call or (None, None)
    return {
        "key": card.key,
        "uri": programme_uri(catalogue.base, card.key),
        "page": file_uri(catalogue.base, f"programme/{card.key}.html"),
        "detail": file_uri(catalogue.base, f"{FOLDER}/programmes/{card.key}.json"),
        "name": card.name,
        "acronym": card.acronym,
        "edition": card.edition.id,
        "year": card.edition.year,
        "series": card.edition.series,
        "current": card.current,
        "form": card.form or None,
        "area": card.area or None,
        "kinds": [kind.zh for kind in card.kinds],
        "purposes": card.purposes,
        "agencies": card.agencies,
        "summary": card.summary,
        "grant_twd": card.glance.grant_twd,
        "loan_twd": card.glance.loan_twd,
        "pays": [said.text.zh for said in card.glance.pays],
        "who": [said.text.zh for said in card.glance.who],
        "call": {"organization": contact.organization, "phone": phone.printed, "e164": phone.e164}
        if contact and phone
        else None,
        "windows": [
            {
                "opens": window["opens"],
                "closes": window["closes"],
                "approximate": window["vague"],
                "comes_back_until": window["until"] or None,
                "always": window["always"],
            }
            for window in card.windows
        ],
    }


def whole(card: Card, lineage: Lineage, catalogue: Catalogue) -> dict[str, Any]:
    """Return a programme with every value, in each edition, the newest first."""
    printings = [
        _printing(each, lineage.key, newest=not place, catalogue=catalogue)
        for place, each in enumerate(lineage.printings)
    ]
    return {**summary(card, catalogue), "editions": printings}


def _whole_bytes(card: Card, lineage: Lineage, catalogue: Catalogue) -> bytes:
    return json_bytes(whole(card, lineage, catalogue))


def _printing(printing: Printing, key: str, *, newest: bool, catalogue: Catalogue) -> dict[str, Any]:
    programme = printing.programme
    page = file_uri(catalogue.base, f"programme/{key}.html")
    told = programme.model_dump(mode="json", exclude={"facts", "provenance", "confidence"})
    values = []
    for kind, place, fact in all_facts(programme):
        boxes = boxes_at(programme, fact.path)
        address = {"address": f"{page}#{anchor(kind, place)}"} if newest else {}
        value = fact.model_dump(mode="json", exclude={"rule"})
        words = is_corrected(programme, fact.path, fact.printed)
        value["corrected"] = fact.rule == CORRECTED or words
        values.append({"id": f"facts.{kind}[{place}]", "type": kind, **value, "boxes": boxes, **address})
    return {
        "edition": printing.edition.id,
        "year": printing.edition.year,
        "programme": told,
        "values": values,
    }
