"""A catalogue -> pages for applicants: ``index.html``, a page per programme, the printed pages as images.

Comes in: a catalogue.  Goes out: static files that need no server: everything is linked by relative paths, nothing is
fetched, and the one script stands in each page.  Printed pages are shown only where the catalogue has the file and
names people; a picture cannot leave them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path

from pipeline.catalogue.history import Lineage, lineages, steps
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.site.render import index_page, moved_page, programme_page
from pipeline.catalogue.site.views import PAGES, PROGRAMMES
from pipeline.core.files import put

STYLE = "site.css"


def write_site(catalogue: Catalogue, out: Path) -> None:
    """Write the pages into the catalogue folder ``out``.

    Raises:
        UserError: decisions on which programme is which cannot be read.
    """
    walked = steps(catalogue)
    found = lineages(catalogue, walked)
    (out / PROGRAMMES).mkdir(exist_ok=True)
    images = _page_images(catalogue, found, out)
    _put(out / STYLE, (files("pipeline.catalogue.site") / STYLE).read_bytes())
    _put(out / "index.html", index_page(catalogue, found))
    for lineage in found:
        _put(out / PROGRAMMES / f"{lineage.key}.html", programme_page(catalogue, lineage, walked, images))
        for key in lineage.former_keys:
            _put(out / PROGRAMMES / f"{key}.html", moved_page(lineage))


def _put(path: Path, content: bytes) -> None:
    put(path, partial(Path.write_bytes, data=content))


def _page_images(
    catalogue: Catalogue, found: Sequence[Lineage], out: Path
) -> dict[tuple[str, int], tuple[str, int, int]]:
    """Draw the pages of every programme; return path, width and height in pixels by edition and page."""
    from pipeline.report.drawing import measured, pictures

    drawn: dict[tuple[str, int], tuple[str, int, int]] = {}
    for booklet in catalogue.booklets:
        name = booklet.edition.id
        if name not in catalogue.sources:
            continue
        source = catalogue.sources[name]
        last = len(measured(source).sizes)
        wanted = {
            page
            for lineage in found
            for printing in lineage.printings
            if printing.edition.id == name and printing.programme.pages
            for page in range(max(1, printing.programme.pages[0]), min(last, printing.programme.pages[1]) + 1)
        }
        (out / PAGES / name).mkdir(parents=True, exist_ok=True)
        pages = sorted(wanted)
        for page, picture in zip(pages, pictures(source, pages), strict=True):
            path = f"{PAGES}/{name}/{page}.webp"
            _put(out / path, picture.content)
            drawn[name, page] = (path, picture.width, picture.height)
    return drawn
