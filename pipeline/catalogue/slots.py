"""An application window -> when it stands on a calendar: days or moments, the deadline, how it comes back.

Comes in: a period of the record, its EDTF dates as precise as they are printed.  Goes out: ``Slot``s; none where a
window has no date at all.  A month without a day is the whole month: nothing narrower is printed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from pipeline.core.record import Edition, Period
from pipeline.report.values import day, months

TAIPEI = datetime.timezone(datetime.timedelta(hours=8))
_TIME = regex.compile(r"T(\d\d):(\d\d)")
_ALL_MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Slot:
    """When an event stands: days (``end`` exclusive) or moments, and the first day that may be the last."""

    start: datetime.date | datetime.datetime
    end: datetime.date | datetime.datetime | None
    deadline: datetime.date | None
    rule: dict[str, object] | None = None


def slots(period: Period, edition: Edition, until: int | None) -> Iterator[Slot]:
    """Return when the events of one window stand; none where it has no date."""
    if period.start or period.end:
        if slot := _dated(period):
            yearly = (period.recurrence or "").startswith("FREQ=YEARLY")
            yield Slot(slot.start, slot.end, slot.deadline, _rule(slot, until) if yearly else None)
        return
    if edition.year is None:
        return
    for first, count in _runs(months(period.recurrence)):
        start = datetime.date(edition.year, first, 1)
        # 59 days from 1 January are right in a common year; a leap year's 29 February is not promised.
        end = _months_later(start.replace(year=2023), count)
        slot = Slot(
            start,
            start + (end - start.replace(year=2023)),
            end.replace(year=edition.year + end.year - 2023) + _last_month(end),
        )
        yield Slot(slot.start, slot.end, slot.deadline, _rule(slot, until))


def _last_month(end: datetime.date) -> datetime.timedelta:
    """Return the way back from the day after a month to its first day, which may be the last one to apply."""
    return (end - datetime.timedelta(days=1)).replace(day=1) - end


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


def _rule(slot: Slot, until: int | None) -> dict[str, object] | None:
    """Return the yearly rule of an event; it ends before the year of the next edition."""
    if until is None:
        return {"FREQ": "YEARLY"}
    if until - 1 <= slot.start.year:
        return None
    end: datetime.date = datetime.date(until - 1, 12, 31)
    if isinstance(slot.start, datetime.datetime):
        end = midnight(end)
    return {"FREQ": "YEARLY", "UNTIL": end}
