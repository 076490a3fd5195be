"""Forms of one height are cut alike on page after page: what page ends make of a label is no label, nor a running head."""

from __future__ import annotations

from array import array

import pytest

from pipeline.core.page import Block, Cell, Line, Page, Table
from pipeline.core.traced import Traced
from pipeline.forms.learn.draft import draft
from pipeline.forms.profile import parse_profile
from pipeline.forms.segment import segment

SIDES = (50.0, 90.0, 350.0)
LABELS = ("陳情人", "陳情內容", "處理情形", "擬處意見")


class Printer:
    """Makes pages of forms whose glyphs are numbered from page to page."""

    def __init__(self) -> None:
        self.glyphs = 0

    def line(self, text: str, left: float, top: float) -> Line:
        ids = tuple(range(self.glyphs, self.glyphs + len(text)))
        self.glyphs += len(text)
        return Line(Traced(text, ids), (left, top, left + 12 * len(text), top + 12))

    def table(self, rows: list[tuple[str, str]], top: float) -> Table:
        cells = [
            Cell(
                row,
                column,
                1,
                1,
                (SIDES[column], top + 20 * row, SIDES[column + 1], top + 20 * row + 20),
                (self.line(text, SIDES[column] + 4, top + 20 * row + 4),) if text else (),
            )
            for row, pair in enumerate(rows)
            for column, text in enumerate(pair)
        ]
        return Table(len(rows), 2, tuple(cells), (SIDES[0], top, SIDES[2], top + 20 * len(rows)))

    def page(self, number: int, before: int, cut: int) -> Page:
        """Return a page that begins with the rest of a label and ends with its beginning, so many characters."""
        first = self.glyphs
        blocks: list[Block] = []
        if number > 1:
            blocks.append(self.table([(LABELS[-1][before:], "")], 30))
        for at in (2 * number - 1, 2 * number):
            top = 80 + 220 * (at % 2 == 0)
            form = [(label, f"{at}之{place}，如附件。") for place, label in enumerate(LABELS)]
            if at % 2 == 0:
                form[-1] = (LABELS[-1][:cut], form[-1][1])
            blocks += [self.line(f"陳情案第{at}號", 50, top), self.table(form, top + 20)]
        return Page(number, 400, 600, first, " " * (self.glyphs - first), array("f"), tuple(blocks))


@pytest.mark.parametrize("cuts", [(2, 2, 2, 2), (1, 1, 1, 1), (2, 3, 3, 2, 3), (3, 3, 3, 3, 3, 3)])
def test_a_label_that_is_cut_on_each_page_is_whole(cuts: tuple[int, ...]) -> None:
    printer = Printer()
    numbers = range(1, len(cuts) + 1)
    pages = [printer.page(number, cuts[number - 2], cuts[number - 1]) for number in numbers]
    rest = printer.table([(LABELS[-1][cuts[-1] :], "")], 30)
    pages.append(Page(len(cuts) + 1, 400, 600, rest.cells[0].text.ids[0], "  ", array("f"), (rest,)))
    made = draft(pages, "cards.pdf")
    assert [label.text for label in made.kinds[0].labels] == list(LABELS)
    document = segment(pages, parse_profile("cards", made.toml))
    assert [[each.label.text for each in part.entries] for part in document.segments] == [
        list(LABELS)
    ] * 2 * len(cuts)
