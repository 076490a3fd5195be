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
from decimal import Decimal
from typing import NamedTuple

from pipeline.core.expressions import expression
from pipeline.facts.comparisons import COMPARES
from pipeline.facts.match import Bound, Span, Taken, Unparsed, bound_of, clause_before, holds, tentative
from pipeline.facts.quantities import NO_DISCOUNT, Lexed, Quantity, lex

_SCALE = {
    "percent": Decimal("0.01"), "hundredth": Decimal("0.01"), "tenth": Decimal("0.1"), "fraction": Decimal(1),
    "permille": Decimal("0.001"), "thousandth": Decimal("0.001"), "myriad": Decimal("0.0001"),
}  # fmt: skip
_RULE = {"percent": "percent", "permille": "permille", "tenth": "tenths", "fraction": "fraction"}
_NO_PERCENT_BEFORE = expression(r"[\p{Latin}/]$|\d:$")
_NO_TENTH_BEFORE = expression(r"[第個]$")
_HALF_PRICE = expression(rf"對\s?折(?!{NO_DISCOUNT})")
_TENTHS_PRICE = expression(r"\d\.\d")
_SLASH = expression(
    r"(?<![\d./#A-Za-z年月-]|\d:)(?P<above>\d{1,2})\s?/\s?(?P<below>\d{1,3})(?![\d/:%]|\s?[-~.]\s?\d)"
)
_SHARE_BEFORE = expression(
    rf"(?:{COMPARES}|總|全部|人數|經費|金額|比[例率重]|未|占|佔|負擔|補助|費用|之|的)[^，。；()（）]{{0,6}}$"
)
_SHARE_AFTER = expression(
    r"\s?(?:以[上下內]|之?限制|範圍|為限|為上限|之?(?:經費|費用|金額|股權|席次|人數|補助))"
)
_NO_SLASH_AFTER = expression(r"\s?[頁版吋英日月\p{Latin}]")
_PARTS = expression(
    r"(?<![\d.:/-])(?P<first>\d{1,3})\s?[:：]\s?(?P<second>\d{1,3})(?![\d:：.]|\s?[:：]|\s?時|\s?分(?![攤擔配]))"
)
_PARTS_BEFORE = expression(
    r"(?:比[例率]?|比值|分攤|配比|各按|依)(?:為|以|原則|約|是|：|:|\s)*$|(?:自籌|補助|配合|負擔)\p{Han}{0,4}\s?[=＝]\s?$"
)
_TENTHS_BEFORE = expression(r"(?:按|以|為|款|經費)(?:為|：|:|\s)*$")
_PARTS_AFTER = expression(r"\s?(?:之|的)?(?:比[例率]|分攤|分擔|出資|負擔)")
_LOOK_ALIKES = (
    ("%", expression(r"(?<![\d.,])\d[\d.,]*+\s?%")),
    ("‰", expression(r"(?<![\d.,])\d[\d.,]*+\s?‰")),
    ("分之", expression(r"[百千萬]分之(?!點)\S")),
    ("折", expression(rf"(?<![\d.])\d[\d.]*+\s?折(?!{NO_DISCOUNT})")),
    ("/", expression(r"(?<=[(（])[1-9]/[2-9](?=[)）])")),
    ("比", expression(r"(?:比[例率]?)(?:為|：)?\s?\d+(?:\s?[:：]\s?\d+)+")),
)
"""What looks like a share, each with the sign without which there is none."""
_SIGNS = (":", "：", *(sign for sign, _ in _LOOK_ALIKES))


class RatioMatch(NamedTuple):
    """A share of a whole."""

    span: Span
    printed: str
    value: float
    bound: Bound | None
    rule: str
    assumptions: tuple[str, ...] = ()


class DiscountMatch(NamedTuple):
    """The price paid as a part of the full price."""

    span: Span
    printed: str
    factor: float
    rule: str
    assumptions: tuple[str, ...] = ()


class _Share(NamedTuple):
    span: Span
    value: Decimal
    rule: str
    role: Bound | None = None
    assumptions: tuple[str, ...] = ()


def announced_ratio(match: RatioMatch, headings: Sequence[str]) -> RatioMatch:
    """Return a share with the bound of the heading over its list (補助比率上限：), where it has none."""
    for heading in headings:
        if match.bound is None and (bound := bound_of(heading, (len(heading), len(heading)))):
            return match._replace(bound=bound, assumptions=(*match.assumptions, "bound-from-heading"))
    return match


def find_ratios(text: str | Lexed, *, dates: Sequence[Span] = ()) -> tuple[list[RatioMatch], list[Unparsed]]:
    """Return the shares of ``text`` in order, and what looks like one and was not understood.

    ``dates`` are the places of dates: a share never stands in one.
    """
    lexed = lex(text)
    if not (lexed.has(*_SCALE, "fold") or holds(lexed.folded, _SIGNS)):
        return [], []
    taken = Taken(dates)
    shares: list[_Share] = []
    for share in (*_counted(lexed), *_slashes(lexed.folded), *_parts(lexed.folded)):
        if not taken.touches(share.span):
            shares.append(share)
            taken.add(share.span)
    shares.sort(key=lambda share: share.span)
    found, floor = [], 0
    for share in shares:
        bound = bound_of(lexed.folded, share.span, floor)
        bound = share.role if share.role == "min" else bound or share.role
        printed = lexed.printed(share.span)
        assumptions = tentative(lexed.folded, share.span) + share.assumptions
        found.append(RatioMatch(share.span, printed, float(share.value), bound, share.rule, assumptions))
        floor = floor if share.role == "min" else share.span[1]
    for match in find_discounts(lexed):
        taken.add(match.span)
    return found, _left_over(lexed, taken)


def find_discounts(text: str | Lexed) -> list[DiscountMatch]:
    """Return the discounts of ``text`` in order; both ends of a range are discounts of their own."""
    lexed = lex(text)
    found: list[DiscountMatch] = []
    if "折" not in lexed.folded:
        return found
    for quantity in lexed.quantities:
        factor = _factor(lexed.folded, quantity) if quantity.unit == "fold" else None
        if factor is not None and factor < 1 and not quantity.refused:
            printed = lexed.printed(quantity.span)
            found.append(DiscountMatch(quantity.span, printed, float(factor), "discount"))
    for match in _HALF_PRICE.finditer(lexed.folded):
        found.append(DiscountMatch(match.span(), lexed.printed(match.span()), 0.5, "discount"))
    return sorted(found, key=lambda match: match.span)


def _factor(folded: str, quantity: Quantity) -> Decimal | None:
    number, value = folded[slice(*quantity.number)], quantity.value
    if value is None or folded[quantity.number[0] - 1 : quantity.number[0]] == "第":
        return None
    if "." in number:
        return value / 10 if _TENTHS_PRICE.fullmatch(number) else None
    if len(number) > 2 or value < 1 or value >= 100 or value == 10:
        return None
    return value / (10 if value < 10 else 100)


def _counted(lexed: Lexed) -> Iterator[_Share]:
    """Yield the shares that a unit counts: %, ‰, 成, 百分之, n 分之."""
    for quantity in lexed.quantities:
        scale, value = _SCALE.get(quantity.unit or ""), quantity.value
        if scale is None or value is None or quantity.refused or _no_share(lexed.folded, quantity):
            continue
        assumed = (quantity.assumed,) if quantity.assumed else ()
        yield _Share(
            quantity.span, value * scale, _RULE.get(quantity.unit or "", "per-hundred"), quantity.end, assumed
        )


def _no_share(folded: str, quantity: Quantity) -> bool:
    before = folded[max(0, quantity.span[0] - 2) : quantity.span[0]]
    if quantity.unit != "tenth":
        return quantity.unit in ("percent", "permille") and _NO_PERCENT_BEFORE.search(before) is not None
    assert quantity.value is not None
    return quantity.value > 10 or _NO_TENTH_BEFORE.search(before) is not None


def _slashes(folded: str) -> Iterator[_Share]:
    for match in _SLASH.finditer(folded) if "/" in folded else ():
        above, below = int(match["above"]), int(match["below"])
        clause = clause_before(folded, match.start())
        about_shares = _SHARE_AFTER.match(folded, match.end()) or _SHARE_BEFORE.search(clause)
        if 0 < above < below and about_shares and not _NO_SLASH_AFTER.match(folded, match.end()):
            yield _Share(match.span(), Decimal(above) / Decimal(below), "fraction")


def _parts(folded: str) -> Iterator[_Share]:
    for match in _PARTS.finditer(folded) if holds(folded, ":：") else ():
        first, second = int(match["first"]), int(match["second"])
        before = folded[max(0, match.start() - 20) : match.start()]
        said = _PARTS_BEFORE.search(before) or _PARTS_AFTER.match(folded, match.end())
        whole = first + second in (10, 100) and _TENTHS_BEFORE.search(before)
        if first + second and (said or whole):
            value = Decimal(first) / Decimal(first + second)
            yield _Share(match.span(), value, "parts", None, ("share-of-first-part",))


def _left_over(lexed: Lexed, taken: Taken) -> list[Unparsed]:
    left: list[Unparsed] = []
    for sign, pattern in _LOOK_ALIKES:
        for match in pattern.finditer(lexed.folded) if sign in lexed.folded else ():
            if not taken.touches(match.span()):
                left.append(Unparsed("ratio", match.span(), lexed.printed(match.span()), "no-single-reading"))
                taken.add(match.span())
    return sorted(left, key=lambda item: item.span)
