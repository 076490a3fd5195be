"""Regular expressions that are compiled once for an installation, as Python compiles its modules.

Comes in: a pattern that stands in the code.  Goes out: that pattern, compiled.  ``regex`` compiles in Python, a
millisecond each, and this package has hundreds.  What a pattern is compiled to is data that ``regex`` gives for
pickling; it is kept beside the bytecode of this module, under the version of ``regex``, which would crash on what is
damaged.  Where nothing can be kept, or it is not as it should be, patterns are compiled anew and match the same.
"""

from __future__ import annotations

import atexit
import copyreg
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import regex

from pipeline.core import beside_bytecode

Arguments = tuple[
    str, int, bytes, dict[str, int], dict[int, str], dict[str, str], list[str], int, tuple[int, ...], int, int
]
"""What ``regex`` makes a pattern of: its text, flags and code, then the numbers and names of its groups, and so on."""
_TABLE = msgspec.msgpack.Decoder(dict[str, Arguments])
MOST = 2000
"""Patterns, several times those of the package; with more, most are of code that is gone, and a new table is begun."""
_new: dict[str, regex.Pattern[str]] = {}


def expression(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """Return a pattern of the code, compiled; one that a person wrote is a matter of ``regex`` alone."""
    name = f"{int(flags)} {pattern}"
    found: regex.Pattern[str]
    if kept := _kept().get(name):
        found = _make()(*kept)
        return found
    if not _new:
        atexit.register(_keep)
    found = _new[name] = regex.compile(pattern, flags)
    return found


def place() -> Path | None:
    """Return the file of what is kept; None where Python has no place for bytecode either."""
    return beside_bytecode.place(__spec__, f"regex-{regex.__version__}")


@cache
def _make() -> Any:
    """Return what ``regex`` makes a pattern with that comes from a pickle."""
    return _taken_apart(regex.compile(""))[0]


def _taken_apart(pattern: regex.Pattern[str]) -> Any:
    return copyreg.dispatch_table[type(pattern)](pattern)


@cache
def _kept() -> dict[str, Arguments]:
    with suppress(msgspec.MsgspecError):
        if (table := beside_bytecode.kept(place())) and len(found := _TABLE.decode(table)) <= MOST:
            return found
    return {}


def _keep() -> None:
    """Keep what this process has compiled, beside what was kept before."""
    with suppress(msgspec.MsgspecError, KeyError):  # or ``regex`` gives nothing for pickling
        beside_bytecode.keep(place(), _table)


def _table() -> bytes:
    made = {name: msgspec.convert(_taken_apart(each)[1], Arguments) for name, each in _new.items()}
    return msgspec.msgpack.encode(_kept() | made)
