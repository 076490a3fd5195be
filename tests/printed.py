"""Small pieces of print for tests, written so that a reader of the test sees where the print was split.

A ``|`` stands for something invisible: a line end, a gap, a tag.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from pipeline.core.page import Block, Box, Cell, Line, Page
from pipeline.core.text import canonical_traced
from pipeline.core.traced import Traced

GLYPH = 10.0
"""Width and height of a glyph on a made page, in points."""


def traced(text: str, first: int = 0) -> Traced:
    """Return canonical text numbered from ``first``, with a hole at each ``|``."""
    ids, characters = [], []
    for number, character in enumerate(text, start=first):
        if character != "|":
            characters.append(character)
            ids.append(number)
    return canonical_traced(Traced("".join(characters), tuple(ids)))


def line(text: str, first: int = 0, top: float = 0.0, size: float = 0.0) -> Line:
    """Return one printed line."""
    made = traced(text, first)
    return Line(made, (0.0, top, GLYPH * len(made), top + GLYPH), size)


def lines(*texts: str, first: int = 0) -> list[Line]:
    """Return printed lines one below the other, a hole at each line end."""
    made = []
    for number, text in enumerate(texts):
        made.append(line(text, first, 20.0 * number))
        first += len(text) + 1
    return made


def cell(row: int, column: int, *texts: str, rows: int = 1, box: Box | None = None) -> Cell:
    """Return a cell 100 points wide and 30 high with lines of text; no two cells share a glyph."""
    box = box or (100.0 * column, 30.0 * row, 100.0 * (column + 1), 30.0 * (row + rows))
    return Cell(row, column, rows, 1, box, tuple(lines(*texts, first=100_000 * row + 1_000 * column)))


def page(number: int | None, *blocks: Block, first: int = 0, glyphs: str = "", boxes: bool = True) -> Page:
    """Return an A4 page whose glyphs stand in one row, ten points apart."""
    places = array("f")
    if boxes:
        for place in range(len(glyphs)):
            places.extend((GLYPH * place, 100.0, GLYPH * (place + 1), 100.0 + GLYPH))
    return Page(number, 595.0, 842.0, first, glyphs, places, tuple(blocks))


class Reports(list[tuple[str, str, dict[str, object]]]):
    """What was reported: code, message, data."""

    def __call__(self, code: str, message: str, **data: object) -> None:
        """Keep a report."""
        self.append((code, message, data))

    @property
    def codes(self) -> list[str]:
        """The codes alone."""
        return [code for code, _, _ in self]


def texts(parts: Sequence[Traced]) -> list[str]:
    """Return what some parts say."""
    return [part.text for part in parts]
