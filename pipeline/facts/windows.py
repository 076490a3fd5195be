"""One dated window: a match of its grammar -> start, end, recurrence, and the assumptions about its years."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from pipeline.facts.dates import (
    ROC_OFFSET,
    PrintedDate,
    clock_pattern,
    date_pattern,
    gregorian_year,
    read_clock,
    read_date,
)
from pipeline.facts.match import Span
from pipeline.facts.numerals import parse_integer

_LINK = r"\s?(?:起|開始)?\s?(?:受理(?:申請|報名)?)?[，,]?\s?(?:起?[至到迄]|~|-)\s?(?:同年(?:度)?)?"
_COUNTED = r"(?:\s?[(（]\s?不?含(?:當日|本日|當天)?\s?[)）])?"
_UNTIL = (
    rf"(?:{_COUNTED}\s?(?:[以之]?前(?![瞻往來述項置揭端])(?:截止|為止|止)?|(?:當日|當天)?(?:截止|為止|止(?!血|步))"
    r"|終了))"
)
_OPEN = r"(?P<open>(?:自|從|於)?(?:即日|公告(?:之|當)?日|公布日|發布日|開放日|核定日|公告)(?:起|開始))"
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_PART = r"\s?(?:\d|初|底|中|上旬|下旬|[以之]?前)"
_YEAR_A = r"(?:(?<![\d第])(?P<year_a>\d{2,4}|[〇○零一二三四五六七八九十百]{2,6})\s?年(?:\s?度)?\s?)?"
_A, _B, _CLOCK_B = date_pattern("_a"), date_pattern("_b"), clock_pattern("_b")
WINDOW = regex.compile(
    rf"""(?P<lead>(?:自|從|由|於|在)\s?)?(?:
      (?P<yearly>每(?:一)?年度?(?:的|之|於|約|自)?\s?)
        (?:(?P<from>{_N}){_LINK}(?P<upto>{_N})\s?月(?:間|份)?(?!{_PART})
          |{_A}{_LINK}(?P<next>[翌次隔]年(?:度)?)?{_B}{_UNTIL}?
          |(?P<months>{_N}\s?月(?:份)?(?:\s?[、,及和與或]\s?{_N}\s?月(?:份)?)*)(?!{_PART})
          |{_A}(?P<until>{_UNTIL})?)
    | (?P<range>{_A}{_LINK}(?P<next>[翌次隔]年(?:度)?)?{_B}{_UNTIL}?)
    | (?P<year_range>(?<![\d第./])(?P<year_from>\d{{2,4}})\s?(?:年度?)?\s?[-~至到]\s?(?P<year_to>\d{{2,4}})\s?年度?
        (?!\s?\d|\s?[初底末上下第]))
    | (?P<clock_range>{_A}\s?[-~至到]\s?{_CLOCK_B}{_UNTIL}?)
    | (?P<day_list>{_YEAR_A}(?<![\d個第.])(?P<month_a>{_N})\s?月\s?(?P<day_a>{_N})\s?[日號]?
        (?:\s?[、及和與]\s?(?P<days>{_N})(?:\s?[日號](?!期))?)++(?<=[日號]))
    | (?P<day_range>{_YEAR_A}(?<![\d個第.])(?P<month_a>{_N})\s?月
        \s?(?P<day_a>{_N})\s?[至到~-]\s?(?P<day_b>{_N})\s?[日號]{_UNTIL}?)
    | (?P<day_range>{_A}{_LINK}(?P<day_b>{_N})\s?[日號]{_UNTIL}?)
    | (?P<slash_range>{_A}\s?[-~至]\s?(?P<day_b>\d{{1,2}})(?![\d/月年:：時]))
    | (?P<month_range>{_YEAR_A}(?<!每年度?)(?<![\d./第個])(?P<month_a>{_N})\s?[至到~-]
        \s?(?P<month_b>{_N})\s?月(?:份|間|(?P<part_b>底))?{_UNTIL}?(?!\s?\d))
    | {_OPEN}(?P<gap>[^。；;\n\d]{{0,14}}?){_LINK}{_B}{_UNTIL}?
    | (?P<to>(?:截至|延至|延長至|截止(?:日期|日|時間)?(?:為|：|:)?|至|迄|到)\s?)?
        {_A}(?P<until>{_UNTIL}|\s?(?:截止|為止))?(?P<since>{_COUNTED}\s?(?:起(?!飛)|開始|以後|之後|生效|施行|實施|啟用))?
    )""",
    regex.VERBOSE,
)
_MONTH_LIST = regex.compile(rf"(?:於)?{_N}月(?:底|初|份)?{_UNTIL}?")
_LISTED_AFTER = regex.compile(rf"\s?[、及和與]\s?{_N}\s?月(?!\s?\d)")
_LISTED_BEFORE = regex.compile(rf"{_N}\s?月\s?[、及和與]\s?$")
_PLAIN_DATE = regex.compile(r"[(（]\d{1,2}/(?:1[1-9]|2\d|3[01])[)）]")
NO_SUCH_YEAR = regex.compile(r"(?:[當該次翌隔同]年度?|例如|舉例|範例|每月)[^。；\n]*$")
"""Words after which a date without a year is of no edition."""


class RefusedError(Exception):
    """The words look like a window and have no reading; ``reason`` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Window:
    """A dated window; ``start`` and ``end`` are EDTF or None."""

    start: str | None
    end: str | None
    recurrence: str | None
    rule: str
    assumptions: tuple[str, ...] = ()


def window_span(match: regex.Match[str]) -> Span:
    """Return the place of a window without the preposition that only says "on"."""
    lead = match["lead"]
    return match.start() + (len(lead) if lead and lead[0] in "於在由" else 0), match.end()


_UP_TO = regex.compile(r"[至到迄~]\s?$")
_ON_FROM = regex.compile(r"\s?起?[至到迄~]")
_WEEKDAY = regex.compile("[(（]")
_AFTER_TWELVE = regex.compile(r"/(?:1[3-9]|2\d|3[01])(?!\d)")


def is_window(folded: str, match: regex.Match[str], roc_year: int, *, loose: bool) -> bool:
    """Tell whether a match that names no year or day is a date after all."""
    groups = match.groupdict()
    before, after = folded[match.start() - 1 : match.start()], folded[match.end() : match.end() + 1]
    if groups["year_range"]:
        return _years(match, roc_year) is not None
    if groups["day_list"] or groups["clock_range"]:
        return True
    if groups["month_a"] and "/" in match.group() and not groups["year_a"]:
        if _WEEKDAY.search(match.group()) or (groups["range"] and _AFTER_TWELVE.search(match.group())):
            return True
        enclosed = before in tuple("(（") and after in tuple(")）、,，(（")
        alone = not before.isalnum() and not after.isalnum()
        directed = groups["to"] or groups["until"] or groups["since"] or groups["open"]
        if enclosed and not loose and _may_be_share(folded, match):
            return False
        return enclosed or groups["slash_range"] is not None or (loose and (alone or directed is not None))
    bare_year = groups["year_a"] and not any(
        groups[key + "_a"] for key in ("month", "quarter", "half_year", "year_part")
    )
    if bare_year and gregorian_year(groups["year_a"], roc_year, groups["era_a"]) is None:
        return False
    sentence = folded[max(0, match.start() - 40) : match.start()]
    if not groups["year_a"] and not loose and NO_SUCH_YEAR.search(sentence):
        return False
    if _MONTH_LIST.fullmatch(match.group()) and (
        _LISTED_AFTER.match(folded, match.end())
        or _LISTED_BEFORE.search(folded[max(0, match.start() - 6) : match.start()])
    ):
        return False
    if groups["yearly"] or groups["range"] or groups["day_range"] or groups["open"] or groups["until"]:
        return True
    if groups["slash_range"]:
        return False
    if groups["year_a"] or groups["day_a"] or groups["month_range"] or groups["to"] or groups["since"]:
        return True
    return loose or bool(groups["part_a"]) or (groups["lead"] is not None and not after.isdigit())


def _may_be_share(folded: str, match: regex.Match[str]) -> bool:
    """Tell whether 1/2 in brackets may as well be a half: no word of time before it, no plain date beside it."""
    if match["slash_range"] or match["range"] or not int(match["month_a"]) < int(match["day_a"]) <= 10:
        return False
    before = folded[max(0, match.start() - 16) : match.start()]
    beside = folded[max(0, match.start() - 60) : match.end() + 60]
    return not regex.search(r"[年月日展場會梯期訪]", before) and not _PLAIN_DATE.search(beside)


def _years(match: regex.Match[str], roc_year: int) -> tuple[int, int] | None:
    """Return the years of 113-115年度, or None if they are no years near the edition, or fall."""
    first, last = gregorian_year(match["year_from"], roc_year), gregorian_year(match["year_to"], roc_year)
    return (first, last) if first and last and first < last else None


def read_windows(match: regex.Match[str], sentence: str, roc_year: int) -> list[tuple[Span, Window]]:
    """Return the windows of one match with their places: one, or one for each day of 3月18、19日.

    Raises:
        RefusedError: the calendar has no such window.
    """
    if not match["day_list"]:
        return [(window_span(match), read_window(match, sentence, roc_year))]
    first = read_date(match, "_a", roc_year)
    if first is None:
        raise RefusedError("year-far-from-edition")
    begin, end = window_span(match)
    starts = [begin, *match.starts("days")]
    days = [first.day, *(parse_integer(day) for day in match.captures("days"))]
    windows = []
    for at, (place, day) in enumerate(zip(starts, days, strict=True)):
        one = replace(first, day=day)
        date, _, assumed = _give_years(one, one, _year_before(sentence, roc_year), roc_year)
        if date is None or day is None or not date.exists():
            raise RefusedError("no-such-date")
        stop = match.end("day_a") if at == 0 else match.ends("days")[at - 1]
        stop = end if at == len(days) - 1 else stop + (match.string[stop] in "日號")
        windows.append(((place, stop), Window(date.edtf_start(), date.edtf_end(), None, "day-list", assumed)))
    return windows


def read_window(match: regex.Match[str], sentence: str, roc_year: int) -> Window:
    """Return the window of one match; ``sentence`` is what stands before it and may name its year.

    Raises:
        RefusedError: the calendar has no such window.
    """
    if match["yearly"] and (match["from"] or match["months"]):
        return _yearly(_months(match))
    if match["year_range"]:
        first, last = _years(match, roc_year) or (0, 0)
        return Window(str(first), str(last), None, "year-range")
    start, end, rule = _ends(match, roc_year)
    if match["yearly"] and start is end and start is not None and start.last_month and start.year is None:
        return _yearly(list(range(start.month or 1, start.last_month + 1)))
    for date in (start, end):
        if date is not None and not date.exists():
            raise RefusedError("no-such-date")
    start, end, assumptions = _give_years(start, end, _year_before(sentence, roc_year), roc_year)
    return Window(
        start.edtf_start() if start else None,
        end.edtf_end() if end else None,
        "FREQ=YEARLY" if match["yearly"] else None,
        rule,
        assumptions,
    )


def _yearly(months: list[int]) -> Window:
    return Window(None, None, f"FREQ=YEARLY;BYMONTH={','.join(map(str, months))}", "yearly-months")


def _months(match: regex.Match[str]) -> list[int]:
    if match["from"]:
        first, last = parse_integer(match["from"]) or 0, parse_integer(match["upto"]) or 0
        months = list(range(first, last + 1)) if first <= last else [*range(first, 13), *range(1, last + 1)]
    else:
        months = [parse_integer(number) or 0 for number in regex.findall(rf"({_N})\s?月", match["months"])]
    if not months or not all(1 <= month <= 12 for month in months):
        raise RefusedError("no-such-date")
    return months


def _ends(match: regex.Match[str], roc_year: int) -> tuple[PrintedDate | None, PrintedDate | None, str]:
    """Return start, end and the rule that read them; the years may still be missing."""
    if match["month_range"]:
        return (*_month_range(match, roc_year), "month-range")
    one = read_date(match, "_a", roc_year) if _has(match, "_a") else None
    two = read_date(match, "_b", roc_year) if _has(match, "_b") else None
    if _has(match, "_a") and one is None or _has(match, "_b") and two is None and not _second_day(match):
        raise RefusedError("year-far-from-edition")
    if match["open"]:
        return None, two, "open-start"
    if match["clock_range"] and one is not None:
        return one, replace(one, clock=read_clock(match, "_b")), "clock-range"
    if match["day_range"] or match["slash_range"]:
        day = parse_integer(match["day_b"])
        assert one is not None
        if day is None or one.day is None:
            raise RefusedError("no-single-reading")
        return one, replace(one, year=None, day=day, clock=None), "day-range"
    if two is not None:
        return (*_range(match, one, two, roc_year), "range")
    return _lone(match, one)


def _month_range(match: regex.Match[str], roc_year: int) -> tuple[PrintedDate, PrintedDate]:
    """Return start and end of months that are printed as a range: 3至5月."""
    year = gregorian_year(match["year_a"], roc_year) if match["year_a"] else None
    if match["year_a"] and year is None:
        raise RefusedError("year-far-from-edition")
    first, last = parse_integer(match["month_a"]), parse_integer(match["month_b"])
    if first is None or last is None:
        raise RefusedError("no-single-reading")
    return PrintedDate(year, first), PrintedDate(None, last, part="end" if match["part_b"] else None)


def _range(
    match: regex.Match[str], one: PrintedDate | None, two: PrintedDate, roc_year: int
) -> tuple[PrintedDate | None, PrintedDate]:
    """Return two dates as start and end; 次年 is the year after the start."""
    if not match["next"] or one is None:
        return one, two
    one = one.with_year(roc_year + ROC_OFFSET) if match["yearly"] and one.year is None else one
    if one.year is None:
        raise RefusedError("no-single-reading")
    return one, two.with_year(one.year + 1)


def _lone(
    match: regex.Match[str], one: PrintedDate | None
) -> tuple[PrintedDate | None, PrintedDate | None, str]:
    """Return a date that stands alone as a start, an end, or both, by the words beside it."""
    if match["until"] or match["to"]:
        return None, one, "end"
    if match["since"] or _ON_FROM.match(match.string, match.end()):
        return one, None, "start"
    if _UP_TO.search(match.string, max(0, match.start() - 3), match.start()):
        return None, one, "end"
    return one, one, "date"


def _second_day(match: regex.Match[str]) -> bool:
    """Tell whether only the day of the second date is printed."""
    return bool(match["day_range"] or match["slash_range"])


def _has(match: regex.Match[str], name: str) -> bool:
    return any(match[key + name] for key in ("year", "month", "quarter", "half_year"))


def _give_years(
    start: PrintedDate | None, end: PrintedDate | None, context: int | None, roc_year: int
) -> tuple[PrintedDate | None, PrintedDate | None, tuple[str, ...]]:
    """Fill in the years that are not printed and name each assumption."""
    year, source = (
        (context, "year-from-sentence") if context else (roc_year + ROC_OFFSET, "year-from-edition")
    )
    assumed: list[str] = []
    if start is not None and start.year is None:
        if end is not None and end.year is not None and start is not end:
            start = start.with_year(end.year)
            if start.order(last=False) > end.order(last=True):
                start = start.with_year(end.year - 1 if end.year else 0)
            assumed.append("year-from-end")
        else:
            same = start is end
            start = start.with_year(year)
            end = start if same else end
            assumed.append(source)
    if end is not None and end.year is None:
        if start is None or start.year is None:
            end = end.with_year(year)
            assumed.append(source)
        else:
            end = end.with_year(start.year)
            if start.order(last=False) > end.order(last=True):
                end = end.with_year(start.year + 1)
                assumed.append("end-next-year")
    for date in (start, end):
        if date is not None and not date.exists():
            raise RefusedError("no-such-date")
    if start is not None and end is not None and start.order(last=False) > end.order(last=True):
        raise RefusedError("end-before-start")
    return start, end, tuple(assumed)


_YEAR_SAID = regex.compile(r"(?<![\d第])(\d{2,4})\s?年")


def _year_before(sentence: str, roc_year: int) -> int | None:
    for found in reversed(_YEAR_SAID.findall(sentence)):
        year = gregorian_year(found, roc_year)
        if year is not None:
            return year
    return None
