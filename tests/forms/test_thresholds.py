"""Each threshold of the reading of forms, just below and just above."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.core.page import Cell, Line, Table
from pipeline.forms.cut_rows import NEAR_END, is_row_of_its_own
from pipeline.forms.furniture import FEW_PAGES, MARGIN, REPEATS, SAME_HEIGHT, furniture
from pipeline.forms.headings import ALIKE, BETWEEN, HEADING_LINES, heading, heading_above
from pipeline.forms.labels import LONGEST_LABEL, is_plain_label, labelled
from pipeline.forms.profile import load_profile, parse_profile
from pipeline.forms.segment import LABEL_LENGTH, segment
from tests.printed import cell, line, page, traced

PROFILE = load_profile("support-measures")
HEIGHT = 842.0


def of_length(length: int) -> str:
    return "字" * length


@pytest.mark.parametrize(("length", "forms"), [(LABEL_LENGTH, 1), (LABEL_LENGTH + 1, 0)])
def test_half_of_a_label_below_a_heading_is_short(length: int, forms: int) -> None:
    table = Table(1, 2, (cell(0, 0, of_length(length)), cell(0, 1, "甲，")), (0.0, 0.0, 200.0, 30.0))
    document = segment([page(1, line("1、甲計畫", 500), table)], PROFILE)
    assert len(document.segments) == forms


@pytest.mark.parametrize(("length", "is_label"), [(LONGEST_LABEL - 1, True), (LONGEST_LABEL, False)])
def test_a_label_before_a_colon_is_short(length: int, is_label: bool) -> None:
    assert bool(labelled(traced(of_length(length) + "：甲乙"))) is is_label


@pytest.mark.parametrize(("length", "is_label"), [(LONGEST_LABEL, True), (LONGEST_LABEL + 1, False)])
def test_a_label_in_a_cell_is_short(length: int, is_label: bool) -> None:
    profile = parse_profile("long", f'labels = ["{of_length(length)}"]')
    assert is_plain_label(cell(0, 0, of_length(length)), profile) is is_label


@pytest.mark.parametrize(("lines", "found"), [(HEADING_LINES, True), (HEADING_LINES + 1, False)])
def test_a_heading_takes_so_many_lines(lines: int, found: bool) -> None:
    run = [line("1、甲", 0), *(line("乙", 100 * number) for number in range(1, lines))]
    assert (heading(run, len(run), "programme", PROFILE) is not None) is found


@pytest.mark.parametrize(("share", "one"), [(0.9 * ALIKE, True), (1.1 * ALIKE, False)])
def test_the_lines_of_a_heading_are_set_alike(share: float, one: bool) -> None:
    run = [line("1、甲", 0, size=20.0), line("乙", 100, size=20.0 * (1 + share))]
    assert (heading(run, 2, "programme", PROFILE) is not None) is one


@pytest.mark.parametrize(("lines", "found"), [(BETWEEN, True), (BETWEEN + 1, False)])
def test_so_many_lines_may_stand_between_a_heading_and_its_form(lines: int, found: bool) -> None:
    run = [line("1、甲", 0), *(line("單位：千元", 100 * number, size=30.0) for number in range(1, lines + 1))]
    assert (heading_above(run, PROFILE) is not None) is found


@pytest.mark.parametrize(("short", "full"), [(0.9 * NEAR_END, True), (1.1 * NEAR_END, False)])
def test_a_last_line_near_its_side_may_go_on_overleaf(short: float, full: bool) -> None:
    size = 10.0
    box = (0.0, 0.0, 100.0, 20.0)
    last = Line(traced("甲"), (0.0, 0.0, 100.0 - short * size, 10.0), size)
    above = [Cell(0, 0, 1, 1, box, (last,)), Cell(0, 1, 1, 1, box)]
    assert is_row_of_its_own(above, [cell(0, 0, "乙"), cell(0, 1, "丙")]) is not full


def at(share: float, words: str = "某手冊") -> Line:
    """Return a line whose middle, and top, stand at a share of the page height."""
    return replace(line(words), box=(50.0, share * HEIGHT, 100.0, share * HEIGHT))


@pytest.mark.parametrize(
    ("share", "is_furniture"),
    [(0.99 * MARGIN, True), (1.01 * MARGIN, False), (1 - 0.99 * MARGIN, True), (1 - 1.01 * MARGIN, False)],
)
def test_furniture_stands_in_the_margins(share: float, is_furniture: bool) -> None:
    body = replace(line("本文"), box=(50.0, 400.0, 100.0, 400.0), size=99.0)
    told = furniture([page(number, body, at(share)) for number in range(1, 4)])
    assert all((1 in each.blocks) is is_furniture for each in told)


@pytest.mark.parametrize(
    ("pages", "same", "is_furniture"),
    [(FEW_PAGES + 1, REPEATS, True), (FEW_PAGES + 1, REPEATS - 1, False), (FEW_PAGES, REPEATS - 1, True)],
)
def test_furniture_repeats_on_enough_pages(pages: int, same: int, is_furniture: bool) -> None:
    body = replace(line("本文"), box=(50.0, 400.0, 100.0, 400.0), size=99.0)
    heads = [(at(0.05),) if number < same else () for number in range(pages)]
    told = furniture([page(number, body, *head) for number, head in enumerate(heads, start=1)])
    assert bool(told[0].blocks) is is_furniture


@pytest.mark.parametrize(("steps", "is_furniture"), [(1, True), (3, False)])
def test_furniture_stands_at_the_same_height(steps: int, is_furniture: bool) -> None:
    heights = [0.05, 0.05 + steps * SAME_HEIGHT, 0.05 - steps * SAME_HEIGHT]
    told = furniture([page(number, at(share)) for number, share in enumerate(heights, start=1)])
    assert bool(told[0].blocks) is is_furniture
