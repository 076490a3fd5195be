"""A profile: what a layout family looks like, as data (``pipeline/forms/profiles/<name>.toml``).

Comes in: the name of a profile, or the path of one.  Goes out: its patterns, compiled.  Only the labels must be
given; a profile with an unknown setting is a ``UserError``: a year's drift is written there, so a slip there must
not pass.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Annotated, Any

import regex
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, model_validator

from pipeline.core.errors import UserError
from pipeline.core.expressions import expression
from pipeline.core.ordinals import COUNTING, FORMAL, ordinal_of
from pipeline.core.record import Role
from pipeline.core.text import fold
from pipeline.core.toml_file import parsed
from pipeline.forms.profiles import profile_text
from pipeline.forms.wording import begins, compiled, matches, named, words_of

ROLES = ("summary", "services", "benefits", "contacts", "websites")
"""The fields of the record that a label can name; any other name goes to ``other``."""
ABSENT = "(?!)(?P<number>)(?P<name>)"
"""Matches nothing: the pattern of a heading that a layout does not have."""

FEW = 3
"""A form of so few fields is one, whatever it lacks."""
COUNTER = "○"
"""Stands in a label for a number that counts the forms: 審議第○案."""
_NUMERAL = rf"(?P<number>\d+|[{COUNTING}]+)"

_KIND = r"^[\w\-]{0,20}$"
"""The name of a kind begins the ids of its forms."""
_NUMBERED = expression(
    rf"(?:[(（]?[{COUNTING}{FORMAL}]{{1,3}}[)）、.．]|[(（]\d{{1,2}}[)）]|\d{{1,2}}[.．、]|[①-⑳㈠-㈩])(?=[^\d\s])",
    regex.V1,
)

Patterns = Annotated[list[str], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]
"""Patterns, any of which matches; one alone may be written without brackets."""


def _named_after_themselves(labels: object) -> object:
    """Return a list of labels, which are words and no patterns, as fields of the same names."""
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        return labels
    return {
        label: [_NUMERAL.join(regex.escape(fold(part)) for part in label.split(COUNTER))] for label in labels
    }


def _completed(kind: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of a kind, with those above in tables that it does not give, or gives in part."""
    made = {**above, **kind}
    for key, value in kind.items():
        if key != "labels" and isinstance(value, dict) and isinstance(above.get(key), dict):
            made[key] = {**above[key], **value}
    return made


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Headings(_Part):
    """Patterns of the three heading levels, with the groups ``number`` and ``name``.

    That of a programme may lack one of the two, and may have a group ``area``: 2-1.
    """

    area: str = ABSENT
    measure: str = ABSENT
    programme: str = ABSENT


class Markers(_Part):
    """The signs before a kind of help and before an item of it."""

    kind: str = "■"
    item: str = "●"
    item_label: str = r"\p{Han}{2,6}(?:內容|對象|方式|期間|經費|費用|期限|單位|範圍|額度)"


class Layout(_Part):
    """How forms are laid out; what is not said follows from the labels: only forms of roles have the known layout."""

    labels_in_any_column: bool | None = None
    """Labels may stand in any column, above their values or before them, and forms may be ruled together."""
    named_by_first_field: bool | None = None
    """A form that no heading names has the name of its first field, and the number of its place."""


class Contacts(_Part):
    """Labels inside the contact block."""

    roles: dict[Role, Patterns] = {}
    persons: dict[Role, Patterns] = {}
    channels: dict[str, Patterns] = {}


class FrontPatterns(_Part):
    """Headings of what stands before the first programme."""

    contents: Patterns = ["目[錄次]", "目錄頁"]
    publishers: Patterns = ["主辦機關", "主辦單位", "編印機關", "出版機關", "發行機關"]


class Profile(_Part):
    """The settings of one layout family, or of one of the kinds of forms that it has."""

    title: str = ""
    kinds: tuple[Profile, ...] = ()
    """The kinds of forms, where a document has several: each has labels of its own, and all other settings of the
    profile that it does not give anew."""
    name: Annotated[str, StringConstraints(pattern=_KIND)] = ""
    """Of a kind: names it in the record."""
    headings: Headings = Headings()
    markers: Markers = Markers()
    layout: Layout = Layout()
    labels: Annotated[dict[str, Patterns], BeforeValidator(_named_after_themselves)] = {}
    """Name of a field -> the labels that announce it, in the order of the form; a list of labels names each so."""
    times: dict[str, int] = {}
    """Name of a field -> how often a form has its label, where that is more than once."""
    optional: list[str] = []
    """Names of fields that a form may lack."""
    contacts: Contacts = Contacts()
    front: FrontPatterns = FrontPatterns()
    ignored: Patterns = []

    @model_validator(mode="before")
    @classmethod
    def _counted(cls, settings: Any) -> Any:
        """Count the labels of a list, in which one that a form has twice stands twice."""
        labels = settings.get("labels") if isinstance(settings, dict) else None
        if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
            return settings
        times = {label: count for label, count in Counter(labels).items() if count > 1}
        return {"times": times} | settings if times else settings

    @model_validator(mode="before")
    @classmethod
    def _inherited(cls, settings: Any) -> Any:
        """Give each kind the settings of the profile that it does not give anew."""
        kinds = settings.get("kinds") if isinstance(settings, dict) else None
        if not kinds or not isinstance(kinds, list) or not all(isinstance(kind, dict) for kind in kinds):
            return settings
        above = {key: value for key, value in settings.items() if key not in ("kinds", "title")}
        return settings | {"kinds": [_completed(kind, above) for kind in kinds]}

    @model_validator(mode="after")
    def _labelled(self) -> Profile:
        """Hold a profile to labels of its own, or to several kinds that have them, each with a name."""
        names = [kind.name for kind in self.kinds]
        if not self.kinds and not self.labels:
            raise ValueError("labels: there must be at least one")
        if self.kinds and (self.labels or self.name):
            raise ValueError("labels and name belong to the [[kinds]], where there are any")
        if self.kinds and ("" in names or len(set(names)) < len(names)):
            raise ValueError("each of the [[kinds]] must have a name of its own")
        return self

    @property
    def each(self) -> tuple[Profile, ...]:
        """The kinds of forms; the profile itself where it has but one."""
        return self.kinds or (self,)

    def of_kind(self, name: str) -> Profile:
        """Return the kind with a name; the profile itself, which has none, where it has but one."""
        return next(kind for kind in self.each if kind.name == name)

    def with_kinds(self, kinds: Sequence[Profile]) -> Profile:
        """Return the profile with other kinds in the place of its own."""
        return self.model_copy(update={"kinds": tuple(kinds)}) if self.kinds else kinds[0]

    def field_of(self, label: str) -> str | None:
        """Return the field that a label names: a role, a name for ``other``, or None for an unknown label.

        A label may be numbered, or end in a colon, where the profile's is not.
        """
        name = named(self.labels, label)
        return named(self.labels, bare) if name is None and (bare := bare_label(label)) != label else name

    def words_for(self, name: str, table: str = "labels") -> str:
        """Return the words that announce a field, as a person reads them: 優惠方式 are benefits; else its name.

        ``table``: as for ``knowing``.
        """
        if table == "labels" and name not in ROLES:
            return name
        part: Any = self.contacts if "." in table else self
        patterns = getattr(part, table.rpartition(".")[2]).get(name, [])
        return next((words for each in patterns for words in words_of(each)), name)

    def number_in(self, label: str) -> int:
        """Return the number of the form that a label gives, 審議第三案, or 0."""
        folded = fold(label)
        patterns = (
            pattern for choices in self.labels.values() for pattern in choices if "<number>" in pattern
        )
        match = next((found for pattern in patterns if (found := compiled(pattern).fullmatch(folded))), None)
        return ordinal_of(match["number"]) if match else 0

    def plain_field_of(self, label: str) -> str | None:
        """Return the field that a label names where it is none of the roles: such a label may stand in any column."""
        name = self.field_of(label) if self.labels_in_any_column else None
        return None if name in ROLES else name

    def often(self, name: str) -> int:
        """Return how often a form has the label of a field."""
        return self.times.get(name, 1)

    @property
    def labels_in_any_column(self) -> bool:
        """Whether labels may stand elsewhere than in the first column."""
        return self._said(self.layout.labels_in_any_column)

    @property
    def named_by_first_field(self) -> bool:
        """Whether the first field names a form that no heading names."""
        return self._said(self.layout.named_by_first_field)

    @property
    def numbers_programmes(self) -> bool:
        """Whether the heading of a programme has a number."""
        return "(?P<number>" in self.headings.programme

    def _said(self, said: bool | None) -> bool:
        return not self.labels.keys() <= set(ROLES) if said is None else said

    @property
    def required(self) -> list[str]:
        """The fields that every form has."""
        return [name for name in self.labels if name not in self.optional]

    def is_hardly_one(self, held: Collection[str | None]) -> bool:
        """Tell whether a form with these fields lacks most of those that every form has."""
        missing = sum(name not in held for name in self.required)
        return len(self.required) > FEW and 2 * missing > len(self.required)

    def is_ignored(self, label: str) -> bool:
        """Tell whether a label is one whose text is kept under ``other`` without a finding."""
        return matches(self.ignored, fold(label))

    def contact_role(self, label: str) -> Role | None:
        """Return the role that a label such as 主辦機關 names."""
        return named(self.contacts.roles, label)

    def person_role(self, label: str) -> Role | None:
        """Return the role whose person a label such as 承辦人 announces."""
        return named(self.contacts.persons, label)

    def channel(self, label: str) -> str | None:
        """Return what a label announces that names no role: "phone", "email", "fax", "person" or "organization"."""
        return named(self.contacts.channels, label)

    def knowing(self, table: str, name: str, label: str) -> Profile:
        """Return a profile that knows one label more, or other headings.

        Args:
            table: "labels", or "contacts.roles", "contacts.persons" or "contacts.channels"; or "headings".
            name: of the field in that table; one that no form need have if the table lacks it.
            label: the words, folded; of headings the pattern that takes the place of the one before.
        """
        if table == "headings":
            return self.model_copy(update={table: self.headings.model_copy(update={name: label})})
        *above, last = table.split(".")
        part: Any = self.contacts if above else self
        patterns = getattr(part, last)
        known = patterns | {name: [*patterns.get(name, []), regex.escape(label)]}
        part = part.model_copy(update={last: known})
        if above:
            return self.model_copy(update={"contacts": part})
        layout = Layout(
            labels_in_any_column=self.labels_in_any_column, named_by_first_field=self.named_by_first_field
        )
        optional = self.optional if name in self.labels else [*self.optional, name]
        return self.model_copy(update={last: known, "optional": optional, "layout": layout})

    def is_contact_label(self, label: str) -> bool:
        """Tell whether a text is one of the labels inside the contact block."""
        return any(find(label) for find in (self.contact_role, self.person_role, self.channel))

    def begins_contact_label(self, text: str) -> bool:
        """Tell whether a text is such a label or the beginning of one, which a page end cut: 主辦 of 主辦機關."""
        contacts = self.contacts
        return (
            begins(contacts.roles, text) or begins(contacts.persons, text) or begins(contacts.channels, text)
        )

    def begins_label(self, text: str) -> bool:
        """Tell whether a text is the label of a field or the beginning of one."""
        return begins(self.labels, text)


def bare_label(label: str) -> str:
    """Return a label without its number and the colon at its end: 一、案名： is 案名."""
    numbered = _NUMBERED.match(label)
    return (label[numbered.end() :] if numbered else label).strip().rstrip(":：")


def load_profile(name: str) -> Profile:
    """Return a profile by its name or its path.

    Raises:
        UserError: there is no such profile, or a setting is wrong.
    """
    return parse_profile(name, profile_text(name))


@cache
def parse_profile(name: str, text: str) -> Profile:
    """Return the profile that a TOML text describes.

    Raises:
        UserError: it is no TOML, a setting is unknown, missing or no pattern, or a heading lacks a group.
    """
    try:
        profile = Profile.model_validate(parsed(text))
        for kind in profile.each:
            for pattern in _patterns(kind):
                compiled(pattern)
    except (ValueError, RecursionError, regex.error) as error:  # also of 5,000 digits, or of deep nesting
        quoted = isinstance(error, tomllib.TOMLDecodeError) and not text.isascii()
        hint = "; a name in Chinese before = stands in quotation marks" if quoted else ""
        raise UserError(f"the profile {name!r} is wrong: {error}{hint}") from error
    for kind in profile.each:
        _check(f"{name} ({kind.name})" if kind.name else name, kind)
    return profile


def _check(name: str, profile: Profile) -> None:
    for setting, names in (("optional", profile.optional), ("times", profile.times)):
        if unknown := sorted(set(names) - profile.labels.keys()):
            raise UserError(
                f"the profile {name!r} is wrong: {setting} names {', '.join(unknown)}, which labels lacks"
            )
    for level, pattern in profile.headings.model_dump().items():
        lacking = {"number", "name"} - compiled(pattern).groupindex.keys()
        if len(lacking) > (level == "programme"):
            raise UserError(
                f"the profile {name!r} is wrong: headings.{level} lacks the groups {' and '.join(sorted(lacking))}"
            )


def _patterns(profile: Profile) -> Iterator[str]:
    yield from profile.headings.model_dump().values()
    yield profile.markers.item_label
    contacts = profile.contacts
    tables = (profile.labels, contacts.roles, contacts.persons, contacts.channels, profile.front.model_dump())
    for choices in (profile.ignored, *(choices for table in tables for choices in table.values())):
        yield from choices
