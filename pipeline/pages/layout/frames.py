"""A row of one cell that stands alone at the foot or the head of a page -> a table, too.

Comes in: pages.  Goes out: the same pages.  A single frame is no table, for notes stand in frames; but where the next
row of the table on the other side of a page end is one cell as wide, the frame is a row of it that the page end left
alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.core.page import Box, Cell, Line, Page, Table

NEAR = 2.0
"""Points by which the sides of a column may differ from page to page."""


def framed(pages: Iterable[Page]) -> Iterator[Page]:
    """Yield pages, rows that page ends left alone as tables; one page is held."""
    held: Page | None = None
    for page in pages:
        if held is not None:
            foot = _with_row(held, _at_end(page, 0), -1)
            page = _with_row(page, _at_end(held, -1), 0)
            yield foot
        held = page
    if held is not None:
        yield held


def _at_end(page: Page, end: int) -> Table | None:
    """Return the first or the last table of a page where its row at that end is one cell."""
    tables = [block for block in page.blocks if isinstance(block, Table) and block.drawn]
    return tables[end] if tables and len(tables[end].row(end % tables[end].rows)) == 1 else None


def _with_row(page: Page, other: Table | None, end: int) -> Page:
    """Return a page with the frame at its end, first or last, as a row of a table that stands beyond the page end."""
    frame = _frame(page, other.box, end) if other else None
    inside = [
        block for block in page.blocks if frame and isinstance(block, Line) and _holds(frame, block.box)
    ]
    if not frame or not inside:
        return page
    table = Table(1, 1, (Cell(0, 0, 1, 1, frame, tuple(inside)),), frame)
    blocks = [table if block is inside[0] else block for block in page.blocks if block not in inside[1:]]
    return replace(page, blocks=tuple(blocks))


def _frame(page: Page, wide: Box, end: int) -> Box | None:
    """Return the frame as wide as a table that stands at an end of a page, above or below all its tables."""
    tables = [block.box for block in page.blocks if isinstance(block, Table)]
    found = [
        (wide[0], frame[1], wide[2], frame[3])
        for frame in page.frames()
        if abs(frame[0] - wide[0]) <= NEAR and abs(frame[2] - wide[2]) <= NEAR
        if all(frame[3] <= box[1] + NEAR if end == 0 else frame[1] >= box[3] - NEAR for box in tables)
    ]
    return found[end] if found else None


def _holds(frame: Box, line: Box) -> bool:
    middle = (line[1] + line[3]) / 2
    return frame[1] < middle < frame[3] and frame[0] - NEAR <= line[0] and line[2] <= frame[2] + NEAR
