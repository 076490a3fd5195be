"""Every export of some records, each read by a reader that this project does not write with.

Comes in: records.  Goes out: nothing; an ``AssertionError``, or whatever a reader raises, is a fault of the program.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import lxml.etree
import lxml.html
import openpyxl
import pyarrow.parquet
import pyoxigraph
import rdflib
import vobject
from openpyxl.utils.escape import unescape

from pipeline.catalogue.calendar import write_calendar
from pipeline.catalogue.csv_files import write_csv
from pipeline.catalogue.datapackage import write_datapackage
from pipeline.catalogue.datasette import write_datasette
from pipeline.catalogue.dcat import write_dcat
from pipeline.catalogue.feed import write_feed
from pipeline.catalogue.hsds import write_hsds
from pipeline.catalogue.jsonld import write_cpsv
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.parquet import write_parquet
from pipeline.catalogue.portal import write_portal
from pipeline.catalogue.schema_org import write_schema_org
from pipeline.catalogue.site import write_site
from pipeline.catalogue.sqlite import write_sqlite
from pipeline.catalogue.tables import tables
from pipeline.catalogue.workbook import CUT, write_workbook
from pipeline.core.cells import original
from pipeline.core.record import Booklet, schema, to_json
from pipeline.editions.outputs import FindingRow, findings_csv

BASE = "https://example.org/booklets/"
FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_SCHEMA = jsonschema.Draft202012Validator(schema())


def write_all(booklets: Sequence[Booklet], out: Path) -> None:
    """Write every export into an empty folder."""
    catalogue = Catalogue(tuple(booklets), BASE, {})
    rows = tables(catalogue)
    write_csv(rows, out)
    write_datapackage(catalogue, out, {})
    for write_rows in (write_parquet, write_workbook, write_sqlite):
        write_rows(rows, out)
    writers: tuple[Callable[[Catalogue, Path], None], ...] = (
        *(write_datasette, write_cpsv, write_schema_org, write_hsds),
        *(write_calendar, write_site, write_feed, write_portal, write_dcat),
    )
    for write in writers:
        write(catalogue, out)
    (out / "findings.csv").write_bytes(
        findings_csv(FindingRow.of(found) for booklet in booklets for found in booklet.findings)
    )


def read_all(booklets: Sequence[Booklet], out: Path) -> None:
    """Read every export again; what it says must be what the records say."""
    printed = [programme.name for booklet in booklets for programme in booklet.programmes]
    names = sorted(printed)
    for booklet in booklets:
        content = json.loads(to_json(booklet))
        _SCHEMA.validate(content)
        assert not any(CONTROLS.search(text) for text in strings(content))
    assert _in_csv(out) == _in_parquet(out) == _in_database(out / "catalogue.sqlite") == names
    for name, cell in zip(printed, _in_workbook(out / "catalogue.xlsx"), strict=True):
        assert cell == name or (cell.endswith(CUT) and name.startswith(cell.removesuffix(CUT))), cell
    _graphs(out, filled=bool(printed))
    _feed(out / "feed.atom")
    _calendar(out / "calendar" / "applications.ics")
    _pages(out)


def strings(value: object) -> Iterator[str]:
    """Yield every text of JSON, the names of its members too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from (*strings(key), *strings(item))
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def _in_csv(out: Path) -> list[str]:
    """Read every CSV, and return the names of the programmes."""
    csv.field_size_limit(1 << 30)
    for file in (*out.rglob("*.csv"),):
        with file.open(encoding="utf-8-sig", newline="") as stream:
            header, *rows = csv.reader(stream, strict=True)
        again = duckdb.read_csv(str(file), all_varchar=True, header=True, quotechar='"', escapechar='"')
        assert len(again.fetchall()) == len(rows), file
        for row in rows:
            assert len(row) == len(header), file
            for cell in row:
                assert not cell.startswith(FORMULAS) or re.fullmatch(r"[+-]\d+(\.\d+)?", cell), (file, cell)
    with (out / "tables" / "programmes.csv").open(encoding="utf-8-sig", newline="") as stream:
        return sorted(original(row["name"]) for row in csv.DictReader(stream))


def _in_parquet(out: Path) -> list[str]:
    for file in out.glob("parquet/*.parquet"):
        assert len(duckdb.read_parquet(str(file)).fetchall()) == pyarrow.parquet.read_table(file).num_rows
    table = pyarrow.parquet.read_table(out / "parquet" / "programmes.parquet", columns=["name"])
    return sorted(name or "" for name in table["name"].to_pylist())


def _in_database(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        for (view,) in base.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall():
            base.execute(f'SELECT * FROM "{view}"').fetchall()
        return sorted(name or "" for (name,) in base.execute("SELECT name FROM programmes"))


def _in_workbook(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path)
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    header, *rows = book["programmes"].iter_rows(values_only=True)
    place = header.index("name")
    return [original(unescape(str(row[place] or ""))) for row in rows]


def packages_are_valid(out: Path) -> None:
    """Read the tables as their packages describe them."""
    from frictionless import Package

    for package in ("tables/datapackage.json", "hsds/datapackage.json"):
        report = Package(str(out / package)).validate()
        assert report.valid, report.flatten(["message"])[:5]


def _graphs(out: Path, *, filled: bool) -> None:
    for name in ("linked-data/cpsv-ap.jsonld", "linked-data/schema-org.jsonld", "dcat.jsonld"):
        graph = rdflib.Graph().parse(out / name)
        lines = graph.serialize(format="nt", encoding="utf-8")
        assert len(list(pyoxigraph.parse(lines, pyoxigraph.RdfFormat.N_TRIPLES))) == len(graph)
        assert len(graph) or not filled, name
    for file in out.rglob("*.json"):
        json.loads(file.read_bytes())


def _feed(path: Path) -> None:
    parser = lxml.etree.XMLParser(recover=False, resolve_entities=False, huge_tree=True)
    assert lxml.etree.parse(path, parser).getroot().tag == "{http://www.w3.org/2005/Atom}feed"


def _calendar(path: Path) -> None:
    data = path.read_bytes()
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", data)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    (calendar,) = vobject.readComponents(data.decode())
    for event in getattr(calendar, "vevent_list", []):
        assert event.summary.value
        assert event.uid.value


def _pages(out: Path) -> None:
    for page in out.rglob("*.html"):
        document: Any = lxml.html.document_fromstring(page.read_bytes(), parser=_HTML)
        assert document.find(".//title") is not None, page
        scripts = [each for each in document.iter("script") if each.get("type") in (None, "module")]
        assert all((page.parent / each.get("src", "nowhere")).is_file() for each in scripts), page
        assert not any((each.text or "").strip() for each in scripts), page
        for element in document.iter(lxml.etree.Element):
            assert not [name for name in element.attrib if name.startswith("on")], page
            for name in ("href", "src", "action"):
                address = element.get(name, "")
                assert re.match(r"(https?|mailto|tel|data):|[^:]*$|[^:]*[/?#]", address), (page, address)


_HTML = lxml.html.HTMLParser(huge_tree=True, encoding="utf-8")
