"""The words that a form has again and again -> its labels; the others of them are values that never change.

Comes in: the cells of a document, and the period of its forms.  Goes out: the labels, by the columns in which they
stand: where most cells have other words from form to form, there stand values, and where they have the same, labels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from pipeline.core.expressions import expression
from pipeline.core.ordinals import COUNTING
from pipeline.core.page import Box
from pipeline.core.text import fold
from pipeline.facts.people import is_name
from pipeline.forms.learn.candidates import OVER, TOTALS, Edge, Row

NEAR = 3
"""Edges that are nearer are one."""
NAME = 3
"""Characters of most names; a word of two, 高度, may begin with a surname by chance."""
VALUES = 0.3
"""A column in which this share of the cells differ from form to form holds values."""
_COLUMN_HEADING = expression(r"(?:內容|說明|摘要|備註|情形|規定|資料|明細|意見|項目|欄)$")
"""What stands right of the heading of a first column: 項目 | 內容."""
_SIGNER = expression(r"(?:[人員長任管督計納核辦]|首長|秘書|決行|批示|簽[章名]|蓋章)$")
"""How the words end that say who signs."""
_NUMBER = expression(rf"[(第]?(?:\d{{1,3}}|[{COUNTING}]{{1,3}})[)、.號項案]*")
_FIGURE = expression(r"[\d.,%‰$()+-]*[元件人次]?")
_PHONE = expression(r"(?:[\d()+#~、,;-]|轉|分機){7,}")


@dataclass(slots=True)
class Label:
    """A label as printed, and where it stands."""

    text: str
    places: list[tuple[int | None, Box]] = field(default_factory=list)
    """Page and box of each label cell."""
    forms: int = 0
    times: int = 1
    """How often a form has it."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a document by their places and words."""

    lines: list[list[Row]]
    """The cells that begin in each row, from left to right."""
    at: dict[tuple[int, int], list[Row]]
    """Number of the table and row -> those cells."""
    counts: Counter[str]
    """How often each word stands anywhere."""


def cells_of(rows: Sequence[Row]) -> Cells:
    """Return the cells of a document, row by row, those whose edges nearly agree with one edge."""
    often = Counter(row.edge for row in rows)
    homes: dict[Edge, Edge] = {}
    for edge, _ in sorted(often.items(), key=lambda item: (-item[1], item[0])):
        homes[edge] = next((home for home in homes.values() if _near(home, edge)), edge)
    rows = [replace(row, edge=homes[row.edge]) for row in rows]
    lines = [list(cells) for _, cells in groupby(rows, lambda row: (row.table, row.row, row.over))]
    at = {(cells[0].table, cells[0].row): cells for cells in lines if not cells[0].over}
    return Cells(lines, at, Counter(row.key for row in rows if row.key))


def _near(one: Edge, other: Edge) -> bool:
    return abs(one[0] - other[0]) <= NEAR and one[1] == other[1]


def label_cells(cells: Cells, words: Mapping[str, int]) -> list[Row]:
    """Return the cells that are labels, among those whose words a form has again and again.

    There are none where most words have several values each: they name the rows of lists.
    """
    values = _value_edges(cells, words)
    found: list[Row] = []
    titles: list[tuple[Row, list[Row]]] = []
    unsigned = (line for line in cells.lines if not _is_signed(line, cells))
    for table, lines in groupby(unsigned, lambda line: line[0].table):
        found += _of_table(list(lines), words, values, titles, table)
    inner = Counter(key for title in {title.key for title, _ in titles} for key in _keys_under(titles, title))
    grids = {title.key for title, below in titles if _is_grid(below)}
    grids |= {title.key for title, below in titles if any(inner[row.key] > 1 for row in below)}
    within = {id(row) for title, below in titles if title.key in grids for row in below}
    found = [row for row in found if id(row) not in within]
    found += [title for title, _ in titles if title.key in grids]
    counts = Counter(row.key for row in found)
    found = [row for row in found if row.over or 2 * counts[row.key] >= cells.counts[row.key]]  # a value
    rows = {(row.table, row.row) for row in found}
    heads = [row for row in found if _is_head(row, cells, words) or _is_above_list(row, cells, rows)]
    counts, of_heads = (Counter(row.key for row in each) for each in (found, heads))
    found = [row for row in found if 2 * of_heads[row.key] < counts[row.key]]
    found.sort(key=lambda row: (row.table, row.row, row.place))
    of_lists = _of_lists(found, cells)
    counts, several = (Counter(row.key for row in each) for each in (found, of_lists))
    lists = {key for key in counts if 2 * several[key] > counts[key]} | _of_members(found, cells, words)
    if 2 * len(lists) >= len(counts):
        return []
    forms = max((counts[key] / words[key] for key in counts if key in words), default=0)
    # Heads of a grid whose rows a page end cut off look like labels, in that form alone.
    lists |= {key for key in counts if 2 * counts[key] < words.get(key, 0) * forms}
    without = {id(row) for row in of_lists}
    return [row for row in found if row.key not in lists and id(row) not in without]


def _value_edges(cells: Cells, words: Mapping[str, int]) -> set[Edge]:
    """Return the columns that hold values.

    Rows of lists, and those beside a cell that spans rows, tell only where no others do; rows that are the same in
    each form, 承辦人 | 單位主管 | 機關首長 above where they sign, tell nothing.
    """
    said: dict[bool, dict[Edge, list[bool]]] = {False: {}, True: {}}
    for line in cells.lines:
        labels = sum(_may_be_label(row, words) for row in line)
        if labels and len({cells.counts[row.key] for row in line}) > 1:
            listed = len(line) > 2 * labels + 1  # a title stands before labels
            for row in line:
                numbers = not row.place and not _is_worded(row.text)
                if row.cell.lines and not numbers and fold(row.text) not in TOTALS:
                    said[row.under or listed].setdefault(row.edge, []).append(row.key not in words)
    told = said[True] | said[False]
    return {edge for edge, varied in told.items() if sum(varied) >= VALUES * len(varied)}


def _is_worded(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


def _may_be_label(row: Row, words: Mapping[str, int]) -> bool:
    return row.key in words and not row.last


def _of_table(
    lines: Sequence[Sequence[Row]],
    words: Mapping[str, int],
    values: set[Edge],
    titles: list[tuple[Row, list[Row]]],
    table: int,
) -> Iterator[Row]:
    """Yield the labels of a table, without the titles of groups of labels, which are added to ``titles``.

    What stands right of a cell that spans rows beside the values of other rows is a grid, not labels.
    """
    grid = (-1, -1)  # the last row of a grid, and the place of its label
    group: tuple[int, list[Row]] = (-1, [])
    for line in lines:
        if line[0].over:
            yield from (row for row in line if row.key in words)
            continue
        begun = False
        heading = next((row for row in line if _heads_grid(row, line, values)), None)
        if heading:
            grid = (heading.row + heading.cell.row_span - 1, heading.place)
        for run in _runs(line, words, values):
            first, number = run[0], run[0].row
            if (number <= grid[0] and first.place > grid[1]) or not (begun or _may_head(first, line)):
                continue
            begun = True
            if len(run) % 2 == 0:
                group = (number + first.cell.row_span - 1, [])
                titles.append((first, group[1]))
            labels = run[len(run) % 2 == 0 :: 2]
            if number <= group[0]:
                group[1].extend(labels)
            yield from labels


def _is_signed(line: Sequence[Row], cells: Cells) -> bool:
    """Tell whether a row is where some people sign, side by side, and the same in each form: 承辦人 | 科長 | 局長.

    Labels and values in pairs are an even number of cells, unless a title spans the rows of some.
    """
    counts = {cells.counts[row.key] for row in line}
    if len(line) < 2 or counts == {1} or len(counts) > 1 or not all(row.key for row in line):
        return False
    flat = not any(row.under or row.over or row.cell.row_span > 1 for row in line)
    return flat and (len(line) % 2 == 1 or all(_SIGNER.search(row.key) for row in line))


def _runs(line: Sequence[Row], words: Mapping[str, int], values: set[Edge]) -> Iterator[list[Row]]:
    """Yield the cells beside each other that may be labels: label, value, label … or the title of a group before."""
    run: list[Row] = []
    for row in line:
        if _may_be_label(row, words) and row.edge not in values:
            if run and row.place > run[-1].place + 1:
                yield run
                run = []
            run.append(row)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _may_head(first: Row, line: Sequence[Row]) -> bool:
    """Tell whether labels may begin with a cell: left of it stands a title, a number, or nothing."""
    left = next((fold(row.text) for row in line if row.place == first.place - 1), "")
    return not left or _is_worded(left) or _NUMBER.fullmatch(left) is not None


def _heads_grid(row: Row, line: Sequence[Row], values: set[Edge]) -> bool:
    """Tell whether rows of values stand right of a cell that spans them, or whose label stands before a page end."""
    beside = next((other for other in line if other.place == row.place + 1), None)
    if beside is None or row.edge in values or beside.edge not in values:
        return False
    return beside.cell.row_span < row.cell.row_span or not row.cell.lines


def _keys_under(titles: Sequence[tuple[Row, list[Row]]], title: str) -> set[str]:
    return {row.key for other, below in titles if other.key == title for row in below}


def _is_grid(below: Sequence[Row]) -> bool:
    """Tell whether most rows beside a title have more cells than a label and its value, one pair or several."""
    first = {(row.table, row.row): row for row in reversed(below)}
    pairs = Counter((row.table, row.row) for row in below)
    several = (len(row.right) + 1 > 2 * pairs[place] for place, row in first.items())
    return 2 * sum(several) > len(first) > 1


def _is_head(row: Row, cells: Cells, words: Mapping[str, int]) -> bool:
    """Tell whether a cell heads a column: words that never change stand in its row, and others below each."""
    if row.over:
        return False
    line = cells.at[row.table, row.row]
    if any(cells.counts[other.key] < 2 for other in line):
        return False
    below = cells.at.get((row.table, row.row + 1), [])
    alike = [other.edge for other in below] == [other.edge for other in line]
    if not alike or any(other.cell.row_span > 1 for other in line):
        return False
    numbered = _NUMBER.fullmatch(fold(below[0].text)) is not None  # 項次 | 項目 | 內容
    if row.row == 0 and len(line) == 2 + numbered and _COLUMN_HEADING.search(fold(line[-1].text)):
        return True
    if len(line) == 2:
        return not below[0].key and not any(_may_be_label(other, words) for other in below)
    return not any(_may_be_label(other, words) for other in below[1:])  # the first names its row


def _is_above_list(row: Row, cells: Cells, labelled: set[tuple[int, int]]) -> bool:
    """Tell whether a cell stands in the first rows of a table, which say what its columns hold, and no label below."""
    first = cells.at.get((row.table, 0), [])
    tiers = max((cell.cell.row_span for cell in first), default=0)
    if row.over or row.row >= tiers or len(first) < 3 or (row.table, tiers) not in cells.at:
        return False
    heads = [cell for number in range(tiers) for cell in cells.at.get((row.table, number), [])]
    below = any(table == row.table and number >= tiers for table, number in labelled)
    return not below and all(cells.counts[cell.key] > 1 for cell in heads)


def _of_lists(found: Sequence[Row], cells: Cells) -> list[Row]:
    """Return the cells that have several cells beside them, none of them a label."""
    labels = {id(row) for row in found}
    made = []
    for row in found:
        if row.over:
            continue
        after = [other for other in cells.at[row.table, row.row] if other.place > row.place]
        until = next((place for place, other in enumerate(after) if id(other) in labels), len(after))
        own = [other for other in after[:until] if other.cell.row_span <= row.cell.row_span]
        if len(own) > 1 and not _spans_beside(row, own[0]):
            made.append(row)
    return made


def _of_members(found: Sequence[Row], cells: Cells, words: Mapping[str, int]) -> set[str]:
    """Return the words that stand beside other words in most rows, as what somebody is beside who it is.

    A title spans the rows of its labels, or is the same in each form.  ``words``: how often a form has a label.
    """
    lefts: dict[str, list[str]] = {}
    counts = Counter(row.key for row in found)
    first: set[tuple[int, int]] = set()
    for row in found:
        if row.over or (row.table, row.row) in first:
            continue
        first.add((row.table, row.row))
        left = next((cell for cell in cells.at[row.table, row.row] if cell.place == row.place - 1), None)
        if left and left.cell.row_span <= row.cell.row_span and _is_worded(left.text):
            lefts.setdefault(row.key, []).append(left.text)
    return {
        key
        for key, texts in lefts.items()
        if 2 * len(texts) > counts[key]
        and (2 * len(set(texts)) > len(texts) or len(set(texts)) > words.get(key, 1))
    }


def _spans_beside(row: Row, beside: Row) -> bool:
    """Tell whether a label spans more rows than the cell beside it, which is one of a grid."""
    return row.cell.row_span > beside.cell.row_span


def is_form(found: Sequence[Row]) -> bool:
    """Tell whether labels have values, which differ from form to form and are not figures alone.

    Most labels are no names of people: those are in lists of members.  Beside all but the names of offices there is
    more than telephones.
    """
    values: dict[str, set[str]] = {}
    for row in found:
        values.setdefault(row.key, set()).add(row.beside)
    if 2 * sum(len(key) == NAME and is_name(key) for key in values) > len(values):
        return False
    varied = [texts for texts in values.values() if len(texts) > 1]
    figures = all(_FIGURE.fullmatch(text) for texts in varied for text in texts)
    phones = [texts for texts in varied if all(map(_PHONE.fullmatch, texts))]
    directory = len(phones) > 1 and len(phones) + 1 >= len(varied)
    return len(values) > 1 and 4 * len(varied) >= len(values) and not figures and not directory


def halves(found: Sequence[Row], cells: Cells) -> set[str]:
    """Return the words that are half of a label that a page end cut, or two labels run together."""
    keys = {row.key for row in found}
    counts = Counter(row.key for row in found)
    last = Counter(row.key for row in found if (row.table, row.row + row.cell.row_span) not in cells.at)
    inside = [key for key in keys if 2 * last[key] < counts[key]]
    made = {key for key in keys for one in inside if key.startswith(one) and key.removeprefix(one) in keys}
    for key in keys - made:
        whole = [label for label in keys - made - {key} if label.startswith(key) or label.endswith(key)]
        rests = {
            label.removeprefix(key) if label.startswith(key) else label.removesuffix(key) for label in whole
        }
        if any(cells.counts[rest] for rest in rests):
            made.add(key)
    return made


def labels_over_grids(cells: Cells, found: Sequence[Row]) -> list[Row]:
    """Return the cells over the whole width of forms that stand above rows of several cells without a label."""
    counts = Counter(row.key for row in found)
    labelled = {(row.table, row.row) for row in found}
    tables = {table for table, _ in labelled}
    over: dict[str, list[Row]] = {}
    for line in cells.at.values():
        row = line[0]
        whole = row.key and row.key not in counts and row.row and row.place == 0 and row.last
        below = cells.at.get((row.table, row.row + 1), [])
        if whole and row.table in tables and len(below) > 1 and (row.table, row.row + 1) not in labelled:
            over.setdefault(row.key, []).append(replace(row, edge=OVER, over=True, beside=below[0].text))
    forms = max(counts.values(), default=0)
    return [row for rows in over.values() if 2 * len(rows) > forms for row in rows]


def rare_labels(cells: Cells, found: Sequence[Row], overleaf: set[int]) -> list[Row]:
    """Return the other short texts in the columns of the labels, which only one or some of the forms have.

    They stand in a table with known labels, or one that goes on such a table overleaf without a label of its own.
    """
    keys = Counter(row.key for row in found)
    edges = {row.edge for row in found if not row.over}
    known = Counter(row.table for row in found)
    cut = {table for table in overleaf if (first := cells.at.get((table, 0))) and not first[0].cell.lines}
    for table in sorted(cut):
        known[table] += known[table - 1]
    heads = {row.table for row in found if row.row == 0} | cut
    again = Counter(row.key for line in cells.lines for row in line if row.edge in edges)
    inside = {
        row.key
        for line in cells.lines
        for row in line
        if row.place > 1 and not row.over and not _follows_pair(row, cells, edges)
    }
    return [
        row
        for line in cells.lines
        if not _is_signed(line, cells)
        for row in line
        if row.key
        and row.key not in keys
        and not row.last
        and not row.over
        and row.edge in edges
        and known[row.table] > 1
        and (row.row > 0 or row.table in heads)
        and all(sign.isalpha() for sign in row.key)
        and not any(key.startswith(row.key) or key.endswith(row.key) for key in keys)
        and len(row.right) == 1
        and row.key not in inside
        and not _is_head(row, cells, keys)
        and again[row.key] == cells.counts[row.key]
    ]


def _follows_pair(row: Row, cells: Cells, edges: set[Edge]) -> bool:
    """Tell whether a label and its value stand left of a cell, not the cells of a grid, 第1週 | 導論 | 習題."""
    label = next((cell for cell in cells.at[row.table, row.row] if cell.place == row.place - 2), None)
    return bool(label and label.key and label.edge in edges and label.cell.row_span == row.cell.row_span)
