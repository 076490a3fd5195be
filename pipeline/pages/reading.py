"""One module per engine or format: bytes -> pages (see ``pipeline.core.page``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.errors import UserError
from pipeline.core.page import Line, Page
from pipeline.source.media_type import DOCX, HTML, PDF, TEXT, XLSX, read_text
from pipeline.source.office import SUFFIXES, readable

if TYPE_CHECKING:
    from pipeline.source.document import Acquired

__all__ = [
    "DOCUMENT",
    "ENGINES",
    "PDF",
    "READERS",
    "TEXT",
    "cover_text",
    "page_count",
    "read",
    "read_file",
    "readable",
    "reader_name",
]


ENGINES = ("pdfium", "pdfplumber")
"""What reads a PDF, the one that is used unless another is asked for first."""
DOCUMENT = "document"
"""What reads an office document by its own tables, which have no places on pages, instead of its PDF."""
READERS = (*ENGINES, DOCUMENT)


def reader_name(media_type: str, engine: str = ENGINES[0]) -> str:
    """Return the name of the reader that reads a kind of file."""
    if media_type in SUFFIXES:
        return "mammoth" if engine == DOCUMENT else f"libreoffice+{engine}"
    if media_type == XLSX:
        return "openpyxl"
    return engine if media_type == PDF else "transcript"


def read(path: Path, media_type: str, counts: Counter[str], engine: str = ENGINES[0]) -> Iterator[Page]:
    """Yield the pages of a file one by one; ``counts`` is filled with what the text rules changed.

    ``engine`` reads a PDF: one of ``ENGINES``.

    Raises:
        UserError: the file cannot be read, in one sentence.
    """
    if engine == DOCUMENT and media_type != DOCX:
        raise UserError(
            f"{path} is {media_type}, and the reader {DOCUMENT} reads office documents: name another."
        )
    if media_type == DOCX:
        from pipeline.pages.office_tables import read_docx

        yield read_docx(path, counts)
    elif media_type == XLSX:
        from pipeline.pages.workbook import read_workbook

        yield read_workbook(path, counts)
    elif media_type == PDF:
        if engine == "pdfplumber":
            from pipeline.pages.pdfplumber import read_pdf
        else:
            from pipeline.pages.pdfium.document import read_pdf
        yield from read_pdf(path, counts)
    elif media_type in (TEXT, HTML):
        from pipeline.pages.markup import is_markup, read_markup
        from pipeline.pages.transcript import parse_transcript

        text = read_text(path)
        yield (read_markup if is_markup(text, media_type) else parse_transcript)(text, counts)
    else:
        raise UserError(
            f"{path} is {media_type}, which cannot be read yet: "
            "give a PDF, an office document, a workbook or a transcription."
        )


def read_file(acquired: Acquired, engine: str = ENGINES[0]) -> Iterator[Page]:
    """Yield the pages of an acquired file one by one, each with what the text rules changed on it.

    Raises:
        UserError: the file cannot be read.
    """
    from pipeline.pages.layout.frames import framed

    yield from framed(_read_file(acquired, engine))


def _read_file(acquired: Acquired, engine: str) -> Iterator[Page]:
    counts: Counter[str] = Counter()
    made = acquired.document if engine == DOCUMENT else acquired.pdf
    with readable(acquired.path, acquired.media_type, made, tables=engine == DOCUMENT) as (path, kind):
        for page in read(path, kind, counts, engine):
            yield replace(page, folded=dict(counts))
            counts.clear()


def page_count(path: Path, media_type: str) -> int | None:
    """Return how many pages a file has, for progress; None where the format has none or they cannot be told."""
    if media_type != PDF:
        return None
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            return len(document)
    except pypdfium2.PdfiumError:
        return None


def cover_text(path: Path, media_type: str) -> str:
    """Return the text of the first page, a line each: of a format without pages, its first forty lines."""
    with readable(path, media_type) as (file, kind):
        page = next(read(file, kind, Counter()), None)
    lines = [block.text.text for block in page.blocks if isinstance(block, Line)] if page else []
    return "\n".join(lines[:40])
