"""The diff as data: what one edition changes against another, as pydantic models and JSON.

Comes in: values from ``pipeline.diff``.  Goes out: models whose JSON is the same for the same pair of records.
Field names are a contract with every consumer, as those of the record are.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import AliasChoices, ConfigDict, Field

from pipeline.core.record import Finding, Model, Sha256

DIFF_VERSION = "1.0"

Kind = Literal[
    "programme_added",
    "programme_removed",
    "programme_renamed",
    "programme_moved",
    "area_renamed",
    "measure_renamed",
    "organization_renamed",
    "contact_changed",
    "website_changed",
    "period_changed",
    "amount_changed",
    "ratio_changed",
    "discount_changed",
    "duration_changed",
    "condition_changed",
    "service_changed",
    "benefit_changed",
    "text_changed",
    "label_changed",
]
Class = Literal["loss", "substantive", "staff", "routine", "typographic"]
CLASSES: tuple[Class, ...] = ("loss", "substantive", "staff", "routine", "typographic")
"""In order of worry; staff: another person, extension or address at the same office."""


_FROM = AliasChoices("from", "from_")
_CLASS = AliasChoices("class", "class_")


class _Aliased(Model):
    """A part whose JSON names are no Python names (``from``, ``class``); either name builds it."""

    model_config = ConfigDict(extra="forbid", serialize_by_alias=True)


class EditionRef(Model):
    """One side of the comparison."""

    id: str
    roc_year: int | None
    title: str
    sha256: Sha256


class ProgrammeRef(_Aliased):
    """A programme on both sides, or on the one side that has it."""

    from_: str | None = Field(
        validation_alias=_FROM,
        serialization_alias="from",
        description='Its id in FROM ("2.1.2"); null where it was added.',
    )
    to: str | None = Field(description="Its id in TO; null where it was removed.")
    name: str = Field(description="Its name in TO, or in FROM where it was removed.")
    name_from: str | None = Field(default=None, description="Its name in FROM, where that differs.")
    area: str | None = None
    organization: str | None = Field(default=None, description="Its first competent authority.")


class Member(Model):
    """One place of a change that several programmes share."""

    programme: ProgrammeRef
    path: str
    path_from: str | None
    before: Any
    after: Any


class Change(_Aliased):
    """One thing that changed, said once."""

    id: str = Field(description="12 hex digits, the same for the same change: a permalink.")
    kind: Kind
    class_: Class = Field(validation_alias=_CLASS, serialization_alias="class")
    programme: ProgrammeRef | None = Field(
        description="Null where the booklet or several programmes changed."
    )
    path: str = Field(
        description="The place in TO's record of the programme; in FROM's where it was removed."
    )
    path_from: str | None = Field(description="The place in FROM's record; null where it was added.")
    before: Any = None
    after: Any = None
    score: float | None = Field(default=None, description="How alike a renamed programme is: 0 to 1.")
    note: str | None = None
    members: list[Member] = Field(
        default_factory=list,
        description="The places, where the same change stands in three programmes or more.",
    )


class Diff(_Aliased):
    """What TO changes against FROM."""

    schema_version: str = DIFF_VERSION
    from_: EditionRef = Field(validation_alias=_FROM, serialization_alias="from")
    to: EditionRef
    counts: dict[str, dict[str, int]] = Field(description="{class: {kind: number of changes}}")
    changes: list[Change]
    findings: list[Finding] = Field(default_factory=list, description="Decisions that no longer apply.")


def to_json(diff: Diff) -> bytes:
    """Return a diff as UTF-8 JSON: fields in the order of the models, a final newline, no clock."""
    return (
        json.dumps(diff.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=1) + "\n"
    ).encode()


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a diff as it is written."""
    made = Diff.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def words(value: Any) -> str:
    """Return a value of a change as words: the printed words of a fact or a telephone, names, texts."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\n", " ")
    if isinstance(value, list):
        return "、".join(part for part in map(words, value) if part)
    if not isinstance(value, dict):
        return str(value)
    if "printed" in value:
        return str(value["printed"])
    if "services" in value:  # a whole programme
        return words([value["name"], value["summary"]["text"]])
    hidden = ("facts", "outline", "role", "provenance", "confidence")
    order = sorted(value, key=lambda key: key not in ("kind", "title", "label"))
    return " ".join(part for key in order if key not in hidden and (part := words(value[key])))
