"""What an amount is counted by: the clause before it and what follows it -> case, year, person and so on.

    per := 每[一] thing { 每[一] thing }         before the amount in its clause: 每一單位每年度 is organization, year
         | "/" [每] thing { "/" [每] thing }   right after it                 500元/人, 1,500千元/人年

What has no code (每季, 每人次) gives none; the label of an item speaks where the clause says nothing.
"""

from __future__ import annotations

from typing import Literal

import regex

from pipeline.core.expressions import expression
from pipeline.facts.comparisons import COMPARES
from pipeline.facts.match import FARTHEST, STOPS, Span, holds

Per = Literal[
    "case", "year", "month", "day", "person", "household", "organization", "hour", "session", "unit"
]

THINGS: tuple[tuple[Per, str], ...] = (
    ("case", r"(?:申請|補助|驗證|提|專)?案件?|件|(?:項|個)?(?:申請|補助|研發)?計畫(?!年)"),
    ("year", r"(?:會計|計畫|學)?年度?(?!\s?\d)"),
    ("month", r"個?月"),
    ("day", r"[日天]"),
    (
        "organization",
        r"(?:一|個)?(?:訓練|申請|事業|用人|受補助|參展|投保|執行)?(?:單位|企業|廠商|公司|機構|團體|事業|學?校|業者)|[家所](?:學校|企業|廠商|公司|機構)?(?!庭|戶|得|需)",
    ),
    ("household", r"家?戶|家庭"),
    ("hour", r"個?小時|鐘點|時(?![段間])"),
    ("session", r"場次?|梯次?|堂|節(?![慶日活省能電水約目])|(?<!產銷班每一?)班次?"),
    ("person", r"(?:一|位|名|個)?(?:學員|員工|勞工|學生|失業者)|[人名員位]|個人"),
    ("unit", r"[台臺輛組套部張坪箱盞]|具(?!備)|攤位?|公頃|公噸|公斤"),
)
_THING = "|".join(f"(?P<{code}>{words})" for code, words in THINGS)
_OTHER = r"個?(?:季|週|股|次|度|半年)|人次|\d|[晚夜趟餐桶頁字期]|學[期分]|票(?!據)"
_BEFORE = expression(
    rf"每一?(?:(?P<other>{_OTHER})|{_THING})|每?(?:[進雇僱聘]用|增聘|新聘)\s?[1一]\s?(?P<person>[人名](?:\p{{Han}}{{1,9}}(?=，))?)"
    r"|按(?P<month>月)(?!薪)|全(?P<year>年)(?=最[高多]|至多|上限|不得?[超逾])"
)
_AFTER = expression(rf"\s?/\s?每?(?:(?P<other>[季週次]|人次)|{_THING})(?:(?P<also>[年月日時])(?!度?\s?\d))?")
_FESTIVAL = expression(r"[三春年佳]節|端午|中秋|重陽|[禮節慰]金|慰問")
"""What 每節 is about that is no hour of lessons."""
_HOURLY = expression(r"鐘點費[(（](?:[^()（）]{0,40}[；;、，])?[內外]聘\p{Han}{0,6}$")
"""Fees of lecturers from within and without are for an hour (講座鐘點費支給表 of the Executive Yuan); any other sum
beside 鐘點費 may be that of a course."""
_SAID_BY = ("每", "用", "聘", "按月", "全年")
"""One of them is in whatever names a thing before an amount."""
_NEAR = 8
_CLAUSE = expression(rf"(?r){STOPS}")
_NAMED_BEFORE = expression(rf"(?:^|[，。；;：:\n])(?P<named>(?:{_BEFORE.pattern})+)，$")
"""What a clause of its own names: 每進用1人，每月補助."""
_SHARE_BEFORE = expression(
    rf"(?P<named>(?:(?!{STOPS}).)*(?:%|[\d一二三四五六七八九]成|分之[\d一二三四五六七八九十]+|\d/\d)(?:[以之]?內|為上?限)?)，$"
)
"""A clause that gives a share of what the next one bounds: 每套補助費用1/2為上限，且以15萬元為上限."""
_BOUND_ONLY = expression(rf"[且並但]?(?:[可得應以]|{COMPARES}|為)*\s?")
_FAR = 60
_WRITTEN: dict[str, Per] = {"年": "year", "月": "month", "日": "day", "時": "hour"}


def per_of(folded: str, span: Span, floor: int, label: str | None) -> tuple[tuple[Per, ...], tuple[str, ...]]:
    """Return what one amount is counted by, in the order of print, and the assumption where its label says it."""
    after = _after(folded, span[1])
    if after is not None:
        return after, ()
    clause = _clause_before(folded, span[0], floor)
    found = _codes(clause, folded[span[1] : span[1] + _NEAR])
    if not found and _HOURLY.search(folded, max(0, span[0] - _FAR), span[0]):
        return ("hour",), ()
    if found or label is None:
        return _known(found), ()
    named = _known(_codes(label, ""))
    return named, ("per-from-label",) if named else ()


def _clause_before(folded: str, start: int, floor: int) -> str:
    """Return the clause before an amount, over other quantities (每人三年內最高), with one that names a thing.

    Nothing where no thing can be named.
    """
    window = folded[max(floor, start - FARTHEST) : start]
    if not holds(window, _SAID_BY):
        return ""
    stop = _CLAUSE.search(window)
    if stop is None:
        return window
    if stop.group() != "，":
        return window[stop.end() :]
    named = _NAMED_BEFORE.search(window[: stop.end()])
    if named is None and _BOUND_ONLY.fullmatch(window, stop.end()):
        named = _SHARE_BEFORE.search(window[: stop.end()])
    return window[named.start("named") if named else stop.end() :]


def _codes(clause: str, after: str) -> list[Per | None]:
    festival = "節" in clause and _FESTIVAL.search(clause + after) is not None
    found = list(_BEFORE.finditer(clause))
    codes = [None if festival and match.group().endswith("節") else _code(match) for match in found]
    unknown = clause.count("每") > sum(match.group().count("每") for match in found)
    return [*codes, None] if unknown else codes


def _after(folded: str, at: int) -> tuple[Per, ...] | None:
    """Return the units after a slash, each once; None where no unit stands there."""
    codes: list[Per | None] = []
    while found := _AFTER.match(folded, at):
        codes.append(_code(found))
        if found["also"]:
            codes.append(_WRITTEN[found["also"]])
        at = found.end()
    return _known(codes) if codes else None


def _known(codes: list[Per | None]) -> tuple[Per, ...]:
    """Return the codes in order, each once; none at all where one thing has no code."""
    return () if None in codes else tuple(dict.fromkeys(code for code in codes if code is not None))


def _code(match: regex.Match[str]) -> Per | None:
    return next((code for code, _ in THINGS if match[code]), None)
