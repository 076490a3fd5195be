"""Lines of a web page that are labels and values without a table -> rows, as in a table.

Comes in: the lines of a page, each with the elements that it stands in.  Goes out: the same lines, those of cards as
rows of two cells: a ``dt`` or ``label`` with what follows it; the two halves of elements that are built alike, one
below the other, or of the lines in them; elements of two classes in turns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import regex

from pipeline.core.expressions import expression

LONGEST = 30
"""A label has no more characters than this."""
NAMED = ("dt", "label")
"""The elements that HTML itself has for labels."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """An open element, itself and no other that is like it: its place in the document, and what it is."""

    number: int
    tag: str
    kind: str
    """Its class."""


Path = tuple[Element, ...]
Row = tuple[int, list[int], int]
"""The places of a label and of the lines of its value, and the element that holds the rows of the card.

A value that stands in the line of its label has its place.
"""
GAP = "\0"
"""Stands where a tag splits two characters of a line: a hole without a space."""
_IN_LINE = ("span", "b", "strong", "em", "i", "font", "u")
_HALVES = expression(
    rf"{GAP}+(?P<label>[^{GAP}]+?)(?:(?<=[:：])\s*{GAP}|{GAP}\s*{GAP})(?P<value>.+)", regex.S
)
"""A line of two elements, or that begins with one which ends in a colon."""


def rows_of(lines: Sequence[tuple[str, Path]]) -> Iterator[list[Row]]:
    """Yield the rows of each card: lines that follow each other in one element."""
    inner = sorted(_built_alike(lines), key=lambda row: -row[2])  # what stands within others comes first
    taken: set[int] = set()
    whole = []
    for row in (*_named(lines), *inner, *_in_lines(lines)):
        if taken.isdisjoint((row[0], *row[1])):
            taken.update((row[0], *row[1]))
            whole.append(row)
    card: list[Row] = []
    for row in sorted(whole):
        if card and (row[2] != card[-1][2] or row[0] != (card[-1][1] or [card[-1][0]])[-1] + 1):
            yield card
            card = []
        card.append(row)
    if card:
        yield card


def _named(lines: Sequence[tuple[str, Path]]) -> Iterator[Row]:
    """Yield the rows whose labels are elements for labels; several ``dd`` are one value."""
    for place, (text, path) in enumerate(lines):
        depth = next((at for at, element in enumerate(path) if element.tag in NAMED), 0)
        if not depth or not _is_label(text):
            continue
        if path[depth].tag == "dt":
            whole = next((at for at in range(depth - 1, -1, -1) if path[at].tag == "dl"), depth - 1)
            yield place, _after(lines, place, path[depth - 1]), path[whole].number
            continue
        # The value of a label stands beside it, or beside the element that holds only the label.
        for holder in (depth - 1, depth - 2):
            value = _after(lines, place, path[holder]) if holder > 0 else []
            if value:
                yield place, value, path[holder - 1].number
                break


def _after(lines: Sequence[tuple[str, Path]], place: int, holder: Element) -> list[int]:
    """Return the lines after a label that stand in an element, up to the next label."""
    found = []
    for other in range(place + 1, len(lines)):
        path = lines[other][1]
        if holder not in path or any(element.tag in NAMED for element in path):
            break
        found.append(other)
    return found


def _built_alike(lines: Sequence[tuple[str, Path]]) -> Iterator[Row]:
    """Yield the rows of elements that are built alike: two halves each, or two classes in turns."""
    children: dict[Element, dict[Element | None, list[int]]] = {}
    for place, (_, path) in enumerate(lines):
        for parent, child in pairwise((*path, None)):
            if parent is not None:
                children.setdefault(parent, {}).setdefault(child, []).append(place)
    for parent, held in children.items():
        elements = [child for child in held if child is not None]
        if len(elements) != len(held) or len(elements) < 2:
            continue
        yield from _halves(parent, elements, children, lines)
        yield from _in_turns(parent, elements, held, lines)


def _halves(
    parent: Element,
    elements: Sequence[Element],
    children: dict[Element, dict[Element | None, list[int]]],
    lines: Sequence[tuple[str, Path]],
) -> Iterator[Row]:
    """Yield the rows of neighbouring elements of two halves each, the first of them a label."""

    def shape(element: Element) -> tuple[str, ...]:
        halves = list(children.get(element, {}).items())
        if len(halves) != 2 or any(half is None for half, _ in halves) or len(halves[0][1]) != 1:
            return ()
        if not _is_label(lines[halves[0][1][0]][0]):
            return ()
        return (element.tag, element.kind, *(half.tag + half.kind for half, _ in halves if half))

    for alike, run in groupby(elements, shape):
        rows = list(run)
        if alike and len(rows) > 1:
            for row in rows:
                (label,), value = children[row].values()
                yield label, value, parent.number


def _in_turns(
    parent: Element,
    elements: Sequence[Element],
    held: dict[Element | None, list[int]],
    lines: Sequence[tuple[str, Path]],
) -> Iterator[Row]:
    """Yield the rows of elements of two classes in turns: label, value, label, value."""
    kinds = [(element.tag, element.kind) for element in elements]
    start = next((at for at in (0, 1) if kinds[at::2] == kinds[at : at + 1] * len(kinds[at::2])), None)
    if start is None or (len(kinds) - start) < 4 or (len(kinds) - start) % 2:
        return
    labels, values = elements[start::2], elements[start + 1 :: 2]
    own = {(element.tag, element.kind) for element in labels}
    if own & {(element.tag, element.kind) for element in values} or labels[0].tag in HEADINGS:
        return
    if not all(len(held[label]) == 1 and _is_label(lines[held[label][0]][0]) for label in labels):
        return
    for label, value in zip(labels, values, strict=True):
        yield held[label][0], held[value], parent.number


def _in_lines(lines: Sequence[tuple[str, Path]]) -> Iterator[Row]:
    """Yield the rows of lines of two halves each that stand one below the other in elements that are built alike."""

    def shape(place: int) -> tuple[str | int, ...]:
        text, path = lines[place]
        halves = halved(text)
        if len(path) < 3 or path[-1].tag not in _IN_LINE or not halves or not _is_label(halves[0]):
            return ()
        return (path[-3].number, *(word for element in path[-2:] for word in (element.tag, element.kind)))

    for alike, run in groupby(range(len(lines)), shape):
        places = list(run)
        if alike and len(places) > 1:
            yield from ((place, [place], lines[place][1][-3].number) for place in places)


def halved(text: str) -> tuple[str, str] | None:
    """Return the two halves of a line: a label and its value, each in an element of its own."""
    found = _HALVES.match(text)
    return (found["label"], found["value"]) if found else None


def _is_label(text: str) -> bool:
    words = text.replace(GAP, "").strip()
    return (
        0 < len(words) <= LONGEST and any(sign.isalpha() for sign in words) and words[-1] not in "。；，,!?"
    )
