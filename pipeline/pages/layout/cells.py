"""Which cell of which table each glyph stands in.

Comes in: the glyphs of a page in the order of the file, and its grids.  Goes out: the glyphs of each cell, and
those outside all tables.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import inf

from pipeline.core.page import Box
from pipeline.core.text import is_western
from pipeline.pages.glyph import Glyph
from pipeline.pages.tables.rulings import Grid

PITCH = 0.1
"""The gaps between the letters of a word differ by no more than this share of the type size."""
KERN = 0.2
"""Letters of a word overlap by no more than this share of the type size."""
ACROSS = 0.35
"""A line stands across a rule that leaves more than this share of its height above it: with less its type is tall."""
APART, BESIDE = 1.0, 0.4
"""Pieces of a line below a table stand further apart than the first share of the type size, and than the second where
they run out of cells: the words of a sentence do not."""
ASIDE = 0.05
"""Texts of a table begin equally far from the sides of their cells, within this share of the type size."""
STEADY = 0.02
"""So are the gaps between letters of a word, where no pair is kerned."""
SAME_HEIGHT = 0.1
"""The middles of the letters of a word differ by no more than this share of the type size."""


def assign(
    glyphs: Sequence[Glyph], found: Sequence[Grid]
) -> tuple[list[dict[int, list[Glyph]]], list[Glyph]]:
    """Return the glyphs of each cell of each grid, and those outside.

    A word too long for its cell, such as an address, may be printed on over the cell's right side: it is whole.  So is
    a label, even where it is printed over the text beside it, which is no rest of it.
    """
    inside: list[dict[int, list[Glyph]]] = [{} for _ in found]
    outside: list[Glyph] = []
    earlier: Glyph | None = None
    before: Glyph | None = None
    held: tuple[int, int] | None = None
    place = _NOWHERE  # the elementary rectangle that holds the glyph before: most glyphs stand where it does
    within: tuple[int, int] | None = None
    for glyph in glyphs:
        x0, top, x1, bottom = glyph.box
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        if not (place[0] < x < place[2] and place[1] < y < place[3]):
            within, place = _holder(x, y, found)
        holder = within
        if holder != held and held and before and _is_near(earlier, before, glyph):
            left, _, side, _ = found[held[0]].cell_box(held[1])
            beside = found[holder[0]].cell_box(holder[1])[0] if holder else inf
            begins = beside - left + min(each.box[0] for each in inside[held[0]][held[1]])
            if _goes_on(earlier, before, glyph, side, begins):
                holder = held
        earlier, before, held = before if holder == held else None, glyph, holder
        if holder:
            inside[holder[0]].setdefault(holder[1], []).append(glyph)
        else:
            outside.append(glyph)
    return inside, outside


_NOWHERE: Box = (0.0, 0.0, -1.0, -1.0)


def _holder(x: float, y: float, found: Sequence[Grid]) -> tuple[tuple[int, int] | None, Box]:
    """Return the numbers of grid and cell that hold a point, and the elementary rectangle in which it lies."""
    for number, grid in enumerate(found):
        if rectangle := grid.rectangle_at(x, y):
            row, column = rectangle
            place = (grid.xs[column], grid.ys[row], grid.xs[column + 1], grid.ys[row + 1])
            return (number, grid.owner[row][column]), place
    return None, _NOWHERE


def _is_near(earlier: Glyph | None, left: Glyph, right: Glyph) -> bool:
    """Tell whether a glyph stands as near to another, on its line, as letters of a word do.

    ``earlier`` is the glyph before the left one in its cell, by which the letters of a word that is spaced are known.
    """
    near = -KERN * right.size <= _gap(left, right) <= max(_gap(earlier, left), 0.0) + PITCH * right.size
    return near and _level(left, right)


def _goes_on(earlier: Glyph | None, left: Glyph, right: Glyph, side: float, begins: float) -> bool:
    """Tell whether a glyph goes on a word over the side of its cell: no other text runs on where it could be broken.

    Chinese could be broken anywhere: a label that must not be stands over the side itself.  ``begins`` is where a text
    of the cell beyond the side would begin.
    """
    near = ASIDE * right.size
    is_steady = abs(_gap(left, right) - _gap(earlier, left)) <= STEADY * right.size
    if abs(right.box[0] - begins) <= near and not is_steady:
        return False
    is_over = max(left.box[2] - side, side - right.box[0]) > near and right.confidence == 1
    return is_over or (is_western(left.text[-1]) and is_western(right.text[0]))


def _gap(left: Glyph | None, right: Glyph) -> float:
    return right.box[0] - left.box[2] if left and _level(left, right) else 0.0


def _level(left: Glyph, right: Glyph) -> bool:
    middles = (left.box[1] + left.box[3]) / 2, (right.box[1] + right.box[3]) / 2
    return abs(middles[0] - middles[1]) <= SAME_HEIGHT * right.size


def run_over(grid: Grid, lines: Sequence[list[list[Glyph]]]) -> None:
    """Give a line that stands across the rule above its cell, with others below it, to the cell where it begins.

    Text begins within its cell and runs out of it at the foot, between its sides: a row that is kept too low, or that a
    page end cuts, cuts nothing off.
    """
    for number, (row, *_) in enumerate(grid.spans):
        held = lines[number]
        if row == 0 or len(held) < 2:
            continue
        top, bottom = min(glyph.box[1] for glyph in held[0]), max(glyph.box[3] for glyph in held[0])
        if grid.ys[row] - top <= ACROSS * (bottom - top):
            continue
        middle = (grid.ys[row - 1] + grid.ys[row]) / 2
        above, end = (
            grid.cell_at((glyph.box[0] + glyph.box[2]) / 2, middle) for glyph in (held[0][0], held[0][-1])
        )
        if above is not None and above == end:
            lines[above].append(held.pop(0))


def split_below(lines: Sequence[list[Glyph]], found: Sequence[Grid]) -> list[list[Glyph]]:
    """Return lines, those right below a grid split where its columns are: each is what runs out of a cell."""
    after = list(lines)
    for grid in found:
        bottom = grid.ys[-1]
        for line in sorted(lines, key=lambda line: line[0].box[1]):
            top, size = min(glyph.box[1] for glyph in line), line[0].size
            if top < grid.ys[-1] - size / 2:
                continue
            pieces = _by_column(line, grid)
            if top > bottom + size or not pieces:
                break
            bottom = max(glyph.box[3] for glyph in line)
            if len(pieces) > 1:
                at = next(number for number, each in enumerate(after) if each is line)
                after[at : at + 1] = pieces
    return after


def _by_column(line: Sequence[Glyph], grid: Grid) -> list[list[Glyph]]:
    """Return a line in pieces that stand below the cells at the foot of a grid, well apart; nothing where it does not.

    From under cells that no rule closes text is expected to run out: its pieces may stand nearer.
    """
    feet = sorted(
        (*grid.cell_box(number), grid.open_ends(number)[1])
        for number, (row, _, rows, _) in enumerate(grid.spans)
        if row + rows == len(grid.ys) - 1
    )
    pieces: list[list[Glyph]] = []
    before = -1
    for glyph in line:
        at = bisect_right(feet, glyph.box[0], key=lambda foot: foot[0]) - 1
        if at < 0 or glyph.box[2] > feet[at][2]:
            return []
        if at > before:
            least = BESIDE if feet[before][4] and feet[at][4] else APART
            if pieces and glyph.box[0] - pieces[-1][-1].box[2] < least * glyph.size:
                return []
            pieces.append([])
        pieces[-1].append(glyph)
        before = at
    return pieces
