"""Which cells of a row are labels: the leftmost, those that the profile knows, none in a row of headings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.core.page import Table, union
from pipeline.forms.entries import Row, entries_of, second_column
from pipeline.forms.labels import (
    are_contact_labels,
    known_fields,
    label_text,
    labelled,
    row_labels,
    rows_of,
    table_labels,
)
from pipeline.forms.profile import load_profile, parse_profile
from tests.printed import cell, traced

CARDS = parse_profile("cards", 'labels = ["案名", "依據", "說明"]')
ROLES = load_profile("support-measures")


def table(*rows: str, spans: dict[tuple[int, int], int] | None = None) -> Table:
    """Return a table of cells split by |, lines by /; ``spans`` gives the rows of a cell, ^ stands below it."""
    spans = spans or {}
    cells = [
        cell(row, at, *(text.split("/") if text else []), rows=spans.get((row, at), 1))
        for row, texts in enumerate(rows)
        for at, text in enumerate(texts.split("|"))
        if text != "^"
    ]
    return Table(
        len(rows), max(each.column for each in cells) + 1, tuple(cells), union(each.box for each in cells)
    )


@pytest.mark.parametrize(
    ("row", "places"),
    [
        ("案名|甲", [0]),
        ("案名|甲|依據|乙", [0, 2]),
        ("其他|甲", [0]),  # the leftmost, known or not
        ("其他|甲|依據|乙", [0, 2]),
        ("經費|案名|甲", [1]),  # right of the title of a group
        ("3|案名|甲", [1]),
        ("案名|依據", []),  # a row of labels heads a list
        ("案名|依據|說明", []),
        ("案名", [0]),
        ("案名|依據|乙", [1]),  # a label beside a label is a title
        ("甲|乙|案名", [0]),  # a label with nothing beside it
        ("案名(續)|甲", [0]),
    ],
)
def test_the_labels_of_a_row(row: str, places: list[int]) -> None:
    assert row_labels(table(row).row(0), CARDS) == places


def test_a_label_that_spans_rows_of_labels_is_the_one() -> None:
    given = table("案名|依據|甲", "^|說明|乙", spans={(0, 0): 2})
    assert [row_labels(given.row(number), CARDS) for number in (0, 1)] == [[1], [1]]
    given = table("案名|甲|依據|乙", "^|丙|說明|丁", spans={(0, 0): 2})
    assert [row_labels(given.row(number), CARDS) for number in (0, 1)] == [[0], [0]]
    given = table("案名|甲|依據|乙", "^|^|說明|丁", spans={(0, 0): 2, (0, 1): 2})
    assert [row_labels(given.row(number), CARDS) for number in (0, 1)] == [[0, 2], [0, 2]]


@pytest.mark.parametrize(
    ("label", "bare"),
    [
        ("優惠方式", "優惠方式"),
        ("優惠方式(續)", "優惠方式"),
        ("優惠方式（續）", "優惠方式"),
        ("優惠方式續", "優惠方式"),
        ("(續)", ""),
        ("優惠方式(接上頁)", "優惠方式"),
        ("優惠方式承上頁", "優惠方式"),
        ("續約方式", "續約方式"),
    ],
)
def test_a_label_without_the_sign_that_it_goes_on(label: str, bare: str) -> None:
    assert label_text(traced(label)).text == bare


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("案由：甲案", ("案由：", "甲案")),
        ("案由: 甲案", ("案由:", "甲案")),
        ("案由：甲：乙", ("案由：", "甲：乙")),
        ("案:由：甲", ("案:", "由：甲")),  # the first of either kind
        ("：甲案", None),
        ("案由：", None),
        ("案由", None),
    ],
)
def test_a_label_before_its_value_in_one_cell(text: str, parts: tuple[str, str] | None) -> None:
    found = labelled(traced(text))
    assert (found and tuple(part.text for part in found)) == parts


def test_the_rows_of_a_table_with_their_labels_and_fields() -> None:
    given = table("案名|甲|依據|乙", "其他|丙", "說明|丁")
    rows = rows_of(given, CARDS)
    assert [(row.labels, row.fields, row.merged) for row in rows] == [
        ((0, 2), ("案名", "依據"), False),
        ((0,), (), False),
        ((0,), ("說明",), False),
    ]
    assert [label.text for label in table_labels(rows)] == ["案名", "依據", "其他", "說明"]
    assert known_fields(rows, CARDS) == ["案名", "依據", "說明"]


def test_a_row_over_the_whole_table_has_no_label_where_labels_stand_anywhere() -> None:
    def wide(text: str, profile: object = CARDS) -> tuple[tuple[int, ...], tuple[str, ...], bool]:
        one = replace(cell(0, 0, *([text] if text else [])), column_span=2)
        given = Table(2, 2, (one, cell(1, 0, "案名"), cell(1, 1, "甲")), (0.0, 0.0, 200.0, 60.0))
        (row, _) = rows_of(given, profile)  # type: ignore[arg-type]
        return row.labels, row.fields, row.merged

    assert wide("一、前言") == ((), (), True)
    assert wide("說明") == ((0,), ("說明",), False)
    assert wide("") == ((0,), (), False)
    assert wide("一、前言", ROLES) == ((0,), (), True)


def test_a_label_that_spans_rows_begins_a_field_once() -> None:
    rows = rows_of(table("案名|甲", "^|乙", "依據|丙", spans={(0, 0): 2}), CARDS)
    assert [row.fields for row in rows] == [("案名",), (), ("依據",)]
    assert [label.text for label in table_labels(rows)] == ["案名", "依據"]


# entries


def cells_of(given: Table) -> list[Row]:
    return [given.row(number) for number in range(given.rows)]


def read(given: Table) -> list[tuple[str, list[list[str]]]]:
    return [
        (entry.label.text, [[each.text.text for each in row] for row in entry.rows])
        for entry in entries_of(cells_of(given), CARDS)
    ]


def test_entries_from_top_to_bottom() -> None:
    assert read(table("案名|甲|依據|乙", "說明|丙", "|丁")) == [
        ("案名", [["甲"]]),
        ("依據", [["乙"]]),
        ("說明", [["丙"], ["丁"]]),
    ]
    assert read(table("|丁", "案名|甲")) == [("", [["丁"]]), ("案名", [["甲"]])]
    assert read(table("案名|甲", "^|乙", "依據|丙", spans={(0, 0): 2})) == [
        ("案名", [["甲"], ["乙"]]),
        ("依據", [["丙"]]),
    ]


def test_a_cell_that_spans_the_rows_of_two_labels_stands_beside_the_first() -> None:
    assert read(table("案名|甲", "依據|^", spans={(0, 1): 2})) == [("案名", [["甲"]]), ("依據", [[]])]


def test_the_title_of_a_group_goes_with_its_first_label() -> None:
    given = table("經費|案名|甲", "^|依據|乙", spans={(0, 0): 2})
    (first, second) = entries_of(cells_of(given), CARDS)
    assert (first.label.text, [label.text for label in first.repeated_labels]) == ("案名", ["經費"])
    assert (second.label.text, second.repeated_labels) == ("依據", ())


def test_labels_right_of_numbers() -> None:
    given = table("1|案名|甲", "2|依據|乙", "3|其他|丙")
    assert second_column(cells_of(given), CARDS) == 1
    assert read(given) == [("案名", [["甲"]]), ("依據", [["乙"]]), ("其他", [["丙"]])]
    assert second_column(cells_of(table("1|案名|甲")), CARDS) == 1
    assert second_column(cells_of(table("案名|甲|乙", "2|依據|丙")), CARDS) is None
    assert second_column(cells_of(table("案名|甲", "依據|乙")), CARDS) is None
    assert second_column(cells_of(table("1|子|甲", "2|丑|乙")), CARDS) is None


def test_a_text_over_the_whole_width_is_of_the_label_that_stands_alone_above_it() -> None:
    def stacked(*texts: str) -> Table:
        cells = [replace(cell(row, 0, text), column_span=2) for row, text in enumerate(texts)]
        return Table(len(texts), 2, tuple(cells), (0.0, 0.0, 200.0, 30.0 * len(texts)))

    assert read(stacked("案名", "甲", "乙", "依據", "丙")) == [
        ("案名", [[], ["甲"], ["乙"]]),
        ("依據", [[], ["丙"]]),
    ]
    assert read(stacked("其他", "甲")) == [("", [["其他"]]), ("", [["甲"]])]  # which no label claims


def test_a_label_that_is_a_text_has_no_label() -> None:
    text, other = "乙由市集科受理。", "乙由市集科受理"
    (paragraph, entry) = entries_of(cells_of(table(f"{text}|甲", f"{other}|丙")), CARDS)
    assert (paragraph.label.text, paragraph.text.text) == ("", f"{text}甲")
    assert (entry.label.text, entry.text.text) == (other, "丙")
    assert read(table(f"{'字' * 41}|甲")) == [("", [["字" * 41], ["甲"]])]
    assert read(table(f"{'字' * 40}|甲")) == [("字" * 40, [["甲"]])]


def test_a_label_that_the_profile_does_not_know_stands_in_a_group_too() -> None:
    given = table("經費|案名|甲", "^|雜支|乙", "說明|丙", spans={(0, 0): 2})
    assert read(given) == [("案名", [["甲"]]), ("雜支", [["乙"]]), ("說明", [["丙"]])]
    given = table("說明|丙|戊", "經費|案名|甲", "^|雜支|乙", spans={(1, 0): 2})  # not all labels stand second
    assert second_column(cells_of(given), CARDS) is None
    assert read(given) == [("說明", [["丙", "戊"]]), ("案名", [["甲"]]), ("雜支", [["乙"]])]


@pytest.mark.parametrize(
    ("text", "are"),
    [
        ("主辦機關", True),
        ("主辦聯絡電", True),  # halves of two, one after the other
        ("主辦 聯絡電", True),
        ("主辦機關經濟部", False),
        ("優惠輔導措施", False),
        ("", False),
        ("聯絡電話" * 11, False),
    ],
)
def test_labels_of_contacts_on_one_line(text: str, are: bool) -> None:
    assert are_contact_labels(text, load_profile("support-measures")) is are
