"""Compares our parsers of facts with public ones on one table of printed forms, and prints Markdown.

    python -m benchmarks.facts_peers [--wrong]

The table is ``tests/facts/forms.toml``, which the test suite holds to ours.  A parser is *right* when it gives
just the values of the form (and none where there is none), *wrong* when it gives another value, *missing* when
it gives none.  Only values are compared: bounds and units of payment, which no peer reads, are left out.
Needs ``cn2an``, ``dateparser`` and ``recognizers-text-suite`` with ``emoji<2`` (see the ``bench`` extra).
"""

from __future__ import annotations

import datetime
import importlib
import re
import sys
import tomllib
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import phonenumbers

from tests.facts.reading import NOTHING, UNREAD, read

FORMS = Path(__file__).parents[1] / "tests" / "facts" / "forms.toml"
EDITION = datetime.datetime(2020, 2, 1)
_HALF_YEAR = re.compile(r"^P(\d+)\.5Y$")
Reader = Callable[[str], list[str]]


def core(reads: str) -> list[str]:
    """Return the bare values of a line of the table: no bounds, kinds or units."""
    if reads in (NOTHING, UNREAD):
        return []
    values = []
    for part in reads.split("; "):
        words = [word for word in part.split() if word not in ("min", "max", "fixed", "until_full")]
        values.append(" ".join(words[: words.index("per")] if "per" in words else words))
    return values


def ours(kind: str) -> Reader:
    """Return our parser of a kind."""
    return lambda text: core(read(kind, text))


def cn2an_numeral(text: str) -> list[str]:
    """Read a numeral with cn2an."""
    value = importlib.import_module("cn2an").cn2an(text, "smart")
    return [f"{value:f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)]


def cn2an_amount(text: str) -> list[str]:
    """Read an amount with cn2an, which wants the bare numeral: currency and 元 are taken off for it."""
    for word in ("新臺幣", "新台幣", "NT$", "元整", "元"):
        text = text.replace(word, "")
    return cn2an_numeral(text)


def matcher_phone(text: str) -> list[str]:
    """Find phones with the matcher of phonenumbers."""
    return [
        phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        + (f" ext {match.number.extension}" if match.number.extension else "")
        for match in phonenumbers.PhoneNumberMatcher(text, "TW")
    ]


def dateparser_period(text: str) -> list[str]:
    """Read a date with dateparser."""
    settings = {"RELATIVE_BASE": EDITION, "PREFER_DAY_OF_MONTH": "first"}
    found = importlib.import_module("dateparser").parse(text, languages=["zh-Hant", "zh"], settings=settings)
    return [found.date().isoformat()] if found else []


def recognizers(module: str, function: str, *arguments: Any) -> Callable[[str], list[Any]]:
    """Return a recognizer of Recognizers-Text for Chinese."""

    def recognize(text: str) -> list[Any]:
        recognizer = getattr(importlib.import_module(module), function)
        return list(recognizer(text, "zh-cn", *arguments))

    return recognize


def recognizers_value(module: str, function: str, scale: float = 1) -> Reader:
    """Read numbers, money or shares with Recognizers-Text."""

    def reader(text: str) -> list[str]:
        values = [str(found.resolution["value"]) for found in recognizers(module, function)(text)]
        return [f"{float(value.rstrip('%')) * scale:.15g}" for value in values]

    return reader


def recognizers_time(kinds: tuple[str, ...]) -> Reader:
    """Read dates or lengths of time with Recognizers-Text; of several resolutions the first counts."""

    def reader(text: str) -> list[str]:
        values = []
        for found in recognizers("recognizers_date_time", "recognize_datetime", 0, EDITION)(text):
            first = (found.resolution or {"values": [{}]})["values"][0]
            if first.get("type") in kinds:
                whole = first["timex"] if first["type"] == "duration" else first.get("value")
                whole = _HALF_YEAR.sub(lambda m: f"P{m[1]}Y6M" if m[1] != "0" else "P6M", whole or "")
                values.append(whole or f"{first.get('start', '')}/{first.get('end', '')}")
        return values

    return reader


DATES = ("date", "daterange", "datetime", "datetimerange")
CONTESTANTS: dict[str, dict[str, Reader]] = {
    "numeral": {
        "cn2an": cn2an_numeral,
        "Recognizers": recognizers_value("recognizers_number", "recognize_number"),
    },
    "amount": {
        "cn2an": cn2an_amount,
        "Recognizers": recognizers_value("recognizers_number_with_unit", "recognize_currency"),
    },
    "ratio": {"Recognizers": recognizers_value("recognizers_number", "recognize_percentage", 0.01)},
    "discount": {"Recognizers": recognizers_value("recognizers_number", "recognize_percentage", 0.01)},
    "duration": {"Recognizers": recognizers_time(("duration",))},
    "period": {"dateparser": dateparser_period, "Recognizers": recognizers_time(DATES)},
    "phone": {"phonenumbers matcher": matcher_phone},
}


def score(reader: Reader, forms: dict[str, str]) -> Iterator[tuple[str, str, list[str], list[str]]]:
    """Yield for each form whether a parser is right, wrong or missing, and what it gave and should have given."""
    for text, reads in forms.items():
        wanted = core(reads)
        try:
            given = reader(text)
        except ModuleNotFoundError:
            raise
        except Exception:  # a peer that raises has read nothing
            given = []
        verdict = "right" if given == wanted else "wrong" if given else "missing"
        yield verdict, text, given, wanted


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    tables = tomllib.loads(FORMS.read_text("utf-8"))
    print("| kind | forms | parser | right | wrong | missing |\n|---|--:|---|--:|--:|--:|")
    mistakes = []
    for kind, forms in tables.items():
        for name, reader in {"ours": ours(kind), **CONTESTANTS[kind]}.items():
            rows = list(score(reader, forms))
            count = Counter(verdict for verdict, *_ in rows)
            cells = (kind, len(forms), name, count["right"], count["wrong"], count["missing"])
            print("| " + " | ".join(map(str, cells)) + " |")
            mistakes += [(kind, name, *row[1:]) for row in rows if row[0] == "wrong"]
    if "--wrong" in sys.argv:
        for kind, name, text, given, wanted in mistakes:
            print(f"{kind}\t{name}\t{text}\t{given}\t{wanted}")


if __name__ == "__main__":
    main()
