"""The straight line from a file to its record.

Comes in: an acquired file.  Goes out: the booklet and how it was read, whole or part by part as it is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.checks.booklet import Checks
from pipeline.checks.characters import absent_characters
from pipeline.checks.contents_page import printed_pages
from pipeline.checks.labels import Renamed, heading_renumbered
from pipeline.checks.page_numbers import out_of_order
from pipeline.checks.rendering import unprinted
from pipeline.core.findings import finding
from pipeline.core.page import Page, Table, lines_of
from pipeline.core.record import (
    Booklet,
    Closing,
    Edition,
    Extraction,
    Finding,
    Front,
    Opening,
    Part,
    Programme,
    Source,
)
from pipeline.core.traced import concatenate
from pipeline.facts.programme_facts import programme_facts, text_facts
from pipeline.fields.corrections import Corrections
from pipeline.fields.edition_year import EditionYear, edition_year
from pipeline.fields.front_matter import Front as TracedFront
from pipeline.fields.front_matter import read_front, series_of
from pipeline.fields.ledger import FRONT, FURNITURE, SET_ASIDE, Ledger
from pipeline.fields.programme import Builder, Scopes
from pipeline.forms.document import Segment
from pipeline.forms.drift.look import FirstLook, knowing, renamings
from pipeline.forms.drift.numbering import NumberingLook, renumbered
from pipeline.forms.drift.renamed import Renaming
from pipeline.forms.furniture import Furniture
from pipeline.forms.profile import Profile
from pipeline.forms.segment import margins_of, segments, survey
from pipeline.forms.unruled import Settings, Unruled, read_by_all
from pipeline.pages.office_text import paragraphs
from pipeline.pages.reading import ENGINES, read_file, reader_name
from pipeline.source.corrections import Placed
from pipeline.source.document import Acquired

FIRST_PAGES = 3
FIRST_LINES = 100
"""Pages and lines at the beginning, where a heading may name the year."""
Progress = Callable[[Page], None]
"""Called with each page as it has been read."""


def extract(
    acquired: Acquired,
    edition_id: str,
    roc_year: int | None,
    profile: Profile,
    progress: Progress = lambda page: None,
    engine: str = ENGINES[0],
    corrections: Sequence[Placed] = (),
) -> Extraction:
    """Return the record of a booklet, all of it in memory; ``engine`` reads it if it is a PDF.

    Raises:
        UserError: the file cannot be read.
    """
    pages = []
    for page in read_file(acquired, engine):
        progress(page)
        pages.append(page)
    return record_of(extract_parts(acquired, pages, edition_id, roc_year, profile, engine, corrections))


def record_of(parts: Iterable[Part]) -> Extraction:
    """Return a record, all of it in memory, of its parts."""
    parts = list(parts)
    (opening,) = (part for part in parts if isinstance(part, Opening))
    (closing,) = (part for part in parts if isinstance(part, Closing))
    programmes = [part for part in parts if isinstance(part, Programme)]
    booklet = Booklet(
        edition=opening.edition, front=opening.front, programmes=programmes, findings=closing.findings
    )
    return Extraction(booklet, closing.owned, closing.glyphs)


def extract_parts(
    acquired: Acquired,
    pages: Iterable[Page],
    edition_id: str,
    roc_year: int | None,
    profile: Profile,
    engine: str,
    corrections: Sequence[Placed] = (),
) -> Iterator[Part]:
    """Yield the record of a booklet in its parts, in their order, each as soon as it is complete.

    The pages can be gone through more than once.  No more of them is held than those of the programme at hand.
    """
    over = _overview(pages, profile)
    headings = renumbered(pages, over.margins, profile) if over.numbering.is_new else []
    if headings:
        profile = knowing(profile, headings)
        over.margins = margins_of(pages, profile)
    renamed = renamings(pages, over.margins, profile) if over.labels.is_new else []
    profile = knowing(profile, renamed)
    look = survey(pages, over.margins, profile, over.settings)
    ledger = Ledger()
    odd = [*absent_characters(over.characters), *out_of_order(over.page_numbers())]
    if acquired.pdf and acquired.document:
        odd += unprinted(paragraphs(acquired.document), pages)
    odd += map(heading_renumbered, headings)
    checks = Checks(ledger, layer=odd, renamed=Renamed(renamed))
    mended = Corrections(corrections)
    unnumbered = [kind for kind in profile.each if kind.named_by_first_field or not kind.numbers_programmes]
    scopes = Scopes(counted={kind.name for kind in unnumbered} - look.numbered)
    # Another program breaks the pages of an office document elsewhere: their numbers are not the publisher's.
    printed = dict.fromkeys(over.firsts) if acquired.document else over.printed_numbers()
    front, year = None, roc_year
    for part in segments(_opened(pages, over.margins, ledger), over.margins, profile, look):
        if isinstance(part, Table):
            checks.set_aside += _set_aside(part, ledger)
        elif isinstance(part, Segment):
            builder = Builder(part, scopes.of(part), profile.of_kind(part.kind), ledger)
            programme = mended.applied(builder.build())
            programme.printed_page = checks.listed.get(part.numbers)
            programme.facts, unread = programme_facts(programme, year)
            programme.facts, unread = mended.of_facts(programme, unread)
            checks.programme(programme, part, builder.findings, unread, printed)
            yield programme
            checks.close(part.until)
        else:
            traced = read_front(part, profile, ledger)
            front = mended.applied(_front(traced, ledger))
            told = edition_year(
                roc_year, traced.roc_year, over.title, over.heads, edition_id, acquired.path.name
            )
            year = told.roc_year
            front.facts, unread = text_facts(front.introduction, year)
            front.facts, checks.unread = mended.of_facts(front, unread)
            checks.years = _year_doubts(told, traced.roc_year)
            checks.listed = printed_pages(front.contents)
            ledger.forget(FRONT)
            yield Opening(
                _edition(edition_id, year, traced, _source(acquired, engine, over, renamed, told)), front
            )
    checks.close()
    assert front is not None
    yield Closing([*checks.findings(front), *mended.unused()], checks.owned, checks.glyphs)


@dataclass(slots=True)
class Overview:
    """What a first look over all pages tells."""

    labels: FirstLook
    numbering: NumberingLook
    margins: list[Furniture] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    """Of each page its first glyph."""
    numbers: list[int | None] = field(default_factory=list)
    """Of each page its number in the file, a page of which may hold several."""
    folded: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)
    """How often each character is printed."""
    reread: bool = False
    """Whether another engine than the one that was asked read a page."""
    title: str = ""
    """The title of a page of the web."""
    heads: list[str] = field(default_factory=list)
    """Short lines of the first pages, where a heading may name the year."""
    settings: Settings = field(default_factory=dict)
    """How the forms are set that have no upright rules, for each kind of form."""
    recognised: bool = False
    """Whether a page is a picture, the words of which were recognised."""

    def printed_numbers(self) -> dict[int, int | None]:
        """Return the number printed on each page, by its first glyph."""
        return dict(zip(self.firsts, (found.printed_number for found in self.margins), strict=True))

    def page_numbers(self) -> Iterator[tuple[int | None, int | None]]:
        """Yield of each page its number in the file and the one printed on it."""
        return zip(self.numbers, (found.printed_number for found in self.margins), strict=True)


def _overview(pages: Iterable[Page], profile: Profile) -> Overview:
    over = Overview(FirstLook(profile), NumberingLook(profile))
    unruled = [Unruled(kind) for kind in profile.each]

    def seen() -> Iterator[Page]:
        for page in pages:
            over.firsts.append(page.first)
            over.numbers.append(page.number)
            over.folded.update(page.folded)
            over.characters.update(page.glyphs)
            over.reread = over.reread or bool(page.reader)
            over.recognised = over.recognised or bool(page.confidence)
            over.title = over.title or page.title
            for block in read_by_all(unruled, page, page.blocks):
                if isinstance(block, Table):
                    over.numbering.see(block, over.labels.see(block))
                    continue
                over.numbering.see_line(block)
                if len(over.numbers) <= FIRST_PAGES and len(over.heads) < FIRST_LINES:
                    over.heads.append(block.text.text)
            yield page

    over.margins = margins_of(seen(), profile)
    over.settings = {reader.profile.name: reader.setting for reader in unruled}
    return over


def _opened(pages: Iterable[Page], margins: Iterable[Furniture], ledger: Ledger) -> Iterator[Page]:
    """Yield the pages, each open in the ledger with its furniture owned."""
    for page, found in zip(pages, margins, strict=True):
        ledger.open(page)
        for line in (
            *(line for at in sorted(found.blocks) for line in lines_of(page.blocks[at])),
            *found.in_cells,
        ):
            ledger.own(FURNITURE, "margins", line.text)
        ledger.forget(FURNITURE)
        yield page


def _set_aside(table: Table, ledger: Ledger) -> Iterator[Finding]:
    """Yield the finding that carries the text of a table that is no form, unless it is empty."""
    text = concatenate(line.text for line in lines_of(table))
    if not text:
        return
    ledger.own(SET_ASIDE, "table", text)
    ledger.forget(SET_ASIDE)
    page = ledger.page_of(text.ids[0])
    rows = [[cell.text.text for cell in table.row(number)] for number in range(table.rows)]
    yield finding(
        "table-unknown",
        f"a table of {table.rows} rows is no form of the profile",
        page=page.number,
        box=page.in_file(table.box) if page.number else None,
        rows=rows,
    )


def _front(traced: TracedFront, ledger: Ledger) -> Front:
    return Front(
        introduction=traced.introduction.text,
        contents=traced.contents,
        contacts=traced.contacts,
        websites=traced.websites,
        provenance=ledger.provenance(FRONT),
        confidence=ledger.confidence(FRONT),
    )


def _year_doubts(told: EditionYear, cover: int | None) -> list[Finding]:
    if told.roc_year is None:
        return [
            finding(
                "year-unknown", "nothing names the year: neither origin.toml nor cover, headings or names"
            )
        ]
    if told.source == "origin" and cover is not None and told.roc_year != cover:
        message = f"the cover gives ROC year {cover}, origin.toml {told.roc_year}"
        return [finding("year-differs", message, cover=cover, origin=told.roc_year)]
    return []


def _source(
    acquired: Acquired, engine: str, over: Overview, renamed: Sequence[Renaming], year: EditionYear
) -> Source:
    return Source(
        file=acquired.path.name,
        sha256=acquired.sha256,
        media_type=acquired.media_type,
        reader=reader_name(acquired.media_type, engine)
        + ("+pdfium" if over.reread else "")
        + ("+rapidocr" if over.recognised else ""),
        pages=len(set(over.numbers)) if over.numbers and over.numbers[0] is not None else None,
        folded=dict(sorted(over.folded.items())),
        year_from=year.source,
        labels=over.labels.labels(renamed),
    )


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
