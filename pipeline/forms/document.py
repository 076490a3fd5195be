"""What a document is taken apart into: front matter, programmes, and tables that are no form.

No rule lives here: `segment` says where a programme begins and ends, `rejoin` makes its form whole.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.page import Line, Table, lines_of
from pipeline.forms.entries import Entry
from pipeline.forms.headings import Title


@dataclass(frozen=True, slots=True)
class Segment:
    """One programme: its headings and its form."""

    area: Title | None
    measure: Title | None
    title: Title | None
    new_headings: tuple[Title, ...]
    """Area and measure headings printed before this programme and not before an earlier one."""
    parts: tuple[Table, ...]
    stray: tuple[Line, ...] = ()
    """Lines before, in and after the form that are no heading."""
    repeated: tuple[Line, ...] = ()
    """Its heading, or the column headings of its table, printed again overleaf, and rows that say that it goes on."""
    entries: tuple[Entry, ...] = ()
    page: int = 0
    """The place, from 0, of the page on which the last part stands."""
    ended: bool = False
    """Whether another table stands below the last part: only a table with labels goes on from there."""
    maybe: tuple[Table, ...] = ()
    """Tables on later pages that may go on the form, behind something that is none of it."""
    until: int | None = None
    """The first glyph of the programme after it; None of the last."""
    kind: str = ""
    """The name of its kind, where a document has several."""
    heading: tuple[Line, ...] = ()
    """The lines of its title, where it has one."""

    @property
    def numbers(self) -> tuple[int, int, int]:
        """The numbers of area, measure and programme, 0 where there is none."""
        area, measure, title = (part.number if part else 0 for part in (self.area, self.measure, self.title))
        return area, measure, title

    def first_glyph(self) -> int:
        """Return the number of the first glyph of the headings and the first part, 0 where none has any."""
        lines = [line.text for line in self.stray]
        lines += [heading.printed for heading in (*self.new_headings, self.title) if heading]
        lines += [line.text for line in lines_of(self.parts[0])]
        return min((line.ids[0] for line in lines if line), default=0)


@dataclass(frozen=True, slots=True)
class Document:
    """A document taken apart, in memory."""

    front: list[Line]
    segments: list[Segment]
    other_tables: list[Table]
    """Tables that are no form of the profile."""


Part = list[Line] | Segment | Table
"""The lines before the first programme, a programme, or a table that is no form."""
