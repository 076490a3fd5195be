"""Each kind of fault is found where it stands, and a booklet without faults has no finding."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.checks.across_programmes import compared, oddities
from pipeline.checks.booklet import lost, sentences, twice, unmapped
from pipeline.checks.contents_page import Printed, contents, headings, numbering, printed_pages
from pipeline.core.record import (
    Benefit,
    Contact,
    ContentsEntry,
    Finding,
    Phone,
    PlainField,
    Programme,
    Prose,
    Website,
)
from pipeline.core.traced import Traced
from pipeline.extract import Extraction, extract
from pipeline.fields.ledger import Ledger
from pipeline.forms.document import Segment
from pipeline.forms.headings import Title
from pipeline.forms.profile import Profile, load_profile
from pipeline.pages.glyph import REPLACEMENT
from pipeline.source.document import Acquired, identify
from tests.printed import page

FORM = """
計畫簡介\t{name}的內容。
服務項目\t■補助：●對象：中小企業。
優惠方式\t■免費：免收費用。
聯絡方式\t主辦機關\t某某部某某處\t承辦人\t王先生\t聯絡電話\t02-2754-1255#101
相關網站\thttps://a.example.org.tw
"""
BOOKLET = f"""109年度某手冊
主辦機關：某某部
中華民國109年2月

目錄
一、資金面\t1
(一)研發\t1
1、甲計畫\t1
2、乙計畫\t2
二、人才面\t3
(一)培訓\t3
1、丙計畫\t3

一、資金面
(一)研發
1、甲計畫
{FORM.format(name="甲計畫")}
2、乙計畫
{FORM.format(name="乙計畫")}
二、人才面
(一)培訓
1、丙計畫
{FORM.format(name="丙計畫")}"""
PHONE = "02-2754-1255#101"


PROFILE = load_profile("support-measures")


def read(
    folder: Path, text: str, roc_year: int | None = 109, profile: Profile = PROFILE, edition: str = "109"
) -> Extraction:
    file = folder / "booklet.txt"
    file.write_text(text, "utf-8")
    media_type, sha256 = identify(file)
    return extract(Acquired(file, media_type, sha256), edition, roc_year, profile)


def test_booklet_without_faults_has_no_finding(tmp_path):
    made = read(tmp_path, BOOKLET)
    assert made.booklet.findings == []
    assert made.owned == made.glyphs
    assert [programme.id for programme in made.booklet.programmes] == ["1.1.1", "1.1.2", "2.1.1"]
    assert [programme.printed_page for programme in made.booklet.programmes] == [1, 2, 3]


@pytest.mark.parametrize(
    ("code", "printed", "instead", "where"),
    [
        ("contents-name", "2、乙計畫\t2", "2、某乙計畫\t2", ("1.1.2", None)),
        ("contents-extra", "2、乙計畫\t2", "2、乙計畫\t2\n3、丁計畫\t2", (None, None)),
        ("contents-absent", "2、乙計畫\t2\n", "", ("1.1.2", None)),
        ("numbering-gap", "\n2、乙計畫\n", "\n3、乙計畫\n", ("1.1.3", None)),
        ("label-unknown", "計畫簡介\t乙", "注意事項\t甲\n計畫簡介\t乙", ("1.1.2", None)),
        ("label-missing", "計畫簡介\t乙計畫的內容。\n", "", ("1.1.2", "summary")),
        ("field-empty", "計畫簡介\t乙計畫的內容。", "計畫簡介\t", ("1.1.2", "summary")),
        ("stray-text", "\n2、乙計畫\n", "\n這一行不是標題也不在表內。\n\n2、乙計畫\n", (None, None)),
        ("glyph-unmapped", "乙計畫的內容", "乙計畫\ue000內容", (None, None)),
        ("punctuation-doubled", "乙計畫的內容。", "乙計畫的內容。。", ("1.1.2", "summary")),
        ("year-differs", "109年度某手冊", "110年度某手冊", (None, None)),
    ],
)
def test_fault_is_found_where_it_stands(tmp_path, code, printed, instead, where):
    assert printed in BOOKLET
    found = read(tmp_path, BOOKLET.replace(printed, instead)).booklet.findings
    named = [finding for finding in found if finding.code == code]
    assert named, [finding.code for finding in found]
    if where[0]:
        assert where[0] in {finding.where.programme for finding in named}
    if where[1]:
        assert where[1] in {finding.where.path for finding in named}


@pytest.mark.parametrize(
    ("code", "printed", "instead"),
    [
        ("kind-unmarked", "■補助：●", "補助：●"),
        ("kind-missing", "■免費：免收費用。", "一律不收任何費用，歡迎多加利用。"),
        ("item-unmarked", "■補助：●對象：", "■補助 服務對象："),
        ("block-repeated", "●對象：中小企業。", "●對象：中小企業。●對象：中小企業。"),
        ("contact-incomplete", PHONE, ""),
        ("phone-invalid", PHONE, "02-2754-125"),
        ("email-invalid", f"聯絡電話\t{PHONE}", "E-mail\ta.b@"),
        ("same-as-nothing", PHONE, "同上"),
        (
            "contact-pairing",
            f"王先生\t聯絡電話\t{PHONE}",
            "王先生、李小姐、張先生\t聯絡電話\t02-2754-1255#1、#2",
        ),
        ("contact-unread", "主辦機關\t某某部某某處\t承辦人\t王先生\t聯絡電話\t", "某某部某某處\t"),
        ("url-missing", "https://a.example.org.tw", "建置中"),
        ("label-repeated", "■免費：免收費用。", "■免費：免收費用。\n優惠方式\t■加碼：甲"),
        ("unparsed-date", "●對象：中小企業。", "●期間：至109年2月30日止。"),
    ],
)
def test_fault_of_a_field_names_its_programme(tmp_path, code, printed, instead):
    before, after = BOOKLET.split("\n2、乙計畫\n")
    assert printed in after
    found = read(tmp_path, before + "\n2、乙計畫\n" + after.replace(printed, instead, 1)).booklet.findings
    assert [finding.where.programme for finding in found if finding.code == code] == ["1.1.2"]


def test_lines_outside_a_form_that_stand_together_are_one_finding(tmp_path):
    text = BOOKLET.replace("\n2、乙計畫\n", "\n這一行不是標題。\n這一行也不是。\n\n2、乙計畫\n")
    (found,) = (each for each in read(tmp_path, text).booklet.findings if each.code == "stray-text")
    assert found.data["text"] == "這一行不是標題。\n這一行也不是。"
    assert found.message == "text outside the form: 這一行不是標題。 … (2 lines)"


def test_nothing_is_lost_whatever_is_wrong(tmp_path):
    for printed in (
        "■補助：",
        "●對象：",
        "主辦機關",
        "王先生",
        "相關網站",
        "計畫簡介",
        "2、",
        "(一)",
        "一、",
        "\t",
    ):
        made = read(tmp_path, BOOKLET.replace(printed, ""))
        assert (made.owned, made.glyphs) == (made.glyphs, made.glyphs), printed


def test_label_ignored_by_name_is_kept_without_a_finding(tmp_path):
    text = BOOKLET.replace("計畫簡介\t乙", "注意事項\t先洽詢再申請。\n計畫簡介\t乙")
    made = read(tmp_path, text, profile=PROFILE.model_copy(update={"ignored": ["注意事項"]}))
    assert made.booklet.findings == []
    assert made.owned == made.glyphs
    assert made.booklet.programmes[1].other["注意事項"].text == "先洽詢再申請。"


def test_contents_page_in_another_order(tmp_path):
    moved = BOOKLET.replace("1、甲計畫\t1\n2、乙計畫\t2\n", "2、乙計畫\t2\n1、甲計畫\t1\n")
    found = read(tmp_path, moved).booklet.findings
    assert [(finding.code, finding.data["listed"]) for finding in found] == [("contents-order", "甲計畫")]


def test_what_a_list_of_tables_names_need_be_no_form(tmp_path):
    """A form that the contents page lists and nobody read is missed; a table of the list of tables may be any."""
    end = "1、丙計畫\t3\n"
    assert BOOKLET.count(end) == 1
    listed = BOOKLET.replace(end, f"{end}2、丁計畫\t4\n表目錄\n1、丙計畫\t3\n4、統計\t5\n")
    found = read(tmp_path, listed).booklet.findings
    told = [(finding.code, finding.severity, finding.data["listed"]) for finding in found]
    assert told == [("contents-extra", "error", "丁計畫"), ("contents-table", "warning", "統計")]


def test_booklet_without_contents_page(tmp_path):
    start, end = BOOKLET.index("目錄"), BOOKLET.index("\n一、資金面\n")
    assert [finding.code for finding in read(tmp_path, BOOKLET[:start] + BOOKLET[end:]).booklet.findings] == [
        "contents-missing"
    ]


def test_document_without_forms(tmp_path):
    made = read(tmp_path, "109年度某手冊\n主辦機關：某某部\n中華民國109年2月\n\n這裡沒有表。\n")
    assert [finding.code for finding in made.booklet.findings] == ["no-programme"]


def test_form_without_a_heading(tmp_path):
    found = read(tmp_path, BOOKLET.replace("\n1、丙計畫\n", "\n", 1)).booklet.findings
    assert "heading-missing" in [finding.code for finding in found]


def test_year_that_nobody_gives(tmp_path):
    text = BOOKLET.replace("109年度某手冊", "某手冊").replace("中華民國109年2月\n", "")
    found = read(tmp_path, text, roc_year=None, edition="a").booklet.findings
    assert "year-unknown" in [finding.code for finding in found]


# pages


def title(text: str, first: int) -> Title:
    printed = Traced(text, tuple(range(first, first + len(text))))
    return Title(printed, int(text[0]), printed[2:])


def record(number: int = 1, **fields: object) -> Programme:
    blank = {name: [] for name in ("services", "benefits", "contacts", "websites")}
    known = {"key": "0" * 12, "name": f"計畫{number}", "acronym": None, "area": None, "measure": None}
    known |= {"number": number, "pages": None, "printed_page": None, "summary": Prose(text="")}
    return Programme.model_validate({"id": f"0.0.{number}", **known, **blank, **fields})


def printed(*texts: str, numbers: Sequence[int | None] = ()) -> list[Printed]:
    """Return the headings of a document of one heading a page; ``numbers`` are printed on the pages."""
    found = []
    for text, number in zip(texts, numbers or [None] * len(texts), strict=True):
        part = Segment(None, None, title(text, 0), (), ())
        found += headings(part, f"0.0.{text[0]}", lambda _, number=number: number)
    return found


def listed(*entries: tuple[int, str, int | None]) -> list[ContentsEntry]:
    return [ContentsEntry(level=3, number=number, title=name, page=page) for number, name, page in entries]


def test_contents_page_gives_another_page():
    body = printed("1、甲計畫", "2、乙計畫", numbers=[5, 7])
    found = list(contents(listed((1, "甲計畫", 5), (2, "乙計畫", 6)), body))
    assert [(finding.code, finding.where.programme, finding.data) for finding in found] == [
        ("contents-page", "0.0.2", {"listed": 6, "printed": 7})
    ]


@pytest.mark.parametrize(("number", "page"), [(None, 6), (7, None)])
def test_page_that_one_side_does_not_give_is_no_fault(number, page):
    assert list(contents(listed((1, "甲計畫", page)), printed("1、甲計畫", numbers=[number]))) == []


@pytest.mark.parametrize("name", ["甲 計畫", "甲計畫 ", "甲計\ufeff畫"])
def test_names_are_compared_folded(name):
    assert list(contents(listed((1, name, None)), printed("1、甲計畫"))) == []


def test_printed_pages_by_number():
    entries = [
        (0, None, "前言", 1),
        (1, 1, "甲面", 2),
        (2, 1, "乙", 2),
        (3, 1, "丙", 3),
        (3, 2, "丁", 4),
        (1, 2, "戊面", 5),
    ]
    made = [
        ContentsEntry(level=level, number=number, title=name, page=at) for level, number, name, at in entries
    ]
    assert printed_pages(made) == {(1, 1, 1): 3, (1, 1, 2): 4}


def test_number_that_repeats_and_number_that_is_skipped():
    body = printed("1、甲", "1、乙", "3、丙")
    found = [(finding.data["printed"], finding.data["after"]) for finding in numbering(body)]
    assert found == [("1、乙", 1), ("3、丙", 1)]


def test_numbers_start_again_under_a_new_heading():
    measure = title("1)研發", 0)
    under = Segment(None, measure, title("1、丙", 0), (measure,), ())
    body = [*printed("1、甲", "2、乙"), *headings(under, "0.1.1", lambda _: None)]
    assert [(each.level, each.path) for each in body] == [(3, (0, 0)), (3, (0, 0)), (2, (0,)), (3, (0, 1))]
    assert list(numbering(body)) == []


def test_numbers_start_again_where_the_heading_gives_another_area():
    body = printed("1、甲", "2、乙", "1、丙")
    body = [
        replace(each, area=area, programme=f"{area}.0.{each.number}")
        for each, area in zip(body, (1, 1, 2), strict=True)
    ]
    assert list(numbering(body)) == []


def test_page_without_text_and_glyphs_without_a_character():
    pages = [
        page(1, glyphs="甲"),
        page(2, first=1, glyphs="  "),
        page(3, first=3, glyphs=f"乙{REPLACEMENT}\ue001"),
    ]
    found = [finding for each in pages for finding in unmapped(each)]
    assert [(finding.code, finding.where.page) for finding in found] == [
        ("page-without-text", 2),
        ("glyph-unmapped", 3),
    ]
    assert found[1].where.box == (10.0, 100.0, 20.0, 110.0)
    assert found[1].data == {"count": 2}


def test_lost_and_twice_owned_text():
    ledger = Ledger()
    ledger.open(page(1, glyphs="甲乙丙丁"))
    ledger.own("1.1.1", "name", Traced("甲乙", (0, 1)))
    ledger.own("1.1.2", "name", Traced("乙", (1,)))
    found = [*lost(ledger.sheets[0]), *twice(ledger.sheets[0])]
    assert [
        (finding.code, finding.severity, finding.data["text"], finding.where.page) for finding in found
    ] == [
        ("text-lost", "error", "丙丁", 1),
        ("text-twice", "error", "乙", 1),
    ]


# sentences


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("甲，乙，丙。", []),
        ("甲。。", ["punctuation-doubled"]),
        ("甲，，乙；；丙。", ["punctuation-doubled"] * 2),
        ("甲……乙", []),
        ("甲，乙。\n丙，丁，戊，己，庚辛壬", ["sentence-cut"]),
        ("甲，乙。\n丙，丁，戊，己，庚辛壬。", []),
        ("甲，乙\n丙，丁，戊，己，庚辛壬", []),
        ("甲，乙。\n丙", []),
        ("甲，乙。\n丙，丁，戊", []),
        ("", []),
    ],
)
def test_sentences(text, codes):
    for fields in ({"summary": Prose(text=text)}, {"other": {"附註": PlainField(text=text)}}):
        assert [finding.code for finding in sentences(record(**fields))] == codes
    benefit = record(benefits=[Benefit(kind="免費", text=text)])
    assert [finding.where.path for finding in sentences(benefit)] == ["benefits[0]"] * len(codes)


# beside other programmes


def contact(organization: str, person: str | None, extension: str | None) -> Contact:
    phone = Phone(printed="x", e164="+886227541255", extension=extension)
    return Contact(role="executing_agency", organization=organization, person=person, phones=[phone])


def odd(*fields: dict[str, object]) -> list[Finding]:
    return list(oddities([compared(record(number, **part)) for number, part in enumerate(fields, start=1)]))


@pytest.mark.parametrize(
    ("one", "other", "codes"),
    [
        (("甲網", "https://a.tw"), ("甲網", "https://b.tw"), ["website-shared-name"]),
        (("甲網", "https://a.tw"), ("甲 網", "http://www.a.tw/"), []),
        (("甲網", "https://a.tw"), ("乙網", "https://b.tw"), []),
        ((None, "https://a.tw"), (None, "https://b.tw"), []),
    ],
)
def test_website_names(one, other, codes):
    sites = [{"websites": [Website(name=name, url=url)]} for name, url in (one, other)]
    assert [finding.code for finding in odd(*sites)] == codes


@pytest.mark.parametrize(
    ("one", "other", "codes"),
    [
        (("甲部", "王先生", "1"), ("乙部", "李小姐", "1"), ["phone-shared"]),
        (("甲部", "王先生", "1"), ("乙部", "王先生", "1"), []),
        (("甲部", "王先生", "1"), ("乙部", "李小姐", "2"), []),
        (("甲部", "王先生", None), ("乙部", "李小姐", None), []),
        (("甲部", None, "1"), ("乙部", "李小姐", "1"), []),
        (("財團法人某某研究院", None, None), ("財團法人某研究院", None, None), ["organization-similar"]),
        (("財團法人某某研究院", None, None), ("財團法人某乙研究院", None, None), []),
        (("財團法人某研究院", None, None), ("財團 法人某研究院", None, None), []),
        (("甲部", None, None), ("甲乙部", None, None), []),
    ],
)
def test_contacts_beside_others(one, other, codes):
    found = odd(*({"contacts": [contact(*parts)]} for parts in (one, other)))
    assert [finding.code for finding in found] == codes
    assert all(len(finding.data["places"]) == 2 for finding in found)


def test_website_named_after_another_programme():
    own, other = "智慧製造升級補助計畫", "綠色轉型人才培訓計畫"
    site = Website(name=f"{other}網站", url="https://a.tw")
    (found,) = odd({"name": own, "websites": [site]}, {"name": other, "websites": [site]})
    assert (found.code, found.where.programme, found.data["other"]) == ("website-of-other", "0.0.1", "0.0.2")
