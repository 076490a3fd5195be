"""Telephone numbers: tables of printed forms, then forms made from numbers and read back."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.phones import find_phones, to_e164
from tests.facts.writing import made

TAIPEI = "+886223664400"


def read(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(match.printed, match.e164, match.extension) for match in find_phones(text)]


@pytest.mark.parametrize(
    ("text", "e164", "extension"),
    [
        ("(02)2345-6700#3721", "+886223456700", "3721"),
        ("02-2345-6700#3721", "+886223456700", "3721"),
        ("02-23456700", "+886223456700", None),
        ("(02)23456700", "+886223456700", None),
        ("02 2345 6700", "+886223456700", None),
        ("0223456700", "+886223456700", None),
        ("( 02)2378-5501", "+886223785501", None),
        ("（０２）２３４５－６７００＃３７２１", "+886223456700", "3721"),
        ("02–2345–6700", "+886223456700", None),
        ("(03)566-4422#3131", "+88635664422", "3131"),
        ("037-123456", "+88637123456", None),
        ("(037)123-456", "+88637123456", None),
        ("(04)2233-4455#2507", "+886422334455", "2507"),
        ("(04)721-1234", "+88647211234", None),
        ("(049)223-4567", "+886492234567", None),
        ("(05)531-5123", "+88655315123", None),
        ("(06)633-1144#2424", "+88666331144", "2424"),
        ("(07)3350171#3305", "+88673350171", "3305"),
        ("08-7234567", "+88687234567", None),
        ("089-234567", "+88689234567", None),
        ("082-334567", "+88682334567", None),
        ("0826-61234", "+88682661234", None),
        ("0836-24789", "+88683624789", None),
        ("0800-123-456", "+886800123456", None),
        ("0809-123-456", "+886809123456", None),
        ("0912-345-678", "+886912345678", None),
        ("0912345678", "+886912345678", None),
        ("070-1234-5678", "+8867012345678", None),
        ("+886-2-2345-6700", "+886223456700", None),
        ("+886(0)2-2345-6700", "+886223456700", None),
        ("+886 912 345 678", "+886912345678", None),
        ("+81-3-3456-7890", "+81334567890", None),
        ("02-23456700 分機 808", "+886223456700", "808"),
        ("02-23456700分機：808", "+886223456700", "808"),
        ("02-23456700（分機808）", "+886223456700", "808"),
        ("02-23456700轉808", "+886223456700", "808"),
        ("02-23456700轉分機808", "+886223456700", "808"),
        ("02-23456700 ext. 808", "+886223456700", "808"),
        ("02-23456700 Ext808", "+886223456700", "808"),
        ("02-23456700內線007", "+886223456700", "007"),
        ("02-2366-4400#4102~4109", TAIPEI, "4102~4109"),
        ("02-2366-4400#101-105", TAIPEI, "101~105"),
        ("(03)455-8866\n#2817", "+88634558866", "2817"),
    ],
)
def test_one_number(text: str, e164: str, extension: str | None) -> None:
    assert read(text) == [(text, e164, extension)]


@pytest.mark.parametrize(
    "number",
    ["(02)2345-670", "(02)2345-67005", "(01)234-5678", "04123456", "+886-2-234567", "02-2366-4400-12"],
)
def test_invalid_is_kept_as_printed(number: str) -> None:
    (match,) = find_phones(number)
    assert (match.e164, match.understood) == (None, False)


@pytest.mark.parametrize(
    "text",
    [
        "109-01-09", "2020-01-09", "109/02/03", "05月", "1.05", "05-03", "ISO 14051:2011", "每年1999年", "0.5%",
        "http://a.tw/02-23456700", "帳號A0223456700", "#4102", "100萬", "3-6個月", "1,000,000",
    ],
)  # fmt: skip
def test_no_number(text: str) -> None:
    assert read(text) == []


def test_numbered_groups_share_a_base() -> None:
    spaced = "1.(02)2366-4400#4102 #4215 (服務業)#4330 2.(02)2366-4400#5106 #5218 3.(03)533-2211"
    expected = ["4102", "4215", "4330", "5106", "5218", None]
    for text in (spaced, spaced.replace(" ", "")):
        assert [extension for _, _, extension in read(text)] == expected
        assert [e164 for _, e164, _ in read(text)] == [TAIPEI] * 5 + ["+88635332211"]
        assert read(text)[1][0] == "#4215"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(02)2311-7000#3565(02)2311-7000#3563", [("+886223117000", "3565"), ("+886223117000", "3563")]),
        ("03-544667703-5446688", [("+88635446677", None), ("+88635446688", None)]),
        ("02-2345-6700#335002-2345-6701#20", [("+886223456700", "3350"), ("+886223456701", "20")]),
        ("1.(03)533-22112.(02)2366-4400", [("+88635332211", None), (TAIPEI, None)]),
        ("9.(02)23664400#282710.(02)23664400#19", [(TAIPEI, "2827"), (TAIPEI, "19")]),
        ("2.02-23664400#123.02-23664400#4", [(TAIPEI, "12"), (TAIPEI, "4")]),
        ("(02)2366-4400、2366-4401", [(TAIPEI, None), ("+886223664401", None)]),
        ("(02)2366-4400轉201、202或203", [(TAIPEI, "201"), (TAIPEI, "202"), (TAIPEI, "203")]),
        ("(02)2366-4400#201/202", [(TAIPEI, "201"), (TAIPEI, "202")]),
        ("(02)2366-4400林小姐#11、陳先生#12", [(TAIPEI, "11"), (TAIPEI, "12")]),
        ("(02)2366-4400\n(03)533-2211", [(TAIPEI, None), ("+88635332211", None)]),
        ("0800-123-456、0912-345-678", [("+886800123456", None), ("+886912345678", None)]),
        ("(089)310857，0836 23011", [("+88689310857", None), ("+88683623011", None)]),
    ],
)
def test_several_numbers(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(e164, extension) for _, e164, extension in read(text)] == expected


def test_rules_say_what_kind_of_number() -> None:
    kinds = {
        "傳真：(02)2388-9900": "landline-fax",
        "(02)2388-9900(傳真)": "landline-fax",
        "電話：(02)2388-9900": "landline",
        "0800-123-456": "toll-free",
        "0912-345-678": "mobile",
        "070-1234-5678": "voip",
        "1999": "short-code",
        "請撥1950": "short-code",
        "2345-6700#12": "local",
    }
    assert {text: find_phones(text)[0].rule for text in kinds} == kinds


AREAS = (
    ("02", "2", 7), ("03", "5", 6), ("037", "2", 5), ("04", "22", 6), ("04", "7", 6), ("049", "2", 6),
    ("05", "5", 6), ("06", "2", 6), ("07", "3", 6), ("08", "7", 6), ("089", "3", 5), ("082", "3", 5),
    ("0826", "6", 4), ("0836", "2", 4), ("0800", "0", 5), ("09", "1", 7),
)  # fmt: skip
MARKS = ("#", "分機", "轉", " ext. ", "分機：", " 分機 ", "#")
WIDE = str.maketrans("0123456789()#-", "０１２３４５６７８９（）＃－")


def printed_number(random: random.Random) -> tuple[str, str]:
    area, first, count = random.choice(AREAS)
    while True:
        local = first + "".join(random.choices("0123456789", k=count))
        if to_e164(area + local):
            break
    cut = len(local) - random.choice((3, 4))
    body = random.choice((local, f"{local[:cut]}-{local[cut:]}", f"{local[:cut]} {local[cut:]}"))
    international = random.choice((f"+886-{area[1:]}-", f"+886 {area[1:]} "))
    head = random.choice((f"({area})", f"{area}-", f"{area} ", f"（{area}）", area, international))
    return head + body, "+886" + area[1:] + local


@made
def test_made_forms_are_read_back(source: random.Random) -> None:
    expected, text = [], ""
    numbered, separator = source.random() < 0.3, source.choice((" ", "、", "\n", "，"))
    for item in range(1, source.choice((1, 1, 1, 2, 3)) + 1):
        number, e164 = printed_number(source)
        extensions = [
            "".join(source.choices("123456789", k=source.choice((2, 3, 4))))
            for _ in range(source.choice((0, 1, 1, 3)))
        ]
        text += separator if text else ""
        text += (f"{item}." if numbered else "") + number
        text += "".join(
            source.choice(MARKS) + extension if not n else f"#{extension}"
            for n, extension in enumerate(extensions)
        )
        expected += [(e164, extension) for extension in extensions or [None]]
    if source.random() < 0.2:
        text = text.translate(WIDE)
    if "\n" not in text and numbered and source.random() < 0.3:
        text = text.replace(" ", "").replace("、", "")
        if any(mark in text for mark in ("ext", "+886")):
            return
    matches = find_phones(text)
    assert [(match.e164, match.extension) for match in matches] == expected, text
    assert all(match.printed == text[slice(*match.span)] for match in matches)


@given(st.text(alphabet="0123456789()#-+ 分機轉、,.~\n電話ext", max_size=60))
def test_any_text_gives_ordered_parts_of_itself(text: str) -> None:
    end = 0
    for match in find_phones(text):
        assert match.span[0] >= end
        assert match.printed == text[slice(*match.span)]
        end = match.span[1]


@pytest.mark.parametrize("printed", ["#105-101", "#101-101", "#99-101"])
def test_what_does_not_rise_is_no_range_of_extensions(printed: str) -> None:
    assert [match.extension for match in find_phones(f"02-2366-4400{printed}")] == [
        printed[1:].partition("-")[0]
    ]
