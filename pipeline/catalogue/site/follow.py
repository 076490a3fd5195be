"""What may be subscribed to, filter by filter: the changes and the windows of an area or a purpose.

Comes in: the cards.  Goes out: ``follow/<digest>.atom`` and ``.ics`` for each area and purpose, and for the page's
script the addresses of each; those of the whole catalogue under the empty key.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.catalogue.calendar import FILE as CALENDAR
from pipeline.catalogue.calendar import calendar_of
from pipeline.catalogue.cards import Card
from pipeline.catalogue.feed import FILE as FEED
from pipeline.catalogue.feed import feed_of, news
from pipeline.catalogue.folder import write
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.shelf import Shelf
from pipeline.core.text import digest

FOLDER = "follow"


def write_follows(catalogue: Catalogue, shelf: Shelf, out: Path) -> dict[str, dict[str, str]]:
    """Write feeds and calendars; return their paths by what they follow: ``area:人才面``, ``purpose:補助``."""
    followed: dict[str, list[Card]] = {}
    for card in shelf.cards:
        areas = [f"area:{card.area}"] if card.area else []
        for name in [*areas, *(f"purpose:{each}" for each in card.purposes)]:
            followed.setdefault(name, []).append(card)
    changed = news(shelf.steps)
    paths = {"": {"feed": FEED, "calendar": CALENDAR}}
    for name, found in followed.items():
        path, title = f"{FOLDER}/{digest(name)}", name.partition(":")[2]
        told = paths[name] = {"feed": f"{path}.atom", "calendar": f"{path}.ics"}
        keys = frozenset(key for card in found for key in card.keys)
        newest = frozenset((card.edition.id, card.key) for card in found)
        write(out / told["feed"], feed_of(catalogue, changed, f"{title}：各年度變動", told["feed"], keys))
        write(out / told["calendar"], calendar_of(shelf.windows, title, newest))
    return paths
