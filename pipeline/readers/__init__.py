"""One module per engine or format: bytes -> pages (see ``pipeline.page``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipeline.page import Page

PDF = "application/pdf"
TEXT = "text/plain"


def reader_name(media_type: str) -> str:
    """Return the name of the reader that reads a kind of file."""
    return {PDF: "pdfplumber", TEXT: "transcript"}[media_type]


def read(path: Path, media_type: str, counts: Counter[str]) -> Iterator[Page]:
    """Yield the pages of a file one by one; ``counts`` is filled with what the text rules changed.

    Raises:
        UserError: the file cannot be read, in one sentence.
    """
    if media_type == PDF:
        from pipeline.readers.pdf import read_pdf

        yield from read_pdf(path, counts)
    else:
        from pipeline.readers.transcript import read_transcript

        yield read_transcript(path, counts)
