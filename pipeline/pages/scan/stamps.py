"""Red seals on a scanned page: they are no part of the text that they are stamped over.

Comes in: the coloured picture of a page.  Goes out: the grey picture without the ink of seals, and where that was.
Red words and red rules stay: a seal has a frame, one connected mark, larger than type and smaller than a table; what
is red within the frame is part of it.
"""

from __future__ import annotations

import numpy as np

from pipeline.pages.scan.pixels import Picture, Pixels

RED = 45
"""Of 255; ink in which red exceeds green and blue by more is red."""
SMALLEST, LARGEST = 0.35, 2.4
"""Inches; the sides of a seal, from that of a person to that of an office."""
SLIMMEST = 3.0
"""A seal is at most this many times as long as it is wide."""
JOINED = 0.02
"""Inches; marks that are nearer than this are one, and what is so near to red ink is tinged: JPEG blurs colours."""
PAPER = 0.8
"""Share of the red in the ink of a seal; beneath it, what has as much red is paper, and what has none is black."""


def without_stamps(coloured: Picture, dpi: float) -> tuple[Picture, Picture]:
    """Return the grey picture of a page (given as blue, green, red) without its seals, and 255 where their ink was."""
    import cv2

    grey = np.asarray(cv2.cvtColor(coloured, cv2.COLOR_BGR2GRAY), np.uint8)
    touched = np.zeros_like(grey)
    blue, green, red = (coloured[:, :, at].astype(np.int16) for at in range(3))
    reddish = (red - np.maximum(blue, green) > RED).astype(np.uint8)
    if not reddish.any():
        return grey, touched
    reach = 2 * round(JOINED * dpi) + 1
    joined = cv2.dilate(reddish, np.ones((reach, reach), np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(joined)
    stamps: list[Pixels] = []
    for left, top, width, height, _ in boxes[1:count].tolist():
        sides = min(width, height) / dpi, max(width, height) / dpi
        if sides[0] >= SMALLEST and sides[1] <= LARGEST and sides[1] <= SLIMMEST * sides[0]:
            stamps.append((left, top, left + width, top + height))
    for left, top, right, bottom in stamps:
        part = (slice(top, bottom), slice(left, right))
        reds = coloured[:, :, 2][part]
        paper = PAPER * np.median(reds[reddish[part] > 0])
        black = np.clip(reds * (255 / paper), 0, 255).astype(np.uint8)
        grey[part] = np.where(joined[part] > 0, np.maximum(grey[part], black), grey[part])
        touched[part] = np.where(joined[part] > 0, 255, touched[part])
    return grey, touched
