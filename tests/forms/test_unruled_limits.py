"""The limits of forms without upright rules, on both sides of each: shares of the type size, and what decides a choice."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from math import inf

import pytest

from pipeline.core.page import Line, Page, Table
from pipeline.core.traced import Traced
from pipeline.forms.pieces import Piece, parted_at_edges, pieces_of
from pipeline.forms.profile import load_profile
from pipeline.forms.unruled import Unruled
from pipeline.forms.unruled_contacts import Block, columns_apart, grid_of, known_in
from pipeline.forms.unruled_rows import Columns, Label, cuts_between, is_below, is_beside, labels_in
from pipeline.forms.unruled_table import (
    LATEST,
    SEVERAL,
    Above,
    Setting,
    _cut_out,
    dealt_in,
    least,
    line_gaps,
    table_of,
)
from tests.forms.test_unruled import CONTACTS, HEAD, PLAIN, forms, page

PROFILE = load_profile("support-measures")
SIZE = 10.0
LEVEL = (0.0, 5.0, 500.0, 5.0)
"""A level rule elsewhere on the page."""
_glyph = count()


def piece(text: str, x: float, y: float, size: float = SIZE, line: int | None = None) -> Piece:
    """Return a piece; all at one height are of one line where none is given."""
    made = Traced(text, tuple(next(_glyph) for _ in text))
    return Piece(made, (x, y, x + size * len(text), y + size), round(y) if line is None else line, size)


def down(text: str, x: float, y: float, step: float = 12.0) -> list[Piece]:
    return [piece(sign, x, y + step * at) for at, sign in enumerate(text)]


def label(text: str, x: float, y: float) -> Label:
    return Label((piece(text, x, y),), PROFILE.field_of(text))


def said(blocks: Sequence[Block]) -> list[tuple[int, int, int, str]]:
    return [
        (block.row, block.rows, block.column, "".join(each.text.text for each in block.pieces))
        for block in blocks
    ]


@pytest.mark.parametrize(
    ("gap", "size", "below"), [(9.9, 10.0, True), (10.1, 10.0, False), (2.0, 10.4, True), (2.0, 10.6, False)]
)
def test_lines_of_a_label_are_near_and_alike(gap: float, size: float, below: bool) -> None:
    assert is_below(piece("提供", 0, 0), piece("服務", 0, SIZE + gap, size)) is below


@pytest.mark.parametrize(("lower", "beside"), [(3.9, True), (4.1, False)])
def test_a_label_stands_beside_a_line_at_its_height(lower: float, beside: bool) -> None:
    assert is_beside(label("簡介", 0, 0), [piece("甲", 50, lower)]) is beside


def test_a_row_begins_a_little_above_the_label_beside_its_first_line() -> None:
    labels = [label("簡介", 0, 0), label("網站", 0, 40)]
    assert cuts_between(labels, [piece("甲", 50, 0), piece("乙", 50, 40)]) == [40 - 0.25 * SIZE]


@pytest.mark.parametrize(
    ("tops", "told"),
    [
        ((0, 12, 26.4), False),  # gaps of 2 and 4.4: no wider than lines are set now and then
        ((0, 12, 26.6), True),
        ((0, 15.9), False),  # one gap alone: it is wider than one between lines
        ((0, 16.1), True),
    ],
)
def test_the_gap_between_rows_is_wider_than_those_between_lines(tops: tuple[float, ...], told: bool) -> None:
    """Labels stand in the middle of their rows, beside no line."""
    values = [piece("甲", 50, top) for top in tops]
    upper, lower = (5.0, 31.0) if len(tops) == 3 else (-4.5, 20.6)
    cuts = cuts_between([label("簡介", 0, upper), label("網站", 0, lower)], values)
    gap = (tops[-2] + SIZE + tops[-1]) / 2
    assert cuts == ([pytest.approx(gap)] if told else None)


@pytest.mark.parametrize("signs", [8, 9])
def test_a_label_takes_eight_lines_at_most(signs: int) -> None:
    text = "中堅企業之計畫簡介"[-signs:]
    (first, *_) = labels_in(down(text, 0, 0), PROFILE)
    assert (first.name, len(first.pieces)) == (("summary", 8) if signs == 8 else (None, 1))


@pytest.mark.parametrize("signs", [6, 7])
def test_the_label_of_a_contact_takes_six_lines_at_most(signs: int) -> None:
    text = "一二三四五六七"[:signs]
    assert len(known_in(down(text, 0, 0), lambda words: words == text)) == (signs == 6)


@pytest.mark.parametrize(("band", "columns"), [(8.9, 1), (9.1, 2)])
def test_words_without_labels_are_columns_where_a_wide_band_parts_them(band: float, columns: int) -> None:
    pieces = [piece("王大明", 0, 0), piece("組長", 30 + band, 0)]
    assert len(columns_apart(pieces, PROFILE, PROFILE.is_contact_label)) == columns


@pytest.mark.parametrize(("band", "columns"), [(2.9, 1), (3.1, 2)])
def test_beside_labels_a_narrow_band_is_enough(band: float, columns: int) -> None:
    pieces = [piece("承辦人", 0, 0), piece("王大明", 30 + band, 0)]
    assert len(columns_apart(pieces, PROFILE, PROFILE.is_contact_label)) == columns


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (2, 2)])
def test_columns_may_be_nearer_where_several_pieces_begin_at_one_edge(rows: int, columns: int) -> None:
    pieces = [piece(text, x, 14 * row) for row in range(rows) for text, x in (("承辦人", 0), ("王大明", 32))]
    assert len(columns_apart(pieces, PROFILE, PROFILE.is_contact_label)) == columns


@pytest.mark.parametrize(
    ("band", "below", "parted"),
    [(1.1, 0.4, True), (0.9, 0.4, False), (2.0, 0.6, False), (2.0, None, False)],
)
def test_a_line_that_fills_its_column_is_parted_where_those_below_begin(
    band: float, below: float | None, parted: bool
) -> None:
    left = 60 + 30 + band
    texts = [(60.0, 300.0, "主辦機"), (left, 300.0, "經濟部"), (left, 314.0, "產業署")]
    texts += [(left + below, 328.0, "甲組")] if below is not None else []
    made = page(texts)
    pieces = pieces_of(made, [block for block in made.blocks if isinstance(block, Line)])
    found = [each.text.text for each in parted_at_edges(made, pieces)]
    assert found[0] == ("主辦機" if parted else "主辦機經濟部")


def grid(
    *columns: Sequence[Piece], line_gap: float = 2.0, above: Sequence[str] = (), levels: bool = False
) -> tuple[int, list[tuple[int, int, int, str]]] | None:
    found = grid_of(columns, (10.0, 500.0), [LEVEL] if levels else [], line_gap, PROFILE, above)
    return (found[0], said(found[1])) if found else None


def test_what_stands_above_the_first_label_overleaf_is_of_the_row_above_the_page_end() -> None:
    columns = [piece("電話", 0, 40)], [piece("02", 60, 20), piece("03", 60, 40)]
    rest = [(0, 1, 0, ""), (1, 1, 0, "電話"), (0, 1, 1, "02"), (1, 1, 1, "03")]
    assert grid(*columns, above=("電話", "04"), line_gap=20) == (2, rest)
    assert grid(*columns, line_gap=20) == (1, [(0, 1, 0, "電話"), (0, 1, 1, "0203")])
    # Where there are level rules, labels stand in the middle of their rows.
    assert grid(*columns, above=("電話", "04"), line_gap=20, levels=True) == grid(*columns, line_gap=20)


@pytest.mark.parametrize(
    ("offices", "persons", "rows"),
    [
        (["主辦機關"], ["承辦人", "承辦人", "聯絡人"], [(0, 2), (2, 1)]),
        (["主辦機關"], ["承辦人", "承辦人", "承辦人"], [(0, 3)]),
        (
            ["主辦機關"],
            ["聯絡人", "聯絡人", "聯絡人"],
            [(0, 3)],
        ),  # who prints one label for all means nothing by it
        (["主辦機關"], ["聯絡人", "承辦人", "聯絡人"], [(0, 3)]),
        (["主辦機關", "", "執行單位"], ["承辦人", "承辦人", "聯絡人"], [(0, 2), (2, 1)]),
        (["執行單位"], ["聯絡人", "承辦人", "聯絡人"], [(0, 1), (1, 2)]),
    ],
)
def test_a_person_with_another_label_is_of_an_office_whose_label_stands_overleaf(
    offices: list[str], persons: list[str], rows: list[tuple[int, int]]
) -> None:
    """The label of an office stands in the middle of the rows that it is for, of which a page end left one above."""
    heights = (20, 40, 60)
    columns = [
        [piece(text, 0, y) for text, y in zip(offices, heights, strict=False) if text],
        [piece(text, 60, y) for text, y in zip(("甲部", "乙部", "丙會"), heights, strict=True)],
        [piece(text, 100, y) for text, y in zip(persons, heights, strict=True)],
        [piece("電話", 150, y) for y in heights],
    ]
    found = grid(*columns)
    assert found is not None
    assert [(row, count) for row, count, column, _ in found[1] if column == 0] == rows
    assert [(row, count) for row, count, column, _ in found[1] if column == 2] == [(0, 1), (1, 1), (2, 1)]


@pytest.mark.parametrize(("second", "rows"), [(60, 2), (38, None)])
def test_labels_in_the_middle_of_their_rows_may_stand_beside_a_line_by_chance(
    second: int, rows: int | None
) -> None:
    """承辦人 stands between two lines, and so 電話 beside the second line of its row is no beginning of one."""
    persons = [piece("承辦人", 0, 17), piece("聯絡人", 0, second + 7)]
    numbers = [piece("電話", 60, 17), piece("電話", 60, second + 14)]
    lines = (10, 24, second, second + 14, second + 28)
    offices = [piece(text, 90, top) for text, top in zip("甲乙丙丁戊", lines, strict=True)]
    values = [piece(text, 30, top) for text, top in zip("一二三四五", lines, strict=True)]
    found = grid(persons, values, numbers, offices, line_gap=4, levels=True)
    assert (found and found[0]) == rows, "nothing is wider than what stands between lines"
    if found:
        assert [text for _, _, column, text in found[1] if column == 3] == ["甲乙", "丙丁戊"]


@pytest.mark.parametrize(("count", "gap"), [(SEVERAL - 1, 0.2), (SEVERAL, 3.0)])
def test_of_several_gaps_the_least_may_be_above_a_taller_character(count: int, gap: float) -> None:
    assert least([0.2, *(3.0 for _ in range(count - 1))]) == gap
    assert least([]) == inf


def test_rows_begin_with_the_labels_of_numbers_though_others_are_more() -> None:
    labels = [piece("承辦人", 0, 20), piece("聯絡人", 0, 34), piece("聯絡人", 0, 48)]
    numbers = [piece("電話", 60, 20), piece("電話", 60, 48)]
    values = [piece("02", 90, 20), piece("03", 90, 48)]
    found = grid(labels, numbers, values, line_gap=18)
    assert found is not None
    assert found[0] == 2


def test_a_word_that_a_label_beside_it_put_on_another_line_is_read_where_it_stands() -> None:
    """分機 is a little higher than the digits round it."""
    number = [piece("02", 40, 4, line=2), piece("12", 80, 4, line=2), piece("分機", 60, 2, line=1)]
    found = grid([piece("電話", 0, 0, line=1)], number)
    assert found == (1, [(0, 1, 0, "電話"), (0, 1, 1, "02分機12")])


def test_a_label_for_two_rows_spans_them_and_a_text_that_is_in_one_does_not() -> None:
    role, numbers = [piece("執行單位", 0, 20)], [piece("電話", 60, 20), piece("電話", 60, 48)]
    found = grid(role, numbers, [piece("02", 90, 20), piece("03", 90, 48)])
    assert found == (
        2,
        [(0, 2, 0, "執行單位"), (0, 1, 1, "電話"), (1, 1, 1, "電話"), (0, 1, 2, "02"), (1, 1, 2, "03")],
    )
    office = [piece("某公司", 120, 20)]
    with_office = grid(role, numbers, [piece("02", 90, 20), piece("03", 90, 48)], office)
    assert with_office is not None
    assert with_office[1][-2:] == [(0, 1, 3, "某公司"), (1, 1, 3, "")]


@pytest.mark.parametrize(("gap", "rows"), [(4.4, 1), (4.6, 2)])
def test_a_wider_gap_parts_rows_whose_labels_stand_above_only(gap: float, rows: int) -> None:
    people = [piece("王大明", 60, 20), piece("李小姐", 60, 30 + gap)]
    numbers = [piece("02", 120, 20), piece("03", 120, 30 + gap)]
    found = grid([piece("承辦人", 0, 20)], people, numbers, line_gap=2.0)
    assert found is not None
    assert found[0] == rows


def test_the_rest_of_a_label_that_reaches_beside_the_next_row_fills_no_gap_above_that() -> None:
    """Above the page end stand 執 and 聯絡; the lines of 行單位 stand beside two offices and the gap between them."""
    role, rest = down("行單位", 0, 20, step=11.0), [piece("電話", 120, 20)]
    offices, numbers = (
        [piece("某署", 40, 20), piece("某院", 40, 48)],
        [piece("02", 160, 20), piece("03", 160, 48)],
    )
    found = grid(role, offices, rest, numbers, above=("執", "某所", "聯絡", "04"), line_gap=2.0)
    assert found is not None
    assert found[0] == 2
    assert [text for *_, column, text in found[1] if column == 1] == ["某署", "某院"]


PAGE = Page(1, 595.0, 842.0, 0, "", array("f"), ())
COLUMNS = Columns(40, 60)
EDGES = (105.0, 155.0, 205.0, 255.0, 285.0)
ROW = (("主辦機關", 60), ("某部", 110), ("承辦人", 160), ("王大明", 210), ("電話", 260), ("02", 290))


def table(
    pieces: Sequence[Piece],
    above: Above | None = None,
    edges: tuple[float, ...] = (),
    on: Page = PAGE,
    gaps: tuple[float, ...] = (),
) -> Table:
    lines = [Line(each.text, each.box, SIZE) for each in pieces]
    placed = [replace(each, line=at) for at, each in enumerate(pieces)]
    made = table_of(on, lines, placed, COLUMNS, PROFILE, above, Setting((edges,), gaps))
    assert made is not None
    return made


def test_a_few_rows_overleaf_are_parted_by_the_gap_of_lines_above() -> None:
    """One line each, they stand all as far apart."""
    pieces = [piece(text, x, y) for y in (20, 44) for text, x in (("王大明", 100), ("02", 180))]
    texts = ("承辦人", "李小姐", "電話", "03")
    assert table(pieces, Above("聯絡方式", 50.0, (90.0, 140.0, 170.0), texts, 2.0)).rows == 2
    assert table(pieces, Above("聯絡方式", 50.0, (90.0, 140.0, 170.0), texts, inf)).rows == 1


def test_lines_stand_apart_from_those_right_below_them() -> None:
    """A label written downwards stands beside the lines of others at any height, and ends where another line begins."""
    pieces = [*down("聯絡人", 60, 20, 14.0), piece("甲", 100, 24), piece("乙", 100, 38), piece("丙", 140, 30)]
    assert line_gaps(pieces, COLUMNS) == [4.0, 4.0, 4.0]


@pytest.mark.parametrize(("below", "rows"), [(90, 2), (44, 2)])
def test_a_gap_in_which_a_row_ends_is_the_end_of_one(below: float, rows: int) -> None:
    """A label written downwards leaves much room between the lines of two contacts."""
    pieces = [
        *down("主辦機關", 60, 20),
        *(piece(text, x, y) for y in (20, below) for text, x in (("某部", 100), ("電話", 140), ("02", 180))),
    ]
    assert table(pieces, Above("聯絡方式", 50.0, (90.0, 130.0, 170.0), ("", "", "", ""), 2.0)).rows == rows


def test_the_second_line_of_a_label_set_apart_fills_no_gap_between_rows() -> None:
    """執行 單 | 位 stands beside the first of three contacts, its last sign beside the gap below that."""
    columns = [
        [piece("執行", 60, 20, line=1), piece("單", 85, 20, line=1), piece("位", 70, 34, line=2)],
        [piece(text, 120, y, line=at) for text, y, at in (("北區", 20, 1), ("桃竹", 36, 3), ("中區", 52, 4))],
        [piece("電話", 160, 20, line=1)],
        [piece(text, 200, y, line=at) for text, y, at in (("02", 20, 1), ("03", 36, 3), ("04", 52, 4))],
    ]
    found = grid_of(columns, (20.0, 62.0), (), 2.0, PROFILE)
    assert found is not None
    assert found[0] == 3


def test_a_label_set_apart_is_one_with_its_second_line() -> None:
    """A justified line leaves a band between its words, in which the second line, in the middle, stands not."""
    apart = [("主辦", 60, 20), ("機", 90, 20), ("關", 70, 34), ("某部", 120, 20)]
    pieces = [replace(piece(*each), line=each[2]) for each in apart]
    assert [len(column) for column in columns_apart(pieces, PROFILE, PROFILE.is_contact_label)] == [3, 1]
    others = [
        replace(piece(*each), line=each[2]) for each in (("主辦", 60, 20), ("機", 90, 20), ("某", 70, 34))
    ]
    assert [len(column) for column in columns_apart(others, PROFILE, PROFILE.is_contact_label)] == [2, 1]


def test_the_words_of_a_label_set_apart_are_one_where_a_page_end_cut_it() -> None:
    """主辦 機, and 關 overleaf."""
    pieces = [piece("主辦", 60, 20), piece("機", 90, 20), piece("某部", 120, 20)]
    assert len(columns_apart(pieces, PROFILE, PROFILE.begins_contact_label)) == 2
    assert len(columns_apart(pieces, PROFILE, PROFILE.is_contact_label)) == 3


def test_the_characters_of_labels_set_apart_are_one_column() -> None:
    """主 辦 機 | 關 above 執 行 單 | 位: two of the three columns are no label."""
    lines = [
        ("主辦機", 20, (60, 75, 90)),
        ("執行單", 48, (60, 75, 90)),
        ("關位", 34, (75,)),
        ("位", 62, (75,)),
    ]
    pieces = [
        piece(sign, x, y, line=y) for text, y, places in lines for sign, x in zip(text, places, strict=False)
    ]
    office = [piece("某部", 120, 20), piece("某院", 120, 48)]
    columns = columns_apart([*pieces, *office], PROFILE, PROFILE.is_contact_label)
    assert [len(column) for column in columns] == [8, 2]


def test_half_a_label_alone_in_its_column_is_one() -> None:
    """主 | 辦 | 機 beside a telephone and an e-mail, and 關 overleaf: it is for both rows."""
    half = down("主辦機", 60, 20)
    begins = PROFILE.begins_contact_label
    assert [len(each.pieces) for each in known_in(half, PROFILE.is_contact_label, begins)] == [3]
    assert not known_in([*half, piece("某部", 60, 56)], PROFILE.is_contact_label, begins)


def test_the_lines_of_a_row_alone_overleaf_are_parted_by_no_gap_as_wide_as_those_above() -> None:
    """The label stands beside the middle of two lines, so that no gap between lines is left on its page."""
    lines = [("王大明", 100, 20), ("02", 180, 20), ("李小姐", 100, 34), ("03", 180, 34), ("聯絡人", 60, 27)]
    pieces = [piece(*each) for each in lines]
    texts, ruled = ("聯絡人", "林先生", "04"), replace(PAGE, levels=(LEVEL,))
    for gap, rows in ((4.0, 1), (1.0, 2)):
        assert table(pieces, Above("聯絡方式", 50.0, (95.0, 170.0), texts, gap), on=ruled).rows == rows


def test_contacts_at_the_foot_of_a_page_stand_in_the_columns_of_other_forms() -> None:
    """The person and the number may stand overleaf."""
    foot = [piece("聯絡方式", 0, 20), *(piece(text, x, 20) for text, x in ROW if x not in (160, 210))]
    made = table(foot, edges=EDGES)
    assert [cell.text.text for cell in made.row(0)] == ["聯絡方式", "主辦機關", "某部", "", "", "電話", "02"]
    assert table(foot).columns == 5
    assert table(foot, edges=EDGES[:3]).columns == 5  # more columns than other forms have


def doubtful(made: Table) -> list[bool]:
    return [cell.doubtful for cell in made.cells if not cell.column]


@pytest.mark.parametrize(("gap", "told"), [(9.9, False), (10.1, True)])
def test_a_last_row_with_a_gap_as_wide_as_between_rows_may_be_two(gap: float, told: bool) -> None:
    """Here 14 stand between rows; the label of what follows the gap may stand overleaf, whole."""
    first = [piece("簡介", 0, 20), piece("甲", 60, 20), piece("乙", 60, 32)]
    last = [piece("服務項目", 0, 56), piece("丙", 60, 56), piece("丁", 60, 66 + gap)]
    assert doubtful(table([*first, *last])) == [False, told]
    assert doubtful(table([*first, *last], on=replace(PAGE, levels=(LEVEL,)))) == [False, False]
    assert doubtful(table([*first, piece("聯絡方式", 0, 56), *last[1:]])) == [False, False]
    apart = [piece("簡介", 0, 10), piece("甲", 60, 10), piece("乙", 60, 32)]
    assert doubtful(table([*apart, *last])) == [False, False]  # a text may have such gaps


def test_of_the_only_row_of_a_page_other_forms_tell_how_wide_gaps_between_rows_are() -> None:
    pieces = [piece("丙", 60, 20), piece("丁", 60, 32), piece("戊", 60, 56)]
    above = Above("服務項目", 50.0, (), ("乙",), 2.0)
    for between, told in (((14.0,), True), ((19.0,), False), ((), False)):
        lines = [Line(each.text, each.box, SIZE) for each in pieces]
        placed = [replace(each, line=at) for at, each in enumerate(pieces)]
        made = table_of(PAGE, lines, placed, COLUMNS, PROFILE, above, Setting(between=between))
        assert made is not None
        assert doubtful(made) == [told]


def test_a_page_without_a_label_goes_on_that_of_the_page_before_for_as_many_as_there_are() -> None:
    above = Above("服務項目", 50.0, (), ("乙",), 2.0)
    middle = table([piece("丙", 60, 20), piece("丁", 60, 32)], above)
    assert Above.of(middle, 2.0, above).label == "服務項目"
    assert Above.of(middle, 2.0).label == ""
    assert Above.of(table([piece("簡介", 0, 20), piece("甲", 60, 20)]), 2.0, above).label == "簡介"


def test_gaps_between_rows_are_seen_in_each_form() -> None:
    made = table([piece("簡介", 0, 20), piece("甲", 60, 20), piece("網站", 0, 44), piece("無", 60, 44)])
    assert Setting().with_form(made, 2.0, COLUMNS).between == (14.0,)


def test_a_long_document_is_told_by_its_latest_forms() -> None:
    """Each form looks through them: all of ten thousand would take minutes."""
    made = table([piece("簡介", 0, 20), piece("甲", 60, 20), piece("網站", 0, 44), piece("無", 60, 44)])
    setting = Setting(((1.0,),) * 500, (2.0,) * 500, (3.0,) * 500).with_form(made, 4.0, COLUMNS)
    assert [len(each) for each in (setting.grids, setting.gaps, setting.between)] == [LATEST] * 3
    assert (setting.gaps[-1], setting.between[-1]) == (4.0, 14.0)


def test_values_overleaf_stand_in_the_column_above_though_labels_are_wider() -> None:
    pieces = [piece("甲", 60, 20)]
    assert [cell.box[0] for cell in table(pieces).cells] == [0.0, COLUMNS.band]
    assert [cell.box[0] for cell in table(pieces, Above("簡介", 43.0, (), ("乙",), 2.0)).cells] == [0.0, 43.0]


@pytest.mark.parametrize(("gap", "rows"), [(5.4, 2), (5.6, 1)])
def test_rows_are_parted_by_wider_gaps_than_lines_have_in_other_forms(gap: float, rows: int) -> None:
    """A form of which each text takes one line has no gaps but those between its rows: here one of 8."""
    below = [("某院", 110, 38), ("林先生", 210, 38), ("03", 290, 38)]
    pieces = [piece("聯絡方式", 0, 20), *(piece(text, x, 20) for text, x in ROW)]
    pieces += [piece(text, x, y) for text, x, y in below]
    assert table(pieces, gaps=(gap,)).rows == rows
    assert table(pieces).rows == 1


def test_half_a_label_shows_contacts_only_beside_their_label_or_below_other_forms() -> None:
    half = [piece("主辦", 60, 20), piece("某部", 110, 20)]
    assert len(table(half).cells) == 2
    assert len(table(half, edges=EDGES).cells) > 2
    assert len(table([piece("聯絡方式", 0, 20), *half]).cells) > 2


def test_pieces_that_no_band_parts_stand_in_no_columns_of_another_form() -> None:
    apart = [piece("某部", 60, 20), piece("王大明", 110, 20)]
    assert [len(column) for column in dealt_in(apart, (100.0,))] == [1, 1]
    across = [piece("某部", 60, 20), piece("王大明之電話", 79, 34)]
    assert dealt_in(across, (100.0,)) == []


def test_only_the_ends_of_a_line_keep_what_is_free_beside_them() -> None:
    whole = Traced("甲乙丙", (0, 1, 2))
    line = Line(whole, (0, 0, 30, 10), SIZE, room=7.0, lead=20.0)
    parts = [Piece(whole[at : at + 1], (10 * at, 0, 10 * at + 10, 10), 0, SIZE) for at in range(3)]
    made = [_cut_out(line, held) for held in ([parts[0]], [parts[1]], [parts[2]], parts)]
    assert [(each.text.text, each.room, each.lead) for each in made] == [
        ("甲", 0.0, 20.0),
        ("乙", 0.0, inf),
        ("丙", 7.0, inf),
        ("甲乙丙", 7.0, 20.0),
    ]


def test_the_columns_of_contacts_are_those_of_the_forms_before() -> None:
    reader = Unruled(PROFILE)
    list(reader.read(with_contacts := page([HEAD, *PLAIN, *CONTACTS]), with_contacts.blocks))
    list(reader.read(without := page([HEAD, *PLAIN], number=2, first=10_000), without.blocks))
    assert list(map(len, reader.setting.grids)) == [5]
    assert len(reader.setting.gaps) == 2


def test_a_first_form_is_known_by_where_values_begin_in_the_others() -> None:
    """Most of its lines are indented deep, and its first label has a second line."""
    deep = [(190.0, 232.0 + 14 * at, "a.於本市設立者。") for at in range(8)]
    labelled = [(60.0, 180.0, "輔導措施簡"), (70.0, 194.0, "介"), (60.0, 218.0, "服務項目")]
    values = [(130.0, 180.0, "協助企業"), (130.0, 194.0, "提升價值。"), (130.0, 218.0, "■補助：")]
    first = page([HEAD, *sorted([*labelled, *values], key=lambda each: (each[1], each[0])), *deep])
    for setting, tables in ((Setting(), 0), (Setting(columns=Columns(112.0, 130.0)), 1)):
        found = [
            each for each in Unruled(PROFILE, setting).read(first, first.blocks) if isinstance(each, Table)
        ]
        assert len(found) == tables
    assert found[0].cells[0].text.text == "輔導措施簡介"


def test_the_usual_grid_has_as_many_columns_as_most() -> None:
    """A page end hides columns, and where a space was taken for one there is one more."""
    short, whole, more = (1.0,), (1.0, 2.0), (1.0, 2.0, 3.0)
    assert Setting().grid == ()
    assert Setting((more, whole, short, whole)).grid == whole
    assert Setting((short, whole)).grid == whole


@pytest.mark.parametrize(("left", "goes_on"), [(119.9, False), (120.1, True), (169.9, True), (170.1, False)])
def test_a_form_goes_on_where_lines_begin_about_as_its_values_do(left: float, goes_on: bool) -> None:
    first = page([HEAD, *PLAIN[:4]])
    ((_, entries),) = forms(first, page([(left, 180, "自籌款另計。")], number=2, first=10_000))
    assert entries[-1][1].endswith("自籌款另計。") is goes_on
