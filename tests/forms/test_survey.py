"""A look over a whole document: headings of columns, numbered headings."""

from collections import Counter

import pytest

from pipeline.core.page import Cell, Table
from pipeline.forms.document import Document, Segment
from pipeline.forms.profile import Profile, parse_profile
from pipeline.forms.segment import margins_of, segment, survey
from pipeline.forms.survey import Survey
from pipeline.pages.transcript import parse_transcript
from tests.printed import cell

CARDS = parse_profile("cards", 'labels = ["案名", "依據", "說明"]')


def taken_apart_by(profile: Profile, text: str) -> Document:
    return segment([parse_transcript(text, Counter())], profile)


def test_the_headings_of_columns_over_each_form_are_repeated_text() -> None:
    """項目 | 內容 stands over the labels of each form: it is kept, as no label."""
    document = taken_apart_by(CARDS, "項目\t內容\n案名\t甲\n依據\t乙法\n\n項目\t內容\n案名\t丙\n依據\t丁法\n")
    assert [[(e.label.text, e.text.text) for e in part.entries] for part in document.segments] == [
        [("案名", "甲"), ("依據", "乙法")],
        [("案名", "丙"), ("依據", "丁法")],
    ]
    assert [[line.text.text for line in part.repeated] for part in document.segments] == [
        ["項目", "內容"]
    ] * 2
    once = taken_apart_by(CARDS, "項目\t內容\n案名\t甲\n依據\t乙法\n\n案名\t丙\n依據\t丁法\n")
    assert once.segments[0].entries[0].label.text == "項目"  # one form alone does not tell
    assert once.segments[0].repeated == ()


def test_a_first_row_with_an_empty_cell_heads_no_columns() -> None:
    document = taken_apart_by(CARDS, "項目\t\n案名\t甲\n依據\t乙法\n\n項目\t\n案名\t丙\n依據\t丁法\n")
    assert [part.repeated for part in document.segments] == [(), ()]


PAIR = (cell(1, 0, "案名"), cell(1, 1, "甲"))


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        pytest.param(1, (cell(0, 0, "項目"), cell(0, 1, "內容")), id="the only row"),
        pytest.param(2, (cell(0, 0, "登記表"), *PAIR), id="a title over the whole width"),
        pytest.param(
            2, (cell(0, 0, "項目", rows=2), cell(0, 1, "內容"), PAIR[1]), id="a cell that spans rows"
        ),
    ],
)
def test_what_stands_above_each_form_and_heads_no_columns(rows: int, cells: tuple[Cell, ...]) -> None:
    look = Survey()
    part = Segment(None, None, None, (), (Table(rows, 2, cells, (0.0, 0.0, 200.0, 60.0)),))
    look.see(part, CARDS)
    look.see(part, CARDS)
    assert look.without_heads(part, CARDS) is part


@pytest.mark.parametrize(("heading", "numbered"), [("第一案　甲", True), ("甲", False), ("", False)])
def test_a_look_over_the_document_tells_whether_headings_number_forms(heading: str, numbered: bool) -> None:
    profile = parse_profile(
        "n", "labels = ['案名', '依據']\n[headings]\nprogramme = '(?:第(?P<number>[一二])案)?(?P<name>.)'"
    )
    pages = [parse_transcript(f"{heading}\n\n案名\t甲\n依據\t乙法\n", Counter())]
    assert survey(pages, margins_of(pages, profile), profile).numbered == ({""} if numbered else set())
