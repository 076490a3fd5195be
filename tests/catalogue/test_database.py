"""The database: searched in both scripts, asked the common questions, opened in Datasette."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from pipeline.catalogue.datasette import FACETS, MAY_APPLY, QUERIES, write_datasette
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.schema import TABLES
from pipeline.catalogue.sqlite import FILE, simplified, write_sqlite
from pipeline.catalogue.tables import tables
from tests.catalogue.records import BASE, demos, with_facts
from tests.demonstrations import ROOT


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database of both demonstration editions."""
    out = tmp_path_factory.mktemp("database")
    write_sqlite(tables(demos()), out)
    write_datasette(demos(), out)
    return out


def ask(folder: Path, sql: str, **values: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / FILE)) as base:
        return base.execute(sql, values).fetchall()


def test_keys_are_enforced_and_whole(folder: Path) -> None:
    assert ask(folder, "PRAGMA foreign_key_check") == []
    assert ask(folder, "PRAGMA integrity_check") == [("ok",)]
    with closing(sqlite3.connect(folder / FILE)) as base:
        base.execute("PRAGMA foreign_keys = ON")
        for table in TABLES:
            refers = {row[3]: row[2] for row in base.execute(f"PRAGMA foreign_key_list({table.name})")}
            assert refers == {c.name: c.refers for c in table.columns if c.refers}
        with pytest.raises(sqlite3.IntegrityError):
            base.execute("UPDATE contacts SET programme = 'nobody'")


FIND = "SELECT t.id FROM search JOIN texts AS t ON t.rowid = search.rowid"


def test_substrings_are_found_in_traditional_and_simplified(folder: Path) -> None:
    """Every three characters of every text find it again, in either script."""
    texts = ask(folder, "SELECT id, text, simplified FROM texts")
    assert any(text != other for _, text, other in texts)
    for id_, text, other in texts[::17]:
        middle = len(text) // 2
        for script in (text, other):
            words = script[middle : middle + 6].replace('"', '""')
            if len(words) < 3 or "\n" in words:
                continue
            assert (id_,) in ask(folder, f"{FIND} WHERE search MATCH :words", words=f'"{words}"'), words
            assert (id_,) in ask(
                folder,
                f"{FIND} WHERE search.simplified LIKE :words OR search.text LIKE :words",
                words=f"%{words}%",
            )


def test_words_of_any_length_are_found_in_either_script(folder: Path) -> None:
    for words in ("輔", "補助", "補助對象", "研究發展"):
        meant = {row for row in ask(folder, "SELECT field, text FROM texts") if words in row[1]}
        assert meant, words
        for script in (words, simplified(words)):
            found = {row[2:] for row in ask(folder, QUERIES["words"]["sql"], words=script)}
            assert meant <= found, script


def meant_to_close(first: str, last: str) -> set[tuple[str, str]]:
    return {
        (str(row["closes"]), str(row["programme"]))
        for row in tables(demos())["windows"]
        if row["purpose"] == "application" and row["closes"] and first <= str(row["closes"]) <= last
    }


def test_the_common_questions_are_answered(folder: Path) -> None:
    found = ask(
        folder,
        "SELECT closes, programme FROM closing WHERE closes BETWEEN :day AND date(:day, '+30 days')",
        day="2024-03-01",
    )
    assert set(found) == meant_to_close("2024-03-01", "2024-03-31") != set()
    large = ask(folder, QUERIES["subsidies_from"]["sql"], amount="10000000")
    assert all(amount >= 10_000_000 for amount, *_ in large)
    agency = ask(folder, "SELECT organization FROM directory LIMIT 1")[0][0]
    rows = [row for row in tables(demos())["contacts"] if row["organization"] == agency]
    assert len(ask(folder, QUERIES["contacts_of"]["sql"], agency=agency)) >= len(rows) > 0
    (name,) = ask(folder, "SELECT name FROM changes WHERE kind = 'amount_changed' LIMIT 1")[0]
    changed = ask(folder, QUERIES["changes_of"]["sql"], name=name)
    assert "amount_changed" in {row[4] for row in changed}
    newest = ask(folder, "SELECT DISTINCT edition FROM current_programmes")
    assert newest == [("demo-113",)]


def test_the_same_bytes_every_time(folder: Path, tmp_path: Path) -> None:
    write_sqlite(tables(demos()), tmp_path)
    assert (tmp_path / FILE).read_bytes() == (folder / FILE).read_bytes()


def datasette(folder: Path, path: str) -> Any:
    run = [sys.executable, "-m", "datasette", FILE, "--metadata", "datasette.json", "--get", path]
    done = subprocess.run(run, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_facet_is_a_column() -> None:
    columns = {table.name: {column.name for column in table.columns} for table in TABLES}
    assert all(set(facets) <= columns[name] for name, facets in FACETS.items())


def test_datasette_serves_it_with_its_questions(folder: Path) -> None:
    told = datasette(folder, "/catalogue.json")
    assert {query["name"] for query in told["queries"]} == set(QUERIES)
    texts = next(table for table in told["tables"] if table["name"] == "texts")
    assert texts["fts_table"] == "search"
    rows = datasette(folder, "/catalogue/closing_soon.json?day=2024-03-01&_shape=array")
    assert {(row["closes"]) for row in rows} == {day for day, _ in meant_to_close("2024-03-01", "2024-03-31")}
    found = datasette(folder, f"/catalogue/words.json?words={quote(simplified('補助'))}&_shape=array")
    assert len(found) > 10
    found = datasette(folder, f"/catalogue/texts.json?_search={quote('補助對象')}&_shape=array")
    assert found
    assert all("補助對象" in row["text"] for row in found)


@pytest.fixture(scope="module")
def offered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database of one programme, whose facts have roles and conditions."""
    out = tmp_path_factory.mktemp("offered")
    write_sqlite(tables(Catalogue((with_facts(),), BASE, {})), out)
    return out


def test_what_is_given_and_what_is_paid_are_told_apart(offered: Path) -> None:
    assert ask(offered, "SELECT amount_twd, bound, per FROM subsidies") == [(1_000_000, "max", "case")]
    assert ask(offered, "SELECT amount_twd, ratio, role, printed FROM costs") == [
        (200_000, None, "self_funding", "20萬元"),
        (25_000, None, "fee", "2.5萬元"),
        (None, 0.3, "self_funding_share", "30%"),
        (0, None, "fee", "免費。"),
    ]


@pytest.mark.parametrize(
    ("staff", "capital", "kinds"),
    [
        (60, 50_000_000, ["經費補助"]),
        (49, 50_000_000, ["經費補助", "訪視診斷"]),
        (50, 80_000_000, ["經費補助"]),
        (199, 80_000_001, ["經費補助"]),  # one of the two is enough
        (200, 80_000_000, ["經費補助"]),
        (200, 80_000_001, []),
    ],
)
def test_a_firm_is_told_what_it_may_apply_to(
    offered: Path, staff: int, capital: int, kinds: list[str]
) -> None:
    found = ask(offered, MAY_APPLY, staff=staff, capital=capital, edition="demo-113")
    assert [row[1] for row in found] == kinds


def test_the_answer_says_until_when_how_much_and_at_what_cost(offered: Path) -> None:
    one, other = ask(offered, MAY_APPLY, staff=1, capital=1, edition="demo-113")
    assert one[3:] == (
        "上限100萬元", "下限20萬元；2.5萬元；30%", "實收資本額8,000萬元以下；員工未滿200人；18歲以上45歲以下",
    )  # fmt: skip
    assert other[3:] == (None, "免費。", "員工未滿50人")


def test_a_limit_that_binds_only_some_shuts_out_nobody_who_may_be_another(tmp_path: Path) -> None:
    booklet = with_facts()
    conditions = booklet.programmes[0].facts.conditions
    conditions[0].subject, conditions[1].subject, conditions[1].any_of = "製造業", "其他行業", None
    write_sqlite(tables(Catalogue((booklet,), BASE, {})), tmp_path)
    for staff, capital, kinds in ((200, 80_000_000, ["經費補助"]), (200, 80_000_001, [])):
        found = ask(tmp_path, MAY_APPLY, staff=staff, capital=capital, edition="demo-113")
        assert [row[1] for row in found] == kinds


def test_the_query_of_the_documentation_is_this_one() -> None:
    text = (ROOT / "docs" / "catalogue.md").read_text("utf-8")
    printed = MAY_APPLY.replace("CAST(:staff AS INTEGER)", "60").replace(
        "CAST(:capital AS INTEGER)", "50000000"
    )
    printed = printed.replace(":edition", "'demo-113'")
    assert " ".join(printed.split()) in " ".join(text.split())
