"""What a sentence demands in words: registration, place, credit, mid-sized firms, kinds of applicant.

Comes in: a sentence.  Goes out: conditions, each where its words have one reading.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from pipeline.core.expressions import expression
from pipeline.core.record import Comparison
from pipeline.facts.conditions import words
from pipeline.facts.conditions.sentences import ConditionMatch, Sentence, matched
from pipeline.facts.match import holds

_FIRMS = r"[「『]?(?:卓越|潛力)?中堅企業(?:(?:及|與|或|、)(?:卓越|潛力)?中堅企業)*[」』]?"
_MID_SIZED = expression(
    rf"\s*(?:[僅只]?限於?)?(?:(?:[^，。；或非未及、]|未滿){{1,16}}之)?{_FIRMS}(?:業者|廠商)?(?:申請|參加|提案)?\s*"
    rf"|\s*(?:[須應限]為?)?(?:獲選|獲選為|經|通過|屬)[^，。；或非未]{{0,10}}{_FIRMS}(?:遴選|者)?之(?:事業單位|企業|廠商|業者)\s*"
)
_QUOTE = r"[「『」』]?"
_APPLICANTS = expression(
    rf"(?r)(?:^|(?<=[之為限以凡])|(?<=國內|全國))(?:\s|{_QUOTE})*(?P<nouns>{words.NOUNS}){_QUOTE}(?:者|為限)?"
    r"(?:[均皆]?[可得](?:提出)?申請)?\s*(?:[（(]不限[^（）()]{1,12}[)）])?(?:[，,]經[^，。；或非未不]{2,16}之(?:對象|廠商|企業|業者|單位)"
    r"|(?<=製造業(?:者|廠商)?)(?P<factories>[，,]包[含括][^，。；]{0,24}之工廠))?\s*[：:]?\s*$"
)
_REGISTERED_AS = expression(r"(?:登記|設立|成立)之\s*$")
_ONE_FORM = expression("(?:(?:公司|商業|有限合夥)(?:設立)?(?:登記)?、?)+")
"""Registrations of which nobody has two: 公司、商業登記."""
_SAYS_MORE = expression("[，,](?:以?及|或|與|和)|非|不含|不包|不得|除|包[含括]|所屬")
_OTHERS_BEFORE = expression(
    r"(?:法人|學校|團體|機構|組織|合作社|事業|商號|行號|公司|企業|業者|廠商|工廠|農場)"
    r"(?:、|以?及|或|與|和)(?!(?:公司|商業|工廠|營業|稅籍)(?:設立)?登記)|至少[^，。；]{0,4}[家個位名]"
)
"""Applicants that no kind is known for, and what is asked of one of several: 民間團體及自然人, 至少一家為中小企業."""
_OR_BEFORE = expression(r"或(?:者|是)?\s*$|包[含括][^，。；]*$")
_NO_FIRMS = expression(r"或[^，。；]{0,10}(?:協會|公會|團體|法人|學校|機構|農民)")
"""Who may apply, too, and is registered as no firm: 辦理公司登記之企業或立案之協會."""
_OR_NOT = expression(r"[，,]?(?:或|者?不)")
_OF_COMPANY = expression(r"申請[人者](?:為|係)(?P<subject>[^，。；]{1,12})者[，,]?其?$")


def requirements_in(sentence: Sentence) -> Iterator[ConditionMatch]:
    """Yield what a sentence demands in words."""
    text = sentence.text
    if found := _stated(words.CREDIT, text, "拒絕往來"):
        yield matched(sentence, found.span(), "refused", "credit", "none_of", values=("bank_refusal",))
    if found := _stated(words.CHEQUES, text, "退票"):
        yield matched(sentence, found.span(), "cheques", "credit", "none_of", values=("dishonoured_cheque",))
    if found := _stated(words.NET_WORTH, text, "淨值"):
        above: Comparison = "more_than" if found["positive"] else "at_least"
        made = matched(sentence, found.span(), "net-worth", "net_worth", above, value=0)
        company = _OF_COMPANY.search(text[: found.start()])
        yield made._replace(subject=company["subject"]) if company else made
    if found := _stated(words.FOREIGN_CAPITAL, text, "陸"):
        yield matched(sentence, found.span(), "prc-capital", "foreign_capital", "none_of", values=("CN",))
    yield from registered_in(sentence)
    if holds(text, "市縣") and (found := _stated(words.LOCATION, text)):
        places = words.SPLIT_NOUNS.split(found["list"].replace("台", "臺"))
        if all(place in words.PLACES for place in places):
            values = tuple(words.PLACES[place] for place in places)
            yield matched(sentence, found.span(), "place", "location", "one_of", values=values)
    elif found := _stated(words.DOMESTIC, text, "內"):
        yield matched(sentence, found.span(), "domestic", "location", "one_of", values=("TW",))
    if found := _stated(words.SME, text, "中小企業認定標準"):
        yield matched(sentence, found.span(), "sme-standard", "applicant", "one_of", values=("sme",))
    if _mid_sized(text):
        start = len(text) - len(text.lstrip())
        yield matched(sentence, (start, len(text.rstrip())), "mid-sized", "mid_sized_only")


def _stated(pattern: regex.Pattern[str], text: str, word: str = "") -> regex.Match[str] | None:
    """Return the only place of a pattern, unless it is one of two that stand for each other.

    ``word`` is in every text that the pattern is in: a cheap look first.
    """
    if word not in text:
        return None
    found = list(pattern.finditer(text))
    if len(found) != 1 or _OR_NOT.match(text, found[0].end()) or _OR_BEFORE.search(text, 0, found[0].start()):
        return None
    return found[0]


def registered_in(sentence: Sentence) -> Iterator[ConditionMatch]:
    """Yield which registration a sentence demands."""
    text = sentence.text
    if holds(text, ("自然人", "個人")):
        return  # 依法設立之法人及自然人: who is not set up by law may apply, too
    all_firms = not _NO_FIRMS.search(text)
    found = all_firms and not words.EXEMPT.search(text) and _stated(words.REGISTRATION, text, "登記")
    if found:
        parts = [
            part.removesuffix("登記").removesuffix("設立")
            for part in words.SPLIT_NOUNS.split(found["list"])
            if part
        ]
        comparison = _listed_as(found["list"])
        if comparison:
            values = tuple(dict.fromkeys(words.REGISTRATIONS[part] for part in parts))
            yield matched(sentence, found.span(), "registered-as", "registration", comparison, values=values)
    elif found := all_firms and _stated(words.BY_LAW, text, "法"):
        if comparison := _listed_as(found["list"]):
            values = tuple(words.LAWS[part] for part in words.SPLIT_NOUNS.split(found["list"]))
            yield matched(sentence, found.span(), "by-law", "registration", comparison, values=values)
    elif found := _stated(words.REGISTERED, text, "依法"):
        yield matched(sentence, found.span(), "registered", "registration")


def _listed_as(said: str) -> Comparison | None:
    """Return whether one or all of a list are demanded; None where it says neither, or both."""
    either, both = "或" in said, holds(said, "及與和")
    if "、" in said and not (either or both) and _ONE_FORM.fullmatch(said):
        return "one_of"
    if "、" in said and not (either or both) or either and both:
        return None
    return "all_of" if both else "one_of"


def _mid_sized(text: str) -> bool:
    """Tell whether a sentence names mid-sized firms and nobody else."""
    return "中堅企業" in text and _MID_SIZED.fullmatch(text) is not None


def applicants_in(sentence: Sentence) -> ConditionMatch | None:
    """Return the kinds of applicant that a sentence ends in, where all of them are known."""
    found = _APPLICANTS.match(sentence.text)
    if not found or _SAYS_MORE.search(
        sentence.text, 0, found.start("factories") if found["factories"] else None
    ):
        return None
    if _OTHERS_BEFORE.search(sentence.text, 0, found.start("nouns")):
        return None
    parts = words.SPLIT_NOUNS.split(found["nouns"])
    values = [
        kind for part in parts for kind in next(said for noun, said in words.KINDS if noun.fullmatch(part))
    ]
    unique = tuple(dict.fromkeys(values))
    told = found["nouns"].lstrip().startswith("國內") or _REGISTERED_AS.search(
        sentence.text[: found.start("nouns")]
    )
    if unique == ("enterprise",) and not told:
        return None  # 申請企業 names whoever applies
    return matched(sentence, found.span("nouns"), "applicants", "applicant", "one_of", values=unique)
