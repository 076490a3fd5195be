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
from typing import Literal, NamedTuple, Protocol, TypeVar

import regex

from pipeline.core.expressions import expression
from pipeline.facts.comparisons import COMPARES
from pipeline.facts.match import Span, Unparsed, clause_before

Kind = Literal["amount", "ratio", "duration"]

_GRANT = (
    r"補助(?!對象|資格|條件|單位|類|項目|範圍|者|款?[以之]?外|不足)|獎[助勵補](?!對象|資格)|補貼|津貼|獎金|獎學金|給付|資助"
    r"|捐助|由本(?:計畫|方案)\p{Han}{0,2}(?:支[付應]|負擔)|政府(?:經費|負擔|出資|款)|本[局府會部署處院所]負擔|核[給發撥]|發給|可獲"
)
_PURPOSE = "協助|推動|開辦|籌設|設置|購置|興建|裝修|研發|開發|建置"
"""What 費用 after it is for: a purpose, and nothing that the applicant pays to the office."""
_OWN = (
    r"自籌|自備款|自行(?:負擔|籌措|籌募|吸收)|自付|自負額?|配合款|部分負擔"
    r"|(?<!減輕|降低|減少|補助)(?:申請(?:人|者|單位)|廠商|企業|業者|學員|雇主|民眾|一般戶)負擔"
)
_CUES: dict[Kind, dict[str, str]] = {
    "amount": {
        "statistic": (
            r"已補助|[已共](?:協助|受理|核[定准貸撥保]|輔導|投入|帶動|促成)|累計(?!\p{Han}{0,6}(?:額度|上限|最高|不得))|創造(?!力)|帶動\p{Han}{0,12}(?:投資|產值|投入|營收|商機|訂單|消費)|市場規模"
        ),
        "other": r"罰[鍰款]|違約金|(?:履約|押標)保證金|保證金|押金|保險金額|賠償",
        "guarantee": r"信用保證|融資保證|信保|保證(?:額度|金額|總額|融資)",
        "loan": r"貸款(?!利)|融資|申貸|貸放|放款|借款|授信",
        "self_funding": _OWN,
        "fee": (
            r"支付|繳[交納付費]|收費|收取|[加酌]收|(?:申請|報名|參展|參加|會員|年|規|學|審查|服務|管理|工本|入會|月租|使用|分攤)費"
            rf"|費用(?<!(?:{_PURPOSE})費用)|價格|售價|定價|原價|租金|票價"
        ),
        "threshold": (
            r"資本(?:額|總額)|實收資本|營業額|營收|營業收入|[年總]收入|所得(?!稅)|資產(?:總額|總值)?|淨值|投資(?:金額|額|總額)"
            r"|銷售額|出口(?:額|實績)|採購金額|月薪"
        ),
        "grant": _GRANT,
    },
    "ratio": {
        "interest": r"利率|[年月]息|利息|計息",
        "fee_share": r"手續費|保證費|費率|權利金",
        "headcount_share": r"人數|員工|席次|名額|女性|身心障礙者",
        "grant_bonus": r"加碼(?!後|幅度)|另加|加給|降低\p{Han}{0,16}負擔",
        "self_funding_share": _OWN,
        "other": (
            r"銀行加碼|加碼幅度|前項補助|其中|總補助款|補助(?:總額|款|金額)[之的]\s?$|(?:撥付|核撥)(?:\p{Han}{0,4}?補助(?:款|經費))?|進度|落後|縮短|貸款|融資|申貸|保證成數|股權|持股|出資|營業額|營收|資本額|成長|編列"
            r"|違約金|罰|保證金|(?<!(?:補助|獎助|自籌款?|負擔)比[率例](?:可|得|可以)?)(?:提升|降低|減少)|效率|占比|市占|權重|評分"
        ),
        "grant_share": rf"加碼後|{_GRANT}",
    },
    "duration": {
        "grace": r"寬限",
        "support_term": (
            r"(?:補助|輔導|計畫|執行|獎助){1,2}期[程限間][自為由]\p{Han}{1,10}日起\s?$|"
            r"(?:補助|輔導|獎助|獎勵|補貼|進駐|執行|計畫)期[限間程]|期程|時程|計畫(?:執行)?期|進駐|租借|使用(?!年限)|補[助貼](?:最[長多]|\s?$)|(?:可領|發給|請領)\s?$"
        ),
        "look_back": r"(?:最近|近|過去|(?<![屆滿之以])前)\s?$",
        "loan_term": r"貸款(?:期[限間]?|年[限期])|信用貸款年限|還款|償還|攤還|融資期[限間]",
        "experience": r"經驗|年資|任職|從事",
        "other": r"展延|延長|使用年限|時段|設立滿|成立滿|設立未滿|成立未滿|登記滿|保固|會員|保存|有效期",
        "processing": r"審[查核]期[限間]|(?:次日起|日起|屆滿前|結束後|通知後|核定後|公告後|送達後|受理後)\s?$",
        "training": r"訓練|研習|課程|培訓|授課|上課|實習",
    },
}
_PATTERN: dict[Kind, regex.Pattern[str]] = {
    kind: expression("|".join(f"(?P<{role}>{words})" for role, words in cues.items()))
    for kind, cues in _CUES.items()
}
_ANY_OF: dict[Kind, str] = {
    kind: "|".join(f"(?P<{role}>{words})" for role, words in cues.items() if not words.endswith("$"))
    for kind, cues in _CUES.items()
}
_AFTER: dict[Kind, regex.Pattern[str]] = {
    "amount": expression(rf"\s?(?:[之的]|作?為|由\p{{Han}}{{1,10}}?)(?:{_ANY_OF['amount']})"),
    "ratio": expression(rf"\s?(?:[之的]|作?為|由\p{{Han}}{{1,10}}?)(?:{_ANY_OF['ratio']})"),
    "duration": expression(
        rf"\s?(?:[以之]?[上下內]|及以上)?(?:[之的](?:(?![，。；])\p{{Han}}){{0,14}}?|\p{{Han}}{{0,4}}?)"
        rf"(?:{_ANY_OF['duration']})"
    ),
}
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
_EXEMPT_BEFORE = expression(r"免(?:具|備|須有?|需有?|附)(?:有|至少)?\s?$")
"""What need not be had: 免具2年工作經驗 asks for none."""
_FROM_DAY = expression(r"(?:自[^自：:，]{0,14})?日起\s?$")
_WITHIN_AFTER = expression(r"\s?[之以]?內")
_WHOEVER_AFTER = expression(
    r"\s?(?:[(（]不?含[)）])?(?P<bound>[及之]?以[上下內]|未滿)?\s?(?:[(（]不?含[)）])?者"
)
_COMPARED_BEFORE = expression(rf"(?:{COMPARES})(?:新?[臺台]幣)?\s?$")
_NO_THRESHOLD = frozenset(("statistic", "other"))
_PAST_AFTER = expression(r"\s?(?:[之以]?內|年?度|[曾未無獲皆均]|平均|之?(?:營|財|所得|經))")
"""What was in the years before: 前二年內曾, 前三年平均; not 前2年利息, the first two."""
_AT_MOST = frozenset(("最長", "至多", "最多", "最高", "最長得", "最長可", "上限", "上限為"))
_CLASS_AFTER = expression(r"\s?期[:：]")
_CLASS_OF = {"grant": "support_term", "loan": "loan_term"}
_RAISED_TO = expression(r"(?:提高|調高|提升|調升|增加|放寬)[至為到達]\p{Han}{0,4}$")
_CONDITION = expression(r"對象|資格|條件")
_UNSAID = expression(r"費用?$|經費$")
_FINED_AFTER = expression(r"\s?(?:以[上下])?[之的]?(?:罰[鍰款金]|計罰|處罰)")
_GUARANTEED_AFTER = expression(r"\s?[之的]?(?:信用|融資)?保證(?![手費金書人])")
"""A share of a loan that is guaranteed, not of what is given: 10成保證, 100%信用保證."""
_CEILING = expression(r"最高|上限")
_EXTENDED_BY = expression(r"(?:延長|展延)\p{Han}{0,4}?[\d一二兩三四五六七八九十]+\s?(?:年|個月|天|日)")
"""After it stands how long all of it may be: 得延長1年，最多3年."""
_SENTENCE_END = expression(r"[。\n]")
_CLAUSE_END = expression(r"[，；;：:（()）「」]")
_LINKED = expression(r"\s?(?:(?:以上|起)?[-~至到]|以上|[或、及和與])\s?")
_FARTHEST = 200
_SIDES = {
    **dict.fromkeys(("grant", "loan", "guarantee", "grant_share", "grant_bonus"), "gives"),
    **dict.fromkeys(("self_funding", "self_funding_share", "fee"), "pays"),
}
_OVER = {
    ("fee", "self_funding"), ("fee", "grant"), ("grant", "statistic"), ("grant_share", "grant_bonus"),
    ("grant_share", "interest"), ("grant_bonus", "interest"), ("other", "grant_bonus"),
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
    after = _named(_AFTER[kind].match(folded, span[1]))
    here = _decide(kind, own)
    if after is not None and here not in (None, _UNCLEAR) and _opposed(after, here):
        return _UNCLEAR
    if here == "look_back" and own.endswith("前") and not _PAST_AFTER.match(folded, span[1]):
        here = None
    if kind == "amount" and here not in _NO_THRESHOLD and _compared(folded, span, own):
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
    if kind == "ratio" and _GUARANTEED_AFTER.match(folded, span[1]):
        return "other"
    if kind != "duration":
        return "other" if _FINED_AFTER.match(folded, span[1]) else None
    if _EXEMPT_BEFORE.search(own):
        return "other"
    if _HAD_AFTER.match(folded, span[1]):
        return "look_back"
    if _LEAD_BEFORE.search(own) and not _PAST_AFTER.match(folded, span[1]):
        return "processing"
    if _BARRED_AFTER.match(folded, span[1]):
        return "other"
    lead = "年" not in folded[slice(*span)] and _LEAD_AFTER.match(folded, span[1])
    return "processing" if lead else None


def _compared(folded: str, span: Span, own: str) -> bool:
    """Tell whether an amount only says which cases are meant: 購置費用逾10萬元者."""
    after = _WHOEVER_AFTER.match(folded, span[1])
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
    level = kind == "ratio" and _RAISED_TO.search(own) is not None
    for text in (*reversed(clauses), *headings):
        if kind == "duration" and own.strip() in _AT_MOST and _EXTENDED_BY.search(text):
            continue
        role = _decide(kind, text)
        if role == "threshold" and _CEILING.search(own):
            continue  # 獎勵金額依投資額之10%計算，最高5億元
        if role is not None and not (level and role == "grant_bonus"):
            return role
    if kind == "duration":
        given = _CLASS_OF.get(_decide("amount", sentence) or "") if own.strip() in _AT_MOST else None
        return given or _term(folded, span, around)
    if around.label and kind == "amount" and _CONDITION.search(around.label):
        return "threshold"
    for said in (around.label, around.topic):
        role = _decide(kind, said or "")
        if (
            role is not None
            and (role != "fee" or "收費" in (said or ""))
            and not (level and role == "grant_bonus")
        ):
            return role
    return _UNCLEAR if kind == "amount" and around.label and _UNSAID.search(around.label) else None


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
    said = [_named(found) for found in _PATTERN[kind].finditer(clause)]
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
    said = [_named(found) for found in _PATTERN["ratio"].finditer(sentence, start)]
    parties = [role for role in said if role in ("grant_share", "self_funding_share")]
    return parties[0] if len(set(parties)) == 2 else None
