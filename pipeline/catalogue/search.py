"""Words -> programmes, the best first: as the page finds them, for programs that have no page.

Comes in: a shelf and what somebody asks.  Goes out: cards with a score and the text that answers.  Every word must be
found, itself or one that means the same (``terms``); a name counts more than a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.catalogue.cards import Card
from pipeline.catalogue.shelf import Shelf
from pipeline.catalogue.site.finding import card_texts, english_words, folded
from pipeline.catalogue.terms import Term

_WEIGHTS = {"name": 8, "kind": 5, "area": 3, "summary": 3, "services": 2, "benefits": 2}
_SYNONYM = 0.5


@dataclass(frozen=True, slots=True)
class Hit:
    """A programme that answers, and the printed text in which the first word was found."""

    card: Card
    score: float
    text: str


def search(shelf: Shelf, asked: str) -> list[Hit]:
    """Return the programmes in which every word is found; all of them where nothing is asked."""
    words = [list(_alternatives(word, shelf.terms)) for word in folded(asked).split()]
    hits = [hit for card in shelf.cards if (hit := _hit(card, words))]
    return sorted(hits, key=lambda hit: -hit.score)


def _alternatives(word: str, terms: Sequence[Term]) -> Iterator[tuple[str, float]]:
    yield word, 1.0
    for term in terms:
        chinese = [folded(each) for each in term.words]
        if word in chinese or any(word in english_words(name) for name in term.english):
            yield from ((each, _SYNONYM) for each in chinese if each != word)


def _hit(card: Card, words: Sequence[Sequence[tuple[str, float]]]) -> Hit | None:
    total, text = 0.0, card.summary
    for place, alternatives in enumerate(words):
        found = [
            (_WEIGHTS.get(field, 1) * worth, printed)
            for field, printed, plain in _plain(card)
            for word, worth in alternatives
            if word in plain
        ]
        if not found:
            return None
        score, printed = max(found, key=lambda each: each[0])
        total += score
        text = text if place else printed
    return Hit(card, total, text)


@cache
def _plain(card: Card) -> list[tuple[str, str, str]]:
    """Return field, printed and folded form of each text of a card; folded once."""
    return [(field, text, folded(text)) for field, text in card_texts(card)]
