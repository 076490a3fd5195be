"""Names that stay: the URI and the UUID of everything a catalogue speaks of.

Comes in: the base URI and what the record says of a thing.  Goes out: URIs below that base which are the same in
every format, in every year and on every machine.  A programme is named by its ``key``, so a new number in the
booklet, or a new edition, leaves its URI; an organisation by its folded full name, so 臺 and 台 are one, and
工業局 is 經濟部工業局 where that is printed too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

from pipeline.catalogue.offices import Names, office_names
from pipeline.core.record import Booklet, Edition, Programme
from pipeline.core.text import digest

_AS_PRINTED: Names = {}


@dataclass(frozen=True, slots=True)
class Printing:
    """A programme as one edition prints it; ``key`` is that of the programme, told apart from others of its name."""

    key: str
    edition: Edition
    programme: Programme
    names: Names = field(default_factory=dict)

    def office(self, name: str) -> str:
        """Return the full name of an office, by which its URI is made."""
        return self.names.get(name, name)


def programme_uri(base: str, key: str) -> str:
    """Return the URI of a programme, the same in all years."""
    return f"{base}programme/{key}"


def edition_uri(base: str, edition: str) -> str:
    """Return the URI of an edition, by its id."""
    return f"{base}edition/{quote(edition, safe='')}"


def series_uri(base: str, series: str) -> str:
    """Return the URI of what the editions of one booklet have in common, by ``Edition.series``."""
    return f"{base}series/{digest(series)}"


def organization_uri(base: str, name: str) -> str:
    """Return the URI of an organisation, by its name."""
    return f"{base}organization/{digest(name)}"


def concept_uri(base: str, scheme: str, name: str) -> str:
    """Return the URI of a term of the booklet, such as a kind of support, within a scheme of such terms."""
    return f"{base}concept/{scheme}/{digest(name)}"


def file_uri(base: str, path: str) -> str:
    """Return the URI of a file of the catalogue folder, by its path in it."""
    return base + quote(path)


def uuid(uri: str) -> UUID:
    """Return the UUID (version 5) of a URI."""
    return uuid5(NAMESPACE_URL, uri)


def printings(booklet: Booklet, names: Names = _AS_PRINTED) -> list[Printing]:
    """Return the programmes of an edition; where several bear one name, the later keys end in -2, -3 and so on.

    ``names`` are those of the whole catalogue; without them an office is called as it is printed.
    """
    seen: Counter[str] = Counter()
    found = []
    for programme in booklet.programmes:
        seen[programme.key] += 1
        count = seen[programme.key]
        key = programme.key if count == 1 else f"{programme.key}-{count}"
        found.append(Printing(key, booklet.edition, programme, names))
    return found


def newest(booklets: Iterable[Booklet]) -> list[Printing]:
    """Return each programme once, as the newest edition with it prints it.

    The order is that of the newest edition; programmes that it no longer has follow, the latest first.
    """
    found: dict[str, Printing] = {}
    listed = list(booklets)
    names = office_names(listed)
    for booklet in reversed(listed):
        for printing in printings(booklet, names):
            found.setdefault(printing.key, printing)
    return list(found.values())
