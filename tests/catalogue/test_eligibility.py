"""Fits, does not, or ask: only what is typed and told decides, and every answer names the condition."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.catalogue.eligibility import Applicant, verdict
from pipeline.core.record import Condition, Programme, Service
from tests.catalogue.records import with_facts
from tests.demonstrations import demo_read

SERVICE = "services[0].items[0]"


def condition(kind: str, comparison: str | None = None, path: str = SERVICE, **more: Any) -> Condition:
    told = {"printed": kind, "path": path, "span": (0, 1), "rule": "by-hand"}
    return Condition.model_validate({"kind": kind, "comparison": comparison, **told, **more})


def programme(*conditions: Condition, services: int = 1) -> Programme:
    made = demo_read(113).programmes[0].model_copy(deep=True)
    made.services = [Service(kind=f"第{number}項") for number in range(services)]
    made.facts.conditions = list(conditions)
    return made


def answer(applicant: Applicant, *conditions: Condition, services: int = 1) -> str:
    return verdict(programme(*conditions, services=services), applicant).answer


@pytest.mark.parametrize(
    ("comparison", "told", "expected"),
    [
        ("at_most", 200, "fits"),
        ("at_most", 201, "not"),
        ("less_than", 199, "fits"),
        ("less_than", 200, "not"),
        ("at_least", 200, "fits"),
        ("at_least", 199, "not"),
        ("more_than", 201, "fits"),
        ("more_than", 200, "not"),
        ("at_most", None, "ask"),
    ],
)
def test_a_number_is_compared_where_it_is_told(comparison, told, expected):
    assert answer(Applicant(staff=told), condition("staff", comparison, value=200)) == expected


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("company", ["company"], "fits"),
        ("company", ["enterprise"], "fits"),
        ("company", ["sme"], "ask"),
        ("company", ["university"], "not"),
        ("university", ["company", "enterprise", "sme"], "not"),
        ("natural_person", ["farmer"], "not"),
        ("farmer", ["farmer"], "fits"),
        ("company", ["什麼"], "ask"),
        (None, ["company"], "ask"),
    ],
)
def test_what_an_applicant_is(kind, values, expected):
    assert answer(Applicant(kind=kind), condition("applicant", "one_of", values=values)) == expected


@pytest.mark.parametrize(
    ("kind", "comparison", "values", "expected"),
    [
        ("company", "one_of", ["company", "business"], "fits"),
        ("partnership", "one_of", ["company"], "not"),
        ("company", None, [], "fits"),
        ("natural_person", None, [], "not"),
        ("university", None, [], "ask"),
        ("company", "all_of", ["company", "factory"], "ask"),
        ("partnership", "all_of", ["company", "tax"], "not"),
        ("company", "one_of", ["factory"], "ask"),
    ],
)
def test_how_an_applicant_is_registered(kind, comparison, values, expected):
    assert answer(Applicant(kind=kind), condition("registration", comparison, values=values)) == expected


def test_where_an_applicant_is():
    taipei = condition("location", "one_of", values=["TW-TPE"])
    assert answer(Applicant(region="TW-TPE"), taipei) == "fits"
    assert answer(Applicant(region="TW-KHH"), taipei) == "not"
    assert answer(Applicant(region="TW-KHH"), condition("location", "one_of", values=["TW"])) == "fits"
    assert answer(Applicant(), taipei) == "ask"


def test_of_conditions_that_stand_for_each_other_one_is_enough():
    either = [
        condition("capital", "at_most", value=80, any_of=1),
        condition("staff", "less_than", value=200, any_of=1),
    ]
    assert answer(Applicant(capital=100, staff=60), *either) == "fits"
    assert answer(Applicant(capital=100), *either) == "ask"
    assert answer(Applicant(capital=100, staff=300), *either) == "not"


def test_a_condition_that_binds_only_some_shuts_nobody_out():
    some = condition("staff", "less_than", value=200, subject="製造業")
    assert answer(Applicant(staff=300), some) == "ask"
    assert answer(Applicant(staff=100), some) == "fits"


def test_a_programme_fits_if_one_of_its_services_does():
    first = condition("staff", "less_than", value=50)
    second = condition("staff", "at_least", value=50, path="services[1].items[0]")
    assert answer(Applicant(staff=60), first, second, services=2) == "fits"
    for_all = condition("age", "at_least", value=18, path="summary")
    assert answer(Applicant(staff=60, age=17), first, second, for_all, services=2) == "not"


def test_no_condition_says_nothing_and_a_reminder_stands_in_no_way():
    assert answer(Applicant(staff=60)) == "ask"
    assert answer(Applicant(staff=60), condition("free")) == "ask"
    bank = condition("credit", "none_of", values=["bank_refusal"])
    told = verdict(programme(condition("staff", "at_most", value=60), bank), Applicant(staff=60))
    assert (told.answer, told.because, told.also) == ("fits", (0,), (1,))


def test_the_answer_names_what_decides_it():
    made = with_facts().programmes[0]
    told = verdict(made, Applicant(staff=60, capital=50_000_000, age=50))
    assert told.answer == "not"
    said = {made.facts.conditions[place].printed for place in told.because}
    assert said == {"18歲以上45歲以下"}  # of the first service; the second asks for fewer people
