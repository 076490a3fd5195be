"""The forms of a document whose labels differ -> the kinds of forms that it has.

Comes in: the label cells of forms that were taken for one.  Goes out: the tables of each kind.  Forms are of two kinds
where each has two labels that the other lacks; a form of two tables, which always come in turn, is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain, count

import regex

from pipeline.core.expressions import expression
from pipeline.forms.learn.candidates import Row

SHARED = 0.5
"""A form that has more than this share of its labels in common with a kind is of that kind."""
OWN = 2
"""A kind has as many labels that the others lack, and stands as often."""
_GROUP = expression(r"\(\?P?[^()]*\)|\[[^\]]*\]|\\.")
_WORDS = expression(r"\p{Han}{2,12}")


@dataclass(slots=True)
class _Kind:
    keys: set[str] = field(default_factory=set)
    tables: set[int] = field(default_factory=set)
    places: list[int] = field(default_factory=list)
    """The numbers of its forms among all."""


def tables_of_kinds(found: Sequence[Row], overleaf: AbstractSet[int]) -> list[set[int]]:
    """Return the tables of each kind of form, those of the kind that has most first."""
    kinds: list[_Kind] = []
    units = list(enumerate(_units(found, overleaf)))
    for number, (keys, tables) in sorted(units, key=lambda unit: (-len(unit[1][0]), unit[0])):
        near = max(kinds, key=lambda kind: len(keys & kind.keys), default=None)
        if near is None or len(keys & near.keys) <= SHARED * len(keys):
            near = _Kind()
            kinds.append(near)
        near.keys |= keys
        near.tables |= tables
        near.places.append(number)
    kinds = _in_turn_joined([kind for kind in kinds if len(kind.places) >= OWN])
    own = [
        kind
        for kind in kinds
        if len(kind.keys - {key for other in kinds if other is not kind for key in other.keys}) >= OWN
    ]
    return [kind.tables for kind in sorted(own, key=lambda kind: (-len(kind.tables), min(kind.tables)))]


def _units(found: Sequence[Row], overleaf: AbstractSet[int]) -> list[tuple[set[str], set[int]]]:
    """Return the labels that stand together in a table, or go on overleaf, and their tables."""
    units: list[tuple[set[str], set[int]]] = []
    last = -1
    for row in found:
        goes_on = row.table == last or (row.table in overleaf and row.table == last + 1)
        if not goes_on or (row.key in units[-1][0] and row.table != last):
            units.append((set(), set()))
        units[-1][0].add(row.key)
        units[-1][1].add(row.table)
        last = row.table
    return units


def _in_turn_joined(kinds: Sequence[_Kind]) -> list[_Kind]:
    """Return the kinds, those that always come in turn as one."""
    made: list[_Kind] = []
    for kind in kinds:
        pair = next((other for other in made if _in_turn(other.places, kind.places)), None)
        if pair:
            pair.keys |= kind.keys
            pair.tables |= kind.tables
        else:
            made.append(kind)
    return made


def _in_turn(one: Sequence[int], other: Sequence[int]) -> bool:
    order = [place in other for place in sorted([*one, *other])]
    return len(one) == len(other) and order in ([False, True] * len(one), [True, False] * len(one))


def name_of(heading: str | None, label: str, taken: AbstractSet[str]) -> str:
    """Return the name of a kind: the words of its heading, else its first label; with a number where it is taken."""
    words = _WORDS.findall(_GROUP.sub(" ", heading or "")) or [regex.sub(r"[^\w\-]", "", label)[:12]]
    name = max(words, key=len) or "form"
    names = chain([name], (f"{name}{number}" for number in count(2)))
    return next(each for each in names if each not in taken)
