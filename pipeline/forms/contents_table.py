"""A contents page that is set as a table -> its rows as lines, as any other contents page has them.

Comes in: a table.  Goes out: whether it is one, and its lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.core.expressions import expression
from pipeline.core.page import Box, Cell, Line, Table, union
from pipeline.core.text import fold, join
from pipeline.core.traced import EMPTY, Traced
from pipeline.forms.headings import is_numbered
from pipeline.forms.profile import Profile

_PAGE = expression(r"(?:p\.?|第)?\d{1,4}頁?")


def is_contents_table(table: Table, profile: Profile) -> bool:
    """Tell whether a table is the contents page: most rows end in a page number, many begin with a heading."""
    rows = [[cell for cell in table.row(number) if cell.lines] for number in range(table.rows)]
    rows = [row for row in rows if row]
    paged = [row for row in rows if len(row) > 1 and _is_page(row[-1])]
    numbered = [row for row in paged if is_numbered(join(cell.text for cell in row[:-1]), profile)]
    return (
        len(paged) > max(2, len(rows) / 2)
        and len(numbered) * 2 > len(paged)
        and all(cell.row_span == 1 for cell in table.cells)
        and not any(profile.field_of(row[0].text.text) for row in rows)
    )


def _is_page(cell: Cell) -> bool:
    """Tell whether a cell holds a page number and nothing else."""
    return len(cell.lines) == 1 and _PAGE.fullmatch(fold(cell.lines[0].text.text)) is not None


def _joined(row: Sequence[Cell]) -> tuple[Traced, Box, float, str]:
    """Return the words of a row as those of one line: text, place, size and font."""
    lines = [line for cell in row for line in cell.lines] or [Line(EMPTY, row[0].box)]
    return join(line.text for line in lines), union(line.box for line in lines), lines[0].size, lines[0].font


def lines_of(table: Table) -> Iterator[Line]:
    """Yield the rows of a table as lines."""
    for number in range(table.rows):
        if (line := Line(*_joined(table.row(number)))).text:
            yield line
