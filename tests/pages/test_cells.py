"""Each glyph goes to the cell it stands in, whatever the shape of the cell and wherever the glyph before stood."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from pipeline.pages.glyph import Glyph
from pipeline.pages.layout.cells import (
    ACROSS,
    APART,
    ASIDE,
    BESIDE,
    KERN,
    PITCH,
    SAME_HEIGHT,
    STEADY,
    assign,
    run_over,
    split_below,
)
from pipeline.pages.tables.rulings import Grid, Rule

# A cell that goes round a corner: its outline holds the cell in the corner, too.
CORNER = Grid([0.0, 100.0, 200.0], [0.0, 50.0, 100.0], [[0, 0], [0, 1]], [(0, 0, 2, 2), (1, 1, 1, 1)])


def glyph(x: float, y: float, text: str = "字") -> Glyph:
    return Glyph(text, (x - 5, y - 5, x + 5, y + 5), 10.0, "")


def test_glyphs_of_every_order_fall_where_the_grid_says() -> None:
    random = Random(1)
    glyphs = [glyph(random.uniform(-20, 220), random.uniform(-20, 120)) for _ in range(500)]
    (inside,), outside = assign(glyphs, [CORNER])
    assigned = {id(each): cell for cell, found in inside.items() for each in found}
    for each in glyphs:
        x, y = (each.box[0] + each.box[2]) / 2, (each.box[1] + each.box[3]) / 2
        assert assigned.get(id(each)) == CORNER.cell_at(x, y)
    assert len(outside) + len(assigned) == len(glyphs)


def test_a_cell_that_goes_round_a_corner_does_not_take_what_stands_in_the_corner() -> None:
    (inside,), _ = assign([glyph(150, 20), glyph(150, 80), glyph(50, 80)], [CORNER])
    assert {cell: len(found) for cell, found in inside.items()} == {0: 2, 1: 1}


# What stands across the rule between two cells.

ROWS = Grid(
    [0.0, 50.0, 100.0], [0.0, 50.0, 100.0], [[0, 1], [2, 2]], [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2)]
)
COLUMN = Grid([0.0, 50.0], [0.0, 50.0, 100.0], [[0], [1]], [(0, 0, 1, 1), (1, 0, 1, 1)])


@pytest.mark.parametrize(
    ("grid", "above", "more", "moved"),
    [
        (COLUMN, ACROSS + 0.05, True, True),
        (COLUMN, ACROSS - 0.05, True, False),
        (COLUMN, ACROSS + 0.05, False, False),  # a line alone in a low row stands out of it at both ends
        (ROWS, ACROSS + 0.05, True, True),  # a page end cuts the cell, and the one below is wider
    ],
)
def test_a_line_across_a_rule_is_of_the_cell_in_which_it_begins(
    grid: Grid, above: float, more: bool, moved: bool
) -> None:
    first = [glyph(25, 55 - 10 * above, "關")]
    lines: list[list[list[Glyph]]] = [[[glyph(25, 44, "機")]], *([] for _ in grid.spans[1:])]
    lines[-1] = [first, *([[glyph(25, 66, "執")]] if more else [])]
    run_over(grid, lines)
    assert (first in lines[0]) is moved
    assert sum(first in held for held in lines) == 1
    assert lines[0][0][0].text == "機"


def test_a_line_across_a_rule_stands_between_the_sides_of_the_cell_in_which_it_begins() -> None:
    """Half of a label in the middle of its cell, of which a page end leaves half a line: 位, over an address."""

    def cells_of(*lefts: float) -> list[int]:
        """Return the cells whose lines hold a first line that begins at places, and the cell of an address below."""
        first = [glyph(left, 51) for left in lefts]
        lines: list[list[list[Glyph]]] = [[], [], [first, [glyph(25, 66, "址")]]]
        run_over(ROWS, lines)
        return [number for number, held in enumerate(lines) if first in held]

    assert cells_of(25) == [0]
    assert cells_of(75, 85) == [1]
    assert cells_of(25, 35, 45, 55) == [2], "over both cells"
    assert cells_of(-10) == [2], "beside the table"


def test_a_line_across_the_head_of_a_table_stays() -> None:
    lines: list[list[list[Glyph]]] = [[], [[glyph(75, 1, "關")], [glyph(75, 16, "執")]], []]
    before = [list(held) for held in lines]
    run_over(ROWS, lines)
    assert lines == before


# What stands below a table.

TABLE = Grid([0.0, 50.0, 200.0], [0.0, 50.0], [[0, 1]], [(0, 0, 1, 1), (0, 1, 1, 1)])


def below(*rows: tuple[float, str, float], foot: tuple[Rule, ...] = ()) -> list[str]:
    """Return the lines that rows of (left, text, top) come as, right below a table or further down."""
    lines: dict[float, list[Glyph]] = {}
    for left, text, top in rows:
        lines.setdefault(top, []).extend(
            glyph(left + 5 + 10 * at, top + 5, sign) for at, sign in enumerate(text)
        )
    return [
        "".join(each.text for each in line)
        for line in split_below(list(lines.values()), [replace(TABLE, levels=foot)])
    ]


def test_what_runs_out_of_two_cells_is_two_lines() -> None:
    assert below((10, "位", 51), (60, "話", 51)) == ["位", "話"]
    assert below((10, "施簡", 51), (60, "甲", 51), (10, "介", 62), (60, "乙", 62)) == [
        "施簡",
        "甲",
        "介",
        "乙",
    ]


def test_other_lines_below_a_table_stay_whole() -> None:
    assert below((10, "註：略", 75), (60, "見次頁", 75)) == ["註：略見次頁"], "further down"
    assert below((30, "一行文字", 51)) == ["一行文字"], "over the column"
    assert below((45, "一", 51), (75, "行", 51)) == ["一行"], "over the rule"
    assert below((-30, "左", 51), (60, "右", 51)) == ["左右"], "beside the table"


@pytest.mark.parametrize(("least", "closed"), [(BESIDE, []), (APART, [0]), (APART, [1]), (APART, [0, 1])])
@pytest.mark.parametrize(("off", "lines"), [(-0.1, ["單位中心"]), (0.1, ["單位", "中心"])])
def test_pieces_stand_apart_and_nearer_where_they_run_out_of_cells(
    least: float, closed: list[int], off: float, lines: list[str]
) -> None:
    """An office and its label, in the middle of cells that a page end cuts, ran out of both at one height."""
    foot = tuple(Rule(True, 50.0, TABLE.xs[column], TABLE.xs[column + 1]) for column in closed)
    assert below((30, "單位", 51), (50 + 10 * least + off, "中心", 51), foot=foot) == lines


def test_a_line_below_a_wide_cell_is_one_whatever_rules_divide_it_above() -> None:
    rows = Grid([0.0, 50.0, 100.0, 200.0], [0.0, 25.0, 50.0], [[0, 1, 2], [3, 3, 4]], [])
    rows.spans += [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 0, 1, 2), (1, 2, 1, 1)]
    line = [glyph(left + 5, 56, sign) for left, sign in ((20, "中"), (60, "心"), (110, "位"), (150, "話"))]
    assert ["".join(each.text for each in piece) for piece in split_below([line], [rows])] == ["中心", "位話"]


# A word that is too long for its cell.

WIDE = Grid([0.0, 100.0, 200.0], [0.0, 50.0], [[0, 1]], [(0, 0, 1, 1), (0, 1, 1, 1)])


def letters(text: str, start: float, step: float, y: float = 20.0, wide: float = 6.0) -> list[Glyph]:
    """Return letters of 10 points from a place on, each so far from the one before."""
    return [
        Glyph(sign, (start + at * step, y - 5, start + at * step + wide, y + 5), 10.0, "")
        for at, sign in enumerate(text)
    ]


def in_cells(glyphs: list[Glyph]) -> list[str]:
    (inside,), outside = assign(glyphs, [WIDE])
    assert not outside or not inside
    return ["".join(each.text for each in inside.get(cell, ())) for cell in (0, 1)]


def test_a_word_that_runs_over_the_side_of_its_cell_is_whole() -> None:
    assert in_cells(letters("a@b.example", 70, 6)) == ["a@b.example", ""]
    assert in_cells([*letters("ab", 70, 6), *letters("cd", 110, 6)]) == ["ab", "cd"]
    assert in_cells(letters("甲乙丙丁戊己", 70, 10, wide=10)) == ["甲乙丙", "丁戊己"]


@pytest.mark.parametrize(
    ("gap", "whole"), [(0.9 * PITCH, True), (1.1 * PITCH, False), (-0.9 * KERN, True), (-1.1 * KERN, False)]
)
def test_the_letters_of_a_word_are_near(gap: float, whole: bool) -> None:
    """The last letter in the cell, and the first beyond its side."""
    first = Glyph("a", (94.0, 15, 101.0, 25), 10.0, "")
    second = Glyph("b", (101 + 10 * gap, 15, 107 + 10 * gap, 25), 10.0, "")
    assert in_cells([first, second]) == (["ab", ""] if whole else ["a", "b"])


@pytest.mark.parametrize(("more", "whole"), [(0.9 * PITCH, True), (1.1 * PITCH, False)])
def test_a_word_that_is_spaced_goes_on_as_it_began(more: float, whole: bool) -> None:
    """Its letters stand four points apart."""
    begun = letters("ab", 83, 10)
    third = Glyph("c", (103 + 10 * more, 15, 109 + 10 * more, 25), 10.0, "")
    assert in_cells([*begun, third]) == (["abc", ""] if whole else ["ab", "c"])


@pytest.mark.parametrize(("down", "whole"), [(0.9 * SAME_HEIGHT, True), (1.1 * SAME_HEIGHT, False)])
def test_the_letters_of_a_word_stand_at_one_height(down: float, whole: bool) -> None:
    glyphs = [*letters("ab", 88, 6), *letters("c", 100, 6, y=20 + 10 * down)]
    assert in_cells(glyphs) == (["abc", ""] if whole else ["ab", "c"])
    up = [*letters("ab", 88, 6), *letters("c", 100, 6, y=20 - 10 * down)]
    assert in_cells(up) == (["abc", ""] if whole else ["ab", "c"])


@pytest.mark.parametrize(
    ("over", "inset", "read"),
    [
        (1.1 * STEADY, 0.0, ["E-mail", "bebdh"]),
        (0.9 * STEADY, 0.0, ["E-mailbebdh", ""]),  # printed as one word: nobody sees two
        (1.1 * STEADY, 0.9 * ASIDE, ["E-mail", "bebdh"]),
        (1.1 * STEADY, 1.1 * ASIDE, ["E-mailbebdh", ""]),  # a kerned letter of an address
        (1.1 * STEADY, -1.1 * ASIDE, ["E-mailbebdh", ""]),
    ],
)
def test_a_text_over_which_a_label_is_printed_begins_where_texts_of_cells_do(
    over: float, inset: float, read: list[str]
) -> None:
    """TeX sets a label that is too wide for its column over the side and the first letter beside it."""
    label = letters("E-mail", 3, 6)
    side = label[-1].box[2] - 10 * (over + inset) - 3
    table = Grid([0.0, side, 200.0], [0.0, 50.0], [[0, 1]], [(0, 0, 1, 1), (0, 1, 1, 1)])
    glyphs = [*label, *letters("bebdh", label[-1].box[2] - 10 * over, 6)]
    (inside,), _ = assign(glyphs, [table])
    assert ["".join(each.text for each in inside.get(cell, ())) for cell in (0, 1)] == read


@pytest.mark.parametrize(("over", "whole"), [(1.1 * ASIDE, True), (0.9 * ASIDE, False)])
@pytest.mark.parametrize("sure", [1.0, 0.9])
def test_a_label_that_may_not_be_broken_stands_over_the_side_of_its_cell(
    over: float, whole: bool, sure: float
) -> None:
    """The places of glyphs that were recognised in a picture are not known so well."""
    glyphs = letters("聯絡電話號碼", 100 - 10 * (3 - over), 10, wide=10)
    glyphs = [replace(each, confidence=sure) for each in glyphs]
    read = ["聯絡電話號碼", ""] if whole and sure == 1 else ["聯絡電", "話號碼"]
    assert in_cells(glyphs) == read


def test_chinese_that_begins_where_texts_do_is_none_of_a_label_that_ends_there() -> None:
    """Nor is 話 the beginning of a text, where it happens to stand there."""
    label, beside = letters("承辦人", 73, 10.1, wide=10), letters("祁專員", 103, 10, wide=10)
    assert in_cells([*letters("乙", 3, 10), *label, *beside]) == ["乙承辦人", "祁專員"]
    assert in_cells([*letters("乙", 3, 10), *letters("聯絡電話", 73, 10, wide=10)]) == ["乙聯絡電話", ""]


def test_what_stands_outside_all_tables() -> None:
    (inside,), outside = assign([glyph(-20, 20), glyph(50, 20), glyph(300, 20)], [WIDE])
    assert [each.box[0] for each in outside] == [-25, 295]
    assert [len(found) for found in inside.values()] == [1]
    other = Grid([300.0, 400.0, 500.0], [0.0, 50.0], [[0, 1]], [(0, 0, 1, 1), (0, 1, 1, 1)])
    first, second = assign([glyph(50, 20), glyph(350, 20), glyph(450, 20)], [WIDE, other])[0]
    assert (list(first), list(second)) == ([0], [0, 1])
