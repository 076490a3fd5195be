"""The lines of text in the picture of a page, and the marks that they begin with.

Comes in: where there is ink, without rules.  Goes out: outlines of lines, in pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.pages.scan.pixels import Picture, Pixels

LOWEST_LINE = 9
"""Pixels of height; a run of ink below this is dirt."""
DOT = 0.25
"""Share of the height of a line; ink that is no larger is a dot."""
WIDE = 2.0
"""Times the height of a line: a gap that parts a line outside a table."""
SMALLEST = 0.4
"""Share of the height of a line: a mark that is smaller is a bullet, which models know."""
ALIKE = 0.85
"""Share of a filled shape that it has in common with an ideal one: no character has as much."""


def lines_of(ink: Picture, area: Pixels) -> Iterator[Pixels]:
    """Yield the outlines of the lines of text in an area, from top to bottom."""
    left, top, right, bottom = area
    part = ink[top:bottom, left:right] > 0
    rows = part.sum(axis=1) > 0
    for start, end in runs(rows, 2):
        if end - start < LOWEST_LINE:
            continue
        columns = np.flatnonzero(part[start:end].any(axis=0))
        yield (left + int(columns[0]), top + start, left + int(columns[-1]) + 1, top + end)


def pieces_of(ink: Picture, line: Pixels) -> Iterator[Pixels]:
    """Yield the parts of a line between wide gaps; the dots that lead to a page number are a gap, too."""
    import cv2

    left, top, right, bottom = line
    part: Any = ink[top:bottom, left:right]
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(part)
    dots = np.flatnonzero(boxes[:, 2:4].max(axis=1) <= DOT * (bottom - top))
    solid: Any = (part > 0) & ~np.isin(labels, dots)
    parts = list(runs(solid.any(axis=0), round(WIDE * (bottom - top))))
    for start, end in parts if len(parts) > 1 else [(0, right - left)]:
        yield (left + start, top, left + end, bottom)


@dataclass(frozen=True, slots=True)
class Mark:
    """A filled shape that a line begins with."""

    text: str
    box: Pixels


def mark_of(ink: Picture, line: Pixels) -> Mark | None:
    """Return the filled square, circle or diamond that a line begins with, or None.

    Models of characters do not know some of them, and read over others.
    """
    import cv2

    left, top, right, bottom = line
    near = ink[top:bottom, left : min(right, left + 2 * (bottom - top))]
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(near)
    if count < 2:
        return None
    first = 1 + int(np.argmin(boxes[1:, 0]))
    x, y, width, height, _ = boxes[first].tolist()
    if min(width, height) < max(LOWEST_LINE, SMALLEST * (bottom - top)) or max(width, height) > 1.3 * min(
        width, height
    ):
        return None
    shape = labels[y : y + height, x : x + width] == first
    across = np.abs(np.linspace(-1, 1, width))[None, :]
    down = np.abs(np.linspace(-1, 1, height))[:, None]
    for text, ideal in (
        ("■", across + down >= 0),
        ("●", across**2 + down**2 <= 1),
        ("◆", across + down <= 1),
    ):
        if (shape & ideal).sum() > ALIKE * (shape | ideal).sum():
            return Mark(text, (left + x, top + y, left + x + width, top + y + height))
    return None


def after(ink: Picture, line: Pixels, mark: Pixels) -> Pixels:
    """Return the rest of a line behind a mark."""
    _, top, right, bottom = line
    columns = np.flatnonzero((ink[top:bottom, mark[2] : right] > 0).any(axis=0))
    start = mark[2] + int(columns[0]) if len(columns) else right
    return (start, top, right, bottom)


def runs(inked: NDArray[Any], gap: int) -> Iterator[tuple[int, int]]:
    """Yield where runs of ink start and end; a gap of no more pixels than this does not part them."""
    at = np.flatnonzero(inked)
    if not len(at):
        return
    breaks = np.flatnonzero(np.diff(at) > gap + 1)
    starts = [at[0], *at[breaks + 1]]
    ends = [*at[breaks], at[-1]]
    for start, end in zip(starts, ends, strict=True):
        yield int(start), int(end) + 1
