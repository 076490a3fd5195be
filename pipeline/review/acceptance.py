"""Acceptance: a person who has read an extraction makes it golden, and says why.

Comes in: a record, a reason, and what was reviewed.  Goes out: ``golden/<edition>.json`` and one more entry in
``golden/<edition>.log.toml``.  Refused where no person can be: in CI and in tests.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.checks.golden import accepted_form, golden_json
from pipeline.core.errors import UserError
from pipeline.core.files import put
from pipeline.core.record import Booklet
from pipeline.diff.changes import Diff

NO_PERSON = ("CI", "PYTEST_CURRENT_TEST")
"""Variables that say that no person sits here."""


class Reviewed(BaseModel):
    """A change of the report that a person ticked."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    change: str
    note: str = ""


def refuse_without_person(environ: Mapping[str, str]) -> None:
    """Raise ``UserError`` in CI and in tests: golden is a person's word."""
    if any(environ.get(name) for name in NO_PERSON):
        raise UserError("golden is accepted by a person who has read it, never in CI or in tests.")


def refuse_errors(booklet: Booklet, despite: Collection[str]) -> None:
    """Raise ``UserError`` while errors stand among the findings, unless each code of them is named."""
    codes = sorted({found.code for found in booklet.findings if found.severity == "error"} - set(despite))
    if codes:
        raise UserError(
            f"errors stand among the findings ({', '.join(codes)}): mend them, or name each with --despite CODE."
        )


def read_reviewed(path: Path) -> list[Reviewed]:
    """Return the changes that a decisions file of the report says were reviewed.

    Raises:
        UserError: it cannot be read or is not understood.
    """
    try:
        settings = tomllib.loads(path.read_text("utf-8"))
        return [Reviewed.model_validate(entry) for entry in settings.get("reviewed", [])]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError, TypeError) as error:
        raise UserError(f"{path} is no decisions file ({error}): export it from the report again.") from error


def refuse_unreviewed(diff: Diff, reviewed: Sequence[Reviewed]) -> None:
    """Raise ``UserError`` for a tick that no change has any more, and for a loss without a tick."""
    known = {change.id for change in diff.changes}
    ticked = {entry.change for entry in reviewed}
    if stale := sorted(ticked - known):
        raise UserError(
            f"the decisions file speaks of changes that are no more ({', '.join(stale)}): review again."
        )
    if lost := sorted(
        change.id for change in diff.changes if change.class_ == "loss" and change.id not in ticked
    ):
        raise UserError(f"losses have not been reviewed ({', '.join(lost)}): tick each in the report.")


def accept(
    booklet: Booklet,
    golden: Path,
    *,
    digest: bool,
    who: str,
    when: date,
    reason: str,
    reviewed: Sequence[Reviewed] = (),
) -> None:
    """Write golden and log the acceptance."""
    log = golden.with_suffix(".log.toml")
    entry: dict[str, Any] = {"who": who, "reason": reason, "sha256": booklet.edition.source.sha256}
    if reviewed:
        entry["reviewed"] = len(reviewed)
    lines = ["[[accepted]]", f"when = {when.isoformat()}"]
    # A JSON string of printable text is a TOML string.
    lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items()]
    before = log.read_text("utf-8") + "\n" if log.exists() else ""
    golden.parent.mkdir(exist_ok=True)
    put(golden, partial(Path.write_bytes, data=golden_json(accepted_form(booklet, digest=digest))))
    put(log, partial(Path.write_text, data=before + "\n".join(lines) + "\n", encoding="utf-8"))
