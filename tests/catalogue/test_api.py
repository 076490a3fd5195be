"""The static API: what its own description says of it holds, and every value leads to where a person sees it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from pipeline.catalogue.api import write_api
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.plain_text import write_plain_text
from pipeline.catalogue.shelf import shelf_of
from pipeline.core.record import to_json
from tests.catalogue.records import BASE, CATALOGUES, demos, with_facts, written
from tests.demonstrations import demo_read


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = written(tmp_path_factory.mktemp("api"), write_api, write_plain_text, catalogue=demos())
    return out / "api" / "v1"


def read(path: Path) -> dict:
    return json.loads(path.read_text("utf-8"))


def test_answers_are_as_they_are_described(api: Path):
    told = read(api / "openapi.json")
    assert told["openapi"] == "3.1.0"
    for path, how in told["paths"].items():
        schema = how["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        checker = jsonschema.Draft202012Validator({**schema, "components": told["components"]})
        files = sorted(api.glob(path.removeprefix("/").replace("{key}", "*")))
        assert files
        for file in files:
            checker.validate(read(file))
    with pytest.raises(jsonschema.ValidationError):
        checker.validate([])


def test_the_schema_of_the_record_stands_at_an_address_and_holds_for_records(api: Path):
    schema = read(api / "record.schema.json")
    assert schema["$id"] == f"{BASE}api/v1/record.schema.json"
    jsonschema.Draft202012Validator(schema).validate(json.loads(to_json(demo_read(113))))


def test_every_value_of_every_edition_is_there_with_its_words_and_its_place(api: Path):
    for lineage in shelf_of(demos()).lineages:
        told = read(api / "programmes" / f"{lineage.key}.json")
        assert [each["edition"] for each in told["editions"]] == [
            each.edition.id for each in lineage.printings
        ]
        for each, printing in zip(told["editions"], lineage.printings, strict=True):
            facts = printing.programme.facts
            assert len(each["values"]) == sum(len(getattr(facts, name)) for name in type(facts).model_fields)
            assert all(value["printed"] and value["boxes"] for value in each["values"])
            assert "rule" not in {name for value in each["values"] for name in value}


@CATALOGUES
def test_plain_text_names_its_edition_first_and_says_every_value(catalogue, tmp_path):
    made = catalogue()
    out = written(tmp_path, write_plain_text, catalogue=made)
    index = (out / "llms.txt").read_text("utf-8")
    for card in shelf_of(made).cards:
        text = (out / "programme" / f"{card.key}.txt").read_text("utf-8")
        assert text.startswith(f"# {card.name}\n\n版次：{card.edition.title}")
        facts = card.programme.facts
        for name in type(facts).model_fields:
            for place, fact in enumerate(getattr(facts, name)):
                assert f"「{fact.printed}」" in text
                assert f"{BASE}programme/{card.key}.html#{name}-{place}" in text
        assert f"programme/{card.key}.txt" in index


def test_plain_text_says_what_each_value_is_for(tmp_path):
    """What is granted and what decides who may apply look alike where the role is not told."""
    out = written(tmp_path, write_plain_text, catalogue=Catalogue((with_facts(),), BASE, {}))
    (text,) = [path.read_text("utf-8") for path in (out / "programme").glob("*.txt")]
    assert "金額：NT$1,000,000，補助獎勵，上限，每案（「100萬元」" in text
    assert "金額：NT$80,000,000，資格門檻，上限（「8,000萬元」" in text


def test_an_unset_base_is_nobodys_address(tmp_path):
    out = written(tmp_path, write_api, write_plain_text, catalogue=demos("https://example.org/booklets/"))
    assert "$id" not in read(out / "api" / "v1" / "record.schema.json")
    assert "example.org" not in (out / "llms.txt").read_text("utf-8")
