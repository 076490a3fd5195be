"""Accepted editions -> the catalogue folder, in every format.

Comes in: the names of editions in ``extracted/``.  Goes out: the folder, whole or not at all (``folder``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.catalogue.calendar import write_calendar
from pipeline.catalogue.columns import Rows
from pipeline.catalogue.csv_files import write_csv
from pipeline.catalogue.datapackage import write_datapackage
from pipeline.catalogue.datasette import write_datasette
from pipeline.catalogue.dcat import write_dcat
from pipeline.catalogue.feed import write_feed
from pipeline.catalogue.folder import replaced
from pipeline.catalogue.hsds import write_hsds
from pipeline.catalogue.jsonld import write_cpsv
from pipeline.catalogue.linked import web_address
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.parquet import write_parquet
from pipeline.catalogue.portal import write_portal
from pipeline.catalogue.privacy import without_people
from pipeline.catalogue.schema_org import write_schema_org
from pipeline.catalogue.selection import Report, selected
from pipeline.catalogue.site import write_site
from pipeline.catalogue.sqlite import write_sqlite
from pipeline.catalogue.tables import tables
from pipeline.catalogue.workbook import write_workbook
from pipeline.core.errors import UserError, brief
from pipeline.core.extras import require
from pipeline.core.files import put
from pipeline.core.record import Booklet, to_json
from pipeline.source.acquire import find_editions, raw_folders
from pipeline.source.workspace import pdf_of

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


def build(names: Sequence[str], out: Path, wish: Wish, report: Report = lambda error: None) -> Rows:
    """Write a catalogue of editions; all that were accepted where none is named.

    An edition that nobody named and that cannot be used is passed to ``report`` and left out.

    Returns:
        The rows of every table.

    Raises:
        UserError: the extra ``tables`` or an edition is not there, an edition is not accepted, ``out`` is no
            catalogue or cannot be written.
    """
    require("tables", "A catalogue")
    catalogue, licences = _catalogue(names, wish, report)
    try:
        with replaced(out) as fresh:
            for booklet in catalogue.booklets:
                _write_record(booklet, fresh / RECORDS)
            rows = tables(catalogue)
            write_csv(rows, fresh, bom=wish.bom)
            write_datapackage(catalogue, fresh, licences)
            write_parquet(rows, fresh)
            write_workbook(rows, fresh)
            write_sqlite(rows, fresh)
            write_datasette(catalogue, fresh)
            write_cpsv(catalogue, fresh)
            write_schema_org(catalogue, fresh)
            write_hsds(catalogue, fresh)
            write_calendar(catalogue, fresh)
            write_site(catalogue, fresh)
            write_feed(catalogue, fresh)
            write_portal(catalogue, fresh)
            write_dcat(catalogue, fresh)
            return rows
    except OSError as error:
        raise UserError(f"{out} cannot be written ({brief(error)}): make room, or name another.") from error


def _catalogue(names: Sequence[str], wish: Wish, report: Report) -> tuple[Catalogue, dict[str, str]]:
    """Return what the formats are written from, and the licence of each edition by its id."""
    _check_base(wish.base)
    booklets = selected(names, wish.unaccepted, report)
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


def _write_record(booklet: Booklet, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    put(folder / f"{booklet.edition.id}.json", partial(Path.write_bytes, data=to_json(booklet)))
