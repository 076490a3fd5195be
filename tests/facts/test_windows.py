"""Windows read in full: words, dates, recurrence, whose they are, rule and assumptions, beside the word that may mislead."""

import tomllib
from pathlib import Path

import pytest

from pipeline.facts.periods import find_windows
from tests.facts.reading import words

WINDOWS = tomllib.loads((Path(__file__).parent / "windows.toml").read_text("utf-8"))


def read_in_full(text: str) -> str:
    """Return all that is read of the windows of a text, and what was not understood."""
    found, unread, _ = find_windows(text, 109, words="loose")
    read = [
        words(
            f"[{m.printed}]", m.kind, f"{m.start or ''}/{m.end or ''}", m.recurrence, m.subject and f"of {m.subject}",
            m.rule, *m.assumptions,
        )
        for m in found
    ]  # fmt: skip
    return "; ".join([*read, *(f"[{item.printed}] ? {item.reason}" for item in unread)]) or "nothing"


@pytest.mark.parametrize(("text", "reads"), WINDOWS.items())
def test_window(text: str, reads: str) -> None:
    assert read_in_full(text) == reads
