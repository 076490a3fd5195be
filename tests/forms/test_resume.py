"""A form that goes on behind a page that is none of it: certain by columns, an empty label and an open sentence."""

from pathlib import Path

import pytest

from pipeline.core.page import Table
from pipeline.core.record import Closing
from pipeline.extract import extract_parts
from pipeline.forms.document import Document
from pipeline.forms.profile import load_profile
from pipeline.forms.segment import segment
from pipeline.source.document import Acquired
from tests.printed import cell, line, page

PROFILE = load_profile("support-measures")
WIDE = (0.0, 0.0, 200.0, 60.0)
OPEN = "由主辦機關審查，並於核定後撥付"


def first(end: str = OPEN) -> Table:
    cells = (cell(0, 0, "簡介"), cell(0, 1, "甲。"), cell(1, 0, "服務項目"), cell(1, 1, end))
    return Table(2, 2, cells, WIDE)


def rest(label: str = "", *, right: float = 200.0) -> Table:
    box = (100.0, 0.0, right, 30.0)
    cells = (cell(0, 0, *[label] if label else []), cell(0, 1, "第一期款。", box=box))
    return Table(1, 2, cells, (0.0, 0.0, right, 30.0))


def foreign(box: tuple[float, float, float, float] = (0.0, 0.0, 300.0, 60.0)) -> Table:
    texts = ["項次", "年度", "金額"], ["1", "112", "3萬"]
    cells = tuple(
        cell(row, column, text) for row, line_ in enumerate(texts) for column, text in enumerate(line_)
    )
    return Table(2, 3, cells, box)


def read(one: Table, between: list[Table | object], other: Table) -> Document:
    pages = [
        page(1, line("1、甲計畫", 500), one),
        page(2, *between, first=1_000_000),
        page(3, other, first=2_000_000),
    ]
    return segment(pages, PROFILE)


def services(document: Document) -> str:
    return document.segments[0].entries[1].text.text


def test_an_attached_table_between_two_halves_of_a_sentence_is_passed_over() -> None:
    document = read(first(), [foreign()], rest())
    assert services(document) == f"{OPEN}第一期款。"
    assert document.segments[0].maybe == ()
    assert len(document.other_tables) == 1


def test_a_map_with_a_caption_is_passed_over() -> None:
    document = read(first(), [line("位置示意圖", 700, top=300.0)], rest())
    assert services(document) == f"{OPEN}第一期款。"
    assert [each.text.text for each in document.segments[0].stray] == ["位置示意圖"]


@pytest.mark.parametrize("end", ["依公告辦理。", "申請期間：", "無", "02-2754-1255"])
def test_after_a_whole_sentence_it_is_not_certain(end: str) -> None:
    document = read(first(end), [foreign()], rest())
    assert services(document) == end
    assert len(document.segments[0].maybe) == 1
    assert len(document.other_tables) == 2


def test_other_columns_or_a_label_are_no_rest() -> None:
    for other in (rest(right=260.0), rest("備註")):
        document = read(first(), [foreign()], other)
        assert services(document) == OPEN
        assert document.segments[0].maybe == ()


def test_what_is_not_certain_is_an_error_at_the_cut_field() -> None:
    blocks = ([line("1、甲計畫", 500), first("依公告辦理。")], [foreign()], [rest()])
    inked = " " * 300_000
    pages = [
        page(number + 1, *found, first=300_000 * number, glyphs=inked, boxes=False)
        for number, found in enumerate(blocks)
    ]
    acquired = Acquired(Path("a.pdf"), "application/pdf", "0" * 64)
    parts = list(extract_parts(acquired, pages, "112", 112, PROFILE, "pdfium"))
    (closing,) = (part for part in parts if isinstance(part, Closing))
    (found,) = (each for each in closing.findings if each.code == "form-cut")
    assert (found.severity, found.where.programme, found.where.path) == ("error", "0.0.1", "services")
    assert found.data["text"] == "第一期款。"
