"""The entries of a form -> drafts of its fields: kinds, items, prose.  Contacts and websites have own modules.

Comes in: joined text of a cell.  Goes out: drafts whose every part still knows its glyphs, so that repeated
blocks can be told before paths are given out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import regex

from pipeline.core.expressions import expression
from pipeline.core.traced import EMPTY, Traced
from pipeline.fields.outline import NOWHERE, Ends, split_outline, with_breaks
from pipeline.forms.profile import Profile

Report = Callable[..., None]
"""Called with a finding's code, message, path and data."""

_LABEL = expression(r"(?P<label>(?:[(（][^()（）\n]{1,20}[)）]|[^。；，,;：:\n]){1,40}?)(?<!https?|ftp)[：:]")
_SENTENCE = expression(r"[。；，]")
_IS_TITLE = expression(r"(?![及和與或之的])[^。；，,、;：:！？]{2,}(?<![及和與或之的、])")
_LATIN = expression(r"[0-9A-Za-z]")
TITLE_LENGTH = 40
"""A title is shorter than this; anything longer is text."""


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
    for marked, block in _marked_blocks(text, profile.markers.kind):
        head, *items = _split_at(block, profile.markers.item)
        path = f"services[{len(drafts)}]"
        kind, rest = _kind(head, marked, bool(items), path, report)
        unmarked = _unmarked_item(kind, profile)
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
    for marked, block in _marked_blocks(text, profile.markers.kind):
        kind, rest = _kind(block, marked, False, f"benefits[{len(drafts)}]", report)
        drafts.append(KindDraft(block, kind, *_title_and_text(rest, kind, False)))
    return drafts


def _marked_blocks(text: Traced, marker: str) -> list[tuple[bool, Traced]]:
    head, *blocks = _split_at(text, marker)
    return ([(False, head)] if head else []) + [(True, block) for block in blocks]


def _split_at(text: Traced, marker: str) -> list[Traced]:
    """Return the text before the first marker, and that after each; markers themselves are left out."""
    starts = [position for position, character in enumerate(text.text) if character == marker]
    ends = [*starts, len(text)]
    parts = [text[: ends[0]].strip()]
    parts += [text[start + 1 : end].strip() for start, end in zip(starts, ends[1:], strict=True)]
    return parts


def _kind(text: Traced, marked: bool, has_items: bool, path: str, report: Report) -> tuple[Traced, Traced]:
    """Split a block into the kind that it names and the rest."""
    match = _LABEL.match(text.text)
    if match and len(match["label"]) <= TITLE_LENGTH:
        if not marked:
            report("kind-unmarked", f"the kind {match['label']} has no marker before it", path=path)
        return text[: match.end("label")].strip(), text[match.end() :].strip()
    if text and len(text) <= TITLE_LENGTH and not _SENTENCE.search(text.text) and (marked or has_items):
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
    short = head and len(head) <= TITLE_LENGTH and not _SENTENCE.search(head.text)
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
    match = _LABEL.match(block.text)
    if match is None:
        return ItemDraft(block, None, block)
    return ItemDraft(block, block[: match.end("label")].strip(), block[match.end() :].strip())


def stored(text: Traced | None, ends: Ends = NOWHERE) -> str | None:
    """Return a draft text as it is stored: a line break before each outline node and after each paragraph."""
    return with_breaks(text, ends).text if text else None
