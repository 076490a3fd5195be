"""One programme in two editions -> the places in which it differs, field by field.

Comes in: a matched pair.  Goes out: places.  What is a fact is said as the fact, what is not as its text; a block
that came or went is said once, with the facts in it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from pipeline.core.record import Benefit, Item, Prose, Service
from pipeline.core.text import fold
from pipeline.diff.changes import Class, Kind
from pipeline.diff.contacts import (
    Pairs,
    compare_contacts,
    compare_websites,
    in_prose,
    pair,
    rename_place,
)
from pipeline.diff.matching import Match
from pipeline.diff.places import FACT_KINDS, Place, Ref, by_path, facts_json
from pipeline.diff.rollover import Years
from pipeline.diff.texts import Renamed, compare_texts, fact_class

ALIKE = 0.5
"""Blocks of one form that are at least so alike are one block, changed."""


@dataclass(slots=True)
class _Comparison:
    """A pair of programmes being compared: what was found, and the facts that still lack a partner."""

    match: Match
    renames: Sequence[Renamed]
    years: Years
    before: dict[str, list[Ref]]
    after: dict[str, list[Ref]]
    places: list[Place] = field(default_factory=list)
    vanished: list[tuple[Ref, str]] = field(default_factory=list)
    """Facts of FROM without a partner, each with the sentence that went with it."""
    added: list[tuple[Ref, str]] = field(default_factory=list)


def compare(match: Match, contacts: Pairs, renames: Sequence[Renamed], years: Years) -> list[Place]:
    """Return where a programme differs between two editions; its name and headings are left to ``diff``."""
    this = _Comparison(match, in_prose(renames), years, by_path(match.before), by_path(match.after))
    one, other = match.before, match.after
    _text(this, "text_changed", ("summary", one.summary.text), ("summary", other.summary.text))
    _services(this)
    _benefits(this)
    _other(this)
    this.places += compare_contacts(match, contacts, renames)
    this.places += compare_websites(one.websites, other.websites, this.renames, years)
    _lone_facts(this)
    return this.places


Located = tuple[str, str]
"""A path and the text there."""


def _text(this: _Comparison, kind: Kind, one: Located, other: Located) -> None:
    """Compare two texts and the facts in them."""
    (path_from, before), (path, after) = one, other
    facts = this.before.get(path_from, []), this.after.get(path, [])
    if before == after and not facts[0] and not facts[1]:
        return
    found = compare_texts(before, after, facts, this.renames, this.years)
    for was, now in found.pairs:
        _fact(this, was, now)
    this.vanished += ((ref, found.words.get(id(ref), "")) for ref in found.vanished)
    this.added += ((ref, found.words.get(id(ref), "")) for ref in found.added)
    for number, old, new in found.renamed:
        rename = next(rename for rename in this.renames if rename.number == number)
        this.places.append(rename_place(rename, path, path_from, old, new))
    class_ = found.class_
    if class_ == "substantive" and not after:
        class_ = "loss"
    if class_ is not None:
        values = before or None, after or None
        this.places.append(Place(kind, class_, path, path_from, *values, (kind, *values)))


def _fact(this: _Comparison, one: Ref | None, other: Ref | None, note: str | None = None) -> None:
    """Put the change from one fact to another, if there is one."""
    either = other or one
    assert either is not None
    class_: Class | None
    if one is None or other is None:
        class_ = "loss" if other is None else "substantive"
    else:
        class_ = fact_class(one, other, this.years)
    if class_ is None:
        return
    if class_ == "typographic":
        note = "the same value in other words"
    this.places.append(
        Place(
            FACT_KINDS[either.name],
            class_,
            either.fact.path,
            one.fact.path if one else None,
            one.as_json() if one else None,
            other.as_json() if other else None,
            (either.name, one and one.identity, other and other.identity),
            note=note,
        )
    )


def _lone_facts(this: _Comparison) -> None:
    """Report the facts without a partner in their text; one that only moved to another text is none."""
    for ref, words in this.vanished:
        twin = next((pair for pair in this.added if pair[0].identity == ref.identity), None)
        if twin is not None:
            this.added.remove(twin)
            if words or twin[1]:  # the sentence went with it
                paths = twin[0].fact.path, ref.fact.path
                key = ("moved", words, twin[1])
                place = Place("text_changed", "substantive", *paths, words, twin[1], key, note="moved")
                this.places.append(place)
        else:
            _fact(this, ref, None, words or None)
    for ref, words in this.added:
        _fact(this, None, ref, words or None)


def _block(this: _Comparison, kind: Kind, path: str, block: Service | Item | Benefit, *, gone: bool) -> None:
    """Put a block that came or went, with its facts."""
    facts = this.before if gone else this.after
    held = (refs for where, refs in facts.items() if where == path or where.startswith(f"{path}."))
    inside = [ref for refs in held for ref in refs]
    plain: dict[str, Any] = block.model_dump(mode="json")
    value = plain | {"facts": facts_json(inside)}
    key = (kind, gone, repr(plain))
    if gone:
        this.places.append(Place(kind, "loss", path, path, value, None, key))
    else:
        this.places.append(Place(kind, "substantive", path, None, None, value, key))


def _label(
    this: _Comparison, kind: Kind, paths: tuple[str, str], before: str | None, after: str | None
) -> None:
    """Put a name, a kind or a label that changed."""
    if before == after:
        return
    class_: Class = "typographic" if fold(before or "") == fold(after or "") else "substantive"
    path_from, path = paths
    this.places.append(Place(kind, class_, path, path_from, before, after, (kind, before, after)))


def _services(this: _Comparison) -> None:
    before, after = this.match.before.services, this.match.after.services
    spare: tuple[dict[str, Item], dict[str, Item]] = ({}, {})
    for i, j in pair(before, after, _service_key, _service_likeness):
        if i is None or j is None:
            number = j if i is None else i
            service = after[j] if j is not None else before[number or 0]
            _block(this, "service_changed", f"services[{number}]", service, gone=j is None)
            continue
        one, other = before[i], after[j]
        here, there = f"services[{i}]", f"services[{j}]"
        _label(this, "service_changed", (f"{here}.kind", f"{there}.kind"), one.kind, other.kind)
        titles = (f"{here}.title", one.title or ""), (f"{there}.title", other.title or "")
        _text(this, "service_changed", *titles)
        _text(this, "text_changed", (here, one.text or ""), (there, other.text or ""))
        for k, n in pair(one.items, other.items, _item_key, _item_likeness):
            if k is not None and n is not None:
                _item(this, (f"{here}.items[{k}]", one.items[k]), (f"{there}.items[{n}]", other.items[n]))
            elif k is not None:
                spare[0][f"{here}.items[{k}]"] = one.items[k]
            elif n is not None:
                spare[1][f"{there}.items[{n}]"] = other.items[n]
    _moved_items(this, *spare)


def _moved_items(this: _Comparison, gone: Mapping[str, Item], come: Mapping[str, Item]) -> None:
    """Pair items that went from one service to another; the rest came or went."""
    left, right = list(gone.items()), list(come.items())
    for i, j in pair(
        left,
        right,
        lambda item: (item[1].label, item[1].text),
        lambda one, other: _same_item(one[1], other[1]),
    ):
        moved = i is not None and j is not None and _same_item(left[i][1], right[j][1]) > 0
        if moved and i is not None and j is not None:
            (path_from, one), (path, other) = left[i], right[j]
            services = tuple(where.partition(".")[0] for where in (path_from, path))
            values = one.model_dump(mode="json"), other.model_dump(mode="json")
            key = ("item-moved", repr(values))
            note = f"moved from {services[0]} to {services[1]}"
            this.places.append(
                Place("service_changed", "substantive", path, path_from, *values, key, note=note)
            )
            _item(this, left[i], right[j])
            continue
        if i is not None:
            _block(this, "service_changed", *left[i], gone=True)
        if j is not None:
            _block(this, "service_changed", *right[j], gone=False)


def _item(this: _Comparison, before: tuple[str, Item], after: tuple[str, Item]) -> None:
    (here, one), (there, other) = before, after
    _label(this, "label_changed", (f"{here}.label", f"{there}.label"), one.label, other.label)
    _text(this, "text_changed", (here, one.text), (there, other.text))


def _service_key(service: Service) -> Hashable:
    return fold(service.kind), fold(service.title or ""), _content(service)


def _content(service: Service) -> str:
    return fold("".join((service.text or "", *(f"{item.label or ''}{item.text}" for item in service.items))))


def _service_likeness(one: Service, other: Service) -> float:
    parts = [(0.3, float(fold(one.kind) == fold(other.kind))), (0.5, _ratio(_content(one), _content(other)))]
    if one.title or other.title:
        parts.append((0.2, _ratio(fold(one.title or ""), fold(other.title or ""))))
    score = sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)
    return score if score >= ALIKE else 0.0


def _ratio(one: str, other: str) -> float:
    return fuzz.ratio(one, other) / 100


def _item_key(item: Item) -> Hashable:
    return fold(item.label or ""), fold(item.text)


def _item_likeness(one: Item, other: Item) -> float:
    """Return how alike two items of one service are: a label of its own is enough, however the text changed."""
    text = _ratio(fold(one.text), fold(other.text))
    if one.label and other.label and fold(one.label) == fold(other.label):
        return 1 + text
    labels = _ratio(fold(one.label or ""), fold(other.label or ""))
    return text if text + 0.3 * labels >= 0.6 and text >= 0.4 else 0.0


def _same_item(one: Item, other: Item) -> float:
    """Return how alike two items of different services are; 0 where they are not the same one."""
    text = _ratio(fold(one.text), fold(other.text))
    return text if text >= 0.8 else 0.0


def _benefits(this: _Comparison) -> None:
    before, after = this.match.before.benefits, this.match.after.benefits
    for i, j in pair(before, after, _benefit_key, _benefit_likeness):
        if i is not None and j is not None:
            one, other = before[i], after[j]
            here, there = f"benefits[{i}]", f"benefits[{j}]"
            _label(this, "benefit_changed", (f"{here}.kind", f"{there}.kind"), one.kind, other.kind)
            titles = (f"{here}.title", one.title or ""), (f"{there}.title", other.title or "")
            _text(this, "benefit_changed", *titles)
            _text(this, "text_changed", (here, one.text), (there, other.text))
        elif i is not None:
            _block(this, "benefit_changed", f"benefits[{i}]", before[i], gone=True)
        elif j is not None:
            _block(this, "benefit_changed", f"benefits[{j}]", after[j], gone=False)


def _benefit_key(benefit: Benefit) -> Hashable:
    return fold(benefit.kind), fold(benefit.title or ""), fold(benefit.text)


def _benefit_likeness(one: Benefit, other: Benefit) -> float:
    texts = (fold((each.title or "") + each.text) for each in (one, other))
    score = 0.4 * (fold(one.kind) == fold(other.kind)) + 0.6 * _ratio(*texts)
    return score if score >= ALIKE else 0.0


Named = tuple[str, Prose]


def _other(this: _Comparison) -> None:
    """Compare the fields that the form names itself."""
    before: list[Named] = list(this.match.before.other.items())
    after: list[Named] = list(this.match.after.other.items())
    for i, j in pair(before, after, lambda named: fold(named[0]), _other_likeness):
        was, one = before[i] if i is not None else ("", None)
        now, other = after[j] if j is not None else ("", None)
        if one is not None and other is not None and _other_likeness((was, one), (now, other)) > 0:
            _label(this, "label_changed", (f"other.{was}", f"other.{now}"), was, now)
            _text(this, "text_changed", (f"other.{was}", one.text), (f"other.{now}", other.text))
            continue
        if one is not None:
            _text(this, "text_changed", (f"other.{was}", one.text), (f"other.{was}", ""))
        if other is not None:
            _text(this, "text_changed", (f"other.{now}", ""), (f"other.{now}", other.text))


def _other_likeness(one: Named, other: Named) -> float:
    if fold(one[0]) == fold(other[0]):
        return 2.0
    text = _ratio(fold(one[1].text), fold(other[1].text))
    return text if text >= 0.6 else 0.0
