"""Lengths of time: text -> ISO 8601 durations with their bound.

    duration := numeral unit [半]  |  半 unit            3個月 P3M, 1年 P1Y, 一年半 P1Y6M, 半年 P6M, 24小時 PT24H
    range    := numeral ("-" | "~" | 至 | 到 | 或) duration
    unit     := 年 | 個月 | 週 | 星期 | 天 | 日 (only before 內 and the like) | 小時 | 分鐘

A point in time is none: 109年, 12月, 第2年, 前一年, 2年級, 每年, 中午12時.  A working day is not a day and is
returned as not understood.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import regex

from pipeline.facts.match import Bound, Span, Unparsed, bound_of, overlaps
from pipeline.facts.numerals import CHINESE, fold, parse_numeral

_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}}(?:\.5)?|(?:{CHINESE}|廿|卅){{1,9}})"
_LINK = r"\s?(?:-|~|至|到)\s?"
_YEARS = (
    r"年(?!\s?[級次初中末底月代終輕齡報曆薪收金鑑產營]|資深|度(?!以|內)|\s?\d{1,2}\s?月|\s?第?[一二三四1-4]季"
    r"|[上下]半年|一度|四季)"
)
_UNITS = {
    "year": rf"個?(?:會計)?{_YEARS}",
    "month": r"個\s?月",
    "week": r"(?:個\s?)?(?:週|周(?![年邊遭])|星期(?![一二三四五六日\d])|禮拜)(?!年)",
    "day": r"天(?![然空氣賦花])|(?:曆天|日曆天)|日(?=\s?(?:[以之]?內|以上|以下|為限|前(?!往|來)|止|\())",
    "hour": r"(?:個\s?)?(?:小時|鐘頭)(?!\s?(?:服務|全天|專線|客服|營業|待命|熱線|開放|制))",
    "minute": r"分鐘",
}
_UNIT = "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items())
_PATTERN = regex.compile(
    rf"""(?<![\d.,/第數幾每]|{CHINESE}) (?:
        (?:(?P<first>{_NUMBER})(?P<first_unit>\s?(?:個?年|個月|週|周|星期|天|日|(?:個)?小時|分鐘))?(?P<link>{_LINK}|\s?或\s?))?
        (?P<number>{_NUMBER})\s?(?:{_UNIT})(?P<half>半(?!載))?
      | (?P<halved>半)\s?(?:(?P<year>年(?!度?報))|(?P<month>個\s?月)|(?P<hour>(?:個)?小時|鐘頭)|(?P<day>天|日))
    )""",
    regex.VERBOSE,
)
_POINT_BEFORE = regex.compile(r"(?:第|[每本今去明次翌該同上下隔當往民國]|(?:次|同)一|前(?=[一二1]$))\s?$")
_PRECEDING_YEAR = regex.compile(r"(?<![最以之])[前次後翌上下同每任]$")
_WORKING = regex.compile(r"\s?個?(?:工作|營業|上班|辦公)[天日]")
_WORKING_DAYS = regex.compile(rf"(?:(?:{_NUMBER}){_LINK})?{_NUMBER}{_WORKING.pattern}")
_VAGUE = regex.compile(r"[數幾](?:個月|年(?!度|來)|週|天|小時)")
_HALF_OF = {"year": ("M", 6), "hour": ("M", 30)}
_CODE = {"year": "Y", "month": "M", "week": "W", "day": "D", "hour": "H", "minute": "M"}
_LAST = {
    **dict.fromkeys("週周期", "week"), **dict.fromkeys("天日", "day"),
    "年": "year", "月": "month", "時": "hour", "鐘": "minute",
}  # fmt: skip
_HOURS: dict[str, Decimal] = {
    "year": Decimal(8760), "month": Decimal(730), "week": Decimal(168), "day": Decimal(24), "hour": Decimal(1),
    "minute": Decimal(1) / 60,
}  # fmt: skip
_LONGEST_YEARS = 60
"""More years than this, or as many as a year of the calendar has, are a date: 109年, 2020年."""


@dataclass(frozen=True, slots=True)
class DurationMatch:
    """A length of time; ``value`` is ISO 8601."""

    span: Span
    printed: str
    value: str
    bound: Bound | None
    rule: str
    assumptions: tuple[str, ...] = ()


def find_durations(
    text: str, *, dates: list[Span] | None = None
) -> tuple[list[DurationMatch], list[Unparsed]]:
    """Return the lengths of time of ``text`` in order, and what looks like one and was not understood.

    ``dates`` are the places of dates: a length of time never stands in one.
    """
    folded = fold(text)
    taken = list(dates or [])
    found: list[DurationMatch] = []
    unparsed: list[Unparsed] = []
    floor = 0
    for match in _PATTERN.finditer(folded):
        if overlaps(match.span(), taken) or _is_point(folded, match):
            continue
        values = _values(match)
        if values is None:
            unparsed.append(
                Unparsed("duration", match.span(), text[slice(*match.span())], "no-single-reading")
            )
            continue
        either = match["link"] is not None and "或" in match["link"]
        for index, (span, value, assumptions) in enumerate(values):
            bound = bound_of(folded, span, floor, reach=3)
            if len(values) == 2 and not either:
                bound = "max" if index else "min"
            rule = "range" if len(values) == 2 and not either else "duration"
            found.append(DurationMatch(span, text[slice(*span)], value, bound, rule, assumptions))
        floor = match.end()
    for pattern, reason in ((_WORKING_DAYS, "working-days"), (_VAGUE, "no-single-reading")):
        for match in pattern.finditer(folded):
            if not overlaps(match.span(), taken):
                unparsed.append(Unparsed("duration", match.span(), text[slice(*match.span())], reason))
    return found, sorted(unparsed, key=lambda item: item.span)


def _unit_of(match: regex.Match[str]) -> str:
    return next(name for name in _UNITS if match[name] is not None)


def _is_point(folded: str, match: regex.Match[str]) -> bool:
    """Tell whether the words mean a point in time or an ordinal, not a length."""
    before = folded[max(0, match.start() - 20) : match.start()]
    unit = _unit_of(match)
    if match["halved"]:
        return bool(regex.search(r"[上下過多大一二三四五六七八九十\d年月]$", before)) or before.endswith("個")
    if before.endswith(
        ("第", "民國", "西元", "公元", "成立於", "星期", "週", "禮拜", "年", "月", "數", "幾", "-", "~")
    ):
        return True
    number = parse_numeral(match["number"])
    if number is None:
        return False
    if unit == "year":
        if number > _LONGEST_YEARS or len(match["number"]) > 2 and match["number"].isdigit():
            return True
        if number == 1 and _PRECEDING_YEAR.search(before):
            return True
        if regex.match(r"\s?[0-9一二兩三四]次", folded, pos=match.end()):
            return True
    return unit == "day" and match["day"] == "日" and number > 366


def _values(match: regex.Match[str]) -> list[tuple[Span, str, tuple[str, ...]]] | None:
    unit = _unit_of(match)
    if match["halved"]:
        half = _HALF_OF.get(unit)
        if half is None:
            return None
        code, count = half
        return [(match.span(), f"P{'T' if unit == 'hour' else ''}{count}{code}", ())]
    number = parse_numeral(match["number"])
    whole = _iso(number, unit, half=bool(match["half"])) if number is not None else None
    if whole is None or number is None:
        return None
    if match["first"] is None:
        return [(match.span(), whole, ())]
    first = parse_numeral(match["first"])
    own = _LAST[match["first_unit"].strip()[-1]] if match["first_unit"] else unit
    value = _iso(first, own, half=False) if first is not None else None
    if first is None or value is None:
        return None
    if first * _HOURS[own] >= number * _HOURS[unit] and "或" not in match["link"]:
        return None
    span = (match.start(), match.end("first_unit") if match["first_unit"] else match.end("first"))
    assumed = () if match["first_unit"] else ("unit-of-range-end",)
    return [(span, value, assumed), ((match.start("number"), match.end()), whole, ())]


def _iso(number: Decimal, unit: str, *, half: bool) -> str | None:
    if number <= 0:
        return None
    time = "T" if unit in ("hour", "minute") else ""
    if number != number.to_integral_value() or half:
        half_of = _HALF_OF.get(unit)
        if half_of is None or (half and number != number.to_integral_value()):
            return None
        whole = int(number)
        return f"P{time}{f'{whole}{_CODE[unit]}' if whole else ''}{half_of[1]}{half_of[0]}"
    return f"P{time}{int(number)}{_CODE[unit]}"
