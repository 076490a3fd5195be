"""The filled shapes that lines of text begin with in the picture of a page.

Comes in: where there is ink, without rules, and the outline of a line.  Goes out: its mark, and the line behind it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.pages.scan.lines import LOWEST_LINE
from pipeline.pages.scan.pixels import Picture, Pixels

SMALLEST = 0.4
"""Share of the height of a line: a mark that is smaller is a bullet, which models know."""
ALIKE = 0.85
"""Share of a filled shape that it has in common with an ideal one: no character has as much."""


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
