"""What is looked up by its place is what a look at everything finds."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.page import union
from pipeline.pages.glyph import Glyph
from pipeline.pages.layout.strokes import _goes_on, _is_within, without_strokes
from pipeline.pages.pdfium.witness import _apart, _overlap
from pipeline.pages.tables.rulings import Rule, merged

SIZES = st.sampled_from([6.0, 10.0, 11.5, 30.0])
ACROSS, DOWN = (st.integers(-40, 200).map(lambda at: at / 2) for _ in range(2))


@st.composite
def glyphs(draw: st.DrawFn) -> Glyph:
    """A character, which may be as wide as a line."""
    x, y, size = draw(ACROSS), draw(DOWN), draw(SIZES)
    wide = draw(st.sampled_from([0.0, size / 2, size, 3 * size, 200.0]))
    return Glyph("字", (x, y, x + wide, y + size), size, "")


RULES = st.builds(
    lambda horizontal, at, start, long: Rule(horizontal, at, start, start + long),
    st.booleans(),
    DOWN,
    ACROSS,
    st.sampled_from([0.0, 1.5, 5.0, 10.0, 40.0]),
)


@given(st.lists(RULES, max_size=12), st.lists(glyphs(), max_size=12))
def test_strokes_are_found_wherever_their_character_stands(rules: list[Rule], found: list[Glyph]) -> None:
    longest = max((glyph.size for glyph in found), default=0.0)
    short = [rule for rule in rules if rule.end - rule.start <= longest]
    strokes = [id(rule) for rule in short if any(_is_within(rule, glyph) for glyph in found)]
    whole = merged([rule for rule in rules if id(rule) not in strokes])
    long = [rule for rule in whole if rule.end - rule.start > longest]
    assert without_strokes(rules, found) == [
        rule for rule in rules if id(rule) not in strokes or _goes_on(rule, long, longest)
    ]


@given(st.dictionaries(st.integers(), st.lists(glyphs(), min_size=1, max_size=3), max_size=15))
def test_texts_that_overlap_are_never_tried_together_and_others_are(texts: dict[int, list[Glyph]]) -> None:
    boxes = {text: union(glyph.box for glyph in held) for text, held in texts.items()}
    groups = list(_apart(texts))
    assert sorted(text for group in groups for text in group) == sorted(texts)
    for group in groups:
        assert not any(
            _overlap(boxes[one], boxes[other]) for one in group for other in group if one is not other
        )
    for earlier, later in pairwise(groups):
        assert all(any(_overlap(boxes[one], boxes[other]) for other in earlier) for one in later)
