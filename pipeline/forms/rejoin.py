"""The parts of a form that page ends cut apart -> one form again: its labels, rows and cells made whole.

Comes in: the tables of one programme, in order.  Goes out: its entries, each a label with the rows of cells to
the right of it.  A part goes on the entry above when its first label is empty, is the rest of a label, repeats
the label, or says 續.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from pipeline.core.page import Cell, Table
from pipeline.core.text import fold, join
from pipeline.core.traced import Traced
from pipeline.facts.people import count_people, cuts_title
from pipeline.facts.phone_lists import count_numbers
from pipeline.facts.phones import find_phones
from pipeline.forms.entries import Entry, as_text, entries_of, label_text, second_column
from pipeline.forms.profile import Profile

SAME_COLUMN = 6.0
"""Cells of two pages whose left sides are nearer than this, in points, stand in one column."""
_LIST_NUMBER = regex.compile(r"(?P<number>[1-9]\d?)[.．、](?=[(（]?0|\D|$)")
_ORGANIZATION = regex.compile(r"[部會署局處司院]|法人|國立|股份|中華民國|大學")
_ORGANIZATION_END = regex.compile(r"[部會署局處司組室科課所院館校園團社行庫]$|中心$|公司$|大學$|基金$")


def rejoin(parts: Sequence[Table], profile: Profile) -> list[Entry]:
    """Return the entries of a form whose parts stand on one page or on several.

    A label set in the middle of a cut cell can fall on a later page.  So a last row without a label, ruled off
    from the label above, waits for the label below.
    """
    whole: list[Entry] = []
    side = None
    beside: list[Entry] = []
    dealt = False
    for number, part in enumerate(parts):
        side = second_column(part, profile) or side
        entries = entries_of(part, profile, side)
        if number and not dealt:
            beside = _beside_last(parts[number - 1], whole, profile)
        if entries and len(beside) > 1:
            entries = _dealt(beside, entries, profile)
        dealt = len(beside) > 1 and not entries  # and may go on once more
        if entries and whole and _is_rest_of_width(whole[-1], entries[0], profile):
            as_text(entries[0])
        if entries:
            _settle(whole, entries[0], profile)
        for position, entry in enumerate(entries):
            last = position == len(entries) - 1 and number < len(parts) - 1
            waits = position > 0 and last and not entry.label and _is_ruled(part)
            if (
                whole
                and not waits
                and (not entry.label or (position == 0 and _goes_on(whole[-1], entry, profile)))
            ):
                _append(whole[-1], entry, profile, cut=position == 0)
            else:
                if position and entry.label:
                    _settle(whole, None, profile)  # what waited went on here without a label, and has ended
                whole.append(entry)
    _settle(whole, None, profile)
    for entry in whole:
        if profile.has_plain_fields and not any(entry.rows) and profile.field_of(entry.label.text) is None:
            as_text(entry)
    return whole


def _is_rest_of_width(above: Entry, below: Entry, profile: Profile) -> bool:
    """Tell whether a row over the whole width goes on another, which stands below its label."""
    wide = not above.rows or not any(cell.column for row in above.rows for cell in row)
    known = profile.plain_field_of(above.label.text) is not None
    return wide and known and not any(below.rows) and profile.field_of(below.label.text) is None


def _settle(whole: list[Entry], below: Entry | None, profile: Profile) -> None:
    """Give a last entry that waits for its label to the entry above, unless the label stands below."""
    if len(whole) < 2 or whole[-1].label or (below and not below.label):
        return
    name = profile.field_of(label_text(below.label).text) if below else None
    used = {profile.field_of(label_text(entry.label).text) for entry in whole}
    if name is None or name in used:
        _append(whole[-2], whole.pop(), profile, cut=False)


def _is_ruled(table: Table) -> bool:
    """Tell whether the cells of a table are drawn, so that a label cell without text is known to be one."""
    return any(cell.box[2] - cell.box[0] > 1 for cell in table.cells)


def is_turned(table: Table) -> bool:
    """Tell whether the rows of a table are printed side by side: labels above their values, set beside them."""
    labels = [cell.box for cell in table.cells if not cell.column]
    level = len({round(box[1]) for box in labels}) == 1
    return table.columns == 2 and len(labels) > 1 and level and len({box[0] for box in labels}) == len(labels)


def _beside_last(part: Table, whole: Sequence[Entry], profile: Profile) -> list[Entry]:
    """Return the entries that stand side by side at the foot of a part, or nothing."""
    if not profile.has_plain_fields:
        return []
    row = part.cells if is_turned(part) else part.row(part.rows - 1)
    return [
        entry
        for entry in whole
        if entry.rows and any(cell is other for cell in entry.rows[-1] for other in row)
    ]


def _dealt(beside: Sequence[Entry], entries: list[Entry], profile: Profile) -> list[Entry]:
    """Give what a page end cut off to the entries beside each other, by label or by column; return the others."""
    if not entries[0].label:
        for cell in (cell for row in entries.pop(0).rows for cell in row if cell.lines):
            targets = (_same_column(entry.rows[-1], cell) for entry in beside)
            target = next((found for found in targets if found is not None), None)
            if target is not None:
                target.lines.extend(cell.lines)
            else:
                beside[-1].rows[-1].append(cell)
        return entries
    others: list[Entry] = []
    for entry in entries:
        label = fold(label_text(entry.label).text)
        above = next((each for each in beside if fold(label_text(each.label).text) == label), None)
        if above is None or others:
            others.append(entry)
        else:
            _append(above, entry, profile, cut=True)
    return others


def _goes_on(above: Entry, below: Entry, profile: Profile) -> bool:
    """Tell whether the first entry of a part is the rest of the last entry of the part before."""
    label = label_text(below.label)
    if len(label) < len(below.label) or fold(label.text) == fold(above.label.text):
        return True
    whole = profile.field_of(above.label.text) is not None and profile.field_of(label.text) is not None
    return not whole and profile.field_of(above.label.text + label.text) is not None


def _append(above: Entry, below: Entry, profile: Profile, *, cut: bool) -> None:
    label = label_text(below.label)
    if label and fold(label.text) != fold(above.label.text):
        above.label = join((above.label, label))
        if len(label) < len(below.label):
            above.repeated_labels.append(below.label[len(label) :])
    elif below.label:
        above.repeated_labels.append(below.label)
    above.repeated_labels.extend(below.repeated_labels)
    rows = below.rows
    if cut and rows and above.rows:
        plain = profile.plain_field_of(above.label.text) is not None
        whole = not (plain and _begins_row(above.rows[-1], rows[0]))
        whole = whole and _row_goes_on(above.rows[-1], rows[0], profile)
        _join_cells(above.rows[-1], rows, profile, whole=whole)
        rows = rows[1:] if whole else rows
    above.rows.extend(rows)


def _join_cells(above: list[Cell], rows: list[list[Cell]], profile: Profile, *, whole: bool) -> None:
    """Make the cells that a page end cut one: those of the whole row, or those that span into the next.

    A cell that spans from the cut row into later rows is the cell above it there too.
    """
    spanned = [] if whole else _spanned(above, rows[0], profile)
    for cell in rows[0]:
        target = _same_column(above, cell)
        if target is None:
            if whole:
                above.append(cell)
        elif (
            whole
            or _spans(target.text.text, cell.text.text, profile)
            or any(cell is other for other in spanned)
        ):
            target.lines.extend(cell.lines)
            for row in rows:
                row[:] = [target if other is cell else other for other in row]


def _spans(upper: str, lower: str, profile: Profile) -> bool:
    """Tell whether two cells are halves of one that spans rows: a label, or the name of an organization."""
    if not lower or profile.is_contact_label(upper):
        return False
    if profile.is_contact_label(upper + lower):
        return True
    ended = _ORGANIZATION_END.search(upper)
    return bool(_ORGANIZATION.search(upper) and not ended and _ORGANIZATION_END.search(upper + lower))


def _spanned(above: Sequence[Cell], below: Sequence[Cell], profile: Profile) -> list[Cell]:
    """Return the cells of a row that are halves of those above a page end, where the row is a further number of theirs.

    Such a row has labels of its own, but only for numbers and addresses.  What was set in the middle of a cell that
    spans both rows stands in one half, and the other half is empty.
    """
    own = [place for place, cell in enumerate(below) if profile.is_contact_label(cell.text.text)]
    if not own or not all(profile.channel(below[place].text.text) for place in own):
        return []
    rest = [cell for place, cell in enumerate(below) if place not in own and place - 1 not in own]
    return [cell for cell in rest if not cell.lines or not (_same_column(above, cell) or cell).lines]


def _same_column(row: Sequence[Cell], cell: Cell) -> Cell | None:
    near = SAME_COLUMN if cell.box[2] - cell.box[0] > 1 else 0.0
    nearest = min(row, key=lambda other: abs(other.box[0] - cell.box[0]), default=None)
    return nearest if nearest and abs(nearest.box[0] - cell.box[0]) <= near else None


def _row_goes_on(above: Sequence[Cell], below: Sequence[Cell], profile: Profile) -> bool:
    """Tell whether the first row of a part is the rest of the row that the page end cut.

    A row of one cell always is.  A row of contacts is, unless it has labels of its own, or a number that can be
    dialled beside a name, below a row that has its own; a cell that begins within a list or a title is cut in any
    case, and so are cells of people and numbers that are as many only together.
    """
    if len(below) <= 1:
        return True
    cells = [(_same_column(above, cell) or _EMPTY_CELL, cell) for cell in below]
    pairs = [(upper.text, lower.text) for upper, lower in cells]
    pairs = [(upper, lower) for upper, lower in pairs if not _spans(upper.text, lower.text, profile)]
    if any(profile.is_contact_label(lower.text) for _, lower in pairs):
        return False
    values = [(upper, lower) for upper, lower in pairs if not profile.is_contact_label(upper.text)]
    if _labels_cut(cells, profile) or any(_goes_on_list(lower) for _, lower in cells):
        return True
    if any(cuts_title(upper.text, lower.text) for upper, lower in values) or _pair_together(values):
        return True
    dialled_above = any(_dials(upper.text) for upper, _ in values)
    dialled_below = any(_dials(lower.text) for _, lower in values)
    named_below = any(lower and not _dials(lower.text) for _, lower in values)
    return not (dialled_above and dialled_below and named_below)


def _begins_row(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Tell whether the first row of a part is a row of its own: all its cells are filled, and no last line above is."""
    return len(below) > 1 and all(cell.lines for cell in below) and not any(_is_full(cell) for cell in above)


def _is_full(cell: Cell) -> bool:
    """Tell whether the last line of a cell ends near its right side, so that it may go on overleaf."""
    return bool(cell.lines) and cell.lines[-1].box[2] > cell.box[2] - 2.5 * cell.lines[-1].size


def _labels_cut(cells: Sequence[tuple[Cell, Cell]], profile: Profile) -> bool:
    """Tell whether a page end cut two labels or more of a row, none of which spans other rows too: 主辦 | 機關."""
    halves = [
        (upper, lower)
        for upper, lower in cells
        if lower.lines
        and not profile.is_contact_label(upper.text.text)
        and profile.is_contact_label(upper.text.text + lower.text.text)
    ]
    return len(halves) > 1 and all(upper.row_span == lower.row_span == 1 for upper, lower in halves)


def _goes_on_list(cell: Cell) -> bool:
    """Tell whether a cell starts within a list: with an extension, or in which the first number is not one."""
    lines = [line.text.text for line in cell.lines]
    if lines and lines[0].startswith(("#", "＃", "分機", "轉")):
        return True
    numbers = [match["number"] for line in lines if (match := _LIST_NUMBER.match(line))]
    return bool(numbers) and numbers[0] != "1"


def _pair_together(values: Sequence[tuple[Traced, Traced]]) -> bool:
    """Tell whether a cell of people and one of numbers, both cut in two, hold as many only when they are whole."""
    filled = [pair for pair in values if pair[1]]
    people = [pair for pair in filled if not _dials(pair[1].text)]
    numbers = [pair for pair in filled if _dials(pair[1].text)]
    if len(people) != 1 or len(numbers) != 1:
        return False
    named = [count_people(text) for text in (*people[0], join(people[0]))]
    dialled = [count_numbers(text) for text in (*numbers[0], join(numbers[0]))]
    return named[2] == dialled[2] and named != dialled


_EMPTY_CELL = Cell(0, 0, 1, 1, (0.0, 0.0, 0.0, 0.0))


def _dials(text: str) -> bool:
    return any(phone.e164 for phone in find_phones(text))
