"""CONTRIBUTING's "Adding a year", walked with the second demonstration edition by a newcomer in a new folder."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from pipeline.checks.golden import differences, read_golden
from pipeline.review import acceptance
from pipeline.review.reports import compared
from pipeline.source.workspace import load_record

pytestmark = pytest.mark.long

NO_PERSON = dict.fromkeys(acceptance.NO_PERSON, "")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A repository as it stood the year before: demo-112, extracted and golden."""
    house = tmp_path_factory.mktemp("house")
    shutil.copytree(root / "raw" / "demo-112", house / "raw" / "demo-112")
    assert booklet(house, "extract").returncode == 0
    record = load_record(house / "extracted/demo-112/booklet.json")
    accept(record, house / "golden/demo-112.json")
    return house


def booklet(house: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    script = Path(sys.executable).with_name("booklet")
    env = {name: value for name, value in os.environ.items() if name != "BOOKLET_RAW"} | environ
    return subprocess.run(
        [script, *arguments], cwd=house, env=env, capture_output=True, text=True, check=False
    )


def accept(record, path: Path) -> None:
    acceptance.accept(record, path, digest=False, who="a reader", when=date(2024, 1, 2), reason="read")


@pytest.fixture(scope="module")
def walked(house: Path, root: Path) -> Path:
    """The same folder after the steps 1 and 4: the booklet taken in and extracted."""
    (origin,) = (root / "raw" / "demo-113").glob("*.pdf")
    arrived = house.parent / "arrived.pdf"
    shutil.copy(origin, arrived)
    added = booklet(house, "add", str(arrived))
    assert added.returncode == 0, added.stderr
    run = booklet(house, "extract")
    assert run.returncode == 0, run.stderr
    (house / "said").write_text(run.stdout, encoding="utf-8")
    return house


def test_step_1_and_2_the_year_is_read_from_the_cover(walked: Path) -> None:
    origin = tomllib.loads((walked / "raw/113/origin.toml").read_text("utf-8"))
    before = tomllib.loads((walked / "raw/demo-112/origin.toml").read_text("utf-8"))
    assert origin["roc_year"] == 113
    assert (origin["publisher"], origin["profile"]) == (before["publisher"], before["profile"])


def test_step_4_ends_by_saying_what_to_review(walked: Path) -> None:
    said = (walked / "said").read_text("utf-8")
    assert "demo-112: equal to golden" in said
    assert "113: not accepted yet" in said
    assert re.search(r"113: against demo-112: 6 loss, \d+ substantive", said)
    for path in re.findall(r"review (extracted/\S+)", said):
        assert (walked / path).is_file()
    assert "extracted/113/report-demo-112-113.html" in said


def test_step_5_every_finding_has_its_place(walked: Path) -> None:
    rows = list(csv.DictReader((walked / "extracted/113/findings.csv").read_text("utf-8-sig").splitlines()))
    assert rows
    assert all(row["programme"] and row["page"] for row in rows)


def test_step_6_a_year_without_new_words_asks_for_no_change_of_the_profile(walked: Path) -> None:
    adopted = booklet(walked, "adopt", "113")
    assert (adopted.returncode, adopted.stderr) == (0, "")
    assert "no label in words that its profile does not know" in adopted.stdout
    assert not (walked / "raw/113/profile.toml").exists()


def test_step_7_a_person_decides_who_is_whose_successor(walked: Path) -> None:
    before, after = (load_record(walked / f"extracted/{name}/booklet.json") for name in ("demo-112", "113"))
    (renamed,) = (
        change.programme
        for change in compared(before, after).changes
        if change.kind == "programme_renamed" and change.score is not None and change.score < 0.9
    )
    (walked / "raw/113/review.toml").write_text(
        f'[[forbid]]\nfrom = "{renamed.from_}"\nto = "{renamed.to}"\nreason = "another programme"\n', "utf-8"
    )
    said = booklet(walked, "diff", "demo-112", "113").stdout
    (walked / "raw/113/review.toml").unlink()
    assert "Programme removed 2" in said
    assert "Programme removed 1" in booklet(walked, "diff", "demo-112", "113").stdout


def test_step_8_golden_is_refused_here_and_holds_once_a_person_gave_it(walked: Path) -> None:
    refused = booklet(walked, "accept", "113", "--reason", "read", "--yes", **{"CI": "1"})
    assert (refused.returncode, len(refused.stderr.strip().splitlines())) == (2, 1)
    assert not (walked / "golden/113.json").exists()
    record = load_record(walked / "extracted/113/booklet.json")
    accept(record, walked / "golden/113.json")
    assert differences(read_golden(walked / "golden/113.json"), record) == []
    assert booklet(walked, "check").returncode == 0


def test_every_command_of_the_runbook_was_walked(root: Path) -> None:
    runbook = (root / "CONTRIBUTING.md").read_text("utf-8")
    steps = runbook[runbook.index("## Adding a year") : runbook.index("## Code")]
    codes = re.findall(r"`([^`]+)`", steps)
    named = {word for code in codes for word in re.findall(r"^(?:\.venv/bin/)?(?:booklet|make) (\w+)", code)}
    assert named == {"add", "adopt", "extract", "check", "review", "accept"}
