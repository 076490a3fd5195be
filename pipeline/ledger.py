"""Who owns each glyph, and where on the pages a value stands.

Every stage that uses printed text says so here.  What nobody owned is lost text, and the run fails; what two
owned is said twice.  Provenance comes from the same entries, so it cannot disagree with coverage.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.page import Box, Page, union
from pipeline.record import PageBox
from pipeline.traced import Traced

FURNITURE = "furniture"
"""Owner of page numbers and of headers and footers that repeat."""
FRONT = "front"
"""Owner of cover, contents and introduction."""
SET_ASIDE = "findings"
"""Owner of text that a finding carries."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A run of glyphs on one line that nobody owned, or that two did."""

    page: int | None
    text: str
    box: Box | None


@dataclass(slots=True)
class Ledger:
    """Ownership of the glyphs of a document, by scope (a programme's id, or one of the names above) and path."""

    pages: Sequence[Page]
    _owners: array[int] = field(init=False)
    _names: list[tuple[str, str]] = field(init=False)
    _entries: dict[str, dict[str, list[int]]] = field(init=False, default_factory=dict)
    _twice: list[int] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        total = sum(len(page.glyphs) for page in self.pages)
        self._owners = array("i", bytes(4 * total))
        self._names = [("", "")]

    def own(self, scope: str, path: str, text: Traced) -> None:
        """Give the glyphs of a text to a field; what a part of that field owns already stays with the part."""
        self.cite(scope, path, text)
        if self._names[-1] != (scope, path):
            self._names.append((scope, path))
        number = len(self._names) - 1
        for glyph in text.ids:
            before = self._owners[glyph]
            if not before:
                self._owners[glyph] = number
            elif not self._nested(before, scope, path):
                self._twice.append(glyph)

    def cite(self, scope: str, path: str, text: Traced) -> None:
        """Say that a field also reads glyphs which another owns: 同上 and its like."""
        self._entries.setdefault(scope, {}).setdefault(path, []).extend(text.ids)

    def scope_of(self, glyph: int) -> str:
        """Return the scope that owns a glyph, or an empty text."""
        return self._names[self._owners[glyph]][0]

    def _nested(self, owner: int, scope: str, path: str) -> bool:
        owner_scope, owner_path = self._names[owner]
        return owner_scope == scope and (_within(owner_path, path) or _within(path, owner_path))

    def provenance(self, scope: str) -> dict[str, list[PageBox]]:
        """Return the boxes, one a printed line, of every path of a scope; empty where pages have no places."""
        found = {}
        for path, ids in sorted(self._entries.get(scope, {}).items()):
            if boxes := self.boxes(ids):
                found[path] = boxes
        return found

    def confidence(self, scope: str) -> dict[str, float]:
        """Return, of every path of a scope that was recognised in a picture, how sure its least sure character is."""
        if not any(page.confidence for page in self.pages):
            return {}
        found = {}
        for path, ids in sorted(self._entries.get(scope, {}).items()):
            sure = [self.page_of(glyph).confidence.get(glyph, 1.0) for glyph in ids]
            if sure and min(sure) < 1:
                found[path] = round(min(sure), 3)
        return found

    def owner_of(self, glyph: int) -> tuple[str, str]:
        """Return the scope and the path that own a glyph, or two empty texts."""
        return self._names[self._owners[glyph]]

    def pages_of(self, scope: str) -> tuple[int, int] | None:
        """Return the first and last page that a scope stands on, or None where pages have no numbers."""
        numbers = [
            number
            for ids in self._entries.get(scope, {}).values()
            if ids
            for glyph in (min(ids), max(ids))
            if (number := self.page_of(glyph).number) is not None
        ]
        return (min(numbers), max(numbers)) if numbers else None

    def page_of(self, glyph: int) -> Page:
        """Return the page on which a glyph stands."""
        return self.pages[bisect_right(self.pages, glyph, key=lambda page: page.first) - 1]

    def boxes(self, ids: Iterable[int]) -> list[PageBox]:
        """Return boxes around glyphs, one for each line of a cell."""
        boxes: list[tuple[int, Box]] = []
        page = None
        for glyph in sorted(set(ids)):
            if page is None or not page.first <= glyph < page.first + len(page.glyphs):
                page = self.page_of(glyph)
            box = page.box(glyph)
            if box is None or page.number is None or page.glyphs[glyph - page.first] == " ":
                continue
            if boxes and boxes[-1][0] == page.number and _same_line(boxes[-1][1], box):
                line = boxes[-1][1]
                box = (min(line[0], box[0]), min(line[1], box[1]), max(line[2], box[2]), max(line[3], box[3]))
                boxes[-1] = (page.number, box)
            else:
                boxes.append((page.number, box))
        return [_rounded(number, box) for number, box in boxes]

    def unowned(self) -> list[Patch]:
        """Return the printed text that nobody owns, joined into runs."""
        lost = [
            page.first + offset
            for page in self.pages
            for offset, character in enumerate(page.glyphs)
            if not character.isspace() and not self._owners[page.first + offset]
        ]
        return self._patches(lost)

    def owned_twice(self) -> list[Patch]:
        """Return the printed text that two unrelated fields own."""
        return self._patches(sorted(set(self._twice)))

    def coverage(self) -> tuple[int, int]:
        """Return how many glyphs are owned, and how many there are."""
        inked = [
            self._owners[page.first + offset] != 0
            for page in self.pages
            for offset, character in enumerate(page.glyphs)
            if not character.isspace()
        ]
        return sum(inked), len(inked)

    def _patches(self, glyphs: Sequence[int]) -> list[Patch]:
        runs: list[list[int]] = []
        for glyph in glyphs:
            if runs and glyph - runs[-1][-1] <= 2 and self.page_of(glyph) is self.page_of(runs[-1][0]):
                runs[-1].append(glyph)
            else:
                runs.append([glyph])
        patches = []
        for run in runs:
            page = self.page_of(run[0])
            boxes = [box for glyph in run if (box := page.box(glyph))]
            text = "".join(page.glyphs[glyph - page.first] for glyph in run)
            patches.append(Patch(page.number, text, union(boxes) if boxes else None))
        return patches


def _within(part: str, whole: str) -> bool:
    """Tell whether a path leads to a value or to a part of it: services and services[0].title."""
    return part == whole or part.startswith((f"{whole}.", f"{whole}["))


def _same_line(line: Box, box: Box) -> bool:
    middle = (box[1] + box[3]) / 2
    return line[1] <= middle <= line[3] and box[0] >= line[2] - 2 * (box[3] - box[1])


def _rounded(page: int, box: Box) -> PageBox:
    x0, top, x1, bottom = (round(value, 1) for value in box)
    return (page, x0, top, x1, bottom)
