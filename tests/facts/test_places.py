"""Where values stand: the words of a match are at its place, and move with what stands before and after."""

from __future__ import annotations

import pytest

from pipeline.facts.durations import find_durations
from pipeline.facts.money import find_amounts
from pipeline.facts.phones import find_phones
from pipeline.facts.ratios import find_discounts, find_ratios
from tests.facts.reading import find_periods
from tests.facts.test_forms import FORMS

FINDERS = {
    "amount": lambda text: find_amounts(text)[0],
    "ratio": lambda text: find_ratios(text)[0],
    "discount": find_discounts,
    "duration": lambda text: find_durations(text)[0],
    "period": lambda text: find_periods(text, 109, words="loose")[0],
    "phone": find_phones,
}
BEFORE, AFTER = "說明\n", "\n備註"
CASES = [(kind, text) for kind, forms in FORMS.items() if kind in FINDERS for text in forms]


@pytest.mark.parametrize(("kind", "text"), CASES)
def test_a_value_stands_where_its_words_do_and_moves_with_them(kind: str, text: str) -> None:
    found = [match._asdict() for match in FINDERS[kind](text)]
    for match in found:
        assert text[slice(*match["span"])] == match["printed"]
    moved = [match._asdict() for match in FINDERS[kind](BEFORE + text + AFTER)]
    for match in moved:
        match["span"] = tuple(at - len(BEFORE) for at in match["span"])
    assert moved == found
