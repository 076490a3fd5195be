"""What is made once for an installation, kept beside the bytecode of the module that makes it.

Comes in: bytes.  Goes out: the same bytes, for the next process, or nothing.  They are trusted as bytecode is: whoever
can write there can change the program.  A digest tells what a power cut or a disk has damaged.  Where Python keeps no
bytecode, or the folder cannot be written, nothing is kept.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from importlib.machinery import ModuleSpec
from pathlib import Path

_DIGEST = sha256().digest_size


def place(module: ModuleSpec | None, name: str) -> Path | None:
    """Return the file of a name beside the bytecode of a module; None where Python has no place for that either."""
    bytecode = module.cached if module else None
    return Path(f"{Path(bytecode).with_suffix('')}.{name}") if bytecode else None


def kept(file: Path | None) -> bytes | None:
    """Return what was kept in a file, or None where there is nothing, or not all as it was written."""
    with suppress(OSError):
        if file:
            written = file.read_bytes()
            digest, content = written[:_DIGEST], written[_DIGEST:]
            if digest == sha256(content).digest():
                return content
    return None


def keep(file: Path | None, make: Callable[[], bytes]) -> None:
    """Keep bytes in a file, if they can be; else they are not even made."""
    from pipeline.core.files import put_all

    if file is None or sys.dont_write_bytecode:
        return
    content = make()
    with suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        put_all({file: lambda path: path.write_bytes(sha256(content).digest() + content)}, durable=False)
