"""One sheet of the file -> the pages that are printed on it: two beside each other, or the columns of one.

Comes in: the sheets of a document, with what is written and drawn on them.  Goes out: pages in the order in which
they are read; a sheet that is one page goes through as it came.

A sheet is split along a gutter, a white band at its middle that nothing crosses, over all of its height or from where
columns begin to where they end.  The band alone proves nothing: in a form without rules it may run between labels and
values, in a contents page between titles and numbers.  Tables as wide as each other on either side prove it, also of
two sheets, a table beside a text as wide, or a page number below either half; sheets near by that have the same band
and lines on both sides of it follow.  What spans the
columns, a heading or the page number, is a page of its own above or below them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from pipeline.core.page import Box
from pipeline.core.page_number import page_number
from pipeline.pages.glyph import Glyph
from pipeline.pages.layout.gutter import (
    GUTTER,
    MARGIN,
    MIDDLE,
    Item,
    Zone,
    band_at,
    in_margin,
    items_of,
    lines_in,
    open_zones,
    zones_at,
)
from pipeline.pages.layout.imposed import Pair, in_order
from pipeline.pages.tables.rulings import Grid, Rule, grids

SAME_PLACE = 6.0
"""Points; gutters that are no further apart than this are one."""
ALIKE = 4.0
"""Points by which the tables on either side may differ in width."""
SAME_NUMBER = 2.0
"""Points by which the numbers of two pages stand apart on these."""
AHEAD = 6
"""Sheets that are looked at before one with a band that nothing proves is taken for a single page."""
MOST = 0.6
"""Share of what is printed, from top to bottom, that stands in columns where only the band tells them."""
LEAST = 3
"""Lines on one side of a band at least, where only the band tells of columns; the other may be the end of a text."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a page of the file, or on one of the pages that it holds; points from the top left."""

    number: int
    size: tuple[float, float]
    glyphs: Sequence[Glyph]
    rules: Sequence[Rule]
    pictures: Sequence[Box] = ()
    areas: Sequence[Box] = ()
    """What is filled with a colour."""
    frames: Sequence[Box] = ()
    """What is drawn in outline."""
    hidden: Sequence[Glyph] = ()
    """Glyphs that the file holds and the page does not show."""
    renamed: Sequence[tuple[str, str, Box]] = ()
    """Words that the file gives in the place of others."""
    reader: str = ""
    """What read it, where it is another engine than the one that was asked."""
    left: float = 0.0
    """How far right on the page of the file it begins."""
    bent: bool = False
    """Whether it is a photograph of bent paper, of which nothing was read."""


@dataclass(frozen=True, slots=True)
class Gutter:
    """Where sheets are split."""

    at: float
    shift: float
    """How far right from the left side of the first column that of the second is."""
    halves: bool
    """Whether it parts pages and not columns: nothing stands above or below them."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """A sheet with what tells whether it is several pages."""

    sheet: Sheet
    items: list[Item] = field(default_factory=list)
    proof: Gutter | None = None
    open: bool = False
    """Whether another sheet may yet prove that it has columns."""


def pages_on(sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """Yield the pages that stand on sheets, in the order in which they are read.

    A few sheets are held where one may have columns; all, where the pages of a booklet are imposed for folding.
    """
    return in_order(_split(sheets))


def _split(sheets: Iterable[Sheet]) -> Iterator[Sheet | Pair[Sheet]]:
    known: list[Gutter] = []
    waiting: deque[_Looked] = deque()
    for sheet in sheets:
        looked = _look(sheet, known)
        apart = (
            proof
            for each in waiting
            if each.open and not known
            for proof in (_by_tables_apart(each, sheet), _by_numbers_apart(each, sheet))
        )
        if (proof := looked.proof or next(filter(None, apart), None)) and not _is_known(proof, known):
            known.append(proof)
        waiting.append(looked)
        while waiting and (len(waiting) > AHEAD or not waiting[0].open or _gutter(waiting[0], known)):
            yield from _pages(waiting.popleft(), known)
    for looked in waiting:
        yield from _pages(looked, known)


def _is_known(gutter: Gutter, known: Sequence[Gutter]) -> bool:
    return any(_is_same(gutter, other) for other in known)


def _is_same(one: Gutter, other: Gutter) -> bool:
    return abs(one.at - other.at) <= SAME_PLACE


def _look(sheet: Sheet, known: Sequence[Gutter]) -> _Looked:
    whole = [(0.0, sheet.size[1])]
    among = whole if known else open_zones(sheet.glyphs, sheet.rules, sheet.size)
    if not among:
        return _Looked(sheet)
    items = items_of(sheet.glyphs, sheet.rules, (*sheet.areas, *sheet.frames), sheet.size, among)
    at = band_at(items, sheet.size)
    if at is None:
        return _Looked(sheet, items)
    zones = zones_at(items, at, sheet.size[1])
    proof = _by_tables(sheet, at, zones) or _by_numbers(sheet, at, zones)
    balanced = proof is None and _is_balanced(items, at, zones, sheet.size[1])
    if balanced and not _is_wide(sheet.size):
        proof = _by_text(sheet, items, at)
    is_open = proof is None and (_are_halves(zones, sheet.size) or balanced)
    return _Looked(sheet, items, proof, is_open)


def _is_whole(zones: Sequence[Zone], height: float) -> bool:
    return zones == [(0.0, height)]


def _are_halves(zones: Sequence[Zone], size: tuple[float, float]) -> bool:
    """Tell whether a gutter may part two pages: it goes through all of a sheet that is wider than high."""
    return _is_whole(zones, size[1]) and _is_wide(size)


def _is_wide(size: tuple[float, float]) -> bool:
    """Tell whether a sheet is wider than high: what stands side by side on it may be two pages."""
    return size[0] > size[1]


def _by_tables(sheet: Sheet, at: float, zones: Sequence[Zone]) -> Gutter | None:
    """Return the gutter between tables of several columns that are as wide as each other."""
    across = [rule.box for rule in sheet.rules if _is_over(rule.box, at)]
    for zone in zones:
        within = [rule for rule in sheet.rules if _stands_in(rule.box, zone)]
        sides = [
            [grid for grid in _forms(rules) if not _hangs_on(grid, across)]
            for rules in (
                [rule for rule in within if rule.box[2] < at],
                [rule for rule in within if rule.box[0] > at],
            )
        ]
        for left in sides[0]:
            for right in sides[1]:
                if _are_alike(left, right):
                    return Gutter(at, right.xs[0] - left.xs[0], _are_halves(zones, sheet.size))
    return None


def _by_tables_apart(looked: _Looked, later: Sheet) -> Gutter | None:
    """Return the gutter between a table on one side of a sheet and one as wide on the other side of a later sheet.

    Where an introduction fills the first column, and the last form ends in it.
    """
    width, height = later.size
    if _is_wide(later.size) or not (forms := _forms(looked.sheet.rules)):
        return None
    for pair in product(forms, _forms(later.rules)):
        left, right = sorted(pair, key=lambda grid: grid.xs[0])
        at = (left.xs[-1] + right.xs[0]) / 2
        crossed = any(_is_over(rule.box, at) for rule in later.rules)
        if crossed or right.xs[0] - left.xs[-1] < GUTTER or abs(at - width / 2) > MIDDLE * width:
            continue
        zones = zones_at(looked.items, at, height)
        if _are_alike(left, right) and _is_balanced(looked.items, at, zones, height):
            return Gutter(at, right.xs[0] - left.xs[0], halves=False)
    return None


def _by_text(sheet: Sheet, items: Sequence[Item], at: float) -> Gutter | None:
    """Return the gutter between a table of several columns and a text whose full lines are as wide.

    A label beside a table of its own is not, nor is a drawing beside a text in one frame.
    """
    if any(_is_over(rule.box, at) for rule in sheet.rules):
        return None
    for grid in _forms(sheet.rules):
        side = _side_of((grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1]), at)
        width = grid.xs[-1] - grid.xs[0]
        for item in items:
            full = abs(item.box[2] - item.box[0] - width) <= item.box[3] - item.box[1]
            if item.words and full and _side_of(item.box, at) != side:
                return Gutter(at, abs(grid.xs[0] - item.box[0]), halves=False)
    return None


def _forms(rules: Sequence[Rule]) -> list[Grid]:
    """Return the tables of several columns."""
    return [grid for grid in grids(rules) if len(grid.xs) > 2]


def _are_alike(one: Grid, other: Grid) -> bool:
    return abs((one.xs[-1] - one.xs[0]) - (other.xs[-1] - other.xs[0])) <= ALIKE


def _hangs_on(grid: Grid, across: Sequence[Box]) -> bool:
    """Tell whether a rule across the gutter bounds a grid: then what stands on both sides is one row of one table.

    A row of contacts was taken for two tables, where its cells left and right of a wide empty one were as wide.
    """
    return any(
        abs(box[1] - edge) <= ALIKE and box[0] <= grid.xs[-1] and box[2] >= grid.xs[0]
        for box in across
        for edge in (grid.ys[0], grid.ys[-1])
    )


def _by_numbers(sheet: Sheet, at: float, zones: Sequence[Zone]) -> Gutter | None:
    """Return the gutter between two pages with a number each."""
    if not _is_whole(zones, sheet.size[1]):
        return None
    left, right = (_number(sheet, at, side) for side in (0, 1))
    if left is None or right is None or left[0] == right[0]:
        return None
    return Gutter(sheet.size[0] / 2, sheet.size[0] / 2, halves=True)


def _by_numbers_apart(looked: _Looked, later: Sheet) -> Gutter | None:
    """Return the middle of sheets of which one has its number left of it and one right of it, half a sheet apart.

    Where the cover and the last page stand alone, each of a few sheets may have one.
    """
    at = later.size[0] / 2
    if looked.sheet.size != later.size or not _is_wide(later.size) or _is_crossed(later, at):
        return None
    for side in (0, 1):
        one, other = _number(looked.sheet, at, side), _number(later, at, 1 - side)
        if one and other and one[0] != other[0]:
            across = abs(one[1][0] + one[1][2] - other[1][0] - other[1][2]) / 2
            if abs(across - at) <= SAME_NUMBER and abs(one[1][1] - other[1][1]) <= SAME_NUMBER:
                return Gutter(at, at, halves=True)
    return None


def _is_crossed(sheet: Sheet, at: float) -> bool:
    """Tell whether something is printed or drawn from left of a place to right of it."""
    boxes = (*(glyph.box for glyph in sheet.glyphs), *(rule.box for rule in sheet.rules))
    return any(_is_over(box, at) for box in boxes)


def _number(sheet: Sheet, at: float, side: int) -> tuple[int, Box] | None:
    """Return the page number in the margins on one side of a gutter, and its place."""
    height = sheet.size[1]
    margins = ((0.0, MARGIN * height), ((1 - MARGIN) * height, height))
    in_margins = [glyph for glyph in sheet.glyphs if any(_stands_in(glyph.box, zone) for zone in margins)]
    lines = lines_in([glyph for glyph in in_margins if _side_of(glyph.box, at) == side])
    numbers = [(number, box) for words, box in lines if (number := page_number(words)) is not None]
    return numbers[-1] if numbers else None


def _is_balanced(items: Sequence[Item], at: float, zones: Sequence[Zone], height: float) -> bool:
    """Tell whether most of what stands between the margins stands in columns, and these are no list of numbers."""
    body = [item for item in items if not in_margin(item, height)]
    held = [item for item in body if any(_stands_in(item.box, zone) for zone in zones)]
    sides = [[item for item in held if _side_of(item.box, at) == side and item.words] for side in (0, 1)]
    if not all(sides) or max(map(len, sides)) < LEAST:
        return False
    printed = max(item.bottom for item in body) - min(item.top for item in body)
    columns = sum(
        min(zone[1], max(item.bottom for item in held)) - max(zone[0], min(item.top for item in held))
        for zone in zones
    )
    listed = sum(page_number(item.words) is not None for item in sides[1])
    return columns >= MOST * printed and 2 * listed < len(sides[1])


def _gutter(looked: _Looked, known: Sequence[Gutter]) -> Gutter | None:
    """Return where a sheet is split, or None where it is one page, or no sheet before or after it proves columns."""
    if looked.proof:
        return next((gutter for gutter in known if _is_same(looked.proof, gutter)), looked.proof)
    for gutter in known:
        zones = zones_at(looked.items, gutter.at, looked.sheet.size[1])
        halves = gutter.halves and _is_whole(zones, looked.sheet.size[1])
        if halves or _is_balanced(looked.items, gutter.at, zones, looked.sheet.size[1]):
            return gutter
    return None


def _pages(looked: _Looked, known: Sequence[Gutter]) -> Iterator[Sheet | Pair[Sheet]]:
    sheet, gutter = looked.sheet, _gutter(looked, known)
    if gutter is None:
        yield sheet
        return
    height = sheet.size[1]
    zones = zones_at(looked.items, gutter.at, height)
    if _is_whole(zones, height) and gutter.halves:
        left, right = (_kept(_part(sheet, gutter, zones[0], side)) for side in (0, 1))
        one, other = (found and found[0] for found in (_number(sheet, gutter.at, side) for side in (0, 1)))
        yield Pair((left, right), (one, other)) if left or right else sheet
        return
    top = 0.0
    for zone in zones:
        above = _part(sheet, gutter, (top, zone[0]))
        yield from filter(_kept, (above, *(_part(sheet, gutter, zone, side) for side in (0, 1))))
        top = zone[1]
    yield from filter(_kept, (_part(sheet, gutter, (top, height)),))


def _kept(sheet: Sheet) -> Sheet | None:
    """Return a page, or None where nothing is written or pictured on it."""
    return sheet if sheet.pictures or any(not glyph.text.isspace() for glyph in sheet.glyphs) else None


def _part(sheet: Sheet, gutter: Gutter, zone: Zone, side: int | None = None) -> Sheet:
    """Return what stands on one side of a gutter, or on both, between two heights."""
    by = gutter.shift if side == 1 else 0.0
    width = sheet.size[0] - gutter.shift if side == 1 else gutter.shift if side == 0 else sheet.size[0]

    def has(box: Box) -> bool:
        return _stands_in(box, zone) and side in (None, _side_of(box, gutter.at))

    def placed(box: Box) -> Box:
        return (box[0] - by, box[1], box[2] - by, box[3])

    def moved(glyphs: Sequence[Glyph]) -> list[Glyph]:
        return [replace(glyph, box=placed(glyph.box)) for glyph in glyphs if has(glyph.box)]

    return replace(
        sheet,
        size=(width, sheet.size[1]),
        glyphs=moved(sheet.glyphs),
        rules=[_moved(rule, by) for rule in sheet.rules if has(rule.box)],
        pictures=[placed(box) for box in sheet.pictures if has(box)],
        areas=[placed(box) for box in sheet.areas if has(box)],
        frames=[placed(box) for box in sheet.frames if has(box)],
        hidden=moved(sheet.hidden),
        renamed=[(said, shown, placed(box)) for said, shown, box in sheet.renamed if has(box)],
        left=sheet.left + by,
    )


def _moved(rule: Rule, by: float) -> Rule:
    if rule.horizontal:
        return replace(rule, start=rule.start - by, end=rule.end - by)
    return replace(rule, at=rule.at - by)


def _stands_in(box: Box, zone: Zone) -> bool:
    return zone[0] <= (box[1] + box[3]) / 2 < zone[1]


def _is_over(box: Box, at: float) -> bool:
    return box[0] < at < box[2]


def _side_of(box: Box, at: float) -> int:
    return int((box[0] + box[2]) / 2 >= at)
