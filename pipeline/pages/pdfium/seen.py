"""Which characters of a page nobody sees: cut off, painted over, on a layer that is off, in the colour behind them.

Comes in: the characters of a page and what is drawn on it.  Goes out: the numbers of those that are not seen.  Where
the file gives reason for doubt, the picture decides: the page is drawn with the texts in question and without them,
and a character is seen where the two differ.  A page without such a reason is not drawn.
"""

from __future__ import annotations

import ctypes
import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import pypdfium2 as pdfium

from pipeline.core.page import Box, union
from pipeline.pages.pdfium.glyphs import Layer, Style
from pipeline.pages.pdfium.paths import Drawn, Shape
from pipeline.pages.pdfium.raw_objects import (
    clip_of,
    clip_paths,
    clip_segment,
    clip_segments,
    mark_at,
    mark_name,
    marks_of,
    segment_point,
)
from pipeline.pages.tables.rulings import rule_of
from pipeline.pages.visible import Colour, Paper

ALIKE = 0.07
"""Colours whose parts differ by less than this share may be told apart or not."""
BAND = 24.0
"""Points; shapes are looked up by the height at which they stand."""


def unseen(
    page: pdfium.PdfPage, layer: Layer, drawn: Drawn, paper: Paper, place: Callable[[Any], Box]
) -> set[int]:
    """Return which of the characters of a layer are not seen."""
    doubted = _doubted(layer, drawn, place)
    if not doubted:
        return set()
    from pipeline.pages.pdfium.witness import unchanged  # loads NumPy

    return unchanged(page, layer.glyphs, doubted, paper)


def _doubted(layer: Layer, drawn: Drawn, place: Callable[[Any], Box]) -> dict[int, list[int]]:
    """Return the characters that may not be seen, by the text that they are part of."""
    layers_off = _LayerMarks()
    cover = _Covers(drawn.shapes)
    doubted: dict[int, list[int]] = defaultdict(list)
    wholly: dict[int, bool] = {}
    clips: dict[int, Box | None] = {}
    for at, text in enumerate(layer.texts):
        style = layer.styles[text]
        if text not in wholly:
            wholly[text] = text not in drawn.texts or layers_off.hold(text)
            clips[text] = _clip(text, place) if style.clipped and not wholly[text] else None
        if wholly[text]:
            doubted[text].append(at)
            continue
        clip = clips[text]
        if not clip and not cover:
            continue
        box = layer.glyphs[at].box
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if (clip and not _holds(clip, x, y)) or (cover and cover.hides(x, y, drawn.texts[text], style)):
            doubted[text].append(at)
    return doubted


class _LayerMarks:
    """Which texts stand on a layer, that may be on or off; texts share their marks."""

    def __init__(self) -> None:
        self._known: dict[int, bool] = {}

    def hold(self, text: int) -> bool:
        return any(self._is_layer(mark_at(text, at)) for at in range(marks_of(text)))

    def _is_layer(self, mark: int) -> bool:
        if mark not in self._known:
            name, length = ctypes.create_string_buffer(16), ctypes.c_ulong()
            told = mark_name(mark, name, len(name), ctypes.byref(length))
            self._known[mark] = bool(told) and name.raw[: length.value] == "OC\0".encode("utf-16-le")
        return self._known[mark]


class _Covers:
    """Shapes that may hide a character: painted over it, or behind it in its own colour."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        self._bands: dict[int, list[Shape]] = defaultdict(list)
        for shape in shapes:
            if shape.fill and not rule_of(shape.box):
                for band in range(int(shape.box[1] // BAND), int(shape.box[3] // BAND) + 1):
                    self._bands[band].append(shape)

    def __bool__(self) -> bool:
        return bool(self._bands)

    def hides(self, x: float, y: float, order: int, style: Style) -> bool:
        return any(
            (shape.order > order or (not shape.picture and shape.fill and _alike(shape.fill, style.colours)))
            and _holds(shape.box, x, y)
            for shape in self._bands.get(int(y // BAND), ())
        )


def _alike(fill: Colour, colours: Iterable[Colour]) -> bool:
    return any(max(abs(a - b) for a, b in zip(fill, ink, strict=True)) < ALIKE for ink in colours)


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _clip(text: int, place: Callable[[Any], Box]) -> Box:
    """Return the part of the page that the clip paths of a text leave of it."""
    clip = clip_of(text)
    boxes = [place(box) for path in range(clip_paths(clip)) if (box := _path_box(clip, path))]
    if not boxes:
        return (-math.inf, -math.inf, math.inf, math.inf)
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return (max(x0), max(top), min(x1), min(bottom))


def _path_box(clip: int, path: int) -> Box | None:
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Box] = []
    for at in range(clip_segments(clip, path)):
        if segment_point(clip_segment(clip, path, at), ctypes.byref(x), ctypes.byref(y)):
            points.append((x.value, y.value, x.value, y.value))
    return union(points) if points else None
