"""The picture of a page as a witness: what may be taken away without a change is not seen.

Comes in: a page, and the characters in question by the text that they are part of.  Goes out: those that are not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from pipeline.core.page import Box, union
from pipeline.pages.glyph import Glyph
from pipeline.pages.pdfium.raw_objects import set_active
from pipeline.pages.visible import Paper

SCALE = 1.5
"""Dots to the point of the picture that decides."""
CONTRAST = 16
"""Of 255; a glyph that differs less from what is behind it is not seen."""
AROUND = 0.1
"""Share of a box on each side that the strokes of a neighbour may reach into."""
BAND = 24.0
"""Points; texts are looked up by the height at which they stand."""
LOWEST = 14_400.0
"""Points; no page is higher."""
Picture = NDArray[np.uint8]


def unchanged(
    page: pdfium.PdfPage, glyphs: Sequence[Glyph], doubted: Mapping[int, Sequence[int]], paper: Paper
) -> set[int]:
    """Return the characters in whose place the page looks the same without the text that they are part of."""
    hidden: set[int] = set()
    before = _picture(page)
    for texts in _apart({text: [glyphs[at] for at in numbers] for text, numbers in doubted.items()}):
        for text in texts:
            set_active(text, 0)
        change = np.abs(before.astype(np.int16) - _picture(page)).max(axis=2) > CONTRAST
        for text in texts:
            set_active(text, 1)
            hidden.update(_unchanged(doubted[text], glyphs, change, paper))
    return hidden


def _apart(texts: Mapping[int, Sequence[Glyph]]) -> Iterator[list[int]]:
    """Yield texts in groups, none of which overlaps another of its group: each must change the picture by itself."""
    groups: list[tuple[list[int], dict[int, list[Box]]]] = []
    for text, glyphs in texts.items():
        box = union(glyph.box for glyph in glyphs)
        bands = _bands(box)
        home = next((group for group in groups if not _is_taken(box, bands, group[1])), None)
        if home is None:
            groups.append(home := ([], {}))
        home[0].append(text)
        for band in bands:
            home[1].setdefault(band, []).append(box)
    for members, _ in groups:
        yield members


def _bands(box: Box) -> range:
    """Return the bands of the page that a box reaches into; what stands outside the page counts as at its edge."""
    first, last = (int(min(max(y, 0.0), LOWEST) // BAND) for y in (box[1], box[3]))
    return range(first, last + 1)


def _is_taken(box: Box, bands: range, held: Mapping[int, Sequence[Box]]) -> bool:
    return any(_overlap(box, other) for band in bands for other in held.get(band, ()))


def _overlap(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    height = min(one[3] - one[1], other[3] - other[1])
    return across > AROUND * height and down > height / 2


def _picture(page: pdfium.PdfPage) -> Picture:
    bitmap = page.render(scale=SCALE, may_draw_forms=False)
    picture: Picture = bitmap.to_numpy().copy()
    bitmap.close()
    return picture


def _unchanged(
    numbers: Sequence[int], glyphs: Sequence[Glyph], change: NDArray[np.bool_], paper: Paper
) -> Iterator[int]:
    """Yield the characters of a text in whose place the picture is the same without it; its spaces if all are."""
    shown = False
    spaces: list[int] = []
    for number in numbers:
        if glyphs[number].text.isspace():
            spaces.append(number)
        elif _differs(glyphs[number].box, change, paper):
            shown = True
        else:
            yield number
    if not shown and len(spaces) < len(numbers):
        yield from spaces


def _differs(box: Box, change: NDArray[np.bool_], paper: Paper) -> bool:
    x0, top, x1, bottom = box
    across = AROUND * (x1 - x0)
    left, right = (int(SCALE * (x - paper.seen[0])) for x in (x0 + across, x1 - across))
    upper, lower = (int(SCALE * (y - paper.seen[1])) for y in (top, bottom))
    return bool(change[max(0, upper) : lower + 1, max(0, left) : right + 1].any())
