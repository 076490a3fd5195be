"""Two booklets -> what the second changes against the first, as data.

Comes in: two records and a person's decisions.  Goes out: a ``Diff``.  It depends on neither the order of the
programmes nor on how an edition was read.  ``pipeline.diff.apply`` works out TO's facts and contacts from it.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from typing import Any, get_args

from pipeline.core.expressions import expression
from pipeline.core.record import Booklet, Edition, Programme
from pipeline.core.text import fold
from pipeline.diff.changes import (
    CLASSES,
    Change,
    Class,
    Diff,
    EditionRef,
    Kind,
    Member,
    ProgrammeRef,
    to_json,
)
from pipeline.diff.contacts import MANY, organization_renames, pair_contacts, pair_renamed
from pipeline.diff.headings import name_of, successors
from pipeline.diff.matching import Decisions, Match, match_programmes
from pipeline.diff.places import Place
from pipeline.diff.programmes import compare
from pipeline.diff.rollover import Years

__all__ = ["Change", "Class", "Diff", "EditionRef", "Kind", "Member", "ProgrammeRef", "diff", "to_json"]

_KINDS: tuple[Kind, ...] = get_args(Kind)
_NUMBER_AND_WORDS = expression(r"(\d*)(\D*)")
Found = tuple[ProgrammeRef | None, str, Place]
"""The programme, its key across years, and a place in it."""


def diff(before: Booklet, after: Booklet, decisions: Decisions | None = None) -> Diff:
    """Return what ``after`` changes against ``before``.

    Raises:
        UserError: two decisions contradict each other.
    """
    matching = match_programmes(before, after, decisions)
    years = Years(before.edition.roc_year, after.edition.roc_year)
    matched = [
        (match, pair_contacts(match.before.contacts, match.after.contacts)) for match in matching.matches
    ]
    organizations = {contact.organization for programme in after.programmes for contact in programme.contacts}
    renames = organization_renames(matched, organizations)
    if renames:  # a contact under the new name may have been given to someone else, too
        matched = [(match, pair_renamed(match, renames)) for match, _ in matched]
    found: list[Found] = [
        *_labels(before.edition, after.edition),
        *_headings(matching.matches, before, after),
    ]
    found += (_whole(programme, gone=True) for programme in matching.removed)
    found += (_whole(programme, gone=False) for programme in matching.added)
    for match, contacts in matched:
        ref = _both(match)
        found += ((ref, match.after.key, place) for place in compare(match, contacts, renames, years))
    changes = sorted(_numbered(_grouped(found)), key=_order)
    return Diff(
        from_=_edition(before.edition),
        to=_edition(after.edition),
        counts=_counts(changes),
        changes=changes,
        findings=matching.findings,
    )


def _edition(edition: Edition) -> EditionRef:
    return EditionRef(
        id=edition.id, roc_year=edition.roc_year, title=edition.title, sha256=edition.source.sha256
    )


def _reference(programme: Programme, before: Programme | None, after: Programme | None) -> ProgrammeRef:
    authorities = [contact for contact in programme.contacts if contact.role == "competent_authority"]
    first = (authorities or programme.contacts)[:1]
    return ProgrammeRef(
        from_=before.id if before else None,
        to=after.id if after else None,
        name=programme.name,
        name_from=before.name if before and before.name != programme.name else None,
        area=programme.area.name if programme.area else None,
        organization=first[0].organization if first else None,
    )


def _both(match: Match) -> ProgrammeRef:
    return _reference(match.after, match.before, match.after)


def _whole(programme: Programme, *, gone: bool) -> Found:
    """Return a programme that came or went; the value is the programme without its boxes."""
    value = programme.model_dump(mode="json", exclude={"provenance", "confidence"})
    key = ("programme", gone, programme.id, programme.name)
    if gone:
        place = Place("programme_removed", "loss", "", "", value, None, key)
    else:
        place = Place("programme_added", "substantive", "", None, None, value, key)
    return (
        _reference(programme, programme if gone else None, None if gone else programme),
        programme.key,
        place,
    )


def _area(programme: Programme) -> str:
    return name_of(programme.area)


def _measure(programme: Programme) -> str:
    return name_of(programme.measure)


def _labels(before: Edition, after: Edition) -> Iterator[Found]:
    """Yield the fields that all forms of an edition announce in new words: what they hold is compared as ever."""
    old, new = before.source.labels, after.source.labels
    for name in new:
        if name in old and fold(old[name]) != fold(new[name]):
            key = ("form", name, old[name], new[name])
            yield None, "", Place("label_changed", "typographic", name, name, old[name], new[name], key)


def _headings(matches: list[Match], before: Booklet, after: Booklet) -> Iterator[Found]:
    """Yield headings and programmes that have a new name, and programmes that stand under another heading."""
    levels: tuple[tuple[str, Kind, Any], ...] = (
        ("area", "area_renamed", _area),
        ("measure", "measure_renamed", _measure),
    )
    became = {}
    for path, kind, heading in levels:
        sides = {heading(each) for each in before.programmes}, {heading(each) for each in after.programmes}
        became[path] = successors(matches, heading, sides)
        for old, new in became[path].items():
            if old != new:
                yield None, "", Place(kind, _class(old, new), path, path, old, new, (kind, old, new))
    for match in matches:
        one, other = match.before, match.after
        if one.name != other.name:
            how = "; ".join(part for part in (f"matched by {match.by}", match.reason) if part)
            key = ("name", one.key, other.key)
            yield (
                _both(match),
                other.key,
                replace(
                    Place(
                        "programme_renamed",
                        _class(one.name, other.name),
                        "name",
                        "name",
                        one.name,
                        other.name,
                        key,
                    ),
                    score=match.score,
                    note=how,
                ),
            )
        stood, stands = (_area(one), _measure(one)), (_area(other), _measure(other))
        if (became["area"].get(stood[0]), became["measure"].get(stood[1])) != stands:
            was, now = ({"area": area, "measure": measure} for area, measure in (stood, stands))
            path = "area" if became["area"].get(stood[0]) != stands[0] else "measure"
            key = ("moved", one.key, other.key)
            yield _both(match), other.key, Place("programme_moved", "substantive", path, path, was, now, key)


def _class(before: str, after: str) -> Class:
    return "typographic" if fold(before) == fold(after) else "substantive"


def _grouped(found: Iterable[Found]) -> Iterator[tuple[str, Change]]:
    """Yield changes, each with what its id is made from; the same one in many programmes is one with members."""
    groups: dict[Hashable, list[Found]] = defaultdict(list)
    for each in found:
        groups[each[2].kind, each[2].class_, each[2].key].append(each)
    for group in groups.values():
        group.sort(key=lambda each: (_position(each[0]), each[1], _natural(each[2].path)))
        programmes = {key for _, key, _ in group}
        if len(programmes) >= MANY:
            yield _change(group, None, "")
            continue
        if group[0][2].kind != "organization_renamed":
            for each in group:
                yield _change([each], each[0], each[1])
            continue
        for programme in sorted(programmes):  # an organisation is renamed once a programme
            own = [each for each in group if each[1] == programme]
            yield _change(own, own[0][0], programme)


def _change(group: list[Found], ref: ProgrammeRef | None, programme: str) -> tuple[str, Change]:
    _, _, first = group[0]
    before, after = first.before, first.after
    if first.kind == "organization_renamed" and isinstance(first.key, tuple):
        before, after = first.key[1:]  # without what else a place prints beside the name
    members = [
        Member(
            programme=member,
            path=place.path,
            path_from=place.path_from,
            before=place.before,
            after=place.after,
        )
        for member, _, place in group
        if member is not None and len(group) > 1
    ]
    change = Change(
        id="0" * 12,
        kind=first.kind,
        class_=first.class_,
        programme=ref,
        path=first.path,
        path_from=first.path_from,
        before=before,
        after=after,
        score=first.score,
        note=first.note,
        members=members,
    )
    path = first.path if programme else ""
    return json.dumps([first.kind, programme, path, repr(first.key)], ensure_ascii=False), change


def _numbered(changes: Iterable[tuple[str, Change]]) -> Iterator[Change]:
    """Give each change its id: of what it says, so that it is the same in every run and on every page."""
    seen: dict[str, int] = defaultdict(int)
    for said, change in sorted(changes, key=lambda pair: (pair[0], pair[1].path_from or "")):
        seen[said] += 1
        text = said if seen[said] == 1 else f"{said} {seen[said]}"
        yield change.model_copy(update={"id": hashlib.sha256(text.encode()).hexdigest()[:12]})


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    """Return a key that puts items[2] before items[10]."""
    return tuple((int(digits or 0), words) for digits, words in _NUMBER_AND_WORDS.findall(text))


def _position(ref: ProgrammeRef | None) -> tuple[Any, ...]:
    return (ref is not None, _natural((ref.to or ref.from_ or "") if ref else ""), ref.name if ref else "")


def _order(change: Change) -> tuple[Any, ...]:
    """Return where a change stands: losses first, then by kind, programme and place."""
    place = change.programme or (change.members[0].programme if change.members else None)
    kind = _KINDS.index(change.kind)
    return (CLASSES.index(change.class_), kind, _position(place), _natural(change.path), change.id)


def _counts(changes: Iterable[Change]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {class_: {} for class_ in CLASSES}
    for change in changes:
        of_class = counts[change.class_]
        of_class[change.kind] = of_class.get(change.kind, 0) + 1
    return counts
