"""What a publication will say, before it says it: editions, people, base, licence, links, pages; and its sitemap.

Comes in: a catalogue.  Goes out: a ``Plan`` for the editor who answers for it, and the files that only a published
folder needs: ``sitemap.xml``, and ``_headers`` for hosts that read it, so that other sites may ask the API.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import regex

from pipeline.catalogue.folder import write
from pipeline.catalogue.identifiers import file_uri
from pipeline.catalogue.linked import web_address
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.shelf import shelf_of
from pipeline.catalogue.site.sheets import wanted_pages
from pipeline.core.errors import UserError
from pipeline.core.expressions import expression
from pipeline.core.record import Edition
from pipeline.report.values import day

SITEMAP = "sitemap.xml"
HEADERS = "_headers"
_HOST = expression(
    r"https?://(?:[^/@]*@)?(?!www\.[^./:]+(?:[/:?#]|$))(?:(?:[\p{L}\p{N}_-]+\.)+\p{L}[\p{L}\p{N}-]+|\d+(?:\.\d+){3})(?::\d+)?(?:[/?#].*)?",
    regex.I,
)
_OPEN = """\
/api/*
  Access-Control-Allow-Origin: *
/records/*
  Access-Control-Allow-Origin: *
/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be published."""

    base: str
    editions: tuple[tuple[Edition, str, int], ...]
    """Each with its licence, empty where none is named, and how many of its pages are shown as pictures."""
    people: int | None
    """How many persons are named; None where they are left out."""
    programmes: int
    links: tuple[tuple[str, str], ...]
    """Programme and printed address of each link that leads nowhere."""

    @property
    def looks(self) -> bool:
        """Whether a person should look before this is published."""
        return bool(self.links) or any(not licence for _, licence, _ in self.editions)


def plan_of(catalogue: Catalogue, licences: dict[str, str]) -> Plan:
    """Return what will be published.

    Raises:
        UserError: nobody said where.
    """
    if not catalogue.placed:
        raise UserError(
            "the base is not set, so that every address in the pages would be wrong: "
            "give --base https://…/, the address at which the folder will stand, or set BOOKLET_BASE."
        )
    shelf = shelf_of(catalogue)
    pages = wanted_pages(catalogue, shelf.lineages)
    people = {c.person for b in catalogue.booklets for p in b.programmes for c in p.contacts if c.person}
    return Plan(
        catalogue.base,
        tuple(
            (each.edition, licences.get(each.edition.id, ""), len(pages.get(each.edition.id, ())))
            for each in catalogue.booklets
        ),
        len(people) if catalogue.people else None,
        len(shelf.cards),
        tuple(_broken(catalogue)),
    )


def _broken(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for card in shelf_of(catalogue).cards:
        for site in card.programme.websites:
            if not _HOST.fullmatch(web_address(site.url)):
                yield card.name, site.url


def write_publication(catalogue: Catalogue, out: Path) -> None:
    """Write what only a published folder needs into ``out``."""
    write(out / SITEMAP, sitemap(catalogue))
    write(out / HEADERS, _OPEN.encode())


def sitemap(catalogue: Catalogue) -> bytes:
    """Return the sitemap: the list, the years, each programme, dated by the edition that it speaks of."""
    root = ET.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    newest = catalogue.booklets[-1].edition
    pages = [("index.html", newest), ("years.html", newest)]
    pages += [(f"programme/{card.key}.html", card.edition) for card in shelf_of(catalogue).cards]
    for path, edition in pages:
        url = ET.SubElement(root, "url")
        ET.SubElement(url, "loc").text = file_uri(catalogue.base, path)
        if issued := day(edition.issued, last=False):
            ET.SubElement(url, "lastmod").text = issued.isoformat()
    ET.indent(root, " ")
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()
