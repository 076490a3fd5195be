"""A tag -> the notes of its release: python -m tools.release v0.2.0.

Comes in: a tag, the version in ``pipeline``, CITATION.cff and CHANGELOG.md.  Goes out, on standard output: the part of
the changelog of that version.  What can go wrong: the three do not name the same version, or the part is absent or
empty; then the status is 1 and one sentence says so.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from pipeline import __version__


def notes(tag: str, version: str, citation: str, changelog: str) -> str:
    """Return what the changelog says of the version that ``tag`` names.

    Raises:
        ValueError: the tag, the package, the citation and the changelog do not agree.
    """
    if tag != f"v{version}":
        raise ValueError(f"the tag is {tag}, but the package is of version {version}: tag v{version}.")
    if f"\nversion: {version}\n" not in citation:
        raise ValueError(f"CITATION.cff does not name version {version}: put it there.")
    part = re.search(
        rf"^## \[{re.escape(version)}\][^\n]*\n(.*?)(?=^## \[|^\[|\Z)", changelog, re.DOTALL | re.MULTILINE
    )
    if part is None or not part[1].strip():
        raise ValueError(f"CHANGELOG.md says nothing of version {version}: move [Unreleased] under it.")
    return part[1].strip() + "\n"


def main(arguments: list[str]) -> int:
    """Print the notes of a release; return the exit status."""
    try:
        (tag,) = arguments
        print(
            notes(tag, __version__, Path("CITATION.cff").read_text(), Path("CHANGELOG.md").read_text()),
            end="",
        )
    except ValueError as error:
        print(f"release: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
