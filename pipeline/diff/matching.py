"""Programmes of two editions -> which is which: by name, by acronym, then by how alike they are.

Comes in: two records and a person's decisions.  Goes out: pairs with their scores, and a finding for each
decision that no longer applies.  The result does not depend on the order of the programmes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import regex
from pydantic import AliasChoices, Field
from rapidfuzz import fuzz

from pipeline.core.errors import UserError
from pipeline.core.expressions import expression
from pipeline.core.findings import finding
from pipeline.core.record import Booklet, Finding, Model, Programme
from pipeline.core.text import fold
from pipeline.core.toml_file import read_entries
from pipeline.diff.assignment import assign

THRESHOLD = 0.6
"""Below this two programmes of different names are one removed and one added."""
WEIGHTS = {"name": 0.35, "agency": 0.15, "website": 0.15, "text": 0.35}
_TEXT_LENGTH = 600
_HOST = expression(r"^(?:https?://)?(?:www\.)?([^/?#]+)", regex.I)


class Decision(Model):
    """What a person decided about two programmes, named as their editions print them, or by id."""

    from_: str = Field(validation_alias=AliasChoices("from", "from_"), serialization_alias="from")
    to: str
    reason: str = Field(min_length=1)
    editions: tuple[str, str] | None = None
    """The pair of editions it is for; every pair when left out."""


class Decisions(Model):
    """What a ``review.toml`` says of matches: those to force and to forbid."""

    force: list[Decision] = Field(default_factory=list)
    forbid: list[Decision] = Field(default_factory=list)
    verdict: list[dict[str, Any]] = Field(default_factory=list)
    """What a person said of changes and findings: nothing to matching."""


@dataclass(frozen=True, slots=True)
class Match:
    """A programme of both editions; ``score`` is how alike they are, 1.0 where the name is the same."""

    before: Programme
    after: Programme
    score: float
    by: str
    """name | acronym | likeness | decision."""
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Matching:
    """Every programme of both editions, once."""

    matches: list[Match]
    removed: list[Programme]
    added: list[Programme]
    findings: list[Finding] = field(default_factory=list)


def read_decisions(path: Path) -> Decisions:
    """Return the decisions in a file.

    Raises:
        UserError: it is absent, or not what a ``review.toml`` holds.
    """
    return read_entries(path, Decisions, "an entry is from, to, reason and editions")


def match_programmes(before: Booklet, after: Booklet, decisions: Decisions | None = None) -> Matching:
    """Match the programmes of two editions one to one.

    Raises:
        UserError: two decisions contradict each other.
    """
    sides = _Sides(list(before.programmes), list(after.programmes))
    editions = (before.edition.id, after.edition.id)
    findings: list[Finding] = []
    forced = _decided(decisions.force if decisions else [], "force", editions, sides, findings)
    forbidden = _decided(decisions.forbid if decisions else [], "forbid", editions, sides, findings)
    forbidden_pairs = {(id(one), id(other)) for one, other, _ in forbidden}
    sides.forbidden = forbidden_pairs
    for one, other, decision in forced:
        if (id(one), id(other)) in forbidden_pairs or not sides.holds(one, other):
            raise UserError(
                f"decisions contradict each other about {decision.from_} and {decision.to}: keep one."
            )
        sides.take(
            one, other, round(likeness(_Profile.of(one), _Profile.of(other)), 3), "decision", decision.reason
        )
    sides.take_equal(lambda programme: (fold(programme.name), programme.kind), "name")
    sides.take_equal(lambda programme: fold(programme.name), "name")
    sides.take_equal(lambda programme: (fold(programme.name), _place(programme)), "name")
    sides.take_equal(lambda programme: programme.acronym and fold(programme.acronym), "acronym")
    sides.take_alike()
    order = {id(programme): number for number, programme in enumerate(after.programmes)}
    sides.matches.sort(key=lambda match: order[id(match.after)])
    return Matching(sides.matches, sides.before, sides.after, findings)


def _place(programme: Programme) -> tuple[str, str]:
    return (
        fold(programme.area.name) if programme.area else "",
        fold(programme.measure.name) if programme.measure else "",
    )


class _Sides:
    """The programmes not yet matched, and the matches so far."""

    def __init__(self, before: list[Programme], after: list[Programme]) -> None:
        self.before, self.after = before, after
        self.matches: list[Match] = []
        self.forbidden: set[tuple[int, int]] = set()

    def holds(self, one: Programme, other: Programme) -> bool:
        return any(one is each for each in self.before) and any(other is each for each in self.after)

    def take(
        self, one: Programme, other: Programme, score: float, by: str, reason: str | None = None
    ) -> None:
        self.matches.append(Match(one, other, score, by, reason))
        self.before = [each for each in self.before if each is not one]
        self.after = [each for each in self.after if each is not other]

    def take_equal(self, key: Callable[[Programme], Hashable], by: str) -> None:
        """Take every pair that a key joins, where it stands once on each side."""
        left, right = _once(self.before, key), _once(self.after, key)
        for value, one in left.items():
            other = right.get(value)
            if other is not None and (id(one), id(other)) not in self.forbidden:
                score = 1.0 if by == "name" else round(likeness(_Profile.of(one), _Profile.of(other)), 3)
                self.take(one, other, score, by)

    def take_alike(self) -> None:
        """Take the pairs above the threshold whose scores sum to most."""
        left = sorted(map(_Profile.of, self.before), key=_Profile.order)
        right = sorted(map(_Profile.of, self.after), key=_Profile.order)
        scores: dict[tuple[int, int], float] = {}
        for row, one in enumerate(left):
            for column, other in enumerate(right):
                score = likeness(one, other, THRESHOLD)
                if score >= THRESHOLD and (id(one.programme), id(other.programme)) not in self.forbidden:
                    scores[row, column] = score
        for row, column in assign(scores):
            self.take(left[row].programme, right[column].programme, round(scores[row, column], 3), "likeness")


def _once(programmes: Iterable[Programme], key: Callable[[Programme], Hashable]) -> dict[Hashable, Programme]:
    found: dict[Hashable, list[Programme]] = defaultdict(list)
    for programme in programmes:
        value = key(programme)
        if value:
            found[value].append(programme)
    return {value: group[0] for value, group in found.items() if len(group) == 1}


@dataclass(frozen=True, slots=True)
class _Profile:
    """What tells one programme from another, folded once."""

    programme: Programme
    name: str
    agencies: frozenset[str]
    hosts: frozenset[str]
    text: str

    @classmethod
    def of(cls, programme: Programme) -> _Profile:
        hosts = (_HOST.match(site.url) for site in programme.websites)
        texts = [programme.summary.text]
        for service in programme.services:
            texts += [service.kind, service.title or "", service.text or ""]
            texts += [item.text for item in service.items]
        return cls(
            programme,
            fold(programme.name),
            frozenset(fold(contact.organization) for contact in programme.contacts),
            frozenset(host[1].casefold() for host in hosts if host),
            fold("".join(texts))[:_TEXT_LENGTH],
        )

    def order(self) -> tuple[str, ...]:
        return (self.name, *_place(self.programme), self.text, *sorted(self.agencies), *sorted(self.hosts))


def likeness(one: _Profile, other: _Profile, enough: float = 0.0) -> float:
    """Return how alike two programmes are, 0 to 1; 0 for less than ``enough``.

    What neither programme has (a website, a text) tells nothing and is left out of the mean.
    """
    parts = {"name": fuzz.ratio(one.name, other.name) / 100}
    if one.agencies or other.agencies:
        parts["agency"] = _shared(one.agencies, other.agencies)
    if one.hosts or other.hosts:
        parts["website"] = _shared(one.hosts, other.hosts)
    with_text = bool(one.text or other.text)
    weight = sum(WEIGHTS[part] for part in parts) + with_text * WEIGHTS["text"]
    total = sum(WEIGHTS[part] * value for part, value in parts.items())
    if with_text:
        # A text must reach this for the whole to be enough: rapidfuzz stops early when it cannot.
        needed = (enough * weight - total) / WEIGHTS["text"]
        if needed > 1:
            return 0.0
        total += (
            WEIGHTS["text"]
            * fuzz.ratio(one.text, other.text, score_cutoff=max(0.0, 100 * needed - 1e-6))
            / 100
        )
    score = total / weight
    return score if score >= enough else 0.0


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Return which part of the smaller set the other has: an agency added makes no other programme."""
    return len(one & other) / max(1, min(len(one), len(other)))


Decided = tuple[Programme, Programme, Decision]


def _decided(
    decisions: Sequence[Decision],
    what: str,
    editions: tuple[str, str],
    sides: _Sides,
    findings: list[Finding],
) -> list[Decided]:
    """Return the decisions for these editions with their programmes; one that names none is a finding."""
    found: list[Decided] = []
    for decision in decisions:
        if decision.editions is not None and decision.editions != editions:
            continue
        one, other = _named(decision.from_, sides.before), _named(decision.to, sides.after)
        if one is not None and other is not None:
            found.append((one, other, decision))
            continue
        absent = [
            f"{edition} has no single programme {name}"
            for edition, name, programme in (
                (editions[0], decision.from_, one),
                (editions[1], decision.to, other),
            )
            if programme is None
        ]
        findings.append(
            finding(
                "decision-unused",
                f"the decision to {what} {decision.from_} = {decision.to} no longer applies: {'; '.join(absent)}",
                decision=decision.model_dump(mode="json", by_alias=True, exclude_none=True),
            )
        )
    return found


def _named(name: str, programmes: Sequence[Programme]) -> Programme | None:
    """Return the programme of a name or an id, if there is just one."""
    by_id = [programme for programme in programmes if programme.id == name]
    found = by_id or [programme for programme in programmes if fold(programme.name) == fold(name)]
    return found[0] if len(found) == 1 else None
