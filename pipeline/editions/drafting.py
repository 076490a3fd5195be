"""The draft of a profile for a file on this machine, read in a process of its own."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

from pipeline.core.errors import UserError
from pipeline.core.files import put, writing
from pipeline.core.sandbox import Access, Tick, Watch, in_worker, unwatched
from pipeline.forms.learn.draft import Draft, draft
from pipeline.forms.profiles import SUFFIX
from pipeline.pages.reading import DOCUMENT
from pipeline.source.document import identify
from pipeline.source.media_type import PDF
from pipeline.source.office import SUFFIXES as OFFICE
from pipeline.source.office import readable

PAGES = (".html", ".htm")


def draft_of(
    file: Path, engine: str, watch: Watch = unwatched, picture: Path | None = None, *, single: bool = False
) -> Draft:
    """Return the draft of a profile for a file, which is read in a process of its own.

    Args:
        file: the document.
        engine: what reads it.
        watch: shows the progress.
        picture: where to write the page that shows in colours what the draft reads.
        single: whether the file is one form, and repeats none.

    Raises:
        UserError: the file cannot be read, or repeats no form; or it has no pages and a picture is wanted.
    """
    media_type, sha256 = identify(file)
    if picture and media_type not in (PDF, *OFFICE):
        raise UserError(
            f"{file} is neither a PDF nor an office document, whose pages --picture shows: leave it out."
        )
    if picture and media_type in OFFICE and engine == DOCUMENT:
        raise UserError(f"--reader {DOCUMENT} reads tables without pages: leave it out, or --picture.")
    with (
        readable(file, media_type, tables=engine == DOCUMENT) as (path, kind),
        watch(f"reading {file.name}") as advance,
    ):
        work = partial(_drafted, path, kind, file.name, engine, single)
        access = Access((path,), keeps=sha256)
        made = in_worker(str(file), work, advance, kind=Draft, access=access)
        if picture:
            from pipeline.report.draft_page import draft_page  # with all that draws reports

            _write(picture, draft_page(path, file.name, made.marks))
        return made


def check_names(out: Path | None, picture: Path | None) -> None:
    """Raise ``UserError`` for names by which nobody would know a profile, or a page, before anything is read."""
    if out and out.suffix != SUFFIX:
        raise UserError(f"{out} does not end in {SUFFIX}, by which a profile is known: name it so.")
    if picture and picture.suffix not in PAGES:
        raise UserError(f"{picture} does not end in {PAGES[0]}, by which a browser opens it: name it so.")


def write_draft(made: Draft, out: Path) -> None:
    """Write the profile of a draft.

    Raises:
        UserError: it cannot be written.
    """
    _write(out, made.toml.encode("utf-8"))


def _write(out: Path, content: bytes) -> None:
    with writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        put(out, lambda temporary: temporary.write_bytes(content))


def _drafted(path: Path, media_type: str, name: str, engine: str, single: bool, tick: Tick) -> Draft:
    from pipeline.pages.layout.frames import framed
    from pipeline.pages.reading import page_count, read

    total = page_count(path, media_type)
    pages = []
    for page in framed(read(path, media_type, Counter(), engine)):
        tick(total)
        pages.append(page)
    return draft(pages, name, single=single)
