"""A dated window as printed, and the words that link and end windows, which all their grammars share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from pipeline.facts.date_grammar import Written
from pipeline.facts.date_tokens import Clause
from pipeline.facts.dates import Clock
from pipeline.facts.match import Span

Form = Literal[
    "range",
    "years",
    "clock-range",
    "day-list",
    "day-range",
    "month-list",
    "month-range",
    "months",
    "open",
    "lone",
]


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of a list of days or months, or a range of days."""

    first: int | None
    last: int | None
    span: Span


class Printed(NamedTuple):
    """A window as printed."""

    form: Form
    span: Span
    next: int
    """The first token after it."""
    one: Written | None = None
    two: Written | None = None
    lead: str = ""
    """自, 於 and the like before it; part of the span."""
    body: int = 0
    """Where the words after that begin."""
    yearly: bool = False
    to: bool = False
    until: bool = False
    since: bool = False
    next_year: bool = False
    """Whether 次年 stands before the second date."""
    of_other_year: bool = False
    """Whether 次年 or 前一年 stands before all of it: of a year that nobody can tell."""
    day: int | None = None
    """The last day, where a range repeats no month."""
    slashed: bool = False
    """Whether that day stands after a dash only: 4/16-19."""
    excluded: bool = False
    """Whether the day itself is no part of the window: 3月1日(不含)前."""
    clock: Clock | None = None
    days: tuple[Listed, ...] = ()
    months: tuple[int | None, ...] = ()
    years: tuple[int, int] | None = None


def link_after(clause: Clause, at: int) -> int | None:
    """Return the token after the words that link two dates, or None."""
    at += clause.joins(at, "since") and clause.tokens[at].text in ("起", "開始")
    at += clause.joins(at, "receive")
    at += clause.joins(at, "comma")
    at += clause.joins(at, "since") and clause.tokens[at].text == "起"
    if not (clause.joins(at, "dash") or (clause.joins(at, "to") and len(clause.tokens[at].text) == 1)):
        return None
    return at + 1 + clause.joins(at + 1, "same")


def bound(clause: Clause, at: int, found: Printed) -> Printed:
    """Return a window with the word after it that makes it end there, and its place."""
    end = until_after(clause, found.next)
    after = end or found.next
    excluded = end is not None and leaves_out(clause, found.next)
    if end is not None and leaves_out(clause, end):
        excluded, after = True, end + 1
    span = (clause.tokens[at].start, clause.end(after))
    return found._replace(next=after, until=end is not None, excluded=excluded, span=span)


def leaves_out(clause: Clause, at: int) -> bool:
    """Tell whether a token says that the day before it does not count."""
    return clause.joins(at, "counted") and "不" in clause.tokens[at].text


def until_after(clause: Clause, at: int) -> int | None:
    """Return the token after a word that ends a window, or None."""
    at += clause.joins(at, "counted")
    ends = clause.joins(at, "until") or (clause.joins(at, "to") and clause.tokens[at].text.startswith("截止"))
    return at + 1 if ends else None
