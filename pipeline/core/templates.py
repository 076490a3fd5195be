"""Templates that are compiled once for an installation, as Python compiles its modules.

Comes in: a package and the names of its templates.  Goes out: an environment that has them.  Jinja compiles in Python,
that of a report for longer than a dozen pages take to be read.  What it makes is kept beside the bytecode of this
module, under the version of Jinja.  Where nothing can be kept, templates are compiled anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, DictLoader, Environment, StrictUndefined
from jinja2.bccache import Bucket

from pipeline.core import beside_bytecode

_SETTINGS: dict[str, Any] = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
}


def environment(package: str, names: Iterable[str]) -> Environment:
    """Return an environment in which templates of a package are found by their names; what they print is escaped."""
    texts = {name: (files(package) / name).read_text("utf-8") for name in names}
    return Environment(loader=DictLoader(texts), bytecode_cache=_Kept(package), **_SETTINGS)


def place(package: str, key: str) -> Path | None:
    """Return the file of a compiled template; None where Python has no place for bytecode either."""
    return beside_bytecode.place(__spec__, f"jinja-{version('jinja2')}-{package}-{key[:8]}")


class _Kept(BytecodeCache):
    """Keeps the compiled templates of a package."""

    def __init__(self, package: str) -> None:
        self.package = package

    def get_source_checksum(self, source: str) -> str:
        return sha256(f"{_SETTINGS}{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := beside_bytecode.kept(place(self.package, bucket.key)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        beside_bytecode.keep(place(self.package, bucket.key), bucket.bytecode_to_string)
