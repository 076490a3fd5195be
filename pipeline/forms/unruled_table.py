"""The rows of a form without upright rules -> a table.

Comes in: rows of pieces.  Goes out: a table whose label cells and values stand where the page has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from pipeline.core.page import Cell, Line, Page, Table, union
from pipeline.forms.pieces import Piece
from pipeline.forms.profile import Profile
from pipeline.forms.unruled_contacts import Block, columns_apart, grid_of, known_in
from pipeline.forms.unruled_rows import LEVEL, Columns, Row, gap_between, lines_of, rows_of_pieces


def table_of(
    page: Page, lines: Sequence[Line], pieces: Sequence[Piece], columns: Columns, profile: Profile
) -> Table | None:
    """Return pieces of some lines as a table, contacts in columns of their own; None where nothing tells its rows."""
    rows = rows_of_pieces(page, pieces, columns, profile)
    if rows is None:
        return None
    width = page.width or max(piece.right for piece in pieces)
    gaps = [
        gap_between(*pair) for pair in pairwise(lines_of([piece for row in rows for piece in row.values]))
    ]
    made: list[_Blocks] = []
    for row in rows:
        made.append(_blocks(row, page, min(gaps, default=0.0), profile))
    count = max(len(edges) for _, _, edges in made)
    cells: list[Cell] = []
    at = 0
    for row, (height, held, between) in zip(rows, made, strict=True):
        label = (0.0, row.top, columns.band, row.bottom)
        cells.append(Cell(at, 0, height, 1, label, _lines(row.labels, lines)))
        edges = [columns.band, *between, width]
        for block in held:
            box = (edges[block.column], row.top, edges[block.column + 1], row.bottom)
            span = count - len(between) + 1 if block.column == len(between) else 1
            place = (at + block.row, block.column + 1, block.rows, span)
            cells.append(Cell(*place, box, _lines(block.pieces, lines)))
        at += height
    cells.sort(key=lambda cell: (cell.row, cell.column))
    box = (0.0, rows[0].top, width, rows[-1].bottom)
    return Table(at, count + 2, tuple(cells), box, drawn=bool(page.boxes))


_Blocks = tuple[int, list[Block], list[float]]
"""How many rows of cells a row of the form takes, its cells, and the edges between their columns."""


def _blocks(row: Row, page: Page, line_gap: float, profile: Profile) -> _Blocks:
    """Return the cells right of a label: contacts in one, which cannot be read, where nothing tells theirs."""
    name = profile.field_of("".join(piece.text.text for piece in row.labels))
    columns = columns_apart(row.values, profile)
    known = any(known_in(column, profile.is_contact_label) for column in columns)
    found = None
    if len(columns) > 1 and known and name in (None, "contacts"):
        found = grid_of(columns, (row.top, row.bottom), page.levels, line_gap, profile)
    if found is None:
        return 1, [Block(0, 1, 0, row.values)], []
    between = [
        (max(piece.right for piece in one) + min(piece.left for piece in other)) / 2
        for one, other in pairwise(columns)
    ]
    return *found, between


def _lines(pieces: Sequence[Piece], lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return pieces as lines; words of one line that a neighbour's height had put on another stand in their order."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        if rows and piece.middle - rows[-1][0].middle <= LEVEL * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    ordered = (piece for row in rows for piece in sorted(row, key=lambda piece: piece.left))
    return tuple(_cut_out(lines[at], list(held)) for at, held in groupby(ordered, lambda piece: piece.line))


def _cut_out(line: Line, pieces: Sequence[Piece]) -> Line:
    """Return the part of a line that some of its pieces are."""
    first, last = min(piece.text.ids[0] for piece in pieces), max(piece.text.ids[-1] for piece in pieces)
    inside = [at for at, number in enumerate(line.text.ids) if first <= number <= last]
    text = line.text[inside[0] : inside[-1] + 1]
    return Line(text, union(piece.box for piece in pieces), line.size, line.font)
