"""Does a programme fit an applicant?  Yes, no, or ask: with the printed condition that decides.

Comes in: a programme, and what an applicant tells of himself.  Goes out: a ``Verdict``.  Only typed conditions decide,
and only where both sides are known: what the applicant has not told, or what a rule could not read, is to be asked,
never guessed.  ``site/fit.js`` answers the same on the page; one test asks both.

- A service is open to whoever meets all its conditions and those that the programme sets for all; of conditions with
  the same ``any_of`` one is enough.  A programme fits if one of its services does.
- A condition that binds only some (its ``subject``) never shuts anybody out: the page decides whether he is one.
- What an applicant knows of himself and no form asks here (bank refusal, net worth, PRC capital) is said, and stands
  in the way of no yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.core.expressions import expression
from pipeline.core.record import Condition, Programme

Answer = Literal["fits", "ask", "not"]
ORDER: tuple[Answer, ...] = ("fits", "ask", "not")

Placed = tuple[int, Condition]
"""A condition and its place in ``facts.conditions``."""
Kinds = Mapping[str, tuple[str, ...]]
NUMBERS = ("staff", "capital", "turnover", "age")
BUSINESSES = ("company", "sole_proprietorship", "partnership", "limited_partnership")
APPLICANTS = (
    *BUSINESSES,
    "university",
    "school",
    "research_institution",
    "foundation",
    "association",
    "hospital",
    "government",
    "natural_person",
    "farmer",
)
"""What an applicant may say he is; the other words of conditions (sme, manufacturer) say what some of these may be."""
IS: Kinds = {"enterprise": BUSINESSES, **{each: (each,) for each in APPLICANTS}}
MAY_BE: Kinds = dict.fromkeys(("sme", "manufacturer", "factory", "farmer", "hospital"), BUSINESSES)
"""Words that more must be known for: not every company has a factory."""
REGISTERED: Kinds = {
    "company": ("company",),
    "business": ("sole_proprietorship", "partnership"),
    "limited_partnership": ("limited_partnership",),
    "tax": BUSINESSES,
}
MAY_REGISTER: Kinds = {"factory": BUSINESSES}
REMINDERS = frozenset(("credit", "net_worth", "foreign_capital"))
_SERVICE = expression(r"services\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Applicant:
    """What an applicant tells of himself; None where he does not."""

    staff: int | None = None
    capital: int | None = None
    """Whole TWD, as is ``turnover``."""
    turnover: int | None = None
    age: int | None = None
    kind: str | None = None
    """One of ``APPLICANTS``."""
    region: str | None = None
    """ISO 3166-2: ``TW-TPE``."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, and the places in ``facts.conditions`` of those that decide it; and of what else must hold."""

    answer: Answer
    because: tuple[int, ...]
    also: tuple[int, ...] = ()


def verdict(programme: Programme, applicant: Applicant) -> Verdict:
    """Return whether a programme fits an applicant: that of its services which fits best."""
    conditions = conditions_of(programme)
    common = [pair for pair in conditions if service_of(pair[1]) is None]
    services = range(len(programme.services)) if programme.services else range(1)
    judged = [
        _judged([*common, *(pair for pair in conditions if service_of(pair[1]) == number)], applicant)
        for number in services
    ]
    return min(judged, key=lambda each: ORDER.index(each.answer))


def conditions_of(programme: Programme) -> list[Placed]:
    """Return the conditions on who may apply with their places; that something is free is none."""
    return [(place, each) for place, each in enumerate(programme.facts.conditions) if each.kind != "free"]


def service_of(condition: Condition) -> int | None:
    """Return the place of the service that a condition belongs to; None where it binds the whole programme."""
    found = _SERVICE.match(condition.path)
    return int(found[1]) if found else None


def _judged(conditions: list[Placed], applicant: Applicant) -> Verdict:
    also = tuple(n for n, each in conditions if each.kind in REMINDERS)
    answers: dict[Answer, list[int]] = {"fits": [], "ask": [], "not": []}
    for group in needs([pair for pair in conditions if pair[1].kind not in REMINDERS]):
        met = {n: _met(each, applicant) for n, each in group}
        best = min(met.values(), key=ORDER.index)
        answers[best] += [n for n, answer in met.items() if answer == best]
    worst: Answer = "not" if answers["not"] else "ask" if answers["ask"] or not answers["fits"] else "fits"
    return Verdict(worst, tuple(answers[worst]), also)


def needs(conditions: Iterable[Placed]) -> Iterable[list[Placed]]:
    """Return the conditions in the order of the text, those of which one is enough together."""
    groups: dict[object, list[Placed]] = {}
    for place, condition in conditions:
        key = (place,) if condition.any_of is None else condition.any_of
        groups.setdefault(key, []).append((place, condition))
    return groups.values()


def _met(condition: Condition, applicant: Applicant) -> Answer:
    answer = _answer(condition, applicant)
    return "ask" if condition.subject and answer == "not" else answer


def _answer(condition: Condition, applicant: Applicant) -> Answer:
    if condition.kind in NUMBERS:
        return _compared(condition, getattr(applicant, condition.kind))
    if condition.kind == "applicant" and condition.comparison == "one_of" and applicant.kind:
        return _one_of(condition.values, applicant.kind, IS, MAY_BE)
    if condition.kind == "registration" and applicant.kind:
        return _registered(condition, applicant.kind)
    if condition.kind == "location" and condition.comparison == "one_of" and applicant.region:
        return "fits" if {"TW", applicant.region} & set(condition.values) else "not"
    return "ask"


def _compared(condition: Condition, told: int | None) -> Answer:
    if told is None or condition.value is None:
        return "ask"
    holds = {
        "at_most": told <= condition.value,
        "less_than": told < condition.value,
        "at_least": told >= condition.value,
        "more_than": told > condition.value,
    }.get(condition.comparison or "")
    return "ask" if holds is None else "fits" if holds else "not"


def _one_of(values: list[str], kind: str, sure: Kinds, perhaps: Kinds) -> Answer:
    if any(kind in sure.get(value, ()) for value in values):
        return "fits"
    known = all(value in sure or value in perhaps for value in values)
    return "not" if known and not any(kind in perhaps.get(value, ()) for value in values) else "ask"


def _registered(condition: Condition, kind: str) -> Answer:
    """Tell whether whoever is of a kind is registered as asked; who is no business may be otherwise."""
    if kind not in BUSINESSES:
        return "not" if kind == "natural_person" else "ask"
    if not condition.values:
        return "fits"
    if condition.comparison == "one_of":
        return _one_of(condition.values, kind, REGISTERED, MAY_REGISTER)
    each = [_one_of([value], kind, REGISTERED, MAY_REGISTER) for value in condition.values]
    return max(each, key=ORDER.index) if condition.comparison == "all_of" else "ask"
