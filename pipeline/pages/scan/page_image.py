"""A page without a text layer: its rules and the lines of its text are found in the picture of it.

Comes in: the picture of a page.  Goes out: glyphs and rules in points from the top left, each glyph with the
confidence of the model that read it.  The chain: picture -> without seals -> made level, and rectangular -> rules ->
cells -> lines of text -> characters (``recognise``).  A line is cut out of its own cell, so that it has no word of a
neighbour.  A photograph of bent paper is not read: nobody could tell what stands in which cell.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.core.cache import remembered
from pipeline.pages.glyph import Glyph
from pipeline.pages.scan.frame import frame_of, warped
from pipeline.pages.scan.lines import lines_of, pieces_of
from pipeline.pages.scan.marks import Mark, after, mark_of
from pipeline.pages.scan.pixels import DPI, POINTS, Picture, Pixels, in_pixels, in_points
from pipeline.pages.scan.recognise import PADDING, Seen, Strip, recognise
from pipeline.pages.scan.stamps import without_stamps
from pipeline.pages.scan.strokes import drawn_by, strokes_of, tables_of, without
from pipeline.pages.scan.upright import tilt, turned
from pipeline.pages.tables.rulings import Grid, Rule

INSET = 3
"""Pixels: from the middle of a rule to where its cell begins, whatever noise or a seal has left of the rule."""
STAMPED = 0.65
"""What is read under a seal is no more certain than this: it is looked up by a person."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was found on the picture of a page; nothing where it is a photograph of bent paper."""

    glyphs: list[Glyph]
    rules: list[Rule]
    bent: bool = False


@dataclass(frozen=True, slots=True)
class _Level:
    """A page whose lines are level: grey, where it is inked, and where the ink of seals was or touched it."""

    grey: Picture
    ink: Picture
    touched: Picture


def read_picture(picture: Picture) -> Scanned:
    """Return the glyphs and rules on the picture of a page, ``DPI`` dots to the inch; kept for the next run.

    The picture is coloured, as blue, green and red.
    """
    told = hashlib.sha256(f"{picture.shape}".encode() + picture.tobytes()).hexdigest()
    return remembered("scan", Scanned, lambda: _read(picture), picture=told)


def _read(picture: Picture) -> Scanned:
    page = _levelled(picture)
    if page is None:
        return Scanned([], [], bent=True)
    tables, strokes = tables_of(strokes_of(page.ink, page.touched))
    drawn = drawn_by(page.ink, strokes)
    inside = without(page.ink, drawn)
    marks: list[Mark] = []
    strips: list[Strip] = []
    for area, line, inked in _lines(inside, tables):
        rest = line
        while rest[0] < rest[2] and (mark := mark_of(inked, rest)):
            marks.append(mark)
            rest = after(inked, rest, mark.box)
            area = (mark.box[2], *area[1:])
        if rest[0] < rest[2]:
            strips.append(_cut(page.grey, drawn, rest, area))
    glyphs = [
        Glyph(seen.text, in_points(seen.box), (seen.box[3] - seen.box[1]) * POINTS, "", _sure(seen, page))
        for seen in recognise(strips)
    ]
    shapes = [
        Glyph(mark.text, in_points(mark.box), (mark.box[3] - mark.box[1]) * POINTS, "") for mark in marks
    ]
    return Scanned(glyphs + shapes, [stroke.rule for stroke in strokes])


def _levelled(picture: Picture) -> _Level | None:
    """Return a page made level and rectangular; None where it is bent."""
    import cv2

    grey, touched = without_stamps(picture, DPI)
    if turn := tilt(grey):
        grey = turned(grey, turn, cv2.INTER_CUBIC, 255)
        touched = turned(touched, turn, cv2.INTER_NEAREST, 0)
    ink = _ink(grey)
    frame = frame_of(ink)
    if frame.bent:
        return None
    if frame.matrix is not None:
        grey = warped(grey, frame.matrix, cv2.INTER_CUBIC, 255)
        touched = warped(touched, frame.matrix, cv2.INTER_NEAREST, 0)
        ink = _ink(grey)
    return _Level(grey, ink, touched)


def _ink(picture: Picture) -> Picture:
    """Return 255 where there is ink, 0 where there is paper; specks of noise are none."""
    import cv2

    smooth = cv2.GaussianBlur(picture, (3, 3), 0)
    _, ink = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    return np.asarray(ink, np.uint8)


def _lines(ink: Picture, tables: Sequence[Grid]) -> Iterator[tuple[Pixels, Pixels, Picture]]:
    """Yield the area that each line of text stands in, the line, and the ink of all such areas."""
    outside = ink.copy()
    for table in tables:
        for at in range(len(table.spans)):
            left, top, right, bottom = in_pixels(table.cell_box(at))
            outside[top:bottom, left:right] = 0
            cell = (left + INSET, top + INSET, right - INSET, bottom - INSET)
            yield from ((cell, line, ink) for line in lines_of(ink, cell))
    whole = (0, 0, ink.shape[1], ink.shape[0])
    for line in lines_of(outside, whole):
        yield from ((whole, piece, outside) for piece in pieces_of(outside, line))


def _cut(picture: Picture, drawn: Picture, line: Pixels, area: Pixels) -> Strip:
    """Return the picture of one line, on white, without rules that touch it or what is outside its area."""
    left, top, right, bottom = line
    x0, y0, x1, y1 = left - PADDING, top - PADDING, right + PADDING, bottom + PADDING
    strip = np.full((y1 - y0, x1 - x0), 255, np.uint8)
    x2, y2, x3, y3 = max(x0, area[0]), max(y0, area[1]), min(x1, area[2]), min(y1, area[3])
    part = picture[y2:y3, x2:x3].copy()
    part[drawn[y2:y3, x2:x3] > 0] = 255
    strip[y2 - y0 : y3 - y0, x2 - x0 : x3 - x0] = part
    return Strip(strip, left, top)


def _sure(seen: Seen, page: _Level) -> float:
    """Return how certain a character is; one that the ink of a seal touches is not."""
    left, top, right, bottom = (round(side) for side in seen.box)
    return min(seen.confidence, STAMPED) if page.touched[top:bottom, left:right].any() else seen.confidence
