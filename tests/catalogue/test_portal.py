"""The metadata for data.gov.tw: its fields are the header of each table, whatever writes the table."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from pipeline.catalogue.hsds import write_hsds
from pipeline.catalogue.portal import FILE, portal, write_portal
from tests.catalogue.records import BASE, demos, written
from tests.demonstrations import demo_read

REQUIRED = (
    *(
        "categoryService",
        "categoryDataset",
        "title",
        "description",
        "type",
        "license",
        "cost",
        "publisherOID",
    ),
    *("publisherContactName", "publisherContactPhone", "publisherContactEmail", "updateFrequency"),
    *("coverageStartedDate", "coverageEndedDate", "publishedDate", "modifiedDate", "spatialCoverage"),
    *("language", "relatedUrl", "notes", "distribution"),
)
RESOURCE = (
    *("resourceDescription", "resourceField", "resourceFormat", "resourceCharacterEncoding"),
    *("resourceDownloadUrl", "resourceAmount", "resourceNotes"),
)


def table(path: Path, header: list[str], rows: int, encoding: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows([[f"值{number}\n第二行"] * len(header) for number in range(rows)])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_fields_are_the_header_with_or_without_a_byte_order_mark(encoding, tmp_path):
    out = tmp_path / "catalogue"
    table(out / "tables" / "programmes.csv", ["key", "name", "備註,一"], 3, encoding)
    (resource,) = portal(demos(), out)["distribution"]
    assert [each["name"] for each in resource["resourceField"]] == ["key", "name", "備註,一"]
    assert resource["resourceAmount"] == "3"
    assert resource["resourceDownloadUrl"] == f"{BASE}tables/programmes.csv"
    assert tuple(resource) == RESOURCE


def test_what_a_field_means_comes_from_the_data_package(tmp_path):
    out = tmp_path / "catalogue"
    table(out / "tables" / "programmes.csv", ["key", "name"], 1, "utf-8")
    fields = [{"name": "key", "description": "計畫識別碼"}, {"name": "name", "title": "計畫名稱"}]
    resource = {"path": "programmes.csv", "title": "計畫", "schema": {"fields": fields}}
    (out / "tables" / "datapackage.json").write_text(json.dumps({"resources": [resource]}), "utf-8")
    # One above the catalogue is none of its own.
    (tmp_path / "datapackage.json").write_text("{}", "utf-8")
    (told,) = portal(demos(), out)["distribution"]
    assert told["resourceDescription"] == "計畫"
    assert told["resourceField"] == [
        {"name": "key", "description": "計畫識別碼"},
        {"name": "name", "description": "計畫名稱"},
    ]


def test_the_dataset_says_what_the_booklets_say_and_nothing_else(tmp_path):
    told = portal(demos(), tmp_path)
    assert tuple(told) == REQUIRED
    assert told["title"] == demo_read(113).edition.series
    assert (told["coverageStartedDate"], told["coverageEndedDate"]) == ("2023-01-01", "2024-12-31")
    assert (told["publishedDate"], told["modifiedDate"]) == ("2023-03-01", "2024-03-01")
    for empty in ("categoryService", "publisherOID", "publisherContactEmail", "license", "cost"):
        assert told[empty] == ""
    for publisher in demo_read(113).edition.publishers:
        assert publisher in told["notes"]


def test_the_package_of_another_standard_is_no_resource(tmp_path):
    out = written(tmp_path, write_hsds, write_portal, catalogue=demos())
    assert json.loads((out / FILE).read_text("utf-8"))["distribution"] == []


def test_every_table_of_the_catalogue_is_a_resource(site):
    """The tables that the project really writes, read by another reader than the one that fills the field."""
    duckdb = pytest.importorskip("duckdb")
    out = site
    tables = {path for path in out.rglob("*.csv") if "hsds" not in path.parts}
    told = json.loads((out / FILE).read_text("utf-8"))["distribution"]
    assert {each["resourceDownloadUrl"] for each in told} == {
        BASE + path.relative_to(out).as_posix() for path in tables
    }
    for each in told:
        path = out / each["resourceDownloadUrl"].removeprefix(BASE)
        read = duckdb.sql(f"SELECT * FROM read_csv('{path}', header = true, all_varchar = true)")
        assert [field["name"] for field in each["resourceField"]] == read.columns
        assert int(each["resourceAmount"]) == len(read)
