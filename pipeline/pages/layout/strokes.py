"""Rules that are strokes of a character, which some programs draw beside the glyph that says which it is.

Come in: the rules and the glyphs of a page.  Go out: the rules that part cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.pages.glyph import Glyph
from pipeline.pages.tables.rulings import ROUND, THICK, Rule, merged

WITHIN, BESIDE = 0.55, 0.1
"""The strokes of a glyph lie within these shares of its size above and below its middle, and beside its box."""
MANY = 4
"""Times the size of the largest type; what is wider is looked up by its height alone."""


def without_strokes(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> list[Rule]:
    """Return the rules without those that lie within a glyph: strokes of a character that is drawn, too."""
    longest = max((glyph.size for glyph in glyphs), default=0.0)
    short = [rule.box for rule in rules if rule.end - rule.start <= longest]
    if not glyphs or not short:
        return list(rules)
    near = {int((top + bottom) / 2 // longest) + step for _, top, _, bottom in short for step in (-1, 0, 1)}
    places: dict[tuple[int, int | None], list[Glyph]] = {}
    for glyph in glyphs:
        row = int(_middle(glyph) // longest)
        if row in near:
            for column in _columns_of(glyph, longest):
                places.setdefault((row, column), []).append(glyph)

    def is_stroke(rule: Rule) -> bool:
        x0, top, _, bottom = rule.box
        row, column = int((top + bottom) / 2 // longest), int(x0 // longest)
        around = (places.get((at, by), ()) for at in (row - 1, row, row + 1) for by in (column, None))
        return any(_is_within(rule, glyph) for held in around for glyph in held)

    strokes = {id(rule) for rule in rules if rule.end - rule.start <= longest and is_stroke(rule)}
    others = [rule for rule in rules if id(rule) not in strokes]
    whole = [rule for rule in merged(others) if rule.end - rule.start > longest] if strokes else []
    return [rule for rule in rules if id(rule) not in strokes or _goes_on(rule, whole, longest)]


def _goes_on(stroke: Rule, rules: Iterable[Rule], longest: float) -> bool:
    """Tell whether what lies within a glyph is a dot or dash of a rule that goes on beyond it, over the border."""
    x0, top, x1, bottom = stroke.box
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    dot = stroke.end - stroke.start <= THICK
    return any(
        (dot or rule.horizontal == stroke.horizontal)
        and abs((y if rule.horizontal else x) - rule.at) <= ROUND
        and rule.start - longest <= (x if rule.horizontal else y) <= rule.end + longest
        for rule in rules
    )


def _columns_of(glyph: Glyph, width: float) -> Iterable[int | None]:
    """Return the columns of a width in which a rule that lies within a glyph may begin; of an odd one, None."""
    beside = BESIDE * glyph.size
    first, last = (int(x // width) for x in (glyph.box[0] - beside, glyph.box[2] + beside))
    return range(first, last + 1) if 0 <= last - first < MANY else (None,)


def _middle(glyph: Glyph) -> float:
    return (glyph.box[1] + glyph.box[3]) / 2


def _is_within(rule: Rule, glyph: Glyph) -> bool:
    """Tell whether a rule lies within the square of a glyph; the box of a glyph may be far taller."""
    x0, top, x1, bottom = rule.box
    half, beside = WITHIN * glyph.size, BESIDE * glyph.size
    level = glyph.box[0] - beside < x0 and x1 < glyph.box[2] + beside
    return level and _middle(glyph) - half < top and bottom < _middle(glyph) + half
