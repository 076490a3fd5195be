"""A table in a cell of another: rows and columns of the cell where it fills it, text of the cell where it does not."""

from __future__ import annotations

import pytest

from pipeline.core.page import Box
from pipeline.pages.tables.nested import whole_grids
from pipeline.pages.tables.rulings import SNAP, Rule, sides


def table(x0: float, top: float, x1: float, bottom: float) -> list[Rule]:
    """Return the rules of a table of two columns and two rows."""
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    return [*sides((x0, top, x1, bottom)), Rule(True, y, x0, x1), Rule(False, x, top, bottom)]


OUTER = table(0, 0, 400, 200)  # the cell at the bottom right: (200, 100, 400, 200)
INNER = table(210, 110, 390, 190)


def glyph(x: float, y: float) -> Box:
    return (x - 5, y - 5, x + 5, y + 5)


def test_a_table_that_fills_a_cell_divides_it() -> None:
    (grid,) = whole_grids([*OUTER, *INNER], [glyph(250, 130), glyph(350, 170), glyph(20, 20)])
    assert grid.xs == [0, 200, 300, 400]
    assert grid.ys == [0, 100, 150, 200]
    assert grid.owner == [[0, 1, 1], [2, 3, 4], [2, 5, 6]]
    assert grid.spans == [
        (0, 0, 1, 1),
        (0, 1, 1, 2),
        (1, 0, 2, 1),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
        (2, 1, 1, 1),
        (2, 2, 1, 1),
    ]


@pytest.mark.parametrize("beside", [(205, 150), (395, 150), (300, 105), (300, 195), (209, 109)])
def test_a_table_with_text_around_it_is_text_of_its_cell(beside: tuple[float, float]) -> None:
    (grid,) = whole_grids([*OUTER, *INNER], [glyph(250, 130), glyph(*beside)])
    assert (grid.xs, grid.ys, len(grid.spans)) == ([0, 200, 400], [0, 100, 200], 4)


def test_without_glyphs_nothing_tells_whether_it_fills_the_cell() -> None:
    (grid,) = whole_grids([*OUTER, *INNER])
    assert len(grid.spans) == 4
    (grid,) = whole_grids(OUTER, [])
    assert len(grid.spans) == 4


def test_tables_beside_each_other_stay_two() -> None:
    two = whole_grids([*OUTER, *table(500, 0, 700, 100)], [])
    assert [grid.box for grid in two] == [(0, 0, 400, 200), (500, 0, 700, 100)]


def test_a_rule_near_one_of_the_outer_table_is_that_rule() -> None:
    """The column of the inner table stands where one of the outer does."""
    upper = table(0, 0, 400, 200)
    for aside, columns in ((0.9 * SNAP, 3), (1.1 * SNAP, 4)):
        low = [*sides((10, 210, 390, 290)), Rule(False, 200 + aside, 210, 290), Rule(True, 250, 10, 390)]
        frame = [Rule(False, 0, 200, 300), Rule(False, 400, 200, 300), Rule(True, 300, 0, 400)]
        (grid,) = whole_grids([*upper, *frame, *low], [])
        assert len(grid.xs) == columns


def test_two_tables_in_two_cells_divide_each_its_own() -> None:
    (grid,) = whole_grids([*OUTER, *INNER, *table(10, 10, 190, 90)], [])
    assert len(grid.spans) == 10
    assert grid.xs == [0, 100, 200, 300, 400]
    assert grid.ys == [0, 50, 100, 150, 200]


@pytest.mark.parametrize("on", [(210, 150), (390, 150), (300, 110), (300, 190)])
def test_what_stands_on_the_frame_of_a_table_stands_in_it(on: tuple[float, float]) -> None:
    (grid,) = whole_grids([*OUTER, *INNER], [glyph(*on)])
    assert len(grid.spans) == 7


def test_a_thin_last_row_or_column_is_one_too() -> None:
    """The outer sides of the inner table become those of the cell, and what was beyond them goes with the last."""
    rules = [*sides((210, 110, 390, 190)), Rule(True, 182, 210, 390), Rule(False, 382, 110, 190)]
    (grid,) = whole_grids([*OUTER, *rules], [])
    assert (grid.xs, grid.ys) == ([0, 200, 382, 400], [0, 100, 182, 200])
    assert grid.owner == [[0, 1, 1], [2, 3, 4], [2, 5, 6]]
    rules = [*sides((210, 110, 390, 190)), Rule(True, 118, 210, 390), Rule(False, 218, 110, 190)]
    (grid,) = whole_grids([*OUTER, *rules], [])
    assert grid.owner == [[0, 1, 1], [2, 3, 4], [2, 5, 6]]


def test_a_table_with_text_around_it_is_told_with_its_cell() -> None:
    """Another table fills a cell before it, which changes the numbers of the cells."""
    (grid,) = whole_grids([*OUTER, *INNER, *table(10, 10, 190, 90)], [glyph(205, 150)])
    ((cell, (inner,)),) = grid.inner.items()
    assert (grid.cell_box(cell), inner.box) == ((200, 100, 400, 200), (210, 110, 390, 190))


def without(rules: list[Rule], *at: float) -> list[Rule]:
    return [rule for rule in rules if not (rule.horizontal and rule.at in at)]


@pytest.mark.parametrize(
    ("cut", "outer", "inner"), [((), False, False), ((200,), True, False), ((200, 190), True, True)]
)
def test_an_inner_table_that_ends_with_a_rule_is_closed_where_the_outer_one_is_open(
    cut: tuple[float, ...], outer: bool, inner: bool
) -> None:
    """A page end cuts the row of the outer table."""
    (grid,) = whole_grids(without([*OUTER, *table(210, 110, 390, 190 if 190 not in cut else 200)], *cut), [])
    assert len(grid.spans) == 7
    ends = [grid.open_ends(number) for number in range(7)]
    assert {head for head, _ in ends} == {False}
    assert [foot for _, foot in ends] == [False, False, outer, False, False, inner, inner]


def test_the_head_of_a_cut_table_is_open() -> None:
    (grid,) = whole_grids(without(OUTER, 0), [])
    assert [grid.open_ends(number) for number in range(4)] == [
        (True, False),
        (True, False),
        (False, False),
        (False, False),
    ]
