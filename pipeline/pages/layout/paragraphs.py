"""How far right the lines of a page or of a column of cells may reach, by which paragraph ends are known.

Comes in: glyphs grouped into lines.  Goes out: sides, in points from the left of the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.core.paragraphs import WALL, far_side
from pipeline.pages.glyph import Glyph
from pipeline.pages.tables.rulings import Grid

MARGIN = 3.0
"""Characters by which the right margin of a page may be wider than the left one: booklets are bound."""
Group = Sequence[Glyph]
"""The glyphs of one line, from left to right."""


def sides_of_columns(grid: Grid, lines: Sequence[Sequence[Group]]) -> dict[int, float]:
    """Return how far the lines may reach of the cells that end at the same rule, by its number.

    ``lines`` are those of each cell.
    """
    ends: defaultdict[int, list[float]] = defaultdict(list)
    paddings: defaultdict[int, float] = defaultdict(lambda: float("inf"))
    sizes: defaultdict[int, float] = defaultdict(float)
    for number, (_, column, _, columns) in enumerate(grid.spans):
        rule = column + columns
        left, right = grid.xs[column], grid.xs[rule]
        for group in lines[number]:
            if extent := _extent(group):
                ends[rule].append(min(extent[1], right))
                paddings[rule] = min(paddings[rule], max(extent[0] - left, 0.0))
                sizes[rule] = max(sizes[rule], group[0].size)
    return {rule: far_side(each, grid.xs[rule] - paddings[rule], sizes[rule]) for rule, each in ends.items()}


def side_of_page(width: float, lines: Sequence[Group]) -> float | None:
    """Return how far the lines outside tables may reach.

    The right margin is as wide as the left one, or by a few characters wider.  Where three lines and more end alike, a
    line or two that reach further, such as the title above a page, tell nothing.
    """
    extents = [(*extent, group[0].size) for group in lines if (extent := _extent(group))]
    if len(extents) < 2:
        return None
    ends = sorted((end for _, end, _ in extents), reverse=True)
    size = max(size for *_, size in extents)
    beyond = next((at for at in range(1, WALL) if _is_wall(ends[at : at + WALL], size)), 0)
    if ends[0] - ends[beyond] > size:
        return ends[beyond]
    side = width - min(left for left, *_ in extents)
    if side - ends[0] >= size:
        side -= MARGIN * size
    return far_side(ends, side, size)


def _is_wall(ends: Sequence[float], size: float) -> bool:
    return len(ends) >= WALL and ends[0] - ends[-1] < size


def _extent(group: Group) -> tuple[float, float] | None:
    """Return the left and the right end of what is printed in a line."""
    first = next((glyph.box for glyph in group if not glyph.text.isspace()), None)
    last = next((glyph.box for glyph in reversed(group) if not glyph.text.isspace()), None)
    return (first[0], last[2]) if first and last else None
