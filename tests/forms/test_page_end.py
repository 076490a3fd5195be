"""Rows that say that a table goes on, and labels that run out of their cells below a table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.core.page import Cell, Line, Table, union
from pipeline.forms.page_end import ASIDE, PITCH, with_labels_below, with_lines_above, without_marks
from pipeline.forms.profile import load_profile
from tests.printed import cell, line

PROFILE = load_profile("support-measures")


def table(*rows: str) -> Table:
    """Return a table of two columns; a row of one text is one cell over both."""
    cells: list[Cell] = []
    for row, texts in enumerate(rows):
        made = [cell(row, at, *([text] if text else [])) for at, text in enumerate(texts.split("|"))]
        if len(made) == 1:
            made = [replace(made[0], column_span=2, box=(0.0, made[0].box[1], 200.0, made[0].box[3]))]
        cells += made
    return Table(len(rows), 2, tuple(cells), union(each.box for each in cells))


def said(given: Table) -> list[list[str]]:
    return [[each.text.text for each in given.row(number)] for number in range(given.rows)]


@pytest.mark.parametrize(
    "mark",
    [
        "續下頁",
        "（續下頁）",
        "接次頁",
        "轉下一頁",
        "接續前頁",
        "續上一頁",
        "未完待續",
        "待續",
        "(續)",
        "(接續)",
        "（接續）",
    ],
)
def test_a_row_that_says_so_is_none_of_the_table(mark: str) -> None:
    for rows in ([mark, "甲|乙"], ["甲|乙", mark], [mark, "甲|乙", mark]):
        made, marks = without_marks(table(*rows))
        assert said(made) == [["甲", "乙"]]
        assert [each.text.text for each in marks] == [line(mark).text.text] * rows.count(mark)


@pytest.mark.parametrize("words", ["續", "下頁", "續下頁說明", "見續下頁", "待續約", "續辦"])
def test_other_rows_stay(words: str) -> None:
    given = table(words, "甲|乙")
    assert without_marks(given) == (given, [])


def test_only_a_first_or_last_row_of_one_cell_over_more_than_one_column_says_so() -> None:
    for given in (
        table("甲|乙", "續下頁", "丙|丁"),
        table("續下頁|", "甲|乙"),
        table("續下頁"),
        table("續下頁", "續上頁"),  # nothing else
        replace(table("續下頁", "甲"), columns=1),
    ):
        made, marks = without_marks(given)
        assert (made is given, marks) == (True, [])
    spanning = table("續下頁", "甲|乙")
    over_two = replace(spanning, cells=(replace(spanning.cells[0], row_span=2), *spanning.cells[1:]))
    assert without_marks(over_two) == (over_two, [])


def below(text: str, left: float = 10.0, top: float = 70.0, right: float = 90.0) -> Line:
    """Return a line below a table of two rows, which ends at 60 points; its first cell goes from 0 to 100."""
    return replace(line(text, 5_000 + int(top)), box=(left, top, right, top + 10))


FORM = ("簡介|甲。", "聯絡方|主辦機關")


@pytest.mark.parametrize(
    ("lines", "row", "rest"),
    [
        ([below("王小姐", left=110, right=190)], ["執行單位", "王小姐"], []),
        (
            [below("王", left=110, right=190), below("小姐", left=110, top=84, right=190)],
            ["執行單位", "王小姐"],
            [],
        ),
        ([below("王小姐", left=191, right=212)], ["執行單位", ""], ["王小姐"]),  # its middle is in no cell
        ([below("王小姐", left=189, right=208)], ["執行單位", "王小姐"], []),
        ([below("註", left=10)], ["執行單位", ""], ["註"]),  # overleaf something stands in its cell
        ([below("註", left=10), below("王小姐", left=110, right=190)], ["執行單位", ""], ["註", "王小姐"]),
        ([below("王小姐", left=110, right=190, top=54)], ["執行單位", ""], ["王小姐"]),  # in the table above
        ([below("王小姐", left=110, right=190, top=PITCH * 10 + 55)], ["執行單位", "王小姐"], []),
        ([below("王小姐", left=110, right=190, top=PITCH * 10 + 56)], ["執行單位", ""], ["王小姐"]),
        ([], ["執行單位", ""], []),
    ],
)
def test_what_an_empty_cell_overleaf_has_below_the_table(
    lines: list[Line], row: list[str], rest: list[str]
) -> None:
    given = table("執行單位|", "網站|無")
    made, left = with_lines_above(given, table(*FORM), [replace(each, size=10.0) for each in lines])
    assert [each.text.text for each in made.row(0)] == row
    assert [each.text.text for each in left] == rest
    assert made.cells[2:] == given.cells[2:]


@pytest.mark.parametrize(
    ("lines", "label", "rest"),
    [
        ([below("式")], "聯絡方式", []),
        ([below("式"), below("註：略", top=90)], "聯絡方式", ["註：略"]),
        ([below("其他")], "聯絡方", ["其他"]),  # makes no label
        ([below("式", left=-1)], "聯絡方", ["式"]),  # stands out of the cell
        ([below("式", right=101)], "聯絡方", ["式"]),
        ([below("式", left=0, right=100)], "聯絡方式", []),
        ([below("式", top=54)], "聯絡方", ["式"]),  # its middle is in the cell
        ([below("式", top=56)], "聯絡方式", []),
        ([below("標題", left=-50), below("式")], "聯絡方", ["標題", "式"]),  # another line comes first
        ([], "聯絡方", []),
    ],
)
def test_the_rest_of_a_label_below_the_table(lines: list[Line], label: str, rest: list[str]) -> None:
    given = table(*FORM)
    made, left = with_labels_below(given, lines, PROFILE)
    assert made.cells[2].text.text == label
    assert [each.text.text for each in left] == rest
    assert (made is given) is (label == "聯絡方")
    assert [each.text.text for each in made.cells[:2]] == ["簡介", "甲。"]
    assert made.cells[3] == given.cells[3]


def test_a_label_takes_as_many_lines_as_make_it_whole() -> None:
    made, left = with_labels_below(
        table("簡介|甲。", "聯絡|主辦機關"), [below("方"), below("式", top=85), below("註", top=100)], PROFILE
    )
    assert made.cells[2].text.text == "聯絡方式"
    assert [each.text.text for each in left] == ["註"]


def test_a_whole_label_takes_nothing() -> None:
    for label in ("聯絡方式", "聯絡方式(續)", "聯絡電話"):
        made, left = with_labels_below(table("簡介|甲。", f"{label}|主辦機關"), [below("號碼")], PROFILE)
        assert (made.cells[2].text.text, len(left)) == (label, 1)


def test_labels_side_by_side_take_each_its_own() -> None:
    lines = [below("電話"), below("機關", left=110, right=190)]
    made, left = with_labels_below(table("簡介|甲。", "聯絡|主辦"), lines, PROFILE)
    assert [each.text.text for each in made.row(1)] == ["聯絡電話", "主辦機關"]
    assert left == []


@pytest.mark.parametrize(
    ("top", "office"),
    [
        (70.0, "某推動署"),
        (74.0, "某推動署"),
        (76.0, "某"),  # its middle is below the rest of the label: who knows what it is
    ],
)
def test_what_is_printed_beside_the_rest_of_a_label_runs_out_of_its_cell_too(top: float, office: str) -> None:
    lines = [below("機關"), below("推動署", left=110, top=top, right=190)]
    made, left = with_labels_below(table("簡介|甲。", "主辦|某"), lines, PROFILE)
    assert [each.text.text for each in made.row(1)] == ["主辦機關", office]
    assert len(left) == (office == "某")
    assert [each.text.text for each in made.row(0)] == ["簡介", "甲。"]


@pytest.mark.parametrize(
    ("down", "aside", "is_open", "office"),
    [
        (0.95 * PITCH, 0.0, True, "某法人中心"),
        (1.05 * PITCH, 0.0, True, "某法人"),  # set apart from it
        (0.95 * PITCH, 0.9 * ASIDE, True, "某法人中心"),
        (0.95 * PITCH, 1.1 * ASIDE, True, "某法人"),
        (0.95 * PITCH, 0.0, False, "某法人"),  # a note below a table that ends
    ],
)
def test_the_next_line_of_a_text_below_the_table(
    down: float, aside: float, office: str, *, is_open: bool
) -> None:
    """The last line of an office was printed below the foot of a page, beside labels that are whole."""
    given = table("簡介|甲。", "執行單位|某法人")
    text = replace(given.cells[3].lines[0], box=(105.0, 50.0, 135.0, 60.0), size=10.0)
    cut = replace(given.cells[3], lines=(text,), open_below=is_open)
    given = replace(given, cells=(*given.cells[:3], cut))
    box = (105 + 10 * aside, 50 + 10 * down, 125 + 10 * aside, 60 + 10 * down)
    made, left_over = with_labels_below(given, [replace(line("中心", 5_000), box=box)], PROFILE)
    assert made.cells[3].text.text == office
    assert len(left_over) == (office == "某法人")


def test_below_an_empty_cell_no_text_goes_on() -> None:
    given = table("簡介|甲。", "執行單位|")
    given = replace(given, cells=(*given.cells[:3], replace(given.cells[3], open_below=True)))
    made, _ = with_labels_below(given, [below("中心", left=110, top=61, right=190)], PROFILE)
    assert made is given
