"""Days of one month that share its name: tokens -> a window, or one for each day.

days := month 月 day {"、" day | "、" day "-" day} 日        3月18、19日
| month 月 day "-" day 日  |  date link day 日          5月1~15日, 109年3月1日9時至5日17時
| month "/" day "-" day                              4/16-19
"""

from __future__ import annotations

from pipeline.core.expressions import expression
from pipeline.facts.date_grammar import Written, clock_at, month_at, year_at
from pipeline.facts.date_tokens import Clause
from pipeline.facts.dates import Clock
from pipeline.facts.printed_windows import Form, Listed, Printed, bound, link_after

_NO_DAY_AFTER = expression(r"\s?[\d/月年:：時]")
_NO_DATE_AFTER = expression(r"期|\s?[以之]?內|\s?以[上下]")
"""Words that make 日 a length of time, or no day at all."""


def days_at(clause: Clause, at: int, roc_year: int) -> Printed | None:
    """Return days of one month that share its name: 3月18、19日, 5月1~15日."""
    head = _month_head(clause, at, roc_year)
    if head is None or not clause.joins(head.next, "number"):
        return None
    items: list[tuple[Listed, bool, int]] = []
    after: int | None = head.next
    begin = clause.tokens[at].start
    while after is not None and (item := _day_item(clause, after, begin)):
        items.append(item)
        after = item[2] + 1 if clause.joins(item[2], "and") and clause.joins(item[2] + 1, "number") else None
        begin = clause.tokens[after].start if after is not None else 0
    while items and not items[-1][1]:
        items.pop()
    if not items or (len(items) == 1 and items[0][0].first == items[0][0].last):
        return None
    days = tuple(item for item, _, _ in items)
    form: Form = "day-list" if len(days) > 1 else "day-range"
    after, clock = _clock_after(clause, items[-1][2])
    first = days[0].first
    one = head._replace(date=head.date and head.date._replace(day=first))
    return bound(clause, at, Printed(form, (0, 0), after, one, day=days[0].last, days=days, clock=clock))


def last_day_at(clause: Clause, at: int, one: Written) -> Printed | None:
    """Return a date and the last day of the same month: 109年3月1日至15日, 4/16-19."""
    after = link_after(clause, one.next)
    if after is not None and clause.joins(after, "number") and clause.joins(after + 1, "day"):
        day, (after, clock) = clause.number(after), _clock_after(clause, after + 2)
        return bound(clause, at, Printed("day-range", (0, 0), after, one, day=day, clock=clock))
    after = one.next + 1
    if not (
        clause.joins(one.next, "dash")
        or (clause.joins(one.next, "to") and clause.tokens[one.next].text == "至")
    ):
        return None
    day = clause.number(after, characters=0)
    if (
        day is None
        or not clause.joins(after, "number")
        or _NO_DAY_AFTER.match(clause.folded, clause.end(after + 1))
    ):
        return None
    found = Printed("day-range", (0, 0), after + 1, one, day=day, slashed=True)
    return found._replace(span=(clause.tokens[at].start, clause.end(after + 1)))


def _clock_after(clause: Clause, at: int) -> tuple[int, Clock | None]:
    """Return the token after the weekday and the clock time that may follow a day, and that time."""
    at += clause.joins(at, "weekday")
    said = clock_at(clause, at)
    return (said[1], said[0]) if said else (at, None)


def _month_head(clause: Clause, at: int, roc_year: int) -> Written | None:
    """Return [year 年] month 月 before a day, which is left out."""
    year, is_year = year_at(clause, at, roc_year)
    start = at + 2 if is_year else at
    token = clause.tokens[start]
    if token.kind != "number" or (is_year and token.gap < 0):
        return None
    if not is_year and clause.right_before(start) in tuple("個第."):
        return None
    found = month_at(clause, start, year, year_printed=is_year, known=not is_year or year is not None)
    if found is None:
        return None
    date = found.date and found.date._replace(day=None, part=None)
    return Written(date, start + 2, year=is_year)


def _day_item(clause: Clause, at: int, begin: int) -> tuple[Listed, bool, int] | None:
    """Return one item of a list of days, whether 日 is printed, and the token after it."""
    token = clause.tokens[at]
    if token.kind != "number" or (token.text.isdecimal() and len(token.text) > 2):
        return None
    first, after, marked = clause.number(at), at + 1, False
    if clause.joins(after, "day"):
        after, marked = after + 1, True
        after += clause.joins(after, "weekday") and clause.joins(after + 1, "and", "dash", "to")
    last = first
    if clause.joins(after, "dash", "to") and clause.joins(after + 1, "number"):
        closed = clause.joins(after + 2, "day")
        if closed:
            last, after, marked = clause.number(after + 1), after + 3, True
    if clause.joins(after, "month", "year", "mark", "colon", "hour", "dash", "to") and not marked:
        return None
    if marked and _NO_DATE_AFTER.match(clause.folded, clause.end(after)):
        return None
    return Listed(first, last, (begin, clause.end(after))), marked, after
