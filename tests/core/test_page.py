"""The rows of a table are those that its cells stand in, and asking for all of them takes time linear in the cells."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.page import Cell, Table

BOX = (0.0, 0.0, 1.0, 1.0)


def table(cells: list[tuple[int, int, int]], rows: int) -> Table:
    made = (Cell(row, column, span, 1, BOX) for row, column, span in sorted(cells))
    return Table(rows, 3, tuple(made), BOX)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(1, 9))), st.integers(0, 6))
def test_a_row_holds_the_cells_that_stand_in_it(cells: list[tuple[int, int, int]], rows: int) -> None:
    made, other = table(cells, rows), table([(0, 0, 1)], 1)
    for number in range(rows):
        other.row(0)  # another table that is asked meanwhile
        expected = [cell for cell in made.cells if cell.row <= number < cell.row + cell.row_span]
        assert made.row(number) == tuple(sorted(expected, key=lambda cell: (cell.column, -cell.row)))
        assert other.row(0) == other.cells


def test_a_table_of_very_many_rows() -> None:
    made = table([(row, column, 1) for row in range(20_000) for column in range(2)], 20_000)
    start = time.process_time()
    assert all(len(made.row(number)) == 2 for number in range(made.rows))
    assert time.process_time() - start < 5


def test_a_cell_that_claims_more_rows_than_there_are() -> None:
    made = table([(0, 0, 10**9)], 2)
    assert made.row(1) == made.cells
