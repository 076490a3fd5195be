"""The numbers of a PDF are read a second time, from the picture of the page.

Comes in: a PDF and the pages that an engine read.  Goes out: how many numbers were compared, and a finding for each
that the picture shows otherwise: a font may show 5 and say 9.  Amounts, dates, ratios, durations and telephone numbers
are all numbers, with Arabic or Chinese digits.  Needs the extra ``ocr``: its model of characters is given the crop of
each number, and so finds nothing by itself; where it disagrees, it is asked again about a larger picture, and with more
of the line around.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.core.expressions import expression
from pipeline.core.findings import finding
from pipeline.core.page import Box, Line, Page, lines_of, union
from pipeline.core.record import Finding
from pipeline.core.text import canonical

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NUMBER = expression(
    r"[\d.,/:#%()\-]*\d[\d.,/:#%()\-]*"
    r"|[一二三四五六七八九十百千]+(?=[萬億元年月日成折倍次家人]|個月)|[一二三四五六七八九十百]+分之[一二三四五六七八九十百]+"
)
_SAID = expression(r"[\d一二三四五六七八九十百千]")
AROUND = 4
"""Characters on either side that are read with a number when it is asked for again."""
LOOKS = ((200, 0), (300, 0), (300, AROUND), (400, AROUND))
"""Dots to the inch of the picture, and characters on either side, one after the other until it agrees."""
BESIDE = 3
"""Pixels of paper beside the crop; more shows parts of the neighbours."""
BATCH = 64


@dataclass(frozen=True, slots=True)
class _Asked:
    """A number of a page: what is said around it, and the places of all those characters."""

    before: str
    number: str
    after: str
    boxes: tuple[Box, ...]

    def crop(self, around: int) -> tuple[Box, str]:
        """Return the place of the number, with so many characters on either side, and what is said there."""
        start = max(0, len(self.before) - around)
        end = len(self.before) + len(self.number) + around
        said = f"{self.before}{self.number}{self.after}"[start:end]
        return union(self.boxes[start:end]), said

    @property
    def place(self) -> Box:
        return self.crop(0)[0]


def second_look(
    path: Path, pages: Mapping[int, Sequence[Page]], progress: Callable[[int], None] = lambda page: None
) -> tuple[int, list[Finding]]:
    """Return how many numbers the picture was asked for, and a finding for each that it shows otherwise.

    ``pages`` holds the pages that stand on each page of the file, by its number.
    """
    from pipeline.pages.pdfium.picture import drawn

    asked = 0
    findings: list[Finding] = []
    for number, held in sorted(pages.items()):
        if any(page.confidence for page in held):  # read from the picture in the first place
            continue
        left = [each for page in held for each in _numbers(page)]
        asked += len(left)
        seen: dict[_Asked, str] = {}
        for dpi, around in LOOKS:
            if left:
                picture = drawn(path, number, dpi)
                left = [
                    each
                    for each, said in _read(picture, left, dpi, around)
                    if _differs(each, said, around, seen)
                ]
        findings += [_difference(number, each, seen[each]) for each in left]
        progress(number)
    return asked, findings


def _differs(asked: _Asked, said: str, around: int, seen: dict[_Asked, str]) -> bool:
    if not around:
        seen.setdefault(asked, said)
    return _SAID.findall(asked.crop(around)[1]) != _SAID.findall(canonical(said))


def _numbers(page: Page) -> Iterator[_Asked]:
    for block in page.blocks:
        for line in lines_of(block):
            if not line.behind:
                yield from _numbers_of(line, page)


def _numbers_of(line: Line, page: Page) -> Iterator[_Asked]:
    text = line.text.text
    for match in _NUMBER.finditer(text):
        if not _SAID.search(match.group()):
            continue
        start, end = max(0, match.start() - AROUND), min(len(text), match.end() + AROUND)
        boxes = [page.box(number) for number in line.text.ids[start:end]]
        if all(box is not None for box in boxes):
            places = tuple(box for box in boxes if box is not None)
            yield _Asked(text[start : match.start()], match.group(), text[match.end() : end], places)


def _read(
    picture: NDArray[np.uint8], asked: list[_Asked], dpi: int, around: int
) -> Iterator[tuple[_Asked, str]]:
    from pipeline.pages.scan.recognise import read_strips

    for start in range(0, len(asked), BATCH):
        some = asked[start : start + BATCH]
        crops = [_crop(picture, each.crop(around)[0], dpi) for each in some]
        yield from zip(some, read_strips(crops), strict=True)


def _crop(picture: NDArray[np.uint8], box: Box, dpi: int) -> Any:
    height, width = picture.shape
    left, top, right, bottom = (round(side * dpi / 72) for side in box)
    return picture[
        max(0, top - BESIDE) : min(height, bottom + BESIDE),
        max(0, left - BESIDE) : min(width, right + BESIDE),
    ]


def _difference(page: int, asked: _Asked, said: str) -> Finding:
    return finding(
        "picture-differs",
        f"the page shows “{said}” where the file says “{asked.number}”",
        page=page,
        box=asked.place,
        ours=asked.number,
        theirs=said,
        near=f"{asked.before}{asked.number}{asked.after}",
    )
