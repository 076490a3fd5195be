"""What a page end cut is one again: labels, rows, cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import count
from random import Random

import pytest

from pipeline.core.page import Cell, Line, Table
from pipeline.core.traced import Traced
from pipeline.forms.entries import Entry
from pipeline.forms.profile import Profile, load_profile, parse_profile
from pipeline.forms.rejoin import rejoin
from pipeline.forms.split_table import labels_apart

PROFILE = load_profile("support-measures")
WIDTH = 100.0
_next_glyph = count(0, 100)


def line(text: str) -> Line:
    first = next(_next_glyph)
    return Line(Traced(text, tuple(range(first, first + len(text)))), (0.0, 0.0, 1.0, 1.0))


def table(*rows: str, spans: dict[tuple[int, int], int] | None = None, left: float = 50.0) -> Table:
    """Return a table: cells split by |, lines by /; ``spans`` gives the rows of a cell, ^ stands below it."""
    cells = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts.split("|")):
            if text == "^":
                continue
            x = left + column * WIDTH
            height = (spans or {}).get((row, column), 1)
            box = (x, row * 20.0, x + WIDTH, (row + height) * 20.0)
            lines = [line(part) for part in text.split("/") if part]
            cells.append(Cell(row, column, height, 1, box, tuple(lines)))
    columns = max(cell.column for cell in cells) + 1
    return Table(len(rows), columns, tuple(cells), (left, 0.0, left + columns * WIDTH, len(rows) * 20.0))


def read(*parts: Table) -> list[tuple[str, list[list[str]]]]:
    return [(entry.label.text, rows(entry)) for entry in rejoin(parts, PROFILE)]


def rows(entry: Entry) -> list[list[str]]:
    return [[cell.text.text for cell in row] for row in entry.rows]


def test_half_a_label_goes_on_though_its_rest_is_a_label_too() -> None:
    assert read(table("輔導措施簡介|甲。", "提供|乙，"), table("服務項目|丙。", "優惠方式|丁。")) == [
        ("輔導措施簡介", [["甲。"]]),
        ("提供服務項目", [["乙，丙。"]]),
        ("優惠方式", [["丁。"]]),
    ]


def test_a_row_waits_for_its_label_on_the_next_page() -> None:
    found = read(table("優惠方式|甲。", "|主辦機關"), table("聯絡方式|執行單位", "相關網站|無"))
    assert [label for label, _ in found] == ["優惠方式", "聯絡方式", "相關網站"]


def test_a_row_that_an_office_spans_waits_for_no_label() -> None:
    """The label column is ruled at the page end, and not drawn overleaf."""
    above = table("聯絡方式|某部|電話|02", "|^|傳真|03", spans={(0, 1): 2})
    below = table("|別部|電話|04", "相關網站|無")
    assert read(above, below) == [
        ("聯絡方式", [["某部", "電話", "02"], ["某部", "傳真", "03"], ["別部", "電話", "04"]]),
        ("相關網站", [["無"]]),
    ]
    assert read(above, table("相關網站|無")) == [
        ("聯絡方式", [["某部", "電話", "02"], ["某部", "傳真", "03"]]),
        ("相關網站", [["無"]]),
    ]


def test_a_row_waits_for_no_label_that_the_form_has_already() -> None:
    found = read(table("服務項目|甲。", "優惠方式|乙。", "|丙。"), table("服務項目|丁。"))
    assert found[1] == ("優惠方式", [["乙。"], ["丙。"]])


def test_the_first_row_of_a_form_waits_too() -> None:
    assert read(table("|甲，"), table("輔導措施簡介|乙。")) == [("輔導措施簡介", [["甲，乙。"]])]


def test_halves_of_a_small_label_are_one_though_the_second_is_a_label() -> None:
    ((_, found),) = read(
        table("聯絡方式|主辦機關|某部|承辦人|王小姐|聯絡|(02)2355-0115"), table("|||||電話|#21")
    )
    assert found == [["主辦機關", "某部", "承辦人", "王小姐", "聯絡電話", "(02)2355-0115#21"]]


def test_a_label_that_spans_rows_is_cut_between_them() -> None:
    ((_, found),) = read(
        table("聯絡方式|執行|北區分署|聯絡|王小姐|聯絡電話|(02)2355-0115"),
        table(
            "|單位|南區分署|人|李先生||(07)355-0115",
            "^|^|中區分署|^|林小姐|^|(04)2355-0116",
            spans={(0, 0): 2, (0, 1): 2, (0, 3): 2, (0, 5): 2},
        ),
    )
    assert [row[1::2] for row in found] == [
        ["北區分署", "王小姐", "(02)2355-0115"],
        ["南區分署", "李先生", "(07)355-0115"],
        ["中區分署", "林小姐", "(04)2355-0116"],
    ]
    assert {row[0] for row in found} == {"執行單位"}


def test_an_office_that_spans_rows_is_cut_between_them() -> None:
    ((_, found),) = read(
        table("聯絡方式|執行單位|社團法人海灣推廣協|聯絡人|王小姐|聯絡電話|(02)2355-0115"),
        table("||會||李先生||(07)355-0115"),
    )
    assert [row[1] for row in found] == ["社團法人海灣推廣協會"] * 2


def test_a_row_that_begins_within_a_list_goes_on() -> None:
    for person, phone in (("2.李先生", "2.(07)355-0115"), ("李先生", "#22")):
        ((_, found),) = read(
            table("聯絡方式|執行單位|某協會|聯絡人|1.王小姐|聯絡電話|1.(02)2355-0115#21"),
            table(f"||||{person}||{phone}"),
        )
        assert len(found) == 1


def test_people_and_numbers_that_are_as_many_only_together_are_one_row() -> None:
    def count(people: str, phones: str, person: str, more: str) -> int:
        above = table(f"聯絡方式|執行單位|某協會|聯絡人|{people}|聯絡電話|{phones}")
        ((_, found),) = read(above, table(f"||||{person}||{more}"))
        return len(found)

    one, other, third = "(02)2355-0115", "(07)355-0115", "(04)2355-0116"
    assert count("王小姐/李先生", one, "林先生", f"{other}/{third}") == 1
    assert count("王小姐", f"{one}/{other}", "李先生/林先生", third) == 1
    assert count("王小姐", one, "李先生", other) == 2
    assert count("王小姐/李先生", one, "林先生", other) == 2  # one number serves both


def test_a_row_that_begins_within_a_title_goes_on() -> None:
    ((_, found),) = read(
        table("聯絡方式|執行單位|某協會|聯絡人|王業務督|聯絡電話|(02)2355-0115"),
        table("||||導員/李先生||(07)355-0115"),
    )
    assert [row[3] for row in found] == ["王業務督導員李先生"]


def test_half_a_label_of_an_office_beside_the_rest_of_a_row_goes_on_its_other_half() -> None:
    """The rows that the office spans are cut between the second and its rest."""
    ((_, found), _) = read(
        table(
            "聯絡方式|執行|北區分署|聯絡人|王小姐|電話|(02)2355-0115",
            "^|^|桃竹分署|^|李先生|^|(03)355-0115",
            spans={(0, 0): 2, (0, 1): 2, (0, 3): 2, (0, 5): 2},
        ),
        table(
            "|單位|||||#22",
            "^|^|中區分署|^|林小姐|^|(04)2355-0116",
            "相關網站|無",
            spans={(0, 0): 2, (0, 1): 2, (0, 3): 2, (0, 5): 2},
        ),
    )
    assert [[*row[:2], row[3], row[5]] for row in found] == [
        ["執行單位", "北區分署", "王小姐", "(02)2355-0115"],
        ["執行單位", "桃竹分署", "李先生", "(03)355-0115#22"],
        ["執行單位", "中區分署", "林小姐", "(04)2355-0116"],
    ]


def test_an_office_whole_beside_the_rest_of_a_row_is_that_of_the_row() -> None:
    """Without rules an office is taken to be that of the rows below it; this one was kept whole overleaf."""
    first = "聯絡方式|主辦機關|某部|承辦人|王小姐|電話|(02)2355-0115"
    cut = "^|^|^|聯絡人|李先生|聯絡電|(07)355-0115"
    below = table("|執行單位|某院|||話|", "相關網站|無")
    for spans in ({(0, 0): 2, (0, 1): 2, (0, 2): 2}, {(0, 0): 2, (0, 1): 2}):
        row = cut if (0, 2) in spans else cut.replace("^|^|^", "^|^|")
        assert read(table(first, row, spans=spans), below)[0] == (
            "聯絡方式",
            [first.split("|")[1:], ["執行單位", "某院", "聯絡人", "李先生", "聯絡電話", "(07)355-0115"]],
        )


def test_a_row_with_a_label_of_its_own_is_new() -> None:
    ((_, found),) = read(
        table("聯絡方式|主辦|某部|承辦|王小姐|聯絡電話|(02)2355-0115"), table("|機關||人||E-mail|a@b.example")
    )
    assert [row[4:] for row in found] == [["聯絡電話", "(02)2355-0115"], ["E-mail", "a@b.example"]]


def test_what_stands_in_the_middle_of_two_rows_that_a_page_end_parts_is_of_both() -> None:
    for offices, people in ((("", "某協會"), ("王小姐", "")), (("某協會", ""), ("", "王小姐"))):
        ((_, found),) = read(
            table(f"聯絡方式|執行單位|{offices[0]}|聯絡人|{people[0]}|聯絡電話|(02)2355-0115"),
            table(f"||{offices[1]}||{people[1]}|E-mail|a@b.example"),
        )
        assert [row[1:4:2] for row in found] == [["某協會", "王小姐"]] * 2
        assert [row[5] for row in found] == ["(02)2355-0115", "a@b.example"]


def test_an_empty_label_cell_beside_no_other_beginning_is_no_entry() -> None:
    part = table(
        "聯絡方式|執行單位|某協會", "|^|^", "^|主辦機關|某部", spans={(0, 1): 2, (0, 2): 2, (1, 0): 2}
    )
    assert read(part) == [("聯絡方式", [["執行單位", "某協會"], ["主辦機關", "某部"]])]


def test_a_row_whose_label_never_comes_is_of_the_label_above() -> None:
    """Some programs rule a label off where it spans rows and the page ends below it."""
    found = read(
        table("優惠方式|甲。", "聯絡方式|主辦機關", "|承辦人"), table("|執行單位", "|聯絡人", "相關網站|無")
    )
    assert [label for label, _ in found] == ["優惠方式", "聯絡方式", "相關網站"]


PLAIN = load_profile("permit-cards")


def read_beside(*parts: Table) -> list[tuple[str, list[list[str]]]]:
    """Return the entries of a form in which several labels stand side by side in a row."""
    return [(entry.label.text, rows(entry)) for entry in rejoin(parts, PLAIN)]


def test_entries_side_by_side_each_get_what_stands_below_them_overleaf() -> None:
    above = table("案名|甲", "依據|乙法，|辦理單位|丙局")
    assert read_beside(above, table("|第二條||及丁局", "備註|無")) == [
        ("案名", [["甲"]]),
        ("依據", [["乙法，第二條"]]),
        ("辦理單位", [["丙局及丁局"]]),
        ("備註", [["無"]]),
    ]
    assert read_beside(above, table("|||及丁局")) == [
        ("案名", [["甲"]]),
        ("依據", [["乙法，"]]),
        ("辦理單位", [["丙局及丁局"]]),
    ]


def test_what_stands_below_none_of_them_is_of_the_last() -> None:
    wide = table("案名|甲", "依據|乙法，|辦理單位|丙局")
    found = read_beside(wide, table("||||另見附件"))
    assert found == [("案名", [["甲"]]), ("依據", [["乙法，"]]), ("辦理單位", [["丙局", "另見附件"]])]


def test_entries_side_by_side_whose_labels_are_printed_again_go_on() -> None:
    above = table("案名|甲", "依據|乙法，|辦理單位|丙局")
    entries = rejoin([above, table("依據(續)|第二條|辦理單位(續)|及丁局", "備註|無")], PLAIN)
    assert [(entry.label.text, rows(entry)) for entry in entries] == [
        ("案名", [["甲"]]),
        ("依據", [["乙法，第二條"]]),
        ("辦理單位", [["丙局及丁局"]]),
        ("備註", [["無"]]),
    ]
    assert [[label.text for label in entry.repeated_labels] for entry in entries[1:3]] == [
        ["依據(續)"],
        ["辦理單位(續)"],
    ]


def test_labels_above_their_values_that_are_printed_again_overleaf_go_on() -> None:
    """Set beside their values, they are two rows; both are rows that the page end cut."""
    above = replace(table("案名|甲", "依據|乙法，", "辦理單位|丙局"), turned=2)
    below = table("依據|第二條", "辦理單位|及丁局", "備註|無")
    assert read_beside(above, below)[1:] == [
        ("依據", [["乙法，第二條"]]),
        ("辦理單位", [["丙局及丁局"]]),
        ("備註", [["無"]]),
    ]


def test_a_label_that_none_of_those_side_by_side_has_begins_an_entry() -> None:
    above = table("案名|甲", "依據|乙法，|辦理單位|丙局")
    assert read_beside(above, table("依據|第二條|備註|無")) == [
        ("案名", [["甲"]]),
        ("依據", [["乙法，第二條"]]),
        ("辦理單位", [["丙局"]]),
        ("備註", [["無"]]),
    ]


def test_a_label_beside_another_that_a_page_end_cuts_in_halves_is_one() -> None:
    half = read_beside(table("案名|甲", "依|乙法，|辦理單位|丙局"), table("據|第二條||", "備註|無"))
    assert half[1:] == [("依據", [["乙法，第二條"]]), ("辦理單位", [["丙局"]]), ("備註", [["無"]])]


def test_a_row_over_the_whole_width_goes_on_one_that_begins_with_its_label() -> None:
    profile = parse_profile("wide", 'labels = ["案由", "決議"]')
    above, rest, other = (
        labels_apart(replace(given, columns=2, cells=(replace(given.cells[0], column_span=2),)), profile)
        for given in (table("案由：甲，"), table("乙。"), table("決議：丙"))
    )
    found = [(entry.label.text, rows(entry)) for entry in rejoin([above, rest, other], profile)]
    assert found == [("案由：", [["甲，乙。"]]), ("決議：", [["丙"]])]
    found = [(entry.label.text, rows(entry)) for entry in rejoin([above, table("備考|丁")], profile)]
    assert found == [("案由：", [["甲，"]]), ("備考", [["丁"]])]


def test_a_label_that_a_form_has_twice_goes_on_where_both_stand_above() -> None:
    profile = parse_profile("twice", 'labels = ["姓名", "電話"]\n[times]\n"姓名" = 2')
    below = table("姓名|丙", "電話|2")
    for above, texts in (
        (table("姓名|甲", "電話|1", "姓名|乙"), ["甲", "1", "乙丙", "2"]),
        (table("電話|1", "姓名|乙"), ["1", "乙", "丙", "2"]),
    ):
        assert [entry.text.text for entry in rejoin([above, below], profile)] == texts


def test_one_that_spans_rows_stands_above_once() -> None:
    profile = parse_profile("twice", 'labels = ["姓名", "電話"]\n[times]\n"姓名" = 2')
    above = table("電話|1", "姓名|甲", "^|乙", spans={(1, 0): 2})
    found = rejoin([above, table("姓名|丙")], profile)
    assert [entry.text.text for entry in found] == ["1", "甲乙", "丙"]


def test_the_last_label_of_the_nearest_row_goes_on() -> None:
    """Rows without a label follow it; overleaf it is printed again."""
    assert read_beside(table("依據|一|辦理單位|二", "|三"), table("辦理單位|四", "備註|無")) == [
        ("依據", [["一"]]),
        ("辦理單位", [["二"], ["三四"]]),
        ("備註", [["無"]]),
    ]


def test_a_label_that_nobody_knows_is_no_rest_of_the_one_above() -> None:
    found = read(table("輔導措施簡介|甲", "|乙"), table("其他（續）|丙", "優惠方式|丁"))
    assert [label for label, _ in found] == ["輔導措施簡介", "其他", "優惠方式"]


def test_they_go_on_over_two_page_ends() -> None:
    above = table("案名|甲", "依據|乙法，|辦理單位|丙局")
    assert read_beside(above, table("|第二條，||、丁局"), table("|第三條||及戊局"))[1:] == [
        ("依據", [["乙法，第二條，第三條"]]),
        ("辦理單位", [["丙局、丁局及戊局"]]),
    ]


def test_a_row_of_a_plain_field_below_a_page_end_is_a_row_of_its_own() -> None:
    """A line of these tables is a point wide, so no last line reaches its side."""
    found = read_beside(table("案名|甲", "應備文件|申請書|正本"), table("|身分證|影本"))
    assert found[1] == ("應備文件", [["申請書", "正本"], ["身分證", "影本"]])
    assert read_beside(table("案名|甲", "應備文件|申請書|正本"), table("|身分證|"))[1] == (
        "應備文件",
        [["申請書身分證", "正本"]],
    )


def test_cells_that_stand_below_none_are_added_to_the_row_in_order() -> None:
    found = read(table("聯絡方式|執行單位|某協會"), table("||，|聯絡人|王小姐"))
    assert found == [("聯絡方式", [["執行單位", "某協會，", "聯絡人", "王小姐"]])]


def test_the_rest_of_a_label_joins_it_and_the_label_printed_again_does_not() -> None:
    for label, repeated in (("優惠方式", "優惠方式"), ("優惠方式(續)", "優惠方式(續)"), ("(續)", "(續)")):
        entries = rejoin([table("服務項目|甲。", "優惠方式|乙，"), table(f"{label}|丙。")], PROFILE)
        (_, last) = entries
        assert (last.label.text, rows(last)) == ("優惠方式", [["乙，丙。"]])
        assert [each.text for each in last.repeated_labels] == [repeated]


def test_words_in_the_gap_of_a_double_rule_go_on_too() -> None:
    """Below the page end two cells stand in the column of one above it: the gap holds a word."""
    upper = drawn(0, 100, 300, words=("服務項目", "甲，"))
    lower = drawn(0, 100, 101, 300, words=("", "乙，", "丙。"))
    assert read(upper, lower) == [("服務項目", [["甲，乙，丙。"]])]


def drawn(*edges: float, words: tuple[str, ...]) -> Table:
    """Return a table of one row whose cells stand between edges."""
    cells = []
    for column, (left, right, text) in enumerate(zip(edges, edges[1:], words, strict=False)):
        wide = (left, 0.0, left + 10 * len(text), 10.0)
        lines = (replace(line(text), box=wide, size=10.0),) if text else ()
        cells.append(Cell(0, column, 1, 1, (left, 0.0, right, 20.0), lines))
    return Table(1, len(cells), tuple(cells), (edges[0], 0.0, edges[-1], 20.0))


def test_a_row_that_waits_for_a_label_in_vain_is_of_the_one_above() -> None:
    assert read(table("優惠方式|甲。", "|乙。"), table("|")) == [("優惠方式", [["甲。"], ["乙。"]])]


CLOSED, OPEN = {"open_above": False, "open_below": False}, {"open_above": True, "open_below": True}


@pytest.mark.parametrize(
    ("label", "cells", "one", "doubtful"),
    [
        (OPEN, CLOSED, False, False),  # a rule below the cells and none below the label: a row ended there
        (OPEN, OPEN, True, False),
        (CLOSED, CLOSED, True, True),  # the program closes what a page end cuts
        (CLOSED, OPEN, True, True),
    ],
)
def test_rules_at_a_page_end_tell_whether_it_cut_a_row(
    label: dict[str, bool], cells: dict[str, bool], one: bool, doubtful: bool
) -> None:
    """A table in the cell of a label; its last line is full, so that no word tells."""

    def part(name: str, kind: str, text: str) -> Table:
        made = drawn(0, 100, 150, 240, words=(name, kind, text))
        ends = [replace(cell, **(cells if cell.column else label)) for cell in made.cells]
        return replace(made, cells=tuple(ends))

    upper, lower = part("優惠方式", "■甲：", "乙" * 9), part("", "■丙：", "丁" * 9)
    (entry,) = rejoin([upper, lower], PROFILE)
    apart = [["■甲：", "乙" * 9], ["■丙：", "丁" * 9]]
    assert rows(entry) == ([["■甲：■丙：", "乙" * 9 + "丁" * 9]] if one else apart)
    assert entry.doubtful is doubtful
    foot_only = replace(lower, cells=tuple(replace(cell, open_above=False) for cell in lower.cells))
    (entry,) = rejoin([upper, foot_only], PROFILE)
    assert len(rows(entry)) == (1 if one else 2)


def test_a_row_over_three_pages_is_open_where_its_last_part_is() -> None:
    def part(name: str, *words: str, closed: bool = False) -> Table:
        made = drawn(0, 100, 150, 240, words=(name, *words))
        return replace(
            made,
            cells=tuple(
                replace(cell, open_above=True, open_below=not (closed and cell.column)) for cell in made.cells
            ),
        )

    last = part("", "■乙：", "戊")
    last = replace(last, cells=tuple(replace(cell, open_above=not cell.column) for cell in last.cells))
    (entry,) = rejoin([part("優惠方式", "■甲：", "丙"), part("", "", "丁", closed=True), last], PROFILE)
    assert (rows(entry), entry.doubtful) == ([["■甲：", "丙丁"], ["■乙：", "戊"]], False)


@pytest.mark.parametrize(("is_cut", "found"), [(True, [["甲。乙"]]), (False, [["甲。"], ["乙", "丙"]])])
def test_a_table_within_a_text_goes_on_as_a_row_of_cells(is_cut: bool, found: list[list[str]]) -> None:
    upper, lower = (
        drawn(0, 100, 240, words=("優惠方式", "甲。")),
        drawn(0, 100, 150, 240, words=("", "乙", "丙")),
    )
    upper = replace(upper, cells=tuple(replace(cell, open_below=True) for cell in upper.cells))
    lower = replace(
        lower, cells=tuple(replace(cell, open_above=is_cut or not cell.column) for cell in lower.cells)
    )
    (entry,) = rejoin([upper, lower], PROFILE)
    assert (rows(entry), entry.doubtful) == ([["甲。乙", "丙"]] if is_cut else found, is_cut)


def test_a_label_is_doubtful_where_any_part_of_its_row_is() -> None:
    upper, lower = (
        drawn(0, 100, 240, words=("優惠方式", "甲")),
        drawn(0, 100, 240, words=("", "乙")),
    )
    label, *values = lower.cells
    lower = replace(lower, cells=(replace(label, doubtful=True), *values))
    (entry,) = rejoin([upper, lower], PROFILE)
    assert entry.doubtful


def test_a_text_below_a_table_is_the_rest_of_none_of_its_cells() -> None:
    upper, lower = (
        drawn(0, 100, 150, 240, words=("優惠方式", "甲", "乙" * 9)),
        drawn(0, 100, 240, words=("", "註：丙")),
    )
    (entry,) = rejoin([upper, lower], PROFILE)
    assert (rows(entry), entry.doubtful) == ([["甲", "乙" * 9], ["註：丙"]], True)


WORDS = (
    "",
    "",
    "",
    "案名",
    "依據",
    "依",
    "據",
    "依據(續)",
    "(續)",
    "優惠方式",
    "主辦機關",
    "某部",
    "乙，",
    "字" * 41,
)


def random_part(chance: Random) -> Table:
    """Return a table of cells that span rows and columns as it happens, some with words."""
    down, across = chance.randint(1, 3), chance.randint(1, 5)
    free = {(row, column) for row in range(down) for column in range(across)}
    cells = []
    for row, column in sorted(free):
        spans = [(deep, wide) for deep in (2, 1, 1) for wide in (across, 2, 1, 1)]
        chance.shuffle(spans)
        for deep, wide in spans:
            taken = {(row + y, column + x) for y in range(deep) for x in range(wide)}
            if taken <= free:
                free -= taken
                box = (column * WIDTH, row * 20.0, (column + wide) * WIDTH, (row + deep) * 20.0)
                lines = tuple(line(word) for word in [chance.choice(WORDS)] if word)
                cells.append(Cell(row, column, deep, wide, box, lines, *chance.choices((False, True), k=2)))
                break
    turned = chance.randint(0, down) if all(cell.row_span == 1 for cell in cells) else 0
    box = (0.0, 0.0, across * WIDTH, down * 20.0)
    return Table(down, across, tuple(cells), box, drawn=chance.random() < 0.9, turned=turned)


@pytest.mark.parametrize("profile", [PROFILE, PLAIN], ids=["roles", "plain"])
def test_nothing_of_a_form_is_lost_or_doubled(profile: Profile) -> None:
    for seed in range(500):
        chance = Random(seed)
        parts = [random_part(chance) for _ in range(chance.randint(1, 3))]
        entries = rejoin(parts, profile)
        cells = {id(cell): cell for entry in entries for cell in entry.cells}.values()
        texts = [text for entry in entries for text in (entry.label, *entry.repeated_labels)]
        held = Counter(glyph for text in (*texts, *(cell.text for cell in cells)) for glyph in text.ids)
        assert held == Counter(glyph for part in parts for cell in part.cells for glyph in cell.text.ids), (
            seed
        )
