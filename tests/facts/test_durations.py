"""Lengths of time made from values and read back; points in time are none."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.durations import find_durations
from tests.facts.writing import WIDE, chinese, made

UNITS = (
    ("個月", "P{}M", 60),
    ("年", "P{}Y", 30),
    ("週", "P{}W", 20),
    ("天", "P{}D", 90),
    ("小時", "PT{}H", 200),
    ("分鐘", "PT{}M", 90),
)
BEFORE = (
    ("", None),
    ("計畫期程以", None),
    ("最長不超過", "max"),
    ("至少", "min"),
    ("不得少於", "min"),
    ("期限為", None),
)
AFTER = (("", None), ("為限", "max"), ("以內", "max"), ("以上", "min"), ("為原則", None), ("。", None))


def number(random: Random, value: int) -> str:
    text = random.choice((str(value), str(value), chinese(value)))
    return text.translate(WIDE) if random.random() < 0.1 else text


@made
def test_made_lengths_are_read_back(random: Random) -> None:
    unit, iso, most = random.choice(UNITS)
    value = random.randrange(1, most)
    (before, bound), (after, later) = random.choice(BEFORE), random.choice(AFTER)
    printed = number(random, value) + unit
    found, unread = find_durations(before + printed + after)
    expected = [(iso.format(value), later or bound, printed)]
    assert [(m.value, m.bound, m.printed) for m in found] == expected, before + printed + after
    assert unread == []


@made
def test_made_ranges_are_read_back(random: Random) -> None:
    unit, iso, most = random.choice(UNITS)
    low = random.randrange(1, most - 1)
    high = random.randrange(low + 1, most)
    link = random.choice(("-", "~", "至", "到"))
    for text in (f"{low}{link}{high}{unit}", f"{low}{unit}{link}{high}{unit}"):
        found, unread = find_durations(f"以{text}為原則")
        assert [(m.value, m.bound) for m in found] == [
            (iso.format(low), "min"),
            (iso.format(high), "max"),
        ], text
        assert unread == []


@made
def test_made_compounds_are_read_back(random: Random) -> None:
    years, months, days = random.randrange(1, 20), random.randrange(1, 12), random.randrange(1, 30)
    hours, minutes = random.randrange(1, 24), random.randrange(1, 60)
    link = random.choice(("", "", "又", "零"))
    printed, value = random.choice(
        (
            (f"{number(random, years)}年{link}{number(random, months)}個月", f"P{years}Y{months}M"),
            (f"{number(random, months)}個月{link}{number(random, days)}天", f"P{months}M{days}D"),
            (f"{number(random, hours)}小時{number(random, minutes)}分鐘", f"PT{hours}H{minutes}M"),
            (f"{hours}小時{minutes}分", f"PT{hours}H{minutes}M"),
        )
    )
    (before, bound), (after, later) = random.choice(BEFORE), random.choice(AFTER)
    found, unread = find_durations(before + printed + after)
    assert [(m.value, m.bound, m.printed) for m in found] == [(value, later or bound, printed)], printed
    assert unread == []


@made
def test_points_in_time_are_no_lengths(random: Random) -> None:
    year, month, day = random.randrange(94, 125), random.randrange(1, 13), random.randrange(1, 29)
    for text in (
        f"{year}年{month}月{day}日", f"{year}年度", f"{year + 1911}年", f"{month}月{day}日", f"第{month}年", f"{month}月",
        f"民國{year}年{month}月", f"{year}年第2季", f"每年{month}月", f"{day}歲", f"{day}時",
    ):  # fmt: skip
        found, unread = find_durations(text)
        assert (found, unread) == ([], []), text


@given(st.text(alphabet="0123456789.~-至或個年月日天週小時分鐘半一二三兩內以上第每 ", max_size=30))
def test_any_text_gives_parts_of_itself(text: str) -> None:
    found, unread = find_durations(text)
    for match in (*found, *unread):
        assert match.printed == text[slice(*match.span)]
