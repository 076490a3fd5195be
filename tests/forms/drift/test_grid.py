"""Contact grids in new words: columns and rows that are added, labels that are renamed."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.core.record import Booklet
from pipeline.extract import extract
from pipeline.forms.drift.grid import grid_of, renamed_in_grids
from pipeline.forms.profile import load_profile
from pipeline.source.document import Acquired, identify
from tests.printed import cell

PROFILE = load_profile("support-measures")
PEOPLE = ("王科員", "李小姐", "張先生")
MAIL = "wang@a.example.org.tw"


def read(folder: Path, *grid: str, forms: int = 3, label: str = "聯絡方式") -> Booklet:
    """Read forms with a contact grid; ``{}`` in it stands for a person."""
    lines = ["一、某面向", "", "(一)某措施", ""]
    for number, person in enumerate(PEOPLE[:forms], 1):
        rows = "\n".join(f"{'' if at else label}\t{row.format(person)}" for at, row in enumerate(grid))
        lines += [f"{number}、計畫{person}", "", "計畫簡介\t協助企業成長。", "服務項目\t■補助：●對象：業者。"]
        lines += ["優惠方式\t■加碼：一成。", rows, "相關網站\t無", ""]
    file = folder / "booklet.txt"
    file.write_text("\n".join(lines), "utf-8")
    media_type, sha256 = identify(file)
    return extract(Acquired(file, media_type, sha256), "109", 109, PROFILE).booklet


def contacts(booklet: Booklet) -> list[list[tuple[Any, ...]]]:
    return [
        [
            (
                each.organization,
                each.person,
                [f"{phone.kind} {phone.e164}" for phone in each.phones],
                each.emails,
            )
            for each in programme.contacts
        ]
        for programme in booklet.programmes
    ]


def told(booklet: Booklet) -> list[tuple[str, str]]:
    return [
        (each.data.get("label", each.message), f"{each.data.get('table', '')}.{each.data.get('field', '')}")
        for each in booklet.findings
        if each.code.startswith(("label", "contact", "phone", "email"))
    ]


PHONE = "voice +886227541255"


@pytest.mark.parametrize(
    ("more", "phones", "emails"),
    [
        (f"\tE-mail\t{MAIL}", [PHONE], [MAIL]),
        (f"\t電子郵件\t{MAIL}", [PHONE], [MAIL]),
        ("\t手機\t0912-345-678", [PHONE, "mobile +886912345678"], []),
        ("\t傳真\t02-2754-1256", [PHONE, "fax +886227541256"], []),
    ],
)
def test_columns_that_are_added(tmp_path: Path, more: str, phones: list[str], emails: list[str]) -> None:
    booklet = read(tmp_path, "主辦機關\t某部\t承辦人\t{}\t聯絡電話\t02-2754-1255" + more)
    assert contacts(booklet) == [[("某部", person, phones, emails)] for person in PEOPLE]
    assert told(booklet) == []


def test_rows_that_are_added(tmp_path: Path) -> None:
    booklet = read(
        tmp_path,
        "主辦機關\t某部\t承辦人\t{}\t聯絡電話\t02-2754-1255",
        "\t\t\t\t傳真\t02-2754-1256",
        f"\t\t\t\t電子郵件\t{MAIL}",
    )
    phones = [PHONE, "fax +886227541256"]
    assert contacts(booklet) == [[("某部", person, phones, [MAIL])] for person in PEOPLE]
    assert told(booklet) == []


@pytest.mark.parametrize(
    ("grid", "label", "where"),
    [
        (
            f"主辦機關\t某部\t承辦人\t{{}}\t聯絡電話\t02-2754-1255\t公務信箱\t{MAIL}",
            "公務信箱",
            "channels.email",
        ),
        (
            f"主辦機關\t某部\t承辦人\t{{}}\t洽詢請撥\t02-2754-1255\t電子郵件\t{MAIL}",
            "洽詢請撥",
            "channels.phone",
        ),
        (
            f"主辦機關\t某部\t主政同仁\t{{}}\t聯絡電話\t02-2754-1255\t電子郵件\t{MAIL}",
            "主政同仁",
            "persons.competent_authority",
        ),
        (
            f"權責機關\t某部\t承辦人\t{{}}\t聯絡電話\t02-2754-1255\t電子郵件\t{MAIL}",
            "權責機關",
            "roles.competent_authority",
        ),
    ],
)
def test_a_label_of_the_grid_in_new_words_is_one_finding(
    tmp_path: Path, grid: str, label: str, where: str
) -> None:
    booklet = read(tmp_path, grid)
    assert contacts(booklet) == [[("某部", person, [PHONE], [MAIL])] for person in PEOPLE]
    assert told(booklet) == [(label, f"contacts.{where}")]
    assert {each.role for programme in booklet.programmes for each in programme.contacts} == {
        "competent_authority"
    }


def test_a_grid_under_a_label_in_new_words_is_one_of_contacts(tmp_path: Path) -> None:
    booklet = read(tmp_path, "主辦機關\t某部\t承辦人\t{}\t洽詢請撥\t02-2754-1255", label="服務窗口")
    assert contacts(booklet) == [[("某部", person, [PHONE], [])] for person in PEOPLE]
    assert told(booklet) == [("服務窗口", "labels.contacts"), ("洽詢請撥", "contacts.channels.phone")]


def test_a_fax_in_new_words_is_no_phone(tmp_path: Path) -> None:
    booklet = read(tmp_path, "主辦機關\t某部\t承辦人\t{}\t聯絡電話\t02-2754-1255\t傳真專線\t02-2754-1256")
    phones = [PHONE, "fax +886227541256"]
    assert contacts(booklet) == [[("某部", person, phones, [])] for person in PEOPLE]
    assert told(booklet) == [("傳真專線", "contacts.channels.fax")]


def test_a_person_without_a_label_who_is_everywhere_is_no_label(tmp_path: Path) -> None:
    booklet = read(tmp_path, "主辦機關\t某部\t王科員\t02-2754-1255")
    assert "label-renamed" not in {each.code for each in booklet.findings}
    assert all("王科員" in (each.contacts[0].note or "") for each in booklet.programmes)


def test_the_gap_of_a_double_rule_is_no_value() -> None:
    texts = ["主辦機關", "某部", "承辦人", "王科員", "公務信箱", MAIL]
    row = [cell(0, column, text) for column, text in enumerate(texts)]
    row.insert(5, cell(0, 4))
    (found,) = renamed_in_grids([grid_of([row]), grid_of([row])], PROFILE)
    assert (found.label, found.table, found.field, found.count) == (
        "公務信箱",
        "contacts.channels",
        "email",
        2,
    )
    assert renamed_in_grids([grid_of([row])], PROFILE) == []


FIRST = "主辦機關\t某部\t承辦人\t{}\t聯絡電話\t02-2754-1255"
SECOND = "辦理單位\t某中心\t服務專員\t{}\t聯絡電話\t02-2754-1257"


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        pytest.param((FIRST, SECOND), "contacts.roles.executing_agency", id="one role is left"),
        pytest.param((SECOND,), "contacts.channels.organization", id="no label names a role"),
        pytest.param(
            (FIRST, FIRST.replace("主辦機關", "執行單位"), SECOND),
            "contacts.channels.organization",
            id="none is left",
        ),
    ],
)
def test_an_office_whose_person_has_a_new_label_too(
    tmp_path: Path, rows: tuple[str, ...], where: str
) -> None:
    """辦理單位 | … | 服務專員 | …: nothing in the row says whose it is, but the row above is the other's."""
    booklet = read(tmp_path, *rows)
    assert ("辦理單位", where) in told(booklet)
    last = [programme.contacts[-1] for programme in booklet.programmes]
    assert {(each.role, each.organization) for each in last} == {("executing_agency", "某中心")}


def test_the_role_that_is_left_in_most_forms_tells() -> None:
    def grid(*labels: str) -> list[Any]:
        rows = (
            [label, f"某{label[0]}中心", "服務專員", "李小姐", "電話", "02-2754-1257"] for label in labels
        )
        return grid_of([[cell(0, at, text) for at, text in enumerate(row)] for row in rows])

    two = [grid("主辦機關", "辦理單位")] * 9
    for more, table in ((1, "contacts.roles"), (9, "contacts.channels")):
        found = renamed_in_grids([*two, *[grid("主辦機關", "執行單位", "辦理單位")] * more], PROFILE)
        assert [each.table for each in found if each.label == "辦理單位"] == [table]


def test_what_stands_once_is_no_label(tmp_path: Path) -> None:
    row = "主辦機關\t某部\t承辦人\t{}\t洽詢請撥\t02-2754-1255"
    assert told(read(tmp_path, row, forms=1)) != [("洽詢請撥", "contacts.channels.phone")]


def test_labels_that_stand_in_a_row_above_their_values(tmp_path: Path) -> None:
    booklet = read(
        tmp_path,
        "單位\t姓名\t電話\tE-mail",
        f"某部\t{{}}\t02-2754-1255\t{MAIL}",
        "某公司\t\t02-2754-1257\tb@a.example.org.tw",
    )
    other = ("某公司", None, ["voice +886227541257"], ["b@a.example.org.tw"])
    assert contacts(booklet) == [[("某部", person, [PHONE], [MAIL]), other] for person in PEOPLE]
    assert told(booklet) == []


def test_a_role_that_heads_a_column_is_that_of_each_row(tmp_path: Path) -> None:
    booklet = read(tmp_path, "主辦機關\t承辦人\t電話", "某部\t{}\t02-2754-1255")
    assert contacts(booklet) == [[("某部", person, [PHONE], [])] for person in PEOPLE]
    assert {each.contacts[0].role for each in booklet.programmes} == {"competent_authority"}
