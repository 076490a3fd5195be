"""The contacts of a form without upright rules -> cells: white bands over the whole row part their columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain, pairwise

from pipeline.core.page import Box
from pipeline.core.record import Role
from pipeline.forms.pieces import Piece, is_edge
from pipeline.forms.profile import Profile
from pipeline.forms.unruled_rows import (
    LEVEL,
    WIDER,
    Label,
    by_line,
    cuts_between,
    gap_between,
    in_order,
    is_below,
    is_beside,
    joined,
    lines_of,
)

NARROW, WIDE = 0.3, 0.9
"""Bands beside a column of labels are wider than the first share of the type size; between others it may be a space of
a name or a title, and they are wider than the second."""
NUMBERS = ("phone", "fax", "email")
"""The channels that each row of contacts has."""
Known = Callable[[str], bool]
"""Tells whether words are the label of a contact."""
LABEL_LINES = 6
"""The label of a contact takes no more lines than this, one for each character of it."""


@dataclass(frozen=True, slots=True)
class Block:
    """What stands in a cell of the grid."""

    row: int
    rows: int
    column: int
    pieces: list[Piece]


def columns_apart(pieces: Sequence[Piece], profile: Profile, is_known: Known) -> list[list[Piece]]:
    """Return pieces in columns, between which white bands run: narrow ones, too, where several or a label begin.

    ``is_known`` tells labels of contacts, whose words may stand apart: 主辦 機, of which a page end cut the rest.
    """
    columns: list[list[Piece]] = []
    right = 0.0
    for piece in sorted(pieces, key=lambda piece: piece.left):
        is_label = profile.is_contact_label(piece.text.text)
        begins = piece.left > right and (is_label or is_edge(piece.left, pieces, piece.size))
        if columns and piece.left - right <= NARROW * piece.size and not begins:
            columns[-1].append(piece)
        else:
            columns.append([piece])
        right = max(right, piece.right)
    whole: list[list[Piece]] = []
    while columns:
        count = next((n for n in range(LABEL_LINES, 1, -1) if _are_labels(columns[:n], is_known)), 1)
        column, columns = _in_lines(columns[:count]), columns[count:]
        if whole and _is_one(whole[-1], column, profile):
            whole[-1] = _in_lines([whole[-1], column])
        else:
            whole.append(column)
    return whole


def _in_lines(columns: Sequence[Sequence[Piece]]) -> list[Piece]:
    """Return the pieces of columns line by line."""
    return sorted(chain.from_iterable(columns), key=lambda piece: (piece.line, piece.left))


def _are_labels(columns: Sequence[Sequence[Piece]], is_known: Known) -> bool:
    """Tell whether columns are words of labels that have spaces: 主 辦 機, and below it 關."""
    lines = [joined(line) for line in by_line(_in_lines(columns))]
    return len(columns) > 1 and sum(len(label.pieces) for label in known_in(lines, is_known)) == len(lines)


def _is_one(left: Sequence[Piece], right: Sequence[Piece], profile: Profile) -> bool:
    """Tell whether two columns are words of one, of which none is a label."""
    band = min(piece.left for piece in right) - max(piece.right for piece in left)
    labelled = (known_in(column, profile.begins_contact_label) for column in (left, right))
    return band < WIDE * right[0].size and not any(labelled)


def known_in(column: Sequence[Piece], is_known: Known, begins: Known | None = None) -> list[Label]:
    """Return the labels of contacts in a column, the lines of each together.

    ``begins`` tells whether words begin one: the last of several may be cut by a page end, or all that stands there.
    """
    found: list[Label] = []
    at = 0
    while at < len(column):
        stack = [column[at]]
        for piece in column[at + 1 : at + LABEL_LINES]:
            if not is_below(stack[-1], piece):
                break
            stack.append(piece)
        for count in range(len(stack), 0, -1):
            text = "".join(piece.text.text for piece in stack[:count])
            is_last = (found or not at) and at + count == len(column)
            if is_known(text) or (begins and is_last and begins(text)):
                found.append(Label(tuple(stack[:count]), None))
                at += count - 1
                break
        at += 1
    return found


def grid_of(
    columns: Sequence[Sequence[Piece]],
    height: tuple[float, float],
    levels: Sequence[Box],
    line_gap: float,
    profile: Profile,
    above: Sequence[str] = (),
) -> tuple[int, list[Block]] | None:
    """Return how many rows contacts take between two heights, and what stands in their cells.

    ``line_gap`` is the least that stands between the lines of the form; ``above``: what stands in the columns above a
    page end, of which the first row may be the rest.

    None where no level rule stands on the page, and a label beside no line: nothing tells how far it reaches.
    """
    columns = [
        [joined(line) for line in in_order(column)] for column in columns
    ]  # words that stand apart are a label
    inside = [box for box in levels if height[0] < box[1] < height[1]]
    if not inside:
        texts = [*above, *("" for _ in columns)]
        rests = [_rest(column, text, profile) for column, text in zip(columns, texts, strict=False)]
        labels = [
            known_in(column[rest:], profile.is_contact_label, profile.begins_contact_label)
            for column, rest in zip(columns, rests, strict=True)
        ]
        centred = not _are_beside(columns, labels)
        values = _values(columns, labels, rests)
        between = _cuts(labels, values, profile, cut=bool(above and not levels), centred=centred)
        if between is None or (centred and not levels):
            return None
        cuts = _with_bands(between, values, line_gap)
        tops = [label.pieces[0].top for own in labels for label in own]
        others = _of_others(labels, cuts, profile)
        return len(cuts) + 1, [
            block
            for at, each in enumerate(columns)
            for block in _dealt(
                each, at, cuts, labels[at], rests[at], _over(values[at], cuts, tops, line_gap), others
            )
        ]
    heights = [height[0], *sorted({box[1] for box in inside}), height[1]]
    blocks: list[Block] = []
    for at, column in enumerate(columns):
        left = min((piece.left for piece in column), default=0.0)
        right = max((piece.right for piece in column), default=0.0)
        own = {box[1] for box in inside if box[0] < (left + right) / 2 < box[2] or not column}
        edges = [number for number, y in enumerate(heights) if y in own or y in height]
        for first, last in pairwise(edges):
            held = [piece for piece in column if heights[first] <= piece.middle < heights[last]]
            blocks.append(Block(first, last - first, at, held))
    return len(heights) - 1, blocks


def _rest(column: Sequence[Piece], above: str, profile: Profile) -> int:
    """Return how many pieces at the head of a column are the rest of a label above a page end: 主辦 | 機關."""
    if not above or profile.is_contact_label(above):
        return 0
    counts = range(1, 1 + min(LABEL_LINES, len(column)))
    heads = {count: above + "".join(piece.text.text for piece in column[:count]) for count in counts}
    return max((count for count, text in heads.items() if profile.is_contact_label(text)), default=0)


def _are_beside(columns: Sequence[Sequence[Piece]], labels: Sequence[Sequence[Label]]) -> bool:
    """Tell whether each label stands beside the first line of what it announces, or beside nothing."""
    pieces = [piece for column in columns for piece in column]
    return all(
        is_beside(label, [piece for piece in pieces if piece.left > label.pieces[0].right])
        for own in labels
        for label in own
    )


def _cuts(
    columns: Sequence[list[Label]],
    values: Sequence[Sequence[Piece]],
    profile: Profile,
    *,
    cut: bool,
    centred: bool,
) -> list[float] | None:
    """Return the heights between the labels of numbers: the first lines of what is said of one stand beside it.

    Labels that are ``centred`` in their rows stand beside any line.  ``cut``: what stands above the first of them is
    the rest of a row above a page end.
    """
    numbers = [[label for label in own if _is_of_numbers(label, profile)] for own in columns]
    labels = max(numbers, key=len) or max(columns, key=len)
    if not labels:
        return []
    found = cuts_between(labels, [piece for column in values for piece in column], centred=centred)
    return None if found is None else [height for height in found if cut or height > labels[0].middle]


def _is_of_numbers(label: Label, profile: Profile) -> bool:
    """Tell whether a label is of numbers; half of one, at a page end, may be."""
    return profile.channel(label.text) in NUMBERS or not profile.is_contact_label(label.text)


def _values(
    columns: Sequence[Sequence[Piece]], labels: Sequence[Sequence[Label]], rests: Sequence[int]
) -> list[list[Piece]]:
    """Return what stands in columns without the labels, and of the rest of one above a page end its first line."""
    known = {id(piece) for own in labels for label in own for piece in label.pieces}
    return [
        [piece for piece in (*column[: min(rest, 1)], *column[rest:]) if id(piece) not in known]
        for column, rest in zip(columns, rests, strict=True)
    ]


def _with_bands(cuts: Sequence[float], columns: Sequence[Sequence[Piece]], line_gap: float) -> list[float]:
    """Return the heights where rows end, and those of rows whose labels stand above only: wider bands are there.

    A label that is for several rows stands beside the first; something begins in two columns in each of them.
    """
    found = set(cuts)
    lines = list(lines_of([piece for column in columns for piece in column]))
    for above, below in pairwise(lines):
        gap, size = gap_between(above, below), below[0].size
        band = below[0].top - gap / 2
        several = sum(any(piece in column for piece in below) for column in columns) > 1
        known = any(abs(cut - band) <= (gap + size) / 2 for cut in cuts)
        if several and not known and gap - line_gap > WIDER * size:
            found.add(band)
    return sorted(found)


def _over(values: Sequence[Piece], cuts: Sequence[float], tops: Sequence[float], line_gap: float) -> set[int]:
    """Return which ends of rows the text of a column goes over: an office that is for several contacts.

    Its lines stand no further apart than those of a text, and beside no label (whose ``tops`` are given).
    """
    found = set()
    for number, cut in enumerate(cuts):
        above = [piece.bottom for piece in values if piece.middle < cut]
        below = min(
            (piece for piece in values if piece.middle >= cut), key=lambda piece: piece.top, default=None
        )
        near = above and below and below.top - max(above) - line_gap <= WIDER * below.size
        if near and below and all(abs(top - below.top) > LEVEL * below.size for top in tops):
            found.add(number)
    return found


def _of_others(labels: Sequence[Sequence[Label]], cuts: Sequence[float], profile: Profile) -> set[int]:
    """Return the rows of offices whose label stands overleaf: their person has another than those of the one above.

    主辦機關 with 承辦人, and below it 聯絡人, who is of 執行單位.
    """
    offices: dict[int, Role] = {}
    people: dict[int, Role] = {}
    for label in chain.from_iterable(labels):
        row = _row_of(label, cuts)
        if office := profile.contact_role(label.text):
            offices[row] = office
        if person := profile.person_role(label.text):
            people[row] = person
    found = set()
    for row, role in people.items():
        above = max((office for office in offices if office <= row), default=row)
        if above < row and people.get(above) == offices[above] != role:
            found.add(row)
    return found


def _row_of(label: Label, cuts: Sequence[float]) -> int:
    return sum(cut <= label.pieces[0].middle for cut in cuts)


def _dealt(
    column: Sequence[Piece],
    at: int,
    cuts: Sequence[float],
    labels: Sequence[Label],
    rest: int,
    over: AbstractSet[int],
    others: AbstractSet[int],
) -> Iterator[Block]:
    """Yield the cells of a column; a label of several lines stands whole where its first one does.

    A column of labels alone has none where one goes on: it stands beside the first of the rows that it is for, which
    are none of those of ``others``; and a text that goes ``over`` the end of a row is one.
    """
    row_of = {id(piece): _row_of(label, cuts) for label in labels for piece in label.pieces}
    row_of |= {id(piece): 0 for piece in column[:rest]}
    held: list[list[Piece]] = [[] for _ in range(len(cuts) + 1)]
    for piece in column:
        held[row_of.get(id(piece), sum(cut <= piece.middle for cut in cuts))].append(piece)
    if len(row_of) < len(column) or not held[0]:
        starts = [row for row in range(len(held)) if row - 1 not in over]
    else:
        starts = [row for row, pieces in enumerate(held) if pieces or row in others]
    for row, end in pairwise([*starts, len(held)]):
        yield Block(row, end - row, at, [piece for pieces in held[row:end] for piece in pieces])
