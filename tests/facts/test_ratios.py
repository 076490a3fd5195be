"""Shares and discounts made from values and read back; each keeps out of the other."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.ratios import find_discounts, find_ratios
from tests.facts.writing import WIDE, chinese, made

BEFORE = (("", None), ("補助比率不得超過總經費之", "max"), ("最高", "max"), ("不得低於", "min"), ("至少", "min"),
          ("比例", None), ("加碼", None), ("提高至", None), ("(上限為", "max"))  # fmt: skip
AFTER = (
    ("", None),
    ("。", None),
    ("為上限", "max"),
    ("以上", "min"),
    ("以內", "max"),
    ("為限", "max"),
    ("，其餘自籌", None),
)


def share(random: Random) -> tuple[str, float]:
    hundredths = random.randrange(1, 101)
    tenths = random.randrange(1, 10)
    below = random.randrange(2, 13)
    above = random.randrange(1, below)
    printed, value = random.choice(
        (
            (f"{hundredths}%", hundredths / 100),
            (f"{hundredths}.5%", (hundredths + 0.5) / 100),
            (f"百分之{chinese(hundredths)}", hundredths / 100),
            (f"百分之{hundredths}", hundredths / 100),
            (f"{tenths}成", tenths / 10),
            (f"{chinese(tenths)}成", tenths / 10),
            (f"{chinese(tenths)}成五", (tenths + 0.5) / 10),
            (f"{chinese(below)}分之{chinese(above)}", above / below),
            (f"{below}分之{above}", above / below),
        )
    )
    return (printed.translate(WIDE) if random.random() < 0.1 else printed), value


@made
def test_made_shares_are_read_back(random: Random) -> None:
    printed, value = share(random)
    (before, bound), (after, later) = random.choice(BEFORE), random.choice(AFTER)
    ratios, unread = find_ratios(before + printed + after)
    assert [(m.printed, m.bound) for m in ratios] == [(printed, later or bound)], before + printed + after
    assert abs(ratios[0].value - value) < 1e-12
    assert unread == []
    assert find_discounts(before + printed + after) == []


@made
def test_made_ranges_are_read_back(random: Random) -> None:
    low, high = sorted(random.sample(range(1, 99), 2))
    link = random.choice("-~至到")
    tenths = sorted(random.sample(range(1, 10), 2))
    one, other = ("一二三四五六七八九"[tenth - 1] for tenth in tenths)
    text, expected = random.choice(
        (
            (f"{low}{link}{high}%", (low / 100, high / 100)),
            (f"{low}%{link}{high}%", (low / 100, high / 100)),
            (f"百分之{chinese(low)}{link}{chinese(high)}", (low / 100, high / 100)),
            (f"百分之{low}{link}百分之{high}", (low / 100, high / 100)),
            (f"千分之{low}{link}{high}", (low / 1000, high / 1000)),
            (f"{one}{link}{other}成", (tenths[0] / 10, tenths[1] / 10)),
            (f"{one}成{link}{other}成五", (tenths[0] / 10, tenths[1] / 10 + 0.05)),
            (f"{one}成五{link}{other}成", (tenths[0] / 10 + 0.05, tenths[1] / 10)),
        )
    )
    ratios, unread = find_ratios(f"補助比率為{text}。")
    assert [m.bound for m in ratios] == ["min", "max"], text
    assert [round(m.value, 6) for m in ratios] == [round(value, 6) for value in expected], text
    assert unread == []


@made
def test_made_discounts_are_read_back(random: Random) -> None:
    hundredths = random.choice([n for n in range(11, 100) if n % 10])
    tenths = random.randrange(1, 10)
    printed, factor = random.choice(
        (
            (f"{tenths}折", tenths / 10),
            (f"{chinese(tenths)}折", tenths / 10),
            (f"{hundredths}折", hundredths / 100),
            (f"{hundredths / 10}折", hundredths / 100),
            ("".join("零一二三四五六七八九"[int(d)] for d in str(hundredths)) + "折", hundredths / 100),
        )
    )
    text = (
        random.choice(("", "場租", "享", "學費原價"))
        + printed
        + random.choice(("", "優惠", "折扣", "，非展期"))
    )
    assert [(m.printed, m.factor) for m in find_discounts(text)] == [(printed, factor)], text
    assert find_ratios(text)[0] == []


@made
def test_a_date_is_not_a_share(random: Random) -> None:
    month, day = random.randrange(1, 13), random.randrange(1, 29)
    for text in (
        f"({month}/{day})",
        f"於{month}/{day}辦理",
        f"109/{month}/{day}",
        f"展覽({month}/{day}-{day + 2})",
    ):
        assert find_ratios(text)[0] == [], text


@given(st.text(alphabet="0123456789%％百分之千三五七成折/:：.~-至以上為限比例(（) ", max_size=30))
def test_any_text_gives_parts_of_itself(text: str) -> None:
    ratios, unread = find_ratios(text)
    for match in (*ratios, *find_discounts(text), *unread):
        assert match.printed == text[slice(*match.span)]
    assert [m.span for m in ratios] == sorted(m.span for m in ratios)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("補助比例原則為計畫總經費40%以上", ("tentative",)),
        ("補助比例原則為40%", ("tentative",)),
        ("依補助原則，補助款為總經費40%", ()),
        ("補助原則為公開，自籌款40%", ()),
    ],
)
def test_a_share_that_is_one_in_principle_says_so_before_its_whole(text: str, says: tuple[str, ...]) -> None:
    (found,), _ = find_ratios(text)
    assert found.assumptions == says
