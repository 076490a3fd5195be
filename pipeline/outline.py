"""A text -> its outline: 一、 (一) 1. (1) a. and bullets, nested, even where several stand in one line.

Comes in: the joined text of a cell.  Goes out: the same characters with a line break before each outline node,
and the nodes as a tree.  A marker counts only where it can be one: where the print was parted or a sentence
ended, and where its number is the next of an open list or the first of a new one.  So 1.5 and 第1、2階段 are text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import regex

from pipeline.record import Node, Prose
from pipeline.traced import Traced, concatenate

_CHINESE = "一二三四五六七八九十"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
BULLETS = "■□◆◇●○◎★☆▲△▶※‧•▪"
_MARKER = regex.compile(
    rf"(?P<han>[{_CHINESE}]{{1,3}}、)"
    rf"|(?P<han_in>[(（][{_CHINESE}]{{1,3}}[)）]、?)"
    r"|(?P<dot>\d{1,2}[.．](?!\d))|(?P<dot_digit>\d{1,2}[.．](?=\d))|(?P<comma>\d{1,2}、)|(?P<close>\d{1,2}[)）])"
    r"|(?P<in>[(（]\d{1,2}[)）])"
    r"|(?P<low>[a-z][.．、)](?![a-z]))|(?P<low_in>[(（][a-z][)）])"
    r"|(?P<up>[A-Z][.．、)](?![A-Za-z]))|(?P<up_in>[(（][A-Z][)）])"
    rf"|(?P<stem>[{_STEMS}]、)|(?P<circled>[{_CIRCLED}])"
    rf"|(?P<bullet>[{BULLETS}])"
)
_SENTENCE_END = "。；：:;！？」）)】"


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker that may begin a node: where it stands, the style of its list and its number there."""

    start: int
    end: int
    style: str
    ordinal: int


@dataclass(slots=True)
class _Open:
    """A list that is open while the text is read: its style and the last number seen."""

    style: str
    ordinal: int
    children: list[Node] = field(default_factory=list)


def ordinal_of(numeral: str) -> int:
    """Return the value of an ordinal: 12, 十二, ①, 乙, b; 0 where it is none."""
    if numeral.isdecimal():
        return int(numeral)
    if numeral and all(character in _CHINESE for character in numeral):
        tens, ten, ones = numeral.rpartition("十")
        return (10 * (_CHINESE.index(tens) + 1 if tens else 1) if ten else 0) + (
            _CHINESE.index(ones) + 1 if ones else 0
        )
    for series in (_CIRCLED, _STEMS, "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
        if numeral and numeral in series:
            return series.index(numeral) + 1
    return 0


def candidates(text: Traced) -> Iterator[Marker]:
    """Yield every place that looks like a marker and stands where one can begin."""
    # Overlapped: a list number may follow a number that ends the line before, 0127 | 4. E-mail.
    for match in _MARKER.finditer(text.text, overlapped=True):
        style = str(match.lastgroup)
        start, end = match.span()
        parted = text.broken_before(start)
        before = text.text[start - 1] if start else "。"
        if style == "bullet":
            yield Marker(start, end, match.group(), 0)
            continue
        if not (parted or before in _SENTENCE_END or before in BULLETS):
            continue
        if before.isdigit() and not parted:
            continue
        if style == "dot_digit" and not text.broken_before(end):
            continue
        if style == "comma" and text.text[end : end + 1].isdigit() and not text.broken_before(end):
            continue
        numeral = match.group().strip("(（)）.．、")
        yield Marker(start, end, "dot" if style == "dot_digit" else style, ordinal_of(numeral))


def markers(text: Traced) -> list[tuple[Marker, int]]:
    """Return the markers that begin nodes, in order, each with its depth from 0."""
    found = list(candidates(text))
    chosen: list[tuple[Marker, int]] = []
    stack: list[tuple[str, int]] = []
    for position, marker in enumerate(found):
        depth = next((level for level, (style, _) in enumerate(stack) if style == marker.style), None)
        follows = depth is not None and marker.ordinal == stack[depth][1] + 1
        if marker.ordinal and not follows:
            if marker.ordinal != 1 and not _whole_start(text, marker, chosen):
                continue
            if marker.ordinal == 1 and not _begins_list(text, marker, found[position + 1 :]):
                continue
        if depth is None:
            depth = len(stack)
        del stack[depth:]
        stack.append((marker.style, marker.ordinal))
        chosen.append((marker, depth))
    return chosen


def _whole_start(text: Traced, marker: Marker, chosen: list[tuple[Marker, int]]) -> bool:
    """Tell whether a list starts the text with a number other than one: it goes on from elsewhere."""
    return not chosen and marker.start == 0


def _begins_list(text: Traced, marker: Marker, following: list[Marker]) -> bool:
    """Tell whether the first number of a list is one: at a sentence end, or where the second follows."""
    before = text.text[marker.start - 1] if marker.start else "。"
    if before in _SENTENCE_END or before in BULLETS:
        return True
    return any(later.style == marker.style and later.ordinal == 2 for later in following)


def split_outline(text: Traced) -> tuple[Traced, list[tuple[Marker, int, Traced]]]:
    """Return the text before the first marker, and each marker with its depth and its own text."""
    chosen = markers(text)
    head_end = chosen[0][0].start if chosen else len(text)
    ends = [marker.start for marker, _ in chosen[1:]] + [len(text)]
    parts = [
        (marker, depth, text[marker.end : end].strip()) for (marker, depth), end in zip(chosen, ends, strict=True)
    ] if chosen else []
    return text[:head_end].strip(), parts


def with_breaks(text: Traced) -> Traced:
    """Return the text as it is stored: a line break before each node, nothing between a marker and its text."""
    head, parts = split_outline(text)
    pieces = [head] if head else []
    for marker, _, body in parts:
        if pieces:
            pieces.append(Traced("\n", (pieces[-1].ids[-1] + 1,)))
        pieces += [text[marker.start : marker.end], body]
    return concatenate(pieces)


def prose(text: Traced) -> Prose:
    """Return the text and its outline; a text without markers has an empty outline."""
    head, parts = split_outline(text)
    if not parts:
        return Prose(text=head.text)
    roots: list[Node] = [Node(marker=None, text=head.text)] if head else []
    path: list[Node] = []
    for marker, depth, body in parts:
        node = Node(marker=text.text[marker.start : marker.end], text=body.text)
        del path[depth:]
        (path[-1].children if path else roots).append(node)
        path.append(node)
    return Prose(text=with_breaks(text).text, outline=roots)
