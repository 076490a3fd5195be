"""Workbooks: a card a sheet, cards below each other, a row a card; each as a draft reads it."""

from __future__ import annotations

import zipfile
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.core.errors import UserError
from pipeline.core.page import Line, Table
from pipeline.core.record import Booklet
from pipeline.extract import extract
from pipeline.forms.learn.draft import draft
from pipeline.forms.profile import parse_profile
from pipeline.pages import workbook
from pipeline.pages.reading import read
from pipeline.source.document import Acquired, identify
from pipeline.source.media_type import XLSX

FORMS = [
    {"案名": name, "地點": place, "經費": cost, "說明": text}
    for name, place, cost, text in (
        ("青禾步道", "東一路", "120000", "分兩期施作。"),
        ("柳溪公園", "南二街", "85000", "補植喬木。"),
        ("東埔市集", "西三路", "43000", "攤位重新劃設。"),
    )
]


def saved(path: Path, sheets: dict[str, list[list[Any]]]) -> tuple[Path, Any]:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path, book


def pages_of(path: Path) -> list[Any]:
    return list(read(path, XLSX, Counter()))


def drafted(path: Path) -> Booklet:
    media_type, sha256 = identify(path)
    assert media_type == XLSX
    profile = parse_profile("x", draft(pages_of(path), path.name).toml)
    done = extract(Acquired(path, media_type, sha256), "x", 112, profile)
    assert done.owned == done.glyphs
    assert done.booklet.edition.source.reader == "openpyxl"
    return done.booklet


def told(booklet: Booklet) -> list[dict[str, str]]:
    return [{label: held.text for label, held in p.other.items()} for p in booklet.programmes]


def pairs(form: dict[str, str]) -> list[list[str]]:
    return [[label, text] for label, text in form.items()]


def fours(form: dict[str, str]) -> list[list[str]]:
    names, texts = list(form), list(form.values())
    return [[names[at], texts[at], names[at + 1], texts[at + 1]] for at in (0, 2)]


def test_a_card_a_sheet(tmp_path: Path) -> None:
    path, _ = saved(
        tmp_path / "x.xlsx", {f"第{n}案": pairs(form) for n, form in zip("一二三", FORMS, strict=True)}
    )
    made = drafted(path)
    assert told(made) == FORMS
    assert [p.number for p in made.programmes] == [1, 2, 3]


def test_a_card_of_two_pairs_a_row(tmp_path: Path) -> None:
    path, _ = saved(tmp_path / "x.xlsx", {form["案名"]: fours(form) for form in FORMS})
    assert told(drafted(path)) == FORMS


def test_cards_below_each_other_parted_by_empty_rows(tmp_path: Path) -> None:
    rows = [row for form in FORMS for row in [*pairs(form), [], [None, None]]]
    path, _ = saved(tmp_path / "x.xlsx", {"全部": rows})
    assert told(drafted(path)) == FORMS


def test_titles_above_a_card_are_lines(tmp_path: Path) -> None:
    """As on paper: headings in the first column, right above the form, which is wider; a card of two columns has none."""
    form = [["簡介", "甲。", None], ["聯絡方式", "承辦人", "王先生"]]
    rows = [["一、研發"], ["1、甲計畫"], *form, [], ["2、乙計畫"], *form, [], ["備註", None], ["網站", "無"]]
    path, _ = saved(tmp_path / "x.xlsx", {"全部": rows})
    (page,) = pages_of(path)
    blocks = [each.text.text if isinstance(each, Line) else (each.rows, each.columns) for each in page.blocks]
    assert blocks == ["全部", "一、研發", "1、甲計畫", (2, 3), "2、乙計畫", (2, 3), (2, 2)]


def test_titles_above_cards_of_two_columns_are_lines_where_they_differ(tmp_path: Path) -> None:
    sheets = {f"{at}": [[f"提案第{at}號", None], *pairs(form)] for at, form in enumerate(FORMS, 1)}
    path, _ = saved(tmp_path / "x.xlsx", sheets)
    assert told(drafted(path)) == FORMS
    unfilled = {at: [["備註", None], *rows[1:]] for at, rows in sheets.items()}
    path, _ = saved(tmp_path / "y.xlsx", unfilled | {"3": [["地點", None], *pairs(FORMS[2])[:1]]})
    (page,) = pages_of(path)
    assert [each.rows for each in page.blocks if isinstance(each, Table)] == [5, 5, 2]


@pytest.mark.parametrize("sheets", [["全部"], ["甲區", "乙區"]])
def test_a_row_a_card(sheets: list[str], tmp_path: Path) -> None:
    head = list(FORMS[0])
    path, _ = saved(
        tmp_path / "x.xlsx", {name: [head, *(list(form.values()) for form in FORMS)] for name in sheets}
    )
    assert told(drafted(path)) == FORMS * len(sheets)


@pytest.mark.parametrize(
    ("head", "rows", "listed"),
    [
        (["職稱", "姓名", "分機", "職掌"], ["課長", "王大明", "101", "綜理課務"], False),
        (["項目", "單位", "金額"], ["謄本", "每份", "20元"], False),
        (["區別", "計", "男", "女", "戶數", "比例"], ["東區", "90", "40", "50", "30", "80"], False),
        (["職稱", "姓名", "單位", "職掌", "信箱"], ["課長", "王大明", "民政課", "里政", "a@b.tw"], False),
        (["職稱", "級別", "單位", "職掌", "信箱"], ["課長", "薦任", "民政課", "里政", "a@b.tw"], True),
        (["編號", "地點", "情形"], ["1", "東一路", "路燈於夜間閃爍，已通知廠商更換"], False),
        (["編號", "地點", "情形"], ["1", "東一路", "路燈於夜間閃爍，已通知廠商更換了"], True),
        (["編號", "地點", "情形"], ["1", "東一路", "已更換。"], True),
    ],
)
def test_a_list_whose_rows_say_little_is_a_list(
    head: list[str], rows: list[str], listed: bool, tmp_path: Path
) -> None:
    """Staff, prices and figures are no forms; a register of trees is."""
    path, _ = saved(tmp_path / "x.xlsx", {"a": [head, rows, rows]})
    (page,) = pages_of(path)
    tables = [each for each in page.blocks if isinstance(each, Table)]
    assert ([each.columns for each in tables] == [2, 2]) is listed


def test_merged_cells_are_one(tmp_path: Path) -> None:
    path, book = saved(tmp_path / "x.xlsx", {"a": [["補助案", None], *pairs(FORMS[0])]})
    book["a"].merge_cells("A1:B1")
    book.save(path)
    (page,) = pages_of(path)
    (table,) = [block for block in page.blocks if isinstance(block, Table)]
    assert [(cell.text.text, cell.column_span) for cell in table.row(0)] == [("補助案", 2)]
    assert [block.text.text for block in page.blocks if isinstance(block, Line)] == ["a"]


@pytest.mark.parametrize(
    ("value", "shown", "text"),
    [
        (1234567, "General", "1234567"),
        (1234567, "#,##0", "1,234,567"),
        (0.475, "0.0%", "47.5%"),
        (1, "0%", "100%"),
        (0.1, "General", "0.1"),
        (123456789012, "General", "123456789012"),
        (datetime(2024, 3, 1), "yyyy-mm-dd", "2024-03-01"),
        (datetime(2024, 3, 1, 9, 30), "yyyy-mm-dd hh:mm", "2024-03-01 09:30"),
        (date(2024, 3, 1), "yyyy-mm-dd", "2024-03-01"),
        (True, "General", "TRUE"),
        (" a<b>&c ", "General", "a<b>&c"),
    ],
)
def test_values_are_read_as_they_are_shown(value: Any, shown: str, text: str, tmp_path: Path) -> None:
    path, book = saved(tmp_path / "x.xlsx", {"a": [["項目", value], ["說明", "乙"]]})
    book["a"]["B1"].number_format = shown
    book.save(path)
    (page,) = pages_of(path)
    (table,) = [block for block in page.blocks if isinstance(block, Table)]
    assert table.row(0)[1].text.text == text


def test_what_is_hidden_is_told_and_not_read(tmp_path: Path) -> None:
    rows = [*pairs(FORMS[0]), ["密", "隱藏列"]]
    path, book = saved(
        tmp_path / "x.xlsx", {"a": [[*row, "旁欄"] for row in rows], "b": pairs(FORMS[1]), "c": [["另表"]]}
    )
    book["a"].row_dimensions[5].hidden = True
    book["a"].column_dimensions["C"].hidden = True
    book["c"].sheet_state = "hidden"
    book.save(path)
    made = drafted(path)
    assert told(made) == FORMS[:2]
    (hidden,) = [each for each in made.findings if each.code == "text-hidden"]
    assert all(word in hidden.data["text"] for word in ("隱藏列", "旁欄", "另表"))


def edited(path: Path, member: str, *changes: tuple[str, str]) -> None:
    """Change words of a part of a workbook, each of which stands there."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[member].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**parts, member: text.encode()}.items():
            archive.writestr(name, content)


def test_what_a_merged_cell_covers_is_told_and_not_read(tmp_path: Path) -> None:
    rows = [[*row, "丁"] for row in pairs(FORMS[0])]
    path, _ = saved(tmp_path / "x.xlsx", {"a": rows, "b": pairs(FORMS[1])})
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="B1:C2"/></mergeCells>'
    edited(path, "xl/worksheets/sheet1.xml", ("</sheetData>", merged))
    (page,) = pages_of(path)
    assert [text for text, _ in page.hidden] == ["丁 東一路 丁"]
    (table, _) = [block for block in page.blocks if isinstance(block, Table)]
    assert [cell.text.text for cell in table.row(0)] == ["案名", "青禾步道"]
    assert [cell.text.text for cell in table.row(2)] == ["經費", "120000", "丁"]


def test_a_number_of_any_length_is_read_whole(tmp_path: Path) -> None:
    path, _ = saved(tmp_path / "x.xlsx", {"a": [["項目", 7], ["說明", "乙"]]})
    edited(path, "xl/worksheets/sheet1.xml", ("<v>7</v>", f"<v>{'9' * 400}</v>"))
    (table,) = [block for block in pages_of(path)[0].blocks if isinstance(block, Table)]
    assert table.row(0)[1].text.text == "9" * 400


def test_a_style_that_there_is_not_is_one_sentence(tmp_path: Path) -> None:
    path, _ = saved(tmp_path / "x.xlsx", {"a": [["項目", 7]]})
    edited(path, "xl/worksheets/sheet1.xml", ('<c r="B1"', '<c s="999" r="B1"'))
    with pytest.raises(UserError, match="damaged workbook"):
        pages_of(path)


def test_a_sheet_of_more_bytes_than_its_cells_may_have_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = saved(tmp_path / "x.xlsx", {"a": pairs(FORMS[0])})
    monkeypatch.setattr(workbook, "LARGEST_SHEET", 100)
    monkeypatch.setattr(openpyxl, "load_workbook", None)
    with pytest.raises(UserError, match="remove the empty ones"):
        pages_of(path)


def test_formulas_without_values_are_refused(tmp_path: Path) -> None:
    path, _ = saved(tmp_path / "x.xlsx", {"a": [["合計", "=1+1"]]})
    with pytest.raises(UserError, match=r"formula without its value \(a!B1\).*save it there"):
        pages_of(path)


def test_a_sheet_of_too_many_cells_is_refused(tmp_path: Path) -> None:
    path, book = saved(tmp_path / "x.xlsx", {"a": [["甲"]]})
    book["a"]["XFD1048576"] = "乙"
    book.save(path)
    with pytest.raises(UserError, match="remove the empty ones"):
        pages_of(path)


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    path, _ = saved(tmp_path / "x.xlsx", {"a": [["甲"]]})
    data = path.read_bytes()
    at = data.index(b"xl/worksheets/sheet1.xml")
    path.write_bytes(data[: at + 40] + b"\0" * 60 + data[at + 100 :])
    with pytest.raises(UserError, match="damaged workbook"):
        pages_of(path)


def test_an_empty_workbook_has_no_form(tmp_path: Path) -> None:
    path, _ = saved(tmp_path / "x.xlsx", {"a": []})
    with pytest.raises(UserError, match="repeats no form"):
        draft(pages_of(path), "x.xlsx")
