"""What clip paths leave of an object of a page, by PDFium.

Comes in: the address of an object.  Goes out: a box; clip paths are taken as if they were rectangles.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator

from pipeline.core.page import Box
from pipeline.pages.pdfium.raw_objects import clip_of, clip_paths, clip_segment, clip_segments, segment_point

Point = tuple[float, float]


def clip_box(thing: int, box_of: Callable[[list[Point]], Box]) -> Box:
    """Return the part of the page that the clip paths of an object leave; ``box_of`` places points on the page."""
    clip = clip_of(thing)
    boxes = [box_of(points) for path in range(clip_paths(clip)) if (points := list(_points(clip, path)))]
    if not boxes:
        return (-math.inf, -math.inf, math.inf, math.inf)
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return (max(x0), max(top), min(x1), min(bottom))


def _points(clip: int, path: int) -> Iterator[Point]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(clip_segments(clip, path)):
        if segment_point(clip_segment(clip, path, at), ctypes.byref(x), ctypes.byref(y)):
            yield x.value, y.value
