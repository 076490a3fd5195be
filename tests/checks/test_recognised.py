"""What of a recognised page is to be looked up."""

from __future__ import annotations

from array import array

import pytest

from pipeline.checks.recognised import recognised
from pipeline.core.page import Page
from pipeline.fields.ledger import Sheet


def doubted(text: str, *unsure: tuple[str, float], rest: float = 0.99) -> list[str]:
    """Return what is told of a page, some words of which are less certain than the others."""
    sure = dict.fromkeys(range(len(text)), rest)
    for word, confidence in unsure:
        start = text.index(word)
        sure |= dict.fromkeys(range(start, start + len(word)), confidence)
    page = Page(1, 595, 842, 0, text, array("f", [0.0, 0.0, 1.0, 1.0] * len(text)), (), sure)
    return [each.data["text"] for each in recognised(Sheet(page)) if each.code == "character-doubtful"]


@pytest.mark.parametrize(
    ("text", "unsure", "told"),
    [
        ("補助三萬元", [("三", 0.6)], ["三"]),
        ("補助三萬元", [("三", 0.69)], ["三"]),
        ("補助三萬元", [("三", 0.7)], []),
        ("補助三萬元", [("三", 0.75)], []),
        ("補助 300 萬元", [("3", 0.75)], ["300"]),
        ("補助 300 萬元", [("3", 0.89)], ["300"]),
        ("補助 300 萬元", [("3", 0.9)], []),
        ("補助 300 萬元", [("3", 0.95)], []),
        ("見 https://www.example.tw/a 。", [("x", 0.75)], ["https://www.example.tw/a"]),
        ("見 https://www.example.tw/2023 。", [], []),
        ("寄 sales@example.tw 。", [], []),
        ("寄 l0gin@example.tw 。", [], ["l0gin@example.tw"]),
        ("寄 infO@example.tw 。", [], ["infO@example.tw"]),
        ("見 www.10.example.tw 。", [], ["www.10.example.tw"]),
        ("依 ISO14064 與 10 月", [], []),
        ("第一科楊員", [("科楊員", 0.6)], ["科楊員"]),
        ("第一科楊員", [("一", 0.6), ("員", 0.6)], ["一", "員"]),
    ],
)
def test_it_names_each_run_once(text: str, unsure: list[tuple[str, float]], told: list[str]) -> None:
    assert doubted(text, *unsure) == told
