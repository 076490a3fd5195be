"""A code that is no character: in a text it stands for nothing, in a font for something drawn."""

from __future__ import annotations

from array import array

from pipeline.checks.booklet import unmapped
from pipeline.core.page import Page


def page(glyphs: str, *, drawn: bool) -> Page:
    boxes = array("f", [1.0, 2.0, 3.0, 4.0] * len(glyphs)) if drawn else array("f")
    return Page(1 if drawn else None, 100.0, 100.0, 0, glyphs, boxes, [])


def test_in_a_text_it_is_counted() -> None:
    (found,) = unmapped(page("甲\x07乙\x1b\x07", drawn=False))
    assert (found.code, found.severity, found.data["count"]) == ("character-control", "warning", 3)
    assert found.data["characters"] == {"U+0007": 2, "U+001B": 1}


def test_on_a_page_it_is_a_glyph_that_nobody_can_read() -> None:
    (found,) = unmapped(page("甲\x07乙\ufffd\ufdd0", drawn=True))
    assert (found.code, found.severity, found.data["count"]) == ("glyph-unmapped", "error", 3)
    assert found.where.box == (1.0, 2.0, 3.0, 4.0)


def test_lines_and_spaces_are_none() -> None:
    assert list(unmapped(page("甲 \t\n\r\x85\u2028乙", drawn=False))) == []
