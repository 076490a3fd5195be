"""The rows of a form without upright rules -> a table.

Comes in: rows of pieces.  Goes out: a table whose label cells and values stand where the page has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from pipeline.core.page import Cell, Line, Page, Table, union
from pipeline.forms.pieces import Piece
from pipeline.forms.profile import Profile
from pipeline.forms.unruled_contacts import Block, columns_apart, grid_of, known_in
from pipeline.forms.unruled_rows import LEVEL, Columns, Row, gap_between, lines_of, rows_of_pieces

PAIRS = 4
"""Columns beside the label of contacts that are two labels and what they announce, though a page end cut each label."""


@dataclass(frozen=True, slots=True)
class Above:
    """What a page end may have cut: the words of the last label, and the edges between the columns beside it."""

    label: str = ""
    edges: tuple[float, ...] = ()

    @classmethod
    def of(cls, table: Table) -> Above:
        """Return what stands at the foot of a table."""
        label = [cell for cell in table.cells if cell.column == 0][-1].text.text
        foot = [cell for cell in table.cells if cell.row + cell.row_span == table.rows and cell.column > 1]
        return cls(label, tuple(cell.box[0] for cell in sorted(foot, key=lambda cell: cell.column)))


def table_of(
    page: Page,
    lines: Sequence[Line],
    pieces: Sequence[Piece],
    columns: Columns,
    profile: Profile,
    above: Above | None = None,
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
        made.append(_blocks(row, page, min(gaps, default=0.0), profile, above))
        above = None
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


def _blocks(row: Row, page: Page, line_gap: float, profile: Profile, above: Above | None) -> _Blocks:
    """Return the cells right of a label: contacts in one, which cannot be read, where nothing tells theirs.

    What goes on overleaf stands in the columns above; a page end may have cut all labels of its contacts.
    """
    label = "".join(piece.text.text for piece in row.labels)
    name = profile.field_of(label)
    columns = columns_apart(row.values, profile)
    between = [
        (max(piece.right for piece in one) + min(piece.left for piece in other)) / 2
        for one, other in pairwise(columns)
    ]
    is_grid = any(known_in(column, profile.is_contact_label) for column in columns)
    is_grid = is_grid or (name == "contacts" and len(columns) >= PAIRS)
    goes_on = bool(above and above.edges) and (not label or bool(profile.field_of(above.label + label)))
    if above and goes_on and (dealt := _dealt(row.values, above.edges)):
        columns, between, is_grid = dealt, list(above.edges), True
    found = None
    if len(columns) > 1 and is_grid and name in (None, "contacts"):
        height = (row.top, row.bottom)
        found = grid_of(columns, height, page.levels, line_gap, profile, goes_on=goes_on)
    if found is None:
        return 1, [Block(0, 1, 0, row.values)], []
    return *found, between


def _dealt(pieces: Sequence[Piece], edges: Sequence[float]) -> list[list[Piece]]:
    """Return pieces in the columns with some edges, or none where no white band parts them so."""
    columns: list[list[Piece]] = [[] for _ in range(len(edges) + 1)]
    for piece in pieces:
        columns[sum(edge <= (piece.left + piece.right) / 2 for edge in edges)].append(piece)
    filled = [column for column in columns if column]
    apart = all(
        max(piece.right for piece in one) < min(piece.left for piece in other)
        for one, other in pairwise(filled)
    )
    return columns if apart else []


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
