"""One line for what a parser reads in a text: ``45000 max per case``, ``fixed /2020-04-30``, ``P6M``."""

from __future__ import annotations

from pipeline.facts.durations import find_durations
from pipeline.facts.match import Unparsed
from pipeline.facts.money import find_amounts
from pipeline.facts.numerals import parse_numeral
from pipeline.facts.periods import PeriodMatch, Words, find_windows
from pipeline.facts.phones import find_phones
from pipeline.facts.ratios import find_discounts, find_ratios

NOTHING = "nothing"
UNREAD = "not understood"


def find_periods(
    text: str, roc_year: int, *, words: Words = "strict"
) -> tuple[list[PeriodMatch], list[Unparsed]]:
    """Return the windows of a text in order, and what looks like a date and was not understood."""
    found, unread, _ = find_windows(text, roc_year, words=words)
    return found, unread


def read(kind: str, text: str, roc_year: int = 109) -> str:
    """Return the values of one kind in the text, or that there is nothing, or that something was not understood."""
    values, unread = READERS[kind](text, roc_year)
    return "; ".join(values) or (UNREAD if unread else NOTHING)


def _numeral(text, roc_year):
    value = parse_numeral(text)
    return ([], True) if value is None else ([f"{value.normalize():f}"], False)


def _amount(text, roc_year):
    found, unread = find_amounts(text)
    return [words(m.value, m.bound, f"per {' '.join(m.per)}" if m.per else None) for m in found], unread


def _ratio(text, roc_year):
    found, unread = find_ratios(text)
    return [words(f"{m.value:.4g}", m.bound) for m in found], unread


def _discount(text, roc_year):
    return [f"{m.factor:g}" for m in find_discounts(text)], False


def _duration(text, roc_year):
    found, unread = find_durations(text)
    return [words(m.value, m.bound) for m in found], unread


def _period(text, roc_year):
    found, unread = find_periods(text, roc_year, words="loose")
    return [words(m.kind, dates(m.start, m.end), m.recurrence) for m in found], unread


def _phone(text, roc_year):
    found = find_phones(text)
    values = [words(m.e164 or m.rule, m.extension and f"ext {m.extension}") for m in found if m.understood]
    return values, len(values) < len(found)


def words(*parts):
    return " ".join(str(part) for part in parts if part is not None and part != "")


def dates(start, end):
    if start == end:
        return start
    return f"{start or ''}/{end or ''}"


READERS = {
    "numeral": _numeral,
    "amount": _amount,
    "ratio": _ratio,
    "discount": _discount,
    "duration": _duration,
    "period": _period,
    "phone": _phone,
}
