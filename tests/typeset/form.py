"""The form of a programme as rows of cells: what both the PDF and the transcription print.

Comes in: a ``Programme``.  Goes out: ``Row`` values in a grid of seven columns; a cell holds paragraphs, each
with its depth of indentation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from tests.typeset.source import (
    CHINESE_NUMERALS,
    PERSON_LABELS,
    ROLE_LABELS,
    Benefit,
    ContactRow,
    Item,
    Node,
    Programme,
    Service,
    Source,
    printed,
)

COLUMNS = 7
LARGER = {1: 5, 2: 2, 3: 1}
"""Level of a heading -> by how many points it is larger than the text."""
HAN_THEN_LATIN = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A printed paragraph: its text, and how deep it is indented."""

    text: str
    depth: int = 0
    ends: bool = False
    """Whether the one below goes on the same text: nothing but its last line tells where it ends."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: where it starts, how far it spans, what it holds."""

    row: int
    column: int
    paragraphs: tuple[Paragraph, ...]
    rows: int = 1
    columns: int = 1
    kind: str = "text"
    """label (first column) | name (a small label) | text (prose) | value (of a contact)."""
    label_cut: bool = False
    pictured: bool = False
    """Whether a picture stands below its words: the code of an address, for a telephone to read."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its cells, and the rows that a page end cuts on purpose (row -> lines before the cut)."""

    cells: tuple[Cell, ...]
    rows: int
    cuts: dict[int, int]
    places: dict[str, int] = field(default_factory=dict)
    """Field -> its row."""

    def is_short(self, row: int) -> bool:
        """Tell whether a row surely fits on a page: office suites clip what is kept together and does not."""
        return sum(len(line.text) for c in self.cells if c.row == row for line in c.paragraphs) < 250


def airy(text: str) -> str:
    """Return the text with the spaces that a word processor leaves between Chinese and Latin."""
    return HAN_THEN_LATIN.sub(" ", text)


def heading(number: int, name: str, level: int) -> str:
    """Return the printed heading of an area (1), a measure (2) or a programme (3)."""
    if level == 3:
        return f"{number}、{printed(name)}"
    numeral = chinese(number)
    return f"{numeral}、{printed(name)}" if level == 1 else f"({numeral}){printed(name)}"


def with_headings(
    source: Source, *, listed: bool = False
) -> Iterator[tuple[str, list[tuple[int, str]], Programme]]:
    """Yield the id of each programme, the headings that begin with it, each with its level, and the programme.

    An area and a measure are headed once.  ``listed`` gives the programme the name that the contents page has for it.
    """
    before = ("", "")
    for identity, area, measure, programme in source.programmes():
        a, m, p = map(int, identity.split("."))
        found = []
        if area.name != before[0]:
            found.append((1, heading(a, area.name, 1)))
        if (area.name, measure.name) != before:
            found.append((2, heading(m, measure.name, 2)))
        before = (area.name, measure.name)
        name = (listed and programme.printing.contents_name) or programme.name
        found.append((3, heading(p, name, 3)))
        yield identity, found, programme


def titles(source: Source) -> list[str]:
    """Return the lines of the contents page, without page numbers."""
    listed = with_headings(source, listed=True)
    return [printed(source.introduction.title), *(text for _, found, _ in listed for _, text in found)]


def chinese(number: int) -> str:
    """Return 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else CHINESE_NUMERALS[tens] + "十"
    return head + (CHINESE_NUMERALS[ones] if ones or not tens else "")


def outline(nodes: tuple[Node, ...], depth: int, lines: list[Paragraph]) -> list[Paragraph]:
    """Append the paragraphs of an outline to ``lines``; a run-in node stands on the line before it."""
    for node in nodes:
        text = node.marker + printed(node.text)
        if node.run_in and lines:
            gap = "" if lines[-1].text.endswith(("：", ":", "、")) else " "
            first, *more = paragraphs(text, lines[-1].depth)
            lines[-1:] = [replace(first, text=lines[-1].text + gap + first.text), *more]
        else:
            if not node.marker and lines:
                lines[-1] = replace(lines[-1], ends=True)
            lines += paragraphs(text, depth)
        outline(node.children, depth + 1, lines)
    return lines


def paragraphs(text: str, depth: int = 0) -> list[Paragraph]:
    """Return the paragraphs of a text as it is printed: a line break parts them."""
    *above, last = text.split("\n")
    return [*(Paragraph(each, depth, ends=True) for each in above), Paragraph(last, depth)]


def prose(text: str, nodes: tuple[Node, ...]) -> list[Paragraph]:
    """Return the paragraphs of a text and its outline."""
    return outline(nodes, 0, paragraphs(printed(text)) if text else [])


def item(value: Item) -> list[Paragraph]:
    """Return the paragraphs of one ●, twice where the source says so."""
    head = value.bullet + (printed(value.label) + value.colon if value.label is not None else "")
    lines = outline(value.outline, 2, paragraphs(head + printed(value.text), 1))
    return lines * 2 if value.twice else lines


def service(value: Service) -> list[Paragraph]:
    """Return the paragraphs of one ■ of the services."""
    tail = value.title if value.title is not None else value.text or ""
    head = value.mark + printed(value.kind) + value.colon + printed(tail)
    return [*paragraphs(head), *(line for each in value.items for line in item(each))]


def benefit(value: Benefit) -> list[Paragraph]:
    """Return the paragraphs of one ■ of the benefits."""
    head = value.mark + printed(value.kind) + value.colon + printed(value.text)
    return outline(value.outline, 1, paragraphs(head))


def form(programme: Programme, source: Source, *, spaced: bool = False) -> Form:
    """Return the form of a programme; ``spaced`` puts a space between Chinese and Latin."""
    put = airy if spaced else str
    printing = programme.printing
    cells: list[Cell] = []
    cuts: dict[int, int] = {}

    places: dict[str, int] = {}

    def label(key: str, rows: int) -> int:
        row = sum(rows for _, rows in heights)
        text = printing.labels.get(key, source.labels.get(key, key))
        lines = tuple(Paragraph(line) for line in text.split("\n"))
        cells.append(Cell(row, 0, lines, rows, 1, "label", key in printing.label_cut))
        heights.append((key, rows))
        places[key] = row
        return row

    def wide(
        key: str, lines: list[Paragraph], put: Callable[[str], str] = put, *, pictured: bool = False
    ) -> None:
        if key in printing.missing:
            return
        row = label(key, 1)
        text = tuple(replace(line, text=put(line.text)) for line in lines)
        cells.append(Cell(row, 1, text, 1, COLUMNS - 1, pictured=pictured))
        if key in printing.cut_after:
            cuts[row] = printing.cut_after[key]

    heights: list[tuple[str, int]] = []
    wide("summary", prose(programme.summary, programme.summary_outline))
    wide("services", [line for each in programme.services for line in service(each)])
    wide("benefits", [line for each in programme.benefits for line in benefit(each)])
    for name, text in source.added:
        wide(name, [Paragraph(text)])
    if "contacts" not in printing.missing:
        first = len(heights)
        rows = _contact_cells(programme.contacts, first, cells, cuts, "contacts" in printing.label_cut)
        label("contacts", rows)
    addresses = [Paragraph(printed(line)) for line in programme.websites_printed]
    wide("websites", addresses, str, pictured=source.pictured and bool(programme.websites))
    last = sum(rows for _, rows in heights)
    return Form(tuple(sorted(cells, key=lambda c: (c.row, c.column))), last, cuts, places)


def _contact_cells(
    contacts: tuple[ContactRow, ...], first: int, cells: list[Cell], cuts: dict[int, int], cut_names: bool
) -> int:
    """Append the cells of the contact table, and return its number of rows."""
    row = first
    names: list[_Name] = []

    def name(column: int, text: str, rows: int, join: bool) -> None:
        above = next((each for each in reversed(names) if each.column == column), None)
        if join and above is not None:
            above.bottom = row + rows
        else:
            names.append(_Name(column, row, row + rows, text))

    for index, contact in enumerate(contacts):
        height = 2 if contact.email else 1
        same = index > 0 and contacts[index - 1].role == contact.role and not contact.apart
        name(1, contact.label or ROLE_LABELS[contact.role], height, same)
        name(3, contact.person_label or PERSON_LABELS[contact.role], height, contact.merged)
        name(5, contact.phone_label, 1, contact.merged)
        if contact.same_organization:
            above = next(i for i in range(len(cells) - 1, -1, -1) if cells[i].column == 2)
            cells[above] = replace(cells[above], rows=row + height - cells[above].row)
        else:
            cells.append(Cell(row, 2, _lines(contact.organization), height, 1, "value"))
        cells.append(Cell(row, 4, _lines(contact.person), height, 1, "value"))
        cells.append(Cell(row, 6, _lines(contact.phone), 1, 1, "value"))
        if contact.cut_after:
            cuts[row] = contact.cut_after
        if contact.email:
            cells.append(Cell(row + 1, 5, (Paragraph(contact.email_label),), 1, 1, "name"))
            cells.append(Cell(row + 1, 6, _lines(contact.email), 1, 1, "value"))
        row += height
    for each in names:
        lines = tuple(Paragraph(line) for line in each.text.split("\n"))
        cut = cut_names and each.top in cuts
        cells.append(Cell(each.top, each.column, lines, each.bottom - each.top, 1, "name", cut))
    return row - first


@dataclass(slots=True)
class _Name:
    """A small label that grows downwards over the rows that share it."""

    column: int
    top: int
    bottom: int
    text: str


def _lines(texts: tuple[str, ...]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(printed(text)) for text in texts)
