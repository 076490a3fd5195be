"""A row that stands alone at the foot or the head of a page, one frame or several -> a table, too.

Comes in: pages.  Goes out: the same pages.  A single frame is no table, for notes stand in frames; but where the next
row of the table on the other side of a page end is one cell as wide, the frame is a row of it that the page end left
alone.  So are frames side by side that are as wide as cells of that row: what spans it is not drawn beside them.  Of a
cell that is taller than a page some programs draw nothing but the two sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.core.page import Box, Cell, Line, Page, Table, union

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


def _at_end(page: Page, end: int) -> Sequence[Cell]:
    """Return the first or the last row of the tables of a page."""
    tables = [block for block in page.blocks if isinstance(block, Table) and block.drawn]
    return tables[end].row(end % tables[end].rows) if tables else ()


def _with_row(page: Page, row: Sequence[Cell], end: int) -> Page:
    """Return a page with the frames at its end, first or last, as the next row of a table beyond the page end."""
    frames = _frames(page, row, end)
    if not frames or len(frames) == 1 < len(row):
        return page
    held: dict[int, list[Line]] = {column: [] for column in frames}
    inside: list[int] = []
    for block in page.blocks:
        parts = _parts(page, block, frames) if isinstance(block, Line) else {}
        for column, part in parts.items():
            held[column].append(part)
        inside += [id(block)] if parts else []
    if not inside:
        return page
    (_, top, _, bottom), *_ = frames.values()
    cells = [
        Cell(0, at, 1, 1, (cell.box[0], top, cell.box[2], bottom), tuple(held.get(cell.column, ())))
        for at, cell in enumerate(row)
    ]
    table = Table(1, len(row), tuple(cells), union(cell.box for cell in cells))
    gone = set(inside[1:])
    blocks = [table if id(block) == inside[0] else block for block in page.blocks if id(block) not in gone]
    return replace(page, blocks=tuple(blocks))


def _frames(page: Page, row: Sequence[Cell], end: int) -> dict[int, Box]:
    """Return the frames side by side at an end of a page, above or below all its tables, by the column of a row.

    Each is as wide as the cell of the row that stands there.
    """
    tables = [block.box for block in page.blocks if isinstance(block, Table)]
    is_cut = all(cell.open_below if end == 0 else cell.open_above for cell in row)
    found = [
        (cell.column, frame)
        for frame in (*page.frames(), *(page.pillars if is_cut else ()))
        for cell in row
        if abs(frame[0] - cell.box[0]) <= NEAR and abs(frame[2] - cell.box[2]) <= NEAR
        if all(frame[3] <= box[1] + NEAR if end == 0 else frame[1] >= box[3] - NEAR for box in tables)
    ]
    return {
        column: frame
        for column, frame in found
        if all(abs(frame[side] - found[end][1][side]) <= NEAR for side in (1, 3))
    }


def _parts(page: Page, line: Line, frames: Mapping[int, Box]) -> dict[int, Line]:
    """Return what of a line stands in each of some frames, nothing where it is in none or stands out of all."""
    if within := [column for column, frame in frames.items() if _holds(frame, line.box)]:
        return {within[0]: line}
    held: dict[int, list[int]] = {}
    for at, (sign, number) in enumerate(zip(line.text.text, line.text.ids, strict=True)):
        if sign.isspace():
            continue
        box = page.box(number)
        column = next(
            (each for each, frame in frames.items() if box and _holds(page.in_file(frame), box)), None
        )
        if column is None:
            return {}
        held.setdefault(column, []).append(at)
    return {column: _part(page, line, places) for column, places in held.items()}


def _part(page: Page, line: Line, places: Sequence[int]) -> Line:
    text = line.text[places[0] : places[-1] + 1]
    boxes = [box for number in text.ids if (box := page.box(number))]
    x0, top, x1, bottom = union(boxes)
    return replace(line, text=text, box=(x0 - page.left, top, x1 - page.left, bottom))


def _holds(frame: Box, line: Box) -> bool:
    middle = (line[1] + line[3]) / 2
    return frame[1] < middle < frame[3] and frame[0] - NEAR <= line[0] and line[2] <= frame[2] + NEAR
