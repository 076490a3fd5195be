"""What a programme gives and what it asks: the facts of a programme by their role.

Comes in: a programme and its facts.  Goes out: names under which a sum is given, and what an applicant pays.  Only a
role says that money is given; capital that an applicant must have, or what firms invested last year, never is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.core.expressions import expression
from pipeline.core.record import Amount, Condition, Programme, Ratio

Support = Literal["subsidy", "loan", "guarantee"]
SUPPORT: dict[str, Support] = {"grant": "subsidy", "loan": "loan", "guarantee": "guarantee"}
"""Roles of amounts that an office gives, and how."""
COSTS = frozenset(("fee", "self_funding"))
COST_SHARES = frozenset(("fee_share", "self_funding_share"))

_PATH = expression(r"(services|benefits)\[(\d+)\](?:\.items\[(\d+)\]|\.title)?")


@dataclass(frozen=True, slots=True)
class Cost:
    """What an applicant pays: an amount, a share of the whole, or nothing where it is free."""

    kind: str
    place: int
    """Of the fact in the record: ``facts.amounts[2]`` is amounts, 2."""
    name: str
    fact: Amount | Ratio | Condition

    @property
    def path(self) -> str:
        """Return the path of the fact in the record."""
        return f"facts.{self.kind}[{self.place}]"

    @property
    def amount(self) -> int | None:
        """Whole TWD; None where only a share is printed."""
        if isinstance(self.fact, Condition):
            return 0
        return self.fact.value if isinstance(self.fact, Amount) else None


def costs(programme: Programme) -> Iterator[Cost]:
    """Yield what an applicant pays, kind by kind in the order of the text."""
    facts = programme.facts
    for place, amount in enumerate(facts.amounts):
        if amount.role in COSTS:
            yield Cost("amounts", place, named(programme, amount.path), amount)
    for place, ratio in enumerate(facts.ratios):
        if ratio.role in COST_SHARES:
            yield Cost("ratios", place, named(programme, ratio.path), ratio)
    for place, condition in enumerate(facts.conditions):
        if condition.kind == "free":
            yield Cost("conditions", place, named(programme, condition.path), condition)


def support(amount: Amount) -> Support | None:
    """Return how an amount is given; None where it is not given."""
    return SUPPORT.get(amount.role or "")


def offered(programme: Programme, amount: Amount) -> str | None:
    """Return what an amount is given as (經費補助／補助經費); None where it is not given."""
    return named(programme, amount.path) if support(amount) else None


def named(programme: Programme, path: str) -> str:
    """Return what the text at a path is called: the kind of its service or benefit and its label."""
    found = _PATH.fullmatch(path)
    if found is None:
        return path.removeprefix("other.") if path.startswith("other.") else programme.name
    if found[1] == "benefits":
        return programme.benefits[int(found[2])].kind
    service = programme.services[int(found[2])]
    label = service.items[int(found[3])].label if found[3] else None
    return f"{service.kind}／{label}" if label and label != service.kind else service.kind
