"""Read a booklet that was printed here, and say where its record differs from what its source means."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from pipeline.extract import Extraction, extract
from pipeline.forms.profile import load_profile
from pipeline.pages.reading import ENGINES
from pipeline.source.document import Acquired, identify
from tests.typeset.expected import differences, expected_record
from tests.typeset.source import Source


def read_back(file: bytes, source: Source, engine: str = ENGINES[0]) -> Extraction:
    """Extract a printed booklet (PDF or transcription) as the edition of its source."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "booklet"
        path.write_bytes(file)
        media_type, sha256 = identify(path)
        acquired = Acquired(path=path, media_type=media_type, sha256=sha256)
        profile = load_profile("support-measures")
        return extract(acquired, str(source.roc_year), source.roc_year, profile, engine=engine)


def misread(file: bytes, source: Source, engine: str = ENGINES[0]) -> list[str]:
    """Return every difference between what was meant and what was read.

    That a paragraph which ends with a full line ends nowhere is none; ``tests/test_roundtrip.py`` prints no such one.
    """
    return unlike(read_back(file, source, engine), source, full_lines=file.startswith(b"%PDF"))


def unlike(read: Extraction, source: Source, *, full_lines: bool) -> list[str]:
    """Return every difference between what was meant and what a booklet was read as."""
    record: dict[str, Any] = read.booklet.model_dump(mode="json")
    lines = differences(expected_record(source), record, full_lines=full_lines)
    if read.owned != read.glyphs:
        lines.append(f"{read.glyphs - read.owned} glyphs have no owner")
    return lines
