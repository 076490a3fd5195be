"""What is to be looked up on a page whose words were recognised in a picture.

Comes in: a page, and what owns its glyphs.  Goes out: a finding that says so, and one for each run of characters that
is not certain.  No words around a number or an address would tell a wrong character: more is asked of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import regex

from pipeline.core.expressions import expression
from pipeline.core.findings import finding
from pipeline.core.page import Page, union
from pipeline.core.record import Finding
from pipeline.fields.ledger import FRONT, FURNITURE, SET_ASIDE, Sheet

_RUN = expression(
    r"(?P<address>[!-~]*(?:@|://|[A-Za-z0-9]\.(?=[A-Za-z]))[!-~]*)"
    r"|(?P<number>[\p{Nd}.,/#()\-]*\p{Nd}[\p{Nd}.,/#()\-]*)"
    r"|(?P<other>\S)"
)
_ALIKE = expression(r"\b(?=[A-Za-z0-9]*[01])(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]+|\b[01]+\b|[a-z0-9][IO]")
"""Where in an address 0 may be O, or 1 l or I: among letters no reader can tell them by their shape."""
CERTAIN_DIGIT = 0.9
"""A number, or an address, with a character that is less certain than this is looked up by a person."""
CERTAIN = 0.7
"""So is any other character below this."""


def recognised(sheet: Sheet) -> Iterator[Finding]:
    """Yield that the words of a page were found in a picture, and every word with a character that is not certain."""
    page = sheet.page
    if not page.confidence:
        return
    mean = sum(page.confidence.values()) / len(page.confidence)
    yield finding(
        "page-recognised",
        f"this page is a picture: {len(page.confidence)} characters were recognised, on average {mean:.1%} sure",
        page=page.number,
        confidence=round(mean, 4),
    )
    for start, end in _doubtful(page, lambda at: sheet.owner_of(page.first + at)):
        scope, path = sheet.owner_of(page.first + start)
        boxes = [box for at in range(start, end) if (box := page.box(page.first + at))]
        sure = min(page.confidence.get(page.first + at, 1.0) for at in range(start, end))
        text = page.glyphs[start:end]
        message = f"“{text}” was recognised with {sure:.0%} certainty"
        if any(map(_alike, _RUN.finditer(text))):
            message = f"“{text}” was recognised with {sure:.0%} certainty; 0 and O, 1, l and I look alike"
        of_programme = scope not in ("", FRONT, FURNITURE, SET_ASIDE)
        yield finding(
            "character-doubtful",
            message,
            programme=scope if of_programme else None,
            path=path if of_programme else None,
            page=page.number,
            box=union(boxes),
            text=text,
            near=page.glyphs[max(0, start - 8) : end + 8].strip(),
            confidence=round(sure, 3),
        )


def _doubtful(page: Page, owner: Callable[[int], object]) -> Iterator[tuple[int, int]]:
    """Yield runs of glyphs, as offsets, without a space; each number, address or character in them is doubtful."""
    run: tuple[int, int] | None = None
    for match in _RUN.finditer(page.glyphs):
        start, end = match.span()
        least = min(page.confidence.get(page.first + at, 1.0) for at in range(start, end))
        if not _alike(match) and least >= (CERTAIN if match["other"] else CERTAIN_DIGIT):
            continue
        if run and run[1] == start and owner(run[0]) == owner(start):
            run = (run[0], end)
            continue
        if run:
            yield run
        run = (start, end)
    if run:
        yield run


def _alike(match: regex.Match[str]) -> bool:
    """Tell whether a run is an address with characters that cannot be told apart by their shape."""
    return bool(match["address"] and _ALIKE.search(match["address"]))
