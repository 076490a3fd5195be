"""A text -> its outline: 一、 (一) 1. (1) a. and bullets, nested, even where several stand in one line.

Comes in: the joined text of a cell.  Goes out: the same characters with a line break before each outline node,
and the nodes as a tree.  A marker counts only where it can be one: where the print was split or a sentence
ended, and where its number is the next of an open list or the first of a new one.  So 1.5 and 第1、2階段 are text.
A head in 【】 is a marker where the text begins with one; elsewhere such brackets are part of a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import pairwise

import regex

from pipeline.core.expressions import expression
from pipeline.core.ordinals import BULLETS, CIRCLED, COUNTING, STEMS, ordinal_of
from pipeline.core.record import Node, Prose
from pipeline.core.traced import Traced, concatenate
from pipeline.facts.people import SURNAMES

_MARKER = expression(
    rf"(?P<han>[{COUNTING}]{{1,3}}、)"
    rf"|(?P<han_in>[(（][{COUNTING}]{{1,3}}[)）]、?)"
    r"|(?P<dot>\d{1,2}[.．](?!\d))|(?P<dot_digit>\d{1,2}[.．](?=\d))|(?P<comma>\d{1,2}、)|(?P<close>\d{1,2}[)）])"
    r"|(?P<in>[(（]\d{1,2}[)）])"
    r"|(?P<low>[a-z][.．、)](?![a-z]))|(?P<low_in>[(（][a-z][)）])"
    r"|(?P<up>[A-Z][.．、)](?![A-Za-z]))|(?P<up_in>[(（][A-Z][)）])"
    rf"|(?P<stem>[{STEMS}]、)|(?P<circled>[{CIRCLED}])"
    rf"|(?P<bullet>[{BULLETS}])"
    r"|(?P<head>【[^【】\n]{1,30}】)(?![、，。及或和與])"
)
_MASKED = expression(rf"[{''.join(sorted(SURNAMES))}](?:○\p{{Han}}|○○)")
"""A name that is masked, 吳○芳 or 吳○○; no bullet stands right behind a word in its line."""
_SENTENCE_END = "。；：:;！？」）)】"
_STATEMENT = expression(
    r"(?m)(?:^|(?<=[元%。]))(?P<each>每\p{Han})(?:[^。，；：:\n]{1,24}[：:][^。，；：:\n]{1,24}。?(?=(?P=each)[^。，；：:\n]{1,24}[：:])"
    r"|[^。，；\n]{1,40}?[元%](?=(?P=each)))"
)
"""每案…：amount, and again 每案…."""
_ANNOUNCED = expression(r"(?<=[。；！？])[^。；，,！？：:\n]{1,20}[：:]$")
"""A heading without a marker at the end of a node, in a line of its own: what follows is no part of that node."""


Ends = Set[int]
"""The glyphs with which paragraphs end."""
NOWHERE: Ends = frozenset()


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker that may begin a node: where it stands, the style of its list and its number there."""

    start: int
    end: int
    style: str
    ordinal: int
    after_space: bool = False
    """A space is all that parts it from the text before: ABC 2. goes on a list, and begins none."""


def candidates(text: Traced) -> Iterator[Marker]:
    """Yield every place that looks like a marker and stands where one can begin."""
    # Overlapped: a list number may follow a number that ends the line before, 0127 | 4. E-mail.
    for match in _MARKER.finditer(text.text, overlapped=True):
        style = str(match.lastgroup)
        start, end = match.span()
        split = text.broken_before(start)
        before = text.text[start - 1] if start else "。"
        if style == "bullet":
            if not split and _MASKED.search(text.text, max(0, start - 2), start + 3):
                continue
            yield Marker(start, end, match.group(), 0)
            continue
        if style == "head":
            if text.text.startswith("【") and (split or before in _SENTENCE_END or _alike(text.text, match)):
                yield Marker(start, end, style, 0)
            continue
        if not (split or before in _SENTENCE_END or before in BULLETS or before == " "):
            continue
        if style == "dot_digit" and not text.broken_before(end):
            continue
        if style == "comma" and text.text[end : end + 1].isdigit() and not text.broken_before(end):
            continue
        if ordinal := ordinal_of(match.group().strip("(（)）.．、")):
            style = "dot" if style == "dot_digit" else style
            yield Marker(start, end, style, ordinal, after_space=before == " ")


def _alike(text: str, head: regex.Match[str]) -> bool:
    """Tell whether a head ends as the first one does, and so stands beside it: 【甲案示範輔導】…【乙案示範輔導】."""
    first = text[: text.find("】") + 1]
    return len(first) > 4 and head.group()[-3:] == first[-3:]


def markers(text: Traced) -> list[tuple[Marker, int]]:
    """Return the markers that begin nodes, in order, each with its depth from 0."""
    found = list(candidates(text))
    chosen: list[tuple[Marker, int]] = []
    stack: list[tuple[str, int]] = []
    for position, marker in enumerate(found):
        depth = next((level for level, (style, _) in enumerate(stack) if style == marker.style), None)
        follows = depth is not None and marker.ordinal == stack[depth][1] + 1
        if marker.ordinal and not follows:
            goes_on_from_elsewhere = marker.start == 0 and marker.ordinal != 1
            begins = marker.ordinal == 1 and _begins_list(text, marker, found[position + 1 :])
            if marker.after_space or not (goes_on_from_elsewhere or begins):
                continue
        if depth is None:
            depth = len(stack)
        del stack[depth:]
        stack.append((marker.style, marker.ordinal))
        chosen.append((marker, depth))
    return chosen


def _begins_list(text: Traced, marker: Marker, following: list[Marker]) -> bool:
    """Tell whether the first number of a list is one: at a sentence end, or where the second follows.

    Not so in 一、二級產業, which counts things in a sentence.
    """
    before = text.text[marker.start - 1] if marker.start else "。"
    counts = marker.style in ("han", "stem") and ordinal_of(text.text[marker.end : marker.end + 1]) == 2
    if (before in _SENTENCE_END or before in BULLETS) and not counts:
        return True
    return any(later.style == marker.style and later.ordinal == 2 for later in following)


def split_outline(text: Traced) -> tuple[Traced, list[tuple[Marker, int, Traced]]]:
    """Return the text before the first marker, and each marker with its depth and its own text.

    A heading between two items (…。資訊服務：8.…) is an item whose marker is empty.
    """
    chosen = _with_headings(text, markers(text))
    head_end = chosen[0][0].start if chosen else len(text)
    ends = [marker.start for marker, _ in chosen[1:]] + [len(text)]
    parts = (
        [
            (marker, depth, text[marker.end : end].strip())
            for (marker, depth), end in zip(chosen, ends, strict=True)
        ]
        if chosen
        else []
    )
    return text[:head_end].strip(), parts


def _with_headings(text: Traced, chosen: list[tuple[Marker, int]]) -> list[tuple[Marker, int]]:
    """Return the markers, with an empty one where a heading of the items that follow ends an item before them."""
    found = chosen[:1]
    for (marker, depth), (following, below) in pairwise(chosen):
        heading = (
            _ANNOUNCED.search(text.text[: following.start].rstrip(), marker.end) if below <= depth else None
        )
        if heading and text.broken_before(heading.start()):
            found.append((Marker(heading.start(), heading.start(), "heading", 0), below))
        found.append((following, below))
    return found


def with_breaks(text: Traced, ends: Ends = NOWHERE) -> Traced:
    """Return the text as it is stored: a line break before each node and after each paragraph within one.

    Nothing stands between a marker and its text.
    """
    head, parts = split_outline(text)
    pieces = [paragraphs(head, ends)] if head else []
    for marker, _, body in parts:
        if pieces:
            pieces.append(Traced("\n", (pieces[-1].ids[-1] + 1,)))
        pieces.append(text[marker.start : marker.end] + paragraphs(body, ends))
    return concatenate(pieces)


def prose(text: Traced, ends: Ends = NOWHERE) -> Prose:
    """Return the text and its outline; a text without markers has an empty outline."""
    head, parts = split_outline(text)
    lead = paragraphs(head, ends).text
    if not parts:
        return Prose(text=lead)
    roots: list[Node] = [Node(marker=None, text=lead)] if head else []
    path: list[Node] = []
    for marker, depth, body in parts:
        node = Node(marker=text.text[marker.start : marker.end] or None, text=paragraphs(body, ends).text)
        del path[depth:]
        (path[-1].children if path else roots).append(node)
        path.append(node)
    return Prose(text=with_breaks(text, ends).text, outline=roots)


def paragraphs(text: Traced, ends: Ends) -> Traced:
    """Return a text with a line break after each paragraph in it."""
    starts = _alike_statements(text.text)
    if not starts and ends.isdisjoint(text.ids):
        return text
    starts |= {at + 1 for at, glyph in enumerate(text.ids[:-1]) if glyph in ends}
    pieces: list[Traced] = []
    for start, end in pairwise([0, *sorted(starts), len(text)]):
        if piece := text[start:end].strip():  # a space between two words that a paragraph end parts
            pieces += [Traced("\n", (pieces[-1].ids[-1] + 1,)), piece] if pieces else [piece]
    return concatenate(pieces)


def _alike_statements(text: str) -> set[int]:
    """Return where statements begin that begin as the one before did, which had ended: …上限：75萬元 | 每案….

    No sentence runs on like that, so that one paragraph ends there, whoever set both on one line.
    """
    return {match.end() for match in _STATEMENT.finditer(text, overlapped=True)} if "每" in text else set()
