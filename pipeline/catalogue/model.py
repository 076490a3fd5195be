"""What every format is written from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.core.record import Booklet


@dataclass(frozen=True, slots=True)
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
