"""A form becomes a programme: each field by its role, each character owned by one path, and what is odd told."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from pipeline.core.page import Line
from pipeline.core.record import Finding, Programme
from pipeline.fields.contacts import ContactDraft
from pipeline.fields.ledger import SET_ASIDE, Ledger
from pipeline.fields.programme import LINES, Builder, Scopes, _contact
from pipeline.forms.document import Segment
from pipeline.forms.profile import Profile, load_profile, parse_profile
from pipeline.forms.segment import segment
from pipeline.pages.transcript import parse_transcript
from tests.printed import page, traced

PROFILE = load_profile("support-measures")
CARDS = parse_profile("cards", 'labels = ["案名", "依據", "說明"]')
WHOLE = """一、資金面

(二)貸款措施

7、小額貸款計畫(SLP)

輔導措施簡介\t協助企業。
提供服務項目\t■貸款：●對象：企業●額度：100萬元。
優惠方式\t■利率：優惠利率，依公告。
聯絡方式\t主辦機關\t甲部\t承辦人\t王科員\t聯絡電話\t(02)2355-0115#11
相關網站\t甲部：https://a.example.tw/
"""


def built(
    text: str, profile: Profile = PROFILE, scope: str = "1.2.7"
) -> tuple[Programme, list[Finding], Ledger]:
    """Return the first programme of a transcription, its findings, and who owns what."""
    made = parse_transcript(text, Counter())
    ledger = Ledger()
    ledger.open(made)
    document = segment([made], profile)
    for line in document.front:
        ledger.own("front", "title", line.text)
    builder = Builder(document.segments[0], scope, profile, ledger)
    return builder.build(), builder.findings, ledger


def lost(ledger: Ledger) -> list[str]:
    return [patch.text for sheet in ledger.sheets for patch in (*sheet.unowned(), *sheet.owned_twice())]


def told(findings: list[Finding]) -> list[tuple[str, str | None]]:
    return [(each.code, each.where.path) for each in findings]


def test_a_whole_form_has_every_field_and_nothing_to_tell() -> None:
    programme, findings, ledger = built(WHOLE)
    assert (programme.id, programme.name, programme.acronym, programme.number) == (
        "1.2.7",
        "小額貸款計畫(SLP)",
        "SLP",
        7,
    )
    assert (programme.area.number, programme.area.name) == (1, "資金面")
    assert (programme.measure.number, programme.measure.name) == (2, "貸款措施")
    assert programme.summary.text == "協助企業。"
    ((service, benefit),) = zip(programme.services, programme.benefits, strict=True)
    assert (service.kind, service.title, service.text) == ("貸款", None, None)
    assert [(item.label, item.text) for item in service.items] == [("對象", "企業"), ("額度", "100萬元。")]
    assert (benefit.kind, benefit.title, benefit.text) == ("利率", None, "優惠利率，依公告。")
    (contact,) = programme.contacts
    assert (contact.role, contact.organization, contact.person) == ("competent_authority", "甲部", "王科員")
    assert [(phone.printed, phone.extension) for phone in contact.phones] == [("(02)2355-0115#11", "11")]
    assert [(site.name, site.url) for site in programme.websites] == [("甲部", "https://a.example.tw/")]
    assert (programme.other, programme.pages, programme.printed_page) == ({}, None, None)
    assert findings == []
    assert lost(ledger) == []


OWN = """主辦機關\t甲部\t承辦人\t王科員
聯絡電話\t(02)2355-0115#11
"""
"""Contacts whose rows have no label over them."""


def test_contacts_may_stand_among_the_fields_of_a_form() -> None:
    """Whether above all others, as in booklets whose short fields come first, or in two places."""
    (contacts,) = (line for line in WHOLE.splitlines(keepends=True) if line.startswith("聯絡方式"))
    whole, _, _ = built(WHOLE)
    above = WHOLE.replace(contacts, "").replace("輔導措施簡介", f"{OWN}輔導措施簡介")
    first, second = OWN.splitlines(keepends=True)
    apart = WHOLE.replace(contacts, second).replace("輔導措施簡介", f"{first}輔導措施簡介")
    for text in (above, WHOLE.replace(contacts, OWN), apart):
        programme, findings, ledger = built(text)
        assert [(each.role, each.organization, each.person, each.phones) for each in programme.contacts] == [
            (each.role, each.organization, each.person, each.phones) for each in whole.contacts
        ]
        assert (programme.other, findings, lost(ledger)) == ({}, [], [])


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (f"{WHOLE}聯絡電話\t(02)2355-0116\n主辦機關\t乙部\n", ["聯絡電話", "主辦機關"]),  # it has contacts
        (WHOLE.replace("聯絡方式\t主辦機關\t甲部\t承辦人\t王科員\t", ""), ["聯絡電話"]),  # one row may be any
    ],
)
def test_one_row_or_more_beside_contacts_are_told(text: str, other: list[str]) -> None:
    programme, findings, _ = built(text)
    assert list(programme.other) == other
    assert [each.data["label"] for each in findings if each.code == "label-unknown"] == other


def test_each_character_is_owned_by_the_path_of_its_value() -> None:
    _, _, ledger = built(WHOLE)
    paths = {}
    glyphs = ledger.sheets[0].page.glyphs
    for at, sign in enumerate(glyphs):
        if not sign.isspace():
            paths.setdefault(ledger.sheets[0].owner_of(at)[1], []).append(sign)
    assert {path: "".join(signs) for path, signs in paths.items()} == {
        "area": "一、資金面",
        "measure": "(二)貸款措施",
        "name": "7、小額貸款計畫(SLP)",
        "summary.label": "輔導措施簡介",
        "summary": "協助企業。",
        "services.label": "提供服務項目",
        "services": "■",
        "services[0]": "貸款：●●",
        "services[0].items[0]": "對象：企業",
        "services[0].items[1]": "額度：100萬元。",
        "benefits.label": "優惠方式",
        "benefits": "■",
        "benefits[0]": "利率：優惠利率，依公告。",
        "contacts.label": "聯絡方式",
        "contacts": "主辦機關承辦人聯絡電話",
        "contacts[0].organization": "甲部",
        "contacts[0].person": "王科員",
        "contacts[0].phones[0]": "(02)2355-0115#11",
        "websites.label": "相關網站",
        "websites": "：",
        "websites[0]": "甲部https://a.example.tw/",
    }


def test_titles_of_services_and_benefits_are_theirs() -> None:
    text = WHOLE.replace("■貸款：●", "■貸款：創業貸款●").replace(
        "■利率：優惠利率，依公告。", "■利率：優惠利率1.甲2.乙"
    )
    programme, _, ledger = built(text)
    assert programme.services[0].title == "創業貸款"
    assert programme.benefits[0].title in (None, "優惠利率")
    owners = {ledger.sheets[0].owner_of(at)[1] for at in range(len(ledger.sheets[0].page.glyphs))}
    assert "services[0].title" in owners
    assert lost(ledger) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("7、小額貸款計畫(SLP)\n", "", [("heading-missing", None)]),
        ("相關網站\t甲部：https://a.example.tw/\n", "", [("label-missing", "websites")]),
        ("甲部：https://a.example.tw/", "請洽甲部", [("url-missing", "websites")]),
        ("甲部：https://a.example.tw/", "無", []),
        ("甲部：https://a.example.tw/", "", [("field-empty", "websites")]),
        ("輔導措施簡介\t協助企業。", "輔導措施簡介\t", [("field-empty", "summary")]),
        (
            "聯絡方式\t主辦機關\t甲部\t承辦人\t王科員\t聯絡電話\t(02)2355-0115#11",
            "聯絡方式\t請洽甲部",
            [("contact-unread", "contacts")],
        ),
        (
            "聯絡方式\t主辦機關\t甲部\t承辦人\t王科員\t聯絡電話\t(02)2355-0115#11",
            "聯絡方式\t",
            [("field-empty", "contacts")],
        ),
        ("相關網站\t", "附註\t略\n相關網站\t", [("label-unknown", None)]),
        ("優惠方式\t", "優惠方式\t■手續費：免收。\n優惠方式\t", [("label-repeated", None)]),
    ],
)
def test_what_is_odd_about_a_form_is_told(
    before: str, after: str, expected: list[tuple[str, str | None]]
) -> None:
    assert before in WHOLE
    _, findings, ledger = built(WHOLE.replace(before, after))
    assert told(findings) == expected
    assert {each.where.programme for each in findings} <= {"1.2.7"}
    assert lost(ledger) == []


def test_what_no_field_takes_is_kept_under_its_label() -> None:
    more = "附註\t略\n附註\t再略\n相關網站\t"
    programme, findings, _ = built(WHOLE.replace("相關網站\t", more))
    assert {name: held.text for name, held in programme.other.items()} == {"附註": "略", "附註 (2)": "再略"}
    assert [(each.code, each.message, each.data) for each in findings] == [
        ("label-unknown", "the profile does not know the label 附註", {"label": "附註"}),
        ("label-unknown", "the profile does not know the label 附註", {"label": "附註"}),
    ]


def test_a_second_value_of_a_role_is_kept_beside_it_and_a_third_too() -> None:
    more = "優惠方式\t■手續費：免收。\n提供服務項目\t甲。\n提供服務項目\t乙。\n優惠方式\t"
    programme, findings, ledger = built(WHOLE.replace("優惠方式\t", more))
    assert [benefit.kind for benefit in programme.benefits] == ["手續費"]
    assert {name: held.text for name, held in programme.other.items()} == {
        "提供服務項目": "甲。",
        "提供服務項目 (2)": "乙。",
        "優惠方式": "■利率：優惠利率，依公告。",
    }
    assert [each.code for each in findings] == ["label-repeated"] * 3
    assert lost(ledger) == []


def test_a_cell_that_cannot_be_read_by_its_role_is_kept_as_text() -> None:
    programme, findings, ledger = built(WHOLE.replace("甲部：https://a.example.tw/", "請洽甲部"))
    assert programme.websites == []
    assert {name: held.text for name, held in programme.other.items()} == {"相關網站": "請洽甲部"}
    ((code, message, data),) = [(each.code, each.message, each.data) for each in findings]
    assert (code, message, data) == (
        "url-missing",
        "no address can be read from 請洽甲部",
        {"text": "請洽甲部"},
    )
    assert ledger.sheets[0].owner_of(ledger.sheets[0].page.glyphs.index("請洽"))[1] == "other.相關網站"


def test_text_outside_the_form_is_set_aside_page_by_page() -> None:
    text = WHOLE.replace("優惠方式", "\n註：甲。\n乙。\n\n優惠方式")
    _, findings, ledger = built(text)
    ((code, message, data),) = [(each.code, each.message, each.data) for each in findings]
    assert (code, message) == ("stray-text", "text outside the form: 註：甲。 … (2 lines)")
    assert data == {"text": "註：甲。\n乙。"}
    at = ledger.sheets[0].page.glyphs.index("註")
    assert ledger.sheets[0].owner_of(at) == (SET_ASIDE, "1.2.7:None")
    _, findings, _ = built(WHOLE.replace("優惠方式", "\n註：甲。\n\n優惠方式"))
    assert findings[0].message == "text outside the form: 註：甲。"


@pytest.mark.parametrize(
    ("before", "count", "code"),
    [
        ("優惠方式", LINES, "text-unplaced"),
        ("優惠方式", LINES - 1, "stray-text"),
        ("", LINES, "stray-text"),  # the form is whole
        ("7、小額", LINES, None),  # nothing goes on: it is of the front matter
    ],
)
def test_lines_where_a_form_goes_on_may_be_of_a_field(before: str, count: int, code: str | None) -> None:
    lines = "\n" + "甲。\n" * count + "\n"
    text = WHOLE.replace(before, lines + before) if before else WHOLE + lines
    _, findings, _ = built(text)
    assert [each.code for each in findings] == ([code] if code else [])


def test_lines_below_a_form_without_its_last_field_may_be_of_it() -> None:
    text = WHOLE.replace("相關網站\t甲部：https://a.example.tw/\n", "\n" + "甲。\n" * LINES)
    _, findings, _ = built(text)
    assert [each.code for each in findings] == ["text-unplaced", "label-missing"]


@pytest.mark.parametrize(("empty", "code"), [(3, "form-incomplete"), (2, None)])
def test_a_form_most_of_whose_labels_have_nothing_beside_them_is_hardly_one(
    empty: int, code: str | None
) -> None:
    """Values that stand below their labels were no fields, and nothing but notes said so."""
    lines = WHOLE.splitlines()
    rows = [at for at, line in enumerate(lines) if "\t" in line][:empty]
    text = "\n".join(line.partition("\t")[0] + "\t" if at in rows else line for at, line in enumerate(lines))
    _, findings, _ = built(text + "\n")
    assert [each.code for each in findings if each.severity == "error"] == ([code] if code else [])


def test_a_finding_has_the_page_and_the_box_of_what_it_sets_aside() -> None:
    glyphs = "甲乙丙丁"
    ledger = Ledger()
    ledger.open(page(3, glyphs=glyphs))
    ledger.open(page(4, glyphs=glyphs, first=10))
    part = Segment(None, None, None, (), (), ())
    builder = Builder(part, "1", PROFILE, ledger)
    builder.report("stray-text", "two pages", block=traced("乙丙", 1) + traced("甲", 10), text="…")
    builder.report("stray-text", "none", path="name", text="…")
    first, second = builder.findings
    assert (first.where.page, first.where.box) == (3, (10.0, 100.0, 30.0, 110.0))
    assert (second.where.page, second.where.box, second.where.path, second.where.programme) == (
        None,
        None,
        "name",
        "1",
    )
    assert [ledger.scope_of(at) for at in (0, 1, 2, 10)] == ["", SET_ASIDE, SET_ASIDE, SET_ASIDE]


def test_a_repeated_item_is_owned_by_its_finding() -> None:
    item = "●對象：依法登記之中小企業，且最近一年未有欠稅紀錄者，均得提出申請。"
    text = WHOLE.replace("●對象：企業", item * 2)
    programme, findings, ledger = built(text)
    assert [each.label for each in programme.services[0].items] == ["對象", "額度"]
    assert told(findings) == [("block-repeated", "services[0].items[0]")]
    assert lost(ledger) == []
    glyphs = ledger.sheets[0].page.glyphs
    second = glyphs.index("對象", glyphs.index("對象") + 1)
    assert ledger.scope_of(second) == SET_ASIDE


def test_a_contact_that_another_shares_is_cited() -> None:
    contacts = "聯絡方式\t主辦機關\t甲部\t承辦人\t王科員\t聯絡電話\t(02)2355-0115#11\n\t執行單位\t乙會\t聯絡人\t同上\t聯絡電話\t同上"
    programme, findings, ledger = built(
        WHOLE.replace("聯絡方式\t主辦機關\t甲部\t承辦人\t王科員\t聯絡電話\t(02)2355-0115#11", contacts)
    )
    assert [(each.organization, each.person, each.phones[0].extension) for each in programme.contacts] == [
        ("甲部", "王科員", "11"),
        ("乙會", "王科員", "11"),
    ]
    assert findings == []
    assert lost(ledger) == []


# names


@pytest.mark.parametrize(
    ("name", "acronym"),
    [
        ("計畫(SLP)", "SLP"),
        ("計畫（A&B 2）", "A&B 2"),
        ("計畫(X)", None),
        ("計畫(第二期)", None),
        ("(SLP)計畫", None),
        ("計畫(2SLP)", None),
    ],
)
def test_an_acronym_ends_a_name(name: str, acronym: str | None) -> None:
    programme, _, _ = built(WHOLE.replace("小額貸款計畫(SLP)", name))
    assert programme.acronym == acronym


def test_the_key_of_a_name_is_that_of_its_folded_text() -> None:
    keys = {
        built(WHOLE.replace("小額貸款計畫(SLP)", name))[0].key
        for name in ("臺灣計畫", "台灣計畫", "台 灣計畫")
    }
    assert len(keys) == 1
    assert {len(key) for key in keys} == {12}
    assert keys != {built(WHOLE)[0].key}


def test_a_form_without_a_heading_of_its_own_is_named_by_its_first_field() -> None:
    text = "案名\t夜市\n依據\t乙法\n\n案名\t早市\n依據\t丙法\n"
    programme, findings, ledger = built(text, CARDS, "1")
    assert programme.name == "夜市"
    assert (
        ledger.sheets[0].owner_of(ledger.sheets[0].page.glyphs.index("夜"))[1] == "other.案名"
    )  # cited, not owned
    assert {name: held.text for name, held in programme.other.items()} == {"案名": "夜市", "依據": "乙法"}
    assert programme.number is None
    assert (programme.area, programme.measure) == (None, None)
    assert [each.code for each in findings if each.code != "label-missing"] == []


def test_ids_are_of_area_measure_and_number_or_of_the_order() -> None:
    form = WHOLE[WHOLE.index("輔導") :]
    document = segment([parse_transcript(f"{WHOLE}\n7、乙計畫\n\n{form}", Counter())], PROFILE)
    first, second = document.segments
    scopes = Scopes()
    assert [scopes.of(first), scopes.of(second), scopes.of(first)] == ["1.2.7", "1.2.7~2", "1.2.7~3"]
    counted = Scopes({""})
    assert [counted.of(first), counted.of(second)] == ["1.2.1", "1.2.2"]


def test_lines_that_are_repeated_overleaf_are_owned() -> None:
    made = parse_transcript(WHOLE, Counter())
    ledger = Ledger()
    ledger.open(made)
    (part,) = segment([made], PROFILE).segments
    line = Line(traced("甲", 0), (0.0, 0.0, 1.0, 1.0))
    builder = Builder(replace(part, repeated=(line,), new_headings=()), "x", PROFILE, ledger)
    builder.build()
    assert ledger.sheets[0].owner_of(0) == ("x", "repeated")


def test_a_note_about_a_contact_is_kept():
    drafts = [ContactDraft("executing_agency", traced("乙會"), traced("王先生", 9), ["台北"])]
    drafts += [ContactDraft("executing_agency", traced("乙會"), traced("", 9), ["台北", "週一"])]
    drafts += [ContactDraft("executing_agency", traced("乙會"), traced("", 9), [], "2")]
    assert [(each.person, each.note, each.number) for each in map(_contact, drafts)] == [
        ("王先生", "台北", None),
        (None, "台北；週一", None),
        (None, None, "2"),
    ]


def test_the_label_that_stands_twice_is_named() -> None:
    more = "優惠方式\t■手續費：免收。\n優惠方式\t"
    _, findings, _ = built(WHOLE.replace("優惠方式\t", more))
    assert [(each.code, each.message, each.data) for each in findings] == [
        ("label-repeated", "優惠方式 stands twice in this form", {"label": "優惠方式"})
    ]
