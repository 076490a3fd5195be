"""Contacts that stand beside each other in one cell are set one below the other, by their places."""

from array import array
from dataclasses import replace

import pytest

from pipeline.core.page import Cell, Line, Page, Table
from pipeline.forms.contacts_beside import STRAIGHT, contacts_apart
from pipeline.forms.profile import load_profile
from tests.printed import GLYPH, line, page, traced

PROFILE = load_profile("support-measures")


def set_apart(*drawn: str) -> tuple[Table, Table]:
    """Return a table of one cell, drawn as a typewriter writes it, and what becomes of it."""
    text = "\n".join(drawn)
    paper: Page = page(1, glyphs=text, boxes=False)
    lines, first = [], 0
    for row in drawn:
        lines.append(Line(traced(row.replace("  ", "||"), first).strip(), (0, 0, 0, 0), room=5.0))
        first += len(row) + 1
    table = Table(1, 1, (Cell(0, 0, 1, 1, (0, 0, 0, 0), tuple(lines)),), (0, 0, 0, 0))
    return table, contacts_apart(paper, table, PROFILE)


def read(*drawn: str) -> list[str]:
    """Return the lines of the cell that comes out."""
    (cell,) = set_apart(*drawn)[1].cells
    return [line.text.text for line in cell.lines]


def test_each_column_is_read_from_its_head_to_its_foot() -> None:
    assert read(
        "主辦機關：甲部          執行單位：乙會",
        "承辦人員：王科員        聯絡人員：李專員",
        "電話：02-2345-6789      電話：02-2987-6543",
        "                        E-mail：",
        "                        li@example.tw",
    ) == [
        "主辦機關：甲部",
        "承辦人員：王科員",
        "電話：02-2345-6789",
        "執行單位：乙會",
        "聯絡人員：李專員",
        "電話：02-2987-6543",
        "E-mail：",
        "li@example.tw",
    ]


def test_the_words_of_a_label_may_stand_apart() -> None:
    """Else the first office headed nothing, and the person of the second was that of the first."""
    assert read(
        "主辦  機關：甲部        執行  單位：乙會",
        "承辦人：王科員          聯絡人：李專員",
    ) == ["主辦機關：甲部", "承辦人：王科員", "執行單位：乙會", "聯絡人：李專員"]


def test_what_wraps_in_one_column_moves_the_other_by_nothing() -> None:
    assert read(
        "主辦機關：甲部          執行單位：乙會推動辦",
        "承辦人員：王科員        公室",
        "電話：02-2345-6789      聯絡人員：李專員",
        "                        電話：02-2987-6543",
    )[3:5] == ["執行單位：乙會推動辦", "公室"]


def test_columns_end_where_an_office_stands_alone_and_begin_where_the_first_does() -> None:
    assert read(
        "洽詢時請先來電",
        "主辦機關：甲部          執行單位：乙會",
        "電話：02-2345-6789      電話：02-2987-6543",
        "執行單位：丙會",
        "電話：02-2111-2222",
    ) == [
        "洽詢時請先來電",
        "主辦機關：甲部",
        "電話：02-2345-6789",
        "執行單位：乙會",
        "電話：02-2987-6543",
        "執行單位：丙會",
        "電話：02-2111-2222",
    ]


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(("主辦機關：甲部      承辦人員：王科員", "執行單位：乙會      聯絡人員：李專員"), id="a row is a contact"),
        pytest.param(("主辦機關：甲部      執行單位：乙會", "聯絡人員：李專員    電話：02-2987-6543"), id="below are other labels"),
        pytest.param(("主辦機關：甲部      執行單位：乙會",), id="nothing below"),
        pytest.param(("主辦機關：甲部      執行單位：乙會", "電話：02-2345-6789"), id="one number for both"),
        pytest.param(("主辦機關：甲部      執行單位：乙會", "電話：02-2345-6789、02-2987-6543", "                    電話：02-2111-2222"), id="a line over both"),
        pytest.param(("  主辦機關：甲部      執行單位：乙會", "電話：02-2345-6789    電話：02-2987-6543"), id="begins further left"),
        pytest.param(("    主辦機關：甲部    執行單位：乙會", "註  電話：02-2345-6789  電話：02-2987-6543"), id="a mark left of all"),
        pytest.param(("主辦機關：甲部      承辦人員：王科員", "電話：02-2345-6789"), id="one office, one person"),
        pytest.param(("主辦機關：甲部  ", "電話：02-2345-6789、傳真：02-2987-6543"), id="one office"),
    ],
)  # fmt: skip
def test_what_says_other_things_is_read_as_it_stands(drawn: tuple[str, ...]) -> None:
    before, after = set_apart(*drawn)
    assert after is before


@pytest.mark.parametrize(
    ("left", "is_apart"), [(-STRAIGHT + 0.02, True), (-STRAIGHT - 0.02, False), (5, True)]
)
def test_a_column_begins_no_further_left_than_its_head(left: float, is_apart: bool) -> None:
    second = 120 + left * GLYPH
    printed = [
        (0, 0, "主辦機關：甲部"),
        (120, 0, "執行單位：乙會"),
        (0, 20, "電話：甲"),
        (second, 20, "電話：乙"),
    ]
    places = array("f")
    for x, y, words in printed:
        for at in range(len(words)):
            places.extend((x + GLYPH * at, y, x + GLYPH * (at + 1), y + GLYPH))
    text = "".join(words for *_, words in printed)
    paper = replace(page(1, glyphs=text), boxes=places)
    lines = tuple(
        replace(line(text[start : start + 14], start, size=GLYPH), room=5.0)
        for start in range(0, len(text), 14)
    )
    table = Table(1, 1, (Cell(0, 0, 1, 1, (0, 0, 400, 40), lines),), (0, 0, 400, 40))
    (cell,) = contacts_apart(paper, table, PROFILE).cells
    assert (cell.lines[1].text.text == "電話：甲") == is_apart
    assert {each.room for each in cell.lines} == {0.0 if is_apart else 5.0}, (
        "nobody knows what is free in a column"
    )
