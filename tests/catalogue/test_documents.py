"""The questions that README and docs/catalogue.md ask of a catalogue, asked as they are printed there."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from tests.demonstrations import ROOT

QUERY = re.compile(r'^    (sqlite3 catalogue/catalogue\.sqlite|duckdb -c) "(.+)"$', re.M)
DOCUMENTS = ["README.md", "README.zh-Hant.md", "docs/catalogue.md", "docs/zh-Hant/catalogue.md"]
QUESTIONS = [query for name in DOCUMENTS for query in QUERY.findall((ROOT / name).read_text("utf-8"))]


@pytest.fixture(scope="module")
def house(site, tmp_path_factory):
    folder = tmp_path_factory.mktemp("asked")
    (folder / "catalogue").symlink_to(site)
    return folder


def ask(house: Path, program: str, query: str) -> list[tuple]:
    if program.startswith("sqlite3"):
        return sqlite3.connect(house / "catalogue" / "catalogue.sqlite").execute(query).fetchall()
    duckdb = pytest.importorskip("duckdb")
    return duckdb.sql(query.replace("'catalogue/", f"'{house}/catalogue/")).fetchall()


def test_there_are_questions():
    assert len(QUESTIONS) == 5 + 5 + 3 + 3


@pytest.mark.parametrize(("program", "query"), sorted(set(QUESTIONS)))
def test_each_question_has_an_answer(house, program, query):
    assert ask(house, program, query)


def test_the_answers_are_those_of_the_record(house):
    fitting, closing, subsidies, people, changes = (ask(house, *each) for each in QUESTIONS[:5])
    assert fitting
    assert all(len(row) == 6 and row[0] for row in fitting)
    assert [(day, name) for day, name, _ in closing] == [("2024-05-31", "循環材料應用推動計畫")]
    assert ("demo-113", "前瞻技術開發計畫(ATD)", 24_000_000) in subsidies
    assert min(amount for _, _, amount in subsidies) >= 10_000_000
    assert {edition for edition, *_ in people} == {"demo-112", "demo-113"}
    assert any(kind == "amount_changed" for _, kind, _, _ in changes)


def test_every_file_of_the_folder_is_told_of(house):
    told = (ROOT / "docs" / "catalogue.md").read_text("utf-8")
    for path in (house / "catalogue").iterdir():
        assert path.name in told or path.suffix in (".css", ".js"), path.name
