"""A text -> the sentences that speak of who may apply, each with what announces it.

Comes in: a text, its label and its outline.  Goes out: sentences, and ``ConditionMatch``, what is read in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from pipeline.core.expressions import expression
from pipeline.core.ordinals import LIST_NUMBER
from pipeline.core.record import Comparison, ConditionKind
from pipeline.facts.conditions import words
from pipeline.facts.listed import Listed, headings_of
from pipeline.facts.match import Span, holds

_SENTENCE = expression(r"[^。；;\n]+")
_SUBJECT = expression(r"\s*(?P<subject>[^，。；：須應需不或]{2,16}?)(?:[須應需]|不得(?!申請))")
_MARKER = expression(rf"\s*(?:{LIST_NUMBER}(?!(?<=[.．])\d))?")
"""A list number that the outline does not know of, and spaces."""
_LAST = expression("[。；]")
_OTHER_LABEL = expression(r"經費|費用|期[間限程]|方式|內容|文件|網址|額度")
_FOLLOWING = expression("[下如]列|如下")
_ONE_OF_THESE = expression(rf"(?:{words.ONE_OF.pattern})[^：:。；]{{0,12}}[：:]")
"""What opens a list of which one item is enough; its items may follow in its line: 符合下列條件之一：1.…；2.…."""
_LABELLED = expression(r"\s*(?P<label>[^：:，。]{2,12})[：:]")


class ConditionMatch(NamedTuple):
    """A condition with its place; ``any_of`` numbers alternatives within one text from 1."""

    span: Span
    printed: str
    rule: str
    kind: ConditionKind
    comparison: Comparison | None = None
    value: int | None = None
    values: tuple[str, ...] = ()
    subject: str | None = None
    any_of: int | None = None


class Sentence(NamedTuple):
    """A sentence about who may apply."""

    start: int
    text: str
    headings: tuple[str, ...]
    subject: str | None
    named: bool
    """Whether it begins with its own subject: 國內企業：…."""
    hedged: bool
    """Whether it allows exceptions, prefers some or is one of several of which one is enough (符合下列條件之一)."""
    is_class: bool
    """Whether it names a class of applicants, which is one of several, and demands nothing."""


def sentences_in(text: str, label: str | None, items: Sequence[Listed]) -> Iterator[Sentence]:
    """Yield the sentences that speak of who may apply, each with what announces it."""
    speaks, one_is_enough = says_who(label), words.ONE_OF.search(label or "") is not None
    list_end = 0
    for match in _SENTENCE.finditer(text):
        (start, last), said = match.span(), match.group()
        in_list = start < list_end
        if "一" in said and _ONE_OF_THESE.search(said):
            end = text.find("\n", last)
            list_end = len(text) if end < 0 else end
        marker = _MARKER.match(said)
        assert marker is not None
        start, said = start + marker.end(), said[marker.end() :]
        announced = headings_of(items, (start + len(said) - len(said.lstrip()), last))
        headings = tuple(_LAST.split(heading)[-1] for heading in announced)
        head = _LABELLED.match(said)
        if head and says_who(head["label"]):
            speaks, one_is_enough = True, words.ONE_OF.search(head["label"]) is not None
            start, said, head = start + head.end(), said[head.end() :], None
        elif head and _OTHER_LABEL.search(head["label"]):
            speaks = False
        if (
            not (speaks or any(map(says_who, headings)))
            or not said.strip()
            or head
            and len(said) == head.end()
        ):
            continue
        subject = next((each for each in headings if not whoever(each)), None)
        named = bool(head and not whoever(head["label"].strip()))
        whose = _SUBJECT.match(said)
        if whose and words.NAMES_SUBJECT.fullmatch(whose["subject"]) and not whoever(whose["subject"]):
            subject, named = whose["subject"], True
        if head:
            subject = head["label"].strip() if named else subject
            start, said = start + head.end(), said[head.end() :]
        above = [*headings, head["label"]] if head else headings
        doubtful = one_is_enough or in_list or len(subject or "") > 30 or words.HEDGE.search(said) is not None
        doubtful = doubtful or any(_has(each, words.HEDGE) for each in headings)
        doubtful = doubtful or any(_has(each, words.NO_DEMANDS) for each in above)
        demands = any(_has(each, _FOLLOWING) for each in above) and words.BARE_NUMBER.fullmatch(said)
        yield Sentence(start, said, headings, subject, named, doubtful, not demands and _names_class(said))


def may_say_who(text: str, label: str | None) -> bool:
    """Tell whether a label or any words of a text, its headings among them, may say who may apply."""
    said = holds(text, words.WHO_WORDS) and words.WHO.search(text) is not None
    return said or says_who(label)


@lru_cache(maxsize=1024)
def says_who(label: str | None) -> bool:
    """Tell whether a label or a heading announces who may apply: 申請資格, not 排除對象."""
    return bool(label and words.WHO.search(label) and not words.NOT_WHO.search(label))


@lru_cache(maxsize=1024)
def whoever(heading: str) -> bool:
    """Tell whether a heading names nobody in particular: 申請資格如下, 申請業者, 合於下列基準之公司."""
    return bool(says_who(heading) or words.GENERIC.fullmatch(heading) or _has(heading, _FOLLOWING))


@lru_cache(maxsize=4096)  # one heading announces many sentences
def _has(heading: str, pattern: regex.Pattern[str]) -> bool:
    return pattern.search(heading) is not None


def _names_class(said: str) -> bool:
    return not (words.PREDICATE.match(said) or words.MUST.search(said) or words.HOW.search(said))


def matched(
    sentence: Sentence,
    span: Span,
    rule: str,
    kind: ConditionKind,
    comparison: Comparison | None = None,
    *,
    value: int | None = None,
    values: tuple[str, ...] = (),
) -> ConditionMatch:
    """Return a condition that stands at a place of a sentence."""
    start, end = span
    place = (sentence.start + start, sentence.start + end)
    return ConditionMatch(place, sentence.text[start:end], rule, kind, comparison, value, values)
