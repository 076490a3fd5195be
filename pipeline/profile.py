"""A profile: what a layout family looks like, as data (``pipeline/profiles/<name>.toml``).

Comes in: the name of a profile.  Goes out: its patterns, compiled.  A profile with an unknown or missing
setting is a ``UserError``: a year's drift is written there, so a slip there must not pass.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TypeVar

import regex
from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import UserError
from pipeline.record import Role
from pipeline.text import fold

Name = TypeVar("Name", bound=str)

ROLES = ("summary", "services", "benefits", "contacts", "websites")
"""The fields that every programme has; any other label goes to ``other``."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Headings(_Part):
    """Patterns of the three heading levels, with the groups ``number`` and ``name``."""

    area: str
    measure: str
    programme: str


class Markers(_Part):
    """The signs before a kind of help and before an item of it."""

    kind: str
    item: str
    item_label: str


class Contacts(_Part):
    """Labels inside the contact block."""

    roles: dict[Role, list[str]]
    persons: dict[Role, list[str]]
    channels: dict[str, list[str]]


class FrontPatterns(_Part):
    """Headings of what stands before the first programme."""

    contents: list[str]
    publishers: list[str]


class Profile(_Part):
    """The settings of one layout family."""

    title: str
    headings: Headings
    markers: Markers
    labels: dict[str, list[str]]
    contacts: Contacts
    front: FrontPatterns
    ignored: list[str] = []

    def field_of(self, label: str) -> str | None:
        """Return the field that a label names: a role, a name for ``other``, or None for an unknown label."""
        return _named(self.labels, label)

    def is_ignored(self, label: str) -> bool:
        """Tell whether a label is one whose text is kept under ``other`` without a finding."""
        return matches(self.ignored, fold(label))

    def contact_role(self, label: str) -> Role | None:
        """Return the role that a label such as 主辦機關 names."""
        return _named(self.contacts.roles, label)

    def person_role(self, label: str) -> Role | None:
        """Return the role whose person a label such as 承辦人 announces."""
        return _named(self.contacts.persons, label)

    def channel(self, label: str) -> str | None:
        """Return "phone" or "email" where a label announces one."""
        return _named(self.contacts.channels, label)

    def is_contact_label(self, label: str) -> bool:
        """Tell whether a text is one of the labels inside the contact block."""
        return any(find(label) for find in (self.contact_role, self.person_role, self.channel))


def _named(patterns: Mapping[Name, Sequence[str]], label: str) -> Name | None:
    folded = fold(label)
    if not folded:
        return None
    return next((name for name, choices in patterns.items() if matches(choices, folded)), None)


def matches(patterns: Sequence[str], folded: str) -> bool:
    """Tell whether one of some patterns matches the whole of a folded text."""
    return any(_compiled(pattern).fullmatch(folded) for pattern in patterns)


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)


@cache
def load_profile(name: str) -> Profile:
    """Return a profile by its name.

    Raises:
        UserError: there is no such profile, or a setting is wrong.
    """
    return parse_profile(name, profile_text(name))


def profile_text(name: str) -> str:
    """Return the TOML text of a profile by its name.

    Raises:
        UserError: there is no such profile.
    """
    folder = files("pipeline") / "profiles"
    path = folder / f"{name}.toml"
    if not path.is_file():
        known = sorted(item.name[:-5] for item in folder.iterdir() if item.name.endswith(".toml"))
        raise UserError(f"there is no profile {name!r}: name one of {', '.join(known)}")
    return path.read_text("utf-8")


def parse_profile(name: str, text: str) -> Profile:
    """Return the profile that a TOML text describes.

    Raises:
        UserError: it is no TOML, a setting is unknown, missing or no pattern, or a heading lacks a group.
    """
    try:
        profile = Profile.model_validate(tomllib.loads(text))
        for pattern in _patterns(profile):
            _compiled(pattern)
    except (ValidationError, tomllib.TOMLDecodeError, regex.error) as error:
        raise UserError(f"the profile {name!r} is wrong: {error}") from error
    for level, pattern in profile.headings.model_dump().items():
        if not {"number", "name"} <= _compiled(pattern).groupindex.keys():
            raise UserError(
                f"the profile {name!r} is wrong: headings.{level} lacks the groups number and name"
            )
    return profile


def _patterns(profile: Profile) -> Iterator[str]:
    yield from profile.headings.model_dump().values()
    yield profile.markers.item_label
    contacts = profile.contacts
    tables = (profile.labels, contacts.roles, contacts.persons, contacts.channels, profile.front.model_dump())
    for choices in (profile.ignored, *(choices for table in tables for choices in table.values())):
        yield from choices
