"""Pages that stand two on a sheet -> the order in which they are read, told by the numbers printed on them.

Comes in: sheets, and pairs of pages of one sheet.  Goes out: pages.  Beside each other they follow one another, from
the left or, in a book that is bound on the right, from the right; imposed for folding, the first page stands beside
the last (8-1, 2-7, 6-3, 4-5), in each gathering of sheets anew.  Where the numbers fit no such order the pages stay as
they stand, and what is found about their numbers says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

CERTAIN = 3
"""Pairs with both numbers after which pages that follow one another are no longer doubted."""
UNNUMBERED = 12
"""Pairs after which pages without numbers are taken to follow one another."""

Page = TypeVar("Page")
Place = tuple[int, int]
"""Of a page: its pair, and 0 for the left or 1 for the right."""


class Pair(NamedTuple, Generic[Page]):
    """The two pages of a sheet, None for a blank one, and the numbers printed on them."""

    pages: tuple[Page | None, Page | None]
    numbers: tuple[int | None, int | None]


def in_order(items: Iterable[Page | Pair[Page]]) -> Iterator[Page]:
    """Yield pages in their order; of pairs that may be imposed all are held, of others a few."""
    held: list[Pair[Page]] = []
    straight = False
    for item in items:
        if not isinstance(item, Pair):
            yield from _ordered(held)
            held = []
            yield item
            continue
        held.append(item)
        straight = straight or _runs_on(held)
        if straight:
            yield from (page for pair in held for page in pair.pages if page is not None)
            held = []
    yield from _ordered(held)


def _runs_on(held: Sequence[Pair[Page]]) -> bool:
    """Tell whether pages surely follow one another from the left."""
    numbered = [pair for pair in held if None not in pair.numbers]
    if not numbered:
        return len(held) > UNNUMBERED
    return len(numbered) >= CERTAIN and _fits(_beside(len(held), 0), held)


def _ordered(held: Sequence[Pair[Page]]) -> Iterator[Page]:
    orders = (order for order in _orders(len(held)) if _fits(order, held))
    for pair, side in next(orders, _beside(len(held), 0)):
        if (page := held[pair].pages[side]) is not None:
            yield page


def _orders(pairs: int) -> Iterator[list[Place]]:
    """Yield the orders in which so many pairs may be read, the likeliest first."""
    for first in (0, 1):
        yield _beside(pairs, first)
    for gathered in range(pairs, 0, -1):
        if pairs % gathered == 0 and gathered % 2 == 0:
            for first in (0, 1):
                yield _folded(pairs, gathered, first)


def _beside(pairs: int, first: int) -> list[Place]:
    return [place for pair in range(pairs) for place in ((pair, first), (pair, 1 - first))]


def _folded(pairs: int, gathered: int, first: int) -> list[Place]:
    """Return the order of sheets printed on both sides and folded, ``gathered`` sides at a time.

    The first page stands right of the last, or left of it where the book is bound on the right.
    """
    order: list[Place] = []
    for start in range(0, pairs, gathered):
        fore = [(start + side, (1 - first) if side % 2 == 0 else first) for side in range(gathered)]
        order += [*fore, *((pair, 1 - side) for pair, side in reversed(fore))]
    return order


def _fits(order: Sequence[Place], held: Sequence[Pair[Page]]) -> bool:
    """Tell whether the printed numbers run on in an order: each is as far from its place as the others."""
    numbers = (held[pair].numbers[side] for pair, side in order)
    return len({number - at for at, number in enumerate(numbers) if number is not None}) <= 1
