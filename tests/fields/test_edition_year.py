"""The year of an edition comes from the first place that names it, and facts that need none do without."""

from pathlib import Path

import pytest

from pipeline.core.record import Booklet
from pipeline.extract import extract
from pipeline.fields.edition_year import EditionYear, edition_year, year_in_name
from pipeline.forms.profile import load_profile
from pipeline.source.document import Acquired, identify

FORM = """1、甲計畫

計畫簡介\t協助企業成長。
服務項目\t■補助：●對象：業者，每案最高50萬元，補助比率50%，為期6個月。●申請期間：4月30日前。
優惠方式\t■加碼：一成。
聯絡方式\t主辦機關\t某部\t承辦人\t王先生\t聯絡電話\t02-2754-1255
相關網站\t無
"""


def read(
    folder: Path, text: str, *, edition: str = "booklet", name: str = "a.txt", year: int | None = None
) -> Booklet:
    file = folder / name
    file.write_text(text, "utf-8")
    media_type, sha256 = identify(file)
    return extract(
        Acquired(file, media_type, sha256), edition, year, load_profile("support-measures")
    ).booklet


def said(booklet: Booklet) -> tuple[int | None, str | None]:
    return booklet.edition.roc_year, booklet.edition.source.year_from


COVER = "112年度某手冊\n中華民國112年3月\n目錄\n一、某面向\t1\n\n"
HEADED = "某部113年度優惠措施彙編\n\n"


def test_places_are_asked_in_their_order(tmp_path: Path) -> None:
    html = "<html><head><title>某部 114 年度優惠措施</title></head><body><p>一、某面向</p><table><tr><td>簡介</td><td>甲</td></tr><tr><td>相關網站</td><td>無</td></tr></table>"
    names = {"edition": "demo-115", "name": "booklet-116.txt"}
    assert said(read(tmp_path, COVER + HEADED + FORM, year=111, **names)) == (111, "origin")
    assert said(read(tmp_path, COVER + HEADED + FORM, **names)) == (112, "cover")
    assert said(read(tmp_path, html, edition="115", name="a-116.html")) == (114, "title")
    assert said(read(tmp_path, HEADED + FORM, **names)) == (113, "heading")
    assert said(read(tmp_path, FORM, **names)) == (115, "edition")
    assert said(read(tmp_path, FORM, name="booklet-116.txt")) == (116, "file")


def test_no_year_is_an_error_and_what_needs_none_is_read(tmp_path: Path) -> None:
    booklet = read(tmp_path, FORM)
    assert said(booklet) == (None, None)
    assert [(each.code, each.severity) for each in booklet.findings if "year" in each.code] == [
        ("year-unknown", "error")
    ]
    facts = booklet.programmes[0].facts
    assert [each.value for each in facts.amounts] == [500000]
    assert [each.value for each in facts.ratios] == [0.5, 0.1]
    assert [each.value for each in facts.durations] == ["P6M"]
    assert facts.periods == []  # of which year the fourth month is, nothing says
    assert [each.end for each in read(tmp_path, FORM, edition="112").programmes[0].facts.periods] == [
        "2023-04-30"
    ]


@pytest.mark.parametrize(
    ("printed", "kind", "start", "end"),
    [
        ("全年受理", "year_round", None, None),
        ("民國112年3月1日至112年5月31日", "fixed", "2023-03-01", "2023-05-31"),
        ("隨到隨審", "rolling", None, None),
    ],
)
def test_a_window_that_needs_no_year_is_read_without(
    tmp_path: Path, printed: str, kind: str, start: str | None, end: str | None
) -> None:
    (period,) = read(tmp_path, FORM.replace("4月30日前", printed)).programmes[0].facts.periods
    assert (period.kind, period.start, period.end) == (kind, start, end)


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("112年度", 112),
        ("一百一十二年度某手冊", 112),
        ("2023年版", 112),
        ("自106年起推動", None),  # a year, and no edition
        ("於112年度訂定，並自113年起推動。", None),  # a sentence
        ("本手冊第112頁", None),
    ],
)
def test_a_heading_names_the_year_of_an_edition(line: str, year: int | None) -> None:
    assert edition_year(None, None, "", [line], "", "").roc_year == year


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("112", 112),
        ("demo-113", 113),
        ("handbook-2023", 112),
        ("7", None),
        ("112-113", None),
        ("a1124", None),
        ("abc", None),
    ],
)
def test_a_name_names_a_year(name: str, year: int | None) -> None:
    assert year_in_name(name) == year
    source = "edition" if year else None
    assert edition_year(None, None, "", [], name, "") == EditionYear(year, source)
