"""Work on a file that nobody has vouched for, in a process of its own with limits.

Comes in: a function and what it works on.  Goes out: its result; or one sentence, whatever the file did to the process:
a crash of a library, memory or time without end.  The caller's process never holds the file.
"""

from __future__ import annotations

import errno
import faulthandler
import gc
import multiprocessing
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from pipeline.core.errors import UserError, brief

Result = TypeVar("Result")
Tick = Callable[[int | None], None]
"""Called at each sign of progress with how many there will be in all, where that is known."""
Watch = Callable[[str], AbstractContextManager[Tick]]
"""Gives what shows the progress of work of this title, as long as it goes on."""
SELDOM = 100_000
"""Objects made before the process looks for circles of them, of which it makes few: a tenth of its time otherwise."""
DEBUG = "BOOKLET_DEBUG"
"""The variable that shows where in a library a file could not be read."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost: seconds between two signs of progress, bytes of memory, pages, bytes of each output."""

    seconds: float = 120
    memory: int = 6 << 30
    pages: int = 20_000
    output: int = 4 << 30


def unwatched(title: str) -> AbstractContextManager[Tick]:
    """Show nothing."""
    return nullcontext(lambda total: None)


def in_worker(
    name: str, work: Callable[[Tick], Result], tick: Tick = lambda total: None, limits: Limits | None = None
) -> Result:
    """Return what ``work`` returns, computed in a process of its own; arguments and errors are those of ``started``."""
    with started(name, work, tick, limits) as result:
        return result()


@contextmanager
def started(
    name: str, work: Callable[[Tick], Result], tick: Tick = lambda total: None, limits: Limits | None = None
) -> Iterator[Callable[[], Result]]:
    """Begin to compute in a process of its own; yield what waits for the result, so that both can work meanwhile.

    Args:
        name: what is worked on, for the sentence that says what is wrong.
        work: gets a function to call at each sign of progress; it and its result can be pickled.
        tick: called in this process at each sign of progress, while the result is waited for.
        limits: what the work may cost.

    Raises:
        UserError: ``work`` raised it; or the process died, took too long or took too much memory.
    """
    limits = limits or Limits()
    # A fork costs 5 ms, a new interpreter as much as a whole booklet; elsewhere than on Linux a fork is not safe.
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(name, work, theirs, ours, limits), daemon=True)
    process.start()
    theirs.close()

    def result() -> Result:
        try:
            while ours.poll(limits.seconds):
                kind, value = ours.recv()
                if kind == "tick":
                    tick(value)
                elif kind == "error":
                    raise UserError(value)
                else:
                    made: Result = value
                    return made
        except EOFError:
            process.join(5)
            raise UserError(_death(name, process.exitcode)) from None
        raise UserError(
            f"{name} was given up after {limits.seconds:g} seconds without progress: "
            "it is damaged, or made to stop readers."
        )

    try:
        yield result
    finally:
        ours.close()
        if process.is_alive():
            process.kill()
        process.join()


def _serve(
    name: str, work: Callable[[Tick], Any], pipe: Connection, other_end: Connection, limits: Limits
) -> None:
    """Run in the process: send ticks, then the result or a sentence."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent stops us
    other_end.close()  # which would keep the pipe open, and us waiting, after the parent has died
    _die_with_parent()
    if not os.environ.get(DEBUG):
        faulthandler.disable()  # a crash is told in one sentence
    gc.set_threshold(SELDOM)
    _limit(limits)
    try:
        message = ("done", work(lambda total: pipe.send(("tick", total))))
    except Exception as error:
        message = ("error", _sentence(name, error, limits))
    with suppress(BrokenPipeError):
        pipe.send(message)
    pipe.close()
    os._exit(0)  # nothing of the parent's is to be cleaned up twice


def _sentence(name: str, error: Exception, limits: Limits) -> str:
    """Return what is to be said of whatever ended the work."""
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, MemoryError):
        return _too_large(name)
    if isinstance(error, RecursionError):
        return f"{name} is nested too deeply to be read: have it made again by another program."
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return f"{name} gives more than {limits.output:,} bytes: it is made to fill disks, or too long: divide it."
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{tempfile.gettempdir()} has no room for what is made of {name}: make room, or set TMPDIR."
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
    return (  # a library's fault, brought about by the file
        f"{name} cannot be read ({_fault(error)}): it is damaged, so open it and save it anew; "
        f"or the program is at fault, and {DEBUG}=1 shows where."
    )


def _die_with_parent() -> None:
    """Have Linux end this process with the one that waits for it; elsewhere its next sign of progress does."""
    if sys.platform == "linux":
        import ctypes

        set_death_signal = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)


def _limit(limits: Limits) -> None:
    """Bound what this process can take; where the system knows no such bounds, it has none."""
    with suppress(ImportError):
        import resource

        for kind, most in (
            (resource.RLIMIT_AS, limits.memory),
            (resource.RLIMIT_FSIZE, limits.output),
            (resource.RLIMIT_CORE, 0),
        ):
            with suppress(ValueError, OSError):
                _, hard = resource.getrlimit(kind)
                resource.setrlimit(kind, (most if hard < 0 else min(most, hard), hard))


def _fault(error: Exception) -> str:
    words = brief(error)
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _death(name: str, status: int | None) -> str:
    if status is not None and status < 0:
        if -status == signal.SIGKILL:
            return _too_large(name)
        known = {signal.SIGSEGV: "crashed", signal.SIGABRT: "gave up", signal.SIGTRAP: "gave up"}
        what = known.get(signal.Signals(-status), "was stopped")
        return f"{name} cannot be read (the reader {what}, signal {-status}): it is damaged or too large."
    return f"{name} cannot be read (the reader ended with status {status}): it is damaged or too large."


def _too_large(name: str) -> str:
    return f"{name} takes more memory than a booklet may: it is damaged, or made to exhaust readers."
