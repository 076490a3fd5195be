"""What of a PDF is shown beside a record: its pages as small grey pictures, their sizes, and where letters stand.

Comes in: a PDF that nobody has vouched for.  Goes out: plain values; it is opened in a process of its own, which has
given up all else before (``core.sandbox``).  What can go wrong is one sentence: it cannot be opened or drawn.

Places are in points from the top left of the whole page, as in the record.
"""

from __future__ import annotations

import io
from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from pipeline.core.record import PageBox
from pipeline.core.sandbox import Access, Tick, in_worker
from pipeline.core.text import canonical
from pipeline.pages.pdfium.document import media_box

DPI = 110
LARGEST = 4000
"""Pixels of a side, of which no page of paper has as many; a poster is drawn coarser."""
_GREYS = 6

Letter = tuple[str, PageBox]


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a page, without spaces, as the record stores them; and the four sides of each, in one row."""

    text: str
    sides: array[float]

    def on(self, page: int) -> list[Letter]:
        """Return each letter with its box on the page of this number."""
        boxes = zip(*[iter(self.sides)] * 4, strict=True)
        return [(sign, (page, *box)) for sign, box in zip(self.text, boxes, strict=True)]


@dataclass(frozen=True, slots=True)
class Measured:
    """Width and height of pages, in points, and the letters of those that were asked for, by their numbers."""

    sizes: dict[int, tuple[float, float]]
    letters: dict[int, Letters]


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as WebP or PNG, and its size in pixels."""

    content: bytes
    width: int
    height: int


def measured(pdf: Path, lettered: Iterable[int] = (), among: Collection[int] | None = None) -> Measured:
    """Return the sizes of the pages of a PDF, and the letters of some.

    Args:
        pdf: the PDF.
        lettered: the numbers of the pages, from 1, whose letters are wanted.
        among: the numbers of the pages that are looked at; all of them where it is left out.

    Raises:
        UserError: it cannot be opened.
    """
    work = partial(_measured, pdf, frozenset(lettered), among)
    return in_worker(str(pdf), work, kind=Measured, access=Access((pdf,)))


def pictures(pdf: Path, pages: Sequence[int], dpi: int = DPI, *, quick: bool = False) -> list[Picture]:
    """Return pages of a PDF, by their numbers from 1, in few greys: small, and sharp enough to read.

    Args:
        pdf: the PDF.
        pages: the numbers of the pages.
        dpi: pixels an inch.
        quick: write PNG, in a tenth of the time and twice the size, instead of WebP.

    Raises:
        UserError: it cannot be opened, or a page not be drawn.
    """
    if not pages:
        return []
    work = partial(_pictures, pdf, pages, dpi, quick)
    return in_worker(str(pdf), work, kind=list[Picture], access=Access((pdf,)))


def _measured(pdf: Path, lettered: frozenset[int], among: Collection[int] | None, tick: Tick) -> Measured:
    sizes, letters = {}, {}
    with pypdfium2.PdfDocument(pdf) as document:
        known = range(1, len(document) + 1)
        for number in known if among is None else sorted(set(among).intersection(known)):
            page = _opened(document, number)
            sizes[number] = page.get_size()
            if number in lettered:
                letters[number] = _letters(page)
            page.close()
            tick(None)
    return Measured(sizes, letters)


def _letters(page: Any) -> Letters:
    found = Letters("", array("d"))
    if page.get_rotation():  # boxes of letters are not turned with the page
        return found
    left_edge, _, _, top_edge = media_box(page)
    layer = page.get_textpage()
    count = layer.count_chars()
    text = layer.get_text_range(0, count) if count else ""
    stored: list[str] = []
    if len(text) == count:  # a sign outside the basic plane shifts the indices: then nothing is claimed
        for at, sign in enumerate(text):
            for part in _stored(sign):
                left, bottom, right, top = layer.get_charbox(at)
                stored.append(part)
                found.sides.extend((left - left_edge, top_edge - top, right - left_edge, top_edge - bottom))
    layer.close()
    return Letters("".join(stored), found.sides)


def squeezed(text: str) -> str:
    """Return a text as the record stores it, without spaces."""
    return "".join(canonical(text).split())


_stored = cache(squeezed)
"""A page has a thousand letters, of some two hundred kinds."""


def _pictures(pdf: Path, pages: Sequence[int], dpi: int, quick: bool, tick: Tick) -> list[Picture]:
    drawn = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number in pages:
            page = _opened(document, number)
            drawn.append(_picture(page, dpi, quick))
            page.close()
            tick(len(pages))
    return drawn


def _opened(document: Any, number: int) -> Any:
    """Return a page with nothing cropped away: boxes are measured on the whole of it."""
    page = document[number - 1]
    page.set_cropbox(*media_box(page))
    return page


def _picture(page: Any, dpi: int, quick: bool) -> Picture:
    scale = min(dpi / 72, LARGEST / max(page.get_size()))
    bitmap = page.render(scale=scale, grayscale=True)
    grey = bitmap.to_pil().convert("L")
    bitmap.close()
    steps = _GREYS - 1
    few: Image.Image = grey.point([round(round(value / 255 * steps) * 255 / steps) for value in range(256)])
    stream = io.BytesIO()
    if quick:
        few.save(stream, "PNG", compress_level=4)
    else:
        few.save(stream, "WEBP", lossless=True, quality=80, method=1)
    return Picture(stream.getvalue(), *few.size)
