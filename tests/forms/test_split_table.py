"""Tables that hold labels in other places than left of their texts, read by a profile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.core.page import Line, Table, union
from pipeline.core.record import Booklet
from pipeline.extract import extract
from pipeline.forms.profile import Profile, load_profile, parse_profile
from pipeline.forms.split_table import pieces, repeated_rows, without_rows
from pipeline.source.document import Acquired, identify
from tests.printed import cell


def read_html(body: str, labels: str, folder: Path) -> Booklet:
    path = folder / "forms.html"
    path.write_text(f"<html><body><h1>彙編</h1>{body}</body></html>", "utf-8")
    media_type, sha256 = identify(path)
    done = extract(
        Acquired(path, media_type, sha256), "forms", 112, parse_profile("forms", f"labels = {labels}")
    )
    assert done.owned == done.glyphs
    return done.booklet


def fields(booklet: Booklet) -> list[dict[str, str]]:
    return [{label: held.text for label, held in each.other.items()} for each in booklet.programmes]


def codes(booklet: Booklet) -> set[str]:
    return {finding.code for finding in booklet.findings} - {"contents-missing"}


def test_labels_stand_in_the_same_cells_as_their_texts_side_by_side(tmp_path: Path) -> None:
    card = "<tr><td>編號：{0}</td><td>日期：{0}月</td></tr><tr><td colspan=2>事由：路燈不亮</td></tr>"
    booklet = read_html(
        f"<table>{card.format(1)}{card.format(2)}</table>", '["編號", "日期", "事由"]', tmp_path
    )
    assert fields(booklet) == [{"編號": str(n), "日期": f"{n}月", "事由": "路燈不亮"} for n in (1, 2)]
    assert codes(booklet) == set()


def test_an_unknown_label_in_a_group_is_named_and_its_title_is_not_read_twice(tmp_path: Path) -> None:
    body = """<table><tr><td colspan=2>名稱</td><td>步道</td></tr>
    <tr><td rowspan=3>經費</td><td>總額</td><td>3萬元</td></tr><tr><td>雜支</td><td>1萬元</td></tr>
    <tr><td>自籌</td><td>2萬元</td></tr></table>"""
    booklet = read_html(body, '["名稱", "總額", "自籌"]', tmp_path)
    assert fields(booklet) == [{"名稱": "步道", "總額": "3萬元", "雜支": "1萬元", "自籌": "2萬元"}]
    assert [(each.code, each.data) for each in booklet.findings][:1] == [("label-unknown", {"label": "雜支"})]
    assert codes(booklet) == {"label-unknown"}


@pytest.mark.parametrize(
    ("above", "label", "heading"),
    [
        ("改善並函報。", "法條：第九條", False),  # overleaf, the rest of the row above
        ("補照案件", "法條：第九條", True),
        ("本表由業者填寫。", "要旨：補照", True),  # a note above the first label
    ],
)
def test_the_rest_of_a_text_over_the_whole_width_is_no_heading_of_the_label_below(
    above: str, label: str, heading: bool
) -> None:
    profile = parse_profile("forms", 'labels = ["要旨", "內容", "法條"]')
    table = Table(2, 1, (cell(0, 0, above), cell(1, 0, label)), (0.0, 0.0, 100.0, 60.0), drawn=True)
    first, *_ = pieces(table, profile)
    assert isinstance(first, Line) is heading


def test_the_rest_of_a_form_above_the_first_label_of_the_next_is_parted_from_it(tmp_path: Path) -> None:
    card = "<tr><td>{0}</td><td>事由</td><td>第{0}件</td></tr><tr><td></td><td>結果</td><td>完成</td></tr>"
    body = f"<table>{card.format(1)}</table><table><tr><td></td><td></td><td>並存查。</td></tr>{card.format(2)}</table>"
    booklet = read_html(body, '["事由", "結果"]', tmp_path)
    assert fields(booklet) == [{"事由": "第1件", "結果": "完成並存查。"}, {"事由": "第2件", "結果": "完成"}]
    assert codes(booklet) == set()


def test_formal_numerals_before_a_label_are_not_part_of_it(tmp_path: Path) -> None:
    card = "<table><tr><td>壹、名稱</td><td>步道</td></tr><tr><td>②地點</td><td>河濱</td></tr></table>"
    assert fields(read_html(card, '["名稱", "地點"]', tmp_path)) == [{"名稱": "步道", "地點": "河濱"}]


# rows


def ruled(*rows: str, spans: dict[tuple[int, int], int] | None = None) -> Table:
    """Return a table of two columns, cells split by |; a row of one text is one cell over both, ^ stands below one."""
    spans = spans or {}
    cells = []
    for row, texts in enumerate(rows):
        made = [
            cell(row, at, *([text] if text else []), rows=spans.get((row, at), 1))
            for at, text in enumerate(texts.split("|"))
            if text != "^"
        ]
        if len(made) == 1 and "|" not in texts:
            made = [replace(made[0], column_span=2, box=(0.0, made[0].box[1], 200.0, made[0].box[3]))]
        cells += made
    return Table(len(rows), 2, tuple(cells), union(each.box for each in cells))


def split(given: Table, profile: Profile) -> list[str | list[list[str]]]:
    """Return the pieces of a table: a line as its text, a table as the texts of its rows."""
    return [
        piece.text.text
        if isinstance(piece, Line)
        else [[each.text.text for each in piece.row(number)] for number in range(piece.rows)]
        for piece in pieces(given, profile)
    ]


ROLES = load_profile("support-measures")
CARDS = parse_profile("cards", 'labels = ["案名", "依據", "說明"]')


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["簡介|甲。", "相關網站|無"], [[["簡介", "甲。"], ["相關網站", "無"]]]),
        (["1、甲計畫", "簡介|甲。"], ["1、甲計畫", [["簡介", "甲。"]]]),
        (["(一)乙", "1、甲計畫", "簡介|甲。"], ["(一)乙", "1、甲計畫", [["簡介", "甲。"]]]),
        (
            ["簡介|甲。", "2、乙計畫", "簡介|乙。"],
            [[["簡介", "甲。"]], "2、乙計畫", [["簡介", "乙。"]]],
        ),
        (
            ["簡介|甲。", "(二)乙", "2、乙計畫", "簡介|乙。"],
            [[["簡介", "甲。"]], "(二)乙", "2、乙計畫", [["簡介", "乙。"]]],
        ),
        # that of a form overleaf
        (
            ["簡介|甲。", "相關網站|無", "(二)乙", "2、乙計畫"],
            [[["簡介", "甲。"], ["相關網站", "無"]], "(二)乙", "2、乙計畫"],
        ),
        # a merged row that no label stands below, or that has no number, is a row
        (["簡介|甲。", "2、乙計畫", "其他|乙。"], [[["簡介", "甲。"], ["2、乙計畫"], ["其他", "乙。"]]]),
        (["簡介|甲。", "乙計畫", "簡介|乙。"], [[["簡介", "甲。"], ["乙計畫"], ["簡介", "乙。"]]]),
        (["其他|甲", "子|丑"], [[["其他", "甲"], ["子", "丑"]]]),
        (["前言", "簡介|甲。"], ["前言", [["簡介", "甲。"]]]),
        (["前言"], [[["前言"]]]),
    ],
)
def test_headings_in_merged_rows_begin_forms(rows: list[str], expected: list[object]) -> None:
    assert split(ruled(*rows), ROLES) == expected


def test_a_heading_below_a_cell_that_spans_into_its_row_begins_none() -> None:
    given = ruled("簡介|甲。", "^|1、乙", "相關網站|無", spans={(0, 0): 2})
    assert len(split(given, ROLES)) == 1


@pytest.mark.parametrize(
    ("rows", "forms"),
    [
        (["案名|甲", "依據|乙", "案名|丙", "依據|丁"], [2, 2]),
        (["案名|甲", "依據|乙", "說明|丙", "案名|丁"], [3, 1]),
        (["案名|甲", "案名|乙"], [2]),  # twice in one form
        (["依據|甲", "說明|乙", "依據|丙"], [2, 1]),  # the first above comes again
        (["依據|甲", "依據|乙", "依據|丙"], [3]),
        (["|餘", "案名|甲", "依據|乙"], [1, 2]),  # the rest of the form before
        (["其他|餘", "案名|甲", "依據|乙"], [3]),
    ],
)
def test_a_form_begins_where_its_first_label_comes_again(rows: list[str], forms: list[int]) -> None:
    assert [len(each) for each in split(ruled(*rows), CARDS)] == forms


def test_the_captions_between_forms_are_lines() -> None:
    rows = ["案名|甲", "依據|乙", "第二案", "案名|丙", "依據|丁"]
    assert split(ruled(*rows), CARDS) == [
        [["案名", "甲"], ["依據", "乙"]],
        "第二案",
        [["案名", "丙"], ["依據", "丁"]],
    ]


def test_some_rows_of_a_table() -> None:
    given = ruled("甲|乙", "丙|丁", "^|己", "庚|辛", spans={(1, 0): 2})
    assert without_rows(given, 0) is without_rows(given, 0, 4) is given
    made = without_rows(given, 1, 3)
    assert (made.rows, made.columns, made.box) == (2, 2, (0.0, 30.0, 200.0, 90.0))
    assert [(each.row, each.column, each.row_span, each.text.text) for each in made.cells] == [
        (0, 0, 2, "丙"),
        (0, 1, 1, "丁"),
        (1, 1, 1, "己"),
    ]
    cut = without_rows(given, 1, 2)
    assert [(each.row_span, each.text.text) for each in cut.cells] == [(1, "丙"), (1, "丁")]
    below = without_rows(given, 2)
    assert [each.text.text for each in below.cells] == ["己", "庚", "辛"]  # what begins above is left out


@pytest.mark.parametrize(
    ("rows", "again"),
    [
        (["項目|內容", "案名|丙"], 1),
        (["項 目|內容", "案名|丙"], 1),  # as folded
        (["項目|內容", "單位|元", "案名|丙"], 2),
        (["項目|說明", "案名|丙"], 0),
        (["案名|甲", "依據|丙"], 0),  # labels are none
        (["項目|內容"], 0),  # the last row is never one
        (["|", "案名|丙"], 0),
    ],
)
def test_headings_of_columns_that_are_printed_again(rows: list[str], again: int) -> None:
    first = ruled("項目|內容", "單位|元", "案名|甲", "依據|乙")
    assert repeated_rows(ruled(*rows), first, CARDS) == again


def test_headings_that_span_into_the_rows_below_are_not_cut() -> None:
    first = ruled("項目|內容", "單位|元", "案名|甲")
    again = ruled("項目|內容", "^|元", "案名|甲", spans={(0, 0): 2})
    assert repeated_rows(again, first, CARDS) == 0


def test_a_label_that_a_form_has_twice_begins_no_other() -> None:
    """The name and telephone of the applicant, and after them those of the agent."""
    twice = parse_profile("agents", 'labels = ["姓名", "電話", "姓名", "電話", "案名"]')
    one = ("姓名|甲", "電話|1", "姓名|乙", "電話|2", "案名|丙")
    assert [len(form) for form in split(ruled(*one), twice)] == [5]
    assert [len(form) for form in split(ruled(*one, *one), twice)] == [5, 5]
