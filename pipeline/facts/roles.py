"""What a value is for: the words on both sides of it -> the role of an amount, a share or a length of time.

Read in this order, the first that speaks decides: its own clause, words right after the value (之補助經費), the nearest
clause before it in its sentence, the headings over its list, the label of its item, the kind of its service or benefit.
In one clause the nearest word decides, save that own funds go before a fee (自行負擔費用), a grant before the fee that
it pays (補助參展費), an addition before what is added to (加碼政府補助金額).  A share raised to a level
(比率提高至七成五) is no addition, whatever was added before it.  Where one clause says that the office gives and that
the applicant pays, or only 費用 or 經費 is said, there are two readings: no role, and a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

import regex

from pipeline.core.expressions import expression
from pipeline.facts.comparisons import COMPARES
from pipeline.facts.cues import AFTER, PATTERN, Kind
from pipeline.facts.match import Span, Unparsed, clause_before, goes_on, holds

_TERM_AFTER = expression(r"\s?期(?![間限程末初：:])")
_DONE_AFTER = expression(
    r"\s?[之以]?內(?:應|須|需|得|完成|提出|通知|補正|辦理|繳|撥|回復|函|申請|向|送|複查|改善|將|檢[附具送]|補[具件齊]|報)"
)
_EVER_AFTER = expression(r"\s?[之以]?內(?:曾|未|無|沒有|獲|受[有過])")
_HAD_AFTER = expression(r"\s?[之以]?內(?:曾|受[有過])")
_BARRED_AFTER = expression(r"\s?[之以]?內(?:均?不[得予]|禁止|停止)")
_LEAD_AFTER = expression(r"\s?[之以]?前(?![年項款述揭端瞻往來開])")
_LEAD_BEFORE = expression(
    r"(?:結束|完成|終止|期滿|開[始課訓工幕展]|屆滿|到期|辦理|舉[行辦]|活動|上課|使用|日)前\s?$"
)
"""What makes a length of time a lead: 三日前提出, 活動前一個月提出; not 三年前, which is long ago."""
_ROUNDED_AFTER = expression(r"\s?者?[，,]?[均皆]?[以按]\s?[\d一半]{1,2}\s?個?\p{Han}{1,2}計(?![畫劃])")
_ROUNDED_TO = expression(r"[以按]\s?$")
_COUNTS_AFTER = expression(r"\s?計(?![畫劃])")
"""How a length of time is counted, which is none that anything takes: 未滿1小時以1小時計."""
_EXEMPT_BEFORE = expression(r"免(?:具|備|須有?|需有?|附)(?:有|至少)?\s?$")
"""What need not be had: 免具2年工作經驗 asks for none."""
_FROM_DAY = expression(r"(?:自[^自：:，]{0,14})?日起\s?$")
_WITHIN_AFTER = expression(r"\s?[之以]?內")
_WHOEVER_AFTER = expression(
    r"\s?(?:[(（]不?含[)）])?(?P<bound>[及之]?以[上下內]|未滿)?\s?(?:[(（]不?含[)）])?者"
    r"|\s?(?P<bound>[及之]?以上)[，,]\s?(?:應|須|需)(?:先|另)?(?:依|檢|附|由|經|辦)"
)
_COMPARED_BEFORE = expression(rf"(?:{COMPARES})(?:新?[臺台]幣)?\s?$")
_PAST_AFTER = expression(r"\s?(?:[之以]?內|年?度|[曾未無獲皆均]|平均|之?(?:營|財|所得|經))")
"""What was in the years before: 前二年內曾, 前三年平均; not 前2年利息, the first two."""
_AT_MOST = frozenset(("最長", "至多", "最多", "最高", "最長得", "最長可", "上限", "上限為"))
_CLASS_AFTER = expression(r"\s?期[:：]")
_CLASS_OF = {"grant": "support_term", "loan": "loan_term"}
_RAISED_TO = expression(r"(?:提高|調高|提升|調升|增加|放寬)[至為到達]\p{Han}{0,4}$")
_CONDITION = expression(r"對象|資格|條件|不[予得]?補助")
_UNSAID = expression(r"費用?$|經費$")
_CHARGED = expression(r"收費|(?:報名|攤位|參展|參加|入場|年|會)費")
"""A label that says what the applicant pays, and leaves no second reading."""
_PAYS = expression("支付|[繳收]|自")
_PAID_FOR = expression(r"(?<!不[予得再]?)(?:補助|獎助|補貼|津貼)(?!對象|資格|條件|單位|者)")
"""A label under which a cost is named for what the office gives towards it: 補助項目｜報名費每人500元."""
_FINED_AFTER = expression(r"\s?(?:以[上下])?[之的]?(?:罰[鍰款金]|計罰|處罰)")
_GUARANTEED_AFTER = expression(r"\s?[之的]?(?:信用|融資)?保證(?![手費金書人])")
"""A share of a loan that is guaranteed, not of what is given: 10成保證, 100%信用保證."""
_CEILING = expression(r"最高|上限")
_EXTENDED_BY = expression(r"(?:延長|展延)\p{Han}{0,4}?[\d一二兩三四五六七八九十]+\s?(?:年|個月|天|日)")
"""After it stands how long all of it may be: 得延長1年，最多3年."""
_GRACE_OF = expression(r"寬限期間?\p{Han}{0,4}?[\d一二三四五六七八九十]")
_EACH_TIME = expression(r"每[次場堂節]\s?$")
"""What is said of one visit is not the term that the label names: 輔導期程｜4個月，每次3小時."""
_OWN_NOUN = expression(r"費用?\s?$")
_REPORTED = expression(
    r"(?:[合總共]計?|已)(?:核[定准](?:補助|獎助)?|補助|輔導|通過|受理|協助|獎助)\s?[\d,]+\s?[案家件人戶場]"
    r"[^。；\n]*[，,][^，。；每最上至]*$"
)
_SENTENCE_END = expression(r"[。\n]")
_CLAUSE_END = expression(r"[，；;：:（()）「」]")
_LINKED = expression(r"\s?(?:(?:以上|起)?[-~至到]|以上|[或、及和與])\s?")
_FARTHEST = 200
_SIDES = {
    **dict.fromkeys(("grant", "loan", "guarantee", "grant_share", "grant_bonus"), "gives"),
    **dict.fromkeys(("self_funding", "self_funding_share", "fee"), "pays"),
}
_OVER = {
    ("fee", "self_funding"), ("fee", "grant"), ("grant", "statistic"), ("loan", "statistic"),
    ("grant_share", "grant_bonus"), ("grant_share", "interest"), ("grant_bonus", "interest"), ("other", "grant_bonus"),
    ("processing", "other"),
}  # fmt: skip
"""The nearest word and one further off in its clause that goes before it."""


class Found(Protocol):
    """A value in a text, as a parser found it."""

    @property
    def span(self) -> Span:
        """Where it stands."""

    @property
    def printed(self) -> str:
        """Its words."""

    @property
    def rule(self) -> str:
        """What read it."""

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What was assumed."""


class Around(NamedTuple):
    """What stands over a text: its label, and the kind of the service or benefit that it belongs to."""

    label: str | None = None
    topic: str | None = None


Match = TypeVar("Match", bound=Found)


def roles_of(
    kind: Kind, folded: str, matches: Sequence[Match], headings: Sequence[tuple[str, ...]], around: Around
) -> tuple[list[str | None], list[Unparsed]]:
    """Return the role of each value, None where it has none or two, and those that have two.

    ``headings`` are those over the list in which each stands.  The ends of a range, the items of a list have one role.
    """
    roles: list[str | None] = []
    unclear: list[Unparsed] = []
    for first, last in _groups(folded, matches):
        span = (matches[first].span[0], matches[last].span[1])
        role = _role(kind, folded, span, headings[first], around, matches[first].rule)
        if role == _UNCLEAR:
            unclear.append(Unparsed(kind, span, folded[slice(*span)], "role-unclear"))
        roles += [None if role == _UNCLEAR else role] * (last - first + 1)
    return roles, unclear


_UNCLEAR = "unclear"


def _groups(folded: str, matches: Sequence[Found]) -> list[tuple[int, int]]:
    """Return the first and the last of values that only a connector parts."""
    groups: list[tuple[int, int]] = []
    for place, match in enumerate(matches):
        before = matches[place - 1].span[1] if place else 0
        if groups and match.span[0] - before <= 6 and _LINKED.fullmatch(folded, before, match.span[0]):
            groups[-1] = (groups[-1][0], place)
        else:
            groups.append((place, place))
    return groups


def _role(
    kind: Kind, folded: str, span: Span, headings: tuple[str, ...], around: Around, rule: str
) -> str | None:
    if rule == "parts":
        return _first_part(folded, span)
    own = clause_before(folded, span[0])
    if said := _told_beside(kind, folded, span, own):
        return said
    after = _named(AFTER[kind].match(folded, span[1])) if goes_on(folded, span[1]) else None
    here = _in_clause(kind, own, around.label)
    if after is not None and here not in (None, _UNCLEAR) and _opposed(after, here):
        return _UNCLEAR
    if here == "look_back" and own.endswith("前") and not _PAST_AFTER.match(folded, span[1]):
        here = None
    if kind == "amount" and here != "other" and _compared(folded, span, own):
        return "threshold"
    if here in ("look_back", "statistic") or (kind != "duration" and here is not None and after is None):
        return here
    if after is not None:
        return after
    if kind == "duration" and here in (None, "support_term") and (done := _done(folded, span)):
        return done
    if here == "processing" and _FROM_DAY.search(own) and not _WITHIN_AFTER.match(folded, span[1]):
        rest = _FROM_DAY.sub("", own)
        return _decide(kind, rest) or _from_afar(kind, folded, span, own, headings, around)
    if here is not None:
        return here
    if kind == "duration" and _TERM_AFTER.match(folded, span[1]):
        return "other"
    return _from_afar(kind, folded, span, own, headings, around)


def _told_beside(kind: Kind, folded: str, span: Span, own: str) -> str | None:
    """Return the role that the words right beside a value say, whatever else its clause says."""
    more = goes_on(folded, span[1])
    if kind != "duration":
        if more and kind == "ratio" and _GUARANTEED_AFTER.match(folded, span[1]):
            return "other"
        if kind == "amount" and _reported(folded, span[0]):
            return "statistic"
        return "other" if more and _FINED_AFTER.match(folded, span[1]) else None
    if "免" in own and _EXEMPT_BEFORE.search(own):
        return "other"
    if more and _HAD_AFTER.match(folded, span[1]):
        return "look_back"
    if "前" in own and _LEAD_BEFORE.search(own) and not _PAST_AFTER.match(folded, span[1]):
        return "processing"
    if (more and _BARRED_AFTER.match(folded, span[1])) or _rounded(folded, span, own):
        return "other"
    lead = more and "年" not in folded[slice(*span)] and _LEAD_AFTER.match(folded, span[1])
    return "processing" if lead else None


def _rounded(folded: str, span: Span, own: str) -> bool:
    """Tell whether the words say how lengths of time are counted: 未滿1小時以1小時計."""
    to = _ROUNDED_TO.search(own) and _COUNTS_AFTER.match(folded, span[1])
    return bool(to or _ROUNDED_AFTER.match(folded, span[1]))


def _reported(folded: str, at: int) -> bool:
    """Tell whether the sentence says of an amount what has been given so far: 共核定85案，核定補助金額1億元."""
    before = folded[max(0, at - _FARTHEST) : at]
    return holds(before, "案家件人戶場") and _REPORTED.search(before) is not None


def _in_clause(kind: Kind, own: str, label: str | None) -> str | None:
    """Return the role that the clause of a value says; a cost under 補助項目 is what the office gives towards it."""
    role = _decide(kind, own)
    paid = role == "fee" and label and _PAID_FOR.search(label) and not _PAYS.search(own)
    return "grant" if paid else role


def _compared(folded: str, span: Span, own: str) -> bool:
    """Tell whether an amount only says which cases are meant: 購置費用逾10萬元者."""
    after = goes_on(folded, span[1]) and _WHOEVER_AFTER.match(folded, span[1])
    return bool(after and (after["bound"] or _COMPARED_BEFORE.search(own)))


def _done(folded: str, span: Span) -> str | None:
    """Return the role of a length of time within which something is done, or was: 30日內提出, 五年內曾."""
    if _EVER_AFTER.match(folded, span[1]):
        return "look_back"
    return "processing" if _DONE_AFTER.match(folded, span[1]) else None


def _from_afar(
    kind: Kind, folded: str, span: Span, own: str, headings: tuple[str, ...], around: Around
) -> str | None:
    """Return the role that the clauses before say, or the headings, the label and the kind."""
    start = span[0] - len(own)
    sentence = _SENTENCE_END.split(folded[max(0, start - _FARTHEST) : start])[-1]
    clauses = _CLAUSE_END.split(sentence)
    if kind == "amount" and own.strip() in _AT_MOST and _both_sides(clauses):
        return _UNCLEAR
    for text in (*reversed(clauses), *headings):
        if role := _in_other_clause(kind, text, own):
            return role
    if kind == "duration":
        given = _CLASS_OF.get(_decide("amount", sentence) or "") if own.strip() in _AT_MOST else None
        return given or (None if _EACH_TIME.search(own) else _term(folded, span, around))
    if around.label and kind == "amount" and _CONDITION.search(around.label):
        return "threshold"
    for said in (around.label, around.topic):
        role = _decide(kind, said or "")
        if (
            role is not None
            and (role != "fee" or _CHARGED.search(said or ""))
            and not (role == "grant_bonus" and _RAISED_TO.search(own))
        ):
            return role
    return _UNCLEAR if kind == "amount" and around.label and _UNSAID.search(around.label) else None


def _in_other_clause(kind: Kind, text: str, own: str) -> str | None:
    """Return the role that a clause before, or a heading, says; None where it says it of a value of its own."""
    if kind == "duration":
        if _GRACE_OF.search(text) or (own.strip() in _AT_MOST and _EXTENDED_BY.search(text)):
            return None  # 最長十年，含寬限期二年；週轉金最長五年
        role = _decide(kind, text)
        if role == "support_term" and _EACH_TIME.search(own):
            return None
        # The end of another clause is not beside the value: 受僱滿30日起，最長18個月.
        return _decide(kind, f"{text}:") if role == "processing" else role
    role = _decide(kind, text)
    apart = (
        (role == "other" and kind == "amount" and _OWN_NOUN.search(own))  # 保證金1萬元，清潔費500元
        or (role == "threshold" and own.endswith("者"))  # 營業額5億元以上者30萬元: who, and then how much
        or (role == "threshold" and _CEILING.search(own))  # 獎勵金額依投資額之10%計算，最高5億元
        or (role == "grant_bonus" and _RAISED_TO.search(own))
    )
    return None if apart else role


def _both_sides(clauses: Sequence[str]) -> bool:
    """Tell whether some clauses say that the office gives, and others that the applicant pays."""
    sides = {_SIDES.get(_decide("amount", clause) or "") for clause in clauses}
    return {"gives", "pays"} <= sides


def _term(folded: str, span: Span, around: Around) -> str | None:
    """Return the role of a length of time that its label or kind says, of a class of projects also: 二年期：."""
    is_class = _CLASS_AFTER.match(folded, span[1]) is not None
    for said in (around.label, around.topic):
        # The end of a label is not beside the value: under 經費補助 stand reports, visits and duties too.
        role = _decide("duration", f"{said or ''}:")
        if role is None and is_class:
            role = _CLASS_OF.get(_decide("amount", said or "") or "")
        if role is not None:
            return role
    return None


@lru_cache(maxsize=4096)
def _decide(kind: Kind, clause: str) -> str | None:
    """Return the role that a clause says, ``unclear`` where the office gives and the applicant pays in it."""
    said = [_named(found) for found in PATTERN[kind].finditer(clause)]
    if not said:
        return None
    role = said[-1]
    for other in said[-2::-1]:
        if (role, other) in _OVER:
            role = other
    return _UNCLEAR if any(_opposed(role, other) for other in said if (other, role) not in _OVER) else role


def _opposed(one: str | None, other: str | None) -> bool:
    sides = {_SIDES.get(one or ""), _SIDES.get(other or "")}
    return sides == {"gives", "pays"}


def _named(found: regex.Match[str] | None) -> str | None:
    return found.lastgroup if found else None


def _first_part(folded: str, span: Span) -> str | None:
    """Return the role of the first part of 7:3: of the first that the sentence names, the office or the applicant."""
    sentence = _SENTENCE_END.split(folded[max(0, span[0] - _FARTHEST) : span[0]])[-1]
    start = max(sentence.rfind("】"), sentence.rfind("；"), 0)
    said = [_named(found) for found in PATTERN["ratio"].finditer(sentence, start)]
    parties = [role for role in said if role in ("grant_share", "self_funding_share")]
    return parties[0] if len(set(parties)) == 2 else None
