"""The tables -> ``tables/datapackage.json``: a Data Package 2.0 whose resources are the CSV files.

Comes in: which tables there are, and the licences of the editions.  Goes out: the descriptor: types, titles in
Traditional Chinese, keys and foreign keys.  A licence is told only where every edition has the same one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import regex

from pipeline.catalogue.columns import Column, Table
from pipeline.catalogue.csv_files import FOLDER
from pipeline.catalogue.linked import write_json
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.schema import TABLES
from pipeline.core.expressions import expression

_NAME = expression(r"([A-Za-z][A-Za-z0-9.+-]*)(?:;.*)?", regex.S)


def write_datapackage(catalogue: Catalogue, out: Path, licences: Mapping[str, str]) -> None:
    """Describe the CSV files below the catalogue folder ``out``; ``licences`` has that of an edition by its id."""
    write_json(out / FOLDER / "datapackage.json", package(catalogue, licences))


def package(catalogue: Catalogue, licences: Mapping[str, str]) -> dict[str, Any]:
    """Return the descriptor."""
    editions = [booklet.edition for booklet in catalogue.booklets]
    titles = dict.fromkeys(edition.series for edition in editions if edition.series)
    licence = _licence([licences.get(edition.id, "") for edition in editions])
    told = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "booklets",
        "title": "、".join(titles) or "booklets",
        "description": "各年度手冊之計畫、服務項目、聯絡方式、金額、期間及變更；各表以 id 相連，各年以 key 相連。",
        "homepage": catalogue.base,
        "licenses": [licence] if licence else None,
        "sources": [{"title": edition.title or edition.id} for edition in editions] or None,
        "resources": [_resource(table) for table in TABLES],
    }
    return {name: value for name, value in told.items() if value is not None}


def _licence(told: Sequence[str]) -> dict[str, str] | None:
    """Return the licence that all editions have; None where one has another, none, or one that has no name."""
    found = _NAME.fullmatch(told[0]) if told and len(set(told)) == 1 else None
    return {"name": found[1], "title": told[0]} if found else None


def _resource(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "title": table.title,
        "description": table.told,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": [_field(column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": ["id"],
            "foreignKeys": [_foreign_key(table, column) for column in table.columns if column.refers],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.name == "id":
        constraints["unique"] = True
    if column.words:
        constraints["enum"] = list(column.words)
    told = {"description": column.told} if column.told else {}
    held = {"constraints": constraints} if constraints else {}
    return {"name": column.name, "type": column.type, "title": column.title, **told, **held}


def _foreign_key(table: Table, column: Column) -> dict[str, Any]:
    own = column.refers == table.name
    return {
        "fields": [column.name],
        "reference": {"resource": "" if own else column.refers, "fields": ["id"]},
    }
