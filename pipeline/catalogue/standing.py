"""A window of application on a day: open, always open, upcoming, closed, of a former year, or without a date.

Comes in: the plain windows of a card, the year of its edition, a day.  Goes out: a ``Standing``.  ``site/site.js`` says
the same on the page; one test asks both.  A booklet of an earlier year than the day opens nothing: it tells how things
stood.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from pipeline.catalogue.slots import years_later

State = Literal["open", "always", "upcoming", "unknown", "former", "closed"]
ORDER: tuple[State, ...] = ("open", "always", "upcoming", "unknown", "former", "closed")


@dataclass(frozen=True, slots=True)
class Standing:
    """A state; ``days`` to the last day where it is open, to the first where it is upcoming, since where closed."""

    state: State
    days: int | None = None
    opens: datetime.date | None = None
    closes: datetime.date | None = None
    approximate: bool = False


def best_standing(windows: Iterable[Mapping[str, Any]], year: int | None, day: datetime.date) -> Standing:
    """Return how a programme stands on a day: the best of its windows."""
    found = [_standing(window, day) for window in windows] or [Standing("unknown")]
    if year is None or day.year > year:
        found = [each if each.state == "closed" else replace(each, state="former") for each in found]
    return min(
        found, key=lambda each: (ORDER.index(each.state), float("inf") if each.days is None else each.days)
    )


def _standing(window: Mapping[str, Any], day: datetime.date) -> Standing:
    if window["always"]:
        return Standing("always")
    standing = Standing("unknown")
    for first, end in comings(window, day.year + 1):
        if first and day < first:
            return Standing("upcoming", (first - day).days, first, end, window["vague"])
        if end is None or day <= end:
            return Standing("open", (end - day).days if end else None, first, end, window["vague"])
        standing = Standing("closed", (day - end).days, first, end, window["vague"])
    return standing


def comings(
    window: Mapping[str, Any], last: int
) -> Iterator[tuple[datetime.date | None, datetime.date | None]]:
    """Yield the first and the last day of a window: as printed, then of each year up to ``last`` that it comes back."""
    opens, closes = (_date(window[name]) for name in ("opens", "closes"))
    if edge := opens or closes:
        for shift in range(max(0, min(window["until"], last) - edge.year) + 1):
            yield _later(opens, shift), _later(closes, shift, month_end=window["month_end"])


def _date(iso: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(iso) if iso else None


def _later(date: datetime.date | None, years: int, *, month_end: bool = False) -> datetime.date | None:
    """Return a day so many years later; the end of February stays its end, and the 29th is the 28th where none is."""
    return years_later(date, years, month_end=month_end) if date and years else date
