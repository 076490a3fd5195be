"""Tables that stand in a cell of another: the rows and columns of the cell, where they fill it.

Comes in: the rules of a page.  Goes out: grids, none of them in another.  An inner table with text around it is text
of its cell, not a table of its own; its cells are read one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product

from pipeline.core.page import Box
from pipeline.pages.tables.rulings import SNAP, Grid, Rule, grids, numbered


def whole_grids(rules: Iterable[Rule], glyphs: Iterable[Box] | None = None) -> list[Grid]:
    """Return the grids that rules draw, from top to bottom, none in another.

    Where the places of all glyphs are given, a grid that has a cell of another to itself is part of the other.
    """
    found = grids(rules)
    inner = [
        grid for grid in found if any(_inside(grid.box, other.box) for other in found if other is not grid)
    ]
    whole = [grid for grid in found if not any(grid is other for other in inner)]
    if glyphs is None or not inner:
        return whole
    places = list(glyphs)
    apart = []
    for grid in inner:
        for number, outer in enumerate(whole):
            cell = _cell_of(grid.box, outer)
            if cell is not None and _fills(grid.box, outer.cell_box(cell), places):
                whole[number] = _united(outer, cell, grid)
            elif cell is not None:
                apart.append(grid)
    for grid, outer in product(apart, whole):
        cell = _cell_of(grid.box, outer)
        if cell is not None:
            outer.inner.setdefault(cell, []).append(grid)
    return whole


def _inside(inner: Box, outer: Box) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _cell_of(inner: Box, outer: Grid) -> int | None:
    """Return the cell of a grid that holds a whole box."""
    cell = outer.cell_at((inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2)
    return cell if cell is not None and _inside(inner, outer.cell_box(cell)) else None


def _fills(inner: Box, cell: Box, glyphs: Sequence[Box]) -> bool:
    """Tell whether all that is printed in a cell is printed in the inner table."""
    return not any(_holds(cell, glyph) and not _holds(inner, glyph) for glyph in glyphs)


def _holds(box: Box, glyph: Box) -> bool:
    x, y = (glyph[0] + glyph[2]) / 2, (glyph[1] + glyph[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _united(outer: Grid, cell: int, inner: Grid) -> Grid:
    """Return a grid in which a cell is divided as the inner grid is, whose outer sides are those of the cell."""
    xs = _with(outer.xs, inner.xs[1:-1])
    ys = _with(outer.ys, inner.ys[1:-1])
    owner = [[0] * (len(xs) - 1) for _ in ys[1:]]
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            x, y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
            here = outer.cell_at(x, y)
            if here == cell:
                x0, top, x1, bottom = inner.box
                within = inner.cell_at(min(max(x, x0), x1 - SNAP), min(max(y, top), bottom - SNAP))
                owner[row][column] = len(outer.spans) + (within or 0)
            else:
                owner[row][column] = here or 0
    _, top, _, bottom = outer.cell_box(cell)
    moved = [replace(rule, at=top if rule.at < (top + bottom) / 2 else bottom) for rule in inner.levels]
    return numbered(xs, ys, owner, [*outer.levels, *moved]) or outer


def _with(positions: Sequence[float], others: Sequence[float]) -> list[float]:
    """Return positions and those of others that are not near one of them."""
    return sorted([*positions, *(at for at in others if all(abs(at - each) > SNAP for each in positions))])
