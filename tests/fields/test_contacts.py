"""Contact blocks are read row by row: labels say what stands beside them, spans and empty cells carry on."""

from dataclasses import replace

import pytest

from pipeline.core.page import Cell
from pipeline.fields.contacts import ContactDraft, read_contacts
from pipeline.fields.contacts_in_text import spelled_out
from pipeline.forms.profile import load_profile
from tests.printed import Reports, cell, texts

PROFILE = load_profile("support-measures")
LABELS = ("主辦機關", "承辦人", "聯絡電話"), ("執行單位", "聯絡人", "聯絡電話")
BRANCHES = {"北區": "張先生", "中區": "陳小姐", "南區": "林先生", "東區": "黃小姐", "離島": "吳先生"}


def row(number: int, *printed: str) -> list[Cell]:
    """Return a row of cells; a ``|`` is a line end."""
    return [cell(number, column, *text.split("|") if text else ()) for column, text in enumerate(printed)]


def authority(number: int, organization: str, person: str, phone: str) -> list[Cell]:
    return row(number, "主辦機關", organization, "承辦人", person, "聯絡電話", phone)


def agency(number: int, organization: str, person: str, phone: str) -> list[Cell]:
    return row(number, "執行單位", organization, "聯絡人", person, "聯絡電話", phone)


def read(*rows: list[Cell], reported: tuple[str, ...] = ()) -> list[ContactDraft]:
    reports = Reports()
    drafts = read_contacts(rows, PROFILE, reports)
    assert drafts is not None
    assert tuple(reports.codes) == reported
    return drafts


def people(drafts: list[ContactDraft]) -> list[tuple[str, str, str]]:
    return [(draft.role, draft.organization.text, draft.person.text) for draft in drafts]


def phones(drafts: list[ContactDraft]) -> list[list[tuple[str | None, str | None]]]:
    return [[(phone.phone.e164, phone.phone.extension) for phone in draft.phones] for draft in drafts]


def extensions(drafts: list[ContactDraft]) -> list[list[str | None]]:
    return [[phone.phone.extension for phone in draft.phones] for draft in drafts]


FIRST = authority(0, "甲部", "王先生", "02-2754-1255#101")


def test_labels_in_the_text_of_a_cell_are_labels():
    drafts = read(
        row(0, "主辦機關：甲部|承辦人：王先生|電話：02-2754-1255#101"),
        row(
            1,
            "執行單位：乙中心，聯絡人：李小姐，聯絡電話：(02)2725-5200#102，E-mail：a@b.example.tw|聯絡人：陳先生|電話：(02)2725-5200#103",
        ),
    )
    assert people(drafts) == [
        ("competent_authority", "甲部", "王先生"),
        ("executing_agency", "乙中心", "李小姐"),
        ("executing_agency", "乙中心", "陳先生"),
    ]
    assert extensions(drafts) == [["101"], ["102"], ["103"]]
    assert [texts(draft.emails) for draft in drafts] == [[], ["a@b.example.tw"], []]
    assert not any(draft.notes for draft in drafts)


def test_labels_in_the_text_beside_a_label():
    drafts = read(
        row(0, "主辦機關", "甲部|承辦人：王先生|電話：02-2754-1255#101"),
        row(1, "執行單位", "乙中心(聯絡人：李小姐，專線：0800-000-123)"),
    )
    assert people(drafts) == [
        ("competent_authority", "甲部", "王先生"),
        ("executing_agency", "乙中心", "李小姐"),
    ]
    assert phones(drafts) == [[("+886227541255", "101")], [("+886800000123", None)]]


@pytest.mark.parametrize("first", ["主辦機關 甲部 承辦人 王先生 聯絡電話 02-2754-1255#101", "主辦機關|甲部"])
def test_labels_without_a_colon_where_lines_begin_with_them(first: str):
    """Their type is bold."""
    rows = [row(0, f"{first}|執行單位 乙中心 聯絡人 李小姐 聯絡電話 (02)2725-5200#102")]
    if "|" in first:  # a line of columns, perhaps
        assert read_contacts(rows, PROFILE, Reports()) is None
        return
    drafts = read(*rows)
    assert people(drafts) == [
        ("competent_authority", "甲部", "王先生"),
        ("executing_agency", "乙中心", "李小姐"),
    ]
    assert extensions(drafts) == [["101"], ["102"]]


def test_labels_without_a_colon_behind_a_value():
    drafts = read(row(0, "執行單位", "乙中心 聯絡人 李小姐 聯絡電話 (02)2725-5200#102"))
    assert people(drafts) == [("executing_agency", "乙中心", "李小姐")]
    assert extensions(drafts) == [["102"]]


def test_labels_alone_are_no_values():
    cells = row(0, "主辦機關", "承辦人／聯絡電話")
    assert spelled_out([cells], PROFILE) == [cells]


@pytest.mark.parametrize(
    ("person", "mixed"),
    [("承辦人王先生", True), ("王先生 聯絡人同上", True), ("甲公司聯絡人", True), ("王先生", False)],
)
def test_a_label_among_the_words_of_a_value_is_told(person: str, mixed: bool):
    read(authority(0, "甲部", person, "02-2754-1255"), reported=("contact-mixed",) * mixed)


def test_a_card_as_high_as_two_beside_it_is_read_once():
    high = cell(0, 1, "執行單位：乙中心", "聯絡人：李小姐", "電話：(02)2725-5200#102", rows=2)
    first = cell(0, 0, "主辦機關：甲部", "承辦人：王先生", "電話：02-2754-1255#101")
    below = cell(1, 0, "執行單位：丙中心", "聯絡人：陳先生", "電話：(02)2725-5200#103")
    assert extensions(read([first, high], [below, high])) == [["101"], ["102"], ["103"]]


@pytest.mark.parametrize("second", ["主辦機關", "執行單位"])
def test_contacts_that_stand_beside_each_other_in_a_text(second: str):
    """Each line says the same of both: no rule parts them."""
    drafts = read(
        row(
            0,
            f"主辦機關：甲部 {second}：乙中心|承辦人：王先生 承辦人：李小姐|電話：02-2754-1255#101 電話：(02)2725-5200#102",
        )
    )
    assert [(draft.organization.text, draft.person.text) for draft in drafts] == [
        ("甲部", "王先生"),
        ("乙中心", "李小姐"),
    ]
    assert phones(drafts) == [[("+886227541255", "101")], [("+886227255200", "102")]]


@pytest.mark.parametrize(
    "lines",
    [
        "主辦機關：甲部 承辦人：王先生|電話：02-2754-1255#101 電話：02-2754-1256|執行單位：乙中心 電話：(02)2725-5200",
        "主辦機關：甲部 承辦人：王先生|電話：02-2754-1255#101 電話：02-2754-1256|執行單位：乙中心|電話：(02)2725-5200",
        "主辦機關：甲部|承辦人：王先生|電話：02-2754-1255#101 電話：02-2754-1256|執行單位：乙中心|電話：(02)2725-5200",
    ],
)
def test_lines_that_say_other_things_are_one_contact_after_the_other(lines: str):
    drafts = read(row(0, lines))
    assert [(draft.organization.text, draft.person.text) for draft in drafts] == [
        ("甲部", "王先生"),
        ("乙中心", ""),
    ]
    assert phones(drafts) == [
        [("+886227541255", "101"), ("+886227541256", None)],
        [("+886227255200", None)],
    ]


def test_what_stands_beside_each_other_and_says_other_things_is_in_no_columns():
    drafts = read_contacts(
        [row(0, "主辦機關：甲部 執行單位：乙中心|承辦人：李小姐 電話：(02)2725-5200")], PROFILE, Reports()
    )
    assert drafts is not None
    assert [(draft.organization.text, draft.person.text) for draft in drafts] == [
        ("甲部", ""),
        ("乙中心", "李小姐"),
    ]
    (only,) = read(row(0, "承辦人：王先生 電話：02-2754-1251|電話：02-2754-1252 電話：02-2754-1253"))
    assert [phone.phone.e164[-1] for phone in only.phones] == ["1", "2", "3"]


def test_labels_say_who_is_who():
    drafts = read(FIRST, agency(1, "乙|中心", "李小|姐", "02-2725-|5200#102"))
    assert people(drafts) == [
        ("competent_authority", "甲部", "王先生"),
        ("executing_agency", "乙中心", "李小姐"),
    ]
    assert phones(drafts) == [[("+886227541255", "101")], [("+886227255200", "102")]]
    assert [phone.phone.printed for draft in drafts for phone in draft.phones] == [
        "02-2754-1255#101",
        "02-2725-5200#102",
    ]


def test_block_without_labels_is_none():
    reports = Reports()
    assert read_contacts([row(0, "甲部", "02-2754-1255")], PROFILE, reports) is None
    assert reports == []


# spans


def test_branches_under_one_label_that_empty_cells_continue():
    rows = [
        row(number, *(("執行單位", branch, "聯絡人") if number == 1 else ("", branch, "")), person)
        + row(number, "", "", "", "", "聯絡電話" if number == 1 else "", f"02-2754-1255#{number}")[4:]
        for number, (branch, person) in enumerate(BRANCHES.items(), start=1)
    ]
    drafts = read(FIRST, *rows)
    assert people(drafts)[1:] == [("executing_agency", branch, person) for branch, person in BRANCHES.items()]
    assert extensions(drafts) == [["101"], ["1"], ["2"], ["3"], ["4"], ["5"]]


def test_branches_under_one_label_that_spans():
    label, person_label, phone_label = (
        cell(1, column, text, rows=5) for column, text in ((0, "執行單位"), (2, "聯絡人"), (4, "聯絡電話"))
    )
    rows = [
        [
            label,
            cell(number, 1, branch),
            person_label,
            cell(number, 3, person),
            phone_label,
            cell(number, 5, f"02-2754-1255#{number}"),
        ]
        for number, (branch, person) in enumerate(BRANCHES.items(), start=1)
    ]
    drafts = read(FIRST, *rows)
    assert people(drafts)[1:] == [("executing_agency", branch, person) for branch, person in BRANCHES.items()]
    assert extensions(drafts)[1:] == [["1"], ["2"], ["3"], ["4"], ["5"]]


def test_role_label_in_the_middle_of_its_span():
    rows = [
        row(
            number,
            "執行單位" if number == 2 else "",
            branch,
            "聯絡人",
            person,
            "聯絡電話",
            f"02-2754-1255#{number}",
        )
        for number, (branch, person) in enumerate(BRANCHES.items(), start=1)
    ]
    drafts = read(FIRST, *rows)
    assert [draft.role for draft in drafts] == ["competent_authority", *["executing_agency"] * 5]


def test_organization_that_spans_is_that_of_each_person():
    shared = cell(0, 1, "乙中心", rows=2)
    first, second = agency(0, "", "王先生", "02-2754-1255#1"), agency(1, "", "李小姐", "02-2754-1255#2")
    first[1] = second[1] = shared
    assert people(read(first, second)) == [
        ("executing_agency", "乙中心", "王先生"),
        ("executing_agency", "乙中心", "李小姐"),
    ]


def test_an_office_whose_own_label_stands_in_its_second_row_has_its_role():
    """A page end cut the row above the lines of its labels, so that the labels above seem to span to it."""
    label, shared = cell(0, 0, "主辦機關", rows=2), cell(1, 1, "乙中心", rows=2)
    first = [label, *authority(0, "甲部", "王先生", "02-2754-1255#1")[1:]]
    second = [label, shared, *row(1, "", "", "", "李小姐", "", "02-2754-1255#2")[2:]]
    third = [agency(2, "", "", "")[0], shared, *agency(2, "", "陳先生", "02-2754-1255#3")[2:]]
    assert people(read(first, second, third)) == [
        ("competent_authority", "甲部", "王先生"),
        ("executing_agency", "乙中心", "李小姐"),
        ("executing_agency", "乙中心", "陳先生"),
    ]


def test_an_office_with_two_roles_keeps_both():
    shared = cell(0, 1, "乙中心", rows=2)
    first, second = authority(0, "", "王先生", "02-2754-1255#1"), agency(1, "", "李小姐", "02-2754-1255#2")
    first[1] = second[1] = shared
    assert people(read(first, second)) == [
        ("competent_authority", "乙中心", "王先生"),
        ("executing_agency", "乙中心", "李小姐"),
    ]


def test_organization_above_an_empty_cell_is_that_of_the_next_person():
    drafts = read(
        agency(0, "乙中心", "王先生", "02-2754-1255#1"), row(1, "", "", "", "李小姐", "", "02-2754-1255#2")
    )
    assert people(drafts) == [
        ("executing_agency", "乙中心", "王先生"),
        ("executing_agency", "乙中心", "李小姐"),
    ]


def test_several_authorities():
    drafts = read(
        FIRST,
        authority(1, "丙部", "陳小姐", "02-2754-1255#103"),
        agency(2, "乙中心", "李小姐", "02-2725-5200"),
    )
    assert [draft.role for draft in drafts] == ["competent_authority"] * 2 + ["executing_agency"]


def test_labels_one_below_the_other():
    drafts = read(
        row(0, "主辦機關", "甲部"), row(1, "承辦人", "王先生"), row(2, "聯絡電話", "02-2754-1255#7")
    )
    assert people(drafts) == [("competent_authority", "甲部", "王先生")]
    assert extensions(drafts) == [["7"]]


def test_second_number_in_a_row_of_its_own():
    drafts = read(agency(0, "乙中心", "王先生", "02-2725-5200"), row(1, "", "", "", "", "", "0800-888-968"))
    assert phones(drafts) == [[("+886227255200", None), ("+886800888968", None)]]


# 同上


def test_same_as_above():
    drafts = read(FIRST, agency(1, "同上", "同上", "同上"))
    assert people(drafts) == [
        ("competent_authority", "甲部", "王先生"),
        ("executing_agency", "甲部", "王先生"),
    ]
    assert extensions(drafts) == [["101"], ["101"]]
    assert texts(drafts[1].cited) == ["同上"] * 3
    # The second row leads back to the glyphs of the first.
    assert drafts[1].person.ids == drafts[0].person.ids
    assert drafts[1].phones[0].printed.ids == drafts[0].phones[0].printed.ids


def test_same_number_for_another_person():
    drafts = read(FIRST, agency(1, "乙中心", "李小姐", "同 上"))
    assert people(drafts)[1] == ("executing_agency", "乙中心", "李小姐")
    assert extensions(drafts) == [["101"], ["101"]]


def test_same_as_above_for_several_people_in_order():
    above = authority(0, "甲部", "王先生|李小姐", "02-2754-1255#1|02-2754-1255#2")
    assert extensions(read(above, agency(1, "乙中心", "張先生|陳小姐", "同上"))) == [
        ["1"],
        ["2"],
        ["1"],
        ["2"],
    ]


@pytest.mark.parametrize(
    ("cells", "reported"),
    [
        (("甲部", "同上", "02-2754-1255"), ("same-as-nothing",)),
        (("甲部", "王先生", "同上"), ("same-as-nothing", "contact-incomplete")),
        (("同上", "王先生", "02-2754-1255"), ("same-as-nothing",)),
    ],
)
def test_same_as_nothing_is_reported(cells, reported):
    (draft,) = read(authority(0, *cells), reported=reported)
    assert "同上" in (draft.organization.text, draft.person.text) or not draft.phones


# people and numbers


@pytest.mark.parametrize(
    ("person", "phone", "paired"),
    [
        ("王先生|李小姐", "02-2725-5200#1|02-2725-5200#2", [["1"], ["2"]]),
        ("王先生、李小姐", "02-2725-5200#1、#2", [["1"], ["2"]]),
        ("王先生|李小姐", "02-2725-5200|#1536、#1832", [["1536"], ["1832"]]),
        ("王先生|李小姐|張先生", "02-2725-5200#1536、|1832、|1955", [["1536"], ["1832"], ["1955"]]),
        ("王先生|李小姐", "02-2725-5200 分機 12|分機 34", [["12"], ["34"]]),
        ("王先生", "02-2725-5200#1|02-2725-5200#2", [["1", "2"]]),
        ("王先生|李小姐", "02-2725-5200#9", [["9"], ["9"]]),
        ("1.王先生|2.李小姐", "1.02-2725-5200#1|2.02-2754-1255#2", [["1"], ["2"]]),
        ("1.王先生|2.李小姐", "2.02-2754-1255#2|1.02-2725-5200#1", [["1"], ["2"]]),
        (
            "1.王先生、張小姐|2.李小姐",
            "1.02-2725-5200#1536|#1832|2.02-2754-1255#7",
            [["1536"], ["1832"], ["7"]],
        ),
        ("1.王先生、張小姐|2.李小姐", "1.02-2725-5200#1536|2.02-2754-1255#7", [["1536"], ["1536"], ["7"]]),
        ("1.王先生|2.李小姐", "02-2725-5200#1|02-2725-5200#2", [["1"], ["2"]]),
    ],
)
def test_numbers_go_to_people_in_order(person, phone, paired):
    assert extensions(read(agency(0, "乙中心", person, phone))) == paired


@pytest.mark.parametrize(
    ("person", "phone", "count"),
    [
        ("王先生|李小姐|張先生", "02-2725-5200#1|02-2725-5200#2", 2),
        ("王先生|李小姐", "02-2725-5200#1|#2|#3", 3),
        ("1.王先生、張小姐|2.李小姐", "1.02-2725-5200#1|#2|#3|2.02-2754-1255#7", 3),
    ],
)
def test_counts_that_differ_are_reported_and_nobody_loses_a_number(person, phone, count):
    drafts = read(agency(0, "乙中心", person, phone), reported=("contact-pairing",))
    assert len(drafts[0].phones) == count


def test_number_broken_over_lines_is_one():
    drafts = read(agency(0, "乙中心", "王先生", "(02)2725|-5200#12|34"))
    assert phones(drafts) == [[("+886227255200", "1234")]]


def test_note_beside_a_number_is_kept():
    (draft,) = read(agency(0, "乙中心", "王先生", "(製造業)02-2725-5200#1|(服務業)02-2725-5200#2"))
    assert draft.notes == ["製造業", "服務業"]
    assert extensions([draft]) == [["1", "2"]]


def test_note_beside_a_person_is_kept():
    drafts = read(agency(0, "乙中心", "王先生（北區）|李小姐（南區）", "02-2725-5200#1|02-2725-5200#2"))
    assert [(draft.person.text, draft.notes) for draft in drafts] == [
        ("王先生", ["北區"]),
        ("李小姐", ["南區"]),
    ]


@pytest.mark.parametrize(
    ("phone", "reported"),
    [
        ("02-2725-520", ("phone-invalid",)),
        ("詳見網站", ("phone-invalid", "contact-incomplete")),
        ("", ("contact-incomplete",)),
    ],
)
def test_what_cannot_be_dialled_is_reported_and_kept(phone, reported):
    (draft,) = read(agency(0, "乙中心", "王先生", phone), reported=reported)
    assert [number.phone.e164 for number in draft.phones] in ([], [None])
    kept = [number.phone.printed for number in draft.phones] + draft.notes
    assert kept == ([phone] if phone else [])


# addresses


def test_email_row_goes_to_the_person_above():
    below = row(1, "", "", "", "", "E-mail", "a.b@example|.org.tw")
    (draft,) = read(agency(0, "乙中心", "王先生", "02-2725-5200"), below)
    assert texts(draft.emails) == ["a.b@example.org.tw"]
    assert len(draft.phones) == 1


def test_email_row_beside_cells_that_span():
    label, name = cell(0, 0, "執行單位", rows=2), cell(0, 1, "乙中心", rows=2)
    person_label, person = cell(0, 2, "聯絡人", rows=2), cell(0, 3, "王先生", rows=2)
    rows = [
        [label, name, person_label, person, cell(number, 4, channel), cell(number, 5, value)]
        for number, (channel, value) in enumerate(
            (("聯絡電話", "02-2725-5200"), ("電子信箱", "a@example.org.tw"))
        )
    ]
    (draft,) = read(*rows)
    assert texts(draft.emails) == ["a@example.org.tw"]
    assert phones([draft]) == [[("+886227255200", None)]]


def test_addresses_go_to_people_in_order():
    first = agency(0, "乙中心", "王先生|李小姐", "02-2725-5200#1|02-2725-5200#2")
    drafts = read(first, row(1, "", "", "", "", "E-mail", "a@example.org.tw|b@example.org.tw"))
    assert [texts(draft.emails) for draft in drafts] == [["a@example.org.tw"], ["b@example.org.tw"]]


def test_number_and_address_in_one_cell():
    (draft,) = read(agency(0, "乙中心", "王先生", "02-2725-5200#1|a@example.org.tw"))
    assert texts(draft.emails) == ["a@example.org.tw"]
    assert extensions([draft]) == [["1"]]


def test_address_that_is_none_is_reported_and_kept():
    cells = row(0, "執行單位", "乙中心", "聯絡人", "王先生", "E-mail", "a.b@")
    (draft,) = read(cells, reported=("email-invalid", "contact-incomplete"))
    assert draft.notes == ["a.b@"]


def kinds(drafts: list[ContactDraft]) -> list[list[tuple[str, str]]]:
    return [[(phone.phone.printed, phone.phone.kind) for phone in draft.phones] for draft in drafts]


def test_a_row_labelled_as_fax_is_a_fax():
    drafts = read(
        authority(0, "甲部", "王科員", "(02)2345-6700#12"), row(1, "", "", "", "", "傳真", "(02)2345-6701")
    )
    assert kinds(drafts) == [[("(02)2345-6700#12", "voice"), ("(02)2345-6701", "fax")]]


def test_what_answers_is_told_in_one_cell():
    drafts = read(
        authority(0, "甲部", "王科員", "(02)2345-6700 | 傳真：(02)2345-6701 | 0912-345-678 | 0800-123-456")
    )
    assert kinds(drafts) == [
        [
            ("(02)2345-6700", "voice"),
            ("(02)2345-6701", "fax"),
            ("0912-345-678", "mobile"),
            ("0800-123-456", "toll_free"),
        ]
    ]
    assert drafts[0].notes == []


def test_same_as_above_takes_the_fax_with_the_fax_only():
    drafts = read(
        authority(0, "甲部", "王科員", "(02)2345-6700#12"),
        row(1, "", "", "", "", "傳真", "(02)2345-6701"),
        authority(2, "甲部", "李科員", "同上"),
    )
    assert kinds(drafts)[1] == [("(02)2345-6700#12", "voice")]


def test_the_number_before_a_person_is_kept():
    drafts = read(agency(0, "甲會", "1.張先生|2.陳小姐|林小姐", "1.(02)2345-6700#1|2.(02)2345-6700#2 #3"))
    assert [(draft.person.text, draft.number) for draft in drafts] == [
        ("張先生", "1"),
        ("陳小姐", "2"),
        ("林小姐", "2"),
    ]
    assert [draft.number for draft in read(agency(0, "甲會", "張先生", "(02)2345-6700#1"))] == [None]


def test_who_refers_to_somebody_above_where_nobody_stands_keeps_the_words():
    (draft,) = read(authority(0, "甲部", "同上", "02-2754-1255"), reported=("same-as-nothing",))
    assert people([draft]) == [("competent_authority", "甲部", "同上")]


def test_people_and_numbers_that_do_not_pair_are_told_with_the_people():
    reports = Reports()
    read_contacts([agency(0, "乙會", "王先生|李小姐|陳先生", "02-2754-1255|02-2754-1256")], PROFILE, reports)
    ((code, message, data),) = [each for each in reports if each[0] == "contact-pairing"]
    assert (code, message) == ("contact-pairing", "3 people stand beside 2 numbers")
    assert (data["people"], data["path"]) == (["王先生", "李小姐", "陳先生"], "contacts[0]")


def test_the_label_of_the_person_tells_the_role_of_a_row_that_has_none():
    drafts = read(FIRST, row(1, "", "乙會", "聯絡人", "李小姐", "聯絡電話", "02-2725-5200"))
    assert people(drafts) == [
        ("competent_authority", "甲部", "王先生"),
        ("executing_agency", "乙會", "李小姐"),
    ]


@pytest.mark.parametrize(
    ("printed", "expected", "note"),
    [
        ("yi.che|n@a.example.tw", "yi.chen@a.example.tw", []),
        ("Mary|mary@a.example.tw", "mary@a.example.tw", ["Mary"]),
        ("e-mail|mary@a.example.tw", "mary@a.example.tw", ["e-mail"]),
        ("a.example.com.tw|mary@a.example.tw", "mary@a.example.tw", ["a.example.com.tw"]),
    ],
)
def test_an_address_that_its_cell_breaks_before_the_at_sign_is_whole(
    printed: str, expected: str, note: list[str]
) -> None:
    (draft,) = read(row(0, "主辦機關", "甲部", "承辦人", "王先生", "E-mail", printed))
    assert texts(draft.emails) == [expected]
    assert draft.notes == note


HEADS = ("單位", "承辦人", "電話", "分機", "傳真", "E-mail")


def test_labels_above_columns_may_have_one_for_extensions_and_some_in_unknown_words():
    drafts = read(
        row(0, "類別", *HEADS, "職稱"),
        row(
            1, "主辦機關", "甲部", "王先生", "(02)2754-1255", "101", "(02)2754-1256", "a@b.example.tw", "科長"
        ),
        row(2, "執行單位", "乙中心", "李小姐", "(02)2725-5200", "", "", "c@d.example.tw", ""),
    )
    assert people(drafts) == [
        ("competent_authority", "甲部", "王先生"),
        ("executing_agency", "乙中心", "李小姐"),
    ]
    assert phones(drafts) == [
        [("+886227541255", "101"), ("+886227541256", None)],
        [("+886227255200", None)],
    ]
    assert [phone.phone.kind for phone in drafts[0].phones] == ["voice", "fax"]
    assert drafts[0].phones[0].phone.printed == "(02)2754-1255 分機101"
    assert [texts(draft.emails) for draft in drafts] == [["a@b.example.tw"], ["c@d.example.tw"]]
    assert [draft.notes for draft in drafts] == [["科長"], []]


def test_a_row_of_labels_and_values_heads_no_columns():
    drafts = read(row(0, "主辦機關", "甲部", "承辦人", "王先生", "電話", "(02)2754-1255"))
    assert people(drafts) == [("competent_authority", "甲部", "王先生")]
    two_labels_a_value = row(0, "單位", "電話", "02-2754-1255")
    assert read_contacts([two_labels_a_value], PROFILE, Reports()) is None


@pytest.mark.parametrize(
    ("person", "phone", "extension", "expected", "reported"),
    [
        ("王先生", "02-2754-1255", "#101", ["101"], ()),
        ("王先生、李小姐", "02-2754-1255、02-2754-1256", "101|102", ["101", "102"], ()),
        ("王先生", "02-2754-1255、02-2754-1256", "101", ["101", "101"], ()),
        ("王先生", "02-2754-1255#9", "101", ["9"], ("phone-invalid",)),  # which one holds?
        ("王先生", "02-2754-1255", "101、102", [None], ("phone-invalid",)),
        ("王先生", "02-2754-1255", "總機轉", [None], ("phone-invalid",)),
    ],
)
def test_an_extension_with_a_label_of_its_own_is_of_the_telephone(
    person, phone, extension, expected, reported
):
    drafts = read(
        row(0, "主辦機關", "甲部", "承辦人", person, "電話", phone, "分機", extension), reported=reported
    )
    assert [phone.phone.extension for draft in drafts for phone in draft.phones] == expected
    assert all(draft.notes for draft in drafts) == bool(reported)


@pytest.mark.parametrize("words", ["王先生聯絡電話02-2754-1255", "王先生 a@b.example.tw"])
@pytest.mark.parametrize("office", [False, True])
def test_a_number_among_the_words_of_a_name_is_told(words: str, office: bool) -> None:
    cells = ("主辦機關", words, "承辦人", "王先生") if office else ("主辦機關", "甲部", "承辦人", words)
    read(row(0, *cells, "電話", "02-2754-1255"), reported=("contact-mixed",))


@pytest.mark.parametrize("nothing", ["—", "無", "-", "－", ""])
def test_a_cell_that_says_that_there_is_nothing_is_empty(nothing):
    head = row(0, "單位", "姓名", "電話", "E-mail")
    (draft,) = read(head, row(1, "甲署", nothing, "02-2754-1255", nothing), reported=("role-absent",))
    assert (draft.person.text, draft.emails, draft.notes) == ("", [], [])
    assert phones([draft]) == [[("+886227541255", None)]]


@pytest.mark.parametrize(
    ("printed", "office", "person"),
    [
        ("農糧發展署|溫淑卿", "農糧發展署", "溫淑卿"),
        ("農糧發展署運銷組|鍾專員", "農糧發展署運銷組", "鍾專員"),
        ("文化內容發展院|段予安", "文化內容發展院", "段予安"),
        ("計程車協會|沙力浪・伊斯瑪哈單", "計程車協會", "沙力浪・伊斯瑪哈單"),
        ("農糧發展署|昝小姐", "農糧發展署", "昝小姐"),
        ("農糧發展署|昝小明科長", "農糧發展署", "昝小明科長"),
        ("財團法人設施農|業中心", "財團法人設施農業中心", ""),
        ("農糧發展署|高雄站", "農糧發展署高雄站", ""),
        ("農糧發展署溫淑卿", "農糧發展署溫淑卿", ""),
    ],
)
def test_a_name_set_apart_behind_its_office_is_a_person(printed, office, person):
    (draft,) = read(row(0, f"主辦機關：{printed}，電話：02-2754-1255"))
    assert (draft.organization.text, draft.person.text) == (office, person)


@pytest.mark.parametrize(
    ("behind", "told"),
    [
        ("昝小明", True),
        ("臺北", True),
        ("科長", True),
        ("高雄站", False),
        ("昝", False),
        ("綠色產業推動", False),
        ("Lin, Mei-Hua昝美華", True),
        ("Smart Machinery Office", False),
    ],
)
def test_a_short_word_behind_an_office_that_nothing_explains_is_told(behind, told):
    for organization, is_behind in ((f"農糧發展署|{behind}", told), (f"設施農|{behind}", False)):
        cells = row(0, "主辦機關", organization, "電話", "02-2754-1255")
        (draft,) = read(cells, reported=("contact-mixed",) * is_behind)
        assert (draft.organization.text, draft.person.text) == (organization.replace("|", ""), "")


def test_the_margin_round_a_table_within_a_cell_is_no_column():
    frame = cell(0, 0, rows=3, box=(90, -5, 600, 95))
    grid = [
        [replace(each, column=each.column + 1) for each in row(0, "單位", "姓名", "電話")],
        [replace(each, column=each.column + 1) for each in row(1, "甲署", "王先生", "02-2754-1255")],
    ]
    grid = [[replace(each, box=(100 + each.box[0], *each.box[1:])) for each in cells] for cells in grid]
    (draft,) = read([frame, *grid[0]], grid[1], reported=("role-absent",))
    assert people([draft]) == [("executing_agency", "甲署", "王先生")]
    assert phones([draft]) == [[("+886227541255", None)]]


def test_contacts_beside_which_no_role_is_printed_are_told_once():
    head = row(0, "單位", "姓名", "電話")
    offices = [row(1, "甲署", "王先生", "02-2754-1255"), row(2, "乙署", "李小姐", "02-2725-5200")]
    reports = Reports()
    drafts = read_contacts([head, *offices], PROFILE, reports)
    assert {draft.role for draft in drafts} == {"executing_agency"}
    assert reports == [("role-absent", "no role is printed beside 甲署", {"path": "contacts", "count": 2})]


@pytest.mark.parametrize("label", ["承辦人", "主辦機關"])
def test_a_role_that_a_label_names_is_not_told(label):
    (draft,) = read(row(0, label, "王先生", "電話", "02-2754-1255"))
    assert draft.role == "competent_authority"


def test_words_that_are_no_number_beside_a_contact_without_an_office_are_told():
    """They may be the office: 主辦機關 and E-mail stood in one cell, one below the other."""
    (draft,) = read(row(0, "承辦人", "王先生", "聯絡電話", "甲署02-2754-1255"), reported=("contact-mixed",))
    assert (draft.organization.text, draft.notes) == ("", ["甲署"])
    (draft,) = read(row(0, "主辦機關", "甲部", "承辦人", "王先生", "聯絡電話", "甲署02-2754-1255"))
    assert draft.notes == ["甲署"]
    (draft,) = read(row(0, "承辦人", "王先生(代理)", "聯絡電話", "02-2754-1255"))
    assert draft.notes == ["代理"]


def test_what_is_absent_is_told_of_the_contact_that_lacks_it():
    reports = Reports()
    read_contacts(
        [authority(0, "甲部", "王先生", "02-2754-1255"), agency(1, "乙會", "李小姐", "")], PROFILE, reports
    )
    assert [(code, data["path"]) for code, _, data in reports] == [("contact-incomplete", "contacts[1]")]
