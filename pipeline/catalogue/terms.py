"""What applicants say -> what booklets print: synonyms, English names of kinds, purposes to choose from.

Comes in: ``terms.txt`` beside this file, and ``raw/terms.txt`` where an editor put one; one meaning a line.  Goes out:
``Term``s.  A line that is not understood is one sentence with its number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pipeline.core.errors import UserError
from pipeline.core.text import fold

FILE = "terms.txt"
OWN = Path("raw") / FILE


@dataclass(frozen=True, slots=True)
class Term:
    """One meaning: words that find each other, the first of which names it; its English name and further words."""

    words: tuple[str, ...]
    english: tuple[str, ...]
    purpose: bool
    """Whether it stands among the purposes that one may choose from."""

    @property
    def name(self) -> str:
        """The word that stands for all."""
        return self.words[0]

    def meant(self, text: str) -> bool:
        """Tell whether a text has one of the words."""
        folded = fold(text)
        return any(fold(word) in folded for word in self.words)


def read_terms() -> list[Term]:
    """Return the terms: those of this program, then those of the editor.

    Raises:
        UserError: a line of the editor's file is not understood, or the file cannot be read.
    """
    text = (files("pipeline.catalogue") / FILE).read_text("utf-8")
    found = list(_terms(text, Path(FILE)))
    if OWN.is_file():
        try:
            found += _terms(OWN.read_text("utf-8-sig"), OWN)
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(f"{OWN} cannot be read as UTF-8: save it as such, or remove it.") from error
    return found


def _terms(text: str, path: Path) -> Iterator[Term]:
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.strip()
        if not said or said.startswith("#"):
            continue
        chinese, equals, english = said.removeprefix("*").partition("=")
        words = tuple(chinese.split())
        names = tuple(each.strip() for each in english.split(",") if each.strip())
        if not words or equals and not names:
            raise UserError(f"{path}, line {number}: write 中文詞 中文詞 = English name, English word.")
        yield Term(words, names, said.startswith("*"))


def english_name(kind: str, terms: Sequence[Term]) -> str | None:
    """Return the English name of a kind of support: that of the longest word of a purpose in it."""
    folded = fold(kind)
    hits = [
        (len(word), -place, term.english[0])
        for place, term in enumerate(terms)
        if term.purpose and term.english
        for word in term.words
        if fold(word) in folded
    ]
    return max(hits)[2] if hits else None
