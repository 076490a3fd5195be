"""Origin: what ``origin.toml`` says of an edition.

Comes in: ``raw/<edition>/origin.toml``.  Goes out: an ``Origin``, and the text of such a file.
A key that is unknown or a value of another type is a ``UserError`` that names the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.errors import UserError
from pipeline.core.toml_file import editable, read_toml

ORIGIN = "origin.toml"
CORRECTIONS = "corrections.toml"
"""What a person put right, beside it."""
DEFAULT_PROFILE = "support-measures"
EDITION_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
MOST_LETTERS = 64
"""Of the id of an edition."""


_SHA256 = re.compile(r"[0-9a-f]{64}")


def plain_name(name: str) -> str:
    """Return ``name`` if it names a file beside ``origin.toml``.

    An ``origin.toml`` may come with a booklet from elsewhere and must not reach out of its folder.
    """
    if name in ("", ".", "..", ORIGIN) or not name.isprintable() or "/" in name or "\\" in name:
        raise ValueError("must be the name of a file in the folder of origin.toml")
    return name


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file as published."""

    file: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Origin(PublishedFile):
    """Facts about an edition: its primary file, who published it and when, and the layout to read it by."""

    publisher: str = ""
    roc_year: int | None = None
    profile: str = DEFAULT_PROFILE
    """One of this package, or a file beside ``origin.toml``: that ends in .toml."""
    licence: str = ""
    """The terms under which the file may be passed on."""
    made_by: str = ""
    """The program that made the file, where it was not published by an office."""
    also: tuple[PublishedFile, ...] = ()
    """The same edition in other formats, in order of preference."""

    @property
    def files(self) -> tuple[PublishedFile, ...]:
        """The primary file, then the others."""
        return (self, *self.also)


def read_origin(path: Path) -> Origin:
    """Return what ``path`` says; raise ``UserError`` if it cannot be read or is not understood."""
    said = read_toml(path)
    if faults := list(_faults(said)):
        raise UserError(f"{path} is not understood ({'; '.join(faults)}): correct it.")
    also = tuple(PublishedFile(**each) for each in said.pop("also", []))
    return Origin(**said, also=also)


def _faults(said: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the keys and values of an ``origin.toml``, each fault with its key."""
    texts = dict.fromkeys(("publisher", "licence", "made_by"), str)
    yield from _file_faults(said, texts | {"profile": str, "roc_year": int, "also": list}, "")
    year, profile = said.get("roc_year"), said.get("profile")
    if type(year) is int and not 0 < year < 1000:
        yield "roc_year: must be between 1 and 999"
    if profile == "":
        yield "profile: must name a profile"
    elif isinstance(profile, str) and profile.endswith(".toml"):
        yield from _name_faults(profile, "profile")
    for number, each in enumerate(said["also"] if isinstance(said.get("also"), list) else ()):
        if isinstance(each, dict):
            yield from _file_faults(each, {}, f"also.{number}.")
        else:
            yield f"also.{number}: must be a table"


def _file_faults(said: dict[str, Any], more: dict[str, type], place: str) -> Iterator[str]:
    known = {"file": str, "sha256": str, **more}
    if "file" not in said:
        yield f"{place}file: is missing"
    for key, value in said.items():
        if key not in known:
            yield f"{place}{key}: is no key of this file"
        elif type(value) is not known[key]:
            yield f"{place}{key}: must be {_KINDS[known[key]]}"
    if type(name := said.get("file", "file")) is str:
        yield from _name_faults(name, f"{place}file")
    if type(digest := said.get("sha256")) is str and not _SHA256.fullmatch(digest):
        yield f"{place}sha256: must be 64 hexadecimal digits"


_KINDS = {str: "a text", int: "a whole number", list: "a list of tables"}


def _name_faults(name: str, key: str) -> Iterator[str]:
    try:
        plain_name(name)
    except ValueError as error:
        yield f"{key}: {error}"


def to_toml(origin: Origin) -> str:
    """Return the text of the ``origin.toml`` that says this."""
    # The strings are printable, and for those a JSON string is a TOML string.
    lines = [f"publisher = {json.dumps(origin.publisher, ensure_ascii=False)}"]
    if origin.roc_year is not None:
        lines.append(f"roc_year = {origin.roc_year}")
    lines.append(f"profile = {json.dumps(origin.profile, ensure_ascii=False)}")
    for key, value in (("licence", origin.licence), ("made_by", origin.made_by)):
        if value:
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    for known in origin.files:
        if known is not origin:
            lines += ["", "[[also]]"]
        lines.append(f"file = {json.dumps(known.file, ensure_ascii=False)}")
        if known.sha256 is not None:
            lines.append(f'sha256 = "{known.sha256}"')
    return "\n".join(lines) + "\n"


def revised(path: Path, origin: Origin) -> str:
    """Return the text of an ``origin.toml`` with what it says replaced; its comments and its order stay.

    Args:
        path: the file, which ``read_origin`` understands.
        origin: what it shall say.

    Raises:
        UserError: the file is no TOML any more.
    """
    from tomlkit.items import AoT

    said: Any = editable(path.read_text("utf-8"), path)
    for key in ("publisher", "roc_year", "profile", "licence", "made_by", "file", "sha256"):
        value = getattr(origin, key)
        if value is None or value == "":
            said.pop(key, None)
        elif said.get(key) != value:
            said[key] = value
    also = said.get("also", [])
    kept = [known.file for known in origin.also]
    for place in reversed(range(len(also))):
        if also[place]["file"] not in kept:
            del also[place]
    if not kept and isinstance(also, AoT):
        said.pop("also", None)
    text: str = said.as_string()
    return text


def check_id(id_: str) -> None:
    """Raise ``UserError`` unless ``id_`` can name a folder: letters, digits, hyphens between."""
    if not EDITION_ID.fullmatch(id_) or len(id_) > MOST_LETTERS:
        raise UserError(
            f"{id_!r} cannot name an edition: use letters, digits and hyphens, such as 109 or demo-112."
        )
