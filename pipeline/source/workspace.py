"""Where things lie in a working folder: extractions, golden, decisions; and the records that stand there."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from pipeline.core.errors import UserError
from pipeline.core.files import file_sha256
from pipeline.core.record import Booklet
from pipeline.core.text import fold
from pipeline.source.acquire import find_editions, raw_folders
from pipeline.source.media_type import PDF

EXTRACTED = Path("extracted")
GOLDEN = Path("golden")
DECISIONS = "decisions.toml"
RECORD = "booklet.json"
FINDINGS = "findings.csv"
VERIFICATION = "verify.json"
PAGES = "pages.pdf"
"""The PDF that was made of an office document or of a locked PDF."""


def record_path(name: str) -> Path:
    """Return the ``booklet.json`` that an edition's name or a path means."""
    return Path(name) if name.endswith(".json") else EXTRACTED / name / RECORD


def load_record(path: Path) -> Booklet:
    """Return a record from its file.

    Raises:
        UserError: there is none, or it is of another version.
    """
    if not path.is_file():
        raise UserError(f"{path} does not exist: run `booklet extract` first.")
    try:
        return Booklet.model_validate_json(path.read_bytes())
    except ValidationError as error:
        faults = error.error_count()
        raise UserError(
            f"{path} is no record of this version ({faults} faults): extract it again."
        ) from error


def edition_before(booklet: Booklet) -> str | None:
    """Return the name of the latest extracted edition of the same series that is older."""
    found = []
    for path in sorted(EXTRACTED.glob(f"*/{RECORD}")):
        other = load_record(path).edition
        if other.year is None or booklet.edition.year is None or other.year >= booklet.edition.year:
            continue
        if fold(other.series) == fold(booklet.edition.series):
            found.append((other.year, path.parent.name))
    return max(found)[1] if found else None


def decisions_path(booklet: Booklet) -> Path | None:
    """Return the decisions that a person put beside an edition, if there are any."""
    homes = (folder / booklet.edition.id / DECISIONS for folder in (Path("raw"), *raw_folders()))
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
