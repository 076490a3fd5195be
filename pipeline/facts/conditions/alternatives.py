"""Lists of which one item is enough (符合下列條件之一：) -> conditions that stand for each other.

Comes in: a text, its label and its items.  Goes out: for each such list its conditions; none unless every item of it
says one condition and nothing else, for one that is not understood may be the one that an applicant meets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.core.expressions import expression
from pipeline.facts.conditions import words
from pipeline.facts.conditions.numbers import counted_in, quantities_in
from pipeline.facts.conditions.requirements import applicants_in, registered_in
from pipeline.facts.conditions.sentences import ConditionMatch, Sentence, says_who, whoever
from pipeline.facts.listed import Listed

_FIRMS = "企業|事業|廠商|業者|單位|公司"
_ANY_LISTED = expression(
    rf"(?:[^。；]*[。；])?\s*(?:申請|補助|參加|提案)?(?:人|者|{_FIRMS})?[應須需]?(?:符合|具備|具有|合於|屬)(?:下列|以下)"
    rf"(?:各款)?(?:(?:條件|資格|規定|標準|要件)?之一|任一(?:條件|資格|規定|標準|要件)?)(?:者|之(?:{_FIRMS}))?"
)
_ENDS = "。；; \n"
_AND_SO_ON = expression(r"[，,；;]?或(?:者)?$")
_REGISTERED = expression(
    rf"(?:{words.BY_LAW.pattern}|{words.REGISTRATION.pattern})(?:之(?P<noun>\p{{Han}}{{2,6}}))?"
)
_REGISTERED_NOUNS = {
    "company": ("公司",),
    "business": ("商業", "商號", "行號"),
    "limited_partnership": ("有限合夥",),
}
"""What is of the kind that it is registered as: 依公司法設立之公司, which says one thing; not 領有工廠登記之公司."""
_FIRMS_OF_ANY_KIND = (None, "企業", "事業", "廠商", "業者", "單位", "申請人")


def alternatives_in(text: str, label: str | None, items: Sequence[Listed]) -> Iterator[list[ConditionMatch]]:
    """Yield the conditions of each list of which one item is enough."""
    runs = [(headings, list(run)) for headings, run in groupby(items, key=lambda item: item.headings)]
    lists = [(headings, run) for headings, run in runs if headings and _ANY_LISTED.fullmatch(headings[-1])]
    for headings, of_list in lists:
        above = headings[:-1]
        subject = next((each for each in reversed(above) if not whoever(each)), None)
        doubtful = any(words.HEDGE.search(each) or words.NO_DEMANDS.search(each) for each in above)
        speaks = any(map(says_who, (label, *headings)))
        if doubtful or not speaks or (len(lists) > 1 and subject is None):
            continue
        read = [_only_condition(text, item) for item in of_list]
        told = [match._replace(subject=match.subject or subject, any_of=1) for match in read if match]
        if len(told) == len(of_list):
            yield told


def _only_condition(text: str, item: Listed) -> ConditionMatch | None:
    """Return the one condition that all the words of an item say."""
    said = _AND_SO_ON.sub("", text[item.body : item.end].rstrip(_ENDS)).rstrip(_ENDS)
    sentence = Sentence(item.body, said, (), None, named=False, hedged=False, is_class=True)
    if words.BARE_NUMBER.fullmatch(said.removesuffix("者")):
        read = quantities_in(sentence, counted_in(said))
    elif registered := _REGISTERED.fullmatch(said.removesuffix("者")):
        read = [match for match in registered_in(sentence) if _says_no_more(match, registered["noun"])]
    else:
        named = applicants_in(sentence)
        read = [named] if named and named.printed == said.strip() else []
    return read[0] if len(read) == 1 else None


def _says_no_more(match: ConditionMatch, noun: str | None) -> bool:
    """Tell whether the noun after a registration says nothing beside it."""
    own = [_REGISTERED_NOUNS.get(value, ()) for value in match.values]
    return noun in _FIRMS_OF_ANY_KIND or (len(own) == 1 and noun in own[0])
