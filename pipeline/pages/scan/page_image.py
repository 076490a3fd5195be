"""A page without a text layer: its rules and the lines of its text are found in the picture of it.

Comes in: the picture of a page.  Goes out: glyphs and rules in points from the top left, each glyph with the
confidence of the model that read it.  The chain: picture -> without seals -> turned upright -> rules -> cells -> lines
of text -> characters (``recognise``).  A line is cut out of its own cell, so that it has no word of a neighbour.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.core.cache import remembered
from pipeline.core.page import Box
from pipeline.pages.glyph import Glyph
from pipeline.pages.scan.recognise import Seen, Strip, recognise
from pipeline.pages.scan.stamps import without_stamps
from pipeline.pages.scan.upright import upright
from pipeline.pages.tables.nested import whole_grids
from pipeline.pages.tables.rulings import Grid, Rule

Picture = NDArray[np.uint8]
Pixels = tuple[int, int, int, int]
"""Left, top, right, bottom."""
DPI = 200
"""At which pages are looked at: characters of 12 points are 33 pixels high."""
POINTS = 72 / DPI
SHORTEST_RULE = 50
"""Pixels; strokes of characters are shorter, the sides of a row are longer."""
THICKEST_RULE = 14
NEAR = 2.5
"""Points by which a rule may stand beside the line of the grid that it draws."""
LONG = 120.0
"""Points; strokes of the large characters of a title make grids, too, but none is as long as a table is wide."""
LOWEST_LINE = 9
"""Pixels of height; a run of ink below this is dirt."""
PADDING = 6
DOT = 0.25
"""Share of the height of a line; ink that is no larger is a dot."""
WIDE = 2.0
"""Times the height of a line: a gap that parts a line outside a table."""
SOLID = 0.93
"""Share of ink in a filled square; of a filled circle it is less than 0.8."""
STAMPED = 0.85
"""What is read under a seal is no more certain than this: its numbers are looked up by a person."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was found on the picture of a page."""

    glyphs: list[Glyph]
    rules: list[Rule]


def read_picture(picture: Picture) -> Scanned:
    """Return the glyphs and rules on the picture of a page, ``DPI`` dots to the inch; kept for the next run.

    The picture is coloured, as blue, green and red.
    """
    told = hashlib.sha256(f"{picture.shape}".encode() + picture.tobytes()).hexdigest()
    return remembered("scan", Scanned, lambda: _read(picture), picture=told)


def _read(picture: Picture) -> Scanned:
    grey, stamps = without_stamps(picture, DPI)
    level = upright(grey)
    ink = _ink(level)
    tables, strokes = _tables(_strokes(ink))
    drawn = _drawn(ink, strokes)
    inside = _without(ink, drawn)
    outside = inside.copy()
    cells = [_in_pixels(table.cell_box(at)) for table in tables for at in range(len(table.spans))]
    for left, top, right, bottom in cells:
        outside[top:bottom, left:right] = 0
    height, width = ink.shape
    lines = [(line, inside) for cell in cells for line in _lines(inside, cell)]
    for line in _lines(outside, (0, 0, width, height)):
        lines += [(piece, outside) for piece in _pieces(outside, line)]
    strips, squares = [], []
    for line, inked in lines:
        rest = line
        while square := _square(inked, rest):
            squares.append(square)
            rest = _after(inked, rest, square)
        if rest[0] < rest[2]:
            strips.append(Strip(_cut(level, drawn, rest), rest[0], rest[1]))
    glyphs = [
        Glyph(seen.text, _in_points(seen.box), (seen.box[3] - seen.box[1]) * POINTS, "", _sure(seen, stamps))
        for seen in recognise(strips)
    ]
    marks = [Glyph("■", _in_points(box), (box[3] - box[1]) * POINTS, "") for box in squares]
    return Scanned(glyphs + marks, [stroke.rule for stroke in strokes])


def _sure(seen: Seen, stamps: Sequence[Pixels]) -> float:
    """Return how certain a character is; a seal is looked for where it was before the page was turned."""
    x, y = (seen.box[0] + seen.box[2]) / 2, (seen.box[1] + seen.box[3]) / 2
    stamped = any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in stamps)
    return min(seen.confidence, STAMPED) if stamped else seen.confidence


def _ink(picture: Picture) -> Picture:
    """Return 255 where there is ink, 0 where there is paper; specks of noise are none."""
    import cv2

    smooth = cv2.GaussianBlur(picture, (3, 3), 0)
    _, ink = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    return np.asarray(ink, np.uint8)


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A long straight stroke: the rule that it may be, and its pixels."""

    rule: Rule
    outline: Pixels
    inked: Picture


def _strokes(ink: Picture) -> list[_Stroke]:
    """Return the long level and upright strokes."""
    import cv2

    found = []
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    for shape in ((1, SHORTEST_RULE), (SHORTEST_RULE, 1)):
        opened: Any = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        count, _, boxes, _ = cv2.connectedComponentsWithStats(opened)
        for left, top, width, height, _ in boxes[1:count].tolist():
            right, bottom = left + width, top + height
            if min(width, height) > THICKEST_RULE:
                continue
            x0, y0, x1, y1 = _in_points((left, top, right, bottom))
            rule = Rule(True, (y0 + y1) / 2, x0, x1) if width > height else Rule(False, (x0 + x1) / 2, y0, y1)
            found.append(_Stroke(rule, (left, top, right, bottom), opened[top:bottom, left:right]))
    return found


def _tables(strokes: Sequence[_Stroke]) -> tuple[list[Grid], list[_Stroke]]:
    """Return the tables that strokes draw, and those of the strokes that draw them."""
    long = [stroke.rule for stroke in strokes if stroke.rule.end - stroke.rule.start > LONG]
    found = whole_grids(stroke.rule for stroke in strokes)
    tables = [table for table in found if any(rule.horizontal and _draws(rule, table) for rule in long)]
    return tables, [stroke for stroke in strokes if any(_draws(stroke.rule, table) for table in tables)]


def _draws(rule: Rule, table: Grid) -> bool:
    """Tell whether a stroke is a rule of a table; another is part of a character or of a square."""
    x0, top, x1, bottom = table.box
    lines, (start, end) = (table.ys, (x0, x1)) if rule.horizontal else (table.xs, (top, bottom))
    along = start - NEAR <= rule.start and rule.end <= end + NEAR
    return along and min(abs(rule.at - at) for at in lines) <= NEAR


def _drawn(ink: Picture, strokes: Sequence[_Stroke]) -> Picture:
    """Return the pixels of some strokes, and those beside them that noise made of them."""
    import cv2

    drawn = np.zeros_like(ink)
    for stroke in strokes:
        left, top, right, bottom = stroke.outline
        drawn[top:bottom, left:right] |= stroke.inked
    return np.asarray(cv2.dilate(drawn, np.ones((5, 5), np.uint8)), np.uint8)


def _without(ink: Picture, drawn: Picture) -> Picture:
    """Return the ink without the rules of tables, and without the dirt that they leave."""
    import cv2

    erased = ink.copy()
    erased[drawn > 0] = 0
    return np.asarray(cv2.medianBlur(erased, 3), np.uint8)


def _lines(ink: Picture, area: Pixels) -> Iterator[Pixels]:
    """Yield the outlines of the lines of text in an area, from top to bottom."""
    left, top, right, bottom = area
    part = ink[top:bottom, left:right] > 0
    rows = part.sum(axis=1) > 0
    for start, end in _runs(rows, 2):
        if end - start < LOWEST_LINE:
            continue
        columns = np.flatnonzero(part[start:end].any(axis=0))
        yield (left + int(columns[0]), top + start, left + int(columns[-1]) + 1, top + end)


def _pieces(ink: Picture, line: Pixels) -> Iterator[Pixels]:
    """Yield the parts of a line between wide gaps; the dots that lead to a page number are a gap, too."""
    import cv2

    left, top, right, bottom = line
    part: Any = ink[top:bottom, left:right]
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(part)
    dots = np.flatnonzero(boxes[:, 2:4].max(axis=1) <= DOT * (bottom - top))
    solid: Any = (part > 0) & ~np.isin(labels, dots)
    runs = list(_runs(solid.any(axis=0), round(WIDE * (bottom - top))))
    for start, end in runs if len(runs) > 1 else [(0, right - left)]:
        yield (left + start, top, left + end, bottom)


def _square(ink: Picture, line: Pixels) -> Pixels | None:
    """Return the filled square that a line begins with, which models of characters do not know, or None."""
    left, top, right, bottom = line
    part: Any = ink[top:bottom, left:right] > 0
    start, end = next(_runs(part.any(axis=0), 0), (0, 0))
    rows = np.flatnonzero(part[:, start:end].any(axis=1))
    if not len(rows):
        return None
    width, height = end - start, int(rows[-1] - rows[0]) + 1
    filled = part[rows[0] : rows[-1] + 1, start:end].mean()
    if not (LOWEST_LINE <= width <= 1.3 * height and height <= 1.3 * width and filled > SOLID):
        return None
    return (left + start, top + int(rows[0]), left + end, top + int(rows[-1]) + 1)


def _after(ink: Picture, line: Pixels, square: Pixels) -> Pixels:
    """Return the rest of a line behind a square."""
    _, top, right, bottom = line
    columns = np.flatnonzero((ink[top:bottom, square[2] : right] > 0).any(axis=0))
    start = square[2] + int(columns[0]) if len(columns) else right
    return (start, top, right, bottom)


def _runs(inked: NDArray[Any], gap: int) -> Iterator[tuple[int, int]]:
    """Yield where runs of ink start and end; a gap of no more pixels than this does not part them."""
    at = np.flatnonzero(inked)
    if not len(at):
        return
    breaks = np.flatnonzero(np.diff(at) > gap + 1)
    starts = [at[0], *at[breaks + 1]]
    ends = [*at[breaks], at[-1]]
    for start, end in zip(starts, ends, strict=True):
        yield int(start), int(end) + 1


def _cut(picture: Picture, drawn: Picture, line: Pixels) -> Picture:
    """Return the picture of one line, on white, without rules that touch it."""
    left, top, right, bottom = line
    part = (
        slice(max(0, top - PADDING), bottom + PADDING),
        slice(max(0, left - PADDING), right + PADDING),
    )
    strip = picture[part].copy()
    strip[drawn[part] > 0] = 255
    return strip


def _in_pixels(box: Box) -> Pixels:
    left, top, right, bottom = (round(side / POINTS) for side in box)
    return (max(0, left), max(0, top), right, bottom)


def _in_points(box: tuple[float, float, float, float]) -> Box:
    return (box[0] * POINTS, box[1] * POINTS, box[2] * POINTS, box[3] * POINTS)
