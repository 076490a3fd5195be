"""A second and a third engine read the same PDF; every ruled cell must hold the same words.

Comes in: an acquired PDF and the engine that read it.  Goes out: of each other engine how many cells were compared and
how many agree, and a finding for each that does not.  The other engines are the other reader of this package, with the
same grid code but characters and rules of its own, and camelot's lattice, which finds the lines in a picture of the
page; of camelot only the cells are taken, not how it stacks them into tables.  Last, where that is installed, the
numbers are read a second time in the picture of each page (``second_look``).
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from pipeline.checks.booklet import reread
from pipeline.checks.second_look import second_look
from pipeline.core.findings import finding
from pipeline.core.page import Box, Page, Table
from pipeline.core.record import Finding
from pipeline.core.text import fold
from pipeline.pages.reading import ENGINES, PDF, read
from pipeline.pages.scan import recognise
from pipeline.source.document import Acquired

CAMELOT = "camelot"
PICTURE = "picture"
"""The model of characters, which reads the numbers of a page in its picture."""
CHUNK = 8
"""Pages that camelot is given at a time: each picture of a page is some 8 MB."""
SHORTEST_RULE = 50
"""camelot sees rules of more than a fiftieth of the page: a row that a page end cut is hardly higher."""
TOLERANCE = 3.0
"""Points by which a box may stand out over the one that holds it."""
Words = tuple[Box, str]
"""Of a cell: its place and its words."""


class Agreement(BaseModel):
    """How far one engine agrees."""

    model_config = ConfigDict(frozen=True)

    engine: str
    cells: int
    """Cells with words in either reading; of the picture, numbers."""
    agreed: int


class Verification(BaseModel):
    """What the other engines say of a PDF."""

    sha256: str
    """Of the file that was read."""
    reader: str
    engines: list[Agreement]
    findings: list[Finding]


def verify(
    acquired: Acquired, engine: str, progress: Callable[[int], None] = lambda page: None
) -> Verification:
    """Return how the readings of other engines compare with that of ``engine``, cell by cell.

    ``progress`` is called with the number of each page as an engine has read it, or compared it from what it read.

    Raises:
        UserError: the file cannot be read.
    """
    path, media_type = (acquired.pdf or acquired.path), PDF
    ours = _by_number(read(path, media_type, Counter(), engine), progress)
    agreements: list[Agreement] = []
    findings: list[Finding] = []
    other = next(name for name in ENGINES if name != engine)
    for name, readings in (
        (other, _cells_by_reader(path, media_type, other, findings, progress)),
        (CAMELOT, _cells_by_camelot(path, ours, progress)),
    ):
        cells = agreed = 0
        for number, theirs in readings:
            compared, differing = _compare(name, ours[number], theirs)
            cells += compared
            agreed += compared - len(differing)
            findings += differing
        agreements.append(Agreement(engine=name, cells=cells, agreed=agreed))
    if recognise.installed():
        asked, otherwise = second_look(path, ours, progress)
        agreements.append(Agreement(engine=PICTURE, cells=asked, agreed=asked - len(otherwise)))
        findings += otherwise
    return Verification(sha256=acquired.sha256, reader=engine, engines=agreements, findings=findings)


def _by_number(pages: Iterable[Page], progress: Callable[[int], None]) -> dict[int, list[Page]]:
    """Return the pages that stand on each page of the file, by its number."""
    found: dict[int, list[Page]] = {}
    for page in pages:
        number = page.number or 0
        if number not in found:
            progress(number)
        found.setdefault(number, []).append(page)
    return found


def _words(pages: Iterable[Page]) -> list[Words]:
    return [
        (page.in_file(cell.box), cell.text.text)
        for page in pages
        for table in page.blocks
        if isinstance(table, Table)
        for cell in table.cells
    ]


def _cells_by_reader(
    path: Path, media_type: str, engine: str, findings: list[Finding], progress: Callable[[int], None]
) -> Iterator[tuple[int, list[Words]]]:
    """Yield each page's cells; a page on which this engine finds no Chinese is a finding."""
    for number, pages in _by_number(read(path, media_type, Counter(), engine), progress).items():
        findings += [reread(page) for page in pages[:1] if page.reader]
        yield number, _words(pages)


def _cells_by_camelot(
    path: Path, pages: dict[int, list[Page]], progress: Callable[[int], None]
) -> Iterator[tuple[int, list[Words]]]:
    """Yield each page's cells; camelot measures from the bottom left, and wants a file that is named PDF."""
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder) / "booklet.pdf"
        link.symlink_to(path.resolve())
        numbers = sorted(number for number, held in pages.items() if _words(held))
        for start in range(0, len(numbers), CHUNK):
            chunk = numbers[start : start + CHUNK]
            found: dict[int, list[Words]] = {number: [] for number in chunk}
            for table in _lattice(link, chunk):
                height = pages[table.page][0].height
                found[table.page] += [
                    ((cell.x1, height - cell.y2, cell.x2, height - cell.y1), cell.text)
                    for row in table.cells
                    for cell in row
                ]
            for number, words in found.items():
                progress(number)
                yield number, words


def _lattice(path: Path, pages: Iterable[int]) -> Any:
    """Return camelot's tables of some pages."""
    from camelot.io import read_pdf  # pictures and frames: seconds to load

    numbers = ",".join(map(str, pages))
    # A line of text that goes through several cells is divided among them.
    return read_pdf(str(path), pages=numbers, flavor="lattice", line_scale=SHORTEST_RULE, split_text=True)


def _compare(engine: str, pages: Sequence[Page], theirs: Iterable[Words]) -> tuple[int, list[Finding]]:
    """Return how many cells of a page were compared, and a finding for each that differs.

    A cell of ours holds every cell of theirs whose middle is in it: engines cut merged cells into pieces.
    """
    mine = _words(pages)
    held: list[list[Words]] = [[] for _ in mine]
    strays: list[Words] = []
    for box, text in theirs:
        if not fold(text):
            continue
        home = next((at for at, (own, _) in enumerate(mine) if _holds(own, box)), None)
        (strays if home is None else held[home]).append((box, text))
    differing = []
    compared = len(strays)
    for (box, text), pieces in zip(mine, held, strict=True):
        said = "".join(words for _, words in sorted(pieces, key=lambda piece: (piece[0][1], piece[0][0])))
        if not text and not pieces:
            continue
        compared += 1
        if fold(text) != fold(said):
            differing.append(_difference(engine, pages[0], box, text, said))
    differing += [_difference(engine, pages[0], box, "", text) for box, text in strays]
    return compared, differing


def _holds(own: Box, box: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return own[0] - TOLERANCE <= x <= own[2] + TOLERANCE and own[1] - TOLERANCE <= y <= own[3] + TOLERANCE


def _difference(engine: str, page: Page, box: Box, ours: str, theirs: str) -> Finding:
    return finding(
        "cell-differs",
        f"{engine} reads “{_short(theirs)}” where the record has “{_short(ours)}”",
        page=page.number,
        box=box,
        engine=engine,
        ours=ours,
        theirs=" ".join(theirs.split()),
    )


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else f"{flat[:40]}…"
