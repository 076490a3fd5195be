"""Pages -> the front matter and one segment per programme, page breaks rejoined.

Comes in: all pages of a document, in order.  Goes out: the lines before the first programme, and for each
programme its headings and the entries of its form.  Lines that are neither stay with the segment they follow,
for a finding to name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

from pipeline.furniture import Furniture, furniture
from pipeline.outline import ordinal_of
from pipeline.page import Line, Page, Table
from pipeline.profile import Profile
from pipeline.rejoin import SAME_COLUMN, Entry, label_text, rejoin
from pipeline.text import fold, join
from pipeline.traced import Traced

HEADING_LINES = 3
"""A heading may take this many printed lines."""
LABEL_LENGTH = 8
"""Half of a label is no longer than this."""
LEVELS = ("area", "measure", "programme")


@dataclass(frozen=True, slots=True)
class Title:
    """A numbered heading as printed and in its parts."""

    printed: Traced
    number: int
    name: Traced


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
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """A document taken apart."""

    pages: list[Page]
    front: list[Line]
    segments: list[Segment]
    furniture: list[Furniture]
    other_tables: list[Table]
    """Tables that no label of the profile stands in."""


def segment(pages: Sequence[Page], profile: Profile) -> Document:
    """Take a document apart into front matter and programmes."""
    found = furniture(pages)
    document = Document(list(pages), [], [], found, [])
    run: list[Line] = []
    for block in _blocks(pages, found):
        if isinstance(block, Line):
            run.append(block)
        elif (current := _continued(document.segments, block, run, profile)) is not None:
            current.stray.extend(run)
            current.parts.append(block)
            run = []
        elif _is_form(block, profile) or _begins_form(block, run, profile):
            document.segments.append(_opened(document, run, block, profile))
            run = []
        else:
            document.other_tables.append(block)
    if document.segments:
        document.segments[-1].stray.extend(run)
    else:
        document.front.extend(run)
    for part in document.segments:
        part.entries = rejoin(part.parts, profile)
    return document


def _blocks(pages: Sequence[Page], found: Sequence[Furniture]) -> Iterator[Line | Table]:
    for page, margins in zip(pages, found, strict=True):
        skipped = {id(line) for line in margins.lines}
        yield from (block for block in page.blocks if id(block) not in skipped)


def _labels(table: Table) -> list[Traced]:
    """Return the texts of the leftmost cells, from top to bottom."""
    labels, last = [], None
    for number in range(table.rows):
        row = table.row(number)
        if row and row[0] is not last:
            last = row[0]
            labels.append(label_text(last.text))
    return labels


def _is_form(table: Table, profile: Profile) -> bool:
    return any(profile.field_of(label.text) for label in _labels(table))


def _begins_form(table: Table, run: Sequence[Line], profile: Profile) -> bool:
    """Tell whether a table is the first row of a form whose label stands on the next page, or half of it."""
    if table.columns < 2 or not _heading(run, len(run), "programme", profile):
        return False
    return len(_labels(table)) == 1 and len(_labels(table)[0]) <= LABEL_LENGTH


def _continued(
    segments: list[Segment], table: Table, run: Sequence[Line], profile: Profile
) -> Segment | None:
    """Return the segment that a table goes on, or None where it begins a new one.

    It goes on the one before unless a programme heading stands between them or its labels begin again.
    """
    if not segments or _heading(run, len(run), "programme", profile):
        return None
    current = segments[-1]
    seen = [
        name for part in current.parts for label in _labels(part) if (name := profile.field_of(label.text))
    ]
    labels = _labels(table)
    first = next((label for label in labels if label), None)
    if first is None:
        return current if not run else None
    if not seen:
        return current
    name = profile.field_of(first.text)
    if labels[0] and name in seen and name != seen[-1]:
        return None
    if name == seen[-1] and labels[0] and name == seen[0] and len(seen) == 1 and run:
        return None
    if not _is_form(table, profile) and (labels[0] or run):
        tail = _labels(current.parts[-1])
        joined = tail[-1].text + first.text if tail else ""
        half = not run and _half_label(table, current.parts[-1])
        whole = profile.field_of(joined) or _cut_row(table, profile) or half
        return current if whole else None
    return current


def _half_label(table: Table, above: Table) -> bool:
    """Tell whether a table can be a row whose label goes on overleaf: it is as wide as the form above it."""
    labels = _labels(table)
    same = all(abs(table.box[side] - above.box[side]) <= SAME_COLUMN for side in (0, 2))
    return same and table.columns > 1 and len(labels) == 1 and len(labels[0]) <= LABEL_LENGTH


def _cut_row(table: Table, profile: Profile) -> bool:
    """Tell whether a table without a known label starts with an unlabelled row of contacts or text."""
    return not table.row(0)[0].lines and table.columns > 1


def _opened(document: Document, run: list[Line], table: Table, profile: Profile) -> Segment:
    """Return the segment that a table begins, with the headings in the lines before it."""
    previous = document.segments[-1] if document.segments else None
    area, measure = (previous.area, previous.measure) if previous else (None, None)
    new: list[Title] = []
    end = len(run)
    title = None
    if found := _heading(run, end, "programme", profile):
        end, title = found
    if found := _heading(run, end, "measure", profile):
        end, measure = found
        new.insert(0, measure)
    if found := _heading(run, end, "area", profile):
        end, area = found
        new.insert(0, area)
        measure = measure if len(new) == 2 else None
    before = run[:end]
    if previous:
        previous.stray.extend(before)
    else:
        document.front.extend(before)
    return Segment(area, measure, title, new, [table])


def _heading(run: Sequence[Line], end: int, level: str, profile: Profile) -> tuple[int, Title] | None:
    """Return the heading of a level that ends a run of lines before ``end``, and where it starts.

    The lines after its first are its continuation: they must be set like it and be no heading themselves.
    """
    pattern = regex.compile(getattr(profile.headings, level))
    for start in range(end - 1, max(-1, end - 1 - HEADING_LINES), -1):
        line = run[start]
        if pattern.fullmatch(fold(line.text.text)):
            if not all(_alike(line, other) for other in run[start + 1 : end]):
                return None
            printed = join(other.text for other in run[start:end])
            match = pattern.fullmatch(printed.text)
            if match is None:
                return None
            name = printed[match.start("name") : match.end("name")].strip()
            return start, Title(printed, ordinal_of(match["number"]), name)
        if any(regex.fullmatch(getattr(profile.headings, other), fold(line.text.text)) for other in LEVELS):
            return None
    return None


def _alike(line: Line, other: Line) -> bool:
    return abs(line.size - other.size) <= 0.6 and line.font == other.font
