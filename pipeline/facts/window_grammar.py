"""One dated window as printed: tokens -> its dates and the words that bind them; no year is filled in yet.

window := date link [次年] date [until]                     3月1日起至4月30日止
        | years 年度                                         113-115年度
        | date "-" clock                                    3月1日9時至17時
        | month 月 day {"、" day | "、" day "-" day} 日        3月18、19日: a window a day
        | month 月 day "-" day 日 | date link day 日 | month/day-day
        | month "-" month 月                                 3至5月
        | 每年 (months | months part | window)                each year; 3月及9月底前: a window a month
        | (即日起 | 自公告日起) ... link date [until]           open start
        | [至 | 截止日期] date [until] [since]                 one end, or one day
        | (次年 | 上年度) window                              of a year that nobody can tell
link   := [起] [受理] [，] (至 | 到 | 迄 | "~" | "-") [同年]
until  := [(含)] (前 | 以前 | 止 | 截止 | 終了) [(不含)]      since := [(含)] (起 | 以後 | 生效 | 施行 ...)
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.expressions import expression
from pipeline.facts.date_grammar import Written, clock_at, date_at, month_at, year_at
from pipeline.facts.date_tokens import Clause
from pipeline.facts.dates import gregorian_year
from pipeline.facts.day_grammar import days_at, last_day_at
from pipeline.facts.printed_windows import Listed, Printed, bound, leaves_out, link_after

_GAP = 14
"""How many characters may stand between 即日起 and 至."""
_NO_MONTHS_AFTER = expression(r"\s?(?:\d|[初底中末]|[上下]旬|[以之]?前)")
_NO_YEARS_AFTER = expression(r"\s?\d|\s?[初底末上下第]")
_AFTER_NUMBER = ("year", "month", "mark", "dash", "to")
"""What stands after the first number of every date."""
_BEGINS = frozenset(("number", "era", "half_year", "ordinal"))


def windows_in(clause: Clause, roc_year: int) -> Iterator[Printed]:
    """Yield the windows of a clause in order; no two share a word."""
    at, last = 0, len(clause.tokens)
    while at < last and clause.tokens[at].kind != "end":
        found = _window_at(clause, at, roc_year)
        if found is None:
            at += 1
        else:
            yield found
            at = found.next


def _window_at(clause: Clause, at: int, roc_year: int) -> Printed | None:
    lead = clause.tokens[at]
    if lead.kind == "lead" and clause.tokens[at + 1].gap >= 0:
        found = _unled(clause, at + 1, roc_year)
        return found and found._replace(lead=lead.text, body=found.span[0], span=(lead.start, found.span[1]))
    return _unled(clause, at, roc_year)


def _unled(clause: Clause, at: int, roc_year: int) -> Printed | None:
    kind = clause.tokens[at].kind
    if kind in _BEGINS:
        if kind == "number" and not clause.joins(at + 1, *_AFTER_NUMBER):
            return None
        return _dated(clause, at, roc_year)
    if kind == "yearly":
        return _yearly(clause, at, roc_year)
    if kind == "open":
        return _open(clause, at, roc_year)
    if kind in ("next", "last") and clause.joins(at + 1, "number"):
        found = _dated(clause, at + 1, roc_year)
        return found and found._replace(of_other_year=True, span=(clause.tokens[at].start, found.span[1]))
    if kind == "to" or (kind == "until" and clause.tokens[at].text == "截止"):
        if clause.tokens[at + 1].gap < 0:
            return None
        one = date_at(clause, at + 1, roc_year, second=True)
        return _lone(clause, at, one, to=True) if one is not None else None
    return None


def _dated(clause: Clause, at: int, roc_year: int) -> Printed | None:
    """Return the window that begins with a date or with a number of one."""
    one = date_at(clause, at, roc_year)
    if one is not None and (found := _range(clause, at, one, roc_year)):
        return found
    if clause.tokens[at].kind == "number" and (found := _years(clause, at, roc_year)):
        return found
    if one is not None and (found := _clocks(clause, at, one)):
        return found
    found = days_at(clause, at, roc_year)
    if found is None and one is not None:
        found = last_day_at(clause, at, one)
    found = found or _months(clause, at, roc_year)
    return found or (_lone(clause, at, one) if one is not None else None)


def _range(clause: Clause, at: int, one: Written, roc_year: int) -> Printed | None:
    after = link_after(clause, one.next)
    if after is None:
        return None
    next_year = clause.joins(after, "next")
    after += next_year
    if clause.tokens[after].gap < 0:
        return None
    two = date_at(clause, after, roc_year, second=True)
    if two is None:
        return None
    return bound(clause, at, Printed("range", (0, 0), two.next, one, two, next_year=next_year))


def _years(clause: Clause, at: int, roc_year: int) -> Printed | None:
    """Return years of the edition's age that are printed as a range: 113-115年度."""
    first = clause.number(at, digits=(2, 4), characters=0)
    if first is None or clause.right_before(at) in tuple("第./"):
        return None
    after = at + 1 + clause.joins(at + 1, "year")
    if not (
        clause.joins(after, "dash") or (clause.joins(after, "to") and clause.tokens[after].text in "至到")
    ):
        return None
    last = clause.number(after + 1, digits=(2, 4), characters=0)
    if last is None or not (clause.joins(after + 1, "number") and clause.joins(after + 2, "year")):
        return None
    if _NO_YEARS_AFTER.match(clause.folded, clause.tokens[after + 2].end):
        return None
    begin, end = gregorian_year(first, roc_year), gregorian_year(last, roc_year)
    if begin is None or end is None or begin >= end:
        return None
    return bound(clause, at, Printed("years", (0, 0), after + 3, years=(begin, end)))


def _clocks(clause: Clause, at: int, one: Written) -> Printed | None:
    """Return two clock times of one day: 3月1日9時至17時."""
    if not clause.joins(one.next, "dash", "to") or (one.date is not None and one.date.day is None):
        return None
    said = clock_at(clause, one.next + 1)
    return said and bound(clause, at, Printed("clock-range", (0, 0), said[1], one, clock=said[0]))


def _months(clause: Clause, at: int, roc_year: int) -> Printed | None:
    """Return months that are printed as a range: 109年3-5月, 3至5月底."""
    year, is_year = year_at(clause, at, roc_year)
    start = at + 2 if is_year else at
    token = clause.tokens[start]
    if is_year and token.gap < 0 or clause.right_before(start) in tuple("./第個"):
        return None
    first, after = clause.number(start), start + 1
    single = (
        clause.joins(after, "to")
        and len(clause.tokens[after].text) == 1
        and clause.tokens[after].text != "迄"
    )
    if first is None or not (clause.joins(after, "dash") or single):
        return None
    last = month_at(clause, after + 1, None, year_printed=False)
    if (
        last is None
        or not clause.joins(after + 1, "number")
        or last.date is None
        or last.date.day is not None
    ):
        return None
    known = not is_year or year is not None
    one = Written(last.date._replace(year=year, month=first, part=None) if known else None, 0, year=is_year)
    found = bound(clause, at, Printed("month-range", (0, 0), last.next, one, last))
    return None if clause.folded[found.span[1] : found.span[1] + 2].strip()[:1].isdecimal() else found


def _yearly(clause: Clause, at: int, roc_year: int) -> Printed | None:
    """Return what comes back each year: 每年1至2月, 每年3月及9月, 每年9月1日至次年1月31日."""
    begin = at + 1
    if clause.tokens[begin].gap < 0:
        return None
    found = _yearly_months(clause, begin, roc_year)
    if found is None:
        one = date_at(clause, begin, roc_year)
        if one is None:
            found = days_at(clause, begin, roc_year)
        else:
            found = _range(clause, begin, one, roc_year) or days_at(clause, begin, roc_year)
            found = found or last_day_at(clause, begin, one) or _lone(clause, begin, one)
    return found and found._replace(yearly=True, span=(clause.tokens[at].start, found.span[1]))


def _yearly_months(clause: Clause, at: int, roc_year: int) -> Printed | None:
    first, after = clause.number(at), link_after(clause, at + 1)
    if (
        first is not None
        and after is not None
        and clause.joins(after, "number")
        and clause.joins(after + 1, "month")
        and not _NO_MONTHS_AFTER.match(clause.folded, clause.tokens[after + 1].end)
    ):
        last = clause.number(after)
        months = _spread(first, last)
        return Printed("months", (clause.tokens[at].start, clause.end(after + 2)), after + 2, months=months)
    listed: list[int] = []
    place: int | None = at
    while place is not None and clause.tokens[place].kind == "number":
        several = _several(clause, place)
        after = several[-1] + 2
        if not clause.joins(after - 1, "month"):
            break
        if _NO_MONTHS_AFTER.match(clause.folded, clause.end(after)):
            if listed or len(several) > 1:
                return _parts_of_months(clause, at, [*listed, *several], roc_year)
            break
        listed += several
        place = (
            after + 1 if clause.joins(after, "and", "comma") and clause.joins(after + 1, "number") else None
        )
    if not listed:
        return None
    after = listed[-1] + 2
    link = link_after(clause, after)
    if len(listed) == 1 and link is not None and clause.joins(link, "number", "next"):
        return None  # a window that begins in that month
    months = tuple(map(clause.number, listed))
    return Printed("months", (clause.tokens[at].start, clause.end(after)), after, months=months)


def _several(clause: Clause, at: int) -> list[int]:
    """Return the tokens of the numbers that share one 月: 3、9月."""
    tokens = [at]
    while clause.joins(at + 1, "and") and clause.joins(at + 2, "number"):
        at += 2
        tokens.append(at)
    return tokens


def _parts_of_months(clause: Clause, at: int, numbers: list[int], roc_year: int) -> Printed:
    """Return a window for each of the months in a list that ends in a part of them all: 3月、6月及9月底前.

    每年2月、5月及8月15日前 may mean the fifteenth of each: it is refused, as months that nobody knows.
    """
    last = numbers[-1]
    one = date_at(clause, last, roc_year)
    if one is None or one.date is None or one.date.part is None:
        return Printed("months", (clause.tokens[at].start, clause.end(last + 2)), last + 2)
    months = [(clause.number(n), n + 1 + clause.joins(n + 1, "month")) for n in numbers]
    days = [
        Listed(month, month, (clause.tokens[n].start, clause.end(after)))
        for n, (month, after) in zip(numbers, months, strict=True)
    ]
    return _lone(clause, last, one)._replace(form="month-list", days=tuple(days))


def _spread(first: int, last: int | None) -> tuple[int | None, ...]:
    """Return the months from one to the other, over the end of the year if need be."""
    if last is None or not (1 <= first <= 12 and 1 <= last <= 12):
        return (None,)
    return tuple(range(first, last + 1)) if first <= last else (*range(first, 13), *range(1, last + 1))


def _open(clause: Clause, at: int, roc_year: int) -> Printed | None:
    """Return a window whose start is not dated: 即日起受理報名，至3月31日截止."""
    begin, place = clause.tokens[at].end, at + 1
    while (
        clause.tokens[place].kind != "end"
        and clause.tokens[place].start - begin <= _GAP
        and not any(c.isdecimal() for c in clause.folded[begin : clause.tokens[place].start])
    ):
        after = _loose_link(clause, place)
        if after is not None and clause.tokens[after].gap >= 0:
            two = date_at(clause, after, roc_year, second=True)
            if two is not None:
                return bound(clause, at, Printed("open", (0, 0), two.next, two=two))
        place += 1
    return None


def _loose_link(clause: Clause, at: int) -> int | None:
    """Return the token after a link whose first word stands apart from what is before it."""
    token = clause.tokens[at]
    if token.kind == "dash" or (token.kind == "to" and len(token.text) == 1):
        return at + 1 + clause.joins(at + 1, "same")
    return None


def _lone(clause: Clause, at: int, one: Written, *, to: bool = False) -> Printed:
    found = bound(clause, at, Printed("lone", (0, 0), one.next, one, to=to))
    after = found.next + clause.joins(found.next, "counted")
    if not clause.joins(after, "since"):
        return found
    excluded = leaves_out(clause, found.next)
    return found._replace(
        next=after + 1, since=True, excluded=excluded, span=(found.span[0], clause.end(after + 1))
    )
