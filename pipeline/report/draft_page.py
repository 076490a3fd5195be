"""What a drafted profile reads, in colours on pictures of the pages: one page of HTML that needs nothing else.

Comes in: the PDF that was read and the marks of the draft.  Goes out: the bytes of the page.  The PDF is drawn in a
process of its own (``drawing``); the colours are laid over the pictures, which this process never opens.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pipeline.core.templates import environment
from pipeline.forms.learn.marks import Mark
from pipeline.report.drawing import Picture, measured, pictures
from pipeline.report.labels import labels_of

AROUND = 1.5
"""Points by which a colour is larger than the glyphs under it."""


@dataclass(frozen=True, slots=True)
class _Shape:
    kind: str
    title: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    number: int
    width: str
    height: str
    image: str
    marks: list[_Shape]


def draft_page(pdf: Path, name: str, marks: Sequence[Mark]) -> bytes:
    """Return the page that shows marks in colours.

    Args:
        pdf: the file on whose pages they stand.
        name: what the document is called.
        marks: in the order of the pages.

    Raises:
        UserError: the PDF cannot be opened, or a page not be drawn.
    """
    by_page = {number: list(each) for number, each in groupby(marks, lambda mark: mark.page)}
    sizes = measured(pdf).sizes
    drawn = pictures(pdf, list(by_page))
    pages = [
        _sheet(number, sizes[number], picture, found)
        for (number, found), picture in zip(by_page.items(), drawn, strict=True)
    ]
    template = environment("pipeline.report", ["draft.html"]).get_template("draft.html")
    text = template.render(name=name, legend=labels_of("draft"), pages=pages)
    return (text.rstrip("\n") + "\n").encode("utf-8", "replace")


def _sheet(number: int, size: tuple[float, float], picture: Picture, marks: Sequence[Mark]) -> _Sheet:
    image = "data:image/webp;base64," + base64.b64encode(picture.content).decode("ascii")
    width, height = size
    return _Sheet(number, _points(width), _points(height), image, [_shape(mark) for mark in marks])


def _shape(mark: Mark) -> _Shape:
    left, top, right, bottom = mark.box
    kind = " ".join(labels_of("draft")[mark.kind])
    title = f"{kind}：{mark.name}" if mark.name else kind
    sides = (left - AROUND, top - AROUND, right - left + 2 * AROUND, bottom - top + 2 * AROUND)
    return _Shape(mark.kind, title, *map(_points, sides))


def _points(value: float) -> str:
    return f"{value:.1f}"
