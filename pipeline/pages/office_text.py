"""The text that a .docx itself holds, to be compared with what LibreOffice prints of it.

Comes in: a .docx.  Goes out: its paragraphs in the order in which it holds them, those of cells, text boxes and notes
among them.  Not in it: heads and feet of pages, formulas, what has been taken out, what stands twice for older
programs, and what a program works out (numbers of pages, dates, numerals of lists).  Bad input is a ``UserError``.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from pipeline.core.errors import UserError, brief
from pipeline.source.media_type import BROKEN_ZIP

GAP = "\0"
"""Stands in a paragraph where a program prints something that it works out."""
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_SAVED = frozenset(
    ["HYPERLINK", "FORMTEXT", "MERGEFIELD", "QUOTE", "FILLIN", "ASK", "INCLUDETEXT", "ADDIN", "TOC"]
)
"""The fields whose result is printed as the file has it."""
_SET_APART = frozenset(["rt", "oMath"])
"""What is printed above other words or as a formula: its letters in another order, or as other ones."""
_ASIDE = _SET_APART | frozenset(["Fallback", "del", "moveFrom"])
"""What stands twice or was taken out, too."""
_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, and whether the document itself says that nobody is to see it."""

    text: str
    hidden: bool = False


def paragraphs(path: Path) -> list[Paragraph]:
    """Return the paragraphs of a .docx that hold any word.

    Raises:
        UserError: the file is damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            found = []
            for name in _PARTS:
                if name in names:
                    with archive.open(name) as part:
                        found += list(_Reader().read(part))
            return found
    except (*BROKEN_ZIP, ElementTree.ParseError) as error:
        raise UserError(
            f"{path} is a damaged document ({brief(error)}): open it, save it anew, and try again."
        ) from error


@dataclass(slots=True)
class _Reader:
    """What is open at a place of a part; elements are known by their names without prefixes, which are free."""

    path: list[str] = field(default_factory=list)
    texts: list[list[str]] = field(default_factory=list)
    """The words of each paragraph that is open, that of a text box within another."""
    unseen: list[str] = field(default_factory=list)
    """The hidden words of the innermost one."""
    covered: list[bool] = field(default_factory=list)
    """Of each open cell whether one above is printed in its place; of each open row whether it was taken out."""
    fields: list[str] = field(default_factory=list)
    """What each open field asks for; GAP once its result is not the one that will be printed."""
    vanished: bool = False
    """Whether the words of the run at hand are hidden."""
    aside: int = 0
    """How many elements around are none of the text."""

    def read(self, part: IO[bytes]) -> Iterator[Paragraph]:
        for event, element in ElementTree.iterparse(part, ("start", "end")):
            name = element.tag.rpartition("}")[2]
            if event == "start":
                self._begin(name, element)
                continue
            yield from self._end(name, element)
            element.clear()

    def _begin(self, name: str, element: ElementTree.Element) -> None:
        parent = self.path[-1] if self.path else ""
        self.path.append(name)
        if name == "del" and parent == "trPr" and self.covered:
            self.covered[-1] = True
        self.aside += name in _ASIDE
        if name in _SET_APART and self.texts:
            self.texts[-1].append(GAP)
        if name == "p":
            self.texts.append([])
        elif name in ("tc", "tr"):
            self.covered.append(False)
        elif name == "r":
            self.vanished = False
        elif name == "fldSimple":
            self.fields.append("")
            self._result(_value(element, "instr"))

    def _result(self, asked: str) -> None:
        """Note that the result of the innermost field begins."""
        words = asked.split()
        if words and words[0].upper() not in _SAVED:
            self.fields[-1] = GAP
            if self.texts:
                self.texts[-1].append(GAP)

    def _end(self, name: str, element: ElementTree.Element) -> Iterator[Paragraph]:
        self.path.pop()
        self.aside -= name in _ASIDE
        if name in ("tc", "tr"):
            self.covered.pop()
        elif name == "p":
            text = "".join(self.texts.pop())
            hidden, self.unseen = "".join(self.unseen), []
            if text.strip(f"{GAP} ") and not self.aside:
                yield Paragraph(text, any(self.covered))
            if hidden.strip() and not self.aside:
                yield Paragraph(hidden, True)
        elif name == "fldSimple":
            self._field("end")
        elif name == "fldChar":
            self._field(_value(element, "fldCharType"))
        elif name == "instrText" and self.fields:
            self.fields[-1] += element.text or ""
        elif name == "vanish" and self.path[-2:] == ["r", "rPr"]:
            self.vanished = _value(element, "val") not in _OFF
        elif name == "vMerge" and self.covered:
            self.covered[-1] = _value(element, "val") != "restart"
        elif self.texts and not self.aside and GAP not in self.fields:
            self._word(name, element)

    def _field(self, step: str) -> None:
        if step == "begin":
            self.fields.append("")
        elif step == "separate" and self.fields:
            self._result(self.fields[-1])
        elif step == "end" and self.fields:
            self.fields.pop()

    def _word(self, name: str, element: ElementTree.Element) -> None:
        words = element.text or "" if name == "t" else " " if name in ("tab", "br", "cr") else ""
        (self.unseen if self.vanished else self.texts[-1]).append(words)


def _value(element: ElementTree.Element, attribute: str) -> str:
    return next((value for name, value in element.attrib.items() if name.rpartition("}")[2] == attribute), "")
