"""What a sentence demands in numbers: capital, turnover, staff, age, and how many firms apply together.

Comes in: a sentence.  Goes out: conditions; none at all unless everything around the numbers is understood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from pipeline.core.expressions import expression
from pipeline.core.record import Comparison, ConditionKind
from pipeline.facts.comparisons import BEFORE
from pipeline.facts.conditions import words
from pipeline.facts.conditions.sentences import ConditionMatch, Sentence, matched
from pipeline.facts.match import Span, holds
from pipeline.facts.numerals import NUMERAL, parse_integer

_COMPARES = {comparison: expression(compares) for comparison, compares in BEFORE.items()}
_CLAUSE_END = expression(r"[，,：:]")
_OR = expression(r"[，,]?或(?:者|是)?其?")
_AND = expression(
    r"(?:之[^，。；：或\s()（）]{1,12}(?=[，,]))?[，,、]?(?:且|並且?|及|與|和|以及)?(?:合於)?(?:其中?)?"
)
_TAIL = expression(
    rf"(?:者|(?!且[非無未])[並且]?(?P<noun>之?(?:{words.NOUNS})|之?[^，。；：或\s()（）]{{1,40}}))?\s*(?:[(（][^()（）]*[)）])?"
    rf"(?P<more>(?:(?=且[非無未])|[，,])(?:且|並|及|具備?|領有|設籍|[於在](?:我國|本[縣市])|無|非屬)[^。；：或但除外]{{1,40}})?\s*[。：:]?\s*"
)
_ANY_NUMBER = expression(NUMERAL)
_SAYS_MORE = expression(r"免|減|優惠|[得可應須]|補助|適用|不")
_TOLD = expression(
    rf"{words.ANY_REGISTRATION}"
    rf"|具?有?(?:中華民國|[我本]國)?國[籍民]|(?:公司)?(?:登記)?(?:設立|成立)(?:登記)?[未屆已]?[滿逾達]{NUMERAL}個月(?:以[上內下])?|(?:[^，。；或非未除]{{0,8}})?{words.LOCATION.pattern}"
)
"""A demand that is told of itself, before what is counted: 依公司法設立登記，實收資本額….."""
_ALL_NAMED = expression(
    rf"(?:\s|凡|為|限)*(?:(?:{words.DOMESTIC.pattern})?{words.ANY_REGISTRATION}之(?:{words.NOUNS})|(?:{words.NOUN})(?:(?:、|或|及|與|和)(?:{words.NOUN}))+)"
    r"[，,]其?\s*"
)
"""All who may apply, in a clause of its own before what is asked of each: 獨資、合夥或公司，其實收資本額…."""
_OTHER_TRADES = expression("除[^，。；]{1,12}其他行業|公司|企業|廠商")
_LEAD = expression(
    r"(?:並)?(?:符合|合於|須|應|在|為|凡|以|限|其|且|屬|年齡|介於|自|依\p{Han}{2,12}(?:法|條例|規定)|(?<!業)者|之|[，,、\s])+$|^(?:凡|為|屬|以|僅?限|\s)+|(?:申請)(?:人|者|單位|廠商|企業|業者)$"
)


def quantities_in(sentence: Sentence, found: Sequence[Counted]) -> list[ConditionMatch]:
    """Return what a sentence demands in numbers, of what it counts; nothing unless all of it is understood."""
    text = sentence.text
    made = [(each.span, list(_compared(sentence, each))) for each in found]
    if not made or not all(conditions for _, conditions in made):
        return _consortium(sentence)
    edges = [(one[0][1], other[0][0]) for one, other in pairwise(made)]
    gaps = [text[start:end] for start, end in edges]
    alternative = [bool(_OR.fullmatch(gap)) for gap in gaps]
    if not all(_OR.fullmatch(gap) or _AND.fullmatch(gap) for gap in gaps) or len(set(alternative)) > 1:
        return []
    kinds = [each.kind for each in found]
    subject, tail = _subject(text[: made[0][0][0]]), _TAIL.fullmatch(text, made[-1][0][1])
    if subject is None or tail is None:
        return []
    noun = (tail["noun"] or "").removeprefix("之")
    if _SAYS_MORE.search(noun + (tail["more"] or "")):
        return []
    if "之" in noun:
        subject = noun
    if noun and any("之" in gap for gap in gaps) or "" in gaps and "years_established" in kinds:
        return []  # 員工10人以下之商號，資本額1億元以下之公司; 成立1年內營收500萬元以下
    either = 1 if any(alternative) else None
    if either and any(len(conditions) > 1 for _, conditions in made):
        return []
    whose = {"age": noun or subject}  # 18至45歲之國民 are people, 設立未滿5年之事業負責人 has a firm
    if "age" in kinds and "之" not in noun:
        whose["years_established"] = ""  # 負責人年滿18歲，公司設立未滿8年
    return [
        each._replace(subject=whose.get(each.kind, subject) or None, any_of=either)
        for _, many in made
        for each in many
    ]


def _subject(head: str) -> str | None:
    """Return whom the words before a quantity name, "" for whoever applies, None where they are not understood."""
    if _ALL_NAMED.fullmatch(head):
        return ""
    for _ in range(3):
        head = _LEAD.sub("", head.strip())
    if not head or words.GENERIC.fullmatch(head) or _TOLD.fullmatch(head):
        return ""
    return head if words.NAMES_SUBJECT.fullmatch(head) or _OTHER_TRADES.fullmatch(head) else None


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted, with its numbers."""

    kind: ConditionKind
    span: Span
    said: str
    """The words that name it."""
    measure: regex.Match[str]


def counted_in(text: str) -> list[Counted]:
    """Return what a text counts, each with its numbers, in order."""
    if not _ANY_NUMBER.search(text):
        return []
    kinds = (kind for kind, (_, units) in words.COUNTED.items() if holds(text, units))
    found = (each for kind in kinds for each in _counted_of(kind, text))
    return sorted(found, key=lambda each: each.span)


def _counted_of(kind: ConditionKind, text: str) -> Iterator[Counted]:
    noun, units = words.COUNTED[kind]
    end = 0
    for match in noun.finditer(text):
        measure = words.MEASURE.match(text, match.end()) if match.start() >= end else None
        if measure and units.issuperset({measure["unit1"], measure["unit2"]} - {None}):
            end = measure.end()
            yield Counted(kind, (match.start(), end), match.group(), measure)


def _compared(sentence: Sentence, counted: Counted) -> Iterator[ConditionMatch]:
    """Yield one condition for each number of a quantity; none where a number has no single comparison."""
    kind, match = counted.kind, counted.measure
    ranged = match["value2"] is not None
    made = []
    for n in ("1", "2") if ranged else ("1",):
        value = parse_integer(match[f"value{n}"])
        comparison = _comparison(match[f"before{n}"], match[f"after{n}"], match[f"with{n}"])
        if comparison is None and ranged and holds(match["link"], "至~-"):
            comparison = "at_least" if n == "1" else "at_most"
        if comparison is None and n == "1" and counted.said.endswith("滿"):
            comparison = "at_least"
        if value is None or comparison is None:
            return
        made.append(matched(sentence, counted.span, kind, kind, comparison, value=value))
    if ranged and {each.comparison for each in made} in ({"at_least"}, {"at_most"}):
        return
    yield from made


def _comparison(before: str | None, after: str | None, included: str | None) -> Comparison | None:
    said: set[Comparison] = set()
    if before:
        said.add(_before(before))
    if after:
        upper = after not in ("以上", "及以上")
        strict = included == "不含" or after == "未滿"
        said.add(("less_than" if strict else "at_most") if upper else ("more_than" if strict else "at_least"))
    return said.pop() if len(said) == 1 else None


def _before(said: str) -> Comparison:
    if said == "達":
        return "at_least"
    named = (comparison for comparison, compares in _COMPARES.items() if compares.fullmatch(said))
    return next(named, "less_than")


def _consortium(sentence: Sentence) -> list[ConditionMatch]:
    """Return how many firms must apply together, where the words before name the programme or nobody."""
    made = []
    for match in words.CONSORTIUM.finditer(sentence.text):
        if "或" in sentence.text[: match.start()] + sentence.text[match.end() :]:
            return []
        head = _CLAUSE_END.split(sentence.text[: match.start()])[-1]
        subject, value = _subject(head), parse_integer(match["value"])
        if subject is None or value is None:
            return []
        firms = matched(sentence, match.span(), "firms", "consortium", "at_least", value=value)
        made.append(firms._replace(subject=subject or None))
    return made
