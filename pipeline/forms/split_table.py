"""A table as ruled -> the pieces that forms are made of.

Comes in: one table.  Goes out: the same lines and cells as one piece or as several: the heading that stands in
its first merged row, and a table for each form that is ruled together with others.  Labels that stand above
their values are set beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.core.page import Line, Table, union
from pipeline.core.text import fold
from pipeline.forms.contents_table import is_contents_table, lines_of
from pipeline.forms.headings import is_numbered
from pipeline.forms.label_places import labels_beside, labels_over, with_labels_apart
from pipeline.forms.labels import Row, rows_of
from pipeline.forms.profile import Profile


def pieces(table: Table, profile: Profile) -> Iterator[Line | Table]:
    """Yield the headings and the tables of forms that a table is made of, in order; most tables are one piece."""
    if is_contents_table(table, profile):
        yield from lines_of(table)
        return
    table = labels_beside(labels_apart(labels_over(table, profile), profile), profile)
    rows = rows_of(table, profile)
    starts = _starts(rows, profile)
    below = table.rows  # a heading at the foot of a page is that of the form overleaf
    while below - 1 > starts[-1] and _is_numbered(rows[below - 1], profile):
        below -= 1
    for start, end in zip(starts, [*starts[1:], below], strict=True):
        first = start
        is_form = any(row.fields for row in rows[start:end])
        while is_form and first < end - 1 and _is_heading(rows, first, profile):
            yield from rows[first].cells[0].lines
            first += 1
        yield without_rows(table, first, end)
    for row in rows[below:]:
        yield from row.cells[0].lines


def labels_apart(table: Table, profile: Profile) -> Table:
    """Return a table in which the labels that the profile knows before their values in the same cells are cells."""
    if not profile.labels_in_any_column:
        return table
    return with_labels_apart(table, lambda _, label: profile.plain_field_of(label) is not None)


def _starts(rows: Sequence[Row], profile: Profile) -> list[int]:
    """Return the rows with which forms begin, each with the titles in merged rows above its first label."""
    anywhere = profile.labels_in_any_column
    starts = [0]
    names: list[str] = []
    for number, row in enumerate(rows):
        above = number
        while above and (rows[above - 1].merged if anywhere else _is_numbered(rows[above - 1], profile)):
            above -= 1
        held = rows[starts[-1] : above]
        spanned = any(cell.row < above for cell in rows[above].cells)
        if (
            held
            and row.fields
            and not spanned
            and _begins(row.fields[0], names, held, above < number, profile)
        ):
            starts.append(above)
            names = []
        names.extend(row.fields)
    return starts


def _is_numbered(row: Row, profile: Profile) -> bool:
    return row.merged and is_numbered(row.cells[0].text, profile)


def _begins(name: str, names: Sequence[str], above: Sequence[Row], titled: bool, profile: Profile) -> bool:
    """Tell whether a label begins another form than the rows above it, in which labels name some fields.

    It does below a numbered heading.  Where labels may stand in any column, it is the first of the profile, or the
    first above come again; or the rows above are the rest of a form before: they have no label, or a title splits them
    from it, and headings of columns stand below one.
    """
    if not profile.labels_in_any_column:
        return titled
    first = name == next(iter(profile.labels))
    if not names:
        return first and all(len(row.cells) > 1 and (titled or not row.cells[0].lines) for row in above)
    if 0 < names.count(name) < profile.often(name) and profile.often(names[-1]) > 1:
        return False  # the applicant, and after it the agent
    return bool(set(names) - {name}) if first else len(set(names)) > 1 and name == names[0]


def _is_heading(rows: Sequence[Row], number: int, profile: Profile) -> bool:
    """Tell whether a merged row stands above the labels of a form, or is a numbered heading, printed again overleaf.

    A sentence above another label than the first is none: overleaf it is the rest of a text over the whole width.
    """
    row, below = rows[number], rows[number + 1]
    begins = below.merged or below.fields[:1] == (next(iter(profile.labels)),)
    if not row.merged or (number == 0 and not begins and row.cells[0].text.text.endswith("。")):
        return False
    return _is_numbered(row, profile) or below.merged or bool(below.fields)


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


def rows_apart(table: Table, first: int, end: int | None = None) -> tuple[Table, list[Line]]:
    """Return the rows of a table from ``first`` to before ``end``, and the lines of the others."""
    end = table.rows if end is None else end
    lines = [line for cell in table.cells if not first <= cell.row < end for line in cell.lines]
    return without_rows(table, first, end), lines


def repeated_rows(table: Table, first_part: Table, profile: Profile) -> int:
    """Return how many rows at the top of a table repeat those of a form's first part: headings of columns."""
    same = 0
    for row, above in zip(rows_of(table, profile)[:-1], rows_of(first_part, profile), strict=False):
        texts = [fold(cell.text.text) for cell in row.cells]
        if row.fields or not any(texts) or texts != [fold(cell.text.text) for cell in above.cells]:
            break
        same += 1
    while same and any(cell.row < same < cell.row + cell.row_span for cell in table.cells):
        same -= 1
    return same
