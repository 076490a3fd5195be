"""Printed pages are put on sheets: two side by side, imposed for folding, or as the columns of a page.

Comes in: a PDF of single pages.  Goes out: a PDF of sheets, on which the pages stand as they were, smaller or not.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
from reportlab.pdfgen.canvas import Canvas

Place = tuple[int | None, int | None]
"""The pages, from 0, that stand left and right on a sheet; None where nothing does."""


def beside(pages: int, first: int = 0) -> list[Place]:
    """Return pages two by two in their order; with ``first`` 1 the first stands alone on the right, as a cover does."""
    numbers = [None] * first + list(range(pages))
    numbers += [None] * (len(numbers) % 2)
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def from_the_right(pages: int) -> list[Place]:
    """Return pages two by two as in a book that is bound on the right."""
    return [(right, left) for left, right in beside(pages)]


def folded(pages: int) -> list[Place]:
    """Return pages so that the sheets, printed on both sides and folded once, are a booklet."""
    whole = -(-pages // 4) * 4
    numbers = [number if number < pages else None for number in range(whole)]
    return [
        (numbers[whole - 1 - at], numbers[at]) if at % 2 == 0 else (numbers[at], numbers[whole - 1 - at])
        for at in range(whole // 2)
    ]


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(io.BytesIO(pdf)) as given:
        return len(given.pages)


def two_up(pdf: bytes, places: Sequence[Place], scale: float = 1.0) -> bytes:
    """Return a PDF with two pages of another on each sheet."""
    with pikepdf.open(io.BytesIO(pdf)) as given, pikepdf.new() as made:
        box = given.pages[0].mediabox
        width, height = float(box[2]) * scale, float(box[3]) * scale
        for place in places:
            sheet = made.add_blank_page(page_size=(2 * width, height))
            for side, number in enumerate(place):
                if number is not None:
                    left = side * width
                    sheet.add_overlay(given.pages[number], pikepdf.Rectangle(left, 0, left + width, height))
        return _saved(made)


def in_columns(pdf: bytes, front: int, gap: float = 0.0) -> bytes:
    """Return a PDF whose first pages stand alone, and the others two by two as the columns of a page with a number."""
    with pikepdf.open(io.BytesIO(pdf)) as given, pikepdf.new() as made:
        box = given.pages[0].mediabox
        width, height = float(box[2]), float(box[3])
        whole = 2 * width - gap
        for number in range(front):
            sheet = made.add_blank_page(page_size=(whole, height))
            left = (whole - width) / 2
            sheet.add_overlay(given.pages[number], pikepdf.Rectangle(left, 0, left + width, height))
        places = beside(len(given.pages) - front)
        for at, place in enumerate(places, 1):
            with pikepdf.open(io.BytesIO(_numbered(whole, height, at, headed=len(places) > 1))) as paper:
                made.pages.append(paper.pages[0])
            for side, number in enumerate(place):
                if number is not None:
                    left = side * (width - gap)
                    area = pikepdf.Rectangle(left, 0, left + width, height)
                    made.pages[-1].add_overlay(given.pages[front + number], area)
        return _saved(made)


def _numbered(width: float, height: float, number: int, *, headed: bool) -> bytes:
    """Return a page with a number, and with a running head, which nothing tells where one page alone has it."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height), invariant=1)
    canvas.setFont("Helvetica", 9)
    canvas.drawCentredString(width / 2, 20, f"- {number} -")
    if headed:
        canvas.drawCentredString(width / 2, height - 25, "SMALL AND MEDIUM ENTERPRISES")
    canvas.save()
    return out.getvalue()


def _saved(made: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    made.save(out, deterministic_id=True)
    return out.getvalue()
