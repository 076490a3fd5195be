"""The white band at the middle of a sheet, and between which heights nothing crosses it.

Comes in: what is written and drawn on a sheet.  Goes out: the band, and the zones from top to bottom in which it is
white.  Knows nothing of what a page or a column is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.core.page import Box, union
from pipeline.pages.glyph import Glyph
from pipeline.pages.tables.rulings import Rule

MIDDLE = 0.08
"""A gutter stands no further than this share of the width from the middle of its sheet."""
GUTTER = 8.0
"""Points; no gutter is narrower.  Cells that stand side by side leave less."""
STEP = 4.0
"""Points from one place that is tried to the next."""
APART = 1.0
"""Glyphs of a line that are further apart than this share of their size do not run on."""
MARGIN = 0.12
"""Share of the height, at the top and at the bottom, in which page numbers and running heads stand."""
LOWEST = 0.12
"""Share of the height of its sheet that columns have at least."""
COVERED = 0.3
"""There is no band where words stand everywhere at the middle, nowhere less than this share of where they do most."""
FEW = 0.1
"""Nor where they stand over more than this share of the height: a heading over both columns is lower."""
SAME_LINE = 0.5
"""Glyphs stand on one line where their middles are nearer than this share of their size."""
OVER = 0.9
"""Rules over this share of the middle go over it."""
GROUND = 0.8
"""What covers this share of the width and of the height of a sheet is its ground."""

Zone = tuple[float, float]
"""From which height to which."""


@dataclass(frozen=True, slots=True)
class Item:
    """A run of words on a line, or something drawn, which has none."""

    box: Box
    words: str = ""

    @property
    def top(self) -> float:
        """The height where it begins."""
        return self.box[1]

    @property
    def bottom(self) -> float:
        """The height where it ends."""
        return self.box[3]


def open_zones(glyphs: Sequence[Glyph], rules: Sequence[Rule], size: tuple[float, float]) -> list[Zone]:
    """Return at a glance in which zones there may be two columns; on most sheets in none.

    Between the rules that go over its middle either words stand at every place of the middle, or none on one side.
    """
    width, height = size
    first, last = (0.5 - MIDDLE) * width, (0.5 + MIDDLE) * width
    edges = [0.0, *_over(rules, first, last), height]
    tall = [(top, bottom) for top, bottom in pairwise(edges) if bottom - top >= LOWEST * height]
    if not tall:
        return []
    head, foot = MARGIN * height / 2, (1 - MARGIN / 2) * height
    tops = [top for top, _ in tall]
    bins = [[0.0] * (int((last - first) / GUTTER) + 1) for _ in tall]
    sides = [[False, False] for _ in tall]
    for glyph in glyphs:
        x0, top, x1, bottom = glyph.box
        zone = bisect_right(tops, (top + bottom) / 2) - 1
        if zone < 0 or top > tall[zone][1]:
            continue
        middle = (x0 + x1) / 2
        if head < top < foot:
            sides[zone][middle > width / 2] = True
        if x1 > first and x0 < last:
            bins[zone][min(len(bins[zone]) - 1, max(0, int((middle - first) / GUTTER)))] += bottom - top
    return [
        zone
        for zone, filled, beside in zip(tall, bins, sides, strict=True)
        if (width > height or all(beside))
        and min(filled) <= max(COVERED * max(filled), FEW * (zone[1] - zone[0]))
    ]


def _over(rules: Sequence[Rule], first: float, last: float) -> list[float]:
    """Return the heights of level rules that go over the middle of a sheet, in one piece or cell by cell."""
    ends: dict[int, float] = {}
    covered: dict[int, float] = {}
    for rule in sorted(rules, key=lambda rule: rule.start):
        if rule.horizontal and rule.end > first and rule.start < last:
            at = round(rule.at)
            start, end = max(rule.start, ends.get(at, first)), min(rule.end, last)
            covered[at] = covered.get(at, 0.0) + max(0.0, end - start)
            ends[at] = max(end, ends.get(at, first))
    return sorted(at for at, length in covered.items() if length > OVER * (last - first))


def items_of(
    glyphs: Sequence[Glyph],
    rules: Sequence[Rule],
    boxes: Sequence[Box],
    size: tuple[float, float],
    zones: Sequence[Zone],
) -> list[Item]:
    """Return what stands on a sheet: words that run on, rules, and boxes but for the ground of the page.

    What stands between the zones, where there are no columns, is one thing over the whole width.
    """
    width, height = size
    edges = [0.0, *(edge for zone in zones for edge in zone), height]
    between = [
        (0.0, top, width, bottom) for top, bottom in zip(edges[::2], edges[1::2], strict=True) if top < bottom
    ]
    drawn = [box for box in boxes if box[2] - box[0] < GROUND * width or box[3] - box[1] < GROUND * height]
    tops = [top for top, _ in zones]
    level = [
        glyph
        for glyph in glyphs
        if (below := bisect_right(tops, glyph.box[1]))
        and glyph.box[1] <= zones[below - 1][1]
        and not glyph.rotated
        and not glyph.text.isspace()
    ]
    return [*_runs(level), *(Item(box) for box in (*(rule.box for rule in rules), *drawn, *between))]


def _runs(glyphs: Sequence[Glyph]) -> Iterator[Item]:
    for line in _lines(glyphs):
        run: list[Glyph] = []
        for glyph in line:
            if run and glyph.box[0] - run[-1].box[2] > APART * glyph.size:
                yield _item(run)
                run = []
            run.append(glyph)
        yield _item(run)


def _item(run: Sequence[Glyph]) -> Item:
    return Item(union(glyph.box for glyph in run), "".join(glyph.text for glyph in run))


def lines_in(glyphs: Sequence[Glyph]) -> list[tuple[str, Box]]:
    """Return the words of lines, without white space, from top to bottom, and their places."""
    level = [glyph for glyph in glyphs if not glyph.text.isspace()]
    return [
        ("".join(glyph.text for glyph in line), union(glyph.box for glyph in line)) for line in _lines(level)
    ]


def _lines(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    line: list[Glyph] = []
    middle = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.box[1] + glyph.box[3]):
        here = (glyph.box[1] + glyph.box[3]) / 2
        if line and here - middle > SAME_LINE * glyph.size:
            yield sorted(line, key=lambda glyph: glyph.box[0])
            line = []
        if not line:
            middle = here
        line.append(glyph)
    if line:
        yield sorted(line, key=lambda glyph: glyph.box[0])


def band_at(items: Sequence[Item], size: tuple[float, float]) -> float | None:
    """Return the middle of the band that is crossed least, over the least height, or None where all is crossed.

    A page number or a running head may stand in the middle of either margin.
    """
    width, height = size
    first, last = (0.5 - MIDDLE) * width, (0.5 + MIDDLE) * width
    near = [
        item
        for item in items
        if item.box[2] > first - GUTTER
        and item.box[0] < last + GUTTER
        and not (in_margin(item, height) and item.box[0] < width / 2 < item.box[2])
    ]
    runs: list[tuple[float, list[float]]] = []
    for step in range(int((last - first) / STEP) + 1):
        at = first + step * STEP
        free = sum(bottom - top for top, bottom in zones_at(near, at, height))
        if runs and runs[-1][0] == free:
            runs[-1][1].append(at)
        else:
            runs.append((free, [at]))
    free, places = max(runs, key=lambda run: (run[0], len(run[1])))
    return (places[0] + places[-1]) / 2 if free else None


def in_margin(item: Item, height: float) -> bool:
    """Tell whether something stands whole in the upper or the lower margin."""
    return item.bottom <= MARGIN * height or item.top >= (1 - MARGIN) * height


def zones_at(items: Sequence[Item], at: float, height: float) -> list[Zone]:
    """Return the zones in which nothing crosses a gutter, from top to bottom: the whole height where nothing does."""
    start, end = at - GUTTER / 2, at + GUTTER / 2
    boxes = (item.box for item in items)
    crossing = sorted((top, bottom) for left, top, right, bottom in boxes if left < end and right > start)
    zones: list[Zone] = []
    below = 0.0
    for top, bottom in crossing:
        if top - below >= LOWEST * height:
            zones.append((below, top))
        below = max(below, bottom)
    if height - below >= LOWEST * height:
        zones.append((below, height))
    return zones
