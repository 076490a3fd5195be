"""The straight line from a file to its record.

Comes in: an acquired file.  Goes out: the booklet and how it was read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from pipeline.acquire import Acquired, file_sha256
from pipeline.cache import remembered
from pipeline.check import check, printed_pages
from pipeline.facts import programme_facts, text_facts
from pipeline.findings import finding
from pipeline.front import Front as TracedFront
from pipeline.front import read_front, series_of
from pipeline.ledger import FRONT, FURNITURE, SET_ASIDE, Ledger
from pipeline.page import Page
from pipeline.profile import Profile
from pipeline.programme import Builder, scopes
from pipeline.readers import ENGINES, read, readable, reader_name
from pipeline.record import Booklet, Edition, Extraction, Finding, Front, Programme, Source
from pipeline.segment import Document, segment
from pipeline.traced import concatenate

Progress = Callable[[Page], None]
"""Called with each page as it has been read."""


def extract(
    acquired: Acquired,
    edition_id: str,
    roc_year: int | None,
    profile: Profile,
    progress: Progress = lambda page: None,
    engine: str = ENGINES[0],
    *,
    keep: bool = False,
) -> Extraction:
    """Return the record of a booklet; ``engine`` reads it if it is a PDF.

    With ``keep`` the pages that were read are kept for the next run, which may have another profile.

    Raises:
        UserError: the file cannot be read.
    """
    read_from = file_sha256(acquired.pdf) if acquired.pdf else acquired.sha256
    origin = {"sha256": read_from, "media_type": acquired.media_type, "engine": engine}
    pages, counts = remembered("pages", lambda: _read(acquired, engine, progress), keep=keep, **origin)
    document = segment(pages, profile)
    ledger = Ledger(pages)
    traced_front = read_front(document.front, profile, ledger)
    programmes, findings = _programmes(document, profile, ledger)
    front = _front(traced_front, ledger)
    findings = [*_set_aside(document, ledger), *findings]
    _number_pages(programmes, front)
    year = roc_year if roc_year is not None else traced_front.roc_year
    if year is not None:
        findings += _fill_facts(programmes, front, year)
    source = Source(
        file=acquired.path.name,
        sha256=acquired.sha256,
        media_type=acquired.media_type,
        reader=reader_name(acquired.media_type, engine)
        + ("+pdfium" if any(page.reader for page in pages) else "")
        + ("+rapidocr" if any(page.confidence for page in pages) else ""),
        pages=len(pages) if pages and pages[0].number is not None else None,
        folded=dict(sorted(counts.items())),
    )
    edition = _edition(edition_id, year, traced_front, source)
    findings += _year_doubts(roc_year, traced_front.roc_year)
    findings += check(document, front, programmes, ledger)
    _place(findings, programmes)
    booklet = Booklet(edition=edition, front=front, programmes=programmes, findings=findings)
    owned, glyphs = ledger.coverage()
    return Extraction(booklet, owned, glyphs)


def _read(acquired: Acquired, engine: str, progress: Progress) -> tuple[list[Page], Counter[str]]:
    """Return the pages, and how often each rule of the text changed a character."""
    counts: Counter[str] = Counter()
    pages = []
    with readable(acquired.path, acquired.media_type, acquired.pdf) as (path, kind):
        for page in read(path, kind, counts, engine):
            progress(page)
            pages.append(page)
    return pages, counts


def _programmes(
    document: Document, profile: Profile, ledger: Ledger
) -> tuple[list[Programme], list[Finding]]:
    programmes, findings = [], []
    for part, scope in zip(document.segments, scopes(document.segments, profile), strict=True):
        builder = Builder(part, scope, profile, ledger)
        programmes.append(builder.build())
        findings += builder.findings
    return programmes, findings


def _front(traced: TracedFront, ledger: Ledger) -> Front:
    return Front(
        introduction=traced.introduction.text,
        contents=traced.contents,
        contacts=traced.contacts,
        provenance=ledger.provenance(FRONT),
        confidence=ledger.confidence(FRONT),
    )


def _set_aside(document: Document, ledger: Ledger) -> list[Finding]:
    """Own furniture, and tables that are no form; each such table is a finding that carries its text."""
    for found in document.furniture:
        cells = (cell for table in found.tables for cell in table.cells)
        for line in (*found.lines, *(line for cell in cells for line in cell.lines)):
            ledger.own(FURNITURE, "margins", line.text)
    findings = []
    for table in document.other_tables:
        text = concatenate(line.text for cell in table.cells for line in cell.lines)
        if not text:
            continue
        ledger.own(SET_ASIDE, "table", text)
        page = ledger.page_of(text.ids[0]).number
        rows = [[cell.text.text for cell in table.row(number)] for number in range(table.rows)]
        findings.append(
            finding(
                "table-unknown",
                f"a table of {table.rows} rows is no form of the profile",
                page=page,
                box=table.box if page else None,
                rows=rows,
            )
        )
    return findings


def _number_pages(programmes: list[Programme], front: Front) -> None:
    """Give each programme the page number that the contents page prints for it."""
    listed = printed_pages(front.contents)
    for programme in programmes:
        numbers = (
            programme.area.number if programme.area else 0,
            programme.measure.number if programme.measure else 0,
            programme.number or 0,
        )
        programme.printed_page = listed.get(numbers)


def _fill_facts(programmes: list[Programme], front: Front, roc_year: int) -> list[Finding]:
    """Give each programme and the front matter their facts; return what was not understood."""
    front.facts, findings = text_facts(front.introduction, roc_year)
    for programme in programmes:
        programme.facts, unread = programme_facts(programme, roc_year)
        findings += unread
    return findings


def _place(findings: list[Finding], programmes: list[Programme]) -> None:
    """Give each finding about a field the page and box of that field, so that a person can look."""
    provenance = {programme.id: programme.provenance for programme in programmes}
    for found in findings:
        where = found.where
        if where.page is not None or where.programme not in provenance:
            continue
        boxes = provenance[where.programme]
        parents = [where.path or "name"]
        while "." in parents[-1] or "[" in parents[-1]:
            parents.append(parents[-1][: max(parents[-1].rfind("."), parents[-1].rfind("["))])
        places = next(
            (boxes[path] for path in (*parents, f"{parents[0]}.label", "name") if path in boxes), None
        )
        if places:
            where.page, *box = places[0]
            where.box = (box[0], box[1], box[2], box[3])


def _year_doubts(origin: int | None, cover: int | None) -> list[Finding]:
    if origin is None and cover is None:
        return [finding("year-unknown", "neither the cover nor origin.toml gives a year")]
    if origin is not None and cover is not None and origin != cover:
        message = f"the cover gives ROC year {cover}, origin.toml {origin}"
        return [finding("year-differs", message, cover=cover, origin=origin)]
    return []


def _edition(edition_id: str, year: int | None, front: TracedFront, source: Source) -> Edition:
    return Edition(
        id=edition_id,
        roc_year=year,
        year=year + 1911 if year is not None else None,
        title=front.title.text,
        publishers=[name.text for name in front.publishers],
        issued=front.issued,
        series=series_of(front.title.text),
        source=source,
    )
