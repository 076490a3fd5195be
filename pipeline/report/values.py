"""A value of the record, as JSON -> what a person reads: labelled rows, dates, money and what was added to it."""

from __future__ import annotations

import datetime
from calendar import monthrange
from typing import Any, NamedTuple

from pipeline.core.expressions import expression
from pipeline.fields.whole_facts import CORRECTED
from pipeline.report.labels import Label, assumption, code, counted, field, labels_of, role, same, worded

_HIDDEN = frozenset(("facts", "id", "key", "number", "outline", "pages", "path", "printed_page")) | frozenset(
    ("provenance", "confidence", "rule", "span", "e164", "programmes")
)
_BENEFIT = frozenset(("kind", "title", "text", "outline", "facts"))
_CODED = frozenset(("role", "bound", "per", "purpose"))
_DATE = expression(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T(\d\d:\d\d)(?::\d\d)?)?([~?%]?)")
_SPAN = expression(r"P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
_MONTHS = expression(r"BYMONTH=([\d,]+)")


class Row(NamedTuple):
    """A labelled line of a value."""

    label: Label | None
    text: str


class Shift(NamedTuple):
    """How far a number or a date moved: what to say, and whether up, down or neither."""

    text: Label
    way: str


def is_fact(value: Any) -> bool:
    """Tell whether a value is a typed one, with the words that it was read from."""
    return isinstance(value, dict) and {"printed", "path", "span"} <= value.keys()


def rows(value: Any) -> list[Row]:
    """Return a value of any kind as labelled lines."""
    if value is None:
        return []
    if isinstance(value, dict):
        return _dict_rows(value)
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return [row for item in value for row in rows(item)]
    return [Row(None, plain(value))]


def _dict_rows(value: dict[str, Any]) -> list[Row]:
    if {"number", "name"} == value.keys():
        return [Row(None, plain(value))]
    if "items" in value and "kind" in value:
        return _service(value)
    if {"kind", "text"} <= value.keys() and not value.keys() - _BENEFIT:
        title = [Row(None, value["title"])] if value.get("title") else []
        return [*title, Row(same(value["kind"]), value["text"])]
    if {"label", "text"} <= value.keys() and not value.keys() - {"label", "text", "outline", "facts"}:
        return [Row(same(value["label"]) if value["label"] else None, value["text"])]
    made: list[Row] = []
    for key, item in value.items():
        if key in _HIDDEN or item in (None, "", [], {}):
            continue
        label = None if key == "text" else field(key)
        if isinstance(item, list) and any(isinstance(part, dict) for part in item) and key != "phones":
            for part in item:
                made += rows(part)
        elif isinstance(item, str) and key in _CODED | {"kind"}:
            made.append(Row(label, code(item).zh))
        else:
            made.append(Row(label, plain(item)))
    return made


def _service(value: dict[str, Any]) -> list[Row]:
    head = [Row(field("services"), "　".join(part for part in (value["kind"], value.get("title")) if part))]
    text = [Row(None, value["text"])] if value.get("text") else []
    items = value.get("items") or []
    return (
        head
        + text
        + [Row(same(item["label"]) if item.get("label") else None, item["text"]) for item in items]
    )


def plain(value: Any) -> str:
    """Return a value as one text."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float | str):
        return str(value)
    if isinstance(value, list):
        return "\n".join(plain(item) for item in value)
    if "printed" in value:
        return str(value["printed"])
    if {"number", "name"} <= value.keys():
        return f"{value['number']}　{value['name']}" if value["number"] is not None else str(value["name"])
    if "url" in value:
        return "\n".join(part for part in (value.get("name"), value["url"]) if part)
    if "text" in value:
        return "：".join(part for part in (value.get("label"), value["text"]) if part)
    return "\n".join(f"{key}：{plain(item)}" for key, item in value.items() if item not in (None, "", [], {}))


_FROM_NOW = "即日起"
"""What is printed in place of a first day."""


def headline(fact: dict[str, Any]) -> Label:
    """Return the normalised value of a fact."""
    if "factor" in fact:
        return worded("discount", part=Label(f"{fact['factor'] * 10:g}", f"{fact['factor']:.0%}"))
    if "purpose" in fact:
        return _window(fact)
    if "comparison" in fact:
        return _condition(fact)
    value = fact.get("value")
    if isinstance(value, str):
        return _length(value)
    if isinstance(value, float) or "per" not in fact and isinstance(value, int):
        return same(_share(float(value)))
    if isinstance(value, int):
        return same(f"NT${value:,}")
    return same(str(fact.get("printed", "")))


def _condition(fact: dict[str, Any]) -> Label:
    """Return a condition: what it is about, how it compares, with what; of one thing that may be, just that."""
    if fact["comparison"] == "one_of" and len(fact["values"]) == 1:
        return worded("about", what=code(fact["kind"]), only=word_of_condition(fact["values"][0]))
    said = [code(fact["kind"])] + ([code(fact["comparison"])] if fact["comparison"] else [])
    if fact["value"] is not None:
        money = fact["kind"] in ("capital", "turnover", "net_worth")
        said.append(same(f"NT${fact['value']:,}" if money else f"{fact['value']:,}"))
    words = list(map(word_of_condition, fact["values"]))
    zh, en = ("、".join(word.zh for word in words), ", ".join(word.en for word in words))
    said += [Label(zh, en)] if words else []
    return Label(" ".join(each.zh for each in said), " ".join(each.en for each in said))


def word_of_condition(word: str) -> Label:
    """Return a kind of applicant, a registration or a place in words."""
    return labels_of("regions").get(word) or code(word)


def _share(value: float) -> str:
    return f"{value * 100:.4g}%"


def _window(fact: dict[str, Any]) -> Label:
    start, end = fact.get("start"), fact.get("end")
    if start and start == end:
        return Label(_dated(start, roc=True), _dated(start))
    if start and end:
        return Label(
            f"{_dated(start, roc=True)} – {_dated(end, roc=True, beside=start)}",
            f"{_dated(start)} – {_dated(end)}",
        )
    if start:
        return worded("from", date=Label(_dated(start, roc=True), _dated(start)))
    if end:
        now = _FROM_NOW in str(fact.get("printed"))
        return worded("now_until" if now else "until", date=Label(_dated(end, roc=True), _dated(end)))
    kind = code(str(fact.get("kind")))
    months = _MONTHS.search(fact.get("recurrence") or "")
    if months:
        return worded(
            "yearly", months=Label(months[1].replace(",", "、"), months[1].replace(",", ", ")), kind=kind
        )
    return kind


def _dated(edtf: str | None, *, roc: bool = False, beside: str | None = None) -> str:
    """Return an EDTF date for a reader, as the booklet counts years where asked; its year is not said twice."""
    found = _DATE.fullmatch(edtf or "")
    if not found:
        return edtf or "…"
    year, month, date, time, about = found.groups()
    unit = ""
    parts = [str(int(year) - 1911) if roc else year, *(part for part in (month, date) if part)]
    if roc:
        again = bool(month) and (beside or "")[:4] == year
        parts = [part.lstrip("0") for part in (parts[1:] if again else parts)]
        unit = "whole_year" if not month else "whole_month" if again and not date else ""
    said = ("/" if roc else "-").join(parts)
    said = worded(unit, day=said).zh if unit else said
    said += f" {time}" if time else ""
    return worded("or_so", day=said)[0 if roc else 1] if about else said


def _length(value: str) -> Label:
    found = _SPAN.fullmatch(value)
    if not found:
        return same(value)
    units = ("years", "months", "weeks", "days", "hours", "minutes")
    parts = [counted(unit, int(number)) for number, unit in zip(found.groups(), units, strict=True) if number]
    return Label(" ".join(each.zh for each in parts), " ".join(each.en for each in parts))


def qualities(fact: dict[str, Any]) -> list[Label]:
    """Return what else is known of a fact: what it is for, its bound, its units, of what, and what was assumed."""
    said = [code(fact[key]) for key in ("purpose", "bound") if fact.get(key)]
    if "role" in fact:
        said.insert(0, role(fact["role"]))
    said += (code(word) for word in fact.get("per") or [])
    if fact.get("of"):
        said.append(worded("of", of=fact["of"]))
    if fact.get("purpose") and fact.get("kind") and (fact.get("start") or fact.get("end")):
        said.append(code(fact["kind"]))
        if (fact.get("recurrence") or "").startswith("FREQ=YEARLY"):
            said.append(code("year"))
    if fact.get("subject"):
        own = fact["subject"]
        said.append(worded("only_for", subject=own) if "comparison" in fact else same(own))
    if fact.get("any_of"):
        said.append(worded("one_is_enough", group=fact["any_of"]))
    if fact.get("rule") == CORRECTED:
        said.append(worded("corrected"))
    assumed = [assumption(word) for word in fact.get("assumptions") or []]
    said += (worded("assumed", what=label) for label in assumed)
    return said


def shift(before: Any, after: Any) -> Shift | None:
    """Return the difference between two facts of one kind: amount and percentage, points, days."""
    if not (is_fact(before) and is_fact(after)):
        return None
    if "comparison" in before or "comparison" in after:
        return None
    if "purpose" in before and "purpose" in after:
        return _moved(before, after)
    if "factor" in before and "factor" in after:
        return _points(before["factor"], after["factor"])
    one, other = before.get("value"), after.get("value")
    if isinstance(one, str) or isinstance(other, str) or one is None or other is None:
        return None
    if "per" not in before:
        return _points(one, other)
    if one == other:
        return None
    by = f"{other - one:+,}".replace("-", "−")
    way = "up" if other > one else "down"
    if not one:
        return Shift(worded("by_sum", by=by), way)
    return Shift(
        worded("by_sum_and_share", by=by, share=f"{(other - one) / one:+.1%}".replace("-", "−")), way
    )


def _points(one: float, other: float) -> Shift | None:
    if one == other:
        return None
    by = f"{(other - one) * 100:+.4g}".replace("-", "−")
    return Shift(worded("points", by=by), "up" if other > one else "down")


def _moved(before: dict[str, Any], after: dict[str, Any]) -> Shift | None:
    """Return how a window's end (or start) moved, with the whole years of a rolled-over date said apart."""
    for key, edge in (("end", worded("ends")), ("start", worded("starts"))):
        one, other = day(before.get(key), last=key == "end"), day(after.get(key), last=key == "end")
        if one is None or other is None or one == other:
            continue
        years = other.year - one.year
        days = (other - years_later(one, years)).days
        whole = counted("moved", years) if years else None
        if not days:
            return Shift(whole, "same") if whole else None
        at_once = before.get("start") == before.get("end")
        moved = Label(("" if at_once else edge.zh) + (worded("further").zh if whole else ""), edge.en)
        later = counted("later" if days > 0 else "earlier", abs(days), edge=moved)
        return Shift(worded("both", one=whole, other=later) if whole else later, "same")
    return None


def years_later(date: datetime.date, years: int) -> datetime.date:
    """Return a day in another year; the last of February where the 29th is none."""
    last = monthrange(date.year + years, date.month)[1]
    return date.replace(year=date.year + years, day=min(date.day, last))


def day(edtf: str | None, *, last: bool) -> datetime.date | None:
    """Return the first or last day of an EDTF date of the record."""
    found = _DATE.fullmatch(edtf or "")
    if not found:
        return None
    year = int(found[1])
    month = int(found[2]) if found[2] else 12 if last else 1
    try:
        date = int(found[3]) if found[3] else monthrange(year, month)[1] if last else 1
        return datetime.date(year, month, date)
    except ValueError:
        return None


def months(recurrence: str | None) -> list[int]:
    """Return the months in which a yearly window stands."""
    found = _MONTHS.search(recurrence or "")
    return [int(month) for month in found[1].split(",") if month and 1 <= int(month) <= 12] if found else []
