"""The rows of a contact block -> blocks: the office, the person and the channels that belong together.

Comes in: the rows of cells right of the label of the field.  Goes out: blocks in printed order.  Labels such as
主辦機關, 承辦人, 聯絡電話 say what the next cell is; a label or name that spans rows counts for each of them, whether
the spanning cell is known (PDF) or empty cells stand below it (transcription).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.core.expressions import expression
from pipeline.core.page import Box, Cell
from pipeline.core.record import Role
from pipeline.core.text import says_none
from pipeline.core.traced import EMPTY, Traced
from pipeline.facts.people import TITLE, is_name
from pipeline.fields.contacts_in_text import spelled_out
from pipeline.forms.drift.holds import VALUE
from pipeline.forms.profile import Profile

_OFFICE = expression(r"(?:[部署局處院府會司室組科課站所隊廠店區]|中心|公司|大學|團隊|機構|單位)$")
NAME = 4
"""Characters of the longest name."""
_WORD = expression(r"\p{Han}{2,4}")
_BOTH_SCRIPTS = expression(r"(?:\p{Lu}\p{Ll}+[-, ]{0,2}){1,4}\p{Han}{2,4}")
"""Lin, Mei-Hua林美華."""


@dataclass(slots=True)
class _Row:
    """What the labels of one row announce; None where no label does, or the label spans from another row."""

    role: Role | None = None
    spanned: bool = False
    """Whether the label of its role stands in the row above, and spans to it."""
    person_role: Role | None = None
    organization: Cell | None = None
    person: Cell | None = None
    channels: list[tuple[str, Cell]] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """Rows that belong to one organisation and one person cell."""

    role: Role | None
    """None where no label names one."""
    organization: Traced
    person: Traced
    channels: list[tuple[str, Traced]]


def blocks_of(rows: Sequence[Sequence[Cell]], profile: Profile) -> list[Block] | None:
    """Return the blocks of some rows, or None where no label of the profile stands in them."""
    read = _labelled_rows(spelled_out(_without_frames(rows), profile), profile)
    if not any(row.organization or row.person for row in read):
        return None
    _spread_roles(read)
    return _blocks(read)


def _without_frames(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Return the rows without the empty cells that only frame others: a table within a cell has a margin round it."""
    boxes = [cell.box for row in rows for cell in row if cell.lines]
    return [
        [cell for cell in row if cell.lines or not any(_frames(cell.box, box) for box in boxes)]
        for row in rows
    ]


def _frames(outer: Box, inner: Box) -> bool:
    return outer[0] < inner[0] and outer[1] <= inner[1] and inner[2] < outer[2] and inner[3] <= outer[3]


def _labelled_rows(rows: Sequence[Sequence[Cell]], profile: Profile) -> list[_Row]:
    """Read each row from left to right: a label says what the cell after it is.

    Below a label, or above one that stands in the middle of its span, an empty cell says the same.  A cell
    without any label before it is what the cells above it are, or what the label above it says in a row of labels.
    """
    columns: dict[int, str] = {}
    values: dict[int, str] = {}
    for cell in (cell for cells in rows for cell in cells):
        if slot := _slot(cell, profile):
            columns.setdefault(cell.column, slot)
    role: Role | None = None
    read = []
    above: Sequence[Cell] = ()
    for cells in rows:
        if _heads_columns(cells, profile):
            heads = {cell.column: _slot(cell, profile) or "channel:other" for cell in cells}
            values |= heads
            columns = {at: slot for at, slot in columns.items() if at not in heads}
            role = next(filter(None, (profile.contact_role(cell.text.text) for cell in cells)), None)
            continue
        row, slot, channel = _Row(role=role), "", "phone"
        for cell in cells:
            text = cell.text.text
            if named := _slot(cell, profile):
                slot = named
                if own := profile.contact_role(text):
                    row.role, row.spanned = own, any(cell is other for other in above)
                row.person_role = profile.person_role(text) or row.person_role
                columns[cell.column] = slot
            elif not text and cell.column in columns:
                slot = columns[cell.column]
            else:
                if not slot and text:
                    slot = values.get(cell.column, "")
                elif slot:
                    values[cell.column] = slot
                _fill(row, slot, slot.partition(":")[2] or channel, cell)
                slot = ""
            channel = slot.partition(":")[2] or channel
        above = cells
        if row.organization or row.person or row.channels:
            read.append(row)
    return read


def _slot(cell: Cell, profile: Profile) -> str:
    """Return what a label says of the cell after it, or an empty text for a cell that is no label."""
    text = cell.text.text
    if profile.contact_role(text):
        return "organization"
    if profile.person_role(text):
        return "person"
    channel = profile.channel(text)
    if channel in ("person", "organization"):
        return channel
    return f"channel:{channel}" if channel else ""


def _heads_columns(cells: Sequence[Cell], profile: Profile) -> bool:
    """Tell whether a row is labels alone, which stand above their values: 單位 | 姓名 | 電話 | E-mail.

    Of a few of them the profile may know no words: 單位 | 職稱 | 姓名 | 電話.
    """
    known = sum(bool(_slot(cell, profile)) for cell in cells)
    return len(cells) > 1 and (
        known == len(cells)
        or (2 * known > len(cells) and all(cell.lines and not VALUE.search(cell.text.text) for cell in cells))
    )


def _fill(row: _Row, slot: str, channel: str, cell: Cell) -> None:
    if slot == "organization":
        row.organization = cell
    elif slot == "person":
        row.person = cell
    elif cell.lines or (slot and channel not in ("extension", "other")):
        row.channels.append((channel, cell))


def _spread_roles(rows: list[_Row]) -> None:
    """Give every row its role: its own, or that of the nearest row above or below whose label spans to it.

    The label of the person tells which: 承辦人 goes with 主辦機關, 聯絡人 with 執行單位.
    """
    for upper, lower in reversed([*pairwise(rows)]):
        if upper.spanned and lower.role and upper.organization and upper.organization is lower.organization:
            upper.role = lower.role  # a page end cut the row above the label of its office
    printed = [row.role for row in rows]
    for place, row in enumerate(rows):
        if row.role:
            continue
        above = next((role for role in reversed(printed[:place]) if role), None)
        below = next((role for role in printed[place + 1 :] if role), None)
        if row.person_role and row.person_role != above:
            row.role = row.person_role
        else:
            row.role = above or below


def _blocks(rows: Sequence[_Row]) -> list[Block]:
    """Join rows that go on the one above: a second number, an e-mail row, a name that spans."""
    blocks: list[Block] = []
    last: _Row | None = None
    for row in rows:
        organization, person = _text(row.organization), _text(row.person)
        if not row.person:
            organization, person = _with_person(organization)
        channels = [(name, _text(cell)) for name, cell in row.channels]
        spans = last is not None and row.role == last.role
        same_person = spans and last is not None and (row.person is last.person if person else True)
        same_organization = (
            spans and last is not None and (row.organization is last.organization if organization else True)
        )
        if blocks and same_person and same_organization:
            known = [cell for _, cell in last.channels] if last else []
            blocks[-1].channels += [
                (name, text)
                for (name, text), (_, cell) in zip(channels, row.channels, strict=True)
                if not any(cell is other for other in known)
            ]
            continue
        if blocks and same_organization and not organization:
            organization = blocks[-1].organization
            if not blocks[-1].person and not blocks[-1].channels:
                blocks.pop()  # an organisation alone: its person stands in the row below
        blocks.append(Block(row.role, organization, person, channels))
        last = row
    return blocks


def _text(cell: Cell | None) -> Traced:
    """Return the text of a cell; nothing where it says that there is none."""
    return cell.text if cell and not says_none(cell.text.text) else EMPTY


def _with_person(organization: Traced) -> tuple[Traced, Traced]:
    """Part an office from the name that stands behind it, after a space or in the next line: 某署　王小明.

    Whatever the surname, a word with a title is a name: 某署　昝小姐.
    """
    at = _behind_office(organization)
    office, name = organization[:at], organization[at:]
    titled = any(TITLE.fullmatch(name.text, start) for start in range(1, NAME + 1)) and _WORD.match(name.text)
    is_person = (is_name(name.text) or titled) and not _OFFICE.search(name.text)
    return (office.strip(), name) if is_person else (organization, EMPTY)


def maybe_person(organization: Traced) -> str:
    """Return the short word behind an office that is no office: it may be a name without a title, or a place."""
    word = organization[_behind_office(organization) :].text
    is_word = _WORD.fullmatch(word) or _BOTH_SCRIPTS.fullmatch(word)
    return word if is_word and not _OFFICE.search(word) else ""


def _behind_office(text: Traced) -> int:
    """Return where the last word behind an office begins; the end of the text where none does."""
    places = range(len(text) - 1, 1, -1)
    return next((at for at in places if text.broken_before(at) and _OFFICE.search(text.text[:at])), len(text))
