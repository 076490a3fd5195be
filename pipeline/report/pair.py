"""A diff and its two booklets -> the review page: losses first, every value beside its crop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pipeline.core.record import Booklet, Programme
from pipeline.diff.changes import CLASSES, Change, Diff, Member, ProgrammeRef
from pipeline.report.crops import Crop, Pages
from pipeline.report.labels import Label, labels_of, remark, same
from pipeline.report.page import render
from pipeline.report.places import boxes_at, crumbs
from pipeline.report.sides import Holder, Place, Side, crops, sides
from pipeline.report.timeline import timeline
from pipeline.report.values import Shift, is_fact, shift


@dataclass(frozen=True, slots=True)
class MemberView:
    """One place of a change that several programmes share."""

    number: str
    name: str
    crumbs: list[Label]
    before: list[Crop]
    after: list[Crop]


@dataclass(frozen=True, slots=True)
class Card:
    """One change as the page shows it."""

    id: str
    class_: str
    kind: Label
    crumbs: list[Label]
    shift: Shift | None
    before: Side
    after: Side
    score: str | None
    note: Label | None
    members: list[MemberView]
    areas: str
    agencies: str


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one programme, or of several at once (``ref`` is None)."""

    ref: ProgrammeRef | None
    cards: list[Card]


@dataclass(frozen=True, slots=True)
class Section:
    """The changes of one class."""

    class_: str
    count: int
    kinds: list[tuple[Label, int]]
    groups: list[Group]


class Pair:
    """Two booklets, found by programme, and the lists that the filters offer."""

    def __init__(
        self, diff: Diff, from_: Booklet, to: Booklet, pdf_from: Path | None, pdf_to: Path | None
    ) -> None:
        self.from_, self.to = from_, to
        self.former = {programme.id: programme for programme in from_.programmes}
        self.latter = {programme.id: programme for programme in to.programmes}
        self.ranks_to = {number: rank for rank, number in enumerate(self.latter)}
        self.ranks_from = {number: rank for rank, number in enumerate(self.former)}
        both = [*to.programmes, *from_.programmes]
        self.areas = list(dict.fromkeys(p.area.name for p in both if p.area))
        self.agencies = list(dict.fromkeys(name for p in both for name in offices(p)))
        typed = self._pages_of_facts(diff)
        self.pages = (Pages(pdf_from, "f", lettered=typed[0]), Pages(pdf_to, "t", lettered=typed[1]))

    def _pages_of_facts(self, diff: Diff) -> tuple[set[int], set[int]]:
        """Return the pages of both editions on which typed values that changed are looked for."""
        pages: tuple[set[int], set[int]] = (set(), set())
        for change in diff.changes:
            told = [(*_first(change), (change.before, change.after))]
            told += ((each.programme, each.path, (each.before, each.after)) for each in change.members)
            for ref, path, values in told:
                for found, holder, value in zip(pages, self._holders(ref, path, values), values, strict=True):
                    if is_fact(value):
                        found.update(box[0] for box in boxes_at(holder, value["path"]))
        return pages

    def _holders(
        self, ref: ProgrammeRef | None, path: str, value: tuple[object, object]
    ) -> tuple[Holder, Holder]:
        if ref is not None:
            return self.former.get(ref.from_ or ""), self.latter.get(ref.to or "")
        if path in ("area", "measure"):
            return _headed(self.from_, path, value[0]), _headed(self.to, path, value[1])
        return self.from_.front, self.to.front

    def places(
        self, ref: ProgrammeRef | None, path: str, path_from: str | None, value: tuple[object, object]
    ) -> tuple[Place, Place]:
        """Return where the values of a change stand in both editions."""
        left, right = self._holders(ref, path, value)
        return (
            Place(self.from_.edition.id, self.pages[0], left, path_from if path_from is not None else path),
            Place(self.to.edition.id, self.pages[1], right, path),
        )

    def order(self, change: Change) -> tuple[int, int]:
        """Return the place of a change: whole programmes, what many share, then programme by programme."""
        if change.kind in ("programme_removed", "programme_added"):
            return (0, 0)
        ref = change.programme
        if ref is None:
            return (1, 0)
        known = self.ranks_to if ref.to in self.ranks_to else self.ranks_from
        return (2 if ref.to in self.ranks_to else 3, known.get(ref.to or ref.from_ or "", 0))

    def numbers(self, change: Change) -> tuple[str, str]:
        """Return the places of a change's areas and agencies in the lists of the filters."""
        refs = [change.programme, *(member.programme for member in change.members)]
        holders = [
            holder
            for ref in refs
            if ref is not None
            for holder in (self.former.get(ref.from_ or ""), self.latter.get(ref.to or ""))
            if holder is not None
        ]
        areas = {holder.area.name for holder in holders if holder.area}
        if change.kind == "area_renamed":
            areas |= {str(change.before), str(change.after)}
        agencies = {name for holder in holders for name in offices(holder)}
        return _listed(self.areas, areas), _listed(self.agencies, agencies)


def offices(programme: Programme) -> list[str]:
    """Return the competent authorities of a programme, or who carries it out where it names none."""
    named = [contact for contact in programme.contacts if contact.role == "competent_authority"]
    return list(
        dict.fromkeys(contact.organization for contact in named or programme.contacts if contact.organization)
    )


def _listed(offered: list[str], wanted: Iterable[str]) -> str:
    chosen = set(wanted)
    return " ".join(str(place) for place, name in enumerate(offered) if name in chosen)


def _headed(booklet: Booklet, path: str, name: object) -> Programme | None:
    headed = (p for p in booklet.programmes if (heading := getattr(p, path)) and heading.name == name)
    return next(headed, None)


def pair_report(diff: Diff, from_: Booklet, to: Booklet, pdf_from: Path | None, pdf_to: Path | None) -> bytes:
    """Return the page on which a person reviews what TO changes against FROM.

    Args:
        diff: the changes of the two booklets.
        from_: the former edition.
        to: the edition under review.
        pdf_from: the former edition as published; no crop is shown of a file that is no PDF.
        pdf_to: the same of the edition under review.
    """
    pair = Pair(diff, from_, to, pdf_from, pdf_to)
    sections = [_section(pair, diff, class_) for class_ in CLASSES]
    targets = {
        number: change.id
        for change in reversed(diff.changes)
        if change.kind == "period_changed" and change.programme
        for number in [change.programme.to or change.programme.from_]
        if number
    }
    return render(
        pair.pages,
        mode="pair",
        diff=diff,
        edition=to.edition,
        former=from_.edition,
        sections=sections,
        total=len(diff.changes),
        timeline=timeline(list(_matched(pair, diff)), from_, to, targets),
        areas=pair.areas,
        agencies=pair.agencies,
    )


def _section(pair: Pair, diff: Diff, class_: str) -> Section:
    changes = [change for change in diff.changes if change.class_ == class_]
    kinds = diff.counts.get(class_, {})
    groups = [
        Group(members[0].programme, [_card(pair, change) for change in members])
        for _, found in groupby(sorted(changes, key=pair.order), key=lambda change: _who(change.programme))
        if (members := list(found))
    ]
    return Section(
        class_,
        len(changes),
        [(labels_of("kinds").get(kind, same(kind)), n) for kind, n in kinds.items()],
        groups,
    )


def _who(ref: ProgrammeRef | None) -> tuple[str | None, str | None] | None:
    return (ref.from_, ref.to) if ref else None


def _card(pair: Pair, change: Change) -> Card:
    value = (change.before, change.after)
    ref, path = _first(change)
    path_from = change.path_from if change.programme or not change.members else change.members[0].path_from
    left, right = pair.places(ref, path, path_from, value)
    before, after = sides(*value, left, right)
    holder = right if change.after is not None or right.holder is not None and path_from is None else left
    areas, agencies = pair.numbers(change)
    kind = labels_of("kinds").get(change.kind, same(change.kind))
    return Card(
        id=change.id,
        class_=change.class_,
        kind=kind,
        crumbs=[]
        if change.members or ref is None
        else _below(kind, crumbs(holder.holder, holder.path or "")),
        shift=shift(*value),
        before=before,
        after=after,
        score=None if change.score is None else f"{change.score:.0%}",
        note=None if change.note is None else remark(change.note),
        members=[_member(pair, member) for member in change.members],
        areas=areas,
        agencies=agencies,
    )


def _first(change: Change) -> tuple[ProgrammeRef | None, str]:
    """Return where a change is shown: one that several programmes share, in the first of them."""
    if change.programme is None and change.members:
        return change.members[0].programme, change.members[0].path
    return change.programme, change.path


def _below(kind: Label, named: list[Label]) -> list[Label]:
    """Return the names of a place without the first where the kind of change says it already."""
    return named[1:] if named and named[0].zh == kind.zh else named


def _member(pair: Pair, member: Member) -> MemberView:
    ref = member.programme
    left, right = pair.places(ref, member.path, member.path_from, (member.before, member.after))
    holder = right if right.holder is not None else left
    return MemberView(
        number=ref.to or ref.from_ or "",
        name=ref.name,
        crumbs=crumbs(holder.holder, holder.path or ""),
        before=crops(member.before, left) if member.before is not None else [],
        after=crops(member.after, right) if member.after is not None else [],
    )


def _matched(pair: Pair, diff: Diff) -> Iterator[tuple[Programme | None, Programme | None]]:
    """Return programmes of both editions in pairs, those removed last."""
    refs = [ref for c in diff.changes for ref in (c.programme, *(m.programme for m in c.members)) if ref]
    known = {ref.to: ref.from_ for ref in refs if ref.to}
    keys = {programme.key: number for number, programme in pair.former.items()}
    taken: set[str | None] = set()
    for number, programme in pair.latter.items():
        former = known[number] if number in known else keys.get(programme.key)
        taken.add(former)
        yield pair.former.get(former or ""), programme
    for number, programme in pair.former.items():
        if number not in taken:
            yield programme, None
