"""The first row below a page end: the rest of the row above, or one of its own.  One table of cases a question."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import pytest

from pipeline.core.page import Box, Cell
from pipeline.forms.cut_rows import is_over_several, is_row_of_its_own, row_goes_on, spanned, spans
from pipeline.forms.profile import load_profile
from tests.printed import GLYPH, cell

PROFILE = load_profile("support-measures")
PHONE, OTHER = "(02)2355-0115", "(07)355-0115"
Pairs = list[tuple[Cell, Cell | None]]


def texts(row: int, joined: str, rows: int = 1) -> list[Cell]:
    """Return the cells of a row, lines split by /, in type as wide as high."""
    each = [text.split("/") if text else [] for text in joined.split("|")]
    return [
        replace(
            one,
            lines=tuple(replace(line, box=_beside(line.box, one.box[0]), size=GLYPH) for line in one.lines),
        )
        for one in (cell(row, at, *parts, rows=rows) for at, parts in enumerate(each))
    ]


def _beside(box: Box, left: float) -> Box:
    return (box[0] + left, box[1], box[2] + left, box[3])


def pairs(above: str, below: str) -> Pairs:
    """Return the cells below a page end, each with the one above it; none above where it says -."""
    upper = [None if each.text.text == "-" else each for each in texts(0, above)]
    return list(zip(texts(1, below), upper, strict=True))


@pytest.mark.parametrize(
    ("above", "below", "goes_on"),
    [
        ("甲", "乙", True),  # one cell always is the rest
        (f"王小姐|{PHONE}", f"李先生|{OTHER}", False),
        (f"王小姐|{PHONE}", f"|{OTHER}", True),  # a number and nobody beside it
        (f"王小姐|{PHONE}", "李先生|", True),
        ("王小姐|", f"李先生|{OTHER}", True),  # nothing to dial above
        (f"-|{PHONE}", f"李先生|{OTHER}", False),
        (f"-|{PHONE}", f"|{OTHER}", True),
        # labels of its own
        (f"電話|{PHONE}", "E-mail|a@b.example", False),
        # within a list
        (f"1.王小姐|1.{PHONE}", f"2.李先生|2.{OTHER}", True),
        (f"1.王小姐|1.{PHONE}", f"1.李先生|1.{OTHER}", False),
        (f"王小姐|{PHONE}", f"李先生/12.林先生|{OTHER}", True),
        *((f"王小姐|{PHONE}", f"李先生|{mark}22/{OTHER}", True) for mark in ("#", "＃", "分機", "轉")),
        (f"王小姐|{PHONE}", f"李先生|{OTHER}/#22", False),  # an extension of its own number
        # half of a label of a number, beside an office
        (f"主辦機關||王小姐|電|{PHONE}", "執行單位|某院||話|", True),
        (f"主辦機關||王小姐|主辦|{PHONE}", "執行單位|某院||機關|", False),
        (f"主辦機關||王小姐|單|{PHONE}", "執行單位|某院||位|", False),
        ("承辦人|王小姐||", f"聯絡人|李先生|電話|{OTHER}", False),  # a whole label below nothing is no half
        # halves of labels, two at least
        (f"主辦|承辦|王小姐|{PHONE}", f"機關|人員|李先生|{OTHER}", True),
        (f"主辦|部|王小姐|{PHONE}", f"|部|李先生|{OTHER}", False),
        # a title, though labels that are for several rows stand in both
        (f"聯絡人|王業務督|電話|{PHONE}", "聯絡人|導員|電話|", True),
        (f"聯絡人|王小姐|電話|{PHONE}", "聯絡人|導員|電話|", False),
        # below the heads of a list, but not beside a label below which nothing stands
        ("單位|姓名|電話", f"甲署|王小姐|{PHONE}", False),
        ("單位|姓名|電話", f"|王小姐|{PHONE}", False),
        ("單位|姓名|電話", f"||{PHONE}", True),
        ("主辦機關||電話|", f"|某署||{PHONE}", True),
        # as many people as numbers only together
        (f"王小姐/李先生|{PHONE}", f"林先生|{OTHER}/(04)2355-0116", True),
        (f"王小姐/李先生|{PHONE}", f"林先生|{OTHER}", False),
    ],
)
def test_the_first_row_of_a_part(above: str, below: str, goes_on: bool) -> None:
    assert row_goes_on(pairs(above, below), PROFILE) is goes_on


def test_labels_that_span_rows_do_not_make_one_row() -> None:
    def goes_on(upper_rows: int, lower_rows: int) -> bool:
        above, below = texts(0, f"主辦|承辦|王小姐|{PHONE}"), texts(1, f"機關|人員|李先生|{OTHER}")
        above[1:2] = [cell(0, 1, "承辦", rows=upper_rows)]
        below[1:2] = [cell(1, 1, "人員", rows=lower_rows)]
        return row_goes_on(list(zip(below, above, strict=True)), PROFILE)

    assert [goes_on(1, 1), goes_on(2, 1), goes_on(1, 2), goes_on(2, 2)] == [True, False, False, False]


@pytest.mark.parametrize(
    ("above", "below", "own"),
    [
        ("甲。|乙。", "丙。|丁。", True),
        ("甲。|乙。", "丙。", False),  # one cell is the rest of one
        ("甲。|乙。", "丙。|", False),  # so is a row with an empty cell
        ("項目|結果|備註", "護欄|合格|", True),  # unless several stand below single words
        ("項目|一二三四五六七八九十|備註", "護欄|合格|", False),
        ("項目/子項|結果|備註", "護欄|合格|", False),
        ("項目||備註", "護欄|合格|", False),
        ("甲。|一二三四五六七八九十", "丙。|丁。", False),  # a line that reaches its side goes on
        ("一二三四五六七八九十|乙。", "丙。|丁。", False),
        ("一二三四五六七八九十/甲。|乙。", "丙。|丁。", True),  # only the last line tells
        ("|", "丙。|丁。", True),
    ],
)
def test_a_row_of_a_plain_field_is_its_own(above: str, below: str, own: bool) -> None:
    """A glyph is ten points wide and a cell a hundred, so ten characters fill a line."""
    assert is_row_of_its_own(texts(0, above), texts(1, below)) is own


FULL = "甲" * 9


@pytest.mark.parametrize(
    ("lines", "below", "own"),
    [
        (2, f"乙|{FULL}", False),  # one line more beside it may have been kept with another
        (3, f"乙|{FULL}", True),
        (3, f"|{FULL}", False),  # its text has ended, that beside it goes on
    ],
)
def test_what_stands_below_a_cell_that_had_room_left_is_no_rest_of_it(
    lines: int, below: str, own: bool
) -> None:
    """Lines stand twenty points apart, in type of ten: one more is at the limit."""
    tall = [
        replace(each, box=(each.box[0], 0, each.box[2], 99))
        for each in texts(0, "甲|" + "/".join([FULL] * lines))
    ]
    assert is_row_of_its_own(tall, texts(1, below)) is own
    elsewhere = [replace(each, box=(each.box[0], 500, each.box[2], 599)) for each in tall]
    assert not is_row_of_its_own(elsewhere, texts(1, below))  # joined before: its lines are of another page


def test_a_line_that_its_cell_ends_is_never_full() -> None:
    full = texts(0, f"甲|{FULL}")
    ended = [replace(cell, lines=tuple(replace(line, room=inf) for line in cell.lines)) for cell in full]
    assert not is_row_of_its_own(full, texts(1, "乙|丙"))
    assert is_row_of_its_own(ended, texts(1, "乙|丙"))


def test_one_cell_below_several_is_a_row_of_its_own_unless_a_line_above_is_full() -> None:
    (wide,) = [replace(cell, column_span=2) for cell in texts(1, "丙")]
    assert is_over_several([wide], texts(0, "甲|乙"))
    assert not is_over_several(texts(1, "丙"), texts(0, "甲|乙"))
    assert not is_over_several(texts(1, "丙|丁"), texts(0, "甲|乙"))
    assert is_row_of_its_own(texts(0, "甲|乙"), [wide])
    assert not is_row_of_its_own(texts(0, f"甲|{FULL}"), [wide])
    assert not is_row_of_its_own((), texts(1, "丙|丁|戊"))


@pytest.mark.parametrize(
    ("upper", "lower", "halves"),
    [
        ("聯絡", "電話", True),
        ("執行", "單位", True),
        ("聯絡", "", False),
        ("電話", "", False),
        ("聯絡電話", "號碼", False),  # whole above
        ("社團法人海灣推廣協", "會", True),
        ("國立海灣大", "學", True),
        ("海灣股份有限公", "司", True),
        ("海灣股份有限公司", "基金", False),  # has ended above
        ("海灣大樓", "中心", False),  # nothing above says that it is an office
        ("海灣股份有限公", "寓", False),
        ("", "公司", False),
    ],
)
def test_two_halves_of_a_label_or_of_an_office(upper: str, lower: str, halves: bool) -> None:
    assert spans(upper, lower, PROFILE) is halves


@pytest.mark.parametrize(
    ("above", "below", "found"),
    [
        # a further number of the office above: its label and the number are its own, the empty halves are not
        (f"某部|王小姐|電話|{PHONE}", "||E-mail|a@b.example", [0, 1]),
        (f"|王小姐|電話|{PHONE}", "某部||E-mail|a@b.example", [0, 1]),
        # it names nobody and has no telephone: what stands in both halves is of one cell
        (f"地方創生|王小姐|電話|{PHONE}", "輔導中心||E-mail|a@b.example", [0, 1]),
        (f"地方創生|王小姐|電話|{PHONE}", "輔導中心||傳真|{OTHER}", [0, 1]),
        (f"-|王小姐|電話|{PHONE}", "別部||E-mail|a@b.example", [0, 1]),
        (f"||聯絡人|盛技正|電話|{PHONE}", "執行單位|某中心|||E-mail|a@b.example", [0, 1, 2, 3]),
        (f"|某部||盛技正|電話|{PHONE}", "執行單位|某中心|聯絡人|李先生|E-mail|a@b.example", []),
        # with a telephone it may be another office, and with a name, too
        (f"某部|王小姐|電話|{PHONE}", f"別部||電話|{OTHER}", [1]),
        (f"某部|王小姐|電話|{PHONE}", "別部|李先生|E-mail|a@b.example", []),
        (f"電話|{PHONE}|某部|王小姐", "E-mail|a@b.example||", [2, 3]),
        (f"電話|{PHONE}|某部|王小姐", "E-mail|||", [2, 3]),  # the value of a label stands beside it
        # an office that is only announced above
        (f"執行單位||聯絡人|王小姐|電話|{PHONE}", f"|某中心|聯絡人|李先生|電話|{OTHER}", [1]),
        (f"執行單位|某部|聯絡人|王小姐|電話|{PHONE}", f"|某中心|聯絡人|李先生|電話|{OTHER}", []),
        (f"執行單位||聯絡人|王小姐|電話|{PHONE}", f"主辦機關|某部|承辦人|李先生|電話|{OTHER}", []),
        (f"執行單位|某部|聯絡人||電話|{PHONE}", f"||聯絡人|李先生|電話|{OTHER}", []),
        ("聯絡人||執行單位|某部", "|李先生|執行單位|某會", []),
        # a label of an office or a person begins a row
        (f"某部|王小姐|電話|{PHONE}", "||承辦人|李先生", []),
        (f"承辦人|王小姐|電話|{PHONE}", "承辦人||E-mail|a@b.example", []),
        # no label: no further number
        (f"某部|王小姐|電話|{PHONE}", "|||a@b.example", []),
    ],
)
def test_what_spans_a_row_and_a_further_number_of_it(above: str, below: str, found: list[int]) -> None:
    given = pairs(above, below)
    assert [each.column for each in spanned(given, PROFILE)] == found
