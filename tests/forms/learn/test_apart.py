"""Forms without upright rules, and frames, are drafted; lists without rules are not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from pipeline.core.errors import UserError
from pipeline.core.page import Line, Page
from pipeline.forms.learn.apart import reader_of_lines
from pipeline.forms.learn.draft import draft
from pipeline.forms.profile import parse_profile
from pipeline.forms.segment import segment
from pipeline.pages.tables.rulings import Rule
from tests.forms.test_framed import frame
from tests.forms.test_unruled import Printed, levels, page

PAGES = 4
Form = dict[str, str]


def form(number: int) -> Form:
    return {
        "志工姓名": f"王{'甲乙丙丁'[number]}明",
        "服務時數": f"{number + 2}小時",
        "服務內容": f"整理第{number + 1}段步道並清點工具",
        "督導評語": f"表現{'優良佳可'[number]}",
    }


def level_rules(number: int) -> tuple[list[Printed], list[Rule]]:
    printed: list[Printed] = [(60, 100, f"紀錄第{number + 1}號")]
    for at, (label, text) in enumerate(form(number).items()):
        printed += [(60, 134 + 30 * at, label), (180, 134 + 30 * at, text)]
    return printed, levels(*(125 + 30 * at for at in range(5)))


def no_rules(number: int) -> tuple[list[Printed], list[Rule]]:
    return level_rules(number)[0], []


def frames(number: int) -> tuple[list[Printed], list[Rule]]:
    printed, rules = [(60.0, 100.0, f"紀錄第{number + 1}號")], []
    for at, (label, text) in enumerate(form(number).items()):
        printed += [(60, 130 + 50 * at, label), (60, 144 + 50 * at, text)]
        rules += frame(125 + 50 * at, 160 + 50 * at)
    return printed, rules


def one_frame(number: int) -> tuple[list[Printed], list[Rule]]:
    rows = enumerate(form(number).items())
    printed = [(60.0, 130.0 + 14 * at, f"{label}：{text}") for at, (label, text) in rows]
    return [(60, 100, f"紀錄第{number + 1}號"), *printed], frame(125, 190)


Shape = Callable[[int], tuple[list[Printed], list[Rule]]]


def pages(shape: Shape) -> list[Page]:
    return [page(*shape(number), number + 1, 1000 * number) for number in range(PAGES)]


@pytest.mark.parametrize("shape", [level_rules, no_rules, frames, one_frame])
def test_forms_that_no_upright_rule_divides_are_drafted(shape: Shape) -> None:
    made = draft(pages(shape), "forms.pdf")
    (kind,) = made.kinds
    assert [label.text for label in kind.labels] == list(form(0))
    assert (kind.heading, kind.headings[1]) == (r"紀錄第(?P<number>\d+)號", "紀錄第2號")
    document = segment(pages(shape), parse_profile("forms", made.toml))
    read = [
        {each.label.text.rstrip("："): each.text.text for each in part.entries} for part in document.segments
    ]
    assert read == [form(number) for number in range(PAGES)]
    assert {mark.kind for mark in made.marks} == {"heading", "label", "value"}


def test_a_heading_between_two_forms_of_one_page_is_no_row() -> None:
    printed, rules = level_rules(0)
    below, _ = level_rules(1)
    printed += [(x, y + 150, text) for x, y, text in below]
    both = page(printed, [*rules, *levels(*(275 + 30 * at for at in range(5)))])
    read = reader_of_lines([(both, [block for block in both.blocks if isinstance(block, Line)])])
    assert read
    found = [block.text.text if isinstance(block, Line) else block.rows for block in read(both, both.blocks)]
    assert found == ["紀錄第1號", 4, "紀錄第2號", 4]


def in_rows(rows: Sequence[Sequence[str]], number: int) -> list[Printed]:
    printed: list[Printed] = [(60, 100, f"第{number + 1}場")]
    for at, row in enumerate(rows):
        printed += [(60 + 120 * place, 134 + 20 * at, text) for place, text in enumerate(row)]
    return printed


def labels_in_pairs(number: int) -> tuple[list[Printed], list[Rule]]:
    """Nothing divides 品種 from the value before it."""
    rows = [
        ("編號", f"A{number}", "品種", f"柴犬{number}"),
        ("來源", f"第{number}街"),
        ("觀察", f"吠{number}次"),
    ]
    return in_rows(rows, number), levels(125, 150, 170, 190)


def lists(number: int) -> tuple[list[Printed], list[Rule]]:
    names = [f"{surname}{'甲乙丙丁'[number]}明" for surname in "王李張陳"]
    jobs = ("行政組", "場務組", "接待組", "攝影組")
    return in_rows([(job, name, f"第{number}項") for job, name in zip(jobs, names, strict=True)], number), []


def numbered_cards(number: int) -> tuple[list[Printed], list[Rule]]:
    rows = [
        (str(number), "事項", f"第{number}街積水"),
        ("", "機關", f"第{number}課"),
        ("", "結案", f"{number}月"),
    ]
    return in_rows(rows, number), []


def statutes(number: int) -> tuple[list[Printed], list[Rule]]:
    return in_rows([(f"第{chapter}條", f"第{number}類之{chapter}") for chapter in "一二三四"], number), []


def notes(number: int) -> tuple[list[Printed], list[Rule]]:
    return [(60, 130, "注意事項"), (60, 144, f"第{number}類用電")], frame(125, 160)


@pytest.mark.parametrize("shape", [labels_in_pairs, lists, numbered_cards, notes, statutes])
def test_lists_and_notes_are_no_forms(shape: Shape) -> None:
    with pytest.raises(UserError, match="repeats no form"):
        draft(pages(shape), "lists.pdf")


def rulings(short: float, back: float, others: Sequence[str] = ()) -> list[tuple[Page, list[Line]]]:
    """Return pages of a word and its text, which ends so far before the widest line, and goes on at ``back``."""
    made = []
    for number in range(PAGES):
        printed: list[Printed] = [(60, 100, f"第{'甲乙丙丁'[number]}號"), (60, 114, "字" * 45)]
        for at, (label, sign) in enumerate((("主文", "甲"), ("事實", "乙"), ("理由", "丙"))):
            printed += [(60, 140 + 60 * at, label), (110 - short, 140 + 60 * at, sign * 40)]
            printed += [(back, 154 + 60 * at, "並副知鄉公所。")]
        printed += [(60, 400 + 14 * at, f"{label}：{label}") for at, label in enumerate(others)]
        sheet = page(printed, number=number + 1, first=10_000 * number)
        made.append((sheet, [block for block in sheet.blocks if isinstance(block, Line)]))
    return made


@pytest.mark.parametrize(
    ("short", "back", "form"),
    [(0, 60, False), (0, 69, False), (0, 71, True), (19, 60, False), (21, 60, True)],
)
def test_a_word_whose_full_line_goes_on_below_it_begins_a_paragraph(
    short: float, back: float, form: bool
) -> None:
    assert (reader_of_lines(rulings(short, back)) is not None) is form


@pytest.mark.parametrize(
    ("others", "form"),
    [((), True), (("備註", "附記", "說明"), True), (("備註", "附記", "說明", "依據"), False)],
)
def test_where_more_words_stand_before_colons_all_are_paragraphs(others: Sequence[str], form: bool) -> None:
    assert (reader_of_lines(rulings(0, 110, others)) is not None) is form
