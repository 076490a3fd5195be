"""What is drawn on a page, by PDFium: paths and pictures, and the ruling lines among them.

Comes in: a page.  Goes out: its shapes and texts in the order of painting; the rules and frames that are seen.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.core.page import Box
from pipeline.pages.pdfium.clips import Point, clip_box
from pipeline.pages.pdfium.raw_objects import (
    address_of,
    bounds_of,
    draw_mode_of,
    fill_of,
    kind_of,
    matrix_of,
    object_at,
    object_within,
    objects_within,
    path_segment,
    path_segments,
    segment_closes,
    segment_kind,
    segment_point,
    stroke_of,
)
from pipeline.pages.tables.rulings import Rule, frame_of, framed, framing, is_rounded, rule_of, sides
from pipeline.pages.visible import BLACK, WHITE, Colour, Paper

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
DEEPEST = 20
"""Forms within forms beyond this depth draw nothing that a page needs; some never end."""
GRADIENT: Colour = (0.5, 0.5, 0.5)
"""Stands for the colours of a gradient."""
_RED, _GREEN, _BLUE, _OPAQUE = (ctypes.c_uint() for _ in range(4))
_TO_COLOUR = tuple(map(ctypes.byref, (_RED, _GREEN, _BLUE, _OPAQUE)))
_SIDES = tuple(ctypes.c_float() for _ in range(4))
_TO_SIDES = tuple(map(ctypes.byref, _SIDES))
_MATRIX = raw.FS_MATRIX()
_TO_MATRIX = ctypes.byref(_MATRIX)
"""Where PDFium writes what it is asked for; read at once, before anything else is asked."""


def colour_of(get: Callable[..., int], thing: int) -> Colour | None:
    """Return a colour of an object, or None where it has none or lets everything through."""
    if not thing or not get(thing, *_TO_COLOUR) or not _OPAQUE.value:
        return None
    return (_RED.value / 255, _GREEN.value / 255, _BLUE.value / 255)


@dataclass(frozen=True, slots=True)
class Shape:
    """One part of a path, or a picture: its outline, and the colours that it is filled and stroked with."""

    box: Box
    points: tuple[Point, ...]
    """The corners, where every side is straight."""
    rectangle: bool
    fill: Colour | None
    stroke: Colour | None
    picture: bool = False
    order: int = 0
    """Which of the objects of the page it is part of; what comes later lies over it."""
    clip: Box | None = None
    """Of one of several parts: what its clip paths leave of the page."""


@dataclass(slots=True)
class Drawn:
    """The objects of a page."""

    shapes: list[Shape] = field(default_factory=list)
    """In the order of painting, those of forms within it too."""
    texts: dict[int, int] = field(default_factory=dict)
    """Of each text that is not within a form, by its address, which of the objects of the page it is."""
    within: list[int] = field(default_factory=list)
    """The texts within forms."""


def drawn_on(page: pdfium.PdfPage, place: Callable[[Any], Box]) -> Drawn:
    """Return the shapes of a page, and its texts."""
    found = Drawn()
    whole = address_of(page.raw)
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        address = object_at(whole, index)
        if kind_of(address) == raw.FPDF_PAGEOBJ_TEXT:  # as most are
            found.texts[address] = index
        else:
            found.shapes += _drawn(address, IDENTITY, place, index, 0)
            if kind_of(address) == raw.FPDF_PAGEOBJ_FORM:
                found.within += _texts_within(address, 0)
    return found


def _texts_within(form: int, depth: int) -> Iterator[int]:
    for index in range(objects_within(form)):
        address = object_within(form, index)
        if kind_of(address) == raw.FPDF_PAGEOBJ_TEXT:
            yield address
        elif kind_of(address) == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            yield from _texts_within(address, depth + 1)


def _drawn(thing: int, onto: Matrix, place: Callable[[Any], Box], order: int, depth: int) -> Iterator[Shape]:
    kind = kind_of(thing)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        yield from _shapes(thing, onto, place, order)
    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
        corners = tuple(
            _moved(point, _product(_matrix_of(thing), onto)) for point in ((0, 0), (1, 0), (1, 1), (0, 1))
        )
        yield Shape(place(outline(corners)), (), False, BLACK, None, picture=True, order=order)
    elif kind == raw.FPDF_PAGEOBJ_SHADING and bounds_of(thing, *_TO_SIDES):
        left, bottom, right, top = (side.value for side in _SIDES)
        corners = tuple(
            _moved(point, onto) for point in ((left, bottom), (right, bottom), (right, top), (left, top))
        )
        yield Shape(place(outline(corners)), (), True, GRADIENT, None, order=order)
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
        inner = _product(_matrix_of(thing), onto)
        for index in range(objects_within(thing)):
            yield from _drawn(object_within(thing, index), inner, place, order, depth + 1)


def _shapes(thing: int, onto: Matrix, place: Callable[[Any], Box], order: int) -> Iterator[Shape]:
    matrix = _product(_matrix_of(thing), onto)
    fill_mode, stroked = ctypes.c_int(), ctypes.c_int()
    draw_mode_of(thing, ctypes.byref(fill_mode), ctypes.byref(stroked))
    fill = colour_of(fill_of, thing) if fill_mode.value else None
    stroke = colour_of(stroke_of, thing) if stroked.value else None
    if fill is None and stroke is None:
        return
    parts = list(_parts(thing))

    def box_of(points: Sequence[Point]) -> Box:
        return place(outline([_moved(point, onto) for point in points]))

    clip = clip_box(thing, box_of) if len(parts) > 1 else None
    for points, straight in parts:
        moved = tuple(_moved(point, matrix) for point in points)
        box = place(outline(moved))
        corners = tuple(place((x, y, x, y))[:2] for x, y in moved) if straight else ()
        rectangle = _is_rectangle(corners) if straight else is_rounded(moved, outline(moved))
        yield Shape(box, corners, rectangle, fill, stroke, order=order, clip=clip)


def _parts(path: int) -> Iterator[tuple[list[Point], bool]]:
    """Yield the parts of a path: their points, and whether all their sides are straight."""
    points: list[Point] = []
    straight = True
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)
    for index in range(path_segments(path)):
        segment = path_segment(path, index)
        kind = segment_kind(segment)
        segment_point(segment, to_x, to_y)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, straight
            points, straight = [], True
        elif kind == raw.FPDF_SEGMENT_BEZIERTO:
            straight = False
        points.append((x.value, y.value))
        if segment_closes(segment) and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1:
        yield points, straight


def _is_rectangle(corners: tuple[Point, ...]) -> bool:
    """Tell whether corners go round a rectangle whose sides are level and upright."""
    if len(corners) != 5 or _apart(corners[0], corners[4]):
        return False
    return all(abs(ax - bx) < 0.1 or abs(ay - by) < 0.1 for (ax, ay), (bx, by) in pairwise(corners))


def _apart(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) > 0.1 or abs(one[1] - other[1]) > 0.1


def rules_of(shapes: list[Shape], paper: Paper) -> list[Rule]:
    """Return what is drawn as rules: lines, thin filled boxes, the sides of stroked boxes and of frames."""
    rules: list[Rule] = []
    borders = framed([shape.box for shape in _filled(shapes)])
    for shape in shapes:
        if shape.box not in borders and (rule := rule_of(shape.box)):
            part = paper.cut(rule)
            colours = (shape.fill, shape.stroke)
            rules += (
                [part] if part and any(colour and paper.shows(colour, part.box) for colour in colours) else []
            )
        elif shape.stroke:
            drawn = map(paper.cut, sides(shape.box) if shape.rectangle else _straight(shape.points))
            rules += [side for side in drawn if side and paper.shows(shape.stroke, side.box)]
    return rules + framing_of(shapes, paper)


def framing_of(shapes: Sequence[Shape], paper: Paper) -> list[Rule]:
    """Return the sides of thin frames that are seen: one may be filled once for each side, all else clipped away."""
    seen = [(one, other, Paper(one.clip) if one.clip else paper) for _, one, other in _thin_frames(shapes)]
    drawn = ((rule, clip) for one, other, clip in seen for rule in framing(one.box, other.box))
    left = (part for rule, clip in drawn if (part := clip.left_of(rule)))
    return [part for rule in left if (part := paper.cut(rule))]


def frames_of(shapes: Sequence[Shape]) -> list[Box]:
    """Return the boxes that are drawn in outline."""
    stroked = [s.box for s in shapes if s.rectangle and s.stroke and min(s.stroke) < WHITE]
    return stroked + [frame for frame, *_ in _thin_frames(shapes)]


def _thin_frames(shapes: Sequence[Shape]) -> list[tuple[Box, Shape, Shape]]:
    pairs = pairwise(_filled(shapes))
    return [(frame, one, other) for one, other in pairs if (frame := frame_of(one.box, other.box))]


def _filled(shapes: Sequence[Shape]) -> list[Shape]:
    return [shape for shape in shapes if shape.fill and shape.rectangle]


def _straight(points: tuple[Point, ...]) -> Iterator[Rule]:
    """Yield the level and upright sides of a stroked line through some points."""
    for one, other in pairwise(points):
        rule = rule_of(outline((one, other)))
        if rule and min(abs(one[0] - other[0]), abs(one[1] - other[1])) < 0.5:
            yield rule


def _matrix_of(thing: int) -> Matrix:
    """Return how an object is placed on the page, or in the form that it is part of."""
    m = _MATRIX
    return (m.a, m.b, m.c, m.d, m.e, m.f) if matrix_of(thing, _TO_MATRIX) else IDENTITY


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def _moved(point: Point, matrix: Matrix) -> Point:
    (x, y), (a, b, c, d, e, f) = point, matrix
    return (a * x + c * y + e, b * x + d * y + f)


def outline(points: Sequence[Point]) -> Box:
    """Return the box around points."""
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))
