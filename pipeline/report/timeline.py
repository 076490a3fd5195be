"""Two booklets (or one) -> the lanes of a timeline of application windows, in per cent of its width.

The windows of the former edition are drawn on the calendar of the latter, moved by the years between them: what stays
the same stands at the same place.  A window of which the booklet says no time (依公告) has words and no bar.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.core.record import Booklet, Period, Programme
from pipeline.report.labels import Label, same
from pipeline.report.values import day, headline, months, years_later

_ALWAYS = ("year_round", "rolling", "ongoing")
"""Kinds of windows that are open all year without dates."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One window; ``vague`` where the booklet gives no dates and the edition's year stands for them."""

    side: str
    x: float
    width: float
    y: int
    vague: bool
    open_start: bool
    open_end: bool
    text: Label


@dataclass(frozen=True, slots=True)
class Lane:
    """The windows of one programme in both editions."""

    name: str
    number: str
    target: str | None
    bars: list[Bar]
    height: int
    words: list[tuple[str, Label]]
    said: Label


@dataclass(frozen=True, slots=True)
class Timeline:
    """All lanes, the ticks of the months and the years over them."""

    lanes: list[Lane]
    ticks: list[tuple[float, Label, bool]]


def timeline(
    pairs: Sequence[tuple[Programme | None, Programme | None]],
    from_: Booklet | None,
    to: Booklet,
    targets: Mapping[str, str],
) -> Timeline | None:
    """Return the application windows of pairs of programmes, or None where there is none.

    Args:
        pairs: a programme in FROM and in TO, either may be missing.
        from_: the former edition, if two are compared.
        to: the edition.
        targets: id in TO (or FROM, of one removed) -> anchor of the change that speaks of its window.
    """
    year = to.edition.year or (from_.edition.year if from_ else None)
    if not year:
        return None
    later = year - from_.edition.year if from_ and from_.edition.year else 0
    low, high = datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1)
    rows = [(one, other, _windows(one), _windows(other)) for one, other in pairs]
    ends = [edge for *_, a, _ in rows for period in a for edge in _edges(period, later)]
    ends += [edge for *_, b in rows for period in b for edge in _edges(period, 0)]
    ends = [edge for edge in ends if edge.year in range(low.year - 2, high.year + 3)]
    low = min([low, *(edge.replace(day=1) for edge in ends)])
    high = max([high, *(_next_month(edge) for edge in ends)])
    lanes = []
    for one, other, former, latter in rows:
        if not former and not latter:
            continue
        bars = [*_bars("from", former, from_, low, high, later), *_bars("to", latter, to, low, high, 0)]
        bars = [replace(bar, y=12 * row + 4) for row, bar in enumerate(bars)]
        programme = other or one
        assert programme is not None
        words = [(side, _words(periods)) for side, periods in (("from", former), ("to", latter)) if periods]
        if len(words) == 2 and words[0][1] == words[1][1]:
            words = [("both", words[1][1])]
        said = _joined([label for _, label in words])
        height = 12 * max(1, len(bars)) + 4
        lanes.append(Lane(programme.name, programme.id, targets.get(programme.id), bars, height, words, said))
    return Timeline(lanes, _ticks(low, high, later)) if lanes else None


def _words(periods: Sequence[Period]) -> Label:
    return _joined([headline(period.model_dump()) for period in periods])


def _joined(said: Sequence[Label]) -> Label:
    return Label("；".join(label.zh for label in said), "; ".join(label.en for label in said))


def _windows(programme: Programme | None) -> list[Period]:
    periods = programme.facts.periods if programme else []
    return [period for period in periods if period.purpose == "application"]


def _edges(period: Period, later: int) -> list[datetime.date]:
    edges = (day(period.start, last=False), day(period.end, last=True))
    return [years_later(edge, later) for edge in edges if edge]


def _next_month(date: datetime.date) -> datetime.date:
    return (date.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def _bars(
    side: str,
    periods: Sequence[Period],
    booklet: Booklet | None,
    low: datetime.date,
    high: datetime.date,
    later: int,
) -> list[Bar]:
    """Return the bars of the windows that have a time, on a calendar that is some years later."""
    year = booklet.edition.year if booklet else None
    if year is None:
        return []
    whole = (high - low).days
    bars = []
    for period in periods:
        start, end = day(period.start, last=False), day(period.end, last=True)
        listed = months(period.recurrence)
        vague = not (start or end)
        if vague and not listed and period.kind not in _ALWAYS:
            continue
        if vague and listed:
            start = datetime.date(year, min(listed), 1)
            end = _next_month(datetime.date(year, max(listed), 1)) - datetime.timedelta(days=1)
        first = start or datetime.date(min(year, end.year) if end else year, 1, 1)
        last = end or datetime.date(max(year, start.year) if start else year, 12, 31)
        first, last = max(low, years_later(first, later)), min(high, years_later(last, later))
        x = 100 * (first - low).days / whole
        width = max(0.6, 100 * ((last - first).days + 1) / whole)
        bars.append(
            Bar(
                side,
                round(x, 2),
                round(width, 2),
                0,
                vague,
                open_start=not vague and not start,
                open_end=not vague and not end,
                text=headline(period.model_dump()),
            )
        )
    return bars


def _ticks(low: datetime.date, high: datetime.date, later: int) -> list[tuple[float, Label, bool]]:
    """Return place, text and whether it begins a year, for each quarter; a year also as the former edition has it."""
    ticks = []
    at = low
    while at < high:
        if at.month in (1, 4, 7, 10):
            share = round(100 * (at - low).days / (high - low).days, 2)
            years = [at.year - later, at.year] if later else [at.year]
            told = Label("／".join(str(year - 1911) for year in years), "/".join(map(str, years)))
            ticks.append((share, told if at.month == 1 else same(str(at.month)), at.month == 1))
        at = _next_month(at)
    return ticks
