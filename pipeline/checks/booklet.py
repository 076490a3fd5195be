"""The booklet checks itself while it goes by: coverage, pages that cannot be read, sentences, what is odd across it.

Comes in: programmes and the pages that they have left behind.  Goes out: findings, each with its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.checks.across_programmes import Compared, compared, oddities
from pipeline.checks.contents_page import Printed, contents, headings, numbering
from pipeline.checks.labels import Renamed, missing_throughout
from pipeline.checks.recognised import recognised
from pipeline.checks.recurring import said_once
from pipeline.core.expressions import expression
from pipeline.core.findings import finding
from pipeline.core.page import Box, Page
from pipeline.core.record import Finding, Front, PageBox, Programme
from pipeline.core.text import CONTROL
from pipeline.fields.ledger import SET_ASIDE, Ledger, Patch, Sheet
from pipeline.forms.document import Segment
from pipeline.pages.glyph import REPLACEMENT

_DOUBLED = expression(r"。。|，，|、、|；；|：：")
_UNREADABLE = expression(f"[{REPLACEMENT}\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""What stands for a glyph whose font tells no character, and the areas for private use."""
LARGE = 0.25
"""Share of a page; pictures that cover less are seals, logos and photographs beside the text."""
_CLAUSE_END = "。；：！？」）)】"


@dataclass(slots=True)
class Checks:
    """What is found while a document goes by, in the order in which the record lists it."""

    ledger: Ledger
    listed: dict[tuple[int, int, int], int | None] = field(default_factory=dict)
    """The page that the contents page gives for each programme."""
    set_aside: list[Finding] = field(default_factory=list)
    unread: list[Finding] = field(default_factory=list)
    """Facts that were not understood."""
    layer: list[Finding] = field(default_factory=list)
    """What is odd about the text layer as a whole."""
    renamed: Renamed = field(default_factory=Renamed)
    years: list[Finding] = field(default_factory=list)
    owned: int = 0
    glyphs: int = 0
    _built: list[Finding] = field(default_factory=list)
    _lost: list[Finding] = field(default_factory=list)
    _twice: list[Finding] = field(default_factory=list)
    _unmapped: list[Finding] = field(default_factory=list)
    _recognised: list[Finding] = field(default_factory=list)
    _sentences: list[Finding] = field(default_factory=list)
    _body: list[Printed] = field(default_factory=list)
    _compared: list[Compared] = field(default_factory=list)
    _places: dict[str, dict[str, PageBox]] = field(default_factory=dict)
    """Of each programme the places that a finding across programmes can name."""

    def programme(
        self,
        programme: Programme,
        part: Segment,
        built: Sequence[Finding],
        unread: Sequence[Finding],
        printed: Mapping[int, int | None],
    ) -> None:
        """Look at a programme that is built, and keep what will be compared with others.

        Args:
            programme: the programme.
            part: what it was built from.
            built: what was found while it was built.
            unread: its facts that were not understood.
            printed: the number printed on each page, by its first glyph.
        """
        pages = self.ledger.page_of
        self.renamed.see(part.entries, programme.id, part.kind)
        self._body += headings(part, programme.id, lambda title: printed[pages(title.printed.ids[0]).first])
        doubtful = list(sentences(programme))
        _place([*built, *unread, *doubtful], programme)
        self._built += built
        self.unread += unread
        self._sentences += doubtful
        self._compared.append(compared(programme))
        paths = ["name", *(f"contacts[{at}]" for at in range(len(programme.contacts)))]
        paths += [f"websites[{at}]" for at in range(len(programme.websites))]
        paths += self.renamed.paths
        places = {path: place for path in paths if (place := place_of(programme.provenance, path))}
        self._places[programme.id] = places
        self.ledger.forget(programme.id)
        self.ledger.forget(SET_ASIDE)

    def close(self, until: int | None = None) -> None:
        """Look at the pages before a glyph, all without one, on which nothing more will be owned."""
        for sheet in self.ledger.close(until):
            owned, glyphs = sheet.coverage()
            self.owned, self.glyphs = self.owned + owned, self.glyphs + glyphs
            self._lost += lost(sheet)
            self._twice += twice(sheet)
            self._unmapped += unmapped(sheet.page)
            self._recognised += recognised(sheet)

    def findings(self, front: Front) -> list[Finding]:
        """Return all that was found."""
        found = [*self.set_aside, *self._built, *self.unread, *self.years]
        found += [*self.layer, *self._lost, *self._twice, *self._unmapped, *self._recognised]
        if not self._compared:
            found.append(finding("no-programme", "no form that the profile knows stands in this document"))
            return said_once(found)
        across = [*contents(front.contents, self._body), *numbering(self._body)]
        odd = list(oddities(self._compared))
        renamed = list(self.renamed.findings())
        for each in (*across, *odd, *renamed):
            place = self._places.get(each.where.programme or "", {})
            _stand(each, place.get(each.where.path or "name") or place.get("name"))
        found = [*renamed, *found, *across, *self._sentences, *odd]
        return said_once(missing_throughout(found, {each.id: each.kind for each in self._compared}))


def place_of(provenance: Mapping[str, Sequence[PageBox]], path: str) -> PageBox | None:
    """Return the first place of a path, else of what holds it, else of its label, else of the name."""
    parents = [path]
    while "." in parents[-1] or "[" in parents[-1]:
        parents.append(parents[-1][: max(parents[-1].rfind("."), parents[-1].rfind("["))])
    candidates = (*parents, f"{parents[0]}.label", "name")
    return next((provenance[each][0] for each in candidates if each in provenance), None)


def _place(found: Iterable[Finding], programme: Programme) -> None:
    """Give each finding about a programme the page and box of its field, so that a person can look."""
    for each in found:
        if each.where.programme == programme.id:
            _stand(each, place_of(programme.provenance, each.where.path or "name"))


def _stand(found: Finding, place: PageBox | None) -> None:
    where = found.where
    if where.page is None and place:
        where.page, where.box = place[0], (place[1], place[2], place[3], place[4])


def lost(sheet: Sheet) -> Iterator[Finding]:
    """Yield the text of a page that nobody owns."""
    return (_unaccounted("text-lost", "nothing owns", patch) for patch in sheet.unowned())


def twice(sheet: Sheet) -> Iterator[Finding]:
    """Yield the text of a page that two fields own."""
    return (_unaccounted("text-twice", "two fields own", patch) for patch in sheet.owned_twice())


def _unaccounted(code: str, words: str, patch: Patch) -> Finding:
    return finding(code, f"{words} the text {patch.text}", page=patch.page, box=patch.box, text=patch.text)


def unmapped(page: Page) -> Iterator[Finding]:
    """Yield what of a page no one can read: glyphs without a character, pictures, the whole page."""
    controls = [match.start() for match in CONTROL.finditer(page.glyphs)]
    # In a font such a code stands for something drawn; in a text that has no places, for nothing.
    drawn = controls if page.boxes else []
    bad = sorted([*drawn, *(match.start() for match in _UNREADABLE.finditer(page.glyphs))])
    if bad:
        yield finding(
            "glyph-unmapped",
            f"{len(bad)} glyphs on this page have no character in their font",
            page=page.number,
            box=page.box(page.first + bad[0]),
            count=len(bad),
        )
    yield from unlike_what_is_seen(page)
    if controls and not drawn:
        yield _controls(page, controls)
    if page.reader:
        yield reread(page)
    if page.bent:
        message = "this page is a photograph of bent paper, and was not read: nobody could tell its rows"
        yield finding("page-bent", message, page=page.number)
    elif page.number is not None and not page.glyphs.strip():
        yield _without_text(page)
    elif not page.confidence and (share := _pictured(page)) >= LARGE:
        yield finding(
            "page-pictured",
            f"pictures cover {share:.0%} of this page; only the text beside or over them was read",
            page=page.number,
            share=round(share, 3),
        )


def _without_text(page: Page) -> Finding:
    if page.pictures:
        from pipeline.pages.scan import recognise  # loads NumPy

        if not recognise.installed():
            message = (
                "this page is a picture, and nothing is installed that recognises its words: run make ocr"
            )
            return finding("page-without-text", message, page=page.number, picture=True)
    return finding("page-without-text", "this page holds no text that can be read", page=page.number)


def unlike_what_is_seen(page: Page) -> Iterator[Finding]:
    """Yield what the file says of a page and the page does not show, once for each kind."""
    if page.hidden:
        words, at = _held(page.hidden)
        message = f"the file holds “{_short(words)}” here, and the page does not show it"
        yield finding("text-hidden", message, page=page.number, box=at if page.number else None, text=words)
    if page.overprinted:
        words, at = _held(page.overprinted)
        message = f"characters are printed over each other here; the file says “{_short(words)}”"
        yield finding("text-overprinted", message, page=page.number, box=at, text=words)
    if page.struck:
        words, at = _held(page.struck)
        yield finding(
            "text-struck", f"“{_short(words)}” is struck through", page=page.number, box=at, text=words
        )
    for said, printed, box in page.renamed:
        yield finding(
            "text-renamed",
            f"the file says “{_short(said)}” where the page shows “{_short(printed)}”",
            page=page.number,
            box=box,
            said=said,
            printed=printed,
        )


def _held(found: Sequence[tuple[str, Box]]) -> tuple[str, Box]:
    """Return words as one text, and where the first of them stand."""
    return " ".join(text for text, _ in found), found[0][1]


def _short(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:40]}…"


def _controls(page: Page, places: Sequence[int]) -> Finding:
    counts = Counter(f"U+{ord(page.glyphs[place]):04X}" for place in places)
    told = dict(sorted(counts.items()))
    message = f"{len(places)} control characters were left out ({', '.join(told)})"
    return finding("character-control", message, page=page.number, count=len(places), characters=told)


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


def sentences(programme: Programme) -> Iterator[Finding]:
    """Yield doubled punctuation, and texts that break off where their other sentences end."""
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
