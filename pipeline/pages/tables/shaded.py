"""Tables whose cells are told apart by shading or framed one by one, with gaps or level rules between them.

Comes in: filled areas or frames, and the rules and grids of a page.  Goes out: further grids.  A table is one only
where every elementary rectangle is shaded or lies at a level rule: so marked words and coloured headings are none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from math import inf

from pipeline.core.page import Box
from pipeline.pages.tables.nested import whole_grids
from pipeline.pages.tables.rulings import Grid, Rule, is_wall, sides

GAP = 0.7
"""Areas no further apart than this share of the type size are neighbours: less than a line of text fits between."""
MOST = 500
"""More areas than this on a page are a picture."""
MOSTLY = 0.9
"""Of a white area this share lies on its ground: it may stand out a little."""
LEAST = 0.7
"""An area is no lower and no narrower than this share of the type size: a character stands in it."""


def areas_of(filled: Iterable[tuple[Box, bool]]) -> list[Box]:
    """Return what is seen of filled areas: of those with a colour all, of white ones what lies on a colour.

    White cells on a black ground, which shows between them, look ruled.

    Args:
        filled: areas, and whether each has a colour, in the order of painting.
    """
    areas = list(filled)
    grounds = sum(coloured for _, coloured in areas)
    if grounds * (len(areas) - grounds) > MOST**2:  # a picture: each white area is looked for on each ground
        return [area for area, coloured in areas if coloured]
    found: list[Box] = []
    below: list[Box] = []
    for area, coloured in areas:
        if coloured:
            below.append(area)
            found.append(area)
        elif part := next(filter(None, (_part_on(area, ground) for ground in below)), None):
            found.append(part)
    return found


def _part_on(area: Box, ground: Box) -> Box | None:
    """Return the part of an area that lies on another, or None where that is not most of it, or all of both."""
    part = (
        max(area[0], ground[0]),
        max(area[1], ground[1]),
        min(area[2], ground[2]),
        min(area[3], ground[3]),
    )
    if part[0] >= part[2] or part[1] >= part[3]:
        return None
    return part if MOSTLY * _size(area) <= _size(part) < _size(ground) else None


def _size(area: Box) -> float:
    return (area[2] - area[0]) * (area[3] - area[1])


def shaded_grids(
    areas: Sequence[Box], rules: Sequence[Rule], ruled: Sequence[Grid], size: float
) -> list[Grid]:
    """Return the grids that areas and level rules outside the ruled grids make up; ``size`` is that of the type."""
    free = [
        area
        for area in areas
        if min(area[2] - area[0], area[3] - area[1]) >= LEAST * size
        and not any(_touch(area, grid.box) for grid in ruled)
    ]
    free = list(islice(innermost(free), MOST + 1))
    if not 0 < len(free) <= MOST:
        return []
    near = GAP * size
    free = [_as_high(area, free, near) for area in free]
    free = [grown(area, free, near) for area in free]
    level = [rule for rule in rules if rule.horizontal and not any(_touch(rule.box, g.box) for g in ruled)]
    found = whole_grids([*level, *(side for area in free for side in sides(area))])
    return [
        replace(grid, labels_shaded=_are_labels(free, grid))
        for grid in found
        if len(grid.xs) > 2 and all(covered_rows(grid, free, level))
    ]


def _are_labels(areas: Sequence[Box], grid: Grid) -> bool:
    """Tell whether nothing but the first of two columns is shaded: the labels of a form between level rules."""
    return len(grid.xs) == 3 and all(
        area[2] < sum(grid.xs[1:]) / 2 for area in areas if _touch(area, grid.box)
    )


def innermost(areas: Sequence[Box]) -> Iterator[Box]:
    """Yield the areas that no other lies on."""
    return (area for area in areas if not any(within(other, area) for other in areas if other != area))


def _touch(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and one[2] >= other[0] and one[1] <= other[3] and one[3] >= other[1]


def within(inner: Box, outer: Box) -> bool:
    """Tell whether an area lies on a larger one: a page or a table may have a colour of its own."""
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _as_high(area: Box, areas: Sequence[Box], near: float) -> Box:
    """Return the first or last area of a column as high as those beside it, where nothing stands right below it.

    Of a cell that a page end cuts some programs fill no more than its words take.
    """
    x0, top, x1, bottom = area
    stacked = [other for other in areas if other[0] < x1 and other[2] > x0]
    below = min((other[1] for other in stacked if other[1] >= bottom), default=inf)
    if below - bottom <= near or (below < inf and any(other[3] <= top for other in stacked)):
        return area
    beside = (other[3] for other in areas if other[1] < top + near and other[3] > bottom)
    return (x0, top, x1, min(below, max(beside, default=bottom)))


def grown(area: Box, areas: Sequence[Box], near: float) -> Box:
    """Return an area with half of the gap to each of its neighbours."""
    x0, top, x1, bottom = area
    beside = [other for other in areas if other[1] < bottom and other[3] > top]
    stacked = [other for other in areas if other[0] < x1 and other[2] > x0]
    return (
        x0 - _half((x0 - other[2] for other in beside), near),
        top - _half((top - other[3] for other in stacked), near),
        x1 + _half((other[0] - x1 for other in beside), near),
        bottom + _half((other[1] - bottom for other in stacked), near),
    )


def _half(gaps: Iterable[float], near: float) -> float:
    return min((gap for gap in gaps if 0 < gap <= near), default=0.0) / 2


def covered_rows(grid: Grid, areas: Sequence[Box], level: Sequence[Rule]) -> list[bool]:
    """Tell of each row of a grid whether every elementary rectangle is shaded or lies at a level rule."""

    def is_covered(top: float, bottom: float, x0: float, x1: float) -> bool:
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        shaded = any(a[0] <= x <= a[2] and a[1] <= y <= a[3] for a in areas)
        return shaded or any(is_wall(level, at, x0, x1) for at in (top, bottom))

    return [
        all(is_covered(top, bottom, x0, x1) for x0, x1 in pairwise(grid.xs))
        for top, bottom in pairwise(grid.ys)
    ]
