"""A part of the record and what a person put right in it -> the part as it is printed.

Comes in: a programme or the front matter, and the corrections of an edition.  Goes out: the same with each value put
right that still reads as the correction says; one that fits nothing is a finding, and nothing is changed by it.  What
follows from a value follows from the corrected one: outline, telephone, name and key; facts are read afterwards, and
what was read wrongly from right words is put right in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from pipeline.core.expressions import expression
from pipeline.core.findings import finding
from pipeline.core.record import Facts, Finding, Front, Programme
from pipeline.core.text import digest, fold
from pipeline.facts.phone_lists import phone_of
from pipeline.facts.phones import find_phones
from pipeline.facts.programme_facts import places_of
from pipeline.fields.corrected_facts import settles, with_value, with_whole
from pipeline.source.corrections import Placed

Holder = TypeVar("Holder", Programme, Front)
_STEP = expression(r"([^.\[\]]+)|\[(\d+)\]")
_SCALARS = frozenset(
    [
        "name",
        "acronym",
        "kind",
        "title",
        "label",
        "text",
        "organization",
        "person",
        "note",
        "number",
        "url",
        "printed",
        "introduction",
    ]
)
"""Strings that are printed; emails are strings of a list."""


class Corrections:
    """The corrections of an edition, and which of them fitted."""

    def __init__(self, listed: Sequence[Placed]) -> None:
        self._open = list(listed)

    def applied(self, holder: Holder) -> Holder:
        """Return a programme or the front matter as it is printed."""
        for each in [each for each in self._open if not each.fact and _concerns(each, holder)]:
            if (changed := _applied(holder, each)) is not None:
                holder = changed
                self._open.remove(each)
        return holder

    def of_facts(self, holder: Holder, unread: Sequence[Finding]) -> tuple[Facts, list[Finding]]:
        """Return the typed values of a programme or the front matter as a person read them.

        Args:
            holder: what has them.
            unread: what was not understood there; a role that a person says is no finding any more.
        """
        facts, left = holder.facts, list(unread)
        for each in [each for each in self._open if each.fact and _concerns(each, holder)]:
            if "." in (each.fact or ""):
                changed = with_value(facts, each)
            else:
                changed = with_whole(facts, each, _text(holder, each.path), _places(holder))
            if changed is not None:
                facts = changed
                left = [found for found in left if not settles(each, found)]
                holder.corrections = [*holder.corrections, each.plain()]
                self._open.remove(each)
        return facts, left

    def unused(self) -> Iterator[Finding]:
        """Yield a finding for each correction that fitted nothing."""
        for each in self._open:
            yield finding(
                "correction-unused",
                f"the correction of {each.read or 'what was absent'} to {each.printed or 'nothing'} "
                f"in {each.programme or 'the front matter'} {each.fact or each.path} fits nothing: "
                f"{'no such value' if each.fact and each.read else 'other words are'} read there",
                path=each.path,
                page=each.page,
                correction=each.model_dump(exclude_none=True),
            )


def _text(holder: Programme | Front, path: str) -> str | None:
    place = _place(holder.model_dump(), path)
    return place and place[0][place[1]]


def _places(holder: Programme | Front) -> list[str]:
    return places_of(holder) if isinstance(holder, Programme) else ["introduction"]


def _concerns(made: Placed, holder: Programme | Front) -> bool:
    if isinstance(holder, Front):
        return not made.programme
    return made.programme == holder.id or bool(made.programme) and fold(made.programme) == fold(holder.name)


def _applied(holder: Holder, made: Placed) -> Holder | None:
    """Return a holder with one value put right; None where it does not read as the correction says."""
    data: dict[str, Any] = holder.model_dump()
    place = _place(data, made.path)
    if place is None:
        return None
    parent, key = place
    before = parent[key]
    if made.read == "" and not before:
        parent[key] = made.printed
    elif isinstance(before, str) and made.read and before.count(made.read) == 1:
        parent[key] = before.replace(made.read, made.printed) or _nothing(parent, key)
        if key == "text" and parent.get("outline") and not _in_outline(parent["outline"], made):
            return None
    else:
        return None
    _follow(data, parent, key)
    data["corrections"] = [*data.get("corrections", []), made.plain().model_dump()]
    return type(holder).model_validate(data)


def _place(data: Any, path: str) -> tuple[Any, Any] | None:
    """Return what holds the string of a path, and its key there; None where no printed string stands there."""
    parent: Any = None
    key: Any = None
    value = data
    for name, number in _STEP.findall(path):
        parent, key = value, int(number) if number else name
        listed = isinstance(parent, list) and isinstance(key, int) and key < len(parent)
        if not listed and not (isinstance(parent, dict) and key in parent):
            return None
        value = parent[key]
    if isinstance(value, dict) and "text" in value:
        parent, key, value = value, "text", value["text"]
    printed = (key in _SCALARS or isinstance(key, int)) and not path.startswith("facts")
    return (parent, key) if parent is not None and printed and isinstance(value, str | None) else None


def _nothing(parent: Any, key: Any) -> str | None:
    """Return what stands where nothing is printed: a field that may be absent is None."""
    return None if key in ("acronym", "title", "label", "person", "note") and isinstance(parent, dict) else ""


def _in_outline(nodes: Sequence[dict[str, Any]], made: Placed) -> bool:
    """Put the words right in the one node that has them; tell whether just one does."""
    holding = [node for node in _nodes(nodes) if made.read and made.read in node["text"]]
    if len(holding) != 1 or holding[0]["text"].count(made.read) != 1:
        return False
    holding[0]["text"] = holding[0]["text"].replace(made.read, made.printed)
    return True


def _nodes(nodes: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        yield node
        yield from _nodes(node["children"])


def _follow(data: dict[str, Any], parent: Any, key: Any) -> None:
    """Have a programme's key follow its name, and what can be dialled follow what is printed."""
    if parent is data and key == "name":
        data["key"] = digest(data["name"])
    if key == "printed" and "e164" in parent:
        found = find_phones(parent["printed"])
        if len(found) == 1:
            parent.update(phone_of(found[0]).model_dump())
        else:
            parent.update(e164=None, extension=None)
