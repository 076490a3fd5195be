"""What a person reviews after an extraction: golden, the edition before, and the pages that show both.

Comes in: the name of an edition in ``extracted/``.  Goes out: sentences for the terminal, and pages beside its
record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from pipeline.checks.golden import differences, has_golden, read_golden
from pipeline.core.cache import remembered
from pipeline.core.errors import UserError
from pipeline.core.files import put, writing
from pipeline.core.lock import alone
from pipeline.core.record import Booklet, to_json
from pipeline.core.texts import spoken
from pipeline.diff.booklets import Diff, diff
from pipeline.diff.matching import read_decisions
from pipeline.report.labels import labels_of
from pipeline.source.workspace import (
    EXTRACTED,
    GOLDEN,
    REPORT,
    VERIFICATION,
    decisions_path,
    edition_before,
    load_record,
    pdf_of,
    record_path,
    report_name,
)

if TYPE_CHECKING:
    from pipeline.checks.other_engines import Verification


def compared(before: Booklet, after: Booklet, decisions: Path | None = None, *, keep: bool = False) -> Diff:
    """Return what ``after`` changes against ``before``.

    Matches are forced and forbidden by ``decisions``, else by ``raw/<after>/review.toml`` where a person put one.
    With ``keep`` it is found again the next time that the same records are compared.

    Raises:
        UserError: the decisions cannot be read or contradict each other.
    """
    decisions = decisions or decisions_path(after)
    said = read_decisions(decisions) if decisions else None
    if not keep:
        return diff(before, after, said)
    made = remembered(
        "diff",
        bytes,
        lambda: diff(before, after, said).model_dump_json().encode(),
        of=[hashlib.sha256(record.model_dump_json().encode()).hexdigest() for record in (before, after)],
        decisions=said and (said.force, said.forbid),
    )
    return Diff.model_validate_json(made)


def _decisions_for(booklet: Booklet) -> bytes | None:
    path = decisions_path(booklet)
    with suppress(OSError):  # said by whoever needs them
        return path.read_bytes() if path else None
    return None


def with_former(edition: str, before: str | None) -> tuple[Booklet, Booklet | None]:
    """Return the record of an edition, and that of ``before``, else of the edition before it where one is known."""
    booklet = load_record(record_path(edition))
    if before:
        return booklet, load_record(record_path(before))
    found = edition_before(booklet)
    return booklet, found[1] if found else None


def write_reports(edition: str, before: str | None = None, *, keep: bool = True) -> list[Path]:
    """Write the page of an edition and, where one is known, of the pair with the edition before it."""
    return _write(edition, *with_former(edition, before), keep=keep)


def _write(
    edition: str, booklet: Booklet, earlier: Booklet | None, changes: Diff | None = None, *, keep: bool
) -> list[Path]:
    """Write the pages of two records, whose diff may be known already."""
    depends = {
        "of": [_told(record) for record in (booklet, earlier) if record],
        "decisions": _decisions_for(booklet),
        "verification": _verification_of(booklet),
    }
    pages = remembered(
        "report", dict[str, bytes], lambda: _reports(booklet, earlier, changes, keep), keep=keep, **depends
    )
    folder = EXTRACTED / edition
    with writing(folder), alone(folder):
        for name, content in pages.items():
            if not (folder / name).is_file() or (folder / name).read_bytes() != content:
                put(folder / name, partial(Path.write_bytes, data=content))
    return [folder / name for name in pages]


def _reports(booklet: Booklet, earlier: Booklet | None, changes: Diff | None, keep: bool) -> dict[str, bytes]:
    from pipeline.report import edition_report, pair_report

    pdf = pdf_of(booklet)
    pages = {REPORT: edition_report(booklet, pdf, _verification_of(booklet))}
    if earlier:
        name = report_name(earlier.edition.id, booklet.edition.id)
        changes = changes or compared(earlier, booklet, keep=keep)
        pages[name] = pair_report(changes, earlier, booklet, pdf_of(earlier), pdf)
    return pages


def _verification_of(booklet: Booklet) -> Verification | None:
    """Return what other engines said of the file that a record was read from, where they were asked."""
    from pipeline.checks.other_engines import (
        Verification,
    )  # which brings all that reads again, and a review has no use

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
    if not has_golden(golden):
        yield f"{edition}: not accepted yet: review and sign it: booklet review {edition}"
    elif found := differences(read_golden(golden), booklet):
        yield f"{edition}: {len(found)} differences from golden: booklet check {edition} names them"
    else:
        yield f"{edition}: equal to golden"
    neighbours: list[UserError] = []
    before, earlier = edition_before(booklet, neighbours.append) or ("", None)
    yield from (f"{edition}: not compared with another edition: {error}" for error in neighbours)
    changes = compared(earlier, booklet, keep=keep) if earlier else None
    if changes:
        yield f"{edition}: against {before}: {_counted(changes) or 'no change'}"
    for path in _write(edition, booklet, earlier, changes, keep=keep):
        yield f"{edition}: review {path}"


def _counted(changes: Diff) -> str:
    """Return how many changes there are of each class, in the language that is spoken."""
    counts = {name: sum(kinds.values()) for name, kinds in changes.counts.items() if kinds}
    if spoken() == "en":
        return ", ".join(f"{count} {name}" for name, count in counts.items())
    return "、".join(f"{labels_of('classes')[name].zh} {count}" for name, count in counts.items())
