"""Tables whose cells are boxes with gaps between them, as web pages draw them: their rules without the gaps.

Comes in: the rules and frames of a page.  Goes out: the same rules, those of such cells in the middle of the gaps.  A
side that a page end left away is then missing in the table, too, and a gap as narrow as a double rule is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, product
from math import floor

from pipeline.core.page import Box
from pipeline.pages.tables.nested import whole_grids
from pipeline.pages.tables.rulings import Rule, sides
from pipeline.pages.tables.shaded import GAP, LEAST, MOST, covered_rows, grown, innermost, within

PEN = 1.0
"""Points by which the rules of one box may miss each other at its corners."""


def without_gaps(rules: Sequence[Rule], frames: Sequence[Box], size: float) -> Sequence[Rule]:
    """Return the rules of a page without gaps between the cells of tables; ``size`` is that of the type."""
    drawn = _drawn(rules, frames, size)
    if not 1 < len(drawn) <= MOST:
        return rules
    boxes = list(innermost(drawn))
    near = GAP * size
    frame = {box: _frame(box, drawn) for box in boxes}
    together = {
        box: [
            other
            for other in boxes
            if not _is_padding(box, frame[other]) and not _is_padding(other, frame[box])
        ]
        for box in boxes
    }
    if all(grown(box, others, near) == box for box, others in together.items()):
        return rules
    not_drawn = [rest for box in boxes if (rest := _not_drawn(box, boxes, near))]
    whole = [grown(box, [*together.get(box, boxes), *not_drawn], near) for box in (*boxes, *not_drawn)]
    tables = [
        grid.box
        for grid in whole_grids(side for box in whole for side in sides(box))
        if len(grid.xs) > 2 and _is_whole(covered_rows(grid, whole, ()))
    ]
    cells = {
        box: other
        for box, other in zip(boxes, whole, strict=False)
        if box != other and any(_stands_in(box, table) for table in tables)
    }
    return [*_moved(rules, cells)]


def _frame(box: Box, drawn: Iterable[Box]) -> Box | None:
    """Return the smallest box that another lies in."""
    around = (other for other in drawn if other != box and within(box, other))
    return min(around, key=lambda other: (other[2] - other[0]) * (other[3] - other[1]), default=None)


def _is_padding(box: Box, frame: Box | None) -> bool:
    """Tell whether what stands between a box and one in a frame is padding: a side of the box is one of the frame.

    Within the cell of a table stands a table, as near to the next row as its own cells are to each other.
    """
    if frame is None or within(box, frame):
        return False
    return any(abs(box[side] - frame[(side + 2) % 4]) <= PEN for side in range(4))


def _is_whole(rows: Sequence[bool]) -> bool:
    """Tell whether rows are covered but for some at either end: there a page end may leave of a cell what is no box."""
    whole = [number for number, covered in enumerate(rows) if covered]
    return bool(whole) and len(whole) == whole[-1] - whole[0] + 1


def _drawn(rules: Sequence[Rule], frames: Sequence[Box], size: float) -> list[Box]:
    """Return the boxes in which words may stand; of a picture, which has too many, one more than a page has."""
    found: dict[Box, None] = {}
    for box in chain(frames, _boxes(dict.fromkeys(rules), LEAST * size)):
        if box[2] - box[0] >= LEAST * size and box[3] - box[1] > 2 * PEN:
            found[box] = None
            if len(found) > MOST:
                break
    return list(found)


def _boxes(rules: Iterable[Rule], least: float) -> Iterator[Box]:
    """Yield the boxes of which a level rule and the uprights at its ends are drawn: the other end may be cut off.

    A drawing may have thousands of rules that end at one place: uprights are looked up by both of their ends.  A map
    has a hundred thousand that are too short for a box of a width of ``least``: those are not looked at.
    """
    ending: dict[tuple[int, ...], list[Rule]] = defaultdict(list)
    alike: dict[tuple[int, ...], list[Rule]] = defaultdict(list)
    levels = []
    for rule in rules:
        if rule.horizontal:
            if rule.end - rule.start > least - 3 * PEN:
                levels.append(rule)
            continue
        alike[floor(rule.at), floor(rule.start), floor(rule.end)].append(rule)
        for y in {floor(rule.start), floor(rule.end)} if rule.end - rule.start > 2 * PEN else ():
            ending[floor(rule.at), y].append(rule)
    for level in levels:
        for left in _near(ending, level.start, level.at):
            if not _ends_at(left, level.start, level.at):
                continue
            for right in _near(alike, level.end, left.start, left.end):
                same = abs(left.start - right.start) <= PEN and abs(left.end - right.end) <= PEN
                if same and _ends_at(right, level.end, level.at):
                    yield (left.at, left.start, right.at, left.end)


def _near(known: Mapping[tuple[int, ...], Sequence[Rule]], *place: float) -> Iterator[Rule]:
    """Yield the rules at a place, and those that a pen may have set beside it."""
    for at in product(*((floor(each) - 1, floor(each), floor(each) + 1) for each in place)):
        yield from known.get(at, ())


def _ends_at(upright: Rule, x: float, y: float) -> bool:
    return abs(upright.at - x) <= PEN and min(abs(upright.start - y), abs(upright.end - y)) <= PEN


def _not_drawn(box: Box, boxes: Sequence[Box], near: float) -> Box | None:
    """Return the box above another that is not drawn, where one stands above each of those beside it.

    Overleaf some programs do not draw the rest of a label whose words stand before the page end.
    """
    x0, top, x1, _ = box
    above = [other for other in boxes if other[3] <= top]
    beside = [other for other in boxes if abs(other[1] - top) <= PEN and other != box]
    over = [other for other in above if any(other[0] < each[2] and other[2] > each[0] for each in beside)]
    if not over or any(other[0] < x1 and other[2] > x0 for other in above):
        return None
    foot = max(other[3] for other in over)
    return (x0, min(other[1] for other in over), x1, foot) if top - foot <= near else None


def _moved(rules: Sequence[Rule], cells: Mapping[Box, Box]) -> Iterator[Rule]:
    """Yield rules, those that are sides of cells, or lie on them, at the sides of the closed cells."""
    known: dict[tuple[bool, int], list[tuple[Rule, Rule]]] = defaultdict(list)
    for cell, whole in cells.items():
        for side, other in zip(sides(cell), sides(whole), strict=True):
            known[side.horizontal, round(side.at)].append((side, other))
    for rule in rules:
        places = (known.get((rule.horizontal, round(rule.at) + near), ()) for near in (-1, 0, 1))
        found = ((side, other) for place in places for side, other in place if _lies_on(rule, side))
        side, other = next(found, (rule, rule))
        yield replace(
            rule,
            at=other.at,
            start=other.start if abs(rule.start - side.start) <= PEN else rule.start,
            end=other.end if abs(rule.end - side.end) <= PEN else rule.end,
        )


def _lies_on(rule: Rule, side: Rule) -> bool:
    reaches = side.start - PEN <= rule.start and rule.end <= side.end + PEN
    return reaches and abs(rule.at - side.at) <= PEN


def _stands_in(box: Box, table: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return table[0] < x < table[2] and table[1] < y < table[3]
