"""Work on a file that nobody has vouched for, in a process of its own with limits.

Comes in: a function, what it works on, and the files that it needs.  Goes out: its result; or one sentence, whatever
the file did to the process: a crash of a library, memory or time without end.  The caller's process never holds the
file.

On Linux the process gives up the network, all other files and all other processes before it opens anything
(``confine``), so that a file that takes over a library gains nothing by it; where that fails, it is said once.  What
comes back is data of the type that was asked for (``codec``).
"""

from __future__ import annotations

import errno
import faulthandler
import gc
import mimetypes
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline.core import cache as kept
from pipeline.core.codec import DamagedError, codec
from pipeline.core.confine import confinement
from pipeline.core.errors import UserError, brief
from pipeline.core.limits import GIGABYTE, MEMORY, SECONDS, Limits
from pipeline.core.scratch import scratch
from pipeline.core.texts import said

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Result = TypeVar("Result")
Tick = Callable[[int | None], None]
"""Called at each sign of progress with how many there will be in all, where that is known."""
Watch = Callable[[str], AbstractContextManager[Tick]]
"""Gives what shows the progress of work of this title, as long as it goes on."""
SELDOM = 100_000
"""Objects made before the process looks for circles of them, of which it makes few: a tenth of its time otherwise."""
DEBUG = "BOOKLET_DEBUG"
"""The variable that shows where in a library a file could not be read."""

LONGEST_MESSAGE = 1 << 30
"""Bytes; a process that sends more was taken over."""
_PATIENCE = 30
"""Times the seconds of computing that may pass on the clock: a busy machine is not the file's fault."""


@dataclass(frozen=True, slots=True)
class Access:
    """The files that work may use, beside the libraries of this program."""

    reads: tuple[Path, ...] = ()
    writes: tuple[Path, ...] = ()
    """Folders in which it may do all."""
    keeps: str | None = None
    """The hash of the file that is worked on: what is remembered of it is kept apart from all else."""


@dataclass(frozen=True, slots=True)
class Entered:
    """The first message: whether all of the confinement holds."""

    whole: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """A sign of progress, and how many there will be in all."""

    total: int | None


@dataclass(frozen=True, slots=True)
class Failed:
    """The sentence that says what is wrong."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Done:
    """The result, in the codec of its own type."""

    content: bytes


Message = Entered | Progress | Failed | Done
"""What crosses the border between the processes."""


def unwatched(title: str) -> AbstractContextManager[Tick]:
    """Show nothing."""
    return nullcontext(lambda total: None)


def in_worker(
    name: str,
    work: Callable[[Tick], Result],
    tick: Tick = lambda total: None,
    limits: Limits | None = None,
    *,
    kind: Any = Any,
    access: Access | None = None,
) -> Result:
    """Return what ``work`` returns, computed in a process of its own; arguments and errors are those of ``started``."""
    with started(name, work, tick, limits, kind=kind, access=access) as result:
        return result()


@contextmanager
def started(
    name: str,
    work: Callable[[Tick], Result],
    tick: Tick = lambda total: None,
    limits: Limits | None = None,
    *,
    kind: Any = Any,
    access: Access | None = None,
) -> Iterator[Callable[[], Result]]:
    """Begin to compute in a process of its own; yield what waits for the result, so that both can work meanwhile.

    Args:
        name: what is worked on, for the sentence that says what is wrong.
        work: gets a function to call at each sign of progress.
        tick: called in this process at each sign of progress, while the result is waited for.
        limits: what the work may cost.
        kind: the type of the result, as ``codec`` takes it.
        access: the files that it may use.

    Raises:
        UserError: ``work`` raised it; or the process died, took too long or took too much memory.
    """
    import multiprocessing  # a rerun starts no process

    limits, access = limits or Limits(), access or Access()
    own = kept.folder_of(access.keeps) if access.keeps else None
    # A fork costs 5 ms, a new interpreter as much as a whole booklet; elsewhere than on Linux a fork is not safe.
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with scratch() as place:
        ours, theirs = context.Pipe(duplex=False)
        told = (name, work, theirs, ours, limits, kind, access, own, place)
        process = context.Process(target=_serve, args=told, daemon=True)
        process.start()
        theirs.close()
        try:
            yield lambda: _result(name, ours, process, tick, limits, kind)
        finally:
            ours.close()
            if process.is_alive():
                process.kill()
            process.join()


def _result(name: str, pipe: Connection, process: Any, tick: Tick, limits: Limits, kind: Any) -> Any:
    """Wait for the result; the errors are those of ``started``."""
    clock = _Clock(process.pid, limits.seconds)
    try:
        while True:
            while not pipe.poll(min(limits.seconds, 1.0)):
                if sentence := clock.fault(name):
                    raise UserError(sentence)
            message = codec(Message).decode(pipe.recv_bytes(LONGEST_MESSAGE))
            clock = _Clock(process.pid, limits.seconds)
            if isinstance(message, Progress):
                tick(message.total)
            elif isinstance(message, Failed):
                raise UserError(message.sentence)
            elif isinstance(message, Done):
                return codec(kind).decode(message.content)
            elif not message.whole:
                _say_open()
    except EOFError:
        process.join(5)
        raise UserError(_death(name, process.exitcode, limits)) from None
    except (DamagedError, OSError) as error:
        raise UserError(
            f"{name} made its reader answer what is no answer ({brief(error)}): trust it not."
        ) from error


class _Clock:
    """What a process has computed and how long it took, since the clock was made."""

    def __init__(self, process: int, seconds: float) -> None:
        self.process, self.seconds = process, seconds
        self.computed, self.began = self._computed(), time.monotonic()

    def _computed(self) -> float | None:
        """Return the seconds that all threads of the process have computed; None where that cannot be told."""
        try:
            told = Path(f"/proc/{self.process}/stat").read_bytes().rpartition(b")")[2].split()
            return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, IndexError, ValueError):
            return None

    def fault(self, name: str) -> str | None:
        """Return what is to be said where it has gone on for too long."""
        now = self._computed()
        if self.computed is not None and now is not None and now - self.computed > self.seconds:
            return (
                f"{name} was given up after {self.seconds:g} seconds of computing without progress: it is damaged, or "
                f"made to stop readers; if it is neither, set {SECONDS.variable} to more."
            )
        if time.monotonic() - self.began > self.seconds * _PATIENCE:
            return (
                f"{name} was given up after {self.seconds * _PATIENCE:g} seconds in which its reader got nothing done: "
                f"this machine is too busy, so try again, or set {SECONDS.variable} to more than {self.seconds:g}."
            )
        return None


@cache
def _say_open() -> None:
    click.echo(
        said(
            "booklet: no sandbox holds on this system (it takes Landlock and seccomp, of Linux 5.13): files are read "
            "within limits of time and memory alone, so read none that you do not trust"
        ),
        err=True,
    )


def _serve(
    name: str,
    work: Callable[[Tick], Any],
    pipe: Connection,
    other_end: Connection,
    limits: Limits,
    kind: Any,
    access: Access,
    own: Path | None,
    place: Path,
) -> None:
    """Run in the process: send ticks, then the result or a sentence."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent stops us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    other_end.close()  # which would keep the pipe open, and us waiting, after the parent has died
    _die_with_parent()
    if not os.environ.get(DEBUG):
        faulthandler.disable()  # a crash is told in one sentence
    gc.set_threshold(SELDOM)
    tempfile.tempdir = os.environ["TMPDIR"] = str(place)
    kept.confine(own)
    _limit(limits)
    writes = (place, *((own,) if own else ()), *access.writes, Path(os.devnull))
    whole = confinement((*_libraries(), *access.reads), writes).enter()

    def send(message: Message) -> None:
        pipe.send_bytes(codec(Message).encode(message))

    try:
        send(Entered(whole))
        end: Message = Done(codec(kind).encode(work(lambda total: send(Progress(total)))))
    except Exception as error:
        end = Failed(_sentence(name, error, limits))
    with suppress(BrokenPipeError):
        send(end)
    pipe.close()
    os._exit(0)  # nothing of the parent's is to be cleaned up twice


def _libraries() -> Iterable[Path]:
    """Return what a reader needs beside its file: Python, the libraries, fonts, and what tells of the machine."""
    package = Path(__file__).resolve().parents[1]
    installed = (Path(each) for each in sys.path if each.endswith(("site-packages", "dist-packages")))
    system = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts", "/etc/localtime", "/dev/urandom")
    machine = ("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu")
    types = mimetypes.knownfiles  # openpyxl asks for them: no workbook was read where /etc/mime.types was
    found = map(Path, (*system, *machine, *types))
    return (package, Path(sys.prefix), Path(sys.base_prefix), *installed, *found)


def _sentence(name: str, error: Exception, limits: Limits) -> str:
    """Return what is to be said of whatever ended the work."""
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, MemoryError):
        return _too_large(name, limits)
    if isinstance(error, RecursionError):
        return f"{name} is nested too deeply to be read: have it made again by another program."
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return f"{name} gives more than {limits.output:,} bytes: it is made to fill disks, or too long: divide it."
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{Path(tempfile.gettempdir()).parent} has no room for what is made of {name}: make room, or set TMPDIR."
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
                bound = most if hard < 0 else min(most, hard)
                resource.setrlimit(kind, (bound, bound))


def _fault(error: Exception) -> str:
    words = brief(error)
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _death(name: str, status: int | None, limits: Limits) -> str:
    if status is not None and status < 0:
        if -status == getattr(signal, "SIGKILL", 9):
            return _too_large(name, limits)
        known = {"SIGSEGV": "crashed", "SIGABRT": "gave up", "SIGTRAP": "gave up"}
        what = next(
            (said for name, said in known.items() if getattr(signal, name, 0) == -status), "was stopped"
        )
        return f"{name} cannot be read (the reader {what}, signal {-status}): it is damaged or too large."
    return f"{name} cannot be read (the reader ended with status {status}): it is damaged or too large."


def _too_large(name: str, limits: Limits) -> str:
    return (
        f"{name} takes more memory than a booklet may: it is damaged, or made to exhaust readers; if it is neither, "
        f"set {MEMORY.variable} to more than {limits.memory / GIGABYTE:g} (gigabytes)."
    )
