"""Where paragraphs end: between two lines of one cell, or of a text outside tables.

Comes in: lines that know how much room was left beside them and how wide their first piece is, or the lines of a
transcription, which ends them itself.  Goes out: whether a paragraph ends between two of them.  Nothing here can fail:
where nobody can know, no paragraph ends.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

from pipeline.core.expressions import expression
from pipeline.core.page import Cell, Line
from pipeline.core.text import is_western

_OPENING = r"（「『【〔《〈〝“‘(\[{+＋\-－$＄#＃"
"""What no line ends with: brackets that open, and signs that belong to what follows."""
_CLOSING = r"，。、；：！？）」』】〕》〉〞”’％…‥・·～ー々,.;:!?)\]}%"
_WESTERN = r"\x21-\x7e\p{Latin}\p{Greek}\p{Cyrillic}"
_PIECE = expression(
    rf"[{_OPENING}]*+(?:[{_WESTERN}]++|.)(?:(?<=[{_OPENING}])[^{_CLOSING}])?(?:[{_CLOSING}]++[{_WESTERN}]*+)?"
)
"""No program breaks a line within it; whether one does between 、 and 2020 differs."""
_GOES_ON = frozenset("，、（「『【〔《〈([{")
"""Signs after which nothing has ended, whatever room there was."""
_ENDED = ("。", "！", "？", "；", "：", ";", ":")
"""Signs with which a printed paragraph ends; a closing bracket may stand in a sentence."""
FREE = 0.5
"""Share of its width that a line without such a sign leaves free where it ends a paragraph.  Where lines are ragged, or
the side of a column is known badly, less would part sentences: worse than to keep two paragraphs together."""
SPACE = 0.5
"""Share of the type size: a space, which may stand beside a Latin word or a number, unseen at a line end."""
WALL = 3
"""So many lines that end below each other are the side of a column, whatever room the cell has beyond them."""
SHARE = 0.25
"""And they are this share of its lines at least: among many short ones a few end alike by chance."""
LONG = 15.0
"""Chinese characters: a line that is shorter was not broken for want of room."""


def piece_end(text: str) -> int:
    """Return how many characters of a line its first unbreakable piece has."""
    if len(text) > 1 and "\u4e00" <= text[0] <= "\u9fff" and "\u4e00" <= text[1] <= "\u9fff":
        return 1  # as most lines begin
    found = _PIECE.match(text)
    return found.end() if found else len(text)


def far_side(ends: Sequence[float], side: float, size: float) -> float:
    """Return how far right the lines of a column may reach, in points.

    ``ends`` are their right ends, ``side`` is where the column ends if its padding is the same left and right.  What
    a line has reached is certain.  Beyond that ``side`` is believed where it is less than a character away, or where
    hardly any lines end alike.
    """
    reached = max(ends)
    alike = sum(end > reached - size for end in ends)
    return max(reached, side) if side - reached < size or alike < max(WALL, SHARE * len(ends)) else reached


def ends_paragraph(above: Line, below: Line) -> bool:
    """Tell whether a line ends a paragraph: the first piece of the next line would have fitted on it.

    A line that ends in no sign must have left a third of its column free.
    """
    last, first = above.text.text[-1:], below.text.text[:1]
    if above.room < FREE * (above.box[2] - above.box[0]) and last not in _ENDED:
        return False
    space = SPACE * above.size if is_western(last) or is_western(first) else 0.0
    return below.lead + space <= above.room and last not in _GOES_ON


def told(lines: Sequence[Line], *, cut: bool) -> tuple[Line, ...]:
    """Return the lines of a transcription, which end paragraphs; ``cut``: a page may have ended after the last.

    A transcription of printed lines is known by long lines, as wide as the widest, that end in no sign.
    """
    widths = [_width(line.text.text) for line in lines]
    widest = max(widths, default=0.0)
    printed = sum(LONG <= width > widest - 1 for width in widths) > 1
    goes_on = [
        printed and width > widest - 1 and not _has_ended(line)
        for line, width in zip(lines, widths, strict=True)
    ]
    if cut and lines:
        goes_on[-1] = True
    return tuple(
        replace(line, lead=1.0, room=0.0 if on else inf) for line, on in zip(lines, goes_on, strict=True)
    )


def side_of(texts: Iterable[str]) -> float:
    """Return how wide the lines of a transcription were broken, in Chinese characters; 0 where they were not.

    A tenth of the long ones end alike there and in no sign, and hardly any reaches farther: an address may.
    """
    lines = [(_width(text), text.endswith(_ENDED)) for text in map(str.rstrip, texts)]
    long = sorted(width for width, ended in lines if width >= LONG and not ended)
    few = max(WALL, len(long) / 10)
    ends = (width for at, width in enumerate(long, 1) if at - bisect_right(long, width - 1) >= few)
    side = max(ends, default=0.0)
    beyond = sum(width > side + 1 for width, _ in lines)
    return side if 20 * beyond <= sum(width >= LONG for width, _ in lines) else 0.0


def broken(line: Line, reach: str, side: float) -> Line:
    """Return a line of a transcription that was broken at a side; ``reach`` is the whole line up to its end."""
    first = line.text.text[: piece_end(line.text.text)]
    return replace(line, lead=_width(first), room=max(0.0, side - _width(reach.rstrip())))


def is_whole(line: Line) -> bool:
    """Tell whether a page end can hardly have cut a line of a transcription: it is short, or a sentence ends there."""
    return _has_ended(line) or _width(line.text.text) < LONG


def _has_ended(line: Line) -> bool:
    return line.text.text.endswith(_ENDED)


def _width(text: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def ends_between(lines: Sequence[Line]) -> frozenset[int]:
    """Return the glyphs with which paragraphs end before the last of some lines."""
    return frozenset(above.text.ids[-1] for above, below in pairwise(lines) if ends_paragraph(above, below))


def ends_in(cells: Iterable[Cell]) -> frozenset[int]:
    """Return the glyphs with which paragraphs end in some cells, each of which ends one."""
    held = [cell.lines for cell in cells if cell.lines]
    return frozenset[int]().union(*map(ends_between, held), (lines[-1].text.ids[-1] for lines in held))
