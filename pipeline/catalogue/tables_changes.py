"""What one edition changes against the one before -> rows of ``changes``.

Comes in: a step between two editions.  Goes out: a row for each place; a change that stands in several places has a
row for each, all with the same ``change``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.catalogue.history import Step
from pipeline.catalogue.identifiers import printings
from pipeline.diff.changes import Change, Member, words

if TYPE_CHECKING:
    from pipeline.catalogue.columns import Row


def change_rows(step: Step) -> Iterator[Row]:
    """Yield the changes of a step in its order: losses first."""
    one, other = step.before.edition.id, step.after.edition.id
    keys_from = {each.programme.id: each.key for each in printings(step.before)}
    keys = {each.programme.id: each.key for each in printings(step.after)}
    for change in step.diff.changes:
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
