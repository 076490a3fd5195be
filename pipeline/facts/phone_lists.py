"""The cell of contact numbers -> numbers, in numbered groups where the print numbers them.

Comes in: the joined text of a cell, in which a break says where lines or words were split.  Goes out: one draft a
number and extension, and the words of the cell that are neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from pipeline.core.expressions import expression
from pipeline.core.record import Phone, PhoneKind
from pipeline.core.traced import Traced, concatenate
from pipeline.facts.phones import PhoneMatch, find_phones

_LIST_NUMBER = expression(r"(?:^|(?<=\s))(\d{1,2})[.．、]\s*(?=[(（+0])")
_LIST_START = expression(r"\d{1,2}[.．、](?=[(（]?0|$)")
_LISTED = expression(r"(?:^|(?<=[\s\0]))\d{1,2}[.．、]")
_FAX = expression(r"(?:傳真|fax)(?:電話|號碼|機)?\s*[：:.]?", regex.I)
_OUTER_SIGNS = expression(r"^[\s\p{P}]+|[\s\p{P}]+$")
_NOTE_BEFORE = expression(r"[(（](?P<note>[^()（）\d#]{1,16})[)）]\s*$")
_BEGINS_NUMBER = expression(
    r"\d{1,2}[.．、](?=[(（]?0|$)|[(（]?\+?0\d{1,3}[)）-]?\d*|[#＃(（]|分機|轉|ext|傳真|fax|(?P<word>\p{Han})",
    regex.I,
)


@dataclass(slots=True)
class PhoneDraft:
    """A number and the glyphs that it was printed with."""

    phone: Phone
    printed: Traced
    note: str | None = None


@dataclass(slots=True)
class NumberGroup:
    """Numbers under one number of a list, or all of them where nothing is numbered."""

    number: int | None
    phones: list[PhoneDraft] = field(default_factory=list)


def spaced(text: Traced) -> Traced:
    """Return the text of a cell of numbers with a space where a new number, extension or note begins.

    The text rules have taken the spaces out, and a narrow cell breaks numbers over lines.
    """
    parts: list[Traced] = []
    pieces = text.pieces()
    for place, piece in enumerate(pieces):
        if parts and _split(parts, piece.text, "".join(later.text for later in pieces[place:])):
            parts.append(Traced(" ", (parts[-1].ids[-1] + 1,)))
        parts.append(piece)
    return concatenate(parts)


def _split(parts: Sequence[Traced], piece: str, rest: str) -> bool:
    """Tell whether a number, an extension or a note begins with a piece, after what stands so far."""
    last = parts[-1].text[-1]
    begins = _BEGINS_NUMBER.match(piece)
    if not begins or last in "-－(（#":
        return False
    if begins["word"]:
        return last.isdigit()
    return not (piece[0].isdigit() and last.isdigit()) or (_whole(parts) and _starts_with_number(rest))


def _whole(parts: Sequence[Traced]) -> bool:
    """Tell whether the text so far ends in a number that can be dialled."""
    text = "".join(part.text for part in parts)
    found = find_phones(text)
    return bool(found) and found[-1].e164 is not None and found[-1].span[1] == len(text)


def _starts_with_number(text: str) -> bool:
    """Tell whether a text starts with a number that can be dialled, or with a number of a list."""
    found = find_phones(text)
    return _LIST_START.match(text) is not None or bool(found and found[0].e164 and found[0].span[0] == 0)


def read_numbers(text: Traced) -> list[NumberGroup]:
    """Return the numbers in a text, in the groups of its numbered list or in one."""
    starts = [(match.start(), int(match[1])) for match in _LIST_NUMBER.finditer(text.text)]
    if not starts or starts[0][0] != 0:
        starts = [(0, 0), *starts] if not starts else [(0, 0)]
    edges = [start for start, _ in starts[1:]] + [len(text)]
    groups = []
    for (start, number), end in zip(starts, edges, strict=True):
        part = text[start:end]
        drafts = []
        last = 0
        for match in find_phones(part.text):
            note = _NOTE_BEFORE.search(part.text[last : match.span[0]])
            last = match.span[1]
            printed = part[slice(*match.span)]
            drafts.append(PhoneDraft(phone_of(match), printed, note["note"] if note else None))
        groups.append(NumberGroup(number or None, drafts))
    return groups


def phone_of(match: PhoneMatch) -> Phone:
    """Return a number that was found as the record has it; what answers is told by the words and digits of it."""
    kinds: dict[str, PhoneKind] = {"fax": "fax", "mobile": "mobile", "toll-free": "toll_free"}
    kind: PhoneKind = next((kind for word, kind in kinds.items() if word in match.rule), "voice")
    printed = match.printed.replace(" ", "")
    return Phone(printed=printed, e164=match.e164, extension=match.extension, kind=kind)


def count_numbers(text: Traced) -> int:
    """Return how many numbers stand in a cell."""
    return sum(len(group.phones) for group in read_numbers(spaced(text)))


def left_over(text: Traced, groups: Sequence[NumberGroup], emails: Sequence[Traced]) -> str:
    """Return the words of a cell that are no number, note, address or list number."""
    phones = [phone for group in groups for phone in group.phones]
    used = {glyph for phone in phones for glyph in phone.printed.ids}
    used |= {glyph for address in emails for glyph in address.ids}
    left = "".join(
        character if number not in used else "\0"
        for character, number in zip(text.text, text.ids, strict=True)
    )
    for note in {phone.note for phone in phones if phone.note}:
        left = left.replace(note, "")
    if any(phone.phone.kind == "fax" for phone in phones):
        left = _FAX.sub(" ", left)
    left = " ".join(_LISTED.sub("", left).replace("\0", " ").split())
    return _OUTER_SIGNS.sub("", left)
