"""Level rules through the middle of words -> the words that they strike through.

Come in: the rules and the glyphs of a page.  Go out: the other rules, which may part cells, and the glyphs struck.  A
strike begins with its words; a rule of a table stands between lines, and is longer than what is printed over it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pipeline.pages.glyph import Glyph
from pipeline.pages.tables.rulings import Rule

MIDDLE = 0.25
"""A strike runs no further from the middle of its glyphs than this share of their size."""
COVERED, BESIDE = 0.8, 0.1
"""Glyphs stand over more than the first share of it, and it begins no further than the second one of their size from
the first of them."""


def without_strikes(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> tuple[list[Rule], list[Glyph]]:
    """Return the rules that strike nothing through, and the glyphs that the others do."""
    heights: dict[float, list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.confidence == 1:
            heights.setdefault((glyph.box[1] + glyph.box[3]) / 2, []).append(glyph)
    middles = sorted(heights)
    furthest = MIDDLE * max((glyph.size for held in heights.values() for glyph in held), default=0.0)
    kept: list[Rule] = []
    struck: dict[int, Glyph] = {}
    for rule in rules:
        first, end = bisect_left(middles, rule.at - furthest), bisect_right(middles, rule.at + furthest)
        under = [
            glyph
            for middle in (middles[first:end] if rule.horizontal else ())
            for glyph in heights[middle]
            if abs(middle - rule.at) <= MIDDLE * glyph.size
            and rule.start <= (glyph.box[0] + glyph.box[2]) / 2 <= rule.end
        ]
        if under and _is_strike(rule, under):
            struck |= {id(glyph): glyph for glyph in under}
        else:
            kept.append(rule)
    return kept, list(struck.values())


def _is_strike(rule: Rule, glyphs: Sequence[Glyph]) -> bool:
    first = min(glyphs, key=lambda glyph: glyph.box[0])
    if abs(first.box[0] - rule.start) > BESIDE * first.size:
        return False
    covered = sum(min(rule.end, glyph.box[2]) - max(rule.start, glyph.box[0]) for glyph in glyphs)
    return covered > COVERED * (rule.end - rule.start)
