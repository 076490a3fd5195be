"""Files in TOML that a person wrote: read, or refused in one sentence, whatever stands in them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.core.errors import UserError, brief

if TYPE_CHECKING:
    from pydantic import BaseModel
    from tomlkit import TOMLDocument

Said = TypeVar("Said", bound="BaseModel")
LARGEST = 1 << 20
"""Bytes; verdicts on a thousand changes, each with a note, have a third of it."""
DOTS = 50
"""Of a key; the reader's time grows with their square."""
_PART = r"""(?:[A-Za-z0-9_-]++|"(?:\\.|[^"\\\n])*+"?+|'[^'\n]*+'?+)"""
_DOT = r"[ \t]*+\.[ \t]*+"
_TOKEN = re.compile(
    r'''"""(?:\\?.)*?(?:"{3,5}+|\Z)|#[^\n]*+'''
    r"|'''.*?(?:'{3,5}+|\Z)"
    rf"|{_PART}(?:{_DOT}{_PART}){{0,{DOTS}}}+(?P<more>{_DOT}{_PART})?+",
    re.DOTALL,
)
"""What can hold a dot that parts no key, and whatever may be a key, wherever it stands; each ends where TOML fails."""


def read_toml(path: Path, advice: str = "correct it") -> dict[str, Any]:
    """Return what a file says.

    Raises:
        UserError: it is absent, no file, too large or no TOML; ``advice`` says what to do.
    """
    try:
        return parsed(toml_text(path, advice))
    except (ValueError, RecursionError) as error:  # no TOML, a number of 5,000 digits, deep nesting
        raise _no_toml(path, error, advice) from error


def toml_text(path: Path, advice: str = "correct it") -> str:
    """Return the text of a file that should hold TOML.

    Raises:
        UserError: it is absent, no file, too large or no text; ``advice`` says what to do.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe would never end
            raise UserError(f"{path} is not a file: {advice}.")
        if path.stat().st_size > LARGEST:
            raise UserError(f"{path} has more than {LARGEST} bytes: {advice}.")
        return path.read_text("utf-8")
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}): {advice}.") from error
    except ValueError as error:
        raise _no_toml(path, error, advice) from error


def _no_toml(name: str | Path, error: Exception, advice: str = "correct it") -> UserError:
    return UserError(f"{name} is not valid TOML ({brief(error)}): {advice}.")


def parsed(text: str) -> dict[str, Any]:
    """Return what a text in TOML says, in time that grows with its length.

    Raises:
        tomllib.TOMLDecodeError: it is none.
    """
    if any(token["more"] for token in _TOKEN.finditer(text)):
        raise tomllib.TOMLDecodeError("a key of too many parts")
    return tomllib.loads(text)


def editable(text: str, name: str | Path) -> TOMLDocument:
    """Return what a text in TOML says, to be changed and written with its comments and its order.

    Args:
        text: what stands in a file.
        name: the file.

    Raises:
        UserError: it is none.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        parsed(text)
        return tomlkit.parse(text)
    except (ValueError, RecursionError, TOMLKitError) as error:
        raise _no_toml(name, error) from error


def read_entries(path: Path, kind: type[Said], entries: str) -> Said:
    """Return what a file says as a model; ``entries`` ends the sentence that says what can stand in it.

    Raises:
        UserError: it is absent, no TOML, or says something else.
    """
    from pydantic import ValidationError  # whoever has a model has loaded it

    try:
        return kind.model_validate(read_toml(path))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UserError(f"{path}: {place}: {first['msg']}; {entries}.") from error
