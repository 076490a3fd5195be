"""Sheets that hold more than one page or column are split; forms and lists with a white band at the middle are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.page import Line, Table
from pipeline.pages.glyph import Glyph
from pipeline.pages.layout.imposed import Pair, in_order
from pipeline.pages.layout.lines import lay_out
from pipeline.pages.layout.sheets import AHEAD, Sheet, pages_on
from pipeline.pages.tables.rulings import Rule, sides
from tests.typeset.sheets import Place, beside, folded, from_the_right

A4 = (595.0, 842.0)
WIDE = (842.0, 595.0)


def words(text: str, x: float, y: float, size: float = 10.0) -> list[Glyph]:
    return [
        Glyph(character, (x + at * size, y, x + (at + 1) * size, y + size), size, "ming")
        for at, character in enumerate(text)
    ]


def prose(x: float, lines: int = 10, width: int = 20) -> list[Glyph]:
    return [glyph for row in range(lines) for glyph in words("本計畫協助企業" * 4, x, 120 + 20 * row)[:width]]


def ruled(*edges: float, top: float = 100.0, rows: int = 4, height: float = 50.0) -> list[Rule]:
    boxes = (
        (left, top + height * row, right, top + height * (row + 1))
        for row in range(rows)
        for left, right in pairwise(edges)
    )
    return [rule for box in boxes for rule in sides(box)]


def sheet(
    glyphs: Sequence[Glyph], rules: Sequence[Rule] = (), size: tuple[float, float] = A4, number: int = 1
) -> Sheet:
    return Sheet(number, size, glyphs, rules)


def told(sheets: Sequence[Sheet]) -> list[str]:
    return ["".join(glyph.text for glyph in page.glyphs) for page in pages_on(sheets)]


def numbered(left: str, right: str) -> list[Glyph]:
    return [*words(left, 200, 570), *words(right, 620, 570)]


def forms_beside() -> Sheet:
    """Two forms, below a heading and above a page number that stand over both columns."""
    glyphs = [
        *words("一、人才培育面向之各項措施計畫表", 200, 40),
        *words("簡介", 50, 110),
        *words("網站", 320, 110),
    ]
    return sheet([*glyphs, *words("12", 290, 800)], [*ruled(40, 100, 280), *ruled(310, 370, 550)])


def test_two_pages_on_a_sheet_are_two_pages() -> None:
    pages = list(pages_on([sheet([*prose(60), *prose(480), *numbered("2", "3")], size=WIDE, number=7)]))
    assert [(page.number, page.size, page.left) for page in pages] == [
        (7, (421.0, 595.0), 0.0),
        (7, (421.0, 595.0), 421.0),
    ]
    assert [glyph.box for glyph in pages[1].glyphs][:1] == [(59.0, 120.0, 69.0, 130.0)]


def test_places_are_those_of_the_page_of_the_file() -> None:
    rules = [*ruled(40, 100, 380), *ruled(461, 521, 801)]
    glyphs = [*words("簡介", 50, 110), *words("網站", 471, 110)]
    pages = []
    for page in pages_on([sheet(glyphs, rules, WIDE)]):
        pages.append(lay_out(page, 10 * len(pages), Counter()))
    left, right = pages
    (table,) = (block for block in right.blocks if isinstance(block, Table))
    assert table.box[0] == 40
    assert right.in_file(table.box)[0] == 461
    assert (left.box(0), right.box(10)) == ((50, 110, 60, 120), (471, 110, 481, 120))
    assert left.in_file(table.box) == table.box


def test_forms_in_columns_and_what_spans_them() -> None:
    assert told([forms_beside()]) == ["一、人才培育面向之各項措施計畫表", "簡介", "網站", "12"]
    assert [page.left for page in pages_on([forms_beside()])] == [0, 0, 270, 0]


def test_text_in_columns_follows_a_sheet_that_proves_them() -> None:
    text = sheet([*words("前言", 100, 120), *prose(40), *prose(310)])
    assert len(told([text])) == 1
    assert len(told([text, forms_beside()])) == 2 + 4
    assert len(told([forms_beside(), text])) == 4 + 2
    single = sheet(prose(40, width=50))
    assert len(told([text, *[single] * (AHEAD - 1), forms_beside()])) == 2 + AHEAD - 1 + 4
    assert len(told([text, *[single] * (AHEAD + 1), forms_beside()])) == 1 + AHEAD + 1 + 4


def beside_form(*lines: str, left: float = 40, number: int = 1) -> Sheet:
    """Some lines in the left column, a form in the right one."""
    text = [glyph for row, line in enumerate(lines) for glyph in words(line, left, 120 + 15 * row)]
    return sheet([*text, *words("簡介", 320, 110)], ruled(310, 370, 550, rows=2), number=number)


def test_a_form_beside_a_text_as_wide_stands_in_a_column() -> None:
    full, short = "本計畫協助企業" * 4, "本計畫協助企業"
    assert told([beside_form(full[:24], short, short)]) == [full[:24] + short * 2, "簡介"]
    assert told([beside_form(full[:23], short, short)]) == [full[:23] + short * 2, "簡介"]
    assert len(told([beside_form(full[:22], short, short)])) == 1


def test_a_label_beside_a_table_of_its_own_is_no_column() -> None:
    assert len(told([beside_form("服務", "項目", "簡介")])) == 1


def test_a_drawing_beside_a_text_in_one_frame_is_no_column() -> None:
    """A guide draws how applications are dealt with as boxes, beside what a company does, in a frame of two cells."""
    beside = beside_form(*[("本計畫協助企業" * 4)[:24]] * 3)
    assert len(told([beside])) == 2
    assert len(told([replace(beside, rules=[*beside.rules, *ruled(35, 295, 560, rows=1, height=400)])])) == 1


def test_pages_beside_each_other_are_halves_though_a_table_stands_beside_a_text() -> None:
    """Imposed: a contents page left, a form right, before any sheet has numbers on both halves."""
    cover = sheet(words("優惠輔導措施", 560, 200), size=WIDE)
    text = [glyph for row in range(4) for glyph in words("本計畫協助企業" * 4, 60, 120 + 15 * row)[:24]]
    first = sheet([*text, *words("簡介", 470, 110)], ruled(460, 520, 700, rows=2), WIDE)
    pair = sheet([*prose(60), *prose(480), *numbered("2", "3")], size=WIDE)
    assert [page.left for page in pages_on([cover, first, pair])] == [421, 0, 421, 0, 421]


def test_a_form_in_one_column_and_a_form_in_the_other_of_a_later_sheet_prove_columns() -> None:
    """An introduction of short lines fills the left column of the first sheet, the last form ends in that of the next."""
    first = beside_form(*["本計畫協助企業"] * 4)
    last = sheet(words("網站", 50, 110), ruled(40, 100, 280), number=2)
    wider = sheet(words("網站", 50, 110), ruled(40, 100, 285), number=2)
    assert told([first, last]) == ["本計畫協助企業" * 4, "簡介", "網站"]
    assert len(told([first, wider])) == 2
    single = sheet(words("網站", 50, 110), ruled(40, 100, 550), number=2)
    assert len(told([first, single])) == 2


def test_a_column_may_end_at_the_head_of_its_page() -> None:
    """The last row of a form that began in the left column of the same page: no band right of it is taken for one."""
    head = [*words("中小企業優惠措施", 257, 30), *words("12", 290, 800)]
    glyphs = [*words("簡介", 50, 110), *words("網站", 325, 75), *words("見說明", 380, 75), *head]
    short = sheet(glyphs, [*ruled(40, 100, 280), *ruled(310, 370, 550, top=65, rows=1, height=20)])
    assert told([short]) == ["中小企業優惠措施", "簡介", "網站見說明", "12"]


def test_a_cover_on_one_half_is_a_page_of_its_own() -> None:
    cover = sheet(words("優惠輔導措施", 560, 200), size=WIDE)
    pair = sheet([*prose(60), *prose(480), *numbered("2", "3")], size=WIDE)
    pages = list(pages_on([cover, pair, sheet([], size=WIDE)]))
    assert ["".join(glyph.text for glyph in page.glyphs)[:2] for page in pages] == [
        "優惠",
        "本計",
        "本計",
        "",
    ]
    assert pages[0].left == 421


# what is one page


def test_few_sheets_with_a_number_each_on_another_half_are_two_pages_each() -> None:
    """The cover and the last page stand alone: no sheet has two numbers."""
    cover = sheet(words("封面", 600, 200), size=WIDE)
    first = [*prose(60), *prose(480), *words("1", 630, 570)]
    last = [*prose(60), *words("2", 209, 570)]
    pages = list(pages_on([cover, sheet(first, size=WIDE), sheet(last, size=WIDE)]))
    assert [(page.size, page.left) for page in pages] == [((421.0, 595.0), left) for left in (421, 0, 421, 0)]


@pytest.mark.parametrize(
    "last",
    [
        [*prose(60), *words("2", 212.1, 570)],  # not half a sheet apart: the numbers of left and right pages
        [*prose(60), *words("2", 209, 567.9)],  # on another line
        [*prose(60), *words("1", 209, 570)],  # the same number
        [
            *prose(60),
            *words("跨頁的標題與表格", 390, 300),
            *words("2", 209, 570),
        ],  # something stands over the middle
    ],
)
def test_other_numbers_on_another_half_prove_nothing(last: list[Glyph]) -> None:
    first = [*prose(60), *prose(480), *words("1", 630, 570)]
    assert len(list(pages_on([sheet(first, size=WIDE), sheet(last, size=WIDE)]))) == 2


def test_a_form_without_rules_is_not_split_between_labels_and_values() -> None:
    labels = [
        glyph
        for row, label in enumerate(["簡介", "服務", "優惠", "網站"])
        for glyph in words(label, 230, 120 + 60 * row)
    ]
    form = sheet([*labels, *prose(310), *words("12", 290, 800)])
    assert len(told([form] * 4)) == 4


def test_a_form_with_a_column_that_ends_at_the_middle_is_not_split() -> None:
    glyphs = [*words("主辦機關", 100, 110), *words("承辦人", 320, 110)]
    assert len(told([sheet(glyphs, ruled(40, 297, 550, rows=1, height=500))])) == 1
    assert len(told([sheet(glyphs, ruled(40, 100, 297, 350, 550))])) == 1


def test_frames_that_hold_labels_and_values_are_no_columns() -> None:
    glyphs = [*words("簡介", 100, 110), *words("本計畫", 320, 110)]
    assert len(told([sheet(glyphs, [*ruled(40, 280), *ruled(310, 370, 550)])])) == 1
    assert len(told([sheet(glyphs, [*ruled(180, 220, 280), *ruled(310, 370, 550)])])) == 1


def test_a_contents_page_without_leaders_is_not_split_in_a_document_of_columns() -> None:
    titles = [glyph for row in range(12) for glyph in words("一、雲端技術計畫", 40, 100 + 30 * row)]
    pages = [glyph for row in range(12) for glyph in words(str(10 + row), 500, 100 + 30 * row)]
    contents = sheet([*titles, *pages])
    assert len(told([contents, forms_beside()])) == 1 + 4
    assert len(told([sheet([*titles, *prose(310)]), forms_beside()])) == 2 + 4


def test_a_number_at_each_side_of_a_page_of_text_proves_nothing() -> None:
    text = [glyph for row in range(20) for glyph in words("本計畫協助企業" * 10, 70, 100 + 20 * row)]
    assert len(told([sheet([*text, *numbered("112", "3")], size=WIDE)])) == 1
    assert len(told([sheet([*prose(60), *prose(480), *numbered("", "3")], size=WIDE)])) == 1
    assert len(told([sheet([*prose(60), *prose(480), *numbered("3", "3")], size=WIDE)])) == 1


# the order of pages


def pairs(places: Sequence[Place], numbers: Sequence[int | None]) -> Iterator[Pair[int]]:
    for left, right in places:
        yield Pair(
            (left, right),
            (None if left is None else numbers[left], None if right is None else numbers[right]),
        )


def gathered(pages: int, size: int) -> list[Place]:
    """Return pages in gatherings of as many pages, each folded for itself."""
    found: list[Place] = []
    for start in range(0, pages, size):
        for left, right in folded(size):
            assert left is not None
            assert right is not None
            found.append((start + left, start + right))
    return found


@given(
    st.integers(2, 6),
    st.integers(0, 3),
    st.integers(-2, 5),
    st.sampled_from(["two", "right", "fold", "gather"]),
)
def test_pages_come_in_the_order_of_their_numbers(quarter: int, cover: int, first: int, way: str) -> None:
    pages = 4 * quarter
    places = {"two": beside, "right": from_the_right, "fold": folded, "gather": lambda n: gathered(n, 4)}[
        way
    ](pages)
    numbers = [None if at < cover or at == pages - 1 else at + first + 2 for at in range(pages)]
    assert list(in_order(pairs(places, numbers))) == list(range(pages))


def test_pages_without_numbers_or_in_no_order_stay() -> None:
    assert list(in_order(pairs(beside(30), [None] * 30))) == list(range(30))
    shuffled = [5, 9, 2, 7, 1, 8]
    assert list(in_order(pairs(beside(6), shuffled))) == list(range(6))


def test_of_pages_in_their_order_few_are_held() -> None:
    taken = 0

    def counted() -> Iterator[Pair[int]]:
        nonlocal taken
        for pair in pairs(beside(100), range(100)):
            taken += 1
            yield pair

    ordered = in_order(counted())
    next(ordered)
    assert taken == 3


def test_an_imposed_booklet_is_read_in_its_order() -> None:
    sheets = [
        replace(
            sheet([*prose(60), *prose(480), *numbered(str(left + 1), str(right + 1))], size=WIDE), number=at
        )
        for at, (left, right) in enumerate(folded(8), 1)
        if left is not None and right is not None
    ]
    pages = [lay_out(page, 0, Counter()) for page in pages_on(sheets)]
    feet = [[block.text.text for block in page.blocks if isinstance(block, Line)][-1] for page in pages]
    assert feet == [str(number) for number in range(1, 9)]
    assert [page.number for page in pages] == [1, 2, 3, 4, 4, 3, 2, 1]
