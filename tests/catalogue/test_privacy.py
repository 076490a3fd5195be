"""A catalogue without people: what a person could be found by is in no file, what an office is reached by is."""

from __future__ import annotations

import csv
import gzip
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from pipeline.catalogue.calendar import write_calendar
from pipeline.catalogue.dcat import write_dcat
from pipeline.catalogue.hsds import write_hsds
from pipeline.catalogue.jsonld import write_cpsv
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.portal import write_portal
from pipeline.catalogue.privacy import MASK, is_office, without_people
from pipeline.catalogue.schema_org import write_schema_org
from pipeline.core.findings import finding
from pipeline.core.record import Booklet, Contact, Facts, Period, Phone, Website, to_json
from tests.catalogue.records import BASE, CATALOGUES, catalogue_command, demos, written
from tests.demonstrations import demo_read

pytestmark = pytest.mark.long

WRITERS = (write_cpsv, write_schema_org, write_calendar, write_hsds, write_portal, write_dcat)
PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".avif"}
MARKS = ("#", "分機", "轉", "內線", ";ext=", "ext. ", "ext.", "extension ", '"extension": "', '"extension": ')


def contacts_of(booklet: Booklet) -> list[Contact]:
    return [*booklet.front.contacts, *(c for programme in booklet.programmes for c in programme.contacts)]


def private_values(booklet: Booklet) -> set[str]:
    """Return what must stand nowhere: told here anew, from the contacts, not by the rules under test."""
    people = [each for each in contacts_of(booklet) if each.person and not each.person.endswith("辦公室")]
    values: set[str] = set()
    for each in people:
        values |= {each.person, *each.emails}
        for phone in each.phones:
            if phone.extension:
                values |= {f"{mark}{phone.extension}" for mark in MARKS} | {phone.printed}
            if (phone.e164 or "").startswith("+8869"):
                values |= {phone.e164, phone.printed}
    return values


def read_sqlite(data: bytes) -> Iterable[str]:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    yield from connection.iterdump()


def read_parquet(data: bytes) -> Iterable[str]:
    pandas = pytest.importorskip("pandas")
    yield pandas.read_parquet(io.BytesIO(data)).to_csv()


def words_of(path: Path) -> str:
    """Return all that a file says, whatever its form; fails for a form that nobody has thought of."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        data, path = gzip.decompress(data), path.with_suffix("")
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist())
    if path.suffix in (".sqlite", ".db"):
        return "\n".join(read_sqlite(data))
    if path.suffix == ".parquet":
        return "\n".join(read_parquet(data))
    if path.suffix in PICTURES:
        return ""
    if path.suffix == ".ics":
        return data.replace(b"\r\n ", b"").decode()
    assert path.name in (".booklet-catalogue", "SHA256SUMS", "_headers") or path.suffix in {
        ".csv",
        ".json",
        ".jsonld",
        ".html",
        ".xml",
        ".atom",
        ".css",
        ".js",
        ".txt",
        ".md",
    }, path
    return data.decode("utf-8")


def leaks(folder: Path, values: set[str]) -> list[tuple[str, str]]:
    """Return file and value wherever a value stands; an extension only as a whole number."""
    found = []
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        words = words_of(path)
        for value in values:
            after = r"(?!\d)" if value[-1:].isdigit() else ""
            if value in words and re.search(re.escape(value) + after, words):
                found.append((path.name, value))
    return found


def bare(catalogue: Catalogue) -> Catalogue:
    return Catalogue(tuple(map(without_people, catalogue.booklets)), BASE, {}, people=False)


@CATALOGUES
def test_no_file_says_who_or_how_to_reach_whom(catalogue, tmp_path):
    full = catalogue()
    values = set().union(*map(private_values, full.booklets))
    assert len(values) > 100
    out = written(tmp_path, *WRITERS, catalogue=bare(full))
    for number, booklet in enumerate(bare(full).booklets):
        (out / f"booklet-{number}.json").write_bytes(to_json(booklet))
    assert leaks(out, values) == []


def test_the_search_finds_what_stands_in_a_catalogue_with_people(tmp_path):
    """Were it blind in some format, the test above would prove nothing there."""
    out = written(tmp_path, *WRITERS, catalogue=demos())
    found = leaks(out, set().union(*map(private_values, demos().booklets)))
    files = {file for file, _ in found}
    assert {"applications.ics", "contacts.csv", "phones.csv", "cpsv-ap.jsonld", "schema-org.jsonld"} <= files


def test_the_whole_catalogue_says_nobody_in_any_format(tmp_path):
    """Whatever the command writes: tables, workbooks, databases, pages.  A picture of a page would show people."""
    values = set().union(*map(private_values, demos().booklets))
    catalogue_command(tmp_path / "bare", "--without-people")
    assert leaks(tmp_path / "bare", values) == []
    for path in (tmp_path / "bare").rglob("*.*"):
        assert path.suffix not in PICTURES
        assert path.suffix != ".html" or not re.search(r"data:image/(?!svg)", path.read_text("utf-8"))
    rows = [
        row
        for path in (tmp_path / "bare").rglob("*.csv")
        for row in csv.DictReader(path.open(encoding="utf-8-sig", newline=""))
    ]
    extensions = {
        p.extension for b in demos().booklets for c in contacts_of(b) for p in c.phones if p.extension
    }
    assert rows
    assert not [
        row
        for row in rows
        if row.get("extension") in extensions or row.get("person") not in (None, "", "MINI計畫專案辦公室")
    ]


def test_the_search_of_the_whole_catalogue_is_not_blind(site):
    values = set().union(*map(private_values, demos().booklets))
    endings = {Path(file).suffix for file, _ in leaks(site, values)}
    held = {path.suffix for path in site.rglob("*")}
    assert endings >= held & {".csv", ".xlsx", ".parquet", ".sqlite", ".db", ".html", ".ics", ".jsonld"}


@CATALOGUES
def test_every_office_and_its_number_stay(catalogue):
    for booklet in catalogue().booklets:
        told = without_people(booklet)
        for before, after in zip(booklet.programmes, told.programmes, strict=True):
            assert {c.organization for c in after.contacts} == {c.organization for c in before.contacts}
            landlines = {
                (c.organization, phone.e164) for c in before.contacts for phone in c.phones if phone.e164
            }
            assert {(c.organization, p.e164) for c in after.contacts for p in c.phones} == landlines
            assert len({c.model_dump_json() for c in after.contacts}) == len(after.contacts)
        offices = [c for c in contacts_of(booklet) if c.person and c.person.endswith("辦公室")]
        assert offices
        assert all(office in contacts_of(told) for office in offices)


@CATALOGUES
def test_texts_keep_their_length_and_facts_their_place(catalogue):
    for booklet in catalogue().booklets:
        told = without_people(booklet)
        assert len(told.front.introduction) == len(booklet.front.introduction)
        assert told.front.introduction != booklet.front.introduction
        for fact in told.front.facts.periods:
            start, end = fact.span
            assert told.front.introduction[start:end] == fact.printed
        for before, after in zip(booklet.programmes, told.programmes, strict=True):
            kept = {"contacts", "provenance"}
            assert after.model_dump(exclude=kept) == before.model_dump(exclude=kept)


@CATALOGUES
def test_the_record_given_is_left_alone(catalogue):
    for booklet in catalogue().booklets:
        before = to_json(booklet)
        without_people(booklet)
        assert to_json(booklet) == before


def test_taking_people_out_twice_takes_nothing_more():
    once = without_people(demo_read(113))
    assert without_people(once) == once


def with_contact(text: str = "", **told: object) -> Booklet:
    """Return demo-113 with one programme, one contact and one service text."""
    booklet = demo_read(113).model_copy(deep=True)
    del booklet.programmes[1:]
    booklet.findings = []
    programme = booklet.programmes[0]
    programme.facts = Facts()
    programme.contacts = [
        Contact.model_validate({"role": "executing_agency", "organization": "財團法人山海產業中心"} | told)
    ]
    programme.summary.text, programme.summary.outline = text, []
    return booklet


def contact_after(**told: object) -> Contact:
    (contact,) = without_people(with_contact(**told)).programmes[0].contacts
    return contact


@pytest.mark.parametrize(
    ("printed", "e164", "extension", "left"),
    [
        ("(02)2755-0113#212", "+886227550113", "212", "(02)2755-0113"),
        ("(02)2755-0113 分機 212", "+886227550113", "212", "(02)2755-0113"),
        ("(06)265-0174轉1424", "+88662650174", "1424", "(06)265-0174"),
        ("02-27550113(分機212)", "+886227550113", "212", "02-27550113"),
        ("#1832", "+886227550190", "1832", "02 2755 0190"),
        ("(03)591-6420", "+88635916420", None, "(03)591-6420"),
        ("0912-345-678", "+886912345678", None, None),
        ("02-123", None, None, None),
    ],
)
def test_a_direct_line_goes_and_the_number_before_it_stays(printed, e164, extension, left):
    phone = Phone(printed=printed, e164=e164, extension=extension)
    contact = contact_after(person="林經理", phones=[phone])
    assert contact.person is None
    assert contact.phones == ([Phone(printed=left, e164=e164)] if left else [])


@pytest.mark.parametrize("printed", ["0912-345-678", "(02)2755-0113#212"])
def test_an_office_keeps_its_mobile_and_its_extension(printed):
    mobile = printed.startswith("09")
    phone = Phone(
        printed=printed,
        e164="+886912345678" if mobile else "+886227550113",
        extension=None if mobile else "212",
    )
    told = {"phones": [phone], "emails": ["help@office.example.tw"]}
    assert contact_after(**told).phones == [phone]
    contact = contact_after(person="推動辦公室", **told)
    assert (contact.person, contact.phones, contact.emails) == ("推動辦公室", [phone], told["emails"])
    text = f"請洽本中心{printed}。"
    assert without_people(with_contact(text, **told)).programmes[0].summary.text == text


@pytest.mark.parametrize(
    ("person", "office"),
    [
        ("MINI計畫專案辦公室", True),
        ("服務專線", True),
        ("企業服務窗口", True),
        ("林務局", True),
        ("產業發展科", True),
        ("諮詢服務台(北區)", True),
        ("林經理", False),
        ("溫業務督導員", False),
        ("林窗口", False),
        ("王登科", False),
        ("應小姐", False),
        ("John Smith", False),
        ("專員", False),
        ("阿部", False),
    ],
)
def test_an_office_is_told_from_a_person_by_its_last_word(person, office):
    assert is_office(person) == office


def test_an_address_beside_a_person_is_personal_unless_an_office_prints_it():
    mine, shared_one = "lin@center.example.tw", "service@center.example.tw"
    booklet = with_contact(
        "來信 SERVICE@center.example.tw 或 LIN@center.example.tw", person="林經理", emails=[mine, shared_one]
    )
    told = without_people(booklet)
    assert told.programmes[0].contacts[0].emails == []
    assert MASK not in told.programmes[0].name
    assert "@" not in told.programmes[0].summary.text
    booklet.programmes[0].contacts.append(
        Contact(role="executing_agency", organization="別的單位", emails=[shared_one])
    )
    told = without_people(booklet)
    assert told.programmes[0].contacts[0].emails == [shared_one]
    assert told.programmes[0].summary.text == f"來信 SERVICE@center.example.tw 或 {MASK * len(mine)}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("請洽林經理辦理。", "請洽○○○辦理。"),
        ("聯絡人：王大明先生，電話(02)2345-6789#12。", "聯絡人：○○○○○，電話(02)2345-6789#○○。"),
        ("聯絡人：應小姐", "聯絡人：○○○"),
        ("承辦人：陳專員，手機0912-345-678", "承辦人：○○○，手機○○○○-○○○-○○○"),
        ("由吳小姐受理，信箱wu@center.example.tw", "由○○○受理，信箱○○○○○○○○○○○○○○○○○○○○"),
        ("電話(02)2345-6789轉316", "電話(02)2345-6789轉○○○"),
        # What names nobody stays.
        ("授課：程老師", "授課：○○○"),
        ("請寄service@center.example.tw", "請寄service@center.example.tw"),
        ("由專員及管理員說明，高級專員審查", "由專員及管理員說明，高級專員審查"),
        ("總機(02)2345-6789", "總機(02)2345-6789"),
        ("補助金額為316萬元，第212號", "補助金額為316萬元，第212號"),
        ("申請人應於3日內補正", "申請人應於3日內補正"),
        ("由課程老師或高中老師授課，各位先生女士請進", "由課程老師或高中老師授課，各位先生女士請進"),
    ],
)
def test_running_text_names_nobody(text, told):
    phone = Phone(printed="(02)2755-0113#212", e164="+886227550113", extension="212")
    booklet = with_contact(text, person="林經理", phones=[phone])
    booklet.programmes[0].websites = [Website(name=text, url="https://center.example.tw/")]
    booklet.front.introduction = text
    masked = without_people(booklet)
    assert masked.programmes[0].summary.text == told
    assert masked.programmes[0].websites[0].name == told
    assert masked.front.introduction == told


def test_notes_findings_and_facts_name_nobody_either():
    phone = Phone(printed="(02)2755-0113#212", e164="+886227550113", extension="212")
    booklet = with_contact("林經理自3月起受理", person="林經理", note="林經理代理人：陳小姐", phones=[phone])
    booklet.programmes[0].facts.periods = [
        Period(
            printed="林經理自3月起",
            path="summary",
            span=(0, 7),
            rule="start",
            purpose="application",
            kind="fixed",
        )
    ]
    booklet.findings = [
        finding(
            "phone-shared",
            "+886227550113 extension 212 is printed for 山海 林經理",
            programme=booklet.programmes[0].id,
            path="contacts[0]",
            people=["山海 林經理"],
            printed="(02)2755-0113#212",
        )
    ]
    told = without_people(booklet)
    assert told.programmes[0].contacts[0].note == "○○○代理人：○○○"
    assert told.programmes[0].facts.periods[0].printed == "○○○自3月起"
    (found,) = told.findings
    assert found.message == "+886227550113 extension ○○○ is printed for 山海 ○○○"
    assert found.data == {"people": ["山海 ○○○"], "printed": "(02)2755-0113#○○○"}


def test_offices_that_are_alike_each_stay():
    booklet = with_contact()
    programme = booklet.programmes[0]
    programme.contacts = [programme.contacts[0].model_copy(deep=True) for _ in range(3)]
    programme.provenance = {f"contacts[{number}].organization": [] for number in range(3)}
    assert without_people(booklet).programmes == booklet.programmes


def test_people_of_one_office_become_one_contact_and_findings_follow():
    booklet = with_contact()
    people = [
        Contact(
            role="executing_agency",
            organization="財團法人山海產業中心",
            person=name,
            phones=[Phone(printed=f"(02)2755-0113#{extension}", e164="+886227550113", extension=extension)],
        )
        for name, extension in (("林經理", "212"), ("陳小姐", "213"))
    ]
    office = Contact(role="executing_agency", organization="青川辦公室")
    programme = booklet.programmes[0]
    programme.contacts = [*people, office]
    box = (1, 0.0, 0.0, 1.0, 1.0)
    programme.provenance = {
        "contacts": [box],
        "contacts[0].person": [box],
        "contacts[0].phones[0]": [box],
        "contacts[1].organization": [box],
        "contacts[2].organization": [box],
    }
    booklet.findings = [
        finding(
            "contact-incomplete",
            "x",
            programme=programme.id,
            path="contacts[2]",
            places=[f"{programme.id}:contacts[1]"],
        )
    ]
    told = without_people(booklet)
    assert [contact.organization for contact in told.programmes[0].contacts] == [
        "財團法人山海產業中心",
        "青川辦公室",
    ]
    assert set(told.programmes[0].provenance) == {
        "contacts",
        "contacts[0].organization",
        "contacts[1].organization",
    }
    assert told.findings[0].where.path == "contacts[1]"
    assert told.findings[0].data["places"] == [f"{programme.id}:contacts[0]"]
