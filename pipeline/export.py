"""A record -> files, each whole or not at all: ``booklet.json`` and ``findings.csv``."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.acquire import put
from pipeline.errors import UserError
from pipeline.record import Booklet, Finding, to_json

if TYPE_CHECKING:
    from pipeline.verify import Verification

RECORD = "booklet.json"
FINDINGS = "findings.csv"
VERIFICATION = "verify.json"
PAGES = "pages.pdf"
"""The PDF that was made of an office document or of a locked PDF."""
COLUMNS = ("code", "severity", "message", "programme", "path", "page", "x0", "top", "x1", "bottom", "data")


def write(booklet: Booklet, folder: Path) -> None:
    """Write the record and its findings into a folder.

    Raises:
        UserError: the folder cannot be written; what stood there stays.
    """
    _put_all(folder, {RECORD: to_json(booklet), FINDINGS: findings_csv(booklet.findings)})


def write_verification(verification: Verification, folder: Path) -> None:
    """Write what other engines say into a folder.

    Raises:
        UserError: the folder cannot be written; what stood there stays.
    """
    _put_all(folder, {VERIFICATION: verification.model_dump_json(indent=1).encode() + b"\n"})


def write_pages(pdf: bytes, folder: Path) -> None:
    """Write the PDF that was made of an office document into a folder.

    Raises:
        UserError: the folder cannot be written; what stood there stays.
    """
    _put_all(folder, {PAGES: pdf})


def _put_all(folder: Path, files: dict[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            put(folder / name, partial(Path.write_bytes, data=content))
    except OSError as error:
        raise UserError(
            f"{folder} cannot be written ({error.strerror}): make room or check its permissions."
        ) from error


def findings_csv(findings: Iterable[Finding]) -> bytes:
    """Return findings as UTF-8 CSV with a header, one a row; ``data`` is JSON."""
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(COLUMNS)
    for found in findings:
        where = found.where
        data = json.dumps(found.data, ensure_ascii=False, sort_keys=True) if found.data else ""
        box = where.box or ("", "", "", "")
        rows.writerow(
            (found.code, found.severity, found.message, where.programme, where.path, where.page, *box, data)
        )
    return stream.getvalue().encode()
