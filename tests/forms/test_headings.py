"""A heading is told by the pattern of its level; its number, name and area come out as printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.core.page import Line
from pipeline.forms.headings import heading, heading_above, is_numbered, is_numbered_heading, title_of
from pipeline.forms.profile import load_profile, parse_profile
from tests.printed import line, traced

PROFILE = load_profile("support-measures")
PATTERN = PROFILE.headings.programme


@pytest.mark.parametrize(
    ("printed", "number", "name"),
    [
        ("1、甲計畫", 1, "甲計畫"),
        ("12.甲計畫", 12, "甲計畫"),
        ("１２、甲計畫", 12, "甲計畫"),
        ("1、臺灣計畫(ABC)", 1, "臺灣計畫(ABC)"),  # the name as printed, the pattern on folded text
        ("1、 甲 計畫 ", 1, "甲計畫"),
    ],
)
def test_a_title_in_its_parts(printed: str, number: int, name: str) -> None:
    text = traced(printed, 7)
    title = title_of(PATTERN, text)
    assert title is not None
    assert (title.printed, title.number, title.name.text, title.area) == (text, number, name, None)
    assert title.name.ids == text.ids[text.text.index(name[0]) :][: len(title.name)]


@pytest.mark.parametrize("printed", ["甲計畫", "1甲計畫", "1、", "1234、甲", "", "一、甲"])
def test_other_text_is_no_title(printed: str) -> None:
    assert title_of(PATTERN, traced(printed)) is None


def test_a_title_may_give_its_area_and_lack_a_name_or_a_number() -> None:
    both = title_of(r"(?P<area>\d)-(?P<number>\d)(?P<name>.*)", traced("2-1甲"))
    assert both is not None
    assert (both.area, both.number, both.name.text) == (2, 1, "甲")
    bare = title_of("申請書(?P<name>)", traced("申請書"))
    assert bare is not None
    assert (bare.number, bare.name.text, bare.area) == (0, "", None)
    formal = title_of("(?P<number>[壹貳]+)、(?P<name>.+)", traced("貳、乙"))
    assert formal is not None
    assert formal.number == 2


def test_a_pattern_that_only_folded_text_matches_still_gives_what_is_printed() -> None:
    title = title_of("台灣abc(?P<name>.+)", traced("臺灣ＡＢＣ臺北", 3))
    assert title is not None
    assert (title.name.text, title.name.ids) == ("臺北", (8, 9))


def test_a_heading_of_any_level_is_numbered() -> None:
    assert [is_numbered(traced(text), PROFILE) for text in ("一、甲", "(二)乙", "3、丙", "丁", "3丙")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert is_numbered_heading(line("3、丙"), PROFILE)
    assert not is_numbered_heading(line("丙"), PROFILE)
    assert not is_numbered(traced("申請書"), parse_profile("bare", 'labels = ["案名"]'))


def run(*texts: str, font: str = "", size: float = 12.0) -> list[Line]:
    return [
        Line(traced(text, 100 * at), (0.0, 20.0 * at, 9.0, 20.0 * at + 9), size, font)
        for at, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("texts", "start", "name"),
    [
        (["1、甲計畫"], 0, "甲計畫"),
        (["前文", "1、甲", "計畫"], 1, "甲計畫"),
        (["1、甲", "計", "畫"], 0, "甲計畫"),
        (["1、甲計畫", "2、乙計畫"], 1, "乙計畫"),  # the nearest
        (["1、甲計畫", "(一)乙措施"], None, ""),  # another level stands between
        (["1、甲計畫", "一、乙面向"], None, ""),
        (["甲計畫"], None, ""),
        ([], None, ""),
    ],
)
def test_the_heading_that_ends_a_run_of_lines(texts: list[str], start: int | None, name: str) -> None:
    lines = run(*texts)
    found = heading(lines, len(lines), "programme", PROFILE)
    assert (
        (found[0], found[1].name.text) == (start, name)
        if found and start is not None
        else found is None and start is None
    )


def test_only_lines_before_the_end_count() -> None:
    lines = run("一、甲面向", "(一)乙措施", "1、丙計畫")
    assert [
        found and (found[0], found[1].name.text)
        for found in (
            heading(lines, 3, "programme", PROFILE),
            heading(lines, 2, "measure", PROFILE),
            heading(lines, 1, "area", PROFILE),
            heading(lines, 2, "programme", PROFILE),
            heading(lines, 0, "area", PROFILE),
        )
    ] == [(2, "丙計畫"), (1, "乙措施"), (0, "甲面向"), None, None]


def test_a_line_in_another_font_is_no_rest_of_a_heading() -> None:
    lines = run("1、甲", "計畫", font="bold")
    assert heading(lines, 2, "programme", PROFILE) is not None
    assert heading([lines[0], replace(lines[1], font="light")], 2, "programme", PROFILE) is None


def test_other_lines_may_stand_between_a_heading_and_its_form() -> None:
    *above, unit = run("前文", "1、甲計畫", "單位：千元")
    lines = [*above, replace(unit, size=9.0)]
    found = heading_above(lines, PROFILE)
    assert found is not None
    assert (found[0], found[1], found[2].name.text) == (1, 2, "甲計畫")
    assert heading_above(run("前文", "後文"), PROFILE) is None
    assert heading_above([], PROFILE) is None
