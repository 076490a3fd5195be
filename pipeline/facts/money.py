"""Amounts of money: text -> whole New Taiwan dollars, with the bound and the unit that the clause gives them.

    amount := [currency] numeral 元 [整]  |  currency numeral  |  numeral with 萬 or 億 in a clause about money
    range  := numeral ("-" | "~" | 至 | 到) amount         the first takes the unit of the second
    list   := numeral with 萬 or 億 ("、" | 或 | 及) amount

Only Taiwanese money counts.  Another currency, a part of a dollar, "several ten thousand" and a number that
has no single reading are returned as not understood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from pipeline.facts.match import Bound, Span, Taken, Unparsed, bound_of, tentative
from pipeline.facts.numerals import CHINESE, CHINESE_DIGIT
from pipeline.facts.per import Per, per_of
from pipeline.facts.quantities import Lexed, Quantity, lex

_ONLY_UNITS = regex.compile(r"[十百千萬億兆拾佰仟万亿]+")
_CENTS = regex.compile(rf"[零〇]?{CHINESE_DIGIT}[角分](?![擔攤期別配成之])")
_VAGUE_BEFORE = regex.compile(r"[數幾若]$")
_OPEN_BEFORE = regex.compile(r"[上近好○_]$")
_BELOW_ZERO = regex.compile(r"負\s?$")
_LEADING_ZERO = regex.compile(r"0\d")
_CUT_OFF = regex.compile(r"\d，$")
_LISTED = regex.compile(r"(\d{1,2})\.\d")
_HUNDREDS = regex.compile("[百千十][萬億]")
_NO_UNIT_BEFORE = regex.compile(r"(?:單位\s?[:：]?\s?(?:新[臺台]幣)?|每)$")
_LOOK_ALIKE = regex.compile(
    rf"(?<![單位每：:])(?:[數幾若]|[○Ｏ_]+|[XxOo]{{2,}})\s?{CHINESE}*[萬億万亿千百十]\s?元|\$\s?\d[\d,.]*"
)


@dataclass(frozen=True, slots=True)
class AmountMatch:
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
    if not lexed.quantities and "元" not in lexed.folded:
        return [], []
    found: list[AmountMatch] = []
    unparsed: list[Unparsed] = []
    floor = 0
    per: tuple[Per, ...] = ()
    assumed: tuple[str, ...] = ()
    for number, second in _pairs(lexed):
        refusal = _refusal(lexed.folded, number)
        if refusal == "no-money":
            continue
        if refusal is not None:
            unparsed.append(Unparsed("amount", number.span, lexed.printed(number.span), refusal))
            continue
        assert number.value is not None
        first = second is not None
        if number.link != "range":
            per, assumed = per_of(lexed.folded, number.span, floor, label)
        bound = _bound(lexed.folded, number, floor, first=first)
        rule = "range" if first or number.link == "range" else number.rule
        assumptions = (
            tentative(lexed.folded, number.span) + ((number.assumed,) if number.assumed else ()) + assumed
        )
        found.append(
            AmountMatch(
                number.span, lexed.printed(number.span), int(number.value), bound, per, rule, assumptions
            )
        )
        floor = floor if first else number.span[1]
    taken = Taken([*(match.span for match in found), *(item.span for item in unparsed)])
    for alike in _LOOK_ALIKE.finditer(lexed.folded):
        if not taken.touches(alike.span()):
            unparsed.append(
                Unparsed("amount", alike.span(), lexed.printed(alike.span()), "no-single-reading")
            )
    return found, sorted(unparsed, key=lambda item: item.span)


def _pairs(lexed: Lexed) -> Iterator[tuple[Quantity, Quantity | None]]:
    """Yield what may be money, each with the end of its range where it begins one; a range that falls is refused."""
    numbers = lexed.quantities
    for place, number in enumerate(numbers):
        if number.unit not in ("yuan", "foreign"):
            continue
        after = numbers[place + 1] if number.first and place + 1 < len(numbers) else None
        second = after if after is not None and after.link == "range" else None
        one, other = number.value, second.value if second else None
        if second is not None and (one is None or other is None or one >= other):
            yield (replace(number, refused=True) if number.assumed == "unit-of-range-end" else number), None
            continue
        if number.link == "range" and place and not _rises(numbers[place - 1], number):
            number = replace(number, link=None)
        yield number, second


def _rises(first: Quantity, second: Quantity) -> bool:
    return first.value is not None and second.value is not None and first.value < second.value


def _bound(folded: str, number: Quantity, floor: int, *, first: bool) -> Bound | None:
    if first:
        return "min"
    return bound_of(folded, number.span, floor) or ("max" if number.link == "range" else None)


def _refusal(folded: str, number: Quantity) -> str | None:
    """Return why a number is no amount, ``no-money`` where nothing is missing (三元素, 單位：千元)."""
    if number.unit == "foreign":
        return "another-currency"
    start, value = number.number[0], number.value
    printed, before = folded[slice(*number.number)], folded[max(0, start - 20) : start]
    if _is_word(folded, number, printed, before):
        return "no-money"
    if _BELOW_ZERO.search(folded, max(0, number.span[0] - 3), number.span[0]):
        return "below-zero"
    if value is None or number.refused or _VAGUE_BEFORE.search(before):
        return "no-single-reading"
    if _ONLY_UNITS.fullmatch(printed) and _OPEN_BEFORE.search(before):
        return "no-single-reading"
    if _LEADING_ZERO.match(printed) or _CUT_OFF.search(before):
        return "cut-off-number"
    if value != value.to_integral_value() or value < 0 or _CENTS.match(folded, number.span[1]):
        return "part-of-a-dollar"
    return "list-number-or-decimal" if _is_list_number(folded, start, printed) else None


def _is_word(folded: str, number: Quantity, printed: str, before: str) -> bool:
    if _ONLY_UNITS.fullmatch(printed) and number.link is None and not number.first:
        return not _HUNDREDS.match(printed) or _NO_UNIT_BEFORE.search(before) is not None
    bound_to = number.rule == "with-currency" or number.link is not None or number.first
    whole = folded[number.span[1] - 1] in "整正"
    return len(printed) == 1 and not printed.isascii() and not bound_to and not whole


def _is_list_number(folded: str, start: int, printed: str) -> bool:
    """Tell whether 2.5 at the head of a line is the second number of a list before 5."""
    listed = _LISTED.match(printed)
    if listed is None or (start != 0 and folded[start - 1] != "\n"):
        return False
    near = "|".join(str(int(listed[1]) + step) for step in (-1, 1))
    return regex.search(rf"(?:^|\n)(?:{near})\.", folded) is not None


def announced_amount(match: AmountMatch, headings: Sequence[str]) -> AmountMatch:
    """Return an amount with the bound and the unit of the heading over its list (每案上限：), where it has none."""
    bound, per, assumptions = match.bound, match.per, match.assumptions
    for heading in headings:
        end = (len(heading), len(heading))
        if bound is None and (bound := bound_of(heading, end)):
            assumptions += ("bound-from-heading",)
        if not per and (per := per_of(heading, end, 0, None)[0]):
            assumptions += ("per-from-heading",)
    return replace(match, bound=bound, per=per, assumptions=assumptions)
