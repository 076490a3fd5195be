"""Sequences too large for memory, in a file: written one item after the other, read as often as asked.

Comes in: items of one type, and a path.  Goes out: a file that begins with the hash of all that follows, each item
after its length.  The file is data and nothing else (``codec``): whoever wrote it can have no code run by who reads it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar

from pipeline.core.codec import DamagedError, codec

Item = TypeVar("Item")
DIGEST = hashlib.sha256().digest_size
_CHUNK = 1 << 20
_LENGTH = 8
"""Bytes in which an item says how long it is."""


@dataclass(frozen=True, slots=True)
class Stored(Generic[Item]):
    """A sequence in a file; each iteration reads it anew and holds one item at a time."""

    path: Path
    kind: Any
    """The type of the items."""

    def __iter__(self) -> Iterator[Item]:
        """Yield the items.

        Raises:
            DamagedError: something else was written, or it was cut off.
            OSError: the file cannot be read.
        """
        decode = codec(self.kind).decode
        with self.path.open("rb") as stream:
            rest = self.path.stat().st_size - DIGEST
            stream.seek(DIGEST)
            while rest > 0:
                length = int.from_bytes(stream.read(_LENGTH), "big")
                rest -= _LENGTH + length
                if rest < 0:  # before as much is read: the length may be made up
                    raise DamagedError(f"{self.path} is cut off")
                yield decode(stream.read(length))

    def is_whole(self) -> bool:
        """Tell whether the file is there as it was written."""
        try:
            with self.path.open("rb") as stream:
                return stream.read(DIGEST) == _hash(stream)
        except OSError:
            return False


def store(path: Path, items: Iterable[Item], kind: Any) -> None:
    """Write items of a type to a file.

    Raises:
        OSError: it cannot be written.
        TypeError: an item is not of the type.
    """
    encode = codec(kind).encode
    with path.open("w+b") as stream:
        stream.write(bytes(DIGEST))
        for item in items:
            content = encode(item)
            stream.write(len(content).to_bytes(_LENGTH, "big"))
            stream.write(content)
        stream.seek(DIGEST)
        digest = _hash(stream)
        stream.seek(0)
        stream.write(digest)


def _hash(stream: BinaryIO) -> bytes:
    whole = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        whole.update(chunk)
    return whole.digest()
