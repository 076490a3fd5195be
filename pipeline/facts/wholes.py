"""What a share is a share of, and what a discount is off: the words right beside the value, as printed.

    of := noun phrase [之] share  |  share [之] noun phrase      不得超過計畫總經費之50%, 補助50%訓練費用
        | noun phrase [share] (，| "(") bound share              計畫總經費40%以上，最高50%; 核定補助款加碼(上限為20%)
        | priced thing [期間 | 時段] discount                    場租9折, 學費原價8折

Only a phrase that ends in a word for money, people or the like names a whole; nothing else is guessed.
"""

from __future__ import annotations

from pipeline.core.expressions import expression
from pipeline.facts.comparisons import COMPARES
from pipeline.facts.match import FARTHEST, Span, clause_before, goes_on

_NOUN = (
    r"(?:經費|費用|總額|金額|學費|價格|價金|售價|資本額|股權|薪資|工資|租金|營業額|營收|成本|支出|資金|所需|補助款|核定款|投資額|人數"
    r"|[設講場材交住保]\p{Han}{0,3}費)"
)
_TAIL = r"(?:之|的|以|最高|得|(?:得|進行)?加碼|(?:負擔)?比[率例](?:為|至|達|以|最高達?)?)?\s?$"
_VERB = expression(
    r"超[過出]|逾|[高低]於|達|[為至占佔以得於按依]|在(?!職)|負擔|(?<!政府)補助(?!款|核定)|加碼|提[高供升]|降低|給予|支付|編列|繳[交納付]|每案"
    r"|自付(?!額)|自籌(?!款|經費|金|比)|分攤(?!比)|減[免收少]|[上下]限|最[高多低少]"
)
_BEFORE = expression(rf"(?P<of>\p{{Han}}{{0,14}}{_NOUN}){_TAIL}")
_BOUND = expression(rf"(?:[可得以應須需]|{COMPARES}|為)+\s?")
"""A clause that only bounds the value: the whole stands in the clause before it."""
_SHARE_END = expression(r"[\d.]+\s?%(?:及?以[上下]|起)?$")
_AFTER = expression(rf"(?:及?以[上下內])?[之的]?(?P<of>(?:(?![，。；、及和與或])\p{{Han}}){{0,8}}?{_NOUN})")
_LONGEST = 12
"""A share with its unit and comparison takes no more characters than this."""
_NO_WHOLE = expression(r"自籌|自備|配合款|^補助款$")
_PRICE = (
    r"(?P<of>(?:會議室|攤位|場地)?(?:場租|租金|租借費|使用費)|分攤費|票價|門票|[售定原]價|學費(?:原價)?|參展費|報名費|年費|會費)"
    r"[：:]?(?:(?:正式|\p{Han}{0,2}展覽)?(?:期間|時段))?(?:享有?|優惠|打)?\s?"
)
_PRICED = expression(rf"{_PRICE}$")
_PRICED_BEFORE = expression(rf"{_PRICE}[\d.]+\s?折(?:優惠)?[，、；]$")
_OTHER_TIME = expression(r"(?:非\p{Han}{0,4}|展覽)(?:期間|時段)")
"""What parts two discounts of one price: 場租展覽期間95折，非展覽期間85折."""


def whole_of(folded: str, span: Span, floor: int = 0) -> str | None:
    """Return the printed words that name the whole of a share, or None."""
    before = _BEFORE.search(_clause(folded, span[0], floor))
    if before:
        verbs = list(_VERB.finditer(before["of"]))
        named = before["of"][verbs[-1].end() :] if verbs else before["of"]
        if len(named) > 1 and not _NO_WHOLE.search(named):
            return str(named)
        return None
    after = _AFTER.match(folded, span[1]) if goes_on(folded, span[1]) else None
    return str(after["of"]) if after else None


def _clause(folded: str, at: int, floor: int) -> str:
    """Return the clause before a share, or the one before that where it only bounds the value."""
    clause = clause_before(folded, at, floor)
    start = at - len(clause)
    if _BOUND.fullmatch(clause) and start > floor and folded[start - 1] in "，,(（":
        end = start - 1
        if share := _SHARE_END.search(folded, max(floor, end - _LONGEST), end):
            end = share.start()
        return clause_before(folded, end, floor)
    return clause


def price_of(folded: str, span: Span) -> str | None:
    """Return the printed words that name what a discount is off, or None."""
    clause = clause_before(folded, span[0])
    found = _PRICED.search(clause)
    if found is None and _OTHER_TIME.fullmatch(clause):
        end = span[0] - len(clause)
        found = _PRICED_BEFORE.search(folded, max(0, end - FARTHEST), end)
    return str(found["of"]) if found else None
