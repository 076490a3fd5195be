"""Sequences too large for memory, in a file: written one item after the other, read as often as asked.

Comes in: items, and a path.  Goes out: a file that begins with the hash of all that follows.  Entries are pickles,
which nobody else may write.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar

Item = TypeVar("Item")
DIGEST = hashlib.sha256().digest_size
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Stored(Generic[Item]):
    """A sequence in a file; each iteration reads it anew and holds one item at a time."""

    path: Path

    def __iter__(self) -> Iterator[Item]:
        with self.path.open("rb") as stream:
            stream.seek(DIGEST)
            while True:
                try:
                    item: Item = pickle.load(stream)
                except EOFError:
                    return
                yield item

    def is_whole(self) -> bool:
        """Tell whether the file is there as it was written."""
        try:
            with self.path.open("rb") as stream:
                return stream.read(DIGEST) == _hash(stream)
        except OSError:
            return False


def store(path: Path, items: Iterable[Any]) -> None:
    """Write items to a file.

    Raises:
        OSError: it cannot be written.
    """
    with path.open("w+b") as stream:
        stream.write(bytes(DIGEST))
        for item in items:
            pickle.dump(item, stream, protocol=pickle.HIGHEST_PROTOCOL)
        stream.seek(DIGEST)
        digest = _hash(stream)
        stream.seek(0)
        stream.write(digest)


def _hash(stream: BinaryIO) -> bytes:
    whole = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        whole.update(chunk)
    return whole.digest()
