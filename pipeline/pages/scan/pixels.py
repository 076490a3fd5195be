"""The picture of a page in pixels, and its page in points."""

from __future__ import annotations

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


def in_points(box: tuple[float, float, float, float]) -> Box:
    """Return a place in pixels in points."""
    return (box[0] * POINTS, box[1] * POINTS, box[2] * POINTS, box[3] * POINTS)
