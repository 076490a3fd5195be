"""Whatever a file does to the process that reads it costs one sentence, and the caller goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.editions.sandbox import Limits, in_worker, started


def sentence(work, **limits) -> str:
    with pytest.raises(UserError) as caught:
        in_worker("booklet.pdf", work, limits=Limits(**limits))
    said = str(caught.value)
    assert said.startswith("booklet.pdf ")
    assert "\n" not in said
    return said


def test_the_result_comes_back_and_each_tick_is_told() -> None:
    ticks: list[int | None] = []

    def work(tick):
        for _ in range(3):
            tick(3)
        return {"process": os.getpid()}

    result = in_worker("booklet.pdf", work, ticks.append)
    assert ticks == [3, 3, 3]
    assert result["process"] != os.getpid()


def test_a_sentence_is_passed_on_as_it_is() -> None:
    def work(tick):
        raise UserError("booklet.pdf is encrypted: save it without a password.")

    assert sentence(work) == "booklet.pdf is encrypted: save it without a password."


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_a_death_is_one_sentence(number: int) -> None:
    assert sentence(lambda tick: os.kill(os.getpid(), number))


def test_a_silent_end_is_one_sentence() -> None:
    assert "status 3" in sentence(lambda tick: os._exit(3))


def test_no_progress_is_given_up_and_the_process_is_gone() -> None:
    before = children()
    assert "0.3 seconds" in sentence(lambda tick: time.sleep(60), seconds=0.3)
    assert children() == before


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def test_progress_keeps_long_work_alive() -> None:
    def work(tick):
        for _ in range(8):
            time.sleep(0.1)
            tick(None)
        return "done"

    assert in_worker("booklet.pdf", work, limits=Limits(seconds=0.6)) == "done"


def test_memory_without_end_is_one_sentence() -> None:
    assert "memory" in sentence(lambda tick: len(bytearray(1 << 32)), memory=1 << 30)


@pytest.mark.skipif(sys.platform != "linux", reason="bounds as Linux knows them")
def test_output_without_end_is_one_sentence(tmp_path: Path) -> None:
    def fill(tick):
        with (tmp_path / "out").open("wb") as file:
            for _ in range(1000):
                file.write(bytes(10_000))

    assert "more than 1,000,000 bytes" in sentence(fill, output=1_000_000)
    assert (tmp_path / "out").stat().st_size <= 1_000_000


def test_a_full_disk_is_one_sentence_that_says_where() -> None:
    def write(tick):
        with Path("/dev/full").open("wb", buffering=0) as file:
            file.write(b"x")

    with pytest.raises(
        UserError, match=r"has no room for what is made of booklet\.pdf: make room, or set TMPDIR"
    ):
        in_worker("booklet.pdf", write)


def test_recursion_and_faults_of_libraries_are_one_sentence() -> None:
    def deep(tick):
        return deep(tick)

    assert "nested" in sentence(deep)
    assert "KeyError: 'Pages'" in sentence(lambda tick: {}["Pages"])
    assert len(sentence(lambda tick: int("x\n" * 10_000))) < 400


def test_what_the_parent_has_not_printed_yet_is_not_printed_twice(capfd: pytest.CaptureFixture[str]) -> None:
    print("once", end="")
    in_worker("booklet.pdf", lambda tick: None)
    print()
    assert capfd.readouterr().out == "once\n"


def test_both_work_until_the_result_is_waited_for(tmp_path: Path) -> None:
    def work(tick):
        tick(2)
        (tmp_path / "worked").touch()
        return "done"

    ticks: list[int | None] = []
    with started("booklet.pdf", work, ticks.append) as result:
        until = time.monotonic() + 30
        while not (tmp_path / "worked").exists() and time.monotonic() < until:
            time.sleep(0.01)
        assert ticks == []
        assert result() == "done"
    assert ticks == [2]


def test_work_that_nobody_waits_for_is_stopped(tmp_path: Path) -> None:
    def work(tick):
        time.sleep(1)
        (tmp_path / "ended").touch()

    with started("booklet.pdf", work):
        pass
    time.sleep(1.2)
    assert not (tmp_path / "ended").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it ends at its next sign of progress")
@pytest.mark.parametrize("busy", ["time.sleep(60)", "[tick(1) for _ in range(10**6)]", "return bytes(10**7)"])
def test_work_dies_with_the_process_that_waits_for_it(busy: str) -> None:
    """A run that is killed leaves no process behind, whatever its worker was doing: nobody would ever end it."""
    code = f"""
import os, time
from pipeline.editions.sandbox import started
def work(tick):
    print(os.getpid(), flush=True)
    {busy}
with started("booklet.pdf", work) as result:
    time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    until = time.monotonic() + 20
    while _lives(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _lives(worker)


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
