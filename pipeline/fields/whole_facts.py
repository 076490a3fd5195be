"""A whole typed value <-> the text that says it: 500000, P6M, 2025-01-01/2025-03-31, capital at_most 80000000.

Comes in: a fact; or a kind, such a text, and the printed words with their place.  Goes out: the text; or the fact, or
None where the text says none of that kind.  A window has .. for an open end.  A condition is what it is about, how it
compares, and with what: ``applicant one_of company, partnership``.
"""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

from pydantic import ValidationError

from pipeline.core.expressions import expression
from pipeline.core.record import Fact, Facts
from pipeline.facts.conditions.words import APPLICANTS, COUNTED, PLACES, REGISTRATIONS

CORRECTED = "corrected"
"""The rule of a fact that a person put right."""
WHOLE = {"amounts": "value", "ratios": "value", "discounts": "factor", "durations": "value"}
"""The one field that says a value of these kinds; a window has two, a condition up to three."""
OPEN = ".."
BETWEEN = ", "
_REGISTERED = tuple(dict.fromkeys(REGISTRATIONS.values()))
CONDITIONS: dict[str, tuple[str, ...] | None] = {
    "applicant one_of": tuple(dict.fromkeys(" ".join(APPLICANTS.values()).split())),
    **{
        f"{kind} {comparison}": None
        for kind in COUNTED
        for comparison in ("at_most", "less_than", "at_least", "more_than")
    },
    "location one_of": ("TW", *PLACES.values()),
    "registration": (),
    "registration one_of": _REGISTERED,
    "registration all_of": _REGISTERED,
    "consortium at_least": None,
    "net_worth more_than 0": (),
    "net_worth at_least 0": (),
    "credit none_of": ("bank_refusal", "dishonoured_cheque"),
    "foreign_capital none_of CN": (),
    "mid_sized_only": (),
    "free": (),
}
"""How each condition begins -> the words one or several of which follow; None where a whole number does."""
_DIGITS = 18
"""A number of more digits is no amount, and no database holds it."""
_NUMBER = expression(rf"\d{{1,{_DIGITS}}}")
_DATE = expression(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)?)?)?[~?%]?")
_LENGTH = expression(r"P(?=.)(?:\d+(?:\.\d+)?Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?)?")


def written(fact: Fact, name: str) -> str:
    """Return a field of a fact as text."""
    value = getattr(fact, name)
    if isinstance(value, list):
        return BETWEEN.join(value)
    return "" if value is None else str(value)


def said_whole(kind: str, fact: Fact) -> str:
    """Return what a fact says, as text."""
    if kind == "periods":
        return "/".join(written(fact, name) or OPEN for name in ("start", "end"))
    if kind in WHOLE:
        return written(fact, WHOLE[kind])
    told = (written(fact, name) for name in ("kind", "comparison", "value", "values"))
    return " ".join(each for each in told if each)


def whole_fact(kind: str, text: str, **place: Any) -> Fact | None:
    """Return the fact that a text says; None where it says none of that kind.

    Args:
        kind: a field of ``Facts``.
        text: as ``said_whole`` writes it.
        place: the fields ``printed``, ``path`` and ``span``.
    """
    told = _told(kind, text)
    if told is None:
        return None
    model = get_args(Facts.model_fields[kind].annotation)[0]
    try:
        fact: Fact = model.model_validate({**told, **place, "rule": CORRECTED})
    except ValidationError:
        return None
    return fact if kind not in WHOLE or is_sound(fact, WHOLE[kind]) else None


def _told(kind: str, text: str) -> dict[str, Any] | None:
    if kind == "conditions":
        return _condition(text)
    if kind != "periods":
        return {WHOLE[kind]: text} if kind in WHOLE else None
    edges = [None if each == OPEN else each for each in text.split("/")]
    if len(edges) != 2 or not any(edges) or not all(each is None or is_date(each) for each in edges):
        return None
    return {"start": edges[0], "end": edges[1], "kind": "fixed", "purpose": "application"}


def _condition(text: str) -> dict[str, Any] | None:
    about, compares, rest = (*text.split(" ", 2), "", "")[:3]
    number = int(rest) if _NUMBER.fullmatch(rest) else None
    words = rest.split(BETWEEN) if rest and number is None else []
    known = CONDITIONS.get(f"{about} {compares}", ())
    follows = number is not None if known is None else bool(words) and set(words) <= set(known)
    if not follows and CONDITIONS.get(text) != ():
        return None
    return {"kind": about, "comparison": compares or None, "value": number, "values": words}


def is_sound(fact: Fact, name: str) -> bool:
    """Tell whether a field of a fact holds what it may: a number from 0, a date, a length of time."""
    value = getattr(fact, name)
    if isinstance(value, int | float):
        return bool(0 <= value < 10**_DIGITS)
    if name == "value":
        return isinstance(value, str) and bool(_LENGTH.fullmatch(value))
    return name not in ("start", "end") or value is None or is_date(value)


def is_date(text: str) -> bool:
    """Tell whether a text is a day, month or year of the calendar in EDTF."""
    found = _DATE.fullmatch(text)
    try:
        return found is not None and bool(date(int(found[1]), int(found[2] or 1), int(found[3] or 1)))
    except ValueError:
        return False
