"""A catalogue -> pages for applicants: ``index.html``, a page per programme, the printed pages as images.

Comes in: a catalogue.  Goes out: static files that need no server: everything is linked by relative paths, and nothing
beyond the folder is asked for.  Printed pages are shown only where the catalogue has the file and names people; a
picture cannot leave them out.
"""

from __future__ import annotations

from functools import partial
from importlib.resources import files
from pathlib import Path

from pipeline.catalogue.calendar import calendar_of
from pipeline.catalogue.folder import write
from pipeline.catalogue.history import Lineage
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.parts import Parts, ingredients
from pipeline.catalogue.shelf import shelf_of
from pipeline.catalogue.site.finding import search_script
from pipeline.catalogue.site.follow import write_follows
from pipeline.catalogue.site.render import (
    PROGRAMMES,
    YEARS,
    index_page,
    moved_page,
    programme_page,
    words_script,
)
from pipeline.catalogue.site.sheets import draw_sheets, pages_of
from pipeline.catalogue.site.views import Changes, changes_by_programme
from pipeline.catalogue.site.years import years_page

ASSETS = ("site.css", "site.js", "find.js", "fit.js", "events.js", "list.js", "programme.js", "years.js")


def write_site(catalogue: Catalogue, out: Path, parts: Parts | None = None) -> None:
    """Write the pages into the catalogue folder ``out``.

    Raises:
        UserError: decisions on which programme is which, or an editor's terms, cannot be read.
    """
    shelf, parts = shelf_of(catalogue), parts or Parts()
    sheets = draw_sheets(catalogue, shelf.lineages, out)
    changes = changes_by_programme(shelf.steps)
    for name in ASSETS:
        write(out / name, (files("pipeline.catalogue.site") / name).read_bytes())
    write(out / "words.js", words_script())
    write(out / "search.js", search_script(catalogue, shelf, write_follows(catalogue, shelf, out)))
    write(out / "index.html", index_page(catalogue, shelf))
    write(out / YEARS, years_page(catalogue, shelf))
    dated = {(each.edition, each.key) for each in shelf.windows if each.events}
    for lineage, card, of in zip(shelf.lineages, shelf.cards, shelf.made_of, strict=True):
        place, own = f"{PROGRAMMES}/{card.key}", (card.edition.id, card.key)
        told = _changes_of(lineage, changes)
        shown = {page: sheets[page] for page in pages_of(lineage) if page in sheets}
        make = partial(programme_page, catalogue, lineage, card, told, shown, calendar=own in dated)
        parts.write(out, f"{place}.html", ingredients(of, told, shown, own in dated), make)
        if own in dated:
            write(out / f"{place}.ics", calendar_of(shelf.windows, card.name, {own}))
        for key in lineage.former_keys:
            write(out / PROGRAMMES / f"{key}.html", moved_page(lineage))


def _changes_of(lineage: Lineage, changes: Changes) -> Changes:
    """Return the changes that the page of a programme tells."""
    own = [f"{each.edition.id}/{each.programme.id}" for each in lineage.printings]
    return {name: changes[name] for name in own if name in changes}
