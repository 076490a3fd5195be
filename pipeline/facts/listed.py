"""Where the items of a list begin and end in a text, what announces them, and the text without their markers.

Comes in: a text and its outline.  Goes out: spans in that text.  A marker is no part of what follows it: 1. and 7折
are not 1.7折.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.core.record import Node
from pipeline.facts.match import Span


class Listed(NamedTuple):
    """One item: where its marker begins, where its words do, where it ends, and the headings that announce it."""

    start: int
    body: int
    end: int
    headings: tuple[str, ...]
    """The nearest last; each ended in a colon, which is left out."""


def listed(text: str, outline: Sequence[Node]) -> list[Listed]:
    """Return the items of a text, whose lines its outline describes, in order; none where they do not agree."""
    found: list[Listed] = []
    at = 0
    for node, headings in _walked(outline, (), []):
        marker = node.marker or ""
        end = at + len(marker) + len(node.text)
        if text[at:end] != marker + node.text:
            return []
        found.append(Listed(at, at if marker.startswith("【") else at + len(marker), end, headings))
        at = end + 1
    return found


def _walked(
    nodes: Sequence[Node], above: tuple[str, ...], walked: list[tuple[Node, tuple[str, ...]]]
) -> list[tuple[Node, tuple[str, ...]]]:
    """Add each node with what announces it: the nodes it stands under, and a heading without marker before it."""
    before = above
    for node in nodes:
        said = _announces(node)
        walked.append((node, above if node.marker is None else before))
        if node.children:
            _walked(node.children, (*before, said) if said else before, walked)
        if node.marker is None:
            before = (*above, said) if said else above
    return walked


def _announces(node: Node) -> str:
    if node.marker and node.marker.startswith("【"):
        return node.marker[1:-1]
    return node.text[:-1] if node.text.endswith(("：", ":")) else ""


def without_markers(text: str, items: Sequence[Listed]) -> str:
    """Return the text, as long as it was, with spaces where the markers stood."""
    if not items:
        return text
    parts, at = [], 0
    for item in items:
        parts += [text[at : item.start], " " * (item.body - item.start)]
        at = item.body
    return "".join(parts) + text[at:]


def headings_of(items: Sequence[Listed], span: Span) -> tuple[str, ...]:
    """Return what announces the item in which a span stands, the nearest first."""
    if not items:
        return ()
    at = bisect_right(items, span[0], key=lambda item: item.start) - 1
    inside = at >= 0 and span[0] < max(items[at].end, items[at].start + 1)
    return items[at].headings[::-1] if inside else ()
