"""A diff applied to its FROM: the facts and contacts of TO, to prove that nothing was left out.

Comes in: a ``Diff`` and the booklet that it starts from.  Goes out: for each programme of TO its facts and its
contacts.  A fact is compared by kind, value and words: where it stands is the text's affair.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.core.expressions import expression
from pipeline.core.record import Booklet, Programme
from pipeline.diff.changes import Change, Diff, Member
from pipeline.diff.places import FACT_KINDS, value_of

_NAMES = {kind: name for name, kind in FACT_KINDS.items()}
_CONTACT = expression(r"contacts\[(\d+)\](\.organization)?")


@dataclass(frozen=True, slots=True, order=True)
class Holding:
    """What a programme of an edition holds, each list sorted: facts and contacts as JSON."""

    name: str
    facts: tuple[str, ...]
    contacts: tuple[str, ...]


def holdings(booklet: Booklet) -> list[Holding]:
    """Return what the programmes of a booklet hold."""
    return sorted(
        _holding(programme.name, _facts(programme.facts.model_dump(mode="json")), _contacts(programme))
        for programme in booklet.programmes
    )


def apply(diff: Diff, before: Booklet) -> list[Holding]:
    """Return what the programmes of TO hold, worked out from FROM and the diff alone."""
    places: dict[str, list[tuple[Change, Member]]] = {programme.id: [] for programme in before.programmes}
    removed: set[str] = set()
    found: list[Holding] = []
    for change in diff.changes:
        if change.kind == "programme_added":
            value = change.after
            found.append(_holding(value["name"], _facts(value["facts"]), value["contacts"]))
        for member in _members(change):
            if change.kind == "programme_removed":
                removed.add(member.programme.from_ or "")
            elif member.programme.from_ is not None:
                places[member.programme.from_].append((change, member))
    for programme in before.programmes:
        if programme.id not in removed:
            found.append(_after(programme, places[programme.id]))
    return sorted(found)


def _members(change: Change) -> Iterator[Member]:
    if change.members or change.programme is None:
        yield from change.members
    else:
        yield Member(
            programme=change.programme,
            path=change.path,
            path_from=change.path_from,
            before=change.before,
            after=change.after,
        )


def _after(programme: Programme, places: Iterable[tuple[Change, Member]]) -> Holding:
    name, facts = programme.name, _facts(programme.facts.model_dump(mode="json"))
    contacts: list[dict[str, Any] | None] = list(_contacts(programme))
    whole = set[int]()
    for change, member in places:
        if change.kind == "programme_renamed":
            name = member.after
        elif change.kind in _NAMES:
            _replace(facts, _NAMES[change.kind], member)
        elif change.kind in ("service_changed", "benefit_changed"):
            for value in _facts(_held(member.before)):
                facts.remove(value)
            facts += _facts(_held(member.after))
        elif change.kind == "contact_changed":
            match = _CONTACT.fullmatch(member.path_from or "")
            if match:
                contacts[int(match[1])] = member.after
                whole.add(int(match[1]))
            else:
                contacts.append(member.after)
        elif change.kind == "organization_renamed":
            match = _CONTACT.fullmatch(member.path_from or "")
            if match and match[2] and int(match[1]) not in whole:
                contact = contacts[int(match[1])] or {}
                renamed = contact["organization"].replace(member.before, member.after)
                contacts[int(match[1])] = contact | {"organization": renamed}
    return _holding(name, facts, [contact for contact in contacts if contact is not None])


def _held(block: Any) -> dict[str, list[dict[str, Any]]]:
    held: dict[str, list[dict[str, Any]]] = block.get("facts", {}) if isinstance(block, dict) else {}
    return held


def _replace(facts: list[str], name: str, member: Member) -> None:
    if member.before is not None:
        facts.remove(_fact(name, member.before))
    if member.after is not None:
        facts.append(_fact(name, member.after))


def _facts(facts: dict[str, list[dict[str, Any]]]) -> list[str]:
    return [_fact(name, fact) for name, several in facts.items() for fact in several]


def _fact(name: str, fact: dict[str, Any]) -> str:
    return json.dumps([name, value_of(fact), fact["printed"]], ensure_ascii=False, sort_keys=True)


def _contacts(programme: Programme) -> list[dict[str, Any]]:
    return [contact.model_dump(mode="json") for contact in programme.contacts]


def _holding(name: str, facts: Iterable[str], contacts: Iterable[dict[str, Any]]) -> Holding:
    dumped = (json.dumps(contact, ensure_ascii=False, sort_keys=True) for contact in contacts)
    return Holding(name, tuple(sorted(facts)), tuple(sorted(dumped)))
