"""Which characters of a page nobody sees: cut off, covered, on a layer that is off, in the colour behind them.

Comes in: the characters of a page and what is drawn on it.  Goes out: the numbers of those that are not seen.  Where
the file gives reason for doubt, the picture decides: the page is drawn with the texts in question and without them,
and a character is seen where the two differ.  A page without such a reason is not drawn.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

import pypdfium2 as pdfium

from pipeline.core.page import Box
from pipeline.pages.glyph import Glyph
from pipeline.pages.pdfium.clips import clip_box
from pipeline.pages.pdfium.glyphs import Layer
from pipeline.pages.pdfium.paths import Drawn, Shape, outline
from pipeline.pages.pdfium.raw_objects import mark_at, mark_name, marks_of
from pipeline.pages.tables.rulings import rule_of
from pipeline.pages.visible import Colour, Paper

ALIKE = 0.07
"""Colours whose parts differ by less than this share may be told apart or not."""
BAND = 24.0
"""Points; texts are looked up by the height at which they stand."""
Run = tuple[int, int, int]
"""Characters of one text: its address, the number of the first and after the last."""


def unseen(
    page: pdfium.PdfPage,
    layer: Layer,
    drawn: Drawn,
    marked: Collection[int],
    paper: Paper,
    place: Callable[[Any], Box],
) -> set[int]:
    """Return which of the characters of a layer are not seen; ``marked`` are the texts that bear a mark."""
    doubted: dict[int, set[int]] = defaultdict(set)
    runs: dict[int, list[Run]] = defaultdict(list)
    if drawn.within or marked or any(style.clipped for style in layer.styles.values()):
        for text, start, end in layer.runs():
            runs[text].append((text, start, end))
        for text in _on_layers(marked) + drawn.within:
            for _, start, end in runs.get(text, ()):
                doubted[text].update(range(start, end))
        for text, run in runs.items():
            if layer.styles[text].clipped:
                clip = clip_box(text, lambda points: place(outline(points)))
                doubted[text].update(_cut_off(run, layer.glyphs, clip))
    for text, at in _covered(layer, drawn):
        doubted[text].add(at)
    found = {text: sorted(numbers) for text, numbers in doubted.items() if numbers}
    if not found:
        return set()
    from pipeline.pages.pdfium.witness import unchanged  # loads NumPy

    return unchanged(page, layer.glyphs, found, paper)


def _on_layers(marked: Iterable[int]) -> list[int]:
    """Return the texts that stand on a layer, which may be on or off; texts share their marks."""
    known: dict[int, bool] = {}

    def is_layer(mark: int) -> bool:
        if mark not in known:
            name, length = ctypes.create_string_buffer(16), ctypes.c_ulong()
            told = mark_name(mark, name, len(name), ctypes.byref(length))
            known[mark] = bool(told) and name.raw[: length.value] == "OC\0".encode("utf-16-le")
        return known[mark]

    return [text for text in marked if any(is_layer(mark_at(text, at)) for at in range(marks_of(text)))]


def _cut_off(runs: Iterable[Run], glyphs: Sequence[Glyph], clip: Box) -> Iterator[int]:
    for _, start, end in runs:
        yield from (at for at in range(start, end) if not _holds(clip, *_middle(glyphs[at].box)))


def _covered(layer: Layer, drawn: Drawn) -> Iterator[tuple[int, int]]:
    """Yield what a shape may hide that lies over it, or behind it in its own colour: text and glyph."""
    doubtful = _doubtful(layer, drawn)
    if not doubtful:  # as on most pages
        return
    bands: dict[int, list[Run]] = defaultdict(list)
    for run in layer.runs():
        if run[0] in drawn.texts:
            box = layer.glyphs[run[1]].box
            bands[int((box[1] + box[3]) / 2 // BAND)].append(run)
    for shape, own in doubtful:
        for band in range(int(shape.box[1] // BAND) - 1, int(shape.box[3] // BAND) + 2):
            for text, start, end in bands.get(band, ()):
                if drawn.texts[text] < shape.order or layer.styles[text].colours in own:
                    for at in range(start, end):
                        if _holds(shape.box, *_middle(layer.glyphs[at].box)):
                            yield text, at


def _doubtful(layer: Layer, drawn: Drawn) -> list[tuple[Shape, set[tuple[Colour, ...]]]]:
    """Return the shapes that do not lie under all texts, or have the colours of some, each with these colours."""
    used = {style.colours for style in layer.styles.values()}
    earliest = min(drawn.texts.values(), default=0)
    found = []
    for shape in drawn.shapes:
        if shape.fill and not rule_of(shape.box):
            own = {colours for colours in used if not shape.picture and _alike(shape.fill, colours)}
            if own or earliest < shape.order:
                found.append((shape, own))
    return found


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _alike(fill: Colour, colours: Iterable[Colour]) -> bool:
    return any(max(abs(a - b) for a, b in zip(fill, colour, strict=True)) < ALIKE for colour in colours)


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
