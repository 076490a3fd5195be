"""Patterns of a profile -> which of them a text matches.

Comes in: names, each with the patterns of the words that announce it, and a text as it is printed.  Goes out: the name,
or None.  A pattern that cannot be compiled is a ``regex.error``; reading a profile makes a sentence of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeVar

import regex

from pipeline.core.expressions import expression
from pipeline.core.text import canonical, fold

Name = TypeVar("Name", bound=str)
MOST_WORDS = 256
"""A pattern that stands for more words than this is compared by the first of them."""
_ANYTHING = expression(r"\.[*+?]|\\?[\^$]")
_WORD = expression(r"[\w./-]+")
_CHOICE = expression(
    r"(?:\((?:\?:)?(?P<group>[^()]*)\)|\[(?P<signs>[^\]^]*)\])(?P<maybe>\??)|(?P<sign>\w)(?P<maybe>\?)"
)


def named(patterns: Mapping[Name, Sequence[str]], text: str) -> Name | None:
    """Return the first name one of whose patterns matches the whole of a text; of one text it is asked often."""
    found: Name | None = _named(_Patterns(patterns), text)  # type: ignore[arg-type, assignment]
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Patterns:
    """Patterns as a key of what is remembered: those of a profile never change, and are known by which they are."""

    by_name: Mapping[str, Sequence[str]]

    def __hash__(self) -> int:
        return id(self.by_name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Patterns) and self.by_name is other.by_name


@lru_cache(maxsize=1 << 13)
def _named(patterns: _Patterns, text: str) -> str | None:
    folded = fold(text)
    if not folded:
        return None
    by_name = patterns.by_name
    found = next((name for name, choices in by_name.items() if matches(choices, folded)), None)
    if (
        found is None and (printed := canonical(text).replace(" ", "")) != folded
    ):  # 臺, 【 as a person writes it
        found = next((name for name, choices in by_name.items() if matches(choices, printed)), None)
    return found


def matches(patterns: Sequence[str], folded: str) -> bool:
    """Tell whether one of some patterns matches the whole of a folded text."""
    return any(compiled(pattern).fullmatch(folded) for pattern in patterns)


def begins(patterns: Mapping[Name, Sequence[str]], text: str) -> bool:
    """Tell whether a text is the beginning of one that a pattern matches, or the whole of it."""
    folded = fold(text)
    choices = (choice for each in patterns.values() for choice in each)
    return bool(folded) and any(compiled(each).fullmatch(folded, partial=True) for each in choices)


@cache
def compiled(pattern: str) -> regex.Pattern[str]:
    """Return a pattern of a profile, compiled once."""
    return regex.compile(pattern)


@cache
def words_of(pattern: str) -> tuple[str, ...]:
    """Return the words that a pattern stands for, as folded and in its order: 網[站址] is 網站 and 網址.

    One that is no list of words has none.
    """
    waiting, made, left = [_ANYTHING.sub("", pattern)], dict[str, None](), MOST_WORDS
    while waiting and left:
        text = waiting.pop()
        match = _CHOICE.search(text)
        if match is None:
            left -= 1  # whether these are words or not
            made |= {fold(word): None for word in text.replace("\\", "").split("|") if _WORD.fullmatch(word)}
            continue
        parts = [""] if any(match.captures("maybe")) else []
        parts += (
            list(match["signs"] or match["sign"] or "")
            if match["group"] is None
            else match["group"].split("|")
        )
        waiting += [text[: match.start()] + part + text[match.end() :] for part in reversed(parts)]
    return tuple(word for word in made if len(word) > 1)
