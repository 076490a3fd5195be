"""Glyphs and rules of one page, from whatever engine -> the page's lines and tables.

The chain: glyphs -> the cell that each stands in, or none -> lines -> text.  Glyphs are numbered here, in
reading order.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from math import inf
from statistics import median_low

from pipeline.core.page import Block, Box, Cell, Line, Page, Table, union
from pipeline.core.paragraphs import piece_end
from pipeline.core.text import INVISIBLE, canonical_traced, is_western
from pipeline.core.traced import Traced
from pipeline.pages.glyph import Glyph
from pipeline.pages.layout.cells import assign, run_over, split_below
from pipeline.pages.layout.paragraphs import side_of_page, sides_of_columns
from pipeline.pages.layout.sheets import Sheet
from pipeline.pages.layout.strikes import without_strikes
from pipeline.pages.layout.strokes import without_strokes
from pipeline.pages.layout.symbol_fonts import with_signs
from pipeline.pages.layout.watermarks import common_size, set_apart
from pipeline.pages.tables.apart import without_gaps
from pipeline.pages.tables.nested import whole_grids
from pipeline.pages.tables.rulings import Grid, Rule, joined
from pipeline.pages.tables.shaded import shaded_grids

WORD_GAP = 0.18
"""A gap that exceeds those within words by this share of the type size is a space between non-Chinese characters.

The spaces of fonts are from 0.22 (Noto) to a third, and a line set tight narrows them by a fifth; kerning widens no
pair of letters so far.  A font's own space is no measure: those that browsers, TeX and Typst embed have none.
"""
WIDE_GAP = 0.8
"""A gap over this share of the type size parts any two characters."""
SAME_LINE = 0.45
"""Glyphs whose middles are within this share of the taller one's height stand on one line: superscripts do."""
TALLEST = 1.5
"""A glyph counts as no higher than this share of its type size: some fonts say that theirs are twice as high."""
SAME_COLUMN = 0.4
"""Glyphs nearer than this share of their size, from side to side, stand one below the other."""
SET_APART = 6
"""Pairs of letters; of fewer the gaps between words may be most."""
TALL = 0.5
"""Uprights over more than this share of a page may be the sides of a row that is taller than it."""
SHORTEST = 3.0
"""Times the type size; a level rule outside tables that is shorter parts no rows."""
SPECK = 2.0
"""Points; nobody reads smaller type."""
_TYPE = 12.0
"""Points: the type of a page without text, as `page.type_size` has it for a table without any."""
SOFT_HYPHEN = "\u00ad"
THINNEST = 0.1
"""A hyphen that is printed is wider than this share of the type size."""
OVERPRINT, SHADOW = 0.15, 0.6
"""The same glyph printed twice within the first share of its size, as in fake bold, or within the second one of its
width, as a shadow is, is one glyph."""
COPIES = 3
"""So many glyphs may stand between a glyph and its copy."""
OVER, OVER_CHINESE = 0.4, 0.6
"""Letters that begin within this share of the narrower one's width, at one height, are printed over each other; the
boxes of slanted ones share more than half of it.  Chinese is never set so tight: of two texts, wherever they begin, two
characters are as near as the second."""
BLURRED = 0.5
"""The place of a glyph in a picture is known to this share of its size."""
SMALLER, RAISED = 0.8, 0.15
"""A digit smaller than this share of the glyph before it, and raised by more than that one, is a superscript: the mark
of a note after a number would be part of it."""
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(slots=True)
class _PageText:
    """The glyphs of a page as they are numbered."""

    first: int
    characters: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    confidence: dict[int, float] = field(default_factory=dict)
    overprinted: list[tuple[str, Box]] = field(default_factory=list)
    """Lines in which a glyph is printed over another."""

    def lead(self, text: Traced) -> float:
        """Return how wide the first unbreakable piece of a line is."""
        first, last = text.ids[0] - self.first, text.ids[piece_end(text.text) - 1] - self.first
        return self.boxes[last][2] - self.boxes[first][0]

    def add(self, character: str, box: Box, confidence: float = 1.0) -> int:
        number = self.first + len(self.characters)
        self.characters.append(character)
        self.boxes.append(box)
        if confidence < 1:
            self.confidence[number] = confidence
        return number


def lay_out(sheet: Sheet, first: int, counts: Counter[str]) -> Page:
    """Return a page of lines and tables in reading order; its glyphs are numbered from ``first``.

    What the file holds and the page does not show, and words that it gives in the place of others, are told, not read.
    """
    glyphs, rules, hidden = sheet.glyphs, sheet.rules, sheet.hidden
    page_text = _PageText(first)
    if any(glyph.size < SPECK for glyph in glyphs):
        hidden = [*hidden, *(glyph for glyph in glyphs if glyph.size < SPECK)]
        glyphs = [glyph for glyph in glyphs if glyph.size >= SPECK]
    glyphs, watermarks = set_apart(with_signs(glyphs))
    rules, struck = without_strikes(without_strokes(rules, glyphs), glyphs)
    type_size = common_size(glyphs) or _TYPE
    rules = without_gaps(rules, sheet.frames, type_size)
    found = whole_grids(rules, (glyph.box for glyph in glyphs if not glyph.text.isspace()))
    found += shaded_grids(sheet.areas, rules, found, type_size)
    inside, outside = assign(glyphs, found)
    parts: list[tuple[float, Grid | None, dict[int, list[Glyph]], list[Glyph]]] = [
        (grid.ys[0], grid, cells, []) for grid, cells in zip(found, inside, strict=True)
    ]
    lines = split_below(_line_groups(outside), found)
    side = side_of_page(sheet.size[0], lines)
    parts += [(union(glyph.box for glyph in line)[1], None, {}, line) for line in lines]
    blocks: list[Block] = []
    for group in watermarks:
        if made := _line(group, page_text, counts):
            blocks.append(replace(made, behind=True))
    for _, ruled, cells, line in sorted(parts, key=lambda part: part[0]):
        if ruled is not None:
            blocks.append(_table(ruled, cells, page_text, counts))
        elif made := _line(line, page_text, counts, side):
            blocks.append(made)
    return Page(
        sheet.number,
        *sheet.size,
        first,
        "".join(page_text.characters),
        _in_file(page_text.boxes, sheet.left),
        tuple(blocks),
        page_text.confidence,
        tuple(sheet.pictures),
        tuple(_levels(rules, [grid for grid in found if not grid.labels_shaded], SHORTEST * type_size)),
        hidden=tuple((text, _beside(box, sheet.left)) for text, box in _runs(hidden)),
        renamed=tuple((said, shown, _beside(box, sheet.left)) for said, shown, box in sheet.renamed),
        overprinted=tuple((text, _beside(box, sheet.left)) for text, box in page_text.overprinted),
        struck=tuple((text, _beside(box, sheet.left)) for text, box in _runs(struck)),
        reader=sheet.reader,
        left=sheet.left,
        bent=sheet.bent,
        pillars=tuple(_pillars(rules, found, TALL * sheet.size[1])),
    )


def _levels(rules: Sequence[Rule], found: Sequence[Grid], shortest: float) -> Iterator[Box]:
    """Yield the level rules outside tables; one that is shorter than a few words underlines them."""
    for rule in joined([rule for rule in rules if rule.horizontal]):
        x0, y, x1, _ = rule.box
        inside = any(g.xs[0] <= (x0 + x1) / 2 <= g.xs[-1] and g.ys[0] <= y <= g.ys[-1] for g in found)
        if x1 - x0 >= shortest and not inside:
            yield rule.box


def _pillars(rules: Sequence[Rule], found: Sequence[Grid], least: float) -> Iterator[Box]:
    """Yield what stands between two uprights outside tables, as tall as each other and taller than ``least``."""
    tall = [rule for rule in rules if not rule.horizontal and rule.end - rule.start > least]
    ends: dict[tuple[int, int], list[Rule]] = {}
    for rule in joined(tall):
        if not any(grid.box[0] <= rule.at <= grid.box[2] and _meet(grid.box, rule) for grid in found):
            ends.setdefault((round(rule.start), round(rule.end)), []).append(rule)
    for pair in ends.values():
        if len(pair) == 2:
            left, right = pair
            yield (left.at, left.start, right.at, left.end)


def _meet(box: Box, upright: Rule) -> bool:
    return upright.start < box[3] and box[1] < upright.end


def _in_file(boxes: Sequence[Box], left: float) -> array[float]:
    """Return boxes, four numbers each, as they stand on the page of the file."""
    flat = array("f", chain.from_iterable(boxes))
    return array("f", (side + left * (at % 2 == 0) for at, side in enumerate(flat))) if left else flat


def _beside(box: Box, left: float) -> Box:
    return (box[0] + left, box[1], box[2] + left, box[3])


def _runs(glyphs: Sequence[Glyph]) -> Iterator[tuple[str, Box]]:
    """Yield the words of glyphs line by line, each with its place."""
    for line in _line_groups([glyph for glyph in glyphs if not glyph.text.isspace()]):
        yield "".join(glyph.text for glyph in line), union(glyph.box for glyph in line)


def _table(grid: Grid, glyphs: dict[int, list[Glyph]], page_text: _PageText, counts: Counter[str]) -> Table:
    cells = []
    within: dict[int, list[tuple[Grid, dict[int, list[Glyph]]]]] = {}
    for number, inner in grid.inner.items():
        held, glyphs[number] = assign(glyphs.get(number, []), inner)
        within[number] = list(zip(inner, held, strict=True))
    upright = [_columns(glyphs.get(number, [])) for number in range(len(grid.spans))]
    level = [
        [] if columns else _line_groups(glyphs.get(number, [])) for number, columns in enumerate(upright)
    ]
    run_over(grid, level)
    sides = sides_of_columns(grid, level)
    for number, (row, column, rows, columns) in enumerate(grid.spans):
        groups, side = (
            level[number] or upright[number],
            sides.get(column + columns) if level[number] else None,
        )
        placed = [(group, side) for group in groups]
        for inner_grid, inner_glyphs in within.get(number, ()):
            at = sum(group[0].box[1] < inner_grid.ys[0] for group, _ in placed)
            placed[at:at] = _groups_within(inner_grid, inner_glyphs)
        lines = tuple(line for group, end in placed if (line := _line(group, page_text, counts, end)))
        cells.append(Cell(row, column, rows, columns, grid.cell_box(number), lines, *grid.open_ends(number)))
    return Table(len(grid.ys) - 1, len(grid.xs) - 1, tuple(cells), grid.box, labels_shaded=grid.labels_shaded)


def _groups_within(
    grid: Grid, glyphs: Mapping[int, list[Glyph]]
) -> Iterator[tuple[list[Glyph], float | None]]:
    """Yield the lines of a table in a cell, cell by cell, and how far they may reach; a closed one ends a paragraph."""
    level = [_line_groups(glyphs.get(number, [])) for number in range(len(grid.spans))]
    sides = sides_of_columns(grid, level)
    for number, (_, column, _, columns) in enumerate(grid.spans):
        _, is_open = grid.open_ends(number)
        for group in level[number]:
            ends = group is level[number][-1] and not is_open
            yield group, inf if ends else sides.get(column + columns)


def _columns(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return the columns of text that is written downwards in several; of other text nothing.

    Such text goes down, glyph by glyph in the order of the file, and up again where a column ends: no other does.
    """
    columns: list[list[Glyph]] = []
    for glyph in glyphs:
        above = columns[-1][-1] if columns else None
        right, down = (glyph.box[0] - above.box[0], glyph.box[1] - above.box[1]) if above else (0.0, 0.0)
        if above and abs(right) < SAME_COLUMN * glyph.size and down > SAME_COLUMN * glyph.size:
            columns[-1].append(glyph)
        elif above is None or (down <= 0 and len(columns[-1]) > 1):
            columns.append([glyph])
        else:
            return []
    return columns if len(columns) > 1 else []


def _line_groups(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Group glyphs into lines from top to bottom, each from left to right."""
    groups: list[list[Glyph]] = []
    group: list[Glyph] = []
    middle = height = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.box[1] + glyph.box[3], glyph.box[0])):
        _, top, _, bottom = glyph.box
        own_middle, own_height = (top + bottom) / 2, min(bottom - top, TALLEST * glyph.size)
        taller = own_height if own_height > height else height
        if group and own_middle - middle <= SAME_LINE * taller:
            group.append(glyph)
            if own_height > height:
                middle, height = own_middle, own_height
        else:
            groups.append(group := [glyph])
            middle, height = own_middle, own_height
    return [sorted(group, key=lambda glyph: glyph.box[0]) for group in groups]


def _line(
    group: Sequence[Glyph], page_text: _PageText, counts: Counter[str], side: float | None = None
) -> Line | None:
    """Number the glyphs of a line and return it, or None where it is only spaces; it may reach to a ``side``."""
    text, ids, printed = _numbered(group, page_text, counts)
    if not text:
        return None
    page_text.add(" ", group[-1].box)  # the hole that a line end leaves
    if not printed:
        return None
    canonical = canonical_traced(Traced("".join(text), tuple(ids)), counts).strip()
    if not canonical:
        return None
    box, size = union(glyph.box for glyph in printed), common_size(printed)
    if side is None:
        return Line(canonical, box, size, _font(printed))
    room = side - box[2] - (0.0 if printed[0].confidence == 1 else BLURRED * size)
    return Line(canonical, box, size, _font(printed), room=round(room, 2), lead=page_text.lead(canonical))


def _numbered(
    group: Sequence[Glyph], page_text: _PageText, counts: Counter[str]
) -> tuple[list[str], list[int], list[Glyph]]:
    """Return the characters of a line with the spaces between its words, their numbers, and the glyphs printed."""
    text: list[str] = []
    ids: list[int] = []
    printed: list[Glyph] = []
    base: Glyph | None = None
    over = False
    for glyph in group:
        written, box = glyph.text, glyph.box
        if written in INVISIBLE and not _is_hyphen(glyph):
            counts["invisible"] += 1
            continue
        if written.isspace():
            text.append(" ")
            ids.append(page_text.add(" ", box))
            continue
        last = printed[-1] if printed else glyph
        if box[0] < last.box[2] and printed:
            if any(other.text == written and _overprints(other, glyph) for other in printed[-COPIES:]):
                counts["overprinted"] += 1
                continue
            over = over or _is_over(last, glyph)
        elif box[0] > last.box[2] and text[-1] != " " and _gap(last, glyph, group):
            text.append(" ")
            ids.append(page_text.add(" ", box))
        raised = base is not None and _is_raised(glyph, base)
        base = base if raised else glyph
        for character in _written(glyph, raised=raised):
            text.append(character)
            ids.append(page_text.add(character, box, glyph.confidence))
        printed.append(glyph)
    if over:
        page_text.overprinted.append(("".join(text), union(glyph.box for glyph in printed)))
    return text, ids, printed


def _written(glyph: Glyph, *, raised: bool) -> str:
    """Return the characters of a glyph as they are kept."""
    if raised:
        return glyph.text.translate(_SUPERSCRIPT)
    return "-" if glyph.text == SOFT_HYPHEN else glyph.text


def _is_raised(glyph: Glyph, base: Glyph) -> bool:
    """Tell whether a glyph is smaller than another and stands higher, not in the middle of its height."""
    if glyph.size >= SMALLER * base.size:
        return False
    raised = base.box[3] - glyph.box[3]
    return raised > RAISED * base.size and raised > glyph.box[1] - base.box[1]


def _is_hyphen(glyph: Glyph) -> bool:
    """Tell whether a soft hyphen is printed: fonts have one glyph for it and for the hyphen."""
    return glyph.text == SOFT_HYPHEN and glyph.box[2] - glyph.box[0] > THINNEST * glyph.size


def _font(printed: Sequence[Glyph]) -> str:
    """Return the font of most glyphs."""
    if len(alike := {glyph.font for glyph in printed}) == 1:
        return alike.pop()
    return Counter(glyph.font for glyph in printed).most_common(1)[0][0]


def _overprints(left: Glyph, right: Glyph) -> bool:
    """Tell whether the same glyph is printed twice in one place, or a shadow of it beside it."""
    near = max(OVERPRINT * right.size, SHADOW * min(_width(left), _width(right)))
    return right.box[0] - left.box[0] <= near and abs(left.box[1] - right.box[1]) <= near


def _is_over(left: Glyph, right: Glyph) -> bool:
    """Tell whether a glyph is printed over another: what a person sees there is neither.

    Full-width signs are set closer than their boxes are wide (：「), so that only letters and digits
    count.
    """
    if not all(each.text.isalpha() or each.text.isdecimal() for each in (left, right)):
        return False
    width = min(_width(left), _width(right))
    level = abs(left.box[3] - right.box[3]) <= OVER * right.size
    near = OVER if is_western(left.text[-1]) and is_western(right.text[0]) else OVER_CHINESE
    return level and width > THINNEST * right.size and right.box[0] - left.box[0] < near * width


def _width(glyph: Glyph) -> float:
    return glyph.box[2] - glyph.box[0]


def _gap(left: Glyph, right: Glyph, line: Sequence[Glyph]) -> bool:
    gap, size = right.box[0] - left.box[2], max(left.size, right.size)
    if gap <= WORD_GAP * size:
        return False
    if gap > WIDE_GAP * size:
        return True
    if not (is_western(left.text[-1]) and is_western(right.text[0])):
        return False
    return gap - _tracking(line) > WORD_GAP * size


def _tracking(line: Sequence[Glyph]) -> float:
    """Return by how much the letters of a line are set apart: most gaps between them stand within words."""
    gaps = [
        right.box[0] - left.box[2]
        for left, right in pairwise(line)
        if is_western(left.text[-1]) and is_western(right.text[0])
    ]
    return max(0.0, median_low(gaps)) if len(gaps) >= SET_APART else 0.0
