"""Text that a file gives in the place of what it prints (ActualText, ISO 32000-1, 14.9.4).

PDFium takes such words for the text; a person sees the glyphs.  So the words are taken off before the text is read,
and compared with it afterwards: they are the text only where the font says of no glyph which character it is.
"""

from __future__ import annotations

import codecs
import ctypes
from collections import defaultdict
from collections.abc import Collection, Iterable

from pipeline.core.page import Box, union
from pipeline.core.text import fold
from pipeline.pages.glyph import REPLACEMENT
from pipeline.pages.pdfium.glyphs import Layer
from pipeline.pages.pdfium.raw_objects import mark_at, mark_bytes, marks_of, remove_mark

LONGEST = 4096
"""Bytes of the words that one mark gives."""
Said = dict[int, tuple[str, list[int]]]
"""Of each mark the words that it gives, and the texts in whose place."""


def take_off(texts: Iterable[int]) -> tuple[Said, list[int]]:
    """Return the words that marks give in the place of texts, taking those marks off, and the texts with any mark."""
    known: dict[int, str | None] = {}
    said: Said = {}
    marked = [text for text in texts if marks_of(text) > 0]
    for text in marked:
        for at in reversed(range(marks_of(text))):
            mark = mark_at(text, at)
            if mark not in known:
                known[mark] = _words(mark)
            words = known[mark]
            if words is not None:
                said.setdefault(mark, (words, []))[1].append(text)
                remove_mark(text, mark)
    return said, marked


def _words(mark: int) -> str | None:
    buffer, length = ctypes.create_string_buffer(LONGEST), ctypes.c_ulong()
    if not mark_bytes(mark, b"ActualText", buffer, LONGEST, ctypes.byref(length)):
        return None
    words = buffer.raw[: min(length.value, LONGEST)]
    if words.startswith(codecs.BOM_UTF16_BE):
        return words[2:].decode("utf-16-be", "replace")
    if words.startswith(codecs.BOM_UTF8):
        return words[3:].decode("utf-8", "replace")
    return words.decode("latin-1")


def compare(said: Said, layer: Layer, hidden: Collection[int]) -> list[tuple[str, str, Box]]:
    """Return which words are not what is printed; give the glyphs that no font names the words for them."""
    if not said:
        return []
    held: dict[int, list[int]] = defaultdict(list)
    for text, start, end in layer.runs():
        held[text] += range(start, end)
    differing = []
    for words, texts in said.values():
        glyphs = [layer.glyphs[at] for text in texts for at in held[text] if at not in hidden]
        printed = "".join(glyph.text for glyph in glyphs)
        if not glyphs or fold(printed) == fold(words):
            continue
        if set(printed.replace(" ", "")) == {REPLACEMENT}:
            glyphs[0].text, glyphs[0].box = words, union(glyph.box for glyph in glyphs)
            for glyph in glyphs[1:]:
                glyph.text = " "
        elif fold(printed).strip("-") != fold(words).strip("-"):  # a hyphen at a line end, given as none
            differing.append((words, printed, union(glyph.box for glyph in glyphs)))
    return differing
