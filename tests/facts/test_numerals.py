"""Numerals: what has one reading is read, what has two is not."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.numerals import parse_integer, parse_numeral
from tests.facts.writing import chinese, digit_by_digit, formal, made, mixed, numeral


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10.1萬", "101000"),
        ("1萬600", "10600"),
        ("1百01", "101"),
        ("十", "10"),
        ("卅", "30"),
        ("３，", None),
        ("1,00", None),
    ],
)
def test_forms(text: str, value: str | None) -> None:
    assert parse_numeral(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    "text", ["", "萬", "元", "十百", "一萬億千", "1..5", "零十", "一百千", "2萬5", "一一百", "億百萬"]
)
def test_what_has_no_single_reading_is_none(text: str) -> None:
    assert parse_numeral(text) is None


@made
def test_made_numerals_are_read_back(random: Random) -> None:
    number = random.randrange(10 ** random.randrange(1, 16))
    for text in (numeral(random, number), chinese(number), formal(number)):
        assert parse_integer(text) == number, text
    year = random.randrange(10, 3000)
    assert parse_integer(digit_by_digit(year)) == year
    thousands = random.randrange(1, 10**8) * 1000
    assert parse_integer(mixed(thousands)) == thousands, mixed(thousands)


@given(st.text(alphabet="0123456789,.零一二九兩十百千萬億兆點負廿 ", max_size=14))
def test_any_text_gives_a_number_or_none(text: str) -> None:
    value = parse_numeral(text)
    assert value is None or value == value + 0


@given(st.text(alphabet="۸٣९𝟐5一千百萬億零 ,.", max_size=10))
def test_digits_of_any_script_give_a_number_or_none(text: str) -> None:
    """Found by fuzz/: the patterns take every decimal digit of Unicode for one, and so must what reads them."""
    value = parse_numeral(text)
    assert value is None or value == value + 0


def test_a_digit_of_another_script_has_its_value() -> None:
    assert parse_numeral("一千零۸") == 1008
    assert parse_numeral("۸萬") == 80000
