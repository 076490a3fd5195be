"""Typed values and a correction of one of them -> the typed values as a person read them.

Comes in: the facts of a programme or the front matter, and a correction that names a field of one, or a kind alone.
Goes out: the facts with that field put right and the rule ``corrected``; of a kind alone, without the value that is
not printed, or with the one that was not read; or None where the correction fits nothing: no fact of these words has
that value, or the new value is none of the field's.  Values are told as text: 1000000, max, ``organization, year``,
a window as 2025-01-01/2025-03-31 with .. for an open end; empty where there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import compress
from math import isfinite
from operator import not_
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
WHOLE = {"periods": "", "amounts": "value", "ratios": "value", "discounts": "factor", "durations": "value"}
"""Kinds of which a whole value can be added, and the field that says it; a window has two."""
_OPEN = ".."
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
    meant = _meant(listed, made, lambda fact: written(fact, name))
    changed = _changed(meant, name, made.printed) if meant else None
    if changed is None:
        return None
    return facts.model_copy(update={kind: [changed if fact is meant else fact for fact in listed]})


def _meant(listed: Sequence[Fact], made: Correction, said: Callable[[Fact], str]) -> Fact | None:
    """Return the one fact of the words and the value of a correction; of several, that at its place."""
    fitting = [
        fact for fact in listed if (fact.path, fact.printed, said(fact)) == (made.path, made.words, made.read)
    ]
    meant = fitting if len(fitting) == 1 else [fact for fact in fitting if fact.span[0] == made.at]
    return meant[0] if len(meant) == 1 else None


def said_whole(kind: str, fact: Fact) -> str:
    """Return what a fact says, as text."""
    if kind == "periods":
        return "/".join(written(fact, name) or _OPEN for name in ("start", "end"))
    if kind in WHOLE:
        return written(fact, WHOLE[kind])
    told = (written(fact, name) for name in ("kind", "comparison", "value", "values"))
    return " ".join(each for each in told if each)


def with_whole(facts: Facts, made: Correction, text: str | None, places: Sequence[str]) -> Facts | None:
    """Return facts without one that is not printed, or with one that was not read; None where that fits nothing.

    Args:
        facts: those that were read.
        made: the correction, of a kind of facts.
        text: the text at its path.
        places: the paths of all texts, in their order.
    """
    kind = made.fact or ""
    if kind not in _FIELDS or bool(made.read) == bool(made.printed):
        return None
    listed: list[Fact] = getattr(facts, kind)
    if made.read:
        meant = _meant(listed, made, partial(said_whole, kind))
        kept = [fact for fact in listed if fact is not meant] if meant else None
    else:
        fact = _added(kind, made, text) if text and made.path in places else None
        kept = None
        if fact and not any(each.path == fact.path and _overlap(each, fact) for each in listed):
            before = [_order(each, places) < _order(fact, places) for each in listed]
            kept = [*compress(listed, before), fact, *compress(listed, map(not_, before))]
    return None if kept is None else facts.model_copy(update={kind: kept})


def starts_of(words: str, text: str) -> list[int]:
    """Return where words stand in a text, one place within another, too; no words stand nowhere."""
    return [at for at in range(len(text)) if words and text.startswith(words, at)]


def _added(kind: str, made: Correction, text: str) -> Fact | None:
    words = made.words or ""
    starts = starts_of(words, text)
    start = starts[0] if len(starts) == 1 else made.at
    if start not in starts or kind not in WHOLE:
        return None
    told: dict[str, Any] = {
        "printed": words,
        "path": made.path,
        "span": (start, start + len(words)),
        "rule": CORRECTED,
    }
    if kind == "periods":
        edges = [None if each == _OPEN else each for each in made.printed.split("/")]
        if len(edges) != 2 or not any(edges) or not all(each is None or _is_date(each) for each in edges):
            return None
        told |= {"start": edges[0], "end": edges[1], "kind": "fixed", "purpose": "application"}
    else:
        told[WHOLE[kind]] = made.printed
    model = get_args(Facts.model_fields[kind].annotation)[0]
    try:
        fact: Fact = model.model_validate(told)
    except ValidationError:
        return None
    return fact if kind == "periods" or _is_sound(fact, WHOLE[kind]) else None


def _overlap(one: Fact, other: Fact) -> bool:
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]


def _order(fact: Fact, places: Sequence[str]) -> tuple[int, int]:
    return (places.index(fact.path) if fact.path in places else len(places), fact.span[0])


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
    """Tell whether a correction says what a finding asks for: a role, or what the words mean that were not read."""
    if made.path != found.where.path or "span" not in found.data:
        return False
    start, end = found.data["span"]
    words = made.words or ""
    kind, _, name = (made.fact or "").partition(".")
    if found.code == "role-unclear" and (name == "role" or not name and not made.printed):
        return found.data["printed"] == words and made.at in (None, start)
    if name or not kind or not made.printed or made.at is None:
        return False
    return found.code.startswith("unparsed-") and made.at < end and start < made.at + len(words)
