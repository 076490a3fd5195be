"""A catalogue -> pages for applicants: ``index.html``, a page per programme, the printed pages as images.

Comes in: a catalogue.  Goes out: static files that need no server: everything is linked by relative paths, and nothing
beyond the folder is asked for.  Printed pages are shown only where the catalogue has the file and names people; a
picture cannot leave them out.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from pipeline.catalogue.calendar import calendar_of
from pipeline.catalogue.folder import write
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.shelf import shelf_of
from pipeline.catalogue.site.finding import search_script
from pipeline.catalogue.site.follow import write_follows
from pipeline.catalogue.site.render import PROGRAMMES, YEARS, index_page, moved_page, programme_page
from pipeline.catalogue.site.sheets import draw_sheets
from pipeline.catalogue.site.views import changes_by_programme
from pipeline.catalogue.site.years import years_page

ASSETS = ("site.css", "site.js", "find.js", "fit.js", "list.js", "programme.js", "years.js")


def write_site(catalogue: Catalogue, out: Path) -> None:
    """Write the pages into the catalogue folder ``out``.

    Raises:
        UserError: decisions on which programme is which, or an editor's terms, cannot be read.
    """
    shelf = shelf_of(catalogue)
    sheets = draw_sheets(catalogue, shelf.lineages, out)
    changes = changes_by_programme(shelf.steps)
    for name in ASSETS:
        write(out / name, (files("pipeline.catalogue.site") / name).read_bytes())
    write(out / "search.js", search_script(catalogue, shelf, write_follows(catalogue, shelf, out)))
    write(out / "index.html", index_page(catalogue, shelf))
    write(out / YEARS, years_page(catalogue, shelf))
    dated = {(each.edition, each.key) for each in shelf.windows if each.events}
    for lineage, card in zip(shelf.lineages, shelf.cards, strict=True):
        place, own = out / PROGRAMMES / card.key, (card.edition.id, card.key)
        page = programme_page(catalogue, lineage, card, changes, sheets, calendar=own in dated)
        write(place.with_suffix(".html"), page)
        if own in dated:
            write(place.with_suffix(".ics"), calendar_of(shelf.windows, card.name, {own}))
        for key in lineage.former_keys:
            write(out / PROGRAMMES / f"{key}.html", moved_page(lineage))
