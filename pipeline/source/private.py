"""A booklet that may not be passed on stays out of git, wherever it lies.

Comes in: an edition that was added.  Goes out: a sentence that says where it lies and whether git takes it; where git
would take a file without a licence, a ``.gitignore`` beside it sees that it does not.
"""

from __future__ import annotations

import subprocess
from functools import partial
from pathlib import Path

from pipeline.core.errors import UserError
from pipeline.core.files import put
from pipeline.source.acquire import Edition

IGNORE = ".gitignore"
_ONLY_WHAT_IS_SAID = f"""\
# No licence lets this booklet be passed on: git takes what is said of it, and not the booklet.
*
!{IGNORE}
!*.toml
"""
_SECONDS = 10


def keep_private(edition: Edition) -> str | None:
    """Keep the file of an edition without a licence out of git; return what is to be said of it.

    Raises:
        UserError: git would take the file, and nothing can be written beside it.
    """
    if edition.redistributable:
        return None
    taken = git_takes(edition.file)
    if taken:
        ignore = edition.folder / IGNORE
        try:
            before = ignore.read_text("utf-8") + "\n" if ignore.exists() else ""
            put(ignore, partial(Path.write_text, data=before + _ONLY_WHAT_IS_SAID, encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(
                f"git would take {edition.file}, which no licence lets be passed on, and {ignore} cannot be "
                "written: move the file to a folder that BOOKLET_RAW names."
            ) from error
        if git_takes(edition.file):
            raise UserError(
                f"git has {edition.file} already, which no licence lets be passed on: `git rm --cached` it."
            )
    where = "git does not take it" if taken is not None else "it is in no repository"
    return (
        f"{edition.file} stays on this machine: origin.toml names no licence, and {where}. "
        "If it may be passed on, write licence into origin.toml and use `git add --force`."
    )


def git_takes(file: Path) -> bool | None:
    """Tell whether git would take a file as it stands; None where there is no git, or no repository of it."""
    command = ["git", "-c", "core.fsmonitor=false", "check-ignore", "--quiet", "--", file.name]
    try:
        done = subprocess.run(command, cwd=file.parent, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    return {0: False, 1: True}.get(done.returncode)
