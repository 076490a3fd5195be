"""Pages of an unknown document -> the cells that may be labels, each with what stands beside it.

Comes in: pages.  Goes out: the tables in their places, with the lines above each, and of each table the short words
that stand left of another cell, or before a colon in a cell over the whole width.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, pairwise, takewhile

from pipeline.core.expressions import expression
from pipeline.core.ordinals import COUNTING, ordinal_of
from pipeline.core.page import Block, Cell, Line, Page, Table
from pipeline.core.text import fold
from pipeline.forms.furniture import furniture
from pipeline.forms.label_places import (
    Heads,
    divided,
    in_front,
    labels_of_lines,
    with_labels_apart,
    with_labels_beside,
)
from pipeline.forms.labels import label_text
from pipeline.forms.learn.heading_pattern import PAGE
from pipeline.forms.profile import COUNTER, bare_label

LONGEST = 30
"""A label has no more characters than this."""
CAPTION_LINES = 4
SHARES = 200
"""The width of a table is divided into so many shares, by which columns of different pages are compared."""
Reader = Callable[[Page, Sequence[Block]], Iterable[Block]]
"""Makes tables of lines of a page."""
Edge = tuple[int, int]
OVER: Edge = (-1, 0)
"""The edge of a label above its value, both over the whole width."""
ABOVE = -10
"""Stands in edges of other labels above their values for the share of the width."""
_NO_LABEL = "。；;，,？?！!"
_CODE = frozenset('{}<>="\\')
"""A word with such a sign is code, not a label."""
_NUMERAL = expression(rf"(?<=第)(?P<number>\d+|[{COUNTING}]+)(?=[案號條項則件題次])")
_COUNTED = expression(rf"[\d{COUNTING}]$")
_MEASURED = expression(r"\d\.\d")
"""A word with a decimal figure is a value: 公園用地(0.28公頃) stood in two lists of the uses of land."""
TOTALS = frozenset(("合計", "小計", "總計", "共計", "總和", "計"))


@dataclass(frozen=True, slots=True)
class Row:
    """A cell of a row, and what stands beside it."""

    text: str
    """As printed, without a number before it or a colon after it."""
    key: str
    """Its folded text if it may be a label, else nothing."""
    cell: Cell
    beside: str
    right: tuple[str, ...]
    """The texts of the cells right of it, those of its own height."""
    table: int
    row: int
    place: int
    edge: Edge
    """Where it begins in its table."""
    last: bool = False
    """Whether no cell stands right of it."""
    under: bool = False
    """Whether a cell left of it spans rows."""
    over: bool = False
    """Whether its value stands below it, over the whole width, too."""


@dataclass(slots=True)
class Sheet:
    """A table in its place: its page and the lines above it, the nearest first."""

    table: Table
    page: int | None
    above: list[str]


def sheets_of(pages: Sequence[Page], read: Reader = lambda page, blocks: blocks) -> Iterator[Sheet]:
    """Yield the tables of a document, each with the lines above it; ``read`` makes more of the blocks of a page."""
    above: list[str] = []
    for page, body in body_of(pages):
        for block in read(page, body):
            if isinstance(block, Table):
                yield Sheet(block, page.number, above[::-1][:CAPTION_LINES])
                above = []
            else:
                above.append(block.text.text)


def body_of(pages: Sequence[Page]) -> Iterator[tuple[Page, list[Block]]]:
    """Yield each page with what is printed there, without running headers and page numbers."""
    margins = furniture(pages, lambda line: not PAGE.search(fold(line.text.text)))
    return ((page, found.apart_from(page)) for page, found in zip(pages, margins, strict=True))


def lines_of(pages: Sequence[Page]) -> Iterator[tuple[Page, list[Line]]]:
    """Yield each page with its lines outside tables."""
    for page, body in body_of(pages):
        yield page, [block for block in body if isinstance(block, Line)]


def overleaf(sheets: Sequence[Sheet]) -> set[int]:
    """Return the places of the tables that may go on the one before: they stand at the head of the next page."""
    pairs = enumerate(pairwise(sheets), start=1)
    return {place for place, (one, other) in pairs if one.page != other.page and not other.above}


def beside(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the tables; where labels stand above their values, again and again, with the labels beside them."""
    words = Counter(fold(cell.text.text) for sheet in sheets for cell in sheet.table.cells)
    values: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    below: dict[tuple[str, ...], set[tuple[str, ...]]] = {}

    def seen(table: Table, heads: Heads) -> bool:
        if heads.values:
            values.setdefault(heads.texts(), []).append(_texts(heads.values))
        if divided(row := table.row(heads.end)) == divided(heads.labels):
            below.setdefault(heads.texts(), set()).add(_texts(row))
        return False

    for sheet in sheets:
        with_labels_beside(sheet.table, seen)
    above = {
        texts
        for texts, held in values.items()
        if all(map(_key, texts))
        and all(2 * len(held) * texts.count(text) > words[text] for text in texts)  # elsewhere it is a value
        and _are_values(held)
    }
    while lists := {texts for texts in above if not below.get(texts, set()) <= above}:
        above -= lists  # one of a single row is a list, too
    return [
        replace(sheet, table=with_labels_beside(sheet.table, lambda _, heads: heads.texts() in above))
        for sheet in sheets
    ]


def _texts(cells: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(fold(cell.text.text) for cell in cells)


def _are_values(held: Sequence[Sequence[str]]) -> bool:
    """Tell whether rows below the same words are their values: most differ, and so do the first, where labels stand."""
    varied = [len(set(texts)) > 1 for texts in zip(*held, strict=True)]
    return varied[0] and 2 * sum(varied) > len(varied)


def matrices(sheets: Sequence[Sheet]) -> set[int]:
    """Return the numbers of tables that are matrices below the same heads, though few words come again in them.

    In a form whose first row happens to be the same in each, labels stand in other columns than the first, too.
    """
    alike: dict[tuple[str, ...], list[int]] = {}
    for number, sheet in enumerate(sheets):
        rows = [sheet.table.row(row) for row in range(sheet.table.rows)]
        if len(rows) > 1 and len(rows[0]) > 2 and all(divided(row) == divided(rows[0]) for row in rows):
            alike.setdefault(_texts(rows[0]), []).append(number)
    return {
        number
        for heads, numbers in alike.items()
        if all(heads)
        and all(_varies(column, [sheets[each].table for each in numbers]) for column in range(1, len(heads)))
        for number in numbers
    }


def _varies(place: int, tables: Sequence[Table]) -> bool:
    """Tell whether the cells at a place of the rows below the first differ from table to table."""
    rows = range(1, min(table.rows for table in tables))
    return any(len({_texts(table.row(row))[place] for table in tables}) > 1 for row in rows)


def rows_of(number: int, sheet: Sheet) -> Iterator[Row]:
    """Yield the cells of a table, which has this number, each in the row in which it begins."""
    table = sheet.table
    for row in range(table.rows):
        cells = table.row(row)
        texts = [fold(cell.text.text) for cell in cells]
        for place, cell in enumerate(cells):
            if cell.row != row:
                continue
            text = _label_of(cell)
            after = range(place + 1, len(cells))
            right = tuple(texts[other] for other in after if cells[other].row_span <= cell.row_span)
            beside = texts[place + 1] if after else ""
            under = any(other.row_span > 1 for other in cells[:place])
            edge = _edge(table, cells, place)
            yield Row(text, _key(text), cell, beside, right, number, row, place, edge, not after, under)


def _edge(table: Table, cells: Sequence[Cell], place: int) -> Edge:
    """Return where a cell begins, as a share of the width of its table, and how many cells before it begin there.

    Labels that are printed above their values have columns of their own.
    """
    if cells[-1].box[1] >= cells[0].box[3]:
        return (ABOVE, len(cells) - place)
    left = cells[place].box[0]
    before = sum(abs(cell.box[0] - left) < 0.1 for cell in cells[:place])
    if not table.drawn:
        return (10 * cells[place].column, before)
    x0, _, x1, _ = table.box
    return (round(SHARES * (left - x0) / max(x1 - x0, 1.0)), before)


def rows_over(sheets: Sequence[Sheet]) -> Iterator[Row]:
    """Yield the merged cells that stand again and again above other merged cells, which are their values."""
    runs = [(number, run) for number, sheet in enumerate(sheets) for run in _runs(sheet.table)]
    below: dict[str, list[str]] = {}
    for _, run in runs:
        for upper, lower in pairwise(run):
            below.setdefault(_key(_label_of(upper)), []).append(fold(lower.text.text))
    # A heading always has the same label below it, which has other values below each time.
    labels = {
        key
        for key, texts in below.items()
        if key and len(texts) > 1 and (len(set(texts)) > 1 or len(set(below.get(texts[0], ()))) < 2)
    }
    for number, run in runs:
        value = None
        for upper, lower in pairwise(run):
            key = _key(_label_of(upper))
            if upper is not value and key in labels:
                text = fold(lower.text.text)
                yield Row(_label_of(upper), key, upper, text, (text,), number, upper.row, 0, OVER, over=True)
                value = lower


def _runs(table: Table) -> Iterator[list[Cell]]:
    """Yield the merged cells of a table that stand below each other, without those that head a form."""
    rows = [table.row(row) for row in range(table.rows)]
    for merged, run in groupby(rows, lambda row: len(row) == 1 and row[0].row_span == 1):
        cells = [row[0] for row in run]
        if merged and (cells[0].row > 0 or len(cells) == table.rows):
            yield cells


def _label_of(cell: Cell) -> str:
    """Return the text of a cell as that of a label: without its number, its colon and the sign that it goes on."""
    return bare_label(label_text(cell.text).text)


def with_values(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the tables with the labels beside their values that stand before them in the same cells, again and again.

    One that ends in a number is a heading, and so is one in a merged first row, where no other stands below it.
    """
    counts = Counter(
        label_key(label)
        for sheet in sheets
        for cell in sheet.table.cells
        for label in _in_front(sheet.table, cell)
    )

    def repeats(cell: Cell, label: str, heading: bool) -> bool:
        return not (heading and cell.row == 0) and counts[label_key(label)] > 1 and bool(label_key(label))

    return [
        replace(
            sheet, table=with_labels_apart(sheet.table, partial(repeats, heading=_is_headed(sheet.table)))
        )
        for sheet in sheets
    ]


def _in_front(table: Table, cell: Cell) -> list[str]:
    """Return what may be labels in front of the text of a cell, or of its lines, where the table has one column."""
    labels = labels_of_lines(cell) if table.columns == 1 else []
    parts = in_front(table, cell)
    return labels if sum(map(bool, labels)) > 1 else [parts[0].text] if parts else []


def _is_headed(table: Table) -> bool:
    """Tell whether a merged first row stands alone above one that is divided, or is no label."""
    merged = list(takewhile(lambda row: len(row) == 1, (table.row(row) for row in range(table.rows))))
    return len(merged) == 1 < table.rows


def label_key(label: str) -> str:
    """Return the folded text of what may be a label though no cell is its own, or nothing."""
    key = _key(bare_label(label))
    return "" if _COUNTED.search(key) or _NUMERAL.search(key) else key


def _key(text: str) -> str:
    """Return the folded text of what may be a label, or nothing."""
    key = fold(text)
    worded = any(sign.isalpha() for sign in key) and key not in TOTALS and not _CODE & set(key)
    worded = worded and not _MEASURED.search(key)
    return key if 0 < len(key) <= LONGEST and worded and key[-1] not in _NO_LABEL else ""


def counted(rows: Sequence[Row]) -> list[Row]:
    """Return the cells in which labels that count, 審議第一案 and 審議第二案, are one label with a ○ for the number.

    They count through the whole document: a list within a form begins again with each form.
    """
    numbers: dict[str, list[tuple[int, str]]] = {}
    for row in rows:
        if (found := _NUMERAL.search(row.key)) and not row.last:
            pattern = _NUMERAL.sub(COUNTER, row.key, count=1)
            numbers.setdefault(pattern, []).append((ordinal_of(found["number"]), row.key))
    rising = {
        pattern
        for pattern, found in numbers.items()
        if len(found) > 1 and all(0 < one[0] < other[0] for one, other in pairwise(found))
    }
    made = []
    for row in rows:
        pattern = _NUMERAL.sub(COUNTER, row.key, count=1)
        one = pattern in rising and pattern != row.key
        made.append(replace(row, key=pattern, text=_NUMERAL.sub(COUNTER, row.text, count=1)) if one else row)
    return made
