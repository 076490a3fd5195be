"""Application windows -> what the page's script needs to say whether one is open on a day.

Comes in: the application periods of a programme.  Goes out: plain values for JSON.  Dates are ISO days, both
inclusive; an approximate date, or a month without a day, is told as such and its whole span counts.  The states
themselves are worked out in ``site.js``, for the day that its reader asks for.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from pipeline.catalogue.identifiers import Printing
from pipeline.catalogue.slots import ends_with_month, slots
from pipeline.core.record import Period
from pipeline.report.values import day

ALWAYS = frozenset(("rolling", "year_round", "ongoing", "until_full"))
"""Kinds of period that, without dates, are open on every day."""


def windows(printing: Printing, until: int | None) -> list[dict[str, Any]]:
    """Return the windows of a programme, in the order of its text.

    Each has ``opens`` and ``closes`` (null where not printed), ``vague`` (null, or whether a date is approximate),
    ``until`` (0: does not come back; else the last year it does, 9999 where no later edition speaks for itself),
    ``month_end`` (whether it closes with its month: in a leap year on 29 February), and ``always``.
    """
    found = []
    for period in printing.programme.facts.periods:
        if period.purpose == "application":
            found += list(period_windows(period, printing, until))
    return found


def period_windows(period: Period, printing: Printing, until: int | None) -> Iterator[dict[str, Any]]:
    """Yield the windows of one period: several where it comes back in months that lie apart."""
    vague = any(edge and (edge[-1] in "~?%" or len(edge) < 10) for edge in (period.start, period.end))
    last_year = 9999 if until is None else until - 1
    if period.start or period.end:
        yearly = (period.recurrence or "").startswith("FREQ=YEARLY")
        opens, closes = day(period.start, last=False), day(period.end, last=True)
        yield _told(
            opens, closes, vague, last_year if yearly else 0, period, month_end=ends_with_month(period)
        )
        return
    stands = list(slots(period, printing.edition))
    for slot in stands:
        assert isinstance(slot.end, datetime.date)
        yield _told(
            datetime.date(slot.start.year, slot.start.month, slot.start.day),
            slot.end - datetime.timedelta(days=1),
            True,
            last_year,
            period,
            month_end=True,
        )
    if not stands:
        yield _told(None, None, False, 0, period, month_end=False)


def _told(
    opens: datetime.date | None,
    closes: datetime.date | None,
    vague: bool,
    until: int,
    period: Period,
    *,
    month_end: bool,
) -> dict[str, Any]:
    return {
        "opens": opens and opens.isoformat(),
        "closes": closes and closes.isoformat(),
        "vague": vague,
        "until": until,
        "month_end": month_end,
        "always": opens is None and closes is None and period.kind in ALWAYS,
    }
