"""Every glyph has one owner, and the place of a value is where its glyphs stand."""

from array import array
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.page import Page
from pipeline.core.traced import EMPTY, Traced
from pipeline.fields.ledger import FURNITURE, SET_ASIDE, Ledger, Patch
from tests.printed import page

GLYPHS = "甲乙丙丁 戊己庚"


def span(start: int, end: int) -> Traced:
    return Traced("x" * (end - start), tuple(range(start, end)))


def ledger(*pages: Page) -> Ledger:
    made = Ledger()
    for each in pages or [page(1, glyphs=GLYPHS)]:
        made.open(each)
    return made


def unowned(made: Ledger) -> list[Patch]:
    return [patch for sheet in made.sheets for patch in sheet.unowned()]


def owned_twice(made: Ledger) -> list[Patch]:
    return [patch for sheet in made.sheets for patch in sheet.owned_twice()]


def coverage(made: Ledger) -> tuple[int, int]:
    owned, glyphs = zip(*(sheet.coverage() for sheet in made.sheets), strict=True)
    return sum(owned), sum(glyphs)


# who owns what


def test_nothing_is_owned_at_first():
    made = ledger()
    assert coverage(made) == (0, 7)
    assert [patch.text for patch in unowned(made)] == ["甲乙丙丁戊己庚"]
    assert made.scope_of(0) == ""
    assert owned_twice(made) == []


def test_what_is_owned_is_no_longer_lost():
    made = ledger()
    made.own("1.1.1", "summary", span(0, 3))
    made.own(FURNITURE, "margins", span(5, 8))
    assert coverage(made) == (6, 7)
    (patch,) = unowned(made)
    assert (patch.page, patch.text, patch.box) == (1, "丁", (30.0, 100.0, 40.0, 110.0))
    assert [made.scope_of(glyph) for glyph in (0, 3, 4, 5)] == ["1.1.1", "", "", FURNITURE]


def test_spaces_need_no_owner():
    made = ledger(page(1, glyphs="甲  乙\n\u3000"))
    made.own("1", "name", Traced("甲乙", (0, 3)))
    assert coverage(made) == (2, 2)
    assert unowned(made) == []


@pytest.mark.parametrize(
    ("first", "second"), [("services[0]", "services[0].title"), ("services[0].title", "services[0]")]
)
def test_part_and_whole_may_own_the_same(first, second):
    made = ledger()
    made.own("1.1.1", first, span(0, 4))
    made.own("1.1.1", second, span(0, 4))
    assert owned_twice(made) == []


@pytest.mark.parametrize(
    ("scope", "path"),
    [("1.1.2", "summary"), ("1.1.1", "benefits[0]"), (SET_ASIDE, "summary"), ("1.1.1", "summaries")],
)
def test_two_unrelated_owners_are_told(scope, path):
    made = ledger()
    made.own("1.1.1", "summary", span(0, 4))
    made.own(scope, path, span(2, 6))
    assert [patch.text for patch in owned_twice(made)] == ["丙丁"]
    assert made.scope_of(2) == "1.1.1"


@pytest.mark.parametrize(("one", "other"), [("services[1]", "services[10]"), ("other.甲", "other.甲乙")])
def test_path_that_only_begins_the_same_is_no_part(one, other):
    made = ledger()
    for paths in ((one, other), (other, one)):
        made = ledger()
        for path in paths:
            made.own("1.1.1", path, span(0, 2))
        assert [patch.text for patch in owned_twice(made)] == ["甲乙"]


def test_citing_owns_nothing_but_gives_a_place():
    made = ledger()
    made.own("1.1.1", "contacts[0].person", span(0, 2))
    made.cite("1.1.1", "contacts[1].person", span(0, 2))
    assert owned_twice(made) == []
    assert made.provenance("1.1.1")["contacts[1].person"] == [(1, 0.0, 100.0, 20.0, 110.0)]


def test_runs_do_not_go_over_the_end_of_a_page():
    made = ledger(page(1, glyphs="甲乙"), page(2, first=2, glyphs="丙丁"))
    assert [(patch.page, patch.text) for patch in unowned(made)] == [(1, "甲乙"), (2, "丙丁")]


# places


def test_provenance_has_a_box_a_line_and_no_box_for_spaces():
    first, second = page(1, glyphs="甲乙 丙"), page(2, first=4, glyphs="丁")
    first.boxes[4 * 3 : 4 * 4] = type(first.boxes)("f", (0.0, 120.04, 10.06, 130.0))
    made = ledger(first, second)
    made.own("1.1.1", "summary", span(0, 5))
    assert made.provenance("1.1.1") == {
        "summary": [(1, 0.0, 100.0, 20.0, 110.0), (1, 0.0, 120.0, 10.1, 130.0), (2, 0.0, 100.0, 10.0, 110.0)]
    }
    assert made.pages_of("1.1.1") == (1, 2)


def test_transcription_has_owners_but_no_places():
    made = ledger(page(None, glyphs=GLYPHS, boxes=False))
    made.own("1.1.1", "summary", span(0, 4))
    assert made.provenance("1.1.1") == {}
    assert made.pages_of("1.1.1") is None
    assert coverage(made) == (4, 7)
    assert [(patch.page, patch.text, patch.box) for patch in unowned(made)] == [(None, "戊己庚", None)]


def test_scope_that_owns_nothing():
    made = ledger()
    made.own("1.1.1", "summary", EMPTY)
    assert made.pages_of("1.1.1") is None
    assert made.pages_of("9.9.9") is None
    assert made.provenance("1.1.1") == made.provenance("9.9.9") == {}


def test_page_of_each_glyph():
    pages = [page(1, glyphs="甲乙"), page(2, first=2), page(3, first=2, glyphs="丙")]
    assert [ledger(*pages).page_of(glyph).number for glyph in range(3)] == [1, 1, 3]


@given(st.text("甲乙 \n", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_owned_and_lost_are_all_there_is(glyphs, spans):
    made = ledger(page(1, glyphs=glyphs))
    owned = set()
    for start, end in spans:
        part = span(min(start, len(glyphs)), min(max(start, end), len(glyphs)))
        made.own("1.1.1", "summary", part)
        owned |= {glyph for glyph in part.ids if not glyphs[glyph].isspace()}
    ink = "".join(glyphs.split())
    assert coverage(made) == (len(owned), len(ink))
    lost = "".join(glyphs[glyph] for glyph in range(len(glyphs)) if glyph not in owned)
    assert "".join("".join(patch.text for patch in unowned(made)).split()) == "".join(lost.split())


# what is closed


def test_pages_before_a_glyph_are_closed_and_forgotten():
    made = ledger(page(1, glyphs="甲乙"), page(2, first=2), page(3, first=2, glyphs="丙丁"), page(4, first=4))
    made.own("1.1.1", "summary", span(0, 2))
    assert [sheet.page.number for sheet in made.close(3)] == [1, 2]
    assert made.close(2) == []
    made.own("1.1.1", "summary", span(2, 4))
    assert [(sheet.page.number, sheet.coverage()) for sheet in made.close()] == [(3, (2, 2)), (4, (0, 0))]
    assert made.sheets == []


def test_a_scope_that_is_forgotten_has_no_places_but_still_owns():
    made = ledger()
    made.own("1.1.1", "summary", span(0, 4))
    made.forget("1.1.1")
    assert made.provenance("1.1.1") == {}
    assert made.scope_of(0) == "1.1.1"


# how sure, and where


def test_a_recognised_text_is_as_sure_as_its_least_sure_character():
    sure = replace(page(1, glyphs="甲乙丙丁"), confidence={1: 0.87654, 2: 0.5})
    made = ledger(sure, page(2, glyphs="戊己", first=10))
    made.own("1", "name", span(0, 2))
    made.own("1", "summary", span(1, 4))
    made.own("1", "printed", span(3, 4))
    made.own("1", "empty", EMPTY)
    made.own("1", "overleaf", span(10, 12))
    made.own("2", "name", span(0, 1))
    assert made.confidence("1") == {"name": 0.877, "summary": 0.5}
    assert made.confidence("2") == made.confidence("3") == {}
    assert ledger().confidence("1") == {}


def test_a_scope_that_is_forgotten_has_no_places():
    made = ledger()
    made.own("1", "name", span(0, 2))
    made.forget("2")  # nobody knows it
    assert made.provenance("1") == {"name": [(1, 0.0, 100.0, 20.0, 110.0)]}
    made.forget("1")
    assert made.provenance("1") == {}


def test_the_box_of_a_line_is_round_its_tallest_glyphs():
    boxes = [(0, 100, 10, 110), (10, 98, 20, 112), (20, 101, 30, 109), (0, 120, 10, 130), (60, 121, 70, 131)]
    tall = replace(page(1, glyphs="甲乙丙丁戊"), boxes=array("f", [side for box in boxes for side in box]))
    assert ledger(tall).boxes(range(5)) == [(1, 0.0, 98.0, 30.0, 112.0), (1, 0.0, 120.0, 70.0, 131.0)]
