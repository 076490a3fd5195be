"""A PDF and boxes on it -> pages as small grey pictures, each embedded once, and crops that look through to them.

Boxes are in points from the top left of the page, as in the record.  A printed value is looked for in the text layer
so that the crop shows its very place; where it is not found the boxes of the whole field stand for it.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.core.record import PageBox
from pipeline.report.drawing import DPI, Letter, Measured, measured, pictures, squeezed
from pipeline.source.media_type import is_pdf

_DPI_MANY, _MANY = 84, 120
"""A booklet of many pages is drawn coarser, so that its page stays small."""
_PAD_X, _PAD_Y = 7.0, 3.2  # no more below or above, or the neighbouring lines show in part
_WIDEST, _TALLEST, _NARROWEST = 560.0, 132.0, 170.0  # points
_KEPT = 4
"""Pages whose letters are held apart at a time."""
_MOST = 3

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a page as CSS sees it; ``marks`` and ``boxes`` are in per cent, of the crop and of the page.

    ``exact`` where the marks are the very words of a value, not the lines of its field.
    """

    image: str
    page: int
    style: str
    marks: list[str]
    boxes: str
    exact: bool
    more: int = 0


class Pages:
    """The pages of one edition's PDF that the report shows; without a PDF there is never a crop.

    Args:
        pdf: the PDF.
        prefix: what the names of its pages begin with.
        tallest: points of the page that a crop shows at most.
        lettered: the pages in which values are looked for.

    Raises:
        UserError: it cannot be opened.
    """

    def __init__(
        self, pdf: Path | None, prefix: str, tallest: float = _TALLEST, lettered: Iterable[int] = ()
    ) -> None:
        self.prefix = prefix
        self._tallest = tallest
        self._pdf = pdf if pdf and is_pdf(pdf) else None
        self._measured = measured(self._pdf, lettered) if self._pdf else Measured({}, {})
        self._used: set[int] = set()
        self._letters = lru_cache(maxsize=_KEPT)(self._letters_on)

    def crops(self, boxes: Sequence[PageBox], marks: Sequence[PageBox] = ()) -> list[Crop]:
        """Return a crop for each page that the boxes lie on; those beyond the third are only counted."""
        by_page: dict[int, list[Box]] = defaultdict(list)
        marked: dict[int, list[Box]] = defaultdict(list)
        for page, *box in boxes:
            if page in self._measured.sizes:
                by_page[page].append((box[0], box[1], box[2], box[3]))
        for page, *box in marks:
            marked[page].append((box[0], box[1], box[2], box[3]))
        pages = [page for page in by_page if page in marked] if marked else list(by_page)
        shown = pages[:_MOST]
        return [
            self._crop(page, by_page[page], marked[page], len(pages) - _MOST if page == shown[-1] else 0)
            for page in shown
        ]

    def _crop(self, page: int, boxes: list[Box], marks: list[Box], more: int) -> Crop:
        self._used.add(page)
        width, height = self._measured.sizes[page]
        x, y, w, h = _view(boxes, marks, width, height, self._tallest)
        style = (
            f"--w:{w:.1f};--h:{h:.1f};--sx:{100 * width / w:.2f}%;--sy:{100 * height / h:.2f}%;"
            f"--px:{_part(x, width - w):.2f}%;--py:{_part(y, height - h):.2f}%"
        )
        seen = [box for box in marks or boxes if box[3] > y and box[1] < y + h]
        return Crop(
            image=f"{self.prefix}{page}",
            page=page,
            style=style,
            marks=[_percent(box, x, y, w, h) for box in seen],
            boxes=";".join(_numbers(box, width, height) for box in boxes),
            exact=bool(marks),
            more=max(0, more),
        )

    def find(self, boxes: Sequence[PageBox], printed: str, share: float) -> list[PageBox]:
        """Return the boxes of a printed value inside the boxes of its field, or [].

        Args:
            boxes: boxes of the field, a line each, in reading order.
            printed: the value as the record quotes it.
            share: where in the field's text it stands, 0 to 1: decides between equal values.
        """
        return find(self._letters, boxes, printed, share)

    def _letters_on(self, page: int) -> list[Letter]:
        found = self._measured.letters.get(page)
        return found.on(page) if found else []

    def images(self) -> list[tuple[str, str, float]]:
        """Return name, data URI and height/width of each page that a crop looks at.

        Raises:
            UserError: one cannot be drawn.
        """
        if self._pdf is None:
            return []
        used = sorted(self._used)
        drawn = pictures(self._pdf, used, DPI if len(used) <= _MANY else _DPI_MANY)
        images = []
        for page, picture in zip(used, drawn, strict=True):
            width, height = self._measured.sizes[page]
            uri = f"data:image/webp;base64,{base64.b64encode(picture.content).decode('ascii')}"
            images.append((f"{self.prefix}{page}", uri, height / width))
        return images


def find(
    letters: Callable[[int], list[Letter]],
    boxes: Sequence[PageBox],
    printed: str,
    share: float,
    around: tuple[str, str] = ("", ""),
) -> list[PageBox]:
    """Return the boxes of printed words inside the boxes of their field, or [].

    Args:
        letters: gives the letters of a page by its number.
        boxes: boxes of the field, a line each, in reading order.
        printed: the words as the record quotes them.
        share: where in the field's text they stand, 0 to 1: decides between equal words.
        around: the words before and after, by which they are told from the same words elsewhere.
    """
    signs: list[Letter] = []
    for line in boxes:
        inside = [
            (sign, box)
            for sign, box in letters(line[0])
            if line[1] - 1 <= (box[1] + box[3]) / 2 <= line[3] + 1
            and line[2] - 1 <= (box[2] + box[4]) / 2 <= line[4] + 1
        ]
        inside.sort(key=lambda entry: entry[1][1])
        signs += inside
    text = "".join(sign for sign, _ in signs)
    wanted = squeezed(printed)
    if not wanted:
        return []
    before, after = (squeezed(words) for words in around)
    starts = [at + len(before) for at in _starts(text, before + wanted + after)] or list(
        _starts(text, wanted)
    )
    if not starts:
        return []
    best = min(starts, key=lambda at: abs(at / len(text) - share))
    return _joined(box for _, box in signs[best : best + len(wanted)])


def _starts(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _view(
    boxes: list[Box], marks: list[Box], width: float, height: float, tallest: float
) -> tuple[float, float, float, float]:
    """Return x, y, width and height of what a crop shows: wide enough to read, no taller than a few lines."""
    left, right = min(box[0] for box in boxes) - _PAD_X, max(box[2] for box in boxes) + _PAD_X
    around = _around(boxes, marks) if marks else boxes
    top, bottom = min(box[1] for box in around) - _PAD_Y, max(box[3] for box in around) + _PAD_Y
    if right - left < _NARROWEST:
        spare = (_NARROWEST - right + left) / 2
        left, right = left - spare, right + spare
    w = min(right - left, _WIDEST, width)
    h = min(bottom - top, tallest, height)
    return min(max(0.0, left), width - w), min(max(0.0, top), height - h), w, h


def _around(boxes: list[Box], marks: list[Box]) -> list[Box]:
    """Return the lines that hold the marks and one line before and after."""
    top, bottom = min(box[1] for box in marks), max(box[3] for box in marks)
    lines = sorted(boxes, key=lambda box: box[1])
    hit = [at for at, box in enumerate(lines) if box[3] > top and box[1] < bottom]
    return [*lines[max(0, min(hit) - 1) : max(hit) + 2], *marks] if hit else marks


def _part(offset: float, room: float) -> float:
    return 100 * offset / room if room > 0.01 else 0.0


def _percent(box: Box, x: float, y: float, w: float, h: float) -> str:
    x0, x1 = max(0.0, box[0] - x), min(w, box[2] - x)
    y0, y1 = max(0.0, box[1] - y), min(h, box[3] - y)
    return (
        f"left:{100 * x0 / w:.2f}%;top:{100 * y0 / h:.2f}%;"
        f"width:{100 * (x1 - x0) / w:.2f}%;height:{100 * (y1 - y0) / h:.2f}%"
    )


def _numbers(box: Box, width: float, height: float) -> str:
    x0, top, x1, bottom = box
    values = (x0 / width, top / height, (x1 - x0) / width, (bottom - top) / height)
    return ",".join(f"{100 * value:.2f}" for value in values)


def _joined(boxes: Iterable[PageBox]) -> list[PageBox]:
    """Return one box for each line of neighbouring characters."""
    lines: list[PageBox] = []
    for box in boxes:
        last = lines[-1] if lines else None
        if last and last[0] == box[0] and box[1] >= last[1] and min(last[4], box[4]) > max(last[2], box[2]):
            lines[-1] = (last[0], last[1], min(last[2], box[2]), max(last[3], box[3]), max(last[4], box[4]))
        else:
            lines.append(box)
    return lines
