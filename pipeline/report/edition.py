"""A booklet -> the reading page: every value of the record beside the crop it came from, and what was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.checks.other_engines import Verification
from pipeline.core.record import Booklet, Finding, Front, Programme
from pipeline.report.corrected import CorrectionView, correction_view
from pipeline.report.crops import Crop, Pages
from pipeline.report.highlight import Segment, mark
from pipeline.report.labels import Label, field, hint_of, labels_of, message_of, same
from pipeline.report.page import render
from pipeline.report.pair import offices
from pipeline.report.places import boxes_at, crumbs, lookup
from pipeline.report.timeline import timeline
from pipeline.report.values import Row, headline, plain, qualities, rows


@dataclass(frozen=True, slots=True)
class FactView:
    """A typed value under the text that it was read from."""

    kind: Label
    value: Label
    qualities: list[Label]
    printed: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding and where it is shown."""

    code: str
    severity: str
    message: Label
    hint: Label
    crumbs: list[Label]
    target: str
    name: str
    crops: list[Crop]


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of the record, the typed values in it, and its crops."""

    crumbs: list[Label]
    rows: list[tuple[Label | None, list[Segment]]]
    facts: list[FactView]
    crops: list[Crop]
    wanted: bool = False
    """Whether a person must look at it: a finding speaks of it, or a person put it right."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One programme, or what stands before the first."""

    id: str
    number: str
    name: Label
    heads: list[str]
    pages: str
    severity: str
    findings: list[FindingView]
    corrections: list[CorrectionView]
    entries: list[Entry]
    areas: str
    agencies: str


def edition_report(booklet: Booklet, pdf: Path | None, verification: Verification | None = None) -> bytes:
    """Return the page on which a person reads a record against its pages.

    Args:
        booklet: the record.
        pdf: the edition as published; no crop is shown of a file that is no PDF.
        verification: what other engines read in it.
    """
    differing = verification.findings if verification else []
    pages = Pages(pdf, "p", tallest=420.0)  # a whole text is read against its page here
    areas = list(dict.fromkeys(p.area.name for p in booklet.programmes if p.area))
    agencies = list(dict.fromkeys(name for p in booklet.programmes for name in offices(p)))
    sheets = [_front(booklet, pages, differing)]
    for programme in booklet.programmes:
        found = [_finding(f, programme, pages) for f in booklet.findings if f.where.programme == programme.id]
        span = programme.pages
        sheets.append(
            Sheet(
                id=f"p-{programme.id}",
                number=programme.id,
                name=same(programme.name),
                heads=[heading.name for heading in (programme.area, programme.measure) if heading],
                pages="" if span is None else "–".join(str(page) for page in dict.fromkeys(span)),
                severity=_worst(found),
                findings=found,
                corrections=_corrections(programme),
                entries=list(_entries(programme, pages, _wanted(booklet, programme))),
                areas=str(areas.index(programme.area.name)) if programme.area else "",
                agencies=" ".join(str(agencies.index(name)) for name in offices(programme)),
            )
        )
    counts = {
        severity: sum(sheet.severity == severity for sheet in sheets) for severity in labels_of("severities")
    }
    return render(
        [pages],
        mode="edition",
        edition=booklet.edition,
        sheets=sheets,
        counts=counts,
        found={
            s: sum(f.severity == s for f in (*booklet.findings, *differing))
            for s in ("error", "warning", "note")
        },
        engines=verification.engines if verification else [],
        total=len(sheets),
        timeline=timeline(
            [(None, programme) for programme in booklet.programmes],
            None,
            booklet,
            {programme.id: f"p-{programme.id}" for programme in booklet.programmes},
        ),
        areas=areas,
        agencies=agencies,
    )


def _worst(found: list[FindingView]) -> str:
    severities = {finding.severity for finding in found}
    return next((severity for severity in labels_of("severities") if severity in severities), "clean")


def _front(booklet: Booklet, pages: Pages, differing: list[Finding]) -> Sheet:
    front = booklet.front
    listed = {programme.id for programme in booklet.programmes}
    found = [
        _finding(finding, front, pages)
        for finding in (*booklet.findings, *differing)
        if finding.where.programme not in listed
    ]
    lines = "\n".join(
        f"{'　' * entry.level}{'' if entry.number is None else f'{entry.number}　'}{entry.title}"
        f"{'' if entry.page is None else f' … {entry.page}'}"
        for entry in front.contents
    )
    entries = [_entry(front, "introduction", pages)] if front.introduction else []
    if lines:
        entries.append(
            Entry(
                [field("contents")], [(None, [Segment(lines)])], [], pages.crops(boxes_at(front, "contents"))
            )
        )
    entries += (_entry(front, f"contacts[{place}]", pages) for place in range(len(front.contacts)))
    return Sheet(
        "p-front", "", field("front"), [], "", _worst(found), found, _corrections(front), entries, "", ""
    )


def _finding(finding: Finding, holder: Programme | Front, pages: Pages) -> FindingView:
    where = finding.where
    boxes = [(where.page, *where.box)] if where.page and where.box else []
    programme = holder if isinstance(holder, Programme) else None
    return FindingView(
        code=finding.code,
        severity=finding.severity,
        message=message_of(finding),
        hint=hint_of(finding),
        crumbs=crumbs(holder, where.path or ""),
        target=f"p-{programme.id}" if programme else "p-front",
        name=programme.name if programme else "",
        crops=pages.crops(boxes),
    )


def _corrections(holder: Programme | Front) -> list[CorrectionView]:
    return [correction_view(made, holder) for made in holder.corrections]


def _wanted(booklet: Booklet, programme: Programme) -> set[str]:
    """Return the paths in a programme at which a person must look."""
    found = (f for f in booklet.findings if f.where.programme == programme.id and f.severity != "note")
    return {f.where.path for f in found if f.where.path} | {made.path for made in programme.corrections}


def _entries(programme: Programme, pages: Pages, wanted: set[str]) -> Iterator[Entry]:
    """Return every value of a programme in the order of the form."""
    paths = ["name"]
    paths += (path for path in ("acronym", "summary") if getattr(programme, path))
    for place, service in enumerate(programme.services):
        paths.append(f"services[{place}]")
        paths += (f"services[{place}].items[{item}]" for item in range(len(service.items)))
    for name in ("benefits", "contacts", "websites"):
        paths += (f"{name}[{place}]" for place in range(len(getattr(programme, name))))
    paths += (f"other.{name}" for name in programme.other)
    looked_at = {_holder_of(each, paths) for each in wanted}
    for path in paths:
        yield replace(_entry(programme, path, pages), wanted=path in looked_at)


def _holder_of(path: str, paths: list[str]) -> str:
    """Return the entry in which a path stands: the nearest, so that an item is not its whole service."""
    return max(
        (each for each in paths if f"{path}.".startswith((f"{each}.", f"{each}["))), key=len, default=""
    )


def _entry(holder: Programme | Front, path: str, pages: Pages) -> Entry:
    value = lookup(holder, path)
    dumped = value.model_dump(mode="json") if hasattr(value, "model_dump") else value
    heading = isinstance(dumped, dict) and "items" in dumped
    if heading:  # its items are entries of their own
        dumped = {**dumped, "items": []}
    facts = [
        (name, fact)
        for name, listed in holder.facts
        for fact in listed
        if fact.path in (path, f"{path}.title", f"{path}.text")
    ]
    shown = _cells(dumped, [fact.model_dump(mode="json") for _, fact in facts if fact.path == path])
    boxes = holder.provenance.get(path) if heading else None
    return Entry(
        crumbs=crumbs(holder, path),
        rows=shown,
        facts=[_fact(name, fact.model_dump(mode="json")) for name, fact in facts],
        crops=pages.crops(boxes[:1] if boxes else boxes_at(holder, path)),
    )


def _cells(value: Any, facts: list[dict[str, Any]]) -> list[tuple[Label | None, list[Segment]]]:
    text = value if isinstance(value, str) else value.get("text") if isinstance(value, dict) else None
    cells = []
    named = isinstance(value, dict) and (
        "items" in value or "label" in value or {"kind", "text"} <= value.keys()
    )
    for label, shown in rows(value) or [Row(None, plain(value))]:
        segments = [Segment(shown)]
        for fact in facts if shown == text else []:
            segments = mark(segments, *fact["span"])
        cells.append((None if named else label, segments))  # the heading of the entry says it
    return cells


def _fact(name: str, fact: dict[str, Any]) -> FactView:
    return FactView(field(name), headline(fact), qualities(fact), fact["printed"])
