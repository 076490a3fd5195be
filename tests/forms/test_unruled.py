"""Forms without upright rules are read by their labels; texts that look a little like them are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pytest

from pipeline.core.page import Box, Page, Table
from pipeline.forms.document import Document, Segment
from pipeline.forms.profile import load_profile
from pipeline.forms.segment import margins_of, segment, segments, survey
from pipeline.forms.unruled import Unruled
from pipeline.pages.glyph import Glyph
from pipeline.pages.layout.lines import lay_out
from pipeline.pages.layout.sheets import Sheet
from pipeline.pages.tables.rulings import Rule
from pipeline.pages.transcript import parse_transcript

PROFILE = load_profile("support-measures")
SIZE = 10.0
Printed = tuple[float, float, str]
"""Where a text begins, its upper side, and the text."""


def page(
    printed: Sequence[Printed],
    rules: Sequence[Rule] = (),
    number: int = 1,
    first: int = 0,
    areas: Sequence[Box] = (),
) -> Page:
    glyphs = [
        Glyph(sign, (x + at * SIZE, y, x + (at + 1) * SIZE, y + SIZE), SIZE, "ming")
        for x, y, text in printed
        for at, sign in enumerate(text)
    ]
    return lay_out(Sheet(number, (595.0, 842.0), glyphs, rules, areas=areas), first, Counter())


def levels(*heights: float, left: float = 50.0) -> list[Rule]:
    return [Rule(True, height, left, 540.0) for height in heights]


def forms(*pages: Page) -> list[tuple[str, list[tuple[str, str]]]]:
    return told(segment(pages, PROFILE))


def told(document: Document) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (
            part.title.name.text if part.title else "",
            [(each.label.text, each.text.text) for each in part.entries],
        )
        for part in document.segments
    ]


HEAD: Printed = (60, 150, "1、甲計畫")
PLAIN: list[Printed] = [
    *((60, 180, "簡介"), (130, 180, "協助企業導入智慧製造，"), (130, 194, "提升附加價值。")),
    *((60, 218, "服務項目"), (130, 218, "■補助："), (142, 232, "●期間：全年"), (142, 246, "1.隨到隨審")),
    *((60, 270, "網站"), (130, 270, "無")),
]
READ = [
    ("簡介", "協助企業導入智慧製造，提升附加價值。"),
    ("服務項目", "■補助：●期間：全年1.隨到隨審"),
    ("網站", "無"),
]


def test_labels_in_a_steady_column_make_a_form() -> None:
    assert forms(page([HEAD, *PLAIN])) == [("甲計畫", READ)]


def test_the_form_after_it_is_another() -> None:
    below = [(x, y + 200, text) for x, y, text in (HEAD, *PLAIN)]
    again = (60.0, 350.0, "2、乙計畫")
    assert forms(page([HEAD, *PLAIN, again, *below[1:]])) == [("甲計畫", READ), ("乙計畫", READ)]


def test_a_label_written_downwards_or_apart_is_its_label() -> None:
    down = [(60.0, 218.0 + 12 * at, sign) for at, sign in enumerate("服務項目")]
    apart = [(60.0, 180.0, "簡"), (90.0, 180.0, "介")]
    others = [each for each in PLAIN if each[2] not in ("簡介", "服務項目")]
    ((_, entries),) = forms(page([HEAD, *apart, *down, *others]))
    assert [label for label, _ in entries] == ["簡介", "服務項目", "網站"]


def test_a_form_goes_on_overleaf_as_its_values_do() -> None:
    first = page([HEAD, *PLAIN[:5]])
    second = page([*((x, y, text) for x, y, text in PLAIN[5:])], number=2, first=10_000)
    assert forms(first, second) == [("甲計畫", READ)]
    text = page([(60, 180, "另行公告之事項如附。")], number=2, first=10_000)
    ((_, entries),) = forms(first, text)
    assert entries[-1] == ("服務項目", "■補助：")


def test_rows_between_level_rules_have_labels_at_their_middle() -> None:
    printed: list[Printed] = [
        *((130, 180, "協助企業，"), (60, 187, "簡介"), (130, 194, "提升價值。")),
        *((130, 218, "■補助：全年"), (60, 225, "特別說明"), (130, 232, "●隨到隨審")),
        *((60, 260, "網站"), (130, 260, "無")),
    ]
    ruled = page([HEAD, *printed], levels(175, 209, 248, 275))
    assert forms(ruled) == [
        ("甲計畫", [("簡介", "協助企業，提升價值。"), ("特別說明", "■補助：全年●隨到隨審"), ("網站", "無")])
    ]


def test_without_rules_the_widest_gap_parts_rows() -> None:
    printed: list[Printed] = [
        *((130, 180, "協助企業，"), (60, 187, "簡介"), (130, 194, "提升價值。")),
        *((130, 218, "■補助：全年"), (60, 225, "服務項目"), (130, 232, "●隨到隨審")),
    ]
    assert forms(page([HEAD, *printed])) == [
        ("甲計畫", [("簡介", "協助企業，提升價值。"), ("服務項目", "■補助：全年●隨到隨審")])
    ]
    even = [(x, y if y < 210 else y - 10, text) for x, y, text in printed]
    assert forms(page([HEAD, *even])) == []


CONTACTS: list[Printed] = [
    *(
        (60, 300, "聯絡方式"),
        (130, 300, "主辦機關"),
        (190, 300, "經濟部"),
        (250, 300, "承辦人"),
        (300, 300, "王先生"),
    ),
    *((350, 300, "電話"), (390, 300, "02-27541255")),
    *((130, 324, "執行單位"), (190, 324, "工研院材"), (250, 324, "聯絡人"), (300, 324, "李小姐")),
    *((350, 324, "電話"), (390, 324, "03-5910000"), (190, 338, "化所")),
]


def contacts(page_: Page) -> list[list[str]]:
    (part,) = segment([page_], PROFILE).segments
    (entry,) = (each for each in part.entries if each.label.text == "聯絡方式")
    return [[cell.text.text for cell in row] for row in entry.rows]


def test_contacts_stand_in_columns_of_their_own() -> None:
    assert contacts(page([HEAD, *PLAIN, *CONTACTS])) == [
        ["主辦機關", "經濟部", "承辦人", "王先生", "電話", "02-27541255"],
        ["執行單位", "工研院材化所", "聯絡人", "李小姐", "電話", "03-5910000"],
    ]


def test_an_office_in_the_middle_of_two_contacts_is_that_of_both() -> None:
    """Its second line stands beside no label; where it does, it is another office, however near."""
    others = [each for each in CONTACTS if each[0] != 190]
    between: list[Printed] = [(190, 305, "工研院材"), (190, 319, "化所")]
    assert [row[:2] for row in contacts(page([HEAD, *PLAIN, *others, *between]))] == [
        ["主辦機關", "工研院材化所"],
        ["執行單位", "工研院材化所"],
    ]
    beside: list[Printed] = [(190, 300, "經濟部"), (190, 310, "能源署"), (190, 324, "工研院")]
    assert [row[:2] for row in contacts(page([HEAD, *PLAIN, *others, *beside]))] == [
        ["主辦機關", "經濟部能源署"],
        ["執行單位", "工研院"],
    ]
    for lower in (3, 5):  # each beside its label, or in the middle of a row of its own
        apart: list[Printed] = [(190, 300 + lower, "經濟部"), (190, 324 + lower, "工研院")]
        assert [row[1] for row in contacts(page([HEAD, *PLAIN, *others, *apart]))] == ["經濟部", "工研院"]


def test_a_label_that_ends_as_another_does_begins_no_row() -> None:
    """Written downwards, 主辦機關 ends in 機關, which is a label, too."""
    down: list[Printed] = [(130, 300 + 13 * at, sign) for at, sign in enumerate("主辦機關")]
    down += [(130, 363 + 13 * at, sign) for at, sign in enumerate("執行單位")]
    whole = [(x, y + 39 if y > 320 else y, text) for x, y, text in CONTACTS if x != 130]
    assert [row[:2] for row in contacts(page([HEAD, *PLAIN, *down, *whole]))] == [
        ["主辦機關", "經濟部"],
        ["執行單位", "工研院材化所"],
    ]


def test_level_rules_part_the_rows_of_contacts() -> None:
    raised = [(x, y + 7 if text in ("主辦機關", "聯絡方式") else y, text) for x, y, text in CONTACTS]
    rules = [*levels(175, 210, 262, 290, 355), *levels(318, left=120.0)]
    assert [row[:2] for row in contacts(page([HEAD, *PLAIN, *raised], rules))] == [
        ["主辦機關", "經濟部"],
        ["執行單位", "工研院材化所"],
    ]


def test_contacts_whose_labels_stand_beside_no_line_are_not_guessed() -> None:
    raised = [(x, y + 7 if text == "主辦機關" else y, text) for x, y, text in CONTACTS]
    assert contacts(page([HEAD, *PLAIN, *raised])) == [
        ["經濟部承辦人王先生電話02-27541255主辦機關執行單位工研院材聯絡人李小姐電話03-5910000化所"]
    ]


@pytest.mark.parametrize(
    "printed",
    [
        [(60, 180, "簡介"), (130, 180, "本手冊介紹各項措施。"), (60, 204, "附錄"), (130, 204, "索引")],
        [(60, 180, "簡介如下，詳見各機關網站所載之說明，"), (60, 194, "網站"), (80, 194, "之網址如附。")],
        [(60, 180, "簡介"), (130, 180, "甲。"), (300, 204, "網站"), (350, 204, "乙。")],
        [(60, 180, "一、"), (90, 180, "簡介"), (60, 204, "二、"), (90, 204, "網站")],
        [(60, 180, "簡介"), (60, 204, "網站")],
    ],
)
def test_texts_are_no_forms(printed: list[Printed]) -> None:
    assert forms(page(printed)) == []


def test_a_word_below_a_heading_is_a_label_only_where_forms_stand_so() -> None:
    one: list[Printed] = [(60, 650, "2、乙計畫"), (60, 680, "網站"), (130, 680, "甲。")]
    assert forms(page(one)) == []
    assert forms(page([HEAD, *PLAIN, *one])) == [("甲計畫", READ), ("乙計畫", [("網站", "甲。")])]
    assert forms(page(one, levels(675, 700))) == [("乙計畫", [("網站", "甲。")])]


def test_a_form_whose_heading_ends_the_page_before_is_known_by_one_label() -> None:
    """Rows that no page end cuts leave a page to each: of the first one, the form overleaf has one label."""
    next_one = (60.0, 700.0, "2、乙計畫")
    one, rest = page([HEAD, *PLAIN, next_one], levels(175, 290)), PLAIN[3:]
    first_row = page(PLAIN[:3], levels(175, 209), number=2, first=10_000)
    other_rows = page(rest, levels(175, 290), number=3, first=20_000)
    assert forms(one, first_row, other_rows) == [("甲計畫", READ), ("乙計畫", READ)]
    middle: list[Printed] = [
        (130, 150, "協助"),
        (130, 162, "企業導入智慧製造，"),
        (60, 168, "簡介"),
        (130, 174, "提升附加價值。"),
    ]
    bare = page([HEAD, *PLAIN, next_one])
    ((_, _), (name, (summary, *_))) = forms(bare, page(middle, number=2, first=10_000))
    assert (name, summary) == ("乙計畫", READ[0]), "from its first line on"
    across = page([(60.0, 100.0, "以下各項另行公告之。"), *PLAIN[:3]], number=2, first=10_000)
    assert forms(bare, across) == [("甲計畫", READ)], "a line stands between"
    words = page([(60.0, 180.0, "簡介另行公告。")], number=2, first=10_000)
    assert forms(one, words) == [("甲計畫", READ)], "no label"
    later = page(PLAIN[:3], levels(175, 209), number=3, first=20_000)
    assert forms(one, words, later) == [("甲計畫", READ)], "the heading is of the page before"
    table = page(
        [(60.0, 100.0, "表")],
        [*levels(90, 120), *(Rule(False, x, 90.0, 120.0) for x in (50.0, 200.0, 540.0))],
        number=2,
        first=10_000,
    )
    assert forms(one, table, later)[1:] == [("乙計畫", [("表", "")])], "a table stands between"


def test_the_label_with_which_forms_begin_stands_alone_at_the_foot_of_a_page() -> None:
    foot: list[Printed] = [(60, 650, "1、甲計畫"), *((x, 680, text) for x, _, text in PLAIN[:2])]
    assert forms(page(foot), overleaf(PLAIN[2:])) == [("甲計畫", READ)]
    for below in (foot[1:], [*foot, (60, 710, "2、乙計畫")]):
        assert forms(page(below)) == []


def test_a_label_in_two_parts_and_on_two_lines_is_one() -> None:
    """中堅企業 優惠 | 方式: each line stands beside one of the value."""
    others = [each for each in PLAIN[1:] if each[2] != "服務項目"]
    parted = [(40.0, 180.0, "輔導措施簡介"), (50.0, 218.0, "服務"), (75.0, 218.0, "項"), (60.0, 232.0, "目")]
    ((_, entries),) = forms(page([HEAD, *parted, *others]))
    assert [label for label, _ in entries] == ["輔導措施簡介", "服務項目", "網站"]


def test_a_label_without_a_value_is_a_row() -> None:
    bare = [each for each in PLAIN if each[2] != "無"]
    assert forms(page([HEAD, *bare])) == [("甲計畫", [*READ[:2], ("網站", "")])]


def test_a_row_whose_label_is_new_is_a_row_of_the_form_below_the_heading() -> None:
    new = [(x, y, "內容摘述" if text == "簡介" else text) for x, y, text in PLAIN]
    assert forms(page([HEAD, *new])) == [("甲計畫", [("內容摘述", READ[0][1]), *READ[1:]])]


def test_level_rules_that_part_forms_part_no_rows() -> None:
    """Stripes of colour part the rows; above each form and below it is a rule."""
    below = [(x, y + 130, text) for x, y, text in PLAIN]
    found = forms(page([HEAD, *PLAIN, *below], levels(172, 296, 426)))
    assert [entry for _, entries in found for entry in entries] == [*READ, *READ]


def test_a_title_right_above_a_form_is_no_row_of_it() -> None:
    """No value stands beside it; a row in new words has one."""
    ((_, entries),) = forms(page([(60, 163, "好書推薦"), *PLAIN]))
    assert entries == READ
    new: list[Printed] = [(60, 164, "新增說明"), (130, 164, "全年受理。")]
    ((_, entries),) = forms(page([(60, 148, "好書推薦"), *new, *PLAIN]))
    assert entries == [("新增說明", "全年受理。"), *READ]


def test_last_lines_of_the_third_page_of_a_text_may_be_of_a_label_overleaf_too() -> None:
    whole = page([HEAD, *PLAIN, (60, 350, "2、乙計畫"), *((x, y + 200, text) for x, y, text in PLAIN[:5])])
    second = page([(130, 60, "■甲："), (130, 74, "■乙：")], number=2, first=10_000)
    for gap, doubtful in ((4, False), (14, True)):
        third = page([(130, 60, "■丙："), (130, 70 + gap, "■丁：")], number=3, first=20_000)
        document = segment([whole, second, third], PROFILE)
        entry = document.segments[-1].entries[-1]
        assert (entry.text.text, entry.doubtful) == ("■補助：■甲：■乙：■丙：■丁：", doubtful)


def test_a_label_of_an_item_is_no_label_of_the_form() -> None:
    printed = [(x, y, "●服務內容：" if text == "●期間：全年" else text) for x, y, text in PLAIN]
    assert [label for label, _ in forms(page([HEAD, *printed]))[0][1]] == ["簡介", "服務項目", "網站"]


def overleaf(printed: Sequence[Printed]) -> Page:
    return page(printed, number=2, first=10_000)


def test_labels_of_items_outvote_no_label_of_the_form() -> None:
    """As many items have a label as the form has on its first page."""
    items: list[Printed] = [(142, 194 + 14 * at, "●服務內容：") for at in (1, 2)]
    text: list[Printed] = [HEAD, *PLAIN[:3], (60, 260, "服務項目"), (130, 260, "■補助：")]
    ((_, entries),) = forms(page([*text, *items]))
    assert [label for label, _ in entries] == ["簡介", "服務項目"]


APART: list[Printed] = [(60, 180, "措施"), (90, 180, "簡"), (70, 194, "介")]
"""A label whose words stand apart, on two lines."""


def test_a_label_whose_words_stand_apart_may_have_a_second_line() -> None:
    text: list[Printed] = [(130, 166, "甲，"), *APART, (130, 180, "乙，")]
    first = [(x, y + 200, words) for x, y, words in (HEAD, *text)]
    ((_, above), (_, below)) = forms(
        page([HEAD, *PLAIN, *[(x, y, w.replace("1", "2")) for x, y, w in first]], levels(340))
    )
    assert (above, below) == (READ, [("措施簡介", "甲，乙，")])


def test_the_first_label_of_a_document_may_be_in_words_that_stand_apart_and_on_two_lines() -> None:
    first: list[Printed] = [*APART, (130, 180, "甲，"), (130, 194, "乙。")]
    assert forms(page([HEAD, *first, *PLAIN[3:7]])) == [("甲計畫", [("措施簡介", "甲，乙。"), READ[1]])]


def test_lines_go_on_overleaf_as_deep_as_those_above() -> None:
    deep = [*PLAIN[:6], (180.0, 246.0, "(1)甲。"), (240.0, 260.0, "①乙，")]
    ((_, entries),) = forms(page([HEAD, *deep]), overleaf([(240, 60, "丙。"), (180, 74, "(2)丁。")]))
    assert entries[-1] == ("服務項目", "■補助：●期間：全年(1)甲。①乙，丙。(2)丁。")
    ((_, entries),) = forms(page([HEAD, *deep]), overleaf([(300, 60, "丙。"), (300, 74, "(2)丁。")]))
    assert entries[-1] == ("服務項目", "■補助：●期間：全年(1)甲。①乙，")


def test_a_label_written_downwards_is_whole_over_a_page_end() -> None:
    above: list[Printed] = [(60, 218, "服"), (130, 218, "■補助："), (60, 232, "務"), (142, 232, "●全年")]
    below: list[Printed] = [(60, 60, "項"), (142, 60, "●甲"), (60, 74, "目"), (142, 74, "●乙")]
    first: list[Printed] = [(60, 160, "網站"), (130, 160, "無"), (60, 190, "簡介"), (130, 190, "甲。")]
    ((_, entries),) = forms(page([HEAD, *first, *above]), overleaf(below))
    assert entries == [("網站", "無"), ("簡介", "甲。"), ("服務項目", "■補助：●全年●甲●乙")]


@pytest.mark.parametrize(("rest", "label"), [("網站", "相關網站"), ("站", "相關"), ("備查", "相關")])
def test_the_rest_of_a_label_may_stand_overleaf_alone(rest: str, label: str) -> None:
    above: list[Printed] = [*PLAIN[:6], (60, 270, "相關"), (130, 270, "無")]
    ((_, entries),) = forms(page([HEAD, *above]), overleaf([(60, 60, rest)]))
    assert entries[-1] == (label, "無")


def test_words_right_of_where_values_begin_are_of_no_label() -> None:
    """Overleaf most lines are indented, and what stands beside a label begins further left than they do."""
    deep: list[Printed] = [(190, 60 + 14 * at, "於本市設立登記者。") for at in range(6)]
    below: list[Printed] = [
        *((60, 164, "中堅企業"), (130, 164, "Talent"), (200, 164, "Bridge平臺")),
        *((60, 178, "優惠方式"), (130, 178, "之會員。")),
        *((60, 202, "網站"), (130, 202, "無")),
    ]
    ((_, entries),) = forms(page([HEAD, *PLAIN[:7]]), overleaf([*deep, *below]))
    assert entries == [
        READ[0],
        (READ[1][0], READ[1][1] + 6 * "於本市設立登記者。"),
        ("中堅企業優惠方式", "Talent Bridge平臺之會員。"),
        READ[2],
    ]


FIRST: list[Printed] = [each for each in CONTACTS if each[1] == 300]


def cut(above: Sequence[Printed], below: Sequence[Printed]) -> list[list[str]]:
    """Return the contacts of a form of which a page end cut some off."""
    (part,) = segment([page([HEAD, *PLAIN, *above]), overleaf(below)], PROFILE).segments
    (entry,) = (each for each in part.entries if each.label.text == "聯絡方式")
    return [[cell.text.text for cell in row] for row in entry.rows]


def test_contacts_overleaf_stand_in_the_columns_above() -> None:
    read = ["主辦機關", "經濟部", "承辦人", "王先生科員", "電話", "02-27541255"]
    assert cut(FIRST, [(300, 60, "科員")]) == [read]


def test_both_halves_of_labels_over_a_page_end_are_one() -> None:
    above: list[Printed] = [
        *((60, 300, "聯絡方式"), (130, 300, "主辦"), (190, 300, "經濟部"), (250, 300, "承辦")),
        *((300, 300, "王先生"), (350, 300, "電"), (390, 300, "02-27541255")),
    ]
    below: list[Printed] = [
        *((130, 60, "機關"), (190, 60, "產業署"), (250, 60, "人"), (350, 60, "話")),
        *((130, 84, "執行單位"), (190, 84, "工研院"), (250, 84, "聯絡人"), (300, 84, "李小姐")),
        *((350, 84, "電話"), (390, 84, "03-5910000")),
    ]
    assert cut(above, below) == [
        ["主辦機關", "經濟部產業署", "承辦人", "王先生", "電話", "02-27541255"],
        ["執行單位", "工研院", "聯絡人", "李小姐", "電話", "03-5910000"],
    ]


def test_half_a_label_at_the_foot_of_a_page_begins_a_row() -> None:
    """The second line of an office beside it leaves no white band above it."""
    last: list[Printed] = [
        *((250, 345, "聯絡"), (300, 345, "聶業務督"), (350, 345, "電"), (390, 345, "02-22213218")),
    ]
    assert cut([*CONTACTS, *last], [(250, 60, "人"), (300, 60, "導員"), (350, 60, "話")]) == [
        ["主辦機關", "經濟部", "承辦人", "王先生", "電話", "02-27541255"],
        ["執行單位", "工研院材化所", "聯絡人", "李小姐", "電話", "03-5910000"],
        ["執行單位", "工研院材化所", "聯絡人", "聶業務督導員", "電話", "02-22213218"],
    ]


def test_half_the_labels_of_contacts_show_a_row_beside_half_of_theirs() -> None:
    """The label of the person stands overleaf whole; how many columns there are only other forms tell."""
    above: list[Printed] = [
        *((60, 300, "聯絡"), (130, 300, "主"), (190, 300, "經濟部")),
        *((300, 300, "王先生"), (350, 300, "電"), (390, 300, "02-27541255")),
    ]
    below: list[Printed] = [
        *((60, 60, "方式"), (130, 60, "辦機關"), (190, 60, "產業署"), (250, 60, "承辦人"), (350, 60, "話")),
        *((130, 84, "執行單位"), (190, 84, "工研院"), (250, 84, "聯絡人"), (300, 84, "李小姐")),
        *((350, 84, "電話"), (390, 84, "03-5910000")),
    ]
    pages = [page([HEAD, *PLAIN, *above]), overleaf(below)]
    seen = Unruled(PROFILE)
    for each in pages:
        list(seen.read(each, each.blocks))
    assert len(seen.setting.grid) == 5
    look = survey(pages, margins := margins_of(pages, PROFILE), PROFILE, {PROFILE.name: seen.setting})
    (part,) = (each for each in segments(pages, margins, PROFILE, look) if isinstance(each, Segment))
    (entry,) = (each for each in part.entries if each.label.text == "聯絡方式")
    assert [[cell.text.text for cell in row] for row in entry.rows] == [
        ["主辦機關", "經濟部產業署", "承辦人", "王先生", "電話", "02-27541255"],
        ["執行單位", "工研院", "聯絡人", "李小姐", "電話", "03-5910000"],
    ]


def shaded(printed: Sequence[Printed], *heights: float, top: float, foot: float, number: int = 1) -> Page:
    """Return a page with level rules at some heights, and shading behind the labels from top to foot."""
    edges = [top, *heights, foot]
    areas = [(50.0, upper, 120.0, lower) for upper, lower in pairwise(edges)]
    return page(printed, levels(*heights), number, first=number * 10_000, areas=areas)


def test_contacts_beside_shaded_labels_stand_in_columns() -> None:
    form = shaded([HEAD, *PLAIN, *CONTACTS], 175, 213, 262, 290, 322, top=175, foot=400)
    assert [block.columns for block in form.blocks if isinstance(block, Table)] == [2]
    (part,) = segment([form], PROFILE).segments
    first = [cell.text.text for cell in part.entries[-1].rows[0]]
    assert first == ["主辦機關", "經濟部", "承辦人", "王先生", "電話", "02-27541255"]


def test_a_form_with_shaded_labels_goes_on_over_a_page_without_any_rule() -> None:
    first = shaded([HEAD, *PLAIN[:6]], 175, 213, top=175, foot=800)
    whole = shaded([(142, 60 + 14 * at, f"{at + 2}.隨到隨審") for at in range(3)], top=50, foot=800, number=2)
    last = shaded([(142, 60, "並得隨時申請。"), *PLAIN[-2:]], 250, top=50, foot=290, number=3)
    ((_, entries),) = forms(first, whole, last)
    assert entries[1][1].endswith("全年2.隨到隨審3.隨到隨審4.隨到隨審並得隨時申請。")
    assert entries[2] == READ[2]


def test_shaded_labels_that_no_profile_knows_keep_their_table() -> None:
    lines: list[Printed] = [(60, 180, "甲"), (130, 180, "乙"), (60, 218, "丙"), (130, 218, "丁")]
    form = shaded(lines, 175, 213, 240, top=175, foot=240)
    (table,) = Unruled(PROFILE).read(form, form.blocks)
    assert isinstance(table, Table)
    assert table is form.blocks[0]


@pytest.mark.parametrize(("words", "apart"), [(("承辦人", "電話"), True), (("承辦人", "某"), False)])
def test_two_labels_on_a_line_show_contacts_at_the_foot_of_a_page(words: Sequence[str], apart: bool) -> None:
    foot: list[Printed] = [(130 + 60 * at, 300, word) for at, word in enumerate(words)]
    below: list[Printed] = [(60, 60, "聯絡方式"), (130, 60, "同上")]
    (part,) = segment([page([HEAD, *PLAIN[:6], *foot]), overleaf(below)], PROFILE).segments
    assert part.entries[1].text.text.endswith("".join(words)) is not apart


def test_contacts_at_the_foot_of_a_page_wait_for_the_label_overleaf() -> None:
    """It stands in the middle of its row, most of which is overleaf."""
    above: list[Printed] = [*PLAIN[:6], (60, 262, "優惠方式"), (130, 262, "優先支持。")]
    below: list[Printed] = [
        *((130, 60, "執行單位"), (190, 60, "工研院"), (250, 60, "聯絡人"), (300, 60, "李小姐")),
        *((350, 60, "電話"), (390, 60, "03-5910000"), (60, 60, "聯絡方式")),
    ]
    (part,) = segment([page([HEAD, *above, *FIRST[1:]]), overleaf(below)], PROFILE).segments
    assert [entry.label.text for entry in part.entries][-2:] == ["優惠方式", "聯絡方式"]
    assert part.entries[-2].text.text == "優先支持。"
    assert [[cell.text.text for cell in row] for row in part.entries[-1].rows] == [
        ["主辦機關", "經濟部", "承辦人", "王先生", "電話", "02-27541255"],
        ["執行單位", "工研院", "聯絡人", "李小姐", "電話", "03-5910000"],
    ]


# transcriptions whose columns are set by spaces


def typed(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    return told(segment([parse_transcript(text, Counter())], PROFILE))


def test_columns_of_a_transcription_set_by_spaces() -> None:
    text = (
        "1、甲計畫\n\n簡介          協助企業導入智慧製造，\n              提升附加價值。\n"
        "服務項目      ■補助：\n                ●期間：全年\n相關網站      無\n\n"
        "2、乙計畫\n\n簡介　　　　　甲。\n相關網站　　　https://x.tw/\n"
    )
    assert typed(text) == [
        (
            "甲計畫",
            [
                ("簡介", "協助企業導入智慧製造，提升附加價值。"),
                ("服務項目", "■補助：●期間：全年"),
                ("相關網站", "無"),
            ],
        ),
        ("乙計畫", [("簡介", "甲。"), ("相關網站", "https://x.tw/")]),
    ]


def test_contacts_of_a_transcription_set_by_spaces() -> None:
    text = (
        "1、甲計畫\n\n簡介      甲。\n"
        "聯絡方式  主辦機關  經濟部    承辦人  王先生  電話  02-27541255\n"
        "          執行單位  工研院    聯絡人  李小姐  電話  03-5910000\n"
        "相關網站  無\n"
    )
    (part,) = segment([parse_transcript(text, Counter())], PROFILE).segments
    assert [[cell.text.text for cell in row] for row in part.entries[1].rows] == [
        ["主辦機關", "經濟部", "承辦人", "王先生", "電話", "02-27541255"],
        ["執行單位", "工研院", "聯絡人", "李小姐", "電話", "03-5910000"],
    ]


def test_a_transcribed_text_with_spaces_is_no_form() -> None:
    assert typed("簡介 本手冊介紹各項措施\n網站 如附錄\n") == []
    assert typed("前言\n\n    本手冊簡介各項措施。\n    相關網站如附錄。\n") == []
