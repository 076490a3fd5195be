"""What an office document holds and its pages lack is a finding where it would stand, and nothing else is one."""

from __future__ import annotations

from array import array
from itertools import accumulate

from pipeline.checks.rendering import unprinted
from pipeline.core.page import Page
from pipeline.core.record import Finding
from pipeline.pages.office_text import GAP, Paragraph


def pages(*texts: str, hidden: str = "") -> list[Page]:
    """Return pages whose glyphs stand 10 points apart."""
    firsts = accumulate(map(len, texts), initial=0)
    return [
        Page(
            number,
            600,
            800,
            first,
            text,
            array("f", [edge for at in range(len(text)) for edge in (10 * at, 0, 10 * at + 10, 10)]),
            (),
            hidden=((hidden, (0, 0, 1, 1)),) if hidden else (),
        )
        for number, (first, text) in enumerate(zip(firsts, texts, strict=False), 1)
    ]


def found(held: list[str | Paragraph], *texts: str, hidden: str = "") -> list[Finding]:
    said = [each if isinstance(each, Paragraph) else Paragraph(each) for each in held]
    return list(unprinted(said, pages(*texts, hidden=hidden)))


def test_signs_spaces_wide_letters_and_compatible_characters_are_no_difference() -> None:
    assert found(["一、ＡＢＣ（甲）", "⼈年", "…"], "（一）abc甲 ", "人\uf98e") == []


def test_a_gap_is_told_with_its_words_and_the_place_before_it() -> None:
    (gap,) = found(["案名", "步道，整修", "說明", "分兩期。", "決議", "通過"], "案名步道整修", "說明決議通過")
    assert (gap.code, gap.severity, gap.data["text"]) == ("text-unprinted", "error", "分兩期。")
    assert (gap.where.page, gap.where.box) == (2, (10, 0, 20, 10))
    assert "分兩期" in gap.message


def test_of_a_paragraph_that_lacks_a_little_that_is_told() -> None:
    (gap,) = found(["甲乙丙丁戊己庚辛壬癸"], "甲乙丙丁戊己")
    assert gap.data["text"] == "庚辛壬癸"


def test_paragraphs_that_are_gone_together_are_one_gap_and_others_are_not() -> None:
    held = ["案名", "甲乙丙丁", "戊己庚辛", "說明", "壬癸子丑", "決議"]
    assert [each.data["text"] for each in found(held, "案名說明決議")] == ["甲乙丙丁\n戊己庚辛", "壬癸子丑"]


def test_what_a_program_works_out_and_what_the_page_hides_is_no_gap() -> None:
    assert found([f"日期{GAP}第{GAP}頁"], "日期109年第3頁") == []
    assert found(["案名", "看不見"], "案名", hidden="看不見") == []


def test_what_the_document_hides_itself_is_a_warning() -> None:
    (told,) = found([Paragraph("甲"), Paragraph("乙", hidden=True)], "甲")
    assert (told.code, told.data["text"]) == ("text-hidden", "乙")


def test_pages_without_any_word() -> None:
    (gap,) = found(["甲乙"], "")
    assert gap.data["text"] == "甲乙"
