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
from pathlib import Path

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
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    try:
        handle = os.open(folder / _MARK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            _held(handle)
            os.write(handle, _SIGNATURE)
            yield folder
        finally:
            os.close(handle)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def sweep() -> None:
    """Remove what runs that were killed have left; once in a process.

    Raises:
        OSError: the system has no folder for such files.
    """
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if _NAME.fullmatch(folder.name) and _left(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _left(folder: Path) -> bool:
    """Tell whether a folder is ours and nobody's any more."""
    told = folder.lstat()
    if folder.is_symlink() or (hasattr(os, "geteuid") and told.st_uid != os.geteuid()):
        return False
    handle = os.open(folder / _MARK, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        return os.read(handle, len(_SIGNATURE) + 1) == _SIGNATURE and _held(handle)
    finally:
        os.close(handle)


def _held(handle: int) -> bool:
    """Take the lock of an open file, if it is free; it is held until the file is closed."""
    try:
        import fcntl
    except ImportError:  # Windows: an open file cannot be removed
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
