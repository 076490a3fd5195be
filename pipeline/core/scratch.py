"""Folders for what a run needs no longer than it lasts; what a run that was killed left is removed by the next one.

A folder is ours to remove by its name, by its owner, and by the lock file in it, which bears our mark and which nobody
holds any more.  A worker inherits the lock and dies with its parent, so that no folder goes while somebody works in it.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

_PREFIX = "booklet-"
_NAME = re.compile(r"booklet-[a-z0-9_]{8}")
_MARK = ".booklet-scratch"
_SIGNATURE = b"booklet: a folder of a run; it may be removed when no run holds this file\n"


@contextmanager
def scratch() -> Iterator[Path]:
    """Yield a new folder, which is gone afterwards, with all that stands in it.

    Raises:
        OSError: it cannot be made.
    """
    sweep()
    folder, handle = _begun()
    try:
        yield folder
    finally:
        os.close(handle)
        _remove(folder)


def _begun() -> tuple[Path, int]:
    """Return a new folder and its open mark, which is locked."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        try:
            handle = os.open(folder / _MARK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            if _held(handle) and os.fstat(handle).st_nlink:
                os.write(handle, _SIGNATURE)
                return folder, handle
            os.close(handle)  # another run took it for one that a killed run left
        except BaseException:
            _remove(folder)
            raise


def _remove(folder: Path) -> None:
    """Remove a folder of ours, its mark last: until then it is known as ours."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != _MARK:
                path.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


@cache
def sweep() -> None:
    """Remove what runs that were killed have left; once in a process.

    Raises:
        OSError: the system has no folder for such files.
    """
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if _NAME.fullmatch(folder.name):
            with suppress(OSError):
                _remove_left(folder)


def _remove_left(folder: Path) -> None:
    """Remove a folder that is ours and nobody's any more.

    Raises:
        OSError: it is another.
    """
    told = folder.lstat()
    if folder.is_symlink() or (hasattr(os, "geteuid") and told.st_uid != os.geteuid()):
        return
    handle = os.open(folder / _MARK, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        # A mark that is cut off was being written.
        if _SIGNATURE.startswith(os.read(handle, len(_SIGNATURE) + 1)) and _held(handle):
            _remove(folder)
    finally:
        os.close(handle)


def _held(handle: int) -> bool:
    """Take the lock of an open file, if it is free; it is held until the file is closed."""
    try:
        _lock(handle)
    except OSError:
        return False
    return True


def _lock(handle: int) -> None:
    """Lock an open file.

    Raises:
        OSError: it is locked by another.
    """
    try:
        import fcntl
    except ImportError:  # Windows locks bytes, each for one process
        windows: Any = import_module("msvcrt")
        os.lseek(handle, 0, os.SEEK_SET)
        windows.locking(handle, windows.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
