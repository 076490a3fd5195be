"""One dated window: what its grammar found -> start, end, recurrence, and the assumptions about its years.

A year that is not printed is that of the other end, else of the sentence, else of the edition; an end before its start
is next year's.  Each of these but the first is recorded as an assumption.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.core.expressions import expression
from pipeline.facts.date_grammar import Written
from pipeline.facts.dates import ROC_OFFSET, PrintedDate, gregorian_year
from pipeline.facts.match import Span
from pipeline.facts.numerals import parse_integer
from pipeline.facts.printed_windows import Printed

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_MONTH_LIST = expression(rf"(?:於)?{_N}月(?:底|初|份)?(?:\s?[以之]?前(?:截止|為止|止)?|截止|為?止)?")
_LISTED_AFTER = expression(rf"\s?[、及和與]\s?{_N}\s?月(?!\s?\d)")
_LISTED_BEFORE = expression(rf"{_N}\s?月\s?[、及和與]\s?$")
_PLAIN_DATE = expression(r"[(（]\d{1,2}/(?:1[1-9]|2\d|3[01])[)）]")
NO_SUCH_YEAR = expression(r"(?:[當該次翌隔同]年度?|例如|舉例|範例|每月)[^。；\n]*$")
"""Words after which a date without a year is of no edition."""
_THIS_YEAR = expression(r"當年度?\s?$")
"""Right before a range it is each edition's: 收件期間為當年度10月1日至10月31日止."""
_UP_TO = expression(r"[至到迄~]\s?$")
_ON_FROM = expression(r"\s?起?[至到迄~]")
_WEEKDAY = expression(r"\([^\d)]")
_AFTER_TWELVE = expression(r"/(?:1[3-9]|2\d|3[01])(?!\d)")
_SAID_BEFORE = expression(r"[年月日展場會梯期訪]")
_LISTS = ("day-list", "month-list")


class RefusedError(Exception):
    """The words look like a window and have no reading; ``reason`` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Window(NamedTuple):
    """A dated window; ``start`` and ``end`` are EDTF or None."""

    start: str | None
    end: str | None
    recurrence: str | None
    rule: str
    assumptions: tuple[str, ...] = ()


def window_span(printed: Printed) -> Span:
    """Return the place of a window without the preposition that only says "on"."""
    start, end = printed.span
    return (printed.body if printed.lead in ("於", "在", "由") else start), end


def is_window(folded: str, printed: Printed, *, loose: bool) -> bool:
    """Tell whether what names no year or day is a date after all."""
    one, two = printed.one, printed.two
    if printed.of_other_year:
        return loose
    if printed.form in ("years", "clock-range", "months", *_LISTS):
        return True
    if one is not None and (one.slashed or (two is not None and two.slashed)) and not one.year:
        return _is_slashed_date(folded, printed, loose=loose)
    if one is not None and one.bare and one.date is None:
        return False
    before = folded[max(0, printed.span[0] - 40) : printed.span[0]]
    this_year = printed.form == "range" and _THIS_YEAR.search(before)
    if not (one and one.year) and not loose and not this_year and NO_SUCH_YEAR.search(before):
        return False
    if _is_in_list(folded, printed.span):
        return False
    if printed.yearly or printed.form in ("range", "open", "day-range") or printed.until:
        return not printed.slashed or printed.yearly or (one is not None and one.year)
    if printed.form == "month-range" or printed.to or printed.since or one is None or one.year:
        return True
    date = one.date
    if date is not None and date.day is not None:
        return True
    return (
        loose
        or bool(date and date.part)
        or (bool(printed.lead) and not folded[printed.span[1] : printed.span[1] + 1].isdecimal())
    )


def _is_slashed_date(folded: str, printed: Printed, *, loose: bool) -> bool:
    """Tell whether 4/16 is a day: it has a weekday, a day after the twelfth at one end, or stands alone in brackets."""
    start, end = printed.span
    said = folded[start:end]
    if _WEEKDAY.search(said) or (printed.form == "range" and _AFTER_TWELVE.search(said)):
        return True
    before, after = folded[start - 1 : start], folded[end : end + 1]
    if before == "(" and after in tuple("),，、("):
        return loose or not _may_be_share(folded, printed)
    alone = not before.isalnum() and not after.isalnum()
    directed = printed.to or printed.until or printed.since
    return printed.slashed or (loose and (alone or directed))


def _is_in_list(folded: str, span: Span) -> bool:
    """Tell whether a month is one of several that are listed: 於3月、6月、9月底前."""
    start, end = span
    return _MONTH_LIST.fullmatch(folded, start, end) is not None and (
        _LISTED_AFTER.match(folded, end) is not None
        or _LISTED_BEFORE.search(folded[max(0, start - 6) : start]) is not None
    )


def _may_be_share(folded: str, printed: Printed) -> bool:
    """Tell whether 1/2 in brackets may as well be a half: no word of time before it, no plain date beside it."""
    date = printed.one.date if printed.one else None
    if printed.slashed or printed.form == "range" or date is None:
        return False
    month, day = date.month or 0, date.day or 0
    start, end = printed.span
    beside = folded[max(0, start - 60) : end + 60]
    said = _SAID_BEFORE.search(folded[max(0, start - 16) : start])
    return month < day <= 10 and not said and not _PLAIN_DATE.search(beside)


def read_windows(folded: str, printed: Printed, sentence: str, roc_year: int) -> list[tuple[Span, Window]]:
    """Return the windows that are printed with their places: one, or one for each of 3月18、19日 or 3、9月底.

    ``sentence`` is what stands before them and may name their year.

    Raises:
        RefusedError: the calendar has no such window.
    """
    if printed.of_other_year or (printed.excluded and printed.days):
        raise RefusedError("no-single-reading")
    if printed.form not in _LISTS:
        return [(window_span(printed), _read(folded, printed, sentence, roc_year))]
    head = printed.one.date if printed.one else None
    if head is None:
        raise RefusedError("year-far-from-edition")
    context, windows = _year_before(sentence, roc_year), []
    begin, end = window_span(printed)
    for place, each in enumerate(printed.days):
        ends: tuple[PrintedDate | None, PrintedDate | None]
        if printed.form == "day-list":
            one, two = head._replace(day=each.first), head._replace(day=each.last)
            ends = (one, one if each.first == each.last else two)
        else:
            ends = _lone(folded, printed, head._replace(month=each.first))[:2]
        start, stop, assumed = _with_years(*ends, context, roc_year)
        span = (
            begin if place == 0 else each.span[0],
            end if place == len(printed.days) - 1 else each.span[1],
        )
        windows.append((span, _window(printed, start, stop, printed.form, assumed)))
    return windows


def _window(
    printed: Printed, start: PrintedDate | None, end: PrintedDate | None, rule: str, assumed: tuple[str, ...]
) -> Window:
    return Window(
        start.edtf_start() if start else None,
        end.edtf_end() if end else None,
        "FREQ=YEARLY" if printed.yearly else None,
        rule,
        assumed,
    )


def _read(folded: str, printed: Printed, sentence: str, roc_year: int) -> Window:
    if printed.form == "months":
        return _yearly(list(printed.months))
    if printed.years is not None:
        return Window(str(printed.years[0]), str(printed.years[1]), None, "year-range")
    start, end, rule = _ends(folded, printed, roc_year)
    if printed.yearly and start and end and start.last_month and end.last_month and start.year is None:
        return _yearly(list(range(start.month or 1, end.last_month + 1)))
    if printed.yearly and rule == "start" and start and start.last_month and start.year is None:
        return _yearly(list(range(start.month or 1, start.last_month + 1)))
    start, end, assumptions = _with_years(start, end, _year_before(sentence, roc_year), roc_year)
    if printed.excluded:
        start, end = _without_day(start, end, since=printed.since)
        assumptions += ("day-left-out",)
    return _window(printed, start, end, rule, assumptions)


def _without_day(
    start: PrintedDate | None, end: PrintedDate | None, *, since: bool
) -> tuple[PrintedDate | None, PrintedDate | None]:
    """Return a window that begins the day after its start, or ends the day before its end."""
    moved = start.moved(1) if since and start else end.moved(-1) if end else None
    if moved is None:
        raise RefusedError("no-single-reading")
    return (moved, end) if since else (start, moved)


def _yearly(months: list[int | None]) -> Window:
    if not months:
        raise RefusedError("no-single-reading")
    if not all(month is not None and 1 <= month <= 12 for month in months):
        raise RefusedError("no-such-date")
    return Window(None, None, f"FREQ=YEARLY;BYMONTH={','.join(map(str, months))}", "yearly-months")


def _ends(folded: str, printed: Printed, roc_year: int) -> tuple[PrintedDate | None, PrintedDate | None, str]:
    """Return start, end and the rule that read them; the years may still be missing."""
    one, two = _date(printed.one), _date(printed.two)
    if printed.form == "open":
        return None, two, "open-start"
    if one is None:
        raise RefusedError("year-far-from-edition")
    if printed.form == "lone":
        return _lone(folded, printed, one)
    if printed.form == "month-range":
        assert two is not None
        return one, two, "month-range"
    if printed.form == "clock-range":
        return one, one._replace(clock=printed.clock), "clock-range"
    if printed.form == "day-range":
        if printed.day is None or one.day is None:
            raise RefusedError("no-single-reading")
        if printed.day < one.day:
            raise RefusedError("end-before-start")
        return one, one._replace(year=None, day=printed.day, clock=printed.clock), "day-range"
    assert two is not None
    return (*_range(printed, one, two, roc_year), "range")


def _date(written: Written | None) -> PrintedDate | None:
    if written is not None and written.date is None:
        raise RefusedError("year-far-from-edition")
    return written.date if written else None


def _range(
    printed: Printed, one: PrintedDate, two: PrintedDate, roc_year: int
) -> tuple[PrintedDate, PrintedDate]:
    """Return two dates as start and end; 次年 is the year after the start."""
    if not printed.next_year:
        return one, two
    one = one.with_year(roc_year + ROC_OFFSET) if printed.yearly and one.year is None else one
    if one.year is None:
        raise RefusedError("no-single-reading")
    return one, two.with_year(one.year + 1)


def _lone(
    folded: str, printed: Printed, one: PrintedDate
) -> tuple[PrintedDate | None, PrintedDate | None, str]:
    """Return a date that stands alone as a start, an end, or both, by the words beside it."""
    start, end = printed.span
    if printed.until or printed.to:
        return None, one, "end"
    if printed.since or _ON_FROM.match(folded, end):
        return one, None, "start"
    if _UP_TO.search(folded, max(0, start - 3), start):
        return None, one, "end"
    return one, one, "date"


def _with_years(
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


_YEAR_SAID = expression(r"(?<![\d第])(\d{2,4})\s?年")


def _year_before(sentence: str, roc_year: int) -> int | None:
    for found in reversed(_YEAR_SAID.findall(sentence)):
        year = gregorian_year(parse_integer(found), roc_year)
        if year is not None:
            return year
    return None
