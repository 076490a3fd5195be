"""Where the kinds and the items of a cell begin: at the signs of the profile, or at marks in their place.

Comes in: the joined text of a cell of services or benefits.  Goes out: the places of its marks.  A cell with none of
the profile's signs is read by its own: the marks that it begins with are those of its kinds, the ones below them
those of their items.  Numbers count only where each of them is followed by the name of a kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from pipeline.core.expressions import expression
from pipeline.core.ordinals import BULLETS
from pipeline.core.text import fold
from pipeline.core.traced import Traced
from pipeline.fields.outline import Marker, candidates, markers
from pipeline.forms.profile import Markers

LABEL = expression(r"(?P<label>(?:[(（][^()（）\n]{1,20}[)）]|[^。；，,;：:\n]){1,40}?)(?<!https?|ftp)[：:]")
SENTENCE = expression(r"[。；，]")
TITLE_LENGTH = 40
"""A title is shorter than this; anything longer is text."""
_NOTE = "※"
"""Begins a note below a text, and no item."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Levels:
    """The places of the marks before kinds and before items, and of a cell that has other signs the first of each."""

    kinds: Sequence[Span] = ()
    items: Sequence[Span] = ()
    other_kind: str = ""
    other_item: str = ""


@lru_cache(maxsize=1)  # asked for the parts of a cell, and then for the marks between them
def levels_of(text: Traced, signs: Markers) -> Levels:
    """Return where the kinds and the items of a cell begin."""
    known = Levels(_places(text, signs.kind), _places(text, signs.item))
    found = [] if known.kinds and known.items else markers(text)
    if not found:
        return known
    if known.kinds:
        below = [each for each, depth in found if depth == 1 and _is_bullet(each) and each.style != _NOTE]
        return Levels(known.kinds, _spans(below), "", below[0].style) if _labelled(text, below) else known
    return _by_its_own(text, known, found, signs)


def _by_its_own(text: Traced, known: Levels, found: Sequence[tuple[Marker, int]], signs: Markers) -> Levels:
    """Return the levels of a cell that no known sign of a kind stands in."""
    top = [marker for marker, depth in found if depth == 0]
    below = [] if known.items else _below(text, top[0], found)
    if top[0].start or top[0].style == signs.item or not _are_kinds(text, top, [*top, *below]):
        return known
    if not (below and (_is_bullet(below[0]) or _labelled(text, below))):
        below = []
    first, second = (text.text[each.start : each.end] for each in (top[0], (below or top)[0]))
    if known.items:
        return Levels(_spans(top), known.items, first)
    if below:
        return Levels(_spans(top), _spans(below), first, second)
    if _are_items(text, top, signs):
        return Levels([], _spans(top), "", first)
    return Levels(_spans(top), [], first)


def _below(text: Traced, top: Marker, found: Sequence[tuple[Marker, int]]) -> list[Marker]:
    """Return the marks one level below; one that begins a line is a list of its own there, 二、某項 | (一)某事."""
    below = {marker.start: marker for marker, depth in found if depth == 1}
    below |= {
        each.start: each
        for each in candidates(text)
        if each.ordinal == 1 and each.style != top.style and text.broken_before(each.start)
    }
    marks = [below[start] for start in sorted(below)]
    return [each for each in marks if each.style == marks[0].style]


def names_kind(text: Traced) -> int:
    """Return where the name of a kind ends that a text begins with, before its colon; 0 where there is none."""
    match = LABEL.match(text.text)
    if match and len(match["label"]) <= TITLE_LENGTH:
        return match.end("label")
    return len(text) if len(text) <= TITLE_LENGTH and not SENTENCE.search(text.text) else 0


def _places(text: Traced, sign: str) -> list[Span]:
    return [(place, place + 1) for place, character in enumerate(text.text) if character == sign]


def _spans(found: Sequence[Marker]) -> list[Span]:
    return [(marker.start, marker.end) for marker in found]


def _is_bullet(marker: Marker) -> bool:
    return marker.style in BULLETS


def _after(text: Traced, found: Sequence[Marker], every: Sequence[Marker]) -> list[Traced]:
    """Return what stands between each of these marks and the next of all."""
    ends = sorted([each.start for each in every] + [len(text)])
    return [text[each.end : next(end for end in ends if end > each.start)].strip() for each in found]


def _are_kinds(text: Traced, top: Sequence[Marker], every: Sequence[Marker]) -> bool:
    """Tell whether marks are followed by names of kinds: numbers all of them, a sign the first."""
    heads = _after(text, top, every)
    return all(map(names_kind, heads[:1] if _is_bullet(top[0]) else heads))


def _labelled(text: Traced, below: Sequence[Marker]) -> bool:
    return bool(below) and LABEL.match(text.text[below[0].end :].lstrip()) is not None


def _are_items(text: Traced, top: Sequence[Marker], signs: Markers) -> bool:
    """Tell whether the first words after marks are those of items, 補助對象：, so that no kind is named."""
    match = LABEL.match(text.text[top[0].end :].lstrip())
    return match is not None and regex.fullmatch(signs.item_label, fold(match["label"])) is not None
