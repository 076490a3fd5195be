"""Labels in new words: told by what a row holds, where it stands and what it says, from all forms together."""

from collections import Counter
from pathlib import Path

import pytest

from pipeline.core.record import Booklet, Finding
from pipeline.extract import extract
from pipeline.forms.drift.likeness import likeness
from pipeline.forms.profile import Profile, load_profile, parse_profile
from pipeline.source.document import Acquired, identify

PROFILE = load_profile("support-measures")
NAMES = "甲乙丙丁戊己庚辛"
GRID = "主辦機關\t某部\t承辦人\t王先生\t聯絡電話\t02-2754-1255"
Row = tuple[str, str]
FORM: dict[str, Row] = {
    "summary": ("計畫簡介", "協助{}業者持續成長茁壯。"),
    "services": ("服務項目", "■補助：●對象：{}業者。"),
    "benefits": ("優惠方式", "■加碼：{}業者另加一成。"),
    "contacts": ("聯絡方式", GRID),
    "websites": ("相關網站", "{}專區 https://a.example.org.tw"),
}


def printed(rows: list[list[Row]]) -> str:
    """Return a transcription of forms, one for each list of rows."""
    parts = []
    for number, form in enumerate(rows, 1):
        name = NAMES[number - 1]
        lines = [f"{label}\t{text.format(name)}" for label, text in form]
        parts.append("\n".join([f"{number}、{name}計畫", "", *lines, ""]))
    return "\n".join(["一、某面向", "", "(一)某措施", "", *parts])


def forms(count: int = 4, **changed: str) -> list[list[Row]]:
    """Return the rows of forms with other words for some labels."""
    return [[(changed.get(name, label), text) for name, (label, text) in FORM.items()] for _ in range(count)]


def read(folder: Path, rows: list[list[Row]], profile: Profile = PROFILE) -> Booklet:
    file = folder / "booklet.txt"
    file.write_text(printed(rows), "utf-8")
    media_type, sha256 = identify(file)
    return extract(Acquired(file, media_type, sha256), "109", 109, profile).booklet


def of_labels(booklet: Booklet) -> list[Finding]:
    return [each for each in booklet.findings if each.code.startswith(("label", "form", "contact", "phone"))]


def told(booklet: Booklet) -> list[tuple[str, str, str, int]]:
    return [
        (each.code, each.data.get("label", ""), each.data.get("field", ""), each.data.get("count", 1))
        for each in of_labels(booklet)
    ]


def whole(booklet: Booklet) -> bool:
    """Tell whether each form has what it holds in each of its five fields, and nothing besides."""
    return all(
        programme.summary.text
        and programme.services
        and programme.benefits
        and [contact.person for contact in programme.contacts] == ["王先生"]
        and [site.url for site in programme.websites] == ["https://a.example.org.tw"]
        and not programme.other
        for programme in booklet.programmes
    )


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("websites", "計畫網址"),  # alike, and only addresses
        ("websites", "線上查詢"),  # only addresses
        ("websites", "Website"),
        ("contacts", "洽詢窗口"),  # a grid of contacts
        ("benefits", "優惠內容"),  # as like the services; its place tells
        ("summary", "緣起及目標"),  # its place alone
        ("services", "支持工具"),
        ("summary", "計畫簡介(必填)"),
        ("websites", "相關網站*"),
        ("websites", "相關網站註1"),
        ("contacts", "Contact聯絡方式"),
    ],
)
def test_a_label_in_new_words_fills_its_field_and_is_one_finding(
    tmp_path: Path, field: str, label: str
) -> None:
    booklet = read(tmp_path, forms(**{field: label}))
    assert told(booklet) == [("label-renamed", label, field, 4)]
    assert whole(booklet)
    (found,) = of_labels(booklet)
    assert found.data["places"] == [f"1.1.{number}:{field}" for number in range(1, 5)]
    assert found.where.programme == "1.1.1"
    assert booklet.edition.source.labels[field] == label


def test_three_labels_in_new_words_are_told_together(tmp_path: Path) -> None:
    booklet = read(tmp_path, forms(summary="緣起及目標", benefits="額外鼓勵", websites="線上查詢"))
    assert [each[2] for each in told(booklet)] == ["summary", "benefits", "websites"]
    assert whole(booklet)


def with_row(rows: list[list[Row]], at: int, row: Row) -> list[list[Row]]:
    return [[*form[:at], row, *form[at:]] for form in rows]


@pytest.mark.parametrize("at", [2, 3])
def test_a_row_of_marked_kinds_is_told_from_an_added_one_beside_it(tmp_path: Path, at: int) -> None:
    """Of 鼓勵事項 and 注意事項 between services and contacts, one marks what it gives."""
    booklet = read(tmp_path, with_row(forms(benefits="鼓勵事項"), at, ("注意事項", "請先電洽承辦人員{}。")))
    assert told(booklet)[0] == ("label-renamed", "鼓勵事項", "benefits", 4)
    assert {tuple(programme.other) for programme in booklet.programmes} == {("注意事項",)}
    assert all(programme.benefits for programme in booklet.programmes)


def test_two_rows_of_marked_kinds_are_not_told_apart(tmp_path: Path) -> None:
    booklet = read(tmp_path, with_row(forms(benefits="鼓勵事項"), 3, ("其他協助", "■輔導：{}業者。")))
    assert not [each for each in told(booklet) if each[0] == "label-renamed"]
    assert "label-absent" in {each[0] for each in told(booklet)}


@pytest.mark.parametrize(("new", "count", "known"), [(6, 6, True), (4, 6, False), (2, 2, False)])
def test_a_row_of_marked_kinds_has_a_new_label_in_most_forms_and_no_other(
    tmp_path: Path, new: int, count: int, known: bool
) -> None:
    rows = with_row(forms(count), 3, ("注意事項", "請先電洽承辦人員{}。"))
    changed = [[("鼓勵事項", row[1]) if row[0] == "優惠方式" else row for row in form] for form in rows[:new]]
    found = told(read(tmp_path, changed + rows[new:]))
    assert any(each[:2] == ("label-renamed", "鼓勵事項") for each in found) is known


@pytest.mark.parametrize(("unmarked", "known"), [(2, True), (3, False)])
def test_a_row_that_is_mostly_prose_marks_no_kinds(tmp_path: Path, unmarked: int, known: bool) -> None:
    rows = with_row(forms(benefits="鼓勵事項"), 3, ("注意事項", "請先電洽承辦人員{}。"))
    plain = ("鼓勵事項", "{}業者另加一成，擇優辦理。")
    rows = [
        [plain if at < unmarked and row[0] == plain[0] else row for row in form]
        for at, form in enumerate(rows)
    ]
    assert any(each[:2] == ("label-renamed", "鼓勵事項") for each in told(read(tmp_path, rows))) is known


def test_two_labels_beside_each_other_are_told_by_what_their_rows_hold(tmp_path: Path) -> None:
    rows = forms(services="支持工具", benefits="額外鼓勵")
    assert whole(read(tmp_path, rows))
    swapped = [[form[0], form[2], form[1], *form[3:]] for form in rows]
    booklet = read(tmp_path, swapped)
    assert told(booklet) == [
        ("label-renamed", "支持工具", "services", 4),
        ("label-unknown", "額外鼓勵", "", 4),  # what it is cannot be told: it is kept as it stands
        ("label-absent", "", "", 4),
    ]
    assert all(list(each.other) == ["額外鼓勵"] for each in booklet.programmes)


def test_a_label_is_told_by_its_words_where_its_row_was_moved(tmp_path: Path) -> None:
    rows = [[form[0], form[2], form[1], *form[3:]] for form in forms(benefits="企業優惠")]
    booklet = read(tmp_path, rows)
    assert told(booklet) == [("label-renamed", "企業優惠", "benefits", 4)]
    assert whole(booklet)


def test_a_label_is_told_by_what_it_holds_where_its_row_was_moved(tmp_path: Path) -> None:
    rows = [[form[-1], *form[:-1]] for form in forms(websites="線上查詢")]
    assert whole(read(tmp_path, rows))


def test_an_added_row_stays_its_own_and_is_one_finding(tmp_path: Path) -> None:
    rows = [[*form[:3], ("申請資格", "{}業者均得申請。"), *form[3:]] for form in forms(websites="計畫網址")]
    booklet = read(tmp_path, rows)
    assert told(booklet) == [
        ("label-renamed", "計畫網址", "websites", 4),
        ("label-unknown", "申請資格", "", 4),
    ]
    assert [programme.other["申請資格"].text for programme in booklet.programmes] == [
        f"{name}業者均得申請。" for name in NAMES[:4]
    ]


def test_an_added_row_beside_a_renamed_one_is_told_from_it_by_its_words(tmp_path: Path) -> None:
    rows = [[*form, ("線上申辦", "https://apply.example.org.tw")] for form in forms(websites="計畫網址")]
    booklet = read(tmp_path, rows)
    assert told(booklet) == [
        ("label-renamed", "計畫網址", "websites", 4),
        ("label-unknown", "線上申辦", "", 4),
    ]


def test_of_two_rows_that_fit_neither_is_taken(tmp_path: Path) -> None:
    rows = [[*form, ("線上申辦", "https://apply.example.org.tw")] for form in forms(websites="官方入口")]
    booklet = read(tmp_path, rows)
    assert [each[:2] for each in told(booklet)] == [
        ("label-unknown", "官方入口"),
        ("label-unknown", "線上申辦"),
        ("label-absent", ""),  # an error: nobody takes the run for clean
    ]


def test_a_row_that_stands_beside_the_known_label_elsewhere_is_none_of_its_names(tmp_path: Path) -> None:
    rows = [[*form, ("線上申辦", "https://apply.example.org.tw")] for form in forms()]
    rows[0].pop(-2)
    rows[1].pop(-2)  # 相關網站 is missing in half of the forms
    booklet = read(tmp_path, rows)
    assert all("線上申辦" in each.other for each in booklet.programmes)
    assert [len(each.websites) for each in booklet.programmes] == [0, 0, 1, 1]
    assert told(booklet)[0] == ("label-unknown", "線上申辦", "", 4)


def test_what_one_form_alone_says_otherwise_is_not_guessed(tmp_path: Path) -> None:
    rows = forms()
    rows[1][2] = ("推動成效", "歷年已協助多家業者。")
    booklet = read(tmp_path, rows)
    assert told(booklet) == [("label-unknown", "推動成效", "", 1), ("label-missing", "優惠方式", "", 1)]


def test_one_form_with_another_word_for_what_it_plainly_holds_is_read(tmp_path: Path) -> None:
    rows = forms()
    rows[1][4] = ("計畫網址", rows[1][4][1])
    booklet = read(tmp_path, rows)
    assert told(booklet) == [("label-renamed", "計畫網址", "websites", 1)]
    assert whole(booklet)


def test_a_form_in_another_language_is_an_error(tmp_path: Path) -> None:
    words = ("Summary", "Services", "Benefits", "Contact", "Website")
    booklet = read(tmp_path, forms(**dict(zip(FORM, words, strict=True))))
    assert "no-programme" in {each.code for each in booklet.findings}


def test_a_form_that_lacks_most_fields_is_an_error(tmp_path: Path) -> None:
    rows = forms()
    rows[3] = rows[3][:2]
    found = [each for each in of_labels(read(tmp_path, rows)) if each.severity == "error"]
    assert [(each.code, each.where.programme) for each in found] == [("form-incomplete", "1.1.4")]
    assert found[0].data["missing"] == ["benefits", "contacts", "websites"]
    rows[3] = forms()[3][:3]  # three of five are most
    assert {each.code for each in of_labels(read(tmp_path, rows))} == {"label-missing"}


def test_a_field_that_most_forms_lack_is_an_error(tmp_path: Path) -> None:
    rows = forms()
    for form in rows[:3]:
        form.pop(2)
    (found,) = of_labels(read(tmp_path, rows))
    assert (found.code, found.severity, found.where.path) == ("label-absent", "error", "benefits")
    assert found.data == {"count": 3, "places": ["1.1.1", "1.1.2", "1.1.3"]}
    rows[0].insert(2, FORM["benefits"])
    assert {each.code for each in of_labels(read(tmp_path, rows))} == {"label-missing"}


def test_a_plain_field_needs_more_than_words_of_its_label(tmp_path: Path) -> None:
    cards = parse_profile("cards", 'labels = ["案名", "依據", "說明"]')
    rows = [[("案名", "夜市"), ("依據", "管理規則"), ("補充說明", "依{}意見辦理。")] for _ in range(4)]
    known = [*rows[:3], [*rows[3][:2], ("說明", "照案通過。")]]
    assert Counter(each[0] for each in told(read(tmp_path, known, cards))) == {"label-renamed": 1}
    rows[3] = [*rows[3], ("說明", "照案通過。")]
    assert all("補充說明" in each.other for each in read(tmp_path, rows, cards).programmes)


@pytest.mark.parametrize(
    ("label", "least", "most"),
    [
        ("相關網址", 1, 1),
        ("相關網址(如有)", 1, 1),
        ("※相關網址", 1, 1),
        ("相關連結", 0.6, 0.8),
        ("Website", 0, 0),
        ("補充說明", 0, 0.3),
    ],
)
def test_likeness(label: str, least: float, most: float) -> None:
    assert least <= likeness(label, PROFILE.labels["websites"]) <= most
