"""The numbers printed on pages, in the order in which they were read.

Comes in: of each page its number in the file, and the one printed on it.  Goes out: a finding where they go back and
forth: sheets that were printed for folding, or laid on a scanner in another order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.core.findings import finding
from pipeline.core.record import Finding

LEAST = 2
"""Steps back that are no slip; a new part of a booklet may begin with 1."""


def out_of_order(pages: Iterable[tuple[int | None, int | None]]) -> Iterator[Finding]:
    """Yield one finding where pages stand in another order than that of their numbers."""
    back: list[tuple[int | None, int]] = []
    printed: list[int] = []
    for page, number in pages:
        if number is None:
            continue
        if printed and number < printed[-1] and number != 1:
            back.append((page, number))
        printed.append(number)
    if len(back) >= LEAST:
        yield finding(
            "page-order",
            f"the pages are numbered {', '.join(map(str, printed[:12]))}: they stand in another order than that",
            page=back[0][0],
            printed=printed,
        )
