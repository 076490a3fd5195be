"""Dates: one printed date -> a year, month and day that may be partial, and its EDTF.

    date    := [era] year 年 [month 月 [day 日 | part of a month]]  |  year "/" month "/" day  (also "." and "-")
             | month 月 [day 日 | part of a month]  |  month "/" day
             | year 年 (上半年 | 下半年 | 第 n 季 | 初 | 底)
    part    := 初 | 上旬 | 中旬 | 下旬 | 底
    clock   := [上午 | 中午 | 下午 ...] hour 時 [minute 分]  |  hour ":" minute

A year counts as of the Republic or as Gregorian only within 15 years of the edition, or after its era's name.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace

import regex

from pipeline.facts.numerals import parse_integer

ROC_OFFSET = 1911
YEARS_AROUND = 15
"""How far from the edition a year without an era may lie; 1.09 or 45001 is no year."""

_CN = "[〇○零一二三四五六七八九十百廿卅壹貳參肆伍陸柒捌玖拾佰元]"
_YEAR = rf"(?:\d{{2,4}}|{_CN}{{1,6}})"
_NUMBER = rf"(?:\d{{1,2}}|{_CN}{{1,3}})"
_WEEKDAY = (
    r"(?:\s?[(（]\s?(?:星期|週|周)?\s?[一二三四五六日]\s?[)）]|\s?(?:星期|週|周)[一二三四五六日](?!起))"
)
_CLOCK = (
    r"(?:\s?(?P<half{n}>上午|中午|下午|晚上|晚間|凌晨|早上|午夜|夜間)?\s?(?P<hour{n}>\d{{1,2}}|{cn}{{1,3}})\s?"
    r"(?:[時點](?!間)(?:\s?(?P<minute{n}>\d{{1,2}}|{cn}{{1,3}})\s?分(?:\s?(?P<second{n}>\d{{1,2}}|{cn}{{1,3}})\s?秒)?"
    r"|(?P<thirty{n}>半)|整)?"
    r"|[:：](?P<minute{n}>\d{{2}})(?:[:：](?P<second{n}>\d{{2}}))?))"
)
_DATE = (
    r"(?:(?P<era{n}>(?:中華)?民國|西元|公元)\s?(?=[\d{inner}])(?:紀元)?)?"
    r"(?:(?<![\d第每])(?P<year{n}>{year})\s?年(?:\s?度)?\s?(?:"
    r"(?P<month{n}>{number})\s?月(?:份)?(?:\s?(?P<day{n}>{number})\s?[日號]|(?P<part{n}>初|上旬|中旬|下旬|月?底|末|中(?!旬)(?=[，。；至到~\-前止]|$)))?"
    r"|(?P<half_year{n}>[上下]半年度?)|第?\s?(?P<quarter{n}>[1-4一二三四])\s?季|(?P<year_part{n}>年?[底初末])"
    r"|(?<=民國\s?{year}\s?年(?:\s?度)?)|(?=\s?(?:起(?!飛)|至|到|~|-|止|[以之]前|前(?!瞻|述|項)))|(?<=[至到自從迄~\-]\s?(?:(?:中華)?民國)?{year}\s?年(?:\s?度)?))"
    r"|(?<![\d個第.,])(?P<month{n}>{number})\s?月(?:份)?(?:\s?(?P<day{n}>{number})\s?[日號]|(?P<part{n}>初|上旬|中旬|下旬|月?底|末)?)(?!\s?份)"
    r"|{edge}(?P<year{n}>\d{{2,4}})(?P<mark{n}>[/.\-])(?P<month{n}>\d{{1,2}})(?P=mark{n})(?:(?P<day{n}>\d{{2}})(?=\d{{2}}:\d{{2}})|(?P<day{n}>\d{{1,2}})(?![\d/]))"
    r"|{edge}(?P<month{n}>\d{{1,2}})/(?P<day{n}>\d{{1,2}})(?![\d/])"
    r"|第\s?(?P<quarter{n}>[1-4一二三四])\s?季|(?<![\d年過])(?P<half_year{n}>[上下]半年度?))"
)


def date_pattern(name: str) -> str:
    """Return the pattern of one date with its weekday and clock; ``name`` ends its group names."""
    edge = r"(?<![\d./#A-Za-z]|\d:)" if name == "_b" else r"(?<![\d./#A-Za-z-]|\d:)"
    inner = "〇○零一二三四五六七八九十百廿卅壹貳參肆伍陸柒捌玖拾佰元"
    date = _DATE.format(n=name, year=_YEAR, number=_NUMBER, inner=inner, edge=edge)
    return f"(?:{date}{_WEEKDAY}?{_CLOCK.format(n=name, cn=_CN)}?)"


def clock_pattern(name: str) -> str:
    """Return the pattern of a clock time that says 時 or minutes; ``name`` ends its group names."""
    return rf"(?=\s?\p{{Han}}{{0,2}}\s?\d{{1,2}}\s?[時點:：]){_CLOCK.format(n=name, cn=_CN)}"


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed: what is not printed is None."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str | None = None
    last_month: int | None = None
    clock: tuple[int, int, int] | None = None

    def with_year(self, year: int) -> PrintedDate:
        """Return the date in the given Gregorian year."""
        return replace(self, year=year)

    def edtf_start(self) -> str:
        """Return the EDTF of the date as the start of a window."""
        return self._edtf(last=False)

    def edtf_end(self) -> str:
        """Return the EDTF of the date as the end of a window: the last month of a quarter or half year."""
        return self._edtf(last=True)

    def _edtf(self, *, last: bool) -> str:
        assert self.year is not None
        year = f"{self.year:04d}"
        month = self.last_month if last and self.last_month else self.month
        if month is None:
            ends = _YEAR_PARTS.get(self.part or "")
            return f"{year}-{ends[last]}~" if ends else year
        if self.part is not None:
            length = calendar.monthrange(self.year, month)[1]
            begin, final = {"start": (1, 10), "early": (1, 10), "middle": (11, 20), "late": (21, length)}.get(
                self.part, (length, length)
            )
            return f"{year}-{month:02d}-{final if last else begin:02d}~"
        if self.day is None:
            return f"{year}-{month:02d}"
        date = f"{year}-{month:02d}-{self.day:02d}"
        return f"{date}T{self.clock[0]:02d}:{self.clock[1]:02d}:{self.clock[2]:02d}" if self.clock else date

    def order(self, *, last: bool) -> tuple[int, int, int]:
        """Return a key to compare a start (``last`` false) with an end."""
        assert self.year is not None
        month = (self.last_month if last and self.last_month else self.month) or (
            12 if last or self.part == "end" else 1
        )
        day = self.day or (31 if last or self.part in ("end", "late") else 1)
        return (self.year, month, day)

    def exists(self) -> bool:
        """Tell whether the calendar has the date; its year may still be unknown."""
        if self.month is not None and not 1 <= self.month <= 12:
            return False
        if self.day is None:
            return True
        length = (
            29
            if self.year is None and self.month == 2
            else calendar.monthrange(self.year or 2001, self.month or 1)[1]
        )
        return 1 <= self.day <= length


_YEAR_PARTS = {"start": ("01-01", "01-31"), "end": ("12-31", "12-31")}
_PARTS = {
    **dict.fromkeys(("初", "年初"), "start"), **dict.fromkeys(("底", "末", "月底", "年底", "年末"), "end"),
    "上旬": "early", "中旬": "middle", "中": "middle", "下旬": "late",
}  # fmt: skip


def read_date(match: regex.Match[str], name: str, roc_year: int) -> PrintedDate | None:
    """Return the date of a match of ``date_pattern(name)``, or None if its year is out of range."""

    def group(key: str) -> str | None:
        value: str | None = match[key + name]
        return value

    month = _number(group("month"))
    if group("month") and month is None:
        return None
    year = None
    if group("year"):
        year = gregorian_year(group("year") or "", roc_year, group("era"))
        if year is None:
            return None
    last_month = None
    if half := group("half_year"):
        month, last_month = (1, 6) if half.startswith("上") else (7, 12)
    if quarter := _number(group("quarter")):
        month, last_month = 3 * quarter - 2, 3 * quarter
    part = group("part") or group("year_part")
    day = _number(group("day"))
    clock = read_clock(match, name) if day is not None else None
    return PrintedDate(year, month, day, _PARTS[part] if part else None, last_month, clock)


def gregorian_year(printed: str, roc_year: int, era: str | None = None) -> int | None:
    """Return the Gregorian year of a printed year, or None if it is too far from the edition to be one."""
    number = 1 if printed == "元" else parse_integer(printed.replace("元", "一"))
    if number is None or number < 1:
        return None
    if era is not None and era.endswith("民國"):
        return number + ROC_OFFSET if number < 1000 else None
    if era is not None:
        return number if number >= 1000 else None
    if abs(number - roc_year) <= YEARS_AROUND:
        return number + ROC_OFFSET
    return number if abs(number - roc_year - ROC_OFFSET) <= YEARS_AROUND else None


def _number(printed: str | None) -> int | None:
    return parse_integer(printed) if printed and "元" not in printed else None


def read_clock(match: regex.Match[str], name: str) -> tuple[int, int, int] | None:
    """Return hour, minute and second; None where none is printed, and for 24:00, the end of the day itself."""
    hour = _number(match["hour" + name])
    if hour is None:
        return None
    minute = 30 if match["thirty" + name] else _number(match["minute" + name]) or 0
    half = match["half" + name]
    if half in ("下午", "晚上", "晚間", "夜間") and hour < 12:
        hour += 12
    elif half in ("凌晨", "午夜", "上午", "早上") and hour == 12:
        hour = 0
    elif half == "中午" and hour < 3:
        hour += 12
    second = _number(match["second" + name]) or 0
    return (hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None
