"""An unknown document -> the draft of a profile for the form that it repeats.

Comes in: the pages of a document.  Goes out: the labels that stand again and again left of other words, where each
stands, the pattern of the headings, what no form claims, and the profile as TOML.  Bad input: a document that
repeats no form is a ``UserError``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.core.errors import UserError
from pipeline.core.page import Line, Page, Table
from pipeline.forms.learn.candidates import (
    Row,
    Sheet,
    beside,
    body_lines,
    counted,
    overleaf,
    rows_of,
    rows_over,
    sheets_of,
    with_values,
)
from pipeline.forms.learn.division import forms_of, labels_of
from pipeline.forms.learn.heading_pattern import area_pattern, heading_pattern
from pipeline.forms.learn.labels import Cells, Label, cells_of, halves, is_form, label_cells, rare_labels
from pipeline.forms.learn.marks import Mark, marks
from pipeline.forms.learn.period import MOST, strongest
from pipeline.forms.profile import load_profile, parse_profile
from pipeline.forms.profiles import profile_names
from pipeline.forms.segment import segment

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
class Draft:
    """What was found, and the profile made of it."""

    labels: list[Label]
    forms: int
    area: str | None
    """The pattern of the headings above those of the forms."""
    heading: str | None
    headings: list[str]
    """The headings that the pattern finds, as printed."""
    unclaimed: list[Unclaimed]
    toml: str
    marks: list[Mark]
    """What the profile reads on a few pages, for a picture of them."""


def draft(pages: Sequence[Page], file: str) -> Draft:
    """Return the draft of a profile for the form that the pages repeat.

    Raises:
        UserError: no form is repeated.
    """
    sheets = beside(with_values(list(sheets_of(pages))))
    found = _found(sheets)
    if found is None:
        raise _no_form(file, sheets)
    forms, labels = found
    captions = [_captions(form[0], sheets) for form in forms]
    pattern = heading_pattern(captions)
    area = area_pattern(captions, pattern) if pattern else None
    optional = [label.text for label in labels if label.forms < len(forms)]
    names = [label.text for label in labels for _ in range(label.times)]
    title = next(body_lines(pages), "")
    toml = _toml(file, title, names, optional, (area, pattern), len(forms))
    document = segment(pages, parse_profile(file, toml))
    if len(document.segments) < 2:
        raise _no_form(file, sheets)
    headings = [part.title.printed.text for part in document.segments if part.title]
    lines = [*document.front, *(line for part in document.segments for line in part.stray)]
    unclaimed = list(_unclaimed(pages, document.other_tables, lines))
    return Draft(
        labels=labels,
        forms=len(document.segments),
        area=area,
        heading=pattern,
        headings=headings,
        unclaimed=unclaimed,
        toml=toml,
        marks=marks(pages, document.segments),
    )


def _no_form(file: str, sheets: Sequence[Sheet]) -> UserError:
    return UserError(
        f"{file} repeats no form of labels and values: {len(sheets)} tables were read; "
        "give a document in which the same labels stand left of other words at least twice."
    )


def _found(sheets: Sequence[Sheet]) -> tuple[list[list[Row]], list[Label]] | None:
    """Return the forms and their labels; None where what repeats are lists, or nothing does."""
    rows = [row for number, sheet in enumerate(sheets) for row in rows_of(number, sheet)]
    rows += rows_over(sheets)
    rows = counted(sorted(rows, key=lambda row: (row.table, row.row, row.place)))
    cells = cells_of(rows)
    anchors = [row for row in rows if row.key and not row.last]
    for _ in range(TRIES):
        period = strongest(anchors)
        if period is None:
            return None
        found = _whole(label_cells(cells, period.times), cells)
        if is_form(found):
            found = _whole([*found, *rare_labels(cells, found, overleaf(sheets))], cells)
            own = strongest(found)  # of the labels alone
            forms = forms_of(found, own.separator, sheets, overleaf(sheets)) if own else []
            if sum(len({row.key for row in form}) > 1 for form in forms) > 1:
                return forms, labels_of(forms, sheets)
        anchors = [row for row in anchors if period.times.get(row.key, MOST) > 1]
    return None


def _whole(found: Sequence[Row], cells: Cells) -> list[Row]:
    """Return label cells, in order, without what a page end made of labels."""
    cut = halves(found, cells)
    return sorted(
        (row for row in found if row.key not in cut), key=lambda row: (row.table, row.row, row.place)
    )


def _captions(first: Row, sheets: Sequence[Sheet]) -> list[str]:
    """Return the texts above a form, the nearest first: merged rows of its table, else the lines above that."""
    sheet = sheets[first.table]
    merged: list[str] = []
    for number in range(first.row - 1, -1, -1):
        row = sheet.table.row(number)
        if len(row) > 1 and not merged:
            continue  # headings of columns
        if len(row) > 1 or row[0].row != number:
            break
        merged.append(row[0].text.text)
    if merged or any(len(sheet.table.row(number)) > 1 for number in range(max(0, first.row - 1))):
        return merged
    return sheet.above


def _toml(
    file: str,
    title: str,
    labels: Sequence[str],
    optional: Sequence[str],
    headings: tuple[str | None, str | None],
    forms: int,
) -> str:
    def listed(texts: Sequence[str]) -> str:
        quoted = [json.dumps(text, ensure_ascii=False) for text in texts]
        width = max(6, -(-len(quoted) // 10))  # a profile has at most 30 lines
        lines = (", ".join(quoted[at : at + width]) for at in range(0, len(quoted), width))
        return "[" + ",\n  ".join(lines) + "]"

    name = json.dumps(file, ensure_ascii=False)
    lines = [f"# Drafted by `booklet profile` from {name}: {forms} forms. Read it before it is used."]
    lines += [f"title = {json.dumps(title[:40], ensure_ascii=False)}", f"labels = {listed(labels)}"]
    if optional:
        lines.append(f"optional = {listed(optional)}")
    if any(headings):
        lines += ["", "[headings]"]
    for level, pattern in zip(("area", "programme"), headings, strict=True):
        if pattern:
            quoted = f"'{pattern}'" if "'" not in pattern else json.dumps(pattern, ensure_ascii=False)
            lines.append(f"{level} = {quoted}")
    return "\n".join(lines) + "\n"


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
