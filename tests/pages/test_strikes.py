"""Which level rules strike words through, each length just within and just beyond what it may be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.pages.glyph import Glyph
from pipeline.pages.layout.strikes import without_strikes
from pipeline.pages.tables.rulings import Rule

SIZE = 10.0
WORD = [
    Glyph(sign, (50 + SIZE * at, 100, 60 + SIZE * at, 110), SIZE, "") for at, sign in enumerate("補助上限")
]
THROUGH = Rule(True, 105, 50, 90)


def struck(rule: Rule, glyphs: list[Glyph] = WORD) -> str:
    kept, found = without_strikes([rule], glyphs)
    assert kept == ([] if found else [rule])
    return "".join(glyph.text for glyph in found)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (THROUGH, "補助上限"),
        (replace(THROUGH, at=102.51), "補助上限"),
        (replace(THROUGH, at=102.49), ""),
        (replace(THROUGH, at=107.5), "補助上限"),
        (replace(THROUGH, at=107.51), ""),
        (replace(THROUGH, start=49.01), "補助上限"),
        (replace(THROUGH, start=48.99), ""),
        (replace(THROUGH, start=50.99), "補助上限"),
        (replace(THROUGH, start=51.01), ""),
        (replace(THROUGH, end=99.9), "補助上限"),
        (replace(THROUGH, end=100.1), ""),
        (replace(THROUGH, end=75.1), "補助上"),
        (replace(THROUGH, end=74.9), "補助"),
        (replace(THROUGH, horizontal=False), ""),
    ],
)
def test_a_rule_strikes_what_it_runs_through_from_the_first_sign_to_the_last(rule: Rule, words: str) -> None:
    assert struck(rule) == words


def test_signs_of_several_sizes_are_struck_by_one_rule() -> None:
    small = [Glyph("9", (90, 104.4, 94, 108.4), 4, ""), Glyph("5", (94, 104.4, 98, 108.4), 4, "")]
    assert struck(replace(THROUGH, at=105.5, end=98), [*WORD, *small]) == "補助上限95"
    assert struck(replace(THROUGH, at=105.3, end=98), [*WORD, *small]) == "補助上限"


def test_nothing_is_struck_in_a_picture_or_where_nothing_is_printed() -> None:
    assert struck(THROUGH, [replace(glyph, confidence=0.9) for glyph in WORD]) == ""
    assert struck(THROUGH, []) == ""


def test_words_that_two_rules_strike_are_told_once() -> None:
    kept, found = without_strikes([THROUGH, replace(THROUGH, at=106)], WORD)
    assert (kept, found) == ([], WORD)
