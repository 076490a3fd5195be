"""Contacts written as text (主辦機關：甲部 承辦人：王科員 電話：02-…) -> rows of cells, as a contact table has them.

Comes in: the rows of cells right of the label.  Goes out: rows in which each label of the profile stands in a cell of
its own before its value.  Cells without the label of an organization or a person are as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby

import regex

from pipeline.core.page import Cell, Line
from pipeline.core.traced import Traced
from pipeline.forms.profile import Profile

_APART = " 　，,、；;／/。()（）|｜"
"""Signs that part a value from the label after it."""
_WITHOUT_SIGNS = {ord(sign): None for sign in _APART}


def spelled_out(rows: Sequence[Sequence[Cell]], profile: Profile) -> list[list[Cell]]:
    """Return the rows with their texts taken apart; an organization, or a second person, begins a row."""
    pattern = _pattern(*_patterns(profile))
    made: list[list[Cell]] = []
    taken: dict[int, list[Cell]] = {}
    for row in rows:
        made.append([])
        for cell in row:
            again = taken.get(id(cell))
            if again is None:
                taken[id(cell)] = _parts(cell, pattern, profile)
            elif len(again) > 1:
                continue  # a card that is as high as two beside it
            for part in taken[id(cell)]:
                if part is not cell and _begins_row(made[-1], part, profile):
                    made.append([])
                made[-1].append(part)
    return made


def holds_label(text: Traced, profile: Profile) -> bool:
    """Tell whether the label of an office or a person stands among the words of a value: nothing told the two apart.

    That of a person is no part of a name, whatever stands before it.
    """
    found = [
        match for match in _pattern(*_patterns(profile)).finditer(text.text) if match["label"] != text.text
    ]
    return any(
        profile.person_role(match["label"])
        or (profile.contact_role(match["label"]) and _stands_apart(text, match.start()))
        for match in found
    )


def _is_named(label: str, profile: Profile) -> bool:
    return bool(profile.contact_role(label) or profile.person_role(label))


def _patterns(profile: Profile) -> Iterator[str]:
    contacts = profile.contacts
    for choices in (contacts.roles, contacts.persons, contacts.channels):
        for patterns in choices.values():
            yield from patterns


@cache
def _pattern(*patterns: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?P<label>{'|'.join(patterns)})(?P<colon>[ ]?[：:])?", regex.I)


def _parts(cell: Cell, pattern: regex.Pattern[str], profile: Profile) -> list[Cell]:
    """Return the labels and values of a cell one by one, or the cell itself where it is one value."""
    text = cell.text
    labels = _labels(cell, pattern)
    names = [match["label"] for match in labels]
    if not any(_is_named(name, profile) for name in names):
        return [cell]
    parts = [text[: labels[0].start()].strip(_APART)] if labels[0].start() else []
    ends = dict(zip(labels, [*(each.start() for each in labels[1:]), len(text)], strict=True))
    for match in _one_by_one(cell, labels, profile):
        parts += [text[match.start() : match.end("label")], _value(text[match.end() : ends[match]])]
    return [replace(cell, lines=(Line(part, cell.box),) if part else ()) for part in parts]


def _labels(cell: Cell, pattern: regex.Pattern[str]) -> list[regex.Match[str]]:
    """Return the labels in a text: those with a colon, or without any the words of several with which lines begin.

    主辦機關 甲部　承辦人 王科員: the white before them tells them.  Lines that begin otherwise may be of columns.
    """
    text = cell.text
    found = [match for match in pattern.finditer(text.text) if _stands_apart(text, match.start())]
    if any(match["colon"] for match in found):
        return [match for match in found if match["colon"]]
    starts = {text.ids[match.start()] for match in found}
    are_alone = sum(len(match["label"]) for match in found) == len(text.text.translate(_WITHOUT_SIGNS))
    begin = all(line.text.ids[0] in starts for line in cell.lines[1:])
    return found if len(found) > 1 and begin and not are_alone else []


def _one_by_one(cell: Cell, labels: Sequence[regex.Match[str]], profile: Profile) -> list[regex.Match[str]]:
    """Return labels in the order of contacts: those that stand beside each other have each label once a line.

    主辦機關：甲部　主辦機關：乙部 | 承辦人：王科員　承辦人：李科員 | 電話：…　電話：…
    """
    ids = cell.text.ids
    line_of = {glyph: number for number, line in enumerate(cell.lines) for glyph in line.text.ids}
    first, *below = (
        list(line) for _, line in groupby(labels, key=lambda match: line_of.get(ids[match.start()]))
    )
    begin = any(
        all(role(match["label"]) for match in first) for role in (profile.contact_role, profile.person_role)
    )
    same = all(len(line) == len(first) and len({match["label"] for match in line}) == 1 for line in below)
    if begin and same and below:
        return [match for column in zip(first, *below, strict=True) for match in column]
    return list(labels)


def _value(text: Traced) -> Traced:
    """Return a value without the signs around it; a bracket of its own, as of an area code, stays."""
    return text.strip(_APART.translate({ord(sign): None for sign in "()（）"}))


def _stands_apart(text: Traced, at: int) -> bool:
    return at == 0 or text.broken_before(at) or text.text[at - 1] in _APART


def _begins_row(row: Sequence[Cell], label: Cell, profile: Profile) -> bool:
    """Tell whether a label begins another contact than that of the row."""
    texts = [cell.text.text for cell in row]
    name = label.text.text
    if profile.contact_role(name):
        return any(profile.contact_role(text) or profile.person_role(text) for text in texts)
    return bool(profile.person_role(name)) and any(profile.person_role(text) for text in texts)
