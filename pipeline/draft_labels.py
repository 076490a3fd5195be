"""Tables of an unknown document -> the labels of the form that they repeat.

Comes in: pages.  Goes out: the texts that stand again and again left of other words, and follow each other again and
again, form by form; a text that always has the same words beside it heads a column and is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.captions import PAGE
from pipeline.entries import label_text
from pipeline.furniture import furniture
from pipeline.page import Box, Cell, Line, Page, Table
from pipeline.pieces import turned
from pipeline.profile import bare_label
from pipeline.text import fold

LONGEST = 16
"""A label has no more characters than this."""
CAPTION_LINES = 4
_NO_LABEL = "。；;，,？?！!"
_TOTALS = frozenset(("合計", "小計", "總計", "共計", "總和", "計"))


@dataclass(slots=True)
class Label:
    """A label as printed, and where it stands."""

    text: str
    places: list[tuple[int | None, Box]] = field(default_factory=list)
    """Page and box of each label cell."""
    forms: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A cell that may be a label, and what stands beside it."""

    key: str
    cell: Cell
    beside: str
    table: int
    row: int
    place: int


@dataclass(slots=True)
class Sheet:
    """A table in its place: its page and the lines above it, the nearest first."""

    table: Table
    page: int | None
    above: list[str]


def sheets_of(pages: Sequence[Page]) -> Iterator[Sheet]:
    """Yield the tables of a document, each with the lines above it."""
    above: list[str] = []
    for number, block in _body(pages):
        if isinstance(block, Table):
            yield Sheet(block, number, above[::-1][:CAPTION_LINES])
            above = []
        else:
            above.append(block.text.text)


def beside(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the tables; those whose labels stand above their values, again and again, with the labels beside them."""
    firsts = Counter(_texts(sheet.table) for sheet in sheets)
    heads = [_head(sheet.table) for sheet in sheets]
    counts = Counter(heads)
    heads = [head if counts[head] == firsts[head] else () for head in heads]  # a list of one row is a list
    values: dict[tuple[str, ...], set[str]] = {}
    for sheet, head in zip(sheets, heads, strict=True):
        if head:
            values.setdefault(head, set()).add(sheet.table.row(1)[0].text.text)
    return [
        replace(sheet, table=turned(sheet.table)) if head and len(values[head]) > 1 else sheet
        for sheet, head in zip(sheets, heads, strict=True)
    ]


def _texts(table: Table) -> tuple[str, ...]:
    return tuple(fold(cell.text.text) for cell in table.row(0))


def _head(table: Table) -> tuple[str, ...]:
    """Return the first row of a table of two rows that are divided alike, or nothing."""
    if table.rows != 2 or table.columns < 2 or any(cell.row_span > 1 for cell in table.cells):
        return ()
    above, below = table.row(0), table.row(1)
    texts = _texts(table)
    alike = [cell.column for cell in above] == [cell.column for cell in below]
    return texts if alike and all(0 < len(text) <= LONGEST for text in texts) else ()


def body_lines(pages: Sequence[Page]) -> Iterator[str]:
    """Yield the lines outside tables."""
    return (block.text.text for _, block in _body(pages) if isinstance(block, Line))


def _body(pages: Sequence[Page]) -> Iterator[tuple[int | None, Line | Table]]:
    """Yield what is printed, each with its page, without running headers and page numbers."""
    margins = furniture(pages, lambda line: not PAGE.search(fold(line.text.text)))
    for page, found in zip(pages, margins, strict=True):
        yield from (
            (page.number, block) for place, block in enumerate(page.blocks) if place not in found.blocks
        )


def rows_of(number: int, table: Table) -> Iterator[Row]:
    """Yield the cells of a table, which has this number, that may be labels: short words left of another cell."""
    for row in range(table.rows):
        cells = table.row(row)
        for place, cell in enumerate(cells[:-1]):
            key = fold(bare_label(label_text(cell.text).text)) if cell.row == row and cell.lines else ""
            worded = any(sign.isalpha() for sign in key) and key not in _TOTALS
            if 0 < len(key) <= LONGEST and worded and key[-1] not in _NO_LABEL:
                yield Row(key, cell, fold(cells[place + 1].text.text), number, row, place)


def in_their_column(rows: Sequence[Row]) -> list[Row]:
    """Return the texts that stand in the column in which they stand most often."""
    columns: dict[str, Counter[int]] = {}
    for row in rows:
        columns.setdefault(row.key, Counter())[row.place] += 1
    return [row for row in rows if columns[row.key].most_common(1)[0][0] == row.place]


def form_labels(rows: Sequence[Row]) -> set[str]:
    """Return the labels of the form: those that repeat beside other words, and follow each other again and again."""
    by_key: dict[str, list[Row]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    repeated = {key for key, found in by_key.items() if _repeats(found)}
    # A text beside a label is its value, even where it repeats: 科目 | 說明.
    first = [row for row in rows if row.key in repeated and row.place == 0]
    second = [row for row in rows if row.key in repeated and row.place == 1 and row not in first]
    column = first if len(first) >= len(second) else second
    chain = [row.key for row in column]
    follows = Counter(pair for pair in pairwise(chain) if pair[0] != pair[1])
    groups = {key: {key} for key in chain}
    for (one, other), count in follows.items():
        if count > 1 and groups[one] is not groups[other]:
            groups[one] |= groups[other]
            for key in groups[one]:
                groups[key] = groups[one]
    counts = Counter(chain)
    best = max(
        groups.values(), key=lambda group: (len(group) > 1, sum(counts[key] for key in group)), default=set()
    )
    if len(best) < 2:
        return set()
    return best | _inner_labels(rows, best, by_key)


def _repeats(found: Sequence[Row]) -> bool:
    """Tell whether a text stands twice or more beside words that differ, and so heads no column."""
    values = {row.beside for row in found}
    return len(found) > 1 and (len(values) > 1 or not all(row.row <= 1 for row in found))


def _inner_labels(rows: Sequence[Row], labels: set[str], by_key: dict[str, list[Row]]) -> set[str]:
    """Return the labels right of a value: 案號 | 12 | 日期 | …, once in each form."""
    before = {(row.table, row.row, row.place): row for row in rows}
    most = max(len(by_key[key]) for key in labels)
    found = set()
    for key, places in by_key.items():
        inner = [row for row in places if _after_value(row, before, labels, by_key)]
        if key not in labels and len(inner) > 1 and len(inner) == len(places) <= most and _repeats(places):
            found.add(key)
    return found


def _after_value(
    row: Row, rows: dict[tuple[int, int, int], Row], labels: set[str], by_key: dict[str, list[Row]]
) -> bool:
    """Tell whether a text stands right of a label and its value, which is no label itself."""
    label = rows.get((row.table, row.row, row.place - 2))
    value = rows.get((row.table, row.row, row.place - 1))
    return (
        label is not None
        and label.key in labels
        and label.cell.row_span == row.cell.row_span
        and (value is None or len(by_key[value.key]) == 1)
    )


def forms_of(rows: Sequence[Row]) -> list[list[Row]]:
    """Divide the labels of the form into forms: one begins where a label comes again."""
    forms: list[list[Row]] = []
    for row in rows:
        again = forms and row.key in {other.key for other in forms[-1]}
        goes_on = again and forms[-1][-1].key == row.key and forms[-1][-1].table < row.table
        if not forms or (again and not goes_on):
            forms.append([])
        forms[-1].append(row)
    return forms


def rare_labels(rows: Sequence[Row], forms: Sequence[Sequence[Row]], keys: set[str]) -> set[str]:
    """Return the other short texts in the label column of a form, which only one or some of the forms have."""
    places = {row.place for form in forms for row in form if row.place < 2}
    known = Counter(row.table for form in forms for row in form)
    heads = {row.table for form in forms for row in form if row.row == 0}
    return {
        row.key
        for row in rows
        if row.key not in keys
        and not any(key.startswith(row.key) or key.endswith(row.key) for key in keys)  # half of a cut label
        and known[row.table] > 1
        and row.place in places
        and row.place == min(places)
        and (row.row > 0 or row.table in heads)
        and all(sign.isalpha() for sign in row.key)
        and _repeats_or_is_single(row, rows)
    }


def _repeats_or_is_single(row: Row, rows: Sequence[Row]) -> bool:
    same = [other for other in rows if other.key == row.key]
    return len(same) == 1 or _repeats(same)


def labels_of(
    rows: Sequence[Row], forms: Sequence[Sequence[Row]], keys: set[str], sheets: Sequence[Sheet]
) -> list[Label]:
    """Return the labels in the order of the form."""
    starts = [(form[0].table, form[0].row) for form in forms]
    found: dict[str, Label] = {}
    ranks: dict[str, list[int]] = {}
    held: dict[str, set[int]] = {}
    at: dict[int, int] = {}
    for row in rows:
        if row.key not in keys:
            continue
        form = sum(start <= (row.table, row.row) for start in starts)
        label = found.setdefault(row.key, Label(bare_label(label_text(row.cell.text).text)))
        label.places.append((sheets[row.table].page, row.cell.box))
        ranks.setdefault(row.key, []).append(at.setdefault(form, 0))
        held.setdefault(row.key, set()).add(form)
        at[form] += 1
    for key, label in found.items():
        label.forms = len(held[key])
    return [found[key] for key in sorted(found, key=lambda key: sum(ranks[key]) / len(ranks[key]))]
