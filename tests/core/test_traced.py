"""Text never loses the way back to its glyphs, whatever is cut from it or added to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.traced import EMPTY, Traced, concatenate
from tests.printed import texts, traced


@st.composite
def any_traced(draw):
    text = draw(st.text("甲乙 ab1 ", max_size=20))
    steps = draw(st.lists(st.integers(1, 3), min_size=len(text), max_size=len(text)))
    ids, last = [], 0
    for step in steps:
        last += step
        ids.append(last)
    return Traced(text, tuple(ids))


def pairs(text: Traced) -> list[tuple[str, int]]:
    return list(zip(text.text, text.ids, strict=True))


def test_each_character_needs_a_glyph():
    with pytest.raises(ValueError, match="2 characters but 1 glyph numbers"):
        Traced("甲乙", (1,))


@given(any_traced(), st.data())
def test_parts_put_together_are_the_whole(text, data):
    cut = data.draw(st.integers(0, len(text)))
    assert text[:cut] + text[cut:] == text
    assert concatenate([text[:cut], EMPTY, text[cut:]]) == text


@given(any_traced(), st.sampled_from([None, "甲", " a"]))
def test_strip_takes_what_str_strip_takes(text, characters):
    stripped = text.strip(characters)
    assert stripped.text == text.text.strip(characters)
    start = text.text.find(stripped.text) if stripped else 0
    assert not stripped or stripped.ids == text.ids[start : start + len(stripped)]


def test_only_empty_text_is_false():
    assert not EMPTY
    assert not Traced("  ", (1, 2)).strip()
    assert Traced(" ", (1,))


def test_broken_before():
    text = traced("甲乙|丙")
    assert [text.broken_before(place) for place in range(3)] == [True, False, True]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("甲乙", ["甲乙"]),
        ("甲|乙丙||丁", ["甲", "乙丙", "丁"]),
        ("ab cd|ef", ["ab", "cd", "ef"]),
        ("", []),
    ],
)
def test_pieces_are_what_was_printed_together(text, pieces):
    assert texts(traced(text).pieces()) == pieces


@given(any_traced())
def test_pieces_hold_all_ink_unbroken(text):
    pieces = text.pieces()
    assert [pair for piece in pieces for pair in pairs(piece)] == [
        pair for pair in pairs(text) if pair[0] != " "
    ]
    assert all(piece and not any(piece.broken_before(at) for at in range(1, len(piece))) for piece in pieces)


@given(any_traced())
def test_split_at_spaces_as_str_does(text):
    assert texts(text.split_spaces()) == text.text.split(" ")
