"""Two texts -> where they differ, character by character, as a reader sees it.

A number is one sign: 120 against 150 is another amount, not another digit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex
from rapidfuzz.distance import Indel

from pipeline.core.expressions import expression

_SIGNS = expression(r"[0-9]+(?:[.,][0-9]+)*|\X", regex.S)
_LONG = 160  # characters; a same stretch beyond it is folded away
_KEPT = 48


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text: the same on both sides or not, inside a typed value or not, folded away or not."""

    text: str
    changed: bool = False
    fact: bool = False
    folded: bool = False


def highlight(before: str, after: str) -> tuple[list[Segment], list[Segment]]:
    """Return both texts cut where they differ."""
    one, other = _SIGNS.findall(before), _SIGNS.findall(after)
    left: list[Segment] = []
    right: list[Segment] = []
    for same, a, b in _runs(one, other):
        for side, text in ((left, "".join(a)), (right, "".join(b))):
            if text:
                side.append(Segment(text, changed=not same))
    return left, right


def _runs(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """Return stretches that are the same or not; a lone sign between two differences joins them."""
    blocks = [block for block in Indel.opcodes(one, other) if block.tag == "equal"]
    lone = {
        place
        for place, block in enumerate(blocks)
        if block.src_end - block.src_start == 1
        and 0 < block.src_start < block.src_end < len(one)
        and 0 < block.dest_start < block.dest_end < len(other)
        and not one[block.src_start].isspace()
    }
    a = b = 0
    for place, block in enumerate(blocks):
        if place in lone:
            continue
        if block.src_start > a or block.dest_start > b:
            yield False, one[a : block.src_start], other[b : block.dest_start]
        a, b = block.src_end, block.dest_end
        yield True, one[block.src_start : a], other[block.dest_start : b]
    if a < len(one) or b < len(other):
        yield False, one[a:], other[b:]


def mark(segments: Sequence[Segment], start: int, end: int) -> list[Segment]:
    """Return segments in which the characters [start, end) are marked as a typed value."""
    marked: list[Segment] = []
    at = 0
    for segment in segments:
        cuts = (0, max(0, start - at), max(0, end - at), len(segment.text))
        for number, (low, high) in enumerate(pairwise(cuts)):
            text = segment.text[low : min(high, len(segment.text))]
            if text:
                marked.append(replace(segment, text=text, fact=segment.fact or number == 1))
        at += len(segment.text)
    return marked


def fold(segments: Sequence[Segment]) -> list[Segment]:
    """Return segments in which the middle of a long unchanged stretch is folded away."""
    folded: list[Segment] = []
    for segment in segments:
        if segment.changed or segment.fact or len(segment.text) <= _LONG:
            folded.append(segment)
            continue
        head, middle, tail = (
            segment.text[:_KEPT],
            segment.text[_KEPT:-_KEPT],
            segment.text[-_KEPT:],
        )
        folded += (Segment(head), Segment(middle, folded=True), Segment(tail))
    return folded
