"""Tables and the lines between them become programmes."""

from collections import Counter

from pipeline.profile import load_profile
from pipeline.readers.transcript import parse_transcript
from pipeline.segment import Document, segment

PROFILE = load_profile("support-measures")


def taken_apart(text: str) -> Document:
    return segment([parse_transcript(text, Counter())], PROFILE)


def forms(document: Document) -> list[tuple[str, list[str]]]:
    return [
        (part.title.name.text if part.title else "", [entry.label.text for entry in part.entries])
        for part in document.segments
    ]


def test_the_first_row_alone_opens_a_form() -> None:
    """The heading and half of the first label stand at a page end, the rest overleaf."""
    document = taken_apart("1、甲計畫\n\n輔導措\t甲，\n\n施簡介\t乙。\n相關網站\t無\n")
    assert forms(document) == [("甲計畫", ["輔導措施簡介", "相關網站"])]
    assert document.other_tables == []


def test_half_a_label_alone_on_a_page_goes_on() -> None:
    document = taken_apart("1、甲計畫\n\n輔導措施簡介\t甲。\n\n提供服\t乙，\n\n務項目\t丙。\n相關網站\t無\n")
    assert forms(document) == [("甲計畫", ["輔導措施簡介", "提供服務項目", "相關網站"])]


def test_a_label_quoted_over_lines_opens_its_row() -> None:
    document = taken_apart('1、甲計畫\n\n"輔導措施簡\n介"\t甲。\n"聯絡\n方式"\t乙\n相關網站\t無\n')
    assert forms(document) == [("甲計畫", ["輔導措施簡介", "聯絡方式", "相關網站"])]


def test_two_forms_back_to_back_stay_two() -> None:
    one = "輔導措施簡介\t甲。\n相關網站\t無\n"
    document = taken_apart(f"1、甲計畫\n\n{one}\n2、乙計畫\n\n{one}")
    assert [name for name, _ in forms(document)] == ["甲計畫", "乙計畫"]
