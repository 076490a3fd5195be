"""A photograph of a page: its perspective, by the corners of its table, and whether the paper is bent.

Comes in: where there is ink, on a page whose lines are level on the whole.  Goes out: how the page is made rectangular,
or that it is bent.  Only a table that is framed on all four sides tells; a page without one stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.pages.scan.pixels import Picture

LARGE = 0.1
"""Share of a page that a table covers at least which tells its perspective."""
PLACES = 80
"""Along each side where the rule is looked for."""
REACH = 60
"""Pixels to either side of the line between two corners within which their rule is looked for."""
DRAWN = 0.9
"""Share of a side along which there is a rule."""
SMOOTH = 4.0
"""Pixels; a bent rule is a curve, and strays no farther from it. A table whose sides jog is not bent."""
BENT = 10.0
"""Pixels, a third of a line of text, by which the middle of a rule may stray from the line between its ends."""
SKEWED = 5.0
"""Pixels by which a corner may be off the rectangle; a rule that does so crosses no line of text."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page is made rectangular (three rows of three), if it must be, and whether it is bent."""

    matrix: NDArray[np.float64] | None = None
    bent: bool = False


def frame_of(ink: Picture) -> Frame:
    """Return what the largest table of a page tells."""
    table = _largest(ink)
    if table is None:
        return Frame()
    ys, xs = np.nonzero(table)
    order = [np.argmin(xs + ys), np.argmax(xs - ys), np.argmax(xs + ys), np.argmin(xs - ys)]
    corners = np.array([(xs[at], ys[at]) for at in order], float)
    strays = [_stray(table, corners[at], corners[(at + 1) % 4]) for at in range(4)]
    if any(stray is None for stray in strays):
        return Frame()
    if max(stray for stray in strays if stray is not None) > BENT:
        return Frame(bent=True)
    return Frame(_to_rectangle(corners))


def _largest(ink: Picture) -> Picture | None:
    """Return the ink that hangs together over the largest part of the page, if that is large."""
    import cv2

    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(joined)
    if count < 2:
        return None
    areas = boxes[1:, 2].astype(float) * boxes[1:, 3]
    largest = int(np.argmax(areas))
    if areas[largest] < LARGE * ink.size:
        return None
    return np.asarray(labels == largest + 1, np.uint8)


def _stray(table: Picture, start: NDArray[Any], end: NDArray[Any]) -> float | None:
    """Return by how many pixels the rule between two corners strays from the line between them; None where none is."""
    along = end - start
    length = float(np.hypot(*along))
    if length < 4 * REACH:
        return None
    inwards = np.array([-along[1], along[0]]) / length  # corners go clockwise
    shares = np.linspace(0.03, 0.97, PLACES)
    steps = np.arange(-REACH, REACH + 1)
    points = (start + shares[:, None] * along)[:, None, :] + steps[None, :, None] * inwards
    height, width = table.shape
    x = np.clip(np.rint(points[..., 0]).astype(int), 0, width - 1)
    y = np.clip(np.rint(points[..., 1]).astype(int), 0, height - 1)
    seen = table[y, x] > 0
    drawn = seen.any(axis=1)
    if drawn.mean() < DRAWN:
        return None
    places, strays = shares[drawn], steps[seen.argmax(axis=1)][drawn]
    curve = np.polynomial.Polynomial.fit(places, strays, 4)(places)
    if np.quantile(np.abs(strays - curve), DRAWN) > SMOOTH:
        return None
    return float(np.abs(curve).max())


def _to_rectangle(corners: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Return how a quadrilateral becomes the rectangle in its place; None where it is one."""
    import cv2

    left, top = corners[[0, 3], 0].mean(), corners[[0, 1], 1].mean()
    right, bottom = corners[[1, 2], 0].mean(), corners[[2, 3], 1].mean()
    meant = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    if np.abs(meant - corners).max() <= SKEWED:
        return None
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), meant.astype(np.float32))
    return np.asarray(matrix, np.float64)


def warped(picture: Picture, matrix: NDArray[np.float64], how: int, paper: int) -> Picture:
    """Return a picture made rectangular; ``how`` is how OpenCV reads between pixels, ``paper`` what is beyond."""
    import cv2

    size = (picture.shape[1], picture.shape[0])
    return np.asarray(cv2.warpPerspective(picture, matrix, size, flags=how, borderValue=(paper,)), np.uint8)
