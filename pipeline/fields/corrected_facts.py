"""Typed values and a correction of one of them -> the typed values as a person read them.

Comes in: the facts of a programme or the front matter, and a correction that names a field of one.  Goes out: the facts
with that field put right and the rule ``corrected``, or None where the correction fits nothing: no fact of these words
has that value, or the new value is none of the field's.  Values are told as text: 1000000, max, ``organization, year``;
empty where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import isfinite
from typing import Any, get_args

from pydantic import ValidationError

from pipeline.core.expressions import expression
from pipeline.core.record import Correction, Fact, Facts, Finding

CORRECTED = "corrected"
"""The rule of a fact that a person put right."""
_FIELDS = {
    "periods": ("start", "end", "kind", "purpose"),
    "amounts": ("value", "role", "bound", "per"),
    "ratios": ("value", "role", "bound"),
    "discounts": ("factor",),
    "durations": ("value", "role", "bound"),
    "conditions": ("comparison", "value"),
}
_BETWEEN = ", "
_DATE = expression(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)?)?)?[~?%]?")
_LENGTH = expression(r"P(?=.)(?:\d+(?:\.\d+)?Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?)?")


def correctable(kind: str, fact: Fact) -> list[str]:
    """Return the fields of a fact that can be put right."""
    return [name for name in _FIELDS[kind] if kind != "conditions" or getattr(fact, name) is not None]


def choices(fact: Fact, name: str) -> list[str]:
    """Return the values that a field may have, where they are a closed list; none where they are not."""
    return list(_closed(type(fact).model_fields[name].annotation))


def _closed(annotation: Any) -> Iterator[str]:
    for part in get_args(annotation):
        if isinstance(part, str):
            yield part
        else:
            yield from _closed(part)


def written(fact: Fact, name: str) -> str:
    """Return a field of a fact as text."""
    value = getattr(fact, name)
    if isinstance(value, list):
        return _BETWEEN.join(value)
    return "" if value is None else str(value)


def with_value(facts: Facts, made: Correction) -> Facts | None:
    """Return facts with one put right; None where the correction fits nothing."""
    kind, _, name = (made.fact or "").partition(".")
    if name not in _FIELDS.get(kind, ()):
        return None
    listed: list[Fact] = getattr(facts, kind)
    fitting = [
        fact
        for fact in listed
        if (fact.path, fact.printed, written(fact, name)) == (made.path, made.words, made.read)
    ]
    meant = fitting if len(fitting) == 1 else [fact for fact in fitting if fact.span[0] == made.at]
    changed = _changed(meant[0], name, made.printed) if len(meant) == 1 else None
    if changed is None:
        return None
    return facts.model_copy(update={kind: [changed if fact is meant[0] else fact for fact in listed]})


def _changed(fact: Fact, name: str, text: str) -> Fact | None:
    told = fact.model_dump()
    value = text.split(_BETWEEN) if text and isinstance(told[name], list) else text or None
    told |= {name: [] if value is None and isinstance(told[name], list) else value, "rule": CORRECTED}
    told["assumptions"] = [each for each in fact.assumptions if not each.startswith(f"{name}-")]
    try:
        changed = type(fact).model_validate(told)
    except ValidationError:
        return None
    return changed if _is_sound(changed, name) else None


def _is_sound(fact: Fact, name: str) -> bool:
    value = getattr(fact, name)
    if isinstance(value, int | float):
        return isfinite(value) and value >= 0
    if name == "value":
        return isinstance(value, str) and bool(_LENGTH.fullmatch(value))
    return name not in ("start", "end") or value is None or _is_date(value)


def _is_date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    try:
        return found is not None and bool(date(int(found[1]), int(found[2] or 1), int(found[3] or 1)))
    except ValueError:
        return False


def settles(made: Correction, found: Finding) -> bool:
    """Tell whether a correction says the role that a finding asks for."""
    return (
        found.code == "role-unclear"
        and (made.fact or "").endswith(".role")
        and (found.where.path, found.data["printed"]) == (made.path, made.words)
        and made.at in (None, found.data["span"][0])
    )
