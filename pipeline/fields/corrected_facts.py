"""Typed values and a correction of one of them -> the typed values as a person read them.

Comes in: the facts of a programme or the front matter, and a correction that names a field of one, or a kind alone.
Goes out: the facts with that field put right and the rule ``corrected``; of a kind alone, without the value that is
not printed, or with the one that was not read; or None where the correction fits nothing: no fact of these words has
that value, or the new value is none of the field's.  Values are told as text: 1000000, max, ``organization, year``;
whole ones as in ``whole_facts``; empty where there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import compress
from operator import not_
from typing import Any, get_args

from pydantic import ValidationError

from pipeline.core.record import Condition, Correction, Fact, Facts, Finding
from pipeline.fields.whole_facts import BETWEEN, CORRECTED, is_sound, said_whole, whole_fact, written

_FIELDS = {
    "periods": ("start", "end", "kind", "purpose"),
    "amounts": ("value", "role", "bound", "per"),
    "ratios": ("value", "role", "bound"),
    "discounts": ("factor",),
    "durations": ("value", "role", "bound"),
    "conditions": ("comparison", "value", "subject", "any_of"),
}


def correctable(kind: str, fact: Fact) -> list[str]:
    """Return the fields of a fact that can be put right; how a condition is built stays as it is."""
    built = ("comparison", "value") if kind == "conditions" else ()
    return [name for name in _FIELDS[kind] if name not in built or getattr(fact, name) is not None]


def choices(fact: Fact, name: str) -> list[str]:
    """Return the values that a field may have, where they are a closed list; none where they are not."""
    return list(_closed(type(fact).model_fields[name].annotation))


def _closed(annotation: Any) -> Iterator[str]:
    for part in get_args(annotation):
        if isinstance(part, str):
            yield part
        else:
            yield from _closed(part)


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
        if fact and not any(each.path == fact.path and _repeats(each, fact) for each in listed):
            before = [_order(each, places) <= _order(fact, places) for each in listed]
            kept = [*compress(listed, before), fact, *compress(listed, map(not_, before))]
    return None if kept is None else facts.model_copy(update={kind: kept})


def starts_of(words: str, text: str) -> list[int]:
    """Return where words stand in a text, one place within another, too; no words stand nowhere."""
    return [at for at in range(len(text)) if words and text.startswith(words, at)]


def _added(kind: str, made: Correction, text: str) -> Fact | None:
    words = made.words or ""
    starts = starts_of(words, text)
    start = starts[0] if len(starts) == 1 else made.at
    if start not in starts:
        return None
    return whole_fact(kind, made.printed, printed=words, path=made.path, span=(start, start + len(words)))


def _repeats(one: Fact, other: Fact) -> bool:
    """Tell whether two facts of a kind read the same words; two conditions may: from 5 to 200 employees."""
    said = [(each.kind, each.comparison) if isinstance(each, Condition) else None for each in (one, other)]
    return said[0] == said[1] and one.span[0] < other.span[1] and other.span[0] < one.span[1]


def _order(fact: Fact, places: Sequence[str]) -> tuple[int, int]:
    return (places.index(fact.path) if fact.path in places else len(places), fact.span[0])


def _changed(fact: Fact, name: str, text: str) -> Fact | None:
    told = fact.model_dump()
    value = text.split(BETWEEN) if text and isinstance(told[name], list) else text or None
    told |= {name: [] if value is None and isinstance(told[name], list) else value, "rule": CORRECTED}
    told["assumptions"] = [each for each in fact.assumptions if not each.startswith(f"{name}-")]
    try:
        changed = type(fact).model_validate(told)
    except ValidationError:
        return None
    return changed if is_sound(changed, name) else None


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
