"""A list in which a word or two happen to be labels is no form; a form that lacks its labels stays one."""

from collections import Counter

import pytest

from pipeline.core.page import Table
from pipeline.forms.document import Document
from pipeline.forms.profile import Profile, parse_profile
from pipeline.forms.segment import segment
from pipeline.pages.transcript import parse_transcript
from tests.printed import cell, line, page

TOML = (
    "labels = ['欄位', '定義', '型態', '次數', '範例']\nheadings.programme = '表(?P<number>\\d)(?P<name>.+)'"
)
PROFILE = parse_profile("cards", TOML)
WHOLE = "欄位\t{0}\n定義\t{0}碼\n型態\t文字\n次數\t一次\n範例\t無\n"
GLOSSARY = "名詞\t定義\t英文\n目錄\t清單\tCatalog\n型態\t規格\tType\n資源\t來源\tResource\n"


def taken_apart(*tables: str, profile: Profile = PROFILE) -> Document:
    text = "規範\n\n" + "\n\n".join(f"表{at}表題\n\n{table}" for at, table in enumerate(tables, start=1))
    return segment([parse_transcript(text, Counter())], profile)


@pytest.mark.parametrize("at", [0, 1, 3])
def test_a_glossary_with_a_label_among_forms_is_a_table_and_its_heading_a_line(at: int) -> None:
    tables = [WHOLE.format(name) for name in ("編號", "名稱", "格式")]
    document = taken_apart(*tables[:at], GLOSSARY, *tables[at:])
    assert [len(part.entries) for part in document.segments] == [5, 5, 5]
    assert [table.rows for table in document.other_tables] == [4]
    lines = [*document.front, *(found for part in document.segments for found in part.stray)]
    assert [found.text.text for found in lines] == ["規範", f"表{at + 1}表題"]
    ends = [part.until for part in document.segments]
    assert ends == [*(part.first_glyph() for part in document.segments[1:]), None]


@pytest.mark.parametrize(
    "form",
    [
        pytest.param("欄位\t甲\t子\n說明\t乙\t丑\n格式\t丙\t寅\n", id="begins as the others do"),
        pytest.param("編號\t甲\n型態\t乙\n格式\t丙\n", id="is divided as they are"),
        pytest.param("型態\t甲\t子\n次數\t乙\t丑\n說明\t丙\t寅\n", id="has more labels than other words"),
        pytest.param(
            "型態\t甲\t子\n定義\t乙\t丑\n次數\t丙\t寅\n說明\t丁\t卯\n格式\t戊\t辰\n例子\t己\t巳\n",
            id="three labels",
        ),
    ],
)
def test_a_form_that_lacks_its_labels_stays_one(form: str) -> None:
    profile = parse_profile("eight", TOML.replace("'範例'", "'範例', '單位', '備註', '附件'"))
    whole = f"{WHOLE}單位\t無\n備註\t無\n附件\t無\n"
    document = taken_apart(whole.format("編號"), form, whole.format("名稱"), profile=profile)
    assert [part.title.name.text for part in document.segments if part.title] == ["表題"] * 3
    assert document.other_tables == []


def test_a_list_with_half_of_the_labels_is_a_form() -> None:
    four = parse_profile("four", TOML.replace(", '範例'", ""))
    document = taken_apart(WHOLE.format("編號"), GLOSSARY, WHOLE.format("名稱"), profile=four)
    assert (len(document.segments), document.other_tables) == (3, [])


def test_what_a_heading_of_an_area_stands_above_is_a_form() -> None:
    area = parse_profile("area", TOML + "\nheadings.area = '(?P<number>[一二])、(?P<name>.+)'")
    text = "".join(f"表{at}表題\n\n{WHOLE.format(at)}\n\n" for at in (1, 2))
    document = segment([parse_transcript(f"{text}一、名詞\n\n表3表題\n\n{GLOSSARY}", Counter())], area)
    assert (len(document.segments), document.other_tables) == (3, [])


def test_where_no_more_than_half_are_whole_none_is_a_stranger() -> None:
    document = taken_apart(WHOLE.format("編號"), GLOSSARY)
    assert (len(document.segments), document.other_tables) == (2, [])


def ruled(labels: str, right: float) -> Table:
    """Return a drawn table of two columns, the first of which ends at ``right``."""
    rows = [
        (cell(at, 0, label, box=(0, 0, right, 10)), cell(at, 1, "甲", box=(right, 0, 200, 10)))
        for at, label in enumerate(labels.split())
    ]
    return Table(len(rows), 2, tuple(each for row in rows for each in row), (0, 0, 200, 60))


@pytest.mark.parametrize(("right", "strangers"), [(60, 0), (90, 1)])
def test_a_form_that_lacks_its_labels_is_told_by_the_columns_of_the_others(
    right: int, strangers: int
) -> None:
    whole = ruled("欄位 定義 型態 次數 範例", 60)
    blocks = [
        line("表1甲"),
        whole,
        line("表2乙", 50),
        ruled("編號 型態 格式", right),
        line("表3丙", 90),
        whole,
    ]
    assert len(segment([page(1, *blocks)], PROFILE).other_tables) == strangers
