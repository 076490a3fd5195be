"""Ruling lines of a page -> tables of cells with row and column spans.

Comes in: rules, thin boxes in points from the top left.  Goes out: grids, in which every elementary
rectangle belongs to one cell.  The chain: rules -> connected groups -> snapped positions -> walls between
elementary rectangles -> cells.  Knows nothing of text, so every engine that finds rules can use it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.core.page import Box, union

# In points, for they are of pens and of programs that round, not of type: large print is ruled as small print is.
SNAP = 3.0
"""Rules nearer than this are one: double borders, borders drawn cell by cell."""
TWICE = 2 * SNAP
"""So are the four of two double borders side by side, of which the first and the last are within this."""
THICK = 4.0
"""A filled box thinner than this is a rule, not an area."""
OVERSHOOT = 8.0
"""Rules may stand out this far over the rules that they meet without making a column or row of their own."""
DASH = 8.0
"""A rule no longer than this may be a dash of another."""
HAIR = 0.05
"""What is no thicker than this is not drawn."""
ROUND = 0.3
"""Sides that differ by no more than this are equal: the box of a dot."""
STRAIGHT = 0.6
"""Share of the long sides of a rectangle with rounded corners that is straight."""
WALL = 0.6
"""A rule over this share of a side of an elementary rectangle splits it from its neighbour."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight rule along one axis: ``at`` on the other axis, from ``start`` to ``end`` on its own."""

    horizontal: bool
    at: float
    start: float
    end: float

    @property
    def box(self) -> Box:
        """The place of the rule, without thickness."""
        if self.horizontal:
            return (self.start, self.at, self.end, self.at)
        return (self.at, self.start, self.at, self.end)


@dataclass(slots=True)
class Grid:
    """Positions of rules, and for each elementary rectangle ``owner[row][column]`` the cell it belongs to."""

    xs: list[float]
    ys: list[float]
    owner: list[list[int]]
    spans: list[tuple[int, int, int, int]]
    """Of each cell: first row, first column, rows, columns."""
    levels: tuple[Rule, ...] = ()
    """The level rules at its head and its foot."""
    inner: dict[int, list[Grid]] = field(default_factory=dict)
    """Of cells: the tables that stand in them, with text around."""
    labels_shaded: bool = False
    """Whether shading behind labels tells its columns, and level rules alone its rows."""

    @property
    def box(self) -> Box:
        """The outline of the grid."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def cell_at(self, x: float, y: float) -> int | None:
        """Return the cell that holds a point, or None outside the grid."""
        found = self.rectangle_at(x, y)
        return self.owner[found[0]][found[1]] if found else None

    def rectangle_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Return row and column of the elementary rectangle that holds a point, or None outside the grid."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return row, column
        return None

    def cell_box(self, cell: int) -> Box:
        """Return the outline of a cell."""
        row, column, rows, columns = self.spans[cell]
        return (self.xs[column], self.ys[row], self.xs[column + columns], self.ys[row + rows])

    def open_ends(self, cell: int) -> tuple[bool, bool]:
        """Tell whether no rule closes a cell at the head of the grid, and at the foot."""
        x0, top, x1, bottom = self.cell_box(cell)
        return (
            top == self.ys[0] and not is_wall(self.levels, top, x0, x1),
            bottom == self.ys[-1] and not is_wall(self.levels, bottom, x0, x1),
        )


def rule_of(box: Box) -> Rule | None:
    """Return the rule that a thin box draws, or None for an area; a dot is a level rule, as short as it is thick."""
    x0, top, x1, bottom = box
    width, height = x1 - x0, bottom - top
    if height <= THICK and (width > height or width > height - ROUND and width > 0):
        return Rule(True, (top + bottom) / 2, x0, x1)
    if width <= THICK and height > width:
        return Rule(False, (x0 + x1) / 2, top, bottom)
    return None


def sides(box: Box) -> list[Rule]:
    """Return the four rules of a stroked rectangle."""
    x0, top, x1, bottom = box
    return [
        Rule(True, top, x0, x1),
        Rule(True, bottom, x0, x1),
        Rule(False, x0, top, bottom),
        Rule(False, x1, top, bottom),
    ]


def frame_of(one: Box, other: Box) -> Box | None:
    """Return the thin frame that is left where one box is cut out of another: a border filled as one shape."""
    outer, gaps = _between(one, other)
    return outer if max(gaps) > 0.1 and all(-0.1 <= gap <= THICK for gap in gaps) else None


def framed(filled: Sequence[Box]) -> set[Box]:
    """Return the boxes between which a border is filled: none is a rule, as thin as a page end may leave them.

    Comes in: the filled boxes of a page in the order in which they are drawn.
    """
    return {box for pair in pairwise(filled) if frame_of(*pair) for box in pair}


def framing(one: Box, other: Box) -> list[Rule]:
    """Return the sides of a thin frame that are drawn: a page end leaves one away, which is then of no thickness."""
    outer, gaps = _between(one, other)
    return [side for side, gap in zip(sides(outer), gaps, strict=True) if gap > HAIR]


def _between(one: Box, other: Box) -> tuple[Box, tuple[float, ...]]:
    """Return the wider of two boxes, and how far each of its sides is from that of the other."""
    inner, outer = sorted((one, other), key=lambda box: box[2] - box[0])
    return outer, (inner[1] - outer[1], outer[3] - inner[3], inner[0] - outer[0], outer[2] - inner[2])


def is_rounded(points: Sequence[tuple[float, float]], box: Box) -> bool:
    """Tell whether a curve through some points, within its box, goes round a rectangle with rounded corners.

    Its corners may take up most of the short sides of a low one, and all of those of a pill.
    """
    x0, top, x1, bottom = box
    upright = min(_along([y for x, y in points if abs(x - at) < ROUND]) for at in (x0, x1)) / (
        bottom - top or 1
    )
    level = min(_along([x for x, y in points if abs(y - at) < ROUND]) for at in (top, bottom)) / (
        x1 - x0 or 1
    )
    return min(upright, level) >= 0 and (level if x1 - x0 >= bottom - top else upright) >= STRAIGHT


def _along(points: Sequence[float]) -> float:
    """Return how far points that lie on a side reach along it; those that bend a circle touch it in one."""
    return max(points) - min(points) if points else -1.0


def grids(rules: Iterable[Rule]) -> list[Grid]:
    """Return the grids that rules draw, from top to bottom; single frames and loose rules are none."""
    groups = _connected(merged(list(rules)))
    made = [_grid(group) for group in groups]
    rows = [*_pillars(groups, made)]
    taken = {number for numbers, _ in rows for number in numbers}
    whole = [grid for number, grid in enumerate(made) if number not in taken]
    found = [grid for grid in (*whole, *(_grid(row) for _, row in rows)) if grid]
    return sorted(found, key=lambda grid: (grid.ys[0], grid.xs[0]))


def merged(rules: Sequence[Rule]) -> list[Rule]:
    """Join rules that continue or repeat each other: dashes, double borders, borders drawn cell by cell.

    A dot may be part of a level or of an upright rule; one that is part of neither is none.
    """
    dots = [_upright(rule) for rule in rules if rule.horizontal and rule.end - rule.start <= THICK]
    whole = joined([*rules, *dots])
    return [rule for rule in whole if not dots or rule.end - rule.start > THICK]


def _upright(dot: Rule) -> Rule:
    half = (dot.end - dot.start) / 2
    return Rule(False, dot.start + half, dot.at - half, dot.at + half)


def joined(rules: Sequence[Rule]) -> list[Rule]:
    """Return rules, those that continue each other as one."""
    merged: list[Rule] = []
    for horizontal in (True, False):
        chosen = sorted((rule for rule in rules if rule.horizontal == horizontal), key=lambda rule: rule.at)
        for band in _bands(chosen):
            at = sum(rule.at for rule in band) / len(band)
            first, *others = sorted(band, key=lambda rule: rule.start)
            start, end = first.start, first.end
            last = first
            for rule in others:
                if rule.start > end + _reach(last, rule):
                    merged.append(Rule(horizontal, at, start, end))
                    start, end = rule.start, rule.end
                end, last = max(end, rule.end), rule
            merged.append(Rule(horizontal, at, start, end))
    return merged


def _reach(one: Rule, other: Rule) -> float:
    """Return over which gap a rule goes on: dashes stand no further apart than the longer of two is long."""
    longer = max(one.end - one.start, other.end - other.start)
    return max(SNAP, longer + ROUND) if longer <= DASH else SNAP


def _bands(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Group rules, sorted by position, each within ``SNAP`` of the one before, and all within ``TWICE``."""
    bands: list[list[Rule]] = []
    for rule in rules:
        if bands and rule.at - bands[-1][-1].at <= SNAP and rule.at - bands[-1][0].at <= TWICE:
            bands[-1].append(rule)
        else:
            bands.append([rule])
    return bands


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Group rules that touch or cross, directly or through others."""
    parent = list(range(len(rules)))
    across = [index for index, rule in enumerate(rules) if rule.horizontal]
    down = [index for index, rule in enumerate(rules) if not rule.horizontal]
    for i in across:
        for j in down:
            level, upright = rules[i], rules[j]
            if (
                level.start - SNAP <= upright.at <= level.end + SNAP
                and upright.start - SNAP <= level.at <= upright.end + SNAP
            ):
                _unite(parent, i, j)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(_root(parent, index), []).append(rule)
    return list(groups.values())


def _pillars(
    groups: Sequence[list[Rule]], made: Sequence[Grid | None]
) -> Iterator[tuple[set[int], list[Rule]]]:
    """Yield the rules of a row that is taller than its page, with the numbers of their groups: uprights side by side.

    They are closed by rules where they begin and end, which some programs do not draw at a page end, or draw for
    some of the cells only; those cells, where their rules are double, look like a grid by themselves.  A frame, closed
    at both ends, is no part of a row.
    """
    rows: dict[tuple[int, int], list[tuple[int, Rule]]] = {}
    for number, group in enumerate(groups):
        if _is_closed(group):
            continue
        for rule in group:
            if not rule.horizontal:
                reach = (round(rule.start / OVERSHOOT), round(rule.end / OVERSHOOT))
                rows.setdefault(reach, []).append((number, rule))
    for row in rows.values():
        if len(row) > 2 and any(made[number] is None for number, _ in row):
            rules = [rule for _, rule in row]
            left, right = min(rule.at for rule in rules), max(rule.at for rule in rules)
            ends = (min(rule.start for rule in rules), max(rule.end for rule in rules))
            yield {number for number, _ in row}, [*rules, *(Rule(True, at, left, right) for at in ends)]


def _is_closed(group: Sequence[Rule]) -> bool:
    """Tell whether level rules stand at more than one end of the upright ones: a frame, be it as small as a box."""
    levels = [rule.at for rule in group if rule.horizontal]
    uprights = [rule for rule in group if not rule.horizontal]
    if not levels or not uprights:
        return False
    middle = (min(rule.start for rule in uprights) + max(rule.end for rule in uprights)) / 2
    return max(levels) - min(levels) > OVERSHOOT or min(levels) < middle < max(levels)


def _grid(rules: Sequence[Rule]) -> Grid | None:
    level = [rule for rule in rules if rule.horizontal]
    upright = [rule for rule in rules if not rule.horizontal]
    if not level or not upright:
        return None
    xs = _closed(_snapped(rule.at for rule in upright), level)
    ys = _closed(_snapped(rule.at for rule in level), upright)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows * columns < 2:
        return None
    parent = list(range(rows * columns))
    uprights, levels = [_near(upright, x) for x in xs], [_near(level, y) for y in ys]
    outside = set(_outside(xs, ys, uprights, levels))
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            right, below = column + 1, row + 1
            apart = (row, right) in outside or is_wall(uprights[right], xs[right], ys[row], ys[below])
            if right < columns and not apart:
                _unite(parent, here, here + 1)
            if below < rows and not is_wall(levels[below], ys[below], xs[column], xs[right]):
                _unite(parent, here, here + columns)
    owner = [[_root(parent, row * columns + column) for column in range(columns)] for row in range(rows)]
    ends = [rule for rule in level if not ys[0] + SNAP < rule.at < ys[-1] - SNAP]
    return numbered(xs, ys, owner, ends)


def _outside(
    xs: Sequence[float],
    ys: Sequence[float],
    uprights: Sequence[Sequence[Rule]],
    levels: Sequence[Sequence[Rule]],
) -> Iterator[tuple[int, int]]:
    """Yield row and column of the rectangles whose left side parts a corner that is open to both outer sides.

    A label that spans rows ends above a page end in some programs, and nothing is drawn in its column overleaf: the
    first rule begins beside it.
    """
    for row, outer in ((0, 0), (len(ys) - 2, len(ys) - 1)):
        for corner, beside, side in ((0, 1, 0), (len(xs) - 2, len(xs) - 3, len(xs) - 1)):
            if len(xs) < 3 or is_wall(uprights[side], xs[side], ys[row], ys[row + 1]):
                continue
            ends = [is_wall(levels[outer], ys[outer], xs[at], xs[at + 1]) for at in (corner, beside)]
            if ends == [False, True]:
                yield row, max(corner, beside)


def _closed(positions: list[float], crossing: Sequence[Rule]) -> list[float]:
    """Close a table that a page end cut, or that has no outer rules, where the crossing rules end."""
    start, end = min(rule.start for rule in crossing), max(rule.end for rule in crossing)
    before = [start] if start < positions[0] - OVERSHOOT else []
    after = [end] if end > positions[-1] + OVERSHOOT else []
    return before + positions + after


def _snapped(positions: Iterable[float]) -> list[float]:
    snapped: list[list[float]] = []
    for position in sorted(positions):
        if snapped and position - snapped[-1][0] <= SNAP:
            snapped[-1].append(position)
        else:
            snapped.append([position])
    return [sum(group) / len(group) for group in snapped]


def is_wall(rules: Sequence[Rule], at: float, start: float, end: float) -> bool:
    """Tell whether rules at a position split what lies on both sides of it, from ``start`` to ``end``."""
    covered = sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in _near(rules, at))
    return covered >= WALL * (end - start)


def _near(rules: Sequence[Rule], at: float) -> list[Rule]:
    return [rule for rule in rules if abs(rule.at - at) <= SNAP]


def _root(parent: list[int], index: int) -> int:
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index


def _unite(parent: list[int], first: int, second: int) -> None:
    low, high = sorted((_root(parent, first), _root(parent, second)))
    parent[high] = low


def numbered(
    xs: list[float], ys: list[float], owner: list[list[int]], levels: Iterable[Rule] = ()
) -> Grid | None:
    """Return the grid whose elementary rectangles belong to the cells that ``owner`` names; of a single one, None.

    ``levels`` are the rules at its head and its foot.
    """
    numbers: dict[int, int] = {}
    places: list[list[tuple[int, int]]] = []
    for row, cells in enumerate(owner):
        for column, cell in enumerate(cells):
            if cell not in numbers:
                numbers[cell] = len(places)
                places.append([])
            places[numbers[cell]].append((row, column))
            cells[column] = numbers[cell]
    if len(places) < 2:
        return None
    spans = []
    for place in places:
        top, left, bottom, right = union((row, column, row, column) for row, column in place)
        spans.append((int(top), int(left), int(bottom - top) + 1, int(right - left) + 1))
    return Grid(xs, ys, owner, spans, tuple(levels))
