"""Words that are rotated, or large behind the text, are lines of their own."""

from __future__ import annotations

from math import cos, radians, sin

import pytest

from pipeline.pages.glyph import Glyph
from pipeline.pages.layout.watermarks import CORE, LARGE, common_size, is_rotated, set_apart

SIZE = 10.0


def glyph(text: str, x: float = 0.0, y: float = 0.0, size: float = SIZE, *, rotated: bool = False) -> Glyph:
    return Glyph(text, (x, y, x + size, y + size), size, "", rotated=rotated)


def said(glyphs: list[Glyph]) -> tuple[str, list[str]]:
    text, behind = set_apart(glyphs)
    return "".join(each.text for each in text), ["".join(each.text for each in run) for run in behind]


@pytest.mark.parametrize("quarter", [0, 90, 180, 270])
@pytest.mark.parametrize(
    ("turn", "rotated"), [(0, False), (4.9, False), (-4.9, False), (5.1, True), (-5.1, True), (45, True)]
)
def test_writing_further_than_five_degrees_from_level_and_upright_is_rotated(
    quarter: int, turn: float, rotated: bool
) -> None:
    angle = radians(quarter + turn)
    assert is_rotated(cos(angle), sin(angle)) is rotated
    assert is_rotated(12 * cos(angle), 12 * sin(angle)) is rotated


def test_the_size_of_most_glyphs() -> None:
    assert common_size([]) == 0.0
    assert common_size([glyph("甲", size=9.96)]) == 10.0
    assert common_size([glyph("甲", size=9.0), glyph("乙"), glyph("丙")]) == 10.0
    # sizes that a tenth of a point tells apart are one
    assert common_size([glyph("甲", size=size) for size in (9.98, 10.02, 9.0, 9.0, 10.01)]) == 10.0


def test_a_page_of_text_has_none() -> None:
    glyphs = [glyph("甲"), glyph("乙", 10), glyph("丙", 20, size=19.9)]
    assert set_apart(glyphs) == (glyphs, [])
    assert set_apart([]) == ([], [])


def test_rotated_words_are_runs_in_the_order_of_the_file() -> None:
    glyphs = [
        glyph("正"),
        glyph("草", rotated=True),
        glyph("稿", rotated=True),
        glyph("文", 10),
        glyph("密", rotated=True),
    ]
    assert said(glyphs) == ("正文", ["草稿", "密"])


def test_rotated_words_of_two_sizes_are_two() -> None:
    glyphs = [glyph("正"), glyph("文", 10), glyph("草", rotated=True), glyph("稿", size=12, rotated=True)]
    assert said(glyphs) == ("正文", ["草", "稿"])


@pytest.mark.parametrize(("size", "behind"), [(LARGE * SIZE, True), (LARGE * SIZE - 0.1, False)])
def test_what_stands_large_behind_the_text(size: float, behind: bool) -> None:
    """Two letters of text in the midst of it, and one beside it."""
    glyphs = [glyph("密", 0, 0, size), glyph("正", 3, 3), glyph("文", 300), glyph("字", 310)]
    assert said(glyphs) == (("正文字", ["密"]) if behind else ("密正文字", []))


def test_a_large_heading_beside_the_text_is_text() -> None:
    glyphs = [
        glyph("標", 0, 0, 30),
        glyph("題", 30, 0, 30),
        glyph("正", 100, 100),
        glyph("文", 110, 100),
        glyph("字", 120, 100),
    ]
    assert said(glyphs) == ("標題正文字", [])


@pytest.mark.parametrize(("into", "behind"), [(0.99 * CORE, False), (1.01 * CORE, True)])
def test_text_may_reach_into_the_edge_of_a_large_glyph(into: float, behind: bool) -> None:
    """The middle of the small glyph stands so far, in shares of the large one, within one of its sides."""
    far = into * 40
    for x, y in ((far, 20), (40 - far, 20), (20, far), (20, 40 - far)):
        glyphs = [glyph("密", 0, 0, 40), glyph("正", x - 5, y - 5), glyph("文", 300), glyph("字", 310)]
        assert bool(said(glyphs)[1]) is behind


def test_rotated_words_do_not_tell_what_is_printed_over() -> None:
    glyphs = [
        glyph("標", 0, 0, 40),
        glyph("草", 15, 15, rotated=True),
        glyph("正", 100),
        glyph("文", 110),
        glyph("字", 120),
    ]
    assert said(glyphs) == ("標正文字", ["草"])


def test_sizes_that_differ_by_less_than_a_tenth_are_one_run() -> None:
    glyphs = [
        glyph("草", size=12.01, rotated=True),
        glyph("稿", size=12.04, rotated=True),
        glyph("正"),
        glyph("文", 10),
    ]
    assert said(glyphs) == ("正文", ["草稿"])
