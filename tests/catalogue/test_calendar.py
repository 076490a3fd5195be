"""The calendar, read back by the library, by a reader of our own, and by dateutil for what comes back every year."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from pipeline.catalogue.calendar import FILE, KINDS, REMINDERS, calendar, write_calendar
from pipeline.catalogue.model import Catalogue
from pipeline.core.record import Booklet, Period, PeriodKind
from pipeline.facts.programme_facts import facts_as_json
from tests.catalogue.records import BASE, CATALOGUES, demos, written
from tests.demonstrations import demo_read

DATE = datetime.date


def window(**told: object) -> Period:
    return Period.model_validate(
        {"printed": "受理", "path": "services[0]", "span": (0, 2), "rule": "range"}
        | {"purpose": "application", "kind": "fixed"}
        | told
    )


def with_windows(*windows: Period, year: int = 113, name: str = "") -> Booklet:
    """Return an edition with one programme that has these windows."""
    booklet = demo_read(year).model_copy(deep=True)
    del booklet.programmes[1:]
    booklet.programmes[0].facts.periods = list(windows)
    booklet.programmes[0].name = name or booklet.programmes[0].name
    return booklet


def events(*booklets: Booklet) -> list:
    return Calendar.from_ical(calendar(Catalogue(booklets, BASE, {}))).events


def read_back(out: Path) -> list:
    return Calendar.from_ical((out / FILE).read_bytes()).events


def the_event(**told: object):
    (event,) = events(with_windows(window(**told)))
    return event


def unfolded(data: bytes) -> list[str]:
    """Return the content lines of a calendar, as RFC 5545 (3.1) says, without the library."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    return data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


@CATALOGUES
def test_every_application_window_is_an_event_or_counted(catalogue, tmp_path):
    out = written(tmp_path, write_calendar, catalogue=catalogue())
    lines = unfolded((out / FILE).read_bytes())
    left_out = Counter()
    for line in lines:
        if line.startswith("X-BOOKLET-LEFT-OUT;KIND="):
            kind, count = line.removeprefix("X-BOOKLET-LEFT-OUT;KIND=").split(":")
            left_out[kind] += int(count)
    windows = [
        period
        for booklet in catalogue().booklets
        for programme in booklet.programmes
        for period in programme.facts.periods
        if period.purpose == "application"
    ]
    dated = [each for each in windows if each.start or each.end or "BYMONTH" in (each.recurrence or "")]
    made = read_back(out)
    assert lines.count("BEGIN:VEVENT") == len(made)
    assert f"X-BOOKLET-EVENTS:{len(made)}" in lines
    # Four for a window over February, else one.
    assert (
        10 < len(dated) <= len(made) <= len(dated) + 3 * len([e for e in made if e["dtstart"].dt.month < 3])
    )
    told = [event["description"].splitlines()[0] for event in made]
    assert all(told.count(f"印載：{each.printed}") for each in dated)
    assert left_out == Counter(each.kind for each in windows) - Counter(each.kind for each in dated)
    assert left_out["rolling"]
    assert left_out["year_round"]
    described = next(line for line in lines if line.startswith("DESCRIPTION:"))
    for kind, count in left_out.items():
        assert f"{KINDS[kind]} {count}" in described


@CATALOGUES
def test_the_events_are_read_back_with_their_names_dates_and_contacts(catalogue):
    made = Calendar.from_ical(calendar(catalogue()))
    told = Counter((str(each["url"]), each["summary"].split("：")[1][:4]) for each in made.events)
    expected: Counter = Counter()
    for booklet in catalogue().booklets:
        for programme in booklet.programmes:
            for period in programme.facts.periods:
                if period.purpose == "application" and (period.start or period.end or period.recurrence):
                    expected[f"{BASE}programme/{programme.key}", programme.name[:4]] += 1
    assert told.keys() == expected.keys()
    assert told >= expected
    said = {str(line) for each in made.events for line in each.get("contact", [])}
    programmes = {str(each["url"]).rpartition("/")[2] for each in made.events}
    for booklet in catalogue().booklets:
        for programme in booklet.programmes:
            for contact in programme.contacts if programme.key in programmes else ():
                assert any(contact.organization in line and (contact.person or "") in line for line in said)
                for phone in contact.phones:
                    assert any(
                        phone.printed in line or f"{phone.e164}#{phone.extension}" in line for line in said
                    )


@pytest.mark.parametrize(
    ("start", "end", "dtstart", "dtend"),
    [
        ("2024-01-09", "2024-02-20", DATE(2024, 1, 9), DATE(2024, 2, 21)),
        (None, "2024-02-29", DATE(2024, 2, 29), DATE(2024, 3, 1)),
        ("2024-02-29", None, DATE(2024, 2, 29), DATE(2024, 3, 1)),
        (None, "2024-11", DATE(2024, 11, 1), DATE(2024, 12, 1)),
        ("2024-01", "2024-12-31", DATE(2024, 1, 1), DATE(2025, 1, 1)),
        ("2024-02", "2024-02", DATE(2024, 2, 1), DATE(2024, 3, 1)),
        ("2023", "2024", DATE(2023, 1, 1), DATE(2025, 1, 1)),
        ("2024-06-30~", "2024-08-31~", DATE(2024, 6, 30), DATE(2024, 9, 1)),
        ("2024-12-15", "2025-01-31", DATE(2024, 12, 15), DATE(2025, 2, 1)),
    ],
)
def test_days_are_all_day_events_with_an_exclusive_end(start, end, dtstart, dtend):
    event = the_event(start=start, end=end)
    assert (event["dtstart"].dt, event["dtend"].dt) == (dtstart, dtend)
    assert type(event["dtstart"].dt) is DATE


def test_an_hour_makes_a_moment_of_taiwan():
    noon = the_event(end="2024-01-31T12:00:00")
    assert noon["dtstart"].dt == datetime.datetime(2024, 1, 31, 4, 0, tzinfo=datetime.UTC)
    assert "dtend" not in noon
    both = the_event(start="2024-02-15", end="2024-03-29T17:00:00")
    assert both["dtstart"].dt == datetime.datetime(2024, 2, 14, 16, 0, tzinfo=datetime.UTC)
    assert both["dtend"].dt == datetime.datetime(2024, 3, 29, 9, 0, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("told", "words", "status"),
    [
        ({"start": "2024-01-09", "end": "2024-02-20"}, [], "CONFIRMED"),
        ({"end": "2024-08-31~"}, ["截止日為約略日期"], "TENTATIVE"),
        ({"start": "2024-04-01~", "end": "2024-05-31"}, ["起日為約略日期"], "TENTATIVE"),
        ({"end": "2024-11"}, ["截止日只印月份"], "CONFIRMED"),
        ({"end": "2024"}, ["截止日只印年份"], "CONFIRMED"),
        ({"end": "2024-04-30", "assumptions": ["tentative"]}, ["原則或預定"], "TENTATIVE"),
        ({"end": "2024-10-31", "kind": "until_full"}, ["額滿為止"], "CONFIRMED"),
        ({"kind": "announced", "recurrence": "FREQ=YEARLY;BYMONTH=3,4"}, ["每年約略月份"], "TENTATIVE"),
    ],
)
def test_what_is_doubtful_of_a_date_is_said(told, words, status):
    event = the_event(**told)
    summary, description = str(event["summary"]), str(event["description"])
    assert event["status"] == status
    assert ("（" in summary) == bool(words)
    for word in words:
        assert word in summary
        assert word in description


def test_a_year_that_was_not_printed_is_said_to_be_assumed():
    assert "推定" in the_event(end="2024-04-30", assumptions=["year-from-edition"])["description"]
    assert "推定" not in the_event(end="2024-04-30")["description"]


def reminded(event) -> list[datetime.datetime]:
    """Return the moments, in the time of Taiwan, at which the alarms of an event go off."""
    found = []
    for alarm in event.walk("VALARM"):
        related = alarm["trigger"].params["RELATED"]
        edge = event["dtend" if related == "END" else "dtstart"].dt
        if not isinstance(edge, datetime.datetime):
            edge = datetime.datetime.combine(edge, datetime.time())
        else:
            edge = (edge + datetime.timedelta(hours=8)).replace(tzinfo=None)
        found.append(edge + alarm["trigger"].dt)
    return sorted(found)


@pytest.mark.parametrize(
    ("told", "first_last_day"),
    [
        ({"start": "2024-01-09", "end": "2024-03-20"}, DATE(2024, 3, 20)),
        ({"end": "2024-01-31T12:00:00"}, DATE(2024, 1, 31)),
        ({"start": "2024-01-02", "end": "2024-03-29T17:00:00"}, DATE(2024, 3, 29)),
        ({"end": "2024-11"}, DATE(2024, 11, 1)),
        ({"end": "2024"}, DATE(2024, 1, 1)),
        ({"kind": "announced", "recurrence": "FREQ=YEARLY;BYMONTH=3,4"}, DATE(2024, 4, 1)),
        ({"kind": "announced", "recurrence": "FREQ=YEARLY;BYMONTH=11,12,1"}, DATE(2025, 1, 1)),
    ],
)
def test_reminders_come_before_the_first_day_that_may_be_the_last(told, first_last_day):
    nine = datetime.datetime.combine(first_last_day, datetime.time(9))
    expected = sorted(nine - datetime.timedelta(days=days) for days in REMINDERS)
    assert reminded(the_event(**told)) == expected


def test_a_start_alone_has_no_deadline_to_be_reminded_of():
    event = the_event(start="2024-04-01")
    assert reminded(event) == []
    assert event["summary"].startswith("開始受理")


def occurrences(event, years: int = 4) -> list[DATE]:
    start = datetime.datetime.combine(event["dtstart"].dt, datetime.time())
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=start)
    return [each.date() for each in rule.between(start, start.replace(year=start.year + years), inc=True)]


def test_months_come_back_every_year():
    (event,) = events(with_windows(window(kind="announced", recurrence="FREQ=YEARLY;BYMONTH=3,4")))
    assert event["dtend"].dt == DATE(2024, 5, 1)
    assert occurrences(event, 2) == [DATE(2024, 3, 1), DATE(2025, 3, 1), DATE(2026, 3, 1)]


def test_months_apart_are_windows_apart():
    made = events(with_windows(window(recurrence="FREQ=YEARLY;BYMONTH=1,5,12")))
    assert sorted((each["dtstart"].dt, each["dtend"].dt) for each in made) == [
        (DATE(2024, 5, 1), DATE(2024, 6, 1)),
        (DATE(2024, 12, 1), DATE(2025, 2, 1)),
    ]
    assert len({str(each["uid"]) for each in made}) == 2


def last_days(made, years: int = 8) -> dict[int, DATE]:
    """Return the last day on which each year's event stands."""
    return {
        start.year: start + (event["dtend"].dt - event["dtstart"].dt) - datetime.timedelta(days=1)
        for event in made
        for start in occurrences(event, years)
    }


@pytest.mark.parametrize(
    "stands",
    [
        {"recurrence": "FREQ=YEARLY;BYMONTH=1,2"},
        {"recurrence": "FREQ=YEARLY;BYMONTH=2"},
        {"end": "2024-02-29~", "recurrence": "FREQ=YEARLY"},
        {"start": "2024-02-01", "end": "2024-02-29~", "recurrence": "FREQ=YEARLY"},
        {"start": "2024-02", "end": "2024-02", "recurrence": "FREQ=YEARLY"},
    ],
)
def test_the_end_of_february_is_that_of_each_year(stands):
    made = events(with_windows(window(**stands)))
    ends = last_days(made)
    assert set(range(2024, 2032)) <= ends.keys()
    assert all((end.month, end.day) == (2, 28 + (year % 4 == 0)) for year, end in ends.items())
    assert len({str(each["uid"]) for each in made}) == len(made) == 4


def test_a_printed_28_february_stays_it():
    made = events(with_windows(window(start="2024-01-01", end="2024-02-28", recurrence="FREQ=YEARLY")))
    assert {(end.month, end.day) for end in last_days(made).values()} == {(2, 28)}


def test_a_window_over_february_ends_where_it_is_printed():
    made = events(with_windows(window(start="2024-02-01", end="2024-03-15", recurrence="FREQ=YEARLY")))
    assert {(end.month, end.day) for end in last_days(made).values()} == {(3, 15)}
    (event,) = events(with_windows(window(start="2024-03-01", end="2024-05-31", recurrence="FREQ=YEARLY")))
    assert "INTERVAL" not in event["rrule"]


def test_a_later_edition_ends_the_four_windows_of_february():
    again = window(recurrence="FREQ=YEARLY;BYMONTH=2")
    former, _, _, _, _ = events(with_windows(again, year=112), with_windows(again, year=113))
    assert former["dtstart"].dt == DATE(2023, 2, 1)
    assert "rrule" not in former


def test_a_dated_window_may_come_back_too():
    event = the_event(start="2024-04-01", end="2024-05-31", recurrence="FREQ=YEARLY")
    assert occurrences(event, 1) == [DATE(2024, 4, 1), DATE(2025, 4, 1)]


def test_a_later_edition_ends_what_came_back():
    again = window(recurrence="FREQ=YEARLY;BYMONTH=3")
    former, latter = events(with_windows(again, year=112), with_windows(again, year=113))
    assert former["dtstart"].dt == DATE(2023, 3, 1)
    assert "rrule" not in former
    assert "rrule" in latter
    gap = with_windows(again, year=113)
    gap.edition.id, gap.edition.year = "demo-115", 2026
    former, latter = events(with_windows(again, year=112), gap)
    assert occurrences(former, 6) == [DATE(2023, 3, 1), DATE(2024, 3, 1), DATE(2025, 3, 1)]
    # Another series says nothing of this one.
    gap.edition.series = "另一本手冊"
    former, latter = events(with_windows(again, year=112), gap)
    assert "UNTIL" not in former["rrule"]


def test_a_corrected_date_keeps_its_uid_and_another_year_does_not():
    before = the_event(start="2024-01-09", end="2024-02-20", subject="第一梯次")
    after = the_event(start="2024-01-09", end="2024-03-05", subject="第一梯次")
    assert before["uid"] == after["uid"]
    other = the_event(start="2024-01-09", end="2024-02-20", subject="第二梯次")
    assert before["uid"] != other["uid"]
    made = events(*(with_windows(window(end="2024-02-20"), year=year) for year in (112, 113)))
    assert len({str(each["uid"]) for each in made}) == 2


@CATALOGUES
def test_no_two_events_share_a_uid(catalogue):
    uids = [str(each["uid"]) for each in Calendar.from_ical(calendar(catalogue())).events]
    assert len(uids) == len(set(uids))


def test_a_new_window_leaves_the_uids_of_the_others():
    one = [window(end="2024-02-20", subject="第一梯次"), window(end="2024-07-15", subject="第二梯次")]
    new = window(end="2024-05-01", subject="加開梯次")
    before = {str(each["uid"]) for each in events(with_windows(*one))}
    after = {str(each["uid"]) for each in events(with_windows(one[0], new, one[1]))}
    assert before < after


@pytest.mark.parametrize("kind", list(PeriodKind.__args__))
def test_no_kind_without_a_date_is_an_event(kind):
    made = Calendar.from_ical(calendar(Catalogue((with_windows(window(kind=kind)),), BASE, {})))
    assert made.events == []
    assert made["x-booklet-left-out"].params["KIND"] == kind


@pytest.mark.parametrize("purpose", ["support", "other"])
def test_only_application_windows_are_events(purpose):
    assert events(with_windows(window(end="2024-12-31", purpose=purpose))) == []


def test_the_same_catalogue_gives_the_same_bytes_and_no_clock_is_read():
    data = calendar(demos())
    assert data == calendar(demos())
    stamps = {line for line in unfolded(data) if line.startswith("DTSTAMP")}
    assert {line for line in unfolded(data) if line.startswith("SEQUENCE")} == {"SEQUENCE:0"}
    assert stamps == {"DTSTAMP:20230301T000000Z", "DTSTAMP:20240301T000000Z"}


def test_commas_semicolons_and_line_breaks_are_escaped():
    booklet = with_windows(window(end="2024-12-31"), name="甲;乙,丙\\n丁計畫")
    (event,) = events(booklet)
    assert event["summary"] == "申請截止：甲;乙,丙\\n丁計畫"


def test_printed_words_end_up_on_the_calendar():
    """From the words of a booklet to the day of an event, without a record written by hand."""
    text = "113年2月15日起至3月29日下午5時止"
    (found,) = facts_as_json(text, 113)["periods"]
    event = the_event(start=found["start"], end=found["end"], printed=found["printed"])
    assert event["dtend"].dt == datetime.datetime(2024, 3, 29, 9, 0, tzinfo=datetime.UTC)
    assert text in event["description"]
