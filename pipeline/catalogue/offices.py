"""Offices that are printed in two ways -> one: 工業局 and 經濟部工業局, with and without 財團法人.

Comes in: the editions of a catalogue.  Goes out: for each printed name that another one completes, that one.  A short
name which more than one would complete (the 農業局 of two cities) stays by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from pipeline.catalogue.model import Catalogue
from pipeline.core.expressions import expression
from pipeline.core.record import Booklet
from pipeline.core.text import fold

Names = Mapping[str, str]
"""Printed names -> the full names that stand for them; a name that is full is not listed."""

_ABOVE = expression(r"(?:行政院)?\p{Han}{1,8}(?:部|院|委員會|總處|[市縣省]政府)|(?:財團|社團)法人")
ABOVE = 14
"""Characters of the longest name of what an office stands under, as the pattern has it."""
_BODY = expression(
    r"..+(?:[局署司處部所會院]|中心|分署|委員會)(?:[(（].*[)）])?|..+(?:協會|公會|基金會|研究院|學會)"
)


@lru_cache(maxsize=1)
def names_of(catalogue: Catalogue) -> Names:
    """Return the full names of a catalogue's offices; those of the last one are remembered: every format asks."""
    return office_names(catalogue.booklets)


def office_names(booklets: Iterable[Booklet]) -> dict[str, str]:
    """Return the short names of offices with the full name of each."""
    names = sorted(set(_printed(booklets)))
    folded = {fold(name): name for name in reversed(names)}
    longer: dict[str, list[str]] = {}
    for whole in sorted(folded, key=len):
        for cut in range(2, min(len(whole) - 2, ABOVE + 1)):
            if whole[cut:] in folded and _ABOVE.fullmatch(whole[:cut]):
                longer.setdefault(whole[cut:], []).append(whole)
    found = {}
    for name in names:
        wholes = longer.get(fold(name), [])
        if wholes and _BODY.fullmatch(name) and all(wholes[-1].endswith(whole) for whole in wholes):
            found[name] = folded[wholes[-1]]
    return found


def _printed(booklets: Iterable[Booklet]) -> Iterable[str]:
    for booklet in booklets:
        yield from booklet.edition.publishers
        lists = (booklet.front.contacts, *(programme.contacts for programme in booklet.programmes))
        yield from (contact.organization for contacts in lists for contact in contacts)
