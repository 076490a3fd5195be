"""What the parsers share: the look-alike that was not understood, and the words around a value that bound it."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import regex

from pipeline.core.expressions import expression
from pipeline.facts.comparisons import BEFORE

Kind = Literal["amount", "date", "ratio", "duration", "phone"]
Span = tuple[int, int]
Bound = Literal["max", "min", "exact"]

STOPS = r"[，。；;、\n（）()【】「」]"
"""Signs at which a clause ends."""
_STOPPED = frozenset(("", *"，。；;、\n）)】」"))
FARTHEST = 40
"""How far before a value its clause is read."""
_LAST_STOP = expression(
    rf"(?r){STOPS}|,(?!\d)|\d[.](?!\d)|[\d一二三四五六七八九十百千萬億](?:元|圓|%|個月|年(?!度|期[定儲存])|小時|折|天)"
)
_UNIT_NOTE = expression(r"[（(]\s?(?:單位\s?[：:]?\s?)?(?:新?[臺台]幣)?\s?[百千萬億]{0,2}元\s?[)）]$")
"""What says in brackets in what a table counts, and ends no clause: 補助上限(新臺幣千元)：."""
_OTHER_END = r"[\d.,一二三四五六七八九十百千萬億]+\s?(?:個月|[年週天成%元]|小時)?\s?"
_DROPS = r"(?:營業額|營收|營業收入|收入|業績|所得)\p{Han}{0,10}(?:減少|衰退|下[降滑])(?:率|幅度|比[例率])?達"
"""By how much takings must have fallen, for whoever asks for relief."""
_BEFORE: tuple[tuple[regex.Pattern[str], Bound], ...] = (
    (
        expression(
            rf"得(?:予)?(?:提高|放寬|增加|延長|展延|調高)(?:\p{{Han}}{{0,6}})?至|{BEFORE['at_most']}|{BEFORE['less_than']}"
        ),
        "max",
    ),
    (expression(rf"{_DROPS}|{BEFORE['at_least']}|{BEFORE['more_than']}|(?<![未不充完額圓屆期])滿"), "min"),
    (expression(r"定額|固定|一律|[均皆]為\s?$"), "exact"),
)
_WITH = r"\s?(?:[（(]?不?含(?:本數)?[）)]|[（(](?:未?稅|含稅)[）)])?"
_MAX_AFTER = expression(
    rf"{_WITH}(?:(?:編列)?為(?:最高)?(?:上限|限(?!制)|度(?!假))|為最高(?:限額)?|之?(?:限度|範圍)[之以]?內|[以之]內|及?以下|內(?![容部含用建陸]))"
)
_MIN_AFTER = expression(rf"{_WITH}(?:及?以上|為(?:最低)?下限|起(?![至始算訖日迄]))")
_FAR_REACHING = expression(r"最.|上限|下限|至[多少]|限額|得.*至")
_OTHER_NUMBER = expression(r"\d(?!\s?年期)|(?<=[過逾達滿於少多高到])[一二三四五六七八九十兩](?!定|般|律)")
_SHARED_BEFORE = expression(r"以[^以]{0,8}$")
_SHARED_LIMIT = expression(r"[、及與和][^，。；\n]{1,32}?為(?:上限|限(?!制))")
_CEILING_OF_ALL = expression(
    rf"(?r)(?:上限|最高(?:金額|額度)?|限額)(?:為|如下)?[：:](?:\p{{Han}}{{1,10}}{_OTHER_END}整?\s?[，、；;])+$"
)
"""What announces the greatest amount of several classes: 補助上限：個人組10萬元，團體組30萬元."""
NOT_GIVEN = "自籌|自備|自付|配合|資本|營[業收]|保證金"
"""What a ceiling of grants that stands over an amount does not bound."""
_NAMES_CLASS = expression(rf"(?:(?!{NOT_GIVEN})\p{{Han}}){{1,10}}")


@dataclass(frozen=True, slots=True)
class Unparsed:
    """A stretch that looks like a fact and was not understood; a person must look."""

    kind: Kind
    span: Span
    printed: str
    reason: str


def goes_on(text: str, at: int) -> bool:
    """Tell whether words follow right after a value: no stop, no closing bracket, no end of the line or the text."""
    return text[at : at + 1] not in _STOPPED


def overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Tell whether a span shares a character with any of the others."""
    return any(start < span[1] and span[0] < end for start, end in others)


def holds(text: str, signs: Iterable[str]) -> bool:
    """Tell whether one of the signs or words stands in a text: a cheap look before a pattern that needs one of them."""
    for sign in signs:  # noqa: SIM110 - asked thousands of times, and any() takes twice as long
        if sign in text:
            return True
    return False


class Taken:
    """Places that do not overlap, asked whether another touches one of them, in the logarithm of their number."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans = sorted(spans)
        self._reach = max(end - start for start, end in self._spans) if self._spans else 0

    def touches(self, span: Span) -> bool:
        """Tell whether a span shares a character with a place that is taken."""
        at = bisect_left(self._spans, (span[1], span[1]))
        while at and self._spans[at - 1][0] + self._reach > span[0]:
            at -= 1
            if self._spans[at][1] > span[0] and self._spans[at][0] < span[1]:
                return True
        return False

    def add(self, span: Span) -> None:
        """Take a place."""
        insort(self._spans, span)
        self._reach = max(self._reach, span[1] - span[0])


@lru_cache(maxsize=16)  # the grammars of one value ask for the same clause, one after the other
def clause_before(text: str, start: int, floor: int = 0) -> str:
    """Return what stands before a value in its clause, not reaching back over ``floor``."""
    window = text[max(floor, start - FARTHEST) : start]
    stop = _LAST_STOP.search(window)
    if stop is None:
        return window
    clause = window[stop.end() :]
    note = _UNIT_NOTE.search(window[: stop.end()]) if stop.group() in "）)" else None
    return clause_before(text, start - len(window) + note.start(), floor) + clause if note else clause


def bound_of(text: str, span: Span, floor: int = 0, reach: int = 40) -> Bound | None:
    """Return the bound that the words before and right after a value put on it.

    ``reach`` is how far before the value a comparison (超過, 高於) may stand; 最高 and the like hold for the
    whole clause.  What is nearer wins: 以上 or 以內 right after the value first, then the last such word of its clause.
    """
    if goes_on(text, span[1]):
        after = text[span[1] : span[1] + 16]
        if _MAX_AFTER.match(after):
            return "max"
        if _MIN_AFTER.match(after):
            return "min"
    before = clause_before(text, span[0], floor)
    said = [
        (found.end(), bound)
        for words, bound in _BEFORE
        for found in words.finditer(before)
        if not _OTHER_NUMBER.search(before, found.end())
        and (len(before) - found.end() <= reach or _FAR_REACHING.fullmatch(found.group()))
    ]
    if said:
        return max(said)[1]
    if _SHARED_BEFORE.search(before) and _SHARED_LIMIT.match(text, span[1]):
        return "max"
    if _NAMES_CLASS.fullmatch(before):
        end = span[0] - len(before)
        if _CEILING_OF_ALL.search(text, max(0, end - 3 * FARTHEST), end):
            return "max"
    return None


_TENTATIVE_BEFORE = expression(
    rf"(?:預[定計]|暫[定訂]|原則)(?:於|自|為)?\s?(?:{_OTHER_END}[-~至到]\s?)?$|原則為\p{{Han}}{{1,8}}[費額款]$"
)
_TENTATIVE_AFTER = expression(
    rf"\s?(?:[-~至到]\s?{_OTHER_END})?(?:[(（](?:預[定計]|暫[定訂])[)）]|(?:[以之][上下內])?為原則)"
)


def tentative(text: str, span: Span) -> tuple[str, ...]:
    """Return the assumption that a value is not final, where the words beside it say so: 預定於…, …(暫定)."""
    start = max(0, span[0] - 12)
    if not holds(text[start : span[1] + 40], "預暫原"):
        return ()
    says = _TENTATIVE_BEFORE.search(text[start : span[0]]) or _TENTATIVE_AFTER.match(text, span[1])
    return ("tentative",) if says else ()
