"""Page numbers, and headers and footers that repeat: told from the text of the booklet, or by the markup of a web page.

Comes in: the pages.  Goes out: for each page its furniture and the number printed on it.  A line is furniture
only in the margins of a page, outside tables, or where it is a watermark: a bare page number, or the same words
(numbers apart) at the same height on three pages or more.  A number beside a page number that stands where those of
other pages do is none: it ends a telephone that is cut in two.  A watermark that no text of its page is printed
over, as on a cover, is known by the other pages.  A running header may say other words on each page: those of a
numbered heading.  Where most pages have words of their own a text begins, and what repeats there is none.  Words at
the side of a page are furniture where they repeat.  A table that stands whole in a margin, as ruled headers do, is
furniture alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from math import inf

from pipeline.core.expressions import expression
from pipeline.core.page import Block, Line, Page, Table
from pipeline.core.page_number import page_number
from pipeline.core.text import fold

MARGIN = 0.12
"""Share of the longer side of a page, at the top and at the bottom, in which furniture stands."""
SIDE = 0.08
"""Share of the page width, at the left and at the right, in which nothing but furniture stands whole."""
NUMBER = 6
"""The number of a heading takes no more characters: (十二)."""
REPEATS = 3
"""A line that stands at the same height on this many pages is a running header or footer."""
FEW_PAGES = 5
"""In a document of no more pages than this, two of the same are enough."""
NEAR = 1.0
"""Points by which a column of a table may begin further left or right on another page."""
SAME_HEIGHT = 0.005
"""Share of the page height: what stands nearer than this to it, on another page, stands at the same height."""

MIDDLE = round(0.5 / SAME_HEIGHT)
"""The height of the middle of a page, in steps of what is the same height."""

_DIGITS = expression(r"\d+")
_ROMAN = expression(r"[-–—]?(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})[-–—]?")


@dataclass(frozen=True, slots=True)
class Furniture:
    """The furniture of one page: the places of its lines and tables among the blocks, and the number printed."""

    blocks: frozenset[int]
    printed_number: int | None
    in_cells: tuple[Line, ...] = ()
    """Lines within the cells of tables that are no furniture."""

    def apart_from(self, page: Page) -> list[Block]:
        """Return the blocks of a page without its furniture."""
        body = [block for place, block in enumerate(page.blocks) if place not in self.blocks]
        if not self.in_cells:
            return body
        return [block if isinstance(block, Line) else _without(block, self.in_cells) for block in body]


@dataclass(frozen=True, slots=True)
class _Margin:
    """A line or a table that stands in a margin of a page."""

    place: int
    key: tuple[str, int]
    """Its words, numbers apart, and its height."""
    words: str
    number: int | None = None
    """The page number that it is or holds."""
    bare: bool = False
    """Whether it is a page number and nothing else."""
    heading: bool = False
    table: bool = False
    behind: bool = False
    """Whether it is a watermark."""
    largest: bool = False
    """Whether it stands outside the margins, and is there as the largest line of its page."""
    side: bool = False
    """Whether it stands at the side of its page."""
    in_cell: Line | None = None
    """Itself, where it is a line of a cell."""

    @property
    def height(self) -> int:
        """Where it begins, in steps of what is the same height."""
        return self.key[1]


def furniture(
    pages: Iterable[Page],
    is_heading: Callable[[Line], bool] = lambda line: False,
    is_label: Callable[[Line], bool] = lambda line: False,
) -> list[Furniture]:
    """Return the furniture of each page, in the order of the pages; a page of the web has what its markup says.

    A numbered heading that stands at the head of each page, alike but for its number, is none; nor is a label of a
    form without rules, or what a page end left of one, though it stands at the head of several pages; nor is what
    stands below a heading at the head of a page, such as the second line of a label, as forms begin at one height.
    """
    margins = []
    parts: dict[int | None, list[float]] = {}
    headings: set[str] = set()
    above: Table | None = None
    for page in pages:
        headings |= {
            fold(each.text.text) for each in page.blocks if isinstance(each, Line) and is_heading(each)
        }
        here = _margins(page, is_heading)
        here = (each for each in here if not (each.table and _is_cut(page.blocks[each.place], above)))
        margins.append([e for e in here if e.bare or e.side or not _is_line(page, e, is_label)])
        above = next((block for block in reversed(page.blocks) if isinstance(block, Table)), None)
        parts.setdefault(page.number, []).extend((page.left, page.left + page.width))
    least = REPEATS if sum(map(_pages_in, parts.values())) > FEW_PAGES else REPEATS - 1
    repeated = _repeated(margins, least, lambda each: each.table or _is_loose(each))
    watermarks = _repeated(margins, least, lambda each: each.behind)
    same = Counter(each.words for found in margins for each in found if _is_loose(each))
    in_cells = _repeated(margins, least, lambda each: each.in_cell is not None or _is_loose(each))
    in_cells &= _repeated(margins, 1, _is_loose)
    running = _running(margins)
    named = _naming(margins, headings, least)
    of_text = _heights_of_text(margins, repeated, named)

    def is_furniture(each: _Margin, steady: bool) -> bool:
        if each.largest:
            return each.key in watermarks
        if each.in_cell:
            return each.key in in_cells and not steady
        if each.table and each.key[0] not in running:
            return False
        if each.bare:
            return each.key in repeated or not steady
        if each.height in of_text and _is_in_text(each):
            return False
        if each.key in repeated:
            return not each.heading or same[each.words] >= least
        return each.words in named and not each.heading

    told = []
    for found in margins:
        number = None
        steady = any(each.bare and each.key in repeated for each in found if not each.in_cell)
        furnished = [each for each in found if is_furniture(each, steady)]
        body = min((each.height for each in found if each.heading and each not in furnished), default=inf)
        found = [
            each
            for each in furnished
            if each.bare or each.behind or each.side or not body < each.height < MIDDLE
        ]
        for each in found:
            if each.number is not None and (each.bare or number is None):
                number = each.number
        blocks = frozenset(each.place for each in found if not each.in_cell)
        told.append(Furniture(blocks, number, tuple(each.in_cell for each in found if each.in_cell)))
    return told


def _pages_in(sides: Sequence[float]) -> int:
    """Return how many pages stand on one of the file, by the sides of its parts: above columns one goes over all."""
    whole = any(right - left >= max(sides) for left, right in zip(sides[::2], sides[1::2], strict=True))
    return 1 if whole else len(sides) // 2


def _is_loose(each: _Margin) -> bool:
    """Tell whether it is a line outside tables in a margin."""
    return not (each.largest or each.in_cell or each.table)


def _without(table: Table, lines: Sequence[Line]) -> Table:
    """Return a table without some lines of its cells."""
    cells = [
        replace(cell, lines=tuple(line for line in cell.lines if line not in lines)) for cell in table.cells
    ]
    return replace(table, cells=tuple(cells))


def _is_line(page: Page, each: _Margin, told: Callable[[Line], bool]) -> bool:
    block = page.blocks[each.place]
    return isinstance(block, Line) and told(block)


def _is_cut(block: Block, above: Table | None) -> bool:
    """Tell whether a table is the rest of a row of the table before a page end: some of its cells ended there.

    Forms of one height are cut alike on page after page.
    """
    if above is None or not isinstance(block, Table) or all(cell.lines for cell in block.cells):
        return False
    pairs = list(zip_longest(block.row(0), above.row(above.rows - 1)))
    return all(one and other and abs(one.box[0] - other.box[0]) < NEAR for one, other in pairs)


def _margins(page: Page, is_heading: Callable[[Line], bool]) -> Iterator[_Margin]:
    """Yield what stands in the margins of a page: lines by their middle, tables that stand there whole.

    The largest line outside them may be a watermark, too.
    """
    if page.number is None:
        for place, block in enumerate(page.blocks):
            if isinstance(block, Line) and block.aside:
                yield _Margin(place, ("", 0), "", bare=True)
        return
    upper = MARGIN * max(page.height, page.width)  # the margins of a page that lies on its side are as wide
    lower = page.height - upper
    body = _body_of(page)
    largest = max((block.size for block in page.blocks if isinstance(block, Line)), default=0.0)
    for place, block in enumerate(page.blocks):
        left, top, right, bottom = block.box
        if isinstance(block, Line):
            if block.behind or not upper < (top + bottom) / 2 < lower:
                yield _margin_line(place, block, page.height, is_heading)
            elif (at_side := right < body[0] or left > body[1]) or block.size == largest:
                largest = largest if at_side else 0.0  # of several as large, none is a watermark
                words = fold(block.text.text)
                yield _Margin(place, _key(words, top / page.height), words, largest=not at_side, side=at_side)
        elif (bottom <= upper or top >= lower) and any(cell.lines for cell in block.cells):
            words = "|".join(fold(cell.text.text) for cell in block.cells)
            yield _Margin(place, _key(words, top / page.height), "", table=True)
        elif top < upper or bottom > lower:
            for line in (line for cell in block.cells for line in cell.lines):
                if not upper < (line.box[1] + line.box[3]) / 2 < lower:
                    yield replace(_margin_line(place, line, page.height, lambda _: False), in_cell=line)


def _body_of(page: Page) -> tuple[float, float]:
    """Return between which sides everything stands on a page that does not stand whole at one of them."""
    left, right = page.left + SIDE * page.width, page.left + (1 - SIDE) * page.width
    body = [each.box for each in page.blocks if each.box[2] >= left and each.box[0] <= right]
    return min((box[0] for box in body), default=-inf), max((box[2] for box in body), default=inf)


def _margin_line(place: int, line: Line, height: float, is_heading: Callable[[Line], bool]) -> _Margin:
    words = fold(line.text.text)
    key = _key(words, line.box[1] / height)
    if (number := page_number(words)) is not None:
        return _Margin(place, key, words, number, bare=True)
    if _ROMAN.fullmatch(words):
        return _Margin(place, key, words, bare=True)
    return _Margin(place, key, words, _number_in(line), heading=is_heading(line), behind=line.behind)


def _key(words: str, share: float) -> tuple[str, int]:
    return _DIGITS.sub("#", words), round(share / SAME_HEIGHT)


def _repeated(
    margins: Sequence[Sequence[_Margin]], least: int, counted: Callable[[_Margin], bool]
) -> set[tuple[str, int]]:
    """Return what stands at the same height on enough pages; a height counts with those beside it."""
    counts: Counter[tuple[str, int]] = Counter()
    for found in margins:
        counts.update(
            {
                (words, height + by)
                for words, height in (each.key for each in found if counted(each))
                for by in (-1, 0, 1)
            }
        )
    return {key for key, pages in counts.items() if pages >= least}


def _naming(margins: Sequence[Sequence[_Margin]], headings: set[str], least: int) -> set[str]:
    """Return the words of running headers that say what page they stand on: those of headings, at one height."""
    names = {each[at:] for each in headings for at in range(1, NUMBER + 1) if len(each) > at + 1}
    told = [[each for each in found if _is_loose(each) and each.words in names] for found in margins]
    heights = Counter(height for found in told for height in _heights(found))
    return {each.words for found in told for each in found if heights[each.height] >= least}


def _heights_of_text(
    margins: Sequence[Sequence[_Margin]], repeated: set[tuple[str, int]], named: set[str]
) -> set[int]:
    """Return the heights at which more pages have words of their own than a running header: a text begins there."""
    counts: Counter[int] = Counter()
    for found in margins:
        said = [each for each in found if _is_in_text(each)]
        running = _heights(each for each in said if each.key in repeated or each.words in named)
        counts.subtract(running)
        counts.update(_heights(said) - running)
    return {height for height, more in counts.items() if more > 0}


def _heights(found: Iterable[_Margin]) -> set[int]:
    """Return where something stands; a height counts with those beside it."""
    return {each.height + by for each in found for by in (-1, 0, 1)}


def _is_in_text(each: _Margin) -> bool:
    """Tell whether a line stands where a text may begin or end."""
    return _is_loose(each) and not (each.bare or each.behind or each.side)


def _running(margins: Sequence[Sequence[_Margin]]) -> set[str]:
    """Return the words of tables that stand on every other page at least, from the first to the last that has them.

    The rest of a row that a page end cut may be alike on a few pages.
    """
    pages: dict[str, list[int]] = {}
    for number, found in enumerate(margins):
        for words in {each.key[0] for each in found if each.table}:
            pages.setdefault(words, []).append(number)
    return {words for words, on in pages.items() if 2 * len(on) > on[-1] - on[0]}


def _number_in(line: Line) -> int | None:
    """Return the page number at the end or the start of a running header, split from its words."""
    pieces = [piece.text for piece in line.text.pieces()]
    bare = [page_number(piece) for piece in (pieces[-1], pieces[0])]
    return next((number for number in bare if number is not None), None) if len(pieces) > 1 else None
