"""A run computes what has changed and nothing else, and whatever stops it, what stood before is whole."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from pipeline.core import cache
from pipeline.core.errors import UserError
from pipeline.core.lock import alone
from pipeline.core.page import Line, Page
from pipeline.core.record import Programme, to_json
from pipeline.core.traced import Traced
from pipeline.editions import run as running
from pipeline.editions.outputs import FindingRow
from pipeline.editions.run import run
from pipeline.extract import extract, extract_parts
from pipeline.fields.ledger import Ledger
from pipeline.forms.profile import load_profile
from pipeline.pages.reading import read_file
from pipeline.source.acquire import acquire, find_editions
from pipeline.source.workspace import load_record

pytestmark = pytest.mark.long

PROFILE = "support-measures"


@pytest.fixture
def house(tmp_path: Path, root: Path) -> Path:
    shutil.copytree(root / "raw" / "demo-112", tmp_path / "raw" / "demo-112")
    return tmp_path


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What has been computed since the last look, in the order in which it was begun."""
    made: list[str] = []
    real = cache.stored

    def watched(stage, kind, make, *, keep=True, **depends):
        def noted(path):
            made.append(stage)
            make(path)

        return real(stage, kind, noted, keep=keep, **depends)

    monkeypatch.setattr(cache, "stored", watched)

    def seen() -> list[str]:
        told = list(made)
        made.clear()
        return told

    return seen


def edition(house: Path):
    (found,) = find_editions(house)
    return found


def written(house: Path) -> bytes:
    return (house / "out/booklet.json").read_bytes()


def test_nothing_changed_means_nothing_computed(house: Path, stages) -> None:
    first = run(edition(house), house / "out", PROFILE, "pdfium")
    assert stages() == ["booklet", "pages"]
    before = written(house)
    assert run(edition(house), house / "out", PROFILE, "pdfium") == first
    assert stages() == []
    assert written(house) == before == to_json(load_record(house / "out/booklet.json"))


def test_another_file_profile_year_or_engine_is_computed_anew(house: Path, stages, monkeypatch) -> None:
    run(edition(house), house / "out", PROFILE, "pdfium")
    stages()
    run(edition(house), house / "out", PROFILE, "pdfplumber")
    assert stages() == ["booklet", "pages"]
    origin = house / "raw/demo-112/origin.toml"
    origin.write_text(origin.read_text("utf-8").replace("roc_year = 112", "roc_year = 111"), "utf-8")
    run(edition(house), house / "out", PROFILE, "pdfium")
    assert load_record(house / "out/booklet.json").edition.roc_year == 111
    assert stages() == ["booklet"]
    text = running.profile_text(PROFILE)
    monkeypatch.setattr(running, "profile_text", lambda name: text + "\n# another\n")
    run(edition(house), house / "out", PROFILE, "pdfium")
    assert stages() == ["booklet"]
    file = house / "raw/demo-112/booklet.pdf"
    file.write_bytes(file.read_bytes() + b"\n%")
    origin.write_text(
        "\n".join(line for line in origin.read_text("utf-8").splitlines() if "sha256" not in line), "utf-8"
    )
    run(edition(house), house / "out", PROFILE, "pdfium")
    assert stages() == ["booklet", "pages"]


def test_what_was_kept_and_what_is_made_anew_are_the_same(house: Path) -> None:
    kept = run(edition(house), house / "out", PROFILE, "pdfium")
    first = written(house)
    assert run(edition(house), house / "out", PROFILE, "pdfium") == kept
    assert written(house) == first
    assert run(edition(house), house / "out", PROFILE, "pdfium", keep=False) == kept
    assert written(house) == first


def test_what_is_written_part_by_part_is_what_is_made_in_memory(house: Path) -> None:
    summary = run(edition(house), house / "out", PROFILE, "pdfium", keep=False)
    found = edition(house)
    whole = extract(acquire(found), found.id, found.roc_year, load_profile(PROFILE))
    assert written(house) == to_json(whole.booklet)
    assert summary.findings == [FindingRow.of(found) for found in whole.booklet.findings]
    assert (summary.owned, summary.glyphs) == (whole.owned, whole.glyphs)
    assert summary.programmes == len(whole.booklet.programmes)
    assert summary.contacts == sum(len(each.contacts) for each in whole.booklet.programmes)


def test_no_more_is_held_than_the_programme_at_hand(house: Path) -> None:
    """Of many copies of a booklet, the pages that are open at once are those of one programme."""
    found = acquire(edition(house))
    pages = list(read_file(found))
    many, first = [], 0
    for copy in range(12):
        for number, page in enumerate(pages):
            many.append(shifted(page, copy * len(pages) + number + 1, first))
            first += len(page.glyphs)
    most = 0

    class Watched(Ledger):
        def open(self, page):
            nonlocal most
            super().open(page)
            most = max(most, len(self.sheets))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys.modules[extract.__module__], "Ledger", Watched)
        parts = list(extract_parts(found, many, "many", 112, load_profile(PROFILE), "pdfium"))
    programmes = [part for part in parts if isinstance(part, Programme)]
    longest = max(last - first + 1 for first, last in (each.pages for each in programmes if each.pages))
    assert len(many) > 200
    assert most <= longest + 8  # the cover, contents and introduction before each copy's first programme
    assert parts[-1].owned == parts[-1].glyphs


def shifted(page: Page, number: int, first: int) -> Page:
    """Return a page as it stands further back in a document."""
    by = first - page.first

    def moved(line: Line) -> Line:
        return replace(line, text=Traced(line.text.text, tuple(glyph + by for glyph in line.text.ids)))

    blocks = [
        moved(block)
        if isinstance(block, Line)
        else replace(
            block, cells=[replace(cell, lines=[moved(line) for line in cell.lines]) for cell in block.cells]
        )
        for block in page.blocks
    ]
    return replace(page, number=number, first=first, blocks=blocks)


def test_too_many_pages_are_one_sentence(house: Path, monkeypatch) -> None:
    monkeypatch.setattr(running, "Limits", lambda: type("Few", (), {"pages": 5})())
    with pytest.raises(UserError, match="19 pages, more than 5"):
        run(edition(house), house / "out", PROFILE, "pdfium")
    assert not (house / "out").exists()


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".new-abc_1234").write_text("half")
    (tmp_path / ".new-year").write_text("of somebody else")
    with alone(tmp_path):
        assert [path.name for path in tmp_path.iterdir()] == [".new-year"]


def test_two_runs_do_not_write_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = "import sys, time; from pathlib import Path; from pipeline.editions.run import alone\nwith alone(Path(sys.argv[1])):\n print('in', flush=True); time.sleep(1.5)"
    other = subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE, text=True)
    assert other.stdout
    assert other.stdout.readline() == "in\n"
    with alone(tmp_path):
        assert other.wait() == 0
    assert "being written by another run" in capsys.readouterr().err


def command(house: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "pipeline.cli", "extract", *arguments]


def test_a_run_says_no_more_on_the_side_than_how_far_it_is(house: Path) -> None:
    """Libraries complain of files that nobody closed, for one."""
    environ = {**os.environ, "BOOKLET_RAW": ""}
    done = subprocess.run(command(house), cwd=house, env=environ, capture_output=True, text=True)
    assert done.returncode == 0
    assert [line for line in done.stderr.splitlines() if not line.startswith("reading demo-112: page")] == []


SOAK = int(os.environ.get("SOAK_KILLS", "0"))
LONG = pytest.mark.skipif(
    not SOAK, reason="a long run: SOAK_KILLS=200 pytest -m soak tests/editions/test_run.py"
)


@pytest.mark.parametrize("count", [6, pytest.param(SOAK, marks=[pytest.mark.soak, LONG], id="soak")])
def test_killed_at_any_moment_leaves_what_stood_before(house: Path, count: int) -> None:
    """SIGKILL at random moments, of a run that changes its outputs each time."""
    environ = {**os.environ, "BOOKLET_RAW": ""}
    out = house / "extracted" / "demo-112"
    files = ("booklet.json", "findings.csv", "made-by.json", "report.html")
    versions = []
    for engine in ("pdfplumber", "pdfium"):
        done = subprocess.run(command(house, "--reader", engine), cwd=house, env=environ, capture_output=True)
        assert done.returncode == 0, done.stderr
        versions.append({name: (out / name).read_bytes() for name in files})
    whole = {name: {version[name] for version in versions} for name in files}
    assert len(whole["booklet.json"]) == 2
    random = Random(112)
    for turn in range(count):
        environ["BOOKLET_CACHE"] = str(house / "kept" / str(turn % 4))
        engine = ("pdfplumber", "pdfium")[turn % 2]
        started = subprocess.Popen(
            command(house, "--reader", engine),
            cwd=house,
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(random.uniform(0.05, 2.0))
        started.send_signal(signal.SIGKILL)
        started.wait()
        for name in files:
            assert (out / name).read_bytes() in whole[name], (turn, name)
    done = subprocess.run(command(house), cwd=house, env=environ, capture_output=True)
    assert done.returncode == 0
    assert {name: (out / name).read_bytes() for name in files} == versions[1]
    assert sorted(path.name for path in out.iterdir()) == sorted(files)


def test_a_folder_that_cannot_be_written_is_one_sentence(house: Path, root: Path) -> None:
    """As for a full disk: a device that has no room stands where the folder should be written."""
    full = house / "full"
    full.symlink_to("/dev/full")
    done = subprocess.run(
        command(house, "demo-112", "--out", str(full)), cwd=house, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert len([line for line in done.stderr.splitlines() if not line.startswith("reading")]) == 1
    assert "Traceback" not in done.stderr


FILES = ("booklet.json", "findings.csv", "made-by.json")


def extracted_to(out: Path, house: Path, engine: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(house, "demo-112", "--out", str(out), "--reader", engine),
        cwd=house,
        env={**os.environ, "BOOKLET_RAW": "", **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def assert_refused(done: subprocess.CompletedProcess[str], out: Path) -> None:
    assert done.returncode == 2, done.stderr
    (said,) = (line for line in done.stderr.splitlines() if not line.startswith("reading"))
    assert f"{out} cannot be written" in said


@pytest.fixture(scope="module")
def former(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """What another engine makes of demo-112: it stands where a run writes."""
    house = tmp_path_factory.mktemp("former")
    shutil.copytree(root / "raw" / "demo-112", house / "raw" / "demo-112")
    assert extracted_to(house / "out", house, "pdfplumber").returncode == 0
    return house / "out"


@pytest.mark.parametrize("free", [0, pytest.param(4096, marks=pytest.mark.soak), 1 << 17])
def test_a_full_disk_leaves_what_stood_before(free: int, house: Path, disk: Path, former: Path) -> None:
    out = Path(shutil.copytree(former, disk / "out"))
    before = {name: (out / name).read_bytes() for name in FILES}
    assert len(before["booklet.json"]) > 1 << 17
    usage = shutil.disk_usage(disk)
    (disk / "filler").write_bytes(bytes(usage.free - free))
    assert_refused(extracted_to(out, house, "pdfium"), out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    (disk / "filler").unlink()
    assert extracted_to(out, house, "pdfium").returncode == 0
    assert (out / "booklet.json").read_bytes() != before["booklet.json"]


def test_a_disk_too_full_to_keep_results_stops_no_run(house: Path, disk: Path) -> None:
    (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free))
    done = extracted_to(house / "out", house, "pdfium", BOOKLET_CACHE=str(disk / "kept"))
    assert done.returncode == 0, done.stderr
    assert [path for path in (disk / "kept").rglob("*") if path.is_file() and path.suffix] == []


def test_a_read_only_folder_is_one_sentence_and_stays_as_it_is(house: Path, disk: Path, former: Path) -> None:
    out = Path(shutil.copytree(former, disk / "out"))
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    assert_refused(extracted_to(out, house, "pdfium"), out)
    assert_refused(extracted_to(disk / "new", house, "pdfium"), disk / "new")
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
