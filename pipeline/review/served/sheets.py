"""The printed pages of an edition under review: their pictures, sizes and letters, kept in memory once asked for.

Comes in: a PDF, or none.  Goes out: PNG of some 1,600 pixels, and places in shares of a page.  What is not a PDF has no
pages; its source is shown as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.errors import UserError
from pipeline.core.record import Booklet, PageBox
from pipeline.source.acquire import find_editions, raw_folders
from pipeline.source.media_type import decode, is_pdf
from pipeline.source.workspace import pdf_of

if TYPE_CHECKING:
    from pipeline.report.drawing import Letter

WIDTH = 1600
_TOGETHER = 8
"""Pages that are measured at a time: opening a PDF in a process of its own costs as much as some pages of it."""
_KEPT = 64
"""Pictures that are kept, of some 100 kB each."""
_LINES = 14
"""Lines of a source that are shown before and after the words."""

Share = tuple[float, float, float, float]
"""x, y, width and height in shares of a page."""


@dataclass(slots=True)
class Sheets:
    """The pages of one edition."""

    booklet: Booklet
    pdf: Path | None = None
    _sizes: dict[int, tuple[float, float]] = field(default_factory=dict)
    _letters: dict[int, list[Letter]] = field(default_factory=dict)
    _drawn: dict[int, bytes] = field(default_factory=dict)
    _lines: list[str] | None = None

    def __post_init__(self) -> None:
        """Find the PDF."""
        found = pdf_of(self.booklet)
        self.pdf = found if found and is_pdf(found) else None

    def picture(self, page: int) -> bytes | None:
        """Return a page as PNG; None where there is no such page.

        Raises:
            UserError: it cannot be drawn.
        """
        size = self.size(page)
        if self.pdf is None or size is None:
            return None
        if page not in self._drawn:
            while len(self._drawn) >= _KEPT:
                del self._drawn[next(iter(self._drawn))]
            from pipeline.report.drawing import pictures

            (drawn,) = pictures(self.pdf, [page], round(WIDTH / size[0] * 72), quick=True)
            self._drawn[page] = drawn.content
        return self._drawn[page]

    def size(self, page: int) -> tuple[float, float] | None:
        """Return width and height of a page, in points; None where there is no such page."""
        self._measure(page)
        return self._sizes.get(page)

    def _measure(self, page: int) -> None:
        if self.pdf is None or page in self._letters:
            return
        from pipeline.report.drawing import measured

        wanted = [page, *(each for each in range(page + 1, page + _TOGETHER) if each not in self._letters)]
        found = measured(self.pdf, wanted, wanted)
        self._sizes |= found.sizes
        for number in wanted:
            letters = found.letters.get(number)
            self._letters[number] = letters.on(number) if letters else []

    def letters(self, page: int) -> list[Letter]:
        """Return the letters of a page with their boxes."""
        self._measure(page)
        return self._letters.get(page, [])

    def find(
        self, boxes: Sequence[PageBox], printed: str, share: float, around: tuple[str, str]
    ) -> list[PageBox]:
        """Return where words stand within the boxes of their field, or []."""
        from pipeline.report.crops import find

        return find(self.letters, boxes, printed, share, around) if self.pdf else []

    def share(self, box: PageBox) -> Share:
        """Return a box in shares of its page, which was measured."""
        page, x0, top, x1, bottom = box
        width, height = self._sizes[page]
        told = (x0 / width, top / height, (x1 - x0) / width, (bottom - top) / height)
        return (round(told[0], 4), round(told[1], 4), round(told[2], 4), round(told[3], 4))

    def source_lines(self, words: Sequence[str], near: str) -> tuple[list[str], int]:
        """Return the lines of the source around the first of some words, after a name; and which one has them."""
        lines = self._source()
        start = next((at for at, line in enumerate(lines) if near and near in line), 0)
        for word in (each for each in words if each):
            at = next((at for at in range(start, len(lines)) if word in lines[at]), None)
            if at is not None:
                low = max(0, at - _LINES)
                return lines[low : at + _LINES + 1], at - low
        return lines[start : start + 2 * _LINES], 0

    def _source(self) -> list[str]:
        if self._lines is None:
            self._lines = []
            edition = self.booklet.edition
            for known in find_editions(Path(), raw_folders(), lambda _: None):
                file = known.file.parent / edition.source.file
                if (
                    known.id == edition.id
                    and file.is_file()
                    and edition.source.media_type.startswith("text/")
                ):
                    try:
                        self._lines = decode(file.read_bytes(), str(file)).splitlines()
                    except UserError:
                        continue
        return self._lines
