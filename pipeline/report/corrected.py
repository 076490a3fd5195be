"""A correction -> what a person reads of it: where it stands, what was read, what is printed or meant, why, who."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.record import Correction, Front, Programme
from pipeline.fields.whole_facts import whole_fact
from pipeline.report.labels import Label, code, field, role, same
from pipeline.report.places import crumbs
from pipeline.report.values import headline


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A value that a person put right."""

    crumbs: list[Label]
    read: Label
    printed: Label
    reason: str
    who: str


def correction_view(made: Correction, holder: Programme | Front | None) -> CorrectionView:
    """Return what is said of a correction in a programme or the front matter."""
    where = crumbs(holder, made.path)
    name = ""
    if made.fact:
        kind, _, name = made.fact.partition(".")
        where = [*where, field(kind), same(f"「{made.words}」"), field(name or "whole")]
    read, printed = (value_label(name, text) for text in (made.read, made.printed))
    if made.fact and not name:
        read = _whole(made.fact, made.read) if made.read else code("unread")
        printed = _whole(made.fact, made.printed) if made.printed else code("unprinted")
    return CorrectionView(where, read, printed, made.reason, made.who)


def _whole(kind: str, text: str) -> Label:
    fact = whole_fact(kind, text, printed="", path="", span=(0, 0))
    return headline(fact.model_dump(mode="json")) if fact else same(text)


def value_label(name: str, text: str) -> Label:
    """Return a field of a typed value, told as text, in words; ``name`` is empty for what is printed."""
    if name == "role":
        return role(text or None)
    if name in ("bound", "kind", "purpose", "comparison", "per") and text:
        words = [code(word) for word in text.split(", ")]
        return Label("、".join(word.zh for word in words), ", ".join(word.en for word in words))
    return same(text)


def is_corrected(programme: Programme, path: str, words: str) -> bool:
    """Tell whether words of a text are, or hold, what a person put there."""
    return any(
        made.printed and (made.printed in words or words in made.printed)
        for made in programme.corrections
        if not made.fact and made.path == path
    )
