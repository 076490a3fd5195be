"""The pieces of a form without upright rules -> its rows and cells, as a table.

Comes in: pieces, where labels end and values begin, the level rules of the page.  Goes out: a table; or none, where
nothing tells where its rows end.  Rows end at the level rules that go over labels and values.  Without these they begin
with their labels, where each stands beside the first line of its value; labels that stand in the middle of their rows
leave the widest gap between the lines of values, where it is wider than the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from pipeline.core.page import Box, Page, union
from pipeline.core.traced import concatenate
from pipeline.forms.pieces import Piece
from pipeline.forms.profile import Profile

STACKED = 1.0
"""Lines of one label are no further apart than this share of the type size."""
ALIKE = 0.05
"""The lines of a label differ in size by no more than this share."""
LABEL_LINES = 8
"""A label takes no more lines, or pieces of one, than this: one for each character where it is written downwards."""
LEVEL = 0.4
"""What stands beside each other differs in height by no more than this share of the type size."""
WIDER, ALONE = 0.25, 0.6
"""The gap between two rows is wider than those between lines by more than this share of the type size; wider than that
one, where no other is between two labels."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where labels end, and where values begin."""

    labels: float
    values: float

    @property
    def band(self) -> float:
        """The middle of the band between them."""
        return (self.labels + self.values) / 2

    def are_under(self, level: Box) -> bool:
        """Tell whether a level rule goes over labels and values."""
        return level[0] < self.labels and level[2] > self.values


@dataclass(frozen=True, slots=True)
class Label:
    """A label: its pieces, and the field that it names."""

    pieces: tuple[Piece, ...]
    name: str | None

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(piece.text.text for piece in self.pieces)

    @property
    def box(self) -> Box:
        """Its place."""
        return union(piece.box for piece in self.pieces)

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a form: what stands in it, and between which heights."""

    labels: list[Piece]
    values: list[Piece]
    top: float
    bottom: float


def rows_of_pieces(
    page: Page, pieces: Sequence[Piece], columns: Columns, profile: Profile, cut: str = ""
) -> list[Row] | None:
    """Return pieces in rows of labels and values, or None where nothing tells where these end.

    ``cut``: the last label above a page end, of which the first one may be the rest.
    """
    left = [joined(line) for line in by_line(piece for piece in pieces if piece.left < columns.band)]
    right = [piece for piece in pieces if piece.left >= columns.band]
    top, bottom = min(piece.top for piece in pieces), max(piece.bottom for piece in pieces)
    over = [level[1] for level in page.levels if columns.are_under(level)]
    cuts = sorted(at for at in over if top < at < bottom)
    labels = _labels(left, right, profile, cut)
    if not cuts and (len(labels) > 1 or not over):
        found = cuts_between(labels, right)
        if found is None:
            return None
        cuts = found
    elif cuts:
        cuts = sorted({*cuts, *_within_bands(labels, right, [top, *cuts, bottom])})
    last = cuts[-1] if cuts else top
    if begin := _contacts_below(last, labels, right, profile):
        cuts = [*cuts, begin]
    rows = [
        Row(
            [piece for piece in left if upper <= piece.middle < lower],
            [piece for piece in right if upper <= piece.middle < lower],
            upper,
            lower,
        )
        for upper, lower in pairwise([top, *cuts, bottom])
    ]
    return [row for row in rows if row.labels or row.values]


def _contacts_below(
    top: float, labels: Sequence[Label], values: Sequence[Piece], profile: Profile
) -> float | None:
    """Return where contacts begin in the last row of a page, the text of another field: their label stands overleaf.

    Several labels of theirs stand in one line there.
    """
    names = [label.name for label in labels if label.middle >= top]
    if not names or names[-1] in (None, "contacts"):
        return None
    lines = list(lines_of([piece for piece in values if piece.middle >= top]))
    for above, line in pairwise(lines):
        if sum(profile.is_contact_label(piece.text.text) for piece in line) > 1:
            return min(piece.top for piece in line) - gap_between(above, line) / 2
    return None


def _within_bands(
    labels: Sequence[Label], values: Sequence[Piece], rules: Sequence[float]
) -> Iterator[float]:
    """Yield the heights where rows end between level rules that part forms, not rows: several labels stand there."""
    for upper, lower in pairwise(rules):
        held = [label for label in labels if upper <= label.middle < lower]
        if len({label.name for label in held if label.name}) > 1:
            beside = [piece for piece in values if upper <= piece.middle < lower]
            yield from cuts_between(held, beside) or ()


def by_line(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return pieces that are of one line each together."""
    lines: dict[int, list[Piece]] = {}
    for piece in pieces:
        lines.setdefault(piece.line, []).append(piece)
    return list(lines.values())


def in_order(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return pieces from top to bottom and left to right, those of one line between which no other stands together.

    A neighbour's height may have put words of one line on another.
    """
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        if rows and piece.middle - rows[-1][0].middle <= LEVEL * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    ordered = (piece for row in rows for piece in sorted(row, key=lambda piece: piece.left))
    return [list(held) for _, held in groupby(ordered, lambda piece: piece.line)]


def joined(pieces: Sequence[Piece]) -> Piece:
    """Return pieces of one line as one: the words and characters of a label stand apart."""
    text = concatenate(piece.text for piece in pieces)
    return Piece(text, union(piece.box for piece in pieces), pieces[0].line, pieces[0].size)


def is_below(above: Piece, piece: Piece) -> bool:
    """Tell whether a piece stands right below another and is set alike, as the lines of one label do."""
    if piece.middle <= above.middle:
        return False
    apart = (
        piece.top - above.bottom > STACKED * piece.size or abs(piece.size - above.size) > ALIKE * above.size
    )
    return not apart and piece.left <= above.right and above.left <= piece.right


def labels_in(column: Sequence[Piece], profile: Profile, cut: str = "") -> list[Label]:
    """Return labels in a column from top to bottom, the lines of each together; what names no field stands alone.

    A label takes as few lines as name a field, and more as long as they name the same.  A page end may have cut the
    last one, and the first one is the rest of ``cut`` where both are a label.
    """
    found: list[Label] = []
    used: set[int] = set()
    for at in range(len(column)):
        if at in used:
            continue
        stack = [at]
        for other in range(at + 1, len(column)):
            if len(stack) < LABEL_LINES and other not in used and is_below(column[stack[-1]], column[other]):
                stack.append(other)
        texts = [
            "".join(column[each].text.text for each in stack[: count + 1]) for count in range(len(stack))
        ]
        names = [profile.field_of(text) for text in texts]
        if not at and cut and not any(names):
            names = [profile.field_of(cut + text) for text in texts]
        name = next((each for each in names if each), None)
        count = 1 + max((number for number, each in enumerate(names) if each == name), default=0)
        if not name:
            is_cut = stack[-1] == len(column) - 1 and profile.begins_label(texts[-1])
            count = len(stack) if is_cut else 1
        used.update(stack[:count])
        found.append(Label(tuple(column[each] for each in stack[:count]), name))
    return found


def _labels(left: Sequence[Piece], right: Sequence[Piece], profile: Profile, cut: str) -> list[Label]:
    """Return the labels in the left column; a piece that is none that is known goes with the one above it."""
    found: list[Label] = []
    for label in labels_in(left, profile, cut):
        above = found[-1] if found else None
        begins = any(abs(piece.top - label.pieces[0].top) <= LEVEL * piece.size for piece in right)
        apart = above and label.pieces[0].top - above.box[3] > STACKED * label.pieces[0].size
        if above and not label.name and not apart and not begins:
            found[-1] = Label((*above.pieces, *label.pieces), above.name)
        else:
            found.append(label)
    return found


def cuts_between(
    labels: Sequence[Label], values: Sequence[Piece], *, centred: bool = False
) -> list[float] | None:
    """Return the heights where rows end that have labels only, or None where nothing tells them.

    ``centred``: others show that labels stand in the middle of their rows, though these stand beside lines, too.
    """
    size = values[0].size if values else 0.0
    first = labels[0].box[1] if labels else 0.0
    above = [piece for piece in values if piece.middle < first]
    rest = [label.box[1] - WIDER * size for label in labels]
    if not centred and all(is_beside(label, values) for label in labels):
        return rest if above else rest[1:]
    cuts = [_gap(one.middle, other.middle, values, size) for one, other in pairwise(labels)]
    return [cut for cut in cuts if cut is not None] if None not in cuts else None


def is_beside(label: Label, pieces: Sequence[Piece]) -> bool:
    """Tell whether the first line of a label stands beside one of some pieces, or none of it beside any."""
    beside = [piece for piece in pieces if piece.top < label.box[3] and piece.bottom > label.box[1]]
    return not beside or any(abs(piece.top - label.pieces[0].top) <= LEVEL * piece.size for piece in beside)


def lines_of(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield pieces that stand beside each other, from top to bottom."""
    line: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.top):
        if line and piece.top >= max(other.bottom for other in line):
            yield line
            line = []
        line.append(piece)
    if line:
        yield line


def gap_between(above: Sequence[Piece], below: Sequence[Piece]) -> float:
    """Return how much stands between two lines."""
    return min(piece.top for piece in below) - max(piece.bottom for piece in above)


def _gap(above: float, below: float, values: Sequence[Piece], size: float) -> float | None:
    """Return the middle of the widest gap between the lines of values that stand between the middles of two labels."""
    near = [piece for piece in values if piece.bottom >= above - size and piece.top <= below + size]
    edges = [(line[0].top, max(piece.bottom for piece in line)) for line in lines_of(near)]
    gaps = sorted(
        ((lower[0] - upper[1], (lower[0] + upper[1]) / 2) for upper, lower in pairwise(edges)), reverse=True
    )
    if not gaps:
        return None
    wider = gaps[0][0] > ALONE * size if len(gaps) == 1 else gaps[0][0] - gaps[1][0] > WIDER * size
    return gaps[0][1] if wider and above < gaps[0][1] < below else None
