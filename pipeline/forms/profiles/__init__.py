"""The layout profiles of this package, and those beside a booklet, as text; ``pipeline.forms.profile`` reads them.

Comes in: a name or a path.  Goes out: TOML.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from pipeline.core.errors import UserError
from pipeline.core.toml_file import toml_text

SUFFIX = ".toml"
"""What the name of a profile that is a file ends in."""


def profile_text(name: str) -> str:
    """Return the TOML text of a profile: one of this package by its name, or a file by its path, which ends in .toml.

    Raises:
        UserError: there is no such profile.
    """
    if name.endswith(SUFFIX):
        return toml_text(Path(name), "check the name of the profile")
    if name not in profile_names():
        known = ", ".join(profile_names())
        raise UserError(
            f"there is no profile {name!r}: name one of {known}, or a file that ends in {SUFFIX}."
        )
    return (files(__name__) / f"{name}{SUFFIX}").read_text("utf-8")


def profile_names() -> list[str]:
    """Return the names of the profiles of this package."""
    return sorted(
        item.name.removesuffix(SUFFIX) for item in files(__name__).iterdir() if item.name.endswith(SUFFIX)
    )
