"""Page numbers, and headers and footers that repeat: told from the text of the booklet.

Comes in: the pages.  Goes out: for each page its furniture and the number printed on it.  A line is furniture
only in the margins of a page, outside tables: a bare page number, or the same words (numbers apart) at the same
height on three pages or more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from pipeline.page import Line, Page
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


def furniture(pages: Sequence[Page]) -> list[Furniture]:
    """Return the furniture of each page, in the order of the pages; a page without a number has none."""
    repeated = _repeated(pages)
    found = []
    for page in pages:
        lines, number = [], None
        for line in _margin_lines(page):
            bare = _PAGE_NUMBER.fullmatch(fold(line.text.text))
            if bare or _ROMAN.fullmatch(fold(line.text.text)):
                lines.append(line)
                number = int(bare["number"]) if bare else number
            elif _key(line) in repeated:
                lines.append(line)
                number = number or _number_in(line)
        found.append(Furniture(tuple(lines), number))
    return found


def _margin_lines(page: Page) -> Iterator[Line]:
    if page.number is None:
        return
    for block in page.blocks:
        if isinstance(block, Line):
            middle = (block.box[1] + block.box[3]) / 2
            if middle <= MARGIN * page.height or middle >= (1 - MARGIN) * page.height:
                yield block


def _key(line: Line) -> tuple[str, int]:
    return regex.sub(r"\d+", "#", fold(line.text.text)), round(line.box[1] / SAME_HEIGHT)


def _repeated(pages: Sequence[Page]) -> set[tuple[str, int]]:
    counts: dict[tuple[str, int], set[int | None]] = {}
    for page in pages:
        for line in _margin_lines(page):
            words, height = _key(line)
            for near in (height - 1, height, height + 1):
                counts.setdefault((words, near), set()).add(page.number)
    least = REPEATS if len(pages) > FEW_PAGES else REPEATS - 1
    return {key for key, numbers in counts.items() if len(numbers) >= least}


def _number_in(line: Line) -> int | None:
    """Return the page number at the end or the start of a running header, parted from its words."""
    pieces = [piece.text for piece in line.text.pieces()]
    bare = [_PAGE_NUMBER.fullmatch(fold(piece)) for piece in (pieces[-1], pieces[0])]
    return next((int(match["number"]) for match in bare if match), None) if len(pieces) > 1 else None
