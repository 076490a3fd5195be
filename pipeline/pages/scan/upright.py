"""How far a scanned page is turned: by its rules, or by the rows of its text.

Comes in: the grey picture of a page.  Goes out: by how many degrees it is turned.  A page that shows neither rules nor
rows stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from pipeline.pages.scan.pixels import Picture

STEEPEST = 15.0
"""Degrees; a line that is steeper was not meant to be level."""
LEVEL = 0.02
"""Degrees; a page that is turned by less is level."""
LONG = 1 / 8
"""Share of the width of a page; no stroke of a character is as long, and the rules of a table are longer."""
HALF, QUARTER = 2, 4
"""By how much the picture is made smaller: rules are told in half its size, rows of text in a quarter."""
BETTER = 1.1
"""Times by which the rows of text stand out more clearly in a page that is turned than in the page as it is."""


def tilt(picture: Picture) -> float:
    """Return by how many degrees the lines of a page fall to the right; 0 where they are level."""
    found = _by_rules(picture)
    if found is None:
        found = _by_rows(picture)
    return 0.0 if abs(found) < LEVEL else found


def _by_rules(picture: Picture) -> float | None:
    """Return by how many degrees the long lines of a page fall to the right, or None where it has none."""
    import cv2

    small = _smaller(picture, HALF)
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(small)[0]
    if found is None:
        return None
    x0, y0, x1, y1 = found.reshape(-1, 4).T
    lengths = np.hypot(x1 - x0, y1 - y0)
    slopes = (np.degrees(np.arctan2(y1 - y0, x1 - x0)) + 90) % 180 - 90
    rules = (lengths > LONG * small.shape[1]) & (np.abs(slopes) <= STEEPEST)
    if not rules.any():
        return None
    order = np.argsort(slopes[rules])
    reached = np.cumsum(lengths[rules][order])
    middle = np.searchsorted(reached, reached[-1] / 2)
    return float(slopes[rules][order][middle])


def _by_rows(picture: Picture) -> float:
    """Return by how many degrees the rows of text fall to the right; 0 where turning the page shows them no better."""
    import cv2

    small = _smaller(picture, QUARTER)
    _, ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)

    def clarity(turn: float) -> float:
        rows = turned(np.asarray(ink, np.uint8), turn, cv2.INTER_LINEAR, 0).sum(axis=1, dtype=np.float64)
        return float((np.diff(rows) ** 2).sum())

    def best(turns: Iterable[float]) -> float:
        return max(turns, key=clarity)

    coarse = best(np.arange(-STEEPEST, STEEPEST + 0.25, 0.5).tolist())
    fine = best(np.arange(coarse - 0.5, coarse + 0.55, 0.1).tolist())
    return fine if clarity(fine) > BETTER * clarity(0.0) else 0.0


def _smaller(picture: Picture, times: int) -> Picture:
    import cv2

    height, width = picture.shape
    size = (max(1, width // times), max(1, height // times))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def turned(picture: Picture, turn: float, how: int, paper: int) -> Picture:
    """Return a picture turned by some degrees; ``how`` is how OpenCV reads between pixels, ``paper`` what is beyond."""
    import cv2

    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 1)
    turned: Any = cv2.warpAffine(picture, matrix, (width, height), flags=how, borderValue=(paper,))
    return np.asarray(turned, np.uint8)
