"""What every format is written from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.core.record import Booklet, Edition
from pipeline.report.labels import Label, worded

UNSET_BASE = "https://example.org/booklets/"
"""Below this identifiers stand as long as nobody said where the catalogue will be published."""


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Accepted editions, the oldest first, and how they are published.

    ``base`` is the URI, ending in ``/``, below which every identifier stands.  ``sources`` has the file of an
    edition, by its id, where it is at hand: page images are drawn from it.  ``people`` is false where the
    persons have already been taken out of ``booklets`` (see ``pipeline.catalogue.privacy``).
    """

    booklets: tuple[Booklet, ...]
    base: str
    sources: dict[str, Path]
    people: bool = True

    @property
    def placed(self) -> bool:
        """Whether somebody said where it will be published, so that pages may name their addresses."""
        return self.base != UNSET_BASE


def all_series(catalogue: Catalogue) -> list[str]:
    """Return the series of the editions, that of the newest first."""
    return list(dict.fromkeys(booklet.edition.series for booklet in reversed(catalogue.booklets)))


def edition_label(edition: Edition) -> Label:
    """Return how an edition is called in few words: by its year, or by its id where it has none."""
    if edition.roc_year:
        return worded("edition", year=Label(str(edition.roc_year), str(edition.year)))
    return worded("edition_named", name=edition.id)
