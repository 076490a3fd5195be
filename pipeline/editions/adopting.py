"""Labels in new words and headings numbered anew -> lines of an edition's profile, once a person has seen them.

Comes in: the findings ``label-renamed`` and ``heading-renumbered`` of a record.  Goes out: the profile with the words,
beside the edition's ``origin.toml``, which names it: a profile of this package is copied, one that stands there is
completed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import regex
import tomlkit

from pipeline.core.errors import UserError
from pipeline.core.files import put_all, writing
from pipeline.core.lock import alone
from pipeline.core.record import Finding
from pipeline.core.text import fold
from pipeline.core.toml_file import editable
from pipeline.forms.drift.numbering import BARE, STYLES
from pipeline.forms.profile import parse_profile
from pipeline.forms.profiles import SUFFIX, profile_text
from pipeline.source.acquire import Edition
from pipeline.source.origin import ORIGIN, read_origin, revised

HEADINGS = "headings"
PROFILE = f"profile{SUFFIX}"
"""The profile of an edition that differs from those of this package, beside its ``origin.toml``."""


@dataclass(frozen=True, slots=True)
class Words:
    """A label in new words, or headings in new numbers, and where a profile names them."""

    table: str
    field: str
    label: str
    """The words; of headings the pattern."""
    kind: str = ""
    """Of form, where the profile has several."""

    @property
    def pattern(self) -> str:
        """The pattern of the words."""
        return self.label if self.table == HEADINGS else regex.escape(fold(self.label), special_only=True)

    @property
    def line(self) -> str:
        """The line as it would stand alone in a profile."""
        kind = f"{self.kind}: " if self.kind else ""
        return f"{kind}{self.table}.{self.field} {'=' if self.table == HEADINGS else '+='} '{self.pattern}'"


def new_words(findings: Sequence[Finding]) -> list[Words]:
    """Return the labels that a record says to be in new words, and the headings in new numbers.

    Headings are numbered in a way that this program knows: what else stands in a record is no pattern to be run.
    """
    renumbered = (each.data for each in findings if each.code == "heading-renumbered")
    renamed = (each.data for each in findings if each.code == "label-renamed")
    return [
        *(
            Words(HEADINGS, data["level"], data["pattern"])
            for data in renumbered
            if data["pattern"] in (*STYLES, BARE)
        ),
        *(Words(data["table"], data["field"], data["label"], data.get("kind", "")) for data in renamed),
    ]


def adopt(edition: Edition, words: Sequence[Words]) -> Path:
    """Write the profile of an edition with some words more, and name it in ``origin.toml``; return its path.

    Raises:
        UserError: the edition has no ``origin.toml``, or they cannot be written.
    """
    described = edition.folder / ORIGIN
    if not described.is_file():
        raise UserError(f"{edition.folder} has no {ORIGIN}: take the booklet in with `booklet add` first.")
    target = Path(edition.profile) if edition.profile.endswith(SUFFIX) else edition.folder / PROFILE
    if target.exists() and not edition.profile.endswith(SUFFIX):
        raise UserError(f"{target} stands there and {described} does not name it: name it there or move it.")
    with writing(edition.folder), alone(edition.folder):
        before = profile_text(edition.profile)
        parse_profile(edition.profile, before)
        content = with_words(before, words)
        parse_profile(str(target), content)
        origin = revised(described, replace(read_origin(described), profile=target.name))
        put_all(
            {
                path: partial(Path.write_text, data=text, encoding="utf-8")
                for path, text in ((target, content), (described, origin))
            }
        )
    return target


def with_words(profile: str, words: Sequence[Words]) -> str:
    """Return the TOML text of a profile with some words more; its comments and its order stay."""
    said: Any = editable(profile, "the profile")
    for each in words:
        part = next((kind for kind in said.get("kinds", ()) if kind["name"] == each.kind), said)
        if each.table == HEADINGS:
            part.setdefault(HEADINGS, tomlkit.table())[each.field] = tomlkit.string(
                each.pattern, literal=True
            )
            continue
        *above, last = each.table.split(".")
        for name in above:
            part = part.setdefault(name, tomlkit.table())
        known = part.get(last)
        if isinstance(known, list):  # of labels, each named after itself
            part[last] = {label: regex.escape(fold(label), special_only=True) for label in known}
        patterns = part.setdefault(last, tomlkit.table()).setdefault(each.field, [])
        if isinstance(patterns, str):
            part[last][each.field] = [patterns, each.pattern]
        elif each.pattern not in patterns:
            patterns.append(each.pattern)
    return tomlkit.dumps(said)
