"""A transcription gives one record, whatever ends its lines, and whatever in it is no text."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.core.page import Line, Table
from pipeline.core.paragraphs import ends_paragraph
from pipeline.core.record import to_json
from pipeline.extract import Extraction, extract
from pipeline.forms.profile import load_profile
from pipeline.pages.transcript import parse_transcript
from pipeline.source.document import Acquired
from pipeline.source.media_type import media_type
from tests.typeset.make_demo import SOURCE
from tests.typeset.source import load
from tests.typeset.transcript import transcribe


@cache
def printed() -> str:
    """The transcription of a demonstration edition, with line ends of Unix."""
    return transcribe(load(SOURCE))


def read(content: str, folder: Path) -> Extraction:
    path = folder / "booklet.txt"
    path.write_bytes(content.encode())
    acquired = Acquired(path, media_type(path), "0" * 64)
    return extract(acquired, "made", None, load_profile("support-measures"))


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Extraction:
    """What the transcription as it is is read as; it is never to be changed."""
    return read(printed(), tmp_path_factory.mktemp("usual"))


@pytest.mark.parametrize("tab", [2, 4, 8])
def test_spaces_that_an_editor_put_in_the_place_of_tabs_are_tabs(
    tab: int, usual: Extraction, tmp_path: Path
) -> None:
    """Labels differ in length, so that the values stand below each other nowhere."""
    spaced = read(printed().replace("\t", " " * tab), tmp_path)
    assert "\t" in printed()
    assert spaced.booklet.programmes == usual.booklet.programmes
    assert spaced.booklet.findings == usual.booklet.findings


ROW = "簡介    某事    說明\n相關網站    無    無\n"


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        pytest.param(ROW * 3, 1, id="as many everywhere"),
        pytest.param(ROW * 2 + "簡介        說明\n" * 2, 1, id="an empty cell"),
        pytest.param(ROW, 0, id="too few gaps"),
        pytest.param(ROW * 3 + "備註   無\n", 0, id="one is of another length"),
        pytest.param("簡介    某事    說明\n" * 9, 0, id="columns stand below each other"),
        pytest.param(ROW * 2 + ("備註        無\n相關網站        無\n") * 3, 0, id="often longer"),
        pytest.param(ROW * 3 + "甲\t乙\n", 1, id="tabs, too"),
        pytest.param(ROW * 3 + "\n    本手冊介紹措施。\n", 1, id="an indented paragraph"),
        pytest.param(f"{ROW * 3}    \n{ROW * 3}", 2, id="a line of spaces is blank"),
    ],
)
def test_gaps_of_one_length_are_tabs(text: str, tables: int) -> None:
    for end in ("\n", "\r\n"):
        blocks = parse_transcript(text.replace("\n", end), Counter()).blocks
        assert sum(isinstance(block, Table) for block in blocks) == tables
        assert all(block.columns > 1 for block in blocks if isinstance(block, Table))


def test_a_line_of_spaces_is_looked_through_once() -> None:
    """Each space began a look to the end of the line: a hundred thousand took minutes."""
    blocks = parse_transcript(f"{ROW * 3}{' ' * 200_000}\n甲\n", Counter()).blocks
    assert sum(isinstance(block, Table) for block in blocks) == 1


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_gives_the_same_record(end: str, usual: Extraction, tmp_path: Path) -> None:
    assert len(usual.booklet.programmes) > 5
    assert to_json(read(printed().replace("\n", end), tmp_path).booklet) == to_json(usual.booklet)


def test_page_breaks_between_paragraphs_change_nothing(usual: Extraction, tmp_path: Path) -> None:
    assert to_json(read(printed().replace("\n\n", "\n\x0c\n"), tmp_path).booklet) == to_json(usual.booklet)


@pytest.mark.parametrize("sign", ["\x07", "\x1b", "\x7f", "\x9b", "\ufdd0", "\uffff", "\U0001fffe"])
def test_what_is_no_text_is_left_out_and_a_finding_counts_it(
    sign: str, usual: Extraction, tmp_path: Path
) -> None:
    count = printed().count("申請")
    done = read(printed().replace("申請", f"申{sign}請"), tmp_path)
    (found,) = (found for found in done.booklet.findings if found.code == "character-control")
    assert found.data == {"count": count, "characters": {f"U+{ord(sign):04X}": count}}
    assert done.booklet.edition.source.folded["control"] == count
    assert (done.owned, done.glyphs) == (usual.owned, usual.glyphs)
    done.booklet.findings.remove(found)
    del done.booklet.edition.source.folded["control"]
    assert to_json(done.booklet) == to_json(usual.booklet)


@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u00ad", "\u202e"])
def test_what_has_no_ink_is_no_lost_text(sign: str, usual: Extraction, tmp_path: Path) -> None:
    done = read(printed().replace("申請", f"申{sign}請"), tmp_path)
    assert (done.owned, done.glyphs) == (usual.owned, usual.glyphs)
    assert Counter(found.code for found in done.booklet.findings) == Counter(
        found.code for found in usual.booklet.findings
    )


@pytest.mark.parametrize(
    ("cell", "paragraphs"),
    [
        ("<p>甲。</p> <p>乙。</p>", ["甲。", "乙。"]),
        ("甲。 乙，丙 丁。", ["甲。", "乙，丙丁。"]),
        ("甲：1.5 乙。 SBIR", ["甲：1.5乙。SBIR"]),
        ('"甲\n乙"', ["甲", "乙"]),
    ],
)
def test_a_line_and_a_space_after_a_sentence_end_a_paragraph(cell: str, paragraphs: list[str]) -> None:
    table = parse_transcript(f"簡介\t{cell}\n網站\t無\n", Counter()).blocks[0]
    assert isinstance(table, Table)
    held = table.cells[1]
    assert [line.text.text for line in held.lines] == paragraphs
    assert all(ends_paragraph(*pair) for pair in pairwise(held.lines))


def test_what_stands_on_both_sides_of_a_page_end_is_one_paragraph(tmp_path: Path) -> None:
    name = "技術顧問到廠"
    text = (
        "一、人才面\n\n(一)培育\n\n1、甲計畫\n\n輔導措施簡介\t<p>補助業者自主開發新</p>\n\n"
        f"\t<p>產品。</p><p>{name}</p>\n提供服務項目\t■其他：甲。\n"
    )
    record = read(text, tmp_path).booklet
    assert [each.summary.text for each in record.programmes] == [f"補助業者自主開發新產品。\n{name}"]


def test_lines_outside_tables_are_paragraphs_but_a_long_one_that_a_page_end_may_have_cut() -> None:
    cut = "經濟部依據上述計畫自去年起成立服務團並"
    page = parse_transcript(f"說明\n\n{cut}\n\n提供服務。\n\n地址：十二樓\n(服務團)\n", Counter())
    lines = [block for block in page.blocks if isinstance(block, Line)]
    assert [ends_paragraph(*pair) for pair in pairwise(lines)] == [True, False, True, True]


BROKEN = """\
措施簡介    為完善農漁產品之低溫供應體系，補助農民
            團體建置冷鏈物流中心，含預冷、分級包裝
            及低溫倉儲等設施，並導入溫度履歷與批號
            追溯。
            計畫分三階段推動，各階段均須通過審查。
            申請單位得洽輔導團隊協助，惟不得轉包他
            人。

服務項目    ■建置補助：每案上限
              一、甲級中心：日處理量三十公噸以上之中
            心，上限9,000萬元。
              二、乙級中心：上限
            4,200萬元。
"""


def test_the_lines_of_a_transcription_that_were_broken_at_one_side_go_on():
    held = [block for block in parse_transcript(BROKEN, Counter()).blocks if isinstance(block, Line)]
    ends = [above.text.text for above, below in pairwise(held) if ends_paragraph(above, below)]
    assert ends == [
        "追溯。",
        "人。",
        "服務項目■建置補助：每案上限",
        "心，上限9,000萬元。",
        "二、乙級中心：上限",
    ]


def test_the_lines_of_a_transcription_that_end_anywhere_are_paragraphs():
    ragged = "\n".join(
        "措施簡介" + "為完善農漁產品之低溫供應體系補助農民" * 2 + "團" * (2 * at) for at in range(9)
    )
    held = [block for block in parse_transcript(ragged, Counter()).blocks if isinstance(block, Line)]
    assert all(ends_paragraph(above, below) for above, below in pairwise(held))
