"""Labels that stand above their values, or before them in the same cells: set beside them, in cells of their own.

Comes in: a table.  Goes out: the same words with each label left of its value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from pipeline.core.page import Cell, Line, Table, type_size, union
from pipeline.core.text import fold, join
from pipeline.core.traced import Traced
from pipeline.forms.labels import LONGEST_LABEL, labelled
from pipeline.forms.profile import Profile

FIRST_LINE = 12
"""A label on a line of its own above its text has no more characters than this."""
WIDE = 5.0
"""Times the type size: a column of labels that stood above their values."""


@dataclass(frozen=True, slots=True)
class Heads:
    """Cells that may be labels above their values, in one tier or in two."""

    row: int
    """Where they begin."""
    titles: tuple[Cell, ...]
    """Those of an upper tier, each over several labels."""
    labels: tuple[Cell, ...]
    values: tuple[Cell, ...]
    """One below each label; none where a page end comes between."""
    end: int
    """The row below the values."""

    def texts(self) -> tuple[str, ...]:
        """Return the words of the labels, and those of the titles."""
        return tuple(fold(cell.text.text) for cell in (*self.labels, *self.titles))


def heads_at(table: Table, number: int) -> Heads | None:
    """Return the cells of a row, and of the next where that divides them, above a row that is divided like them."""
    top = table.row(number)
    if len(top) < 2 or not all(cell.row == number and cell.lines for cell in top):
        return None
    lower = table.row(number + 1)
    tiers: list[tuple[tuple[Cell, ...], tuple[Cell, ...]]] = [((), top)] if _are_flat(top) else []
    if len(lower) > len(top):
        titles = tuple(cell for cell in top if cell.row_span == 1)
        tiers.append((titles, lower))
    for titles, labels in tiers:
        end = max(cell.row + cell.row_span for cell in labels)
        values = table.row(end)
        level = all(cell.lines and cell.row + cell.row_span == end for cell in labels)
        parted = all(sum(map(partial(_stands_under, title), labels)) > 1 for title in titles)
        if level and parted and end <= number + 2 and (end == table.rows or _are_below(values, labels, end)):
            return Heads(number, titles, labels, values, end + bool(values))
    return None


def _are_flat(cells: Sequence[Cell]) -> bool:
    return all(cell.row_span == 1 for cell in cells)


def _are_below(values: Sequence[Cell], labels: Sequence[Cell], number: int) -> bool:
    begun = _are_flat(values) and all(cell.row == number for cell in values)
    return begun and divided(values) == divided(labels)


def divided(cells: Sequence[Cell]) -> list[tuple[int, int]]:
    """Return where the cells of a row begin and end."""
    return [(cell.column, cell.column + cell.column_span) for cell in cells]


def _stands_under(title: Cell, label: Cell) -> bool:
    return title.row < label.row and 0 <= label.column - title.column < title.column_span


def with_labels_beside(table: Table, are_labels: Callable[[Table, Heads], bool]) -> Table:
    """Return a table in which labels that stand above their values, or above a page end, are beside them.

    Each is a row of its own; an upper tier is the titles of groups of them.
    """
    number = 0
    while number < table.rows:
        heads = heads_at(table, number)
        if heads and are_labels(table, heads):
            table = _turned(table, heads)
            number += len(heads.labels) - 1
        number += 1
    return table


def labels_beside(table: Table, profile: Profile) -> Table:
    """Return a form in which the labels that the profile knows stand beside their values, not above."""

    def are_labels(table: Table, heads: Heads) -> bool:
        below = table.row(heads.end)
        listed = divided(below) == divided(heads.labels) and not _has_label(below, profile)
        titled = len(heads.titles) > 1 and all(_title_of(label, heads) for label in heads.labels)
        named = _are_all_labels(heads.labels, profile) or (titled and _are_all_labels(heads.titles, profile))
        return named and not listed and not _has_label(heads.values, profile)

    return with_labels_beside(table, are_labels) if profile.labels_in_any_column else table


def labels_over(table: Table, profile: Profile) -> Table:
    """Return a form of roles in which labels over the whole width above their values stand left of these.

    What stands above the first of them goes on what stands above a page end.
    """
    rows = [table.row(number) for number in range(table.rows)]
    labelled = [number for number, row in enumerate(rows) if profile.field_of(row[0].text.text)]
    heads = [number for number in labelled if len(rows[number]) == 1 == rows[number][0].row_span]
    if profile.labels_in_any_column or not table.drawn or not heads or heads != labelled:
        return table
    left, _, right, _ = table.box
    outer = left - WIDE * type_size(table)
    made: list[Cell] = []
    at = 0
    for start, end in pairwise(sorted({0, *heads, table.rows})):
        first = start + (start in heads)
        held = [cell for cell in table.cells if first <= cell.row < end]
        if not held:  # nothing stands below the label, or a page end does
            foot = rows[start][0].box[3]
            held = [Cell(first, 0, 1, table.columns, (left, foot, right, foot), open_below=end == table.rows)]
        lines = rows[start][0].lines if start in heads else ()
        _, top, _, bottom = union(cell.box for cell in held)
        ends = held[0].open_above, held[-1].open_below
        height = max(end - first, 1)
        made.append(Cell(at, 0, height, 1, (outer, top, left, bottom), lines, *ends))
        made += [replace(cell, row=cell.row - first + at, column=cell.column + 1) for cell in held]
        at += height
    ordered = sorted(made, key=lambda cell: (cell.row, cell.column))
    return Table(at, table.columns + 1, tuple(ordered), union(cell.box for cell in made))


def _has_label(cells: Sequence[Cell], profile: Profile) -> bool:
    return any(profile.plain_field_of(cell.text.text) for cell in cells)


def _are_all_labels(cells: Sequence[Cell], profile: Profile) -> bool:
    names = [profile.plain_field_of(cell.text.text) for cell in cells]
    return None not in names and len(set(names)) == len(names) > 1


def _title_of(label: Cell, heads: Heads) -> Cell | None:
    return next((title for title in heads.titles if _stands_under(title, label)), None)


def _turned(table: Table, heads: Heads) -> Table:
    """Return a table with a row for each label, its value right of it, and the title of its group left of it."""
    made: list[Cell] = []
    titles = [_title_of(label, heads) for label in heads.labels]
    for at, (label, title) in enumerate(zip(heads.labels, titles, strict=True)):
        row = heads.row + at
        if title and (at == 0 or titles[at - 1] is not title):
            under = sum(other is title for other in titles)
            made.append(replace(title, row=row, column=0, row_span=under, column_span=1))
        column = int(title is not None)
        left, _, right, bottom = label.box
        value = heads.values[at] if heads.values else Cell(row, 0, 1, 1, (left, bottom, right, bottom))
        made.append(replace(label, row=row, column=column, row_span=1, column_span=1))
        made.append(replace(value, row=row, column=column + 1, column_span=1))
    more = len(heads.labels) - (heads.end - heads.row)
    above = [cell for cell in table.cells if cell.row < heads.row]
    below = [replace(cell, row=cell.row + more) for cell in table.cells if cell.row >= heads.end]
    cells = (*above, *made, *below)
    return replace(
        table,
        rows=table.rows + more,
        columns=max(cell.column + cell.column_span for cell in cells),
        cells=cells,
        turned=table.turned if below else len(heads.labels),
    )


def in_front(table: Table, cell: Cell) -> tuple[Traced, Traced] | None:
    """Return the label in front of the text of a cell, with its colon or on a line of its own, and the text."""
    if parts := labelled(cell.text):
        return parts
    first, *rest = cell.lines or (None,)
    if first is None or not rest or len(first.text) > FIRST_LINE:
        return None
    return first.text, join(line.text for line in rest)


def labels_of_lines(cell: Cell) -> list[str]:
    """Return of each line of a cell what stands before its colon, though nothing may follow that, or nothing."""
    texts = (line.text for line in cell.lines)
    parts = (labelled(text) or (text[:LONGEST_LABEL], text) for text in texts)
    return [label.text if label.text.endswith((":", "：")) else "" for label, _ in parts]


def _with_lines_apart(table: Table, is_label: Callable[[Cell, str], bool]) -> Table:
    """Return a table of one column in which a cell with several labels, each before a colon, has a row for each."""
    rows: list[Cell] = []
    for cell in table.cells:
        starts = [at for at, label in enumerate(labels_of_lines(cell)) if label and is_label(cell, label)]
        if table.columns > 1 or len(starts) < 2:
            rows.append(cell)
            continue
        left, _, right, _ = cell.box
        for start, end in pairwise(sorted({0, *starts, len(cell.lines)})):
            lines = cell.lines[start:end]
            box = (left, lines[0].box[1], right, lines[-1].box[3])
            rows.append(replace(cell, box=box, lines=lines))
    if len(rows) == len(table.cells):
        return table
    placed = tuple(replace(cell, row=row, row_span=1) for row, cell in enumerate(rows))
    return replace(table, rows=len(placed), cells=placed)


def with_labels_apart(table: Table, is_label: Callable[[Cell, str], bool]) -> Table:
    """Return a table in which the labels that stand before their values in the same cells (案由：…) are cells.

    Each cell of such a row begins with a label.  In a cell over the whole width it may be the first line, and in others
    where all rows are such boxes: two lines of one label stand beside a text that begins with a word.
    """
    table = _with_lines_apart(table, is_label)
    found: dict[int, tuple[Traced, Traced]] = {}
    boxes: dict[int, tuple[Traced, Traced]] = {}
    others = 0
    for number in range(table.rows):
        cells = [cell for cell in table.row(number) if cell.lines]
        parts = [(cell, in_front(table, cell)) for cell in cells]
        held = {id(cell): each for cell, each in parts if each and is_label(cell, each[0].text)}
        if len(held) < len(cells):
            others += number > 0  # the first one may go on the page before
        elif any(cell.column_span < table.columns and not labelled(cell.text) for cell in cells):
            boxes |= held
        else:
            found |= held
    if not others:
        found |= boxes
    if not found:
        return table
    made: list[Cell] = []
    for cell in table.cells:
        wide = replace(cell, column=2 * cell.column, column_span=2 * cell.column_span)
        if id(cell) not in found:
            made.append(wide)
            continue
        label, value = (Line(text, cell.box) for text in found[id(cell)])
        made.append(replace(wide, column_span=1, lines=(label,)))
        span = wide.column_span - 1
        made.append(replace(wide, column=wide.column + 1, column_span=span, lines=(value,)))
    return replace(table, columns=2 * table.columns, cells=tuple(made))
