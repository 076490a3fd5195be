"""A document with several kinds of forms: every format says of which kind a programme is."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.catalogue.build import Wish, put_in_place
from pipeline.catalogue.datasette import metadata
from pipeline.catalogue.identifiers import newest
from pipeline.catalogue.jsonld import cpsv
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.shelf import shelf_of
from pipeline.catalogue.site.render import index_page
from pipeline.core.text import digest
from tests.catalogue.records import BASE, demos
from tests.forms.test_kinds import REVIEW, VISIT, read

KINDS = ["審議案", "會勘", "審議案"]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    blocks = ("審議一、甲", REVIEW, "會勘一、丙", VISIT, "審議二、戊", REVIEW)
    booklet = read(tmp_path_factory.mktemp("kinds"), *blocks)
    assert [each.kind for each in booklet.programmes] == KINDS
    return Catalogue((booklet,), BASE, {})


@pytest.fixture(scope="module")
def out(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("kinds") / "catalogue"
    put_in_place(catalogue, {}, Wish(BASE), out)
    return out


def test_tables_and_database_have_a_column(out: Path) -> None:
    with (out / "tables" / "programmes.csv").open(encoding="utf-8") as file:
        assert [row["kind"] for row in csv.DictReader(file)] == KINDS
    with closing(sqlite3.connect(out / "catalogue.sqlite")) as base:
        assert [kind for (kind,) in base.execute("SELECT kind FROM programmes ORDER BY rowid")] == KINDS
        assert base.execute(
            "SELECT count(*) FROM texts WHERE field = 'programmes' AND text LIKE '%會勘%'"
        ).fetchone() == (1,)


def test_the_api_and_the_plain_text_tell_it(out: Path) -> None:
    listed = json.loads((out / "api" / "v1" / "programmes.json").read_bytes())["programmes"]
    assert [each["form"] for each in listed] == KINDS
    for each in listed:
        assert f"- 表單種類：{each['form']}\n" in (out / "programme" / f"{each['key']}.txt").read_text(
            "utf-8"
        )


def test_the_list_shows_it_narrows_by_it_and_may_be_followed(out: Path) -> None:
    page = (out / "index.html").read_text("utf-8")
    assert page.count('<span class="tag" lang="zh-Hant">審議案</span>') == 2
    assert '<option value="會勘" lang="zh-Hant">會勘</option>' in page
    data = json.loads(
        (out / "search.js").read_text("utf-8").removeprefix("const catalogueData = ").rstrip(";\n")
    )
    assert [card["form"] for card in data["cards"]] == KINDS
    assert data["follow"]["form:會勘"]["feed"] == f"follow/{digest('form:會勘')}.atom"
    assert (out / data["follow"]["form:會勘"]["calendar"]).is_file()
    assert not any(choice.startswith("series:") for choice in data["follow"])  # of one there is no choice


def test_the_linked_data_have_it_as_a_keyword(catalogue: Catalogue) -> None:
    graph = cpsv(newest(catalogue.booklets), BASE)["@graph"]
    services = [node for node in graph if node["@type"] == "cpsv:PublicService"]
    assert [node["dcat:keyword"] for node in services] == [[kind] for kind in KINDS]


def test_hsds_and_schema_org_say_it(out: Path) -> None:
    graph = json.loads((out / "linked-data" / "schema-org.jsonld").read_bytes())["@graph"]
    said = [node["category"][-1] for node in graph if node.get("@type") == "GovernmentService"]
    assert said == KINDS
    with (out / "hsds" / "taxonomy_terms.csv").open(encoding="utf-8") as file:
        terms = [row["name"] for row in csv.DictReader(file) if row["taxonomy"] == "表單種類"]
    assert terms == list(dict.fromkeys(KINDS))


def test_a_booklet_of_one_kind_has_neither_the_choice_nor_the_facet(catalogue: Catalogue) -> None:
    pages = [index_page(each, shelf_of(each)).decode() for each in (demos(), catalogue)]
    assert ['id="form"' in page for page in pages] == [False, True]
    facets = [
        metadata(each)["databases"]["catalogue"]["tables"]["programmes"]["facets"]
        for each in (demos(), catalogue)
    ]
    assert facets == [["edition", "area", "agency"], ["edition", "area", "agency", "kind"]]
