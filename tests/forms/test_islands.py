"""Tables in each other's rows are one: contacts overleaf of which only the values are drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.core.page import Block, Cell, Line, Table, union
from pipeline.core.traced import Traced
from pipeline.forms.islands import SAME_ROW, in_rows
from pipeline.forms.profile import load_profile

PROFILE = load_profile("support-measures")
SIZE = 10.0


def line(text: str, x: float, y: float) -> Line:
    return Line(Traced(text, tuple(range(len(text)))), (x, y, x + SIZE * len(text), y + SIZE), SIZE)


def table(left: float, *words: str, top: float = 0.0, width: float = 90.0, high: float = 20.0) -> Table:
    """Return a table of one column, a row for each word."""
    cells = []
    for row, text in enumerate(words):
        box = (left, top + high * row, left + width, top + high * (row + 1))
        cells.append(Cell(row, 0, 1, 1, box, (line(text, left, box[1]),)))
    return Table(len(cells), 1, tuple(cells), union(cell.box for cell in cells))


def texts(block: Block) -> list[list[str]]:
    assert isinstance(block, Table)
    return [[cell.text.text for cell in block.row(number)] for number in range(block.rows)]


OFFICES, PEOPLE, PHONES = (
    table(0, "中區分署", "南區分署"),
    table(150, "王小姐", "陳專員"),
    table(300, "02-2345-6789", "07-345-6789"),
)


def test_offices_people_and_telephones_are_one_table() -> None:
    [made] = in_rows([OFFICES, PEOPLE, PHONES], PROFILE)
    assert texts(made) == [
        ["中區分署", "", "王小姐", "", "02-2345-6789"],
        ["南區分署", "", "陳專員", "", "07-345-6789"],
    ]
    assert made.box == (0, 0, 390, 40)
    assert [cell.box for cell in made.row(1)][1::2] == [(90, 0, 150, 40), (240, 0, 300, 40)]
    assert (made.rows, made.columns) == (2, 5)
    assert [cell.row for cell in made.cells] == [0, 0, 0, 0, 0, 1, 1, 1], "row by row"
    assert len(list(in_rows([OFFICES, table(90, "王小姐", "陳專員")], PROFILE))) == 1, "side to side"


@pytest.mark.parametrize(("off", "count"), [(-0.1, 1), (0.1, 2)])
@pytest.mark.parametrize("where", ["head", "foot"])
def test_rows_are_one_that_are_as_high(off: float, count: int, where: str) -> None:
    aside = SAME_ROW * SIZE + off
    other = table(
        150, "王小姐", top=aside if where == "head" else 0, high=20 if where == "head" else 20 + aside
    )
    assert len(list(in_rows([table(0, "中區分署"), other], PROFILE))) == count


def test_other_blocks_stay_as_they_are() -> None:
    words = line("說明", 0, 50)
    longer = table(150, "王小姐", "陳專員", "林先生")
    for blocks in (
        [OFFICES, words, PEOPLE],
        [OFFICES, longer],
        [OFFICES, table(80, "王小姐", "陳專員")],
        [OFFICES, replace(PEOPLE, drawn=False)],
        [replace(OFFICES, drawn=False), PEOPLE],
        [words, OFFICES],
        [words],
        [],
    ):
        assert list(in_rows(blocks, PROFILE)) == blocks


def test_cards_side_by_side_stay_apart() -> None:
    cells = [
        Cell(
            row,
            column,
            1,
            1,
            (60.0 * column, 20.0 * row, 60.0 * (column + 1), 20.0 * (row + 1)),
            (line(word, 60.0 * column, 20.0 * row),),
        )
        for row, (label, value) in enumerate([("優惠方式", "免費"), ("相關網站", "無")])
        for column, word in enumerate((label, value))
    ]
    card = Table(2, 2, tuple(cells), (0.0, 0.0, 120.0, 40.0))
    beside = replace(
        card,
        cells=tuple(
            replace(cell, box=(cell.box[0] + 150, cell.box[1], cell.box[2] + 150, cell.box[3]))
            for cell in cells
        ),
        box=(150.0, 0.0, 270.0, 40.0),
    )
    assert list(in_rows([card, beside], PROFILE)) == [card, beside]
    values = table(150, "免費", "無")
    assert list(in_rows([card, values], PROFILE)) == [card, values]
    assert list(in_rows([table(-100, "免費", "無"), card], PROFILE))[1:] == [card]
