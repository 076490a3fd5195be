"""Which editions the arguments of a command mean.

Comes in: names of editions, files and folders, or none for all that are here.  Goes out: editions, and a sentence for
each that cannot be described.  What can go wrong: an argument is none of these, or two files would be one edition.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from pipeline.core.errors import UserError
from pipeline.source.acquire import Edition, edition_of_file, find_editions, raw_folders
from pipeline.source.folder import JOINED, gathered
from pipeline.source.origin import check_id
from pipeline.source.workspace import EXTRACTED


def chosen_by(
    what: Sequence[str], edition_id: str | None, out: Path | None
) -> tuple[list[Edition], list[str]]:
    """Return the editions that the arguments name, and a sentence for each that cannot be described.

    The files of a folder are one edition, joined in a folder among its outputs.
    """
    troubles: list[str] = []
    editions = find_editions(Path(), raw_folders(), lambda error: troubles.append(str(error)))
    if not what and edition_id:
        what = (edition_id,)
    if not what:
        return editions, troubles
    named = []
    for name in what:
        found = next((edition for edition in editions if edition.id == name), None)
        if found:
            named.append(found)
        elif Path(name).is_dir():
            if edition_id is None:
                raise UserError(f"{name} is a folder: name the edition that its files are with --edition.")
            check_id(edition_id)
            file = gathered(Path(name), (out or EXTRACTED / edition_id) / JOINED)
            named.append(edition_of_file(file, editions, edition_id))
        elif Path(name).exists():
            named.append(edition_of_file(Path(name), editions, edition_id))
        else:
            known = ", ".join(edition.id for edition in editions) or "none"
            raise UserError(f"{name} is neither an edition (known: {known}) nor a file: check its name.")
    return named, []


def refuse_shared_outputs(editions: Sequence[Edition]) -> None:
    """Raise ``UserError`` where two files would be written as one edition."""
    files: dict[str, Path] = {}
    for edition in editions:
        file = edition.file.resolve()
        if files.setdefault(edition.id, file) != file:
            raise UserError(
                f"{files[edition.id]} and {file} are both called edition {edition.id}: "
                "extract them one by one, each with a name of its own by --edition."
            )


def is_missed(edition: Edition) -> bool:
    """Tell whether an edition without a file was here before, or its user has said where such files are."""
    return (EXTRACTED / edition.id).is_dir() or bool(os.environ.get("BOOKLET_RAW"))
