"""The tables: what the record says stands in them, all formats say the same, and strangers' programs open them."""

from __future__ import annotations

import csv
import datetime
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import openpyxl
import pytest
from frictionless import Package
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogue import parquet
from pipeline.catalogue.columns import Column, Row, Rows, Table, number, text
from pipeline.catalogue.csv_files import write_csv
from pipeline.catalogue.datapackage import write_datapackage
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.parquet import write_parquet
from pipeline.catalogue.schema import BY_NAME, TABLES
from pipeline.catalogue.sqlite import write_sqlite
from pipeline.catalogue.tables import tables
from pipeline.catalogue.workbook import CUT, FILE, LONGEST, write_workbook
from pipeline.core.cells import harmless, original
from pipeline.core.record import Booklet, Contact, Website
from tests.catalogue.reading import of_csv, of_parquet, of_sqlite, of_workbook
from tests.catalogue.records import BASE, CATALOGUES, demos
from tests.demonstrations import record_of
from tests.typeset.random_booklet import random_booklet

FORMATS: dict[str, Callable[[Path], Rows]] = {
    "csv": of_csv,
    "parquet": of_parquet,
    "xlsx": lambda folder: of_workbook(folder / FILE),
    "sqlite": lambda folder: of_sqlite(folder / "catalogue.sqlite"),
}


def folder_of(catalogue: Catalogue, out: Path, *, bom: bool = False) -> Rows:
    """Write the tables in every format and return their rows."""
    rows = tables(catalogue)
    write_csv(rows, out, bom=bom)
    write_datapackage(catalogue, out, {})
    write_parquet(rows, out)
    write_workbook(rows, out)
    write_sqlite(rows, out)
    return rows


def assembled(rows: Rows) -> list[dict[str, Any]]:
    """Put records together from rows, as a user of the tables alone could."""
    return [
        {
            "edition": {name: row[name] for name in ("id", "roc_year", "year", "title", "series", "issued")},
            "publishers": _lines(row["publishers"]),
            "introduction": row["introduction"] or "",
            "contents": [
                {name: each[name] for name in ("level", "number", "title", "page")}
                for each in _of(rows["contents"], "edition", row["id"])
            ],
            "contacts": _contacts(rows, row["id"], None),
            "programmes": [_programme(rows, each) for each in _of(rows["programmes"], "edition", row["id"])],
            "findings": [
                (
                    each["code"],
                    each["severity"],
                    each["programme_id"],
                    each["path"],
                    each["page"],
                    each["message"],
                )
                for each in _of(rows["findings"], "edition", row["id"])
            ],
        }
        for row in rows["editions"]
    ]


def _programme(rows: Rows, row: Row) -> dict[str, Any]:
    own = row["id"]
    return {
        "id": row["programme_id"],
        "name": row["name"],
        "acronym": row["acronym"],
        "number": row["number"],
        "area": (row["area_number"], row["area"]),
        "measure": (row["measure_number"], row["measure"]),
        "pages": (row["page_first"], row["page_last"]),
        "printed_page": row["printed_page"],
        "summary": row["summary"] or "",
        "services": [
            {
                **{name: each[name] or "" for name in ("kind", "title", "text")},
                "items": [
                    {"label": item["label"], "text": item["text"] or ""}
                    for item in _of(rows["items"], "service", each["id"])
                ],
            }
            for each in _of(rows["services"], "programme", own)
        ],
        "benefits": [
            {"kind": each["kind"], "text": each["text"] or ""}
            for each in _of(rows["benefits"], "programme", own)
        ],
        "contacts": _contacts(rows, row["edition"], own),
        "websites": [
            {"name": each["name"], "url": each["url"]} for each in _of(rows["websites"], "programme", own)
        ],
        "other": {each["label"]: each["text"] or "" for each in _of(rows["other_fields"], "programme", own)},
        "facts": [
            {
                "type": each["type"],
                "printed": each["printed"],
                "path": each["path"],
                "span": (each["span_start"], each["span_end"]),
                "rule": each["rule"],
                "assumptions": _lines(each["assumptions"]),
                "value": _value(each),
            }
            for each in _of(rows["facts"], "programme", own)
        ],
    }


def _value(row: Row) -> Any:
    names = {"amount": "amount_twd", "ratio": "ratio", "discount": "discount", "duration": "duration"}
    if row["type"] == "period":
        return tuple(row[name] for name in ("purpose", "kind", "start", "end", "recurrence", "subject"))
    return (row[names[str(row["type"])]], row["bound"], row["per"])


def _contacts(rows: Rows, edition: Any, programme: Any) -> list[dict[str, Any]]:
    return [
        {
            **{name: each[name] for name in ("role", "organization", "person", "note")},
            "phones": [
                (phone["printed"], phone["e164"], phone["extension"])
                for phone in _of(rows["phones"], "contact", each["id"])
            ],
            "emails": [email["email"] for email in _of(rows["emails"], "contact", each["id"])],
        }
        for each in rows["contacts"]
        if each["edition"] == edition and each["programme"] == programme
    ]


def _of(rows: list[Row], column: str, value: Any) -> list[Row]:
    return [row for row in rows if row[column] == value]


def _lines(text: Any) -> list[str]:
    return text.split("\n") if text else []


def meant(booklet: Booklet) -> dict[str, Any]:
    """Return what a record says that tables can hold."""
    edition = booklet.edition
    return {
        "edition": edition.model_dump(include={"id", "roc_year", "year", "title", "series", "issued"}),
        "publishers": edition.publishers,
        "introduction": booklet.front.introduction or "",
        "contents": [each.model_dump() for each in booklet.front.contents],
        "contacts": [_contact(each) for each in booklet.front.contacts],
        "programmes": [_meant_programme(each) for each in booklet.programmes],
        "findings": [
            (each.code, each.severity, each.where.programme, each.where.path, each.where.page, each.message)
            for each in booklet.findings
        ],
    }


def _meant_programme(programme: Any) -> dict[str, Any]:
    facts = programme.facts
    return {
        **programme.model_dump(include={"id", "name", "acronym", "number", "printed_page"}),
        "area": (programme.area.number, programme.area.name) if programme.area else (None, None),
        "measure": (programme.measure.number, programme.measure.name) if programme.measure else (None, None),
        "pages": tuple(programme.pages or (None, None)),
        "summary": programme.summary.text,
        "services": [
            {
                "kind": each.kind,
                "title": each.title or "",
                "text": each.text or "",
                "items": [{"label": item.label, "text": item.text} for item in each.items],
            }
            for each in programme.services
        ],
        "benefits": [{"kind": each.kind, "text": each.text} for each in programme.benefits],
        "contacts": [_contact(each) for each in programme.contacts],
        "websites": [each.model_dump() for each in programme.websites],
        "other": {label: prose.text for label, prose in programme.other.items()},
        "facts": [
            {
                "type": kind,
                **fact.model_dump(include={"printed", "path", "rule", "assumptions"}),
                "span": tuple(fact.span),
                "value": value(fact),
            }
            for kind, found, value in (
                ("period", facts.periods, _period),
                ("amount", facts.amounts, lambda a: (a.value, a.bound, " ".join(a.per) or None)),
                ("ratio", facts.ratios, lambda r: (r.value, r.bound, None)),
                ("discount", facts.discounts, lambda d: (d.factor, None, None)),
                ("duration", facts.durations, lambda d: (d.value, d.bound, None)),
            )
            for fact in found
        ],
    }


def _period(period: Any) -> tuple[Any, ...]:
    return (period.purpose, period.kind, period.start, period.end, period.recurrence, period.subject)


def _contact(contact: Contact) -> dict[str, Any]:
    return {
        **contact.model_dump(include={"role", "organization", "person", "note", "emails"}),
        "phones": [(phone.printed, phone.e164, phone.extension) for phone in contact.phones],
    }


@CATALOGUES
def test_every_format_reads_back_as_the_record(catalogue: Callable[[], Catalogue], tmp_path: Path) -> None:
    full = catalogue()
    rows = folder_of(full, tmp_path)
    assert assembled(rows) == [meant(booklet) for booklet in full.booklets]
    for name, read in FORMATS.items():
        assert read(tmp_path) == rows, name


@pytest.mark.parametrize("seed", range(4))
def test_random_booklets_read_back(seed: int, tmp_path: Path) -> None:
    full = Catalogue((record_of(random_booklet(Random(seed)), f"random-{seed}"),), BASE, {})
    rows = folder_of(full, tmp_path)
    assert assembled(rows) == [meant(booklet) for booklet in full.booklets]
    for name, read in FORMATS.items():
        assert read(tmp_path) == rows, name


def test_an_independent_engine_counts_and_sums_alike(tmp_path: Path) -> None:
    """DuckDB reads CSV, Parquet and, by way of openpyxl's figures above, agrees on every count and sum."""
    rows = folder_of(demos(), tmp_path)
    given_ = sum(row["amount_twd"] or 0 for row in rows["facts"])
    assert given_ > 0
    for name, table in BY_NAME.items():
        files = (tmp_path / "tables" / f"{name}.csv", tmp_path / "parquet" / f"{name}.parquet")
        for path in files:
            (count,) = duckdb.sql(f"SELECT count(*) FROM '{path}'").fetchall()[0]
            assert count == len(rows[table.name])
    for path in (tmp_path / "tables" / "facts.csv", tmp_path / "parquet" / "facts.parquet"):
        assert duckdb.sql(f"SELECT sum(amount_twd), min(end_last) FROM '{path}'").fetchall() == [
            (given_, min(row["end_last"] for row in rows["facts"] if row["end_last"]))
        ]


def test_keys_join_across_tables_and_years(tmp_path: Path) -> None:
    rows = folder_of(demos(), tmp_path)
    ids = {table.name: {row["id"] for row in rows[table.name]} for table in TABLES}
    for table in TABLES:
        assert len(ids[table.name]) == len(rows[table.name]), table.name
        for column in table.columns:
            held = {row[column.name] for row in rows[table.name]} - {None}
            if column.refers:
                assert held <= ids[column.refers], (table.name, column.name)
    path = tmp_path / "tables" / "programmes.csv"
    joined = duckdb.sql(
        f"SELECT a.key, b.key FROM '{path}' a JOIN '{path}' b ON b.previous = a.id"
    ).fetchall()
    one, other = ({each.key for each in booklet.programmes} for booklet in demos().booklets)
    assert {before for before, after in joined if before == after} == one & other
    assert any(before != after for before, after in joined), "a renamed programme is joined, too"


def test_frictionless_validates_the_package(tmp_path: Path) -> None:
    folder_of(demos(), tmp_path)
    report = Package(str(tmp_path / "tables" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["path", "message"])
    (tmp_path / "tables" / "items.csv").write_text(
        (tmp_path / "tables" / "items.csv").read_text("utf-8").replace("demo-112/", "demo-999/"), "utf-8"
    )
    assert not Package(str(tmp_path / "tables" / "datapackage.json")).validate().valid


def test_a_mark_tells_excel_that_csv_is_utf_8(tmp_path: Path) -> None:
    folder_of(demos(), tmp_path, bom=True)
    for path in (tmp_path / "tables").glob("*.csv"):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert of_csv(tmp_path) == of_parquet(tmp_path)
    assert Package(str(tmp_path / "tables" / "datapackage.json")).validate().valid


FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "'=1", '=HYPERLINK("http://x")')


def hostile() -> Catalogue:
    """Return a record whose every text is a formula."""
    booklet = record_of(random_booklet(Random(7)), "hostile")
    programme = booklet.programmes[0]
    programme.name, programme.summary.text = FORMULAS[0], FORMULAS[8]
    programme.contacts = [
        Contact(role="executing_agency", organization=text, person=text) for text in FORMULAS
    ]
    programme.websites = [
        Website(name="=1", url="javascript:alert(1)"),
        Website(name=None, url="file:///etc/passwd"),
    ]
    return Catalogue((booklet,), BASE, {})


def test_no_cell_is_run_as_a_formula(tmp_path: Path) -> None:
    rows = folder_of(hostile(), tmp_path)
    assert {row["organization"] for row in rows["contacts"]} >= set(FORMULAS)
    for path in (tmp_path / "tables").glob("*.csv"):
        for line in csv.reader(path.open(encoding="utf-8", newline="")):
            for cell in line:
                assert not cell.startswith(("=", "@", "\t", "\r", "＝", "+1+", "-1+")), cell
    with zipfile.ZipFile(tmp_path / FILE) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name]
        links = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".rels"))
    assert not any(b"<f>" in sheet for sheet in sheets)
    assert b"javascript" not in links
    assert b"file:" not in links
    assert of_workbook(tmp_path / FILE) == rows


@given(st.text())
def test_every_text_can_be_had_back(text: str) -> None:
    assert original(harmless(text)) == text
    assert not harmless(text).startswith(("=", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


def test_the_workbook_is_ready_to_work_with(tmp_path: Path) -> None:
    rows = folder_of(demos(), tmp_path)
    book = openpyxl.load_workbook(tmp_path / FILE)
    assert book.sheetnames == ["說明", *(table.name for table in TABLES)]
    for table in TABLES:
        sheet = book[table.name]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions, table.name
    facts = {cell.value: cell.column for cell in book["facts"][1]}
    cells = [row[facts["end_last"] - 1] for row in book["facts"].iter_rows(min_row=2)]
    dates = [cell for cell in cells if cell.value is not None]
    assert dates
    assert all(isinstance(cell.value, datetime.datetime) and cell.is_date for cell in dates)
    amounts = [row[facts["amount_twd"] - 1] for row in book["facts"].iter_rows(min_row=2)]
    assert sum(cell.value or 0 for cell in amounts) == sum(row["amount_twd"] or 0 for row in rows["facts"])
    assert {cell.number_format for cell in amounts if cell.value} == {"#,##0"}
    links = [cell.hyperlink.target for row in book["websites"].iter_rows() for cell in row if cell.hyperlink]
    assert links
    assert all(link.startswith("http") for link in links)


def test_the_same_workbook_every_time(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        write_workbook(tables(demos()), tmp_path / name)
    assert (tmp_path / "one" / FILE).read_bytes() == (tmp_path / "other" / FILE).read_bytes()


def test_a_text_too_long_for_a_cell_says_so(tmp_path: Path) -> None:
    catalogue = hostile()
    catalogue.booklets[0].programmes[0].summary.text = "長" * (LONGEST + 5)
    write_workbook(tables(catalogue), tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / FILE)["programmes"]
    column = next(cell.column for cell in sheet[1] if cell.value == "summary")
    value = sheet.cell(2, column).value
    assert len(value) == LONGEST
    assert value.endswith(CUT)


def test_libreoffice_opens_the_workbook(tmp_path: Path) -> None:
    rows = folder_of(demos(), tmp_path)
    told = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = (tmp_path / "profile").as_uri()
    run = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", told]
    done = subprocess.run(
        [*run, "--outdir", str(tmp_path / "office"), str(tmp_path / FILE)],
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    for table in TABLES:
        (path,) = (tmp_path / "office").glob(f"*-{table.name}.csv")
        with path.open(encoding="utf-8", newline="") as stream:
            lines = list(csv.DictReader(stream))
        assert len(lines) == len(rows[table.name]), table.name
        assert [line["id"] for line in lines] == [row["id"] for row in rows[table.name]]
    assert not any("Err:" in path.read_text("utf-8") for path in (tmp_path / "office").glob("*.csv"))


def test_the_descriptor_tells_every_column(tmp_path: Path) -> None:
    folder_of(demos(), tmp_path)
    told = json.loads((tmp_path / "tables" / "datapackage.json").read_text("utf-8"))
    for resource, table in zip(told["resources"], TABLES, strict=True):
        fields = resource["schema"]["fields"]
        header = (tmp_path / "tables" / resource["path"]).read_text("utf-8").splitlines()[0].split(",")
        assert [field["name"] for field in fields] == header == [column.name for column in table.columns]
        assert all(field["title"] for field in fields)


def test_parquet_has_days_of_any_year_and_texts_longer_than_what_is_read_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parquet, "_BLOCK", 1 << 4)
    table = Table(
        "t",
        "t",
        "t",
        (text("a", "a"), number("n", "n"), Column("b", "boolean", "b"), Column("d", "date", "d")),
    )
    rows: list[Row] = [
        {"a": "2024-01-01", "n": 2**63 - 1, "b": True, "d": datetime.date(1969, 12, 31)},
        {"a": "長\n\u2028\0" * 2000, "n": -1, "b": None, "d": datetime.date(1, 1, 1)},
        {"a": "", "n": None, "b": False, "d": datetime.date(1970, 1, 1)},
        {"a": None, "n": 0, "b": None, "d": None},
    ]
    assert parquet.typed_table(table, rows).to_pylist() == rows


def test_parquet_is_written_without_pandas() -> None:
    """Which takes longer to import than everything takes to write."""
    code = """
import io, sys
from pyarrow import parquet
from pipeline.catalogue.parquet import typed_table
from pipeline.catalogue.schema import TABLES
row = {column.name: "x" if column.required else None for column in TABLES[0].columns}
for rows in ([row], []):
    parquet.write_table(typed_table(TABLES[0], rows), io.BytesIO())
sys.exit("pandas" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
