"""The facts of a programme -> rows of ``facts`` and ``windows``.

Comes in: facts, and the programme that they are of (None for the front matter).  Goes out: rows; dates as printed
stay EDTF, and beside them stand the earliest and the latest day, so that one can ask for days.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pipeline.catalogue.offers import offered, support
from pipeline.catalogue.slots import slots
from pipeline.core.expressions import expression
from pipeline.core.record import Amount, Booklet, Condition, Facts, Period, Programme
from pipeline.report.values import day

if TYPE_CHECKING:
    from pipeline.catalogue.columns import Row

_LISTS = {
    "periods": "period",
    "amounts": "amount",
    "ratios": "ratio",
    "discounts": "discount",
    "durations": "duration",
}
_VALUE = {"amount": "amount_twd", "ratio": "ratio", "duration": "duration"}
_SERVICE = expression(r"services\[\d+\]")
_ITEM = expression(r"services\[\d+\]\.items\[\d+\]")
_BENEFIT = expression(r"benefits\[\d+\]")
_TEXT = ("printed", "path", "rule")
_CONDITION = ("kind", "comparison", "value", "subject", "any_of")
_PERIOD = ("purpose", "kind", "start", "end", "recurrence", "subject")


def fact_rows(
    facts: Facts, booklet: Booklet, programme: Programme | None, own: str, of: Row
) -> Iterator[tuple[str, Row]]:
    """Yield each fact, kind by kind in the order of the text, and after each period the windows it opens."""
    for name, kind in _LISTS.items():
        for place, fact in enumerate(getattr(facts, name)):
            identifier = f"{own}/facts.{name}[{place}]"
            row: Row = {"id": identifier, **of, "type": kind, **_common(fact, own, programme)}
            if kind in _VALUE:
                row[_VALUE[kind]] = fact.value
            if kind == "discount":
                row["discount"] = fact.factor
            if isinstance(fact, Amount) and programme and (given := offered(programme, fact)):
                row |= {"offered_as": given, "support": support(fact)}
            if isinstance(fact, Period):
                row |= _period(fact)
            yield "facts", row
            if isinstance(fact, Period):
                yield from _windows(fact, booklet, identifier, of)


def _common(fact: Any, own: str, programme: Programme | None) -> Row:
    """Return what every fact has, and the rows that hold its text."""
    row: Row = {name: getattr(fact, name) for name in _TEXT}
    row |= {"span_start": fact.span[0], "span_end": fact.span[1], "assumptions": "\n".join(fact.assumptions)}
    row |= {"bound": getattr(fact, "bound", None), "per": " ".join(getattr(fact, "per", ())) or None}
    row |= {"role": getattr(fact, "role", None), "of": getattr(fact, "of", None)}
    if programme:
        for column, pattern in (("service", _SERVICE), ("item", _ITEM), ("benefit", _BENEFIT)):
            found = pattern.match(fact.path)
            row[column] = f"{own}/{found.group()}" if found else None
    return row


def condition_rows(conditions: Iterable[Condition], own: str, of: Row) -> Iterator[tuple[str, Row]]:
    """Yield each condition of a programme in the order of the text."""
    for place, condition in enumerate(conditions):
        row: Row = {"id": f"{own}/facts.conditions[{place}]", **of}
        row |= {name: getattr(condition, name) for name in (*_TEXT, *_CONDITION)}
        row |= {
            "values": " ".join(condition.values),
            "span_start": condition.span[0],
            "span_end": condition.span[1],
        }
        for column, pattern in (("service", _SERVICE), ("item", _ITEM)):
            found = pattern.match(condition.path)
            row[column] = f"{own}/{found.group()}" if found else None
        yield "conditions", row


def _period(period: Period) -> Row:
    return {
        **{name: getattr(period, name) for name in _PERIOD},
        "start_first": day(period.start, last=False),
        "end_last": day(period.end, last=True),
        "approximate": approximate(period),
    }


def approximate(period: Period) -> bool:
    """Tell whether a date of a window is about, meant or planned, not said."""
    ends = [edge for edge in (period.start, period.end) if edge]
    return "tentative" in period.assumptions or any(edge[-1] in "~?%" for edge in ends)


def _windows(period: Period, booklet: Booklet, fact: str, of: Row) -> Iterator[tuple[str, Row]]:
    """Yield the windows of a period: one where dates are printed, one for each run of months that come back."""
    told: list[tuple[datetime.date | None, datetime.date | None, datetime.date | None]] = []
    if period.start or period.end:
        opens, closes = day(period.start, last=False), day(period.end, last=True)
        told.append((opens, day(period.end, last=False), closes))
    else:
        for slot in slots(period, booklet.edition):
            if isinstance(slot.end, datetime.date):
                told.append((_date(slot.start), slot.deadline, _date(slot.end) - datetime.timedelta(days=1)))
    for number, (opens, closes_first, closes) in enumerate(told):
        yield (
            "windows",
            {
                "id": f"{fact}/windows[{number}]",
                **of,
                "path": period.path,
                "fact": fact,
                "purpose": period.purpose,
                "subject": period.subject,
                "opens": opens,
                "closes_first": closes_first,
                "closes": closes,
                "approximate": approximate(period) or not (period.start or period.end),
                "yearly": (period.recurrence or "").startswith("FREQ=YEARLY"),
                "printed": period.printed,
            },
        )


def _date(moment: datetime.date | datetime.datetime) -> datetime.date:
    return moment.date() if isinstance(moment, datetime.datetime) else moment
