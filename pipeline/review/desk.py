"""What lies before a person who reviews an edition: records, their diff, the cards, and what was decided so far.

Comes in: the name of an edition in ``extracted/``.  Goes out: a ``Desk``, which is replaced whenever the record, the
corrections or the matches change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.record import Booklet
from pipeline.diff.booklets import Diff
from pipeline.diff.matching import Decision
from pipeline.review.cards import Card, cards, undecided
from pipeline.review.reports import compared, with_former
from pipeline.review.verdicts import Review, Verdict, read_review
from pipeline.source.acquire import find_editions, raw_folders
from pipeline.source.workspace import REVIEW, decisions_path


@dataclass(frozen=True, slots=True)
class Desk:
    """An edition under review."""

    folder: Path
    """Where what is decided is written."""
    booklet: Booklet
    before: Booklet | None
    diff: Diff | None
    cards: list[Card]
    review: Review

    def decided(self) -> list[Verdict]:
        """Return the verdicts on what is to be decided now, in the order of the cards."""
        verdicts = self.review.verdicts()
        return [verdicts[card.key] for card in self.cards if card.key in verdicts]

    def matches(self) -> dict[str, Sequence[Decision]]:
        """Return what was decided of matches, those forced and those forbidden."""
        return {"force": self.review.force, "forbid": self.review.forbid}

    def left(self) -> list[Card]:
        """Return what nobody has decided."""
        return undecided(self.cards, self.review.verdicts())


def open_desk(edition: str, before: str | None = None) -> Desk:
    """Return the desk of an edition, compared with ``before``, or with the edition before it.

    Raises:
        UserError: there is no record, or what was decided is not understood.
    """
    booklet, former = with_former(edition, before)
    diff = compared(former, booklet, keep=True) if former else None
    path = decisions_path(booklet) or _folder(edition) / REVIEW
    return Desk(path.parent, booklet, former, diff, cards(booklet, former, diff), read_review(path))


def _folder(edition: str) -> Path:
    """Return the folder in which an edition is described."""
    known = find_editions(Path(), raw_folders(), lambda _: None)
    return next((each.folder for each in known if each.id == edition), Path("raw") / edition)
