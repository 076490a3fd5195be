"""The parts of a document."""

from pipeline.core.page import Table
from pipeline.forms.document import Segment
from tests.printed import cell, line

FORM = (0.0, 0.0, 200.0, 60.0)


def test_a_form_without_a_word_begins_with_no_glyph() -> None:
    nothing = Table(1, 2, (cell(0, 0), cell(0, 1)), FORM)
    assert Segment(None, None, None, (), (nothing,), ()).first_glyph() == 0
    words = Table(1, 2, (cell(0, 1, "甲"),), FORM)
    assert Segment(None, None, None, (), (words,), ()).first_glyph() == 1_000
    assert Segment(None, None, None, (), (words,), (line("註", 500),)).first_glyph() == 500
