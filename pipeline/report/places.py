"""A path in a record -> its text, its boxes on the page and its name for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.core.expressions import expression
from pipeline.core.record import Front, PageBox, Programme
from pipeline.report.labels import Label, code, field, same

_STEP = expression(r"([^.\[\]]+)|\[(\d+)\]")
_NAMES = ("kind", "label", "title", "organization", "name")


def steps(path: str) -> list[str | int]:
    """Return the parts of a path: "services[0].items[2]" is services, 0, items, 2."""
    return [int(number) if number else name for name, number in _STEP.findall(path)]


def lookup(holder: Programme | Front | None, path: str) -> Any:
    """Return what stands at a path, or None."""
    value: Any = holder
    for step in steps(path):
        if isinstance(step, int):
            value = value[step] if isinstance(value, Sequence) and step < len(value) else None
        elif isinstance(value, Mapping):
            value = value.get(step)
        else:
            value = getattr(value, step, None)
    return value


def text_at(holder: Programme | Front | None, path: str) -> str | None:
    """Return the text that a fact's path names: a string, or the text of what stands there."""
    value = lookup(holder, path)
    found = value if isinstance(value, str) else getattr(value, "text", None)
    return found if isinstance(found, str) else None


def boxes_at(holder: Programme | Front | None, path: str) -> list[PageBox]:
    """Return the boxes of a path: its own, those of its parts, or those of what holds it."""
    if holder is None:
        return []
    provenance = holder.provenance
    if not path:  # the whole: its name and what it says of itself
        return [*provenance.get("name", []), *provenance.get("summary", [])]
    while path:
        found = provenance.get(path) or [
            box
            for other, boxes in provenance.items()
            if other.startswith((f"{path}.", f"{path}[")) and not other.endswith(".label")
            for box in boxes
        ]
        if found:
            return list(dict.fromkeys(found))
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return provenance.get("name", [])


def page_at(holder: Programme | Front | None, path: str) -> int | None:
    """Return the page on which the first box of a path lies."""
    boxes = boxes_at(holder, path)
    return boxes[0][0] if boxes else None


def crumbs(holder: Programme | Front | None, path: str) -> list[Label]:
    """Return what a person calls a place: services › a kind › an item's label."""
    named: list[Label] = []
    walked = ""
    for step in steps(path):
        if isinstance(step, str):
            walked += f".{step}" if walked else step
            if step not in ("items", "facts", "text", "outline"):
                named.append(field(step))
            continue
        walked += f"[{step}]"
        value = lookup(holder, walked)
        name = next((found for key in _NAMES if (found := getattr(value, key, None))), None)
        said = code(name) if isinstance(name, str) and len(name) <= 24 else same(str(step + 1))
        if not named or said.zh != named[-1].zh:
            named.append(said)
    if len(named) == 2 and named[0].zh in (field("facts").zh, field("periods").zh):
        return named[:1]
    return named
