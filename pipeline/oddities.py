"""What is odd in a programme only beside the others: one name with two addresses, one number for two people.

Comes in: all programmes.  Goes out: findings.  Things are told apart by their folded form and shown as printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.facts.emails_urls import find_urls
from pipeline.findings import finding
from pipeline.record import Finding, Programme
from pipeline.text import fold

LONG_NAME = 8
"""Shorter organisation names differ by one character in good faith."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A value as printed, and the programme and path where it stands."""

    printed: str
    programme: str
    path: str

    @property
    def place(self) -> str:
        return f"{self.programme}:{self.path}"


def oddities(programmes: Sequence[Programme]) -> Iterator[Finding]:
    """Yield what is odd only beside another programme."""
    yield from _site_names(programmes)
    yield from _sites_of_others(programmes)
    yield from _shared_numbers(programmes)
    yield from _similar_organizations(programmes)


def _told(code: str, message: str, seen: Sequence[_Seen], **data: list[str]) -> Finding:
    """Return a finding that stands at the last of its places and names them all."""
    places = [one.place for one in seen]
    found = finding(code, message, programme=seen[-1].programme, path=seen[-1].path, places=places)
    found.data.update(data)
    return found


def _site_names(programmes: Sequence[Programme]) -> Iterator[Finding]:
    names: dict[str, dict[str, list[_Seen]]] = defaultdict(lambda: defaultdict(list))
    for programme in programmes:
        for number, site in enumerate(programme.websites):
            if site.name:
                address = next((match.normalised for match in find_urls(site.url)), site.url)
                names[fold(site.name)][address].append(_Seen(site.name, programme.id, f"websites[{number}]"))
    for addresses in names.values():
        if len(addresses) > 1:
            seen = [one for places in addresses.values() for one in places]
            message = f"{seen[0].printed} is printed with {len(addresses)} addresses"
            yield _told("website-shared-name", message, seen, addresses=list(addresses))


def _sites_of_others(programmes: Sequence[Programme]) -> Iterator[Finding]:
    """Yield websites named after another programme and not after their own."""
    names = {fold(programme.name): programme for programme in programmes if len(programme.name) >= LONG_NAME}
    for programme in programmes:
        own = fold(programme.name)
        for number, site in enumerate(programme.websites):
            folded = fold(site.name or "")
            longest = max((name for name in names if name in folded), key=len, default="")
            if longest and longest not in own and own not in folded:
                message = f"{site.name} is named after {names[longest].id} {names[longest].name}"
                yield finding(
                    "website-of-other",
                    message,
                    programme=programme.id,
                    path=f"websites[{number}]",
                    other=names[longest].id,
                )


def _shared_numbers(programmes: Sequence[Programme]) -> Iterator[Finding]:
    """Yield numbers with an extension that are printed for different people, save those of one row."""
    numbers: dict[tuple[str, str], dict[str, list[_Seen]]] = defaultdict(lambda: defaultdict(list))
    for programme in programmes:
        for number, contact in enumerate(programme.contacts):
            for phone in contact.phones:
                if phone.e164 and phone.extension and contact.person:
                    seen = _Seen(
                        f"{contact.organization} {contact.person}", programme.id, f"contacts[{number}]"
                    )
                    numbers[phone.e164, phone.extension][fold(contact.person)].append(seen)
    for (base, extension), people in numbers.items():
        places = [one for each in people.values() for one in each]
        if len(people) > 1 and len({one.programme for one in places}) > 1:
            who = list(dict.fromkeys(one.printed for one in places))
            message = f"{base} extension {extension} is printed for {' and '.join(who)}"
            yield _told("phone-shared", message, places, people=who)


def _similar_organizations(programmes: Sequence[Programme]) -> Iterator[Finding]:
    """Yield organisations of which one has one character more than the other."""
    first: dict[str, _Seen] = {}
    for programme in programmes:
        for number, contact in enumerate(programme.contacts):
            if len(contact.organization) >= LONG_NAME:
                seen = _Seen(contact.organization, programme.id, f"contacts[{number}]")
                first.setdefault(fold(contact.organization), seen)
    for folded, seen in first.items():
        shorter = {folded[:cut] + folded[cut + 1 :] for cut in range(len(folded))}
        for other in (first[name] for name in first if name in shorter):
            message = f"{seen.printed} and {other.printed} differ by one character"
            yield _told("organization-similar", message, [other, seen], names=[other.printed, seen.printed])
