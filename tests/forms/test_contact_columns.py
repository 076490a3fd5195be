"""Contacts in columns within one cell have cells of their own, where each row tells where it begins."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.page import Page, Table
from pipeline.forms.contact_columns import ContactColumns
from pipeline.forms.profile import load_profile
from pipeline.pages.tables.rulings import Rule
from tests.forms.test_unruled import Printed, page

PROFILE = load_profile("support-measures")
FIRST: list[Printed] = [
    *((130, 60, "主辦機關"), (180, 60, "經濟部"), (250, 60, "承辦人"), (290, 60, "王科員")),
    *((340, 60, "電話"), (370, 60, "02-27541255")),
]
SECOND: list[Printed] = [
    *((130, 74, "執行單位"), (180, 74, "工研院"), (250, 74, "聯絡人"), (290, 74, "李小姐")),
    *((340, 74, "電話"), (370, 74, "03-5910000"), (180, 86, "材化所")),
]


def ruled(printed: Sequence[Printed], label: str = "聯絡方式", number: int = 1) -> Page:
    """Return a page with a table of two rows and two columns; contacts stand in one cell."""
    foot = max(y for _, y, _ in printed) + 14
    rules = [
        *(Rule(True, y, 50, 540) for y in (50.0, foot, foot + 20)),
        *(Rule(False, x, 50, foot + 20) for x in (50.0, 120.0, 540.0)),
    ]
    below: list[Printed] = [(60, foot + 4, "相關網站"), (130, foot + 4, "無")]
    above: list[Printed] = [(60, 60, label)] if label else []
    return page([*above, *printed, *below], rules, number)


def read(of: Page, columns: ContactColumns | None = None) -> list[list[str]]:
    (table,) = (block for block in of.blocks if isinstance(block, Table))
    made = (columns or ContactColumns()).parted(of, table, PROFILE)
    return [[cell.text.text for cell in made.row(number)] for number in range(made.rows)]


def test_contacts_in_columns_of_one_cell_have_cells_of_their_own() -> None:
    assert read(ruled([*FIRST, *SECOND])) == [
        ["聯絡方式", "主辦機關", "經濟部", "承辦人", "王科員", "電話", "02-27541255"],
        ["聯絡方式", "執行單位", "工研院材化所", "聯絡人", "李小姐", "電話", "03-5910000"],
        ["相關網站", "無"],
    ]


def test_another_field_keeps_its_cell() -> None:
    assert [len(row) for row in read(ruled([*FIRST, *SECOND], "服務項目"))] == [2, 2]


def test_a_label_that_no_profile_knows_keeps_its_cell() -> None:
    assert [len(row) for row in read(ruled([*FIRST, *SECOND], "備註"))] == [2, 2]


def test_one_label_on_a_line_is_a_word_of_a_text() -> None:
    assert [len(row) for row in read(ruled([(130, 60, "電話"), (200, 60, "02-27541255")]))] == [2, 2]


def test_rows_without_a_label_of_their_own_are_not_told_apart() -> None:
    """Five people below each other have the gaps of a text of five lines."""
    bare: list[Printed] = [(180, 74, "工研院"), (290, 74, "李小姐"), (370, 74, "03-5910000")]
    assert [len(row) for row in read(ruled([*FIRST, *bare]))] == [2, 2]


def test_overleaf_they_stand_in_the_columns_of_the_page_before() -> None:
    """The label of the office, which spans two rows, has no word there."""
    columns = ContactColumns()
    read(ruled([*FIRST, *SECOND]), columns)
    rest = [each for each in FIRST if each[2] != "主辦機關"]
    expected = ["經濟部", "承辦人", "王科員", "電話", "02-27541255"]
    assert read(ruled(rest, label="", number=2), columns)[0] == ["", "", *expected]
    assert read(ruled(rest, label="", number=2))[0] == ["", *expected]


def test_a_table_with_a_column_too_many_gives_the_others_none() -> None:
    columns = ContactColumns()
    more: list[Printed] = [(x + 40 if x > 250 else x, y, text) for x, y, text in [*FIRST, *SECOND]]
    aside: list[Printed] = [(290, 60, "君"), (290, 74, "君")]
    whole = [*FIRST, *SECOND]
    for each in (whole, whole, sorted([*more, *aside], key=lambda one: (one[1], one[0])), whole):
        made = read(ruled(each), columns)
    assert [len(row) for row in made] == [7, 7, 2]


# Contacts that rules part from each other, and nothing from column to column.

FULL: list[Printed] = [
    *((130, 94, "執行單位"), (180, 94, "工業研究院材"), (242, 94, "聯絡人"), (290, 94, "李小姐")),
    *((340, 94, "電話"), (370, 94, "03-5910000"), (180, 106, "化所")),
]
"""The name of the office fills its column, and the label stands 2 points beside it."""


def ruled_apart(*rows: Sequence[Printed]) -> Page:
    """Return a page with a table in which each contact has a row, and all of them one label."""
    heights = [50.0, 90.0, 150.0][: len(rows) + 1]
    rules = [
        *(Rule(True, y, 50 if y in (heights[0], heights[-1]) else 120, 540) for y in heights),
        *(Rule(True, heights[-1] + 20, 50, 540) for _ in "1"),
        *(Rule(False, x, 50, heights[-1] + 20) for x in (50.0, 120.0, 540.0)),
    ]
    foot = heights[-1] + 4
    below: list[Printed] = [(60, foot, "相關網站"), (130, foot, "無"), (60, 60, "聯絡方式")]
    return page([*below, *(each for row in rows for each in row)], rules)


def test_a_name_that_fills_its_column_ends_where_labels_begin() -> None:
    first = [(242 if text == "承辦人" else x, y, text) for x, y, text in FIRST]
    rows = read(ruled_apart(first, FULL))
    assert rows[1][1:5] == ["執行單位", "工業研究院材化所", "聯絡人", "李小姐"]
    columns = ContactColumns()
    read(ruled_apart(first), columns)
    assert read(ruled_apart([(x, y - 34, text) for x, y, text in FULL]), columns)[0][2] == "工業研究院材化所"


def test_a_name_that_runs_on_into_a_label_is_not_parted() -> None:
    assert [len(row) for row in read(ruled_apart(FIRST, FULL))] == [7, 2, 2]


def test_several_people_and_numbers_in_a_row_that_rules_part_are_of_one_office() -> None:
    more: list[Printed] = [(290, 106, "陳先生"), (370, 106, "03-5910001")]
    second = [(x, y + 20, text) for x, y, text in SECOND]
    assert read(ruled_apart(FIRST, [*second, *more]))[1] == [
        *("聯絡方式", "執行單位", "工研院材化所", "聯絡人", "李小姐陳先生", "電話"),
        "03-591000003-5910001",
    ]
