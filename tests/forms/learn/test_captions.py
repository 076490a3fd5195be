"""Captions above forms become the pattern of their headings: numbered, or the same words, or bare names."""

from __future__ import annotations

import pytest
import regex

from pipeline.core.text import fold
from pipeline.forms.learn.draft import known_profiles
from pipeline.forms.learn.heading_pattern import heading_pattern
from pipeline.forms.learn.labels import Label


def pattern(*nearest: str) -> str | None:
    return heading_pattern([[line] if line else [] for line in nearest])


@pytest.mark.parametrize(
    ("captions", "expected"),
    [
        (("申請書", "申請書", "申請書"), "申請書(?P<name>)"),  # the same words over each
        (("名稱：甲", "名稱：乙", "名稱：丙"), "名稱:(?P<name>.+)"),  # words and a colon before a name
        (("◆甲地", "◆乙地", "◆丙地"), "◆(?P<name>.+)"),  # a sign before a name
        (("甲地申請表", "乙地申請表", "丙地申請表"), "(?P<name>.{1,40}地申請表)"),
        (("甲", "乙", "丙"), "(?P<name>.{1,40})"),
        (("甲", "乙", "丙", ""), "(?P<name>.{1,40})"),  # one form may lack its caption
        (("甲", "乙", "丙", "丁", "", ""), None),  # two may not
        (("甲",), None),  # one form tells nothing
        (("甲", "甲", "乙", "丙"), None),  # a name comes twice too often
        (("甲", "甲", "乙", "丙", "丁"), "(?P<name>.{1,40})"),  # but four of five differ
        (("甲。", "乙。", "丙。"), None),  # sentences
        (("甲，", "乙", "丙"), None),
        (("甲;", "乙", "丙"), None),
        (("甲：", "乙", "丙"), None),
    ],
)
def test_captions_without_numbers(captions: tuple[str, ...], expected: str | None) -> None:
    assert pattern(*captions) == expected


@pytest.mark.parametrize(
    "captions",
    [
        ("第一案　甲", "第二案　乙", "第三案　丙"),
        ("1、甲", "2、乙", "3、丙"),
        ("壹、甲", "貳、乙", "參、丙"),
        ("甲、子", "乙、丑", "丙、寅"),
        ("(1)甲", "(2)乙", "(3)丙"),
        ("1-1 甲", "1-2 乙", "2-1 丙"),
    ],
)
def test_captions_with_numbers_are_known_by_them(captions: tuple[str, ...]) -> None:
    found = pattern(*captions)
    assert found is not None
    compiled = regex.compile(found)
    matches = [compiled.fullmatch(fold(caption)) for caption in captions]
    assert all(matches)
    assert [match["name"] for match in matches if match] == [fold(caption)[-1] for caption in captions]


@pytest.mark.parametrize(
    ("labels", "known"),
    [
        ("案名 依據", [("permit-cards", 2)]),
        ("案名 依據 甲 乙", [("permit-cards", 2)]),  # half of them
        ("案名 依據 甲 乙 丙", []),
        ("案名 依據 簡介 聯絡方式", [("permit-cards", 2), ("support-measures", 2)]),
        ("簡介 聯絡方式 甲", [("support-measures", 2)]),
        ("甲 乙", []),
    ],
)
def test_a_profile_that_knows_half_of_the_labels_is_named(labels: str, known: list[tuple[str, int]]) -> None:
    assert known_profiles([Label(text) for text in labels.split()]) == known
