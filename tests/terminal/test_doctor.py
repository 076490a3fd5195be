"""`booklet doctor` says what is missing and what to do."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.terminal.doctor import examine


def test_it_names_what_a_person_would_ask_for() -> None:
    found = {row.what for row in examine()}
    assert {
        "formledger",
        "Python",
        "sandbox",
        "extra ocr",
        "LibreOffice",
        "kept results",
        "editions",
    } <= found


def test_an_absent_extra_is_told_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "camelot", None)
    (row,) = [row for row in examine() if row.what == "extra verify"]
    assert (row.state, "make verify" in row.found) == ("absent", True)


def test_what_is_wrong_is_status_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOOKLET_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("BOOKLET_RAW", str(tmp_path / "nowhere"))
    done = CliRunner().invoke(main, ["doctor", "--json"])
    rows = {row["what"]: row for row in json.loads(done.stdout)}
    assert rows["BOOKLET_RAW"]["state"] == "bad"
    assert done.exit_code == 1
    assert not (tmp_path / "cache").exists(), "looking changes nothing"


def test_the_table_fits_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["doctor"])
    assert "sandbox" in done.output
    assert max(map(len, done.output.splitlines())) <= 100
