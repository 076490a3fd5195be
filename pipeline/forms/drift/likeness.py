"""How like a label is to those that a profile knows for a field: 相關網址(必填) beside 相關網[站址頁].

Comes in: a label and patterns of a profile.  Goes out: a share, 1 where they differ by a note, a sign or words around
them alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from rapidfuzz import fuzz

from pipeline.core.expressions import expression
from pipeline.core.text import fold
from pipeline.forms.profile import bare_label
from pipeline.forms.wording import matches

MOST_WORDS = 256
"""A pattern that stands for more words than this is compared by the first of them."""
_NOTE = expression(r"\([^()]*\)$|^\([^()]*\)|[*※†‡#]+$|^[*※†‡#]+|註\d{0,2}$|(?<=\p{Han})\d$")
_LATIN = expression(r"^[a-z./ -]+(?=\p{Han})|(?<=\p{Han})[a-z./ -]+$")
_CHOICE = expression(
    r"(?:\((?:\?:)?(?P<group>[^()]*)\)|\[(?P<signs>[^\]^]*)\])(?P<maybe>\??)|(?P<sign>\w)(?P<maybe>\?)"
)
_ANYTHING = expression(r"\.[*+?]|\\?[\^$]")
_WORD = expression(r"[\w./-]+")


def likeness(label: str, patterns: Sequence[str]) -> float:
    """Return how like a label is to the nearest of some patterns: from 0 to 1."""
    words = list(_plain(label))
    if any(matches(patterns, word) for word in words):
        return 1.0
    shortest = min(words, key=len)
    return max((_alike(shortest, known) for each in patterns for known in words_of(each)), default=0.0)


def _alike(label: str, known: str) -> float:
    """Return how much of a known label stands in another; one that is shorter than it is compared as a whole."""
    compare = fuzz.partial_ratio if len(label) >= len(known) else fuzz.ratio
    return compare(label, known) / 100


def _plain(label: str) -> Iterator[str]:
    """Yield a label as folded, then without the notes, signs and Latin words around it."""
    word = fold(bare_label(label))
    yield word
    for pattern in (_NOTE, _LATIN, _NOTE):
        if (shorter := pattern.sub("", word)) and shorter != word:
            yield (word := shorter)


@cache
def words_of(pattern: str) -> tuple[str, ...]:
    """Return the words that a pattern stands for, as folded: 網[站址] is 網站 and 網址; none of one that is no list."""
    waiting, made, left = [_ANYTHING.sub("", pattern)], set[str](), MOST_WORDS
    while waiting and left:
        text = waiting.pop()
        match = _CHOICE.search(text)
        if match is None:
            left -= 1  # whether these are words or not
            made |= {fold(word) for word in text.replace("\\", "").split("|") if _WORD.fullmatch(word)}
            continue
        parts = [""] if any(match.captures("maybe")) else []
        parts += (
            list(match["signs"] or match["sign"] or "")
            if match["group"] is None
            else match["group"].split("|")
        )
        waiting += [text[: match.start()] + part + text[match.end() :] for part in parts]
    return tuple(sorted(word for word in made if len(word) > 1))
