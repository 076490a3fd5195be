"""Contacts in columns within one cell -> cells of their own: no rule parts them, or spaces and tabs alone do.

Comes in: a table and its page.  Goes out: a table in which the label of contacts has beside it a cell for each column
and row, where a line of the one cell there holds several labels of theirs:

    主辦機關  甲部    承辦人  王科員    聯絡電話  02-2345-6789
    執行單位  乙會    聯絡人  李專員    聯絡電話  02-2987-6543
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.core.page import Cell, Page, Table
from pipeline.core.text import join
from pipeline.facts.phone_lists import count_numbers
from pipeline.forms.labels import label_text
from pipeline.forms.pieces import Piece, parted_at_edges, pieces_of
from pipeline.forms.profile import Profile
from pipeline.forms.unruled_contacts import Block, grid_of
from pipeline.forms.unruled_rows import lines_of
from pipeline.forms.unruled_table import LATEST, columns_with_edges, cut_out, fitted, gaps_in, least, usual

SEVERAL = 2
"""So many labels that begin on one line are of contacts in columns; one may be a word of a text."""


class ContactColumns:
    """Parts them page by page: overleaf nothing may stand in some columns, which are those of the tables before."""

    def __init__(self) -> None:
        self.grids: defaultdict[str, deque[tuple[float, ...]]] = defaultdict(lambda: deque(maxlen=LATEST))
        """The edges between the columns of each, for each kind of form."""
        self.lefts: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=LATEST))
        """Where labels begin: a name that fills its column stands right before them."""

    def parted(self, page: Page, table: Table, profile: Profile) -> Table:
        """Return a table in which contacts that stand in columns of one cell have cells of their own."""
        if not page.boxes:
            return table
        cells = {number: _beside_label(table.row(number), profile) for number in range(table.rows)}
        pieces = {number: pieces_of(page, cell.lines) for number, cell in cells.items() if cell}
        grids, lefts = self.grids[profile.name], self.lefts[profile.name]
        lefts += [
            piece.left
            for held in pieces.values()
            for piece in held
            if profile.is_contact_label(piece.text.text)
        ]
        for number in reversed(pieces):
            cell = table.row(number)[1]
            parts = parted_at_edges(page, pieces[number], lefts)
            found = _grid(page, cell, parts, table, profile, usual(grids)) if cell.row_span == 1 else None
            if found and (len(pieces) > 1 or not any(map(_holds_several, found[1]))):
                table = _with_grid(table, cell, *found)
                grids.append(tuple(found[2]))
        return table


def _beside_label(row: Sequence[Cell], profile: Profile) -> Cell | None:
    """Return the one cell right of the label of contacts, or of one that a page end cut off."""
    if len(row) != 2:
        return None
    label = label_text(row[0].text).text
    return row[1] if not label or profile.field_of(label) == "contacts" else None


def _grid(
    page: Page, cell: Cell, pieces: Sequence[Piece], table: Table, profile: Profile, known: Sequence[float]
) -> tuple[int, list[Block], list[float]] | None:
    """Return how many rows the contacts of a cell take, their cells, and the edges between their columns."""
    begun = (
        sum(profile.begins_contact_label(piece.text.text) for piece in line) for line in lines_of(pieces)
    )
    if max(begun, default=0) < SEVERAL or any(_runs_on(piece.text.text, profile) for piece in pieces):
        return None
    columns, between = columns_with_edges(pieces, profile, profile.is_contact_label)
    columns, between = fitted(columns, between, pieces, known)
    beside = [each for each in table.cells if each.column == cell.column]
    gaps = sorted(gap for each in beside for gap in gaps_in(pieces_of(page, each.lines)))
    line_gap = least(gaps) if gaps else 0.0
    height = (cell.box[1], cell.box[3])
    found = grid_of(columns, height, (), line_gap, profile)
    return (*found, between) if found and len(columns) > 1 else None


def _runs_on(text: str, profile: Profile) -> bool:
    """Tell whether a text goes on with a label: nothing tells where its column ends."""
    return any(profile.person_role(text[at:]) for at in range(1, len(text)))


def _holds_several(block: Block) -> bool:
    """Tell whether several numbers stand one below the other: of rows without labels nothing tells where they end.

    Where rules part some contacts they part all, and such a row is of one.
    """
    return count_numbers(join(piece.text for piece in block.pieces)) > 1


def _with_grid(
    table: Table, cell: Cell, rows: int, blocks: Sequence[Block], between: Sequence[float]
) -> Table:
    """Return a table with the cells of contacts in the place of one cell, and the others moved aside and down."""
    more = len(between)
    cells = [*_moved(table, cell, rows - 1, more), *_cells(cell, blocks, between)]
    ordered = tuple(sorted(cells, key=lambda each: (each.row, each.column)))
    return replace(table, rows=table.rows + rows - 1, columns=table.columns + more, cells=ordered)


def _moved(table: Table, cell: Cell, down: int, aside: int) -> Iterator[Cell]:
    for other in table.cells:
        if other is cell:
            continue
        last = other.column + other.column_span == cell.column + cell.column_span
        yield replace(
            other,
            row=other.row + (down if other.row > cell.row else 0),
            row_span=other.row_span + (down if other.row <= cell.row < other.row + other.row_span else 0),
            column_span=other.column_span + (aside if last and other.row != cell.row else 0),
        )


def _cells(cell: Cell, blocks: Sequence[Block], between: Sequence[float]) -> Iterator[Cell]:
    edges = [cell.box[0], *between, cell.box[2]]
    for block in blocks:
        box = (edges[block.column], cell.box[1], edges[block.column + 1], cell.box[3])
        span = cell.column_span if block.column == len(between) else 1
        place = (cell.row + block.row, cell.column + block.column, block.rows, span)
        yield Cell(*place, box, cut_out(block.pieces, cell.lines))
