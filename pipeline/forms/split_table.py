"""A table as ruled -> the pieces that forms are made of.

Comes in: one table.  Goes out: the same lines and cells as one piece or as several: the heading that stands in
its first merged row, and a table for each form that is ruled together with others.  Labels that stand above
their values are set beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.core.page import Line, Table, union
from pipeline.core.text import fold
from pipeline.forms.contents_table import is_contents_table, lines_of
from pipeline.forms.headings import is_numbered, title_of
from pipeline.forms.label_places import labels_beside, with_labels_apart
from pipeline.forms.labels import row_labels
from pipeline.forms.profile import Profile


def pieces(table: Table, profile: Profile) -> Iterator[Line | Table]:
    """Yield the headings and the tables of forms that a table is made of, in order; most tables are one piece."""
    if is_contents_table(table, profile):
        yield from lines_of(table)
        return
    if not profile.labels_in_any_column:
        yield from _headed(table, profile)
        return
    table = with_labels_apart(table, lambda _, label: profile.plain_field_of(label) is not None)
    starts = _starts(table, profile)
    for start, end in zip(starts, [*starts[1:], table.rows], strict=True):
        first = start
        while first < end - 1 and _is_heading(table, first, profile):
            yield from table.row(first)[0].lines
            first += 1
        yield labels_beside(without_rows(table, first, end), profile)


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
    first = next(iter(profile.labels))
    for number in range(table.rows):
        row = table.row(number)
        known = [
            name
            for position in row_labels(row, profile)
            if row[position].row == number and (name := profile.plain_field_of(row[position].text.text))
        ]
        above = number
        while above - 1 > starts[-1] and _is_merged(table, above - 1, profile):
            above -= 1
        rest = not names and _is_rest(table, starts[-1], above, captioned=above < number)
        begins = known and (_begins_again(known[0], names, profile) or (rest and known[0] == first))
        if begins and all(cell.row >= above for cell in table.row(above)):
            starts.append(above)
            names = []
        names.extend(known)
    return starts


def _begins_again(name: str, names: list[str], profile: Profile) -> bool:
    """Tell whether a label begins another form: it is the first of the profile, or the first above come again."""
    if name == next(iter(profile.labels)):
        return bool(set(names) - {name})
    return len(set(names)) > 1 and name == names[0]


def _is_rest(table: Table, start: int, end: int, *, captioned: bool) -> bool:
    """Tell whether rows above the first label of a form are the rest of the form before.

    They have no label, or a heading parts them from the form; headings of columns stand below it.
    """
    rows = [table.row(number) for number in range(start, end)]
    return bool(rows) and all(len(row) > 1 and (captioned or not row[0].lines) for row in rows)


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
    box = union(cell.box for cell in cells)
    return replace(table, rows=end - first, cells=tuple(cells), box=box)


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
