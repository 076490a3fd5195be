"""Stage results kept under the hash of all that they depend on, so that nothing is computed twice and nothing is stale.

Comes in: a stage's name, what its result depends on, and how to make it.  Goes out: the result.  A key holds the hash
of the input, of every module of this package and the versions of the libraries that read, so that an entry is right or
not found; one that is damaged is made again.  The folder is the user's own (``$BOOKLET_CACHE``, else
``$XDG_CACHE_HOME/booklet``, else ``~/.cache/booklet``): entries are pickles, which nobody else may write.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar

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
_PACKAGE = Path(__file__).parent
_DIGEST = hashlib.sha256().digest_size


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
    kept: Result | None = _recalled(entry)
    if kept is not None:
        return kept
    made = make()
    _keep(entry, made)
    return made


def key(stage: str, **depends: object) -> str:
    """Return the name under which a result is kept: 32 hexadecimal digits."""
    told = repr((stage, code_version(), sorted(depends.items())))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


@cache
def code_version() -> str:
    """Return a hash of this package's modules and tables, profiles apart, and of the libraries that read."""
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


def _recalled(entry: Path) -> Result | None:
    try:
        content = entry.read_bytes()
    except OSError:
        return None
    if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
        return None
    with suppress(OSError):
        entry.touch()  # used now: the last to go
    result: Result = pickle.loads(content[_DIGEST:])
    return result


def _keep(entry: Path, result: object) -> None:
    """Write an entry, whole or not at all; a cache that cannot be written is no fault of the run."""
    from pipeline.acquire import put

    content = pickle.dumps(result, protocol=pickle.HIGHEST_PROTOCOL)
    with suppress(OSError):
        entry.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        put(entry, partial(Path.write_bytes, data=hashlib.sha256(content).digest() + content))
        _forget_oldest()


def _forget_oldest() -> None:
    entries = sorted(((path.stat(), path) for path in _entries()), key=lambda pair: pair[0].st_mtime_ns)
    size = sum(stat.st_size for stat, _ in entries)
    for stat, path in entries:
        if size <= LIMIT:
            return
        path.unlink(missing_ok=True)
        size -= stat.st_size
