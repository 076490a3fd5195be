"""A frame at a page end is a row of the table of one column beyond it, and of nothing else."""

from __future__ import annotations

from array import array
from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.core.page import Block, Box, Cell, Line, Page, Table
from pipeline.core.traced import Traced
from pipeline.pages.layout.frames import framed

SIDES = (50.0, 350.0)


def line(words: str, top: float, left: float = 54.0) -> Line:
    return Line(Traced(words, tuple(range(len(words)))), (left, top, left + 12 * len(words), top + 12))


def table(*texts: str, top: float = 50.0, columns: int = 1) -> Table:
    width = (SIDES[1] - SIDES[0]) / columns
    cells = [
        Cell(row, column, 1, 1, (SIDES[0] + width * column, top, SIDES[1], top + 20), (line(text, top + 4),))
        for row, text in enumerate(texts)
        for column in range(columns)
    ]
    return Table(len(texts), columns, tuple(cells), (SIDES[0], top, SIDES[1], top + 20 * len(texts)))


def page(
    number: int, *blocks: Block, levels: tuple[float, ...] = (), sides: tuple[float, float] = SIDES
) -> Page:
    drawn: tuple[Box, ...] = tuple((sides[0], at, sides[1], at) for at in levels)
    return Page(number, 400, 600, 0, "", array("f"), blocks, levels=drawn)


def told(pages: list[Page]) -> list[list[str]]:
    return [
        [
            "|".join(cell.text.text for cell in block.cells) if isinstance(block, Table) else block.text.text
            for block in page.blocks
            if isinstance(block, Table) or not block.text.text.isdigit()
        ]
        for page in framed(pages)
    ]


FOOT = (line("職稱：技士", 504), line("（約用）", 518), line("3", 580))


def test_a_frame_at_the_foot_is_the_first_row_of_the_table_overleaf() -> None:
    pages = [
        page(1, table("甲", "乙"), line("職缺二", 480), *FOOT, levels=(500, 536)),
        page(2, table("丙", "丁")),
    ]
    assert told(pages) == [["甲|乙", "職缺二", "職稱：技士（約用）"], ["丙|丁"]]
    (made,) = [block for block in next(iter(framed(pages))).blocks[2:] if isinstance(block, Table)]
    assert (made.rows, made.columns, made.box, made.cells[0].box) == (1, 1, (50, 500, 350, 536), made.box)


def test_a_frame_at_the_head_is_the_last_row_of_the_table_before() -> None:
    pages = [
        page(1, table("甲", "乙")),
        page(2, line("丙", 30), line("職缺二", 60), table("丁", "戊", top=90), levels=(25, 45)),
    ]
    assert [isinstance(block, Table) for block in list(framed(pages))[1].blocks] == [True, False, True]
    assert told(pages) == [["甲|乙"], ["丙", "職缺二", "丁|戊"]]


def test_a_frame_at_the_head_may_go_on_a_table_whose_last_row_is_one_cell() -> None:
    """感言 stands over the whole width at the foot of a card of two columns, and what it heads overleaf."""
    card = table("甲", columns=2)
    wide = Cell(1, 0, 1, 2, (*SIDES[:1], 70, SIDES[1], 90), (line("感言", 74),))
    card = replace(card, rows=2, cells=(*card.cells, wide), box=(SIDES[0], 50, SIDES[1], 90))
    overleaf = page(2, line("謝謝大家", 30), line("第二位", 60), levels=(25, 45))
    assert [isinstance(block, Table) for block in list(framed([page(1, card), overleaf]))[1].blocks] == [
        True,
        False,
    ]
    assert told([page(1, table("甲", columns=2)), overleaf])[1] == ["謝謝大家", "第二位"]


@pytest.mark.parametrize(
    ("levels", "sides", "overleaf"),
    [
        ((500, 536), (50, 340), table("丙", "丁")),
        ((500, 536), (50, 352.5), table("丙", "丁")),
        ((500, 536), SIDES, table("丙", "丁", columns=2)),
        ((500, 536), SIDES, line("丙", 50)),
        ((500, 536), SIDES, replace(table("丙", "丁"), drawn=False)),
        ((500,), SIDES, table("丙", "丁")),
        ((60, 80), SIDES, table("丙", "丁")),
        ((540, 560), SIDES, table("丙", "丁")),
    ],
    ids=[
        "narrower",
        "wider",
        "two columns",
        "no table",
        "not drawn",
        "one rule",
        "above a table",
        "no words",
    ],
)
def test_other_frames_stay_lines(
    levels: tuple[float, ...], sides: tuple[float, float], overleaf: Block
) -> None:
    pages = [page(1, table("甲", "乙", top=100), *FOOT, levels=levels, sides=sides), page(2, overleaf)]
    assert list(framed(pages)) == pages


def test_a_frame_may_be_drawn_a_little_wider_than_the_table() -> None:
    pages = [page(1, *FOOT, levels=(500, 536), sides=(49, 351.5)), page(2, table("丙", "丁"))]
    assert told(pages)[0] == ["職稱：技士（約用）"]


def test_frames_on_both_sides_are_no_table() -> None:
    pages = [page(1, *FOOT, levels=(500, 536)), page(2, line("丙", 30), levels=(25, 45))]
    assert list(framed(pages)) == pages
    assert list(framed([])) == []


GRID = (50.0, 100.0, 200.0, 250.0, 350.0)


def row_of(edges: tuple[float, ...] = GRID) -> Table:
    """Return a table of one row: 聯絡人 between an office and a person, both of which go on overleaf."""
    texts = ("執行單位", "甲分署", "聯絡人", "王君")
    cells = [
        Cell(0, at, 1, 1, (left, 500, right, 520), (line(text, 504, left + 2),))
        for at, (text, left, right) in enumerate(zip(texts, edges[:-1], edges[1:], strict=True))
    ]
    return Table(1, 4, tuple(cells), (edges[0], 500, edges[-1], 520))


def overleaf(
    lefts: tuple[float, ...] = (102, 114, 126, 252, 264),
    frames: tuple[tuple[float, float, float, float], ...] = ((100, 25, 200, 45), (250, 25, 350, 45)),
    left: float = 0.0,
) -> Page:
    """Return a page at whose head the five characters of 乙分署李君 stand in one line, in frames."""
    boxes = array("f", (side for x in lefts for side in (x + left, 30, x + left + 12, 42)))
    words = Line(Traced("乙分署李君", tuple(range(5))), (lefts[0], 30, lefts[-1] + 12, 42))
    levels = tuple((x0, y, x1, y) for x0, top, x1, bottom in frames for y in (top, bottom))
    heading = replace(line("2、丁計畫", 60), text=Traced("2、丁計畫", tuple(range(100, 105))))
    return Page(2, 400, 600, 0, "乙分署李君", boxes, (words, heading), levels=levels, left=left)


@pytest.mark.parametrize("left", [0.0, 400.0])
def test_frames_side_by_side_are_a_row_with_what_is_not_drawn_between_them(left: float) -> None:
    _, made = framed([page(1, row_of()), overleaf(left=left)])
    table, heading = made.blocks
    assert isinstance(table, Table)
    assert [(cell.column, cell.text.text) for cell in table.cells] == [
        (0, ""),
        (1, "乙分署"),
        (2, ""),
        (3, "李君"),
    ]
    assert [cell.box for cell in table.cells] == [(x0, 25, x1, 45) for x0, x1 in pairwise(GRID)]
    assert [line.box for cell in table.cells for line in cell.lines] == [
        (102, 30, 138, 42),
        (252, 30, 276, 42),
    ]
    assert heading == overleaf().blocks[1]


def test_frames_at_the_foot_are_the_row_above_the_one_overleaf() -> None:
    """They stand below all tables of their page, as tall as the lowest of them."""
    foot = overleaf(frames=((100, 25, 200, 45), (250, 25, 350, 45), (100, 5, 200, 20)))
    made, _ = framed([foot, page(2, replace(row_of(), box=(50, 50, 350, 70)))])
    assert told([made])[0] == ["|乙分署||李君", "2、丁計畫"]


@pytest.mark.parametrize(
    "other",
    [
        overleaf(frames=((100, 25, 200, 45),)),  # one frame of a row of several cells
        overleaf(frames=((100, 25, 200, 45), (250, 25, 350, 48))),  # not as tall
        overleaf(frames=((100, 22, 200, 45), (250, 25, 350, 45))),
        overleaf(frames=((100, 25, 200, 45), (253, 25, 350, 45))),  # not as wide
        overleaf(frames=((100, 60, 200, 85), (250, 60, 350, 85))),  # around other words
        overleaf(lefts=(102, 114, 126, 210, 264)),  # a word between the frames
    ],
    ids=["one", "taller", "higher", "narrower", "other words", "between"],
)
def test_other_frames_side_by_side_stay_lines(other: Page) -> None:
    _, made = framed([page(1, row_of()), other])
    assert [block for block in made.blocks if isinstance(block, Line)][:1] == [other.blocks[0]]


def test_a_space_between_frames_is_no_word() -> None:
    other = overleaf(lefts=(102, 114, 210, 252, 264))
    words = replace(other.blocks[0], text=Traced("乙署 李君", tuple(range(5))))
    _, made = framed([page(1, row_of()), replace(other, blocks=(words,))])
    assert told([made])[0] == ["|乙署||李君"]


def test_of_frames_side_by_side_one_may_be_empty() -> None:
    _, made = framed([page(1, row_of()), overleaf(lefts=(102, 114, 126, 138, 150))])
    assert told([made])[0] == ["|乙分署李君||", "2、丁計畫"]


@pytest.mark.parametrize(
    ("is_open", "sides", "made"),
    [(True, SIDES, True), (False, SIDES, False), (True, (50.0, 340.0), False)],
    ids=["cut", "closed", "narrower"],
)
def test_a_page_between_the_sides_of_a_cell_that_a_page_end_cut_is_in_it(
    is_open: bool, sides: tuple[float, float], made: bool
) -> None:
    cut = table("甲", "乙")
    first, last = cut.cells
    above = replace(cut, cells=(first, replace(last, open_below=is_open)))
    below = replace(cut, cells=(replace(first, open_above=is_open), last))
    middle = replace(
        page(2, line("丙", 60), line("丁", 80), line("2", 580)), pillars=((sides[0], 50.0, sides[1], 560.0),)
    )
    assert told([page(1, above), middle])[1] == (["丙丁"] if made else ["丙", "丁"])
    assert told([middle, page(3, below)])[0] == (["丙丁"] if made else ["丙", "丁"])
    # As many pages as the cell is tall.
    assert [isinstance(p.blocks[0], Table) for p in framed([page(1, above), middle, middle])][1] is made
