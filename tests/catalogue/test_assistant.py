"""The tools for assistants, asked by the client of the same protocol: every answer can be quoted and checked."""

from __future__ import annotations

import asyncio
import datetime
from typing import Any

import pytest

from pipeline.catalogue.assistant import open_between, server
from pipeline.catalogue.eligibility import ORDER
from pipeline.catalogue.shelf import shelf_of
from pipeline.catalogue.standing import best_standing
from tests.catalogue.records import BASE, demos

mcp = pytest.importorskip("mcp", reason="the extra mcp is not installed")


def ask(tool: str, **arguments: Any) -> Any:
    """Call a tool as an assistant does; return its answer, or the sentence of its refusal."""

    async def asked() -> Any:
        async with mcp.Client(server(demos())) as client:
            answer = await client.call_tool(tool, arguments)
            return answer.content[0].text if answer.is_error else answer.structured_content["result"]

    return asyncio.run(asked())


def quoted(value: Any) -> list[dict[str, Any]]:
    """Return every value within an answer that has printed words."""
    if isinstance(value, list):
        return [found for each in value for found in quoted(each)]
    if isinstance(value, dict):
        own = [value] if "printed" in value else []
        return own + [found for each in value.values() for found in quoted(each)]
    return []


def test_says_what_an_applicant_fits_and_why():
    found = ask("fits_applicant", day="2024-03-01", staff=60, capital_twd=50_000_000, kind="company")
    assert found[0]["answer"] == "fits"
    assert found[0]["because"]
    answers = [ORDER.index(each["answer"]) for each in found]
    assert answers == sorted(answers)
    values = quoted(found)
    assert values
    assert all(each["printed"] and each["page"] for each in values)
    assert all(each["address"].startswith(f"{BASE}programme/") and "#" in each["address"] for each in values)
    assert all(
        each["edition_year"] == 2024 and not each["of_an_earlier_year"]
        for each in found
        if each["in_newest_edition"]
    )


def test_a_later_day_makes_every_answer_one_of_an_earlier_year():
    found = ask("search_programmes", words="借錢", day="2026-03-01")
    assert found
    assert "貸款" in found[0]["name"]
    assert all(each["of_an_earlier_year"] for each in found)
    assert {each["window"]["state"] for each in found} <= {"former", "closed"}


def test_windows_between_two_days_close_in_order():
    found = ask("windows_between", first_day="2024-03-01", last_day="2024-03-31")
    closes = [each["window"]["closes"] or "9999" for each in found]
    assert closes == sorted(closes)
    assert {each["window"]["state"] for each in found} >= {"open", "always"}
    assert open_between(demos(), datetime.date(2026, 1, 1), datetime.date(2026, 1, 2)) == []
    # An empty answer would read as: nothing is open.
    assert "the newest booklet is of 2024" in ask(
        "windows_between", first_day="2026-01-01", last_day="2026-01-02"
    )


def test_the_whole_text_and_refusals_in_one_sentence():
    key = shelf_of(demos()).cards[0].key
    assert "版次：" in ask("whole_programme", key=key)
    assert "no programme has the key" in ask("whole_programme", key="x")
    assert "write YYYY-MM-DD" in ask("search_programmes", words="", day="tomorrow")
    assert "kind must be one of" in ask("fits_applicant", day="2024-03-01", kind="firm")


WINDOW = {"opens": None, "closes": None, "vague": False, "until": 0, "month_end": False, "always": False}


@pytest.mark.parametrize(
    ("window", "day", "expected"),
    [
        ({"opens": "2024-03-01", "closes": "2024-05-31"}, "2024-02-29", ("upcoming", 1)),
        ({"opens": "2024-03-01", "closes": "2024-05-31"}, "2024-05-31", ("open", 0)),
        ({"opens": "2024-03-01", "closes": "2024-05-31"}, "2024-06-01", ("closed", 1)),
        ({"opens": "2024-03-01"}, "2024-06-01", ("open", None)),
        ({"closes": "2024-05-31", "until": 9999}, "2024-06-01", ("open", 364)),
        ({"always": True}, "2024-06-01", ("always", None)),
        ({"always": True}, "2025-01-01", ("former", None)),
        ({"opens": "2024-03-01", "closes": "2026-05-31"}, "2025-01-01", ("former", 515)),
        ({"opens": "2024-03-01", "closes": "2024-05-31"}, "2025-01-01", ("closed", 215)),
        ({}, "2024-06-01", ("unknown", None)),
    ],
)
def test_a_window_on_a_day(window, day, expected):
    found = best_standing([WINDOW | window], 2024, datetime.date.fromisoformat(day))
    assert (found.state, found.days) == expected


@pytest.mark.parametrize(
    ("closes", "month_end", "day", "left"),
    [
        ("2023-02-28", True, "2024-02-29", 0),
        ("2023-02-28", True, "2025-02-28", 0),
        ("2023-02-28", False, "2024-02-28", 0),
        ("2023-02-28", False, "2024-02-29", 365),
        ("2024-02-29", True, "2028-02-29", 0),
        ("2024-02-29", True, "2025-02-28", 0),
        ("2024-02-28", True, "2024-02-28", 0),
    ],
)
def test_a_window_that_closes_with_february_closes_on_the_29th_in_a_leap_year(closes, month_end, day, left):
    window = WINDOW | {"closes": closes, "month_end": month_end, "until": 9999}
    found = best_standing([window], 9999, datetime.date.fromisoformat(day))
    assert (found.state, found.days) == ("open", left)
