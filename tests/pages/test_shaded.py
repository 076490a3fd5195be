"""Tables whose cells are shaded or framed one by one, with gaps or level rules between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import pytest

from pipeline.core.page import Box
from pipeline.pages.tables import shaded
from pipeline.pages.tables.rulings import Grid, Rule, grids, sides
from pipeline.pages.tables.shaded import GAP, LEAST, MOST, MOSTLY, areas_of, shaded_grids

SIZE = 12.0


def tables(
    areas: Sequence[Box], rules: Sequence[Rule], ruled: Sequence[Grid], size: float = SIZE
) -> list[Grid]:
    return shaded_grids(areas, rules, ruled, size)


def areas(
    rows: int = 2, columns: int = 2, gap: float = 4.0, wide: float = 60.0, high: float = 20.0
) -> list[Box]:
    """Return areas in rows and columns with gaps between them."""
    return [
        (x, y, x + wide, y + high)
        for y in (50 + row * (high + gap) for row in range(rows))
        for x in (50 + column * (wide + gap) for column in range(columns))
    ]


def test_areas_side_by_side_are_the_cells_of_a_table() -> None:
    (grid,) = tables(areas(), [], [])
    assert grid.xs == [50, 112, 174]
    assert grid.ys == [50, 72, 94]
    assert grid.owner == [[0, 1], [2, 3]]


@pytest.mark.parametrize(("gap", "found"), [(0.9 * GAP * SIZE, 1), (1.1 * GAP * SIZE, 0)])
def test_neighbours_are_near(gap: float, found: int) -> None:
    assert len(tables(areas(gap=gap), [], [])) == found


@pytest.mark.parametrize(("least", "found"), [(1.01 * LEAST * SIZE, 1), (0.99 * LEAST * SIZE, 0)])
def test_an_area_is_as_high_and_wide_as_a_character(least: float, found: int) -> None:
    assert len(tables(areas(high=least), [], [])) == found
    assert len(tables(areas(wide=least), [], [])) == found


@pytest.mark.parametrize(("columns", "found"), [(MOST // 2, 1), (MOST // 2 + 1, 0)])
def test_more_areas_are_a_picture(columns: int, found: int) -> None:
    assert len(tables(areas(columns=columns, wide=10), [], [])) == found


def test_marked_words_and_a_column_of_headings_are_none() -> None:
    assert tables([], [], []) == []
    assert tables(areas(1, 1), [], []) == []
    assert tables(areas(3, 1), [], []) == []  # one column
    scattered = [(50.0, 50.0, 110.0, 70.0), (112.0, 72.0, 170.0, 92.0)]
    assert tables(scattered, [], []) == []


def test_an_area_under_all_others_is_the_colour_of_the_table() -> None:
    (grid,) = tables([*areas(), (40, 40, 400, 300)], [], [])
    assert grid.xs == [50, 112, 174]
    (fits,) = tables([*areas(), (50, 50, 174, 94)], [], [])
    assert fits.xs == grid.xs
    (same,) = tables([*areas(), (50, 50, 110, 70)], [], [])  # drawn twice
    assert same.xs == grid.xs


def test_a_row_that_is_not_shaded_lies_at_level_rules() -> None:
    headings = [(50.0, y, 150.0, y + 20) for y in (50.0, 70.0, 90.0)]
    values = [(150.0, y, 250.0, y + 20) for y in (50.0, 90.0)]
    level = [Rule(True, y, 50, 250) for y in (50, 70, 90, 110)]
    (grid,) = tables([*headings, *values], level, [])
    assert (grid.xs, grid.ys) == ([50, 150, 250], [50, 70, 90, 110])
    assert grid.owner == [[0, 1], [2, 3], [4, 5]]
    assert tables([*headings, *values[:1]], [], []) == []
    assert tables([*headings, *values[:1]], level[:2], []) == []  # nothing stands at the last row
    (grid,) = tables([*headings, *values[:1]], level[1:3], [])
    assert len(grid.spans) == 6


def test_what_touches_a_ruled_table_is_of_that_table() -> None:
    ruled = grids([*sides((174, 50, 300, 94)), Rule(False, 250, 50, 94)])
    (grid,) = tables(areas(), [], grids([*sides((180, 50, 300, 94)), Rule(False, 250, 50, 94)]))
    assert len(grid.spans) == 4
    assert tables([(x0, top, x1 + 60, bottom) for x0, top, x1, bottom in areas()], [], ruled) == []
    for x0, top in ((200, 60), (40, 60), (60, 40), (60, 90)):
        near = grids([*sides((x0, top, x0 + 14, top + 10)), Rule(False, x0 + 7, top, top + 10)])
        touched = sum(
            x0 <= area[2] and x0 + 14 >= area[0] and top <= area[3] and top + 10 >= area[1]
            for area in areas()
        )
        assert len(near) == 1
        assert len(tables(areas(), [], near)) == (not touched)


def test_large_print_has_larger_gaps() -> None:
    wide = areas(gap=10.0)
    assert [len(tables(wide, [], [], size)) for size in (12.0, 16.0)] == [0, 1]


@pytest.mark.parametrize(("columns", "shaded"), [((0,), True), ((0, 1), False), ((1,), False)])
def test_shading_behind_the_first_of_two_columns_is_of_labels(columns: Sequence[int], shaded: bool) -> None:
    """Level rules tell the rows; where both columns are shaded, or the second, the table is one of its own."""
    level = [Rule(True, at, 50, 174) for at in (50.0, 72.0, 94.0)]
    filled = [(50.0 + 62 * x, 50.0 + 22 * y, 112.0 + 62 * x, 72.0 + 22 * y) for y in (0, 1) for x in columns]
    assert [grid.labels_shaded for grid in tables(filled, level, [])] == [shaded]


def test_shading_behind_labels_of_three_columns_is_none() -> None:
    level = [Rule(True, at, 50, 236) for at in (50.0, 72.0, 94.0)]
    filled = [(50.0 + 62 * x, 50.0 + 22 * y, 112.0 + 62 * x, 72.0 + 22 * y) for y in (0, 1) for x in (0, 1)]
    assert [grid.labels_shaded for grid in tables(filled, level, [])] == [False]


# What a page end leaves of cells.


def test_what_a_page_end_leaves_of_a_cell_is_as_high_as_the_row() -> None:
    """Of the label no more than its words was filled, and below it the ground shows."""
    for short in (0, 2):  # in the first row, below which others stand, and in the last
        cut = [(*box[:3], box[3] - 9) if at == short else box for at, box in enumerate(areas())]
        (grid,) = tables(cut, [], [])
        assert grid.owner == [[0, 1], [2, 3]]
    between = areas(3)
    between[2] = (50.0, 74.0, 110.0, 84.0)
    assert tables(between, [], []) == [], "no page end cuts a row between others"


def test_a_label_that_goes_on_overleaf_tells_how_high_the_last_row_is() -> None:
    label = (-14.0, 50.0, 46.0, 120.0)
    (grid,) = tables([label, *areas()], [], [])
    assert grid.ys == [50, 72, 120]
    lower = (-14.0, 50.0 + 1.1 * GAP * SIZE, 46.0, 120.0)
    assert tables([lower, *areas(1)], [], []) == [], "it begins further down than the row"


# White cells on a ground.

GROUND = (49.0, 49.0, 175.0, 95.0)


def test_white_cells_on_a_ground_are_a_table() -> None:
    seen = areas_of([(GROUND, True), *((box, False) for box in areas(gap=1, wide=62, high=22))])
    (grid,) = tables(seen, [], [])
    assert grid.owner == [[0, 1], [2, 3]]
    assert areas_of([((0.0, 0.0, 600.0, 800.0), False), (GROUND, True)]) == [GROUND], "the page"
    assert areas_of([(GROUND, True), (GROUND, False)]) == [GROUND], "the ground itself"


@pytest.mark.parametrize(("grounds", "seen"), [(MOST, MOST), (MOST + 1, 0)])
def test_white_areas_of_a_picture_are_not_looked_for_on_each_ground(grounds: int, seen: int) -> None:
    """A page of four thousand pairs took twelve seconds."""
    cell = (150.0, 60.0, 170.0, 80.0)
    found = areas_of([*[(GROUND, True)] * grounds, *[(cell, False)] * MOST])
    assert (found.count(GROUND), found.count(cell)) == (grounds, seen)


def test_of_a_picture_no_more_areas_are_compared_than_show_that_it_is_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page of eight thousand areas took half a minute: each was compared with each."""
    many = areas(rows=4 * MOST // 10, columns=10, wide=15, high=15)
    compared = count()
    monkeypatch.setattr(shaded, "within", lambda *_: next(compared) < 0)
    assert tables(many, [], []) == []
    assert next(compared) <= (MOST + 1) * len(many)


@pytest.mark.parametrize(("share", "seen"), [(1.01 * MOSTLY, True), (0.99 * MOSTLY, False)])
def test_a_white_cell_stands_out_of_its_ground_a_little(share: float, seen: bool) -> None:
    """Widths in percent and gaps beside them are more than the whole."""
    cell = (150.0, 60.0, 150.0 + 25 / share, 80.0)
    assert areas_of([(GROUND, True), (cell, False)]) == [GROUND, (150.0, 60.0, 175.0, 80.0)][: 1 + seen]
