"""One bad edition costs a sentence; all others are done."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.catalogue.selection import selected
from pipeline.core.errors import UserError
from pipeline.source.acquire import find_editions
from tests.demonstrations import tiny

pytestmark = pytest.mark.long

OF_TESTS = ("BOOKLET_RAW", "CI", "PYTEST_CURRENT_TEST")
ACCEPT = ("--reason", "read page by page", "--yes")

DEEP = "a = " + "[" * 20_000
DIGITS = "roc_year = " + "9" * 5_000
ORIGINS = [DEEP, DIGITS, "a" + ".a" * 20_000 + " = 1", "file = ", "\udcff", ""]


def booklet(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if key not in OF_TESTS}
    run = [sys.executable, "-m", "pipeline.cli", *arguments]
    return subprocess.run(run, cwd=cwd, env=clean, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two tiny editions, extracted and accepted."""
    house = tmp_path_factory.mktemp("house")
    for year in (112, 113):
        (house / f"raw/demo-{year}").mkdir(parents=True)
        (house / f"raw/demo-{year}/booklet.txt").write_text(tiny(year, "一句簡介。"), "utf-8")
    for words in (("extract",), *(("accept", f"demo-{year}", *ACCEPT) for year in (112, 113)), ("extract",)):
        run = booklet(*words, cwd=house)
        assert run.returncode == 0, run.stdout + run.stderr
    return house


@pytest.fixture
def house(extracted: Path, tmp_path: Path) -> Path:
    """A copy of that folder."""
    return Path(shutil.copytree(extracted, tmp_path / "house"))


def catalogue_of(house: Path, *names: str) -> tuple[list[str], list[UserError]]:
    """Return the editions that a catalogue of a folder has, and what is said of the others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(house)
        patch.delenv("BOOKLET_RAW", raising=False)
        said: list[UserError] = []
        return [booklet.edition.id for booklet in selected(names, False, said.append).booklets], said


def told(outcome: tuple[list[str], list[UserError]]) -> tuple[list[str], list[str]]:
    return outcome[0], [str(error) for error in outcome[1]]


def write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8", "surrogateescape"))


def sentences(run: subprocess.CompletedProcess[str]) -> list[str]:
    assert "Traceback" not in run.stderr
    return [line for line in run.stderr.splitlines() if not line.startswith(("reading", "extracting"))]


@pytest.mark.parametrize("text", ORIGINS, ids=["deep", "digits", "dotted", "cut", "bytes", "empty"])
def test_a_broken_origin_leaves_the_other_editions(house: Path, text: str) -> None:
    write(house / "raw/demo-113/origin.toml", text)
    said: list[UserError] = []
    assert [edition.id for edition in find_editions(house, report=said.append)] == ["demo-112"]
    (sentence,) = map(str, said)
    assert "raw/demo-113/origin.toml" in sentence
    assert len(sentence) < 400


def test_extract_says_it_and_goes_on(house: Path) -> None:
    write(house / "raw/demo-113/origin.toml", DEEP)
    (house / "extracted/demo-112/booklet.json").unlink()
    run = booklet("extract", cwd=house)
    (said,) = sentences(run)
    assert "raw/demo-113/origin.toml is not valid TOML" in said
    assert (house / "extracted/demo-112/booklet.json").is_file()


def broken_json(path: Path) -> None:
    path.write_bytes(b'{"schema_version": ')


def deep_json(path: Path) -> None:
    path.write_bytes(b"[" * 20_000)


def many_digits(path: Path) -> None:
    path.write_bytes(b'{"prose": "text", "booklet": ' + b"9" * 5_000 + b"}")


def no_programmes(path: Path) -> None:
    path.write_bytes(b'{"prose": "text", "booklet": {"programmes": [1, {"id": []}]}}')


def half_a_character(path: Path) -> None:
    path.write_bytes(b'{"prose": "text", "booklet": {"programmes": [], "edition": "\\ud800"}}')


def nested(path: Path) -> None:
    path.write_bytes(
        b'{"prose": "text", "booklet": {"programmes": [], "edition": ' + b"[" * 900 + b"]" * 900 + b"}}"
    )


GOLDENS = [broken_json, deep_json, many_digits, no_programmes, half_a_character, nested]


@pytest.mark.parametrize("spoil", GOLDENS)
def test_a_broken_golden_leaves_the_other_editions(house: Path, spoil: Callable[[Path], None]) -> None:
    spoil(house / "golden/demo-112.json")
    assert told(catalogue_of(house)) == (
        ["demo-113"],
        ["golden/demo-112.json is no golden file: restore it from the repository."],
    )


@pytest.mark.parametrize("spoil", [no_programmes, half_a_character])
def test_check_and_extract_say_it_and_go_on(house: Path, spoil: Callable[[Path], None]) -> None:
    spoil(house / "golden/demo-112.json")
    for words in (("check", "demo-112", "demo-113"), ("extract",)):
        run = booklet(*words, cwd=house)
        assert run.returncode == 2
        assert sentences(run) == [
            "booklet: golden/demo-112.json is no golden file: restore it from the repository."
        ]
        assert "demo-113: equal to golden" in run.stdout


def foreign(path: Path) -> None:
    record = json.loads(path.read_bytes())
    record["edition"]["id"] = "../../../escaped"
    path.write_text(json.dumps(record), "utf-8")


def with_controls(path: Path) -> None:
    record = json.loads(path.read_bytes())
    record["programmes"][0]["name"] += "\x07"
    path.write_text(json.dumps(record), "utf-8")


def with_a_non_character(path: Path) -> None:
    record = json.loads(path.read_bytes())
    record["programmes"][0]["name"] += "\ufdd0"
    path.write_text(json.dumps(record, ensure_ascii=False), "utf-8")


RECORDS = [broken_json, deep_json, foreign, with_controls, with_a_non_character]


@pytest.mark.parametrize("spoil", RECORDS)
def test_a_broken_record_leaves_the_other_editions(house: Path, spoil: Callable[[Path], None]) -> None:
    spoil(house / "extracted/demo-112/booklet.json")
    found, (said,) = told(catalogue_of(house))
    assert found == ["demo-113"]
    assert said.startswith("extracted/demo-112/booklet.json")
    with pytest.raises(UserError, match=r"extracted/demo-112/booklet.json"):
        catalogue_of(house, "demo-112", "demo-113")


def test_a_record_whose_edition_leads_out_of_the_folder_writes_nothing_there(house: Path) -> None:
    foreign(house / "extracted/demo-112/booklet.json")
    run = booklet("catalogue", "--unaccepted", cwd=house)
    assert run.returncode == 2
    (said,) = sentences(run)
    assert "'../../../escaped' cannot name an edition" in said
    assert [path.name for path in (house / "catalogue/records").iterdir()] == ["demo-113.json"]
    assert not list(house.parent.parent.glob("escaped*"))
    run = booklet("extract", "demo-113", cwd=house)
    assert run.returncode == 0
    assert "demo-113: not compared with another edition: extracted/demo-112/booklet.json" in run.stdout


def test_a_record_in_the_folder_of_another_is_left_out(house: Path) -> None:
    shutil.copytree(house / "extracted/demo-112", house / "extracted/demo-113", dirs_exist_ok=True)
    found, (said,) = told(catalogue_of(house))
    assert found == ["demo-112"]
    assert "is the record of edition demo-112" in said


DECISIONS = [
    DEEP,
    "x = 1",
    '[[force]]\nfrom = "1.1.1"\nto = "1.1.1"\nreason = "x"\n[[forbid]]\nfrom = "1.1.1"\nto = "1.1.1"\nreason = "y"\n',
]


@pytest.mark.parametrize("text", DECISIONS, ids=["deep", "unknown", "contradicting"])
def test_broken_decisions_leave_the_other_editions(house: Path, text: str) -> None:
    write(house / "raw/demo-113/review.toml", text)
    found, (said,) = told(catalogue_of(house))
    assert found == ["demo-112"]
    assert "review.toml" in said or "decisions contradict each other" in said


def test_extract_says_of_decisions_and_goes_on(house: Path) -> None:
    write(house / "raw/demo-112/review.toml", "x = 1")
    write(house / "raw/demo-113/review.toml", DEEP)
    run = booklet("extract", cwd=house)
    assert run.returncode == 2
    (said,) = sentences(run)
    assert "raw/demo-113/review.toml is not valid TOML" in said
    assert "demo-112: review" in run.stdout


def test_extract_where_there_is_no_booklet_says_so(tmp_path: Path) -> None:
    run = booklet("extract", cwd=tmp_path)
    assert run.returncode == 2
    assert sentences(run) == [
        "booklet: there is no booklet here: take one in with `booklet add FILE`, or set BOOKLET_RAW."
    ]


def test_files_of_chinese_names_have_outputs_of_their_own(house: Path) -> None:
    for name in ("甲手冊.txt", "乙手冊.txt"):
        shutil.copy(house / "raw/demo-112/booklet.txt", house / name)
    run = booklet("extract", "甲手冊.txt", "乙手冊.txt", cwd=house)
    assert run.returncode == 0, run.stderr
    made = {
        json.loads(path.read_bytes())["edition"]["source"]["file"]
        for path in house.glob("extracted/booklet-*/booklet.json")
    }
    assert made == {"甲手冊.txt", "乙手冊.txt"}


def test_two_files_of_one_name_are_refused_before_either_is_written(house: Path) -> None:
    for folder in ("a", "b"):
        (house / folder).mkdir()
        shutil.copy(house / "raw/demo-112/booklet.txt", house / folder / "same.txt")
    run = booklet("extract", "a/same.txt", "b/same.txt", cwd=house)
    assert run.returncode == 2
    (said,) = sentences(run)
    assert "are both called edition same" in said
    assert not (house / "extracted/same").exists()
