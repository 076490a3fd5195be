"""Where things lie in a working folder: extractions, golden, decisions; and the records that stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pipeline.core.errors import UserError
from pipeline.core.files import file_sha256
from pipeline.core.lock import alone
from pipeline.core.text import CONTROL, fold
from pipeline.source.acquire import find_editions, raw_folders
from pipeline.source.made_by import MADE_BY
from pipeline.source.media_type import PDF
from pipeline.source.origin import CORRECTIONS, check_id

if TYPE_CHECKING:
    from pipeline.core.record import Booklet
    from pipeline.source.corrections import Placed

EXTRACTED = Path("extracted")
GOLDEN = Path("golden")
REVIEW = "review.toml"
RECORD = "booklet.json"
FINDINGS = "findings.csv"
VERIFICATION = "verify.json"
PAGES = "pages.pdf"
"""The PDF that was made of an office document or of a locked PDF."""
DOCUMENT_FILE = "document.docx"
"""The .docx that was made of an office document whose own tables are read."""
REPORT = "report.html"
"""The page of one edition; of two it is ``report-<before>-<edition>.html``."""


def record_path(name: str) -> Path:
    """Return the ``booklet.json`` that an edition's name or a path means."""
    return Path(name) if name.endswith(".json") else EXTRACTED / name / RECORD


def report_name(before: str, edition: str) -> str:
    """Return what the page is called that compares an edition with the one before."""
    return f"report-{before}-{edition}.html"


def remove_extractions() -> int:
    """Remove what was written of every edition, and nothing else; return how many files that were.

    A folder is ours where ``made-by.json`` stands in it.
    """
    removed = 0
    folders = sorted(EXTRACTED.glob("*/"))
    for folder in folders:
        if folder.is_symlink() or not (folder / MADE_BY).is_file():
            continue
        with alone(folder):
            reports = (report_name(before.name, folder.name) for before in folders)
            ours = (RECORD, FINDINGS, VERIFICATION, PAGES, DOCUMENT_FILE, REPORT, *reports)
            for path in (folder / name for name in (*ours, MADE_BY)):  # the mark last: a run can be killed
                if path.is_file() and not path.is_symlink():
                    path.unlink()
                    removed += 1
        with suppress(OSError):  # somebody else's files are in it
            folder.rmdir()
    return removed


def load_record(path: Path) -> Booklet:
    """Return a record from its file.

    Raises:
        UserError: there is none, or it is of another version.
    """
    from pydantic import ValidationError

    from pipeline.core.record import Booklet

    if not path.is_file():
        raise UserError(f"{path} does not exist: run `booklet extract` first.")
    try:
        content = path.read_bytes()
        booklet = Booklet.model_validate_json(content)
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}): check its permissions.") from error
    except ValidationError as error:
        faults = error.error_count()
        raise UserError(
            f"{path} is no record of this version ({faults} faults): extract it again."
        ) from error
    if _holds_controls(content):
        raise UserError(f"{path} holds control characters, which no record does: extract it again.")
    try:
        check_id(booklet.edition.id)  # files are named by it
    except UserError as error:
        raise UserError(f"{path}: {error}") from None
    return booklet


_ESCAPE = re.compile(rb"\\(?:u.{4}|.)", re.S)
"""In JSON a backslash stands nowhere else, so that escapes are found one after the other."""
_NO_TEXT = re.compile(
    rb"\\(?:[bf]|u(?:00(?:0[0-8bce-f]|1[0-9a-f]|7f|[89][0-9a-f])|fd[de][0-9a-f]|fff[ef]))", re.I
)


def _holds_controls(content: bytes) -> bool:
    """Tell whether the JSON of a record holds a control character or a non-character, as it is or escaped."""
    escaped = any(map(_NO_TEXT.fullmatch, set(_ESCAPE.findall(content))))
    # Megabytes of text are of a thousand characters.
    return escaped or any(map(CONTROL.match, set(content.decode("utf-8"))))


def edition_before(
    booklet: Booklet, report: Callable[[UserError], None] = lambda error: None
) -> tuple[str, Booklet] | None:
    """Return the name and the record of the latest extracted edition of the same series that is older.

    A record that cannot be used is passed to ``report`` and left out.
    """
    own = booklet.edition
    older: list[tuple[int, str, Path]] = []
    for path in sorted(EXTRACTED.glob(f"*/{RECORD}")):
        if path == record_path(own.id):
            continue
        try:
            edition = msgspec.json.decode(path.read_bytes(), type=_Beginning).edition
        except (OSError, msgspec.MsgspecError):
            with _reported(report):
                load_record(path)
            continue
        if own.year and edition.year and edition.year < own.year and fold(edition.series) == fold(own.series):
            older.append((edition.year, path.parent.name, path))
    for _, name, path in sorted(older, reverse=True):
        with _reported(report):
            return name, load_record(path)
    return None


class _Edition(msgspec.Struct):
    series: str
    year: int | None = None


class _Beginning(msgspec.Struct):
    """What tells whether the rest of a record is wanted, which takes thirty times as long to read."""

    edition: _Edition


@contextmanager
def _reported(report: Callable[[UserError], None]) -> Iterator[None]:
    try:
        yield
    except UserError as error:
        report(error)


def decisions_path(booklet: Booklet) -> Path | None:
    """Return the file of what a person decided about an edition, if there is one.

    Raises:
        UserError: it bears the name that it had once.
    """
    if old := _beside(booklet.edition.id, "decisions.toml"):
        raise UserError(f"{old} is called {REVIEW} now: rename it.")
    return _beside(booklet.edition.id, REVIEW)


def corrections_of(edition_id: str) -> tuple[Placed, ...]:
    """Return what a person put right in an edition.

    Raises:
        UserError: the file is not understood.
    """
    path = _beside(edition_id, CORRECTIONS)
    if path is None:
        return ()
    from pipeline.source.corrections import read_corrections

    return read_corrections(path.parent)


def _beside(edition_id: str, name: str) -> Path | None:
    homes = (folder / edition_id / name for folder in (Path("raw"), *raw_folders()))
    return next((home for home in homes if home.is_file()), None)


def pdf_of(booklet: Booklet) -> Path | None:
    """Return the PDF that a record was read from, if it still stands there unchanged."""
    edition = booklet.edition
    made = EXTRACTED / edition.id / PAGES
    if made.is_file():
        return made
    if edition.source.media_type != PDF:
        return None
    for known in find_editions(Path(), raw_folders(), lambda _: None):
        file = known.file.parent / edition.source.file
        if known.id == edition.id and file.is_file() and file_sha256(file) == edition.source.sha256:
            return file
    return None
