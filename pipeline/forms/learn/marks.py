"""What a drafted profile reads -> where that stands on the pages of a file: headings, labels and values, line by line.

Comes in: the pages of a document, and its forms as the draft takes them apart.  Goes out: marks on the few pages that
show a person whether the draft is right: those of the first form, and of one more, which a page end cuts where there
is such a form.  A format without pages has no marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.core.page import Box, Page, lines_of, union
from pipeline.core.traced import Traced
from pipeline.forms.document import Segment

PAGES = 2
"""So many pages of a form are shown: one that goes on for many looks the same on the third."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Glyphs beside each other in a line that are read as one part of a form."""

    kind: str
    """heading | label | value"""
    name: str
    """The label under which they are read; empty for a heading."""
    page: int
    box: Box
    """In points from the top left of the page of the file."""


Owner = tuple[str, str]
"""Kind and name of the mark that a glyph belongs to."""


def marks(pages: Sequence[Page], forms: Sequence[Segment]) -> list[Mark]:
    """Return the marks on the pages to show, in reading order: those of all forms there."""
    stands = [_pages_of(form, pages) for form in forms]
    first, others = stands[0], stands[1:]
    more = next((each for each in others if len(each) > 1), others[0] if others else [])
    shown = {*first[:PAGES], *more[:PAGES]}
    owners = {glyph: owner for form in forms for glyph, owner in _owners(form)}
    return [mark for page in pages if page.number in shown for mark in _on(page, page.number, owners)]


def _pages_of(form: Segment, pages: Sequence[Page]) -> list[int]:
    """Return the pages of the file on which a form stands, in order."""
    glyphs = [glyph for glyph, _ in _owners(form)]
    if not glyphs:
        return []
    within = (
        page.number
        for page in pages
        if page.number is not None
        and page.first <= max(glyphs)
        and min(glyphs) < page.first + len(page.glyphs)
    )
    return list(dict.fromkeys(within))


def _owners(form: Segment) -> Iterator[tuple[int, Owner]]:
    headings = [each.printed for each in (*form.new_headings, form.title) if each]
    for text in [*headings, *(line.text for line in form.repeated)]:
        yield from _owned(text, ("heading", ""))
    for entry in form.entries:
        name = entry.label.text
        for row in entry.rows:
            for cell in row:
                yield from _owned(cell.text, ("value", name))
        for label in (entry.label, *entry.repeated_labels):
            yield from _owned(label, ("label", name))


def _owned(text: Traced, owner: Owner) -> Iterator[tuple[int, Owner]]:
    return ((glyph, owner) for glyph in text.ids)


def _on(page: Page, number: int, owners: dict[int, Owner]) -> Iterator[Mark]:
    for line in (line for block in page.blocks for line in lines_of(block)):
        for owner, glyphs in groupby(line.text.ids, owners.get):
            boxes = [box for glyph in glyphs if (box := page.box(glyph))]
            if owner and boxes:
                yield Mark(*owner, number, union(boxes))
