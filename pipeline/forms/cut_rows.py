"""Whether the first row below a page end is the rest of the row above it, or a row of its own.

Comes in: the cells of the row below, each with the one above it in its column, if there is one.  Goes out: yes or no;
and which cells are halves of one that spans both rows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from math import inf

from pipeline.core.expressions import expression
from pipeline.core.page import Cell
from pipeline.core.text import join
from pipeline.core.traced import EMPTY, Traced
from pipeline.facts.people import count_people, cuts_title
from pipeline.facts.phone_lists import count_numbers
from pipeline.facts.phones import find_phones
from pipeline.forms.labels import Labelled
from pipeline.forms.profile import Profile

Pairs = Sequence[tuple[Cell, Cell | None]]
"""The cells of a row, each with the one above it."""

NEAR_END = 2.5
"""A last line that ends nearer to the side of its cell than so many characters may go on overleaf."""
ROOM = 2.0
"""Text that a page end cut ends no higher than the text beside it by more than this share of the type size: a line may
have been kept with the next."""
_ENDS = ("。", "；", "：", "！", "？")
_LIST_NUMBER = expression(r"(?P<number>[1-9]\d?)[.．、](?=[(（]?0|\D|$)")
_ORGANIZATION = expression(r"[部會署局處司院]|法人|國立|股份|中華民國|大學")
_ORGANIZATION_END = expression(r"[部會署局處司組室科課所院館校園團社行庫]$|中心$|公司$|大學$|基金$")


def is_one_row(above: Labelled, below: Labelled, profile: Profile, name: str | None) -> tuple[bool, bool]:
    """Tell whether a row below a page end goes on the one above, and whether nothing printed says so or otherwise.

    A table within a text goes on within a cell or as a row of cells: text of which nobody knows whose rest it is.
    """
    upper, lower = above.values, below.values
    if name in (None, "contacts"):
        # Words tell more of contacts than rules do: what spans several rows is closed at a page end, too.
        return row_goes_on(pairs_of(upper, lower), profile), False
    ruled = _is_ruled_as_one(above, below)
    goes_on = not is_row_of_its_own(upper, lower) if ruled is None else ruled
    across = is_over_several(lower, upper)
    filled = len({cell.column for cell in lower if cell.lines}) > 1
    unsure = goes_on and (across or is_over_several(upper, lower) or (filled and ruled is None))
    return goes_on and not across, unsure


def _is_ruled_as_one(above: Labelled, below: Labelled) -> bool | None:
    """Tell by the rules whether a page end cut a row, or None where these tell nothing.

    Programs that leave the cell of the label open rule off whole rows, and no cut one; others close what they cut.
    """
    upper, lower = above.values, below.values
    feet = upper if above.label.open_below and len(upper) >= len(lower) else ()
    heads = lower if below.label.open_above and len(lower) >= len(upper) else ()
    said = {cell.open_below for cell in feet if cell.row_span == 1}
    said |= {cell.open_above for cell in heads if cell.row_span == 1}
    return said.pop() if len(said) == 1 else None


def row_goes_on(pairs: Pairs, profile: Profile) -> bool:
    """Tell whether the first row of a part is the rest of the row that the page end cut.

    A row of one cell always is.  A row of contacts is, unless the row above heads the columns of a list, or it has
    labels of its own, or a number that can be dialled beside a name, below a row that has its own; a label of a person
    or a number, a list or a title is cut in any case, and so are cells of people and numbers that are as many only
    together.
    """
    cut = _labels_cut(pairs, profile)
    own = (profile.channel(upper + lower) for upper, lower in cut if upper)
    # An office may be of several rows.
    if len(pairs) <= 1 or any(channel not in (None, "organization") for channel in own):
        return True
    if _is_headed(pairs, profile):
        return False
    texts = [(above.text if above else EMPTY, cell.text) for cell, above in pairs]
    texts = [(upper, lower) for upper, lower in texts if not spans(upper.text, lower.text, profile)]
    values = [(upper, lower) for upper, lower in texts if not profile.is_contact_label(upper.text)]
    if any(cuts_title(upper.text, lower.text) for upper, lower in values):
        return True  # labels set in the middle of the row may stand below the cut
    if any(profile.is_contact_label(lower.text) for _, lower in texts):
        return False
    if len(cut) > 1 or any(_goes_on_list(cell) for cell, _ in pairs) or _pair_together(values):
        return True
    dialled_above = any(_dials(upper.text) for upper, _ in values)
    dialled_below = any(_dials(lower.text) for _, lower in values)
    named_below = any(lower and not _dials(lower.text) for _, lower in values)
    return not (dialled_above and dialled_below and named_below)


def _is_headed(pairs: Pairs, profile: Profile) -> bool:
    """Tell whether a row stands below labels, each value below one: 單位 | 姓名 | 電話."""
    values = [above for cell, above in pairs if cell.lines and not _is_label(cell, profile)]
    return sum(above is not None and _is_label(above, profile) for above in values) > 1


def pairs_of(above: Sequence[Cell], below: Sequence[Cell]) -> list[tuple[Cell, Cell | None]]:
    """Return the cells of a row, each with the one above it."""
    return [(cell, in_column(above, cell.column)) for cell in below]


def in_column(row: Sequence[Cell], column: int) -> Cell | None:
    """Return the cell of a row that begins in a column."""
    return next((cell for cell in row if cell.column == column), None)


def is_row_of_its_own(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Tell whether a row of a plain field begins below a page end: its cells are filled, and no last line above is.

    In a grid of three columns only the widest cell tells: the last line of a narrow one is full by chance.  Text below
    a cell that had room left is no rest of it.  A cell may be empty below a row of single words: 項目 | 結果 | 備註.
    """
    foot = max((_end(cell) for cell in above), default=0.0)
    held = (other for cell, other in pairs_of(above, below) if cell.lines and other and _end(other))
    if any(foot - _end(cell) > ROOM * cell.lines[-1].size > 0 for cell in held):
        return True
    one = len({cell.column for cell in below}) < 2 and not is_over_several(below, above)
    if not above or one:
        return False
    if not all(cell.lines for cell in below):
        return _are_short(above, below)
    if len(below) < 3:
        return not any(_is_full(cell) for cell in above)
    widest = max(above, key=lambda cell: cell.box[2] - cell.box[0])
    return not _is_full(widest) or widest.lines[-1].text.text.endswith(_ENDS)


def _are_short(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Tell whether several cells of a row stand below cells of a single line, none of which is full."""
    upper = [other for cell, other in pairs_of(above, below) if cell.lines]
    return len(upper) > 1 and all(cell and len(cell.lines) == 1 and not _is_full(cell) for cell in upper)


def is_over_several(row: Sequence[Cell], other: Sequence[Cell]) -> bool:
    """Tell whether a row is one cell over the columns of several of another: one of them is a table within a text."""
    return len(row) == 1 and any(0 < cell.column - row[0].column < row[0].column_span for cell in other)


def _end(cell: Cell) -> float:
    """Return how far down the text of a cell reaches, 0 where none of it stands on the page of the cell."""
    last = cell.lines[-1].box if cell.lines else (0.0, 0.0, 0.0, 0.0)
    return last[3] if cell.box[1] < (last[1] + last[3]) / 2 < cell.box[3] else 0.0


def _is_full(cell: Cell) -> bool:
    """Tell whether the last line of a cell ends near its right side, so that it may go on overleaf."""
    last = cell.lines[-1] if cell.lines else None
    return last is not None and last.room < inf and last.box[2] > cell.box[2] - NEAR_END * last.size


def spans(upper: str, lower: str, profile: Profile) -> bool:
    """Tell whether two cells are halves of one that spans rows: a label, or the name of an organization."""
    if not lower or profile.is_contact_label(upper):
        return False
    if profile.is_contact_label(upper + lower):
        return True
    ended = _ORGANIZATION_END.search(upper)
    return bool(_ORGANIZATION.search(upper) and not ended and _ORGANIZATION_END.search(upper + lower))


def spanned(pairs: Pairs, profile: Profile) -> list[Cell]:
    """Return the cells of a row that are halves of those above a page end, where the row is a further number of theirs.

    Such a row has labels of its own, but only for numbers and addresses.  What was set in the middle of a cell that
    spans both rows stands in one half, and the other half is empty.  Where a row names nobody and has no telephone, it
    is no other contact: a cell with words in both halves is cut, too, and a label below an empty half is that of the
    row above.  An office that the row above only announces, 執行單位 and nothing beside it, is that of both.
    """
    named = {
        at: profile.channel(cell.text.text) for at, (cell, _) in enumerate(pairs) if _is_label(cell, profile)
    }
    channels = {channel for channel in named.values() if channel}
    ends = any(above and above.lines and not cell.lines for cell, above in pairs)
    further = ends and bool(channels) and channels <= {"fax", "email"}
    own = [at for at, channel in named.items() if channel or not (further and _is_empty(pairs[at][1]))]
    if not own or not all(named[at] for at in own):
        return [
            cell
            for (half, announced), (cell, above) in pairwise(pairs)
            if announced and profile.contact_role(announced.text.text) and not half.lines and _is_empty(above)
        ]
    rest = [pair for at, pair in enumerate(pairs) if at not in own and at - 1 not in own]
    return [cell for cell, above in rest if further or not cell.lines or not (above or cell).lines]


def of_cut_row(pairs: Pairs, spanning: Collection[int], profile: Profile) -> list[tuple[Cell, Cell]]:
    """Return the cells below a page end that stand beside the rest of a row, and those that span it from above.

    A label beside the rest is that of the row, and so is what it announces: an office that was kept whole overleaf.
    Half a label is none: 執行 | 單位.
    """
    labels = [at for at, (cell, _) in enumerate(pairs) if _is_label(cell, profile)]
    beside = (pair for at, pair in enumerate(pairs) if at in labels or at - 1 in labels)
    return [
        (cell, above)
        for cell, above in beside
        if cell.lines
        and above
        and id(above) in spanning
        and not spans(above.text.text, cell.text.text, profile)
    ]


def _is_label(cell: Cell, profile: Profile) -> bool:
    return profile.is_contact_label(cell.text.text)


def _is_empty(cell: Cell | None) -> bool:
    return cell is not None and not cell.lines


def _labels_cut(pairs: Pairs, profile: Profile) -> list[tuple[str, str]]:
    """Return the halves of the labels that a page end cut, none where one spans other rows too: 主辦 | 機關."""
    halves = [
        (above, cell)
        for cell, above in pairs
        if above
        and cell.lines
        and not profile.is_contact_label(above.text.text)
        and profile.is_contact_label(above.text.text + cell.text.text)
    ]
    if any(upper.row_span > 1 or lower.row_span > 1 for upper, lower in halves):
        return []
    return [(upper.text.text, lower.text.text) for upper, lower in halves]


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


def _dials(text: str) -> bool:
    return any(phone.e164 for phone in find_phones(text))
