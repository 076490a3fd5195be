"""What decides who may apply -> conditions: kinds of applicant, capital, staff, registration and so on.

Comes in: a text, its label and its outline.  Goes out: conditions, each with the words it was read from.  A wrong
condition is worse than none: only the texts under a label or heading such as 補助對象 or 申請資格 are read, sentence by
sentence; a sentence that allows exceptions, or sets beside a condition something that is not understood
(資本額…以下，或經專案核准者), says nothing.  So do classes of applicants that are not all understood.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence, Set

from pipeline.core.expressions import expression
from pipeline.core.record import Node
from pipeline.facts.conditions import words
from pipeline.facts.conditions.alternatives import alternatives_in
from pipeline.facts.conditions.numbers import Counted, counted_in, quantities_in
from pipeline.facts.conditions.requirements import applicants_in, requirements_in
from pipeline.facts.conditions.sentences import (
    ConditionMatch,
    Sentence,
    may_say_who,
    sentences_in,
)
from pipeline.facts.listed import listed, without_markers
from pipeline.facts.numerals import full_stops

_CLASS = expression(r"(?:之|以下|以上)(?P<noun>[^，。；之()（）]{2,16})\s*[：:]?\s*$")


def find_conditions(text: str, *, label: str | None, outline: Sequence[Node] = ()) -> list[ConditionMatch]:
    """Return the conditions in a text in their order; none where neither label nor heading says that it has any.

    That all of a service is free is said under any label.
    """
    who = _who_may_apply(text, label, outline)
    return sorted([*_free(text, label), *who], key=lambda each: each.span) if "免" in text else who


def _free(text: str, label: str | None) -> Iterator[ConditionMatch]:
    """Yield that there is nothing to pay: all of a text on costs says so, or a clause, of the whole service."""
    if label and words.COSTS.search(label) and words.FREE.fullmatch(text):
        yield ConditionMatch((0, len(text)), text, "free", "free")
    elif (found := words.ALL_FREE.search(text)) and not words.PAID.search(text):
        yield ConditionMatch(found.span(), found.group(), "all-free", "free")


def _who_may_apply(text: str, label: str | None, outline: Sequence[Node]) -> list[ConditionMatch]:
    if not may_say_who(text, label):
        return []
    items = listed(text, outline)
    sentences = list(sentences_in(full_stops(without_markers(text, items)), label, items))
    if not sentences:
        return []
    classes = _how_often(each.headings for each in sentences if each.is_class)
    applicants = [None if each.hedged else applicants_in(each) for each in sentences]
    counted = [counted_in(each.text) for each in sentences]
    quantities = [
        [] if each.hedged else quantities_in(each, numbers)
        for each, numbers in zip(sentences, counted, strict=True)
    ]
    common: dict[tuple[str, ...], set[str]] = {}
    for sentence, told in zip(sentences, quantities, strict=True):
        if sentence.is_class:
            kinds = {match.rule for match in told}
            common[sentence.headings] = common.get(sentence.headings, kinds) & kinds
    exempt = "登記" in text and words.EXEMPT.search(text) is not None
    others_apply = any(words.OTHERS_APPLY.match(each.text) for each in sentences)
    doubtful = {
        *_not_understood(sentences, applicants, counted, quantities),
        *_crossing(sentences, applicants),
    }
    found: list[tuple[int, ConditionMatch]] = []
    for place, sentence in enumerate(sentences):
        several = sentence.is_class and classes[sentence.headings] > 1 and not sentence.named
        if sentence.hedged:
            continue
        firms = next(filter(words.FIRMS_APPLY.fullmatch, sentence.headings), None) if others_apply else None
        told = [*quantities[place], *requirements_in(sentence)]
        if several:
            told = list(_of_one_class(told, sentence, common[sentence.headings]))
        if named := applicants[place]:
            told.append(named)
        whom = sentence.subject or firms
        found += [
            (place, match._replace(subject=whom) if whom and not match.subject else match)
            for match in told
            if (sentence.headings, match.rule) not in doubtful
            and not (exempt and match.kind == "registration" and "factory" in match.values)
        ]
    headings = [sentence.headings for sentence in sentences]
    for told in alternatives_in(text, label, items):
        found += [(len(headings), match) for match in told]
        headings.append(())
    return _numbered(text, found, headings)


def _how_often(keys: Iterable[Hashable]) -> dict[Hashable, int]:
    """Return how often each key comes; a ``Counter`` takes longer to make than there is to count."""
    found: dict[Hashable, int] = {}
    for key in keys:
        found[key] = found.get(key, 0) + 1
    return found


def _of_one_class(
    read: Sequence[ConditionMatch], sentence: Sentence, common: Set[str]
) -> Iterator[ConditionMatch]:
    """Yield the demands on one of several classes, each with its class.

    Where the class has no name, only what is asked of all classes is told: nobody says whether a list of demands
    asks for each or for one of them.
    """
    noun = _CLASS.search(sentence.text)
    for match in read:
        if match.kind != "mid_sized_only" and (match.subject or noun or match.rule in common):
            yield match._replace(subject=match.subject or (noun["noun"] if noun else None))


def _not_understood(
    sentences: Sequence[Sentence],
    applicants: Sequence[ConditionMatch | None],
    counted: Sequence[Sequence[Counted]],
    quantities: Sequence[Sequence[ConditionMatch]],
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield which rules must not be told of the sentences under a heading.

    Who is one of several classes must be known for all of them, and so must what is counted of each.
    """
    for sentence, named, numbers, told in zip(sentences, applicants, counted, quantities, strict=True):
        if sentence.is_class and named is None:
            yield sentence.headings, "applicants"
        for kind in {each.kind for each in numbers} - {each.kind for each in told}:
            yield sentence.headings, kind


def _crossing(
    sentences: Sequence[Sentence], applicants: Sequence[ConditionMatch | None]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the rule of applicants where one item of a list names a legal form and another a trade or a size.

    A manufacturer may be a company as well: nobody says whether such items ask for each or for one of them.
    """
    forms, trades = (
        {
            sentence.headings
            for sentence, named in zip(sentences, applicants, strict=True)
            if named and sentence.is_class and not sentence.named and kinds.intersection(named.values)
        }
        for kinds in (words.LEGAL_FORMS, words.TRADES)
    )
    return ((headings, "applicants") for headings in forms & trades)


def _numbered(
    text: str, found: Sequence[tuple[int, ConditionMatch]], headings: Sequence[tuple[str, ...]]
) -> list[ConditionMatch]:
    """Return the conditions in order with their words as printed, those that stand for each other under one number.

    In a list of classes the same demand comes back with another number (年營收30億元以下之…, 年營收100億元以下並…之…):
    nobody is asked for both.
    """
    groups: dict[object, int] = {}
    said_at = {(headings[place], m.kind, m.comparison, place) for place, m in found if m.any_of is None}
    alike = _how_often(key[:3] for key in said_at)
    made = []
    for place, match in sorted(found, key=lambda each: (each[1].span, each[1].rule)):
        same = (headings[place], match.kind, match.comparison)
        key: object = None
        if match.any_of is not None:
            key = place
        elif alike.get(same, 0) > 1 and match.kind in (*words.COUNTED, "applicant", "location"):
            key = same
        number = None if key is None else groups.setdefault(key, len(groups) + 1)
        made.append(match._replace(printed=text[slice(*match.span)], any_of=number))
    return made
