"""A record -> files, each whole or not at all: ``booklet.json``, ``findings.csv``, ``made-by.json``."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.cells import csv_text
from pipeline.core.files import put, put_all
from pipeline.core.record import Closing, Finding, Part, Programme, json_pieces
from pipeline.source.workspace import FINDINGS, MADE_BY, RECORD, VERIFICATION, MadeBy

if TYPE_CHECKING:
    from pipeline.checks.other_engines import Verification

COLUMNS = ("code", "severity", "message", "programme", "path", "page", "x0", "top", "x1", "bottom", "data")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a person is told of a record, which may itself be too large for memory."""

    programmes: int
    services: int
    contacts: int
    websites: int
    findings: list[Finding]
    owned: int
    glyphs: int


Piece = bytes | Summary
"""What a stored record consists of: pieces of its JSON, and its summary last."""


def summed(parts: Iterable[Part]) -> Iterator[Piece]:
    """Yield a record in pieces of its JSON as its parts come, and its summary last."""
    counts: Counter[str] = Counter()
    ends: list[Closing] = []

    def seen() -> Iterator[Part]:
        for part in parts:
            if isinstance(part, Programme):
                counts.update(programmes=1, services=len(part.services))
                counts.update(contacts=len(part.contacts), websites=len(part.websites))
            elif isinstance(part, Closing):
                ends.append(part)
            yield part

    yield from json_pieces(seen())
    (end,) = ends
    yield Summary(
        counts["programmes"],
        counts["services"],
        counts["contacts"],
        counts["websites"],
        end.findings,
        end.owned,
        end.glyphs,
    )


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
        path.write_bytes(made_by(written.hexdigest()).model_dump_json(indent=1).encode() + b"\n")

    put_all({folder / RECORD: record, folder / FINDINGS: findings, folder / MADE_BY: made})
    return summary[0]


def write_verification(verification: Verification, folder: Path) -> None:
    """Write what other engines say into a folder.

    Raises:
        OSError: the folder cannot be written; what stood there stays.
    """
    content = verification.model_dump_json(indent=1).encode() + b"\n"
    put(folder / VERIFICATION, partial(Path.write_bytes, data=content))


def findings_csv(findings: Iterable[Finding]) -> bytes:
    """Return findings as UTF-8 CSV with a header, one a row; ``data`` is JSON, and no cell is a formula."""
    return csv_text(COLUMNS, map(_row, findings)).encode()


def _row(found: Finding) -> tuple[object, ...]:
    where = found.where
    data = json.dumps(found.data, ensure_ascii=False, sort_keys=True) if found.data else ""
    box = where.box or ("", "", "", "")
    return (found.code, found.severity, found.message, where.programme, where.path, where.page, *box, data)
