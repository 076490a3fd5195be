"""Two texts with their facts -> which facts changed, and whether anything beside them did.

Comes in: a text of FROM and its successor in TO, the facts read from each, renamed organisations, the years.
Goes out: the pairs of facts, those without a partner, and the class of what else differs.  Each fact stands in
its text as one mask, so that a text which differs only by its facts does not differ.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

import regex
from rapidfuzz.distance import LCSseq

from pipeline.core.expressions import expression
from pipeline.core.ordinals import BULLETS, CIRCLED, LIST_NUMBER, STEMS, ordinal_of
from pipeline.core.text import fold
from pipeline.diff.changes import Class
from pipeline.diff.places import Ref
from pipeline.diff.rollover import YEAR_IN_TEXT, Years, period_moved, shift, text_moved

_MARKER = expression(
    rf"(?m)^(?:{LIST_NUMBER}|[A-Za-z][.．]|[{STEMS}]、|[{CIRCLED}{BULLETS}])|(?<![A-Za-z\d])[⁰¹²³⁴⁵⁶⁷⁸⁹]+"
)
"""What numbers or marks the item of a list, and the raised mark of a note."""
_SENTENCE_END = frozenset("。；;\n")
_CLAUSE_END = frozenset("。；;，\n")
_TRIMMED = "，。；;、\n "
_PUNCTUATION = expression(r"[\p{P}\p{Zs}\s]+")
_FIRST_MASK = 0xF0000  # supplementary private use: no text holds it, and folding leaves it
_WORDS_OF_BOUND = 6
"""Words that say a bound (上限, 每案最高) are no longer than this; longer ones are a change of the text."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """An organisation that has a new name, with the number that masks it."""

    before: str
    after: str
    number: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a text: facts that overlap, a renamed organisation, a year, or else a list number.

    All but a year stand as one mask.
    """

    start: int
    end: int
    text: str
    refs: tuple[Ref, ...] = ()
    name: int | None = None
    year: int | None = None


_Token = str | _Piece
_Block = tuple[list[int], list[int]]
"""Places of tokens, in FROM and in TO, between two stretches that are equal."""


@dataclass(slots=True)
class TextComparison:
    """What two texts differ in."""

    class_: Class | None = None
    """Of the words beside the facts; None where they do not differ."""
    pairs: list[tuple[Ref, Ref]] = field(default_factory=list)
    vanished: list[Ref] = field(default_factory=list)
    added: list[Ref] = field(default_factory=list)
    renamed: list[tuple[int, str, str]] = field(default_factory=list)
    """Organisations whose name was followed here: number, printed before, printed after."""
    words: dict[int, str] = field(default_factory=dict)
    """By ``id`` of a fact without a partner: the sentence that came or went with it."""


def compare_texts(
    before: str,
    after: str,
    facts: tuple[Sequence[Ref], Sequence[Ref]],
    renames: Sequence[Renamed],
    years: Years,
) -> TextComparison:
    """Compare two texts and their facts."""
    if before == after and [_stand(ref) for ref in facts[0]] == [_stand(ref) for ref in facts[1]]:
        return TextComparison(pairs=list(zip(*facts, strict=True)))  # as most texts are
    left, right = _tokens(before, facts[0], renames), _tokens(after, facts[1], renames)
    masks = _Masks()
    coarse = masks.text(left, _kind), masks.text(right, _kind)
    found = TextComparison()
    if coarse[0] != coarse[1]:
        if fold(coarse[0]) == fold(coarse[1]):
            found.class_ = "typographic"
        elif text_moved(*coarse, years):
            found.class_ = "routine"
        else:
            _align(left, right, masks, years, found)
            return found
    for one, other in zip(_masked(left), _masked(right), strict=True):
        _pair(one, other, found)
        if one.name is None and not one.refs and one.text != other.text:
            found.class_ = found.class_ or ("typographic" if _marks_alike(one, other) else "substantive")
    return found


def _marks_alike(one: _Piece, other: _Piece) -> bool:
    """Tell whether two marks of items say the same: 二、 and 2. do, and a sign without a number says nothing."""
    numbers = {ordinal_of(fold(each.text).strip("()〔〕.、")) for each in (one, other)}
    return 0 in numbers or len(numbers) == 1


def _stand(ref: Ref) -> Hashable:
    return ref.name, ref.fact.span


def _masked(tokens: Iterable[_Token]) -> list[_Piece]:
    return [token for token in tokens if isinstance(token, _Piece) and token.year is None]


def _pair(one: _Piece, other: _Piece, found: TextComparison) -> None:
    if one.name is not None and one.text != other.text:
        found.renamed.append((one.name, one.text, other.text))
    found.pairs += zip(_sorted(one.refs), _sorted(other.refs), strict=True)


def _sorted(refs: Iterable[Ref]) -> list[Ref]:
    return sorted(refs, key=lambda ref: (ref.name, ref.fact.span))


def _tokens(text: str, refs: Sequence[Ref], renames: Sequence[Renamed]) -> list[_Token]:
    """Return a text as characters and pieces."""
    pieces: list[_Piece] = []
    for ref in sorted(refs, key=lambda ref: ref.fact.span):
        start, end = ref.fact.span
        if pieces and start < pieces[-1].end:
            last = pieces.pop()
            start, end = last.start, max(end, last.end)
            pieces.append(_Piece(start, end, text[start:end], (*last.refs, ref)))
        else:
            pieces.append(_Piece(start, end, text[start:end], (ref,)))
    names = [
        (name, rename.number) for rename in renames for name in (rename.before, rename.after) if name in text
    ]
    for name, number in sorted(names, key=lambda pair: -len(pair[0])):
        for match in regex.finditer(regex.escape(name), text):
            _put(pieces, _Piece(*match.span(), match[0], name=number))
    for match in _MARKER.finditer(text):
        _put(pieces, _Piece(*match.span(), match[0]))
    for match in YEAR_IN_TEXT.finditer(text):
        _put(pieces, _Piece(*match.span(), match[0], year=int(match[0])))
    tokens: list[_Token] = []
    at = 0
    for piece in sorted(pieces, key=lambda piece: piece.start):
        tokens += text[at : piece.start]
        tokens.append(piece)
        at = piece.end
    tokens += text[at:]
    return tokens


def _put(pieces: list[_Piece], new: _Piece) -> None:
    """Add a piece where nothing else stands."""
    if not any(new.start < piece.end and piece.start < new.end for piece in pieces):
        pieces.append(new)


def _kind(piece: _Piece) -> Hashable:
    return (
        piece.text if piece.year is not None else (tuple(ref.name for ref in _sorted(piece.refs)), piece.name)
    )


class _Masks:
    """Gives each different piece a character of its own; a piece whose key is a string stands as that string."""

    def __init__(self) -> None:
        self.known: dict[Hashable, str] = {}

    def text(self, tokens: Iterable[_Token], key: Callable[[_Piece], Hashable]) -> str:
        return "".join(token if isinstance(token, str) else self._mask(key(token)) for token in tokens)

    def _mask(self, key: Hashable) -> str:
        if isinstance(key, str):
            return key
        return self.known.setdefault(key, chr(_FIRST_MASK + len(self.known)))


def _align(
    left: Sequence[_Token], right: Sequence[_Token], masks: _Masks, years: Years, found: TextComparison
) -> None:
    """Pair the facts of two texts whose words differ, and judge the words."""
    one = masks.text(left, lambda piece: _value(piece, years.moved))
    other = masks.text(right, lambda piece: _value(piece, 0))
    blocks: list[_Block] = []
    together = False
    for op in LCSseq.opcodes(one, other):
        here, there = range(op.src_start, op.src_end), range(op.dest_start, op.dest_end)
        if op.tag != "equal":
            blocks = blocks if together else [*blocks, ([], [])]
            blocks[-1][0].extend(here)
            blocks[-1][1].extend(there)
        else:
            _pair_aligned([left[i] for i in here], [right[j] for j in there], found)
        together = op.tag != "equal"
    rest: tuple[list[Ref], list[Ref]] = ([], [])
    for block in blocks:
        gone = [ref for i in block[0] for ref in _refs(left[i])]
        come = [ref for j in block[1] for ref in _refs(right[j])]
        _pair_in_order(gone, come, found)
        rest[0].extend(gone)
        rest[1].extend(come)
    _pair_equal(*rest, found)
    _pair_in_order(*rest, found)
    found.vanished, found.added = rest
    _judge(left, right, blocks, found)


def _pair_aligned(here: Sequence[_Token], there: Sequence[_Token], found: TextComparison) -> None:
    for one, other in zip(here, there, strict=True):
        if isinstance(one, _Piece) and isinstance(other, _Piece):
            _pair(one, other, found)
            if one.year is not None and one.text != other.text:
                found.class_ = "routine"


def _value(piece: _Piece, years_on: int) -> Hashable:
    """Return what a piece says, its dates some years on: one that moved with the edition equals its successor."""
    values = tuple(
        (
            ref.name,
            *(
                shift(part, years_on) if name in ("start", "end") else part
                for name, part in ref.value.items()
            ),
        )
        for ref in _sorted(piece.refs)
    )
    return values, piece.name, piece.year and piece.year + years_on


def _is_marker(token: _Token) -> bool:
    return isinstance(token, _Piece) and not token.refs and token.name is None and token.year is None


def _refs(token: _Token) -> tuple[Ref, ...]:
    return token.refs if isinstance(token, _Piece) else ()


def _pair_equal(here: list[Ref], there: list[Ref], found: TextComparison) -> None:
    """Pair, and take away, what has the same value."""
    for ref in list(here):
        twin = next((other for other in there if other.identity == ref.identity), None)
        if twin is not None:
            found.pairs.append((ref, twin))
            here.remove(ref)
            there.remove(twin)


def _pair_in_order(here: list[Ref], there: list[Ref], found: TextComparison) -> None:
    """Pair, and take away, facts of one kind in their order."""
    for ref in list(here):
        partner = next((other for other in there if other.name == ref.name), None)
        if partner is not None:
            found.pairs.append((ref, partner))
            here.remove(ref)
            there.remove(partner)


def _judge(
    left: Sequence[_Token], right: Sequence[_Token], blocks: Sequence[_Block], found: TextComparison
) -> None:
    """Give the class of the words that differ, beside those that came, went or changed with a fact."""
    single = {id(ref) for ref in (*found.vanished, *found.added)}
    bounds = {id(ref) for pair in found.pairs if _other_than_value(*pair) for ref in pair}
    for here, there in blocks:
        one, other = _words(left, here, single, found), _words(right, there, single, found)
        if fold(one) == fold(other):
            marked = any(_is_marker(left[i]) for i in here) or any(_is_marker(right[j]) for j in there)
            if not single and (marked or one != other):
                found.class_ = found.class_ or "typographic"
            continue
        plain = _PUNCTUATION.sub("", one) + _PUNCTUATION.sub("", other)
        if not plain and single:
            continue  # the comma before a clause that went with its fact
        if len(plain) <= _WORDS_OF_BOUND and (_beside(left, here, bounds) or _beside(right, there, bounds)):
            continue
        found.class_ = "substantive"


def _words(tokens: Sequence[_Token], places: Sequence[int], single: set[int], found: TextComparison) -> str:
    """Return the words at some places, without sentences that a fact with no partner says."""
    kept = ""
    words, holders = "", list[Ref]()
    for number, place in enumerate(places):
        token = tokens[place]
        alone = [ref for ref in _refs(token) if id(ref) in single]
        holders += alone
        if isinstance(token, str):
            words += token
        elif alone or token.name is not None or token.year is not None:
            words += token.text  # a fact that changed is said as the fact; a number of a list says nothing
        if token in _SENTENCE_END or number == len(places) - 1:
            if holders:
                found.words.update((id(ref), words.strip(_TRIMMED)) for ref in holders)
            else:
                kept += words
            words, holders = "", []
    return kept


def _other_than_value(one: Ref, other: Ref) -> bool:
    """Tell whether two facts differ in what the words around them say: a bound, a unit, a kind."""
    return any(
        one.value.get(name) != other.value.get(name)
        for name in ("bound", "per", "role", "kind", "recurrence")
    )


def _beside(tokens: Sequence[_Token], places: Sequence[int], bounds: set[int]) -> bool:
    """Tell whether the clause around some tokens holds a fact whose bound changed."""
    if not places:
        return False
    first, last = places[0], places[-1]
    while first > 0 and tokens[first - 1] not in _CLAUSE_END:
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1] not in _CLAUSE_END:
        last += 1
    return any(id(ref) in bounds for token in tokens[first : last + 1] for ref in _refs(token))


def fact_class(one: Ref, other: Ref, years: Years) -> Class | None:
    """Return the class of the change from one fact to another; None where there is none."""
    if one.value == other.value:
        # 三成 and 30%: the same value in other words is no more than another way to print it.
        return None if one.fact.printed == other.fact.printed else "typographic"
    if one.name == "periods" and period_moved(one.value, other.value, years):
        return "routine"
    return "substantive"
