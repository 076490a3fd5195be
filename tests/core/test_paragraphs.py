"""Paragraphs are set at random widths and read back from their lines: no end is invented, and none is missed that shows."""

from dataclasses import replace
from itertools import pairwise
from math import inf

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.core.page import Cell, Line
from pipeline.core.paragraphs import ends_in, ends_paragraph, far_side, piece_end, side_of, told
from pipeline.core.traced import Traced
from tests.typeset.wrap import NO_END, NO_START, TOKEN, wrap

SIZE = 12.0
WORDS = (
    "補助",
    "企業",
    "申請",
    "每案",
    "75",
    "1,500",
    "SBIR",
    "元",
    "%",
    "，",
    "、",
    "「計畫」",
    "(含)",
    "至",
    "https://a.tw/b",
)
PARAGRAPHS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map("".join).map(lambda text: f"本{text}。"),
    min_size=1,
    max_size=6,
)


def width(text: str) -> float:
    return SIZE * sum(0.5 if character.isascii() else 1.0 for character in text)


def printed(text: str, first: int, room: float = 0.0, lead: float = inf) -> Line:
    ids = tuple(range(first, first + len(text)))
    return Line(Traced(text, ids), (0, 0, width(text), SIZE), SIZE, room=room, lead=lead)


def set_in(paragraphs: list[str], column: float, padding: float) -> tuple[list[Line], list[int]]:
    """Return the lines of paragraphs in a column, and after which of them one ends."""
    texts, ends = [], []
    for paragraph in paragraphs:
        texts += wrap(paragraph, column, width)
        ends.append(len(texts) - 1)
    side = far_side([width(text) for text in texts], column + padding, SIZE)
    lines = [
        printed(text, 1000 * at, side - width(text), width(text[: piece_end(text)]))
        for at, text in enumerate(texts)
    ]
    return lines, ends[:-1]


def widest(text: str) -> float:
    """Return the width of the widest piece that no program breaks: one wider than its column is cut anywhere."""
    pieces = [""]
    for token in TOKEN.findall(text):
        if pieces[-1] and token[0] not in NO_START and pieces[-1][-1] not in NO_END:
            pieces.append("")
        pieces[-1] += token
    return max(map(width, pieces))


@given(PARAGRAPHS, st.floats(10 * SIZE, 40 * SIZE), st.booleans())
def test_no_end_is_invented_and_none_missed_that_shows(
    paragraphs: list[str], column: float, is_known: bool
) -> None:
    assume(all(widest(paragraph) <= column for paragraph in paragraphs))
    lines, ends = set_in(paragraphs, column, 0.0 if is_known else -inf)
    found = [at for at, pair in enumerate(pairwise(lines)) if ends_paragraph(*pair)]
    assert set(found) <= set(ends)
    if is_known:
        reached = column - max(width(line.text.text) for line in lines)
        shows = [at for at in ends if lines[at].room >= lines[at + 1].lead and reached < SIZE]
        assert set(shows) <= set(found)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("每案", "每"),
        ("展，提供", "展，"),
        ("「計畫」是", "「計"),
        ("109年", "109"),
        ("(含)以上", "(含)"),
        ("12)、2020年", "12)、2020"),
        ("+技專", "+技"),
        ("2+2N(二專", "2+2N(二"),
        ("元。」每", "元。」"),
        ("，", "，"),
        ("", ""),
    ],
)
def test_a_piece_that_no_line_end_breaks(text: str, piece: str) -> None:
    assert text[: piece_end(text)] == piece


def test_the_side_of_a_column_is_believed_a_character_beyond_what_lines_reach() -> None:
    full = [300.0, 299.0, 290.0]
    assert far_side(full, 311.9, SIZE) == 311.9
    assert far_side(full, 312.0, SIZE) == 300.0
    assert far_side(full, 290.0, SIZE) == 300.0


def test_the_side_of_a_column_is_believed_further_where_few_lines_end_alike() -> None:
    assert far_side([120.0, 115.0, 60.0], 400.0, SIZE) == 400.0
    assert far_side([120.0, 115.0, 109.0], 400.0, SIZE) == 120.0
    assert far_side([120.0, 115.0, 109.0, *[60.0] * 9], 400.0, SIZE) == 120.0
    assert far_side([120.0, 115.0, 109.0, *[60.0] * 10], 400.0, SIZE) == 400.0


@pytest.mark.parametrize(
    ("above", "below", "room", "ends"),
    [
        ("至多75萬元。", "每案", 12.0, True),
        ("至多75萬元。", "每案", 11.9, False),
        ("至多75萬元。", "A案", 11.9, False),
        ("至多75萬元。", "A案", 12.0, True),
        ("計畫至多75萬元", "每案", 42.0, True),  # without a sign, a third of the column
        ("計畫至多75萬元", "每案", 41.9, False),
        ("75", "萬元", 17.9, False),
        ("75", "萬元", 18.0, True),
        ("至多", "75萬元", 17.9, False),
        ("至多", "75萬元", 18.0, True),
        ("計畫、", "乙", 300.0, False),
        ("計畫(", "乙", 300.0, False),
    ],
)
def test_a_line_ends_a_paragraph_where_the_next_piece_would_have_fitted(
    above: str, below: str, room: float, ends: bool
) -> None:
    lead = width(below[: piece_end(below)])
    assert ends_paragraph(printed(above, 0, room), printed(below, 100, lead=lead)) is ends


def test_nobody_knows_of_lines_without_a_column() -> None:
    assert not ends_paragraph(printed("甲", 0), printed("乙", 100))
    assert not ends_paragraph(printed("甲", 0, room=1e6), printed("乙", 100))


def cell(*texts: str) -> Cell:
    lines = told([printed(text, 1000 * at) for at, text in enumerate(texts)], cut=True)
    return Cell(0, 0, 1, 1, (0, 0, 1, 1), lines)


def test_a_transcription_ends_paragraphs_with_its_lines() -> None:
    held = cell("每案政府經費上限：75萬元", "每案廠商自籌款：15萬元", "隨到隨審")
    assert ends_in([held]) == {12, 1011, 2003}


def test_a_page_end_within_a_cell_of_a_transcription_ends_no_paragraph() -> None:
    above, below = cell("補助業者與學校合作進行新產"), cell("品開發", "另案辦理")
    whole = replace(above, lines=(*above.lines, *below.lines))
    assert ends_in([whole]) == {below.lines[0].text.ids[-1], below.lines[1].text.ids[-1]}


def test_a_transcription_of_printed_lines_goes_on_over_the_full_ones() -> None:
    one, two, three = (
        "本計畫補助業者與學校合作進行新產品開發與",
        "設計並由專家到廠協助診斷再依其需求媒合各",
        "部會之人才",
    )
    held = cell(one, two, three, "另案辦理")
    assert ends_in([held]) == {2004, 3003}
    ended = cell(f"{one[:-1]}。", two, three)
    assert 19 in ends_in([ended])


def test_long_paragraphs_that_end_alike_are_paragraphs_where_a_sentence_ends() -> None:
    held = cell("本計畫補助業者與學校合作進行產品開發。", "另由專家到廠協助診斷並且提出改善建議。")
    assert len(ends_in([held])) == 2


@pytest.mark.parametrize(
    ("widths", "side"),
    [
        ([30, 30, 30, 12, 20, 30], 30.0),
        ([30, 30, 12, 20, 29], 0.0),  # two are too few
        ([30, 30, 30, *range(31, 100, 2)], 0.0),  # a few paragraphs that end alike by chance
        ([*[30] * 40, 47], 30.0),  # an address
        ([*[30] * 40, 47, 47, 47], 0.0),
        ([14] * 9, 0.0),
    ],
)
def test_the_side_at_which_a_transcription_was_broken(widths, side):
    assert side_of("字" * width for width in widths) == side
    assert side_of("字" * (width - 1) + "。" for width in widths) == 0.0
