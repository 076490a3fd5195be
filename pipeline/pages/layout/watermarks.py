"""Watermarks: words that are rotated, or large behind the text -> lines of their own.

Comes in: the glyphs of a page in the order of the file.  Goes out: those of the text, and each watermark's.
Assigned by where they stand, its characters would fall one by one into the lines and cells that it crosses.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from pipeline.pages.glyph import Glyph

ROTATED = math.radians(5)
"""Writing that is turned further than this against level and upright is rotated: a crooked scan is not."""
LARGE = 2.0
"""A watermark behind level text is this many times larger than the text, or more."""
CORE = 0.05
"""Share of a large glyph, on each side, that another line may reach into without being printed over it."""


def is_rotated(along: float, across: float) -> bool:
    """Tell whether writing goes neither level nor upright, by its direction."""
    turn = math.atan2(across, along) % (math.pi / 2)
    return min(turn, math.pi / 2 - turn) > ROTATED


def set_apart(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[list[Glyph]]]:
    """Return the glyphs of the text, and those of each watermark in the order in which they are written."""
    level = [glyph for glyph in glyphs if not glyph.rotated]
    common = common_size(level)
    if len(level) == len(glyphs) and max((glyph.size for glyph in glyphs), default=0.0) < LARGE * common:
        return level, []
    text: list[Glyph] = []
    small = [glyph for glyph in glyphs if glyph.size < LARGE * common and not glyph.rotated]
    behind: list[list[Glyph]] = []
    for run in _runs(glyphs, LARGE * common):
        if run[0].rotated or (run[0].size >= LARGE * common and _is_printed_over(run, small)):
            behind.append(run)
        else:
            text += run
    return text, behind


def common_size(glyphs: Collection[Glyph]) -> float:
    """Return the size of most glyphs, to a tenth of a point; 0 of none."""
    if len(alike := {glyph.size for glyph in glyphs}) == 1:
        return round(alike.pop(), 1)
    sizes: Counter[float] = Counter()
    for size, times in Counter(glyph.size for glyph in glyphs).items():
        sizes[round(size, 1)] += times
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _runs(glyphs: Sequence[Glyph], large: float) -> Iterator[list[Glyph]]:
    """Yield the glyphs in runs that are set alike; those that are neither rotated nor large are one run."""

    def alike(glyph: Glyph) -> tuple[bool, float]:
        return glyph.rotated, round(glyph.size, 1) if glyph.rotated or glyph.size >= large else 0.0

    for _, run in groupby(glyphs, alike):
        yield list(run)


def _is_printed_over(run: Sequence[Glyph], others: Sequence[Glyph]) -> bool:
    """Tell whether other glyphs stand in the midst of those of a run."""
    for glyph in run:
        x0, top, x1, bottom = glyph.box
        across, down = CORE * (x1 - x0), CORE * (bottom - top)
        for other in others:
            x, y = (other.box[0] + other.box[2]) / 2, (other.box[1] + other.box[3]) / 2
            if x0 + across <= x <= x1 - across and top + down <= y <= bottom - down:
                return True
    return False
