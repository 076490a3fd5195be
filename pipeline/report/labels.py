"""What a page says in Chinese and in English: names of kinds, classes, fields and codes, out of ``core.texts``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from pipeline.core.record import Finding
from pipeline.core.texts import of_finding, said, spoken, texts


class Label(NamedTuple):
    """A text of the page in both languages."""

    zh: str
    en: str


def in_language(label: Label) -> str:
    """Return a label in the language that is spoken."""
    return label.en if spoken() == "en" else label.zh


def same(text: str) -> Label:
    """Return a label that is no word of either language, or printed in the booklet."""
    return Label(text, text)


@cache
def labels_of(section: str) -> Mapping[str, Label]:
    """Return a section of the texts in both languages: classes, kinds, fields, codes and their like."""
    chinese = texts("zh_TW")[section]
    return {key: Label(chinese[key], english) for key, english in texts("en")[section].items()}


def worded(key: str, **parts: str | int | Label) -> Label:
    """Return what is said of a value in a phrase; parts that are labels are each in their language."""
    zh, en = labels_of("values")[key]
    said = {name: part if isinstance(part, Label) else same(str(part)) for name, part in parts.items()}
    return Label(
        zh.format(**{name: part.zh for name, part in said.items()}),
        en.format(**{name: part.en for name, part in said.items()}),
    )


def counted(key: str, number: int, **parts: str | int | Label) -> Label:
    """Return a phrase with a number; English has another one for 1."""
    return worded(f"{key}_1" if number == 1 else key, n=number, **parts)


def role(value: str | None) -> Label:
    """Return what a fact is for."""
    if value is None:
        return code("role-unsaid")
    return code("role-other" if value == "other" else value)


def assumption(value: str) -> Label:
    """Return what was assumed."""
    return labels_of("assumptions").get(value) or same(value)


def remark(text: str) -> Label:
    """Return a note of a change; how two programmes were matched is said in both languages."""
    how, _, reason = text.partition("; ")
    known = labels_of("matches").get(how.removeprefix("matched by "))
    if known is None or not how.startswith("matched by "):
        return same(text)
    return Label("；".join(filter(None, (known.zh, reason))), text)


def message_of(found: Finding) -> Label:
    """Return what a finding says."""
    return Label(said(found.message, "zh_TW"), found.message)


def meaning_of(found: Finding) -> Label:
    """Return what is the matter, where a finding is one of many of its code."""
    return Label(of_finding("zh_TW", found.code)[0], of_finding("en", found.code)[0])


def hint_of(found: Finding) -> Label:
    """Return what the person who reads a finding does."""
    return Label(of_finding("zh_TW", found.code)[1], of_finding("en", found.code)[1])


def field(name: str) -> Label:
    """Return the name of a field of the record, or the word itself where it is none."""
    return labels_of("fields").get(name) or same(name)


def code(value: str) -> Label:
    """Return what a code of the record means, or the word itself where it is none."""
    return labels_of("codes").get(value) or same(value)
