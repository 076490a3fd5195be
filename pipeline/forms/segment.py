"""Pages -> the front matter and one segment per programme, page breaks rejoined.

Comes in: the pages of a document, in order.  Goes out, as each ends: the lines before the first programme, and for
each programme its headings and the entries of its form.  Lines that are neither stay with the segment they follow,
for a finding to name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.core.page import Line, Page, Table
from pipeline.core.text import fold
from pipeline.core.traced import EMPTY, Traced
from pipeline.forms.entries import Entry, is_plain_label, label_text, row_labels
from pipeline.forms.furniture import Furniture, furniture
from pipeline.forms.headings import Title, heading, heading_above, is_numbered_heading
from pipeline.forms.page_end import with_labels_below, without_marks
from pipeline.forms.profile import Profile
from pipeline.forms.rejoin import SAME_COLUMN, rejoin
from pipeline.forms.split_table import pieces, repeated_rows, with_label_column, without_rows

LABEL_LENGTH = 8
"""Half of a label is no longer than this."""
SAME_WIDTH = 12.0
"""The parts of a form on two pages are as wide, within this many points."""


@dataclass(slots=True)
class Segment:
    """One programme: its headings and its form."""

    area: Title | None
    measure: Title | None
    title: Title | None
    new_headings: list[Title]
    """Area and measure headings printed before this programme and not before an earlier one."""
    parts: list[Table]
    stray: list[Line] = field(default_factory=list)
    """Lines before, in and after the form that are no heading."""
    repeated: list[Line] = field(default_factory=list)
    """Its heading, or the column headings of its table, printed again overleaf, and rows that say that it goes on."""
    entries: list[Entry] = field(default_factory=list)
    page: int = 0
    """The place, from 0, of the page on which the last part stands."""
    ended: bool = False
    """Whether another table stands below the last part: only a table with labels goes on from there."""
    until: int | None = None
    """The first glyph of the programme after it; None of the last."""

    @property
    def numbers(self) -> tuple[int, int, int]:
        """The numbers of area, measure and programme, 0 where there is none."""
        area, measure, title = (part.number if part else 0 for part in (self.area, self.measure, self.title))
        return area, measure, title

    def first_glyph(self) -> int:
        """Return the number of the first glyph of the headings and the first part, 0 where none has any."""
        lines = [line.text for line in self.stray]
        lines += [heading.printed for heading in (*self.new_headings, self.title) if heading]
        lines += [line.text for cell in self.parts[0].cells for line in cell.lines]
        return min((line.ids[0] for line in lines if line), default=0)


@dataclass(slots=True)
class Survey:
    """What only a look over a whole document of plain fields tells, before it is taken apart."""

    heads: Counter[tuple[str, ...]] = field(default_factory=Counter)
    """First rows without labels that could be the headings of columns, and how many forms begin with each."""
    numbered: bool = False
    """Whether a heading numbers its form."""


@dataclass(slots=True)
class Document:
    """A document taken apart, in memory."""

    front: list[Line] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    other_tables: list[Table] = field(default_factory=list)
    """Tables that are no form of the profile."""


Part = list[Line] | Segment | Table
"""The lines before the first programme, a programme, or a table that is no form."""


def segment(pages: Sequence[Page], profile: Profile) -> Document:
    """Take a document that is held in memory apart into front matter and programmes."""
    margins = margins_of(pages, profile)
    document = Document()
    for part in segments(pages, margins, profile, survey(pages, margins, profile)):
        if isinstance(part, Segment):
            document.segments.append(part)
        elif isinstance(part, Table):
            document.other_tables.append(part)
        else:
            document.front = part
    return document


def margins_of(pages: Iterable[Page], profile: Profile) -> list[Furniture]:
    """Return the furniture of each page; a numbered heading of the profile is none."""
    return furniture(pages, lambda line: is_numbered_heading(line, profile))


def survey(pages: Iterable[Page], margins: Sequence[Furniture], profile: Profile) -> Survey:
    """Look over a document of plain fields; a form of roles needs no such look."""
    if not profile.has_plain_fields:
        return Survey()
    look = Survey()
    for part in _cut(pages, margins, profile):
        if isinstance(part, Segment):
            if head := _head(part.parts[0], profile):
                look.heads[head] += 1
            look.numbered = look.numbered or bool(part.title and part.title.number)
    return look


def segments(
    pages: Iterable[Page], margins: Sequence[Furniture], profile: Profile, look: Survey
) -> Iterator[Part]:
    """Yield the parts of a document as they end, so that no more of it is held than the programme at hand.

    The front matter comes before the first programme; a table that is no form as soon as it is met.
    """
    for part in _cut(pages, margins, profile):
        if isinstance(part, Segment):
            if look.heads and look.heads[_head(part.parts[0], profile)] > 1:
                _set_column_headings_apart(part)
            part.entries = rejoin(part.parts, profile)
        yield part


def _cut(pages: Iterable[Page], margins: Sequence[Furniture], profile: Profile) -> Iterator[Part]:
    run: list[Line] = []
    current: Segment | None = None
    for place, block in _blocks(pages, margins, profile):
        if isinstance(block, Line):
            run.append(block)
            continue
        if current and run:
            current.parts[-1], run = with_labels_below(current.parts[-1], run, profile)
        table, marks = without_marks(block)
        if current and (part := _continued(current, table, place, run, profile)):
            current.ended = False
            current.stray.extend(_without_heading(current, run, profile))
            current.parts.append(part)
            current.repeated.extend(marks)
            current.page = place
            run = []
        elif _is_form(table, run, profile) or _begins_form(table, run, profile):
            before, opened = _opened(current, run, table, place, profile)
            opened.repeated.extend(marks)
            if current:
                current.stray.extend(before)
                current.until = opened.first_glyph()
            yield current or before
            current, run = opened, []
        else:
            yield block
            if current:
                current.ended = True
    if current:
        current.parts[-1], run = with_labels_below(current.parts[-1], run, profile)
        current.stray.extend(run)
    yield current or run


def _blocks(
    pages: Iterable[Page], margins: Sequence[Furniture], profile: Profile
) -> Iterator[tuple[int, Line | Table]]:
    """Yield what stands on the pages, furniture apart, each with the place of its page, from 0."""
    for number, (page, found) in enumerate(zip(pages, margins, strict=True)):
        for place, block in enumerate(page.blocks):
            if place not in found.blocks:
                for piece in pieces(block, profile) if isinstance(block, Table) else (block,):
                    yield number, piece


def _labels(table: Table, profile: Profile) -> list[Traced]:
    """Return the texts of the label cells, from top to bottom: the leftmost ones, or those known beside them."""
    labels: list[Traced] = []
    seen: list[int] = []
    for number in range(table.rows):
        row = table.row(number)
        if (
            profile.has_plain_fields
            and len(row) == 1
            and row[0].lines
            and not is_plain_label(row[0], profile)
        ):
            continue  # a text over the whole width
        for position in row_labels(row, profile):
            if id(row[position]) not in seen:
                seen.append(id(row[position]))
                labels.append(label_text(row[position].text))
    return labels


def _known(table: Table, profile: Profile) -> list[str]:
    return [name for label in _labels(table, profile) if (name := profile.field_of(label.text))]


def _is_form(table: Table, run: Sequence[Line], profile: Profile) -> bool:
    """Tell whether a table is a form or a part of one: one known label among several may be chance."""
    labels = [label for label in _labels(table, profile) if label]
    known = len(set(_known(table, profile)))
    return (
        known > 1
        or (known == 1 and len(labels) <= 2)
        or (known == 1 and heading(run, len(run), "programme", profile) is not None)
    )


def _begins_form(table: Table, run: Sequence[Line], profile: Profile) -> bool:
    """Tell whether a table is the first row of a form whose label stands on the next page, or half of it."""
    if table.columns < 2 or not heading(run, len(run), "programme", profile):
        return False
    labels = _labels(table, profile)
    return len(labels) == 1 and len(labels[0]) <= LABEL_LENGTH


def _continued(
    current: Segment, table: Table, place: int, run: Sequence[Line], profile: Profile
) -> Table | None:
    """Return the part of a segment that a table is, or None where it begins a new one or is none of it.

    It goes on the one before unless a programme heading stands between them or its labels begin again.
    """
    above = heading(run, len(run), "programme", profile)
    if above and not (place > current.page and _again(current, above[1])):
        return None
    if place > current.page and not run:
        table = with_label_column(table, current.parts[-1])
    again = repeated_rows(table, current.parts[0], profile) if place > current.page else 0
    part = without_rows(table, again) if again else table
    between = run[: above[0]] if above else run
    if not _goes_on(current, part, place, between, profile):
        return None
    current.repeated.extend(
        line for cell in table.cells if cell.row + cell.row_span <= again for line in cell.lines
    )
    return part


def _goes_on(current: Segment, table: Table, place: int, run: Sequence[Line], profile: Profile) -> bool:
    seen = [name for part in current.parts for name in _known(part, profile)]
    labels = _labels(table, profile)
    first = next((label for label in labels if label), None)
    overleaf = _overleaf(current, table, place, profile)
    if first is None:
        return overleaf and not run
    if not seen:
        return True
    name = profile.field_of(first.text)
    if name is None and labels[0]:
        name = next(iter(_known(table, profile)), None)
    if labels[0] and name in seen and name != seen[-1]:
        return False
    if name == seen[-1] and labels[0] and name == seen[0] and len(seen) == 1 and run:
        return False
    if _is_form(table, run, profile):
        return True
    if not overleaf:
        return False
    if labels[0] or run:
        tail = _labels(current.parts[-1], profile)
        joined = tail[-1].text + first.text if tail else ""
        half = not run and _half_label(table, current.parts[-1], profile)
        cut = not table.row(0)[0].lines and table.columns > 1
        return bool(profile.field_of(joined) or cut or half)
    return True


def _again(current: Segment, title: Title) -> bool:
    """Tell whether a heading is that of the form above, printed again overleaf."""
    if current.title is None:
        return False
    return fold(label_text(title.printed).text) == fold(current.title.printed.text)


def _without_heading(current: Segment, run: list[Line], profile: Profile) -> list[Line]:
    """Return the lines between two parts of a form without the heading that is printed again."""
    above = heading(run, len(run), "programme", profile)
    if not above:
        return run
    current.repeated.extend(run[above[0] :])
    return run[: above[0]]


def _overleaf(current: Segment, table: Table, place: int, profile: Profile) -> bool:
    """Tell whether a table without labels can go on a form: on a later page, as wide, its columns among the form's."""
    if not _is_drawn(table):
        return True
    if current.ended or place <= current.page:
        return False
    above = current.parts[-1]
    if abs((table.box[2] - table.box[0]) - (above.box[2] - above.box[0])) > SAME_WIDTH:
        return False
    if not profile.has_plain_fields:
        return True
    known = {edge for part in current.parts for number in range(part.rows) for edge in _edges(part, number)}
    return all(any(abs(edge - other) <= SAME_WIDTH for other in known) for edge in _edges(table, 0))


def _edges(table: Table, number: int) -> list[float]:
    """Return where the cells of a row end on the right, from the left side of the table."""
    return [cell.box[2] - table.box[0] for cell in table.row(number)]


def _set_column_headings_apart(part: Segment) -> None:
    """Take the first row, the headings of columns (項目 | 內容), out of a form."""
    first = part.parts[0]
    part.repeated.extend(line for cell in first.row(0) for line in cell.lines)
    part.parts[0] = without_rows(first, 1)


def _head(table: Table, profile: Profile) -> tuple[str, ...]:
    """Return the texts of a first row that could be the headings of columns, or none."""
    row = table.row(0)
    texts = tuple(fold(cell.text.text) for cell in row)
    known = any(profile.field_of(row[place].text.text) for place in row_labels(row, profile))
    if known or len(row) < 2 or table.rows < 2 or not all(texts) or any(cell.row_span > 1 for cell in row):
        return ()
    return texts


def _is_drawn(table: Table) -> bool:
    """Tell whether a table has places on a page: a transcription has none."""
    return any(cell.box[2] - cell.box[0] > 1 for cell in table.cells)


def _half_label(table: Table, above: Table, profile: Profile) -> bool:
    """Tell whether a table can be a row whose label goes on overleaf: it is as wide as the form above it."""
    labels = _labels(table, profile)
    same = all(abs(table.box[side] - above.box[side]) <= SAME_COLUMN for side in (0, 2))
    return same and table.columns > 1 and len(labels) == 1 and len(labels[0]) <= LABEL_LENGTH


def _opened(
    previous: Segment | None, run: list[Line], table: Table, place: int, profile: Profile
) -> tuple[list[Line], Segment]:
    """Return the segment that a table begins, with the headings in the lines before it, and the lines before those."""
    area, measure = (previous.area, previous.measure) if previous else (None, None)
    new: list[Title] = []
    end = len(run)
    title = None
    between: list[Line] = []
    if found := heading_above(run, profile):
        end, after, title = found
        between = run[after:]
        if title.area is not None:
            area = Title(EMPTY, title.area, EMPTY)
    if found_above := heading(run, end, "measure", profile):
        end, measure = found_above
        new.insert(0, measure)
    if found_above := heading(run, end, "area", profile):
        end, area = found_above
        new.insert(0, area)
        measure = measure if len(new) == 2 else None
    return run[:end], Segment(area, measure, title, new, [table], between, page=place)
