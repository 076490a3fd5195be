"""What one edition changes against the one before -> rows of ``changes``.

Comes in: two editions and their diff.  Goes out: a row for each place; a change that stands in several places has a
row for each, all with the same ``change``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.catalogue.identifiers import printings
from pipeline.core.record import Booklet
from pipeline.diff.changes import Change, Diff, Member, words

ChangeRow = dict[str, str | float | None]


def change_rows(before: Booklet, after: Booklet, found: Diff) -> Iterator[ChangeRow]:
    """Yield the changes of a diff in its order: losses first."""
    one, other = before.edition.id, after.edition.id
    keys_from = {each.programme.id: each.key for each in printings(before)}
    keys = {each.programme.id: each.key for each in printings(after)}
    for change in found.changes:
        places: list[Change | Member] = [*change.members] or [change]
        for number, place in enumerate(places):
            ref = place.programme
            gone, came = (ref.from_, ref.to) if ref else (None, None)
            yield {
                "id": f"{one}/{other}/{change.id}" + (f"/{number}" if len(places) > 1 else ""),
                "edition_from": one,
                "edition": other,
                "change": change.id,
                "kind": change.kind,
                "class": change.class_,
                "programme_from": f"{one}/{gone}" if gone else None,
                "programme": f"{other}/{came}" if came else None,
                "programme_key_from": keys_from[gone] if gone else None,
                "programme_key": keys[came] if came else None,
                "name": ref.name if ref else None,
                "path_from": place.path_from,
                "path": place.path,
                "before": words(place.before),
                "after": words(place.after),
                "before_json": _json(place.before),
                "after_json": _json(place.after),
                "score": change.score,
                "note": change.note,
            }


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)
