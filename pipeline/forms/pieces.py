"""Lines outside tables -> the pieces of which they are made, each in its place: what stands apart on one line.

Comes in: a page and its lines.  Goes out: pieces with boxes.  On a page the boxes are those of the glyphs; in a
transcription whose columns are set by spaces they are counted in columns of a typewriter, in which a Chinese character
is two wide and a line two high.  Web pages, where spaces have no width, have none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from pipeline.core.page import Box, Line, Page, union
from pipeline.core.text import shown_width
from pipeline.core.traced import Traced

GAP = 0.3
"""Pieces stand apart by more than this share of the type size: cells of small type
leave little more, justified lines and spaces of a font less."""
SPACES = 0.9
"""In a transcription by more than this: one space is half of a character, two are a column."""
WIDE = 2
"""Columns and lines of a typewriter that a Chinese character takes."""

NEAR = 0.1
"""Columns that a justified line fills stand no nearer than this share of the type size; glyphs of a text are nearer."""
STEADY = 0.05
"""What begins at the same edge begins within this share of the type size."""
SEVERAL = 2
"""So many pieces that begin at one place show an edge."""

Place = Callable[[int], Box | None]
"""Where a glyph stands, by its number."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line that stands apart."""

    text: Traced
    box: Box
    line: int
    """The place of its line among those it was made from."""
    size: float
    """Of its type; all lengths here are measured by it."""

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.box[0]

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.box[2]

    @property
    def top(self) -> float:
        """Its upper side."""
        return self.box[1]

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.box[3]

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.box[1] + self.box[3]) / 2


def pieces_of(page: Page, lines: Sequence[Line]) -> list[Piece]:
    """Return the pieces of lines of a page, from top to bottom and left to right; none where it has no places."""
    if page.boxes:
        return [
            piece for at, line in enumerate(lines) for piece in _pieces(line, at, _on(page), GAP, line.size)
        ]
    if "\n" not in page.glyphs:
        return []
    place = _typed(page)
    return [piece for at, line in enumerate(lines) for piece in _pieces(line, at, place, SPACES, WIDE)]


def parted_at_edges(page: Page, pieces: Sequence[Piece], known: Sequence[float] = ()) -> list[Piece]:
    """Return pieces, parted also by narrow bands right of which several begin: justified lines fill their columns.

    ``known``: where columns begin.
    """
    if not page.boxes:
        return list(pieces)
    place = _on(page)

    def begins(left: float, size: float) -> bool:
        return any(abs(edge - left) <= STEADY * size for edge in known) or is_edge(left, pieces, size)

    return [part for piece in pieces for part in _parted(piece, begins, place)]


def is_edge(left: float, pieces: Sequence[Piece], size: float) -> bool:
    """Tell whether several pieces begin at one place."""
    return sum(abs(piece.left - left) <= STEADY * size for piece in pieces) >= SEVERAL


def _parted(piece: Piece, begins: Callable[[float, float], bool], place: Place) -> Iterator[Piece]:
    ends, size = -inf, piece.size
    starts = [0]
    for position, number in enumerate(piece.text.ids):
        box = place(number)
        if box is None or piece.text.text[position] == " ":
            continue
        if box[0] - ends > NEAR * size and begins(box[0], size) and position:
            starts.append(position)
        ends = box[2]
    for start, end in pairwise([*starts, len(piece.text.ids)]):
        text = piece.text[start:end].strip()
        yield Piece(text, union(box for number in text.ids if (box := place(number))), piece.line, size)


def _on(page: Page) -> Place:
    def place(number: int) -> Box | None:
        box = page.box(number)
        return (box[0] - page.left, box[1], box[2] - page.left, box[3]) if box else None

    return place


def _typed(page: Page) -> Place:
    """Return the places of the characters of a transcription."""
    boxes: list[Box] = []
    across = down = 0
    for sign in page.glyphs:
        wide = shown_width(sign)
        boxes.append((across, down, across + wide, down + WIDE))
        across, down = (0, down + WIDE) if sign == "\n" else (across + wide, down)
    return lambda number: boxes[number - page.first]


def _pieces(line: Line, at: int, place: Place, gap: float, size: float) -> Iterator[Piece]:
    start = 0
    boxes: list[Box] = []
    for position, number in enumerate(line.text.ids):
        box = place(number)
        if box is None or line.text.text[position] == " ":
            continue
        if boxes and box[0] - boxes[-1][2] > gap * size:
            yield Piece(line.text[start:position].strip(), union(boxes), at, size)
            start, boxes = position, []
        boxes.append(box)
    if boxes:
        yield Piece(line.text[start:].strip(), union(boxes), at, size)
