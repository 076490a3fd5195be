"""A text layer that is wrong as a whole: characters that every Chinese text has, and this one never.

Comes in: how often each character of a document is printed.  Goes out: findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.core.findings import finding
from pipeline.core.record import Finding

COMMON = "之及為有於以與"
"""Particles: in each of a dozen texts of ministries and cities, any of them is one character of a thousand or more."""
ENOUGH = 6000
"""Chinese characters; in so many, each of those is met six times or more."""


def absent_characters(printed: Mapping[str, int]) -> Iterator[Finding]:
    """Yield the particles that a long text never has: its font names another character where they are printed."""
    chinese = sum(times for sign, times in printed.items() if "\u4e00" <= sign <= "\u9fff")
    if chinese < ENOUGH:
        return
    for character in COMMON:
        if not printed.get(character):
            yield finding(
                "character-absent",
                f"“{character}” never occurs among {chinese:,} Chinese characters",
                character=character,
                characters=chinese,
            )
