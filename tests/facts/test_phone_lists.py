"""The cell of numbers: where a new one begins though spaces are gone, whose group it is in, and which words are left."""

import pytest

from pipeline.facts.phone_lists import count_numbers, left_over, read_numbers, spaced
from tests.printed import traced


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("(02)2345-6789|(03)533-2211", "(02)2345-6789 (03)533-2211"),
        ("(02)2345-|6789", "(02)2345-6789"),
        ("(02)|2345-6789", "(02)2345-6789"),
        ("02-23456789|#12", "02-23456789 #12"),
        ("02-23456789#|12", "02-23456789#12"),
        ("02-2345|6789", "02-23456789"),
        ("02-23456789|0912345678", "02-23456789 0912345678"),
        ("02-23456789|王小姐", "02-23456789 王小姐"),
        ("王小姐|林先生", "王小姐林先生"),
        ("1.02-23456789|2.02-23456780", "1.02-23456789 2.02-23456780"),
    ],
)
def test_spaces_stand_where_a_number_or_a_note_begins(printed: str, expected: str) -> None:
    assert spaced(traced(printed)).text == expected


def test_numbers_stand_in_the_groups_of_their_list_with_notes_and_kinds() -> None:
    groups = read_numbers(traced("1.(02)2345-6789#12 (服務業)#13 2.0912-345-678 3.傳真:(02)2345-6780"))
    read = [
        (group.number, each.phone.printed, each.phone.extension, each.phone.kind, each.note)
        for group in groups
        for each in group.phones
    ]
    assert read == [
        (1, "(02)2345-6789#12", "12", "voice", None),
        (1, "#13", "13", "voice", "服務業"),
        (2, "0912-345-678", None, "mobile", None),
        (2, "(02)2345-6780", None, "fax", None),
    ]


def test_a_cell_without_a_list_is_one_group_that_has_no_number() -> None:
    (group,) = read_numbers(traced("(02)2345-6789、0800-123-456"))
    assert group.number is None
    assert [each.phone.kind for each in group.phones] == ["voice", "toll_free"]
    assert count_numbers(traced("(02)2345-6789|(03)533-2211")) == 2


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("(02)2345-6789#12", ""),
        ("(02)2345-6789 王小姐", "王小姐"),
        ("1.(02)2345-6789 2.(03)533-2211", ""),
        ("(02)2345-6789(總機)#12", ""),
        ("傳真：(02)2345-6789", ""),
        ("電話：(02)2345-6789", "電話"),
        ("上班時間，請洽窗口", "上班時間，請洽窗口"),
    ],
)
def test_what_is_no_number_is_left(printed: str, expected: str) -> None:
    text = traced(printed)
    assert left_over(text, read_numbers(text), []) == expected


def test_an_address_is_not_left() -> None:
    text = traced("a@b.tw (02)2345-6789")
    assert left_over(text, read_numbers(text), [text[:6]]) == ""
