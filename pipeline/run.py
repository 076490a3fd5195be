"""One edition from its file to its outputs: what was computed before is not computed again, and no file is trusted.

Comes in: an edition and how it is to be read.  Goes out: its record, its files written.  What can go wrong is one
sentence in a ``UserError``; outputs that stood before stay as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from filelock import FileLock, Timeout

from pipeline import cache
from pipeline.acquire import Acquired, Edition, acquire
from pipeline.errors import UserError
from pipeline.export import write, write_verification
from pipeline.profile import profile_text
from pipeline.readers import PDF
from pipeline.terminal import Progress
from pipeline.worker import Limits, Tick, in_worker

if TYPE_CHECKING:
    from pipeline.record import Extraction
    from pipeline.verify import Verification

LEFT_OVER = ".new-*"
"""What a run that was killed leaves beside its outputs."""


def run(edition: Edition, out: Path, profile: str, engine: str, *, keep: bool = True) -> Extraction:
    """Return the record of an edition, and write its files into ``out``.

    Args:
        edition: what to read.
        out: the folder of the outputs.
        profile: the name of the layout family.
        engine: what reads a PDF.
        keep: false computes everything anew and keeps nothing.

    Raises:
        UserError: the edition cannot be read, or ``out`` not be written.
    """
    acquired = acquire(edition)
    done: Extraction = cache.remembered(
        "booklet",
        lambda: _extracted(acquired, edition, profile, engine, keep),
        keep=keep,
        sha256=acquired.sha256,
        media_type=acquired.media_type,
        file=acquired.path.name,
        edition=edition.id,
        roc_year=edition.roc_year,
        profile=profile_text(profile),
        engine=engine,
    )
    with alone(out):
        write(done.booklet, out)
    return done


def _extracted(acquired: Acquired, edition: Edition, profile: str, engine: str, keep: bool) -> Extraction:
    import pipeline.extract  # noqa: F401  loaded once here, not once in each process

    work = partial(_extract, acquired, edition, profile, engine, keep)
    with Progress(edition.id) as advance:
        return in_worker(str(acquired.path), work, advance)


def _extract(
    acquired: Acquired, edition: Edition, profile: str, engine: str, keep: bool, tick: Tick
) -> Extraction:
    from pipeline.extract import extract
    from pipeline.profile import load_profile
    from pipeline.readers import page_count

    total = page_count(acquired.path, acquired.media_type)
    most = Limits().pages
    if total is not None and total > most:
        raise UserError(f"{acquired.path} has {total} pages, more than {most}: divide it.")
    settings = load_profile(profile)
    return extract(
        acquired, edition.id, edition.roc_year, settings, lambda page: tick(total), engine, keep=keep
    )


def run_verification(edition: Edition, out: Path, engine: str, *, keep: bool = True) -> Verification | None:
    """Return what other engines say of an edition's PDF, and write it into ``out``; None where it is no PDF.

    Raises:
        UserError: the edition cannot be read, or ``out`` not be written.
    """
    acquired = acquire(edition)
    if acquired.media_type != PDF:
        return None
    found: Verification = cache.remembered(
        "verification",
        lambda: _verified(acquired, edition, engine),
        keep=keep,
        sha256=acquired.sha256,
        engine=engine,
    )
    with alone(out):
        write_verification(found, out)
    return found


def _verified(acquired: Acquired, edition: Edition, engine: str) -> Verification:
    with Progress(f"{edition.id} again") as advance:
        return in_worker(str(acquired.path), partial(_verify, acquired, engine), advance)


def _verify(acquired: Acquired, engine: str, tick: Tick) -> Verification:
    from pipeline.readers import page_count
    from pipeline.verify import verify

    total = page_count(acquired.path, acquired.media_type)
    twice = total and 2 * total
    return verify(acquired, engine, lambda page: tick(twice))


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """Keep every other run from writing into a folder, and remove what a run that was killed left in it."""
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
