"""Level rules through the middle of words -> the words that they strike through.

Come in: the rules and the glyphs of a page.  Go out: the other rules, which may part cells, and the glyphs struck.  A
strike begins with its words; a rule of a table stands between lines, and is longer than what is printed over it.
"""

from __future__ import annotations

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
    reach = MIDDLE * max((glyph.size for glyph in glyphs), default=0.0) or 1.0
    near: dict[float, list[Glyph]] = {
        rule.at // reach + by: [] for rule in rules if rule.horizontal for by in (-1, 0, 1)
    }
    for glyph in glyphs if near else ():
        _, top, _, bottom = glyph.box
        held = near.get((top + bottom) / 2 // reach)
        if held is not None and glyph.confidence == 1:
            held.append(glyph)
    kept: list[Rule] = []
    struck: dict[int, Glyph] = {}
    for rule in rules:
        around = (near[rule.at // reach + by] for by in (-1, 0, 1)) if rule.horizontal else ()
        under = [glyph for held in around for glyph in held if _is_under(rule, glyph)]
        if under and _is_strike(rule, under):
            struck |= {id(glyph): glyph for glyph in under}
        else:
            kept.append(rule)
    return kept, list(struck.values())


def _is_under(rule: Rule, glyph: Glyph) -> bool:
    """Tell whether a rule runs through the middle of a glyph."""
    left, top, right, bottom = glyph.box
    level = abs((top + bottom) / 2 - rule.at) <= MIDDLE * glyph.size
    return level and rule.start <= (left + right) / 2 <= rule.end


def _is_strike(rule: Rule, glyphs: Sequence[Glyph]) -> bool:
    first = min(glyphs, key=lambda glyph: glyph.box[0])
    if abs(first.box[0] - rule.start) > BESIDE * first.size:
        return False
    covered = sum(min(rule.end, glyph.box[2]) - max(rule.start, glyph.box[0]) for glyph in glyphs)
    return covered > COVERED * (rule.end - rule.start)
