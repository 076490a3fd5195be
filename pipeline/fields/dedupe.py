"""Blocks that a form prints twice -> one, and a finding that keeps what was left out.

Comes in: the drafts of one programme.  Goes out: the drafts that stay.  Two blocks are the same when their
folded texts are; nearly the same ones both stay, and are reported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from rapidfuzz import fuzz

from pipeline.core.text import fold
from pipeline.core.traced import Traced
from pipeline.fields.services import ItemDraft, KindDraft, stored

SIMILAR = 92.0
"""Score of rapidfuzz (0 to 100) from which two blocks are nearly the same."""
LONG = 24
"""Shorter blocks say the same in good faith: 免費."""

Draft = TypeVar("Draft", ItemDraft, KindDraft)
Report = Callable[..., None]
"""Called with a finding's code, message, path, the block and data."""


def dedupe(kinds: Sequence[KindDraft], name: str, report: Report) -> list[KindDraft]:
    """Return kinds without repeated items and without repeated kinds; ``name`` is the field's, for paths."""
    kept = _once(kinds, name, lambda kind: kind.kind.text, report)
    # Kinds first: what goes with a repeated kind is one finding, and paths count the kinds that stay.
    for place, kind in enumerate(kept):
        kind.items = _once(kind.items, f"{name}[{place}].items", _item_label, report)
    _compare_kinds(kept, name, report)
    return kept


def _compare_kinds(kinds: Sequence[KindDraft], name: str, report: Report) -> None:
    """Report items of two kinds that should say the same and do not quite: 補助對象 of one, 服務對象 of the other."""
    seen: list[tuple[str, ItemDraft]] = []
    for number, kind in enumerate(kinds):
        items = [(f"{name}[{number}].items[{place}]", item) for place, item in enumerate(kind.items)]
        for path, item in items:
            for other_path, other in seen:
                if fold(item.body.text) != fold(other.body.text) and _similar(item.body, other.body):
                    _report_similar(item.body, other.body, _item_label(item), path, other_path, report)
        seen += items


def _report_similar(one: Traced, other: Traced, label: str, path: str, like: str, report: Report) -> None:
    score = round(fuzz.ratio(fold(one.text), fold(other.text)), 1)
    report(
        "block-similar",
        f"{label} says nearly the same as {like}",
        path=path,
        like=like,
        score=score,
    )


def _item_label(item: ItemDraft) -> str:
    return item.label.text if item.label else ""


def _once(drafts: Sequence[Draft], path: str, label: Callable[[Draft], str], report: Report) -> list[Draft]:
    kept: list[Draft] = []
    for draft in drafts:
        text = fold(draft.block.text)
        repeated = next((place for place, other in enumerate(kept) if fold(other.block.text) == text), None)
        if repeated is not None and text:
            report(
                "block-repeated",
                f"{label(draft)} is printed twice with the same text; the second was left out",
                path=f"{path}[{repeated}]",
                block=draft.block,
                dropped=stored(draft.block),
            )
            continue
        for place, other in enumerate(kept):
            if label(other) == label(draft) and _similar(other.block, draft.block):
                here, there = f"{path}[{len(kept)}]", f"{path}[{place}]"
                _report_similar(draft.block, other.block, label(draft), here, there, report)
        kept.append(draft)
    return kept


def _similar(one: Traced, other: Traced) -> bool:
    return min(len(one), len(other)) >= LONG and fuzz.ratio(fold(one.text), fold(other.text)) >= SIMILAR
