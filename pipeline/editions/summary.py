"""The parts of a record -> pieces of its JSON, and a summary of it, which is all that a rerun needs of a record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.core.record import Closing, Part, Programme, json_pieces
from pipeline.editions.outputs import FindingRow, Piece, Summary


def summed(parts: Iterable[Part]) -> Iterator[Piece]:
    """Yield a record in pieces of its JSON as its parts come, and its summary last."""
    counts: Counter[str] = Counter()
    ends: list[Closing] = []

    def seen() -> Iterator[Part]:
        for part in parts:
            if isinstance(part, Programme):
                counts.update(programmes=1, services=len(part.services))
                counts.update(contacts=len(part.contacts), websites=len(part.websites))
            elif isinstance(part, Closing):
                ends.append(part)
            yield part

    yield from json_pieces(seen())
    (end,) = ends
    yield Summary(
        counts["programmes"],
        counts["services"],
        counts["contacts"],
        counts["websites"],
        [FindingRow.of(finding) for finding in end.findings],
        end.owned,
        end.glyphs,
    )
