"""Writes values the way offices print them, by other means than the parsers use, so that they can be read back."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from hypothesis import given
from hypothesis import strategies as st

DIGITS, FORMAL = "零一二三四五六七八九", "零壹貳參肆伍陸柒捌玖"
WIDE = str.maketrans("0123456789%/", "０１２３４５６７８９％／")


def made(test: Callable[..., None]) -> Callable[..., None]:
    """Give a test a source of choices, as many times as the profile of Hypothesis says: ``make soak`` says 10,000."""
    return given(st.integers(0, 2**32 - 1).map(Random))(test)


def chinese(number: int) -> str:
    """Return a whole number below 10^16 in Chinese: 2019 is 二千零一十九."""
    if number == 0:
        return "零"
    parts, zero = [], False
    for unit, size in (("兆", 10**12), ("億", 10**8), ("萬", 10**4), ("", 1)):
        group = number // size % 10_000
        if group == 0:
            zero = bool(parts)
            continue
        lead = "零" if parts and (zero or group < 1000) else ""
        parts.append(lead + _group(group) + unit)
        zero = False
    text = "".join(parts)
    return text.removeprefix("一") if text.startswith("一十") else text


def _group(group: int) -> str:
    text, zero = "", False
    for mark, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = group // size % 10
        if digit:
            text += ("零" if zero and text else "") + DIGITS[digit] + mark
            zero = False
        else:
            zero = True
    return text


def formal(number: int) -> str:
    """Return a number in the characters of cheques: 壹仟伍佰萬."""
    text = chinese(number)
    text = "一" + text if text.startswith("十") else text
    return text.translate(str.maketrans(DIGITS + "十百千", FORMAL + "拾佰仟"))


def mixed(number: int) -> str:
    """Return a number in Arabic digits with 億, 萬 and 千: 25億3,638萬, 1萬9千."""
    text = ""
    for unit, size in (("億", 10**8), ("萬", 10**4)):
        if number >= size:
            text += f"{number // size:,}{unit}"
            number %= size
    if number and text and number % 1000 == 0:
        return text + f"{number // 1000}千"
    return text + (f"{number:,}" if number else "") or "0"


def digit_by_digit(number: int) -> str:
    """Return a number read digit by digit: 一○九."""
    return "".join("○一二三四五六七八九"[int(digit)] for digit in str(number))


def numeral(random: Random, number: int) -> str:
    """Return a whole number in one of the ways of writing it."""
    ways = [str(number), f"{number:,}", chinese(number), formal(number)]
    tail = number % 10_000 if number >= 10_000 else 0
    if number >= 10_000 and (tail == 0 or tail >= 10):
        ways.append(mixed(number))
    if number % 1000 == 0 and number and number < 10**8:
        ways.append(f"{number // 10_000}萬" if number % 10_000 == 0 else f"{number / 10_000:g}萬")
    text = random.choice(ways)
    return text.translate(WIDE) if random.random() < 0.1 else text
