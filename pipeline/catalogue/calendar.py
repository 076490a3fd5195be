"""Application windows -> an iCalendar (RFC 5545) that people subscribe to.

Comes in: a catalogue.  Goes out: ``calendar/applications.ics``, one event per application window that has a start or
an end, or months in which it comes back every year.  Windows without any date are counted, by kind, and left out.

What a subscriber relies on:

- The UID names programme, edition and window, never its dates: a corrected date moves the event, and the window of
  next year is an event of its own beside this year's.  DTSTAMP is the issue date of the edition and SEQUENCE is 0:
  no clock is read, and a subscription replaces whole events.
- Days are all-day events with an exclusive DTEND; a printed hour makes times, in UTC.
- A month without a day covers the whole month, the reminder comes before its first day, and the summary says so.
- A yearly window comes back until a later edition of the series speaks for itself.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import regex

from pipeline.catalogue.folder import write
from pipeline.catalogue.history import next_year
from pipeline.catalogue.identifiers import printings, programme_uri, uuid
from pipeline.catalogue.model import Catalogue, all_series
from pipeline.catalogue.parts import ingredients, of_editions, tools
from pipeline.catalogue.slots import Slot, midnight, series, slots
from pipeline.core.cache import remembered
from pipeline.core.record import Booklet, Edition, Period, Phone, Programme
from pipeline.report.labels import labels_of
from pipeline.report.values import day

if TYPE_CHECKING:
    from icalendar import Alarm, Event

FILE = "calendar/applications.ics"
REMINDERS = (14, 3)
"""Days before the last day, or before the first day that may be the last, at nine in the morning."""

KINDS = {
    "fixed": "無起訖日",
    "announced": "依公告",
    "rolling": "隨到隨審",
    "year_round": "全年受理",
    "ongoing": "經常性業務",
    "until_full": "額滿為止",
    "event": "依活動時程",
}


@dataclass(frozen=True, slots=True)
class Window:
    """An application window of a programme as one edition prints it, and its events; none where it has no date."""

    edition: str
    key: str
    """Of the printing, told apart from others of its name."""
    kind: str
    events: tuple[bytes, ...]


def write_calendar(catalogue: Catalogue, out: Path) -> None:
    """Write the calendar of all editions below the catalogue folder ``out``."""
    write(out / FILE, calendar(catalogue))


def calendar(catalogue: Catalogue) -> bytes:
    """Return the calendar: the editions in order, the programmes as printed, the windows as in the text."""
    return _calendar(windows_of(catalogue), " / ".join(reversed(all_series(catalogue))))


def calendar_of(windows: Sequence[Window], title: str, printings: Container[tuple[str, str]]) -> bytes:
    """Return a calendar of some programmes, each named by edition and key."""
    return _calendar([each for each in windows if (each.edition, each.key) in printings], title)


@lru_cache(maxsize=1)
def windows_of(catalogue: Catalogue) -> Sequence[Window]:
    """Return all windows of application, in the order of the text; those of the last catalogue are remembered."""
    return tuple(each for booklet in catalogue.booklets for each in _windows_kept(booklet, catalogue))


def _windows_kept(booklet: Booklet, catalogue: Catalogue) -> list[Window]:
    """Return the windows of an edition: an event takes a millisecond, and last year's are the same this year."""
    until = next_year(booklet, catalogue)
    make = partial(_windows, booklet, until, catalogue.base)
    of = ingredients(tools(), catalogue.base, until, of_editions(catalogue)[booklet.edition.id])
    return remembered("windows", list[Window], make, of=of)


def _windows(booklet: Booklet, until: int | None, base: str) -> list[Window]:
    found = []
    seen: Counter[str] = Counter()
    for printing in printings(booklet):
        programme = printing.programme
        for period in programme.facts.periods:
            if period.purpose != "application":
                continue
            events = []
            first = slots(period, booklet.edition)
            for slot in chain.from_iterable(series(each, until) for each in first):
                name = f"{programme_uri(base, programme.key)}#{_place(programme, period)}"
                seen[name] += 1
                uid = str(uuid(f"{name}/{booklet.edition.id}/{seen[name]}"))
                event = _event(base, booklet.edition, programme, period, slot, uid)
                events.append(bytes(event.to_ical()))
            found.append(Window(booklet.edition.id, printing.key, period.kind, tuple(events)))
    return found


def _calendar(windows: Sequence[Window], title: str) -> bytes:
    from icalendar import Calendar

    events = [event for each in windows for event in each.events]
    left_out = Counter(each.kind for each in windows if not each.events)
    made = Calendar()
    made.add("prodid", "-//booklet//catalogue//ZH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    line = " ".join(title.split())  # of one line: these are no texts in which a line may end
    for each in ("name", "x-wr-calname"):
        made.add(each, f"{line}：申請期間")
    told = "、".join(f"{KINDS[kind]} {count}" for kind, count in sorted(left_out.items()) if count)
    described = f"共 {len(events)} 項。" + (f"未印日期而未列入：{told}。" if told else "")
    for each in ("description", "x-wr-caldesc"):
        made.add(each, described)
    made.add("x-booklet-events", str(len(events)))
    for kind, count in sorted(left_out.items()):
        made.add("x-booklet-left-out", str(count), parameters={"KIND": kind})
    head, end, _ = bytes(made.to_ical()).partition(b"END:VCALENDAR")
    return b"".join([head, *events, end, b"\r\n"])


def _place(programme: Programme, period: Period) -> str:
    """Name a window by the service, the item and the subject that it stands for: what its dates leave alone."""
    found = regex.match(r"services\[(\d+)\](?:\.items\[(\d+)\])?", period.path)
    service = programme.services[int(found[1])] if found else None
    item = service.items[int(found[2])] if service and found and found[2] else None
    parts = [service.kind, service.title] if service else [period.path]
    parts += [item.label if item else None, period.subject]
    return "/".join(part or "" for part in parts)


def _event(base: str, edition: Edition, programme: Programme, period: Period, slot: Slot, uid: str) -> Event:
    from icalendar import Event

    doubts = list(_doubts(period))
    event = Event()
    event.add("uid", uid)
    event.add("sequence", 0)
    event.add("dtstamp", _stamp(edition))
    event.add("dtstart", slot.start)
    if slot.end is not None:
        event.add("dtend", slot.end)
    if slot.rule:
        event.add("rrule", slot.rule)
    subject = f"［{period.subject}］" if period.subject else ""
    summary = f"{_what(period)}：{programme.name}{subject}" + (f"（{'；'.join(doubts)}）" if doubts else "")
    event.add("summary", summary)
    event.add("status", "TENTATIVE" if _vague(period) else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("description", _description(edition, period, doubts))
    event.add("url", programme_uri(base, programme.key))
    if programme.area:
        event.add("categories", [programme.area.name])
    for contact in programme.contacts:
        numbers = [_number(phone) for phone in contact.phones] + contact.emails
        event.add("contact", " ".join([contact.organization, contact.person or "", *numbers]).strip())
    if slot.deadline is not None:
        for days in REMINDERS:
            event.add_component(_alarm(slot, slot.deadline, days, summary))
    return event


def _number(phone: Phone) -> str:
    """Return a number as printed; an extension alone, printed under the number of another, gets that number."""
    alone = phone.extension and phone.e164 and len(phone.printed) <= len(phone.extension) + len("分機")
    return f"{phone.e164}#{phone.extension}" if alone else phone.printed


def _stamp(edition: Edition) -> datetime.datetime:
    date = day(edition.issued, last=False) or datetime.date(edition.year or 1970, 1, 1)
    return datetime.datetime.combine(date, datetime.time(), datetime.UTC)


def _what(period: Period) -> str:
    said = labels_of("script")
    if period.end and not period.start:
        return said["window_closes"].zh
    return said["window_opens" if period.start and not period.end else "window"].zh


def _vague(period: Period) -> bool:
    ends = [edge for edge in (period.start, period.end) if edge]
    return "tentative" in period.assumptions or not ends or any(edge[-1] in "~?%" for edge in ends)


def _doubts(period: Period) -> Iterator[str]:
    """Say what of a window is less than a day on the calendar."""
    for edge, name in ((period.start, "起日"), (period.end, "截止日")):
        bare = (edge or "").rstrip("~?%")
        if edge and edge != bare:
            yield f"{name}為約略日期"
        if bare and len(bare) < len("2024-01-01"):
            yield f"{name}只印{'月份' if '-' in bare else '年份'}"
    if not period.start and not period.end:
        yield "每年約略月份"
    if "tentative" in period.assumptions:
        yield "原則或預定"
    if period.kind == "until_full":
        yield "額滿為止"


def _description(edition: Edition, period: Period, doubts: list[str]) -> str:
    lines = [f"印載：{period.printed}", f"起：{period.start or '未印'}　迄：{period.end or '未印'}"]
    if any(each.startswith("year-from") for each in period.assumptions):
        lines.append("未印年份，依版次年度推定。")
    if doubts:
        lines.append("注意：" + "；".join(doubts) + "，請向主辦機關確認。")
    return "\n".join([*lines, f"出處：{edition.title}"])


def _alarm(slot: Slot, deadline: datetime.date, days: int, summary: str) -> Alarm:
    """Remind at nine in the morning, some days before the first day that may be the last."""
    from icalendar import Alarm

    at = midnight(deadline) + datetime.timedelta(hours=9) - datetime.timedelta(days=days)
    edge = slot.start if slot.end is None else slot.end
    moment = edge if isinstance(edge, datetime.datetime) else midnight(edge)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{days} 天後截止或可能截止：{summary}")
    alarm.add("trigger", at - moment, parameters={"RELATED": "START" if slot.end is None else "END"})
    return alarm
