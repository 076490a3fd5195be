"""The record is what its JSON Schema says, and the same booklet gives the same bytes wherever it is read."""

import copy
import json
import os
import subprocess
import sys

import jsonschema
import pytest
from pydantic import ValidationError

from pipeline.core.record import SCHEMA_VERSION, Booklet, schema, to_json
from pipeline.extract import extract
from pipeline.forms.profile import load_profile
from pipeline.source.acquire import acquire, find_editions

VALIDATOR = jsonschema.Draft202012Validator(schema())


@pytest.fixture(scope="module")
def record(root) -> dict:
    """The demonstration edition, read back from the bytes that are written."""
    (edition,) = (edition for edition in find_editions(root) if edition.id == "demo-112")
    made = extract(acquire(edition), edition.id, edition.roc_year, load_profile(edition.profile))
    return json.loads(to_json(made.booklet))


# the schema


def test_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(schema())


def test_record_is_what_the_schema_says(record):
    assert list(VALIDATOR.iter_errors(record)) == []
    assert record["schema_version"] == SCHEMA_VERSION
    assert record["programmes"]
    assert all(programme["provenance"] for programme in record["programmes"])


def test_record_has_the_fields_of_the_contract(record):
    assert list(record) == ["schema_version", "edition", "front", "programmes", "findings"]
    names = "id key name acronym area measure number pages printed_page summary services benefits contacts websites"
    assert all(list(part)[:14] == names.split() for part in record["programmes"])
    assert all(
        {"other", "facts", "provenance", "confidence"} == set(list(part)[14:])
        for part in record["programmes"]
    )


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["colour"], "red"),
        (["programmes", 0, "key"], "not hex"),
        (["programmes", 0, "name"], None),
        (["programmes", 0, "contacts", 0, "role"], "boss"),
        (["programmes", 0, "pages"], [1]),
        (["edition", "source", "sha256"], "0"),
        (["programmes", 0, "summary", "text"], 1),
        (["findings"], [{"code": "x", "severity": "fatal", "message": "x", "where": {}, "data": {}}]),
    ],
)
def test_other_values_are_refused_by_schema_and_models_alike(record, path, value):
    wrong = copy.deepcopy(record)
    holder = wrong
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    assert not VALIDATOR.is_valid(wrong)
    with pytest.raises(ValidationError):
        Booklet.model_validate(wrong)


def test_every_field_that_is_written_is_required_by_the_schema(record):
    for path in (
        ["programmes"],
        ["edition"],
        ["programmes", 0, "other"],
        ["programmes", 0, "services", 0, "items"],
    ):
        wrong = copy.deepcopy(record)
        holder = wrong
        for step in path[:-1]:
            holder = holder[step]
        del holder[path[-1]]
        assert not VALIDATOR.is_valid(wrong), path


# bytes


def test_record_survives_being_read_back(record):
    assert json.loads(to_json(Booklet.model_validate(record))) == record


def test_bytes_are_plain_utf8_with_one_newline_at_the_end(record):
    written = to_json(Booklet.model_validate(record))
    assert written.endswith(b"}\n")
    assert not written.endswith(b"\n\n")
    assert "計畫".encode() in written
    assert b"\\u" not in written


def test_boxes_are_rounded_to_a_tenth_of_a_point(record):
    boxes = [box for part in record["programmes"] for places in part["provenance"].values() for box in places]
    assert boxes
    assert all(round(value, 1) == value for box in boxes for value in box[1:])


def test_same_bytes_under_any_hash_seed_time_zone_and_locale(root, tmp_path):
    """Two processes that agree in nothing but the file write the same record."""
    worlds = [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Taipei", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
    ]
    file = root / "raw" / "demo-112" / "booklet.pdf"
    running = []
    for number, world in enumerate(worlds):
        out = tmp_path / str(number)
        call = [sys.executable, "-m", "pipeline.cli", "extract", file, "--edition", "demo-112", "--out", out]
        running.append(
            (
                out,
                subprocess.Popen(
                    call, cwd=root, env=os.environ | world, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
                ),
            )
        )
    written = []
    for out, process in running:
        said, _ = process.communicate(timeout=120)
        assert process.returncode in (0, 1), said.decode(errors="replace")
        written.append(
            [(out / name).read_bytes() for name in ("booklet.json", "findings.csv", "made-by.json")]
        )
    assert written[0] == written[1]
