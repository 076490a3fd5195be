"""Amounts made from values, in sentences of offices, and read back."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.money import find_amounts
from pipeline.facts.quantities import lex
from tests.facts.writing import chinese, made, numeral

BEFORE = (
    ("", None, None), ("最高補助", "max", None), ("每案獎助上限：", "max", "case"), ("補助款以", None, None),
    ("每人自行負擔費用：", None, "person"), ("每小時", None, "hour"), ("每一單位每年度最高補助", "max", "organization year"),
    ("不得超過", "max", None), ("至少", "min", None), ("不得低於", "min", None), ("每案廠商自籌款：至少", "min", "case"),
    ("每場次補助", None, "session"), ("資本額於", None, None), ("外聘講師補助", None, None),
)  # fmt: skip
AFTER = (("", None), ("。", None), ("，並得展延", None), ("以下", "max"), ("以內", "max"), ("為限", "max"),
         ("為上限", "max"), ("以上", "min"), ("(含稅)", None), ("，外聘", None))  # fmt: skip
CURRENCY = ("", "新臺幣", "新台幣", "臺幣", "NT$")


@made
def test_made_sentences_are_read_back(random: Random) -> None:
    value = random.choice(
        (random.randrange(10, 10_000), random.randrange(1, 10_000) * 10_000, random.randrange(10**10))
    )
    (before, bound, per), (after, later) = random.choice(BEFORE), random.choice(AFTER)
    currency, number = random.choice(CURRENCY), numeral(random, value)
    if len(number) == 1 and not currency and not number.isdigit():
        return
    printed = currency + number + random.choice(("元", "元", "元整", "圓"))
    amounts, unread = find_amounts(before + printed + after)
    assert [(m.value, m.bound, " ".join(m.per) or None, m.printed) for m in amounts] == [
        (value, later or bound, per, printed)
    ]
    assert unread == []


@made
def test_made_ranges_are_read_back(random: Random) -> None:
    low = random.randrange(1, 500)
    high = random.randrange(low + 1, 1000)
    link, unit = random.choice("~-至到"), random.choice("千萬億")
    size = {"千": 1000, "萬": 10**4, "億": 10**8}[unit]
    for text in (
        f"{low}{link}{high}{unit}元",
        f"{low}{unit}元{link}{high}{unit}元",
        f"{low}{unit}{link}{high}{unit}元",
    ):
        amounts, unread = find_amounts(f"每案補助{text}。")
        assert [(m.value, m.bound, " ".join(m.per) or None) for m in amounts] == [
            (low * size, "min", "case"),
            (high * size, "max", "case"),
        ]
        assert unread == []


@made
def test_made_chinese_ranges_have_the_scale_of_their_end(random: Random) -> None:
    low = random.randrange(1, 900)
    high = random.randrange(low + 1, 1000)
    unit, size = random.choice((("萬", 10**4), ("億", 10**8)))
    link = random.choice("~至到")
    one, other = chinese(low), chinese(high)
    amounts, unread = find_amounts(f"每案補助{one}{link}{other}{unit}元。")
    if len(one) == 1 and len(other) == 2 and other[1] == "百" and low < high // 100:
        size *= 100  # 三至五百萬元 is three to five million
    assert [(m.value, m.bound) for m in amounts] == [
        (low * size, "min"),
        (high * (10**4 if unit == "萬" else 10**8), "max"),
    ], f"{one}{link}{other}{unit}"
    assert unread == []


@pytest.mark.parametrize(
    "unit",
    ["人", "名", "家", "個月", "年", "頁", "字", "小時", "件", "處", "%", "折", "歲", "kW以上", "元素"],
)
def test_what_is_no_money_is_never_an_amount(unit: str) -> None:
    random = Random(len(unit))
    for _ in range(200):
        number = random.choice(
            (
                str(random.randrange(1, 5000)),
                f"{random.randrange(1000, 10**6):,}",
                chinese(random.randrange(1, 99)),
            )
        )
        text = f"補助對象為{number}{unit}之企業"
        amounts, _ = find_amounts(text)
        assert amounts == [], text


def test_what_ends_one_range_and_begins_the_next_bounds_the_next() -> None:
    found, _ = find_amounts("補助3萬至5萬至10萬元")
    assert [(match.value, match.bound) for match in found] == [
        (30_000, "min"),
        (50_000, "min"),
        (100_000, "max"),
    ]


def test_label_says_what_the_amount_is_for() -> None:
    (amount,), _ = find_amounts("以新臺幣三億元為上限", label="每案申貸額度")
    assert (amount.value, amount.per, amount.assumptions) == (300_000_000, ("case",), ("per-from-label",))


def test_a_list_number_is_not_a_decimal() -> None:
    amounts, unread = find_amounts("1.補助機具\n2.5萬元以下者免審")
    assert amounts == []
    assert [item.reason for item in unread] == ["list-number-or-decimal"]


@given(st.text(alphabet="0123456789,.~-至萬億千百元整新臺幣NT$每案上限以下三五兩數、()（）％ ", max_size=40))
def test_any_text_gives_ordered_parts_of_itself(text: str) -> None:
    end = 0
    amounts, unread = find_amounts(text)
    for match in amounts:
        assert match.span[0] >= end
        assert match.printed == text[slice(*match.span)]
        assert match.value >= 0
        end = match.span[1]
    assert all(item.printed == text[slice(*item.span)] for item in unread)


def test_an_amount_that_is_not_final_says_so() -> None:
    (one, other), _ = find_amounts("上限為500萬元(暫定)，學員另繳3,000元。")
    assert (one.assumptions, other.assumptions) == (("tentative",), ())


def test_two_lower_bounds_are_no_range() -> None:
    assert [quantity.link for quantity in lex("5萬元以上，10萬元以上").quantities] == [None, None]
    assert [quantity.link for quantity in lex("5萬元以上，10萬元以下").quantities] == [None, "halves"]
