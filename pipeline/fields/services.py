"""The entries of a form -> drafts of its fields: kinds, items, prose.  Contacts and websites have own modules.

Comes in: joined text of a cell.  Goes out: drafts whose every part still knows its glyphs, so that repeated
blocks can be told before paths are given out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import regex

from pipeline.core.expressions import expression
from pipeline.core.traced import EMPTY, Traced
from pipeline.fields.levels import LABEL, SENTENCE, TITLE_LENGTH, Levels, Span, levels_of
from pipeline.fields.outline import NOWHERE, Ends, split_outline, with_breaks
from pipeline.forms.profile import Profile

Report = Callable[..., None]
"""Called with a finding's code, message, path and data."""

_IS_TITLE = expression(r"(?![及和與或之的])[^。；，,、;：:！？]{2,}(?<![及和與或之的、])")
_LATIN = expression(r"[0-9A-Za-z]")


@dataclass(slots=True)
class ItemDraft:
    """One ● and what follows it."""

    block: Traced
    label: Traced | None
    body: Traced


@dataclass(slots=True)
class KindDraft:
    """One ■ and what follows it."""

    block: Traced
    kind: Traced
    title: Traced | None
    text: Traced | None
    items: list[ItemDraft] = field(default_factory=list)


def read_services(text: Traced, profile: Profile, report: Report) -> list[KindDraft]:
    """Return the services in a cell; a kind without its marker is one, and reported."""
    drafts: list[KindDraft] = []
    levels = levels_of(text, profile.markers)
    _tell_signs(levels, profile, "services", report)
    for marked, place in _blocks(text, levels.kinds):
        head, *items = _split_at(text, place, levels.items)
        path = f"services[{len(drafts)}]"
        kind, rest = _kind(head, marked, bool(items), path, report)
        unmarked = _unmarked_item(kind, profile)
        block = text[slice(*place)].strip()
        if unmarked is not None:
            kind, label = unmarked
            message = f"the item {label.text} has no {profile.markers.item} before it"
            report("item-unmarked", message, path=f"{path}.items[0]")
            draft = KindDraft(block, kind, None, None, [ItemDraft(label + rest, label, rest)])
        else:
            draft = KindDraft(block, kind, *_title_and_text(rest, kind, bool(items)))
        draft.items += [_item(item) for item in items]
        drafts.append(draft)
    return drafts


def read_benefits(text: Traced, profile: Profile, report: Report) -> list[KindDraft]:
    """Return the benefits in a cell: kind, title and text, items being part of the text."""
    drafts: list[KindDraft] = []
    levels = levels_of(text, profile.markers)
    _tell_signs(replace(levels, other_item=""), profile, "benefits", report)
    for marked, place in _blocks(text, levels.kinds):
        block = text[slice(*place)].strip()
        kind, rest = _kind(block, marked, False, f"benefits[{len(drafts)}]", report)
        drafts.append(KindDraft(block, kind, *_title_and_text(rest, kind, False)))
    return drafts


def _tell_signs(levels: Levels, profile: Profile, path: str, report: Report) -> None:
    """Report the marks that stand in the place of the profile's."""
    if sign := levels.other_kind:
        said = f"the kinds have {sign} before them, not {profile.markers.kind}"
        report("kind-unmarked", said, path=path, sign=sign)
    if sign := levels.other_item:
        said = f"the items have {sign} before them, not {profile.markers.item}"
        report("item-unmarked", said, path=path, sign=sign)


def _blocks(text: Traced, marks: Sequence[Span]) -> Iterator[tuple[bool, Span]]:
    """Yield the places of what stands before the first mark and after each, and whether a mark is before it."""
    if text[: marks[0][0] if marks else len(text)].strip():
        yield False, (0, marks[0][0] if marks else len(text))
    for mark, after in pairwise([*marks, (len(text), len(text))]):
        yield True, (mark[1], after[0])


def _split_at(text: Traced, place: Span, marks: Sequence[Span]) -> list[Traced]:
    """Return the text before the first mark in a place, and that after each; the marks themselves are left out."""
    start, end = place
    cuts = [(start, start), *(mark for mark in marks if start <= mark[0] < end), (end, end)]
    return [text[mark[1] : after[0]].strip() for mark, after in pairwise(cuts)]


def _kind(text: Traced, marked: bool, has_items: bool, path: str, report: Report) -> tuple[Traced, Traced]:
    """Split a block into the kind that it names and the rest."""
    match = LABEL.match(text.text)
    if match and len(match["label"]) <= TITLE_LENGTH:
        if not marked:
            report("kind-unmarked", f"the kind {match['label']} has no marker before it", path=path)
        return text[: match.end("label")].strip(), text[match.end() :].strip()
    if text and len(text) <= TITLE_LENGTH and not SENTENCE.search(text.text) and (marked or has_items):
        if not marked:
            report("kind-unmarked", f"the kind {text.text} has no marker before it", path=path)
        return text, EMPTY
    report("kind-missing", "the text names no kind", path=path, text=text.text[:TITLE_LENGTH])
    return EMPTY, text


def _unmarked_item(kind: Traced, profile: Profile) -> tuple[Traced, Traced] | None:
    """Split a kind that runs on into the label of its first item: 某計畫 服務內容：."""
    for start in range(1, len(kind)):
        if kind.broken_before(start) and regex.fullmatch(profile.markers.item_label, kind.text[start:]):
            return kind[:start].strip(), kind[start:]
    return None


def _title_and_text(rest: Traced, kind: Traced, has_items: bool) -> tuple[Traced | None, Traced | None]:
    if not rest:
        return None, None
    head, parts = split_outline(rest)
    short = head and len(head) <= TITLE_LENGTH and not SENTENCE.search(head.text)
    if short and (has_items or parts):
        return head, (rest[parts[0][0].start :] if parts else None)
    end = _end_of_title_line(rest, kind)
    return (rest[:end].strip(), rest[end:].strip()) if end else (None, rest)


def _end_of_title_line(rest: Traced, kind: Traced) -> int | None:
    """Return where a title ends that stands with its kind in a line of its own: ■其他：提高額度 | 申請時，….

    The line below is twice as long, so that the print did not end this one for want of room.  Beside a Latin word or
    a number something invisible may be a space within a line (強化 AI 應用能力), or a name that was carried over whole
    (媒合 | Talent Bridge平臺): it ends no title.
    """
    breaks = [
        place
        for place in range(1, len(rest))
        if rest.broken_before(place) and not _LATIN.search(rest.text[place - 1 : place + 1])
    ]
    if not breaks:
        return None
    end = breaks[0]
    below = (breaks[1] if len(breaks) > 1 else len(rest)) - end
    title = rest.text[:end].strip()
    room = below >= 2 * (len(kind) + 1 + end)
    return end if room and len(title) <= TITLE_LENGTH and _IS_TITLE.fullmatch(title) else None


def _item(block: Traced) -> ItemDraft:
    match = LABEL.match(block.text)
    if match is None:
        return ItemDraft(block, None, block)
    return ItemDraft(block, block[: match.end("label")].strip(), block[match.end() :].strip())


def stored(text: Traced | None, ends: Ends = NOWHERE) -> str | None:
    """Return a draft text as it is stored: a line break before each outline node and after each paragraph."""
    return with_breaks(text, ends).text if text else None
