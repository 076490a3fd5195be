"""The rows of a form without upright rules -> a table.

Comes in: rows of pieces.  Goes out: a table whose label cells and values stand where the page has them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap
from math import inf

from pipeline.core.page import Cell, Line, Page, Table, union
from pipeline.forms.pieces import Piece, parted_at_edges
from pipeline.forms.profile import Profile
from pipeline.forms.unruled_contacts import Block, Known, columns_apart, grid_of, known_in
from pipeline.forms.unruled_rows import LEVEL, Columns, Row, gap_between, in_order, lines_of, rows_of_pieces

LATEST = 200
"""So many forms and gaps tell how all are set: each form looks through them."""
SEVERAL = 8
"""Of so many gaps between lines the least may be narrower than all others: a taller character stands in a line."""


@dataclass(frozen=True, slots=True)
class Above:
    """What stands at the foot of a table, and a page end may have cut."""

    label: str
    """The words of its last label."""
    band: float
    """Where the cells of labels end: overleaf a wider label may stand, but the columns are the same."""
    edges: tuple[float, ...]
    """Between the columns of contacts."""
    texts: tuple[str, ...]
    """In these columns."""
    line_gap: float
    """What stands between most lines of values."""

    @classmethod
    def of(cls, table: Table, line_gap: float, above: Above | None = None) -> Above:
        """Return what stands at the foot of a table; one without a label goes on that of the one above."""
        label = [cell for cell in table.cells if cell.column == 0][-1]
        foot = sorted(
            (cell for cell in table.cells if cell.column and cell.row + cell.row_span == table.rows),
            key=lambda cell: cell.column,
        )
        edges, texts = (cell.box[0] for cell in foot[1:]), (cell.text.text for cell in foot)
        name = label.text.text or (above.label if above else "")
        return cls(name, label.box[2], tuple(edges), tuple(texts), line_gap)


@dataclass(frozen=True, slots=True)
class Setting:
    """How the forms of a document are set that have no upright rules, as far as they were seen."""

    grids: tuple[tuple[float, ...], ...] = ()
    """The edges between the columns of contacts, of each form that has some."""
    gaps: tuple[float, ...] = ()
    """What stands between most lines of values, of each form."""
    between: tuple[float, ...] = ()
    """What stands between the rows of forms."""
    columns: Columns | None = None
    """Of the last form: below a heading one is known by a single label, where a page end cuts it."""

    def with_form(self, table: Table, line_gap: float, columns: Columns) -> Setting:
        """Return how forms are set after one more was seen."""
        edges = edges_of(table)
        grids = (*self.grids, edges) if edges else self.grids
        gaps, between = (*self.gaps, line_gap), (*self.between, *_row_gaps(table))
        return Setting(grids[-LATEST:], gaps[-LATEST:], between[-LATEST:], columns)

    @property
    def grid(self) -> tuple[float, ...]:
        """The usual ones of them."""
        return usual(self.grids)


def usual(grids: Collection[tuple[float, ...]]) -> tuple[float, ...]:
    """Return the edges of as many columns as most have: a page end hides some, and a space can be taken for one."""
    counts = Counter(map(len, grids))
    return max(grids, key=lambda grid: (counts[len(grid)], len(grid)), default=())


def median(gaps: Sequence[float]) -> float:
    """Return the gap in the middle, and without any one that is wider than all."""
    return sorted(gaps)[len(gaps) // 2] if gaps else inf


def least(gaps: Sequence[float]) -> float:
    """Return the least of some gaps, the first of them; of several the next."""
    return min(gaps[len(gaps) >= SEVERAL :], default=inf)


def line_gaps(pieces: Sequence[Piece], columns: Columns) -> list[float]:
    """Return what stands between lines of values, from the least to the greatest.

    Each is measured to the line right below it: the lines of a cell stand beside those of others at any height.
    """
    return gaps_in([piece for piece in pieces if piece.left >= columns.band])


def gaps_in(pieces: Sequence[Piece]) -> list[float]:
    """Return what stands between pieces and those right below them, from the least to the greatest."""
    values = sorted(pieces, key=lambda piece: piece.top)
    below = (
        next((other for other in values[at:] if other.top >= piece.bottom and _is_over(piece, other)), None)
        for at, piece in enumerate(values)
    )
    return sorted(other.top - piece.bottom for piece, other in zip(values, below, strict=True) if other)


def _is_over(above: Piece, below: Piece) -> bool:
    return above.left < below.right and below.left < above.right


def edges_of(table: Table) -> tuple[float, ...]:
    """Return the edges between the columns of the contacts in a table; none where it has no contacts."""
    rows: dict[int, list[float]] = {}
    for cell in table.cells:
        if cell.column > 1:
            rows.setdefault(cell.row, []).append(cell.box[0])
    edges: list[float] = max(rows.values(), key=len, default=[])
    return tuple(sorted(edges))


def table_of(
    page: Page,
    lines: Sequence[Line],
    pieces: Sequence[Piece],
    columns: Columns,
    profile: Profile,
    above: Above | None = None,
    setting: Setting = Setting(),
) -> Table | None:
    """Return pieces of some lines as a table, contacts in columns of their own; None where nothing tells its rows.

    ``above``: what they go on; ``setting``: how other forms are set, of which one without a text of two lines tells
    nothing of what stands between these.
    """
    rows = rows_of_pieces(page, pieces, columns, profile, above.label if above else "")
    if rows is None:
        return None
    width = page.width or max(piece.right for piece in pieces)
    gaps = [least(line_gaps(pieces, columns)), median(setting.gaps), above.line_gap if above else inf]
    line_gap = min(gaps) if min(gaps) < inf else 0.0
    made: list[_Blocks] = []
    for row in rows:
        goes_on = above if row is rows[0] else None
        known = setting.grid if row is rows[-1] else ()
        made.append(_blocks(row, page, line_gap, profile, goes_on, known))
    count = max(len(edges) for _, _, edges in made)
    band = above.band if above else columns.band
    cells: list[Cell] = []
    at = 0
    for row, (height, held, between) in zip(rows, made, strict=True):
        label = (0.0, row.top, band, row.bottom)
        doubtful = (
            row is rows[-1] and not page.levels and _may_be_two(rows, line_gap, setting, profile, above)
        )
        cells.append(Cell(at, 0, height, 1, label, cut_out(row.labels, lines), doubtful=doubtful))
        edges = [band, *between, width]
        for block in held:
            box = (edges[block.column], row.top, edges[block.column + 1], row.bottom)
            span = count - len(between) + 1 if block.column == len(between) else 1
            place = (at + block.row, block.column + 1, block.rows, span)
            cells.append(Cell(*place, box, cut_out(block.pieces, lines)))
        at += height
    cells.sort(key=lambda cell: (cell.row, cell.column))
    box = (0.0, rows[0].top, width, rows[-1].bottom)
    return Table(at, count + 2, tuple(cells), box, drawn=bool(page.boxes))


def _row_gaps(table: Table) -> list[float]:
    """Return what stands between the rows of a table that have labels."""
    labels = [cell for cell in table.cells if not cell.column]
    boxes = [
        union(line.box for row in range(each.row, each.row + each.row_span) for line in _lines_in(table, row))
        for each in labels
    ]
    return [below[1] - above[3] for above, below in pairwise(boxes)]


def _lines_in(table: Table, number: int) -> list[Line]:
    """Return the lines of a row of cells."""
    return [line for cell in table.row(number) for line in cell.lines]


def _may_be_two(
    rows: Sequence[Row], line_gap: float, setting: Setting, profile: Profile, above: Above | None
) -> bool:
    """Tell whether the last row of a page has a gap as wide as those between rows, and no other row has one.

    The label of what stands below it may stand overleaf: a program keeps the two lines of a label together.
    """
    held = [list(lines_of([*row.labels, *row.values])) for row in rows]
    label = "".join(piece.text.text for piece in rows[-1].labels)
    if not label and above and len(rows) == 1:
        label = above.label
    if profile.field_of(label) in (None, "contacts"):
        return False
    between = [*(gap_between(upper[-1], lower[0]) for upper, lower in pairwise(held)), *setting.between]
    least = median(between) - LEVEL * held[-1][0][0].size
    *others, last = (max(starmap(gap_between, pairwise(each)), default=0.0) for each in held)
    return max(others, default=0.0) < least and last > least > line_gap


_Blocks = tuple[int, list[Block], list[float]]
"""How many rows of cells a row of the form takes, its cells, and the edges between their columns."""


def _blocks(
    row: Row, page: Page, line_gap: float, profile: Profile, above: Above | None, grid: Sequence[float]
) -> _Blocks:
    """Return the cells right of a label: contacts in one, which cannot be read, where nothing tells theirs.

    What goes on overleaf stands in the columns above.  At the foot of a page all labels of contacts may be cut, or
    stand overleaf; their columns are those of other forms then.
    """
    label = "".join(piece.text.text for piece in row.labels)
    name = profile.field_of(label)
    rest = above if above and (not label or profile.field_of(above.label + label)) else None
    if name not in (None, "contacts"):
        return 1, [Block(0, 1, 0, row.values)], []
    values = parted_at_edges(page, row.values)
    is_known = profile.begins_contact_label if grid or name else profile.is_contact_label
    columns, between = columns_with_edges(values, profile, is_known)
    is_grid = any(known_in(column, is_known) for column in columns)
    if rest and rest.edges and (dealt := dealt_in(values, rest.edges)):
        columns, between, is_grid = dealt, list(rest.edges), True
    elif is_grid:
        columns, between = fitted(columns, between, values, grid)
    found = None
    if len(columns) > 1 and is_grid:
        height = (row.top, row.bottom)
        texts = rest.texts if rest else ()
        found = grid_of(columns, height, page.levels, line_gap, profile, texts)
    return (*found, between) if found else (1, [Block(0, 1, 0, row.values)], [])


def columns_with_edges(
    pieces: Sequence[Piece], profile: Profile, is_known: Known
) -> tuple[list[list[Piece]], list[float]]:
    """Return pieces in columns, and the edges between these."""
    columns = columns_apart(pieces, profile, is_known)
    between = [
        (max(piece.right for piece in one) + min(piece.left for piece in other)) / 2
        for one, other in pairwise(columns)
    ]
    return columns, between


def fitted(
    columns: list[list[Piece]], between: list[float], pieces: Sequence[Piece], known: Sequence[float]
) -> tuple[list[list[Piece]], list[float]]:
    """Return columns and their edges, or those of other forms where these have more and part the pieces, too."""
    dealt = dealt_in(pieces, known) if len(columns) <= len(known) else []
    return (dealt, list(known)) if dealt else (columns, between)


def dealt_in(pieces: Sequence[Piece], edges: Sequence[float]) -> list[list[Piece]]:
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


def cut_out(pieces: Sequence[Piece], lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return pieces as lines; words of one line that a neighbour's height had put on another stand in their order."""
    return tuple(_cut_out(lines[held[0].line], held) for held in in_order(pieces))


def _cut_out(line: Line, pieces: Sequence[Piece]) -> Line:
    """Return the part of a line that some of its pieces are."""
    first, last = min(piece.text.ids[0] for piece in pieces), max(piece.text.ids[-1] for piece in pieces)
    inside = [at for at, number in enumerate(line.text.ids) if first <= number <= last]
    text = line.text[inside[0] : inside[-1] + 1]
    box = union(piece.box for piece in pieces)
    room = line.room if text.ids[-1] == line.text.ids[-1] else 0.0
    lead = line.lead if text.ids[0] == line.text.ids[0] else inf
    return Line(text, box, line.size, line.font, room=room, lead=lead)
