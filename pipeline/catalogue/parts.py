"""Files of a catalogue, each with what it is made of: one made of the same as the one that stands there is taken over.

Comes in: the folder of the catalogue before, and for a file the hash of all its ingredients.  Goes out: the file, and
for the next build ``made-of.json``, which names the ingredients of each.  A file that was changed since, or that
another version of the program made, is made anew, so that the folder is the same as one made of nothing.

What is worked out on the way to files (windows of an edition, sizes of its pages) is kept by ``core.cache``; a file
stands in the folder already, and is kept there alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import msgspec

from pipeline.catalogue.columns import Row
from pipeline.catalogue.folder import is_settled, write
from pipeline.catalogue.manifest import MADE_OF, read_manifest
from pipeline.catalogue.model import Catalogue
from pipeline.core.cache import code_version
from pipeline.core.record import to_json

_LIBRARIES = ("icalendar", "Jinja2", "MarkupSafe", "OpenCC", "pyarrow")
"""What writes formats, beside what reads (``code_version`` knows that)."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands in a folder, and what is made of it; without a folder everything is made anew."""

    before: Path | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    """Paths of files and the hash of what each was made of."""
    hashes: Mapping[str, str] = field(default_factory=dict)
    """Paths of files and their own hash."""
    made: dict[str, str] = field(default_factory=dict)
    """The same of the catalogue in the making as ``known`` of the one before."""

    def write(self, out: Path, path: str, ingredients: str, make: Callable[[], bytes]) -> None:
        """Write the file ``path`` of the folder ``out``: as it stands in the one before, or as ``make`` returns it.

        ``make`` must depend on nothing that ``ingredients`` does not tell.
        """
        self.made[path] = ingredients
        found = self._standing(path) if self.known.get(path) == ingredients else None
        write(out / path, make() if found is None else found)

    def _standing(self, path: str) -> bytes | None:
        if self.before is None:
            return None
        try:
            content = (self.before / path).read_bytes()
        except OSError:
            return None
        return content if hashlib.sha256(content).hexdigest() == self.hashes.get(path) else None


def read_parts(out: Path) -> Parts:
    """Return what stands in a folder; nothing where it is none that this can be told of."""
    try:
        told = json.loads((out / MADE_OF).read_bytes())
        known = {str(path): str(of) for path, of in told["parts"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Parts()
    return Parts(out, known, read_manifest(out)) if is_settled(out) else Parts()


@cache
def tools() -> str:
    """Return what makes a catalogue: a hash of this program, and the versions of the libraries that write."""
    found = []
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(name)
    return ingredients(code_version(), found)


def ingredients(*of: Any) -> str:
    """Return a hash of values, each with a ``repr`` that tells it apart."""
    return hashlib.sha256(repr(of).encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=1)
def records_of(catalogue: Catalogue) -> Mapping[str, bytes]:
    """Return each edition's record as JSON, by its id; those of the last catalogue are remembered."""
    return {booklet.edition.id: to_json(booklet) for booklet in catalogue.booklets}


@lru_cache(maxsize=1)
def of_editions(catalogue: Catalogue) -> Mapping[str, str]:
    """Return a hash of each edition's record, by its id; those of the last catalogue are remembered."""
    return {name: hashlib.sha256(record).hexdigest() for name, record in records_of(catalogue).items()}


def of_table(rows: Sequence[Row]) -> str:
    """Return a hash of what is written of a table."""
    return ingredients(tools(), hashlib.sha256(msgspec.msgpack.encode(rows)).digest())
