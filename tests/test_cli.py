"""The commands as a person runs them: real files, exit statuses, outputs that are whole or not there."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from pipeline.core.record import Booklet
from tests.demonstrations import tiny


@pytest.fixture
def house(tmp_path: Path, root: Path) -> Path:
    """A folder like a clone: the demonstration edition and its golden, nothing extracted."""
    shutil.copytree(root / "raw" / "demo-112", tmp_path / "raw" / "demo-112")
    shutil.copytree(root / "golden", tmp_path / "golden")
    return tmp_path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with an edition of one programme, for what any edition shows."""
    (tmp_path / "raw" / "t-112").mkdir(parents=True)
    (tmp_path / "raw" / "t-112" / "booklet.txt").write_text(tiny(112, "某個簡介。"), "utf-8")
    assert booklet("add", "raw/t-112/booklet.txt", "--edition", "t-112", cwd=tmp_path).returncode == 0
    return tmp_path


def booklet(*arguments: str | Path, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a folder, with nothing of the caller's environment that could matter."""
    clean = {key: value for key, value in os.environ.items() if key not in ("BOOKLET_RAW", "CI")}
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *map(str, arguments)],
        cwd=cwd,
        env={**clean, **environ},
        capture_output=True,
        text=True,
        timeout=300,
    )


def sentence(run: subprocess.CompletedProcess[str]) -> str:
    """Return the one sentence of a command that could not run."""
    assert run.returncode == 2, run.stderr
    assert "Traceback" not in run.stderr
    (line,) = [line for line in run.stderr.splitlines() if not line.startswith("reading ")]
    return line


def test_extract_writes_a_record_that_its_schema_accepts(house: Path) -> None:
    run = booklet("extract", cwd=house)
    assert run.returncode == 0, run.stderr
    assert "demo-112" in run.stdout
    assert "100%" in run.stdout
    assert "block-repeated" in run.stdout
    assert "reading demo-112: page 10 of" in run.stderr
    written = json.loads((house / "extracted" / "demo-112" / "booklet.json").read_text("utf-8"))
    schema = json.loads(booklet("schema", cwd=house).stdout)
    jsonschema.Draft202012Validator(schema).validate(written)
    with (house / "extracted" / "demo-112" / "findings.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["code"] for row in rows] == [found["code"] for found in written["findings"]]


def test_what_a_program_asks_for_is_json_and_nothing_else(house: Path) -> None:
    run = booklet("extract", "--json", cwd=house)
    assert (run.returncode, run.stderr) == (0, "")
    (told,) = json.loads(run.stdout)
    assert (told["edition"], told["programmes"], told["folder"]) == ("demo-112", 13, "extracted/demo-112")
    assert told["glyphs"] == told["owned"] > 0
    assert told["findings"] == {"error": 0, "warning": 2, "note": 3}
    assert json.loads(booklet("check", "--json", cwd=house).stdout) == {"demo-112": []}
    for command in ("extract", "check"):
        quiet = booklet(command, "--quiet", cwd=house)
        assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    told = booklet("extract", "--verbose", cwd=house).stdout
    assert "block-similar: Compare the two: one may hold a slip or the text of last year." in told


def test_extract_a_file_by_its_path(house: Path) -> None:
    run = booklet(
        "extract", house / "raw/demo-112/booklet.pdf", "--edition", "112", "--out", "here", cwd=house
    )
    assert run.returncode == 0, run.stderr
    record = Booklet.model_validate_json((house / "here" / "booklet.json").read_bytes())
    assert record.edition.id == "112"
    assert record.edition.roc_year == 112
    assert not (house / "extracted").exists()


def test_the_same_input_gives_the_same_bytes(house: Path) -> None:
    made = []
    for seed, zone, language in (("1", "Asia/Taipei", "C"), ("2", "America/New_York", "zh_TW.UTF-8")):
        run = booklet("extract", "demo-112", cwd=house, PYTHONHASHSEED=seed, TZ=zone, BOOKLET_LANG=language)
        assert run.returncode == 0
        made.append((house / "extracted" / "demo-112" / "booklet.json").read_bytes())
    assert made[0] == made[1]


def test_an_absent_edition_is_reported_and_the_others_go_on(small: Path, root: Path) -> None:
    (small / "raw" / "109").mkdir()
    shutil.copy(root / "raw" / "109" / "origin.toml", small / "raw" / "109")
    run = booklet("extract", cwd=small, BOOKLET_RAW=str(small))
    assert run.returncode == 0
    assert "put transcript.txt in raw/109" in run.stderr
    assert (small / "extracted" / "t-112" / "booklet.json").exists()


def test_an_edition_that_was_never_here_is_no_warning(small: Path, root: Path) -> None:
    shutil.copytree(root / "raw" / "109", small / "raw" / "109")
    run = booklet("extract", cwd=small)
    assert run.returncode == 0
    assert "109" not in run.stderr
    named = booklet("extract", "109", cwd=small)
    assert "no booklet on this machine" in sentence(named)
    (small / "extracted" / "109").mkdir()
    assert "no booklet on this machine" in booklet("extract", cwd=small).stderr, "it was here before"


def test_a_changed_file_is_refused_with_both_hashes_and_leaves_outputs(small: Path) -> None:
    assert booklet("extract", cwd=small).returncode == 0
    before = (small / "extracted" / "t-112" / "booklet.json").read_bytes()
    file = small / "raw" / "t-112" / "booklet.txt"
    file.write_bytes(file.read_bytes() + b"\n")
    said = sentence(booklet("extract", "t-112", cwd=small))
    assert len([word for word in said.replace(",", " ").replace(";", " ").split() if len(word) == 64]) == 2
    assert (small / "extracted" / "t-112" / "booklet.json").read_bytes() == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\nnot a page in it", "get the file again"),
        (b"\x00\x01\x02\x03" * 64, "bad.pdf"),
    ],
)
def test_a_bad_file_is_one_sentence(house: Path, content: bytes, words: str) -> None:
    bad = house / "bad.pdf"
    bad.write_bytes(content)
    assert words in sentence(booklet("extract", bad, "--edition", "1", "--out", "out", cwd=house))
    assert not (house / "out").exists()


def test_an_unknown_name_is_one_sentence(house: Path) -> None:
    assert "demo-112" in sentence(booklet("extract", "nowhere", cwd=house))


def test_an_unknown_profile_is_one_sentence(house: Path) -> None:
    assert "support-measures" in sentence(booklet("extract", "demo-112", "--profile", "nothing", cwd=house))


def test_a_document_without_forms_says_so(house: Path) -> None:
    text = house / "law.txt"
    text.write_text("第一條\n本辦法依法訂定之。\n\n第二條\n本辦法自發布日施行。\n", encoding="utf-8")
    run = booklet("extract", text, "--edition", "law", "--out", "out", cwd=house)
    assert run.returncode == 1
    assert "no-programme" in run.stdout


def test_check_is_clean_until_a_value_changes(house: Path) -> None:
    assert booklet("extract", cwd=house).returncode == 0
    run = booklet("check", "demo-112", cwd=house)
    assert run.returncode == 0, run.stdout
    record = house / "extracted" / "demo-112" / "booklet.json"
    changed = json.loads(record.read_text("utf-8"))
    changed["programmes"][1]["contacts"][0]["person"] = "王大明"
    changed["programmes"][2]["services"][0]["kind"] = "別的"
    record.write_text(json.dumps(changed, ensure_ascii=False), encoding="utf-8")
    run = booklet("check", "demo-112", cwd=house)
    assert run.returncode == 1
    assert f"{changed['programmes'][1]['id']} contacts[0].person" in run.stdout
    assert f"{changed['programmes'][2]['id']} services[0].kind" in run.stdout
    assert "2 differences" in run.stdout


def test_check_without_an_extraction_is_one_sentence(house: Path) -> None:
    assert "booklet extract" in sentence(booklet("check", cwd=house))
    assert "booklet extract" in sentence(booklet("check", "demo-112", cwd=house))


def test_accept_refuses_under_ci_and_in_tests(small: Path) -> None:
    assert booklet("extract", cwd=small).returncode == 0
    for environ in ({"CI": "true"}, {"PYTEST_CURRENT_TEST": "here"}):
        assert "never in CI or in tests" in sentence(
            booklet("accept", "t-112", "--reason", "read", "--yes", cwd=small, **environ)
        )


def test_add_reads_the_year_from_the_cover(tmp_path: Path, demo_pdf: Path) -> None:
    run = booklet("add", demo_pdf, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    origin = (tmp_path / "raw" / "112" / "origin.toml").read_text("utf-8")
    assert "roc_year = 112" in origin
    run = booklet("extract", "112", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert "already" in sentence(booklet("add", demo_pdf, cwd=tmp_path))


def test_facts_of_an_argument_and_of_standard_input(tmp_path: Path) -> None:
    run = booklet("facts", "申請期間：１０９年1月至12月31日，每案上限200萬元", "--year", "109", cwd=tmp_path)
    facts = json.loads(run.stdout)
    assert (facts["periods"][0]["start"], facts["periods"][0]["end"]) == ("2020-01", "2020-12-31")
    assert (facts["amounts"][0]["value"], facts["amounts"][0]["bound"]) == (2_000_000, "max")
    piped = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "facts", "--year", "109"],
        input="電話：(02)2345-6789#12",
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(piped.stdout)["phones"][0]["extension"] == "12"
