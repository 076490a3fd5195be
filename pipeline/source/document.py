"""A file that may be read: there, of a known kind, the one that was published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.core.errors import UserError
from pipeline.core.files import file_sha256
from pipeline.source.media_type import media_type


@dataclass(frozen=True, slots=True)
class Acquired:
    """A file that may be read: it is there, of a known kind, and the one that was published."""

    path: Path
    media_type: str
    sha256: str
    pdf: Path | None = None
    """The PDF that was made of it, which is read."""
    document: Path | None = None
    """An office document as a .docx, which is read where there is no PDF, and else compared with that."""


def identify(file: Path) -> tuple[str, str]:
    """Return media type and hash of a file; ``UserError`` if it cannot be read or is of no known kind."""
    if not file.is_file():
        raise UserError(f"{file} is not a file: give the booklet itself.")
    try:
        return media_type(file), file_sha256(file)
    except OSError as error:
        raise UserError(f"{file} cannot be read ({error.strerror}): check its permissions.") from error
