"""A table as ruled -> the pieces that forms are made of.

Comes in: one table.  Goes out: the same lines and cells as one piece or as several: the heading that stands in
its first merged row, and a table for each form that is ruled together with others.  Labels that stand above
their values are set beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

import regex

from pipeline.entries import label_text, row_labels
from pipeline.heading import is_numbered, title_of
from pipeline.page import Box, Cell, Line, Table, union
from pipeline.profile import Profile
from pipeline.rejoin import SAME_COLUMN
from pipeline.text import fold, join
from pipeline.traced import EMPTY, Traced

_PAGE = regex.compile(r"(?:p\.?|第)?\d{1,4}頁?")


def pieces(table: Table, profile: Profile) -> Iterator[Line | Table]:
    """Yield the headings and the tables of forms that a table is made of, in order; most tables are one piece."""
    if _is_listing(table, profile):
        for number in range(table.rows):
            if (line := Line(*_joined(table.row(number)))).text:
                yield line
        return
    if not profile.has_plain_fields:
        yield from _headed(table, profile)
        return
    starts = _starts(table, profile)
    for start, end in zip(starts, [*starts[1:], table.rows], strict=True):
        first = start
        while first < end - 1 and _is_heading(table, first, profile):
            yield from table.row(first)[0].lines
            first += 1
        yield _beside(without_rows(table, first, end), profile)


def _is_listing(table: Table, profile: Profile) -> bool:
    """Tell whether a table is the contents page: most rows end in a page number, many begin with a heading."""
    rows = [[cell for cell in table.row(number) if cell.lines] for number in range(table.rows)]
    rows = [row for row in rows if row]
    paged = [row for row in rows if len(row) > 1 and _is_page(row[-1])]
    numbered = [row for row in paged if is_numbered(join(cell.text for cell in row[:-1]), profile)]
    return (
        len(paged) > max(2, len(rows) / 2)
        and len(numbered) * 2 > len(paged)
        and all(cell.row_span == 1 for cell in table.cells)
        and not any(profile.field_of(row[0].text.text) for row in rows)
    )


def _is_page(cell: Cell) -> bool:
    """Tell whether a cell holds a page number and nothing else."""
    return len(cell.lines) == 1 and _PAGE.fullmatch(fold(cell.lines[0].text.text)) is not None


def _joined(row: Sequence[Cell]) -> tuple[Traced, Box, float, str]:
    """Return the words of a row as those of one line: text, place, size and font."""
    lines = [line for cell in row for line in cell.lines] or [Line(EMPTY, row[0].box)]
    return join(line.text for line in lines), union(line.box for line in lines), lines[0].size, lines[0].font


def _headed(table: Table, profile: Profile) -> Iterator[Line | Table]:
    """Yield the numbered headings that stand in merged rows above labels, and what is ruled below each."""
    begun = row = 0
    while row < table.rows:
        end = row
        while end < table.rows and _is_numbered(table, end, profile):
            end += 1
        labels = table.row(end)[0].text.text if row < end < table.rows else ""
        if profile.field_of(labels) and all(cell.row >= row for cell in table.row(row)):
            if begun < row:
                yield without_rows(table, begun, row)
            for heading in range(row, end):
                yield from table.row(heading)[0].lines
            begun = end
        row = end + 1
    yield without_rows(table, begun)


def _is_numbered(table: Table, number: int, profile: Profile) -> bool:
    return _is_merged(table, number, profile) and is_numbered(table.row(number)[0].text, profile)


def _starts(table: Table, profile: Profile) -> list[int]:
    """Return the rows with which forms begin: where the first label comes again, and the merged rows above it."""
    starts = [0]
    names: list[str] = []
    for number in range(table.rows):
        row = table.row(number)
        known = [
            name
            for position in row_labels(row, profile)
            if row[position].row == number and (name := profile.plain_field_of(row[position].text.text))
        ]
        if known and _begins_again(known[0], names, profile):
            above = number
            while above - 1 > starts[-1] and _is_merged(table, above - 1, profile):
                above -= 1
            if all(cell.row >= above for cell in table.row(above)):
                starts.append(above)
                names = []
        names.extend(known)
    return starts


def _begins_again(name: str, names: list[str], profile: Profile) -> bool:
    """Tell whether a label begins another form: it is the first of the profile, or the first above come again."""
    if name == next(iter(profile.labels)):
        return bool(set(names) - {name})
    return len(set(names)) > 1 and name == names[0]


def _is_merged(table: Table, number: int, profile: Profile) -> bool:
    """Tell whether a row is one cell over the whole table, and no label alone."""
    row = table.row(number)
    return (
        len(row) == 1
        and row[0].row_span == 1
        and table.columns > 1
        and bool(row[0].lines)
        and not profile.field_of(row[0].text.text)
    )


def _is_heading(table: Table, number: int, profile: Profile) -> bool:
    """Tell whether a merged row stands above the labels of a form, or is a numbered heading, printed again overleaf."""
    if not _is_merged(table, number, profile):
        return False
    title = title_of(profile.headings.programme, table.row(number)[0].text)
    below = table.row(number + 1)
    return (
        bool(title and title.number)
        or _is_merged(table, number + 1, profile)
        or any(profile.plain_field_of(below[position].text.text) for position in row_labels(below, profile))
    )


def without_rows(table: Table, first: int, end: int | None = None) -> Table:
    """Return the rows of a table from ``first`` to before ``end``; cells that begin above are left out."""
    end = table.rows if end is None else end
    if first == 0 and end == table.rows:
        return table
    cells = [
        replace(cell, row=cell.row - first, row_span=min(cell.row_span, end - cell.row))
        for cell in table.cells
        if first <= cell.row < end
    ]
    return Table(end - first, table.columns, cells, union(cell.box for cell in cells))


def repeated_rows(table: Table, first_part: Table, profile: Profile) -> int:
    """Return how many rows at the top of a table repeat those of a form's first part: headings of columns."""
    same = 0
    while same < min(table.rows - 1, first_part.rows):
        row, above = table.row(same), first_part.row(same)
        texts = [fold(cell.text.text) for cell in row]
        known = any(profile.field_of(row[position].text.text) for position in row_labels(row, profile))
        if known or not any(texts) or texts != [fold(cell.text.text) for cell in above]:
            break
        same += 1
    while same and any(cell.row < same < cell.row + cell.row_span for cell in table.cells):
        same -= 1
    return same


def _beside(table: Table, profile: Profile) -> Table:
    """Return a form whose labels stand above their values with the labels beside them."""
    if table.rows != 2 or table.columns < 2 or any(cell.row_span > 1 for cell in table.cells):
        return table
    names = [profile.plain_field_of(cell.text.text) for cell in table.row(0)]
    below = [profile.plain_field_of(cell.text.text) for cell in table.row(1)]
    if None in names or len(set(names)) < max(2, len(names)) or len(below) != len(names) or any(below):
        return table
    return turned(table)


def turned(table: Table) -> Table:
    """Return a table of two rows as one of two columns."""
    cells: list[Cell] = []
    columns = sorted({cell.column for cell in table.row(0)})
    for row, column in enumerate(columns):
        for cell in table.cells:
            if cell.column == column:
                cells.append(replace(cell, row=row, column=cell.row, row_span=1, column_span=1))
    return Table(len(columns), 2, cells, table.box)


def with_label_column(table: Table, above: Table) -> Table:
    """Return a table that begins where a later column of the one above does with the columns it lacks.

    A label that goes on overleaf without a word is a cell that some programs do not draw; nor is the name of an
    organization beside it.  A transcription has no places.
    """
    last = above.row(above.rows - 1)
    lacks = [cell for cell in last if cell.box[0] < table.box[0] - SAME_COLUMN]
    begins = any(abs(table.box[0] - cell.box[0]) <= SAME_COLUMN for cell in last)
    ends = abs(table.box[2] - above.box[2]) <= SAME_COLUMN
    if not lacks or not begins or not ends or table.box[2] - table.box[0] < 1:
        return table
    empty = [
        Cell(
            0, place, table.rows, 1, (cell.box[0], table.box[1], min(cell.box[2], table.box[0]), table.box[3])
        )
        for place, cell in enumerate(lacks)
    ]
    cells = [replace(cell, column=cell.column + len(empty)) for cell in table.cells]
    ordered = sorted([*empty, *cells], key=lambda cell: (cell.row, cell.column))
    return Table(table.rows, table.columns + len(empty), ordered, union(cell.box for cell in ordered))


def with_label_below(table: Table, lines: Sequence[Line], profile: Profile) -> tuple[Table, list[Line]]:
    """Return a table with the label that runs out of its last row, of the lines below it, and the other lines.

    A label set in the middle of a cell that a page end cuts can fall below the cut, where some programs print it.
    """
    cell = table.row(table.rows - 1)[0]
    below = list(takewhile(lambda line: _is_under(line, cell), lines))
    if not profile.field_of(label_text(cell.text).text):
        for count in range(1, len(below) + 1):
            whole = replace(cell, lines=[*cell.lines, *below[:count]])
            if profile.field_of(whole.text.text):
                cells = [whole if each is cell else each for each in table.cells]
                return replace(table, cells=cells), list(lines[count:])
    return table, list(lines)


def _is_under(line: Line, cell: Cell) -> bool:
    """Tell whether a line stands below a cell, between its sides."""
    return (
        cell.box[0] <= line.box[0]
        and line.box[2] <= cell.box[2]
        and (line.box[1] + line.box[3]) / 2 > cell.box[3]
    )
