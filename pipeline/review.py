"""What a person reviews after an extraction: golden, the edition before, and the pages that show both.

Comes in: the name of an edition in ``extracted/``.  Goes out: sentences for the terminal, and pages beside its
record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from pipeline.acquire import file_sha256, find_editions, put, raw_folders
from pipeline.cache import remembered
from pipeline.diff.booklets import Diff, diff
from pipeline.diff.matching import read_decisions
from pipeline.errors import UserError
from pipeline.export import PAGES, RECORD, VERIFICATION
from pipeline.golden import differences, read_golden
from pipeline.record import Booklet, to_json
from pipeline.sniff import PDF
from pipeline.text import fold
from pipeline.verify import Verification

EXTRACTED = Path("extracted")
GOLDEN = Path("golden")
DECISIONS = "decisions.toml"


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


def compared(before: Booklet, after: Booklet, decisions: Path | None = None) -> Diff:
    """Return what ``after`` changes against ``before``.

    Matches are forced and forbidden by ``decisions``, else by ``raw/<after>/decisions.toml`` where a person put one.

    Raises:
        UserError: the decisions cannot be read or contradict each other.
    """
    decisions = decisions or decisions_path(after)
    return diff(before, after, read_decisions(decisions) if decisions else None)


def decisions_path(booklet: Booklet) -> Path | None:
    """Return the decisions that a person put beside an edition, if there are any."""
    homes = (folder / booklet.edition.id / DECISIONS for folder in (Path("raw"), *raw_folders()))
    return next((home for home in homes if home.is_file()), None)


def _decisions_for(booklet: Booklet) -> bytes | None:
    path = decisions_path(booklet)
    return path.read_bytes() if path else None


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


def write_reports(edition: str, before: str | None = None, *, keep: bool = True) -> list[Path]:
    """Write the page of an edition and, where one is known, of the pair with the edition before it."""
    booklet = load_record(record_path(edition))
    before = before or edition_before(booklet)
    earlier = load_record(record_path(before)) if before else None
    depends = {
        "of": [_told(record) for record in (booklet, earlier) if record],
        "decisions": _decisions_for(booklet),
        "verification": _verification_of(booklet),
    }
    pages = remembered("report", lambda: _reports(booklet, earlier), keep=keep, **depends)
    written = []
    for name, content in pages.items():
        path = EXTRACTED / edition / name
        written.append(path)
        if path.is_file() and path.read_bytes() == content:
            continue
        try:
            put(path, partial(Path.write_bytes, data=content))
        except OSError as error:
            raise UserError(f"{path} cannot be written ({error.strerror}): make room or check it.") from error
    return written


def _reports(booklet: Booklet, earlier: Booklet | None) -> dict[str, bytes]:
    from pipeline.report import edition_report, pair_report

    pdf = pdf_of(booklet)
    pages = {"report.html": edition_report(booklet, pdf, _verification_of(booklet))}
    if earlier:
        name = f"report-{earlier.edition.id}-{booklet.edition.id}.html"
        found = compared(earlier, booklet)
        pages[name] = pair_report(found, earlier, booklet, pdf_of(earlier), pdf)
    return pages


def _verification_of(booklet: Booklet) -> Verification | None:
    """Return what other engines said of the file that a record was read from, where they were asked."""
    path = EXTRACTED / booklet.edition.id / VERIFICATION
    try:
        found = Verification.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
    return found if found.sha256 == booklet.edition.source.sha256 else None


def _told(booklet: Booklet) -> tuple[str, str | None]:
    """Return what tells a record and its page images from every other."""
    pdf = pdf_of(booklet)
    return hashlib.sha256(to_json(booklet)).hexdigest(), str(pdf) if pdf else None


def sentences(edition: str, *, keep: bool = True) -> Iterator[str]:
    """Yield what differs from golden and from the edition before, and where the pages are; writes these."""
    booklet = load_record(record_path(edition))
    golden = GOLDEN / f"{edition}.json"
    if not golden.exists():
        yield f"{edition}: not accepted yet: read the report, then run booklet accept {edition}"
    elif found := differences(read_golden(golden), booklet):
        yield f"{edition}: {len(found)} differences from golden: booklet check {edition} names them"
    else:
        yield f"{edition}: equal to golden"
    before = edition_before(booklet)
    if before:
        counts = compared(load_record(record_path(before)), booklet).counts
        classes = [f"{sum(kinds.values())} {name}" for name, kinds in counts.items() if kinds]
        yield f"{edition}: against {before}: {', '.join(classes) or 'no change'}"
    for path in write_reports(edition, before, keep=keep):
        yield f"{edition}: review {path}"
