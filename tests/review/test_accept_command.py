"""``booklet accept`` takes what a run would write now, of an edition by its name, from somebody; else it says why not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.review import person as persons
from pipeline.review.person import person
from pipeline.source.corrections import Placed, add_correction
from tests.catalogue.records import workplace
from tests.full_disk import fill

NAMES = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CONFIG_COUNT": "2"}
NAMES |= {"GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "王小明"}
NAMES |= {"GIT_CONFIG_KEY_1": "user.email", "GIT_CONFIG_VALUE_1": "w@example.tw"}


def booklet(*arguments: str | Path, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a person does, outside of tests."""
    nobody = ("BOOKLET_RAW", "CI", "PYTEST_CURRENT_TEST", "USER", "LOGNAME")
    clean = {key: value for key, value in os.environ.items() if key not in nobody}
    run = [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]
    return subprocess.run(
        run, cwd=cwd, env=clean | NAMES | environ, capture_output=True, text=True, timeout=300, check=False
    )


def accept(
    house: Path, *more: str, name: str = "demo-112", **environ: str
) -> subprocess.CompletedProcess[str]:
    return booklet("accept", name, "--reason", "read page by page", "--yes", *more, cwd=house, **environ)


PERSON = Placed(
    programme="在職進修補助計畫",
    path="contacts[1].person",
    read="易科員",
    printed="易專員",
    page=5,
    reason="寫成科員",
    who="王小明",
)


def refused(run: subprocess.CompletedProcess[str]) -> str:
    assert run.returncode == 2, run.stdout + run.stderr
    (sentence,) = run.stderr.splitlines()
    return sentence


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A folder with an edition that has just been extracted, and not been accepted."""
    house = tmp_path_factory.mktemp("house")
    shutil.copytree(root / "raw" / "demo-112", house / "raw" / "demo-112")
    run = booklet("extract", cwd=house)
    assert run.returncode == 0, run.stderr
    return house


@pytest.fixture
def house(extracted: Path, tmp_path: Path) -> Path:
    """A copy of that folder."""
    return Path(shutil.copytree(extracted, tmp_path / "house"))


def test_what_was_just_extracted_is_accepted_by_whom_git_names(house: Path) -> None:
    run = accept(house)
    assert run.returncode == 0, run.stderr
    (entry,) = tomllib.loads((house / "golden/demo-112.log.toml").read_text("utf-8"))["accepted"]
    assert entry["who"] == "王小明 <w@example.tw>"
    assert booklet("check", cwd=house).returncode == 0


def other_file(house: Path) -> None:
    file = house / "raw/demo-112/booklet.pdf"
    file.write_bytes(file.read_bytes() + b"\n%")
    origin = house / "raw/demo-112/origin.toml"
    lines = [line for line in origin.read_text("utf-8").splitlines() if not line.startswith("sha256")]
    origin.write_text("\n".join(lines), "utf-8")


def other_year(house: Path) -> None:
    origin = house / "raw/demo-112/origin.toml"
    origin.write_text(origin.read_text("utf-8").replace("roc_year = 112", "roc_year = 111"), "utf-8")


def other_profile(house: Path) -> None:
    origin = house / "raw/demo-112/origin.toml"
    origin.write_text(origin.read_text("utf-8").replace('"support-measures"', '"permit-cards"'), "utf-8")


def other_record(house: Path) -> None:
    path = house / "extracted/demo-112/booklet.json"
    record = json.loads(path.read_text("utf-8"))
    record["programmes"][0]["name"] = "改名"
    path.write_text(json.dumps(record, ensure_ascii=False), "utf-8")


def other_program(house: Path) -> None:
    path = house / "extracted/demo-112/made-by.json"
    made = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(made | {"program": "0" * 64}), "utf-8")


def other_corrections(house: Path) -> None:
    add_correction(house / "raw/demo-112", PERSON)


def no_word_of_it(house: Path) -> None:
    (house / "extracted/demo-112/made-by.json").unlink()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (other_file, "booklet.pdf is another file"),
        (other_year, "origin.toml gives another year"),
        (other_profile, "the profile permit-cards is another"),
        (other_record, "the record was changed since"),
        (other_program, "the program is another"),
        (other_corrections, "corrections.toml was changed since"),
        (no_word_of_it, "does not say what the record was made from"),
    ],
)
def test_what_a_run_would_not_write_now_is_refused(house: Path, change, words: str) -> None:
    change(house)
    said = refused(accept(house))
    assert words in said
    assert "booklet extract" in said
    assert not (house / "golden").exists()


def test_an_absent_file_is_refused(house: Path) -> None:
    (house / "raw/demo-112/booklet.pdf").unlink()
    assert "has no booklet on this machine" in refused(accept(house))


def test_a_record_of_another_edition_is_refused(house: Path) -> None:
    shutil.copytree(house / "raw/demo-112", house / "raw/112")
    shutil.copytree(house / "extracted/demo-112", house / "extracted/112")
    assert "it is of edition demo-112" in refused(accept(house, name="112"))


@pytest.mark.parametrize(
    "name", ["raw/demo-112/booklet.pdf", "./demo-112", "nowhere", "..", "", "/etc/passwd"]
)
def test_a_path_is_no_name(house: Path, name: str) -> None:
    assert "is no edition (known: demo-112)" in refused(accept(house, name=name))
    assert not (house / "golden").exists()


def test_a_reason_that_says_nothing_is_refused_before_anything_is_asked(house: Path) -> None:
    run = booklet("accept", "demo-112", "--reason", " ", cwd=house)
    assert "the reason says nothing" in refused(run)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"prose": "text"}', "[" * 9000, "1" * 9000])
def test_golden_that_is_none_is_refused(house: Path, content: str) -> None:
    (house / "golden").mkdir()
    (house / "golden/demo-112.json").write_text(content)
    assert "is no golden file: restore it" in refused(accept(house))
    assert (house / "golden/demo-112.json").read_text() == content


# what a person put right, and what was lost


def test_what_was_put_right_stands_in_record_golden_log_and_report(house: Path) -> None:
    add_correction(house / "raw/demo-112", PERSON)
    assert booklet("extract", cwd=house).returncode == 0
    record = json.loads((house / "extracted/demo-112/booklet.json").read_text("utf-8"))
    (programme,) = (each for each in record["programmes"] if each["name"] == PERSON.programme)
    assert programme["contacts"][1]["person"] == "易專員"
    assert [each["printed"] for each in programme["corrections"]] == ["易專員"]
    report = (house / "extracted/demo-112/report.html").read_text("utf-8")
    assert "寫成科員" in report
    assert accept(house).returncode == 0
    golden = (house / "golden/demo-112.json").read_text("utf-8")
    assert "易專員" in golden
    (entry,) = tomllib.loads((house / "golden/demo-112.log.toml").read_text("utf-8"))["accepted"]
    assert entry["correction"][0]["who"] == "王小明"


def test_a_correction_that_fits_no_longer_is_an_error(house: Path) -> None:
    add_correction(house / "raw/demo-112", PERSON.model_copy(update={"read": "另一人"}))
    run = booklet("extract", cwd=house)
    assert run.returncode == 1
    assert "correction-unused" in (house / "extracted/demo-112/findings.csv").read_text("utf-8")
    assert "correction-unused" in refused(accept(house))


def test_a_loss_that_nobody_has_seen_is_not_accepted(tmp_path: Path, root: Path) -> None:
    house = tmp_path / "house"
    for name in ("demo-112", "demo-113"):
        shutil.copytree(root / "raw" / name, house / "raw" / name)
    shutil.copytree(workplace() / "extracted", house / "extracted")
    assert "losses have not been reviewed" in refused(accept(house, name="demo-113"))
    assert not (house / "golden").exists()


# who


def in_repository(folder: Path, monkeypatch: pytest.MonkeyPatch, **settings: str) -> None:
    for name in ("GIT_CONFIG_COUNT", "LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.chdir(folder)
    subprocess.run(["git", "init", "-q"], check=True)
    for key, value in settings.items():
        subprocess.run(["git", "config", f"user.{key}", value], check=True)


@pytest.mark.parametrize(
    ("settings", "who"),
    [
        ({"name": "王小明", "email": "w@example.tw"}, "王小明 <w@example.tw>"),
        ({"name": "王小明"}, "王小明"),
        ({"email": "w@example.tw"}, "w@example.tw"),
        ({"name": " 王\x07 小明 "}, "王 小明"),
    ],
)
def test_git_is_asked_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings, who: str) -> None:
    in_repository(tmp_path, monkeypatch, **settings)
    assert person() == who


def test_then_the_user_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    in_repository(tmp_path, monkeypatch)
    entry = pwd.getpwuid(os.getuid())
    assert person() == (entry.pw_gecos.split(",")[0].strip() or entry.pw_name)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert person() != "unknown", "there need be no git"


def test_nobody_is_never_called_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_repository(tmp_path, monkeypatch)
    monkeypatch.setattr(persons, "_user", lambda: "")
    with pytest.raises(UserError, match="git config user"):
        person()


def test_a_full_disk_is_one_sentence_and_nothing_is_accepted_until_there_is_room(
    house: Path, disk: Path
) -> None:
    """``golden/`` lies on a file system of its own that has no room; once as the first acceptance, once as another."""
    (house / "golden").symlink_to(disk)
    golden, log = disk / "demo-112.json", disk / "demo-112.log.toml"
    for accepted in (0, 1):
        before = {path.name: path.read_bytes() for path in disk.iterdir()}
        fill(disk)
        sentence = refused(accept(house))
        assert (
            "golden/demo-112.json cannot be written (No space left on device), and nothing was accepted"
            in (sentence)
        )
        (disk / "filler").unlink()
        assert {path.name: path.read_bytes() for path in disk.iterdir()} == before
        done = accept(house)
        assert done.returncode == 0, done.stderr
        assert {path.name for path in disk.iterdir()} == {golden.name, log.name}
        assert len(tomllib.loads(log.read_text("utf-8"))["accepted"]) == accepted + 1
