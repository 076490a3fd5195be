"""A record -> the same record without its people: names, direct lines and personal e-mails go, offices stay.

What counts, and what for:

- A *person* is what stands in a contact's person cell, save an office (MINI計畫專案辦公室, 服務專線): its words end
  in one.  In running text also a surname with 先生, 小姐, 女士, 老師 or a title.
- A *direct line* is an extension or a mobile number that is printed beside a person; the number before the
  extension stays, it is the office's.  So does a landline without an extension: nothing tells it from the
  office's own.  In running text every extension and every mobile goes that no office contact prints.
- An e-mail address printed beside a person is *personal*, whatever its words, unless a contact without a person
  prints it too.  In running text also one that stands on the line of a person.

In texts each character taken out leaves a ``○``, so that spans, outlines and provenance stay true; a contact of
several people becomes one contact of their office.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import regex

from pipeline.core.expressions import expression
from pipeline.core.record import Booklet, Contact, Phone
from pipeline.facts.emails_urls import find_emails
from pipeline.facts.people import SURNAMES, TITLE
from pipeline.facts.phones import find_phones, to_e164

MASK = "○"

_OFFICE = expression(
    r"..(?:[局署司部處室會院所站組課團隊]|中心|公司|專線|熱線|窗口|總機|客服|服務[台臺處])(?:[(（][^()（）]*[)）])?$|....科$"
)
_SURNAME = f"[{''.join(sorted(SURNAMES))}]"
_LEAD = "洽由請找向絡詢及與和或"
_BEFORE = rf"(?<=^|[^\p{{Han}}]|[{_LEAD}])(?![{_LEAD}]|[各諸每]位)"
_COURTESY = expression(
    rf"{_SURNAME}(?:先生|小姐|女士)|{_BEFORE}(?:{_SURNAME}老師|\p{{Han}}{{1,4}}?(?:先生|小姐|女士))"
)
_TITLED = expression(rf"{_BEFORE}{_SURNAME}(?:{TITLE.pattern})(?!\p{{Han}})")
_CONTACT = expression(r"(?:(?P<programme>[\w.]+):)?contacts\[(?P<place>\d+)\](?P<rest>\S*)")
_KEPT = frozenset(("id", "key", "sha256", "path", "rule", "code", "severity", "e164"))
"""Fields that other parts of the record or the program go by."""


@dataclass(frozen=True, slots=True)
class Private:
    """What must not be said: literal words, as one pattern; and what offices print, which may be said."""

    words: regex.Pattern[str]
    office_lines: frozenset[tuple[str | None, str | None]]
    office_emails: frozenset[str]


def is_office(person: str) -> bool:
    """Tell whether the words of a person cell name an office: 專案辦公室, 服務專線; never 林經理 or 王登科."""
    if person[:1] in SURNAMES and TITLE.fullmatch(person, 1):
        return False
    return _OFFICE.search(person) is not None


def without_people(booklet: Booklet) -> Booklet:
    """Return a record without names, direct lines and personal e-mails; the one given is left alone."""
    private = _private(booklet)
    data = booklet.model_dump(mode="json")
    front, front_places = _offices(booklet.front.contacts, private)
    data["front"]["contacts"] = front
    _without_correctors(data["front"])
    data["front"]["provenance"] = _provenance(booklet.front.provenance, booklet.front.contacts, front_places)
    places: dict[str | None, list[int]] = {None: front_places}
    for programme, told in zip(booklet.programmes, data["programmes"], strict=True):
        told["contacts"], moved = _offices(programme.contacts, private)
        _without_correctors(told)
        told["provenance"] = _provenance(programme.provenance, programme.contacts, moved)
        places[programme.id] = moved
    for finding in data["findings"]:
        where = finding["where"]
        follow = partial(_moved, scope=where["programme"], places=places)
        where["path"] = follow(where["path"]) if where["path"] else None
        finding["data"] = _each(finding["data"], follow)
    return Booklet.model_validate(_each(data, lambda text: _masked(text, private)))


def _without_correctors(told: dict[str, Any]) -> None:
    """Leave out who corrected a value, and what was read of people."""
    if "corrections" in told:
        kept = [each for each in told["corrections"] if not each["path"].startswith("contacts")]
        told["corrections"] = [each | {"who": ""} for each in kept]


def _personal(contact: Contact) -> bool:
    return bool(contact.person) and not is_office(contact.person or "")


def _mobile(e164: str | None) -> bool:
    return bool(e164) and str(e164).startswith("+8869")


def _private(booklet: Booklet) -> Private:
    """Gather the words to take out, and the lines and addresses that contacts without a person print."""
    contacts = [*booklet.front.contacts, *(each for part in booklet.programmes for each in part.contacts)]
    offices = [contact for contact in contacts if not _personal(contact)]
    lines = frozenset((phone.e164, phone.extension) for each in offices for phone in each.phones)
    emails = frozenset(email.lower() for each in offices for email in each.emails)
    words: set[str] = set()
    for contact in contacts:
        if not _personal(contact):
            continue
        # 專員 alone is nobody's name, and stands in many a sentence.
        if len(contact.person or "") > 1 and not TITLE.fullmatch(contact.person or ""):
            words.add(contact.person or "")
        words.update(email for email in contact.emails if email.lower() not in emails)
        words.update(phone.printed for phone in contact.phones if phone.e164 is None)
    # The longest first, or 王小姐 would leave the rest of 王小姐@example.tw.
    listed = sorted(words, key=lambda word: (-len(word), word))
    pattern = "|".join(map(regex.escape, listed)) or r"(?!)"
    return Private(regex.compile(pattern, regex.IGNORECASE), lines, emails)


def _offices(contacts: Iterable[Contact], private: Private) -> tuple[list[dict[str, Any]], list[int]]:
    """Return contacts without people, those that are then alike once; and where each one went."""
    kept: list[dict[str, Any]] = []
    places = []
    for contact in contacts:
        bare = _bare(contact, private) if _personal(contact) else contact
        told = bare.model_dump(mode="json")
        if told in kept and _personal(contact):
            places.append(kept.index(told))
        else:
            places.append(len(kept))
            kept.append(told)
    return kept, places


def _bare(contact: Contact, private: Private) -> Contact:
    phones = []
    for phone in contact.phones:
        if (phone.e164, phone.extension) in private.office_lines:
            phones.append(phone)
        elif phone.e164 is not None and not _mobile(phone.e164):
            phones.append(Phone(printed=_switchboard(phone), e164=phone.e164, kind=phone.kind))
    return Contact(
        role=contact.role,
        organization=contact.organization,
        note=contact.note,
        phones=[phone for place, phone in enumerate(phones) if phone not in phones[:place]],
        emails=[email for email in contact.emails if email.lower() in private.office_emails],
    )


def _switchboard(phone: Phone) -> str:
    """Return what is printed before an extension; the national form where the extension is printed alone."""
    import phonenumbers

    if phone.extension is None:
        return phone.printed
    head = phone.printed[: phone.printed.rfind(phone.extension)]
    head = regex.sub(r"[^\d)]*$", "", head)
    if to_e164(head) == phone.e164:
        return head
    number = phonenumbers.parse(phone.e164 or "")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def _provenance(boxes: dict[str, Any], contacts: list[Contact], places: list[int]) -> dict[str, Any]:
    """Return the boxes under the new places of their contacts; what was taken out of one has no place."""
    kept: dict[str, Any] = {}
    for path, value in boxes.items():
        found = _CONTACT.fullmatch(path)
        if found is None:
            kept[path] = value
            continue
        place, rest = int(found["place"]), found["rest"]
        known = place < len(contacts)
        if known and _personal(contacts[place]) and rest not in ("", ".organization"):
            continue
        kept.setdefault(f"contacts[{places[place] if known else place}]{rest}", value)
    return kept


def _moved(text: str, scope: str | None, places: dict[str | None, list[int]]) -> str:
    """Return a text whose mentions of contacts (``contacts[3]``, ``4.2.9:contacts[1]``) follow where they went."""

    def new(match: regex.Match[str]) -> str:
        moved = places.get(match["programme"] or scope, [])
        place = int(match["place"])
        prefix = f"{match['programme']}:" if match["programme"] else ""
        return f"{prefix}contacts[{moved[place] if place < len(moved) else place}]{match['rest']}"

    return _CONTACT.sub(new, text)


def _each(value: Any, change: Callable[[str], str]) -> Any:
    """Return JSON with every text changed, save those that the record or the program goes by."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_each(each, change) for each in value]
    if isinstance(value, dict):
        return {name: each if name in _KEPT else _each(each, change) for name, each in value.items()}
    return value


def _masked(text: str, private: Private) -> str:
    """Return a text of the same length in which nobody is named and no line leads to a person."""
    masked = text
    for pattern in (private.words, _COURTESY, _TITLED):
        masked = pattern.sub(_mask, masked)
    for phone in find_phones(text):
        if (phone.e164, phone.extension) in private.office_lines:
            continue
        start, end = phone.span
        if _mobile(phone.e164):
            masked = masked[:start] + regex.sub(r"\d", MASK, masked[start:end]) + masked[end:]
        elif phone.extension:
            tail = text.rfind(phone.extension, start, end)
            masked = masked[:tail] + MASK * len(phone.extension) + masked[tail + len(phone.extension) :]
    return "\n".join(map(_without_emails(private), masked.split("\n"), text.split("\n")))


def _mask(match: regex.Match[str]) -> str:
    return MASK * len(match.group())


def _without_emails(private: Private) -> Callable[[str, str], str]:
    """Return what masks the addresses on a line on which somebody was named."""

    def line(masked: str, text: str) -> str:
        if masked == text:
            return masked
        for email in find_emails(text):
            if email.printed.lower() not in private.office_emails:
                start, end = email.span
                masked = masked[:start] + MASK * (end - start) + masked[end:]
        return masked

    return line
