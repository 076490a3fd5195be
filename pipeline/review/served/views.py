"""A card -> what the page shows of it, as JSON: both sides with their marks, their places on the pages, and its hints.

Comes in: the desk, its pages, a card.  Goes out: plain values.  Only the words that changed are marked on a page; where
they are not found there, the lines of their field are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.core.errors import UserError
from pipeline.core.record import Facts, Finding, Front, PageBox, Programme
from pipeline.diff.changes import Change, ProgrammeRef
from pipeline.fields.corrected_facts import choices, correctable, starts_of
from pipeline.fields.whole_facts import CONDITIONS, said_whole, written
from pipeline.report.corrected import correction_view, value_label
from pipeline.report.highlight import Segment
from pipeline.report.labels import (
    Label,
    code,
    field,
    hint_of,
    labels_of,
    meaning_of,
    message_of,
    remark,
    same,
)
from pipeline.report.places import boxes_at, crumbs, lookup, page_at, text_at
from pipeline.report.sides import Holder, Place, Side, sides
from pipeline.report.values import headline, is_fact, shift, word_of_condition
from pipeline.review.cards import Card
from pipeline.review.desk import Desk
from pipeline.review.served.sheets import Sheets
from pipeline.review.verdicts import Verdict
from pipeline.source.corrections import Placed

_CONTEXT = 6
"""Letters before and after words by which they are told from the same words elsewhere."""
_NOWHERE: dict[str, Any] = {"page": None, "source": None}
_MOST_MEMBERS = 400
_NEVER_EMPTY = ("kind", "purpose", "comparison", "per")
"""Fields of a typed value that always say something, or several things."""


def listed(card: Card, verdict: Verdict | None) -> dict[str, Any]:
    """Return a line of the list: what tells a card from the others, and what was said of it."""
    kind = (
        labels_of("kinds").get(card.change.kind, same(card.change.kind))
        if card.change
        else meaning_of(card.findings[0])
    )
    several = len(card.change.members) if card.change else len(card.findings)
    after = card.change.after if card.change else None
    return {
        "key": card.key,
        "worry": card.worry,
        "kind": kind._asdict(),
        "programme": card.programme,
        "number": card.number,
        "value": after if isinstance(after, str) and not card.programme else "",
        "places": several if not card.programme and several > 1 else 0,
        "verdict": verdict and verdict.verdict,
        "note": verdict.note if verdict else "",
        "severity": card.findings[0].severity if card.findings else None,
    }


def corrected(made: Placed, desk: Desk) -> dict[str, Any]:
    """Return a correction as it stands in the file, and how it is said to a person."""
    named = (each for each in desk.booklet.programmes if made.programme in (each.id, each.name))
    view = correction_view(made, next(named, None) if made.programme else desk.booklet.front)
    return {
        **made.model_dump(),
        "said": {
            "crumbs": _labels(view.crumbs),
            "read": view.read._asdict(),
            "printed": view.printed._asdict(),
        },
    }


class Views:
    """What is shown of the cards of a desk."""

    def __init__(self, desk: Desk, sheets: tuple[Sheets | None, Sheets]) -> None:
        self.desk, self.sheets = desk, sheets
        self.after = {each.id: each for each in desk.booklet.programmes}
        self.before = {each.id: each for each in desk.before.programmes} if desk.before else {}

    def card(self, card: Card, *, placed: bool = True) -> dict[str, Any]:
        """Return all that is shown of a card; without its places on the pages no file is opened for it."""
        told = listed(card, self.desk.review.verdicts().get(card.key))
        return told | (self._change(card.change, placed) if card.change else self._findings(card, placed))

    def _change(self, change: Change, placed: bool) -> dict[str, Any]:
        ref, path, path_from = change.programme, change.path, change.path_from
        before, after = change.before, change.after
        if ref is None and change.members:
            first = change.members[0]
            ref, path, path_from = first.programme, first.path, first.path_from
            if change.kind != "organization_renamed":
                before, after = first.before, first.after
        left, right = self._holders(ref, path, before, after)
        places = (
            Place("", None, left, path if path_from is None else path_from),
            Place("", None, right, path),
        )
        one, other = sides(before, after, *places)
        holder, at = (right, path) if after is not None else (left, places[0].path or "")
        moved = shift(before, after)
        return {
            "crumbs": [] if change.members else _labels(crumbs(holder, at)),
            "before": self._side(0, one, before, left, places[0].path or "", placed),
            "after": self._side(1, other, after, right, path, placed),
            "shift": moved and {"text": moved.text._asdict(), "way": moved.way},
            "score": change.score,
            "remark": remark(change.note)._asdict() if change.note else None,
            "members": [
                {
                    "number": member.programme.to or member.programme.from_ or "",
                    "name": member.programme.name,
                    "crumbs": _labels(crumbs(self._member(member.programme), member.path)),
                }
                for member in change.members[:_MOST_MEMBERS]
            ],
            "corrected": _put_right(right, path) if after is not None else [],
            "correct": self._correctable(ref, path, after),
            "match": self._match(change),
        }

    def _holders(self, ref: ProgrammeRef | None, path: str, before: Any, after: Any) -> tuple[Holder, Holder]:
        if ref is not None:
            return self.before.get(ref.from_ or ""), self.after.get(ref.to or "")
        if path in ("area", "measure"):
            return _headed(self.before, path, before), _headed(self.after, path, after)
        return self.desk.before.front if self.desk.before else None, self.desk.booklet.front

    def _member(self, ref: ProgrammeRef) -> Holder:
        return self.after.get(ref.to or "") or self.before.get(ref.from_ or "")

    def _side(
        self, which: int, side: Side, value: Any, holder: Holder, path: str, placed: bool
    ) -> dict[str, Any]:
        sheets = self.sheets[which]
        edition = sheets.booklet.edition.id if sheets else ""
        if side.absent or sheets is None:
            return {"edition": edition, "absent": True, "rows": [], "page": None, "source": None}
        words = [segment.text.strip() for row in side.rows for segment in row.segments if segment.changed]
        words += [value["printed"]] if is_fact(value) else []
        words += [row.segments[0].text.splitlines()[0] for row in side.rows if row.segments]
        where = _NOWHERE
        if placed:
            boxes = boxes_at(holder, value["path"] if is_fact(value) else path)
            where = _placed(sheets, boxes, self._marks(sheets, side, boxes, value, holder), holder, words)
        return {
            "edition": edition,
            "absent": False,
            "headline": side.headline and side.headline._asdict(),
            "qualities": _labels(side.qualities),
            "rows": [
                {"label": row.label and row.label._asdict(), "segments": list(map(_segment, row.segments))}
                for row in side.rows
            ],
            **where,
        }

    def _marks(
        self, sheets: Sheets, side: Side, boxes: list[PageBox], value: Any, holder: Holder
    ) -> list[PageBox]:
        """Return where the words that changed are printed; of a typed value its own words."""
        if is_fact(value):
            text = text_at(holder, value["path"]) or ""
            start, end = value["span"]
            around = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
            return sheets.find(boxes, value["printed"], start / len(text) if text else 0.0, around)
        found: list[PageBox] = []
        for row in side.rows:
            whole = "".join(segment.text for segment in row.segments)
            at = 0
            for segment in row.segments:
                end = at + len(segment.text)
                if segment.changed and segment.text.strip():
                    around = whole[max(0, at - _CONTEXT) : at], whole[end : end + _CONTEXT]
                    found += sheets.find(boxes, segment.text, at / len(whole), around)
                at = end
        return found

    def _findings(self, card: Card, placed: bool) -> dict[str, Any]:
        first = card.findings[0]
        holder: Holder = self.after.get(first.where.programme or "", self.desk.booklet.front)
        path = first.where.path or ""
        sheets = self.sheets[1]
        boxes = [(first.where.page, *first.where.box)] if first.where.page and first.where.box else []
        boxes = boxes or (boxes_at(holder, path) if path else [])
        text = text_at(holder, path) if path else None
        rows = [{"label": None, "segments": [_segment(Segment(text))]}] if text else []
        return {
            "code": first.code,
            "message": message_of(first)._asdict(),
            "hint": hint_of(first)._asdict(),
            "crumbs": _labels(crumbs(holder, path)) if path else [],
            "before": {"edition": "", "absent": True, "rows": [], "page": None, "source": None},
            "after": {
                "edition": sheets.booklet.edition.id,
                "absent": False,
                "headline": None,
                "qualities": [],
                "rows": rows,
                **(_placed(sheets, boxes, [], holder, list(_quoted(first))) if placed else _NOWHERE),
            },
            "members": [
                {
                    "number": found.where.programme or "",
                    "name": self.after[found.where.programme].name
                    if found.where.programme in self.after
                    else "",
                    "crumbs": _labels(
                        crumbs(self.after.get(found.where.programme or ""), found.where.path or "")
                    ),
                }
                for found in (card.findings[:_MOST_MEMBERS] if len(card.findings) > 1 else ())
            ],
            "corrected": [],
            "correct": {"programme": first.where.programme or "", "path": path},
            "match": None,
        }

    def _correctable(self, ref: ProgrammeRef | None, path: str, after: Any) -> dict[str, str]:
        at = after["path"] if is_fact(after) else path
        return {"programme": (ref.to or "") if ref else "", "path": at if after is not None else ""}

    def _match(self, change: Change) -> dict[str, Any] | None:
        """Return the programmes that one of a change may be the same as, those without a partner first."""
        ref = change.programme
        if ref is None or not (change.kind.startswith("programme_") or ref.name_from):
            return None
        changes = self.desk.diff.changes if self.desk.diff else []
        alone = {
            "from": {c.programme.from_ for c in changes if c.kind == "programme_removed" and c.programme},
            "to": {c.programme.to for c in changes if c.kind == "programme_added" and c.programme},
        }
        side, known = ("to", self.after) if ref.to is None or ref.from_ else ("from", self.before)
        options = sorted(known.values(), key=lambda each: each.id not in alone[side])
        return {
            "from": ref.name_from or (ref.name if ref.from_ else None),
            "to": ref.name if ref.to else None,
            "choose": side,
            "options": [
                {"number": each.id, "name": each.name, "alone": each.id in alone[side]}
                for each in options
                if each.id != (ref.to if side == "to" else ref.from_)
            ],
        }

    def values(self, number: str) -> list[dict[str, Any]]:
        """Return every value of a programme, or of the front matter, that a person can put right."""
        holder: Programme | Front = self.after.get(number, self.desk.booklet.front)
        printed = [
            {
                "path": path,
                "crumbs": _labels(crumbs(holder, path)),
                "value": value,
                "prose": not isinstance(lookup(holder, path), str | None),
                "page": page_at(holder, path),
                "choices": [],
            }
            for path, value in _strings(holder)
        ]
        page = page_at(holder, "")
        return [*printed, *_typed(holder), *(_unread(kind, page) for kind in Facts.model_fields)]

    def unread(self, number: str, kind: str, words: str) -> dict[str, Any]:
        """Return where the words stand of a typed value that was not read.

        Raises:
            UserError: they stand nowhere, or in several places.
        """
        from pipeline.facts.programme_facts import places_of

        holder: Programme | Front = self.after.get(number, self.desk.booklet.front)
        places = places_of(holder) if isinstance(holder, Programme) else ["introduction"]
        starts = [(path, at) for path in places for at in starts_of(words, text_at(holder, path) or "")]
        if len(starts) != 1:
            raise UserError(
                f"these words stand in {len(starts)} places: write just those of the value as they are printed, "
                "with as many more as tell them from all others."
            )
        path, at = starts[0]
        return {"path": path, "fact": kind, "words": words, "at": at}


def _typed(holder: Programme | Front) -> Iterator[dict[str, Any]]:
    """Yield what can be put right of each typed value; a field of a closed list comes with it, in words."""
    for kind, listed_facts in holder.facts:
        for place, fact in enumerate(listed_facts):
            at = {"path": fact.path, "words": fact.printed, "at": fact.span[0]}
            whole = said_whole(kind, fact)
            yield {
                "path": f"facts.{kind}[{place}]",
                "crumbs": _labels([field(kind), same(f"「{fact.printed}」"), field("whole")]),
                "value": whole,
                "prose": False,
                "page": page_at(holder, fact.path),
                "choices": [
                    {"value": whole, **headline(fact.model_dump(mode="json"))._asdict()},
                    {"value": "", **code("unprinted")._asdict()},
                ],
                "several": False,
                "of": {**at, "fact": kind},
            }
            for name in correctable(kind, fact):
                told = written(fact, name)
                words = choices(fact, name)
                if words and name not in _NEVER_EMPTY:
                    words = ["", *words]
                yield {
                    "path": f"facts.{kind}[{place}].{name}",
                    "crumbs": _labels([field(kind), same(f"「{fact.printed}」"), field(name)]),
                    "value": told,
                    "prose": False,
                    "page": page_at(holder, fact.path),
                    "choices": [{"value": word, **value_label(name, word)._asdict()} for word in words],
                    "several": name == "per",
                    "of": {**at, "fact": f"{kind}.{name}"},
                }


def _put_right(holder: Holder, path: str) -> list[dict[str, Any]]:
    """Return what a person put right of the words at a path, or of what it holds."""
    within = (f"{path}.", f"{path}[")
    made = [each for each in holder.corrections if not each.fact] if holder else []
    views = (
        correction_view(each, holder) for each in made if each.path == path or each.path.startswith(within)
    )
    return [{"read": view.read._asdict(), "printed": view.printed._asdict()} for view in views]


def _unread(kind: str, page: int | None) -> dict[str, Any]:
    """Return what a typed value is put in with that was not read, on the first page of its programme or another."""
    return {
        "path": kind,
        "crumbs": _labels([field(kind)]),
        "value": "",
        "prose": False,
        "page": page,
        "choices": [],
        "several": True,
        "unread": True,
        "forms": list(_forms()) if kind == "conditions" else [],
        "of": {},
    }


def _forms() -> Iterator[dict[str, Any]]:
    """Yield how each condition begins, in words, and what may follow: some of the words, a number, or nothing."""
    for form, words in CONDITIONS.items():
        zh, en = zip(*map(code, form.split(" ")), strict=True)
        yield {
            "value": form,
            "zh": " ".join(zh),
            "en": " ".join(en),
            "number": words is None,
            "choices": [{"value": word, **word_of_condition(word)._asdict()} for word in words or ()],
        }


def _headed(programmes: dict[str, Programme], path: str, name: object) -> Programme | None:
    headed = (p for p in programmes.values() if (heading := getattr(p, path)) and heading.name == name)
    return next(headed, None)


def _labels(labels: list[Label]) -> list[dict[str, str]]:
    return [label._asdict() for label in labels]


def _segment(segment: Segment) -> dict[str, Any]:
    flags = {"c": segment.changed, "f": segment.fact, "h": segment.folded}
    return {"t": segment.text} | {name: 1 for name, on in flags.items() if on}


def _quoted(found: Finding) -> Iterator[str]:
    """Yield the words that a finding speaks of, as far as its data hold them."""
    for value in found.data.values():
        yield from (value,) if isinstance(value, str) else ()


def _placed(
    sheets: Sheets, boxes: list[PageBox], marks: list[PageBox], holder: Holder, words: list[str]
) -> dict[str, Any]:
    """Return the page of a value with its marks, or the lines of its source."""
    boxes = [box for box in boxes if sheets.size(box[0])]
    if not boxes:
        if sheets.pdf is None:
            lines, at = sheets.source_lines(words, getattr(holder, "name", ""))
            return {"page": None, "source": {"lines": lines, "at": at} if lines else None}
        return _NOWHERE
    page = marks[0][0] if marks else boxes[0][0]
    size = sheets.size(page)
    assert size is not None
    width, height = size
    printed = None
    if isinstance(holder, Programme) and holder.printed_page and holder.pages:
        printed = holder.printed_page + page - holder.pages[0]
    return {
        "page": {
            "n": page,
            "printed": printed,
            "ratio": round(height / width, 4),
            "marks": [sheets.share(box) for box in (marks or boxes) if box[0] == page],
            "exact": bool(marks),
        },
        "source": None,
    }


_STRINGS = ("name", "acronym", "summary")


def _strings(holder: Programme | Front) -> Iterator[tuple[str, str]]:
    if isinstance(holder, Front):
        paths = ["introduction"]
    else:
        paths = list(_STRINGS)
        for place, service in enumerate(holder.services):
            paths += (f"services[{place}].{name}" for name in ("kind", "title", "text"))
            for item in range(len(service.items)):
                paths += (f"services[{place}].items[{item}].label", f"services[{place}].items[{item}]")
        for place in range(len(holder.benefits)):
            paths += (f"benefits[{place}].kind", f"benefits[{place}].title", f"benefits[{place}]")
    for place, contact in enumerate(holder.contacts):
        paths += (f"contacts[{place}].{name}" for name in ("organization", "person", "note"))
        paths += (f"contacts[{place}].phones[{each}].printed" for each in range(len(contact.phones)))
        paths += (f"contacts[{place}].emails[{each}]" for each in range(len(contact.emails)))
    for place in range(len(holder.websites)):
        paths += (f"websites[{place}].name", f"websites[{place}].url")
    if isinstance(holder, Programme):
        paths += (f"other.{name}" for name in holder.other)
    for path in paths:
        value = text_at(holder, path)
        if value is not None or lookup(holder, path) is None:
            yield path, value or ""
