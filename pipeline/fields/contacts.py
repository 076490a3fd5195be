"""The contact block of a form -> contacts: who, for which organisation, by which number.

Comes in: the rows of cells right of the label.  Goes out: drafts in printed order.  Labels such as 主辦機關, 承辦人,
聯絡電話 say what the next cell is; a label or name that spans rows counts for each of them, whether the spanning
cell is known (PDF) or empty cells stand below it (transcription).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pipeline.core.expressions import expression
from pipeline.core.page import Box, Cell
from pipeline.core.record import Role
from pipeline.core.text import fold, says_none
from pipeline.core.traced import EMPTY, Traced, concatenate
from pipeline.facts.emails_urls import find_emails, find_urls
from pipeline.facts.people import NOBODY, Group, Person, is_name, read_people
from pipeline.facts.phone_lists import NumberGroup, PhoneDraft, left_over, read_numbers, spaced
from pipeline.facts.phones import find_phones
from pipeline.fields.contacts_in_text import spelled_out
from pipeline.forms.drift.holds import VALUE
from pipeline.forms.profile import Profile

Report = Callable[..., None]
Thing = TypeVar("Thing", PhoneDraft, Traced)
_BROKEN_ADDRESS = expression(r"(?<!\S)(?!e?-?mail |ext)(?P<first>[a-z][a-z0-9._+-]*) (?=[\w.+-]*@)")
"""The first line of an address, and its second one; a name above an address begins with a capital letter."""
_EXTENSION = expression(r"\d{1,6}")
_OFFICE = expression(r"(?:[部署局處院府會司室組科課站所隊廠店區]|中心|公司|大學|團隊|機構|單位)$")
SAME_AS_ABOVE = frozenset(["同上", "同前", "同左", "〃"])


@dataclass(slots=True)
class ContactDraft:
    """A contact whose parts still know their glyphs."""

    role: Role
    organization: Traced
    person: Traced = EMPTY
    notes: list[str] = field(default_factory=list)
    number: str | None = None
    """The number printed before the person in a numbered list."""
    phones: list[PhoneDraft] = field(default_factory=list)
    emails: list[Traced] = field(default_factory=list)
    cited: list[Traced] = field(default_factory=list)
    """同上 and its like, which another row was read for."""


@dataclass(slots=True)
class _Row:
    """What the labels of one row announce; None where no label does, or the label spans from another row."""

    role: Role | None = None
    person_role: Role | None = None
    organization: Cell | None = None
    person: Cell | None = None
    channels: list[tuple[str, Cell]] = field(default_factory=list)


@dataclass(slots=True)
class _Block:
    """Rows that belong to one organisation and one person cell."""

    role: Role
    organization: Traced
    person: Traced
    channels: list[tuple[str, Traced]]


def read_contacts(
    rows: Sequence[Sequence[Cell]], profile: Profile, report: Report
) -> list[ContactDraft] | None:
    """Return the contacts of a block, or None where no label of the profile stands in it."""
    read = _labelled_rows(spelled_out(_without_frames(rows), profile), profile)
    if not any(row.organization or row.person for row in read):
        return None
    _spread_roles(read)
    drafts: list[ContactDraft] = []
    above: list[ContactDraft] = []
    for block in _blocks(read):
        _report_mixed(block, f"contacts[{len(drafts)}]", report)
        made = _contacts(block, above, len(drafts), report)
        drafts += made
        above = made or above
    return drafts


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
                row.role = profile.contact_role(text) or row.role
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


def _blocks(rows: Sequence[_Row]) -> list[_Block]:
    """Join rows that go on the one above: a second number, an e-mail row, a name that spans."""
    blocks: list[_Block] = []
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
        blocks.append(_Block(row.role or "executing_agency", organization, person, channels))
        last = row
    return blocks


def _text(cell: Cell | None) -> Traced:
    """Return the text of a cell; nothing where it says that there is none."""
    return cell.text if cell and not says_none(cell.text.text) else EMPTY


def _with_person(organization: Traced) -> tuple[Traced, Traced]:
    """Part an office from the name that stands behind it, after a space or in the next line: 某署　王小明."""
    for at in range(len(organization) - 1, 1, -1):
        office, name = organization[:at], organization[at:]
        if organization.broken_before(at) and _OFFICE.search(office.text):
            is_person = is_name(name.text) and not _OFFICE.search(name.text)
            return (office.strip(), name) if is_person else (organization, EMPTY)
    return organization, EMPTY


def _contacts(block: _Block, above: list[ContactDraft], first: int, report: Report) -> list[ContactDraft]:
    """Return the contacts of one block: its people paired with its numbers."""
    cited: list[Traced] = []
    path = f"contacts[{first}]"
    organization = block.organization
    if _same(organization):
        if not above:
            report("same-as-nothing", f"{organization.text} stands above everything", path=path)
        cited.append(organization)
        organization = above[-1].organization if above else organization
    if _same(block.person):
        if not above:
            report("same-as-nothing", f"{block.person.text} stands under {organization.text}", path=path)
        cited.append(block.person)
        drafts = [
            ContactDraft(
                block.role, organization, draft.person, list(draft.notes), draft.number, cited=list(cited)
            )
            for draft in above
        ] or [ContactDraft(block.role, organization, block.person)]
        groups = [Group(None, [Person(draft.person) for draft in drafts])]
    else:
        groups = read_people(block.person) or [Group(None, [NOBODY])]
        drafts = [
            ContactDraft(
                block.role,
                organization,
                person.name,
                [person.note] if person.note else [],
                str(group.number) if group.number else None,
                cited=list(cited),
            )
            for group in groups
            for person in group.people
        ]
    for channel, text in block.channels:
        if _same(text):
            if not above:
                report("same-as-nothing", f"{text.text} stands under {organization.text}", path=path)
            for place, draft in enumerate(drafts):
                source = above[min(place, len(above) - 1)] if above else None
                if source:
                    draft.phones += [phone for phone in source.phones if _by(channel, phone)]
                    draft.emails += source.emails if channel == "email" else []
                draft.cited.append(text)
        else:
            _give(drafts, groups, channel, text, path, report)
    for place, draft in enumerate(drafts):
        if not draft.phones and not draft.emails:
            who = draft.person.text or organization.text
            report("contact-incomplete", f"{who} has no number", path=f"contacts[{first + place}]")
    return drafts


def _report_mixed(block: _Block, path: str, report: Report) -> None:
    """Tell of a name with a number in it, as where nothing parts the columns of a block."""
    for text in (block.organization, block.person):
        if find_emails(text.text) or any(phone.e164 for phone in find_phones(text.text)):
            report("contact-mixed", f"{text.text} has a number or an address among its words", path=path)


def _by(channel: str, phone: PhoneDraft) -> bool:
    """Tell whether a number is one that a channel names: a fax is no phone."""
    return channel in ("phone", "fax") and (phone.phone.kind == "fax") == (channel == "fax")


def _same(text: Traced) -> bool:
    return fold(text.text) in SAME_AS_ABOVE


def _give(
    drafts: list[ContactDraft], groups: list[Group], channel: str, text: Traced, path: str, report: Report
) -> None:
    """Give the numbers and addresses of a cell to the people of the row, by list number or in order."""
    if channel == "other":
        _note(drafts, text.text)
        return
    if channel == "extension" and _extend(drafts, text):
        return
    addresses = _addresses(text)
    for draft, given in _paired(drafts, addresses, path, report):
        draft.emails += given
    readable = spaced(text)
    numbered = read_numbers(readable)
    phones = [phone for group in numbered for phone in group.phones]
    if text and not addresses and not phones:
        code = "email-invalid" if channel == "email" else "phone-invalid"
        report(code, f"no {channel} can be read from {text.text}", path=path, printed=text.text)
        _note(drafts, text.text)
        return
    for phone in phones:
        if channel == "fax":
            phone.phone = phone.phone.model_copy(update={"kind": "fax"})
        if phone.phone.e164 is None:
            printed = phone.phone.printed
            report("phone-invalid", f"{printed} is no number of Taiwan", path=path, printed=printed)
    _give_phones(drafts, groups, numbered, path, report)
    for draft in drafts:
        draft.notes += [phone.note for phone in draft.phones if phone.note and phone.note not in draft.notes]
    if left := left_over(readable, numbered, addresses):
        _note(drafts, left)


def _extend(drafts: Sequence[ContactDraft], text: Traced) -> bool:
    """Tell whether a cell holds extensions, and give them to the telephones of the row: one each, or one for all."""
    extensions = [
        piece[slice(*match.span())] for piece in text.pieces() for match in _EXTENSION.finditer(piece.text)
    ]
    phones = [phone for draft in drafts for phone in draft.phones if phone.phone.kind != "fax"]
    each = extensions * len(phones) if len(extensions) == 1 else extensions
    if not phones or len(each) != len(phones) or any(phone.phone.extension for phone in phones):
        return False
    for phone, extension in zip(phones, each, strict=True):
        printed = f"{phone.phone.printed} 分機{extension.text}"
        phone.phone = phone.phone.model_copy(update={"printed": printed, "extension": extension.text})
        phone.printed = concatenate((phone.printed, extension))
    return True


def _addresses(text: Traced) -> list[Traced]:
    """Return the e-mail addresses of a cell; one that a narrow cell breaks before its @ is whole again."""
    breaks = {
        match.end() - 1 for match in _BROKEN_ADDRESS.finditer(text.text) if not find_urls(match["first"])
    }
    whole = concatenate(text[at : at + 1] for at in range(len(text)) if at not in breaks) if breaks else text
    return [whole[slice(*match.span)] for match in find_emails(whole.text)]


def _note(drafts: Sequence[ContactDraft], words: str) -> None:
    for draft in drafts:
        draft.notes.append(words)


def _give_phones(
    drafts: list[ContactDraft],
    groups: list[Group],
    numbered: Sequence[NumberGroup],
    path: str,
    report: Report,
) -> None:
    """Give phones to people: those of a list number to the people of that number, else in order."""
    by_number: dict[int | None, list[PhoneDraft]] = {
        group.number: group.phones for group in numbered if group.number is not None
    }
    if not by_number or not all(group.number in by_number for group in groups):
        by_number = {None: [phone for group in numbered for phone in group.phones]}
        groups = [Group(None, [person for group in groups for person in group.people])]
    place = 0
    for group in groups:
        people = drafts[place : place + len(group.people)]
        place += len(group.people)
        for draft, given in _paired(people, by_number[group.number], path, report):
            draft.phones += given


def _paired(
    people: list[ContactDraft], things: Sequence[Thing], path: str, report: Report
) -> list[tuple[ContactDraft, list[Thing]]]:
    """Pair people with numbers in order; one person has all, one number serves all."""
    if not people or not things:
        return []
    if len(people) == len(things):
        return [(person, [thing]) for person, thing in zip(people, things, strict=True)]
    if len(people) > 1 and len(things) > 1:
        report(
            "contact-pairing",
            f"{len(people)} people stand beside {len(things)} numbers",
            path=path,
            people=[person.person.text for person in people],
        )
    return [(person, list(things)) for person in people]
