"""A record -> files, each whole or not at all: ``booklet.json``, ``findings.csv``, ``made-by.json``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.cells import csv_text
from pipeline.core.files import put, put_all
from pipeline.source.made_by import MADE_BY, MadeBy
from pipeline.source.workspace import FINDINGS, RECORD, VERIFICATION

if TYPE_CHECKING:
    from pipeline.checks.other_engines import Verification
    from pipeline.core.record import Finding

COLUMNS = ("code", "severity", "message", "programme", "path", "page", "x0", "top", "x1", "bottom", "data")


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as a row of ``findings.csv``, which takes no model of the record to be read."""

    code: str
    severity: str
    message: str
    programme: str | None
    path: str | None
    page: int | None
    box: tuple[float, float, float, float] | None
    data: str
    """JSON, or nothing."""
    picture: bool
    """Whether it speaks of a picture that nothing here can read."""

    @classmethod
    def of(cls, found: Finding) -> FindingRow:
        """Return a finding as a row."""
        where = found.where
        data = json.dumps(found.data, ensure_ascii=False, sort_keys=True) if found.data else ""
        return cls(
            found.code,
            found.severity,
            found.message,
            where.programme,
            where.path,
            where.page,
            where.box,
            data,
            bool(found.data.get("picture")),
        )

    def cells(self) -> tuple[object, ...]:
        """Return the cells of the row."""
        box = self.box or ("", "", "", "")
        return (self.code, self.severity, self.message, self.programme, self.path, self.page, *box, self.data)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a person is told of a record, which may itself be too large for memory."""

    programmes: int
    services: int
    contacts: int
    websites: int
    findings: list[FindingRow]
    owned: int
    glyphs: int


Piece = bytes | Summary
"""What a stored record consists of: pieces of its JSON, and its summary last."""


def write(pieces: Iterable[Piece], folder: Path, made_by: Callable[[str], MadeBy]) -> Summary:
    """Write a record, its findings, and what it was made from into a folder.

    Args:
        pieces: those of the record's JSON as they come, its summary last.
        folder: where they are written.
        made_by: gives what the record was made from, by the hash of the record.

    Raises:
        OSError: the folder cannot be written; what stood there stays.
    """
    summary: list[Summary] = []
    written = hashlib.sha256()

    def record(path: Path) -> None:
        with path.open("wb") as stream:
            for piece in pieces:
                if isinstance(piece, Summary):
                    summary.append(piece)
                else:
                    stream.write(piece)
                    written.update(piece)

    def findings(path: Path) -> None:
        path.write_bytes(findings_csv(summary[0].findings))

    def made(path: Path) -> None:
        path.write_bytes(made_by(written.hexdigest()).to_json())

    put_all({folder / RECORD: record, folder / FINDINGS: findings, folder / MADE_BY: made})
    return summary[0]


def write_verification(verification: Verification, folder: Path) -> None:
    """Write what other engines say into a folder.

    Raises:
        OSError: the folder cannot be written; what stood there stays.
    """
    content = verification.model_dump_json(indent=1).encode() + b"\n"
    put(folder / VERIFICATION, partial(Path.write_bytes, data=content))


def findings_csv(findings: Iterable[FindingRow]) -> bytes:
    """Return findings as UTF-8 CSV with a header, one a row; ``data`` is JSON, and no cell is a formula."""
    return csv_text(COLUMNS, (found.cells() for found in findings)).encode()
