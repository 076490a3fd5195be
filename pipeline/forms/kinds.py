"""Several kinds of forms in one document -> which kind each table is.

Comes in: the tables of a document in their order, with the lines above each.  Goes out: for each the profile of its
kind: the one that knows its labels, with its heading above.  A table without known labels is of the kind of the form
before it, which it may go on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile

from pipeline.core.page import Line, Table
from pipeline.forms.headings import BETWEEN, HEADING_LINES, heading_above, headings_tell, is_numbered
from pipeline.forms.labels import Row, rows_of
from pipeline.forms.profile import Profile
from pipeline.forms.split_table import labels_apart, without_rows

WITHIN = BETWEEN + HEADING_LINES
"""A heading stands within so many lines above its table."""


class Kinds:
    """Tells of one table after the other which kind it is."""

    def __init__(self, profile: Profile) -> None:
        self.each = profile.each
        self.last = self.each[0]
        """Of the form before."""
        self.run: list[Line] = []
        """The last lines below the table before."""

    def see(self, line: Line) -> None:
        """Take note of a line, which may be the heading of the next table."""
        if len(self.each) > 1:
            self.run = [*self.run[-WITHIN:], line]

    def parts(self, table: Table) -> Iterator[tuple[Profile, Table]]:
        """Yield a table with its kind, or, where forms of several kinds are ruled together, each part of it."""
        if len(self.each) == 1:
            yield self.last, table
            return
        run, self.run = self.run, []
        rows = {kind.name: rows_of(labels_apart(table, kind), kind) for kind in self.each}
        starts = self._starts(table, rows)
        for start, end in zip(starts, [*starts[1:], table.rows], strict=True):
            known = {name: held[start:end] for name, held in rows.items()}
            self.last = self._kind(known, run if start == 0 else ())
            yield self.last, without_rows(table, start, end)

    def _starts(self, table: Table, rows: dict[str, list[Row]]) -> list[int]:
        """Return the rows with which forms of another kind begin: by a heading of it, or labels that only it knows."""
        starts = [0]
        able = set(rows)
        for number in range(table.rows):
            headed = {kind.name for kind in self.each if _is_heading(rows[kind.name][number], kind)}
            now = headed or {name for name, held in rows.items() if held[number].fields}
            if not now or able & now:
                able = able & now or able
                continue
            start = number if headed else _first(rows, starts[-1], number, now)
            if start > starts[-1] and all(cell.row >= start for cell in table.row(start)):
                starts.append(start)
            able = now
        return starts

    def _kind(self, rows: dict[str, list[Row]], run: Sequence[Line]) -> Profile:
        """Return the kind whose heading stands above and that knows at least half as many labels as any other."""
        known = {kind.name: {name for row in rows[kind.name] for name in row.fields} for kind in self.each}
        most = max(map(len, known.values()))
        headed = {kind.name for kind in self.each if _is_headed(rows[kind.name], run, kind)}
        able = [kind for kind in self.each if 2 * len(known[kind.name]) >= most]
        if not most and not headed:
            return self.last

        def rank(kind: Profile) -> tuple[bool, int, bool, int]:
            held = known[kind.name]
            missing = sum(name not in held for name in kind.required)
            return (kind.name in headed, len(held), kind is self.last, -missing)

        return max(able, key=rank)


def _first(rows: dict[str, list[Row]], above: int, number: int, names: Collection[str]) -> int:
    """Return the row with which a form begins that shows its kind in a later row.

    Above that stand labels that both kinds have, come again, and headings.
    """
    start = number
    while start > above + 1:
        held = [rows[name][start - 1] for name in rows]
        again = all(rows[name][start - 1].fields for name in names) and any(
            set(other[start - 1].fields) & {name for row in other[above : start - 1] for name in row.fields}
            for other in rows.values()
        )
        if not again and not all(row.merged for row in held):
            break
        start -= 1
    return start


def _is_heading(row: Row, kind: Profile) -> bool:
    return row.merged and headings_tell(kind) and is_numbered(row.cells[0].text, kind)


def _is_headed(rows: Sequence[Row], run: Sequence[Line], kind: Profile) -> bool:
    """Tell whether a heading of a kind stands above a table, or in its first rows."""
    first = takewhile(lambda row: row.merged, rows)
    return any(_is_heading(row, kind) for row in first) or (
        headings_tell(kind) and heading_above(run, kind) is not None
    )
