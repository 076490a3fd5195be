"""What a page shows: white on white, invisible and cut-off text is not shown.

Comes in: colours and boxes as an engine gives them.  Goes out: yes or no.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.core.page import Box
from pipeline.pages.tables.rulings import THICK, Rule

WHITE = 0.98
"""A colour whose red, green and blue are all above this share is white."""
EDGE = 0.5
"""Areas that are further apart than this, in points, show the paper between them."""
BEGUN = 0.2
"""A letter of which this share of its width is on the page is seen, though the right edge cuts the rest off."""
Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)


def rgb(components: object) -> Colour:
    """Return a colour of one (grey), three (RGB) or four (CMYK) numbers from 0 to 1; black where it is no such."""
    if isinstance(components, int | float):
        components = (components,)
    if not isinstance(components, Sequence) or not all(isinstance(part, int | float) for part in components):
        return BLACK
    if len(components) == 1:
        return (components[0],) * 3
    if len(components) == 3:
        return (components[0], components[1], components[2])
    if len(components) == 4:
        cyan, magenta, yellow, black = components
        return ((1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black))
    return BLACK


@dataclass(slots=True)
class Paper:
    """The part of a page that is seen, and what of it is not white."""

    seen: Box
    shaded: list[Box] = field(default_factory=list)

    def shows(self, colour: Colour, box: Box) -> bool:
        """Tell whether something of a colour can be seen at a place."""
        return self.holds(box) and self.sets_off(colour, box)

    def sets_off(self, colour: Colour, box: Box) -> bool:
        """Tell whether a colour is another than that of the page at a place."""
        return min(colour) < WHITE or self.is_shaded(box)

    def holds(self, box: Box) -> bool:
        """Tell whether the middle of a place is on the part that is seen."""
        x0, top, x1, bottom = self.seen
        return x0 <= (box[0] + box[2]) / 2 <= x1 and top <= (box[1] + box[3]) / 2 <= bottom

    def letter(self, box: Box) -> Box | None:
        """Return what is seen of a letter, or None where that is too little for its word to go on with it.

        A table that is too wide for its page is cut through the last digits of its phones: 597 is none of them.
        """
        x0, top, x1, bottom = box
        part = (x0, top, min(x1, self.seen[2]), bottom)
        return part if part[2] - x0 >= BEGUN * (x1 - x0) and self.holds(part) else None

    def cut(self, rule: Rule) -> Rule | None:
        """Return the part of a rule that is seen: a cell that a page end cuts may be drawn whole on each page."""
        x0, top, x1, bottom = self.seen
        first, last = (x0, x1) if rule.horizontal else (top, bottom)
        if first <= rule.start and rule.end <= last:
            return rule
        start, end = max(first, rule.start), min(last, rule.end)
        return Rule(rule.horizontal, rule.at, start, end) if start < end else None

    def left_of(self, rule: Rule) -> Rule | None:
        """Return what is seen of a rule, or None where that is no more than the end of it, as thick as rules are."""
        x0, top, x1, bottom = self.seen
        first, last = (top, bottom) if rule.horizontal else (x0, x1)
        part = self.cut(rule) if first - EDGE <= rule.at <= last + EDGE else None
        return part if part and part.end - part.start > THICK else None

    def is_shaded(self, box: Box) -> bool:
        """Tell whether something that is not white lies under the middle of a place."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return any(
            _holds((area[0] - EDGE, area[1] - EDGE, area[2] + EDGE, area[3] + EDGE), x, y)
            for area in self.shaded
        )


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
