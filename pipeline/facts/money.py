"""Amounts of money: text -> whole New Taiwan dollars, with the bound and the unit that the clause gives them.

    amount := [currency] numeral 元 [整]  |  currency numeral  |  numeral with 萬 or 億 in a clause about money
    range  := numeral ("-" | "~" | 至 | 到) amount         the first takes the unit of the second
    list   := numeral with 萬 or 億 ("、" | 或 | 及) amount

Only Taiwanese money counts.  Another currency, a part of a dollar, "several ten thousand" and a number that
has no single reading are returned as not understood.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

import regex

from pipeline.facts.match import Bound, Span, Unparsed, bound_of, clause_before, tentative
from pipeline.facts.numerals import CHINESE, CHINESE_DIGIT, NUMERAL, fold, parse_numeral

Per = Literal["case", "year", "person", "hour", "session"]

_LARGE = "萬億万亿"
_UNITS = regex.compile(r"[十百千萬億兆拾佰仟万亿]+$")
_NUMERAL = regex.compile(rf"(?<![\d.,]){NUMERAL}(?![\d%])")
_CURRENCY = regex.compile(r"(?:新?[臺台]幣|NT\$?|N\.T\.\$?|NTD\$?|TWD)\s?[:：]?\s?\$?\s?$")
_YUAN = regex.compile(r"\s?[元圓圆](?!素|宇宙|件(?!數))(?:整|正)?")
_FOREIGN = (
    r"(?:美[元金]|歐元|日[圓元幣]|人民幣|港[元幣]|英鎊|韓[元圜幣]|新幣|星幣|US\$?D?|EUR|RMB|CNY|JPY|€|¥|£)"
)
_FOREIGN_BEFORE = regex.compile(rf"{_FOREIGN}\s?\$?\s?$")
_FOREIGN_AFTER = regex.compile(rf"\s?{_FOREIGN}")
_CENTS = regex.compile(rf"[零〇]?{CHINESE_DIGIT}[角分](?![擔攤期別配成之])")
_VAGUE_BEFORE = regex.compile(r"[數幾若]$")
_NO_UNIT_BEFORE = regex.compile(r"(?:單位\s?[:：]?\s?(?:新[臺台]幣)?|每|以|[數幾若上近好○_])$")
_BARE_END = regex.compile(
    r"\s*(?:$|[，。；;、,）)\]】」\n：:~/-]|[以之][內上下]|為(?:上?限|原則)|[者整至到或及和與的])"
)
_MONEY = regex.compile(
    r"補助|獎助|獎勵|經費|額度|金額|總額|獎金|資本|營業額|營收|貸款|融資|自籌|費用|學費|上限|最高|薪|保證|[臺台]幣|元"
)
_LINK = regex.compile(r"\s?(?:[-~至到]|以上[-~至到])\s?(?:新?[臺台]幣|NT\$)?\s?")
_AND = regex.compile(r"\s?(?:、|或|及|和|與)\s?(?:新?[臺台]幣|NT\$)?\s?")
_LOOK_ALIKE = regex.compile(
    rf"(?<![單位每：:])(?:[數幾若]|[○Ｏ_]+|[XxOo]{{2,}})\s?{CHINESE}*[{_LARGE}千百十]\s?元|\$\s?\d[\d,.]*"
)
_PER: tuple[tuple[Per, str], ...] = (
    ("case", r"[案件]|(?:項|個)?(?:申請|補助|研發)?計畫"),
    ("year", r"(?:會計|計畫)?年度?(?!\s?\d|\p{Nd})"),
    ("person", r"[人名員位]|個人"),
    ("hour", r"(?:個)?小時|鐘點"),
    ("session", r"場次?|梯次?|堂|節"),
)
_PER_BEFORE = regex.compile("每一?(?:" + "|".join(f"(?P<{code}>{words})" for code, words in _PER) + ")")
_PER_AFTER = regex.compile(r"\s?/\s?每?(?:" + "|".join(f"(?P<{code}>{words})" for code, words in _PER) + ")")
_PER_OTHER = regex.compile(
    r"每一?個?(?:月|日|天|季|週|公頃|坪|公斤|公噸|台|輛|股|班|次)|/\s?(?:月|日|天|季|週|坪|班|次|人[年月日次])"
)


@dataclass(frozen=True, slots=True)
class AmountMatch:
    """An amount in whole New Taiwan dollars."""

    span: Span
    printed: str
    value: int
    bound: Bound | None
    per: Per | None
    rule: str
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Number:
    """A numeral in the text; ``money`` says why it is money, or is None."""

    number: Span
    span: Span
    value: Decimal | None
    money: str | None
    refused: str | None = None
    assumptions: tuple[str, ...] = ()
    end_of_range: bool = False


def find_amounts(text: str, *, label: str | None = None) -> tuple[list[AmountMatch], list[Unparsed]]:
    """Return the amounts of ``text`` in order, and what looks like one and was not understood.

    ``label`` is that of the item: a unit in it (每案補助經費) holds where the clause names none.
    """
    folded = fold(text)
    numbers = _share_units(folded, [_read(folded, match) for match in _NUMERAL.finditer(folded)])
    found: list[AmountMatch] = []
    unparsed: list[Unparsed] = []
    floor = 0
    per: Per | None = None
    assumed: tuple[str, ...] = ()
    for index, number in enumerate(numbers):
        printed = text[slice(*number.span)]
        if number.refused is not None:
            unparsed.append(Unparsed("amount", number.span, printed, number.refused))
        elif number.money is not None and number.value is not None:
            first = index + 1 < len(numbers) and numbers[index + 1].end_of_range
            bound = (
                "min"
                if first
                else bound_of(folded, number.span, floor) or ("max" if number.end_of_range else None)
            )
            if not number.end_of_range:
                per, assumed = _per(folded, number.span, floor, label)
            assumptions = tentative(folded, number.span) + number.assumptions + assumed
            found.append(
                AmountMatch(number.span, printed, int(number.value), bound, per, number.money, assumptions)
            )
            floor = floor if first else number.span[1]
    taken = [m.span for m in found] + [u.span for u in unparsed]
    for alike in _LOOK_ALIKE.finditer(folded):
        if not any(a < alike.end() and alike.start() < b for a, b in taken):
            printed = text[slice(*alike.span())]
            unparsed.append(Unparsed("amount", alike.span(), printed, "no-single-reading"))
    return found, sorted(unparsed, key=lambda item: item.span)


def _read(folded: str, match: regex.Match[str]) -> _Number:
    """Classify one numeral by what stands around it."""
    start, end = match.span()
    before, printed = folded[max(0, start - 12) : start], match.group()
    currency, yuan = _CURRENCY.search(before), _YUAN.match(folded, end)
    value = parse_numeral(printed)
    begin = start - (len(before) - currency.start()) if currency else start
    span = (begin, yuan.end() if yuan else end)
    if _FOREIGN_AFTER.match(folded, end) or (_FOREIGN_BEFORE.search(before) and not currency):
        return _Number((start, end), span, None, None, "another-currency")
    money = "with-currency" if currency else "yuan" if yuan else None
    assumptions: tuple[str, ...] = ()
    if money is None and printed[-1] in _LARGE and _BARE_END.match(folded, end):
        if _MONEY.search(clause_before(folded, start)) and not _UNITS.fullmatch(printed):
            money, assumptions = "large-number-in-money-clause", ("currency-missing",)
    elif currency and not yuan:
        assumptions = ("yuan-missing",)
    if money is None:
        return _Number((start, end), (start, end), value, None)
    if _is_word(folded, match, bound_to=bool(currency), whole=bool(yuan and yuan.group()[-1] in "整正")):
        return _Number((start, end), span, None, None)
    return _Number((start, end), span, value, money, _refusal(folded, span, match, value), assumptions)


def _is_word(folded: str, match: regex.Match[str], *, bound_to: bool, whole: bool) -> bool:
    """Tell whether the numeral is part of a word (三元素, 單位：千元), so that nothing is missing."""
    printed, start = match.group(), match.start()
    if _UNITS.fullmatch(printed) and not regex.match("[百千十][萬億]", printed):
        return True
    if _UNITS.fullmatch(printed) and regex.search(
        r"(?:單位\s?[:：]?\s?(?:新[臺台]幣)?|每)$", folded[max(0, start - 20) : start]
    ):
        return True
    return regex.fullmatch(CHINESE_DIGIT, printed) is not None and not bound_to and not whole


def _refusal(folded: str, span: Span, match: regex.Match[str], value: Decimal | None) -> str | None:
    start, printed = match.start(), match.group()
    if regex.search(r"負\s?$", folded[max(0, span[0] - 3) : span[0]]):
        return "below-zero"
    if value is None or _VAGUE_BEFORE.search(folded[max(0, start - 20) : start]):
        return "no-single-reading"
    if _UNITS.fullmatch(printed) and regex.search("[上近好○_]$", folded[max(0, start - 20) : start]):
        return "no-single-reading"
    if regex.match(r"0\d", printed) or regex.search(r"\d，$", folded[max(0, start - 20) : start]):
        return "cut-off-number"
    if value != value.to_integral_value() or value < 0 or _CENTS.match(folded, span[1]):
        return "part-of-a-dollar"
    listed = regex.match(r"(\d{1,2})\.\d", printed)
    if listed and (start == 0 or folded[start - 1] == "\n"):
        near = "|".join(str(int(listed[1]) + step) for step in (-1, 1))
        if regex.search(rf"(?:^|\n)(?:{near})\.", folded):
            return "list-number-or-decimal"
    return None


def _share_units(folded: str, numbers: list[_Number]) -> list[_Number]:
    """Let a number before "至", "~" or "、" take the unit of the amount that ends its range or list."""
    for index in range(len(numbers) - 2, -1, -1):
        first, second = numbers[index], numbers[index + 1]
        if (
            second.money is None
            or second.value is None
            or second.refused
            or first.refused
            or first.value is None
        ):
            continue
        between = folded[first.span[1] : second.number[0]]
        if _LINK.fullmatch(between):
            numbers[index : index + 2] = _range(folded, first, second)
        elif first.money is None and _AND.fullmatch(between) and folded[first.number[1] - 1] in _LARGE:
            numbers[index] = replace(first, money="list", assumptions=("unit-of-list-end",))
    return numbers


def _range(folded: str, first: _Number, second: _Number) -> list[_Number]:
    assert first.value is not None
    assert second.value is not None
    value, assumptions = first.value, first.assumptions
    units = _UNITS.search(folded[slice(*second.number)])
    if first.money is None:
        if regex.search(r"[年月日號第]$|\d[./-]$", folded[max(0, first.span[0] - 3) : first.span[0]]):
            return [first, second]
        plain = folded[slice(*first.number)]
        scale = parse_numeral("1" + units.group()) if units and not _UNITS.search(plain) else None
        if scale and value < second.value / scale:
            value *= scale
        assumptions = ("unit-of-range-end",)
    if value >= second.value or value != value.to_integral_value():
        return [first, second]
    currency = (
        _CURRENCY.search(folded[max(0, first.span[0] - 12) : first.span[0]]) if first.money is None else None
    )
    begin = first.span[0] - len(currency.group()) if currency else first.span[0]
    return [
        replace(first, span=(begin, first.span[1]), value=value, money="range", assumptions=assumptions),
        replace(second, money="range", end_of_range=True),
    ]


def announced_amount(match: AmountMatch, headings: Sequence[str]) -> AmountMatch:
    """Return an amount with the bound and the unit of the heading over its list (每案上限：), where it has none."""
    bound, per, assumptions = match.bound, match.per, match.assumptions
    for heading in headings:
        end = (len(heading), len(heading))
        if bound is None and (bound := bound_of(heading, end)):
            assumptions += ("bound-from-heading",)
        if per is None and (per := _per(heading, end, 0, None)[0]):
            assumptions += ("per-from-heading",)
    return replace(match, bound=bound, per=per, assumptions=assumptions)


def _per(folded: str, span: Span, floor: int, label: str | None) -> tuple[Per | None, tuple[str, ...]]:
    """Return what one amount is paid for: after it (元/人), else the nearest 每… of its clause, else the label."""
    if _PER_OTHER.match(folded, span[1]):
        return None, ()
    after = _PER_AFTER.match(folded, span[1])
    if after:
        return _code(after), ()
    clause = clause_before(folded, span[0], floor)
    found = list(_PER_BEFORE.finditer(clause))
    if found:
        other = {_code(match) for match in found[:-1]} - {_code(found[-1])}
        return _code(found[-1]), tuple(f"also-per-{code}" for code in sorted(filter(None, other)))
    if _PER_OTHER.search(clause) or label is None:
        return None, ()
    named = _PER_BEFORE.search(label)
    return (_code(named), ("per-from-label",)) if named else (None, ())


def _code(match: regex.Match[str]) -> Per | None:
    return next((code for code, _ in _PER if match[code]), None)
