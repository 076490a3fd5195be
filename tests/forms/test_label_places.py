"""Labels above their values, or before them in one cell, stand beside them afterwards: place, span and box of each cell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.core.page import Cell, Table, union
from pipeline.forms.label_places import labels_beside, labels_over, with_labels_apart
from pipeline.forms.profile import load_profile
from tests.printed import cell

PROFILE = load_profile("permit-cards")


def table(*rows: str) -> Table:
    """Return a table of cells split by |, 100 points wide and 30 high."""
    cells = [
        cell(row, at, text) for row, texts in enumerate(rows) for at, text in enumerate(texts.split("|"))
    ]
    cells = [each if each.text else Cell(each.row, each.column, 1, 1, each.box) for each in cells]
    columns = max(each.column for each in cells) + 1
    return Table(len(rows), columns, tuple(cells), union(each.box for each in cells))


def grid(made: Table) -> list[tuple[int, int, int, int, str]]:
    """Return where each cell stands, its spans, and its text."""
    return [(each.row, each.column, each.row_span, each.column_span, each.text.text) for each in made.cells]


def test_labels_above_their_values_are_rows_of_label_and_value() -> None:
    given = table("案名|依據|辦理單位", "甲。|乙。|丙。")
    made = labels_beside(given, PROFILE)
    assert grid(made) == [
        (0, 0, 1, 1, "案名"),
        (0, 1, 1, 1, "甲。"),
        (1, 0, 1, 1, "依據"),
        (1, 1, 1, 1, "乙。"),
        (2, 0, 1, 1, "辦理單位"),
        (2, 1, 1, 1, "丙。"),
    ]
    assert (made.rows, made.columns, made.turned, made.box) == (3, 2, 3, given.box)
    assert [each.box for each in made.cells[::2]] == [each.box for each in given.row(0)]
    assert [each.box for each in made.cells[1::2]] == [each.box for each in given.row(1)]


def test_labels_above_their_values_may_stand_between_other_rows() -> None:
    given = table("案名|甲", "依據|辦理單位", "乙。|丙。", "備註|丁。")
    made = labels_beside(given, PROFILE)
    assert [text for *_, text in grid(made)] == [
        "案名",
        "甲",
        "依據",
        "乙。",
        "辦理單位",
        "丙。",
        "備註",
        "丁。",
    ]
    assert [cell.row for cell in made.cells] == [0, 0, 1, 1, 2, 2, 3, 3]
    assert (made.rows, made.turned) == (4, 0)
    assert labels_beside(table("案名|甲", "依據|辦理單位", "乙。|丙。"), PROFILE).turned == 2
    other = table("依據|辦理單位", "甲。|乙。", "受理方式|應備文件", "丙。|丁。")
    assert labels_beside(other, PROFILE).rows == 4  # two rows of labels


def tiers(*upper: tuple[int, int, str], lower: str, values: str) -> Table:
    """Return a table whose upper tier has cells of some columns and rows."""
    given = table(lower, values)
    cells = [replace(each, row=each.row + 1) for each in given.cells if each.text]
    at = 0
    for columns, rows, text in upper:
        box = (100.0 * at, -30.0, 100.0 * (at + columns), 30.0 * (rows - 1))
        cells.append(Cell(0, at, rows, columns, box, cell(0, at, text).lines))
        at += columns
    cells.sort(key=lambda each: (each.row, each.column))
    return Table(3, given.columns, tuple(cells), union(each.box for each in cells))


def test_an_upper_tier_is_the_titles_of_groups_of_labels() -> None:
    given = tiers(
        (1, 2, "案名"),
        (2, 1, "規定"),
        (2, 1, "手續"),
        lower="|依據|辦理單位|受理方式|應備文件",
        values="甲|乙|丙|丁|戊",
    )
    assert grid(labels_beside(given, PROFILE)) == [
        (0, 0, 1, 1, "案名"),
        (0, 1, 1, 1, "甲"),
        (1, 0, 2, 1, "規定"),
        (1, 1, 1, 1, "依據"),
        (1, 2, 1, 1, "乙"),
        (2, 1, 1, 1, "辦理單位"),
        (2, 2, 1, 1, "丙"),
        (3, 0, 2, 1, "手續"),
        (3, 1, 1, 1, "受理方式"),
        (3, 2, 1, 1, "丁"),
        (4, 1, 1, 1, "應備文件"),
        (4, 2, 1, 1, "戊"),
    ]


def test_titles_of_groups_with_the_same_labels_are_the_labels() -> None:
    alike = tiers((2, 1, "依據"), (2, 1, "辦理單位"), lower="甲|乙|甲|乙", values="1|2|3|4")
    made = labels_beside(alike, PROFILE)
    assert [(text, rows) for _, _, rows, _, text in grid(made) if rows > 1] == [("依據", 2), ("辦理單位", 2)]
    unknown = tiers((2, 1, "依據"), (2, 1, "其他"), lower="甲|乙|甲|乙", values="1|2|3|4")
    assert labels_beside(unknown, PROFILE) is unknown


def test_a_label_over_several_columns_is_one_cell_wide_afterwards() -> None:
    wide = [Cell(0, 0, 1, 2, (0.0, 0.0, 200.0, 30.0), cell(0, 0, "依據").lines)]
    wide += [Cell(0, 2, 1, 1, (200.0, 0.0, 300.0, 30.0), cell(0, 2, "辦理單位").lines)]
    wide += [Cell(1, 0, 1, 2, (0.0, 30.0, 200.0, 60.0), cell(1, 0, "乙。").lines)]
    wide += [Cell(1, 2, 1, 1, (200.0, 30.0, 300.0, 60.0), cell(1, 2, "丙。").lines)]
    made = labels_beside(Table(2, 3, tuple(wide), (0.0, 0.0, 300.0, 60.0)), PROFILE)
    assert [each[:4] for each in grid(made)] == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_labels_whose_values_stand_overleaf_have_empty_ones_at_their_foot() -> None:
    made = labels_beside(table("依據|辦理單位"), PROFILE)
    assert grid(made) == [
        (0, 0, 1, 1, "依據"),
        (0, 1, 1, 1, ""),
        (1, 0, 1, 1, "辦理單位"),
        (1, 1, 1, 1, ""),
    ]
    assert [each.box for each in made.cells[1::2]] == [(0.0, 30.0, 100.0, 30.0), (100.0, 30.0, 200.0, 30.0)]
    assert (made.rows, made.columns, made.turned) == (2, 2, 2)


@pytest.mark.parametrize(
    "given",
    [
        table("依據|辦理單位", "甲。|乙。", "丙。|丁。"),  # values in three rows: a list, not a form
        table("依據", "甲。"),
        table("依據|其他", "甲。|乙。"),
        table("依據|依據", "甲。|乙。"),
        table("依據|辦理單位", "甲。|備註"),  # labels in both rows
        table("依據|辦理單位", "甲。"),  # another number of values
        Table(
            2,
            2,
            (cell(0, 0, "依據", rows=2), cell(0, 1, "辦理單位"), cell(1, 1, "乙。")),
            (0.0, 0.0, 200.0, 60.0),
        ),
    ],
)
def test_other_tables_stay_as_they_are(given: Table) -> None:
    assert labels_beside(given, PROFILE) is given


def test_labels_before_their_values_in_one_cell_are_cells() -> None:
    given = table("案由：甲案|日期：今天", "說明|乙")
    made = with_labels_apart(given, lambda _, label: label in ("案由：", "日期："))
    assert grid(made) == [
        (0, 0, 1, 1, "案由："),
        (0, 1, 1, 1, "甲案"),
        (0, 2, 1, 1, "日期："),
        (0, 3, 1, 1, "今天"),
        (1, 0, 1, 2, "說明"),
        (1, 2, 1, 2, "乙"),
    ]
    assert (made.rows, made.columns, made.box) == (2, 4, given.box)
    assert made.cells[0].box == made.cells[1].box == given.cells[0].box
    assert with_labels_apart(given, lambda _, label: label == "案由：") is given  # one cell has none


# Labels over the whole width above their values, in forms of roles.

ROLES = load_profile("support-measures")


def wide(*rows: str) -> Table:
    """Return a table of rows, the cells of which share the width of the widest."""
    width = max(row.count("|") + 1 for row in rows)
    cells = []
    for number, row in enumerate(rows):
        texts = row.split("|")
        for place, text in enumerate(texts):
            made = cell(number, place, *([text] if text else []))
            span = width if len(texts) == 1 else 1
            box = (made.box[0], made.box[1], 100.0 * (place + span), made.box[3])
            cells.append(replace(made, column_span=span, box=box))
    last = cells[-1]
    cells[-1] = replace(last, open_below=True)
    return Table(len(rows), width, tuple(cells), union(each.box for each in cells))


def rows_in(made: Table) -> list[list[str]]:
    return [[each.text.text for each in made.row(number)] for number in range(made.rows)]


def test_labels_over_the_whole_width_stand_left_of_what_is_below_them() -> None:
    made = labels_over(
        wide("計畫簡介", "協助企業。", "聯絡方式", "主辦機關|甲部", "執行單位|乙會", "相關網站", "無"), ROLES
    )
    assert rows_in(made) == [
        ["計畫簡介", "協助企業。"],
        ["聯絡方式", "主辦機關", "甲部"],
        ["聯絡方式", "執行單位", "乙會"],
        ["相關網站", "無"],
    ]
    label, value, *_ = made.row(1)
    assert (label.row_span, label.box[1], label.box[3]) == (2, value.box[1], value.box[3] + 30)
    assert label.box[0] < label.box[2] == value.box[0], "it is a column of its own"
    assert made.row(3)[0].open_below
    assert (made.rows, made.columns) == (4, 3)


def test_what_stands_above_the_first_label_goes_on_a_label_above_a_page_end() -> None:
    made = labels_over(wide("的企業。", "優惠方式", "■利率：優惠", "聯絡方式"), ROLES)
    assert rows_in(made) == [["", "的企業。"], ["優惠方式", "■利率：優惠"], ["聯絡方式", ""]]
    assert made.row(2)[1].open_below, "what stands overleaf"


def test_a_label_with_nothing_below_it_has_an_empty_value() -> None:
    made = labels_over(wide("計畫簡介", "優惠方式", "■利率：優惠", "相關網站", "無"), ROLES)
    assert rows_in(made) == [["計畫簡介", ""], ["優惠方式", "■利率：優惠"], ["相關網站", "無"]]


@pytest.mark.parametrize(
    "given",
    [
        wide("計畫簡介|協助企業。", "聯絡方式", "主辦機關|甲部"),  # labels beside their values
        wide("甲", "乙"),
        replace(wide("計畫簡介", "協助企業。"), drawn=False),
    ],
)
def test_a_table_without_such_labels_stays_as_it_is(given: Table) -> None:
    assert labels_over(given, ROLES) is given


def test_labels_of_plain_fields_over_the_whole_width_are_read_by_other_rules() -> None:
    given = wide("案名", "甲")
    assert labels_over(given, PROFILE) is given
