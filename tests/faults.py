"""Stop a command at its nth write to the disk: ``python -m tests.faults``, in a process of its own.

Comes in, a line of JSON for each request: a folder, a command, and the writes that are to fail, and how.  Goes out a
line of JSON: of each fault, how the command ended, what it said, and what stood in a copy of the folder then and after
a second run, which nothing disturbs.  Without faults the command is run in the folder itself.

Everything that Python writes goes through the calls of ``os`` that stand below: its own ``open`` is replaced by the one
that is written in Python.  What libraries write themselves (SQLite, Arrow) is stopped by the size of a file, which the
system bounds.  A worker of the command is a copy of it and counts on.
"""

from __future__ import annotations

import _pyio
import builtins
import ctypes
import errno
import gc
import hashlib
import importlib
import io
import json
import mmap
import os
import pkgutil
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

NEW = os.O_CREAT | os.O_TRUNC
NONE = ("ENOSPC", 0)
"""No write is the 0th."""


def contents(folder: Path) -> dict[str, str]:
    """Return the hash of every file of a folder, or "folder", by its path in it."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else "folder"
        for path in sorted(folder.rglob("*"))
    }


class Writes:
    """Counts the writes below a folder, in this process and those that it forks, and has one of them fail."""

    def __init__(self, folder: Path, fault: str, at: int) -> None:
        self.folder, self.fault, self.at = str(folder), fault, at
        self.count = mmap.mmap(-1, 8)

    def reached(self) -> int:
        return int.from_bytes(self.count[:], "little")

    def step(self, where: int | str | Path) -> None:
        """Fail if this is the nth write."""
        path = str(
            Path(f"/proc/self/fd/{where}").readlink() if isinstance(where, int) else Path(where).absolute()
        )
        if not path.startswith(self.folder):
            return
        self.count[:] = (self.reached() + 1).to_bytes(8, "little")
        if self.reached() != self.at:
            return
        if self.fault == "KILL":
            os.kill(os.getpid(), signal.SIGKILL)
        code = getattr(errno, self.fault)
        raise OSError(code, os.strerror(code))

    def watch(self) -> None:
        """Put this in the place of the calls of ``os``."""

        def counted(name: str, place: int = 0, when: Callable[..., bool] = lambda *_: True) -> None:
            real = getattr(os, name)

            def call(*arguments: Any, **more: Any) -> Any:
                if when(*arguments):
                    self.step(arguments[place])
                return real(*arguments, **more)

            setattr(os, name, call)

        counted("open", when=lambda path, flags=0, *_: isinstance(path, (str, Path)) and bool(flags & NEW))
        for name in ("write", "fsync", "replace", "rename", "mkdir", "unlink", "rmdir"):
            counted(name)
        del os.sendfile  # type: ignore[attr-defined]  # files are copied by reading and writing
        shutil._USE_CP_SENDFILE = False  # type: ignore[attr-defined]
        io.open = builtins.open = _pyio.open  # type: ignore[assignment]


def run(house: Path, command: list[str], fault: str, at: int) -> dict[str, Any]:
    """Run a command in a folder, in a copy of this process; return its status, what it said, and the writes."""
    writes = Writes(house, fault, at)
    here, there = os.pipe()  # a file could not grow
    child = os.fork()
    if not child:
        _child(house, command, writes, there)
    os.close(there)
    with open(here, "rb") as said:  # noqa: PTH123
        told = said.read().decode(errors="replace")
    _, status = os.waitpid(child, 0)
    while _orphans():  # a worker that dies with the command
        pass
    return {"status": os.waitstatus_to_exitcode(status), "said": told, "writes": writes.reached()}


def _orphans() -> bool:
    """Wait for one of the processes that a command has left to this one; tell whether there was one."""
    with suppress(ChildProcessError):
        os.wait()
        return True
    return False


def _child(house: Path, command: list[str], writes: Writes, said: int) -> None:
    status = 99
    try:
        os.chdir(house)
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 0)
        os.dup2(null, 1)
        os.dup2(said, 2)
        sys.stdout, sys.stderr = (open(number, "w", closefd=False) for number in (1, 2))  # noqa: SIM115
        os.environ |= {"BOOKLET_CACHE": str(house / "kept"), "TMPDIR": str(house / "tmp")}
        tempfile.tempdir = str(house / "tmp")  # Python looks for one that it can write into
        if writes.fault == "SIZE":
            resource.setrlimit(resource.RLIMIT_FSIZE, (writes.at, writes.at))
        else:
            writes.watch()
        from pipeline.cli import main

        main(command, prog_name="booklet")
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def tried(source: Path, command: list[str], fault: str, at: int) -> dict[str, Any]:
    """Run a command in a copy of a folder with a fault, and again without."""
    with tempfile.TemporaryDirectory(prefix="faults-") as place:
        house = Path(place) / "house"
        shutil.copytree(source, house, symlinks=True)
        first = run(house, command, fault, at) | {"fault": fault, "at": at, "stands": contents(house)}
        if at:
            first["again"] = run(house, command, *NONE) | {"stands": contents(house)}
        return first


def main() -> None:
    """Do what is asked for, line by line."""
    import pipeline
    from pipeline.core.record import Model

    take_orphans = 36  # PR_SET_CHILD_SUBREAPER of <sys/prctl.h>
    ctypes.CDLL(None).prctl(take_orphans, 1, 0, 0, 0)
    for room in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if "__main__" not in room.name and "corpus" not in room.name:
            importlib.import_module(room.name)
    for each in Model.__subclasses__():  # before the process is copied, and not in each copy
        each.model_rebuild()
    gc.freeze()
    for line in sys.stdin:
        told = json.loads(line)
        house, command = Path(told["house"]), told["command"]
        faults = told["faults"]
        outcomes = [tried(house, command, *fault) for fault in faults] or [run(house, command, *NONE)]
        print(json.dumps(outcomes), flush=True)


if __name__ == "__main__":
    main()
