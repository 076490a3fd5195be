"""The lexer: a text is cut once into quantities, numbers with their unit, and ranges, lists and compounds are joined.

    quantity := [百分之 | 千分之 | 萬分之 | numeral 分之] numeral | numeral [unit]
    unit     := 元, %, ‰, 成 [digit], 折, 年, 個月, 週, 天, 小時, 分鐘, a foreign currency
    compound := quantity [又 | 零] quantity    of time, the units falling: 1年6個月, 2小時30分
    range    := quantity ("-" | "~" | 至 | 到) quantity
    halves   := quantity [以上] [，] [至多] quantity      of one range, in either order: 5萬元以上，50萬元以下
    choice   := quantity 或 quantity           list := quantity (、| 及 | 和 | 與) quantity

Comes in: a text.  Goes out: its quantities in order, each with the place of its number and of the whole, and what
links it to the one before.  In a range, a choice or a list the first takes the unit of the last; in money the scale
too: 二十至三十萬元.  A range may fall (100萬元至50萬元) where both units are printed.  What cannot be linked with
certainty (三、五萬元, 10~5萬元) is marked as having no single reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

import regex

from pipeline.core.expressions import expression
from pipeline.facts.comparisons import BEFORE
from pipeline.facts.match import Span, clause_before
from pipeline.facts.numerals import NUMERAL, fold, parse_numeral

Link = Literal["range", "halves", "choice", "list"]
End = Literal["min", "max"]

HOURS = {
    "year": Decimal(8760), "month": Decimal(730), "week": Decimal(168), "day": Decimal(24), "hour": Decimal(1),
    "minute": Decimal(1) / 60,
}  # fmt: skip
TIME = tuple(HOURS)
"""The units of time, from the longest."""

_CURRENCY = r"(?:新?[臺台]幣|NT\$?|N\.T\.\$?|NTD\$?|TWD)"
_FOREIGN = (
    r"(?:美[元金]|歐元|日[圓元幣]|人民幣|港[元幣]|英鎊|韓[元圜幣]|新幣|星幣|US\$?D?|EUR|RMB|CNY|JPY|€|¥|£)"
)
_NO_TENTHS = (
    r"立|為(?![上下]?限|原則)|功|果|員|本|長|份|分|交|效|人|衣|品|績|熟|就|對|雙|都|形|型|因|語|全|天|年|不變|敗"
    r"|名|家|套|案|行|軍|書|婚|癮|吉"
)
_NO_TAIL = "[十百千萬億成個年月天日小項件人家名%]"
_TAIL = rf"[一二三四五六七八九](?!{_NO_TAIL})|[1-9](?!\s?(?:{_NO_TAIL}|[\d.,週場次位梯期組隊元]))"
"""Hundredths after tenths (八成五, 8成5), and no number of what comes next (八成三年)."""
NO_DISCOUNT = r"[頁疊合舊現抵算損返線讓射衷半價扇騰]|扣率"
_NO_YEAR = (
    r"\s?[級次初中末底月代終輕齡報曆薪收金鑑產營]|資深|度(?!以|內)|\s?\d{1,2}\s?月|\s?第?[一二三四1-4]季"
    r"|[上下]半年|一度|四季"
)
_SALARY = r"\s?[之的]?(?:月薪|月俸|薪水|底薪|本薪|租金|基本工資|投保薪資)"
_UNITS = {
    "yuan": r"[元圓圆](?!素|宇宙|件(?!數))(?:整|正)?",
    "foreign": _FOREIGN,
    "percent": r"%(?!\d|\s?折)",
    "permille": r"‰",
    "tenth": rf"成(?:(?P<tail>{_TAIL}))?(?!{_NO_TENTHS})",
    "fold": rf"折(?!{NO_DISCOUNT})",
    "working": r"個?(?:工作|營業|上班|辦公)[天日]",
    "year": rf"個?(?:會計)?年(?!{_NO_YEAR})",
    "month": rf"個\s?月(?!{_SALARY})",
    "week": r"(?:個\s?)?(?:週|周(?![年邊遭])|星期(?![一二三四五六日\d])|禮拜)(?!年)",
    "day": r"天(?![然空氣賦花])|(?:個?日?曆天)|日(?=\s?(?:[以之]?內|以上|以下|為限|前(?!往|來)|止|\())",
    "hour": r"(?:個\s?)?(?:小時|鐘頭)(?!\s?(?:服務|全天|專線|客服|營業|待命|熱線|開放|制))",
    "minute": r"分鐘",
}
_UNIT = " ?(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items()) + ")"
_BEGINS_UNIT = "[ 元圓圆美歐日人港英韓新星UERCJ€¥£%‰成折個工營上辦會年週周禮天曆小鐘分]"
_COUNTED_NUMERAL = expression(
    rf"(?<![\d.,])(?:(?<=[年月時])零)?(?P<numeral>{NUMERAL})(?:(?={_BEGINS_UNIT}){_UNIT})?"
)
"""A numeral with its unit, if it has one; most have none, which one look tells."""
_CURRENCY_BEFORE = expression(rf"{_CURRENCY}\s?(?:\(以?下同\))?\s?[:：]?\s?\$?\s?$")
_FOREIGN_BEFORE = expression(rf"{_FOREIGN}\s?\$?\s?$")
_CURRENCY_ENDS = frozenset("幣$:：TDW)金元圓鎊圜SURMBCNYJP€¥£")
_BARE_END = expression(
    r"\s*(?:$|[，。；;、,）)\]】」\n：:~/-]|[以之][內上下]|為(?:上?限|原則)|[者整至到或及和與的])"
)
_MONEY = expression(
    r"補助|獎助|獎勵|經費|額度|金額|總額|獎金|資本|營業額|營收|貸款|融資|自籌|費用|學費|上限|最高|薪|保證|[臺台]幣|元"
)
_INNER = expression(r"\s?(?:(?P<minute>分(?![之別成攤擔配期鐘]))|(?P<day>日(?!期|前往)|天))")
"""What counts as minutes or days only after hours or months: 2小時30分, 1個月15日."""
_LEAD_BEFORE = expression(r"(?:(?<=\p{Han})(?<![以之目日月年當午])|(?<=\p{Han}日))前\s?$")
_LEAD_DAYS = expression(
    r"日(?=至(?!\d)|向|提出|提送|申請|完成|檢|報|通知|送|函|辦理|繳|公告|以書面|填|至本|截止|報名)"
)
"""A length of time before something is done: 活動辦理前14日提出, 活動前7日通知."""
_PUT_OFF_BEFORE = expression(r"(?:延長|展延|延後)(?:以|至?多|最[多長])?\s?$")
_LINKS = expression(r"\s?(?:(?P<range>(?:以上|起)?[-~至到])|(?P<choice>或)|(?P<list>[、及和與]))\s?")
_GIVES_AFTER = frozenset("以起-~至到或、及和與日天分")
_GIVES_BEFORE = _CURRENCY_ENDS.union("-~至到之")
"""What stands beside a number that has its unit from elsewhere: a link, a currency, 分之; a space may part them."""
_WIDEST_LINK = 14
_LOW, _HIGH = "及?以上|起", "及?以[下內]|未滿"
_LOW_BEFORE = f"{BEFORE['at_least']}|{BEFORE['more_than']}"
_HIGH_BEFORE = f"{BEFORE['at_most']}|{BEFORE['less_than']}"
_COUNTED = r"(?:[(（]不?含(?:本數)?[)）])?"
_HALVES = expression(
    rf"\s?{_COUNTED}(?:(?P<low>{_LOW})|(?P<high>{_HIGH}))?{_COUNTED}\s?[，、,]?\s?[且但並至亦及]?"
    rf"(?:(?P<low_next>{_LOW_BEFORE})|(?P<high_next>{_HIGH_BEFORE})){{0,2}}\s?"
)
_SAID_LOW, _SAID_HIGH = (expression(rf"(?:{words})[為在]?\s?$") for words in (_LOW_BEFORE, _HIGH_BEFORE))
_LOW_AFTER, _HIGH_AFTER = (expression(rf"\s?{_COUNTED}(?:{words})") for words in (_LOW, _HIGH))
_NOT_ALONE = expression(r"[\p{Latin}/.:-]$|\d[./-]$")
_TIME_LINK = expression(r"\s?[又零及]?\s?")
_LARGE = "萬億万亿"
_ONLY_UNITS = expression(r"[十百千萬億兆拾佰仟万亿]+")
_SCALE = expression(r"[萬億兆万亿]+$")
_ARABIC_SCALE = expression(r"(?<=\d)[百千佰仟]?[萬億兆万亿]*$")
_ONE_DIGIT_SCALE = expression(r"^[一二三四五六七八九兩]([百千佰仟][萬億兆万亿]*)$")
_SIZES = {
    **dict.fromkeys("百佰", 100), **dict.fromkeys("千仟", 1000), **dict.fromkeys("萬万", 10**4),
    **dict.fromkeys("億亿", 10**8), "兆": 10**12,
}  # fmt: skip
_ENUMERATED = expression(r"(?:^|[\n。；;：:，,（(【】)）])\s*$")
_HIGHEST_LIST_NUMBER = 20
_POINT_BEFORE = frozenset("年月日號第")
_LONGEST_NUMERAL = 40
_FEW = frozenset(
    [
        "三五",
        "35",
        *("一二三四五六七八九"[n : n + 2] for n in range(8)),
        *("123456789"[n : n + 2] for n in range(8)),
    ]
)
_LISTED_UNITS = frozenset(("yuan", "percent", "permille", "tenth", *TIME))
_PARTS_WORD = "分之"
_PARTS = expression(rf"\s?{_PARTS_WORD}\s?")
_PARTS_OF = {"百": "hundredth", "千": "thousandth", "萬": "myriad", "万": "myriad"}
SHARES = ("percent", "permille", "tenth", *dict.fromkeys(_PARTS_OF.values()), "fraction")
"""The units of shares of a whole."""


class Quantity(NamedTuple):
    """A number with its unit; ``value`` is None where the numeral has no single reading."""

    number: Span
    span: Span
    value: Decimal | None
    unit: str | None
    rule: str = ""
    """Of money: what says that it is money."""
    half: bool = False
    parts: tuple[tuple[Decimal, str, bool], ...] = ()
    """Of a length of time: each number with its unit, and whether 半 follows."""
    link: Link | None = None
    """How it is linked to the quantity before it."""
    end: End | None = None
    """Which end of a range it is."""
    first: bool = False
    """Whether the next one is linked to it."""
    assumed: str | None = None
    refused: bool = False


class Lexed(NamedTuple):
    """A text, its fold (places are the same), and its quantities."""

    text: str
    folded: str
    quantities: tuple[Quantity, ...]
    units: frozenset[str | None]

    def has(self, *units: str) -> bool:
        """Tell whether a quantity of one of the units stands in the text."""
        return not self.units.isdisjoint(units)

    def printed(self, span: Span) -> str:
        """Return the words of a place as printed."""
        return self.text[slice(*span)]


def lex(text: str | Lexed) -> Lexed:
    """Return the quantities of a text, cut once for all kinds of facts."""
    if isinstance(text, Lexed):
        return text
    folded = fold(text)
    quantities = tuple(_linked(folded, _compounds(folded, _numbers(folded))))
    return Lexed(text, folded, quantities, frozenset(quantity.unit for quantity in quantities))


def _numbers(folded: str) -> Iterator[Quantity]:
    """Yield each number with its unit; what stands before 分之 is part of the number after it."""
    below: regex.Match[str] | None = None
    above = 0
    has_parts = _PARTS_WORD in folded
    for match in _COUNTED_NUMERAL.finditer(folded):
        if match.lastgroup == "numeral" and _is_bare(folded, match.span(1)):
            continue
        parts = _PARTS.match(folded, match.end(1)) if has_parts else None
        if below is not None and match.start(1) == above:
            yield _share(below, match)
        elif parts is None:
            yield _read(folded, match)
        below, above = (match, parts.end()) if parts else (None, 0)


def _is_bare(folded: str, number: Span) -> bool:
    """Tell whether nothing beside a number can give it a unit: 第3期, 6月, 12場 are most numbers of a text."""
    before, after = folded[number[0] - 1 : number[0]], folded[number[1] : number[1] + 1]
    given = folded[number[1] - 1] in _LARGE or before in _GIVES_BEFORE or after in _GIVES_AFTER
    return not (given or before.isspace() or after.isspace())


def _share(below: regex.Match[str], above: regex.Match[str]) -> Quantity:
    """Return a number of hundredths, thousandths or any other parts."""
    value, unit = _value(above[1]), _PARTS_OF.get(below[1])
    if unit is None:
        whole = _value(below[1])
        unit = "fraction"
        value = value / whole if value is not None and whole and 0 < value <= whole else None
    return Quantity(above.span(1), (below.start(1), above.end(1)), value, unit)


def _value(numeral: str) -> Decimal | None:
    return parse_numeral(numeral) if len(numeral) <= _LONGEST_NUMERAL else None


def _read(folded: str, match: regex.Match[str]) -> Quantity:
    """Return the quantity that one numeral begins."""
    number, value = match.span(1), _value(match[1])
    (start, end), stop, unit = number, match.end(), match.lastgroup
    if unit == "numeral":
        if value is not None and folded[end : end + 1] == "日" and _is_lead(folded, number):
            return Quantity(number, (start, end + 1), value, "day", parts=((value, "day", False),))
        unit = None
    if unit in (None, "yuan", "foreign"):
        return _money(folded, number, value, stop, unit)
    if unit in TIME:
        half = folded.startswith("半", stop) and not folded.startswith("載", stop + 1)
        parts = ((value, unit, half),) if value is not None else ()
        return Quantity(number, (start, stop + half), value, unit, "", half, parts)
    if (tail := match["tail"]) and value is not None:
        value += (parse_numeral(tail) or Decimal(0)) / 10
    return Quantity(number, (start, stop), value, unit)


def _is_lead(folded: str, number: Span) -> bool:
    """Tell whether a number of days is how long before something another thing is done, or how long it is put off."""
    start, end = number
    if _PUT_OFF_BEFORE.search(folded, max(0, start - 5), start):
        return True
    return bool(_LEAD_DAYS.match(folded, end) and _LEAD_BEFORE.search(folded, max(0, start - 3), start))


def _money(folded: str, number: Span, value: Decimal | None, stop: int, unit: str | None) -> Quantity:
    """Return a numeral with a currency, with 元, or with 萬 in a clause about money; else a bare number."""
    start, end = number
    before = folded[max(0, start - 12) : start]
    if before.rstrip()[-1:] not in _CURRENCY_ENDS:
        if unit is None and folded[end - 1] not in _LARGE:
            return Quantity(number, number, value, None)
        before = ""
    currency = _CURRENCY_BEFORE.search(before) if before else None
    if unit == "foreign" or (before and not currency and _FOREIGN_BEFORE.search(before)):
        return Quantity(number, (start, stop), value, "foreign")
    span = (start - (len(before) - currency.start()) if currency else start, stop)
    rule, assumed = "with-currency" if currency else "yuan" if unit else "", None
    if currency and not unit:
        assumed = "yuan-missing"
    elif not rule and _is_bare_money(folded, number):
        rule, assumed = "large-number-in-money-clause", "currency-missing"
    return Quantity(number, span, value, "yuan" if rule else None, rule, assumed=assumed)


def _is_bare_money(folded: str, number: Span) -> bool:
    """Tell whether a number with 萬 or 億 and no unit is money: what stands in its clause says so."""
    start, end = number
    if (
        folded[end - 1] not in _LARGE
        or _ONLY_UNITS.fullmatch(folded, start, end)
        or not _BARE_END.match(folded, end)
    ):
        return False
    return _MONEY.search(clause_before(folded, start)) is not None


def _compounds(folded: str, found: Iterable[Quantity]) -> list[Quantity]:
    """Join lengths of time whose units fall: 1年6個月."""
    joined: list[Quantity] = []
    for quantity in found:
        before = joined[-1] if joined else None
        if before is not None and before.parts and not before.half:
            inner = _inner(folded, before, quantity)
            falls = inner.parts and TIME.index(before.parts[-1][1]) < TIME.index(inner.parts[0][1])
            if falls and _TIME_LINK.fullmatch(folded, before.span[1], inner.span[0]):
                joined[-1] = before._replace(span=(before.span[0], inner.span[1]), parts=(*before.parts, *inner.parts),
                    half=inner.half,
                )  # fmt: skip
                continue
        joined.append(quantity)
    return joined


def _inner(folded: str, before: Quantity, quantity: Quantity) -> Quantity:
    """Return a bare number after hours as minutes, after months as days, where 分 or 日 says so."""
    if quantity.unit is not None or quantity.value is None or quantity.span[0] - before.span[1] > 2:
        return quantity
    unit = _INNER.match(folded, quantity.span[1])
    name = unit and ("minute" if unit["minute"] else "day")
    if unit is None or name != {"hour": "minute", "month": "day"}.get(before.parts[-1][1]):
        return quantity
    assert name is not None
    return quantity._replace(
        span=(quantity.span[0], unit.end()), unit=name, parts=((quantity.value, name, False),)
    )


def _linked(folded: str, found: list[Quantity]) -> list[Quantity]:
    """Link each quantity to the one before it where only a connector stands between; from the last to the first."""
    for index in range(len(found) - 1, 0, -1):
        first, second = found[index - 1], found[index]
        gap = (first.span[1], second.span[0])
        if not 0 < gap[1] - gap[0] <= _WIDEST_LINK:
            continue
        if link := _LINKS.fullmatch(folded, *gap):
            kind: Link = "range" if link["range"] else "choice" if link["choice"] else "list"
            joined = _joined(folded, first, second, kind)
        else:
            joined = _halves(folded, first, second)
        if joined is not None:
            found[index - 1 : index + 1] = joined
    return found


def _joined(folded: str, first: Quantity, second: Quantity, kind: Link) -> tuple[Quantity, Quantity] | None:
    """Return two quantities that a connector links, the first with the unit of the second where it has none."""
    if second.unit is None and first.unit in _PARTS_OF.values() and kind == "range":
        second = second._replace(unit=first.unit)
    bare = first.unit is None or (first.assumed == "yuan-missing" and second.unit == "yuan")
    if bare and second.unit is not None and first.value is not None:
        shared = _shared(folded, first, second, kind)
    else:
        shared = first._replace(first=True) if _same(first, second) else None
    if shared is None:
        return None
    other = second._replace(link=kind, refused=second.refused or shared.refused)
    return _ends(shared, other) if kind == "range" else (shared, other)


def _ends(first: Quantity, second: Quantity) -> tuple[Quantity, Quantity]:
    """Return two quantities as the ends of a range, whichever is the lower."""
    if first.value is None or second.value is None or first.refused:
        return first, second
    one, other = _size(first.value, first.parts), _size(second.value, second.parts)
    if one == other:
        return first, second
    ends: tuple[End, End] = ("min", "max") if one < other else ("max", "min")
    return first._replace(end=ends[0]), second._replace(end=second.end or ends[1])


def _halves(folded: str, first: Quantity, second: Quantity) -> tuple[Quantity, Quantity] | None:
    """Return two quantities that bound one thing from both sides: 5萬以上，50萬以下; 至多50萬元，至少5萬元."""
    if not (_same(first, second) or "yuan" in (first.unit, second.unit)):
        return None
    said = _HALVES.fullmatch(folded, first.span[1], second.span[0])
    if said is None or first.value is None or second.value is None:
        return None
    head = folded[max(0, first.span[0] - 8) : first.span[0]]
    after = second.span[1]
    low = (said["low"] or _SAID_LOW.search(head), said["low_next"] or _LOW_AFTER.match(folded, after))
    high = (said["high"] or _SAID_HIGH.search(head), said["high_next"] or _HIGH_AFTER.match(folded, after))
    if bool(low[0]) == bool(low[1]) or any(
        bool(one) == bool(other) for one, other in zip(low, high, strict=True)
    ):
        return None
    first, second = _money_too(folded, first, second), _money_too(folded, second, first)
    if not _same(first, second):
        return None
    assert first.value is not None
    assert second.value is not None
    rises = _size(first.value, first.parts) < _size(second.value, second.parts)
    return (first._replace(first=True), second._replace(link="halves")) if rises == bool(low[0]) else None


def _money_too(folded: str, bare: Quantity, beside: Quantity) -> Quantity:
    """Return a number with 萬 or 億 as money, where the other half of its range is."""
    if bare.unit is not None or beside.unit != "yuan" or folded[bare.number[1] - 1] not in _LARGE:
        return bare
    return bare._replace(unit="yuan", rule="range", assumed="currency-missing")


def _same(first: Quantity, second: Quantity) -> bool:
    times = first.unit in TIME and second.unit in TIME
    return first.unit is not None and (first.unit == second.unit or times)


def _is_alone(folded: str, first: Quantity) -> bool:
    """Tell whether a bare number is no part of a date, an address or a word."""
    before = folded[max(0, first.span[0] - 2) : first.span[0]]
    return _NOT_ALONE.search(before) is None


def _shared(folded: str, first: Quantity, second: Quantity, kind: Link) -> Quantity | None:
    """Return the first of two linked numbers with the unit of the second, refused where that is doubtful."""
    if first.value is None or second.value is None or (kind == "list" and second.unit not in _LISTED_UNITS):
        return None
    if folded[first.span[0] - 1 : first.span[0]] in _POINT_BEFORE or not _is_alone(folded, first):
        return None
    doubtful = False
    if kind == "list":
        few, scaled = _is_few(folded, first, second), _SCALE.search(folded[slice(*first.number)])
        if not (few or scaled) and _ENUMERATED.search(folded, max(0, first.span[0] - 4), first.span[0]):
            if first.value < _HIGHEST_LIST_NUMBER:
                return None
            doubtful = not second.first  # 30、50萬元 may be the thirtieth of a list; 30、50、80萬元 is none
        doubtful |= few or (first.value < 10 and not scaled)
    value = first.value
    if second.unit == "yuan":
        last = parse_numeral(folded[slice(*second.number)])
        if last and second.assumed == "unit-of-list-end":  # 30、50、80萬元
            scale = second.value / last
        else:
            scale = _scale(folded[slice(*first.number)], value, folded[slice(*second.number)], second.value)
        value *= scale
        # 3至5,000元 may be three thousand or three.
        doubtful |= scale == 1 and 0 < value < 100 and second.value >= 100 * value
    parts = ((value, second.parts[-1][1], False),) if second.parts else ()
    falls = kind == "range" and _size(value, parts) >= _size(second.value, second.parts)
    rule = "list" if kind != "range" else "range"
    return first._replace(value=value, unit=second.unit, rule=rule, parts=parts, first=True, refused=doubtful or falls,
        assumed="unit-of-list-end" if kind == "list" else "unit-of-range-end",
    )  # fmt: skip


def _size(value: Decimal, parts: tuple[tuple[Decimal, str, bool], ...]) -> Decimal:
    """Return a measure to compare the ends of a range: of a length of time its hours."""
    return sum((number * HOURS[unit] for number, unit, _ in parts), Decimal(0)) if parts else value


def _is_few(folded: str, first: Quantity, second: Quantity) -> bool:
    """Tell whether two digits side by side may mean "some": 三、五萬元, 一、二年."""
    said = folded[first.number[0]] + folded[second.number[0]]
    return first.number[1] - first.number[0] == 1 and said in _FEW


def _scale(first: str, value: Decimal, second: str, end: Decimal) -> Decimal:
    """Return what the first number of a range is counted in, as the last says: 萬 in 二十至三十萬.

    三至五百萬 is three to five million, since five is more than three; 七至一百萬 is seventy thousand to a million.
    """
    if _SCALE.search(first):
        return Decimal(1)
    found = _ARABIC_SCALE.search(second) if first[-1].isdigit() and first[-1].isascii() else None
    one = _ONE_DIGIT_SCALE.match(second) if len(first) == 1 and not first.isascii() else None
    large = _SCALE.search(second)
    whole = _size_of(one[1] if one else found.group() if found else "")
    return whole if whole > 1 and value * whole < end else _size_of(large.group() if large else "")


def _size_of(marks: str) -> Decimal:
    size = Decimal(1)
    for mark in marks:
        size *= _SIZES[mark]
    return size
