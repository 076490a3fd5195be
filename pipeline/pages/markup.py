"""Transcriptions in HTML or Markdown, as common tools of text recognition write them: tables with spans, or pipes.

Comes in: a text file.  Goes out: one page without a number.  Tags, comments, page marks and pictures are markup; every
other visible character is one that somebody must own.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import groupby

import regex
from markdown_it import MarkdownIt

from pipeline.core.expressions import expression
from pipeline.core.page import Block, Cell, Line, Page, Table
from pipeline.core.paragraphs import told
from pipeline.core.text import canonical_traced, visible
from pipeline.core.traced import Traced
from pipeline.pages.markup_pairs import GAP, Element, Path, halved, rows_of
from pipeline.source.media_type import HTML, begins_html

_PIPES = expression(r"^\s*\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?\s*)?$", regex.M)
_TABLE = expression(r"^\s*<table\b", regex.M | regex.I)
_PAGE_MARK = expression(r"^\s*(?:\{\d+\}-{3,}|-{3,}|\*{3,}|_{3,}|\f)\s*$", regex.M)
_NUMBER = expression(r"\d{1,4}")
_LINE_TAGS = frozenset(
    regex.split(
        " ", "p div li br hr h1 h2 h3 h4 h5 h6 ul ol dl dt dd section article header footer blockquote"
    )
)
_UNSEEN = frozenset(
    regex.split(" ", "script style head title template noscript svg canvas iframe object datalist")
)
_IN_HEAD = frozenset(regex.split(" ", "title meta link base script style template noscript object"))
_VOID = frozenset(regex.split(" ", "area base br col embed hr img input link meta source track wbr"))
_ASIDE = frozenset(["nav", "footer", "button", "select"])
"""What a page of the web sets beside its content; the foot of an article is content."""
_CONTENT = frozenset(["main", "article", "section"])
WIDEST = 1000
"""A span beyond this is no span of a form."""
DEEPEST = 256
"""Elements within so many others are not told apart; only where ends are left out are there as many."""


def is_markup(text: str, media_type: str) -> bool:
    """Tell whether a text is HTML, or Markdown: tables of pipes, or of HTML where no tab parts cells."""
    return media_type == HTML or bool(_PIPES.search(text)) or ("\t" not in text and bool(_TABLE.search(text)))


def read_markup(text: str, counts: Counter[str]) -> Page:
    """Return a transcription in HTML or Markdown as one page; glyph numbers are offsets into its visible text."""
    return parse_html(text if begins_html(text) else _as_html(text), counts)


def _as_html(markdown: str) -> str:
    """Return Markdown as HTML: headings, tables, emphasis, links; a number before a paragraph stays as printed."""
    # A heading of the booklet is no list, an indented line no program.
    reader = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable("table")
    reader.disable(["list", "code", "fence", "blockquote", "reference", "lheading", "hr"])
    return str(reader.render(_PAGE_MARK.sub("", markdown)))


def parse_html(text: str, counts: Counter[str]) -> Page:
    """Return HTML as one page."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    while parser.tables:  # a transcription that was cut off
        parser.end_table()
    parser.end_line()
    numbered = _Numbered(counts)
    blocks: list[Block] = []
    for number, part in enumerate(_with_rows(parser.parts)):
        if isinstance(part, _Words):
            made = numbered.lines(part.text, number, 0)
            blocks += (replace(line, aside=part.aside) for line in told(list(made), cut=False))
        else:
            blocks += _table(part, number, numbered)
    glyphs = "".join(numbered.characters)
    return Page(None, 0.0, 0.0, 0, glyphs, array("f"), tuple(blocks), title=parser.title.strip())


@dataclass(slots=True)
class _Cell:
    rows: int
    columns: int
    lines: list[str] = field(default_factory=lambda: [""])


@dataclass(frozen=True, slots=True)
class _Words:
    """A line outside tables, and whether it stands beside the content."""

    text: str
    aside: bool = False
    path: Path = ()
    """The elements that it stands in."""


_Rows = list[list[_Cell]]


class _Parser(HTMLParser):
    """Collects lines, and tables as rows of cells; a table within a cell is lines of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[_Words | _Rows] = []
        self.line = ""
        self.tables: list[_Rows] = []
        self.unseen: list[str] = []
        """Open elements that nobody sees, all of one name."""
        self.aside: list[str] = []
        """Open elements beside the content, all of one name."""
        self.title = ""
        self.content = 0
        """How many parts of the content are open."""
        self.path: list[Element] = []
        """The elements that are open."""
        self.of_line: Path = ()
        """Those that the line at hand began in."""
        self.number = 0
        self.titled = False
        """Whether the title is open."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.unseen == ["head"] and tag not in _IN_HEAD:  # its end may be left out
            self.unseen.clear()
        self.titled = tag == "title" and not self.title and not self.tables
        named = dict(attrs)
        if self.unseen or _is_unseen(tag, named):
            if not self.unseen or self.unseen[0] == tag:
                self.unseen.append(tag)
            return
        self._open_place(tag, named)
        self._open(tag, named)
        if tag == "table" and not self.aside:
            self.end_line()
            self.tables.append([])
        elif tag == "tr" and len(self.tables) == 1:
            self.tables[0].append([])
        elif tag in ("td", "th") and len(self.tables) == 1:
            if not self.tables[0]:
                self.tables[0].append([])
            self.tables[0][-1].append(_Cell(_span(named.get("rowspan")), _span(named.get("colspan"))))
        elif tag in _LINE_TAGS or tag in ("tr", "td", "th"):
            self.end_line()
        else:
            self.handle_data(GAP)

    def _open(self, tag: str, attrs: dict[str, str | None]) -> None:
        """Note an element that opens; the end of a ``dt`` or ``dd`` may be left out."""
        if tag in _VOID or self.tables:
            return
        if tag in ("dt", "dd") and self.path and self.path[-1].tag in ("dt", "dd"):
            self.end_line()
            self.path.pop()
        if tag == "label":
            self.end_line()
        self.number += 1
        if len(self.path) < DEEPEST:
            self.path.append(Element(self.number, tag, attrs.get("class") or ""))

    def _close(self, tag: str) -> None:
        """Note that an element ends, and those within it whose ends were left out."""
        last = next((at for at in range(len(self.path) - 1, -1, -1) if self.path[at].tag == tag), None)
        if last is not None and not self.tables:
            if tag == "label":
                self.end_line()
            del self.path[last:]

    def _open_place(self, tag: str, attrs: dict[str, str | None]) -> None:
        """Note whether content begins here, or something beside it."""
        beside = tag in _ASIDE and not (tag == "footer" and self.content)
        beside = beside or attrs.get("role") in ("navigation", "contentinfo")
        if self.aside[:1] == [tag] or (beside and not self.aside and tag not in _VOID and not self.tables):
            self.end_line()
            self.aside.append(tag)
        self.content += tag in _CONTENT
        if tag in ("main", "article"):  # never part of a menu: its end was left out
            self.end_line()
            self.aside.clear()

    def _close_place(self, tag: str) -> None:
        if self.aside[:1] == [tag]:
            self.end_line()
            self.aside.pop()
        self.content -= tag in _CONTENT and self.content > 0

    def handle_endtag(self, tag: str) -> None:
        self.titled = False
        if self.unseen:
            if self.unseen[0] == tag:
                self.unseen.pop()
            return
        self._close_place(tag)
        if tag == "table" and self.tables:
            self.end_table()
        elif tag in _LINE_TAGS:
            self.end_line()
        elif tag not in ("tr", "td", "th"):
            self.handle_data(GAP)
        self._close(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LINE_TAGS and not self.unseen:
            self.end_line()

    def handle_data(self, data: str) -> None:
        if self.titled:
            self.title += data
        if self.unseen:
            return
        words = regex.sub(r"[^\S\t]+", " ", data)
        if self.tables and self.tables[0] and self.tables[0][-1]:
            self.tables[0][-1][-1].lines[-1] += words
        elif self.tables and words.strip(f" {GAP}"):  # a caption, or words that stand astray between cells
            self.parts.append(_Words(words))
        elif not self.tables:
            if words.strip(f" {GAP}") and not self.line.strip(f" {GAP}"):
                self.of_line = tuple(self.path)
            self.line += words

    def end_table(self) -> None:
        """End the innermost table."""
        table = self.tables.pop()
        if not self.tables and any(table):
            self.parts.append([row for row in table if row])

    def end_line(self) -> None:
        """Begin a new line, in the cell or outside."""
        if self.tables and self.tables[0] and self.tables[0][-1]:
            self.tables[0][-1][-1].lines.append("")
        elif self.line.strip(f" {GAP}"):
            self.parts.append(_Words(self.line, bool(self.aside), self.of_line))
            self.line = ""


def _with_rows(parts: Sequence[_Words | _Rows]) -> Iterator[_Words | _Rows]:
    """Yield the parts, lines that are labels and values as rows of cells."""
    for lines, run in groupby(parts, lambda part: isinstance(part, _Words) and not part.aside):
        words = [part for part in run if isinstance(part, _Words) or not lines]
        if not lines:
            yield from words
            continue
        texts = [(part.text, part.path) for part in words if isinstance(part, _Words)]
        done = 0
        for card in rows_of(texts):
            yield from words[done : card[0][0]]
            yield [
                [_Cell(1, 1, [label]), _Cell(1, 1, values)]
                for label, values in (_parted(texts, at, value) for at, value, _ in card)
            ]
            done = (card[-1][1] or [card[-1][0]])[-1] + 1
        yield from words[done:]


def _parted(texts: Sequence[tuple[str, Path]], at: int, value: list[int]) -> tuple[str, list[str]]:
    """Return the words of a label, and the lines of its value."""
    halves = halved(texts[at][0]) if value == [at] else None
    return (halves[0], [halves[1]]) if halves else (texts[at][0], [texts[line][0] for line in value])


def _is_unseen(tag: str, attrs: dict[str, str | None]) -> bool:
    """Tell whether no browser shows an element: it holds code, or says that it is hidden."""
    style = "".join((attrs.get("style") or "").split()).lower()
    return tag in _UNSEEN or (tag not in _VOID and ("hidden" in attrs or "display:none" in style))


def _span(printed: str | None) -> int:
    """Return a span as browsers read it: at least one, whatever is written."""
    found = regex.match(r"\s*(\d{1,4})", printed or "")
    return min(max(1, int(found.group(1))), WIDEST) if found else 1


@dataclass(slots=True)
class _Numbered:
    """The characters of the document as they are numbered."""

    counts: Counter[str]
    characters: list[str] = field(default_factory=list)

    def lines(self, words: str, top: int, left: int) -> Iterator[Line]:
        """Number the characters of a line, and yield it unless it is only spaces."""
        words = visible(words, self.counts)
        first = len(self.characters)
        self.characters += [
            " " if character.isspace() or character == GAP else character for character in words
        ]
        self.characters.append(" ")  # the hole that a line end leaves
        printed = [(character, first + at) for at, character in enumerate(words) if character != GAP]
        raw = Traced("".join(character for character, _ in printed), tuple(number for _, number in printed))
        text = canonical_traced(raw, self.counts).strip()
        if text:
            yield Line(text, (float(left), float(top), left + 1.0, top + 1.0))


def _table(rows: _Rows, number: int, numbered: _Numbered) -> Iterator[Block]:
    """Yield the table; one that lists titles and page numbers is a contents page, whose rows are lines."""
    if _lists_pages(rows):
        for row in rows:
            yield from numbered.lines("\t".join("".join(cell.lines) for cell in row), number, 0)
        return
    taken: set[tuple[int, int]] = set()
    cells = []
    for at, row in enumerate(rows):
        column = 0
        for given in row:
            while (at, column) in taken:
                column += 1
            deep = min(given.rows, len(rows) - at)
            taken |= {(at + down, column + across) for down in range(deep) for across in range(given.columns)}
            box = (float(column), float(at), float(column + given.columns), float(at + deep))
            printed = [line for words in given.lines for line in numbered.lines(words, at, column)]
            lines = told(printed, cut=True)
            cells.append(Cell(at, column, deep, given.columns, box, lines))
            column += given.columns
    columns = max(cell.column + cell.column_span for cell in cells)
    box = (0.0, float(number), float(columns), number + 1.0)
    yield Table(len(rows), columns, tuple(cells), box, drawn=False)


def _lists_pages(rows: _Rows) -> bool:
    listed = sum(len(row) > 1 and bool(_NUMBER.fullmatch("".join(row[-1].lines).strip())) for row in rows)
    return 2 * listed > len(rows)
