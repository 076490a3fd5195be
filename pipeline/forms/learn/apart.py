"""Pages of an unknown document -> a reader that makes tables of the lines outside its tables, as a profile will.

Comes in: the lines of each page.  Goes out: the reader of forms without upright rules, by the words that stand again
and again left of other words, two to a line, or begin frames.  There is none where such words begin lines of several
cells: those are rows of lists, or labels in pairs, which nothing divides.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipeline.core.page import Block, Line, Page, Table
from pipeline.forms.framed import before, in_frames
from pipeline.forms.learn.candidates import Reader, label_key
from pipeline.forms.pieces import pieces_of
from pipeline.forms.profile import Profile, parse_profile
from pipeline.forms.split_table import without_rows
from pipeline.forms.unruled import Unruled, read_by_all
from pipeline.forms.unruled_rows import by_line


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
    for page, lines in pages:
        for line in by_line(pieces_of(page, lines)):
            if len(line) > 1:
                keys = (label_key(piece.text.text) for piece in line[:-1])
                (pairs if len(line) == 2 else rows)[next(filter(None, keys), "")] += 1
        framed.update(_in_frames(page, lines))
    if any(key and count > 1 and count >= pairs[key] for key, count in rows.items()):
        pairs.clear()
    return [key for key, count in (pairs + framed).items() if key and count > 1]


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
