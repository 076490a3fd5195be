"""One writer of a folder at a time, whoever the writers are.

The lock is the kernel's, on the folder itself: no file of it stands anywhere, two users of one folder see the same
lock, and it is free as soon as its holder has died.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from pipeline.core.files import LEFT_OVER
from pipeline.core.texts import said

_FILE = ".booklet.lock"
"""Holds the lock where folders cannot (Windows)."""


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """Keep every other run from writing into a folder, and remove what a run that was killed left in it.

    Raises:
        OSError: the folder is not there and cannot be made.
    """
    out.mkdir(parents=True, exist_ok=True)
    with _locked(out):
        for path in out.iterdir():
            if LEFT_OVER.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                path.unlink(missing_ok=True)
        yield


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:
        from filelock import FileLock

        with FileLock(out / _FILE):
            yield
        return
    folder = os.open(out, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            click.echo(said(f"{out} is being written by another run: waiting for it"), err=True)
            fcntl.flock(folder, fcntl.LOCK_EX)
        except OSError as error:  # some network file systems lock no folders
            click.echo(
                said(f"{out} cannot be locked ({error.strerror}): see that nobody else writes there"),
                err=True,
            )
        yield
    finally:
        with suppress(OSError):
            os.close(folder)
