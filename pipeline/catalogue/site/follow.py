"""What may be subscribed to: the changes and the windows of each choice by which the list is narrowed.

Comes in: the cards.  Goes out: ``follow/<digest>.atom`` and ``.ics`` for each purpose, series, kind of form, area and
agency, and for the page's script the addresses of each; those of the whole catalogue under the empty key.  Choices
together are not followed: they would be more files than programmes, and what one of them follows holds theirs.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path

from pipeline.catalogue.calendar import FILE as CALENDAR
from pipeline.catalogue.calendar import calendar_of
from pipeline.catalogue.cards import Card
from pipeline.catalogue.feed import FILE as FEED
from pipeline.catalogue.feed import entries_of, feed_of
from pipeline.catalogue.folder import write
from pipeline.catalogue.model import Catalogue, all_series
from pipeline.catalogue.shelf import Shelf
from pipeline.core.text import digest
from pipeline.report.labels import worded

FOLDER = "follow"


def write_follows(catalogue: Catalogue, shelf: Shelf, out: Path) -> dict[str, dict[str, str]]:
    """Write feeds and calendars; return their paths by the choice that they follow: ``area:人才面``, ``series:0``."""
    listed = all_series(catalogue)
    # With one series there is no choice of it: what follows it follows everything.
    places = {name: str(place) for place, name in enumerate(listed)} if len(listed) > 1 else {}
    followed: dict[tuple[str, str], list[Card]] = {}
    for card in shelf.cards:
        for choice in _choices(card, places):
            followed.setdefault(choice, []).append(card)
    entries = entries_of(catalogue, f"{FOLDER}/")
    paths = {"": {"feed": FEED, "calendar": CALENDAR}}
    for (kind, name), found in followed.items():
        path = f"{FOLDER}/{digest(f'{kind}:{name}')}"
        value = places[name] if kind == "series" else name
        told = paths[f"{kind}:{value}"] = {"feed": f"{path}.atom", "calendar": f"{path}.ics"}
        keys = frozenset(key for card in found for key in card.keys)
        newest = frozenset((card.edition.id, card.key) for card in found)
        write(
            out / told["feed"],
            feed_of(catalogue, entries, worded("feed_of", name=name).zh, told["feed"], keys),
        )
        write(out / told["calendar"], calendar_of(shelf.windows, name, newest))
    return paths


def _choices(card: Card, series: Container[str]) -> Iterator[tuple[str, str]]:
    """Yield what a programme is listed under: the name of a choice on the page, and its value."""
    if card.edition.series in series:
        yield "series", card.edition.series
    for name, value in (("form", card.form), ("area", card.area)):
        if value:
            yield name, value
    yield from (("purpose", each) for each in card.purposes)
    yield from (("agency", each) for each in card.agencies)
