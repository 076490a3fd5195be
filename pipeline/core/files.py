"""Files written whole or not at all, and their hashes."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

CHUNK = 1 << 20


def file_sha256(file: Path) -> str:
    """Return the hash of a file, read in pieces: a booklet may be larger than memory."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def put(target: Path, write: Callable[[Path], object]) -> None:
    """Make ``target`` whole or not at all: ``write`` fills a temporary file, which then takes its name."""
    put_all({target: write})


def put_all(writes: Mapping[Path, Callable[[Path], object]]) -> None:
    """Make each target whole, or none of them: all temporary files are filled before the first takes its name."""
    temporaries: dict[Path, Path] = {}
    try:
        for target, write in writes.items():
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
            os.close(handle)
            temporaries[target] = Path(name)
            write(temporaries[target])
            temporaries[target].chmod(0o644)
        for target, temporary in temporaries.items():
            temporary.replace(target)
    except BaseException:
        for temporary in temporaries.values():
            with suppress(OSError):
                temporary.unlink()
        raise
