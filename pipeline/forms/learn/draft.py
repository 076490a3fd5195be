"""An unknown document -> the draft of a profile for the forms that it repeats.

Comes in: the pages of a document.  Goes out: the labels that stand again and again left of other words, where each
stands, the pattern of the headings, what no form claims, and the profile as TOML.  Bad input: a document that
repeats no form is a ``UserError``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from pipeline.core.errors import UserError
from pipeline.core.page import Cell, Line, Page, Table
from pipeline.forms.document import Segment
from pipeline.forms.learn.apart import reader_of_lines
from pipeline.forms.learn.candidates import (
    Row,
    Sheet,
    beside,
    counted,
    lines_of,
    matrices,
    overleaf,
    rows_of,
    rows_over,
    sheets_of,
    with_values,
)
from pipeline.forms.learn.division import forms_of, in_like_numbers, in_one_order, labels_of
from pipeline.forms.learn.heading_pattern import area_pattern, heading_pattern
from pipeline.forms.learn.kinds import name_of, tables_of_kinds
from pipeline.forms.learn.labels import (
    Cells,
    Label,
    cells_of,
    halves,
    is_form,
    label_cells,
    labels_over_grids,
    rare_labels,
)
from pipeline.forms.learn.marks import Mark, marks
from pipeline.forms.learn.period import MOST, strongest
from pipeline.forms.learn.single import rows_in_turns
from pipeline.forms.profile import Profile, load_profile, parse_profile
from pipeline.forms.profiles import profile_names
from pipeline.forms.segment import segment

LEAST = 2
"""A form stands so often, and a kind of form has so many labels that the others lack."""
KINDS = 6
"""A document has no more kinds of forms."""
TRIES = 12
"""So many periods are tried, the strongest first: lists may repeat more than the forms."""


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """Text that no form of the draft has."""

    what: str
    """table | line"""
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A form that the document repeats, and what was found of it."""

    name: str
    """Empty where it is the only one."""
    labels: list[Label]
    forms: int
    area: str | None
    """The pattern of the headings above those of the forms."""
    heading: str | None
    headings: list[str]
    """The headings that the pattern finds, as printed."""

    @property
    def settings(self) -> list[str]:
        """Its settings in a profile, line by line."""
        names = [label.text for label in self.labels for _ in range(label.times)]
        optional = [label.text for label in self.labels if label.forms < self.forms]
        lines = [f"labels = {_listed(names)}"]
        if optional:
            lines.append(f"optional = {_listed(optional)}")
        return lines

    @property
    def patterns(self) -> list[str]:
        """The patterns of its headings, line by line."""
        levels = (("area", self.area), ("programme", self.heading))
        return [f"{level} = {_quoted(pattern)}" for level, pattern in levels if pattern]


@dataclass(frozen=True, slots=True)
class Draft:
    """What was found, and the profile made of it."""

    kinds: list[Kind]
    """The kinds of forms, the one with most tables first."""
    unclaimed: list[Unclaimed]
    toml: str
    marks: list[Mark]
    """What the profile reads on a few pages, for a picture of them."""


def draft(pages: Sequence[Page], file: str, *, single: bool = False) -> Draft:
    """Return the draft of a profile for the forms that the pages repeat, or for the one form that they are.

    Raises:
        UserError: no form is repeated; or one form has no table that is label and value in turns.
    """
    sheets = beside(with_values(list(sheets_of(pages))))
    kinds = _single(sheets) if single else _kinds(sheets)
    if not kinds and not single and (read := reader_of_lines(lines_of(pages))):
        kinds = _kinds(beside(with_values(list(sheets_of(pages, read)))))
    title = next((line.text.text for _, lines in lines_of(pages) for line in lines), "")
    while kinds:
        toml = _toml(file, title, kinds)
        profile = parse_profile(file, toml)
        document = segment(pages, profile)
        parts = {kind.name: [part for part in document.segments if part.kind == kind.name] for kind in kinds}
        often = [kind for kind in kinds if len(parts[kind.name]) >= LEAST or single]
        told = [_as_read(kind, parts[kind.name], profile.of_kind(kind.name)) for kind in often]
        if told == kinds:
            break
        kinds = _named(told)
    if not kinds:
        raise _no_form(file, sheets, single)
    lines = [*document.front, *(line for part in document.segments for line in part.stray)]
    return Draft(
        kinds=[
            replace(
                kind,
                forms=len(parts[kind.name]),
                headings=[part.title.printed.text for part in parts[kind.name] if part.title],
            )
            for kind in kinds
        ],
        unclaimed=list(_unclaimed(pages, document.other_tables, lines)),
        toml=toml,
        marks=marks(pages, document.segments),
    )


def _as_read(kind: Kind, parts: Sequence[Segment], profile: Profile) -> Kind:
    """Return a kind as its forms have it when they are read: without halves of labels, no form of two together.

    It stays as it is where each label is read, as often as it should be.
    """
    forms = [[profile.field_of(entry.label.text) for entry in part.entries] for part in parts]
    ranked = []
    for label in kind.labels:
        if having := [form for form in forms if label.text in form]:
            often = min(label.times, Counter(form.count(label.text) for form in having).most_common(1)[0][0])
            rank = sum(form.index(label.text) for form in having) / len(having)
            ranked.append((rank, replace(label, forms=len(having), times=often)))
    if [label.times for _, label in ranked] == [label.times for label in kind.labels]:
        return kind
    labels = [label for _, label in sorted(ranked, key=lambda pair: pair[0])]
    return replace(kind, labels=labels, forms=len(parts))


def _kinds(sheets: Sequence[Sheet]) -> list[Kind]:
    """Return the kinds of forms: that which repeats most, then those in the tables that it leaves."""
    rows = [row for number, sheet in enumerate(sheets) for row in rows_of(number, sheet)]
    rows = _in_order([*rows, *rows_over(sheets)])
    among = set(range(len(sheets))) - matrices(sheets)
    below = overleaf(sheets)
    made: list[Kind] = []
    while len(made) < KINDS and (found := _found(sheets, rows, among, below)):
        forms, labels = found
        apart = tables_of_kinds([row for form in forms for row in form], below)
        if len(apart) > 1:
            forms, labels = _found(sheets, rows, apart[0], below) or found
        held = {row.table for form in forms for row in form}
        among -= held
        among -= {  # the row that a page end cut
            table for table in below if table - 1 in held and not sheets[table].table.row(0)[0].lines
        }
        captions = [_captions(form[0], sheets) for form in forms]
        pattern = heading_pattern(captions)
        known = {label.text for kind in made for label in kind.labels}
        own = [label for label in labels if label.text not in known]
        if made and (len(own) < LEAST or (len(labels) < LEAST + 1 and not pattern)):
            continue
        area = area_pattern(captions, pattern) if pattern else None
        made.append(Kind("", labels, len(forms), area, pattern, []))
    return _named(made)


def _named(kinds: Sequence[Kind]) -> list[Kind]:
    """Return kinds with names, where there are several."""
    taken: list[str] = []
    for kind in kinds:
        others = {label.text for other in kinds if other is not kind for label in other.labels}
        own = next((label.text for label in kind.labels if label.text not in others), "")
        taken.append(name_of(kind.heading, own, set(taken)))
    return [
        replace(kind, name=name if len(kinds) > 1 else "") for kind, name in zip(kinds, taken, strict=True)
    ]


def _single(sheets: Sequence[Sheet]) -> list[Kind]:
    """Return the form that a document is, where its labels are certain."""
    labels = rows_in_turns(sheets)
    return [Kind("", labels_of([labels], sheets), 1, None, None, [])] if labels else []


def _no_form(file: str, sheets: Sequence[Sheet], single: bool) -> UserError:
    if single:
        return UserError(
            f"{file} has no table whose rows are label and value in turns: {len(sheets)} tables were read; "
            "give a folder of several such files, without --one."
        )
    return UserError(
        f"{file} repeats no form of labels and values: {len(sheets)} tables were read; "
        "give a document, or a folder, in which the same labels stand left of other words at least twice; "
        "or say --one, if it is a single form."
    )


def _found(
    sheets: Sequence[Sheet], rows: Sequence[Row], among: AbstractSet[int], below: set[int]
) -> tuple[list[list[Row]], list[Label]] | None:
    """Return the forms in some tables, and their labels; None where what repeats are lists, or nothing does.

    ``rows``: of all tables, in order; ``below``: the tables that may go on the one before.
    """
    rows = counted([row for row in rows if row.table in among])
    cells = cells_of(rows)
    anchors = [row for row in rows if row.key and not row.last]
    for _ in range(TRIES):
        period = strongest(anchors)
        if period is None:
            return None
        found = _whole(label_cells(cells, period.times), cells)
        if is_form(found):
            found = [*found, *rare_labels(cells, found, below), *labels_over_grids(cells, found)]
            found = _whole(found, cells)
            own = strongest(found)  # of the labels alone
            forms = forms_of(found, own.separator, sheets, below) if own else []
            several = sum(len({row.key for row in form}) > 1 for form in forms) > 1
            if several and in_one_order(forms) and in_like_numbers(forms):
                return forms, labels_of(forms, sheets)
        anchors = [row for row in anchors if period.times.get(row.key, MOST) > 1]
    return None


def _whole(found: Sequence[Row], cells: Cells) -> list[Row]:
    """Return label cells, in order, without what a page end made of labels."""
    cut = halves(found, cells)
    return _in_order(row for row in found if row.key not in cut)


def _in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.table, row.row, row.place))


def _captions(first: Row, sheets: Sequence[Sheet]) -> list[str]:
    """Return the texts above a form, the nearest first: merged rows of its table, else the lines above that."""
    sheet = sheets[first.table]
    merged: list[Cell] = []
    for number in range(first.row - 1, -1, -1):
        row = sheet.table.row(number)
        if len(row) > 1 and merged:
            break  # else headings of columns
        if len(row) == 1 and row[0] not in merged:
            merged.append(row[0])
    if merged or first.row > 1:
        return [cell.text.text for cell in merged]
    return sheet.above


def _toml(file: str, title: str, kinds: Sequence[Kind]) -> str:
    name = json.dumps(file, ensure_ascii=False)
    counts = ("a single form" if kind.forms == 1 else f"{kind.forms} forms" for kind in kinds)
    forms = " and ".join(
        f"{count}{f' ({kind.name})' if kind.name else ''}" for count, kind in zip(counts, kinds, strict=True)
    )
    lines = [f"# Drafted by `booklet profile` from {name}: {forms}. Read it before it is used."]
    lines.append(f"title = {json.dumps(title[:40], ensure_ascii=False)}")
    for kind in kinds:
        if not kind.name:
            lines += [*kind.settings, *(["", "[headings]", *kind.patterns] if kind.patterns else [])]
            continue
        lines += ["", "[[kinds]]", f'name = "{kind.name}"', *kind.settings]
        lines += [f"headings.{pattern}" for pattern in kind.patterns]
    return "\n".join(lines) + "\n"


def _listed(texts: Sequence[str]) -> str:
    quoted = [json.dumps(text, ensure_ascii=False) for text in texts]
    width = max(6, -(-len(quoted) // 10))  # a profile has at most 30 lines
    lines = (", ".join(quoted[at : at + width]) for at in range(0, len(quoted), width))
    return "[" + ",\n  ".join(lines) + "]"


def _quoted(pattern: str) -> str:
    return f"'{pattern}'" if "'" not in pattern else json.dumps(pattern, ensure_ascii=False)


def _unclaimed(pages: Sequence[Page], tables: Sequence[Table], lines: Sequence[Line]) -> Iterator[Unclaimed]:
    first = {id(block): page.number for page in pages for block in page.blocks}
    of_glyph = [(page.first, page.number) for page in pages]
    for table in tables:
        text = next((line.text for cell in table.cells for line in cell.lines), None)
        if text:
            number = next(number for start, number in reversed(of_glyph) if start <= text.ids[0])
            yield Unclaimed("table", number, f"{table.rows} rows: {text.text}")
    for line in lines:
        yield Unclaimed("line", first.get(id(line)), line.text.text)


def known_profiles(labels: Sequence[Label]) -> list[tuple[str, int]]:
    """Return the profiles of this package that know at least half of some labels, and how many, best first."""
    found = []
    for name in profile_names():
        profile = load_profile(name)
        known = sum(profile.field_of(label.text) is not None for label in labels)
        if 2 * known >= len(labels):
            found.append((name, known))
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))
