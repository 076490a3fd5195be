"""Tables and the lines between them become programmes."""

from collections import Counter
from dataclasses import replace

import pytest

from pipeline.core.page import Cell, Table
from pipeline.forms.columns import with_absent_columns
from pipeline.forms.document import Document
from pipeline.forms.profile import Profile, load_profile, parse_profile
from pipeline.forms.segment import segment
from pipeline.pages.markup import parse_html
from pipeline.pages.transcript import parse_transcript
from tests.printed import cell, line, page, texts

PROFILE = load_profile("support-measures")
FORM = (0.0, 0.0, 200.0, 60.0)
FIVE = (0.0, 0.0, 500.0, 30.0)


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


@pytest.mark.parametrize(
    ("rows", "tables"),
    [
        ("\t男\t女\n六歲以下\t3\t4\n七歲以上\t5\t6\n", 1),
        ("\t乙。\n相關網站\t無\n", 0),
        ("\t乙。\n\t丙。\n", 0),
    ],
)
def test_a_list_whose_first_cell_is_blank_goes_on_no_form_of_a_page_without_places(
    rows: str, tables: int
) -> None:
    document = taken_apart(f"1、甲計畫\n\n輔導措施簡介\t甲。\n提供服務項目\t甲，\n\n{rows}")
    assert (len(document.segments), len(document.other_tables)) == (1, tables)


def test_two_forms_back_to_back_stay_two() -> None:
    one = "輔導措施簡介\t甲。\n相關網站\t無\n"
    document = taken_apart(f"1、甲計畫\n\n{one}\n2、乙計畫\n\n{one}")
    assert [name for name, _ in forms(document)] == ["甲計畫", "乙計畫"]


def test_a_label_that_runs_out_of_its_cell_at_a_page_end_is_its_label() -> None:
    label = cell(1, 0, "聯絡方")
    first = Table(2, 2, (cell(0, 0, "簡介"), cell(0, 1, "甲。"), label, cell(1, 1, "主辦機關")), FORM)
    rest = Table(2, 2, (cell(0, 0), cell(0, 1, "某部"), cell(1, 0, "相關網站"), cell(1, 1, "無")), FORM)
    title, below, note = line("1、甲計畫", 500), line("式", 600, top=70.0), line("註：略", 700, top=90.0)
    document = segment([page(1, title, first, below), page(2, rest, first=10_000)], PROFILE)
    assert forms(document) == [("甲計畫", ["簡介", "聯絡方式", "相關網站"])]
    document = segment([page(1, title, first, below, note)], PROFILE)
    assert forms(document) == [("甲計畫", ["簡介", "聯絡方式"])]
    assert [stray.text.text for stray in document.segments[0].stray] == ["註：略"]


def test_a_person_below_a_table_is_of_the_row_overleaf_that_has_an_empty_cell_there() -> None:
    first = Table(
        2, 2, (cell(0, 0, "簡介"), cell(0, 1, "甲。"), cell(1, 0, "聯絡方式"), cell(1, 1, "某部")), FORM
    )
    rest = Table(2, 2, (cell(0, 0, "優惠方式"), cell(0, 1), cell(1, 0, "相關網站"), cell(1, 1, "無")), FORM)
    person = replace(line("乙。", 600, top=65.0, size=10.0), box=(110.0, 65.0, 140.0, 75.0))
    document = segment([page(1, line("1、甲計畫", 500), first, person), page(2, rest, first=10_000)], PROFILE)
    (form,) = document.segments
    assert form.stray == ()
    assert [cell.text.text for row in form.entries[2].rows for cell in row] == ["乙。"]
    document = segment([page(1, line("1、甲計畫", 500), first, person, rest)], PROFILE)
    assert [stray.text.text for stray in document.segments[0].stray] == ["乙。"]  # of one page nothing is cut


def test_columns_that_go_on_overleaf_without_a_word_need_not_be_drawn() -> None:
    texts = ["聯絡方式", "執行單位", "某協會", "聯絡人", "王小姐"]
    above = Table(1, 5, tuple(cell(0, column, text) for column, text in enumerate(texts)), FIVE)
    cells = [
        replace(cell(0, 3 + column, text), column=column) for column, text in enumerate(["聯絡人", "李先生"])
    ]
    rest = with_absent_columns(Table(1, 2, tuple(cells), (300.0, 0.0, 500.0, 30.0)), above)
    assert [cell.text.text for cell in rest.row(0)] == ["", "", "", "聯絡人", "李先生"]
    assert rest.box == FIVE
    aside = Table(1, 2, tuple(cells), (350.0, 0.0, 500.0, 30.0))
    assert with_absent_columns(aside, above) is aside


def test_headings_in_merged_rows_part_forms_that_are_ruled_together() -> None:
    rows = [["1、甲計畫"], ["輔導措施簡介", "甲。"], ["相關網站", "無"], ["(二)乙面向"], ["1、乙計畫"]]
    whole = table(*rows, ["輔導措施簡介", "乙。"], ["1、不是標題", "2、也不是"], ["相關網站", "無"])
    document = segment([page(1, whole)], PROFILE)
    labels = ["輔導措施簡介", "相關網站"], ["輔導措施簡介", "1、不是標題", "相關網站"]
    assert forms(document) == [("甲計畫", labels[0]), ("乙計畫", labels[1])]
    assert document.segments[1].measure.name.text == "乙面向"


@pytest.mark.parametrize(
    ("below", "above"), [("（續下頁）", "（接上頁）"), ("續次頁", ""), ("", "(續)"), ("待續", "續前頁")]
)
def test_rows_that_say_that_a_table_goes_on_are_none_of_its_own(below: str, above: str) -> None:
    first = [["輔導措施簡介", "甲。"], ["提供服務項目", "乙，"], *([[below]] if below else [])]
    rest = [*([[above]] if above else []), ["", "丙。"], ["相關網站", "無"]]
    parts = [page(1, line("1、甲計畫", 500), table(*first)), page(2, table(*rest), first=10_000)]
    document = segment(parts, PROFILE)
    assert forms(document) == [("甲計畫", ["輔導措施簡介", "提供服務項目", "相關網站"])]
    (part,) = document.segments
    assert part.entries[1].text.text == "乙，丙。"
    assert [each.text.text for each in part.repeated] == [text for text in (below, above) if text]
    assert part.stray == ()


# forms of other labels

CARDS = parse_profile("cards", 'labels = ["案名", "依據", "說明"]')


def table(*rows: list[str]) -> Table:
    """Return a table whose rows end in a cell that spans what is left."""
    columns = max(map(len, rows))
    cells = []
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            made = cell(number, column, *[text] if text else [])
            if column == len(row) - 1:
                wide = (made.box[0], made.box[1], 100.0 * columns, made.box[3])
                made = replace(made, column_span=columns - column, box=wide)
            cells.append(made)
    return Table(len(rows), columns, tuple(cells), (0.0, 0.0, 100.0 * columns, 30.0 * len(rows)))


def cards(text: str, profile: Profile = CARDS) -> list[list[tuple[str, str]]]:
    document = segment([parse_transcript(text, Counter())], profile)
    return [[(entry.label.text, entry.text.text) for entry in part.entries] for part in document.segments]


def test_a_label_stands_over_its_text_or_in_the_same_cell() -> None:
    one = table(
        ["案名", "夜市"],
        ["依據：管理規則"],
        ["說明"],
        ["第一次審查。"],
        ["第二次審查。"],
    )
    document = segment([page(1, one)], CARDS)
    (part,) = document.segments
    assert [(entry.label.text, entry.text.text) for entry in part.entries] == [
        ("案名", "夜市"),
        ("依據：", "管理規則"),
        ("說明", "第一次審查。第二次審查。"),
    ]


def test_labels_and_values_side_by_side_that_a_page_end_cut_go_on_in_their_columns() -> None:
    first = table(["案名", "夜市"], ["依據", "管理規則第三條", "說明", "由市集科受理，"])
    rest = table(["", "及第五條", "", "三日內回復"])
    document = segment([page(1, first), page(2, rest, first=100)], CARDS)
    (part,) = document.segments
    assert [(entry.label.text, entry.text.text) for entry in part.entries] == [
        ("案名", "夜市"),
        ("依據", "管理規則第三條及第五條"),
        ("說明", "由市集科受理，三日內回復"),
    ]


def test_forms_of_one_label_between_which_a_line_stands_are_several() -> None:
    assert cards("案名\t甲\n\n審查中。\n\n案名\t乙\n") == [[("案名", "甲")], [("案名", "乙")]]
    assert cards("案名\t甲\n\n案名\t乙\n") == [[("案名", "甲乙")]]  # printed again behind a page end


def test_one_known_label_among_many_is_chance() -> None:
    document = segment([parse_transcript("年度\t金額\n一\t二\n三\t四\n說明\t五\n", Counter())], CARDS)
    assert document.segments == []
    assert len(document.other_tables) == 1


def test_a_list_with_the_labels_as_column_headings_is_no_form() -> None:
    document = segment([parse_transcript("案名\t依據\t說明\n甲\t乙\t丙\n丁\t戊\t己\n", Counter())], CARDS)
    assert document.segments == []


def test_labels_over_their_values_are_a_form() -> None:
    assert cards("案名\t依據\t說明\n甲\t乙\t丙\n") == [[("案名", "甲"), ("依據", "乙"), ("說明", "丙")]]


def taken_apart_by(profile: Profile, text: str) -> Document:
    return segment([parse_transcript(text, Counter())], profile)


def overleaf(title: str, again: str | None) -> list[str]:
    """Return the programmes of a form that goes on overleaf, below a heading where ``again`` is one."""
    first = table(["輔導措施簡介", "甲。"], ["提供服務項目", "乙，"])
    heads = [line(again, 5_000, top=300.0)] if again else []
    rest = table(["提供服務項目", "丙。"], ["相關網站", "無"])
    above = [line(title, 500, top=400.0)] if title else []
    document = segment([page(1, *above, first), page(2, *heads, rest, first=10_000)], PROFILE)
    return [name for name, _ in forms(document)]


@pytest.mark.parametrize(
    ("again", "programmes"),
    [
        (None, ["甲計畫"]),
        ("1、甲計畫", ["甲計畫"]),
        ("1、甲計畫（續）", ["甲計畫"]),
        ("2、甲計畫", ["甲計畫", "甲計畫"]),
        ("1、乙計畫", ["甲計畫", "乙計畫"]),
    ],
)
def test_the_heading_printed_again_overleaf_begins_nothing(again: str | None, programmes: list[str]) -> None:
    assert overleaf("1、甲計畫", again) == programmes


def test_a_heading_below_a_form_that_has_none_begins_another() -> None:
    assert overleaf("", "1、甲計畫") == ["", "甲計畫"]


@pytest.mark.parametrize(
    ("first", "programmes"),
    [
        (["輔導措施", "甲，"], ["甲計畫"]),
        (["輔導措施"], []),  # one cell
        (["字" * 13, "甲，"], []),  # too long for half a label
    ],
)
def test_a_heading_and_the_first_row_alone_open_a_form(first: list[str], programmes: list[str]) -> None:
    document = segment([page(1, line("1、甲計畫", 500), table(first))], PROFILE)
    assert [name for name, _ in forms(document)] == programmes


def test_a_row_of_two_unknown_labels_opens_none() -> None:
    rows = [["輔導措施", "甲，"], ["施簡介", "乙。"]]
    assert segment([page(1, line("1、甲計畫", 500), table(*rows))], PROFILE).segments == []


def test_a_table_that_is_nothing_but_a_sign_that_it_goes_on_stops_nothing() -> None:
    html = "<h2>1、甲計畫</h2><table><tr><td>簡介</td><td>甲。</td></tr><tr><td>相關網站</td><td>無</td></tr></table>"
    sign = "<table><tr><td colspan=2>續下頁</td></tr></table>"
    document = segment([parse_html(html + sign, Counter())], PROFILE)
    assert forms(document) == [
        ("甲計畫", ["簡介", "相關網站", "續下頁"])
    ]  # a label that nobody knows is told


def test_the_headings_above_a_form_are_kept_in_their_order() -> None:
    text = "一、資金面\n\n(二)貸款\n\n3、甲計畫\n\n簡介\t甲。\n相關網站\t無\n"
    document = taken_apart(f"{text}\n(三)補助\n\n4、乙計畫\n\n簡介\t乙。\n相關網站\t無\n")
    first, second = document.segments
    assert [each.printed.text for each in first.new_headings] == ["一、資金面", "(二)貸款"]
    assert [each.printed.text for each in second.new_headings] == ["(三)補助"]
    assert [(part.numbers, part.area.name.text, part.measure.name.text) for part in (first, second)] == [
        ((1, 2, 3), "資金面", "貸款"),
        ((1, 3, 4), "資金面", "補助"),
    ]


def test_a_new_area_ends_the_measure_before() -> None:
    text = "一、資金面\n\n(二)貸款\n\n3、甲計畫\n\n簡介\t甲。\n相關網站\t無\n"
    document = taken_apart(f"{text}\n二、人才面\n\n4、乙計畫\n\n簡介\t乙。\n相關網站\t無\n")
    assert [part.numbers for part in document.segments] == [(1, 2, 3), (2, 0, 4)]


def test_a_heading_that_gives_its_area_has_an_area_without_a_name() -> None:
    pattern = r"(?P<area>\d)-(?P<number>\d)(?P<name>.+)"
    profile = parse_profile("dashed", f"labels = ['案名', '依據']\n[headings]\nprogramme = '{pattern}'")
    (part,) = taken_apart_by(profile, "2-1甲案\n\n案名\t甲\n依據\t乙法\n").segments
    assert (part.numbers, part.title.name.text) == ((2, 0, 1), "甲案")
    assert (part.area.name.text, part.area.printed.text, part.new_headings) == ("", "", ())


@pytest.mark.parametrize(
    ("notes", "size", "goes_on"),
    [
        (["1.所稱產業，係指製造業。"], 8.0, True),
        (["註：所稱產業，係指製造業", "與服務業。"], 8.0, True),
        (["¹所稱產業"], 8.9, True),
        (["1.所稱產業"], 9.1, False),  # hardly smaller than the form: a heading
        (["2024年的產業"], 8.0, False),  # a year is no mark
        (["所稱產業"], 8.0, False),  # without a mark: who knows what
        (["1.所稱產業", "所稱人才"], 0.0, False),  # sizes are not known
    ],
)
def test_a_form_goes_on_over_the_notes_at_the_foot_of_a_page(
    notes: list[str], size: float, goes_on: bool
) -> None:
    def sized(*cells: Cell) -> Table:
        made = [replace(each, lines=tuple(replace(one, size=10.0) for one in each.lines)) for each in cells]
        return Table(len(cells) // 2, 2, tuple(made), FORM)

    first = sized(cell(0, 0, "簡介"), cell(0, 1, "甲。"), cell(1, 0, "聯絡方式"), cell(1, 1, "主辦機關"))
    rest = sized(cell(0, 0), cell(0, 1, "某部"))
    below = [line(note, 600 + 50 * at, top=700.0 + 20 * at, size=size) for at, note in enumerate(notes)]
    document = segment([page(1, line("1、甲計畫", 500), first, *below), page(2, rest, first=10_000)], PROFILE)
    form = document.segments[0]
    assert len(form.parts) == (2 if goes_on else 1)
    assert not goes_on or texts([each.text for each in form.stray]) == notes
