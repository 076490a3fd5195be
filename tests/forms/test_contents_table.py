"""A contents page that is set as a table is read as lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.core.page import Line, Table, union
from pipeline.forms.contents_table import is_contents_table, lines_of
from pipeline.forms.profile import load_profile
from tests.printed import cell

PROFILE = load_profile("support-measures")


def table(*rows: str) -> Table:
    """Return a table of cells split by |, lines by /."""
    cells = [
        replace(made, lines=tuple(replace(line, size=11.0, font="kai") for line in made.lines))
        for number, row in enumerate(rows)
        for at, text in enumerate(row.split("|"))
        for made in [cell(number, at, *(text.split("/") if text else []))]
    ]
    return Table(len(rows), 3, tuple(cells), union(each.box for each in cells))


ROWS = ("1、甲計畫|某部|1", "2、乙計畫|某部|3", "3、丙計畫|某部|5")


@pytest.mark.parametrize(
    ("rows", "contents"),
    [
        (ROWS, True),
        (ROWS[:2], False),  # two rows are too few
        (("計畫|機關|頁次", *ROWS), True),  # headings of columns
        (("", "", *ROWS), True),  # empty rows do not count
        ((*ROWS, "註一|無", "註二|無", "註三|無"), False),  # half of the rows
        ((*ROWS, "註一|無", "註二|無"), True),
        (("一計畫|1", "二計畫|3", "3、丙計畫|5", "4、丁計畫|7"), False),  # half of them with a number
        (("一計畫|1", "2、乙計畫|3", "3、丙計畫|5"), True),
        (("1、甲計畫|第1頁", "2、乙計畫|p.3", "3、丙計畫|5頁"), True),
        (("1、甲計畫|100元", "2、乙計畫|3", "3、丙計畫|5"), False),
        (("1、甲計畫|12345", "2、乙計畫|3", "3、丙計畫|5"), False),
        (("1、甲計畫|1/2", "2、乙計畫|3", "3、丙計畫|5"), False),  # two lines are no page number
        (("1|1", "2|3", "3|5"), False),
        (("(一)甲面向|1", "(二)乙面向|3", "1、甲計畫|5"), True),  # headings of any level
        ((*ROWS, "聯絡方式|7"), False),  # a label of the form
    ],
)
def test_most_rows_end_in_a_page_number_and_many_begin_with_a_heading(
    rows: tuple[str, ...], contents: bool
) -> None:
    assert is_contents_table(table(*rows), PROFILE) is contents


def test_a_table_with_a_cell_over_two_rows_is_none() -> None:
    given = table(*ROWS)
    first, *rest = given.cells
    assert not is_contents_table(replace(given, cells=(replace(first, row_span=2), *rest)), PROFILE)


def test_each_row_is_a_line() -> None:
    made = list(lines_of(table("1、甲/計畫|某部|1", "||", "2、乙計畫||3")))
    assert all(type(line) is Line for line in made)
    assert [line.text.text for line in made] == ["1、甲計畫某部1", "2、乙計畫3"]
    assert [(line.size, line.font) for line in made] == [(11.0, "kai")] * 2
    given = table("1、甲/計畫|某部|1").cells
    assert made[0].box == union(line.box for each in given for line in each.lines)
    assert made[0].text.ids == tuple(
        number for each in given for line in each.lines for number in line.text.ids
    )
