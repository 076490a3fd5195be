"""Who owns each glyph, and where on the pages a value stands.

Every stage that uses printed text says so here.  What nobody owned is lost text, and the run fails; what two
owned is said twice.  Provenance comes from the same entries, so it cannot disagree with coverage.  Pages are opened
in their order, and closed when nothing more can own what stands on them: no more of a document is held than that.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.core.page import Box, Page, union
from pipeline.core.record import PageBox
from pipeline.core.text import blank_invisible
from pipeline.core.traced import Traced

FURNITURE = "furniture"
"""Owner of page numbers and of headers and footers that repeat."""
FRONT = "front"
"""Owner of cover, contents and introduction."""
SET_ASIDE = "findings"
"""Owner of text that a finding carries."""
Owner = tuple[str, str]
"""Scope (a programme's id, or one of the names above) and path."""
NOBODY: Owner = ("", "")


@dataclass(frozen=True, slots=True)
class Patch:
    """A run of glyphs on one line that nobody owned, or that two did."""

    page: int | None
    text: str
    box: Box | None


@dataclass(slots=True)
class Sheet:
    """A page, and who owns each of its glyphs."""

    page: Page
    _visible: str = field(init=False)
    """The glyphs, with a space for each that is invisible: nobody has to own it."""
    _names: list[Owner] = field(init=False)
    _owners: array[int] = field(init=False)
    places: list[Box] = field(init=False)
    """Of each glyph where it stands; empty where pages have no places."""
    _twice: set[int] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self._visible = blank_invisible(self.page.glyphs)
        self._names = [NOBODY]
        sides = iter(self.page.boxes)
        self.places = list(zip(sides, sides, sides, sides, strict=True))
        self._owners = array("i", bytes(4 * len(self.page.glyphs)))

    def owner_of(self, glyph: int) -> Owner:
        """Return the scope and the path that own a glyph, or two empty texts."""
        return self._names[self._owners[glyph - self.page.first]]

    def own(self, owner: Owner, glyphs: Iterable[int]) -> None:
        """Give glyphs to a field; what a part of that field owns already stays with the part."""
        if self._names[-1] != owner:
            self._names.append(owner)
        number, owners, first = len(self._names) - 1, self._owners, self.page.first
        part = number  # the last one that was found to be a part of this field: its glyphs stand in a row
        for glyph in glyphs:
            before = owners[glyph - first]
            if not before:
                owners[glyph - first] = number
            elif before not in (number, part):
                if _nested(self._names[before], owner):
                    part = before
                else:
                    self._twice.add(glyph)

    def unowned(self) -> list[Patch]:
        """Return the printed text that nobody owns, joined into runs."""
        return self._patches(self.page.first + at for at in self._lost())

    def _lost(self) -> list[int]:
        visible = self._visible
        return [at for at, owner in enumerate(self._owners) if not owner and not visible[at].isspace()]

    def owned_twice(self) -> list[Patch]:
        """Return the printed text that two unrelated fields own."""
        return self._patches(sorted(self._twice))

    def coverage(self) -> tuple[int, int]:
        """Return how many glyphs are owned, and how many there are."""
        whole = sum(map(len, self._visible.split()))
        return whole - len(self._lost()), whole

    def _patches(self, glyphs: Iterable[int]) -> list[Patch]:
        runs: list[list[int]] = []
        for glyph in glyphs:
            if runs and glyph - runs[-1][-1] <= 2:
                runs[-1].append(glyph)
            else:
                runs.append([glyph])
        patches = []
        for run in runs:
            boxes = [box for glyph in run if (box := self.page.box(glyph))]
            text = "".join(self.page.glyphs[glyph - self.page.first] for glyph in run)
            patches.append(Patch(self.page.number, text, union(boxes) if boxes else None))
        return patches


@dataclass(slots=True)
class Ledger:
    """Ownership of the glyphs of a document's open pages, by scope and path."""

    sheets: list[Sheet] = field(init=False, default_factory=list)
    """The open pages, in their order."""
    _firsts: list[int] = field(init=False, default_factory=list)
    """The first glyph of each open page."""
    _entries: dict[str, dict[str, list[int]]] = field(init=False, default_factory=dict)

    def open(self, page: Page) -> None:
        """Begin to say who owns what on a page: the one after the last."""
        self.sheets.append(Sheet(page))
        self._firsts.append(page.first)

    def close(self, until: int | None = None) -> list[Sheet]:
        """Return the open pages that end before a glyph, all without one, and forget them."""
        count = bisect_right(self._firsts, until) - 1 if until is not None else len(self.sheets)
        closed = self.sheets[: max(count, 0)]
        del self.sheets[: len(closed)], self._firsts[: len(closed)]
        return closed

    def forget(self, scope: str) -> None:
        """Forget the places of a scope that nobody will ask for again."""
        self._entries.pop(scope, None)

    def own(self, scope: str, path: str, text: Traced) -> None:
        """Give the glyphs of a text to a field; what a part of that field owns already stays with the part."""
        self.cite(scope, path, text)
        owner = (scope, path)
        for sheet, glyphs in self._by_sheet(text.ids):
            sheet.own(owner, glyphs)

    def cite(self, scope: str, path: str, text: Traced) -> None:
        """Say that a field also reads glyphs which another owns: 同上 and its like."""
        self._entries.setdefault(scope, {}).setdefault(path, []).extend(text.ids)

    def scope_of(self, glyph: int) -> str:
        """Return the scope that owns a glyph, or an empty text."""
        return self._sheet_of(glyph).owner_of(glyph)[0]

    def provenance(self, scope: str) -> dict[str, list[PageBox]]:
        """Return the boxes, one a printed line, of every path of a scope; empty where pages have no places."""
        found = {}
        for path, ids in sorted(self._entries.get(scope, {}).items()):
            if boxes := self.boxes(ids):
                found[path] = boxes
        return found

    def confidence(self, scope: str) -> dict[str, float]:
        """Return, of every path of a scope that was recognised in a picture, how sure its least sure character is."""
        if not any(sheet.page.confidence for sheet in self.sheets):
            return {}
        found = {}
        for path, ids in sorted(self._entries.get(scope, {}).items()):
            sure = [self.page_of(glyph).confidence.get(glyph, 1.0) for glyph in ids]
            if sure and min(sure) < 1:
                found[path] = round(min(sure), 3)
        return found

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
        """Return the open page on which a glyph stands."""
        return self._sheet_of(glyph).page

    def _sheet_of(self, glyph: int) -> Sheet:
        return self.sheets[bisect_right(self._firsts, glyph) - 1]

    def _by_sheet(self, glyphs: Sequence[int]) -> Iterator[tuple[Sheet, Sequence[int]]]:
        """Yield runs of glyphs that stand on one page, each with the page; most texts are one such run."""
        start = 0
        while start < len(glyphs):
            sheet = self._sheet_of(glyphs[start])
            first, last = sheet.page.first, sheet.page.first + len(sheet.page.glyphs)
            whole = not start and first <= min(glyphs) and max(glyphs) < last
            end = len(glyphs) if whole else start + 1
            while end < len(glyphs) and first <= glyphs[end] < last:
                end += 1
            yield sheet, glyphs[start:end]
            start = end

    def boxes(self, ids: Iterable[int]) -> list[PageBox]:
        """Return boxes around glyphs, one for each line of a cell."""
        found: list[PageBox] = []
        for sheet, glyphs in self._by_sheet(sorted(set(ids))):
            number = sheet.page.number
            if number is not None:
                lines = _lines(sheet, glyphs)
                found += [(number, *(round(side, 1) for side in line)) for line in lines]  # type: ignore[misc]
        return found


def _lines(sheet: Sheet, glyphs: Iterable[int]) -> list[list[float]]:
    """Return boxes around glyphs of a page, in their order, one for each line of a cell; spaces have none."""
    lines: list[list[float]] = []
    boxes, characters, first = sheet.places, sheet.page.glyphs, sheet.page.first
    left = top = right = bottom = -1.0
    for glyph in glyphs if boxes else ():
        at = glyph - first
        if characters[at] == " ":
            continue
        x0, y0, x1, y1 = boxes[at]
        if top <= (y0 + y1) / 2 <= bottom and x0 >= right - 2 * (y1 - y0):
            # Glyphs stand from left to right: a comparison each is half as much work as min and max.
            left, right = x0 if x0 < left else left, x1 if x1 > right else right
            top, bottom = y0 if y0 < top else top, y1 if y1 > bottom else bottom
            lines[-1] = [left, top, right, bottom]
        else:
            left, top, right, bottom = x0, y0, x1, y1
            lines.append([left, top, right, bottom])
    return lines


def _nested(one: Owner, other: Owner) -> bool:
    return one[0] == other[0] and (_within(one[1], other[1]) or _within(other[1], one[1]))


def _within(part: str, whole: str) -> bool:
    """Tell whether a path leads to a value or to a part of it: services and services[0].title."""
    return part == whole or part.startswith((f"{whole}.", f"{whole}["))
