"""Files written whole or not at all, and their hashes."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.core.errors import UserError

CHUNK = 1 << 20
_NEW = ".new-"
LEFT_OVER = re.compile(r"\.new-[a-z0-9_]{8}")
"""The name under which a file is written: what a run that was killed leaves, and nothing else is called so."""


def file_sha256(file: Path) -> str:
    """Return the hash of a file, read in pieces: a booklet may be larger than memory."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def writing(place: Path, advice: str = "make room or check it") -> Iterator[None]:
    """Say in one sentence what keeps the work within from writing a place.

    Raises:
        UserError: it cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise UserError(f"{place} cannot be written ({error.strerror}): {advice}.") from error


def put(target: Path, write: Callable[[Path], object]) -> None:
    """Make ``target`` whole or not at all: ``write`` fills a temporary file, which then takes its name."""
    put_all({target: write})


def put_all(
    writes: Mapping[Path, Callable[[Path], object]], *, durable: bool = True, shared: bool = True
) -> None:
    """Make each target whole, or none of them: all temporary files are filled before the first takes its name.

    Args:
        writes: what fills the file of each target.
        durable: have the disk hold each file before it takes its name, so that a power cut leaves the old or the new.
        shared: let others read them.
    """
    temporaries: dict[Path, Path] = {}
    try:
        for target, write in writes.items():
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=_NEW)
            os.close(handle)
            temporaries[target] = Path(name)
            write(temporaries[target])
            if shared:
                temporaries[target].chmod(0o644)
            if durable:
                _to_disk(temporaries[target])
        for target, temporary in temporaries.items():
            temporary.replace(target)
        if durable and os.name == "posix":  # the names, too; Windows opens no folder
            for folder in {target.parent for target in writes}:
                _to_disk(folder)
    except BaseException:
        for temporary in temporaries.values():
            with suppress(OSError):
                temporary.unlink()
        raise


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
