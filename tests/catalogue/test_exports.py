"""Whatever is printed, each export is read by a reader that this project does not write with."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import duckdb
import jsonschema
import lxml.etree
import lxml.html
import openpyxl
import pandas
import pyoxigraph
import pytest
import rdflib
import vobject
from frictionless import Package

from fuzz.exports import FORMULAS, strings, write_all
from pipeline.catalogue.model import Catalogue
from pipeline.core.record import Booklet, schema, to_json
from pipeline.editions.outputs import FindingRow, findings_csv
from pipeline.extract import extract
from pipeline.forms.profile import load_profile
from pipeline.source.document import Acquired
from pipeline.source.media_type import media_type
from tests.catalogue.records import BASE
from tests.typeset.source import load
from tests.typeset.transcript import transcribe

pytestmark = pytest.mark.long

SOURCES = Path(__file__).parents[1] / "typeset"
HOSTILE = "=HYPERLINK(1)\x07\x1b[31m\x7f\x9b\ufdd0\uffff＝1]]>&amp;<b>\"',;:\\\u2028"
"""A formula, controls, non-characters, and what XML, HTML, CSV, JSON and iCalendar have a meaning for."""
ADDRESS = 'http://a.example.tw/{x}|^`"[1]?q=<a>%zz#b#c'


@cache
def printed(year: int) -> str:
    return transcribe(load(SOURCES / f"demo-{year}.toml"))


def booklet(year: int, folder: Path) -> Booklet:
    """Extract a transcription with every odd sign in names, texts and contacts, from its bytes on."""
    text = printed(year).replace("計畫", f"計畫{HOSTILE}")
    text = re.sub(r"https?://[^\s<\"]+", ADDRESS, text)
    path = folder / f"{year}.txt"
    path.write_bytes(text.encode())
    acquired = Acquired(path, media_type(path), "0" * 64)
    return extract(acquired, f"demo-{year}", year, load_profile("support-measures")).booklet


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Two editions read from hostile transcriptions, with formulas and odd addresses in every kind of field."""
    folder = tmp_path_factory.mktemp("hostile")
    booklets = tuple(booklet(year, folder) for year in (112, 113))
    for each in booklets:
        assert any(found.code == "character-control" for found in each.findings)
        assert any("=HYPERLINK" in programme.name for programme in each.programmes)
        for sign, programme in zip(FORMULAS, each.programmes, strict=False):
            programme.name = f"{sign}1+1"
            programme.contacts[0].organization = f"{sign}cmd|1"
            for site in programme.websites:
                site.url = ADDRESS
    return Catalogue(booklets, BASE, {})


@pytest.fixture(scope="module")
def out(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of that catalogue."""
    folder = tmp_path_factory.mktemp("catalogue")
    write_all(catalogue.booklets, folder)
    return folder


def test_a_record_is_what_its_schema_says_and_holds_no_control_character(catalogue: Catalogue) -> None:
    for each in catalogue.booklets:
        content = json.loads(to_json(each))
        jsonschema.Draft202012Validator(schema()).validate(content)
        held = {character for text in strings(content) for character in text} - set("\n\t\r")
        assert not [
            character
            for character in held
            if re.match("[\0-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]", character)
        ]


def test_the_feed_is_xml(out: Path) -> None:
    feed = lxml.etree.parse(out / "feed.atom", lxml.etree.XMLParser(recover=False, resolve_entities=False))
    atom = "{http://www.w3.org/2005/Atom}"
    assert len(feed.findall(f"{atom}entry")) > 3
    assert any("=HYPERLINK" in (title.text or "") for title in feed.iter(f"{atom}title"))


def test_the_calendar_is_icalendar(out: Path) -> None:
    data = (out / "calendar" / "applications.ics").read_bytes()
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", data)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    (calendar,) = vobject.readComponents(data.decode())
    events = calendar.vevent_list
    assert len(events) > 3
    assert any("=HYPERLINK(1)" in event.summary.value for event in events)


@pytest.mark.parametrize("folder", ["tables", "hsds"])
def test_every_csv_is_read_and_no_cell_is_a_formula(out: Path, folder: str) -> None:
    files = sorted((out / folder).glob("*.csv"))
    assert len(files) > 5
    marked = 0
    for file in files:
        frame = pandas.read_csv(file, dtype=str, keep_default_na=False)
        again = duckdb.read_csv(str(file), all_varchar=True, header=True, quotechar='"', escapechar='"').df()
        assert len(again) == len(frame), file
        for cell in frame.to_numpy().ravel():
            assert not cell.startswith(FORMULAS) or re.fullmatch(r"[+-]\d+", cell), (file, cell)
            marked += cell.startswith("'")
    assert marked >= len(FORMULAS)


@pytest.mark.parametrize("package", ["tables/datapackage.json", "hsds/datapackage.json"])
def test_every_package_is_valid(out: Path, package: str) -> None:
    report = Package(str(out / package)).validate()
    assert report.valid, report.flatten(["message"])[:5]


def test_findings_are_read_and_no_cell_is_a_formula(catalogue: Catalogue) -> None:
    found = [each.model_copy(deep=True) for booklet in catalogue.booklets for each in booklet.findings]
    for sign, each in zip(FORMULAS, found, strict=False):
        each.message = f"{sign}1+1"
        each.where.path = f"other.{sign}"
    content = findings_csv(map(FindingRow.of, found)).decode()
    frame = pandas.read_csv(io.StringIO(content), dtype=str, keep_default_na=False)
    assert len(frame) == len(found) == len(list(csv.reader(io.StringIO(content)))) - 1
    assert not [cell for cell in frame.to_numpy().ravel() if cell.startswith(FORMULAS)]
    assert sum(message.startswith("'") for message in frame["message"]) == min(len(found), len(FORMULAS))


def test_the_workbook_is_read_and_holds_no_formula(out: Path) -> None:
    book = openpyxl.load_workbook(out / "catalogue.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 1000
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_parquet_and_database_are_read_by_another_engine(out: Path, catalogue: Catalogue) -> None:
    programmes = sum(len(each.programmes) for each in catalogue.booklets)
    assert duckdb.sql(f"FROM '{out}/parquet/programmes.parquet'").df()["name"].size == programmes
    shell = [
        "sqlite3",
        "-readonly",
        str(out / "catalogue.sqlite"),
        "PRAGMA integrity_check; SELECT count(*) FROM programmes",
    ]
    if shutil.which("sqlite3"):
        done = subprocess.run(shell, capture_output=True, text=True, check=True)
        assert done.stdout.split() == ["ok", str(programmes)]


@pytest.mark.parametrize(
    "name", ["linked-data/cpsv-ap.jsonld", "linked-data/schema-org.jsonld", "dcat.jsonld"]
)
def test_every_graph_is_n_triples_with_valid_iris(out: Path, name: str) -> None:
    graph = rdflib.Graph().parse(out / name)
    lines = graph.serialize(format="nt", encoding="utf-8")
    triples = list(pyoxigraph.parse(lines, pyoxigraph.RdfFormat.N_TRIPLES))
    assert len(triples) == len(graph) > 10


def test_every_page_is_html(out: Path) -> None:
    pages = sorted(out.rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        document = lxml.html.fromstring(page.read_bytes())
        assert document.find(".//title").text.strip(), page
        assert not document.xpath("//b[text()='\"']")
        for link in document.xpath("//a/@href"):
            assert not link.startswith("javascript:")
