"""Tables whose cells are boxes with gaps between them: closed up, and open where a page end cut them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest

from pipeline.core.page import Box
from pipeline.pages.pdfium.paths import Shape, framing_of, rules_of
from pipeline.pages.tables import apart
from pipeline.pages.tables.apart import PEN, without_gaps
from pipeline.pages.tables.rulings import SNAP, Grid, Rule, grids, sides
from pipeline.pages.tables.shaded import GAP, LEAST, MOST
from pipeline.pages.visible import Paper

SIZE = 12.0
WIDE, HIGH = 60.0, 20.0


def boxes(rows: int = 2, columns: int = 2, gap: float = 4.0) -> list[Box]:
    """Return boxes in rows and columns with gaps between them."""
    places = product((50 + row * (HIGH + gap) for row in range(rows)), range(columns))
    return [(x, y, x + WIDE, y + HIGH) for y, x in ((y, 50 + column * (WIDE + gap)) for y, column in places)]


def ruled(cells: Sequence[Box], without: Sequence[Rule] = ()) -> list[Rule]:
    return [side for cell in cells for side in sides(cell) if side not in without]


def tables(rules: Sequence[Rule], frames: Sequence[Box] = ()) -> list[Grid]:
    return grids(without_gaps(rules, frames, SIZE))


@pytest.mark.parametrize("gap", [1.5, SNAP, 3.01, 4.0, 0.99 * GAP * SIZE])
def test_boxes_with_gaps_are_one_table(gap: float) -> None:
    (grid,) = tables(ruled(boxes(gap=gap)))
    assert grid.xs == pytest.approx([50, 110 + gap / 2, 170 + gap])
    assert grid.ys == pytest.approx([50, 70 + gap / 2, 90 + gap])
    assert grid.owner == [[0, 1], [2, 3]]


def test_boxes_far_apart_stay_as_they_are() -> None:
    rules = ruled(boxes(gap=1.01 * GAP * SIZE))
    assert without_gaps(rules, (), SIZE) == rules


def test_boxes_in_one_column_and_cells_that_share_their_rules_stay_as_they_are() -> None:
    for cells in (boxes(3, 1), boxes(gap=0), boxes(1, 1), []):
        assert without_gaps(ruled(cells), (), SIZE) == ruled(cells)


def test_scattered_boxes_stay_as_they_are() -> None:
    rules = ruled([(50.0, 50.0, 110.0, 70.0), (112.0, 72.0, 170.0, 92.0)])
    assert without_gaps(rules, (), SIZE) == rules


def test_boxes_in_steps_stay_as_they_are() -> None:
    """No row is covered whole: the first two stand side by side, the third below beside nothing."""
    rules = ruled([(50.0, 50.0, 110.0, 70.0), (112.0, 60.0, 170.0, 92.0), (172.0, 80.0, 230.0, 110.0)])
    assert without_gaps(rules, (), SIZE) == rules


@pytest.mark.parametrize(("share", "moved"), [(1.01, True), (0.99, False)])
def test_a_box_is_as_wide_as_a_character(share: float, moved: bool) -> None:
    wide = share * LEAST * SIZE
    rules = ruled([(50.0, 50.0, 50.0 + wide, 70.0), (54.0 + wide, 50.0, 54.0 + 2 * wide, 70.0)])
    assert (without_gaps(rules, (), SIZE) != rules) == moved


def test_the_rules_of_a_small_box_may_be_shorter_than_its_sides_by_a_pen_at_each_end() -> None:
    """A map has a hundred thousand rules that are shorter, and are not looked at."""
    box = (50.0, 50.0, 50.0 + LEAST * SIZE, 50.0 + 2.1 * PEN)
    left, top, right, bottom = box
    rules = [Rule(True, y, left + PEN, right - PEN) for y in (top, bottom)]
    rules += [Rule(False, left, top, bottom), Rule(False, right, top + PEN, bottom - PEN)]
    assert apart._drawn(rules, (), SIZE) == [box]


def test_a_rule_along_part_of_a_side_keeps_its_ends() -> None:
    cells = boxes()
    rules = without_gaps([*ruled(cells), Rule(True, cells[0][3], 60.0, 80.0)], (), SIZE)
    assert rules[-1] == Rule(True, cells[0][3] + 2, 60.0, 80.0)


def test_more_boxes_are_a_picture() -> None:
    rules = ruled(boxes(MOST // 2 + 1))
    assert without_gaps(rules, (), SIZE) == rules
    assert without_gaps(ruled(boxes(MOST // 4)), (), SIZE) != ruled(boxes(MOST // 4))


def test_a_row_that_a_page_end_cut_is_open_there() -> None:
    cells = boxes(3)
    foot = [Rule(True, cells[-1][3], cell[0], cell[2]) for cell in cells[-2:]]
    (grid,) = tables(ruled(cells, foot))
    assert [grid.open_ends(number) for number in range(6)] == [(False, False)] * 4 + [(False, True)] * 2
    head = [Rule(True, 50.0, cell[0], cell[2]) for cell in cells[:2]]
    (grid,) = tables(ruled(cells, head))
    assert [grid.open_ends(number) for number in range(6)] == [(True, False)] * 2 + [(False, False)] * 4


def test_a_cut_cell_reaches_as_far_as_those_beside_it() -> None:
    """The label of a row ends with its own line above the page end, the other cells of the row below it."""
    label, *others = boxes(2, 3)[3:]
    longer = [(x0, top, x1, bottom + 30) for x0, top, x1, bottom in others]
    cells = [*boxes(1, 3), label, *longer]
    feet = [sides(cell)[1] for cell in cells[3:]]
    (grid,) = tables(ruled(cells, feet))
    assert len(grid.ys) == 3
    assert grid.owner == [[0, 1, 2], [3, 4, 5]]


def test_the_rest_of_a_label_need_not_be_drawn() -> None:
    cells = boxes(3, 3, gap=0.9 * GAP * SIZE)  # more than a rule may be off on either side
    (grid,) = tables(ruled(cells[1:]))
    assert grid.owner == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    (grid,) = tables(ruled([*cells[1:3], *cells[4:]]))  # of two rows
    assert grid.owner == [[0, 1, 2], [0, 3, 4], [5, 6, 7]]


def test_a_label_may_reach_below_the_row_that_stands_before_a_page_end() -> None:
    cells = boxes(2, 3)
    longer = (*cells[3][:3], cells[3][3] + 40)
    (grid,) = tables(ruled([*cells[:3], longer, *cells[4:]]))
    assert grid.owner == [[0, 1, 2], [3, 4, 5], [3, 6, 6]]


def test_of_a_label_no_more_than_its_border_may_stand_before_a_page_end() -> None:
    cells = boxes(2, 3)
    sliver = (*cells[3][:3], cells[3][1] + 3)
    (grid,) = tables(ruled([*cells[:3], sliver, *cells[4:]]))
    assert grid.xs == pytest.approx([50, 112, 176, 238])


def test_a_hole_within_is_no_table() -> None:
    cells = boxes(3, 3)
    rules = ruled([*cells[:4], *cells[5:]])
    assert without_gaps(rules, (), SIZE) == rules


def test_a_row_that_fills_its_page_has_uprights_alone() -> None:
    cells = boxes(1, 3)
    (grid,) = tables([side for cell in cells for side in sides(cell) if not side.horizontal], cells)
    assert grid.xs == pytest.approx([50, 112, 176, 238])


@pytest.mark.parametrize(("miss", "moved"), [(0.9 * PEN, True), (1.1 * PEN, False)])
def test_rules_of_a_box_may_miss_each_other_by_a_pen(miss: float, moved: bool) -> None:
    rules = [
        rule if rule.horizontal else Rule(False, rule.at, rule.start + miss, rule.end - miss)
        for rule in ruled(boxes())
    ]
    assert (without_gaps(rules, (), SIZE) != rules) == moved


def test_of_a_frame_that_is_filled_once_for_each_side_only_the_sides_within_the_clip_are_seen() -> None:
    """WeasyPrint fills the whole frame of a cell for each side that it draws, and clips all else away."""
    outer, inner = (50.0, 50.0, 150.0, 90.0), (50.6, 50.6, 149.4, 89.4)
    clips = {"left": (50.0, 50.0, 50.6, 90.0), "top": (50.0, 50.0, 150.0, 50.6)}
    paper = Paper((0.0, 0.0, 500.0, 500.0))

    def seen(clip: Box | None) -> list[Rule]:
        parts = [Shape(box, (), True, (0, 0, 0), None, clip=clip) for box in (inner, outer)]
        return framing_of(parts, paper)

    assert seen(None) == sides(outer)
    assert seen(clips["left"]) == [Rule(False, 50.0, 50.0, 90.0)]
    assert seen(clips["top"]) == [Rule(True, 50.0, 50.0, 150.0)]


def test_of_a_frame_of_which_a_page_end_leaves_the_head_that_alone_is_a_rule() -> None:
    outer, inner = (119.1, 782.1, 161.3, 785.7), (119.7, 782.7, 160.7, 785.7)
    paper = Paper((0.0, 0.0, 595.0, 842.0))
    parts = [Shape(box, (), True, (0, 0, 0), None) for box in (inner, outer)]
    assert rules_of(parts, paper) == sides(outer)[:1]
    stroked = [Shape(box, (), True, (0, 0, 0), (0, 0, 0)) for box in (inner, outer)]
    assert rules_of(stroked, paper) == [*sides(inner), *sides(outer), sides(outer)[0]]


def test_a_drawing_with_thousands_of_boxes_at_one_place_is_left_alone_at_once() -> None:
    """Each level rule was tried with each pair of uprights: three thousand boxes took hours."""
    x, y, wide, high = 50.0, 50.0, WIDE, HIGH
    drawn = [box for at in range(3_000) for box in sides((x + at * 1e-4, y, x + wide + at * 1e-4, y + high))]
    assert without_gaps(drawn, (), SIZE) is drawn


def test_uprights_that_end_at_one_place_and_are_of_other_lengths_make_no_box() -> None:
    combs = [
        Rule(False, x, 50, 60 + 3 * at + aside) for at in range(150) for x, aside in ((50, 0), (110, 1.5))
    ]
    assert without_gaps([*combs, *(Rule(True, 50 + at * 1e-4, 50, 110) for at in range(150))], (), SIZE)


def test_the_padding_of_a_cell_that_holds_a_table_is_no_gap_between_cells() -> None:
    """The first row of the table around it stands as near to the inner cells as these to each other."""
    inner = boxes(gap=0)
    outer = [(46.0, 46.0, 174.0, 94.0), (46.0, 94.0, 174.0, 114.0)]
    rules = ruled([*inner, *outer])
    assert without_gaps(rules, (), SIZE) == rules
    apart = boxes()  # whose gaps are closed within the frame
    framed = [(46.0, 46.0, 178.0, 98.0), (46.0, 98.0, 178.0, 118.0)]
    made = without_gaps(ruled([*apart, *framed]), (), SIZE)
    assert made[len(ruled(apart)) :] == ruled(framed)
    assert [grid.xs for grid in grids(made[: len(ruled(apart))])] == [[50, 112, 174]]


def test_a_row_that_stands_apart_of_the_cell_around_is_a_neighbour_of_what_stands_in_it() -> None:
    around, below = (46.0, 46.0, 174.0, 94.0), (46.0, 96.0, 174.0, 116.0)
    rules = ruled([*boxes(gap=0), around, below])
    assert without_gaps(rules, (), SIZE) != rules
