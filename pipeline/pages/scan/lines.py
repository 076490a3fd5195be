"""The lines of text in the picture of a page.

Comes in: where there is ink, without rules.  Goes out: outlines of lines, in pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from pipeline.pages.scan.pixels import Picture, Pixels, runs

LOWEST_LINE = 9
"""Pixels of height; a run of ink below this is dirt."""
DOT = 0.25
"""Share of the height of a line; ink that is no larger is a dot."""
WIDE = 2.0
"""Times the height of a line: a gap that parts a line outside a table."""


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
