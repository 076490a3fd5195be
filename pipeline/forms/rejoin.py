"""The parts of a form that page ends cut apart -> one form again: its labels, rows and cells made whole.

Comes in: the tables of one programme, in order.  Goes out: its entries, each a label with the rows of cells to
the right of it.  A part goes on the entry above when its first label is empty, is the rest of a label, repeats
the label, or says 續.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.core.page import Cell, Table
from pipeline.core.text import fold, join
from pipeline.core.traced import EMPTY
from pipeline.forms.columns import in_columns
from pipeline.forms.cut_rows import (
    in_column,
    is_over_several,
    is_row_of_its_own,
    pairs_of,
    row_goes_on,
    spanned,
    spans,
)
from pipeline.forms.entries import Entry, Row, as_text, entries_of, second_column
from pipeline.forms.labels import LONGEST_LABEL, label_text
from pipeline.forms.profile import Profile


def rejoin(parts: Sequence[Table], profile: Profile) -> list[Entry]:
    """Return the entries of a form whose parts stand on one page or on several."""
    whole: list[Entry] = []
    side = None
    beside: list[int] = []
    assigned = False
    cut = in_columns(parts)
    for number, part in enumerate(cut):
        side = second_column(part, profile) or side
        entries = entries_of(part, profile, side, under=bool(whole) and _stands_over(whole[-1], profile))
        if number and not (len(beside) > 1 and assigned):
            beside = _beside_last(cut[number - 1], whole)
        if entries and len(beside) > 1:
            entries = _assigned(beside, whole, entries, profile)
        assigned = not entries  # and may go on once more
        if entries and whole and _is_rest_of_width(whole[-1], entries[0], profile):
            entries[0] = as_text(entries[0])
        if entries:
            _settle(whole, entries[0], profile)
        waits = number < len(parts) - 1 and part.drawn
        for position, entry in enumerate(entries):
            _add(whole, entry, profile, first=not position, waits=waits and 0 < position == len(entries) - 1)
    _settle(whole, None, profile)
    return [as_text(entry) if _is_text(entry, profile) else entry for entry in whole]


def _add(whole: list[Entry], entry: Entry, profile: Profile, *, first: bool, waits: bool) -> None:
    """Add an entry to those above it, or to the last of them, which it goes on.

    A label set in the middle of a cut cell can fall on a later page.  So a last row without a label, ruled off
    from the label above, waits for the label below.
    """
    goes_on = not entry.label or (
        first and bool(whole) and not _is_due(entry, whole, profile) and _goes_on(whole[-1], entry, profile)
    )
    if whole and goes_on and (entry.label or not waits):
        whole[-1] = _appended(whole[-1], entry, profile, cut=first)
        return
    if entry.label and not first:
        _settle(whole, None, profile)  # what waited went on here without a label, and has ended
    whole.append(entry)


def _is_due(entry: Entry, whole: Sequence[Entry], profile: Profile) -> bool:
    """Tell whether a form has the label of an entry more often than it stands above."""
    name = profile.field_of(label_text(entry.label).text)
    if name is None or profile.often(name) < 2:
        return False
    return sum(profile.field_of(label_text(above.label).text) == name for above in whole) < profile.often(
        name
    )


def _is_text(entry: Entry, profile: Profile) -> bool:
    """Tell whether an entry is a row over the whole width that no label claims, or begins with a paragraph."""
    unknown = profile.field_of(entry.label.text) is None
    paragraph = len(entry.label) > LONGEST_LABEL or "。" in entry.label.text
    return profile.labels_in_any_column and unknown and (paragraph or not any(entry.rows))


def _stands_over(entry: Entry, profile: Profile) -> bool:
    """Tell whether a label stands alone over the whole width, above what it labels."""
    known = profile.plain_field_of(entry.label.text) is not None
    return known and bool(entry.rows) and not any(entry.rows[0])


def _is_rest_of_width(above: Entry, below: Entry, profile: Profile) -> bool:
    """Tell whether a row over the whole width goes on another, which stands below its label."""
    wide = all(len(row) < 2 and cell.column == 0 for row in above.rows for cell in row)
    known = profile.plain_field_of(above.label.text) is not None
    return wide and known and not any(below.rows) and profile.field_of(below.label.text) is None


def _settle(whole: list[Entry], below: Entry | None, profile: Profile) -> None:
    """Give a last entry that waits for its label to the entry above, unless the label stands below."""
    if len(whole) < 2 or whole[-1].label or (below and not below.label):
        return
    name = profile.field_of(label_text(below.label).text) if below else None
    used = {profile.field_of(label_text(entry.label).text) for entry in whole}
    if name is None or name in used:
        rest = whole.pop()
        whole[-1] = _appended(whole[-1], rest, profile, cut=False)


def _beside_last(part: Table, whole: Sequence[Entry]) -> list[int]:
    """Return the places of the entries that stand side by side at the foot of a part."""
    rows = range(part.rows - (part.turned or 1), part.rows)
    last = {id(cell) for row in rows for cell in part.row(row)}
    return [
        at
        for at, entry in enumerate(whole)
        if any(id(cell) in last for row in entry.rows[-1:] for cell in row)
    ]


def _assigned(
    beside: Sequence[int], whole: list[Entry], entries: list[Entry], profile: Profile
) -> list[Entry]:
    """Give what a page end cut off to the entries beside each other, by label or by column; return the others."""
    if not entries[0].label:
        for cell in (cell for row in entries[0].rows for cell in row if cell.lines):
            at = next((at for at in beside if in_column(whole[at].rows[-1], cell.column)), beside[-1])
            whole[at] = _appended(whole[at], Entry(EMPTY, ((cell,),)), profile, cut=True)
        return entries[1:]
    for count, entry in enumerate(entries):
        label = fold(label_text(entry.label).text)
        above = next((at for at in beside if fold(label_text(whole[at].label).text) == label), None)
        if above is None:
            above = next((at for at in beside if _is_rest(whole[at], entry, profile)), None)
        if above is None or _is_due(entry, whole, profile):
            return entries[count:]
        whole[above] = _appended(whole[above], entry, profile, cut=True)
    return []


def _goes_on(above: Entry, below: Entry, profile: Profile) -> bool:
    """Tell whether the first entry of a part is the rest of the last entry of the part before."""
    label = label_text(below.label)
    if len(label) < len(below.label) or fold(label.text) == fold(above.label.text):
        return True
    return _is_rest(above, below, profile)


def _is_rest(above: Entry, below: Entry, profile: Profile) -> bool:
    """Tell whether two labels are halves of one that the profile knows."""
    label = label_text(below.label).text
    whole = profile.field_of(above.label.text) is not None and profile.field_of(label) is not None
    return not whole and profile.field_of(above.label.text + label) is not None


def _appended(above: Entry, below: Entry, profile: Profile, *, cut: bool) -> Entry:
    """Return an entry with another that goes on it; ``cut``: from the row that a page end cut."""
    label, whole = label_text(below.label), above.label
    repeated = below.label
    if label and fold(label.text) != fold(whole.text):
        whole = join((whole, label))
        repeated = below.label[len(label) :]
    labels = (*above.repeated_labels, *([repeated] if repeated else []), *below.repeated_labels)
    upper, lower = above.rows, below.rows
    doubtful = above.doubtful or below.doubtful
    if cut and lower and upper:
        goes_on, unsure = _is_one_row(above, below, profile, profile.field_of(whole.text))
        upper, lower = _joined(upper, lower, profile, goes_on=goes_on)
        doubtful = doubtful or unsure
    return Entry(whole, (*upper, *lower), labels, open_below=below.open_below, doubtful=doubtful)


def _is_one_row(above: Entry, below: Entry, profile: Profile, name: str | None) -> tuple[bool, bool]:
    """Tell whether a row below a page end goes on the one above, and whether nothing printed says so or otherwise.

    A table within a text goes on within a cell or as a row of cells: text of which nobody knows whose rest it is.
    """
    upper, lower = above.rows[-1], below.rows[0]
    if name in (None, "contacts"):
        # Words tell more of contacts than rules do: what spans several rows is closed at a page end, too.
        return row_goes_on(pairs_of(upper, lower), profile), False
    ruled = _is_ruled_as_one(above, below)
    goes_on = not is_row_of_its_own(upper, lower) if ruled is None else ruled
    across = is_over_several(lower, upper)
    filled = len({cell.column for cell in lower if cell.lines}) > 1
    unsure = goes_on and (across or is_over_several(upper, lower) or (filled and ruled is None))
    return goes_on and not across, unsure


def _is_ruled_as_one(above: Entry, below: Entry) -> bool | None:
    """Tell by the rules whether a page end cut a row, or None where these tell nothing.

    Programs that leave the cell of the label open rule off whole rows, and no cut one; others close what they cut.
    """
    upper, lower = above.rows[-1], below.rows[0]
    feet = upper if above.open_below and len(upper) >= len(lower) else ()
    heads = lower if below.open_above and len(lower) >= len(upper) else ()
    said = {cell.open_below for cell in feet if cell.row_span == 1}
    said |= {cell.open_above for cell in heads if cell.row_span == 1}
    return said.pop() if len(said) == 1 else None


def _joined(
    upper: tuple[Row, ...], lower: tuple[Row, ...], profile: Profile, *, goes_on: bool
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return rows above and below a page end, the cells that it cut made one: those of a row, or that span into it.

    A cell that spans from the cut row into later rows is the cell above it there too.
    """
    pairs = pairs_of(upper[-1], lower[0])
    below = [] if goes_on else spanned(pairs, profile)
    made: dict[int, Cell] = {}
    more: list[Cell] = []
    for cell, above in pairs:
        if above is None:
            more += [cell] if goes_on else []
        elif goes_on or cell in below or spans(above.text.text, cell.text.text, profile):
            known = made.get(id(above), above)
            made[id(above)] = made[id(cell)] = replace(
                known, box=cell.box, lines=known.lines + cell.lines, open_below=cell.open_below
            )
    upper = _with((*upper[:-1], (*upper[-1], *more)), made)
    return upper, _with(lower[1:] if goes_on else lower, made)


def _with(rows: tuple[Row, ...], made: Mapping[int, Cell]) -> tuple[Row, ...]:
    """Return rows with the cells that were made in the places of others."""
    return tuple(tuple(made.get(id(cell), cell) for cell in row) for row in rows)
