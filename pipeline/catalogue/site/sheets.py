"""Printed pages -> pictures of them, drawn once and kept, and where on a picture a box of the record lies.

Comes in: the PDFs of a catalogue and the pages that its programmes fill.  Goes out: WebP files below the catalogue
folder.  A page of a file that has been drawn before is taken from what is kept between runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.catalogue.folder import write
from pipeline.catalogue.history import Lineage
from pipeline.catalogue.model import Catalogue
from pipeline.core.cache import remembered
from pipeline.core.files import file_sha256

if TYPE_CHECKING:
    from pipeline.report.drawing import Picture

PAGES = "pages"
Size = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawn page: its path below the catalogue folder, width and height in pixels, and its size in points."""

    path: str
    width: int
    height: int
    size: Size

    def part(self, box: tuple[float, float, float, float]) -> list[float]:
        """Return ``[x, y, width, height]`` of a box in points, in per cent of the page."""
        x0, top, x1, bottom = box
        across, down = self.size
        shares = (x0 / across, top / down, (x1 - x0) / across, (bottom - top) / down)
        return [round(share * 100, 1) for share in shares]


Sheets = dict[tuple[str, int], Sheet]
"""By edition and page."""


def draw_sheets(catalogue: Catalogue, found: Iterable[Lineage], out: Path) -> Sheets:
    """Draw the pages of every programme, in every edition whose file is at hand.

    Raises:
        UserError: a file cannot be opened, or a page not be drawn.
    """
    drawn: Sheets = {}
    for name, wanted in wanted_pages(catalogue, found).items():
        source = catalogue.sources[name]
        sha256 = file_sha256(source)
        sizes = remembered("sizes", list[Size], partial(_sizes, source), file=sha256)
        pages = tuple(page for page in sorted(wanted) if 0 < page <= len(sizes))
        for page, picture in zip(pages, _pictures(source, pages, sha256), strict=True):
            path = f"{PAGES}/{name}/{page}.webp"
            write(out / path, picture.content)
            drawn[name, page] = Sheet(path, picture.width, picture.height, sizes[page - 1])
    return drawn


def wanted_pages(catalogue: Catalogue, found: Iterable[Lineage]) -> dict[str, set[int]]:
    """Return the pages that are to be drawn, by edition: those of its programmes, where its file is at hand."""
    wanted: dict[str, set[int]] = {}
    for edition, page in chain.from_iterable(map(pages_of, found)):
        if edition in catalogue.sources:
            wanted.setdefault(edition, set()).add(page)
    return wanted


def pages_of(lineage: Lineage) -> Iterator[tuple[str, int]]:
    """Yield the pages that a programme fills, each with its edition, the newest first."""
    for printing in lineage.printings:
        first, last = printing.programme.pages or (1, 0)
        yield from ((printing.edition.id, page) for page in range(first, last + 1))


def _sizes(source: Path) -> list[Size]:
    from pipeline.report.drawing import measured

    return list(measured(source).sizes.values())


def _pictures(source: Path, pages: Sequence[int], sha256: str) -> list[Picture]:
    from pipeline.report.drawing import DPI, Picture, pictures

    made = partial(pictures, source, pages)
    found: list[Picture] = remembered("sheets", list[Picture], made, file=sha256, pages=tuple(pages), dpi=DPI)
    return found
