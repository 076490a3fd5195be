"""Accepted editions -> the catalogue folder, in every format.

Comes in: the names of editions in ``extracted/``.  Goes out: the folder, whole or not at all (``folder``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.catalogue.api import write_api
from pipeline.catalogue.calendar import write_calendar
from pipeline.catalogue.csv_files import write_csv
from pipeline.catalogue.datapackage import write_datapackage
from pipeline.catalogue.datasette import write_datasette
from pipeline.catalogue.dcat import write_dcat
from pipeline.catalogue.feed import write_feed
from pipeline.catalogue.folder import is_settled, replaced, write
from pipeline.catalogue.hsds import write_hsds
from pipeline.catalogue.jsonld import write_cpsv
from pipeline.catalogue.linked import web_address, write_json
from pipeline.catalogue.manifest import MADE_OF, is_whole, write_manifest
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.parquet import write_parquet
from pipeline.catalogue.parts import Parts, ingredients, of_editions, read_parts, records_of, tools
from pipeline.catalogue.plain_text import write_plain_text
from pipeline.catalogue.portal import write_portal
from pipeline.catalogue.privacy import without_people
from pipeline.catalogue.publication import write_publication
from pipeline.catalogue.schema_org import write_schema_org
from pipeline.catalogue.selection import Report, selected
from pipeline.catalogue.site import write_site
from pipeline.catalogue.sqlite import write_sqlite
from pipeline.catalogue.tables import tables
from pipeline.catalogue.terms import OWN as OWN_TERMS
from pipeline.catalogue.workbook import write_workbook
from pipeline.core.errors import UserError, brief
from pipeline.core.extras import require
from pipeline.core.files import file_sha256
from pipeline.core.record import Booklet
from pipeline.source.acquire import find_editions, raw_folders
from pipeline.source.workspace import decisions_path, pdf_of

RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Wish:
    """How a catalogue is to be made."""

    base: str
    people: bool = True
    bom: bool = False
    """Whether CSV files begin with a mark by which Excel knows UTF-8."""
    unaccepted: bool = False
    """Whether editions are taken that no person has accepted."""


@dataclass(frozen=True, slots=True)
class Built:
    """Of what a catalogue was made: its editions, the demonstrations left out, how many rows each table has."""

    editions: tuple[str, ...]
    demonstrations: tuple[str, ...]
    rows: dict[str, int]
    anew: bool
    """False where the folder held the very same already, and nothing was written."""


def build(names: Sequence[str], out: Path, wish: Wish, report: Report = lambda error: None) -> Built:
    """Write a catalogue of editions; all that were accepted where none is named.

    An edition that nobody named and that cannot be used is passed to ``report`` and left out.  Where the folder holds
    the same catalogue, made by this very program and whole, nothing is written.

    Raises:
        UserError: the extra ``tables`` or an edition is not there, an edition is not accepted, ``out`` is no
            catalogue or cannot be written.
    """
    require("tables", "A catalogue")
    selection = selected(names, wish.unaccepted, report)
    catalogue, licences = catalogue_of(selection.booklets, wish)
    rows, anew = put_in_place(catalogue, licences, wish, out)
    editions = tuple(booklet.edition.id for booklet in catalogue.booklets)
    return Built(editions, selection.demonstrations, rows, anew)


def put_in_place(
    catalogue: Catalogue, licences: dict[str, str], wish: Wish, out: Path
) -> tuple[dict[str, int], bool]:
    """Write a catalogue into ``out``; return how many rows each table has, and whether anything was written.

    Raises:
        UserError: ``out`` is no catalogue or cannot be written.
    """
    whole = _ingredients(catalogue, licences, wish)
    if (same := _rows_of_same(out, whole)) is not None:
        return same, False
    try:
        with replaced(out) as fresh:
            parts = read_parts(out)
            rows = _write_all(catalogue, licences, wish, fresh, parts)
            write_json(fresh / MADE_OF, {"of": whole, "rows": rows, "parts": parts.made})
            write_manifest(fresh)
        return rows, True
    except OSError as error:
        rest = "" if is_settled(out) else "; what has not taken its place will be finished by the next build"
        raise UserError(
            f"{out} cannot be written ({brief(error)}): make room, or name another{rest}."
        ) from error


def _write_all(
    catalogue: Catalogue, licences: dict[str, str], wish: Wish, fresh: Path, parts: Parts
) -> dict[str, int]:
    """Write every format into an empty folder; return how many rows each table has."""
    for name, record in records_of(catalogue).items():
        write(fresh / RECORDS / f"{name}.json", record)
    rows = tables(catalogue, keep=True)
    write_csv(rows, fresh, parts, bom=wish.bom)
    write_datapackage(catalogue, fresh, licences)
    write_parquet(rows, fresh, parts)
    write_workbook(rows, fresh)
    write_sqlite(rows, fresh)
    write_datasette(catalogue, fresh)
    write_cpsv(catalogue, fresh, parts)
    write_schema_org(catalogue, fresh)
    write_hsds(catalogue, fresh)
    write_calendar(catalogue, fresh)
    write_site(catalogue, fresh, parts)
    write_feed(catalogue, fresh)
    write_api(catalogue, fresh, parts)
    write_plain_text(catalogue, fresh)
    write_portal(catalogue, fresh)
    write_dcat(catalogue, fresh)
    if catalogue.placed:
        write_publication(catalogue, fresh)
    return {name: len(found) for name, found in rows.items()}


def _ingredients(catalogue: Catalogue, licences: dict[str, str], wish: Wish) -> str:
    """Return a hash of all that a catalogue is made of: the program, the wish, records, files, what people decided."""
    return ingredients(
        tools(),
        wish,
        catalogue.base,
        [
            (record, licences.get(booklet.edition.id), decisions_text(booklet))
            for booklet, record in zip(catalogue.booklets, of_editions(catalogue).values(), strict=True)
        ],
        {name: file_sha256(path) for name, path in catalogue.sources.items()},
        OWN_TERMS.read_bytes() if OWN_TERMS.is_file() else b"",
    )


def _rows_of_same(out: Path, whole: str) -> dict[str, int] | None:
    try:
        told = json.loads((out / MADE_OF).read_bytes())
        same = told["of"] == whole and is_settled(out) and is_whole(out)
        return dict(told["rows"]) if same else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def decisions_text(booklet: Booklet) -> str:
    """Return what a person decided on which programme is which; nothing where he did not."""
    path = decisions_path(booklet)
    return path.read_text("utf-8", "replace") if path else ""


def catalogue_of(booklets: Sequence[Booklet], wish: Wish) -> tuple[Catalogue, dict[str, str]]:
    """Return what the formats are written from, and the licence of each edition by its id.

    Raises:
        UserError: the base is none.
    """
    _check_base(wish.base)
    sources = {booklet.edition.id: path for booklet in booklets if (path := pdf_of(booklet))}
    if not wish.people:
        booklets = [without_people(booklet) for booklet in booklets]
    described = find_editions(Path(), raw_folders(), lambda error: None)
    licences = {edition.id: edition.licence for edition in described}
    sources = {name: path for name, path in sources.items() if wish.people and licences.get(name)}
    return Catalogue(tuple(booklets), wish.base, sources, wish.people), licences


def _check_base(base: str) -> None:
    if not re.fullmatch(r"https?://[^/?#]+/(?:[^#]*/)?", base) or web_address(base) != base:
        raise UserError(f"{base} is no base for URIs: give one such as https://data.example.gov.tw/booklets/")
