"""Numerals: Arabic, Chinese, formal and mixed ones -> an exact number, or None.

    arabic   := digits with or without thousands commas, with or without decimals
    section  := [d 千] [零] [d 百] [零] [[d] 十] [零] [d]            d: a Chinese digit, or Arabic digits
    numeral  := section { 萬 | 億 | 兆 section }                     each unit smaller than the one before
              | arabic unit ...  |  digits read one by one (一○九)

A tail digit right after a unit is of the next unit (三萬五 is 35,000); an Arabic one (3萬5) is not understood,
for nobody can say which.  Two digits before a unit (二三萬) mean "two or three" and are not understood either; with a
zero at their end, or three and more, they are read one by one, too (一〇萬, 一二五萬).
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import regex

from pipeline.core.expressions import expression
from pipeline.facts.match import holds

FOLD = {ord(wide): chr(ord(wide) - 0xFEE0) for wide in "０１２３４５６７８９％（）／．＋－＃＄"}
FOLD |= (
    {ord(dash): "-" for dash in "‐‑‒–—―−"} | {ord(wave): "~" for wave in "～〜∼"} | {0x3000: " ", 0xA0: " "}
)
"""Marks of other width as ASCII, one for one: places in the folded text are places in the text."""

_LONGEST = 64
"""Longer ones are no numerals; the grammar descends once for each 萬."""
_DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("〇壹貳參肆伍陸柒捌玖", range(10), strict=True)),
    **{"○": 0, "Ｏ": 0, "兩": 2, "两": 2, "贰": 2, "弍": 2, "叁": 3, "参": 3, "叄": 3, "陆": 6},
}
_PLAIN = str.maketrans(
    {sign: "零一二三四五六七八九"[digit] for sign, digit in _DIGITS.items()}
    | dict(zip("拾佰仟万亿", "十百千萬億", strict=True))
)
"""Each digit and unit as it is most often written."""
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"兆": 10**12, "億": 10**8, "萬": 10**4}

ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?"
CHINESE_DIGIT = "[" + "".join(_DIGITS) + "]"
CHINESE = "[" + "".join(_DIGITS) + "十百千萬億兆拾佰仟万亿]"
_WIDE_POINT = rf"(?<=\p{{Han}}{CHINESE_DIGIT})[.．‧](?={CHINESE_DIGIT})"
"""A point for 點, not the one after a list number: 百分之一．四."""
NUMERAL = rf"(?:{ARABIC}|{CHINESE})(?:\s?(?:{ARABIC}|{CHINESE}|點(?={CHINESE_DIGIT})|{_WIDE_POINT}))*+"
"""What may be a numeral, for use in other patterns; ``parse_numeral`` decides."""

_ARABIC = expression(ARABIC)
_SCALED = expression(rf"({ARABIC})([百千])")
_READ_OUT = expression(r"[零一二三四五六七八九]{2,}")
_READ_OUT_BEFORE_UNIT = expression(r"[一二三四五六七八九](?:[零一二三四五六七八九]{2,3}|零)")
_POINT = expression(
    r"(?P<whole>.*[^萬億兆])點(?P<decimals>[零一二三四五六七八九]+)(?P<unit>[百千]?[萬億兆]?)"
)
_SECTION = expression(
    r"(?:(?P<thousands>[一二三四五六七八九]|\d)?(?P<k>千))?(?P<zero1>零)?"
    r"(?:(?P<hundreds>[一二三四五六七八九]|\d)?(?P<h>百))?(?P<zero2>零)?"
    r"(?:(?P<tens>[一二三四五六七八九]|\d)?(?P<t>十))?(?P<zero3>零)?(?P<ones>[一二三四五六七八九]|\d+)?"
)


_WIDE_COMMA = expression(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))|(?<=\d)，(?=000(?!\d))")
"""A full-width comma that parts thousands: between full-width digits, or before 000, which begins no number."""


_NARROW_STOP = expression(rf"(?<!\d|{CHINESE})[,;]|[,;](?!\d)")
"""A half-width comma or semicolon of an office that has no other; before a digit it may be part of a number."""
_WIDE_STOPS = {",": "，", ";": "；"}
_POINTS = str.maketrans(".．‧点", "點點點點")
_FOLDED = (*map(chr, FOLD), "，000")
"""What ``fold`` changes; most texts have none of it."""


def fold(text: str) -> str:
    """Return text with digits, signs, dashes and commas of thousands of other width as ASCII; no place moves.

    A comma or semicolon that parts clauses is full-width after it.
    """
    if holds(text, _FOLDED):
        text = (_WIDE_COMMA.sub(",", text) if "，" in text else text).translate(FOLD)
    return full_stops(text)


def full_stops(text: str) -> str:
    """Return text with the commas and semicolons that part clauses full-width; no place moves."""
    if not holds(text, _WIDE_STOPS):
        return text
    return _NARROW_STOP.sub(lambda stop: _WIDE_STOPS[stop.group()], text)


@lru_cache(maxsize=4096)
def parse_numeral(text: str) -> Decimal | None:
    """Return the value of a numeral, or None if it is none or has no single reading."""
    if len(text) > _LONGEST:
        return None
    if text.isascii() and text.isdecimal():
        return Decimal(text)
    number, size = (text[:-1], _LARGE[text[-1]]) if text[-1:] in _LARGE else (text, 1)
    if number.isascii() and _ARABIC.fullmatch(number):  # 3,000 and 500萬, as most are written
        written = Decimal(number.replace(",", ""))
        return written * size if size > 1 else written
    plain = "".join(fold(text).split()).translate(_PLAIN)
    negative = plain[:1] in ("負", "负", "-")
    value = _value(plain[1:] if negative else plain)
    return -value if value is not None and negative else value


def parse_integer(text: str) -> int | None:
    """Return the value of a numeral that is a whole number, or None."""
    value = parse_numeral(text)
    return int(value) if value is not None and value == value.to_integral_value() else None


def _value(text: str) -> Decimal | None:
    if not text:
        return None
    point = _POINT.fullmatch(text.translate(_POINTS))
    if point:
        whole, unit = _value(point["whole"]), _unit(point["unit"])
        decimals = "".join(str(_DIGITS[digit]) for digit in point["decimals"])
        return None if whole is None or unit is None else (whole + Decimal(f"0.{decimals}")) * unit
    if _READ_OUT.fullmatch(text):
        return _one_by_one(text)
    return _chain(text)


def _one_by_one(digits: str) -> Decimal:
    return Decimal("".join(str(_DIGITS[digit]) for digit in digits))


def _unit(text: str) -> Decimal | None:
    value = 1
    for character in text:
        value *= _SMALL.get(character) or _LARGE[character]
    return Decimal(value)


def _chain(text: str) -> Decimal | None:
    """Read a chain of sections with falling units; the highest unit splits it."""
    for name, size in _LARGE.items():
        if name in text:
            left, _, right = text.rpartition(name)
            high = _chain(left) if left else None
            if high is None or name in left and name != "萬":
                return None
            low = _low(right, size, whole=high == high.to_integral_value())
            return None if low is None else high * size + low
    return _section(text)


def _low(right: str, size: int, *, whole: bool) -> Decimal | None:
    if not right:
        return Decimal(0)
    if not whole:
        return None
    if len(right) == 1 and right in "一二三四五六七八九":
        return Decimal(_DIGITS[right] * size // 10)
    if len(right) == 1 and right.isdecimal() or right[0] in "百千":
        return None
    low = _chain(right.removeprefix("零") if right != "零" else right)
    return low if low is not None and low < size and low == low.to_integral_value() else None


def _section(text: str) -> Decimal | None:
    """Read what stands before or after 萬, 億 or 兆."""
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    scaled = _SCALED.fullmatch(text)
    if scaled:
        return Decimal(scaled[1].replace(",", "")) * _SMALL[scaled[2]]
    if text == "零":
        return Decimal(0)
    if _READ_OUT_BEFORE_UNIT.fullmatch(text):
        return _one_by_one(text)
    if text[:1] in ("廿", "卅"):
        text = ("二十" if text[0] == "廿" else "三十") + text[1:]
    match = _SECTION.fullmatch(text)
    if match is None or text.startswith("零") or text.endswith("零"):
        return None
    total, smallest = 0, 1
    for digit, mark, size in (("thousands", "k", 1000), ("hundreds", "h", 100), ("tens", "t", 10)):
        if match[mark]:
            bare_inside = match[digit] is None and size > 10 and (total or size == 1000 and len(text) > 1)
            if bare_inside:
                return None
            total += (_number(match[digit]) if match[digit] else 1) * size
            smallest = size
    return _with_ones(match, total, smallest)


def _with_ones(match: regex.Match[str], total: int, smallest: int) -> Decimal | None:
    ones = match["ones"]
    if ones is None:
        return Decimal(total)
    zero = match["zero1"] or match["zero2"] or match["zero3"]
    after_zero = match.string[: match.start("ones")].endswith("零")
    if ones.isdecimal():  # of any script, as are all digits that the patterns find
        if len(ones) == 1 and smallest > 10 and not after_zero or int(ones) >= smallest > 1:
            return None
        return Decimal(total + int(ones))
    if smallest >= 100 and not after_zero:
        return None if zero else Decimal(total + _number(ones) * smallest // 10)
    return Decimal(total + _number(ones))


def _number(digit: str) -> int:
    return int(digit) if digit.isdecimal() else _DIGITS[digit]
