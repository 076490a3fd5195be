"""Which cell of which table each glyph stands in.

Comes in: the glyphs of a page in the order of the file, and its grids.  Goes out: the glyphs of each cell, and
those outside all tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.grid import Grid
from pipeline.text import is_western

if TYPE_CHECKING:
    from pipeline.readers.layout import Glyph

PITCH = 0.1
"""The gaps between the letters of a word differ by no more than this share of the type size."""
KERN = 0.2
"""Letters of a word overlap by no more than this share of the type size."""
SAME_HEIGHT = 0.1
"""The middles of the letters of a word differ by no more than this share of the type size."""


def deal(glyphs: Sequence[Glyph], found: Sequence[Grid]) -> tuple[list[dict[int, list[Glyph]]], list[Glyph]]:
    """Return the glyphs of each cell of each grid, and those outside.

    A word too long for its cell, such as an address, may be printed on over the cell's right side: it is whole.
    """
    inside: list[dict[int, list[Glyph]]] = [{} for _ in found]
    outside: list[Glyph] = []
    before: Glyph | None = None
    held: tuple[int, int] | None = None
    gap = 0.0
    for glyph in glyphs:
        holder = _holder(glyph, found)
        new_gap = glyph.box[0] - before.box[2] if before else 0.0
        if held and before and holder != held and _goes_on(before, glyph, gap):
            holder = held
        gap = new_gap if before and holder == held and _level(before, glyph) else 0.0
        before, held = glyph, holder
        if holder:
            inside[holder[0]].setdefault(holder[1], []).append(glyph)
        else:
            outside.append(glyph)
    return inside, outside


def _holder(glyph: Glyph, found: Sequence[Grid]) -> tuple[int, int] | None:
    x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
    for number, grid in enumerate(found):
        cell = grid.cell_at(x, y)
        if cell is not None:
            return number, cell
    return None


def _goes_on(left: Glyph, right: Glyph, gap: float) -> bool:
    """Tell whether a glyph goes on a word: no other text runs on where it could be broken."""
    if not (is_western(left.text[-1]) and is_western(right.text[0]) and _level(left, right)):
        return False
    here = right.box[0] - left.box[2]
    return -KERN * right.size <= here <= max(gap, 0.0) + PITCH * right.size


def _level(left: Glyph, right: Glyph) -> bool:
    middles = (left.box[1] + left.box[3]) / 2, (right.box[1] + right.box[3]) / 2
    return abs(middles[0] - middles[1]) <= SAME_HEIGHT * right.size
