"""The contact block of a form -> contacts: who, for which organisation, by which number.

Comes in: the rows of cells right of the label.  Goes out: drafts in printed order.  The people of a block are paired
with its numbers, one each, one for all or all for one; 同上 stands for the contact above.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pipeline.core.expressions import expression
from pipeline.core.page import Cell
from pipeline.core.record import Role
from pipeline.core.text import fold
from pipeline.core.traced import EMPTY, Traced, concatenate
from pipeline.facts.emails_urls import find_emails, find_urls
from pipeline.facts.people import NOBODY, Group, Person, read_people
from pipeline.facts.phone_lists import NumberGroup, PhoneDraft, left_over, read_numbers, spaced
from pipeline.facts.phones import find_phones
from pipeline.fields.contact_rows import Block, blocks_of, maybe_person
from pipeline.fields.contacts_in_text import holds_label
from pipeline.forms.profile import Profile

Report = Callable[..., None]
Thing = TypeVar("Thing", PhoneDraft, Traced)
_BROKEN_ADDRESS = expression(r"(?<!\S)(?!e?-?mail |ext)(?P<first>[a-z][a-z0-9._+-]*) (?=[\w.+-]*@)")
"""The first line of an address, and its second one; a name above an address begins with a capital letter."""
_EXTENSION = expression(r"\d{1,6}")
ASSUMED_ROLE: Role = "executing_agency"
"""Of a contact beside which none is printed: whoever is named answers questions about the programme."""
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


def read_contacts(
    rows: Sequence[Sequence[Cell]], profile: Profile, report: Report
) -> list[ContactDraft] | None:
    """Return the contacts of a block, or None where no label of the profile stands in it."""
    blocks = blocks_of(rows, profile)
    if blocks is None:
        return None
    drafts: list[ContactDraft] = []
    above: list[ContactDraft] = []
    for block in blocks:
        _report_mixed(block, f"contacts[{len(drafts)}]", profile, report)
        made = _contacts(block, above, len(drafts), report)
        drafts += made
        above = made or above
    if unnamed := [block.organization or block.person for block in blocks if block.role is None]:
        report(
            "role-absent", f"no role is printed beside {unnamed[0].text}", path="contacts", count=len(unnamed)
        )
    return drafts


def _contacts(block: Block, above: list[ContactDraft], first: int, report: Report) -> list[ContactDraft]:
    """Return the contacts of one block: its people paired with its numbers."""
    cited: list[Traced] = []
    path = f"contacts[{first}]"
    role, organization = block.role or ASSUMED_ROLE, block.organization
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
            ContactDraft(role, organization, draft.person, list(draft.notes), draft.number, cited=list(cited))
            for draft in above
        ] or [ContactDraft(role, organization, block.person)]
        groups = [Group(None, [Person(draft.person) for draft in drafts])]
    else:
        groups = read_people(block.person) or [Group(None, [NOBODY])]
        drafts = [
            ContactDraft(
                role,
                organization,
                person.name,
                [person.note] if person.note else [],
                str(group.number) if group.number else None,
                cited=list(cited),
            )
            for group in groups
            for person in group.people
        ]
    said_of_people = [len(draft.notes) for draft in drafts]
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
    _report_absent(drafts, said_of_people, first, report)
    return drafts


def _report_absent(
    drafts: Sequence[ContactDraft], said_of_people: Sequence[int], first: int, report: Report
) -> None:
    """Tell of contacts without a number, and of those without an office beside which other words stand.

    ``said_of_people`` is how many notes of each were printed with its person.
    """
    for place, (draft, said) in enumerate(zip(drafts, said_of_people, strict=True), start=first):
        if not draft.phones and not draft.emails:
            who = draft.person.text or draft.organization.text
            report("contact-incomplete", f"{who} has no number", path=f"contacts[{place}]")
        if not draft.organization and draft.notes[said:]:
            message = f"{draft.notes[said]} stands beside a contact without an office"
            report("contact-mixed", message, path=f"contacts[{place}]")


def _report_mixed(block: Block, path: str, profile: Profile, report: Report) -> None:
    """Tell of a name with a number in it, as where nothing parts the columns, or of one behind an office."""
    for text in (block.organization, block.person):
        if find_emails(text.text) or any(phone.e164 for phone in find_phones(text.text)):
            report("contact-mixed", f"{text.text} has a number or an address among its words", path=path)
    for text in (block.organization, block.person, *(text for _, text in block.channels)):
        if holds_label(text, profile):
            report("contact-mixed", f"{text.text} has a label among its words", path=path)
    if not block.person and (word := maybe_person(block.organization)):
        report("contact-mixed", f"{word} stands behind an office and may be a person", path=path)


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
