"""Watermarks, drawn characters, words that run over their cell, downward writing, and cells told apart by colour."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.page import Line, Table
from pipeline.forms.furniture import furniture
from pipeline.pages.reading import ENGINES
from tests.pages.test_engines import Sheet, lines, pages
from tests.typeset import fonts

both = pytest.mark.parametrize("engine", ENGINES)
pytestmark = pytest.mark.skipif(
    bool(fonts.missing()), reason=f"fonts are not installed: apt-get install {fonts.APT_PACKAGES}"
)


def filled(sheet: Sheet) -> Sheet:
    """Write a small table with a word in each cell."""
    sheet.table()
    for x, y, text in ((50, 65, "甲"), (150, 65, "乙"), (50, 105, "丙"), (150, 105, "丁")):
        sheet.write(x, y, text)
    return sheet


def watermark(sheet: Sheet, text: str, *, turned: float, size: float = 40) -> None:
    canvas = sheet.canvas
    place = (60, 70) if turned > 0 else (60, 240) if turned < 0 else (60, 220)
    canvas.saveState()
    canvas.setFillGray(0.8)
    canvas.setFont("kai", size)
    canvas.translate(*place)
    canvas.rotate(turned)
    canvas.drawString(0, 0, text)
    canvas.restoreState()


@both
@pytest.mark.parametrize("turned", [45, 30, -40, 0])
def test_a_watermark_is_a_line_of_its_own(engine: str, turned: float, tmp_path: Path) -> None:
    sheet = Sheet()
    watermark(sheet, "僅供參考", turned=turned)
    sheet.write(40, 30, "標題下有一個表格")
    (page,) = pages(filled(sheet).saved(tmp_path), engine)
    assert lines(page) == ["僅供參考", "標題下有一個表格", "甲|乙", "丙|丁"]
    assert [block.behind for block in page.blocks if isinstance(block, Line)] == [True, False]


@both
def test_a_watermark_on_every_page_is_furniture(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    for _ in range(3):
        watermark(sheet, "草稿", turned=45)
        filled(sheet).canvas.showPage()
    made = pages(sheet.saved(tmp_path), engine)[:3]
    found = zip(made, furniture(made), strict=True)
    assert [[page.blocks[at].text.text for at in each.blocks] for page, each in found] == [["草稿"]] * 3


@both
def test_a_watermark_that_touches_no_text_is_known_by_the_other_pages(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    for text in ("封面", *["這一頁的字印在浮水印上面"] * 3):
        watermark(sheet, "內部文件", turned=0)
        sheet.write(40, 110 if text == "封面" else 65, text)
        sheet.write(40, 140, "大字" if text == "封面" else "小字", size=30 if text == "封面" else 12)
        sheet.canvas.showPage()
    made = pages(sheet.saved(tmp_path), engine)[:4]
    found = zip(made, furniture(made), strict=True)
    assert [[page.blocks[at].text.text for at in each.blocks] for page, each in found] == [["內部文件"]] * 4


@both
def test_a_large_heading_and_crooked_lines_are_text(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write(40, 30, "標題", size=28)
    sheet.write(40, 50, "第一段文字，第二段文字")
    sheet.canvas.rotate(1)
    sheet.write(40, 80, "歪斜的掃描")
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert lines(page) == ["標題", "第一段文字，第二段文字", "歪斜的掃描"]
    assert not any(block.behind for block in page.blocks if isinstance(block, Line))


@both
def test_strokes_of_a_character_are_no_rules(engine: str, tmp_path: Path) -> None:
    """Programs that draw fake bold outline each character, too: 田 is a table of four cells then."""
    sheet = Sheet()
    sheet.write(40, 30, "田中", size=14)
    for at in (0, 5, 10):
        sheet.canvas.line(42, 300 - 20 - at, 52, 300 - 20 - at)
        sheet.canvas.line(42 + at, 300 - 20, 42 + at, 300 - 30)
    (page,) = pages(filled(sheet).saved(tmp_path), engine)
    assert lines(page) == ["田中", "甲|乙", "丙|丁"]


@both
def test_a_word_that_runs_over_its_cell_is_whole(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.table()
    sheet.write(150, 65, "someone.long@office.example.tw", font="Helvetica")
    sheet.write(50, 105, "https://a.example.tw", font="Helvetica", size=11)
    sheet.write(200, 105, "乙")
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert lines(page) == ["|someone.long@office.example.tw", "https://a.example.tw|乙"]


@both
def test_words_that_end_and_begin_at_a_rule_are_two(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.table()
    sheet.write(101, 65, "1234567", font="Helvetica", size=10)
    sheet.write(143, 65, "8901", font="Helvetica", size=10)
    assert lines(pages(sheet.saved(tmp_path), engine)[0]) == ["1234567|8901", "|"]


@both
@pytest.mark.parametrize("columns", [(70, 50), (50, 70)])
def test_downward_writing_in_columns(engine: str, columns: tuple[int, int], tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.table()
    for x, text in zip(columns, ("提供", "項目"), strict=True):
        for step, character in enumerate(text):
            sheet.write(x, 56 + 14 * step, character)
    sheet.write(150, 56, "兩字")
    sheet.write(150, 70, "兩行")
    assert lines(pages(sheet.saved(tmp_path), engine)[0]) == ["提供項目|兩字兩行", "|"]


def within(sheet: Sheet, margin: float) -> None:
    """Draw a table of two rows and three columns in the lower right cell of the small table."""
    x0, x1, top, bottom = 140 + margin, 240 - margin, 80 + margin, 120 - margin
    for y in (top, (top + bottom) / 2, bottom):
        sheet.canvas.line(x0, 300 - y, x1, 300 - y)
    for x in (x0, 175, 205, x1):
        sheet.canvas.line(x, 300 - top, x, 300 - bottom)


@both
@pytest.mark.parametrize("margin", [0, 2, 5, 8])
def test_a_table_that_fills_a_cell_divides_it(engine: str, margin: float, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.table()
    within(sheet, margin)
    for x, y, text in ((50, 65, "甲"), (50, 105, "丙"), (152, 97, "一"), (185, 97, "二"), (215, 97, "三")):
        sheet.write(x, y, text, size=8)
    sheet.write(152, 109, "四", size=8)
    assert lines(pages(sheet.saved(tmp_path), engine)[0]) == ["甲|", "丙|一|二|三", "丙|四||"]


@both
def test_a_table_with_text_above_it_is_text_of_its_cell(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.table()
    within(sheet, 8)
    for x, y, text in ((50, 105, "丙"), (142, 87, "如下："), (152, 97, "一"), (185, 97, "二")):
        sheet.write(x, y, text, size=7)
    assert lines(pages(sheet.saved(tmp_path), engine)[0]) == ["|", "丙|如下：一二"]


def area(sheet: Sheet, x0: float, top: float, x1: float, bottom: float) -> None:
    sheet.canvas.setFillColorRGB(0.85, 0.9, 0.95)
    sheet.canvas.rect(x0, 300 - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
    sheet.canvas.setFillColorRGB(0, 0, 0)


@both
@pytest.mark.parametrize("gap", [0, 2, 4, 6])
def test_coloured_cells_without_rules_are_a_table(engine: str, gap: float, tmp_path: Path) -> None:
    sheet = Sheet()
    for x in (40, 140):
        for y in (40, 80):
            area(sheet, x, y, x + 100 - gap, y + 40 - gap)
    for x, y, text in ((50, 65, "甲"), (150, 65, "乙"), (50, 105, "丙"), (150, 105, "丁")):
        sheet.write(x, y, text)
    if gap:
        assert lines(pages(sheet.saved(tmp_path), engine)[0]) == ["甲|乙", "丙|丁"]


@both
@pytest.mark.parametrize("radius", [0, 6])
@pytest.mark.parametrize("gap", [0, 2, 4, 6])
def test_cells_that_are_framed_one_by_one_are_a_table(
    engine: str, gap: float, radius: float, tmp_path: Path
) -> None:
    sheet = Sheet()
    for x, width in ((40, 100), (140, 50), (190, 50)):
        for y in (40, 80):
            sheet.canvas.roundRect(x, 300 - y - 40 + gap, width - gap, 40 - gap, radius)
    for x, y, text in ((50, 65, "甲"), (150, 65, "乙"), (50, 105, "丙"), (200, 105, "丁")):
        sheet.write(x, y, text)
    assert lines(pages(sheet.saved(tmp_path), engine)[0]) == ["甲|乙|", "丙||丁"]


@both
@pytest.mark.parametrize("framed", [True, False])
def test_a_cell_that_is_drawn_from_far_above_the_page_is_one(
    engine: str, framed: bool, tmp_path: Path
) -> None:
    """The rest of a row that a page end cuts, where all that the page does not show is drawn nevertheless."""
    sheet = Sheet()
    for x in (40, 140):
        if framed:
            sheet.canvas.rect(x, 220, 100, 900)
        else:
            for place in (x, x + 100):
                sheet.canvas.line(place, 220, place, 1120)
        sheet.canvas.rect(x, 180, 100, 40)
    for x, y, text in ((50, 65, "甲"), (150, 65, "乙"), (50, 105, "丙"), (150, 105, "丁")):
        sheet.write(x, y, text)
    assert lines(pages(sheet.saved(tmp_path), engine)[0]) == ["甲|乙", "丙|丁"]


@both
@pytest.mark.parametrize(("dash", "gap"), [(4.5, 3.3), (4, 4), (6, 3.4), (6, 5)])
def test_dashes_that_are_drawn_one_by_one_are_rules(
    engine: str, dash: float, gap: float, tmp_path: Path
) -> None:
    sheet = Sheet()

    def dashed(x0: float, y0: float, x1: float, y1: float) -> None:
        at = -dash / 2
        length = x1 - x0 + y1 - y0
        while at < length:
            start, end = max(at, 0), min(at + dash, length)
            level = (x0 + start, 300 - y0, x0 + end, 300 - y0)
            sheet.canvas.line(*(level if y0 == y1 else (x0, 300 - y0 - start, x0, 300 - y0 - end)))
            at += dash + gap

    for y in (40, 80, 120):
        dashed(40, y, 240, y)
    for x in (40, 140, 240):
        dashed(x, 40, x, 120)
    for x, y, text in ((50, 65, "甲"), (150, 65, "乙"), (50, 105, "丙"), (150, 105, "丁")):
        sheet.write(x, y, text)
    assert lines(pages(sheet.saved(tmp_path), engine)[0]) == ["甲|乙", "丙|丁"]


@both
def test_boxes_to_be_ticked_are_no_table(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    for y in (60, 80):
        for x, text in ((40, "是"), (70, "否"), (100, "未定")):
            sheet.canvas.rect(x, 300 - y, 8, 8)
            sheet.write(x + 12, y, text, size=8)
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert not any(isinstance(block, Table) for block in page.blocks)


@both
def test_circles_and_lone_frames_are_no_table(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    for x in (40, 70):
        sheet.canvas.circle(x, 200, 14)
        sheet.write(x - 6, 104, "甲")
    for x, y in ((150, 200), (260, 150), (150, 100)):
        sheet.canvas.roundRect(x, y, 100, 40, 6)
        sheet.write(x + 10, 300 - y - 15, "附註")
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert not any(isinstance(block, Table) for block in page.blocks)


@both
def test_a_coloured_label_column_between_level_rules_is_a_table(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    area(sheet, 40, 40, 100, 120)
    for y in (40, 80, 120):
        sheet.canvas.line(40, 300 - y, 240, 300 - y)
    for x, y, text in ((50, 65, "甲"), (150, 65, "乙"), (50, 105, "丙"), (150, 105, "丁")):
        sheet.write(x, y, text)
    assert lines(pages(sheet.saved(tmp_path), engine)[0]) == ["甲|乙", "丙|丁"]


@both
def test_marked_words_and_coloured_headings_are_no_table(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    area(sheet, 40, 20, 360, 40)
    sheet.write(50, 35, "一、人才面")
    area(sheet, 40, 40, 360, 60)
    sheet.write(50, 55, "(一)培育人才")
    area(sheet, 40, 80, 160, 95)
    sheet.write(40, 92, "標示的文字在此處上")
    area(sheet, 40, 95, 100, 110)
    sheet.write(40, 107, "標示的文字")
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert not any(isinstance(block, Table) for block in page.blocks)
