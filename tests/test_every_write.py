"""Whatever fails while a command writes, and whenever it is killed: one sentence, and nothing stands half.

A tiny edition of two years is worked on in a copy for each write of each command, which is stopped there
(``tests.faults``): the disk is full, broken, or the process is killed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.demonstrations import ROOT, tiny
from tests.faults import NONE, contents

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform != "linux", reason="the calls of the system as Linux has them"),
]

OURS = ("extracted/", "golden/", "catalogue/", "raw/", "out.json")
"""What a person keeps; all else is scratch."""
PASSING = (".new-", "catalogue/.booklet-new", "catalogue/.booklet-ready", "golden/.")
"""What a command that was killed may leave until the next."""
ENVIRON = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CONFIG_COUNT": "1"}
ENVIRON |= {"GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "王小明"}
ACCEPT = ("--reason", "read page by page", "--yes")

FAULTS = ("ENOSPC", "EIO", "KILL")

COMMANDS = {
    "extract": ["extract", "t-113"],
    "accept": ["accept", "t-113", *ACCEPT],
    "diff": ["diff", "t-112", "t-113", "--json", "out.json"],
    "report": ["report", "t-113"],
    "add": ["add", "later.txt", "--edition", "t-113", "--force"],
    "clean": ["clean"],
    "catalogue": ["catalogue"],
}


Run = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Runs a command in a folder, or in a copy of it with each of some faults."""
    clean = {key: value for key, value in os.environ.items() if key not in ("CI", "PYTEST_CURRENT_TEST")}
    serving = subprocess.Popen(
        [sys.executable, "-m", "tests.faults"],
        cwd=ROOT,
        env=clean | ENVIRON | {"BOOKLET_RAW": "", "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert serving.stdin
    assert serving.stdout

    def ask(house: Path, *command: str, faults: Iterable[tuple[str, int]] = ()) -> list[dict[str, Any]]:
        told = {"house": str(house), "command": command, "faults": list(faults)}
        print(json.dumps(told), file=serving.stdin, flush=True)
        outcomes = json.loads(serving.stdout.readline())
        if not told["faults"]:
            assert outcomes[0]["status"] in (0, 1), outcomes[0]["said"]
        return outcomes

    yield ask
    serving.stdin.close()
    serving.wait(60)


@pytest.fixture(scope="module")
def houses(run: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder in which each command is tried: its outputs stand there from before, and are to change."""
    house = tmp_path_factory.mktemp("house")
    for year in (112, 113):
        (house / "raw" / f"t-{year}").mkdir(parents=True)
        (house / "raw" / f"t-{year}" / "booklet.txt").write_text(tiny(year, "舊的簡介。"), "utf-8")
    (house / "tmp").mkdir()
    (house / "later.txt").write_text(tiny(113, "新的簡介。"), "utf-8")
    run(house, "add", "raw/t-113/booklet.txt", "--edition", "t-113")
    run(house, "extract")
    for year in (112, 113):
        run(house, "accept", f"t-{year}", *ACCEPT)
    run(house, "catalogue")
    run(house, "diff", "t-112", "t-112", "--json", "out.json")
    found = {}

    def kept(*names: str) -> None:
        for name in names:
            found[name] = Path(shutil.copytree(house, tmp_path_factory.mktemp("kept") / name))

    kept("add", "clean")
    run(house, "add", "later.txt", "--edition", "t-113", "--force")
    shutil.rmtree(house / "kept")
    kept("extract")
    reports = {path: path.read_bytes() for path in house.glob("extracted/t-113/*.html")}
    run(house, "extract", "t-113")
    kept("accept", "diff")
    run(house, "accept", "t-113", *ACCEPT)
    kept("catalogue")
    shutil.rmtree(house / "kept")
    for path, content in reports.items():
        path.write_bytes(content)
    kept("report")
    return found


def ours(stands: dict[str, str]) -> dict[str, str]:
    return {path: told for path, told in stands.items() if path.startswith(OURS) and told != "folder"}


def is_passing(path: str) -> bool:
    return any(name in path for name in PASSING)


def check(outcome: dict[str, Any], clean: dict[str, Any], before: dict[str, str]) -> None:
    """Check what came of one fault."""
    what = f"{outcome['fault']} at {outcome['at']}: {outcome['said']}"
    assert "Traceback" not in outcome["said"], what
    killed = outcome["status"] == -9
    assert outcome["status"] in (clean["status"], 2) or (killed and outcome["fault"] == "KILL"), what
    sentences = [line for line in outcome["said"].splitlines() if line.startswith("booklet: ")]
    assert len(sentences) == (outcome["status"] == 2), what
    old, new, stands = ours(before), ours(clean["stands"]), ours(outcome["stands"])
    for path, told in stands.items():
        if not ((killed or "will be finished" in outcome["said"]) and is_passing(path)):
            assert told in (old.get(path), new.get(path)), (
                f"{path} is neither the old nor the new one: {what}"
            )
    lost = {path for path in old if path in new and path not in stands}
    assert not lost, what
    if outcome["status"] == clean["status"]:
        assert stands == new, what
    again = outcome["again"]
    assert "Traceback" not in again["said"], what
    assert again["status"] == clean["status"], what + again["said"]
    whole = ours(again["stands"])
    assert {path for path in whole if is_passing(path)} == set(), what
    logs = {path for path in whole if path.endswith(".log.toml")}  # an acceptance may be logged twice
    assert {path: told for path, told in whole.items() if path not in logs} == {
        path: told for path, told in new.items() if path not in logs
    }, what
    left = [path for path in again["stands"] if path.startswith("tmp/")]
    # Before a folder is marked, and after, for a moment nothing tells it from another's; then it is empty.
    assert not left or (len(left) == 1 and re.fullmatch(r"tmp/booklet-\w{8}", left[0])), what


def all_faults(
    run: Run, house: Path, command: str, faults: Callable[[int], Iterable[tuple[str, int]]]
) -> None:
    """Try a command with faults that are chosen by how many writes it makes."""
    before = contents(house)
    (clean,) = run(house, *COMMANDS[command], faults=[NONE])
    assert clean["status"] in (0, 1), clean["said"]
    assert clean["writes"] > 3
    for outcome in run(house, *COMMANDS[command], faults=faults(clean["writes"])):
        check(outcome, clean, before)


def each(writes: int) -> Iterator[tuple[str, int]]:
    """Yield a fault for each write of a command."""
    return ((FAULTS[at % len(FAULTS)], at) for at in range(1, writes + 1))


def some(writes: int) -> Iterator[tuple[str, int]]:
    """Yield faults for a dozen writes, the first and the last ones among them."""
    chosen = {1, 2, *range(3, writes, writes // 7 + 1), *range(max(3, writes - 6), writes + 1)}
    return ((FAULTS[number % len(FAULTS)], at) for number, at in enumerate(sorted(chosen)))


def few(writes: int) -> Iterator[tuple[str, int]]:
    """Yield faults for six writes, for a command that writes much in one way: most as it puts its folder in place."""
    chosen = {1, writes // 2, *range(writes - 3, writes + 1)}
    return ((FAULTS[number % len(FAULTS)], at) for number, at in enumerate(sorted(chosen)))


def every(writes: int) -> Iterator[tuple[str, int]]:
    return ((fault, at) for at in range(1, writes + 1) for fault in FAULTS)


CHOSEN = {"accept": some, "diff": each, "add": some, "clean": some, "report": few, "extract": few}
"""Where each command is stopped; ``make soak`` stops each at every write, in every way."""


@pytest.mark.parametrize("command", CHOSEN)
def test_a_fault_at_writes(command: str, run: Run, houses: dict[str, Path]) -> None:
    all_faults(run, houses[command], command, CHOSEN[command])


def test_a_fault_at_some_of_the_writes_of_a_catalogue(run: Run, houses: dict[str, Path]) -> None:
    all_faults(run, houses["catalogue"], "catalogue", few)


@pytest.mark.soak
@pytest.mark.parametrize("command", COMMANDS)
def test_every_fault_at_every_write(command: str, run: Run, houses: dict[str, Path]) -> None:
    all_faults(run, houses[command], command, every)


@pytest.mark.parametrize("command", ["accept", "diff", "report", "extract"])
def test_a_file_that_grows_too_large(command: str, run: Run, houses: dict[str, Path]) -> None:
    """The system itself refuses to write on, whatever writes: after the first byte, and just before the last."""
    all_faults(run, houses[command], command, lambda writes: [("SIZE", 1), ("SIZE", 1000)])


WRITTEN_BY_LIBRARIES = ("catalogue.sqlite", "catalogue.xlsx", "parquet/facts.parquet")


def test_a_file_of_the_catalogue_that_a_library_writes_grows_too_large(
    run: Run, houses: dict[str, Path]
) -> None:
    folder = houses["catalogue"] / "catalogue"
    sizes = [(folder / name).stat().st_size - 1 for name in WRITTEN_BY_LIBRARIES]
    all_faults(run, houses["catalogue"], "catalogue", lambda writes: [("SIZE", size) for size in (1, *sizes)])
