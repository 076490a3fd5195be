"""``made-by.json`` beside a record: what it was made from, so that a person accepts what a run would write now.

Comes in: a record's hash and what was read, or the folder of a record.  Goes out: a ``MadeBy``; its bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec

from pipeline.core.cache import code_version
from pipeline.core.errors import UserError

if TYPE_CHECKING:
    from pipeline.source.corrections import Placed

MADE_BY = "made-by.json"
Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]


class MadeBy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a record was made from."""

    record: Sha256
    file: Sha256
    profile: Sha256
    roc_year: int | None
    """What ``origin.toml`` gave."""
    program: str
    corrections: Sha256
    """The hash of what a person put right."""

    @classmethod
    def of(
        cls, record: str, file: str, profile: str, roc_year: int | None, corrections: Sequence[Placed]
    ) -> MadeBy:
        """Return what this program would tell now.

        Args:
            record: the hash of the record.
            file: the hash of the booklet.
            profile: the text of the profile.
            roc_year: what ``origin.toml`` gives.
            corrections: what a person put right.
        """
        return cls(
            record=record,
            file=file,
            profile=hashlib.sha256(profile.encode()).hexdigest(),
            roc_year=roc_year,
            program=code_version(),
            corrections=told(corrections),
        )

    def to_json(self) -> bytes:
        """Return what is written beside the record."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


def told(corrections: Sequence[Placed]) -> str:
    """Return what tells corrections from all others, as a hash."""
    said = json.dumps([each.model_dump() for each in corrections], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def read_made_by(folder: Path) -> MadeBy:
    """Return what stands beside a record.

    Raises:
        UserError: nothing does, or nothing of this version.
    """
    try:
        return msgspec.json.decode((folder / MADE_BY).read_bytes(), type=MadeBy)
    except (OSError, msgspec.MsgspecError) as error:
        raise UserError(
            f"{folder / MADE_BY} does not say what the record was made from: run `booklet extract`."
        ) from error
