"""One edition from its file to its outputs: what was computed before is not computed again, and no file is trusted.

Comes in: an edition and how it is to be read.  Goes out: its record, its files written.  What can go wrong is one
sentence in a ``UserError``; outputs that stood before stay as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.core import cache
from pipeline.core.errors import UserError
from pipeline.core.extras import missing
from pipeline.core.files import file_sha256, put, writing
from pipeline.core.limits import Limits
from pipeline.core.lock import alone
from pipeline.core.page import Page
from pipeline.core.sandbox import Access, Tick, Watch, in_worker, started, unwatched
from pipeline.core.sequence_file import Stored, store
from pipeline.forms.profiles import SUFFIX, profile_text
from pipeline.source.acquire import Edition, acquire
from pipeline.source.document import Acquired
from pipeline.source.media_type import DOCX, PDF
from pipeline.source.office import SUFFIXES, readable, to_docx, to_pdf
from pipeline.source.office import version as office_version

if TYPE_CHECKING:
    from pipeline.checks.other_engines import Verification
    from pipeline.core.record import Extraction, Part
    from pipeline.editions.outputs import Summary
    from pipeline.source.corrections import Placed


def run(
    edition: Edition,
    out: Path,
    profile: str,
    engine: str,
    *,
    keep: bool = True,
    password: str | None = None,
    watch: Watch = unwatched,
) -> Summary:
    """Write the record of an edition into ``out``, and return its summary.

    Args:
        edition: what to read.
        out: the folder of the outputs.
        profile: the name of the layout family.
        engine: what reads a PDF.
        keep: false computes everything anew and keeps nothing.
        password: opens a PDF that is locked.
        watch: shows the progress.

    Raises:
        UserError: the edition cannot be read, or ``out`` not be written.
    """
    from pipeline.source.made_by import MadeBy, told
    from pipeline.source.workspace import PAGES, corrections_of

    acquired = _printed(acquire(edition), out, keep, password, engine)
    corrections = corrections_of(edition.id)
    read_from = {
        "sha256": acquired.sha256,
        "media_type": acquired.media_type,
        "pdf": acquired.pdf and file_sha256(acquired.pdf),
        "document": acquired.document and file_sha256(acquired.document),
        "engine": engine,
    }

    def make(target: Path) -> None:
        with cache.stored(
            "pages", Page, partial(_read, acquired, edition, engine, watch), keep=keep, **read_from
        ) as pages:
            _extract(acquired, edition, pages, profile, engine, corrections, watch, target)

    depends = {"file": acquired.path.name, "edition": edition.id, "roc_year": edition.roc_year}
    depends |= {"profile": profile_text(profile), "corrections": told(corrections)}
    with cache.stored("booklet", _piece, make, keep=keep, **read_from, **depends) as record, _writing(out):
        from pipeline.editions.outputs import write

        made_by = partial(
            MadeBy.of,
            file=acquired.sha256,
            profile=profile_text(profile),
            roc_year=edition.roc_year,
            corrections=corrections,
        )
        summary = write(record, out, made_by)
        if acquired.pdf is None:  # pages of another file, of which a PDF had to be made
            (out / PAGES).unlink(missing_ok=True)
    return summary


def _piece() -> Any:
    from pipeline.editions.outputs import Piece

    return Piece


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    """Write alone into a folder, which is made if need be.

    Raises:
        UserError: it cannot be written.
    """
    with writing(out, "make room or check its permissions"), alone(out):
        yield


def files_of(acquired: Acquired) -> tuple[Path, ...]:
    """Return what is read of an acquired file: itself, and what was made of it."""
    return tuple(path for path in (acquired.path, acquired.pdf, acquired.document) if path)


def profile_file(name: str) -> tuple[Path, ...]:
    """Return the file of a profile that does not come with this package."""
    return (Path(name),) if name.endswith(SUFFIX) else ()


def _read(acquired: Acquired, edition: Edition, engine: str, watch: Watch, target: Path) -> None:
    """Have the pages of a file stored; what works on them is loaded meanwhile."""
    work = partial(store_pages, acquired, engine, target)
    access = Access(files_of(acquired), (target.parent,), acquired.sha256)
    name = str(acquired.path)
    with (
        watch(f"reading {edition.id}") as advance,
        started(name, work, advance, kind=None, access=access) as result,
    ):
        import pipeline.extract  # noqa: F401

        result()


def _extract(
    acquired: Acquired,
    edition: Edition,
    pages: Stored[Page],
    profile: str,
    engine: str,
    corrections: Sequence[Placed],
    watch: Watch,
    target: Path,
) -> None:
    """Have the record of a file stored; what will be shown of it is loaded meanwhile."""
    work = partial(
        store_record, acquired, pages, edition.id, edition.roc_year, profile, engine, corrections, target
    )
    own = (acquired.document,) if acquired.document else ()
    access = Access((pages.path, *own, *profile_file(profile)), (target.parent,))
    name = str(acquired.path)
    with (
        watch(f"extracting {edition.id}") as advance,
        started(name, work, advance, kind=None, access=access) as result,
    ):
        import rich.table  # noqa: F401

        result()


def store_pages(acquired: Acquired, engine: str, target: Path, tick: Tick) -> None:
    """Store the pages of a file that nobody has vouched for: to be called in a process of its own.

    Raises:
        UserError: the file cannot be read, or has more pages than may be.
    """
    from pipeline.pages.reading import read_file

    total = _count(acquired)

    def pages() -> Iterator[Page]:
        for page in read_file(acquired, engine):
            yield page
            tick(total)

    store(target, pages(), Page)


def store_record(
    acquired: Acquired,
    pages: Iterable[Page],
    edition_id: str,
    roc_year: int | None,
    profile: str,
    engine: str,
    corrections: Sequence[Placed],
    target: Path,
    tick: Tick,
) -> None:
    """Store the record of a file, in pieces of its JSON and its summary, in a process of its own."""
    from pipeline.editions.outputs import Piece
    from pipeline.editions.summary import summed
    from pipeline.extract import extract_parts
    from pipeline.forms.profile import load_profile

    def parts() -> Iterator[Part]:
        settings = load_profile(profile)
        for part in extract_parts(acquired, pages, edition_id, roc_year, settings, engine, corrections):
            yield part
            tick(None)

    store(target, summed(parts()), Piece)


def _printed(
    acquired: Acquired, out: Path, keep: bool, password: str | None = None, engine: str = ""
) -> Acquired:
    """Return an office document, or a locked PDF, with the plain PDF made of it, which stands beside the record.

    So does an office document as a .docx, unless it is one.
    """
    from pipeline.pages.reading import DOCUMENT
    from pipeline.source.workspace import DOCUMENT_FILE, PAGES

    if acquired.media_type in SUFFIXES:

        def kept(stage: str, convert: Callable[[], bytes]) -> bytes:
            depends = {"sha256": acquired.sha256, "libreoffice": office_version()}
            made: bytes = cache.remembered(stage, bytes, convert, keep=keep, **depends)
            return made

        document = acquired.path
        if acquired.media_type != DOCX:
            document = out / DOCUMENT_FILE
            _put(document, kept("docx", partial(to_docx, acquired.path, acquired.media_type)))
        acquired = replace(acquired, document=document)
        if engine == DOCUMENT:
            return acquired
        made = kept("office", partial(to_pdf, acquired.path, acquired.media_type, document))
    elif acquired.media_type == PDF and password:
        # The name of an entry is a hash of all this; what is kept is the PDF, in a folder that is the user's own.
        made = cache.remembered(
            "unlocked",
            bytes,
            lambda: in_worker(
                str(acquired.path),
                partial(_unlocked, acquired.path, password),
                kind=bytes,
                access=Access(files_of(acquired)),
            ),
            keep=keep,
            sha256=acquired.sha256,
            password=hashlib.sha256(password.encode()).hexdigest(),
        )
    else:
        return acquired
    _put(out / PAGES, made)
    return replace(acquired, pdf=out / PAGES)


def _put(path: Path, content: bytes) -> None:
    with _writing(path.parent):
        put(path, partial(Path.write_bytes, data=content))


def _unlocked(path: Path, password: str, tick: Tick) -> bytes:
    from pipeline.pages.pdfium.document import unlocked

    return unlocked(path, password)


def extract_within_limits(
    acquired: Acquired,
    edition_id: str,
    roc_year: int | None,
    profile: str,
    engine: str,
    tick: Tick,
) -> Extraction:
    """Return the record, in memory, of a file that nobody has vouched for: to be called in a process of its own.

    Raises:
        UserError: the file cannot be read, or has more pages than may be.
    """
    from pipeline.extract import extract
    from pipeline.forms.profile import load_profile

    total = _count(acquired)
    settings = load_profile(profile)
    return extract(acquired, edition_id, roc_year, settings, lambda page: tick(total), engine)


def _count(acquired: Acquired) -> int | None:
    """Return how many pages a file has, where that can be told.

    Raises:
        UserError: more than may be.
    """
    from pipeline.pages.reading import page_count

    path, kind = (acquired.pdf, PDF) if acquired.pdf else (acquired.path, acquired.media_type)
    total, most = page_count(path, kind), Limits().pages
    if total is not None and total > most:
        raise UserError(f"{acquired.path} has {total} pages, more than {most}: divide it.")
    return total


def cover_text(path: Path, media_type: str) -> str:
    """Return the text of a file's first page, read in a process of its own.

    Raises:
        UserError: the file cannot be read.
    """
    with readable(path, media_type) as (file, kind):
        work = partial(_cover, file, kind)
        sha256 = file_sha256(file)
        return in_worker(str(path), work, kind=str, access=Access((file,), keeps=sha256))


def _cover(path: Path, media_type: str, tick: Tick) -> str:
    from pipeline.pages.reading import cover_text

    return cover_text(path, media_type)


def run_verification(
    edition: Edition,
    out: Path,
    engine: str,
    *,
    keep: bool = True,
    password: str | None = None,
    watch: Watch = unwatched,
) -> Verification | None:
    """Return what other engines say of an edition's PDF, and write it into ``out``; None where it is no PDF.

    Raises:
        UserError: the edition cannot be read, or ``out`` not be written.
    """
    acquired = _printed(acquire(edition), out, keep, password)
    if acquired.media_type != PDF and acquired.pdf is None:
        return None
    found: Verification = cache.remembered(
        "verification",
        _verification,
        lambda: _verified(acquired, edition, engine, watch),
        keep=keep,
        sha256=acquired.sha256,
        pdf=acquired.pdf and file_sha256(acquired.pdf),
        engine=engine,
        picture=not missing("ocr"),
    )
    from pipeline.editions.outputs import write_verification

    with _writing(out):
        write_verification(found, out)
    return found


def _verified(acquired: Acquired, edition: Edition, engine: str, watch: Watch) -> Verification:
    with watch(f"reading {edition.id} again") as advance:
        work = partial(_verify, acquired, engine)
        access = Access(files_of(acquired), keeps=acquired.sha256)
        return in_worker(str(acquired.path), work, advance, kind=_verification, access=access)


def _verification() -> Any:
    from pipeline.checks.other_engines import Verification

    return Verification


def _verify(acquired: Acquired, engine: str, tick: Tick) -> Verification:
    from pipeline.checks.other_engines import verify
    from pipeline.pages.scan.recognise import installed as recognise_installed

    total = _count(acquired)
    readings = 4 if recognise_installed() else 3
    return verify(acquired, engine, lambda page: tick(total and readings * total))
