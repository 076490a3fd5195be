"""Shares and discounts: text -> ratios (0.5 of a whole) and discounts (0.7: the part of the price that is paid).

percent   := number "%"  |  百分之 numeral  |  千分之 numeral
tenths    := numeral 成 [digit]                                   七成, 三成五; not 成立, 成果, 一成不變
fraction  := numeral 分之 numeral  |  n "/" m in a clause about shares, never a date
parts     := n ":" m after 比 or 比例                              7:3 is 0.7, the share of the first part
discount  := digit 折 | two digits 折 | d.d 折 | 對折                7折, 95折, 8.5折, 八五折; not 折疊, 摺頁
range     := number ("-" | "~" | 至 | 到) ratio
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from pipeline.facts.match import Bound, Span, Unparsed, bound_of, clause_before, overlaps
from pipeline.facts.numerals import CHINESE, CHINESE_DIGIT, fold, parse_numeral

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_CN = rf"{CHINESE}+(?:點{CHINESE_DIGIT}+)?"
_ANY = rf"(?:{_NUMBER}|{_CN})"
_LINK = r"\s?(?:-|~|至|到)\s?"
_FREE = r"(?<![\d.,/A-Za-z]|\d:)"
_PERCENT = regex.compile(
    rf"{_FREE}(?:(?P<first>{_NUMBER})(?P<mark>\s?%)?{_LINK})?(?P<number>{_NUMBER})\s?%(?!\d)"
)
_PER_HUNDRED = regex.compile(
    rf"(?P<base>[百千])分之(?P<first>{_ANY}){_LINK}(?P<number>{_ANY})(?![\p{{Han}}--[以之的為]])"
    rf"|(?:(?P<base>[百千])分之(?P<first>{_ANY}){_LINK})?(?P<base>[百千])分之(?P<number>{_ANY})",
    regex.V1,
)
_NOT_TENTHS = (
    r"立|為(?![上下]?限|原則)|功|果|員|本|長|份|分|交|效|人|衣|品|績|熟|就|對|雙|都|形|型|因|語|全|天|年|不變|敗"
    r"|名|家|套|案|行|軍|書|婚|癮|吉"
)
_TENTHS = regex.compile(
    rf"(?<![\d.,第個])"
    rf"(?:(?P<first>{_NUMBER}|[一二三四五六七八九兩])(?:成)?{_LINK})?"
    rf"(?P<number>\d{{1,2}}(?:\.\d)?|[一二三四五六七八九十兩])\s?成(?P<half>[一二三四五六七八九](?![十百千萬成個]))?(?!{_NOT_TENTHS})",
    regex.V1,
)
_FRACTION_WORDS = regex.compile(rf"(?P<below>(?!百|千){_ANY})分之(?P<above>{_ANY})")
_SLASH = regex.compile(
    r"(?<![\d./#A-Za-z年月-]|\d:)(?P<above>\d{1,2})\s?/\s?(?P<below>\d{1,3})(?![\d/:%]|\s?[-~.]\s?\d)"
)
_SHARE_BEFORE = regex.compile(
    r"(?:總|全部|人數|經費|金額|比[例率重]|達|逾|超過|低於|未|不足|至少|占|佔|負擔|補助|費用|之|的)[^，。；()（）]{0,6}$"
)
_SHARE_AFTER = regex.compile(
    r"\s?(?:以[上下內]|之?限制|範圍|為限|為上限|之?(?:經費|費用|金額|股權|席次|人數|補助))"
)
_PARTS = regex.compile(
    r"(?<![\d.:/-])(?P<first>\d{1,3})\s?[:：]\s?(?P<second>\d{1,3})(?![\d:：.]|\s?[:：]|\s?[分時])"
)
_PARTS_BEFORE = regex.compile(r"(?:比[例率]?|比值|分攤|配比|各按|依)(?:為|以|原則|約|是|：|:|\s)*$")
_NO_DISCOUNT = r"[頁疊合舊現抵算損返線讓射衷半價扇騰]|扣率"
_DISCOUNT = regex.compile(
    rf"(?<![\d.,/第])(?:(?P<first>{_NUMBER}|[一二三四五六七八九]{{1,2}})\s?折?{_LINK})?"
    rf"(?P<number>\d\.\d|\d{{1,2}}|[一二三四五六七八九]{{1,2}}|對)\s?折(?!{_NO_DISCOUNT})"
)
_LOOK_ALIKES = (
    regex.compile(r"\d[\d.,]*\s?%"),
    regex.compile(r"[百千]分之(?!點)\S"),
    regex.compile(rf"(?<![\d.])\d[\d.]*\s?折(?!{_NO_DISCOUNT})"),
    regex.compile(r"(?<=[(（])[1-9]/[2-9](?=[)）])"),
    regex.compile(r"(?:比[例率]?)(?:為|：)?\s?\d+(?:\s?[:：]\s?\d+)+"),
)


@dataclass(frozen=True, slots=True)
class RatioMatch:
    """A share of a whole."""

    span: Span
    printed: str
    value: float
    bound: Bound | None
    rule: str
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DiscountMatch:
    """The price paid as a part of the full price."""

    span: Span
    printed: str
    factor: float
    rule: str
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Share:
    span: Span
    value: Decimal
    rule: str
    role: Bound | None = None
    assumptions: tuple[str, ...] = ()


def announced_ratio(match: RatioMatch, headings: Sequence[str]) -> RatioMatch:
    """Return a share with the bound of the heading over its list (補助比率上限：), where it has none."""
    for heading in headings:
        if match.bound is None and (bound := bound_of(heading, (len(heading), len(heading)))):
            return replace(match, bound=bound, assumptions=(*match.assumptions, "bound-from-heading"))
    return match


def find_ratios(text: str, *, dates: list[Span] | None = None) -> tuple[list[RatioMatch], list[Unparsed]]:
    """Return the shares of ``text`` in order, and what looks like one and was not understood.

    ``dates`` are the places of dates: a share never stands in one.
    """
    folded = fold(text)
    taken: list[Span] = list(dates or [])
    shares: list[_Share] = []
    for read in (_percents, _hundredths, _fractions, _slashes, _tenths, _parts):
        for share in read(folded):
            if not overlaps(share.span, taken):
                shares.append(share)
                taken.append(share.span)
    shares.sort(key=lambda share: share.span)
    found, floor = [], 0
    for share in shares:
        bound = bound_of(folded, share.span, floor)
        bound = share.role if share.role == "min" else bound or share.role
        printed = text[slice(*share.span)]
        found.append(
            RatioMatch(share.span, printed, float(share.value), bound, share.rule, share.assumptions)
        )
        floor = floor if share.role == "min" else share.span[1]
    discounts = [match.span for match in find_discounts(text)]
    return found, _left_over(text, folded, taken + discounts)


def find_discounts(text: str) -> list[DiscountMatch]:
    """Return the discounts of ``text`` in order."""
    folded = fold(text)
    found = []
    for match in _DISCOUNT.finditer(folded):
        for name in ("first", "number"):
            factor = _factor(match[name]) if match[name] else None
            if factor is not None and factor < 1:
                start, end = match.span(name)
                if name == "number" or folded[end : end + 1] == "折":
                    end = folded.index("折", end) + 1
                found.append(DiscountMatch((start, end), text[start:end], float(factor), "discount"))
    return found


def _factor(number: str) -> Decimal | None:
    if number == "對":
        return Decimal("0.5")
    if "." in number:
        return Decimal(number) / 10
    value = parse_numeral(number)
    if value is None or value < 1 or value >= 100 or value == 10:
        return None
    return value / (10 if value < 10 else 100)


def _ends(match: regex.Match[str], scale: Decimal, rule: str, mark_after: str = "") -> Iterator[_Share]:
    """Yield the one or two shares of a match with groups ``first`` (optional) and ``number``."""
    number = parse_numeral(match["number"])
    first = parse_numeral(match["first"]) if match["first"] else None
    if number is None or (match["first"] and first is None):
        return
    begin = match.start()
    if first is not None and first < number:
        start, end = match.span("first")
        if match.groupdict().get("mark"):
            end = match.end("mark")
        elif mark_after and match.string[end : end + len(mark_after)] == mark_after:
            end += len(mark_after)
        shared = match.string[end - 1] not in mark_after + "%"
        yield _Share((min(begin, start), end), first * scale, rule, "min", ("unit-of-range-end",) * shared)
        begin = match.start("number")
        prefix = regex.search(r"[百千]分之$", match.string[:begin])
        begin = prefix.start() if prefix and prefix.start() >= end else begin
        yield _Share((begin, match.end()), number * scale, rule, "max")
        return
    if first is not None:
        start, end = match.span("number")
        yield _Share((start, match.end()), number * scale, rule)
        return
    yield _Share((begin, match.end()), number * scale, rule)


def _percents(folded: str) -> Iterator[_Share]:
    for match in _PERCENT.finditer(folded):
        if not regex.match(r"\s?折", folded, pos=match.end()):
            yield from _ends(match, Decimal("0.01"), "percent", "%")


def _hundredths(folded: str) -> Iterator[_Share]:
    for match in _PER_HUNDRED.finditer(folded):
        yield from _ends(match, Decimal("0.01" if match["base"] == "百" else "0.001"), "per-hundred")


def _tenths(folded: str) -> Iterator[_Share]:
    for match in _TENTHS.finditer(folded):
        number = parse_numeral(match["number"])
        if number is None or number > 10:
            continue
        half = parse_numeral(match["half"]) if match["half"] else None
        if half is not None:
            yield _Share((match.start("number"), match.end()), (number + half / 10) / 10, "tenths")
        else:
            yield from _ends(match, Decimal("0.1"), "tenths", "成")


def _fractions(folded: str) -> Iterator[_Share]:
    for match in _FRACTION_WORDS.finditer(folded):
        below, above = parse_numeral(match["below"]), parse_numeral(match["above"])
        if below and above is not None and 0 < above <= below:
            yield _Share(match.span(), above / below, "fraction")


def _slashes(folded: str) -> Iterator[_Share]:
    for match in _SLASH.finditer(folded):
        above, below = int(match["above"]), int(match["below"])
        clause = clause_before(folded, match.start())
        about_shares = _SHARE_AFTER.match(folded, match.end()) or _SHARE_BEFORE.search(clause)
        if (
            0 < above < below
            and about_shares
            and not regex.match(r"\s?[頁版吋英日月\p{Latin}]", folded, pos=match.end())
        ):
            yield _Share(match.span(), Decimal(above) / Decimal(below), "fraction")


def _parts(folded: str) -> Iterator[_Share]:
    for match in _PARTS.finditer(folded):
        first, second = int(match["first"]), int(match["second"])
        if first + second and _PARTS_BEFORE.search(folded[max(0, match.start() - 20) : match.start()]):
            value = Decimal(first) / Decimal(first + second)
            yield _Share(match.span(), value, "parts", None, ("share-of-first-part",))


def _left_over(text: str, folded: str, taken: list[Span]) -> list[Unparsed]:
    left: list[Unparsed] = []
    for pattern in _LOOK_ALIKES:
        for match in pattern.finditer(folded):
            if not overlaps(match.span(), taken):
                left.append(Unparsed("ratio", match.span(), text[slice(*match.span())], "no-single-reading"))
                taken.append(match.span())
    return sorted(left, key=lambda item: item.span)
