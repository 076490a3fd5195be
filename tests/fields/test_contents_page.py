"""Contents pages of other shapes: headings without page numbers, none with one, and a table."""

from collections import Counter

import pytest

from pipeline.core.page import Line, Page, Table
from pipeline.fields.contents_page import read_contents
from pipeline.fields.ledger import Ledger
from pipeline.forms.profile import load_profile
from pipeline.forms.split_table import pieces
from pipeline.pages.transcript import parse_transcript
from tests.printed import cell, page

PROFILE = load_profile("support-measures")
Entry = tuple[int, int | None, str, int | None]


def opened(page: Page) -> Ledger:
    made = Ledger()
    made.open(page)
    return made


def read(text: str) -> tuple[list[Entry], int]:
    parsed = parse_transcript(text, Counter())
    lines = [block for block in parsed.blocks if isinstance(block, Line)]
    entries, end = read_contents(lines, 0, PROFILE, opened(parsed))
    return [(entry.level, entry.number, entry.title, entry.page) for entry in entries], end


def test_headings_without_a_page_among_those_that_have_one() -> None:
    text = "前言……1\n一、人才面\n(一)培育人才\n1、甲計畫……3\n2、名稱很長的\n乙計畫……5\n前言\n本部訂定。\n"
    assert read(text) == (
        [
            (0, None, "前言", 1),
            (1, 1, "人才面", None),
            (2, 1, "培育人才", None),
            (3, 1, "甲計畫", 3),
            (3, 2, "名稱很長的乙計畫", 5),
        ],
        6,
    )


@pytest.mark.parametrize("leader", ["……", "....", "────", "┄┄┄", "﹍﹍﹍", "⋅⋅⋅", "———", "～～～", "＿＿"])
def test_leaders_are_dots_or_strokes(leader: str) -> None:
    assert read(f"一、人才面{leader}3\n1、甲計畫{leader}12\n") == (
        [(1, 1, "人才面", 3), (3, 1, "甲計畫", 12)],
        2,
    )


def test_a_title_goes_on_below_its_page_number() -> None:
    text = "1、名稱很長的計畫……3\n(MINI)\n2、乙計畫……5\n"
    assert read(text) == ([(3, 1, "名稱很長的計畫(MINI)", 3), (3, 2, "乙計畫", 5)], 3)


def test_the_head_of_a_list_of_tables_is_an_entry_of_its_own() -> None:
    text = "1、甲計畫……3\n圖目錄\n位置圖……4\n表目錄\n1、乙表……5\n"
    assert read(text)[0] == [
        (3, 1, "甲計畫", 3),
        (0, None, "圖目錄", None),
        (0, None, "位置圖", 4),
        (0, None, "表目錄", None),
        (3, 1, "乙表", 5),
    ]


def test_contents_without_page_numbers_end_where_a_title_comes_again() -> None:
    text = "前言\n一、人才面\n(一)培育人才\n1、甲計畫\n前言\n本部訂定。\n1.說明如下\n"
    titles = [(0, None, "前言"), (1, 1, "人才面"), (2, 1, "培育人才"), (3, 1, "甲計畫")]
    assert read(text) == ([(*title, None) for title in titles], 4)


def test_a_sentence_and_the_heading_above_it_are_no_contents() -> None:
    assert read("一、人才面\n1、甲計畫\n緣起\n本部訂定。\n")[1] == 2
    assert read("緣起\n本部訂定。\n一、目的\n二、對象\n") == ([], 0)


def test_a_table_of_titles_and_pages_is_the_contents_page() -> None:
    rows = (["標題", "頁碼"], ["前言", "1"], ["一、人才面", "2"], ["1、甲計畫", "2"], ["2、乙計畫", "4"])
    cells = [cell(row, column, text) for row, texts in enumerate(rows) for column, text in enumerate(texts)]
    lines = list(pieces(Table(5, 2, tuple(cells), (0.0, 0.0, 200.0, 150.0)), PROFILE))
    assert [line.text.text for line in lines if isinstance(line, Line)] == [
        "標題頁碼",
        "前言1",
        "一、人才面2",
        "1、甲計畫2",
        "2、乙計畫4",
    ]
    entries, end = read_contents(
        [line for line in lines if isinstance(line, Line)],
        0,
        PROFILE,
        opened(page(1, glyphs=" " * 500_000, boxes=False)),
    )
    assert [(entry.level, entry.title, entry.page) for entry in entries] == [
        (0, "前言", 1),
        (1, "人才面", 2),
        (3, "甲計畫", 2),
        (3, "乙計畫", 4),
    ]
    assert end == 5


def test_a_table_of_other_numbers_is_a_table() -> None:
    cells = [cell(row, column, text) for row in range(4) for column, text in enumerate(["甲縣", "12"])]
    whole = Table(4, 2, tuple(cells), (0.0, 0.0, 200.0, 120.0))
    assert list(pieces(whole, PROFILE)) == [whole]
