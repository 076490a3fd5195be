"""Page numbers and running heads are told from the text of a booklet by where they stand."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipeline.core.page import Block, Cell, Line, Page, Table
from pipeline.forms.furniture import Furniture, furniture
from tests.printed import cell, line, page, texts

TOP, MIDDLE, BOTTOM = 30.0, 400.0, 800.0


def blocks(pages: Sequence[Page], told: Sequence[Furniture]) -> list[list[Block]]:
    return [[page.blocks[at] for at in sorted(part.blocks)] for page, part in zip(pages, told, strict=True)]


def found(*pages: Page) -> list[tuple[list[str], int | None]]:
    told = furniture(pages)
    of_page = zip(blocks(pages, told), told, strict=True)
    return [(texts([line.text for line in lines]), part.printed_number) for lines, part in of_page]


def booklet(*contents: list[Line]) -> list[Page]:
    return [page(number, *printed) for number, printed in enumerate(contents, start=1)]


@pytest.mark.parametrize(
    "printed",
    [
        "7",
        "- 7 -",
        "—7—",
        "第7頁",
        "第 7 頁，共 40 頁",
        "P.7",
        "Page 7 of 40",
        "7/40",
        "[7]",
        "７",
        "~7~",
    ],
)
@pytest.mark.parametrize("top", [TOP, BOTTOM])
def test_page_number(printed, top):
    assert found(page(1, line(printed, top=top))) == [([line(printed).text.text], 7)]


@pytest.mark.parametrize("number", ["iv", "xxxviii", "–xxxviii–", "xl", "xcix", "cxxiv"])
def test_roman_page_number_is_furniture_without_a_number(number):
    """Below an address xxxviii was read as its end."""
    assert found(page(1, line(number, top=BOTTOM))) == [([number], None)]


@pytest.mark.parametrize("word", ["-", "vivi", "ill", "civil"])
def test_other_words_of_the_same_letters_are_no_page_number(word):
    assert found(page(1, line(word, top=BOTTOM))) == [([], None)]


@pytest.mark.parametrize("printed", ["109年度", "1.甲計畫", "02-2754-1255", "12345", "7月", "壹", "甲"])
def test_other_lines_in_the_margin_are_text(printed):
    assert found(page(1, line(printed, top=TOP))) == [([], None)]


def test_number_in_the_middle_of_the_page_is_text():
    assert found(page(1, line("7", top=MIDDLE))) == [([], None)]


@pytest.mark.parametrize(("top", "number"), [(502.0, 7), (482.0, None)])
def test_the_margins_of_a_page_that_lies_on_its_side_are_as_wide(top, number):
    """Its number stands 88 points above its foot, less than an eighth of the longer side, or a little more."""
    lying = replace(page(1, line("7", top=top)), width=842.0, height=595.0)
    assert furniture([lying])[0].printed_number == number


def test_running_head_that_repeats_at_one_height():
    pages = booklet(*([line("某手冊", top=TOP), line(f"{number}、甲", top=MIDDLE)] for number in range(8)))
    assert found(*pages) == [(["某手冊"], None)] * 8


def test_running_head_with_the_page_number_in_it():
    pages = booklet(*([line(f"某手冊|{number}", top=BOTTOM)] for number in range(11, 19)))
    assert [number for _, number in found(*pages)] == list(range(11, 19))


def test_number_in_the_words_of_a_running_head_is_no_page_number():
    pages = booklet(*([line("109年度手冊", top=TOP)] for _ in range(8)))
    assert found(*pages) == [(["109年度手冊"], None)] * 8


def test_same_words_twice_in_a_long_booklet_are_text():
    pages = booklet(
        *(
            [line("一、資金面" if number < 2 else f"第{'甲乙丙丁戊己'[number - 2]}", top=TOP)]
            for number in range(8)
        )
    )
    assert found(*pages) == [([], None)] * 8


@pytest.mark.parametrize(("others", "is_one"), [(3, True), (4, False)])
def test_a_sentence_that_begins_three_pages_is_text_where_most_begin_otherwise(others, is_one):
    """Without rules the text of a form stands in the margin as a running header does."""
    heads = [*["每案以二件為限。"] * 3, *"子丑寅卯"[:others]]
    pages = booklet(*([line("某手冊", top=TOP), line(head, top=TOP + 20)] for head in heads))
    told = blocks(pages, furniture(pages))
    assert [len(of_page) for of_page in told] == [*[1 + is_one] * 3, *[1] * others]


def test_same_words_at_other_heights_are_text():
    pages = booklet(*([line("某手冊", top=10.0 + 10 * number)] for number in range(8)))
    assert found(*pages) == [([], None)] * 8


def test_transcription_has_no_margins():
    assert found(page(None, line("7"), line("7"), line("7"))) == [([], None)]


def test_what_stands_below_a_heading_at_the_head_of_a_page_is_text():
    """Forms that begin at one height have the second line of a label at one height, beside a value of one line."""
    pages = booklet(
        *(
            [
                line("某部", top=TOP),
                line(f"{name}計畫", top=TOP + 15),
                line("措施", top=TOP + 40),
                line("第3頁", top=BOTTOM),
            ]
            for name in "甲乙丙丁戊己"
        )
    )
    is_heading = lambda each: each.text.text.endswith("計畫")  # noqa: E731
    told = furniture(pages, is_heading)
    assert [texts([each.text for each in shown]) for shown in blocks(pages, told)] == [["某部", "第3頁"]] * 6
    told = furniture(pages)
    assert [texts([each.text for each in shown]) for shown in blocks(pages, told)] == [
        ["某部", "措施", "第3頁"]
    ] * 6


def test_numbered_headings_at_the_head_of_each_page_are_text():
    """Alike but for their number, as are running heads with a page number: only what knows the heading can tell."""
    pages = booklet(
        *([line(f"審議第{number}案", top=TOP), line("議程", top=BOTTOM)] for number in range(1, 7))
    )
    told = furniture(pages, lambda printed: "案" in printed.text.text)
    assert [[printed.text.text for printed in lines] for lines in blocks(pages, told)] == [["議程"]] * 6
    assert all(len(part.blocks) == 2 for part in furniture(pages))


def test_a_table_that_stands_whole_in_a_margin_on_each_page_is_a_running_head():
    def ruled(top: float, text: str) -> Table:
        box = (50.0, top, 500.0, top + 20)
        return Table(1, 1, (Cell(0, 0, 1, 1, box, (line(text, top=top + 5),)),), box)

    pages = booklet(*([ruled(TOP, "手冊"), ruled(MIDDLE, "手冊")] for _ in range(3)))
    assert blocks(pages, furniture(pages)) == [[each.blocks[0]] for each in pages]
    assert blocks(pages[:1], furniture(pages[:1])) == [[]]


def test_the_rest_of_a_row_that_is_alike_on_a_few_pages_is_no_running_head():
    """Half of the label 網站 overleaf, thrice in a booklet of twenty pages."""

    def rest(text: str) -> Table:
        box = (50.0, TOP, 500.0, TOP + 20)
        inside = (line(text, top=TOP + 5),)
        return Table(1, 2, (Cell(0, 0, 1, 1, box, inside), Cell(0, 1, 1, 1, box)), box)

    pages = booklet(*([rest("站" if number in (3, 9, 14) else f"第{number}頁")] for number in range(20)))
    told = furniture(pages)
    assert [number for number in (3, 9, 14) if told[number].blocks] == []
    every_other = booklet(*([rest("站")] if number % 2 else [] for number in range(20)))
    assert sum(len(part.blocks) for part in furniture(every_other)) == 10


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("某手冊|{}", 11),
        ("{}|某手冊", 11),
        ("某手冊|第{}頁", 11),
        ("{}|某手冊|99", 99),  # the one at the end is the page number
        ("某手冊", None),
        ("某{}手冊", None),  # a number within words
    ],
)
def test_the_number_in_a_running_head_stands_at_its_end_or_its_start(
    printed: str, number: int | None
) -> None:
    pages = booklet(*([line(printed.format(11 + at), top=BOTTOM)] for at in range(8)))
    told = [found_number for _, found_number in found(*pages)]
    expected = [number if number in (None, 99) else number + at for at in range(8)]
    assert told == expected


def test_a_number_beside_page_numbers_is_no_page_number() -> None:
    """The extension of a telephone, alone on the last line of a page."""
    pages = [page(number, line("甲", top=MIDDLE), line(str(number), top=BOTTOM)) for number in (1, 2, 3)]
    pages[1] = page(2, line("甲", top=MIDDLE), line("6791", top=BOTTOM - 40), line("2", top=BOTTOM))
    assert found(*pages) == [(["1"], 1), (["2"], 2), (["3"], 3)]


def test_a_label_at_the_head_of_several_pages_is_no_running_head() -> None:
    pages = [
        page(number, line("聯", top=TOP), line(f"第{number}段之文字", top=MIDDLE)) for number in (1, 2, 3)
    ]
    assert found(*pages) == [(["聯"], None)] * 3
    told = furniture(pages, is_label=lambda printed: printed.text.text == "聯")
    assert blocks(pages, told) == [[], [], []]


def cut_form(number: int, foot: str, *, drawn_to: float) -> Table:
    """Return a form that a page end cuts, a line in its last cell at the foot of the page."""
    words = cell(number, 0, "服務內容")
    last = line(foot, top=BOTTOM)
    held = Cell(0, 1, 1, 1, (100.0, 300.0, 500.0, drawn_to), (*words.lines, last))
    return Table(1, 2, (cell(0, 0, "服務項目"), held), (0.0, 300.0, 500.0, drawn_to))


def test_a_page_number_that_the_rules_of_a_form_run_round_is_none_of_its_text():
    plain = [page(number, line(f"第 {number} 頁，共 9 頁", top=BOTTOM)) for number in (1, 2, 4)]
    cut = page(3, cut_form(3, "第 3 頁，共 9 頁", drawn_to=841.0))
    pages = [*plain[:2], cut, plain[2]]
    told = furniture(pages)
    assert [each.printed_number for each in told] == [1, 2, 3, 4]
    assert texts([each.text for each in told[2].in_cells]) == ["第3頁，共9頁"]
    (left,) = told[2].apart_from(cut)
    assert isinstance(left, Table)
    assert texts([each.text for each in left.cells[1].lines]) == ["服務內容"]


def test_a_number_in_a_cell_is_text_where_the_page_has_its_own_or_other_pages_have_none_there():
    cut = cut_form(3, "3", drawn_to=841.0)
    plain = [page(number, line(str(number), top=BOTTOM)) for number in (1, 2, 4)]
    for pages in (
        [*plain[:2], page(3, cut, line("3", top=BOTTOM)), plain[2]],
        [page(1), page(2), page(3, cut), page(4)],
        [page(number, cut_form(number, str(number), drawn_to=841.0)) for number in (1, 2, 3, 4)],
    ):
        assert [each.in_cells for each in furniture(pages)] == [(), (), (), ()]


def test_a_line_below_a_heading_is_no_running_head_though_several_pages_have_it():
    heads = ["1、甲計畫", "2、乙計畫", "3、丙計畫", "4、丁計畫", "附錄", "5、戊計畫"]
    pages = [page(at, line(head, top=TOP), line("概要", top=TOP + 30)) for at, head in enumerate(heads, 1)]
    told = furniture(pages, lambda each: "、" in each.text.text)
    assert blocks(pages, told) == [[], [], [], [], [pages[4].blocks[1]], []]


def test_a_watermark_below_a_heading_is_furniture():
    mark = replace(line("樣張", top=TOP + 30), behind=True)
    pages = [page(at, line(f"{at}、計畫", top=TOP), mark) for at in range(1, 5)]
    told = furniture(pages, lambda each: "、" in each.text.text)
    assert blocks(pages, told) == [[each.blocks[1]] for each in pages]


def test_a_page_in_columns_is_one_page_though_it_comes_in_parts():
    """Of a document of few pages, two with the same head are enough."""
    head = line("彙編", top=TOP)
    parts = [
        replace(page(number, *blocks), width=width, left=left)
        for number in (1, 2)
        for left, width, blocks in ((0.0, 595.0, [head]), (0.0, 290.0, []), (305.0, 290.0, []))
    ]
    assert [number for _, number in found(*parts)] == [None] * 6
    assert [lines for lines, _ in found(*parts)] == [["彙編"], [], [], ["彙編"], [], []]
    halves = [replace(each, width=290.0) for each in parts]  # three pages on each sheet, in one line
    assert [lines for lines, _ in found(*halves)] == [[]] * 6


NAMES = ("溫室補助", "漁船貸款", "書店扶植", "客車汰換", "物流輔導", "旅宿提升")


def named(head: str, *, above: float = TOP) -> list[Page]:
    """Return pages each of which has the heading of a programme, and over it words made of its name."""
    return booklet(*([line(head.format(name), top=above), line(f"1、{name}", top=MIDDLE)] for name in NAMES))


@pytest.mark.parametrize(
    ("head", "above", "is_one"),
    [("{}", TOP, True), ("{}", MIDDLE - 50, False), ("參考{}", TOP, False), ("1、{}", TOP, False)],
)
def test_a_running_header_may_say_the_name_of_the_programme(head, above, is_one):
    pages = named(head, above=above)
    told = furniture(pages, lambda each: each.text.text.startswith("1、"))
    assert blocks(pages, told) == [[each.blocks[0]] if is_one else [] for each in pages]


def test_a_name_that_stands_at_the_head_of_few_pages_is_text():
    pages = named("{}")[:5]
    pages = [pages[0], *(replace(each, blocks=each.blocks[1:]) for each in pages[1:])]
    told = furniture(pages, lambda each: each.text.text.startswith("1、"))
    assert blocks(pages, told) == [[]] * 5


@pytest.mark.parametrize(("left", "is_one"), [(560.0, True), (5.0, True), (300.0, False)])
def test_words_at_the_side_of_a_page_repeat(left, is_one):
    """A tab of colour with the name of the book, a character a line; one of them begins a label of contacts."""
    tab = [
        replace(line(sign, top=300.0 + 14 * at), box=(left, 300.0 + 14 * at, left + 10, 310.0 + 14 * at))
        for at, sign in enumerate("輔導手冊")
    ]
    body = (100.0, MIDDLE, 500.0, MIDDLE + 10)
    pages = booklet(*([*tab, replace(line(f"{name}說明"), box=body)] for name in NAMES))
    told = furniture(pages, is_label=lambda each: each.text.text == "手")
    assert blocks(pages, told) == [tab if is_one else [] for _ in pages]
