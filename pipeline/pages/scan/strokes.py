"""The rules in the picture of a page, and the tables that they draw.

Comes in: where there is ink.  Goes out: long straight strokes, the tables among them, and the ink without their rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.pages.scan.pixels import Picture, Pixels, in_points, runs
from pipeline.pages.tables.nested import whole_grids
from pipeline.pages.tables.rulings import Grid, Rule

SHORTEST_RULE = 50
"""Pixels; strokes of characters are shorter, the sides of a row are longer."""
THICKEST_RULE = 14
PIECE = 16
"""Pixels; pieces of a rule that are seen between the strokes of a seal, and no strokes of small characters."""
BROKEN = 3
"""Pixels that noise may take out of a rule."""
BRIDGED = 40
"""Pixels of a rule that the strokes of a seal may hide; a side of a seal that lies on a rule does not prolong it."""
NEAR = 2.5
"""Points by which a rule may stand beside the line of the grid that it draws."""
LONG = 120.0
"""Points; strokes of the large characters of a title make grids, too, but none is as long as a table is wide."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A long straight stroke: the rule that it may be, and its pixels."""

    rule: Rule
    outline: Pixels
    inked: Picture


def strokes_of(ink: Picture, touched: Picture) -> list[Stroke]:
    """Return the long level and upright strokes; one goes on where a seal touches it."""
    import cv2

    found = []
    joined = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), np.uint8)
    for level in (True, False):
        opened = _long(joined, SHORTEST_RULE, level)
        pieces = _long(joined, PIECE, level) & ~touched
        count, _, boxes, _ = cv2.connectedComponentsWithStats(opened)
        for left, top, width, height, _ in boxes[1:count].tolist():
            right, bottom = left + width, top + height
            if min(width, height) > THICKEST_RULE or (width > height) != level:
                continue
            across = slice(top, bottom) if level else slice(left, right)
            start, end = (left, right) if level else (top, bottom)
            start, end = _under_seals(start, end, *(_band(each, across, level) for each in (pieces, touched)))
            found.append(
                _stroke((start, top, end, bottom) if level else (left, start, right, end), opened, level)
            )
    return found


def _under_seals(
    start: int, end: int, pieces: NDArray[np.bool_], touched: NDArray[np.bool_]
) -> tuple[int, int]:
    """Return where a stroke starts and ends that goes on beneath seals: up to the last piece that is seen."""
    whole = pieces.copy()
    for one, other in runs(touched & ~pieces, 0):
        whole[one:other] |= other - one <= BRIDGED
    whole[start:end] = True
    first, last = next((s, e) for s, e in runs(whole, BROKEN) if s <= start and end <= e)
    seen = np.flatnonzero(pieces[first:last]) + first
    return (min(start, int(seen[0])), max(end, int(seen[-1]) + 1)) if len(seen) else (start, end)


def _band(picture: Picture, across: slice, level: bool) -> NDArray[np.bool_]:
    """Return where along a stroke there is anything in its thickness."""
    return np.asarray(
        (picture[across] if level else picture[:, across]).any(axis=0 if level else 1), np.bool_
    )


def _stroke(outline: Pixels, opened: Picture, level: bool) -> Stroke:
    x0, y0, x1, y1 = in_points(outline)
    rule = Rule(True, (y0 + y1) / 2, x0, x1) if level else Rule(False, (x0 + x1) / 2, y0, y1)
    left, top, right, bottom = outline
    return Stroke(rule, outline, opened[top:bottom, left:right])


def _long(ink: Picture, shortest: int, level: bool) -> Picture:
    """Return the level or upright runs of ink that are as long as some pixels."""
    import cv2

    shape = (1, shortest) if level else (shortest, 1)
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8)), np.uint8)


def tables_of(strokes: Sequence[Stroke]) -> tuple[list[Grid], list[Stroke]]:
    """Return the tables that strokes draw, and those of the strokes that draw them."""
    long = [stroke.rule for stroke in strokes if stroke.rule.end - stroke.rule.start > LONG]
    found = whole_grids(stroke.rule for stroke in strokes)
    tables = [table for table in found if any(rule.horizontal and _draws(rule, table) for rule in long)]
    return tables, [stroke for stroke in strokes if any(_draws(stroke.rule, table) for table in tables)]


def _draws(rule: Rule, table: Grid) -> bool:
    """Tell whether a stroke is a rule of a table; another is part of a character or of a square."""
    x0, top, x1, bottom = table.box
    lines, (start, end) = (table.ys, (x0, x1)) if rule.horizontal else (table.xs, (top, bottom))
    along = start - NEAR <= rule.start and rule.end <= end + NEAR
    return along and min(abs(rule.at - at) for at in lines) <= NEAR


def drawn_by(ink: Picture, strokes: Sequence[Stroke]) -> Picture:
    """Return the pixels of some strokes, and those beside them that noise made of them."""
    import cv2

    drawn = np.zeros_like(ink)
    for stroke in strokes:
        left, top, right, bottom = stroke.outline
        drawn[top:bottom, left:right] |= stroke.inked
    return np.asarray(cv2.dilate(drawn, np.ones((5, 5), np.uint8)), np.uint8)


def without(ink: Picture, drawn: Picture) -> Picture:
    """Return the ink without the rules of tables, and without the dirt that they leave."""
    import cv2

    erased = ink.copy()
    erased[drawn > 0] = 0
    return np.asarray(cv2.medianBlur(erased, 3), np.uint8)
