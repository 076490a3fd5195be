"""What is found again and again is said once: one finding with a count, all places and all words.

Comes in: the findings of a booklet.  Goes out: the same, those that recur as one at the first of their places: a
footer that no margin holds, the captions of figures, an added row of every form.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence

import regex

from pipeline.core.expressions import expression
from pipeline.core.record import Finding
from pipeline.core.text import fold

REPEATS = 3
"""So many of one kind recur."""
_DIGITS = expression(r"\d+|[一二三四五六七八九十]+(?=[、.．:：)）])")
_LIKE = (
    (
        "caption",
        expression(
            r"[(（【]?(?:附[圖表件]|[圖表]|照片|相片|figure|table|photo)[ ]?(?:\d|[一二三四五六七八九十]|[:：]).{0,60}",
            regex.I,
        ),
    ),
    ("source", expression(r"(?:資料|圖片|照片)來源[:：].{0,60}")),
    ("unit", expression(r"[(（]?單位[:：].{0,12}")),
)
"""Lines of one sort, whatever they say, are one finding."""
_LEADER = expression(r"[\p{P}\p{S}\s]+")


def _words(text: str) -> Hashable:
    """Return what a text has in common with others of its sort: its words, numbers apart."""
    sort = next((sort for sort, pattern in _LIKE if pattern.fullmatch(text)), None)
    if sort or _LEADER.fullmatch(text):
        return sort or "leader"
    return _DIGITS.sub("#", fold(text))


_KEYS: dict[str, Callable[[Finding], Hashable]] = {
    "label-unknown": lambda found: fold(found.data.get("label", "")),
    "label-missing": lambda found: found.where.path,
    "stray-text": lambda found: _words(found.data.get("text", "")),
    "text-lost": lambda found: _words(found.data.get("text", "")),
    "text-hidden": lambda found: _words(found.data.get("text", "")),
    "table-unknown": lambda found: tuple(
        _DIGITS.sub("#", fold(cell)) for row in found.data.get("rows", []) for cell in row
    ),
    "kind-unmarked": lambda found: found.data.get("sign", id(found)),
    "item-unmarked": lambda found: found.data.get("sign", id(found)),
}
"""What tells that two findings of a code are one and the same; all kinds may have another sign."""


def said_once(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings with those that recur as one each, at the place of the first."""
    groups: dict[Hashable, list[Finding]] = defaultdict(list)
    for at, each in enumerate(findings):
        groups[(each.code, _KEYS[each.code](each)) if each.code in _KEYS else at].append(each)
    told: list[Finding] = []
    for members in groups.values():
        told += [_together(members)] if len(members) >= REPEATS else members
    order = {id(each): at for at, each in enumerate(findings)}
    return sorted(told, key=lambda each: order[id(each)])


def _together(members: Sequence[Finding]) -> Finding:
    """Make the first of some findings that of all: nothing that they say is left out."""
    first = members[0]
    said = [each.data for each in members]
    first.message = f"{first.message} (and {len(members) - 1} more like it)"
    first.data = first.data | {"count": len(members), "places": [_place(each) for each in members]}
    if any(data != said[0] for data in said):
        first.data["each"] = said
    return first


def _place(found: Finding) -> str:
    where = found.where
    if where.programme:
        return f"{where.programme}:{where.path or ''}".rstrip(":")
    return f"p. {where.page}" if where.page else ""
