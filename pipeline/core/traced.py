"""Text whose every character knows the glyph it was printed as.

A reader numbers the glyphs of a document in reading order and leaves a hole in the numbers wherever
something invisible stood between two of them: a space, a line end, a tag.  So slicing, joining and
folding never lose the way back to the page, and a hole (a *break*) still says where the print was split
after the space itself has gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Traced:
    """A string and, for each of its characters, the number of its glyph."""

    text: str = ""
    ids: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if len(self.text) != len(self.ids):
            raise ValueError(f"{len(self.text)} characters but {len(self.ids)} glyph numbers")

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __getitem__(self, part: slice) -> Traced:
        return Traced(self.text[part], self.ids[part])

    def __add__(self, other: Traced) -> Traced:
        return Traced(self.text + other.text, self.ids + other.ids)

    def strip(self, characters: str | None = None) -> Traced:
        """Return the text without the given characters (white space by default) at either end."""
        start = len(self.text) - len(self.text.lstrip(characters))
        return self[start : max(start, len(self.text.rstrip(characters)))]

    def broken_before(self, position: int) -> bool:
        """Tell whether something invisible stood before the character at ``position``."""
        return position == 0 or self.ids[position] != self.ids[position - 1] + 1

    def pieces(self) -> list[Traced]:
        """Return the parts between breaks, in order; spaces are not part of any."""
        found: list[Traced] = []
        start = 0
        for position in range(1, len(self.text) + 1):
            if position == len(self.text) or self.broken_before(position):
                piece = self[start:position].strip()
                found.extend(part for part in piece.split_spaces() if part)
                start = position
        return found

    def split_spaces(self) -> list[Traced]:
        """Return the parts between spaces."""
        parts, start = [], 0
        for position, character in enumerate(self.text):
            if character == " ":
                parts.append(self[start:position])
                start = position + 1
        parts.append(self[start:])
        return parts


EMPTY = Traced()


def concatenate(parts: Iterable[Traced]) -> Traced:
    """Return the parts one after the other, with nothing between them."""
    texts: list[str] = []
    ids: list[int] = []
    for part in parts:
        texts.append(part.text)
        ids.extend(part.ids)
    return Traced("".join(texts), tuple(ids))
