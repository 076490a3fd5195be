"""Labels in new words -> the fields that they announce, told from all forms of an edition together.

Comes in: the forms of an edition as rows of labels.  Goes out: renamings.  A row is known by what it holds, by its
place among the labels that are known, and by its words; a label that two fields fit, or that stands beside the one
that it would replace, stays unknown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.core.text import fold
from pipeline.forms.drift.holds import Kind, kind_of
from pipeline.forms.drift.likeness import likeness
from pipeline.forms.entries import Entry
from pipeline.forms.labels import label_text
from pipeline.forms.profile import ROLES, Profile

Table = Literal["labels", "headings", "contacts.roles", "contacts.persons", "contacts.channels"]

LONGEST = 20
"""A label with more characters is none that has new words."""
LIKE = 0.6
"""Labels that share so much of their words are alike."""
AHEAD = 0.25
"""By so much one reading must be better than the next."""
MOST = 0.8
"""A label that holds or stands so in this share of its places does so in all of them."""
COMMON = 0.6
"""A label that stands in this share of the forms stands in all but a few."""
FEW = 3
"""Fewer forms may be alike by chance."""

_OF_KIND: dict[Kind, tuple[str, ...]] = {
    "addresses": ("websites",),
    "contacts": ("contacts",),
    "items": ("services", "benefits"),
    "kinds": ("services", "benefits"),
    "prose": ("summary", "services", "benefits"),
    "": ROLES,
}
"""The roles that a row which holds this may have."""
_TELLING: frozenset[Kind] = frozenset(["addresses", "contacts"])
"""What no other row of a form holds alone."""
_LISTED: tuple[Kind, ...] = ("items", "kinds")


@dataclass(frozen=True, slots=True)
class Renaming:
    """A label of the edition that its profile does not know, and what it announces."""

    table: Table
    """The table of the profile in which it belongs."""
    field: str
    label: str
    """As folded."""
    printed: str
    count: int
    """How many forms have it."""
    form: str = ""
    """The kind of form, where a document has several."""
    known: str = ""
    """The words that its profile has for it."""

    @property
    def added(self) -> bool:
        """Whether it announces a field of its own, which the profile does not have."""
        return self.table == "labels" and self.field == self.printed


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of a form as far as its label is concerned."""

    label: str
    printed: str
    field: str | None
    kind: Kind


Form = tuple[Row, ...]


def form_of(entries: Sequence[Entry], profile: Profile) -> Form:
    """Return the rows of a form: those with a label."""
    return tuple(_rows(entries, profile))


def _rows(entries: Sequence[Entry], profile: Profile) -> Iterator[Row]:
    for entry in entries:
        if printed := label_text(entry.label).text:
            yield Row(fold(printed), printed, profile.field_of(printed), kind_of(entry, profile))


def renamed_labels(forms: Sequence[Form], profile: Profile) -> list[Renaming]:
    """Return the labels that announce a field of the profile in words that it does not know."""
    found: dict[str, str] = {}
    known = list(forms)
    while new := _told(known, profile):
        found |= new
        known = [tuple(replace(row, field=row.field or new.get(row.label)) for row in form) for form in known]
    return [
        _renaming(label, name, [row for form in forms for row in form if row.label == label])
        for label, name in sorted(found.items(), key=lambda pair: (list(profile.labels).index(pair[1]), pair))
    ]


def added_labels(forms: Sequence[Form], known: Sequence[Renaming], profile: Profile) -> list[Renaming]:
    """Return the labels of rows that nearly all forms have and no profile: known, they are whole behind page ends."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in (row for form in forms for row in form):
        if row.field is None and len(row.label) <= LONGEST and not profile.is_ignored(row.printed):
            rows[row.label].append(row)
    told = {each.label for each in known}
    least = max(FEW, COMMON * len(forms))
    found = (found for label, found in sorted(rows.items()) if label not in told and len(found) >= least)
    return [_renaming(each[0].label, _commonest(each), each) for each in found]


def _commonest(rows: Sequence[Row]) -> str:
    printed = Counter(row.printed for row in rows)
    return min(printed, key=lambda each: (-printed[each], each))


def _renaming(label: str, name: str, rows: Sequence[Row]) -> Renaming:
    return Renaming("labels", name, label, _commonest(rows), len(rows))


def _told(forms: Sequence[Form], profile: Profile) -> dict[str, str]:
    """Return what some labels announce that are told by what is known so far: label -> field."""
    places: dict[str, list[tuple[Form, int]]] = defaultdict(list)
    for form in forms:
        for at, row in enumerate(form):
            if row.field is None and len(row.label) <= LONGEST and not profile.is_ignored(row.printed):
                places[row.label].append((form, at))
    look = _Look(profile, len(forms), {row.field for form in forms for row in form if row.field})
    claims: dict[str, dict[str, float]] = defaultdict(dict)
    for label, where in places.items():
        if len({id(form) for form, _ in where}) == len(where) and (best := _best(look.scores(where))):
            claims[best[0]][label] = best[1]
    return {label: name for name, scores in claims.items() for label in _agreed(scores, places)}


def _best(scores: Mapping[str, float]) -> tuple[str, float] | None:
    """Return the reading that is better than any other, with its score, if one is."""
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] < ranked[1][1] + AHEAD):
        return None
    return ranked[0]


def _agreed(scores: Mapping[str, float], places: Mapping[str, Sequence[tuple[Form, int]]]) -> Iterator[str]:
    """Yield the labels that may announce one field: of two in one form only the better, if it is much better."""
    for label, score in scores.items():
        forms = {id(form) for form, _ in places[label]}
        rivals = [
            other
            for other in scores
            if other != label and not forms.isdisjoint(id(form) for form, _ in places[other])
        ]
        if all(score >= scores[other] + AHEAD for other in rivals):
            yield label


@dataclass(frozen=True, slots=True)
class _Look:
    """What is known of an edition while its labels are told."""

    profile: Profile
    forms: int
    seen: set[str]
    """The fields that some form announces in known words."""

    def scores(self, where: Sequence[tuple[Form, int]]) -> dict[str, float]:
        """Return how well the fields fit that a label can announce: those that none of its forms has."""
        (form, at), *_ = where
        if (kind := _common_kind([form[at].kind for form, at in where])) is None:
            return {}
        taken = {row.field for form, _ in where for row in form}
        names = [name for name in self.profile.labels if name not in taken]
        names = [name for name in names if name not in ROLES or name in _OF_KIND[kind]]
        scores = {name: self._score(name, form[at].label, kind, where) for name in names}
        return {name: score for name, score in scores.items() if score > 0}

    def _score(self, name: str, label: str, kind: Kind, where: Sequence[tuple[Form, int]]) -> float:
        """Return how well a field fits a label; 0 where that is not enough to tell."""
        like = likeness(label, self.profile.labels[name])
        common = len(where) >= FEW and len(where) >= COMMON * self.forms
        new = name not in self.seen
        in_order = _share(self._between(form, at, name) for form, at in where) >= MOST
        telling = kind in _TELLING and name in ROLES
        if like == 1.0 or (telling and (like >= LIKE or new or len(where) >= FEW)):
            return 2 * telling + in_order + like
        if like >= LIKE and (new or common or (in_order and name in ROLES)):
            return (in_order or (new and common)) * (in_order + like)
        if in_order and new and common and (kind == "kinds" or (kind == "items" and name == "services")):
            return 1.0
        alone = _share(self._fills(form, at, name) for form, at in where) >= MOST
        return 1.0 if alone and new and common else 0.0

    def _gap(self, form: Form, at: int) -> tuple[int, int, int]:
        """Return the places in the profile of the known labels around a row, and how many unknown ones are between."""
        order = list(self.profile.labels)
        before = [row.field for row in form[:at]]
        after = [row.field for row in form[at + 1 :]]
        first = next((order.index(name) for name in reversed(before) if name), -1)
        last = next((order.index(name) for name in after if name), len(order))
        unknown = 1 + _leading(reversed(before)) + _leading(after)
        return first, last, unknown

    def _between(self, form: Form, at: int, name: str) -> bool:
        """Tell whether a row stands where the profile has the field."""
        first, last, _ = self._gap(form, at)
        return first < list(self.profile.labels).index(name) < last

    def _fills(self, form: Form, at: int, name: str) -> bool:
        """Tell whether a row is the only one in its place, and the field the only one that is missing there."""
        first, last, unknown = self._gap(form, at)
        held = {row.field for row in form}
        missing = [
            each for each in list(self.profile.labels)[first + 1 : max(first + 1, last)] if each not in held
        ]
        return unknown == 1 and missing == [name]


def _common_kind(kinds: Sequence[Kind]) -> Kind | None:
    """Return what rows of one label hold, or None where they hold different things."""
    held: list[Kind] = [kind for kind in kinds if kind]
    telling: list[Kind] = [kind for kind in _TELLING if held.count(kind) >= MOST * len(held)]
    if not held or telling:
        return telling[0] if held else ""
    if not _TELLING.isdisjoint(held):
        return None
    return next((kind for kind in _LISTED if 2 * held.count(kind) >= len(held)), "prose")


def _leading(fields: Iterator[str | None] | Sequence[str | None]) -> int:
    """Return how many rows come before the first that is known."""
    count = 0
    for name in fields:
        if name:
            break
        count += 1
    return count


def _share(told: Iterator[bool]) -> float:
    answers = list(told)
    return sum(answers) / len(answers)
