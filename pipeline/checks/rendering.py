"""Do the pages that LibreOffice makes of an office document print all that the document holds?

Comes in: the paragraphs of the document, and its pages.  Goes out: a finding for each gap, with its words and the place
after which they would stand.  Letters and digits are compared, neither spaces nor signs: fonts name those as they like.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.checks.aligned import Gap, gaps
from pipeline.core.findings import finding
from pipeline.core.page import Box, Page
from pipeline.core.record import Finding
from pipeline.pages.office_text import GAP, Paragraph

SHORT = 40


@dataclass(frozen=True, slots=True)
class _Words:
    """A part of a paragraph that is printed in one piece."""

    text: str
    letters: str
    """What is compared of it."""
    places: tuple[int, ...]
    """Of each letter its place in the text."""
    paragraph: int


def unprinted(paragraphs: Sequence[Paragraph], pages: Iterable[Page]) -> Iterator[Finding]:
    """Yield what a document holds and its pages lack; of what it hides itself a warning.

    The pages are gone through again where there is something to say.
    """
    words = [
        each
        for number, paragraph in enumerate(paragraphs)
        if not paragraph.hidden
        for part in paragraph.text.split(GAP)
        if (each := _words(part, number)).letters
    ]
    letters, glyphs = _printed(pages)
    found = gaps([each.letters for each in words], letters)
    if found:
        ends = [glyphs[max(gap.after - 1, 0)] if glyphs else 0 for gap in found]
        places = _places(pages, set(ends))
        for run in _runs(found, words):
            page, box = places.get(ends[run[0]], (None, None))
            told = "\n".join(_of(found[at], words) for at in run)
            message = f"the document holds “{_short(told)}”, which is not on the pages made of it"
            yield finding("text-unprinted", message, page=page, box=box, text=told)
    if hidden := " ".join(each.text.replace(GAP, "") for each in paragraphs if each.hidden):
        message = f"the file holds “{_short(hidden)}” here, and the page does not show it"
        yield finding("text-hidden", message, text=hidden)


def _short(words: str) -> str:
    return words if len(words) <= SHORT else f"{words[:SHORT]}…"


def _words(text: str, paragraph: int) -> _Words:
    made = [(letter, at) for at, sign in enumerate(text) for letter in _letters(sign)]
    return _Words(text, "".join(letter for letter, _ in made), tuple(at for _, at in made), paragraph)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _printed(pages: Iterable[Page]) -> tuple[str, array[int]]:
    """Return the letters of all pages and the number of each one's glyph; words that a page hides are told already."""
    letters, glyphs = [], array("q")
    for page in pages:
        for at, glyph in enumerate(page.glyphs):
            for letter in _letters(glyph):
                letters.append(letter)
                glyphs.append(page.first + at)
        for letter in _letters("".join(words for words, _ in page.hidden)):
            letters.append(letter)
            glyphs.append(page.first + len(page.glyphs) - 1)
    return "".join(letters), glyphs


def _places(pages: Iterable[Page], glyphs: set[int]) -> dict[int, tuple[int | None, Box | None]]:
    return {
        glyph: (page.number, page.box(glyph))
        for page in pages
        for glyph in glyphs
        if page.first <= glyph < page.first + max(len(page.glyphs), 1)
    }


def _runs(found: Sequence[Gap], words: Sequence[_Words]) -> list[list[int]]:
    """Return gaps that follow each other, nothing that is printed between them, as one."""
    runs: list[list[int]] = []
    for at, gap in enumerate(found):
        before = found[at - 1] if at else None
        follows = before is not None and (
            before.text + 1 == gap.text and before.end == len(words[before.text].letters) and gap.start == 0
        )
        if follows:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _of(gap: Gap, words: Sequence[_Words]) -> str:
    """Return the words of a gap, with those around it where it is most of them: some are printed for others."""
    each = words[gap.text]
    if 2 * (gap.end - gap.start) >= len(each.letters):
        return each.text
    return each.text[each.places[gap.start] : each.places[gap.end - 1] + 1]
