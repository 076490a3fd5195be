"""Amounts, shares, lengths of time and numbers to call read in full, beside what only looks like them."""

import tomllib
from pathlib import Path

import pytest

from pipeline.facts.durations import find_durations
from pipeline.facts.money import find_amounts
from pipeline.facts.phones import find_phones
from pipeline.facts.ratios import find_ratios
from tests.facts.reading import words

VALUES = tomllib.loads((Path(__file__).parent / "values.toml").read_text("utf-8"))


def read_in_full(kind: str, text: str) -> str:
    """Return all that is read of one kind in a text, and what was not understood."""
    if kind == "phone":
        numbers = [
            words(
                f"[{m.printed}]", m.e164 or "?", m.extension and f"ext {m.extension}", m.rule, *m.assumptions
            )
            for m in find_phones(text)
        ]
        return "; ".join(numbers) or "nothing"
    find = {"amount": find_amounts, "ratio": find_ratios, "duration": find_durations}[kind]
    found, unread = find(text)
    values = [
        words(
            f"[{m.printed}]",
            f"{m.value:.4g}" if kind == "ratio" else m.value,
            m.bound,
            m.rule,
            *m.assumptions,
        )
        for m in found
    ]
    return "; ".join([*values, *(f"[{item.printed}] ? {item.reason}" for item in unread)]) or "nothing"


@pytest.mark.parametrize(
    ("kind", "text", "reads"),
    [(k, t, r) for k, v in VALUES.items() for t, r in v.items()],
)
def test_value(kind: str, text: str, reads: str) -> None:
    assert read_in_full(kind, text) == reads
