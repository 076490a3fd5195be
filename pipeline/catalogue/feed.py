"""What changes from edition to edition -> an Atom feed (RFC 4287) that people and programs subscribe to.

Comes in: a catalogue.  Goes out: ``feed.atom``: the newest step first, and in it an entry for each programme that came,
went, or changed in what a reader relies on; dates that only moved with the year, and other ways of printing the same,
are none.  An entry is dated by the issue date of the edition that it speaks of, so that the same editions give the
same feed: no clock is read.
"""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from pipeline.catalogue.folder import write
from pipeline.catalogue.history import Step, steps
from pipeline.catalogue.identifiers import edition_uri, file_uri, programme_uri, uuid
from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.slots import TAIPEI
from pipeline.core.record import Edition
from pipeline.report.labels import labels_of, worded
from pipeline.report.values import day

FILE = "feed.atom"
ATOM = "http://www.w3.org/2005/Atom"
_TOLD = ("loss", "substantive", "staff")
Changes = dict[str | None, list[dict[str, Any]]]
"""Changes that matter by the key of their programme; None has those of the booklet as a whole."""
Entries = Sequence[tuple[str | None, str]]
"""The key of a programme, and what a feed tells of it as XML; the newest first."""


def write_feed(catalogue: Catalogue, out: Path) -> None:
    """Write the feed into the catalogue folder ``out``.

    Raises:
        UserError: decisions on which programme is which cannot be read.
    """
    write(out / FILE, feed(catalogue))


def feed(catalogue: Catalogue) -> bytes:
    """Return the feed of everything as UTF-8 XML."""
    title = worded("feed_of", name=catalogue.booklets[-1].edition.series).zh
    return feed_of(catalogue, entries_of(catalogue, FILE), title, FILE)


def feed_of(
    catalogue: Catalogue, entries: Entries, title: str, path: str, keys: Container[str] | None = None
) -> bytes:
    """Return a feed as UTF-8 XML.

    Args:
        catalogue: what it is about.
        entries: all that may stand in it.
        title: of the feed.
        path: where it stands in the catalogue folder.
        keys: of the programmes that it follows; all where it is None.
    """
    last = catalogue.booklets[-1].edition
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "zh-Hant"})
    _add(root, "id", uuid(file_uri(catalogue.base, path)).urn)
    _add(root, "title", title)
    _add(root, "updated", _moment(last))
    for rel, media_type, file in (
        ("self", "application/atom+xml", path),
        ("alternate", "text/html", "index.html"),
    ):
        ET.SubElement(root, "link", rel=rel, type=media_type, href=_link(catalogue, file, path))
    _authors(root, last)
    ET.indent(root, " ")
    head = ET.tostring(root, encoding="unicode").removesuffix("</feed>")
    told = "".join(f" {text}\n" for key, text in entries if keys is None or key in keys)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{head}{told}</feed>\n'.encode()


def entries_of(catalogue: Catalogue, path: str) -> Entries:
    """Return what feeds in the folder of ``path`` tell, each entry written once for all of them."""
    found = []
    for step in reversed(steps(catalogue)):
        for key, rows in _by_programme(step).items():
            page = f"programme/{key}.html" if key else "index.html"
            entry = _entry(catalogue.base, step, key, rows, _link(catalogue, page, path))
            found.append((key, ET.tostring(entry, encoding="unicode")))
    return found


def _link(catalogue: Catalogue, file: str, path: str) -> str:
    """Return the address of a file: below the base, or as seen from the feed where nobody said where it will stand."""
    return file_uri(catalogue.base, file) if catalogue.placed else "../" * path.count("/") + file


def _by_programme(step: Step) -> Changes:
    found: Changes = {}
    for row in step.changes:
        if row["class"] in _TOLD:
            key = row["programme_key"] or row["programme_key_from"]
            found.setdefault(str(key) if key else None, []).append(row)
    return found


def _entry(base: str, step: Step, key: str | None, rows: list[dict[str, Any]], href: str) -> ET.Element:
    edition = step.after.edition
    about = programme_uri(base, key) if key else edition_uri(base, edition.id)
    entry = ET.Element("entry")
    _add(entry, "id", uuid(f"{about}#changes/{step.before.edition.id}/{edition.id}").urn)
    name = str(rows[0]["name"] or edition.title)
    _add(
        entry,
        "title",
        f"{name}：{'、'.join(dict.fromkeys(labels_of('kinds')[str(row['kind'])].zh for row in rows))}",
    )
    _add(entry, "updated", _moment(edition))
    _authors(entry, edition)
    ET.SubElement(entry, "link", rel="alternate", type="text/html", href=href)
    for term in dict.fromkeys(str(row["class"]) for row in rows):
        ET.SubElement(entry, "category", term=term, label=labels_of("classes")[term].zh)
    content = _add(entry, "content", "\n".join(_lines(step, rows)))
    content.set("type", "text")
    ET.indent(entry, " ", level=1)
    return entry


def _lines(step: Step, rows: list[dict[str, Any]]) -> Iterator[str]:
    yield f"{step.before.edition.title} → {step.after.edition.title}"
    for row in rows:
        sides = f"{row['before'] or '（未載）'} → {row['after'] or '（未載）'}"
        yield f"{labels_of('kinds')[str(row['kind'])].zh}：{sides}"


def _authors(parent: ET.Element, edition: Edition) -> None:
    for name in edition.publishers or [edition.title]:
        _add(ET.SubElement(parent, "author"), "name", name)


def _moment(edition: Edition) -> str:
    """Return when an edition was issued (RFC 3339): its first possible moment in Taiwan."""
    date = day(edition.issued, last=False) or datetime.date(edition.year or 1970, 1, 1)
    return datetime.datetime.combine(date, datetime.time(), TAIPEI).isoformat()


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, name)
    child.text = text
    return child
