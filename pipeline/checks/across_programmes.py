"""What is odd in a programme only beside the others: one name with two addresses, one number for two people.

Comes in: of all programmes what is compared.  Goes out: findings.  Things are told apart by their folded form and
shown as printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.core.findings import finding
from pipeline.core.record import Finding, Programme
from pipeline.core.text import fold
from pipeline.facts.emails_urls import find_urls

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


@dataclass(frozen=True, slots=True)
class Compared:
    """What of a programme is compared with the others: all that is held of it until the last has come."""

    id: str
    name: str
    sites: tuple[tuple[str | None, str], ...]
    """Name and address."""
    contacts: tuple[tuple[str, str | None, tuple[tuple[str, str], ...]], ...]
    """Organization, person, and the numbers that have an extension."""
    kind: str = ""


def compared(programme: Programme) -> Compared:
    """Return what of a programme is compared with the others."""
    return Compared(
        programme.id,
        programme.name,
        tuple((site.name, site.url) for site in programme.websites),
        tuple(
            (
                contact.organization,
                contact.person,
                tuple(
                    (phone.e164, phone.extension)
                    for phone in contact.phones
                    if phone.e164 and phone.extension
                ),
            )
            for contact in programme.contacts
        ),
        programme.kind,
    )


def oddities(programmes: Sequence[Compared]) -> Iterator[Finding]:
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


def _site_names(programmes: Sequence[Compared]) -> Iterator[Finding]:
    names: dict[str, dict[str, list[_Seen]]] = defaultdict(lambda: defaultdict(list))
    for programme in programmes:
        for number, (name, url) in enumerate(programme.sites):
            if name:
                address = next((match.normalised for match in find_urls(url)), url)
                names[fold(name)][address].append(_Seen(name, programme.id, f"websites[{number}]"))
    for addresses in names.values():
        if len(addresses) > 1:
            seen = [one for places in addresses.values() for one in places]
            message = f"{seen[0].printed} is printed with {len(addresses)} addresses"
            yield _told("website-shared-name", message, seen, addresses=list(addresses))


def _sites_of_others(programmes: Sequence[Compared]) -> Iterator[Finding]:
    """Yield websites named after another programme and not after their own."""
    names = {fold(programme.name): programme for programme in programmes if len(programme.name) >= LONG_NAME}
    for programme in programmes:
        own = fold(programme.name)
        for number, (site, _) in enumerate(programme.sites):
            folded = fold(site or "")
            longest = max((name for name in names if name in folded), key=len, default="")
            if longest and longest not in own and own not in folded:
                message = f"{site} is named after {names[longest].id} {names[longest].name}"
                yield finding(
                    "website-of-other",
                    message,
                    programme=programme.id,
                    path=f"websites[{number}]",
                    other=names[longest].id,
                )


def _shared_numbers(programmes: Sequence[Compared]) -> Iterator[Finding]:
    """Yield numbers with an extension that are printed for different people, save those of one row."""
    numbers: dict[tuple[str, str], dict[str, list[_Seen]]] = defaultdict(lambda: defaultdict(list))
    for programme in programmes:
        for number, (organization, person, phones) in enumerate(programme.contacts):
            for phone in phones if person else ():
                seen = _Seen(f"{organization} {person}", programme.id, f"contacts[{number}]")
                numbers[phone][fold(person or "")].append(seen)
    for (base, extension), people in numbers.items():
        places = [one for each in people.values() for one in each]
        if len(people) > 1 and len({one.programme for one in places}) > 1:
            who = list(dict.fromkeys(one.printed for one in places))
            message = f"{base} extension {extension} is printed for {' and '.join(who)}"
            yield _told("phone-shared", message, places, people=who)


def _similar_organizations(programmes: Sequence[Compared]) -> Iterator[Finding]:
    """Yield organisations of which one has one character more than the other."""
    first: dict[str, _Seen] = {}
    for programme in programmes:
        for number, (organization, _, _) in enumerate(programme.contacts):
            if len(organization) >= LONG_NAME:
                seen = _Seen(organization, programme.id, f"contacts[{number}]")
                first.setdefault(fold(organization), seen)
    for folded, seen in first.items():
        shorter = {folded[:cut] + folded[cut + 1 :] for cut in range(len(folded))}
        for other in (first[name] for name in first if name in shorter):
            message = f"{seen.printed} and {other.printed} differ by one character"
            yield _told("organization-similar", message, [other, seen], names=[other.printed, seen.printed])
