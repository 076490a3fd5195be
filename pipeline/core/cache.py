"""Stage results kept under the hash of all that they depend on, so that nothing is computed twice and nothing is stale.

Comes in: a stage's name, the type of its result, what it depends on, and how to make it.  Goes out: the result.  A key
holds the hash of the input, of every file of this package and the versions of all that reads, so that an entry is
right or not found; one that is damaged is made again.  Entries are data (``codec``).

The folder (``$BOOKLET_CACHE``, else ``$XDG_CACHE_HOME/booklet/results``, else ``~/.cache/booklet/results``) bears our
mark, belongs to who runs this, and opens to nobody else; in any other nothing is kept and nothing removed.  Only
entries go, by their exact names: whatever else stands there stays.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

import click

from pipeline.core.codec import DamagedError
from pipeline.core.errors import UserError
from pipeline.core.files import LEFT_OVER, put_all
from pipeline.core.scratch import scratch
from pipeline.core.sequence_file import Stored, store

Result = TypeVar("Result")
LIMIT = 2 << 30
"""Bytes; beyond this the entries that were used least recently go."""
_LIBRARIES = (
    "pdfplumber",
    "pdfminer-six",
    "pypdfium2",
    "camelot-py",
    "msgspec",
    "numpy",
    "pydantic",
    "opencv-python",
    "onnxruntime",
    "phonenumberslite",
    "regex",
    "rapidocr",
    "rapidfuzz",
)
_PACKAGE = Path(__file__).parents[1]
_TAG = "CACHEDIR.TAG"
_MARK = b"""Signature: 8a477f597d28d172789f06886806bc55
# Made by booklet, whose results are kept here: `booklet clean` removes them.  See https://bford.info/cachedir/
"""
_ENTRY = re.compile(r"[0-9a-f]{32}\.[a-z]+")
_OF_FILE = re.compile(r"[0-9a-f]{32}\.of")
"""A folder of what the readers of one file have kept: they are let into no other."""
_confined: list[Path] = []


def folder() -> Path:
    """Return where results are kept."""
    if _confined:
        return _confined[-1]
    if named := os.environ.get("BOOKLET_CACHE"):
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "booklet" / "results"


def folder_of(sha256: str) -> Path | None:
    """Return the folder of what the readers of one file keep, made if need be; None where nothing can be kept."""
    if not _usable(folder()):
        return None
    own = folder() / f"{key('file', sha256=sha256)}.of"
    try:
        own.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        return None
    return own


def confine(own: Path | None) -> None:
    """Have this process, which reads a file, keep its results in the folder of that file alone, or nowhere."""
    _confined.append(own or Path(os.devnull) / "nowhere")


def remembered(
    stage: str, kind: Any, make: Callable[[], Result], *, keep: bool = True, **depends: object
) -> Result:
    """Return a stage's result: the kept one, else the one that ``make`` makes now.

    Args:
        stage: the name of the stage, in small letters.
        kind: the type of the result, as ``codec`` takes it.
        make: computes the result; must depend on nothing that ``depends`` and the code do not tell.
        keep: false computes anew and keeps nothing.
        depends: whatever the result depends on beside the code, each with a ``repr`` that tells it apart.
    """
    if not keep or not _usable(folder()):
        return make()
    entry = folder() / f"{key(stage, **depends)}.{stage}"
    kept: Stored[Result] = Stored(entry, kind)
    if kept.is_whole():
        with suppress(DamagedError, StopIteration):
            found = next(iter(kept))
            _used_now(entry)
            return found
    made = make()
    _keep(entry, partial(store, items=[made], kind=kind))
    return made


@contextmanager
def stored(
    stage: str, kind: Any, make: Callable[[Path], object], *, keep: bool = True, **depends: object
) -> Iterator[Stored[Any]]:
    """Yield a stage's result that is too large for memory: the kept one, else the one that ``make`` stores now.

    Args:
        stage: the name of the stage, in small letters.
        kind: the type of the items.
        make: stores the sequence at a path, alone in its folder; must depend on nothing that ``depends`` and the code
            do not tell.
        keep: false makes anew and keeps nothing: the file is gone afterwards.
        depends: as of ``remembered``.
    """
    entry = folder() / f"{key(stage, **depends)}.{stage}" if keep and _usable(folder()) else None
    if entry and Stored(entry, kind).is_whole():
        _used_now(entry)
        yield Stored(entry, kind)
        return
    with scratch() as place:
        (place / "out").mkdir()
        made = place / "out" / stage
        make(made)
        if entry:
            _keep(entry, partial(shutil.copyfile, made))
        yield Stored(made, kind)


def key(stage: str, **depends: object) -> str:
    """Return the name under which a result is kept: 32 hexadecimal digits."""
    told = repr((stage, code_version(), sorted(depends.items())))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


@cache
def code_version() -> str:
    """Return a hash of this package's files, profiles apart, of Python and the libraries that read."""
    whole = hashlib.sha256()
    for place, folders, names in os.walk(_PACKAGE):
        folders[:] = sorted(set(folders) - {"__pycache__"})
        profiles = place.endswith("profiles")
        for name in sorted(name for name in names if not (profiles and name.endswith(".toml"))):
            with open(f"{place}/{name}", "rb") as stream:  # noqa: PTH123  hundreds in each run: half as much work
                content = stream.read()
            whole.update(f"{place[len(str(_PACKAGE)) :]}/{name}\0{len(content)}\0".encode())
            whole.update(content)
    whole.update(sys.version.encode())
    for name, version in sorted(_installed().items()):
        whole.update(f"{name} {version}\0".encode())
    return whole.hexdigest()


def _installed() -> dict[str, str]:
    """Return the versions of the libraries that read, by the names of the folders that tell of them.

    ``importlib.metadata`` reads what stands in such a folder as an e-mail, which takes a tenth of a rerun.
    """
    found: dict[str, str] = {}
    for place in map(Path, sys.path):
        for folder in place.glob("*.dist-info") if place.is_dir() else ():
            name, _, version = folder.stem.rpartition("-")
            plain = name.replace("_", "-").replace(".", "-").lower()  # older wheels say pdfminer.six
            if plain in _LIBRARIES:
                found.setdefault(plain, version)
    return found


def clean() -> int:
    """Remove every kept result; return how many there were.

    Raises:
        UserError: the folder is no cache of ours; nothing in it was touched.
    """
    if not os.path.lexists(folder()) or _is_empty(folder()):
        return 0
    if wrong := fault(folder()):
        raise UserError(f"{wrong}; nothing was removed.")
    entries = _entries()
    for entry in entries:
        entry.unlink(missing_ok=True)
    for path in folder().iterdir():
        if LEFT_OVER.fullmatch(path.name) and path.is_file():
            path.unlink(missing_ok=True)
        elif _OF_FILE.fullmatch(path.name):
            _remove_if_empty(path)
    if [path.name for path in folder().iterdir()] == [_TAG]:
        (folder() / _TAG).unlink()
        _remove_if_empty(folder())
    return len(entries)


def _is_empty(path: Path) -> bool:
    with suppress(OSError):
        return path.is_dir() and not any(path.iterdir())
    return False


def _remove_if_empty(path: Path) -> None:
    with suppress(OSError):
        path.rmdir()


def _entries() -> list[Path]:
    """Return the files that we keep, told by their exact names; a link is none."""
    owns = [
        path for path in folder().iterdir() if _OF_FILE.fullmatch(path.name) and _is_kind(path, stat.S_ISDIR)
    ]
    return [
        path
        for place in (folder(), *owns)
        for path in place.iterdir()
        if _ENTRY.fullmatch(path.name) and _is_kind(path, stat.S_ISREG)
    ]


def _is_kind(path: Path, test: Callable[[int], bool]) -> bool:
    with suppress(OSError):
        return test(path.lstat().st_mode)
    return False


def _usable(place: Path) -> bool:
    """Tell whether results can be kept in a folder, which is made where there is none; say once where they cannot."""
    if _confined:
        return place.is_dir()
    try:
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.mkdir(mode=0o700)
        if not any(place.iterdir()):
            place.chmod(0o700)  # whatever the umask, and whoever made it
            put_all({place / _TAG: lambda path: path.write_bytes(_MARK)}, durable=False, shared=False)
    except OSError:  # a cache that cannot be written is no fault of the run
        return False
    if wrong := fault(place):
        _say_once(f"{wrong}; nothing is kept there.")
        return False
    return True


def fault(place: Path) -> str | None:
    """Return why a folder is no place for kept results, if it is none."""
    name = "name another folder with BOOKLET_CACHE"
    try:
        tag = (place / _TAG).read_bytes()
    except OSError:
        tag = b""
    if tag != _MARK:
        return f"{place} holds something else than kept results (no {_TAG} of ours): {name}"
    told = place.stat()
    if hasattr(os, "geteuid") and told.st_uid != os.geteuid():
        return f"{place} belongs to another user: {name}"
    if os.name == "posix" and told.st_mode & 0o022:
        return f"{place} can be written by others, who may have forged what is kept there: {name}"
    if os.name == "posix" and told.st_mode & 0o055:
        with suppress(OSError):
            place.chmod(0o700)
    return None


@cache
def _say_once(sentence: str) -> None:
    click.echo(f"booklet: {sentence}", err=True)


def _used_now(entry: Path) -> None:
    with suppress(OSError):
        entry.touch()  # the last to go


def _keep(entry: Path, write: Callable[[Path], object]) -> None:
    """Write an entry, whole or not at all; a cache that cannot be written is no fault of the run."""
    with suppress(OSError):
        put_all({entry: write}, durable=False, shared=False)
        if not _confined:
            _forget_oldest()


def _forget_oldest() -> None:
    entries = sorted(((path.stat(), path) for path in _entries()), key=lambda pair: pair[0].st_mtime_ns)
    size = sum(told.st_size for told, _ in entries)
    for told, path in entries:
        if size <= LIMIT:
            return
        path.unlink(missing_ok=True)
        size -= told.st_size
