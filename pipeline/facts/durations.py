"""Lengths of time: text -> ISO 8601 durations with their bound.

    duration := numeral unit [半]  |  半 unit            3個月 P3M, 1年 P1Y, 一年半 P1Y6M, 半年 P6M, 24小時 PT24H
    range    := numeral ("-" | "~" | 至 | 到 | 或) duration
    unit     := 年 | 個月 | 週 | 星期 | 天 | 日 (only before 內 and the like) | 小時 | 分鐘

A point in time is none: 109年, 12月, 第2年, 前一年, 2年級, 每年, 中午12時.  A working day is not a day and is
returned as not understood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.core.expressions import expression
from pipeline.facts.match import Bound, Span, Taken, Unparsed, bound_of, holds, tentative
from pipeline.facts.quantities import TIME, Lexed, Quantity, lex

_HALF = expression(
    r"半\s?(?:(?P<year>年(?!度?報))|(?P<month>個\s?月)|(?P<hour>(?:個)?小時|鐘頭)|(?P<day>天|日))"
)
_NO_HALF_BEFORE = expression(r"[上下過多大一二三四五六七八九十\d年月個第每]$")
_POINT_BEFORE = expression(
    r"(?:[第幾每年月]|(?<![時總次人年月週天日])數|民國|西元|公元|成立於|星期|週|禮拜|第[\d一二三四五六七八九十]{1,3}[、及和與至到~-])\s?$|[\d.,/]$|[-~]$"
)
_PRECEDING = expression(r"(?<![最以之])[前次後翌上下同每任]$")
_WITHIN_AFTER = expression(r"\s?[之以]?內")
"""What makes a length of 後一年 after all: 核定後一年內."""
_DEPOSIT_AFTER = expression(r"\s?期(?:定[期儲存]|機動|整存|儲|存款|郵)")
"""What makes a term the name of a deposit, whose rate is meant: 2年期定期儲金機動利率."""
_TIMES_AFTER = expression(r"\s?[0-9一二兩三四]次")
_VAGUE = expression(r"[數幾](?:個月|年(?!度|來)|週|天|小時)")
_HALF_OF = {"year": ("M", 6), "hour": ("M", 30)}
_CODE = {"year": "Y", "month": "M", "week": "W", "day": "D", "hour": "H", "minute": "M"}
_LONGEST_YEARS = 60
"""More years than this, or as many as a year of the calendar has, are a date: 109年, 2020年."""


class DurationMatch(NamedTuple):
    """A length of time; ``value`` is ISO 8601."""

    span: Span
    printed: str
    value: str
    bound: Bound | None
    rule: str
    assumptions: tuple[str, ...] = ()


def find_durations(
    text: str | Lexed, *, dates: Sequence[Span] = ()
) -> tuple[list[DurationMatch], list[Unparsed]]:
    """Return the lengths of time of ``text`` in order, and what looks like one and was not understood.

    ``dates`` are the places of dates: a length of time never stands in one.
    """
    lexed = lex(text)
    if not lexed.has(*TIME, "working") and not holds(lexed.folded, "半數幾"):
        return [], []
    taken = Taken(dates)
    found: list[DurationMatch] = []
    unparsed: list[Unparsed] = []
    floor = 0
    for quantity in _lengths(lexed, taken):
        value = _iso(quantity)
        refusal = _refusal(lexed.folded, quantity, value)
        if refusal is not None or value is None:
            unparsed.append(
                Unparsed(
                    "duration", quantity.span, lexed.printed(quantity.span), refusal or "no-single-reading"
                )
            )
            continue
        bound = quantity.end or bound_of(lexed.folded, quantity.span, floor, reach=3)
        assumed = tentative(lexed.folded, quantity.span) + ((quantity.assumed,) if quantity.assumed else ())
        rule = "range" if quantity.end else "compound" if len(quantity.parts) > 1 else "duration"
        found.append(DurationMatch(quantity.span, lexed.printed(quantity.span), value, bound, rule, assumed))
        floor = quantity.span[1]
    found += _halves(lexed, taken)
    unparsed += [
        Unparsed("duration", match.span(), lexed.printed(match.span()), "no-single-reading")
        for match in (_VAGUE.finditer(lexed.folded) if "數" in lexed.folded or "幾" in lexed.folded else ())
        if not taken.touches(match.span())
    ]
    return sorted(found, key=lambda match: match.span), sorted(unparsed, key=lambda item: item.span)


def _lengths(lexed: Lexed, taken: Taken) -> Iterator[Quantity]:
    """Yield what is a length of time."""
    point = False
    for quantity in lexed.quantities:
        if quantity.unit not in (*TIME, "working"):
            point = False
            continue
        inherits = point and quantity.link is not None
        point = inherits or taken.touches(quantity.span) or _is_point(lexed.folded, quantity)
        if not point:
            yield quantity


def _refusal(folded: str, quantity: Quantity, value: str | None) -> str | None:
    if quantity.unit == "working":
        return "working-days"
    if quantity.refused or value is None:
        return "no-single-reading"
    return None


def _halves(lexed: Lexed, taken: Taken) -> Iterator[DurationMatch]:
    """Yield half a year and half an hour."""
    for match in _HALF.finditer(lexed.folded) if "半" in lexed.folded else ():
        unit = next(name for name in ("year", "month", "hour", "day") if match[name])
        before = lexed.folded[max(0, match.start() - 1) : match.start()]
        if unit not in _HALF_OF or taken.touches(match.span()) or _NO_HALF_BEFORE.search(before):
            continue
        code, count = _HALF_OF[unit]
        value = f"P{'T' if unit == 'hour' else ''}{count}{code}"
        bound = bound_of(lexed.folded, match.span(), reach=3)
        yield DurationMatch(match.span(), lexed.printed(match.span()), value, bound, "duration")


def _is_point(folded: str, quantity: Quantity) -> bool:
    """Tell whether the words mean a point in time or an ordinal, not a length."""
    start, end = quantity.span
    before = folded[max(0, start - 8) : start]
    if quantity.link is None and _POINT_BEFORE.search(before):
        return True
    number, unit, _ = quantity.parts[0] if quantity.parts else (None, quantity.unit, False)
    if len(quantity.parts) > 1 and before.endswith("最後"):
        return True  # 每季最後一個月15日: a day of that month
    if unit == "working" and quantity.value == 1 and _PRECEDING.search(before):
        return True  # 順延至次一上班日
    printed = folded[slice(*quantity.number)]
    if unit != "year" or number is None:
        return unit == "day" and number is not None and number > 366
    if number > _LONGEST_YEARS or len(printed) > 2 and printed.isdigit():
        return True
    if number == 1 and _PRECEDING.search(before) and not _WITHIN_AFTER.match(folded, end):
        return True
    return bool(_TIMES_AFTER.match(folded, end) or _DEPOSIT_AFTER.match(folded, end))


def _iso(quantity: Quantity) -> str | None:
    """Return the length in ISO 8601: years, months, weeks and days before the T, hours and minutes after it."""
    date, time = "", ""
    for number, unit, half in quantity.parts:
        said = _part(number, unit, half=half)
        if said is None:
            return None
        date, time = (date, time + said) if unit in ("hour", "minute") else (date + said, time)
    if not date and not time:
        return None
    return f"P{date}{'T' + time if time else ''}"


def _part(number: Decimal, unit: str, *, half: bool) -> str | None:
    if number <= 0:
        return None
    if number == number.to_integral_value() and not half:
        return f"{int(number)}{_CODE[unit]}"
    half_of = _HALF_OF.get(unit)
    if half_of is None or (half and number != number.to_integral_value()) or (2 * number) % 1:
        return None
    whole = int(number)
    return f"{f'{whole}{_CODE[unit]}' if whole else ''}{half_of[1]}{half_of[0]}"
