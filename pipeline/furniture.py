"""Page numbers, and headers and footers that repeat: told from the text of the booklet.

Comes in: the pages.  Goes out: for each page its furniture and the number printed on it.  A line is furniture
only in the margins of a page, outside tables, or where it is a watermark: a bare page number, or the same words
(numbers apart) at the same height on three pages or more.  A table that stands whole in a margin, as ruled headers
do, is furniture alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import regex

from pipeline.page import Line, Page, Table
from pipeline.text import fold

MARGIN = 0.12
"""Share of the page height, at the top and at the bottom, in which furniture stands."""
REPEATS = 3
"""A line that stands at the same height on this many pages is a running header or footer."""
FEW_PAGES = 5
"""In a document of no more pages than this, two of the same are enough."""
SAME_HEIGHT = 4.0

_PAGE_NUMBER = regex.compile(
    r"[-–—~·\[(]*(?:第|p\.?|page)?(?P<number>\d{1,4})(?:頁|[/／]\d{1,4}|of\d{1,4})?(?:[,，/]?共\d{1,4}頁)?[-–—~·\])]*"
)
_ROMAN = regex.compile(r"[-–—]?[ivxlc]{1,6}[-–—]?")


@dataclass(frozen=True, slots=True)
class Furniture:
    """The furniture of one page."""

    lines: tuple[Line, ...]
    printed_number: int | None
    tables: tuple[Table, ...] = ()


def furniture(
    pages: Sequence[Page], is_heading: Callable[[Line], bool] = lambda line: False
) -> list[Furniture]:
    """Return the furniture of each page, in the order of the pages; a page without a number has none.

    A numbered heading that stands at the head of each page, alike but for its number, is none.
    """
    repeated = _repeated(pages)
    same = Counter(fold(line.text.text) for page in pages for line in _margin_lines(page))
    least = _least(pages)
    found = []
    for page in pages:
        lines, number = [], None
        for line in _margin_lines(page):
            bare = _PAGE_NUMBER.fullmatch(fold(line.text.text))
            if bare or _ROMAN.fullmatch(fold(line.text.text)):
                lines.append(line)
                number = int(bare["number"]) if bare else number
            elif _key(line) in repeated and (same[fold(line.text.text)] >= least or not is_heading(line)):
                lines.append(line)
                number = number or _number_in(line)
        tables = tuple(table for table in _margin_tables(page) if _table_key(table) in repeated)
        found.append(Furniture(tuple(lines), number, tables))
    return found


def _margin_lines(page: Page) -> Iterator[Line]:
    if page.number is None:
        return
    for block in page.blocks:
        if isinstance(block, Line):
            middle = (block.box[1] + block.box[3]) / 2
            if block.behind or middle <= MARGIN * page.height or middle >= (1 - MARGIN) * page.height:
                yield block


def _margin_tables(page: Page) -> Iterator[Table]:
    if page.number is None:
        return
    for block in page.blocks:
        if isinstance(block, Table) and any(cell.lines for cell in block.cells):
            _, top, _, bottom = block.box
            if bottom <= MARGIN * page.height or top >= (1 - MARGIN) * page.height:
                yield block


def _table_key(table: Table) -> tuple[str, int]:
    words = "|".join(fold(cell.text.text) for cell in table.cells)
    return regex.sub(r"\d+", "#", words), round(table.box[1] / SAME_HEIGHT)


def _key(line: Line) -> tuple[str, int]:
    return regex.sub(r"\d+", "#", fold(line.text.text)), round(line.box[1] / SAME_HEIGHT)


def _repeated(pages: Sequence[Page]) -> set[tuple[str, int]]:
    counts: dict[tuple[str, int], set[int | None]] = {}
    for page in pages:
        for words, height in (*map(_key, _margin_lines(page)), *map(_table_key, _margin_tables(page))):
            for near in (height - 1, height, height + 1):
                counts.setdefault((words, near), set()).add(page.number)
    return {key for key, numbers in counts.items() if len(numbers) >= _least(pages)}


def _least(pages: Sequence[Page]) -> int:
    return REPEATS if len(pages) > FEW_PAGES else REPEATS - 1


def _number_in(line: Line) -> int | None:
    """Return the page number at the end or the start of a running header, parted from its words."""
    pieces = [piece.text for piece in line.text.pieces()]
    bare = [_PAGE_NUMBER.fullmatch(fold(piece)) for piece in (pieces[-1], pieces[0])]
    return next((int(match["number"]) for match in bare if match), None) if len(pieces) > 1 else None
