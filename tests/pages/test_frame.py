"""A photograph is made rectangular by the corners of its table; one of bent paper is told, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2", reason="the extra ocr is not installed (make ocr)")

from pipeline.pages.scan.frame import BENT, frame_of, warped  # noqa: E402

CORNERS = np.array([(150, 120), (850, 180), (900, 1150), (100, 1200)], "float32")


def table(jog: int = 0, right: bool = True) -> np.ndarray:
    """Return the ink of a table; its left side may jog, and its right side may be missing."""
    ink = np.zeros((1300, 1000), np.uint8)
    for y in (100, 400, 700, 1200):
        cv2.line(ink, (100, y), (900, y), 255, 3)
    cv2.line(ink, (300, 100), (300, 1200), 255, 3)
    cv2.line(ink, (100, 100), (100, 700), 255, 3)
    cv2.line(ink, (100 + jog, 700), (100 + jog, 1200), 255, 3)
    if right:
        cv2.line(ink, (900, 100), (900, 1200), 255, 3)
    return ink


def bent(ink: np.ndarray, pixels: float) -> np.ndarray:
    x, y = np.meshgrid(np.arange(ink.shape[1], dtype="float32"), np.arange(ink.shape[0], dtype="float32"))
    return cv2.remap(ink, x, (y - pixels * (1 - ((x - 500) / 400) ** 2)).astype("float32"), cv2.INTER_NEAREST)


def test_its_perspective_is_taken_off() -> None:
    flat = table()
    corners = np.array([(100, 100), (900, 100), (900, 1200), (100, 1200)], "float32")
    photo = cv2.warpPerspective(flat, cv2.getPerspectiveTransform(corners, CORNERS), flat.shape[::-1])
    found = frame_of(np.where(photo > 99, 255, 0).astype(np.uint8))
    assert found.matrix is not None
    assert not found.bent
    level = warped(photo, found.matrix, cv2.INTER_LINEAR, 0)
    rows = (level > 99).sum(axis=1)
    assert len(np.flatnonzero(rows > 700)) <= 4 * 5  # each of its four rules is level


@pytest.mark.parametrize(
    "ink", [table(), table(jog=30), table(right=False), np.zeros((1300, 1000), np.uint8)]
)
def test_a_level_table_and_none_stay(ink: np.ndarray) -> None:
    found = frame_of(ink)
    assert found.matrix is None
    assert not found.bent


def test_bent_paper_is_told() -> None:
    assert frame_of(bent(table(), 2 * BENT)).bent
    assert not frame_of(bent(table(), BENT / 2)).bent
