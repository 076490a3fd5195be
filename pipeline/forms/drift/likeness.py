"""How like a label is to those that a profile knows for a field: 相關網址(必填) beside 相關網[站址頁].

Comes in: a label and patterns of a profile.  Goes out: a share, 1 where they differ by a note, a sign or words around
them alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from pipeline.core.expressions import expression
from pipeline.core.text import fold
from pipeline.forms.profile import bare_label
from pipeline.forms.wording import matches, words_of

_NOTE = expression(r"\([^()]*\)$|^\([^()]*\)|[*※†‡#]+$|^[*※†‡#]+|註\d{0,2}$|(?<=\p{Han})\d$")
_LATIN = expression(r"^[a-z./ -]+(?=\p{Han})|(?<=\p{Han})[a-z./ -]+$")


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
