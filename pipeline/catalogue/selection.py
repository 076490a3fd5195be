"""Which editions a catalogue has: those that were named, or all that a person accepted.

Comes in: names, and what is extracted.  Goes out: records, the oldest first, and the demonstrations that were left out.
An edition that cannot be used is one sentence; where nobody named it the others go on without it.  A demonstration,
which no office published, never stands beside an edition that one did: an applicant could not tell them apart.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.checks.golden import differences, has_golden, read_golden
from pipeline.core.errors import UserError
from pipeline.core.record import Booklet
from pipeline.core.text import fold
from pipeline.diff.matching import match_programmes, read_decisions
from pipeline.source.acquire import find_editions, raw_folders
from pipeline.source.workspace import (
    EXTRACTED,
    GOLDEN,
    RECORD,
    decisions_path,
    load_record,
    record_path,
)

Report = Callable[[UserError], None]


@dataclass(frozen=True, slots=True)
class Selection:
    """The editions of a catalogue, the oldest first; ``demonstrations`` are ids of those left out for being some."""

    booklets: tuple[Booklet, ...]
    demonstrations: tuple[str, ...] = ()


def selected(names: Sequence[str], unaccepted: bool, report: Report) -> Selection:
    """Return the editions of a catalogue.

    Args:
        names: of editions; all that can be used where there are none.
        unaccepted: whether editions are taken that nobody has accepted.
        report: is told of each edition that nobody named and that cannot be used.

    Raises:
        UserError: an edition that is named cannot be used or is not accepted; demonstrations are named beside others;
            or there is none.
    """
    found = _named(names, unaccepted) if names else _found(unaccepted, report)
    booklets = list(_decided(sorted(found, key=age), _refuse if names else report))
    if not booklets:
        raise UserError("no extracted edition is accepted: run `booklet accept EDITION` after reading it.")
    invented = demonstrations()
    real = [booklet for booklet in booklets if booklet.edition.id not in invented]
    left_out = tuple(booklet.edition.id for booklet in booklets if booklet.edition.id in invented)
    if not real or not left_out:
        return Selection(tuple(booklets))
    if names:
        raise UserError(
            f"{', '.join(left_out)} is a demonstration, which no office published: name it without "
            f"{', '.join(booklet.edition.id for booklet in real)}."
        )
    return Selection(tuple(real), left_out)


def demonstrations() -> frozenset[str]:
    """Return the ids of the editions whose ``origin.toml`` says which program made them."""
    found = find_editions(Path(), raw_folders(), lambda error: None)
    return frozenset(edition.id for edition in found if edition.demonstration)


def _named(names: Sequence[str], unaccepted: bool) -> Iterator[Booklet]:
    for name in dict.fromkeys(names):
        booklet = _record(name)
        if not (unaccepted or _accepted(booklet, name)):
            raise UserError(
                f"{name} is not accepted as extracted: run `booklet accept {name}`, or give --unaccepted."
            )
        yield booklet


def _found(unaccepted: bool, report: Report) -> Iterator[Booklet]:
    for path in sorted(EXTRACTED.glob(f"*/{RECORD}")):
        name = path.parent.name
        try:
            booklet = _record(name)
            if unaccepted or _accepted(booklet, name):
                yield booklet
        except UserError as error:
            report(error)


def _record(name: str) -> Booklet:
    path = record_path(name)
    booklet = load_record(path)
    if path.parent == EXTRACTED / name and booklet.edition.id != name:  # files are named by it
        raise UserError(f"{path} is the record of edition {booklet.edition.id}: extract {name} again.")
    return booklet


def _accepted(booklet: Booklet, name: str) -> bool:
    path = GOLDEN / f"{name}.json"
    return has_golden(path) and not differences(read_golden(path), booklet)


def _decided(booklets: Iterable[Booklet], report: Report) -> Iterator[Booklet]:
    """Yield the editions whose decisions, where a person made some, can be read and do not contradict each other."""
    latest: dict[str, Booklet] = {}
    for booklet in booklets:
        series = fold(booklet.edition.series)
        try:
            if path := decisions_path(booklet):
                match_programmes(latest.get(series, booklet), booklet, read_decisions(path))
        except UserError as error:
            report(error)
            continue
        latest[series] = booklet
        yield booklet


def _refuse(error: UserError) -> None:
    raise error


def age(booklet: Booklet) -> tuple[int, str]:
    """Return a sort key under which the oldest edition comes first."""
    return booklet.edition.year or datetime.MINYEAR, booklet.edition.id
