"""Rules become grids, however a program draws its borders."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.core.page import Box, Cell, Table
from pipeline.pages.tables.rulings import (
    DASH,
    OVERSHOOT,
    ROUND,
    SNAP,
    STRAIGHT,
    THICK,
    TWICE,
    WALL,
    Grid,
    Rule,
    frame_of,
    framed,
    framing,
    grids,
    is_rounded,
    is_wall,
    numbered,
    rule_of,
    sides,
)


def box(*rows: tuple[float, float, float, float]) -> list[Rule]:
    return [rule for row in rows for rule in sides(row)]


def test_two_tables_on_one_line_of_rules_stay_two() -> None:
    """Rules in one line that come in the wrong order must not be joined over the gap between two tables."""
    lower = box((72, 150, 100, 300), (100, 150, 444, 300))
    upper = box((72.2, 72, 100.2, 99), (100.2, 72, 444.2, 99))
    assert [round(grid.ys[0]) for grid in grids(lower + upper)] == [72, 150]


def test_upright_rules_alone_are_a_page_inside_one_tall_row() -> None:
    (grid,) = grids(Rule(False, x, 34, 675) for x in (34, 98, 465))
    assert len(grid.spans) == 2
    assert grid.cell_at(60, 300) != grid.cell_at(200, 300)


def test_a_row_over_a_page_is_closed_though_one_cell_of_it_is() -> None:
    (grid,) = grids([*(Rule(False, x, 34, 675) for x in (34, 87, 465)), Rule(True, 675, 34, 87)])
    assert len(grid.spans) == 2


def test_a_row_over_a_page_is_closed_though_the_double_rules_of_one_cell_look_like_a_grid() -> None:
    rules = [Rule(False, x, 34, 675) for x in (34, 87, 92, 465)]
    (grid,) = grids([*rules, Rule(True, 675 - OVERSHOOT, 34, 87), Rule(True, 675, 34, 92)])
    assert (grid.xs, len(grid.spans)) == ([34, 87, 92, 465], 3)
    (grid,) = grids([*rules, Rule(True, 674 - OVERSHOOT, 34, 87), Rule(True, 675, 34, 92)])
    assert grid.xs == [34, 87, 92]  # a row of its own


def test_tables_side_by_side_that_a_page_end_leaves_open_are_no_row() -> None:
    one = [*(Rule(False, x, 34, 675) for x in (34, 87, 200)), Rule(True, 34, 34, 200)]
    other = [*(Rule(False, x, 34, 675) for x in (300, 387, 500)), Rule(True, 34, 300, 500)]
    assert [grid.xs for grid in grids([*one, *other])] == [[34, 87, 200], [300, 387, 500]]


def without_sides(corner: tuple[int, int]) -> list[Rule]:
    """Return the rules of two rows, of labels and values, without outer sides: in one corner no label stands.

    Its row of two cells is divided where the other is, and once more.
    """
    down, right = corner
    ys, edge = ([0.0, 30.0, 60.0], 240.0 if right else 60.0)
    beside = Rule(True, ys[2 * down], *((0.0, edge) if right else (edge, 300.0)))
    other = Rule(True, ys[2 * (1 - down)], 0.0, 300.0)
    own, far = (Rule(False, x, 30.0 * down, 30.0 + 30.0 * down) for x in (150.0, 120.0))
    return [
        beside,
        other,
        Rule(True, 30.0, 0.0, 300.0),
        own,
        far,
        Rule(False, edge, 30.0 - 30.0 * down, 60.0 - 30.0 * down),
    ]


@pytest.mark.parametrize("right", [0, 1])
@pytest.mark.parametrize("down", [0, 1])
def test_a_corner_that_no_outer_side_closes_is_no_part_of_the_cell_beside_it(down: int, right: int) -> None:
    """A label that spans rows ends above a page end in some programs; overleaf nothing is drawn in its column."""
    (grid,) = grids(without_sides((down, right)))
    y = 45.0 if down else 15.0
    at, beside = (270, 200) if right else (30, 90)
    assert grid.cell_at(at, y) != grid.cell_at(beside, y)
    side = Rule(False, 300.0 if right else 0.0, 0.0, 60.0)
    (closed,) = grids([*without_sides((down, right)), side])
    assert closed.cell_at(at, y) == closed.cell_at(beside, y), "its side is drawn"
    whole = Rule(True, 60.0 * down, 0.0, 300.0)
    (merged,) = grids([*without_sides((down, right)), whole])
    assert merged.cell_at(at, y) == merged.cell_at(beside, y), "and so is its end"
    (cut,) = grids(without_sides((down, right))[1:])
    assert cut.cell_at(at, y) == cut.cell_at(beside, y), "a page end leaves all of them open"


def test_a_table_of_one_column_has_no_cell_beside_a_corner() -> None:
    (grid,) = grids([*(Rule(True, y, 0, 100) for y in (0, 30, 60)), Rule(False, 100, 0, 60)])
    assert (grid.xs, len(grid.spans)) == ([0, 100], 2)


@pytest.mark.parametrize("height", [8, 641])  # a box to be ticked is as high as rules stand out
def test_frames_side_by_side_are_no_row(height: float) -> None:
    assert grids(box((34, 34, 100, 34 + height), (120, 34, 465, 34 + height))) == []


def test_a_cell_stands_before_the_gap_that_runs_round_it() -> None:
    """The gap between double rules: a strip over the row and, joined to it, one between its cells."""
    cells = [Cell(0, 0, 2, 3, (0, 0, 9, 9)), Cell(1, 0, 1, 1, (0, 3, 3, 9)), Cell(1, 2, 1, 1, (6, 3, 9, 9))]
    assert next(cell.box for cell in Table(2, 3, tuple(cells), (0, 0, 9, 9)).row(1)) == (0, 3, 3, 9)


def test_two_upright_rules_are_a_decoration() -> None:
    assert grids([Rule(False, 34, 34, 675), Rule(False, 465, 34, 675)]) == []


def test_a_border_filled_as_one_shape_is_a_frame() -> None:
    outer, inner = (34.0, 113.3, 98.6, 197.7), (34.6, 113.9, 98.0, 197.7)
    assert frame_of(outer, inner) == frame_of(inner, outer) == outer
    assert frame_of(outer, outer) is None
    assert frame_of(outer, (60, 120, 70, 130)) is None


def test_boxes_between_which_a_border_is_filled_are_no_rules() -> None:
    """Of a box at a page end no more is drawn than its head and 3 points of its sides."""
    outer, inner = (119.1, 782.1, 161.3, 785.7), (119.7, 782.7, 160.7, 785.7)
    rule, under = (50.0, 100.0, 90.0, 101.0), (50.0, 104.0, 90.0, 105.0)
    assert framed([rule, outer, inner, rule]) == framed([inner, outer]) == {outer, inner}
    assert framed([rule, rule, under]) == set()  # a rule drawn twice, and two side by side
    assert framed([]) == set()
    head, rest = (119.1, 782.1, 161.3, 786.5), (119.7, 782.7, 160.7, 786.5)  # the wider one is no rule anyway
    assert framed([head, rest]) == {head, rest}


@pytest.mark.parametrize(("gap", "drawn"), [(0.0, 3), (0.04, 3), (0.06, 4)])
def test_a_side_of_no_thickness_is_not_drawn(gap: float, drawn: int) -> None:
    """A page end cut the cell: its border is filled around three sides."""
    outer = (50.0, 100.0, 90.0, 200.0)
    inner = (51.0, 101.0, 89.0, 200.0 - gap)
    for one, other in ((outer, inner), (inner, outer)):
        assert len(framing(one, other)) == drawn
        assert (Rule(True, 200.0, 50.0, 90.0) in framing(one, other)) is (drawn == 4)


def test_double_borders_and_borders_drawn_piece_by_piece_are_one_rule() -> None:
    double = box((10, 10, 100, 50), (101.6, 10, 200, 50), (10, 51.6, 100, 90), (101.6, 51.6, 200, 90))
    (grid,) = grids(double)
    assert len(grid.spans) == 4


@pytest.mark.parametrize(("apart", "rows"), [(0.98 * TWICE, 2), (1.02 * TWICE, 3)])
def test_two_double_borders_side_by_side_are_one_rule(apart: float, rows: int) -> None:
    """Of the cell above and the one below; the gap of the lower one was a row, and a telephone in it another's."""
    pitch = 0.42 * apart
    rules = []
    for x0, x1 in ((10.0, 100.0), (100.0, 200.0)):
        rules += [Rule(True, at, x0, x1) for at in (10.0, 10.0 + pitch, 90.0, 90.0 + pitch)]
        rules += [Rule(True, 50.0 + share, x0, x1) for share in (0.0, pitch, apart - pitch, apart)]
    rules += [Rule(False, x, 10.0, 90.0 + pitch) for x in (10.0, 100.0, 200.0)]
    (grid,) = grids(rules)
    assert len(grid.ys) == rows + 1


def test_dots_are_rules_both_ways() -> None:
    """A dotted border is drawn dot by dot, and a dot alone does not say which way its border goes."""
    level = [(x, y, x + 0.75, y + 0.75) for y in (20, 60, 100) for x in range(20, 221, 2)]
    upright = [(x, y, x + 0.75, y + 0.75) for x in (20, 80, 220) for y in range(20, 101, 2)]
    stray = [(140.0, 40.0, 140.75, 40.75)]
    rules = [rule for dot in [*level, *upright, *stray] if (rule := rule_of(dot))]
    (grid,) = grids(rules)
    assert (len(grid.xs), len(grid.ys), len(grid.spans)) == (3, 3, 4)


# Grids that are drawn come back.

Owner = list[list[int]]


@st.composite
def merged(draw: st.DrawFn) -> Owner:
    """Draw elementary rectangles, some of which are joined with the one before or above, as cells that span."""
    rows, columns = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    owner = [[row * columns + column for column in range(columns)] for row in range(rows)]
    for _ in range(draw(st.integers(0, 3))):
        row, column = draw(st.integers(0, rows - 1)), draw(st.integers(0, columns - 2))
        one, other = owner[row][column], owner[row][column + 1]
        alone = [cell for cells in owner for cell in cells]
        if alone.count(one) == alone.count(other) == 1:
            owner[row][column + 1] = one
    assume(all(any(cells[at] != cells[at + 1] for cells in owner) for at in range(columns - 1)))
    return owner


def drawn(owner: Owner) -> tuple[list[Rule], list[float], list[float]]:
    """Return the rules round the cells, side by side of each elementary rectangle, and where columns and rows begin."""
    xs = [50.0 + 70 * at for at in range(len(owner[0]) + 1)]
    ys = [80.0 + 30 * at for at in range(len(owner) + 1)]
    rules = []
    for row, cells in enumerate(owner):
        for column, cell in enumerate(cells):
            top, bottom, left, right = sides((xs[column], ys[row], xs[column + 1], ys[row + 1]))
            rules += [top] if row == 0 or owner[row - 1][column] != cell else []
            rules += [left] if column == 0 or cells[column - 1] != cell else []
            rules += [bottom] if row == len(owner) - 1 else []
            rules += [right] if column == len(cells) - 1 else []
    return rules, xs, ys


def shape(owner: Owner) -> Owner:
    """Return which cell each elementary rectangle is of, numbered in the order of reading."""
    numbers: dict[int, int] = {}
    return [[numbers.setdefault(cell, len(numbers)) for cell in cells] for cells in owner]


@settings(max_examples=40)
@given(merged(), st.integers(0, 99), st.floats(0, SNAP / 2 - 0.1))
def test_a_grid_that_is_drawn_comes_back(owner: Owner, seed: int, double: float) -> None:
    """Whatever the order of its rules, and drawn once or twice a little aside."""
    rules, xs, ys = drawn(owner)
    rules += [Rule(rule.horizontal, rule.at + double, rule.start, rule.end) for rule in rules]
    Random(seed).shuffle(rules)
    (grid,) = grids(rules)
    assert grid.owner == shape(owner)
    assert grid.xs == pytest.approx([x + double / 2 for x in xs])
    assert grid.ys == pytest.approx([y + double / 2 for y in ys])
    for number, (row, column, rows, columns) in enumerate(grid.spans):
        inside = [cells[column : column + columns] for cells in grid.owner[row : row + rows]]
        assert {cell for cells in inside for cell in cells} == {number}
        x0, top, x1, bottom = grid.cell_box(number)
        assert (x0, top, x1, bottom) == (
            grid.xs[column],
            grid.ys[row],
            grid.xs[column + columns],
            grid.ys[row + rows],
        )
        assert grid.cell_at((x0 + x1) / 2, (top + bottom) / 2) == number
    assert grid.box == (grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1])


@pytest.mark.parametrize(
    ("x", "y", "cell"),
    [
        (10, 10, 0),
        (99, 49, 0),
        (100, 10, 1),
        (10, 50, 2),
        (150, 60, 3),
        (9, 10, None),
        (10, 9, None),
        (200, 60, None),
        (150, 90, None),
    ],
)
def test_a_point_is_in_the_cell_that_begins_with_it(x: float, y: float, cell: int | None) -> None:
    (grid,) = grids(box((10, 10, 100, 50), (100, 10, 200, 50), (10, 50, 100, 90), (100, 50, 200, 90)))
    assert grid.cell_at(x, y) == cell


def test_a_single_frame_is_no_grid_and_tables_come_from_top_to_bottom() -> None:
    assert grids(box((10, 10, 100, 50))) == []
    assert grids([]) == []
    assert grids([Rule(True, 10, 0, 100), Rule(True, 50, 0, 100)]) == []
    lower, right, left = box((10, 300, 50, 340), (50, 300, 90, 340)), [], []
    right = box((200, 10, 240, 50), (240, 10, 280, 50))
    left = box((10, 10, 50, 50), (50, 10, 90, 50))
    assert [grid.box[:2] for grid in grids([*lower, *right, *left])] == [(10, 10), (200, 10), (10, 300)]


def test_numbers_of_cells_follow_the_order_of_reading() -> None:
    grid = numbered([0, 1, 2, 3], [0, 1, 2], [[7, 7, 4], [9, 9, 4]])
    assert grid == Grid(
        [0, 1, 2, 3], [0, 1, 2], [[0, 0, 1], [2, 2, 1]], [(0, 0, 1, 2), (0, 2, 2, 1), (1, 0, 1, 2)]
    )
    assert numbered([0, 1, 2], [0, 1], [[5, 5]]) is None


# Each measure, just below and just above.


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ((0, 10, 100, 10 + THICK), Rule(True, 10 + THICK / 2, 0, 100)),
        ((0, 10, 100, 10.1 + THICK), None),
        ((10, 0, 10 + THICK, 100), Rule(False, 10 + THICK / 2, 0, 100)),
        ((10, 0, 10.1 + THICK, 100), None),
        ((10, 20, 11, 21), Rule(True, 20.5, 10, 11)),  # a dot
        ((10, 20, 11, 21 + 0.9 * ROUND), Rule(True, 20 + (1 + 0.9 * ROUND) / 2, 10, 11)),
        ((10, 20, 11, 21 + 1.1 * ROUND), Rule(False, 10.5, 20, 21 + 1.1 * ROUND)),
        ((10, 20, 10, 20), None),
        ((10, 20, 10, 30), Rule(False, 10, 20, 30)),
        ((10, 20, 30, 20), Rule(True, 20, 10, 30)),
    ],
)
def test_a_thin_box_is_a_rule(given: Box, rule: Rule | None) -> None:
    found = rule_of(given)
    assert (found is None) is (rule is None)
    if found and rule:
        assert found.horizontal is rule.horizontal
        assert (found.at, found.start, found.end) == pytest.approx((rule.at, rule.start, rule.end))


def test_the_sides_of_a_box_lie_on_it() -> None:
    assert [side.box for side in sides((1, 2, 3, 4))] == [
        (1, 2, 3, 2),
        (1, 4, 3, 4),
        (1, 2, 1, 4),
        (3, 2, 3, 4),
    ]


@pytest.mark.parametrize(
    ("inner", "is_frame"),
    [
        ((1, 1, 99, 49), True),
        ((0, 0, 99, 50), True),  # one side is enough
        ((0, 0, 99.95, 50), False),  # no side
        ((0.9 * THICK, 1, 99, 49), True),
        ((1.1 * THICK, 1, 99, 49), False),
        ((1, 1.1 * THICK, 99, 49), False),
        ((1, 1, 100 - 1.1 * THICK, 49), False),
        ((1, 1, 99, 50 - 1.1 * THICK), False),
        ((1, 1, 99, 50.05), True),  # as two programs round
        ((1, 1, 99, 50.2), False),  # it stands out
    ],
)
def test_a_frame_is_thin_on_every_side(inner: Box, is_frame: bool) -> None:
    outer = (0, 0, 100, 50)
    assert frame_of(outer, inner) == frame_of(inner, outer) == (outer if is_frame else None)


def rounded(straight: float, off: float = 0.0) -> list[tuple[float, float]]:
    """Return points round a box of 100 by 50 of which so large a share of each side is straight."""
    along, down = 100 * (1 - straight) / 2, 50 * (1 - straight) / 2
    xs, ys = (along, 100 - along), (down, 50 - down)
    return [
        *((x, y) for y in (off, 50 - off) for x in xs),
        *((x, y) for x in (off, 100 - off) for y in ys),
    ]


@pytest.mark.parametrize(
    ("points", "is_one"),
    [
        (rounded(1.01 * STRAIGHT), True),
        (rounded(0.99 * STRAIGHT), False),
        (rounded(0.9, 0.9 * ROUND), True),
        (rounded(0.9, 1.1 * ROUND), False),
        ([*rounded(0.9)[:4], (0, 25), (100, 25)], True),  # the corners of a low one take up its short sides
        ([(50, 0), (50, 50), *rounded(0.9)[4:]], False),
        ([(0, 25), (100, 25), (50, 0), (50, 50)], False),  # a circle
        (rounded(0.9)[2:], False),
        (rounded(0.9)[:6], False),
    ],
)
def test_a_rectangle_with_rounded_corners(points: list[tuple[float, float]], is_one: bool) -> None:
    assert is_rounded(points, (0, 0, 100, 50)) is is_one


@pytest.mark.parametrize(
    ("rules", "wall"),
    [
        ([Rule(False, 50, 0, 1.01 * WALL * 100)], True),
        ([Rule(False, 50, 0, 0.99 * WALL * 100)], False),
        ([Rule(False, 50, -100, 30), Rule(False, 50, 70, 200)], True),  # only what lies within counts
        ([Rule(False, 50, -100, 29), Rule(False, 50, 71, 200)], False),
        ([Rule(False, 50, 200, 900)] * 99, False),
        ([Rule(False, 50 + SNAP, 0, 100)], True),
        ([Rule(False, 50 - 1.1 * SNAP, 0, 100)], False),
    ],
)
def test_a_wall_covers_most_of_a_side(rules: list[Rule], wall: bool) -> None:
    assert is_wall(rules, 50, 0, 100) is wall


def cross(gap: float = 0.0, aside: float = 0.0) -> list[Rule]:
    """Return a grid of four cells whose middle rule has a gap, or whose right half is drawn aside."""
    frame = box((0, 0, 200, 100))
    middle = [Rule(True, 50, 0, 100 - gap), Rule(True, 50 + aside, 100, 200)]
    return [*frame, *middle, Rule(False, 100, 0, 100)]


@pytest.mark.parametrize(("aside", "rows"), [(SNAP, 2), (1.1 * SNAP, 3)])
def test_rules_that_are_near_are_one(aside: float, rows: int) -> None:
    (grid,) = grids(cross(aside=aside))
    assert len(grid.ys) - 1 == rows


@pytest.mark.parametrize(("gap", "tables"), [(0.9 * SNAP, 1), (1.1 * SNAP, 2)])
def test_rules_that_nearly_meet_are_of_one_table(gap: float, tables: int) -> None:
    two = box((0, 0, 50, 50), (50, 0, 100, 50)), box((100 + gap, 20, 150, 90), (150, 20, 200, 90))
    assert len(grids([*two[0], *two[1]])) == tables


@pytest.mark.parametrize(("more", "columns"), [(0.9 * OVERSHOOT, 2), (1.1 * OVERSHOOT, 3)])
def test_rules_that_stand_out_far_close_a_column_or_a_row(more: float, columns: int) -> None:
    level = [Rule(True, at, 0, 200 + more) for at in (0, 50, 100)]
    (right,) = grids([*level, *(Rule(False, at, 0, 100) for at in (0, 100, 200))])
    assert (len(right.xs) - 1, right.xs[-1]) == (columns, 200 + more if columns == 3 else 200)
    level = [Rule(True, at, -more, 200) for at in (0, 50, 100)]
    (left,) = grids([*level, *(Rule(False, at, 0, 100) for at in (0, 100, 200))])
    assert (len(left.xs) - 1, left.xs[0]) == (columns, -more if columns == 3 else 0)
    upright = [Rule(False, at, 0, 100 + more) for at in (0, 100, 200)]
    (below,) = grids([*upright, *(Rule(True, at, 0, 200) for at in (0, 50, 100))])
    assert len(below.ys) - 1 == columns


def dashed(length: float, gap: float) -> list[Rule]:
    """Return a grid of four cells whose middle rule is dashed."""
    starts = [at * (length + gap) for at in range(int(200 / (length + gap)) + 1)]
    dashes = [Rule(True, 50, start, min(start + length, 200)) for start in starts if start < 200]
    return [*box((0, 0, 200, 100)), *dashes, Rule(False, 100, 0, 100)]


@pytest.mark.parametrize(
    ("length", "gap", "cells"),
    [
        (DASH - 2, DASH - 2, 4),
        (DASH - 2, DASH - 2 + 0.9 * ROUND, 4),
        (DASH - 2, DASH + 1, 2),
        (DASH, DASH, 4),
        (DASH + 1, DASH + 1, 2),
        (1, 0.9 * SNAP, 4),
    ],
)
def test_dashes_that_stand_no_further_apart_than_they_are_long_are_a_rule(
    length: float, gap: float, cells: int
) -> None:
    (grid,) = grids(dashed(length, gap))
    assert len(grid.spans) == cells


def test_pillars_of_other_heights_are_no_row() -> None:
    assert grids([Rule(False, 34, 34, 675), Rule(False, 98, 34, 675), Rule(False, 465, 34, 600)]) == []
    (grid,) = grids([Rule(False, 34, 34, 675), Rule(False, 98, 36, 676), Rule(False, 465, 35, 674)])
    assert (grid.xs, grid.ys) == ([34, 98, 465], [34, 676])
    assert grid.spans == [(0, 0, 1, 1), (0, 1, 1, 1)]
