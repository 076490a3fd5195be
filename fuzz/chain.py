"""From a file to every export: what must hold of any bytes whatever, and of any record.

Comes in: bytes, or a file that may be a record.  Goes out: nothing; whatever is raised is a fault of the program.
"""

from __future__ import annotations

import tempfile
import zlib
from pathlib import Path

from fuzz.exports import packages_are_valid, read_all, write_all
from fuzz.properties import extracted, memory
from pipeline.core.errors import UserError
from pipeline.core.record import to_json
from pipeline.source.workspace import load_record


def chain(data: bytes) -> None:
    """Take a transcription all the way: to its record, from the record to every export, and back by other readers."""
    done = extracted(data)
    if done is None:
        return
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        path = Path(folder) / "booklet.json"
        path.write_bytes(to_json(done.booklet))
        assert exported(path, Path(folder) / "out")
        if zlib.crc32(data) % 10 == 0:  # ten times as slow as all else
            packages_are_valid(Path(folder) / "out")


def exported(record: Path, out: Path) -> bool:
    """Read a record from its file, write every export and read each again; return whether it was a record."""
    try:
        booklets = [load_record(record)]
    except UserError:
        return False
    out.mkdir()
    write_all(booklets, out)
    read_all(booklets, out)
    return True
