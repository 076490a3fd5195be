"""Stage results kept under the hash of all that they depend on, so that nothing is computed twice and nothing is stale.

Comes in: a stage's name, what its result depends on, and how to make it.  Goes out: the result.  A key holds the hash
of the input, of every module of this package and the versions of the libraries that read, so that an entry is right or
not found; one that is damaged is made again.  The folder is the user's own (``$BOOKLET_CACHE``, else
``$XDG_CACHE_HOME/booklet``, else ``~/.cache/booklet``): entries are pickles, which nobody else may write.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from pipeline.core.sequence_file import Stored, store

Result = TypeVar("Result")
LIMIT = 2 << 30
"""Bytes; beyond this the entries that were used least recently go."""
_LIBRARIES = (
    "pdfplumber",
    "pdfminer.six",
    "pypdfium2",
    "camelot-py",
    "phonenumbers",
    "regex",
    "rapidocr",
    "rapidfuzz",
)
_PACKAGE = Path(__file__).parents[1]


def folder() -> Path:
    """Return where results are kept."""
    if named := os.environ.get("BOOKLET_CACHE"):
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "booklet"


def remembered(stage: str, make: Callable[[], Result], *, keep: bool = True, **depends: object) -> Result:
    """Return a stage's result: the kept one, else the one that ``make`` makes now.

    Args:
        stage: the name of the stage.
        make: computes the result; must depend on nothing that ``depends`` and the code do not tell.
        keep: false computes anew and keeps nothing.
        depends: whatever the result depends on beside the code, each with a ``repr`` that tells it apart.
    """
    if not keep:
        return make()
    entry = folder() / f"{key(stage, **depends)}.{stage}"
    kept: Stored[Result] = Stored(entry)
    if kept.is_whole():
        _used_now(entry)
        return next(iter(kept))
    made = make()
    _keep(entry, partial(store, items=[made]))
    return made


@contextmanager
def stored(
    stage: str, make: Callable[[Path], object], *, keep: bool = True, **depends: object
) -> Iterator[Stored[Any]]:
    """Yield a stage's result that is too large for memory: the kept one, else the one that ``make`` stores now.

    Args:
        stage: the name of the stage.
        make: stores the sequence at a path; must depend on nothing that ``depends`` and the code do not tell.
        keep: false makes anew and keeps nothing: the file is gone afterwards.
        depends: as of ``remembered``.
    """
    entry = folder() / f"{key(stage, **depends)}.{stage}" if keep else None
    if entry and Stored(entry).is_whole():
        _used_now(entry)
        yield Stored(entry)
        return
    with tempfile.TemporaryDirectory(prefix="booklet-") as place:
        made = Path(place) / stage
        make(made)
        if entry:
            _keep(entry, lambda path: shutil.copyfile(made, path))
        yield Stored(made)


def key(stage: str, **depends: object) -> str:
    """Return the name under which a result is kept: 32 hexadecimal digits."""
    told = repr((stage, code_version(), sorted(depends.items())))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


@cache
def code_version() -> str:
    """Return a hash of this package's modules and tables, profiles apart, and of the libraries that read."""
    from importlib.metadata import PackageNotFoundError, version

    whole = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        if path.is_file() and path.suffix in (".py", ".tsv", ".html", ".css", ".js"):
            whole.update(f"{path.relative_to(_PACKAGE)}\0{path.stat().st_size}\0".encode())
            whole.update(path.read_bytes())
    for name in _LIBRARIES:
        with suppress(PackageNotFoundError):
            whole.update(f"{name} {version(name)}\0".encode())
    return whole.hexdigest()


def clean() -> int:
    """Remove every kept result; return how many there were."""
    entries = _entries()
    shutil.rmtree(folder(), ignore_errors=True)
    return len(entries)


def _entries() -> list[Path]:
    return [path for path in folder().glob("*.*") if path.is_file()] if folder().is_dir() else []


def _used_now(entry: Path) -> None:
    with suppress(OSError):
        entry.touch()  # the last to go


def _keep(entry: Path, write: Callable[[Path], object]) -> None:
    """Write an entry, whole or not at all; a cache that cannot be written is no fault of the run."""
    from pipeline.core.files import put

    with suppress(OSError):
        entry.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        put(entry, write)
        _forget_oldest()


def _forget_oldest() -> None:
    entries = sorted(((path.stat(), path) for path in _entries()), key=lambda pair: pair[0].st_mtime_ns)
    size = sum(stat.st_size for stat, _ in entries)
    for stat, path in entries:
        if size <= LIMIT:
            return
        path.unlink(missing_ok=True)
        size -= stat.st_size
