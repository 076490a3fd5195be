"""Origin: what ``origin.toml`` says of an edition.

Comes in: ``raw/<edition>/origin.toml``.  Goes out: an ``Origin``, and the text of such a file.
A key that is unknown or a value of another type is a ``UserError`` that names the file.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import UserError
from pipeline.record import Sha256

ORIGIN = "origin.toml"
DEFAULT_PROFILE = "support-measures"
EDITION_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


def plain_name(name: str) -> str:
    """Return ``name`` if it names a file beside ``origin.toml``.

    An ``origin.toml`` may come with a booklet from elsewhere and must not reach out of its folder.
    """
    if name in ("", ".", "..", ORIGIN) or not name.isprintable() or "/" in name or "\\" in name:
        raise ValueError("must be the name of a file in the folder of origin.toml")
    return name


def profile_name(name: str) -> str:
    """Return ``name`` if it names a profile of this package, or a profile beside ``origin.toml``: it ends in .toml."""
    return plain_name(name) if name.endswith(".toml") else name


class PublishedFile(BaseModel):
    """A file as published."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    file: Annotated[str, AfterValidator(plain_name)]
    sha256: Sha256 | None = None


class Origin(PublishedFile):
    """Facts about an edition: its primary file, who published it and when, and the layout to read it by."""

    publisher: str = ""
    roc_year: Annotated[int, Field(gt=0, lt=1000)] | None = None
    profile: Annotated[str, Field(min_length=1), AfterValidator(profile_name)] = DEFAULT_PROFILE
    licence: str = ""
    """The terms under which the file may be passed on."""
    made_by: str = ""
    """The program that made the file, where it was not published by an office."""
    also: tuple[PublishedFile, ...] = Field(default=(), strict=False)
    """The same edition in other formats, in order of preference."""

    @property
    def files(self) -> tuple[PublishedFile, ...]:
        """The primary file, then the others."""
        return (self, *self.also)


def read_origin(path: Path) -> Origin:
    """Return what ``path`` says; raise ``UserError`` if it cannot be read or is not understood."""
    try:
        return Origin.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in error.errors()
        )
        raise UserError(f"{path} is not understood ({faults}): correct it.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{path} is not valid TOML ({error}): correct it.") from error
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from error


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


def check_id(id_: str) -> None:
    """Raise ``UserError`` unless ``id_`` can name a folder: letters, digits, hyphens between."""
    if not EDITION_ID.fullmatch(id_) or len(id_) > 64:
        raise UserError(
            f"{id_!r} cannot name an edition: use letters, digits and hyphens, such as 109 or demo-112."
        )
