"""Which lines of a page end paragraphs: in cells that share a side, outside tables, and in columns of text that go down."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from pipeline.core.page import Line, Table
from pipeline.core.paragraphs import ends_paragraph
from pipeline.pages.glyph import Glyph
from pipeline.pages.layout.paragraphs import side_of_page
from pipeline.pages.tables.rulings import sides
from tests.pages.test_lines import SIZE, page, row


def lines(*counts: int, x: float = 50.0) -> list[list[Glyph]]:
    """Return lines of so many characters."""
    return [row("字" * count, x, 100.0 + 12 * at) for at, count in enumerate(counts)]


def in_cells(*cells: Sequence[int], padding: float = 5.0) -> list[list[bool]]:
    """Return which lines end paragraphs in cells below each other, 200 points wide, of lines of so many characters."""
    glyphs: list[Glyph] = []
    rules = []
    for at, counts in enumerate(cells):
        top = 100.0 + 100 * at
        rules += [*sides((50.0, top, 250.0, top + 100)), *sides((250.0, top, 300.0, top + 100))]
        for number, count in enumerate(counts):
            glyphs += row("字" * (count - 1) + "。", 50 + padding, top + 5 + 12 * number)
    (table,) = (block for block in page(glyphs, rules).blocks if isinstance(block, Table))
    held = [cell.lines for cell in table.cells if cell.column == 0]
    return [[ends_paragraph(*pair) for pair in pairwise(lines)] for lines in held]


def test_a_line_that_leaves_room_for_the_next_piece_ends_a_paragraph() -> None:
    assert in_cells([19, 18, 19, 3, 5]) == [[False, True, False, True]]


def test_the_padding_of_the_longest_line_is_that_of_its_other_side() -> None:
    """A line of 18 leaves 10 points of 190, or 5 of 185."""
    assert in_cells([18, 18]) == [[True]]
    assert in_cells([18, 18], padding=7.5) == [[False]]


def test_cells_of_one_column_tell_of_each_other() -> None:
    assert in_cells([10, 10, 10], [5]) == [[False, False], []]
    assert in_cells([10, 10, 10], [19, 2]) == [[True, True], [False]]


def test_a_text_that_goes_down_has_no_lines_that_leave_room() -> None:
    down = [
        Glyph("字", (x, 105 + 10 * at, x + 10, 115 + 10 * at), SIZE, "")
        for x in (200, 180)
        for at in range(4)
    ]
    rules = [*sides((50.0, 100.0, 250.0, 200.0)), *sides((250.0, 100.0, 300.0, 200.0))]
    (table,) = (block for block in page(down, rules).blocks if isinstance(block, Table))
    assert [ends_paragraph(*pair) for pair in pairwise(table.cells[0].lines)] == [False]


@pytest.mark.parametrize(
    ("counts", "side"),
    [
        ([49, 48, 49, 5], 545.0),  # margins of 50, and less than a character between them and the text
        ([40, 20, 10], 515.0),  # few lines: a right margin three characters wider may be why
        ([40, 40, 40, 5], 450.0),  # a wall
        ([49, 40, 40, 40, 5], 450.0),  # a title above the page reaches further
        ([49, 49, 40, 40, 40], 450.0),
        ([49, 49, 49, 40, 40, 40], 545.0),
    ],
)
def test_how_far_the_lines_outside_tables_may_reach(counts: list[int], side: float) -> None:
    assert side_of_page(595.0, lines(*counts)) == side


def test_a_single_line_tells_of_no_side() -> None:
    assert side_of_page(595.0, lines(40)) is None
    (made,) = page(lines(5)[0]).blocks
    assert isinstance(made, Line)
    assert not ends_paragraph(made, made)
