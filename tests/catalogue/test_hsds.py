"""The HSDS package: against the standard's own schema, against its descriptor, and against the record."""

from __future__ import annotations

import csv
import json
import uuid
from collections import Counter
from pathlib import Path

import pytest
from frictionless import Package
from jsonschema import Draft202012Validator, FormatChecker

from pipeline.catalogue.hsds import write_hsds
from pipeline.catalogue.identifiers import newest, programme_uri
from pipeline.catalogue.model import Catalogue
from pipeline.core.record import Booklet, Phone
from tests.catalogue.records import BASE, CATALOGUES, contents, demos, with_facts, written
from tests.demonstrations import demo_read

NUMBERS = {"extension", "amount", "minimum_age", "maximum_age"}


def rows(folder: Path, table: str) -> list[dict]:
    """Return the rows of a table without its empty cells, numbers as numbers."""
    path = folder / "hsds" / f"{table}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            {name: float(value) if name in NUMBERS else value for name, value in row.items() if value}
            for row in csv.DictReader(stream)
        ]


def package(booklet: Booklet, tmp_path: Path) -> Path:
    return written(tmp_path, write_hsds, catalogue=Catalogue((booklet,), BASE, {}))


@CATALOGUES
def test_the_package_conforms_to_the_standard(catalogue, tmp_path, shared):
    """Types, required columns, those that the tabular form requires besides, and no column it does not know."""
    out = written(tmp_path, write_hsds, catalogue=catalogue())
    schema = json.loads((shared / "standards" / "hsds-3.0-tabular.json").read_bytes())
    by_file = {table["items"]["path"]: (name, table["items"]) for name, table in schema["properties"].items()}
    files = sorted(path.name for path in (out / "hsds").glob("*.csv"))
    assert len(files) > 5
    document = {}
    for file in files:
        name, told = by_file[file]
        document[name] = rows(out, file.removesuffix(".csv"))
        for row in document[name]:
            assert row.keys() <= told["properties"].keys()
            assert all(row.get(column) for column in told.get("tabular_required", []))
            for column, said in told["properties"].items():
                if said.get("format") == "uuid" and column in row:
                    assert str(uuid.UUID(row[column])) == row[column]
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(document)] == []


def test_the_schema_of_the_standard_refuses_an_extension_that_is_text(tmp_path, shared):
    schema = json.loads((shared / "standards" / "hsds-3.0-tabular.json").read_bytes())
    phones = rows(package(demo_read(113), tmp_path), "phones")
    phones[0]["extension"] = "316"
    assert not Draft202012Validator(schema).is_valid({"phone": phones})


@CATALOGUES
def test_the_descriptor_is_valid_and_the_tables_hang_together(catalogue, tmp_path):
    out = written(tmp_path, write_hsds, catalogue=catalogue())
    report = Package(str(out / "hsds" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["message"])
    described = json.loads((out / "hsds" / "datapackage.json").read_bytes())["resources"]
    assert {each["path"] for each in described} == {path.name for path in (out / "hsds").glob("*.csv")}
    assert sum(len(each["schema"]["foreignKeys"]) for each in described) >= 8


def test_a_key_that_leads_nowhere_is_refused_by_the_descriptor(tmp_path):
    out = package(demo_read(113), tmp_path)
    path = out / "hsds" / "organizations.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:1] + lines[2:]), "utf-8")
    assert not Package(str(out / "hsds" / "datapackage.json")).validate().valid


@CATALOGUES
def test_each_programme_is_one_service_with_its_contacts(catalogue, tmp_path):
    out = written(tmp_path, write_hsds, catalogue=catalogue())
    services = rows(out, "services")
    offices = {row["id"]: row["name"] for row in rows(out, "organizations")}
    expected = newest(catalogue().booklets)
    assert [row["name"] for row in services] == [each.programme.name for each in expected]
    contacts, phones = rows(out, "contacts"), rows(out, "phones")
    for row, printing in zip(services, expected, strict=True):
        assert row["id"] == str(uuid.uuid5(uuid.NAMESPACE_URL, programme_uri(BASE, printing.key)))
        own = [each for each in contacts if each["service_id"] == row["id"]]
        assert Counter(
            (offices[c["organization_id"]], c.get("name"), c.get("email")) for c in own
        ) == Counter(
            (printing.office(each.organization), each.person, email)
            for each in printing.programme.contacts
            for email in each.emails or [None]
        )
        told = Counter(
            (p["number"], int(p["extension"]) if "extension" in p else None)
            for p in phones
            if p["service_id"] == row["id"]
        )
        assert told == Counter(
            (phone.e164 or phone.printed, int(phone.extension) if phone.extension else None)
            for each in printing.programme.contacts
            for phone in each.phones
        )


@CATALOGUES
def test_no_text_of_a_programme_is_left_out(catalogue, tmp_path):
    out = written(tmp_path, write_hsds, catalogue=catalogue())
    documents = rows(out, "required_documents")
    for row, printing in zip(rows(out, "services"), newest(catalogue().booklets), strict=True):
        programme = printing.programme
        told = "\n".join(
            [row.get(name, "") for name in ("description", "application_process", "eligibility_description")]
            + [each["document"] for each in documents if each["service_id"] == row["id"]]
        )
        texts = [programme.summary.text, *(prose.text for prose in programme.other.values())]
        texts += [each.text for service in programme.services for each in service.items]
        texts += [service.text or service.kind for service in programme.services]
        texts += [benefit.text for benefit in programme.benefits]
        for text in texts:
            assert text in told


def test_a_window_of_application_is_no_opening_hour(tmp_path):
    out = written(tmp_path, write_hsds, catalogue=demos())
    assert rows(out, "schedules") == []
    told = {row["name"]: row for row in rows(out, "services")}
    windows = 0
    for each in newest(demos().booklets):
        row = told[each.programme.name]
        for window in each.programme.facts.periods:
            windows += window.purpose == "application"
            if window.purpose == "application":
                assert window.printed in row.get("application_process", "") + row["description"]
    assert windows


def test_what_an_applicant_pays_is_a_cost_and_a_fax_is_no_voice(tmp_path):
    booklet = with_facts()
    booklet.programmes[0].contacts[0].phones = [
        Phone(printed="(02)2555-0127", e164="+886225550127", kind="fax"),
        Phone(printed="0912-345-678", e164="+886912345678", kind="mobile"),
    ]
    out = package(booklet, tmp_path)
    (service,) = (row for row in rows(out, "services") if row["name"] == booklet.programmes[0].name)
    options = [row for row in rows(out, "cost_options") if row["service_id"] == service["id"]]
    assert [(row.get("amount"), row["amount_description"]) for row in options] == [
        (200_000, "20萬元（下限）"),
        (25_000, "2.5萬元"),
        (None, "30%"),
        (0, "免費。"),
    ]
    assert "20萬元" in service["fees_description"]
    assert (service["minimum_age"], service["maximum_age"]) == (18, 45)
    kinds = [row["type"] for row in rows(out, "phones") if row["service_id"] == service["id"]]
    assert kinds[:2] == ["fax", "cell"]


def test_a_programme_that_is_no_longer_printed_is_inactive(tmp_path):
    out = written(tmp_path, write_hsds, catalogue=demos())
    kept = {programme.key for programme in demo_read(113).programmes}
    gone = {p.name for p in demo_read(112).programmes if p.key not in kept}
    assert gone
    assert {row["name"] for row in rows(out, "services") if row["status"] == "inactive"} == gone


def test_the_latest_of_another_series_stays_active(tmp_path):
    other = demo_read(112).model_copy(deep=True)
    other.edition.series = "另一本手冊"
    catalogue = Catalogue((other, demo_read(113)), BASE, {})
    out = written(tmp_path, write_hsds, catalogue=catalogue)
    assert {row["status"] for row in rows(out, "services")} == {"active"}


@pytest.mark.parametrize(("extension", "told"), [("316", 316), ("0316", None), ("９", None), ("12a", None)])
def test_an_extension_is_a_number_or_told_in_words_only(extension, told, tmp_path):
    booklet = demo_read(113).model_copy(deep=True)
    contact = booklet.programmes[0].contacts[0]
    phone = Phone(printed=f"02-2555-0148分機{extension}", e164="+886225550148", extension=extension)
    contact.phones = [phone]
    out = package(booklet, tmp_path)
    (row,) = [row for row in rows(out, "phones") if row["description"] == phone.printed]
    assert row.get("extension") == told
    assert row["number"] == phone.e164


def test_further_addresses_are_contacts_of_the_same_name(tmp_path):
    booklet = demo_read(113).model_copy(deep=True)
    contact = booklet.programmes[0].contacts[0]
    contact.emails = ["one@office.example.tw", "two@office.example.tw"]
    told = [
        row
        for row in rows(package(booklet, tmp_path), "contacts")
        if "office.example" in row.get("email", "")
    ]
    assert [(row["name"], row["email"]) for row in told] == [
        (contact.person, each) for each in contact.emails
    ]


def test_a_programme_without_contacts_is_of_the_publisher(tmp_path):
    booklet = demo_read(113).model_copy(deep=True)
    booklet.programmes[0].contacts = []
    out = package(booklet, tmp_path)
    offices = {row["id"]: row["name"] for row in rows(out, "organizations")}
    assert offices[rows(out, "services")[0]["organization_id"]] == booklet.edition.publishers[0]


def test_an_office_with_two_parts_says_both(tmp_path):
    booklet = demo_read(113).model_copy(deep=True)
    one, other = booklet.programmes[0].contacts
    other.organization = one.organization
    told = {row["name"]: row["description"] for row in rows(package(booklet, tmp_path), "organizations")}
    assert told[one.organization] == "主辦機關、執行單位"


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+1+cmd", "-2+3", "\t=1"])
def test_no_cell_is_a_formula(name, tmp_path):
    booklet = demo_read(113).model_copy(deep=True)
    booklet.programmes[0].name = name
    (row,) = [row for row in rows(package(booklet, tmp_path), "services") if name in row["name"]]
    assert row["name"] == f"'{name}"


def test_telephone_numbers_stay_numbers(tmp_path):
    numbers = {row["number"] for row in rows(package(demo_read(113), tmp_path), "phones")}
    assert "+886225550148" in numbers


def test_the_same_catalogue_gives_the_same_bytes(tmp_path):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        write_hsds(demos(), tmp_path / name)
    assert contents(tmp_path / "one") == contents(tmp_path / "other")
