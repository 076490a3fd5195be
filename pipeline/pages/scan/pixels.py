"""The picture of a page in pixels, its page in points, and the runs of ink along a row or a column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.core.page import Box

Picture = NDArray[np.uint8]
Pixels = tuple[int, int, int, int]
"""Left, top, right, bottom."""
DPI = 200
"""At which pages are looked at: characters of 12 points are 33 pixels high."""
POINTS = 72 / DPI


def in_pixels(box: Box) -> Pixels:
    """Return a place in points as the nearest one in pixels, which begins on the page."""
    left, top, right, bottom = (round(side / POINTS) for side in box)
    return (max(0, left), max(0, top), right, bottom)


def in_points(box: Box) -> Box:
    """Return a place in pixels in points."""
    return (box[0] * POINTS, box[1] * POINTS, box[2] * POINTS, box[3] * POINTS)


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
