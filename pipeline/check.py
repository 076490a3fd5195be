"""The booklet checks itself: contents page against body, numbering, coverage, oddities across programmes.

Comes in: the record so far, the document and the ledger.  Goes out: findings; nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

import regex

from pipeline.findings import finding
from pipeline.heading import Title
from pipeline.ledger import Ledger
from pipeline.oddities import oddities
from pipeline.page import Page, union
from pipeline.readers.layout import REPLACEMENT
from pipeline.record import ContentsEntry, Finding, Front, Programme
from pipeline.segment import Document, Segment
from pipeline.text import fold

_DOUBLED = regex.compile(r"。。|，，|、、|；；|：：")
_RUN = regex.compile(r"(?P<number>[\p{Nd}.,/#()\-]*\p{Nd}[\p{Nd}.,/#()\-]*)|\S")
CERTAIN_DIGIT = 0.9
"""A number with a character that is less certain than this is looked up by a person."""
CERTAIN = 0.7
"""So is any other character below this."""
LARGE = 0.25
"""Share of a page; pictures that cover less are seals, logos and photographs beside the text."""
_CLAUSE_END = "。；：！？」）)】"


def check(
    document: Document, front: Front, programmes: Sequence[Programme], ledger: Ledger
) -> Iterator[Finding]:
    """Yield what is wrong with a booklet or with our reading of it."""
    yield from coverage(ledger)
    yield from unmapped(document)
    yield from recognised(ledger, {programme.id for programme in programmes})
    if not programmes:
        yield finding("no-programme", "no form that the profile knows stands in this document")
        return
    yield from contents(document, front, programmes, ledger)
    yield from numbering(document.segments, programmes)
    yield from sentences(programmes)
    yield from oddities(programmes)


def coverage(ledger: Ledger) -> Iterator[Finding]:
    """Yield what nobody owns and what two own."""
    for patch in ledger.unowned():
        yield finding(
            "text-lost",
            f"nothing owns the text {patch.text}",
            page=patch.page,
            box=patch.box,
            text=patch.text,
        )
    for patch in ledger.owned_twice():
        yield finding(
            "text-twice",
            f"two fields own the text {patch.text}",
            page=patch.page,
            box=patch.box,
            text=patch.text,
        )


def unmapped(document: Document) -> Iterator[Finding]:
    """Yield the pages with glyphs that no one can read, and the pages without text."""
    for page in document.pages:
        bad = [
            place
            for place, character in enumerate(page.glyphs)
            if character == REPLACEMENT or _private(character)
        ]
        if bad:
            yield finding(
                "glyph-unmapped",
                f"{len(bad)} glyphs on this page have no character in their font",
                page=page.number,
                box=page.box(page.first + bad[0]),
                count=len(bad),
            )
        if page.reader:
            yield reread(page)
        if page.number is not None and not page.glyphs.strip():
            yield finding("page-without-text", "this page holds no text that can be read", page=page.number)
        elif not page.confidence and (share := _pictured(page)) >= LARGE:
            yield finding(
                "page-pictured",
                f"pictures cover {share:.0%} of this page; only the text beside or over them was read",
                page=page.number,
                share=round(share, 3),
            )


def reread(page: Page) -> Finding:
    """Return what is to be said of a page that PDFium read in the place of an engine that finds no Chinese there."""
    message = "pdfplumber finds no Chinese on this page and PDFium does; PDFium's text is used"
    return finding("page-reread", message, page=page.number, reader=page.reader)


def _pictured(page: Page) -> float:
    """Return the share of a page that its pictures cover; where they overlap, both count."""
    paper = page.width * page.height
    area = sum(
        max(0.0, min(x1, page.width) - max(x0, 0.0)) * max(0.0, min(bottom, page.height) - max(top, 0.0))
        for x0, top, x1, bottom in page.pictures
    )
    return min(1.0, area / paper) if paper else 0.0


def recognised(ledger: Ledger, programmes: Collection[str]) -> Iterator[Finding]:
    """Yield the pages whose words were found in a picture, and every word with a character that is not certain."""
    for page in ledger.pages:
        if not page.confidence:
            continue
        mean = sum(page.confidence.values()) / len(page.confidence)
        yield finding(
            "page-recognised",
            f"this page is a picture: {len(page.confidence)} characters were recognised, on average {mean:.1%} sure",
            page=page.number,
            confidence=round(mean, 4),
        )
        for start, end in _doubtful(page):
            scope, path = ledger.owner_of(page.first + start)
            boxes = [box for at in range(start, end) if (box := page.box(page.first + at))]
            sure = min(page.confidence.get(page.first + at, 1.0) for at in range(start, end))
            yield finding(
                "character-doubtful",
                f"“{page.glyphs[start:end]}” was recognised with {sure:.0%} certainty",
                programme=scope if scope in programmes else None,
                path=path if scope in programmes else None,
                page=page.number,
                box=union(boxes),
                text=page.glyphs[start:end],
                near=page.glyphs[max(0, start - 8) : end + 8].strip(),
                confidence=round(sure, 3),
            )


def _doubtful(page: Page) -> Iterator[tuple[int, int]]:
    """Yield runs of glyphs, as offsets, without a space, that hold a doubtful one: a number, or one character."""
    for match in _RUN.finditer(page.glyphs):
        span = range(*match.span())
        least = min(page.confidence.get(page.first + at, 1.0) for at in span)
        if least < (CERTAIN_DIGIT if match["number"] else CERTAIN):
            yield match.span()


def _private(character: str) -> bool:
    code = ord(character)
    return 0xE000 <= code <= 0xF8FF or code >= 0xF0000


PrintedPages = Callable[[Title], int | None]


def _numbers_on_pages(document: Document, ledger: Ledger) -> PrintedPages:
    """Return what tells the number printed on the page of a heading, where pages have numbers."""
    numbers = {
        id(page): found.printed_number for page, found in zip(document.pages, document.furniture, strict=True)
    }
    return lambda title: numbers[id(ledger.page_of(title.printed.ids[0]))]


def contents(
    document: Document, front: Front, programmes: Sequence[Programme], ledger: Ledger
) -> Iterator[Finding]:
    """Compare the contents page with the headings of the body: names, numbers, order, pages."""
    pages = _numbers_on_pages(document, ledger)
    listed = [entry for entry in front.contents if entry.level]
    if not listed:
        yield finding("contents-missing", "no contents page was found before the first programme")
        return
    printed = list(_printed_headings(document, programmes))
    body = [heading for heading, _, _ in printed]
    places = {heading: place for place, heading in reversed(list(enumerate(body)))}
    numbers = [(level, number, path) for level, number, _, path in body]
    last = -1
    for entry, path in zip(listed, _paths(listed), strict=True):
        key = (entry.level, entry.number or 0, fold(entry.title), path)
        if key in places:
            place = places[key]
            if place < last:
                yield finding(
                    "contents-order",
                    f"{entry.title} stands earlier in the body than in the contents",
                    listed=entry.title,
                )
            last = max(last, place)
            yield from _page_differs(entry, printed[place][1], printed[place][2], pages)
        elif (entry.level, entry.number or 0, path) in numbers:
            place = numbers.index((entry.level, entry.number or 0, path))
            _, title, programme = printed[place]
            yield finding(
                "contents-name",
                f"the contents page says {entry.title}, the body {title.name.text}",
                programme=programme,
                listed=entry.title,
                printed=title.name.text,
            )
            yield from _page_differs(entry, printed[place][1], printed[place][2], pages)
        else:
            yield finding(
                "contents-extra",
                f"the contents page lists {entry.title}, the body does not have it",
                listed=entry.title,
            )
    known = {
        (entry.level, entry.number or 0, path) for entry, path in zip(listed, _paths(listed), strict=True)
    }
    for (level, number, _, path), (_, title, programme) in zip(body, printed, strict=True):
        if (level, number, path) not in known:
            yield finding(
                "contents-absent",
                f"the contents page does not list {title.name.text}",
                programme=programme,
                printed=title.name.text,
            )


Key = tuple[int, int, str, tuple[int, ...]]


def _printed_headings(
    document: Document, programmes: Sequence[Programme]
) -> Iterator[tuple[Key, Title, str]]:
    """Yield the headings of the body in order, each with its key and the programme that it stands above."""
    for part, programme in zip(document.segments, programmes, strict=True):
        area = part.area.number if part.area else 0
        measure = part.measure.number if part.measure else 0
        for title in part.new_headings:
            level, path = (1, ()) if title is part.area else (2, (area,))
            yield (level, title.number, fold(title.name.text), path), title, programme.id
        if part.title:
            yield (
                (3, part.title.number, fold(part.title.name.text), (area, measure)),
                part.title,
                programme.id,
            )


def _paths(entries: Sequence[ContentsEntry]) -> list[tuple[int, ...]]:
    """Return for each contents entry the numbers of the headings that it stands under."""
    paths: list[tuple[int, ...]] = []
    area = measure = 0
    for entry in entries:
        if entry.level == 1:
            area, measure = entry.number or 0, 0
            paths.append(())
        elif entry.level == 2:
            measure = entry.number or 0
            paths.append((area,))
        else:
            paths.append((area, measure))
    return paths


def printed_pages(listed: Sequence[ContentsEntry]) -> dict[tuple[int, int, int], int | None]:
    """Return the page that the contents page gives for each programme, by area, measure and number."""
    entries = [entry for entry in listed if entry.level]
    return {
        (path[0], path[1], entry.number or 0): entry.page
        for entry, path in zip(entries, _paths(entries), strict=True)
        if entry.level == 3
    }


def _page_differs(
    entry: ContentsEntry, title: Title, programme: str, pages: PrintedPages
) -> Iterator[Finding]:
    number = pages(title)
    if number is not None and entry.page is not None and number != entry.page:
        yield finding(
            "contents-page",
            f"the contents page gives page {entry.page} for {entry.title}, which stands on page {number}",
            programme=programme,
            listed=entry.page,
            printed=number,
        )


def numbering(segments: Sequence[Segment], programmes: Sequence[Programme]) -> Iterator[Finding]:
    """Yield numbers that do not run on: areas in the booklet, measures in an area, programmes in a measure."""
    last = [0, 0, 0]
    for part, programme in zip(segments, programmes, strict=True):
        area = part.title.area if part.title else None
        if area is not None and area != last[0]:
            last = [area, 0, 0]
        for title in (*part.new_headings, part.title):
            if title is None or not title.number:
                continue
            level = 2 if title is part.title else 0 if title is part.area else 1
            if title.number != last[level] + 1:
                yield finding(
                    "numbering-gap",
                    f"{title.printed.text} follows number {last[level]}",
                    programme=programme.id,
                    printed=title.printed.text,
                    after=last[level],
                )
            last[level] = title.number
            last[level + 1 :] = [0] * (2 - level)


def texts(programme: Programme) -> Iterator[tuple[str, str]]:
    """Yield the path and text of every prose field of a programme."""
    yield "summary", programme.summary.text
    for number, service in enumerate(programme.services):
        if service.text:
            yield f"services[{number}]", service.text
        for place, item in enumerate(service.items):
            yield f"services[{number}].items[{place}]", item.text
    for number, benefit in enumerate(programme.benefits):
        yield f"benefits[{number}]", benefit.text
    for name, prose in programme.other.items():
        yield f"other.{name}", prose.text


def sentences(programmes: Sequence[Programme]) -> Iterator[Finding]:
    """Yield doubled punctuation, and texts that break off where their other sentences end."""
    for programme in programmes:
        for path, text in texts(programme):
            for match in _DOUBLED.finditer(text):
                context = text[max(0, match.start() - 8) : match.end()]
                yield finding(
                    "punctuation-doubled",
                    f"{match.group()} after {context[:-2]}",
                    programme=programme.id,
                    path=path,
                    text=context,
                )
            last = text.rsplit("\n", 1)[-1]
            if _breaks_off(text, last):
                yield finding(
                    "sentence-cut",
                    f"the text ends in {last[-12:]}",
                    programme=programme.id,
                    path=path,
                    text=last[-40:],
                )


def _breaks_off(text: str, last: str) -> bool:
    """Tell whether a long last sentence lacks the full stop that every other sentence of the text has."""
    clauses = last.count("，")
    others = text.split("\n")[:-1]
    ended = [line for line in others if "，" in line]
    if clauses < 3 or not ended or last[-1] in _CLAUSE_END:
        return False
    return all(line[-1] in _CLAUSE_END for line in ended)
