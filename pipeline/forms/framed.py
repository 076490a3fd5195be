"""Forms that are frames, each a label above its text, or labels before colons line by line -> tables of one column.

Comes in: the blocks of a page, its level rules, and a profile.  Goes out: the same blocks, frames that begin with a
label of the profile as tables.  Notes stand in frames, too: one that begins with other words stays lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from pipeline.core.page import Block, Box, Cell, Line, Page, Table, union
from pipeline.core.traced import Traced
from pipeline.forms.labels import labelled
from pipeline.forms.profile import Profile


def in_frames(page: Page, blocks: Sequence[Block]) -> list[tuple[Box, list[Line]]]:
    """Return the frames of a page that hold lines alone, each with its lines."""
    found = []
    for frame in page.frames():
        held = [block for block in blocks if _holds(frame, block.box)]
        lines = [block for block in held if isinstance(block, Line)]
        if lines and len(lines) == len(held):
            found.append((frame, lines))
    return found


def _holds(frame: Box, block: Box) -> bool:
    middle = (block[1] + block[3]) / 2
    return frame[1] < middle < frame[3] and frame[0] < block[0] and block[2] < frame[2]


def before(line: Line) -> Traced:
    """Return what may be the label with which a line begins: what stands before its colon, else the line."""
    parts = labelled(line.text)
    return parts[0] if parts else line.text


def with_frames(page: Page, blocks: Sequence[Block], profile: Profile) -> list[Block]:
    """Return the blocks of a page, frames that begin with a known label as tables, a row for each label.

    Frames with nothing between them are one table; what stands at their side is below it.  Of frames that cross,
    rather than hold each other, the lower one is none.
    """
    if not profile.labels_in_any_column:
        return list(blocks)
    rows: dict[int, list[Cell]] = {}
    framed: dict[int, set[int]] = {}
    for frame, lines in in_frames(page, blocks):
        starts = [at for at, line in enumerate(lines) if profile.plain_field_of(before(line).text)]
        held = set(map(id, lines))
        if starts[:1] == [0] and all(framed[line] <= held for line in framed.keys() & held):
            framed |= dict.fromkeys(held, held)
            rows |= {line: [] for line in held}
            rows[id(lines[0])] = list(_cells(frame, lines, starts))
    made: list[Block] = []
    for within, run in groupby(blocks, lambda block: id(block) in rows):
        each = list(run)
        cells = [cell for block in each for cell in rows.get(id(block), ())]
        made += each if not within else [_table(cells)] if cells else []
    return made


def _cells(frame: Box, lines: Sequence[Line], starts: Sequence[int]) -> Iterator[Cell]:
    tops = [frame[1], *(lines[at].box[1] for at in starts[1:]), frame[3]]
    for (top, bottom), (start, end) in zip(pairwise(tops), pairwise([*starts, len(lines)]), strict=True):
        yield Cell(0, 0, 1, 1, (frame[0], top, frame[2], bottom), tuple(lines[start:end]))


def _table(cells: Sequence[Cell]) -> Table:
    placed = tuple(replace(cell, row=row) for row, cell in enumerate(cells))
    return Table(len(placed), 1, placed, union(cell.box for cell in placed))
