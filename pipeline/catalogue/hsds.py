"""Programmes -> a tabular package of the Human Services Data Specification (HSDS) 3.0.

Comes in: a catalogue.  Goes out: ``hsds/<table>.csv`` and ``hsds/datapackage.json``.  HSDS lists what one can turn
to now: each programme is a service once, as its newest edition prints it, and ``inactive`` where the newest edition
of its series no longer has it.  Identifiers are UUIDs (version 5) of the catalogue's URIs, the same every year.

Where the record goes: who may apply stands in ``eligibility_description``, how and when in
``application_process`` with its windows (a schedule of HSDS says when a door is open), papers to hand in are required
documents, fees and own shares are cost options; everything else, benefits included, follows the summary in
``description``, so that no text of a programme is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.catalogue.hsds_rows import Row, Tables, hsds
from pipeline.catalogue.linked import write_json
from pipeline.catalogue.model import Catalogue
from pipeline.core.cells import csv_text
from pipeline.core.files import put

FOLDER = "hsds"

COLUMNS: dict[str, tuple[str, ...]] = {
    "organizations": ("id", "name", "description", "uri"),
    "services": (
        *("id", "organization_id", "name", "alternate_name", "description", "url", "status"),
        *("application_process", "eligibility_description", "fees_description", "minimum_age", "maximum_age"),
    ),
    "contacts": ("id", "organization_id", "service_id", "name", "email"),
    "phones": ("id", "service_id", "contact_id", "number", "extension", "type", "description"),
    "cost_options": ("id", "service_id", "option", "currency", "amount", "amount_description"),
    "required_documents": ("id", "service_id", "document", "uri"),
    "attributes": ("id", "link_id", "taxonomy_term_id", "link_type", "link_entity"),
    "taxonomies": ("id", "name", "description", "uri"),
    "taxonomy_terms": (
        "id",
        "code",
        "name",
        "description",
        "parent_id",
        "taxonomy",
        "taxonomy_id",
        "term_uri",
    ),
}
_NUMBERS = frozenset(["extension", "amount", "minimum_age", "maximum_age"])
_KEYS = {
    "organization_id": "organizations",
    "service_id": "services",
    "contact_id": "contacts",
    "taxonomy_term_id": "taxonomy_terms",
    "taxonomy_id": "taxonomies",
    "parent_id": "taxonomy_terms",
}


def write_hsds(catalogue: Catalogue, out: Path) -> None:
    """Write the package below the catalogue folder ``out``; a table without rows is left out."""
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    tables = {name: rows for name, rows in hsds(catalogue).items() if rows}
    for name, rows in tables.items():
        put(out / FOLDER / f"{name}.csv", partial(Path.write_bytes, data=_csv(COLUMNS[name], rows.values())))
    write_json(out / FOLDER / "datapackage.json", _package(tables))


def _csv(columns: tuple[str, ...], rows: Iterable[Row]) -> bytes:
    return csv_text(columns, ([row.get(name) for name in columns] for row in rows)).encode()


def _package(tables: Tables) -> dict[str, Any]:
    """Return the descriptor: Data Package 2.0, the types of the columns, and how the tables hang together."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "hsds",
        "title": "Human Services Data Specification 3.0",
        "resources": [
            {
                "name": name,
                "type": "table",
                "path": f"{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [_field(column) for column in COLUMNS[name]],
                    "primaryKey": ["id"],
                    "foreignKeys": [
                        {
                            "fields": [column],
                            "reference": {
                                "resource": "" if _KEYS[column] == name else _KEYS[column],
                                "fields": ["id"],
                            },
                        }
                        for column in COLUMNS[name]
                        if _KEYS.get(column) in tables
                    ],
                },
            }
            for name in tables
        ],
    }


def _field(column: str) -> dict[str, Any]:
    kind = "integer" if column in _NUMBERS else "string"
    required = {"constraints": {"required": True, "unique": True}} if column == "id" else {}
    return {"name": column, "type": kind, **required}
