"""The page of the years: windows where they stand on the timeline, each programme through the editions, sums by area."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.shelf import shelf_of
from pipeline.catalogue.site.years import years_page
from pipeline.core.record import Amount, Booklet, Heading, Period
from tests.catalogue.records import BASE, demos
from tests.demonstrations import demo_read

AT = {"path": "summary", "span": (0, 1), "printed": "x", "rule": "by-hand"}


def page(*booklets: Booklet) -> str:
    catalogue = Catalogue(booklets, BASE, {})
    return years_page(catalogue, shelf_of(catalogue)).decode()


def alone(year: int, *periods: dict[str, Any], grant: int | None = None) -> Booklet:
    """Return an edition of one programme, with these windows and this ceiling."""
    booklet = demo_read(year).model_copy(deep=True)
    programme = booklet.programmes[0]
    programme.area = Heading(number=1, name="人才面")
    programme.facts.periods = [
        Period.model_validate({"kind": "fixed", "purpose": "application", **AT, **told}) for told in periods
    ]
    programme.facts.amounts = [Amount(value=grant, role="grant", **AT)] if grant else []
    booklet.programmes = [programme]
    return booklet


def bars(*periods: dict[str, Any]) -> list[tuple[float, float, str]]:
    """Return where each bar begins and how wide it is, in months, and what it says."""
    text = page(alone(113, *periods))
    drawn = re.search(r'data-left="(\d+)" data-month="(\d+)"', text)
    left, month = map(int, drawn.groups()) if drawn else (0, 1)
    found = re.findall(
        r'<rect x="([\d.]+)" y="\d+" width="([\d.]+)" height="16" rx="3" class="bar[^"]*"><title [^>]*>.*：(.*)</title>',
        text,
    )
    return [
        (round((float(x) - left) / month, 1), round(float(width) / month, 1), said)
        for x, width, said in found
    ]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"start": "2024-03-01", "end": "2024-04-30"}, [(2.0, 2.0, "113/3/1 – 113/4/30")]),
        ({"end": "2024-02-29"}, [(0.0, 1.9, "… – 113/2/29")]),
        ({"start": "2025-12-01"}, [(23.0, 1.0, "114/12/1 – …")]),
        ({"start": "2023-11-01", "end": "2023-12-31"}, []),
        ({"start": "2026-01-01", "end": "2026-01-31"}, []),
        (
            {"start": "2024-02-01", "end": "2024-02-29", "recurrence": "FREQ=YEARLY"},
            [(1.0, 0.9, "113/2/1 – 113/2/29"), (13.0, 0.9, "114/2/1 – 114/2/28")],
        ),
    ],
)
def test_a_window_stands_in_its_months(told, expected):
    assert bars(told) == expected


def test_a_programme_through_the_editions():
    text = page(alone(112, grant=500_000), alone(113, grant=1_000_000))
    assert re.findall(r'<rect width="([\d.]+)" height="8" rx="2"', text) == ["40.0", "80.0", "40.0", "80.0"]
    assert 'class="more"' in text
    assert 'class="less"' not in text
    assert 'class="less"' in page(alone(112, grant=1_000_000), alone(113, grant=500_000))


def test_what_came_and_what_went():
    text = page(*demos().booklets)
    old, new = ({each.name for each in booklet.programmes} for booklet in demos().booklets)
    came = re.search(r"新增：</span>.*?<span lang=\"zh-Hant\">(.*?)</span>", text)
    went = re.search(r"未再載：</span>.*?<span lang=\"zh-Hant\">(.*?)</span>", text)
    assert came
    assert went
    assert set(came[1].split("、")) <= new - old
    assert set(went[1].split("、")) <= old - new


def test_the_ceilings_of_an_area_are_added_up():
    one = alone(113, grant=500_000)
    other = one.programmes[0].model_copy(update={"name": "另一計畫", "key": "0" * 12, "id": "1.1.9"})
    one.programmes.append(other)
    text = page(one)
    assert re.search(r'人才面</th><td>.*?1,000,000 <small><span class="zh" lang="zh-Hant">2 項</span>', text)
