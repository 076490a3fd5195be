"""Amounts of money: text -> whole New Taiwan dollars, with the bound and the unit that the clause gives them.

    amount := [currency] numeral 元 [整]  |  currency numeral  |  numeral with 萬 or 億 in a clause about money
    range  := numeral ("-" | "~" | 至 | 到) amount         the first takes the unit of the second, both one "per"
    list   := numeral with 萬 or 億 ("、" | 或 | 及) amount

Only Taiwanese money counts.  Another currency, a part of a dollar, "several ten thousand" and a number that
has no single reading are returned as not understood.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from pipeline.core.expressions import expression
from pipeline.facts.match import Bound, Span, Taken, Unparsed, bound_of, holds, tentative
from pipeline.facts.numerals import CHINESE, CHINESE_DIGIT
from pipeline.facts.per import Per, per_of
from pipeline.facts.quantities import Lexed, Quantity, lex

_UNITS = "十百千萬億兆拾佰仟万亿"
_CENTS = expression(rf"[零〇]?{CHINESE_DIGIT}[角分](?![擔攤期別配成之])")
_VAGUE_BEFORE = ("數", "幾", "若")
_OPEN_BEFORE = ("上", "近", "好", "○", "_")
_LISTED = expression(r"(\d{1,2})\.\d")
_HUNDREDS = expression("[百千十][萬億]")
_NO_UNIT_BEFORE = expression(r"(?:單位\s?[:：]?\s?(?:新[臺台]幣)?|每)$")
_LOOK_ALIKE = expression(
    rf"(?<![單位每：:])(?:[數幾若]|[○Ｏ_]+|[XxOo]{{2,}})\s?{CHINESE}*[萬億万亿千百十]\s?元|\$\s?\d[\d,.]*"
)


class AmountMatch(NamedTuple):
    """An amount in whole New Taiwan dollars."""

    span: Span
    printed: str
    value: int
    bound: Bound | None
    per: tuple[Per, ...]
    rule: str
    assumptions: tuple[str, ...] = ()


def find_amounts(text: str | Lexed, *, label: str | None = None) -> tuple[list[AmountMatch], list[Unparsed]]:
    """Return the amounts of ``text`` in order, and what looks like one and was not understood.

    ``label`` is that of the item: a unit in it (每案補助經費) holds where the clause names none.
    """
    lexed = lex(text)
    if not (holds(lexed.folded, "元$") or lexed.has("yuan", "foreign")):
        return [], []
    found: list[AmountMatch] = []
    unparsed: list[Unparsed] = []
    floor = 0
    per: tuple[Per, ...] = ()
    assumed: tuple[str, ...] = ()
    for place, number in enumerate(lexed.quantities):
        if number.unit not in ("yuan", "foreign"):
            continue
        refusal = _refusal(lexed.folded, number)
        if refusal == "no-money":
            continue
        if refusal is not None:
            unparsed.append(Unparsed("amount", number.span, lexed.printed(number.span), refusal))
            continue
        assert number.value is not None
        before = found[-1] if found and _goes_on(lexed, place) else None
        if before is None and not _is_second(number):
            per, assumed = per_of(lexed.folded, _whole(lexed, place), floor, label)
        rule = "range" if number.end else number.rule
        assumptions = (
            tentative(lexed.folded, number.span) + ((number.assumed,) if number.assumed else ()) + assumed
        )
        bound = _bound(lexed.folded, number, floor) or (before.bound if before else None)
        printed = lexed.printed(number.span)
        found.append(AmountMatch(number.span, printed, int(number.value), bound, per, rule, assumptions))
        floor = floor if number.first and number.end else number.span[1]
    taken = Taken([*(match.span for match in found), *(item.span for item in unparsed)])
    for alike in _LOOK_ALIKE.finditer(lexed.folded) if holds(lexed.folded, "元$") else ():
        if not taken.touches(alike.span()):
            unparsed.append(
                Unparsed("amount", alike.span(), lexed.printed(alike.span()), "no-single-reading")
            )
    return found, sorted(unparsed, key=lambda item: item.span)


def _is_second(number: Quantity) -> bool:
    """Tell whether a number is the second of a range or a choice, which is counted by what the first is."""
    return number.link in ("halves", "choice") or (number.link == "range" and number.end is not None)


def _goes_on(lexed: Lexed, place: int) -> bool:
    """Tell whether a number goes on a list with one unit, of which all is said at its head: 最高補助30、50、80萬元."""
    return (
        lexed.quantities[place].link == "list" and lexed.quantities[place - 1].assumed == "unit-of-list-end"
    )


def _whole(lexed: Lexed, place: int) -> Span:
    """Return where the range stands that a number begins, or the number itself: 5至10萬元/年."""
    after = lexed.quantities[place + 1 : place + 2]
    last = after[0] if after and _is_second(after[0]) else lexed.quantities[place]
    return lexed.quantities[place].span[0], last.span[1]


def _bound(folded: str, number: Quantity, floor: int) -> Bound | None:
    if number.end == "min":
        return "min"
    return bound_of(folded, number.span, floor) or ("max" if number.end else None)


def _refusal(folded: str, number: Quantity) -> str | None:
    """Return why a number is no amount, ``no-money`` where nothing is missing (三元素, 單位：千元)."""
    if number.unit == "foreign":
        return "another-currency"
    start, value = number.number[0], number.value
    printed, before = folded[slice(*number.number)], folded[max(0, start - 20) : start]
    if _is_word(folded, number, printed, before):
        return "no-money"
    if folded[max(0, number.span[0] - 2) : number.span[0]].rstrip().endswith("負"):
        return "below-zero"
    if value is None or number.refused or before.endswith(_VAGUE_BEFORE):
        return "no-single-reading"
    if before.endswith(_OPEN_BEFORE) and not printed.strip(_UNITS):
        return "no-single-reading"
    if (printed[0] == "0" and printed[1:2].isdecimal()) or (
        before[-1:] == "，" and before[-2:-1].isdecimal()
    ):
        return "cut-off-number"
    if value != value.to_integral_value() or value < 0 or _CENTS.match(folded, number.span[1]):
        return "part-of-a-dollar"
    return "list-number-or-decimal" if _is_list_number(folded, start, printed) else None


def _is_word(folded: str, number: Quantity, printed: str, before: str) -> bool:
    if printed != "十" and not printed.strip(_UNITS) and number.link is None and not number.first:
        return not _HUNDREDS.match(printed) or _NO_UNIT_BEFORE.search(before) is not None
    bound_to = number.rule == "with-currency" or number.link is not None or number.first
    whole = folded[number.span[1] - 1] in "整正"
    return len(printed) == 1 and not printed.isascii() and not bound_to and not whole


def _is_list_number(folded: str, start: int, printed: str) -> bool:
    """Tell whether 2.5 at the head of a line is the second number of a list before 5."""
    begins_line = start == 0 or folded[start - 1] == "\n"
    listed = _LISTED.match(printed) if begins_line else None
    if listed is None:
        return False
    near = "|".join(str(int(listed[1]) + step) for step in (-1, 1))
    return regex.search(rf"(?:^|\n)(?:{near})\.", folded) is not None


def announced_amount(match: AmountMatch, headings: Sequence[str]) -> AmountMatch:
    """Return an amount with the bound and the unit of the heading over its list (每案上限：), where it has none."""
    if not headings:
        return match
    bound, per, assumptions = match.bound, match.per, match.assumptions
    for heading in headings:
        end = (len(heading), len(heading))
        if bound is None and (bound := bound_of(heading, end)):
            assumptions += ("bound-from-heading",)
        if not per and (per := per_of(heading, end, 0, None)[0]):
            assumptions += ("per-from-heading",)
    return match._replace(bound=bound, per=per, assumptions=assumptions)
