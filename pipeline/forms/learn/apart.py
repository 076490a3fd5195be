"""Pages of an unknown document -> a reader that makes tables of the lines outside its tables, as a profile will.

Comes in: the lines of each page.  Goes out: the reader of forms without upright rules, by the words that stand again
and again left of other words, two to a line, or begin frames.  There is none where such words begin lines of several
cells: those are rows of lists, or labels in pairs, which nothing divides.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from pipeline.core.page import Block, Line, Page, Table
from pipeline.forms.framed import before, in_frames
from pipeline.forms.labels import labelled
from pipeline.forms.learn.candidates import Reader, label_key
from pipeline.forms.pieces import Piece, pieces_of
from pipeline.forms.profile import Profile, parse_profile
from pipeline.forms.split_table import without_rows
from pipeline.forms.unruled import Unruled, read_by_all
from pipeline.forms.unruled_rows import by_line

FULL = 2.0
"""A line that ends within this many characters of the widest may go on in the next."""


def reader_of_lines(pages: Iterable[tuple[Page, Sequence[Line]]]) -> Reader | None:
    """Return what makes tables of lines, by the words that may be labels there; None where there are none."""
    words = _words(pages)
    if not words:
        return None
    profile = parse_profile("words", f"labels = {json.dumps(words, ensure_ascii=False)}")
    unruled = Unruled(profile)

    def read(page: Page, blocks: Sequence[Block]) -> Iterator[Block]:
        printed = set(map(id, blocks))
        for block in read_by_all([unruled], page, blocks):
            if isinstance(block, Table) and id(block) not in printed:
                yield from _without_headings(block, profile)
            else:
                yield block

    return read


def _words(pages: Iterable[tuple[Page, Sequence[Line]]]) -> list[str]:
    pairs, rows, framed = Counter[str](), Counter[str](), Counter[str]()
    printed = [(page, lines, by_line(pieces_of(page, lines))) for page, lines in pages]
    for page, lines, pieces in printed:
        for line in pieces:
            if len(line) > 1:
                keys = (label_key(piece.text.text) for piece in line[:-1])
                (pairs if len(line) == 2 else rows)[next(filter(None, keys), "")] += 1
        framed.update(_in_frames(page, lines))
    listed = any(key and count > 1 and count >= pairs[key] for key, count in rows.items())
    known = {key for key, count in pairs.items() if key and count > 1}
    if listed or _are_paragraphs([each for _, _, each in printed], known):
        pairs.clear()
    return [key for key, count in (pairs + framed).items() if key and count > 1]


def _are_paragraphs(pages: Sequence[Sequence[Sequence[Piece]]], words: AbstractSet[str]) -> bool:
    """Tell whether words begin paragraphs, not rows: 主文　…, the lines of which go on below the word.

    Or more other words do so before colons, with no white between: 主文：….
    """
    full = back = 0
    others = Counter[str]()
    for page in pages:
        right = max((line[-1].right for line in page), default=0.0)
        for line, below in pairwise([*page, []]):
            first, last = line[0], line[-1]
            if len(line) == 1:
                parts = labelled(first.text)
                others[label_key(parts[0].text) if parts else ""] += 1
            elif label_key(first.text.text) in words and right - last.right < FULL * last.size:
                full += 1
                back += len(below) == 1 and below[0].left < first.left + below[0].size
    before_colons = {key for key, count in others.items() if key and count > 1} - words
    return 2 * back > full or len(before_colons) > len(words) > 0


def _in_frames(page: Page, lines: Sequence[Line]) -> Iterator[str]:
    for _, held in in_frames(page, lines):
        for at, line in enumerate(held):
            label = before(line)
            above = at == 0 and len(held) > 1 and len(pieces_of(page, [line])) == 1
            if len(label) < len(line.text) or above:
                yield label_key(label.text)


def _without_headings(table: Table, words: Profile) -> Iterator[Block]:
    """Yield a table made of lines without the rows that hold a word alone that is no label: 紀錄第一號."""
    start = 0
    for row in range(table.rows):
        first, *rest = table.row(row)
        alone = len(first.lines) == 1 and not any(cell.lines for cell in rest) and table.columns > 1
        if not alone or words.field_of(first.text.text):
            continue
        if row > start:
            yield without_rows(table, start, row)
        yield first.lines[0]
        start = row + 1
    if start < table.rows:
        yield without_rows(table, start)
