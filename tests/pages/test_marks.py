"""What a line of a scan begins with, and ink that no character accounts for."""

from __future__ import annotations

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2", reason="the extra ocr is not installed (make ocr)")

from pipeline.pages.scan.marks import mark_of  # noqa: E402
from pipeline.pages.scan.recognise import Strip, _beside_unread  # noqa: E402

LINE = (10, 10, 200, 44)


def drawn(points: list[tuple[int, int]] | int) -> np.ndarray:
    """Return ink: a filled shape, and beside it a character that touches nothing."""
    ink = np.zeros((60, 220), np.uint8)
    if isinstance(points, int):
        cv2.circle(ink, (24, 27), points, 255, -1)
    else:
        cv2.fillPoly(ink, [np.array(points)], 255)
    cv2.putText(ink, "A", (60, 40), cv2.FONT_HERSHEY_DUPLEX, 1, 255, 2)
    return ink


@pytest.mark.parametrize(
    ("shape", "meant"),
    [
        ([(12, 14), (38, 14), (38, 40), (12, 40)], "■"),
        (13, "●"),
        ([(25, 13), (39, 27), (25, 41), (11, 27)], "◆"),
        ([(12, 14), (38, 27), (12, 40)], None),
        ([(12, 20), (38, 20), (38, 30), (12, 30)], None),
        (4, None),
    ],
)
def test_a_filled_shape_is_a_mark(shape: list[tuple[int, int]] | int, meant: str | None) -> None:
    mark = mark_of(drawn(shape), LINE)
    assert (mark and mark.text) == meant


def strip(*edges: tuple[int, int]) -> Strip:
    """Return a line 32 pixels high with ink between some columns."""
    picture = np.full((44, 300), 255, np.uint8)
    for start, end in edges:
        picture[6:38, start:end] = 0
    return Strip(picture, 0, 0)


def test_ink_that_is_no_character_makes_its_neighbours_doubtful() -> None:
    read = strip((6, 36), (40, 70), (106, 136))
    assert _beside_unread(read, [21.0, 55.0, 121.0]) == set()
    with_comma = strip((6, 36), (40, 70), (85, 92), (116, 146))
    assert _beside_unread(with_comma, [21.0, 55.0, 131.0]) == {1, 2}
    assert _beside_unread(strip((6, 36), (50, 80)), [65.0]) == {0}
