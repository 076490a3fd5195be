"""The layout profiles of this package, and those beside a booklet, as text; ``pipeline.forms.profile`` reads them.

Comes in: a name or a path.  Goes out: TOML.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from pipeline.core.errors import UserError

SUFFIX = ".toml"
"""What the name of a profile that is a file ends in."""
LARGEST = 1 << 20
"""Bytes; a profile has a few thousand."""


def profile_text(name: str) -> str:
    """Return the TOML text of a profile: one of this package by its name, or a file by its path, which ends in .toml.

    Raises:
        UserError: there is no such profile.
    """
    if name.endswith(SUFFIX):
        path = Path(name)
        if path.exists() and not path.is_file():  # a pipe would never end
            raise UserError(f"the profile {name} is no file: check its name.")
        try:
            if path.stat().st_size > LARGEST:
                raise UserError(f"the profile {name} has more than {LARGEST} bytes: check its name.")
            return path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(f"the profile {name} cannot be read ({error}): check its name.") from error
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
