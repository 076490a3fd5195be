"""An acceptance is written whole or not at all, whatever stops it, whoever else writes, whatever the reason holds."""

from __future__ import annotations

import errno
import multiprocessing
import os
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.checks.golden import differences, has_golden, log_of, pending, read_golden
from pipeline.core.errors import UserError
from pipeline.core.record import Booklet
from pipeline.review import acceptance
from tests.demonstrations import demo

STEPS = ("replace", "unlink", "open")
"""Calls of the system by which a file comes, changes or goes."""


def accepted(golden: Path, booklet: Booklet, reason: str) -> None:
    acceptance.accept(booklet, golden, digest=False, who="王 <a@b.tw>", when=date(2023, 3, 1), reason=reason)


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    """Golden of the year before, with its log."""
    path = tmp_path / "golden" / "demo-112.json"
    accepted(path, demo(112), "read before")
    return path


def changed() -> Booklet:
    booklet = demo(112).model_copy(deep=True)
    booklet.programmes[0].name = "改名"
    return booklet


def reasons(golden: Path) -> list[str]:
    return [entry["reason"] for entry in tomllib.loads(log_of(golden).read_text("utf-8"))["accepted"]]


def state(golden: Path) -> tuple[bool, list[str]]:
    """Return whether golden is the new record, and what its log says, as the next command finds them."""
    is_new = not differences(read_golden(golden), changed())
    assert is_new or not differences(read_golden(golden), demo(112))
    return is_new, reasons(golden)


def stopping(at: int, stop: Callable[[], Any], count: list[int]) -> Callable[[str], None]:
    """Return a hook that stops the work at the nth change of a file."""

    def hook(event: str, args: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
        if (event in ("os.rename", "os.remove") or writes) and "golden" in str(args[0]):
            count[0] += 1
            if count[0] == at:
                stop()

    return hook  # type: ignore[return-value]


def in_child(work: Callable[[], Any]) -> int:
    """Run in a process of its own; return its status."""
    child = os.fork()
    if not child:
        try:
            work()
        except UserError:
            os._exit(2)
        except BaseException:
            os._exit(3)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def stopped(golden: Path, at: int, stop: Callable[[], Any]) -> int:
    import sys

    def work() -> None:
        sys.addaudithook(stopping(at, stop, [0]))
        accepted(golden, changed(), "read again")

    return in_child(work)


def test_killed_at_any_change_of_a_file_it_is_whole_or_not_at_all(golden: Path) -> None:
    seen = set()
    before = golden.read_bytes(), log_of(golden).read_bytes()
    for at in range(1, 100):
        status = stopped(golden, at, lambda: os._exit(9))
        new, log = state(golden)
        assert log == (["read before", "read again"] if new else ["read before"]), at
        assert not pending(golden).exists()
        seen.add(new)
        golden.write_bytes(before[0])
        log_of(golden).write_bytes(before[1])
        if status == 0:
            break
    assert status == 0
    assert at > 7, (
        "a file for the pending step, two for golden and log, each opened, renamed, and one removed"
    )
    assert seen == {True, False}


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_full_or_broken_disk_at_any_change_costs_a_sentence_and_leaves_both_or_neither(
    golden: Path, code: int
) -> None:
    def fail() -> None:
        raise OSError(code, os.strerror(code))

    before = golden.read_bytes(), log_of(golden).read_bytes()
    for at in range(1, 100):
        status = stopped(golden, at, fail)
        assert status in (0, 2), "no traceback"
        new, log = state(golden)
        assert log == (["read before", "read again"] if new else ["read before"]), at
        golden.write_bytes(before[0])
        log_of(golden).write_bytes(before[1])
        if status == 0:
            break
    assert status == 0


def test_a_first_acceptance_that_was_stopped_is_found(tmp_path: Path) -> None:
    golden = tmp_path / "golden" / "new.json"
    for at in range(1, 100):
        stopped(golden, at, lambda: os._exit(9))
        if pending(golden).exists():
            break
    assert pending(golden).exists()
    assert not golden.exists()
    assert has_golden(golden)
    assert reasons(golden) == ["read again"]


def test_a_pending_file_that_is_none_is_one_sentence(golden: Path) -> None:
    for content in (b"", b"[]", b'{"golden": 1, "log": ""}', b"[" * 5000):
        pending(golden).write_bytes(content)
        with pytest.raises(UserError, match="is no acceptance: remove it"):
            read_golden(golden)


def _accepts(golden: Path, number: int) -> None:
    accepted(golden, demo(112), f"reader {number}")


def test_four_at_once_are_all_in_the_log(golden: Path) -> None:
    context = multiprocessing.get_context("fork")
    readers = [context.Process(target=_accepts, args=(golden, number)) for number in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join(60)
    assert [reader.exitcode for reader in readers] == [0] * 4
    assert sorted(reasons(golden)) == ["read before", *(f"reader {number}" for number in range(4))]
    assert differences(read_golden(golden), demo(112)) == []


@pytest.mark.parametrize("sign", ["\x7f", "\x00", "\x1b", "\x85", "\u2028", '"', "\\", "\n", "'''", "\ufdd0"])
def test_a_reason_may_hold_any_character(golden: Path, sign: str) -> None:
    accepted(golden, demo(112), f"read{sign}again")
    assert reasons(golden) == ["read before", f"read{sign}again"]
    accepted(golden, demo(112), "and once more")
    assert len(reasons(golden)) == 3


def test_a_reason_that_is_no_text_is_one_sentence_and_nothing_is_written(golden: Path) -> None:
    before = golden.read_bytes(), log_of(golden).read_bytes()
    with pytest.raises(UserError, match="bytes that are no text"):
        accepted(golden, changed(), "read \udcff again")
    assert (golden.read_bytes(), log_of(golden).read_bytes()) == before


@pytest.mark.parametrize(
    "reason", ["", " ", "\n\t", "...", "ok", "-----", "？！", "讀", "\u3000", "\x7f\x7f\x7f\x7f"]
)
def test_a_reason_must_say_something(golden: Path, reason: str) -> None:
    with pytest.raises(UserError, match="says nothing"):
        accepted(golden, changed(), reason)
    assert state(golden) == (False, ["read before"])


@pytest.mark.parametrize("reason", ["已讀", "read", " 與原件逐頁核對 "])
def test_a_short_reason_is_one(reason: str) -> None:
    assert acceptance.said(reason) == reason.strip()


@pytest.mark.parametrize("content", [b"[[accepted]\n", b"\xff", b"x = " + b"1" * 5000, b"a = " + b"[" * 9000])
def test_a_log_that_is_none_is_one_sentence_and_stays(golden: Path, content: bytes) -> None:
    log_of(golden).write_bytes(content)
    before = golden.read_bytes()
    with pytest.raises(UserError, match="restore it from the repository"):
        accepted(golden, changed(), "read again")
    assert (golden.read_bytes(), log_of(golden).read_bytes()) == (before, content)
