"""Contacts and websites of a programme in two editions, and organisations that have a new name everywhere.

Comes in: matched programmes.  Goes out: pairs of contacts, renames, and the places that differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import regex
from rapidfuzz import fuzz

from pipeline.core.expressions import expression
from pipeline.core.record import Contact, Website
from pipeline.core.text import fold
from pipeline.diff.assignment import assign
from pipeline.diff.changes import Class
from pipeline.diff.matching import Match
from pipeline.diff.places import Place
from pipeline.diff.rollover import Years, address_moved
from pipeline.diff.texts import Renamed, compare_texts

T = TypeVar("T")
Index = int | None
Pairs = list[tuple[Index, Index]]
"""Places in two lists: a pair, or one place alone."""

SIMILAR = 0.5
"""Names of one organisation before and after it is renamed are at least so alike."""
MANY = 3
"""So many programmes that follow a rename prove it, though one lags behind."""
_LEGAL_FORM = expression(r"^(?:財團法人|社團法人|行政法人)")
_ADDRESS = expression(r"^(?P<scheme>https?)://(?:www\.)?(?P<rest>.*?)/?$", regex.I | regex.S)


def pair(
    before: Sequence[T], after: Sequence[T], equal: Callable[[T], Hashable], score: Callable[[T, T], float]
) -> Pairs:
    """Pair two lists one to one: what is equal, then what scores most; a score of 0 never pairs.

    What stays alone is paired in order only where nothing was paired: a list replaced as a whole has successors.
    """
    found: list[tuple[int, int]] = []
    left, right = list(range(len(before))), list(range(len(after)))
    places: dict[Hashable, list[int]] = defaultdict(list)
    for j in right:
        places[equal(after[j])].append(j)
    for i in range(len(before)):
        twins = places[equal(before[i])]
        if twins:
            found.append((i, twins.pop(0)))
            left.remove(i)
            right.remove(found[-1][1])
    scores = {(i, j): value for i in left for j in right if (value := score(before[i], after[j])) > 0}
    found += assign(scores)
    left = [i for i in left if i not in {i for i, _ in found}]
    right = [j for j in right if j not in {j for _, j in found}]
    if not found:
        found = list(zip(left, right, strict=False))
        left, right = left[len(found) :], right[len(found) :]
    return [*sorted(found), *((i, None) for i in left), *((None, j) for j in right)]


def pair_contacts(before: Sequence[Contact], after: Sequence[Contact]) -> Pairs:
    """Pair the contacts of a programme, each role for itself."""
    found: Pairs = []
    roles = [*dict.fromkeys(contact.role for contact in (*before, *after))]
    for role in roles:
        here = [i for i, contact in enumerate(before) if contact.role == role]
        there = [j for j, contact in enumerate(after) if contact.role == role]
        pairs = pair([before[i] for i in here], [after[j] for j in there], _contact_key, _contact_likeness)
        found += ((i if i is None else here[i], j if j is None else there[j]) for i, j in pairs)
    return found


def _contact_key(contact: Contact) -> Hashable:
    phones = tuple((phone.e164 or fold(phone.printed), phone.extension) for phone in contact.phones)
    return (
        contact.role,
        fold(contact.organization),
        fold(contact.person or ""),
        fold(contact.note or ""),
        phones,
        tuple(email.casefold() for email in contact.emails),
    )


def _contact_likeness(one: Contact, other: Contact) -> float:
    """Return how much two contacts of one role share; 0 for nothing that tells one from another."""
    organization = fuzz.ratio(fold(one.organization), fold(other.organization)) / 100
    person = bool(one.person and other.person and fold(one.person) == fold(other.person))
    lines = [{(phone.e164, phone.extension) for phone in contact.phones} for contact in (one, other)]
    numbers = [{phone.e164 for phone in contact.phones} - {None} for contact in (one, other)]
    emails = [{email.casefold() for email in contact.emails} for contact in (one, other)]
    line, number, email = (
        bool(lines[0] & lines[1]),
        bool(numbers[0] & numbers[1]),
        bool(emails[0] & emails[1]),
    )
    if organization < 1 and not (person or email or line or (number and organization >= SIMILAR)):
        return 0.0
    return 2 * organization + 2 * person + line + 0.5 * number + email


def organization_renames(matched: Iterable[tuple[Match, Pairs]], organizations: set[str]) -> list[Renamed]:
    """Return the organisations that bear a new name, the shortest first.

    ``organizations`` are those of TO.  A rename stands where many programmes follow it, or where the old name is
    gone from TO and a person or number stayed; else a programme has gone to another organisation.
    """
    followers: dict[tuple[str, str], set[int]] = defaultdict(set)
    stayed: set[tuple[str, str]] = set()
    for number, (match, pairs) in enumerate(matched):
        for i, j in pairs:
            if i is None or j is None:
                continue
            here, there = match.before.contacts[i], match.after.contacts[j]
            names = here.organization, there.organization
            if all(names) and names[0] != names[1]:
                followers[names].add(number)
                if _contact_likeness(here, there) > 0:
                    stayed.add(names)
    found: list[Renamed] = []
    for one, other in sorted(followers, key=lambda names: (len(names[0]), -len(followers[names]), names)):
        known = {rename.before for rename in found} | {rename.after for rename in found}
        if one in known or other in known or _explained(one, other, found):
            continue
        gone = (one, other) in stayed and not any(one in name for name in organizations)
        alike = fuzz.ratio(fold(one), fold(other)) >= 100 * SIMILAR
        if alike and (gone or len(followers[one, other]) >= MANY):
            found.append(Renamed(one, other, len(found)))
    return found


def _explained(one: str, other: str, renames: Sequence[Renamed]) -> bool:
    return any(
        rename.before in one and one.replace(rename.before, rename.after) == other for rename in renames
    )


def pair_renamed(match: Match, renames: Sequence[Renamed]) -> Pairs:
    """Pair the contacts of a programme once it is known which organisations bear a new name."""
    organizations = {contact.organization for contact in match.after.contacts}
    before = []
    for contact in match.before.contacts:
        names = (contact.organization.replace(rename.before, rename.after) for rename in renames)
        known = next((name for name in names if name != contact.organization and name in organizations), None)
        before.append(contact.model_copy(update={"organization": known}) if known else contact)
    return pair_contacts(before, match.after.contacts)


def in_prose(renames: Sequence[Renamed]) -> list[Renamed]:
    """Return renames and, where a legal form leads both names, the names without it: prose leaves it out."""
    short = []
    for rename in renames:
        before, after = (_LEGAL_FORM.sub("", name) for name in (rename.before, rename.after))
        if len(before) >= 4 and before != rename.before and after != rename.after and before != after:
            short.append(Renamed(before, after, rename.number))
    return [*renames, *short]


def rename_place(rename: Renamed, path: str, path_from: str, before: str, after: str) -> Place:
    """Return the place at which an organisation's new name was followed."""
    same = fold(rename.before) == fold(rename.after)
    class_: Class = "typographic" if same else "substantive"
    return Place(
        "organization_renamed",
        class_,
        path,
        path_from,
        before,
        after,
        ("organization", rename.before, rename.after),
    )


def compare_contacts(match: Match, pairs: Pairs, renames: Sequence[Renamed]) -> Iterator[Place]:
    """Yield the contacts that changed, came or went, and the organisations whose new name they follow."""
    for i, j in pairs:
        one = match.before.contacts[i] if i is not None else None
        other = match.after.contacts[j] if j is not None else None
        if one is None or other is None:
            class_: Class = "loss" if other is None else "substantive"
            path = f"contacts[{i if j is None else j}]"
            yield _contact_place(class_, path, None if i is None else path, one, other)
            continue
        path, path_from = f"contacts[{j}]", f"contacts[{i}]"
        rest = one
        for rename in renames:
            if rename.before in one.organization and one.organization != other.organization:
                renamed = one.organization.replace(rename.before, rename.after)
                if renamed == other.organization:
                    rest = one.model_copy(update={"organization": renamed})
                    yield rename_place(
                        rename, f"{path}.organization", f"{path_from}.organization", one.organization, renamed
                    )
        if rest != other:
            yield _contact_place(_contact_class(rest, other), path, path_from, one, other)


def _contact_class(one: Contact, other: Contact) -> Class:
    """Return the class of a change of one contact: at the same office with the same numbers it is staff alone."""
    if _contact_key(one) == _contact_key(other):
        return "typographic"
    offices = [
        (
            fold(contact.organization),
            contact.note and fold(contact.note),
            {phone.e164 or fold(phone.printed) for phone in contact.phones},
        )
        for contact in (one, other)
    ]
    lost = (one.phones and not other.phones) or (one.emails and not other.emails)
    return "staff" if offices[0] == offices[1] and not lost else "substantive"


def _contact_place(
    class_: Class, path: str, path_from: str | None, one: Contact | None, other: Contact | None
) -> Place:
    key = tuple(contact and _contact_key(contact) for contact in (one, other))
    return Place("contact_changed", class_, path, path_from, _json(one), _json(other), ("contact", *key))


def _json(model: Contact | Website | None) -> dict[str, Any] | None:
    return model.model_dump(mode="json") if model else None


def compare_websites(
    before: Sequence[Website], after: Sequence[Website], renames: Sequence[Renamed], years: Years
) -> Iterator[Place]:
    """Yield the websites that changed, came or went."""
    for i, j in pair(before, after, lambda site: (site.name, site.url), _website_likeness):
        one = before[i] if i is not None else None
        other = after[j] if j is not None else None
        path = f"websites[{i if j is None else j}]"
        path_from = None if i is None else f"websites[{i}]"
        class_: Class
        if one is None or other is None:
            class_ = "loss" if other is None else "substantive"
        elif one == other:
            continue
        else:
            names = compare_texts(one.name or "", other.name or "", ((), ()), renames, years)
            for number, was, now in names.renamed:
                yield rename_place(renames[number], f"{path}.name", f"{path_from}.name", was, now)
            classes = {names.class_, _address_class(one.url, other.url, years)} - {None}
            if not classes:
                continue
            class_ = next(each for each in ("substantive", "routine", "typographic") if each in classes)
        values = _json(one), _json(other)
        yield Place("website_changed", class_, path, path_from, *values, ("website", repr(values)))


def _website_likeness(one: Website, other: Website) -> float:
    if _address_key(one.url) == _address_key(other.url):
        return 3.0
    if one.name and other.name and fold(one.name) == fold(other.name):
        return 2.0
    here, there = (_address_key(site.url)[1].partition("/")[0] for site in (one, other))
    return 1.0 if here == there else 0.0


def _address_key(url: str) -> tuple[str, str]:
    """Return scheme and rest of an address, the host in lower case and without a last slash."""
    match = _ADDRESS.match(url)
    scheme, rest = (match["scheme"].casefold(), match["rest"]) if match else ("", url.rstrip("/"))
    host, slash, tail = rest.partition("/")
    return scheme, host.casefold() + slash + tail


def _address_class(one: str, other: str, years: Years) -> Class | None:
    if one == other:
        return None
    if _address_key(one) == _address_key(other):
        return "typographic"
    return "routine" if address_moved(one, other, years) else "substantive"
