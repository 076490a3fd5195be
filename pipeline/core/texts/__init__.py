"""What a person reads, in one file a language: ``en.toml`` and ``zh_TW.toml``, with the same keys.

Comes in: a language.  Goes out: its texts; ``{names}`` in them are values that are put in where they are shown.
Findings have their English beside their codes (``core.findings``) and their Chinese here.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pipeline.core.findings import CODES

Language = Literal["en", "zh_TW"]
LANGUAGES: tuple[Language, ...] = ("en", "zh_TW")


@cache
def texts(language: Language) -> dict[str, Any]:
    """Return all texts of a language."""
    return tomllib.loads((files(__name__) / f"{language}.toml").read_text("utf-8"))


def of_finding(language: Language, code: str) -> tuple[str, str]:
    """Return what a finding means and what the person who reads it does."""
    told: dict[str, str] | None = texts(language).get("findings", {}).get(code)
    return (told["meaning"], told["hint"]) if told else CODES[code][1:]
