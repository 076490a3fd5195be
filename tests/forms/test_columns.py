"""The parts of a form have the columns of the whole form, whatever grid each page drew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.core.page import Cell, Line, Table, type_size, union
from pipeline.core.traced import Traced
from pipeline.fields.contacts import read_contacts
from pipeline.forms.columns import (
    SAME_COLUMN,
    SAME_WIDTH,
    in_columns,
    stands_below,
    stands_in_place,
    with_absent_columns,
)
from pipeline.forms.profile import load_profile
from pipeline.forms.segment import segment
from pipeline.pages.markup import parse_html
from tests.printed import Reports

PROFILE = load_profile("support-measures")
SIZE = 10.0
NEAR, WIDE = SAME_COLUMN * SIZE, SAME_WIDTH * SIZE


def row(*edges: float, words: Sequence[str] = (), drawn: bool = True) -> Table:
    """Return a table of one row whose cells stand between edges, set in type of ten points."""
    cells = []
    for place, (left, right) in enumerate(pairwise(edges)):
        text = words[place] if words else "字"
        box = (left, 0.0, right, 20.0)
        lines = (Line(Traced(text, tuple(range(len(text)))), box, SIZE),) if text else ()
        cells.append(Cell(0, place, 1, 1, box, lines))
    return Table(1, len(cells), tuple(cells), union(cell.box for cell in cells), drawn)


def columns(table: Table) -> list[int]:
    return [cell.column for cell in table.cells]


def test_a_part_whose_last_row_has_no_cell_is_as_it_was() -> None:
    cell = Cell(0, 0, 1, 1, (0.0, 0.0, 50.0, 20.0), (), open_below=True)
    part = Table(2, 1, (cell,), (0.0, 0.0, 50.0, 40.0))
    assert [each.rows for each in in_columns([part, part])] == [2, 2]


def test_the_type_of_a_table_is_that_of_most_of_its_characters() -> None:
    assert type_size(row(0, 100)) == SIZE
    assert type_size(row(0, 100, words=[""])) == 12.0


@pytest.mark.parametrize(("aside", "found"), [(0.9 * NEAR, [0, 1]), (1.1 * NEAR, [0, 2])])
def test_edges_nearer_than_half_a_character_are_one(aside: float, found: list[int]) -> None:
    upper, lower = in_columns([row(0, 100, 300), row(0, 100 + aside, 300)])
    assert columns(upper) == [0, 1]
    assert columns(lower) == found


@pytest.mark.parametrize(("gap", "found"), [(0.9 * NEAR, [0, 1]), (1.1 * NEAR, [0, 1, 2])])
def test_the_gap_of_a_double_rule_is_no_column(gap: float, found: list[int]) -> None:
    (table,) = in_columns([row(0, 100, 100 + gap, 300, words=["甲", "", "乙"])])
    assert columns(table) == found


def test_words_in_a_gap_are_kept() -> None:
    (table,) = in_columns([row(0, 100, 101, 300, words=["甲", "丙", "乙"])])
    assert [cell.text.text for cell in table.cells] == ["甲", "丙", "乙"]


def test_a_missing_column_leaves_its_number_free() -> None:
    upper, lower = in_columns([row(0, 100, 200, 300), row(0, 200, 300)])
    assert (columns(upper), columns(lower)) == ([0, 1, 2], [0, 2])
    assert [cell.column_span for cell in lower.cells] == [2, 1]
    assert upper.columns == lower.columns == 3


def test_a_transcription_has_its_columns_already() -> None:
    given = row(0, 5, 6, drawn=False)
    assert in_columns([given]) == [given]


@pytest.mark.parametrize(("aside", "lacks"), [(0.9 * NEAR, 1), (1.1 * NEAR, 0)])
def test_a_part_that_begins_with_a_later_column_has_the_earlier_ones_empty(aside: float, lacks: int) -> None:
    above = row(0, 100, 300)
    for left, right in ((100 + aside, 300), (100, 300 + aside)):
        table = with_absent_columns(row(left, right), above)
        assert [cell.text.text for cell in table.row(0)] == [""] * lacks + ["字"]


@pytest.mark.parametrize(("more", "goes_on"), [(0.9 * WIDE, True), (1.1 * WIDE, False)])
def test_a_part_overleaf_is_as_wide(more: float, goes_on: bool) -> None:
    assert stands_below(row(0, 100, 300 + more), [row(0, 100, 300)], within=False) is goes_on


@pytest.mark.parametrize(("aside", "goes_on"), [(0.9 * WIDE, True), (1.1 * WIDE, False)])
def test_its_columns_are_among_those_of_the_form_where_that_is_asked(aside: float, goes_on: bool) -> None:
    part = row(0, 100 + aside, 300)
    assert stands_below(part, [row(0, 100, 300)], within=True) is goes_on
    assert stands_below(part, [row(0, 100, 300)], within=False)


@pytest.mark.parametrize(("aside", "same"), [(0.9 * NEAR, True), (1.1 * NEAR, False)])
def test_a_part_stands_in_place_by_both_sides(aside: float, same: bool) -> None:
    assert stands_in_place(row(aside, 300), row(0, 300)) is same
    assert stands_in_place(row(0, 300 + aside), row(0, 300)) is same


def test_labels_over_two_columns_of_a_web_page_keep_each_contact_its_number() -> None:
    """Label cells with colspan=2 were taken for places in points, six of which are near: a contact became a note."""
    rows = [("主辦機關", "甲部", "承辦人", "王科員", "聯絡電話", "(02)2355-0115#11")]
    rows += [("執行單位", "乙協會", "聯絡人", "李專員", "聯絡電話", "(04)2355-0116#22")]
    rows += [("", "丙協會", "", "林專員", "", "(04)2355-0117#33")]
    cells = [
        "".join(
            f'<td colspan="2">{text}</td>' if at % 2 == 0 else f"<td>{text}</td>"
            for at, text in enumerate(each)
        )
        for each in rows
    ]
    html = (
        "<h2>1、甲計畫</h2><table><tr><td>輔導措施簡介</td><td colspan=9>甲。</td></tr>"
        f'<tr><td rowspan="3">聯絡方式</td>{cells[0]}</tr><tr>{cells[1]}</tr><tr>{cells[2]}</tr></table>'
    )
    (part,) = segment([parse_html(html, Counter())], PROFILE).segments
    reports = Reports()
    found = read_contacts(part.entries[1].rows, PROFILE, reports)
    assert [(each.organization.text, each.person.text, each.phones[0].phone.extension) for each in found] == [
        ("甲部", "王科員", "11"),
        ("乙協會", "李專員", "22"),
        ("丙協會", "林專員", "33"),
    ]
    assert reports.codes == []


def turned(*edges: float) -> Table:
    """Return a form whose labels stood above their values, which stand between edges: a label and its value a row."""
    cells: list[Cell] = []
    for number, (left, right) in enumerate(pairwise(edges)):
        cells += [
            replace(cell, row=number, column=column)
            for column, cell in enumerate((*row(left, right, words=["標"]).cells, *row(left, right).cells))
        ]
    return Table(len(edges) - 1, 2, tuple(cells), (edges[0], 0.0, edges[-1], 40.0), turned=len(edges) - 1)


def test_values_overleaf_whose_labels_stand_above_them_have_an_empty_one() -> None:
    part = with_absent_columns(row(0, 100, 250, words=["甲", "乙"]), turned(0, 100, 250))
    assert [
        (cell.row, cell.column, cell.row_span, cell.column_span, cell.text.text) for cell in part.cells
    ] == [
        (0, 0, 1, 1, ""),
        (0, 1, 1, 1, "甲"),
        (0, 2, 1, 1, "乙"),
    ]
    assert part.cells[0].box == (0, 0, 100, 0)
    assert (part.rows, part.columns, part.turned, part.box) == (1, 3, 1, (0, 0, 250, 20))


@pytest.mark.parametrize(
    ("part", "goes_on"),
    [
        (row(0, 100, 250), True),
        (row(0, 100 + 0.9 * NEAR, 250), True),
        (row(0, 100 + 1.1 * NEAR, 250), False),
        (row(0, 100, 250 - 1.1 * NEAR), False),
        (row(0, 100, 250, 260), False),
        (row(0, 250), False),
        (replace(row(0, 100, 250), rows=2), False),
        (row(0, 100, 250, drawn=False), False),
    ],
)
def test_values_overleaf_are_one_row_divided_like_those_above(part: Table, goes_on: bool) -> None:
    assert bool(with_absent_columns(part, turned(0, 100, 250)).turned) is goes_on


def test_more_rows_stand_overleaf_only_where_no_value_stands_above_the_page_end() -> None:
    part, form = replace(row(0, 100, 250), rows=2), turned(0, 100, 250)
    assert with_absent_columns(part, form) == part
    empty = [replace(cell, lines=()) if cell.column else cell for cell in form.cells]
    below = with_absent_columns(part, replace(form, cells=tuple(empty)))
    assert (below.columns, below.turned, below.cells[0].lines) == (part.columns + 1, 0, ())


def test_a_part_that_lacks_a_column_has_it_empty_over_its_whole_height() -> None:
    part = with_absent_columns(row(100, 200, 300, words=["甲", "乙"]), row(0, 100, 200, 300))
    assert [(cell.row, cell.column, cell.row_span, cell.column_span, cell.box) for cell in part.cells] == [
        (0, 0, 1, 1, (0, 0, 100, 20)),
        (0, 1, 1, 1, (100, 0, 200, 20)),
        (0, 2, 1, 1, (200, 0, 300, 20)),
    ]
    assert (part.columns, part.box) == (3, (0, 0, 300, 20))


@pytest.mark.parametrize(("wider", "found"), [(0.9 * WIDE, [0, 1]), (1.1 * WIDE, [1, 3])])
def test_a_part_as_wide_as_the_first_has_its_columns_where_the_page_has_another_margin(
    wider: float, found: list[int]
) -> None:
    _, lower = in_columns([row(0, 100, 300), row(40, 140, 340 + wider)])
    assert columns(lower)[:2] == found


@pytest.mark.parametrize(
    ("word", "is_open", "found"),
    [("", True, [0, 1, 2, 3]), ("", False, [0, 2, 3]), ("聯", True, [0, 2, 3])],
)
def test_labels_that_are_not_drawn_above_a_page_end_stand_in_the_columns_overleaf(
    word: str, found: list[int], *, is_open: bool
) -> None:
    whole = row(0, 40, 80, 200, 300, words=["聯絡方式", "主辦機關", "", ""])
    upper = row(0, 80, 200, 300, words=[word, "某署", "某君"])
    upper = replace(upper, cells=(replace(upper.cells[0], open_below=is_open), *upper.cells[1:]))
    above, below = in_columns([upper, whole])
    assert columns(above) == found
    assert columns(below) == [0, 1, 2, 3]
    assert [cell.column_span for cell in above.cells] == ([1] * 4 if len(found) == 4 else [2, 1, 1])


def test_any_empty_cell_at_a_page_end_is_as_many_as_stand_overleaf() -> None:
    """Beside a label that ends above the page end: of an office and its labels only the heads of boxes are drawn."""
    upper = row(0, 40, 200, 240, 300, words=["聯絡方式", "", "某君", ""])
    upper = replace(
        upper, cells=tuple(replace(cell, open_below=cell.column in (1, 3)) for cell in upper.cells)
    )
    above, below = in_columns([upper, row(0, 40, 80, 160, 200, 220, 240, 280, 300)])
    assert columns(above) == [0, 1, 2, 3, 4, 6, 7]
    assert [cell.column_span for cell in above.cells] == [1, 1, 1, 1, 2, 1, 1]
    assert [cell.box for cell in above.cells][1:4] == [upper.cells[1].box] * 3
    assert columns(below) == list(range(8))


def test_an_empty_cell_above_a_page_end_is_one_where_one_stands_overleaf() -> None:
    upper = row(0, 80, 200, words=["", "某署"])
    upper = replace(upper, cells=(replace(upper.cells[0], open_below=True), upper.cells[1]))
    other = row(0, 40, 80, 200)
    above, _, _ = in_columns([upper, row(0, 80, 200), other])
    assert columns(above) == [0, 2]


def test_an_empty_cell_above_a_page_end_is_one_where_the_row_overleaf_begins_right_of_it() -> None:
    upper = row(0, 120, 200, words=["", "某署"])
    upper = replace(upper, cells=(replace(upper.cells[0], open_below=True), upper.cells[1]))
    above, below = in_columns([upper, row(40, 80, 120, 200)])
    assert columns(above) == [0, 3]
    assert columns(below) == [1, 2, 3]
