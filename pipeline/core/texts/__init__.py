"""What a person reads, in one file a language: ``en.toml`` and ``zh_TW.toml``.

Comes in: a language.  Goes out: its texts; ``{names}`` in them are values that are put in where they are shown.  Words
of pages have a key in both files.  Findings have their English beside their codes (``core.findings``), and sentences of
the program (faults, messages of findings, help) are their own English: the Chinese of both stands in ``zh_TW.toml``,
that of a sentence under its English with ``{0}``, ``{1}`` for what was put in.  So records stay in one language, and a
sentence is said in another where it is shown; one that is not known is said in English.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Language = Literal["en", "zh_TW"]
LANGUAGES: tuple[Language, ...] = ("en", "zh_TW")
VARIABLE = "BOOKLET_LANG"
"""The variable that says in which language the program speaks, before those of the locale."""
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_SLOT = re.compile(r"\{(\d)\}")
_LEAST = 12
"""Letters of a pattern that is looked for within a sentence: "{0} written" might be printed words."""
_MOST = 4000
"""Letters of a sentence that is compared with patterns."""
_DEEPEST = 8
"""How often a sentence stands in one that stands in another; printed words may as often as they like."""
_spoken: ContextVar[Language] = ContextVar("_spoken", default="en")


@cache
def texts(language: Language) -> dict[str, Any]:
    """Return all texts of a language."""
    return tomllib.loads((files(__name__) / f"{language}.toml").read_text("utf-8"))


def of_finding(language: Language, code: str) -> tuple[str, str]:
    """Return what a finding means and what the person who reads it does."""
    from pipeline.core.findings import CODES

    told: dict[str, str] | None = texts(language).get("findings", {}).get(code)
    return (told["meaning"], told["hint"]) if told else CODES[code][1:]


def language_of(environ: Mapping[str, str]) -> Language:
    """Return the language that variables ask for: BOOKLET_LANG, else those of the locale; Chinese is zh."""
    asked = next((environ[name] for name in (VARIABLE, *_LOCALE) if environ.get(name)), "")
    return "zh_TW" if asked.lower().startswith("zh") else "en"


def speak(language: Language) -> None:
    """Have what is said from here on be said in a language."""
    _spoken.set(language)


def spoken() -> Language:
    """Return the language in which things are said."""
    return _spoken.get()


def said(sentence: str, language: Language | None = None) -> str:
    """Return a sentence of the program in a language, else in the one that is spoken; in English if it is not known."""
    language = language or spoken()
    return sentence if language == "en" else _translated(sentence, language, 0, 0)


def _translated(sentence: str, language: Language, least: int, depth: int) -> str:
    known: dict[str, str] = texts(language).get("sentences", {})
    if sentence in known:
        return known[sentence]
    if len(sentence) > _MOST or depth > _DEEPEST:
        return sentence
    fitting = (
        (pattern.fullmatch(sentence), told) for pattern, own, told in _patterns(language) if own >= least
    )
    found, told = next(((found, told) for found, told in fitting if found), (None, ""))
    if found is None:
        return sentence
    parts = [_part(part, language, depth + 1) for part in found.groups()]
    return _SLOT.sub(lambda slot: parts[int(slot[1])], told)


def _part(part: str, language: Language, depth: int) -> str:
    """Return what was put into a sentence: sentences in it are translated, names and printed words are not."""
    parts = part.split("; ")
    told = [_translated(each, language, _LEAST, depth) for each in parts]
    return part if told == parts else "；".join(told)


@cache
def _patterns(language: Language) -> list[tuple[re.Pattern[str], int, str]]:
    """Return the sentences that hold values, those with most words of their own first."""
    found = []
    for english, told in texts(language).get("sentences", {}).items():
        if _SLOT.search(english):
            words = _SLOT.split(english)[::2]
            first, *between, last = map(re.escape, words)
            # The first place of each word leaves most room for the next: no later one would fit, if it does not.
            inner = "".join(f"(?>(.*?){word})" for word in between)
            pattern = re.compile(f"{first}{inner}(.*?){last}", re.DOTALL)
            found.append((pattern, sum(map(len, words)), told))
    return sorted(found, key=lambda each: -each[1])
