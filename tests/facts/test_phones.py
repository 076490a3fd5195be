"""Telephone numbers: tables of printed forms, then forms made from numbers and read back."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.phones import find_phones, to_e164

TAIPEI = "+886227255200"


def read(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(match.printed, match.e164, match.extension) for match in find_phones(text)]


@pytest.mark.parametrize(
    ("text", "e164", "extension"),
    [
        ("(02)2754-1255#2714", "+886227541255", "2714"),
        ("02-2754-1255#2714", "+886227541255", "2714"),
        ("02-27541255", "+886227541255", None),
        ("(02)27541255", "+886227541255", None),
        ("02 2754 1255", "+886227541255", None),
        ("0227541255", "+886227541255", None),
        ("( 02)2341-2094", "+886223412094", None),
        ("（０２）２７５４－１２５５＃２７１４", "+886227541255", "2714"),
        ("02–2754–1255", "+886227541255", None),
        ("(03)577-3311#2131", "+88635773311", "2131"),
        ("037-123456", "+88637123456", None),
        ("(037)123-456", "+88637123456", None),
        ("(04)2359-2181#1507", "+886423592181", "1507"),
        ("(04)721-1234", "+88647211234", None),
        ("(049)239-4396", "+886492394396", None),
        ("(05)531-5123", "+88655315123", None),
        ("(06)698-5945#1424", "+88666985945", "1424"),
        ("(07)8210171#2705", "+88678210171", "2705"),
        ("08-7234567", "+88687234567", None),
        ("089-234567", "+88689234567", None),
        ("082-334567", "+88682334567", None),
        ("0826-61234", "+88682661234", None),
        ("0836-24789", "+88683624789", None),
        ("0800-888-968", "+886800888968", None),
        ("0809-123-456", "+886809123456", None),
        ("0912-345-678", "+886912345678", None),
        ("0912345678", "+886912345678", None),
        ("070-1234-5678", "+8867012345678", None),
        ("+886-2-2754-1255", "+886227541255", None),
        ("+886(0)2-2754-1255", "+886227541255", None),
        ("+886 912 345 678", "+886912345678", None),
        ("+81-3-3456-7890", "+81334567890", None),
        ("02-27541255 分機 707", "+886227541255", "707"),
        ("02-27541255分機：707", "+886227541255", "707"),
        ("02-27541255（分機707）", "+886227541255", "707"),
        ("02-27541255轉707", "+886227541255", "707"),
        ("02-27541255轉分機707", "+886227541255", "707"),
        ("02-27541255 ext. 707", "+886227541255", "707"),
        ("02-27541255 Ext707", "+886227541255", "707"),
        ("02-27541255內線007", "+886227541255", "007"),
        ("02-2725-5200#1536~1539", TAIPEI, "1536~1539"),
        ("(03)485-5368\n#1817", "+88634855368", "1817"),
    ],
)
def test_one_number(text: str, e164: str, extension: str | None) -> None:
    assert read(text) == [(text, e164, extension)]


@pytest.mark.parametrize(
    "number",
    ["(02)2754-125", "(02)2754-12555", "(01)234-5678", "04123456", "+886-2-275412", "02-2725-5200-12"],
)
def test_invalid_is_kept_as_printed(number: str) -> None:
    (match,) = find_phones(number)
    assert (match.e164, match.understood) == (None, False)


@pytest.mark.parametrize(
    "text",
    [
        "109-01-09", "2020-01-09", "109/02/03", "05月", "1.05", "05-03", "ISO 14051:2011", "每年1999年", "0.5%",
        "http://a.tw/02-27541255", "帳號A0227541255", "#1536", "100萬", "3-6個月", "1,000,000",
    ],
)  # fmt: skip
def test_no_number(text: str) -> None:
    assert read(text) == []


def test_numbered_groups_share_a_base() -> None:
    spaced = "1.(02)2725-5200#1536 #1832 (服務業)#1955 2.(02)2725-5200#2781 #2864 3.(03)571-2571"
    expected = ["1536", "1832", "1955", "2781", "2864", None]
    for text in (spaced, spaced.replace(" ", "")):
        assert [extension for _, _, extension in read(text)] == expected
        assert [e164 for _, e164, _ in read(text)] == [TAIPEI] * 5 + ["+88635712571"]
        assert read(text)[1][0] == "#1832"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(02)2394-6000#2565(02)2394-6000#2563", [("+886223946000", "2565"), ("+886223946000", "2563")]),
        ("03-591594803-5913447", [("+88635915948", None), ("+88635913447", None)]),
        ("02-2754-1255#264302-2754-1256#20", [("+886227541255", "2643"), ("+886227541256", "20")]),
        ("1.(03)571-25712.(02)2725-5200", [("+88635712571", None), (TAIPEI, None)]),
        ("9.(02)27255200#182710.(02)27255200#19", [(TAIPEI, "1827"), (TAIPEI, "19")]),
        ("2.02-27255200#123.02-27255200#4", [(TAIPEI, "12"), (TAIPEI, "4")]),
        ("(02)2725-5200、2725-5201", [(TAIPEI, None), ("+886227255201", None)]),
        ("(02)2725-5200轉201、202或203", [(TAIPEI, "201"), (TAIPEI, "202"), (TAIPEI, "203")]),
        ("(02)2725-5200#201/202", [(TAIPEI, "201"), (TAIPEI, "202")]),
        ("(02)2725-5200林小姐#11、陳先生#12", [(TAIPEI, "11"), (TAIPEI, "12")]),
        ("(02)2725-5200\n(03)571-2571", [(TAIPEI, None), ("+88635712571", None)]),
        ("0800-888-968、0912-345-678", [("+886800888968", None), ("+886912345678", None)]),
    ],
)
def test_several_numbers(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(e164, extension) for _, e164, extension in read(text)] == expected


def test_rules_say_what_kind_of_number() -> None:
    kinds = {
        "傳真：(02)2701-0536": "landline-fax",
        "(02)2701-0536(傳真)": "landline-fax",
        "電話：(02)2701-0536": "landline",
        "0800-888-968": "toll-free",
        "0912-345-678": "mobile",
        "070-1234-5678": "voip",
        "1999": "short-code",
        "請撥1950": "short-code",
        "2754-1255#12": "local",
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


def test_made_forms_are_read_back() -> None:
    source = random.Random(109)
    for _ in range(10_000):
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
                continue
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
