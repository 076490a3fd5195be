"""Each glyph goes to the cell it stands in, whatever the shape of the cell and wherever the glyph before stood."""

from __future__ import annotations

from random import Random

from pipeline.pages.glyph import Glyph
from pipeline.pages.layout.cells import assign, split_below
from pipeline.pages.tables.rulings import Grid

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


# What stands below a table.

TABLE = Grid([0.0, 50.0, 200.0], [0.0, 50.0], [[0, 1]], [(0, 0, 1, 1), (0, 1, 1, 1)])


def below(*rows: tuple[float, str, float]) -> list[str]:
    """Return the lines that rows of (left, text, top) come as, right below a table or further down."""
    lines: dict[float, list[Glyph]] = {}
    for left, text, top in rows:
        lines.setdefault(top, []).extend(
            glyph(left + 5 + 10 * at, top + 5, sign) for at, sign in enumerate(text)
        )
    return ["".join(each.text for each in line) for line in split_below(list(lines.values()), [TABLE])]


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
    assert below((-30, "左", 51), (60, "右", 51)) == ["左右"], "beside the table"
