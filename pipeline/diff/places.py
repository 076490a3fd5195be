"""What the comparison of two programmes is made of: facts with their place, and places that differ."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from pipeline.core.record import Facts, Programme
from pipeline.diff.changes import Class, Kind

FACT_KINDS: dict[str, Kind] = {
    "periods": "period_changed",
    "amounts": "amount_changed",
    "ratios": "ratio_changed",
    "discounts": "discount_changed",
    "durations": "duration_changed",
    "conditions": "condition_changed",
}
_WHERE = frozenset(["printed", "path", "span", "rule", "assumptions", "subject", "of"])
"""What a fact says of its words and place: no part of its value."""


@dataclass(frozen=True, slots=True, eq=False)
class Ref:
    """A fact of a programme: its list in ``Facts`` and its value without words and place."""

    name: str
    fact: Any
    value: dict[str, Any]

    @property
    def identity(self) -> Hashable:
        """Two facts with the same identity are the same value in the same words."""
        return (self.name, *self.value.values(), self.fact.printed)

    def as_json(self) -> dict[str, Any]:
        """Return the fact as the record holds it."""
        dumped: dict[str, Any] = self.fact.model_dump(mode="json")
        return dumped


@dataclass(frozen=True, slots=True)
class Place:
    """One difference at one place; ``key`` is what must be equal for places to be one change."""

    kind: Kind
    class_: Class
    path: str
    path_from: str | None
    before: Any
    after: Any
    key: Hashable
    score: float | None = None
    note: str | None = None


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def value_of(fact: dict[str, Any]) -> dict[str, Any]:
    """Return the value of a fact given as JSON, without its words and place."""
    return {name: value for name, value in fact.items() if name not in _WHERE}


def refs_of(facts: Facts) -> list[Ref]:
    """Return the facts of a programme, kind by kind in the order of the text."""
    return [
        Ref(
            name,
            fact,
            {field: _fixed(value) for field, value in fact.__dict__.items() if field not in _WHERE},
        )
        for name in FACT_KINDS
        for fact in getattr(facts, name)
    ]


def by_path(programme: Programme) -> dict[str, list[Ref]]:
    """Return the facts of a programme by the path of their text, each list in the order of the text."""
    found: dict[str, list[Ref]] = {}
    for ref in refs_of(programme.facts):
        found.setdefault(ref.fact.path, []).append(ref)
    for refs in found.values():
        refs.sort(key=lambda ref: ref.fact.span)
    return found


def facts_json(refs: Iterable[Ref]) -> dict[str, list[dict[str, Any]]]:
    """Return facts as the record holds them, by kind; kinds without a fact are left out."""
    found: dict[str, list[dict[str, Any]]] = {}
    for ref in refs:
        found.setdefault(ref.name, []).append(ref.as_json())
    return found
