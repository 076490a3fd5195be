"""Glyphs and rules of one page, from whatever engine -> the page's lines and tables.

The chain: glyphs -> the cell that each stands in, or none -> lines -> text.  Glyphs are numbered here, in
reading order.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.grid import Grid, Rule, grids
from pipeline.page import Block, Box, Cell, Line, Page, Table, union
from pipeline.text import canonical_traced, is_western
from pipeline.traced import Traced

WORD_GAP = 0.23
"""A gap over this share of the type size is a space between non-Chinese characters; the narrowest are a quarter."""
WIDE_GAP = 0.8
"""A gap over this share of the type size parts any two characters."""
SAME_LINE = 0.45
"""Glyphs whose middles are within this share of the taller one's height stand on one line: superscripts do."""
OVERPRINT = 0.15
"""The same glyph printed twice within this share of its size is one glyph in fake bold."""
REPLACEMENT = "\ufffd"
"""Stands for a glyph whose font does not say which character it is."""


@dataclass(slots=True)
class Glyph:
    """One printed character; its box is in points from the top left corner of the page."""

    text: str
    box: Box
    size: float
    font: str
    confidence: float = 1.0
    """Of whoever recognised it in a picture; 1 where the file says which character it is."""


@dataclass(slots=True)
class _Ink:
    """The glyphs of a page as they are numbered."""

    first: int
    characters: list[str] = field(default_factory=list)
    boxes: array[float] = field(default_factory=lambda: array("f"))
    confidence: dict[int, float] = field(default_factory=dict)

    def add(self, character: str, box: Box, confidence: float = 1.0) -> int:
        number = self.first + len(self.characters)
        self.characters.append(character)
        self.boxes.extend(box)
        if confidence < 1:
            self.confidence[number] = confidence
        return number


def lay_out(
    number: int,
    size: tuple[float, float],
    glyphs: Sequence[Glyph],
    rules: Sequence[Rule],
    first: int,
    counts: Counter[str],
    pictures: Sequence[Box] = (),
) -> Page:
    """Return a page of lines and tables in reading order; its glyphs are numbered from ``first``."""
    ink = _Ink(first)
    found = grids(rules)
    inside: list[dict[int, list[Glyph]]] = [{} for _ in found]
    outside: list[Glyph] = []
    tables = list(zip(found, inside, strict=True))
    for glyph in glyphs:
        x0, top, x1, bottom = glyph.box
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        for grid, cells in tables:
            cell = grid.cell_at(x, y)
            if cell is not None:
                cells.setdefault(cell, []).append(glyph)
                break
        else:
            outside.append(glyph)
    parts: list[tuple[float, Grid | None, dict[int, list[Glyph]], list[Glyph]]] = [
        (grid.ys[0], grid, cells, []) for grid, cells in zip(found, inside, strict=True)
    ]
    parts += [(union(glyph.box for glyph in line)[1], None, {}, line) for line in _line_groups(outside)]
    blocks: list[Block] = []
    for _, ruled, cells, line in sorted(parts, key=lambda part: part[0]):
        if ruled is not None:
            blocks.append(_table(ruled, cells, ink, counts))
        elif made := _line(line, ink, counts):
            blocks.append(made)
    characters = "".join(ink.characters)
    return Page(
        number, size[0], size[1], first, characters, ink.boxes, blocks, ink.confidence, list(pictures)
    )


def _table(grid: Grid, glyphs: dict[int, list[Glyph]], ink: _Ink, counts: Counter[str]) -> Table:
    cells = []
    for number, (row, column, rows, columns) in enumerate(grid.spans):
        cell = Cell(row, column, rows, columns, grid.cell_box(number))
        for group in _line_groups(glyphs.get(number, [])):
            if line := _line(group, ink, counts):
                cell.lines.append(line)
        cells.append(cell)
    return Table(len(grid.ys) - 1, len(grid.xs) - 1, cells, grid.box)


def _line_groups(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Group glyphs into lines from top to bottom, each from left to right."""
    groups: list[list[Glyph]] = []
    middle = height = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.box[1] + glyph.box[3], glyph.box[0])):
        _, top, _, bottom = glyph.box
        own_middle, own_height = (top + bottom) / 2, bottom - top
        if groups and own_middle - middle <= SAME_LINE * max(height, own_height):
            groups[-1].append(glyph)
            if own_height > height:
                middle, height = own_middle, own_height
        else:
            groups.append([glyph])
            middle, height = own_middle, own_height
    return [sorted(group, key=lambda glyph: glyph.box[0]) for group in groups]


def _line(group: Sequence[Glyph], ink: _Ink, counts: Counter[str]) -> Line | None:
    """Number the glyphs of a line and return it, or None where it is only spaces."""
    text: list[str] = []
    ids: list[int] = []
    printed: list[Glyph] = []
    for glyph in group:
        if glyph.text.isspace():
            text.append(" ")
            ids.append(ink.add(" ", glyph.box))
            continue
        if printed:
            last = printed[-1]
            if last.text == glyph.text and _overprints(last, glyph):
                counts["overprinted"] += 1
                continue
            if glyph.box[0] > last.box[2] and text[-1] != " " and _gap(last, glyph):
                text.append(" ")
                ids.append(ink.add(" ", glyph.box))
        for character in glyph.text:
            text.append(character)
            ids.append(ink.add(character, glyph.box, glyph.confidence))
        printed.append(glyph)
    ink.add(" ", group[-1].box)  # the hole that a line end leaves
    if not printed:
        return None
    canonical = canonical_traced(Traced("".join(text), tuple(ids)), counts).strip()
    if not canonical:
        return None
    return Line(canonical, union(glyph.box for glyph in printed), _size(printed), _font(printed))


def _size(printed: Sequence[Glyph]) -> float:
    """Return the size of most glyphs, to a tenth of a point."""
    sizes: Counter[float] = Counter()
    for size, times in Counter(glyph.size for glyph in printed).items():
        sizes[round(size, 1)] += times
    return sizes.most_common(1)[0][0]


def _font(printed: Sequence[Glyph]) -> str:
    return Counter(glyph.font for glyph in printed).most_common(1)[0][0]


def _overprints(left: Glyph, right: Glyph) -> bool:
    """Tell whether the same glyph is printed twice in one place."""
    near = OVERPRINT * right.size
    return abs(left.box[0] - right.box[0]) <= near and abs(left.box[1] - right.box[1]) <= near


def _gap(left: Glyph, right: Glyph) -> bool:
    gap, size = right.box[0] - left.box[2], max(left.size, right.size)
    if gap <= WORD_GAP * size:
        return False
    return gap > WIDE_GAP * size or (is_western(left.text[-1]) and is_western(right.text[0]))
