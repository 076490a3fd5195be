"""Frames that begin with a label of the profile are forms; frames of notes stay lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipeline.forms.profile import parse_profile
from pipeline.forms.segment import segment
from pipeline.pages.tables.rulings import Rule
from tests.forms.test_unruled import Printed, page, told

PROFILE = parse_profile(
    "cards", 'labels = ["姓名", "單位", "事蹟"]\n[headings]\nprogramme = "第(?P<number>.)位"\n'
)


def frame(top: float, bottom: float, left: float = 50.0) -> list[Rule]:
    return [
        *(Rule(True, at, left, 540.0) for at in (top, bottom)),
        *(Rule(False, at, top, bottom) for at in (left, 540.0)),
    ]


HEAD: Printed = (60, 100, "第一位")
CARD: list[Printed] = [
    *((60, 130, "姓名"), (60, 144, "王大明")),
    *((60, 174, "單位：里辦公處"),),
    *((60, 204, "事蹟"), (60, 218, "整理步道，"), (60, 232, "十年如一日。")),
]
FRAMES = [*frame(125, 158), *frame(169, 188), *frame(199, 246)]
READ = [("姓名", "王大明"), ("單位：", "里辦公處"), ("事蹟", "整理步道，十年如一日。")]


def test_frames_with_a_label_above_or_before_its_text_are_a_form() -> None:
    assert told(segment([page([HEAD, *CARD], FRAMES)], PROFILE)) == [("", READ)]


def test_one_frame_of_several_labels_is_a_form() -> None:
    printed = [
        HEAD,
        (60, 130, "姓名：王大明"),
        (60, 144, "單位：里辦"),
        (60, 158, "公處"),
        (60, 172, "事蹟：無"),
    ]
    (part,) = segment([page(printed, frame(125, 190))], PROFILE).segments
    assert [table.rows for table in part.parts] == [3]
    assert [each.text.text for each in part.entries] == ["王大明", "里辦公處", "無"]


@pytest.mark.parametrize(
    ("printed", "rules"),
    [
        ([(60, 120, "說明"), *CARD], frame(115, 246)),  # it begins with other words
        (CARD, []),
        (CARD, [*frame(125, 158), *frame(169, 188, left=65.0)]),  # one frame of a label is by chance
        (CARD, frame(100, 124)),
    ],
)
def test_other_lines_are_no_form(printed: Sequence[Printed], rules: Sequence[Rule]) -> None:
    document = segment([page(printed, rules)], PROFILE)
    assert [len(part.entries) for part in document.segments if len(part.entries) > 1] == []


def test_a_profile_of_roles_reads_no_frames() -> None:
    roles = parse_profile(
        "roles", 'labels = { summary = ["姓名"], services = ["單位"], benefits = ["事蹟"] }'
    )
    assert not segment([page([HEAD, *CARD], FRAMES)], roles).segments


def test_words_beside_a_frame_part_nothing() -> None:
    beside: list[Printed] = [(350, 139, "照片"), (350, 225, "說明")]
    rules = [replace(rule, end=300.0) if rule.horizontal else rule for rule in FRAMES]
    (part,) = segment([page([HEAD, *CARD, *beside], rules)], PROFILE).segments
    assert [(each.label.text, each.text.text) for each in part.entries] == READ
    assert [line.text.text for line in part.stray] == ["照片", "說明"]


@pytest.mark.parametrize(
    ("upper", "lower", "read", "rest"),
    [
        ((125, 188), (165, 246), READ[:2], ["事蹟", "整理步道，", "十年如一日。"]),  # they cross
        ((165, 188), (125, 246), READ, []),
        ((125, 246), (165, 188), READ, []),
    ],
)
def test_what_stands_in_two_frames_is_read_once(
    upper: tuple[float, float], lower: tuple[float, float], read: list[tuple[str, str]], rest: list[str]
) -> None:
    rules = [Rule(True, at, 50.0, 540.0) for at in upper] + [Rule(True, at, 45.0, 300.0) for at in lower]
    (part,) = segment([page([HEAD, *CARD], rules)], PROFILE).segments
    assert [(each.label.text, each.text.text) for each in part.entries] == read
    assert [line.text.text for line in part.stray] == rest
