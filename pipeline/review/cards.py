"""A record, what it changes, and its findings -> one list of cards in order of worry, each with its key.

Comes in: a record, the record before it where there is one, and their diff.  Goes out: what a person decides, one
card for each cause: losses, what is substantive, findings (new ones before those that stood last year), staff, routine,
typographic.  Nothing is read from a page here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.core.record import Booklet, Finding
from pipeline.core.text import fold
from pipeline.diff.changes import Change, Diff
from pipeline.report.places import page_at
from pipeline.review.verdicts import Verdict, change_key, finding_key

Worry = Literal["loss", "substantive", "new", "stood", "staff", "routine", "typographic"]
WORRIES: tuple[Worry, ...] = ("loss", "substantive", "new", "stood", "staff", "routine", "typographic")
TOGETHER: frozenset[Worry] = frozenset(("staff", "routine", "typographic"))
"""What may be confirmed together."""
_SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to decide: a change, or findings of one cause."""

    key: str
    worry: Worry
    change: Change | None
    findings: tuple[Finding, ...]
    programme: str
    """The name of its programme; empty where it is of several, or of the booklet."""
    number: str

    @property
    def about(self) -> str:
        """What it is about, in a line of a file."""
        what = self.change.kind if self.change else self.findings[0].code
        return " ".join(part for part in (what, self.number, self.programme) if part)

    @property
    def fault(self) -> bool:
        """Whether an error stands among its findings."""
        return any(found.severity == "error" for found in self.findings)


def cards(booklet: Booklet, before: Booklet | None, diff: Diff | None) -> list[Card]:
    """Return what a person decides, in order of worry."""
    made = [*_changes(booklet, before, diff), *_findings(booklet, before, diff)]
    made.sort(key=lambda card: WORRIES.index(card.worry))
    seen: dict[str, int] = defaultdict(int)
    told = []
    for card in made:  # two of the same words on one page are two
        seen[card.key] += 1
        key = card.key if seen[card.key] == 1 else f"{card.key}-{seen[card.key]}"
        told.append(replace(card, key=key))
    return told


def _changes(booklet: Booklet, before: Booklet | None, diff: Diff | None) -> Iterator[Card]:
    after = {programme.id: programme for programme in booklet.programmes}
    former = {programme.id: programme for programme in before.programmes} if before else {}
    for change in diff.changes if diff else ():
        ref = change.programme or (change.members[0].programme if change.members else None)
        here = after.get(ref.to or "") if ref else None
        there = former.get(ref.from_ or "") if ref else None
        page = page_at(here, change.path) if change.after is not None else None
        page = page or page_at(there, change.path_from or change.path)
        own = change.programme
        yield Card(
            change_key(change, page),
            change.class_,
            change,
            (),
            own.name if own else "",
            (own.to or own.from_ or "") if own else "",
        )


def _findings(booklet: Booklet, before: Booklet | None, diff: Diff | None) -> Iterator[Card]:
    names = {programme.id: programme.name for programme in booklet.programmes}
    stood = _stood(before, diff)
    causes: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for found in booklet.findings:
        causes[found.code, found.message].append(found)
    ordered = sorted(causes.values(), key=lambda group: _SEVERITIES.index(group[0].severity))
    for group in [*ordered, *([found] for found in (diff.findings if diff else ()))]:
        first = group[0]
        name = names.get(first.where.programme or "", "") if len(group) == 1 else ""
        old = all((f.code, fold(names.get(f.where.programme or "", "")), f.message) in stood for f in group)
        yield Card(
            finding_key(first, "、".join(names.get(found.where.programme or "", "") for found in group)),
            "stood" if old and first.severity != "error" else "new",
            None,
            tuple(group),
            name,
            (first.where.programme or "") if name else "",
        )


def _stood(before: Booklet | None, diff: Diff | None) -> set[tuple[str, str, str]]:
    """Return the findings of the year before, by the name that their programme has now."""
    if before is None:
        return set()
    refs = [change.programme for change in diff.changes if change.programme] if diff else []
    now = {ref.from_: ref.name for ref in refs if ref.from_ and ref.to}
    names = {programme.id: now.get(programme.id, programme.name) for programme in before.programmes}
    return {(f.code, fold(names.get(f.where.programme or "", "")), f.message) for f in before.findings}


def undecided(listed: Sequence[Card], verdicts: Mapping[str, Verdict]) -> list[Card]:
    """Return the cards that nobody has decided."""
    return [card for card in listed if card.key not in verdicts]
