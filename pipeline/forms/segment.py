"""Pages -> the front matter and one segment per programme, page breaks rejoined.

Comes in: the pages of a document, in order.  Goes out, as each ends: the lines before the first programme, and for
each programme its headings and the entries of its form.  Lines that are neither stay with the segment they follow,
for a finding to name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.core.page import Line, Page, Table
from pipeline.core.text import fold
from pipeline.core.traced import EMPTY
from pipeline.forms.columns import stands_below, stands_in_place, with_absent_columns
from pipeline.forms.contact_columns import ContactColumns
from pipeline.forms.contacts_beside import contacts_apart
from pipeline.forms.document import Document, Part, Segment
from pipeline.forms.footnotes import are_notes
from pipeline.forms.furniture import Furniture, furniture
from pipeline.forms.headings import Title, heading, heading_above, headings_tell, is_numbered_heading
from pipeline.forms.islands import in_rows
from pipeline.forms.kinds import Kinds
from pipeline.forms.labels import are_contact_labels, known_fields, label_text, rows_of, table_labels
from pipeline.forms.page_end import with_labels_below, with_lines_above, without_marks
from pipeline.forms.profile import Profile
from pipeline.forms.rejoin import rejoin
from pipeline.forms.resume import Answer, resumes
from pipeline.forms.split_table import pieces, repeated_rows, rows_apart
from pipeline.forms.strangers import without_strangers
from pipeline.forms.survey import Survey
from pipeline.forms.unruled import UNSEEN, Settings, Unruled, read_by_all

LABEL_LENGTH = 8
"""Half of a label is no longer than this."""


def segment(pages: Sequence[Page], profile: Profile) -> Document:
    """Take a document that is held in memory apart into front matter and programmes."""
    margins = margins_of(pages, profile)
    parts = list(segments(pages, margins, profile, survey(pages, margins, profile)))
    return Document(
        [line for part in parts if isinstance(part, list) for line in part],
        [part for part in parts if isinstance(part, Segment)],
        [part for part in parts if isinstance(part, Table)],
    )


def margins_of(pages: Iterable[Page], profile: Profile) -> list[Furniture]:
    """Return the furniture of each page; numbered headings and labels of the profile are none."""

    def is_heading(line: Line) -> bool:
        return any(is_numbered_heading(line, kind) for kind in profile.each)

    def is_label(line: Line) -> bool:
        text = line.text.text
        return any(kind.field_of(text) or are_contact_labels(text, kind) for kind in profile.each)

    return furniture(pages, is_heading, is_label)


def survey(
    pages: Iterable[Page], margins: Sequence[Furniture], profile: Profile, settings: Settings = UNSEEN
) -> Survey:
    """Look over a document of plain fields; a form of roles needs no such look."""
    look = Survey(settings=settings)
    if not any(kind.labels_in_any_column for kind in profile.each):
        return look
    for part in _cut(pages, margins, profile, settings):
        if isinstance(part, Segment):
            look.see(part, profile.of_kind(part.kind))
    return look


def segments(
    pages: Iterable[Page], margins: Sequence[Furniture], profile: Profile, look: Survey
) -> Iterator[Part]:
    """Yield the parts of a document as they end, so that no more of it is held than the programme at hand.

    The front matter comes before the first programme; a table that is no form as soon as it is met.
    """
    for part in without_strangers(_cut(pages, margins, profile, look.settings), profile, look.forms):
        if isinstance(part, Segment):
            kind = profile.of_kind(part.kind)
            whole = look.without_heads(part, kind)
            part = replace(whole, entries=tuple(rejoin(whole.parts, kind)))
        yield part


def _cut(
    pages: Iterable[Page], margins: Sequence[Furniture], profile: Profile, settings: Settings
) -> Iterator[Part]:
    run: list[Line] = []
    current: Segment | None = None
    for place, kind, block in blocks(pages, margins, profile, settings):
        if isinstance(block, Line):
            run.append(block)
            continue
        if current and run:
            current, run = _with_labels_below(current, run, profile)
        table, marks = without_marks(block)
        if current and (longer := _continued(current, table, place, run, kind)):
            current, run = replace(longer, repeated=(*longer.repeated, *marks)), []
        elif is_form(table, run, kind) or (_is_first_row(table, kind) and _is_headed(run, kind)):
            before, opened = _opened(current, run, table, place, kind)
            if current:
                yield replace(current, stray=(*current.stray, *before), until=opened.first_glyph())
            else:
                yield before
            current, run = replace(opened, repeated=tuple(marks)), []
        else:
            yield block
            if current:
                maybe = (table,) if _may_resume(current, table, place, run) == "perhaps" else ()
                current = replace(current, ended=True, maybe=(*current.maybe, *maybe))
    if current:
        current, run = _with_labels_below(current, run, profile)
        yield replace(current, stray=(*current.stray, *run))
    else:
        yield run


def _with_labels_below(current: Segment, run: list[Line], profile: Profile) -> tuple[Segment, list[Line]]:
    last, rest = with_labels_below(current.parts[-1], run, profile.of_kind(current.kind))
    return replace(current, parts=(*current.parts[:-1], last)), rest


def blocks(
    pages: Iterable[Page], margins: Sequence[Furniture], profile: Profile, settings: Settings = UNSEEN
) -> Iterator[tuple[int, Profile, Line | Table]]:
    """Yield what stands on the pages, furniture apart, each with the place of its page, from 0, and its kind."""
    unruled = [Unruled(kind, settings.get(kind.name)) for kind in profile.each]
    kinds = Kinds(profile)
    columns = ContactColumns()
    for number, (page, found) in enumerate(zip(pages, margins, strict=True)):
        for block in in_rows(read_by_all(unruled, page, found.apart_from(page)), profile):
            if isinstance(block, Line):
                kinds.see(block)
                yield number, kinds.last, block
                continue
            for kind, part in kinds.parts(block):
                rows = columns.parted(page, contacts_apart(page, part, kind), kind)
                yield from ((number, kind, piece) for piece in pieces(rows, kind))


def is_form(table: Table, run: Sequence[Line], profile: Profile) -> bool:
    """Tell whether a table is a form or a part of one: one known label among several may be chance."""
    rows = rows_of(table, profile)
    known = len(set(known_fields(rows, profile)))
    few = len([label for label in table_labels(rows) if label]) <= 2
    return known > 1 or (known == 1 and (few or _is_headed(run, profile)))


def _is_headed(run: Sequence[Line], profile: Profile) -> bool:
    """Tell whether a heading of a form ends a run of lines; a pattern that any line matches says nothing."""
    return headings_tell(profile) and heading(run, len(run), "programme", profile) is not None


def _is_first_row(table: Table, profile: Profile) -> bool:
    """Tell whether a table is one row whose label, or half of it, stands on the other side of a page end."""
    labels = table_labels(rows_of(table, profile))
    return table.columns > 1 and len(labels) == 1 and len(labels[0]) <= LABEL_LENGTH


def _continued(
    current: Segment, table: Table, place: int, run: Sequence[Line], profile: Profile
) -> Segment | None:
    """Return a segment with a table as its next part, or None where the table begins a new one or is none of it.

    It goes on the one before unless a programme heading stands between them or its labels begin again.
    """
    overleaf = place > current.page
    if overleaf:
        table, run = with_lines_above(table, current.parts[-1], run)
    notes = run if overleaf and are_notes(run, current.parts[-1]) else []
    run = run[len(notes) :]
    start, end, title = heading_above(run, profile) or (len(run), len(run), None)
    if title and end < len(run) and not (title.number and headings_tell(profile)):
        start, end, title = len(run), len(run), None  # with lines between them it may be any line
    above = current.title.printed.text if current.title else ""
    again = overleaf and title and fold(label_text(title.printed).text) == fold(above)
    if current.kind != profile.name or (title and not again):
        return None
    returned = _may_resume(current, table, place, run) == "yes"
    if overleaf and (returned or not run):
        table = with_absent_columns(table, current.parts[-1])
    part, heads = rows_apart(table, repeated_rows(table, current.parts[0], profile) if overleaf else 0)
    between = [*run[:start], *run[end:]]
    if not returned and not _goes_on(current, part, place, between, profile):
        return None
    return replace(
        current,
        parts=(*current.parts, part),
        stray=(*current.stray, *notes, *between),
        repeated=(*current.repeated, *run[start:end], *heads),
        page=place,
        ended=False,
    )


def _may_resume(current: Segment, table: Table, place: int, run: Sequence[Line]) -> Answer:
    """Tell whether a table goes on a form behind a table or lines that are none of it."""
    if place <= current.page or not (current.ended or run):
        return "no"
    return resumes(current.parts, with_absent_columns(table, current.parts[-1]))


def _goes_on(current: Segment, table: Table, place: int, run: Sequence[Line], profile: Profile) -> bool:
    """Tell whether a table goes on a form: by labels that the form lacks so far, or overleaf by its columns."""
    above, rows = current.parts[-1], rows_of(table, profile)
    seen = [name for part in current.parts for name in known_fields(rows_of(part, profile), profile)]
    labels, names = table_labels(rows), known_fields(rows, profile)
    again = bool(names and labels[0]) and seen.count(names[0]) >= profile.often(names[0])
    if again and (names[0] != seen[-1] or (len(seen) == 1 and run)):
        return False
    if is_form(table, run, profile):
        return True
    if table.drawn and (
        current.ended
        or place <= current.page
        or not stands_below(table, current.parts, within=profile.labels_in_any_column)
    ):
        return False
    if not table.drawn and not names and any(labels) and not labels[0]:
        return False  # a list whose first cell is blank: nothing tells that a page ends above it
    if not run and (
        not labels or not labels[0] or (_is_first_row(table, profile) and stands_in_place(table, above))
    ):
        return True
    cut = table.columns > 1 and not table.row(0)[0].lines
    last = table_labels(rows_of(above, profile))[-1:]
    first = next((label for label in labels if label), None)
    return first is not None and (cut or any(profile.field_of(label.text + first.text) for label in last))


def _opened(
    previous: Segment | None, run: list[Line], table: Table, place: int, profile: Profile
) -> tuple[list[Line], Segment]:
    """Return the segment that a table begins, with the headings in the lines before it, and the lines before those."""
    start, end, title = heading_above(run, profile) or (len(run), len(run), None)
    lines = run[start:end]
    new: dict[str, Title] = {}
    for level in ("measure", "area"):
        if found := heading(run, start, level, profile):
            start, new[level] = found
    area, measure = (previous.area, previous.measure) if previous else (None, None)
    if title and title.area is not None:
        area = Title(EMPTY, title.area, EMPTY)
    return run[:start], Segment(
        new.get("area", area),
        new.get("measure", None if "area" in new else measure),
        title,
        tuple(reversed(new.values())),
        (table,),
        tuple(run[end:]),
        page=place,
        kind=profile.name,
        heading=tuple(lines),
    )
