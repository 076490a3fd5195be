"""Glyphs become lines of text: which stand on one line, where a space belongs, what is printed twice or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import inf

import pytest

from pipeline.core.page import Line, Page, Table
from pipeline.pages.glyph import Glyph
from pipeline.pages.layout import lines as layout
from pipeline.pages.layout import strokes
from pipeline.pages.layout.lines import lay_out
from pipeline.pages.layout.sheets import Sheet
from pipeline.pages.tables.rulings import Rule, sides

SIZE = 10.0
A4 = (595.0, 842.0)


def glyph(text: str, x: float, y: float, wide: float = SIZE, size: float = SIZE, font: str = "") -> Glyph:
    """Return a glyph by its top left corner."""
    return Glyph(text, (x, y, x + wide, y + size), size, font)


def row(text: str, x: float = 50.0, y: float = 100.0, gap: float = 0.0, wide: float = SIZE) -> list[Glyph]:
    """Return the glyphs of a word from left to right."""
    return [glyph(sign, x + at * (wide + gap), y, wide) for at, sign in enumerate(text)]


def page(glyphs: Sequence[Glyph], rules: Sequence[Rule] = (), counts: Counter[str] | None = None) -> Page:
    return lay_out(Sheet(3, A4, glyphs, rules), 100, Counter() if counts is None else counts)


def texts(glyphs: Sequence[Glyph]) -> list[str]:
    return [block.text.text for block in page(glyphs).blocks if isinstance(block, Line)]


def two(left: str, right: str, gap: float) -> list[Glyph]:
    """Return two words that stand so far apart, in shares of the type size."""
    return [*row(left), *row(right, 50 + SIZE * (len(left) + gap))]


def test_glyphs_are_numbered_in_reading_order_with_a_hole_at_each_line_end() -> None:
    made = page([*row("下面", y=120), *row("上面")])
    upper, lower = made.blocks
    assert (made.number, made.width, made.height, made.first) == (3, 595.0, 842.0, 100)
    assert made.glyphs == "上面 下面 "
    assert (upper.text.ids, lower.text.ids) == ((100, 101), (103, 104))
    assert made.box(100) == (50, 100, 60, 110)
    assert made.box(102) == made.box(101)  # the hole stands where the line ends
    assert (upper.box, upper.size, upper.font, upper.behind) == ((50, 100, 70, 110), SIZE, "", False)


@pytest.mark.parametrize(("share", "parts"), [(0.99, False), (1.01, True)])
@pytest.mark.parametrize("size", [5.0, 20.0])
def test_a_level_rule_as_long_as_a_few_signs_parts_rows(size: float, share: float, parts: bool) -> None:
    """A rule below one word underlines it, in a booklet of small type as on a poster."""
    words = [glyph(sign, 50 + at * size, 100, size, size) for at, sign in enumerate("字與其線")]
    rule = Rule(True, 100 + 2 * size, 50, 50 + share * layout.SHORTEST * size)
    assert bool(page(words, [rule]).levels) is parts


HALF = layout.TALL * A4[1]


@pytest.mark.parametrize(
    ("uprights", "pillars"),
    [
        ([(40, 50, 1.01 * HALF), (500, 50, 1.01 * HALF)], [(40, 50, 500, 50 + 1.01 * HALF)]),
        ([(500, 50, 1.01 * HALF), (40, 50, 1.01 * HALF)], [(40, 50, 500, 50 + 1.01 * HALF)]),
        ([(40, 50, 0.99 * HALF), (500, 50, 0.99 * HALF)], []),
        ([(40, 50, 1.01 * HALF), (500, 90, 1.01 * HALF)], []),  # the sides of two things
        ([(40, 50, 1.01 * HALF)], []),
    ],
)
def test_two_uprights_over_half_a_page_are_pillars(
    uprights: list[tuple[float, float, float]], pillars: list[tuple[float, float, float, float]]
) -> None:
    made = page(row("甲"), [Rule(False, x, top, top + tall) for x, top, tall in uprights])
    assert list(made.pillars) == pillars


def test_the_sides_of_a_table_are_no_pillars() -> None:
    levels = [Rule(True, y, 40, 500) for y in (60, 60 + 1.1 * HALF / 2, 60 + 1.1 * HALF)]
    box = [Rule(False, x, 60, 60 + 1.1 * HALF) for x in (40, 500)]
    made = page(row("甲"), [*levels, *box])
    assert [isinstance(block, Table) for block in made.blocks] == [True]
    assert made.pillars == ()


@pytest.mark.parametrize(
    ("gap", "text"), [(0.99 * layout.WORD_GAP, "ABCD"), (1.01 * layout.WORD_GAP, "AB CD")]
)
def test_a_gap_between_words(gap: float, text: str) -> None:
    assert texts(two("AB", "CD", gap)) == [text]


@pytest.mark.parametrize(
    ("gap", "text"), [(0.99 * layout.WIDE_GAP, "甲乙丙丁"), (1.01 * layout.WIDE_GAP, "甲乙 丙丁")]
)
def test_a_wide_gap_splits_any_two_characters(gap: float, text: str) -> None:
    """Canonical text has no spaces between Chinese characters; the hole between their numbers stays."""
    assert page(two("甲乙", "丙丁", gap)).glyphs == f"{text} "


def test_only_a_wide_gap_splits_letters_from_chinese() -> None:
    assert texts(two("甲", "AB", 0.5)) == ["甲AB"]
    assert texts(two("AB", "甲", 0.5)) == ["AB甲"]
    assert page(two("甲", "AB", 0.9)).glyphs == "甲 AB "


@pytest.mark.parametrize(
    ("pairs", "text"), [(layout.SET_APART, "ABCDEFG HI"), (layout.SET_APART - 2, "A B C D E F G")]
)
def test_letters_that_are_set_apart_are_a_word(pairs: int, text: str) -> None:
    """Of many letters, most gaps stand within words; of fewer each may stand between two."""
    spaced = row("ABCDEFG"[: pairs + 1], gap=0.3 * SIZE)
    if pairs == layout.SET_APART:
        spaced += row("HI", spaced[-1].box[2] + 0.5 * SIZE, gap=0.3 * SIZE)
    assert texts(spaced) == [text if pairs == layout.SET_APART else "A B C D E"]


def test_a_space_in_the_file_is_one_space() -> None:
    assert texts([*row("AB"), glyph(" ", 70, 100, 3), *row("CD", 80)]) == ["AB CD"]
    assert page([*row("AB"), glyph(" ", 70, 100, 3), *row("CD", 80)]).glyphs == "AB CD "
    assert texts([glyph(" ", 50, 100)]) == []
    assert texts([]) == []


@pytest.mark.parametrize(
    ("aside", "one"), [(0.99 * layout.SAME_LINE, True), (1.01 * layout.SAME_LINE, False)]
)
def test_a_superscript_stands_on_the_line(aside: float, one: bool) -> None:
    """The middle of each glyph against the taller of the two."""
    small = glyph("2", 70, 100 + SIZE / 2 - 3 + aside * SIZE, 5, 6)
    assert (len(texts([*row("甲乙"), small])) == 1) is one


def test_the_taller_glyph_tells_where_a_line_is() -> None:
    low = glyph("丁", 90, 104.4)
    assert texts([glyph("1", 50, 98, 5, 6), *row("甲乙", 60, 100), low]) == ["1甲乙丁"]
    assert texts([glyph("高", 50, 90, 20, 20), *row("乙", 80, 97), *row("丙", 95, 104)]) == ["高乙丙"]


@pytest.mark.parametrize(("apart", "one"), [(0.99, True), (1.01, False)])
def test_the_box_of_a_font_as_high_as_two_lines_takes_no_second(apart: float, one: bool) -> None:
    """The name of a website above its address: the font of the name has boxes nearly twice as high as its type."""
    tall = [replace(each, box=(*each.box[:3], each.box[1] + 2 * SIZE)) for each in row("甲乙")]
    middle = 100 + SIZE + apart * layout.SAME_LINE * layout.TALLEST * SIZE
    assert texts([*tall, *row("ab", 70, middle - SIZE / 2)]) == (["甲乙ab"] if one else ["甲乙", "ab"])


@pytest.mark.parametrize(("share", "text"), [(0.99, "甲"), (1.01, "甲甲")])
def test_the_same_glyph_in_one_place_is_fake_bold_or_a_shadow(share: float, text: str) -> None:
    counts: Counter[str] = Counter()
    near = share * layout.OVERPRINT * SIZE
    for x, y in ((near, 0.0), (0.0, near), (near, near)):
        made = page([glyph("甲", 50, 100, 2), glyph("甲", 50 + x, 100 + y, 2)], (), counts)
        assert [block.text.text for block in made.blocks] == [text]
    shadow = [glyph("甲", 50, 100), glyph("甲", 50 + share * layout.SHADOW * SIZE, 100)]
    assert [block.text.text for block in page(shadow, (), counts).blocks] == [text]
    assert counts["overprinted"] == (4 if text == "甲" else 0)


@pytest.mark.parametrize("between", [layout.COPIES - 1, layout.COPIES])
def test_a_few_glyphs_stand_between_a_glyph_and_its_copy(between: int) -> None:
    signs = "1234"[:between]
    copied = [glyph("甲", 50, 100), *(glyph(sign, 51 + at, 100, 6) for at, sign in enumerate(signs))]
    read = "甲" + signs + "甲" * (between == layout.COPIES)
    assert texts([*copied, glyph("甲", 55, 100)]) == [read]


@pytest.mark.parametrize(
    ("beside", "below", "wide", "over"),
    [(3.9, 0, 10, True), (4.1, 0, 10, False), (3, 4.1, 10, False), (3, 3.9, 10, True), (0.3, 0, 0.9, False)],
)
def test_letters_that_begin_in_one_place_are_over_each_other(
    beside: float, below: float, wide: float, over: bool
) -> None:
    made = page([glyph("a", 50, 100), glyph("b", 50 + beside, 100 + below, wide)])
    assert [text for text, _ in made.overprinted] == ["ab"] * over


@pytest.mark.parametrize(("signs", "wide"), [("甲乙", 10), ("甲2", 5), ("1乙", 5)])
@pytest.mark.parametrize(("share", "over"), [(0.59, True), (0.61, False)])
def test_chinese_is_over_what_begins_further_right(signs: str, wide: float, share: float, over: bool) -> None:
    """A label that may not be broken, printed on over the text beside it: half a character may be between them."""
    left = glyph(signs[0], 50, 100, wide if signs[0] == "1" else 10)
    right = glyph(signs[1], 50 + share * wide, 100, wide if signs[1] == "2" else 10)
    assert [text for text, _ in page([left, right]).overprinted] == [signs] * over


def test_full_width_signs_that_are_set_close_are_not_over_each_other() -> None:
    assert not page([glyph("：", 50, 100, 10), glyph("「", 53, 100, 10)]).overprinted


@pytest.mark.parametrize(("wide", "text"), [(1.1 * layout.THINNEST, "A-B"), (0.9 * layout.THINNEST, "AB")])
def test_a_soft_hyphen_that_has_a_width_is_a_hyphen(wide: float, text: str) -> None:
    counts: Counter[str] = Counter()
    hyphen = glyph(layout.SOFT_HYPHEN, 60, 100, wide * SIZE)
    made = page([glyph("A", 50, 100), hyphen, glyph("B", 60 + wide * SIZE, 100)], (), counts)
    assert [block.text.text for block in made.blocks] == [text]
    assert counts["invisible"] == (text == "AB")


def test_a_glyph_of_two_characters_gives_both_its_place_and_its_doubt() -> None:
    made = page([replace(glyph("ﬁ".replace("ﬁ", "fi"), 50, 100), confidence=0.5), glyph("x", 60, 100)])
    assert (made.glyphs, made.confidence) == ("fix ", {100: 0.5, 101: 0.5})
    assert made.box(100) == made.box(101) == (50, 100, 60, 110)


@pytest.mark.parametrize(("size", "read"), [(layout.SPECK, True), (0.99 * layout.SPECK, False)])
def test_specks_are_told_and_not_read(size: float, read: bool) -> None:
    made = page([*row("甲"), glyph("乙", 60, 105, size, size), glyph("丙", 60 + size, 105, size, size)])
    assert made.glyphs == ("甲乙丙 " if read else "甲 ")
    assert [words for words, _ in made.hidden] == ([] if read else ["乙丙"])
    assert [box for _, box in made.hidden] == (
        [] if read else [pytest.approx((60, 105, 60 + 2 * size, 105 + size))]
    )


def test_most_glyphs_tell_the_size_and_the_font_of_a_line() -> None:
    (line,) = page(
        [glyph("甲", 50, 100, font="a"), glyph("乙", 60, 100, font="b"), glyph("丙", 70, 98, 14, 14, "b")]
    ).blocks
    assert isinstance(line, Line)
    assert (line.font, line.size) == ("b", 10.0)


# tables


def boxed(*cells: Sequence[Glyph], wide: float = 100.0) -> Table:
    """Return the table of one row that the glyphs of each of its cells make."""
    frames = [(at * wide, 100.0, (at + 1) * wide, 300.0) for at in range(len(cells))]
    rules = [side for frame in frames for side in sides(frame)]
    (table,) = page([each for cell in cells for each in cell], rules).blocks
    assert isinstance(table, Table)
    return table


def cell_lines(table: Table) -> list[list[str]]:
    return [[line.text.text for line in cell.lines] for cell in table.cells]


def test_tables_and_lines_come_in_the_order_of_their_tops() -> None:
    rules = [*sides((0, 100, 100, 200)), *sides((100, 100, 200, 200))]
    above, inside, below = row("上", y=80), row("中", y=120), row("下", y=220)
    made = page([*below, *inside, *above], rules)
    assert made.glyphs == "上 中 下 "
    assert [type(block) for block in made.blocks] == [Line, Table, Line]
    table = made.blocks[1]
    assert isinstance(table, Table)
    assert (table.rows, table.columns, table.box, table.drawn) == (1, 2, (0, 100, 200, 200), True)
    assert [(cell.row, cell.column, cell.box) for cell in table.cells] == [
        (0, 0, (0, 100, 100, 200)),
        (0, 1, (100, 100, 200, 200)),
    ]


def downwards(text: str, x: float, y: float = 110.0, step: float = SIZE) -> list[Glyph]:
    return [glyph(sign, x, y + step * at) for at, sign in enumerate(text)]


def test_text_that_is_written_downwards_is_read_downwards() -> None:
    assert cell_lines(
        boxed([*downwards("由上而下", 70), *downwards("再從右起", 50)], row("乙", 150, 120))
    ) == [
        ["由上而下", "再從右起"],
        ["乙"],
    ]


@pytest.mark.parametrize(
    ("share", "down"), [(1.01 * layout.SAME_COLUMN, True), (0.99 * layout.SAME_COLUMN, False)]
)
def test_each_glyph_of_a_column_stands_clearly_below_the_one_before(share: float, down: bool) -> None:
    columns = [*downwards("甲乙", 70, step=share * SIZE), *downwards("丙丁", 50, step=share * SIZE)]
    assert (cell_lines(boxed(columns, []))[0] == ["甲乙", "丙丁"]) is down


@pytest.mark.parametrize(
    ("share", "down"), [(0.99 * layout.SAME_COLUMN, True), (1.01 * layout.SAME_COLUMN, False)]
)
def test_and_hardly_aside(share: float, down: bool) -> None:
    columns = [glyph("甲", 70, 110), glyph("乙", 70 + share * SIZE, 120), *downwards("丙丁", 50)]
    assert (cell_lines(boxed(columns, []))[0] == ["甲乙", "丙丁"]) is down


def test_one_column_and_lines_of_one_glyph_are_read_level() -> None:
    assert cell_lines(boxed(downwards("甲乙丙", 50), []))[0] == ["甲", "乙", "丙"]
    assert cell_lines(boxed([glyph("甲", 50, 110), glyph("乙", 70, 110)], []))[0] == ["甲乙"]
    assert cell_lines(boxed([*row("甲乙", 50, 110), *row("丙丁", 50, 125)], []))[0] == ["甲乙", "丙丁"]


def drawn(left: float = 52.0, bottom: float = 118.0) -> list[Rule]:
    """Return strokes, which would be a table, within the square of a glyph of 20 points at (50, 100)."""
    level = [Rule(True, at, left, 68) for at in (102, 110, bottom)]
    return [*level, *(Rule(False, at, 102, bottom) for at in (left, 60, 68))]


def kinds(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> list[type]:
    return [type(block) for block in page(glyphs, rules).blocks]


def test_strokes_of_a_character_are_no_cells() -> None:
    """A drawn character is a handful of short rules within its square, whose box may be far taller."""
    assert kinds([glyph("甲", 50, 100, 20, 20)], drawn()) == [Line]
    assert kinds([glyph("甲", 50, 300, 20, 20)], drawn()) == [Table, Line]
    assert kinds([glyph("甲", 80, 100, 20, 20)], drawn()) == [Line, Table]
    assert kinds([Glyph("甲", (50, 80, 70, 140), 20, "")], drawn()) == [Line]
    assert kinds([], drawn()) == [Table]
    long = Rule(True, 110, 40, 75)
    assert kinds([glyph("甲", 50, 100, 20, 20)], [*drawn(), long]) == [Line]


def dotted(at: float, step: float) -> list[Rule]:
    """Return the sides of two cells cut at both ends, 100 points high; the right one is dots, ``step`` apart."""
    dots = [Rule(True, 100 + step * number, at - 0.5, at + 0.5) for number in range(int(100 / step) + 1)]
    return [*(Rule(False, x, 100, 200) for x in (20, 50)), *dots]


def test_dots_of_a_border_that_a_character_touches_are_no_strokes_of_it() -> None:
    """A sentence ran to the dotted right side of its cell: nine of its dots lay within the square of the last glyph."""
    (table,) = page([*row("甲乙", 60, 140), *row("丙", 80, 160)], dotted(89.5, 1.0)).blocks
    assert isinstance(table, Table)
    assert (table.columns, table.box[2]) == (2, 89.5)


@pytest.mark.parametrize(("beside", "below", "kept"), [(0.29, 9, 1), (0.31, 9, 0), (0, 9.9, 1), (0, 10.1, 0)])
def test_a_dot_goes_on_a_rule_that_it_stands_in_line_with(beside: float, below: float, kept: int) -> None:
    for border, y in ((Rule(False, 55, 20, 100), 100 + below), (Rule(False, 55, 100, 180), 100 - below)):
        dot = Rule(True, y, 54.5 + beside, 55.5 + beside)
        assert strokes.without_strokes([border, dot], [glyph("甲", 50, y - 5)]) == [border, dot][: 1 + kept]
    short = Rule(False, 55, 90, 99)  # no longer than a character: a stroke of one that is not there
    assert strokes.without_strokes([short, dot], [glyph("甲", 50, y - 5)]) == [short]


@pytest.mark.parametrize(("out", "is_table"), [(0.99, False), (1.01, True)])
def test_rules_that_stand_out_of_a_glyph_are_no_strokes_of_it(out: float, is_table: bool) -> None:
    for rules in (drawn(left=50 - out * strokes.BESIDE * 20), drawn(bottom=110 + out * strokes.WITHIN * 20)):
        assert (Table in kinds([glyph("甲", 50, 100, 20, 20)], rules)) is is_table


@pytest.mark.parametrize(("size", "is_table"), [(16.5, False), (15.5, True)])
def test_a_rule_longer_than_any_glyph_is_no_stroke(size: float, is_table: bool) -> None:
    """The strokes are 16 points long; the box of the glyph holds them whatever its size."""
    tall = Glyph("甲", (50, 100, 70, 120), size, "")
    assert (Table in kinds([tall], drawn())) is is_table


@pytest.mark.parametrize(("middle", "top"), [(121, 113), (119, 121), (110, 102)])
def test_strokes_may_stand_above_or_below_the_middle_of_their_character(middle: int, top: int) -> None:
    """Glyphs are looked up in bands as high as the largest: of 20 points here, so that 120 is the edge of one."""
    level = [Rule(True, at, 52, 68) for at in (top, top + 6)]
    strokes = [*level, *(Rule(False, at, top, top + 6) for at in (52, 60, 68))]
    assert kinds([glyph("甲", 50, middle - 10, 20, 20)], strokes) == [Line]
    assert Table in kinds([], strokes)


def test_a_watermark_is_a_line_of_its_own_before_the_others() -> None:
    marks = [replace(glyph(sign, 50 + 10 * at, 90 + 10 * at), rotated=True) for at, sign in enumerate("草稿")]
    counts: Counter[str] = Counter()
    made = page([*row("正文"), *marks], (), counts)
    assert made.glyphs == "草稿 正文 "
    assert [(block.text.text, block.behind) for block in made.blocks if isinstance(block, Line)] == [
        ("草稿", True),
        ("正文", False),
    ]


def test_a_table_in_a_cell_that_it_fills_divides_the_cell() -> None:
    def drawn_table(x0: float, top: float, x1: float, bottom: float) -> list[Rule]:
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        return [*sides((x0, top, x1, bottom)), Rule(True, y, x0, x1), Rule(False, x, top, bottom)]

    rules = [*drawn_table(0, 0, 400, 200), *drawn_table(210, 110, 390, 190)]
    inside = [*row("甲", 250, 120), *row("乙", 350, 170), *row("丙", 20, 20)]
    (table,) = page(inside, rules).blocks
    assert isinstance(table, Table)
    assert len(table.cells) == 7
    around = [*inside, *row("丁", 202, 150, wide=4), glyph(" ", 203, 105)]
    (table,) = page(around, rules).blocks
    assert isinstance(table, Table)
    assert len(table.cells) == 4
    (table,) = page([*inside, glyph(" ", 202, 150, 4)], rules).blocks  # a space is no text around it
    assert isinstance(table, Table)
    assert len(table.cells) == 7


@pytest.mark.parametrize(
    ("size", "up", "said"),
    [
        (0.6, 0.05, "補助500¹元"),  # the mark of a note
        (0.79, 0.05, "補助500¹元"),
        (0.81, 0.05, "補助5001元"),  # nearly as large: another font
        (0.6, 0.4, "補助5001元"),  # on the ground, or below it: no superscript
        (0.6, 0.22, "補助5001元"),  # in the middle
    ],
)
def test_the_mark_of_a_note_is_no_part_of_the_number_before_it(size: float, up: float, said: str) -> None:
    before, after = row("補助500"), row("元", 50 + 5.6 * SIZE)
    mark = glyph("1", 50 + 5 * SIZE, 100 + up * SIZE, 0.5 * SIZE, size * SIZE)
    assert texts([*before, mark, *after]) == [said]


def test_each_digit_of_a_raised_mark_is_raised() -> None:
    marks = [
        glyph(sign, 50 + (2 + 0.4 * at) * SIZE, 100, 0.4 * SIZE, 0.6 * SIZE) for at, sign in enumerate("12")
    ]
    assert texts([*row("補助"), *marks, *row("3", 50 + 3 * SIZE)]) == ["補助¹²3"]


def test_a_table_within_a_text_is_read_cell_by_cell() -> None:
    """Its cells end paragraphs, all but those that a page end left open."""
    rules = [*sides((40, 90, 340, 300)), Rule(False, 100, 90, 300), *sides((110, 130, 330, 190))]
    rules += [Rule(False, 200, 130, 190), Rule(True, 160, 110, 330)]
    words = [
        row("甲乙", 115, 135),
        row("丙丁", 115, 147),
        row("戊己", 205, 135),
        row("庚", 115, 165),
        row("辛壬", 205, 165),
    ]
    around = [row("依下表", 105, 100), row("詳如上", 105, 200), row("標題", 45, 100)]
    (made,) = page([glyph for word in (*words, *around) for glyph in word], rules).blocks
    assert isinstance(made, Table)
    assert [cell.text.text for cell in made.cells] == ["標題", "依下表甲乙丙丁戊己庚辛壬詳如上"]
    inner = {line.text.text: line.room for line in made.cells[1].lines}
    assert [text for text, room in inner.items() if room == inf] == ["丙丁", "戊己", "庚", "辛壬"]
    assert inner["甲乙"] == 60  # as far from the right side of its cell as from the left
