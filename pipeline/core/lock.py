"""One writer of a folder at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from pipeline.core import cache

LEFT_OVER = ".new-*"
"""What a run that was killed leaves beside its outputs."""


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """Keep every other run from writing into a folder, and remove what a run that was killed left in it."""
    from filelock import FileLock, Timeout

    name = hashlib.sha256(str(out.resolve()).encode()).hexdigest()[:16]
    locks = cache.folder() / "locks"
    try:
        locks.mkdir(parents=True, exist_ok=True)
        lock = FileLock(locks / name)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            click.echo(f"{out} is being written by another run: waiting for it", err=True)
            lock.acquire()
    except OSError:  # a home that cannot be written keeps nobody from working
        yield
        return
    try:
        for path in out.glob(LEFT_OVER):
            path.unlink(missing_ok=True)
        yield
    finally:
        lock.release()
