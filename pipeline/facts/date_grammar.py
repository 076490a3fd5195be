"""One printed date: tokens -> a year, month and day that may be partial.

    date    := [era] year 年 [month | half | quarter | 年初 | 年底]  |  month  |  half  |  第 quarter
             | [era] year "/" month "/" day  (also "." and "-")     |  month "/" day
    month   := month 月 [day 日 | 初 | 上旬 | 中旬 | 下旬 | 底]
    each followed by [weekday] [clock]
    clock   := [上午 | 中午 | 下午 ...] hour 時 [minute 分 [second 秒] | 半]  |  hour ":" minute [":" second]

A space may part any two tokens, for recognised pages have them everywhere.  A bare year (109年) is a date only beside
a word that makes it one (民國109年, 自102年起); 109年展覽 is none.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.facts.date_tokens import Clause
from pipeline.facts.dates import Clock, Part, PrintedDate, gregorian_year

_PARTS: dict[str, Part] = {
    "初": "start", "底": "end", "末": "end", "上旬": "early", "中旬": "middle", "中": "middle", "下旬": "late",
}  # fmt: skip
_NO_HALF_BEFORE = frozenset("年過0123456789")
_NO_MONTH_BEFORE = frozenset("個第.,0123456789")
_NO_SLASH_BEFORE = frozenset("./#+-0123456789")
_MIDDLE_AFTER = frozenset("，。；至到~-前止")
_YEAR_AFTER = frozenset("至到自從迄~-")
_EVENING = ("下午", "晚上", "晚間", "夜間")
_NIGHT = ("晚上", "晚間", "夜間", "午夜")
"""Words that make twelve the end of the day, 24:00."""
_MORNING = ("凌晨", "上午", "早上")


class Written(NamedTuple):
    """A date with its tokens; ``date`` is None where its year is too far from the edition to be one."""

    date: PrintedDate | None
    next: int
    """The first token after it."""
    year: bool = False
    bare: bool = False
    """Whether a year is all that is printed."""
    slashed: bool = False
    """Whether it is a month and a day with a slash, and no year."""


def date_at(clause: Clause, at: int, roc_year: int, *, second: bool = False) -> Written | None:
    """Return the date that begins at a token; ``second`` lets a dash stand before it."""
    start, era = at, None
    if clause.tokens[at].kind == "era":
        if not clause.joins(at + 1, "number"):
            return None
        era, at = clause.tokens[at].text, at + 1
    kind = clause.tokens[at].kind
    if kind == "number":
        found = _numbered(clause, start, at, era, roc_year, second=second)
    elif kind == "half_year" and clause.right_before(at) not in _NO_HALF_BEFORE:
        found = _months(None, clause.tokens[at].text, at + 1)
    else:
        found = _quarter(clause, at, None) if kind == "ordinal" else None
    return _timed(clause, found) if found else None


def clock_at(clause: Clause, at: int) -> tuple[Clock | None, int] | None:
    """Return a clock time and the token after it; the time is None for 24:00, the end of the day itself."""
    half = clause.tokens[at].text if clause.joins(at, "half_day") else None
    at += half is not None
    hour = clause.number(at) if clause.joins(at, "number") else None
    if hour is None:
        return None
    at += 1
    if clause.joins(at, "colon"):
        said = _after_colon(clause, at)
    elif clause.joins(at, "hour"):
        said = _after_hour(clause, at + 1)
    else:
        return None
    if said is None:
        return None
    minute, seconds, at = said
    if half in _EVENING and hour < 12 or half in _NIGHT and hour == 12:
        hour += 12
    elif half in _MORNING and hour == 12:
        hour = 0
    elif half == "中午" and hour < 3:
        hour += 12
    clock = (hour, minute, seconds) if hour < 24 and minute < 60 and seconds < 60 else None
    return clock, at


def month_at(
    clause: Clause, at: int, year: int | None, *, year_printed: bool, known: bool = True
) -> Written | None:
    """Return month 月 [day 日 | part] that begins at a token; ``known`` is false where its year is no year."""
    if not (clause.joins(at + 1, "month") and clause.tokens[at].kind == "number"):
        return None
    month, after = clause.number(at), at + 2
    if month is None and len(clause.tokens[at].text) > 2:
        return None
    day, part = None, None
    if clause.joins(after, "number") and clause.joins(after + 1, "day"):
        day = clause.number(after)
        after += 2 if day is not None else 0
    else:
        repeated = after + clause.joins(after, "month")
        said = clause.tokens[repeated].text if clause.joins(repeated, "part") else ""
        if _is_part(clause, said, repeated, year_printed=year_printed, alone=repeated == after):
            part, after = _PARTS[said], repeated + 1
    known &= month is not None
    date = PrintedDate(year, month, day, part) if known else None
    return Written(date, after, year=year_printed)


def year_at(clause: Clause, at: int, roc_year: int, era: str | None = None) -> tuple[int | None, bool]:
    """Return the Gregorian year of a number before 年, and whether there is such a number at all."""
    token = clause.tokens[at]
    if token.kind != "number" or not clause.joins(at + 1, "year") or clause.right_before(at) in ("第", "每"):
        return None, False
    number = clause.number(at, digits=(2, 4), characters=6)
    if number is None and token.text.isdecimal():
        return None, False
    return gregorian_year(number, roc_year, era), True


def _numbered(
    clause: Clause, start: int, at: int, era: str | None, roc_year: int, *, second: bool
) -> Written | None:
    token = clause.tokens[at]
    if clause.joins(at + 1, "year"):
        return _with_year(clause, start, at, era, roc_year)
    if clause.joins(at + 1, "month"):
        if clause.right_before(at) in _NO_MONTH_BEFORE:
            return None
        return month_at(clause, at, None, year_printed=False)
    if clause.joins(at + 1, "mark", "dash") and token.text.isdecimal():
        return _slashed(clause, at, era, roc_year, second=second)
    return None


def _with_year(clause: Clause, start: int, at: int, era: str | None, roc_year: int) -> Written | None:
    year, is_year = year_at(clause, at, roc_year, era)
    if not is_year:
        return None
    after = at + 2
    if clause.joins(after, "number") and (
        found := month_at(clause, after, year, year_printed=True, known=year is not None)
    ):
        return found
    if clause.joins(after, "half_year"):
        return _known(year, _months(year, clause.tokens[after].text, after + 1))
    if found := _quarter(clause, after, year, joined=True):
        return _known(year, found)
    said = after + clause.joins(after, "year")
    if clause.joins(said, "part") and clause.tokens[said].text in "底初末":
        return _known(
            year, Written(PrintedDate(year, part=_PARTS[clause.tokens[said].text]), said + 1, year=True)
        )
    if (era and "民國" in era) or clause.before(start) in _YEAR_AFTER or _directs(clause, after):
        return _known(year, Written(PrintedDate(year), after, year=True, bare=True))
    return None


def _known(year: int | None, found: Written) -> Written:
    return found if year is not None else found._replace(date=None)


def _directs(clause: Clause, at: int) -> bool:
    """Tell whether the word after a bare year makes it an end of a window: 102年起, 110年至."""
    said = clause.tokens[at].text
    return (
        clause.joins(at, "to", "dash")
        or (clause.joins(at, "since") and said == "起")
        or (clause.joins(at, "until") and said[0] in "止前以之")
    )


def _months(year: int | None, said: str, after: int) -> Written:
    """Return a half year."""
    first = 1 if said.startswith("上") else 7
    return Written(PrintedDate(year, first, last_month=first + 5), after, year=year is not None)


def _quarter(clause: Clause, at: int, year: int | None, *, joined: bool = False) -> Written | None:
    at += clause.tokens[at].kind == "ordinal" and (not joined or clause.joins(at, "ordinal"))
    number = clause.number(at, digits=(1, 1), characters=1) if clause.joins(at, "number") else None
    if number is None or not 1 <= number <= 4 or not clause.joins(at + 1, "quarter"):
        return None
    date = PrintedDate(year, 3 * number - 2, last_month=3 * number)
    return Written(date, at + 2, year=joined)


def _is_part(clause: Clause, said: str, at: int, *, year_printed: bool, alone: bool) -> bool:
    """Tell whether a word after 月 is a part of the month: 月底, 月中 only at the end of its clause."""
    if said == "中":
        after = clause.folded[clause.tokens[at].end : clause.tokens[at].end + 1]
        return alone and year_printed and (not after or after in _MIDDLE_AFTER)
    return said in _PARTS and (alone or said == "底")


def _slashed(clause: Clause, at: int, era: str | None, roc_year: int, *, second: bool) -> Written | None:
    """Return year/month/day or month/day."""
    tokens, folded = clause.tokens, clause.folded
    first, mark = tokens[at], tokens[at + 1]
    before = clause.right_before(at)
    if (
        (before in _NO_SLASH_BEFORE and not (second and before == "-"))
        or (before.isascii() and before.isalpha())
        or (before == ":" and folded[first.start - 2 : first.start - 1].isdecimal())
    ):
        return None
    run = [tokens[place] for place in range(at, at + 5)]
    spaced = {token.gap for token in run[1:]}
    three = (
        run[3].text == mark.text
        and run[2].kind == run[4].kind == "number"
        and (spaced == {0} or (mark.text == "/" and min(spaced) >= 0))
    )
    is_year = 2 <= len(first.text) <= 4 and not first.text.startswith("0")  # 037-22-11 is a number to call
    if three and is_year and (month := clause.number(at + 2)) is not None:
        year = gregorian_year(clause.number(at, digits=(2, 4)), roc_year, era)
        if (said := _day(clause, at + 4)) is not None:
            day, clock = said
            date = PrintedDate(year, month, day, clock=clock[0] if clock else None)
            found = Written(date, clock[1] if clock else at + 5, year=True)
            return _known(year, found)
    if mark.text == "/" and mark.gap == 0 and run[2].gap == 0 and not clause.joins(at + 3, "mark"):
        pair = clause.number(at), clause.number(at + 2)
        if None not in pair and run[2].text.isdecimal():
            return Written(PrintedDate(None, *pair), at + 3, slashed=True)
    return None


def _day(clause: Clause, at: int) -> tuple[int, tuple[Clock | None, int] | None] | None:
    """Return the day of year/month/day, and the clock time that is glued to it: 109/3/3117:00."""
    token = clause.tokens[at]
    if not token.text.isdecimal() or clause.folded[token.end : token.end + 1] == "/":
        return None
    if len(token.text) == 4 and clause.joins(at + 1, "colon"):
        said = _after_colon(clause, at + 1)
        hour = int(token.text[2:])
        if said is None or said[0] > 59 or said[1] > 59:
            return None
        return int(token.text[:2]), ((hour, said[0], said[1]) if hour < 24 else None, said[2])
    day = clause.number(at)
    return None if day is None else (day, None)


def _timed(clause: Clause, found: Written) -> Written:
    """Return a date with the weekday and the clock time after it."""
    at = found.next + clause.joins(found.next, "weekday")
    said = clock_at(clause, at)
    if said is None:
        return found if at == found.next else found._replace(next=at)
    clock, at = said
    date = found.date
    if date is not None and date.day is not None:
        date = date._replace(clock=clock)
    return found._replace(date=date, next=at)


def _after_colon(clause: Clause, at: int) -> tuple[int, int, int] | None:
    """Return minute, second and the token after them; ``at`` is the colon."""
    minute = clause.number(at + 1, digits=(2, 2), characters=0) if clause.joins(at + 1, "number") else None
    if minute is None:
        return None
    if clause.joins(at + 2, "colon") and clause.joins(at + 3, "number"):
        second = clause.number(at + 3, digits=(2, 2), characters=0)
        if second is not None:
            return minute, second, at + 4
    return minute, 0, at + 2


def _after_hour(clause: Clause, at: int) -> tuple[int, int, int]:
    """Return minute, second and the token after them; ``at`` is what follows 時."""
    if clause.joins(at, "thirty"):
        return 30, 0, at + 1
    if clause.joins(at, "whole"):
        return 0, 0, at + 1
    if not (clause.joins(at, "number") and clause.joins(at + 1, "minute")):
        return 0, 0, at
    minute, after = clause.number(at) or 0, at + 2
    if clause.joins(after, "number") and clause.joins(after + 1, "second"):
        return minute, clause.number(after) or 0, after + 2
    return minute, 0, after
