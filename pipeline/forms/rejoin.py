"""The parts of a form that page ends cut apart -> one form again: its labels, rows and cells made whole.

Comes in: the tables of one programme, in order.  Goes out: its entries.  At a page end the first row below is laid
under the last row above.  What it has under an empty label, the rest of a label, the label printed again or 續 goes on
the label above: into the cells of its row, each in its column, or as a row of its own.  What else it
has begins a label.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from pipeline.core.page import Cell, Line, Table
from pipeline.core.text import fold
from pipeline.forms.columns import in_columns
from pipeline.forms.contacts_among import with_contacts
from pipeline.forms.cut_rows import in_column, is_one_row, of_cut_row, pairs_of, spanned, spans
from pipeline.forms.entries import Entry, Row, entries_of
from pipeline.forms.labels import Labelled, label_text, labelled_cells, row_labels
from pipeline.forms.profile import Profile


def rejoin(parts: Sequence[Table], profile: Profile) -> list[Entry]:
    """Return the entries of a form whose parts stand on one page or on several."""
    whole: list[Row] = []
    foot = 1
    for part in in_columns(parts):
        rows = _rows_of(part)
        if whole and rows:
            whole, rows = _mended(whole, rows, foot, profile)
        if rows:  # else all went on what stands side by side above, and may go on once more
            foot = part.turned or 1
        whole += rows
    return with_contacts(entries_of(whole, profile), profile)


def _rows_of(part: Table) -> list[Row]:
    """Return the rows in which a text begins: some programs draw the borders of a cut cell a little apart."""
    rows = ((number, part.row(number)) for number in range(part.rows))
    return [row for number, row in rows if any(cell.lines and cell.row == number for cell in row)]


def _mended(above: list[Row], below: list[Row], foot: int, profile: Profile) -> tuple[list[Row], list[Row]]:
    """Return the rows above and below a page end, where the first below no longer has what goes on those above.

    The last rows above are printed side by side, as many as ``foot`` says.
    """
    upper = [cells for row in above[-foot:] for cells in _labelled(row, profile)]
    lower = _labelled(below[0], profile)
    if lower[0].label.lines and not upper[0].label.lines and not _waits(above, lower[0].label, profile):
        upper[0] = replace(upper[0], label=next(_labels(above, profile), upper[0].label))
    given, rest = _assigned(upper, lower, above, profile)
    made: dict[int, Cell] = {}
    more: dict[int, Row] = {}
    instead: dict[int, Cell] = {}
    own: Row = ()
    for cells, under in given:
        whole = _one_label(made.get(id(cells.label), cells.label), under)
        goes_on, unsure = is_one_row(cells, under, profile, profile.field_of(whole.text.text))
        whole = replace(whole, doubtful=whole.doubtful or unsure)
        for half in (under.label, *under.titles):
            _put(made, cells.label, half, whole)
        values = under.values
        if goes_on:
            pairs = pairs_of(cells.values, values)
            instead |= {id(upper): cell for cell, upper in of_cut_row(pairs, _spanning(above), profile)}
            values = tuple(cell for cell in values if cell not in instead.values())
        added = _joined(cells.values, values, made, profile, goes_on=goes_on)
        if goes_on:
            last = id((cells.label, *cells.values)[-1])
            more[last] = (*more.get(last, ()), *added)
        else:
            own = (*own, under.label, *under.values)
    above = [*_with(above[:-foot], made), *_with(above[-foot:], made | instead, more)]
    below = _with([row for row in ((*own, *rest), *below[1:]) if row], made)
    if foot > 1 and below and lower[0].label.lines and not (own or rest):
        return _mended(above, below, foot, profile)
    return above, below


def _labelled(row: Row, profile: Profile) -> list[Labelled]:
    return labelled_cells(row, row_labels(row, profile))


def _assigned(
    upper: Sequence[Labelled], lower: Sequence[Labelled], above: Sequence[Row], profile: Profile
) -> tuple[list[tuple[Labelled, Labelled]], Row]:
    """Return what goes on each label above a page end, by label or by column, and the cells that go on none."""
    given: list[tuple[Labelled, Labelled]] = []
    for number, cells in enumerate(lower):
        if _is_rest_of_width(upper[-1], cells, profile):
            cells = Labelled((), replace(cells.label, lines=()), (cells.label,))
        if not cells.label.lines:
            given += _by_column(upper, cells)
        elif found := _label_above(upper, cells.label, above, profile):
            given.append((found, cells))
        else:
            left = ((*each.titles, each.label, *each.values) for each in lower[number:])
            return given, tuple(chain.from_iterable(left))
    return given, ()


def _by_column(upper: Sequence[Labelled], lower: Labelled) -> list[tuple[Labelled, Labelled]]:
    """Return the labels that have a value in the column of a cell, each with these cells; the last has the others."""
    held: dict[int, Row] = {}
    for cell in lower.values:
        at = (at for at, cells in enumerate(upper) if in_column(cells.values, cell.column))
        place = next(at, len(upper) - 1)
        held[place] = (*held.get(place, ()), cell)
    return [(upper[at], replace(lower, values=cells)) for at, cells in held.items()]


def _label_above(
    upper: Sequence[Labelled], cell: Cell, above: Sequence[Row], profile: Profile
) -> Labelled | None:
    """Return the label above a page end with which that of a cell goes on: it is printed again, its rest, or 續."""
    label, name = label_text(cell.text), _name(cell, profile)
    often = profile.often(name) if name else 1
    if often > 1 and sum(_name(each, profile) == name for each in _labels(above, profile)) < often:
        return None  # a form has it more than once
    same = [cells for cells in upper if fold(cells.label.text.text) == fold(label.text)]
    rest = [cells for cells in upper if _is_rest(cells.label.text.text, label.text, profile)]
    marked = upper[-1:] if len(label) < len(cell.text) else ()
    return next(iter((*same, *rest, *marked)), None)


def _is_rest(above: str, below: str, profile: Profile) -> bool:
    """Tell whether two labels are halves of one that the profile knows."""
    whole = profile.field_of(above) is not None and profile.field_of(below) is not None
    return not whole and profile.field_of(above + below) is not None


def _is_rest_of_width(above: Labelled, below: Labelled, profile: Profile) -> bool:
    """Tell whether a row over the whole width goes on another, which begins with its label: 案由：…."""
    wide = [cell.column for cell in above.values] == [below.label.column] and not below.values
    known = profile.plain_field_of(above.label.text.text) is not None
    return wide and known and profile.field_of(below.label.text.text) is None


def _waits(above: Sequence[Row], label: Cell, profile: Profile) -> bool:
    """Tell whether a last row without a label waits for one overleaf, which the form does not have yet.

    A label set in the middle of a cut cell can fall on a later page.  Where a cell spans the row and the one above, the
    rule between their labels says nothing.
    """
    name = _name(label, profile)
    return not _spanning(above) and all(_name(each, profile) != name for each in _labels(above, profile))


def _spanning(rows: Sequence[Row]) -> set[int]:
    """Return the cells of the last of some rows that span it from the one above."""
    return set(map(id, rows[-1])) & {id(cell) for row in rows[-2:-1] for cell in row}


def _labels(rows: Sequence[Row], profile: Profile) -> Iterator[Cell]:
    """Yield the labels of rows from bottom to top, for what is asked stands near; one that spans rows comes once."""
    seen: set[int] = set()
    for row in reversed(rows):
        for cells in reversed(_labelled(row, profile)):
            if cells.label.lines and id(cells.label) not in seen:
                seen.add(id(cells.label))
                yield cells.label


def _name(label: Cell, profile: Profile) -> str | None:
    return profile.field_of(label_text(label.text).text)


def _one_label(above: Cell, below: Labelled) -> Cell:
    """Return a label with its rest below a page end; what is printed again there is kept apart."""
    rest = replace(below.label, lines=(), again=()) if below.label is above else below.label
    label, lines, again = label_text(rest.text), above.lines, rest.text
    if label and fold(label.text) != fold(above.text.text):
        lines, again = (*lines, Line(label, rest.box)), again[len(label) :]
    more = [text for text in (again, *(title.text for title in below.titles)) if text]
    doubtful = above.doubtful or rest.doubtful
    kept = (*above.again, *more, *rest.again)
    return replace(above, lines=lines, again=kept, open_below=rest.open_below, doubtful=doubtful)


def _joined(upper: Row, lower: Row, made: dict[int, Cell], profile: Profile, *, goes_on: bool) -> Row:
    """Make the cells one that a page end cut, those of a row or that span into it; return those that stand below none.

    A cell that spans from the cut row into later rows is the cell above it there too.
    """
    pairs = [(cell, above) for cell, above in pairs_of(upper, lower) if cell is not above]
    below = [] if goes_on else spanned(pairs, profile)
    for cell, above in pairs:
        if above and (goes_on or cell in below or spans(above.text.text, cell.text.text, profile)):
            known = made.get(id(above), above)
            whole = replace(known, box=cell.box, lines=known.lines + cell.lines, open_below=cell.open_below)
            _put(made, above, cell, whole)
    return tuple(cell for cell, above in pairs if above is None and cell.lines)


def _put(made: dict[int, Cell], above: Cell, below: Cell, whole: Cell) -> None:
    """Put a cell in the place of its halves, and of what was made of the upper one before."""
    known = made.get(id(above), above)
    made |= {key: whole for key, cell in made.items() if cell is known} | {id(above): whole, id(below): whole}


def _with(rows: Sequence[Row], made: Mapping[int, Cell], more: Mapping[int, Row] = {}) -> list[Row]:
    """Return rows with the cells that were made in the places of others, and those that come after them."""
    changed = made.keys() | more.keys()  # most rows are as they were: a form may have many
    return [
        row
        if changed.isdisjoint(map(id, row))
        else tuple(new for cell in row for new in (made.get(id(cell), cell), *more.get(id(cell), ())))
        for row in rows
    ]
