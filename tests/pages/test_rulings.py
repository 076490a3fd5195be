"""Rules become grids, however a program draws its borders."""

from pipeline.core.page import Cell, Table
from pipeline.pages.tables.rulings import Rule, frame_of, grids, rule_of, sides


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


def test_frames_side_by_side_are_no_row() -> None:
    assert grids(box((34, 34, 100, 675), (120, 34, 465, 675))) == []


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


def test_double_borders_and_borders_drawn_piece_by_piece_are_one_rule() -> None:
    double = box((10, 10, 100, 50), (101.6, 10, 200, 50), (10, 51.6, 100, 90), (101.6, 51.6, 200, 90))
    (grid,) = grids(double)
    assert len(grid.spans) == 4


def test_dots_are_rules_both_ways() -> None:
    """A dotted border is drawn dot by dot, and a dot alone does not say which way its border goes."""
    level = [(x, y, x + 0.75, y + 0.75) for y in (20, 60, 100) for x in range(20, 221, 2)]
    upright = [(x, y, x + 0.75, y + 0.75) for x in (20, 80, 220) for y in range(20, 101, 2)]
    stray = [(140.0, 40.0, 140.75, 40.75)]
    rules = [rule for dot in [*level, *upright, *stray] if (rule := rule_of(dot))]
    (grid,) = grids(rules)
    assert (len(grid.xs), len(grid.ys), len(grid.spans)) == (3, 3, 4)
