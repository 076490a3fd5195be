"""``review.toml`` beside an edition: what a person said of each change and finding, and which programmes match.

Comes in: the folder of an edition.  Goes out: verdicts by their keys, and the same file with another verdict or match.
A key is a hash of the words before and after and of their page: a new extraction keeps the verdicts whose words are
the same and opens the others again.  What stands in the file beside verdicts and matches stays as a person wrote it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal

import tomlkit
from pydantic import Field
from tomlkit.items import AoT, Table

from pipeline.core.files import put, writing
from pipeline.core.lock import alone
from pipeline.core.record import Finding, Model
from pipeline.core.text import fold
from pipeline.core.toml_file import editable, read_entries
from pipeline.diff.changes import Change
from pipeline.diff.matching import Decision
from pipeline.source.workspace import REVIEW

Said = Literal["right", "record", "booklet", "match"]
"""Right as it stands; wrong in the record; wrong in the booklet; two programmes wrongly matched."""
_GAP = re.compile(r"\n{3,}")
_BEGINNING = "# What a person decided about this edition; `booklet review` writes it.\n"
_VERDICT = "[[verdict]]"
_PLACES = frozenset(
    [
        "path",
        "path_from",
        "span",
        "rule",
        "outline",
        "concerns",
        "provenance",
        "confidence",
        "pages",
        "printed_page",
        "id",
        "number",
        "corrections",
    ]
)
"""What tells where a value stands and not what it says."""


class Verdict(Model):
    """What a person said of a change or a finding."""

    key: str
    verdict: Said
    note: str = ""
    who: str = ""
    about: str = Field(default="", description="What it is about, for whoever reads the file.")


class Review(Model):
    """A ``review.toml``."""

    verdict: list[Verdict] = Field(default_factory=list)
    force: list[Decision] = Field(default_factory=list)
    forbid: list[Decision] = Field(default_factory=list)

    def verdicts(self) -> dict[str, Verdict]:
        """Return the verdicts by key; the last of a key counts."""
        return {each.key: each for each in self.verdict}


def change_key(change: Change, page: int | None) -> str:
    """Return the key of a change whose value stands on a page of TO, or of FROM where it was lost."""
    programme = change.programme and fold(change.programme.name)
    members = sorted(fold(member.programme.name) for member in change.members)
    values = _said(change.before), _said(change.after)
    return _hashed([change.kind, change.class_, programme, members, *values, page])


def finding_key(found: Finding, programme: str | None) -> str:
    """Return the key of a finding in a programme of this name."""
    return _hashed(
        [found.code, programme and fold(programme), found.message, _said(found.data), found.where.page]
    )


def _said(value: Any) -> Any:
    """Return what a value says, without its places."""
    if isinstance(value, dict):
        return {key: _said(item) for key, item in sorted(value.items()) if key not in _PLACES}
    return [_said(item) for item in value] if isinstance(value, list) else value


def _hashed(values: list[Any]) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()[:16]


def read_review(path: Path) -> Review:
    """Return what a person decided; nothing where there is no such file.

    Raises:
        UserError: the file is not understood.
    """
    if not path.exists():
        return Review()
    entries = "entries are verdict (key, verdict, note, who), force and forbid (from, to, reason)"
    return read_entries(path, Review, entries)


def say(folder: Path, verdicts: Sequence[Verdict], taken_back: Collection[str] = ()) -> Review:
    """Write verdicts into the folder of an edition, each in the place of an earlier one of its key.

    Args:
        folder: where ``review.toml`` stands.
        verdicts: what was said.
        taken_back: the keys of verdicts that are taken back.

    Returns:
        What the file says now.

    Raises:
        UserError: the file that stands there is not understood, or cannot be written.
    """
    keys = {each.key for each in verdicts} | set(taken_back)
    made = [each.model_dump(exclude_defaults=True) for each in verdicts]

    def changed(text: str, known: Review) -> str:
        apart = text.count(f"\n{_VERDICT}\n") == len(known.verdict)
        if apart and keys.isdisjoint(
            known.verdicts()
        ):  # as nearly always: a long file is not made anew for it
            return text.rstrip("\n") + "\n" + "".join(f"\n{_VERDICT}\n{tomlkit.dumps(each)}" for each in made)
        return _edited(text, folder, lambda document: _replace(document, "verdict", "key", keys, made))

    return _change(folder, changed)


def decide(folder: Path, kind: Literal["force", "forbid"], decision: Decision) -> Review:
    """Write a match that is forced or forbidden; of a programme of TO one match can be forced.

    Returns:
        What the file says now.

    Raises:
        UserError: the file that stands there is not understood, or cannot be written.
    """
    made = [decision.model_dump(mode="json", by_alias=True, exclude_none=True)]

    def matched(document: tomlkit.TOMLDocument) -> None:
        for table, name, value in (("force", "from", decision.from_), ("force", "to", decision.to)):
            _replace(document, table, name, {value}, [])
        pair = (decision.from_, decision.to)
        others = [each for each in document.get("forbid", []) if (each["from"], each["to"]) != pair]
        _replace(document, "forbid", "to", {each["to"] for each in document.get("forbid", [])}, others)
        _replace(document, kind, "to", (), made)

    return _change(folder, lambda text, _: _edited(text, folder, matched))


def _change(folder: Path, change: Callable[[str, Review], str]) -> Review:
    path = folder / REVIEW
    with writing(path), alone(folder):
        known = read_review(path)
        text = change(path.read_text("utf-8") if path.exists() else _BEGINNING, known)
        put(path, partial(Path.write_bytes, data=text.encode()))
        return read_review(path)


def _edited(text: str, folder: Path, change: Callable[[tomlkit.TOMLDocument], None]) -> str:
    document = editable(text, folder / REVIEW)
    change(document)
    return _GAP.sub("\n\n", tomlkit.dumps(document)).lstrip("\n")


def _replace(
    document: tomlkit.TOMLDocument,
    name: str,
    key: str,
    old: Collection[str],
    made: Sequence[dict[str, Any]],
) -> None:
    """Put tables at the end of a list of tables, those with old keys taken out; an empty list is left out."""
    kept = [each for each in document.get(name, []) if each[key] not in old]
    document.pop(name, None)
    tables: AoT = tomlkit.aot()
    for each in (*kept, *made):
        tables.append(each if isinstance(each, Table) else tomlkit.item(dict(each)))
    if len(tables):
        document.add(name, tables)
