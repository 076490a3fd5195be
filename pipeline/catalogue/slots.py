"""An application window -> when it stands on a calendar: days or moments, the deadline, how it comes back.

Comes in: a period of the record, its EDTF dates as precise as they are printed.  Goes out: ``Slot``s; none where a
window has no date at all.  A month without a day is the whole month: nothing narrower is printed.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.core.expressions import expression
from pipeline.core.record import Edition, Period
from pipeline.report.values import day, months

TAIPEI = datetime.timezone(datetime.timedelta(hours=8))
_TIME = expression(r"T(\d\d):(\d\d)")
_ALL_MONTHS = range(1, 13)
_FEBRUARY = 2
_SHORTEST = 28
_LEAP = 4
"""A leap year comes back after so many years, until 2100."""


@dataclass(frozen=True, slots=True)
class Slot:
    """When an event stands: days (``end`` exclusive) or moments, and the first day that may be the last."""

    start: datetime.date | datetime.datetime
    end: datetime.date | datetime.datetime | None
    deadline: datetime.date | None
    yearly: bool = False
    month_end: bool = False
    """Whether the last day is the end of its month, in whatever year."""
    rule: dict[str, object] | None = None


def slots(period: Period, edition: Edition) -> Iterator[Slot]:
    """Return when the events of one window stand in the year of the edition; none where it has no date."""
    if period.start or period.end:
        if slot := _dated(period):
            yearly = (period.recurrence or "").startswith("FREQ=YEARLY")
            yield replace(slot, yearly=yearly, month_end=ends_with_month(period))
        return
    if edition.year is None:
        return
    for first, count in _runs(months(period.recurrence)):
        start = datetime.date(edition.year, first, 1)
        end = _months_later(start, count)
        last = (end - datetime.timedelta(days=1)).replace(day=1)
        yield Slot(start, end, last, yearly=True, month_end=True)


def ends_with_month(period: Period) -> bool:
    """Tell whether the last day of a dated window is the end of its month: 2月, 2月底."""
    edge = period.end or period.start or ""
    return len(edge) == len("2024-02") or edge.endswith("~")


def series(slot: Slot, until: int | None) -> Iterator[Slot]:
    """Return a window with the rule by which it comes back, up to the year before the next edition (``until``).

    A calendar repeats a number of days.  A window over the end of February has one day more in a leap year, so it
    comes back as four windows, each every fourth year.
    """
    if not slot.yearly:
        yield slot
    elif not _meets_leap_day(slot):
        yield replace(slot, rule=_rule(slot.start, until, {"FREQ": "YEARLY"}))
    else:
        for years in range(_LEAP):
            moved = _moved(slot, years)
            if until is None or moved.start.year < max(until, slot.start.year + 1):
                yield replace(
                    moved, rule=_rule(moved.start, until, {"FREQ": "YEARLY", "INTERVAL": _LEAP}, _LEAP)
                )


def _meets_leap_day(slot: Slot) -> bool:
    """Tell whether 29 February lies in a window, or would in a leap year; a moment has no length in days."""
    if (
        isinstance(slot.start, datetime.datetime)
        or slot.end is None
        or isinstance(slot.end, datetime.datetime)
    ):
        return False
    last = slot.end - datetime.timedelta(days=1)
    return any(
        slot.start < datetime.date(year, 3, 1)
        and (last.year, last.month, last.day + slot.month_end) > (year, 2, 28)
        for year in range(slot.start.year, last.year + 1)
    )


def _moved(slot: Slot, years: int) -> Slot:
    """Return a window of days so many years later; the end of February stays its end."""
    assert isinstance(slot.end, datetime.date)
    start = years_later(slot.start, years, month_end=slot.month_end and slot.start.day > _SHORTEST)
    last = years_later(slot.end - datetime.timedelta(days=1), years, month_end=slot.month_end)
    deadline = slot.deadline and years_later(slot.deadline, years, month_end=slot.deadline.day >= _SHORTEST)
    return replace(slot, start=start, end=last + datetime.timedelta(days=1), deadline=deadline)


def years_later(date: datetime.date, years: int, *, month_end: bool) -> datetime.date:
    """Return a day so many years later; 29 February is the 28th where there is none, or the end of its month."""
    if date.month != _FEBRUARY or date.day < _SHORTEST:
        return date.replace(year=date.year + years)
    length = calendar.monthrange(date.year + years, _FEBRUARY)[1]
    return date.replace(year=date.year + years, day=length if month_end else min(date.day, length))


def _dated(period: Period) -> Slot | None:
    first, last = day(period.start, last=False), day(period.end, last=True)
    begin = first or day(period.end, last=False)
    finish = last or day(period.start, last=True)
    if begin is None or finish is None or finish < begin:
        return None
    deadline = day(period.end, last=False)
    opens, closes = _moment(period.start), _moment(period.end)
    if opens is None and closes is None:
        return Slot(begin, finish + datetime.timedelta(days=1), deadline)
    if first is None:
        return Slot(closes or midnight(begin), None, deadline)
    if last is None:
        return Slot(opens or midnight(begin), None, None)
    end = closes or midnight(finish + datetime.timedelta(days=1))
    return Slot(opens or midnight(begin), end, deadline)


def _moment(edtf: str | None) -> datetime.datetime | None:
    """Return the moment of an EDTF date with an hour, in UTC: the booklet prints the time of Taiwan."""
    found, date = _TIME.search(edtf or ""), day(edtf, last=False)
    if not found or date is None:
        return None
    return midnight(date) + datetime.timedelta(hours=int(found[1]), minutes=int(found[2]))


def midnight(date: datetime.date) -> datetime.datetime:
    """Return the moment, in UTC, at which a day begins in Taiwan."""
    return datetime.datetime.combine(date, datetime.time(), TAIPEI).astimezone(datetime.UTC)


def _months_later(date: datetime.date, count: int) -> datetime.date:
    months_on = date.month - 1 + count
    return date.replace(year=date.year + months_on // 12, month=months_on % 12 + 1)


def _runs(listed: list[int]) -> Iterator[tuple[int, int]]:
    """Return the first month and the length of each run of months; December and January are neighbours."""
    found = set(listed)
    if len(found) == len(_ALL_MONTHS):
        yield 1, 12
        return
    for month in sorted(found):
        if (month - 2) % 12 + 1 not in found:
            length = 1
            while (month - 1 + length) % 12 + 1 in found:
                length += 1
            yield month, length


def _rule(
    start: datetime.date, until: int | None, rule: dict[str, object], step: int = 1
) -> dict[str, object] | None:
    """Return the rule of an event that comes back before the year of the next edition, else None."""
    if until is None:
        return rule
    if until - step <= start.year:
        return None
    end: datetime.date = datetime.date(until - 1, 12, 31)
    if isinstance(start, datetime.datetime):
        end = midnight(end)
    return {**rule, "UNTIL": end}
