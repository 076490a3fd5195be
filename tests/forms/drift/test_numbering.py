"""Headings that are numbered in another way than the profile says: told by those above all forms."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from pipeline.core.ordinals import COUNTING, FORMAL, STEMS
from pipeline.core.page import Block, Page, Table
from pipeline.extract import Extraction
from pipeline.forms.drift.look import FirstLook
from pipeline.forms.drift.numbering import LONGEST, REACH, NumberingLook, numbered, renumbered
from pipeline.forms.furniture import Furniture
from pipeline.forms.headings import BETWEEN
from pipeline.forms.profile import Profile, load_profile, parse_profile
from tests.printed import cell, line, page, traced
from tests.typeset import form
from tests.typeset.producers import PRODUCERS
from tests.typeset.random_booklet import random_booklet
from tests.typeset.readback import read_back, unlike
from tests.typeset.source import Source

PROFILE = load_profile("support-measures")
SEED = 1200002
"""Of a booklet with several areas and measures."""
Way = Callable[[int], str]
HAN: Way = lambda number: COUNTING[number - 1]  # noqa: E731
WAYS: dict[str, tuple[Way, Way, Way]] = {
    "formal": (lambda n: f"{FORMAL[n - 1]}、", lambda n: f"{HAN(n)}、", lambda n: f"({HAN(n)})"),
    "chapters": (lambda n: f"第{HAN(n)}章　", lambda n: f"第{HAN(n)}節　", lambda n: f"{n}、"),
    "parts": (lambda n: f"第{n}篇 ", lambda n: f"第{n}章 ", lambda n: f"({n}) "),
    "stems": (lambda n: f"{STEMS[n - 1]}、", lambda n: f"{HAN(n)}、", lambda n: f"{n}. "),
    "words": (lambda n: f"{HAN(n)}、", lambda n: f"({HAN(n)})", lambda n: f"措施{n}："),
}


def in_other_numbers(way: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Source, Extraction]:
    """Return a booklet that is printed with these headings, and what it is read as."""
    source = random_booklet(Random(SEED))
    above = [0, 0, 0]

    def heading(number: int, name: str, level: int) -> str:
        above[level - 1] = number
        number_of = WAYS[way][level - 1](number) if way in WAYS else ".".join(map(str, above[:level])) + " "
        return f"{number_of}{form.printed(name)}"

    monkeypatch.setattr(form, "heading", heading)
    return source, read_back(PRODUCERS["transcript"]({SEED: source})[SEED], source)


@pytest.mark.parametrize(
    ("way", "levels"),
    [
        ("formal", ["area", "measure", "programme"]),
        ("chapters", ["area", "measure"]),
        ("parts", ["area", "measure", "programme"]),
        ("stems", ["area", "measure"]),
        ("words", ["programme"]),
        ("dotted", ["area", "measure", "programme"]),
    ],
)
def test_a_booklet_whose_headings_are_numbered_otherwise(
    way: str, levels: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, read = in_other_numbers(way, monkeypatch)
    found = [each for each in read.booklet.findings if each.code == "heading-renumbered"]
    assert unlike(read, source, full_lines=False) == []
    assert [each.data["level"] for each in found] == levels


@pytest.mark.parametrize(
    ("printed", "number", "name"),
    [
        ("第三章|人才面", 3, "人才面"),
        ("第2節：設備", 2, "設備"),
        ("計畫五：海外拓銷", 5, "海外拓銷"),
        ("1.2.13|人才培育", 13, "人才培育"),
        ("1.2.3 3D列印", 3, "3D列印"),
        ("1-2人才培育", 2, "人才培育"),
        ("拾貳、人才面", 12, "人才面"),
        ("十二、人才面", 12, "人才面"),
        ("12、3D列印", 12, "3D列印"),
        ("(4)人才面", 4, "人才面"),
        ("B.人才面", 2, "人才面"),
        ("③人才面", 3, "人才面"),
        ("3人才面", 3, "人才面"),
    ],
)
def test_ways_of_numbering(printed: str, number: int, name: str) -> None:
    found = numbered(traced(printed))
    assert found
    assert (found.title.number, found.title.name.text) == (number, name)


@pytest.mark.parametrize(
    "printed", ["人才面", "3月15日截止", "1.2", "109年度", "一、符合下列規定。", "【人才面】", "一", ""]
)
def test_what_is_no_heading(printed: str) -> None:
    assert numbered(traced(printed)) is None


def test_a_heading_is_no_longer_than_its_limit() -> None:
    assert numbered(traced("一、" + "面" * (LONGEST - 2)))
    assert not numbered(traced("一、" + "面" * (LONGEST - 1)))


def document(*runs: tuple[str, ...]) -> list[Page]:
    """Return pages with one form each, below these lines."""
    made, first = [], 0
    for number, run in enumerate(runs, 1):
        above = [line(text, first + 100 * at) for at, text in enumerate(run)]
        cells = (cell(0, 0, "計畫簡介"), cell(0, 1, "簡介"), cell(1, 0, "服務項目"), cell(1, 1, "項目"))
        made.append(page(number, *above, Table(2, 2, cells, (0, 0, 200, 60)), first=first))
        first += 1_000_000
    return made


def levels(*runs: tuple[str, ...], profile: Profile = PROFILE) -> dict[str, str]:
    """Return the levels that are numbered anew, each with the heading that shows it."""
    pages = document(*runs)
    found = renumbered(pages, [Furniture(frozenset(), None) for _ in pages], profile)
    return {each.field: each.printed for each in found}


def test_most_forms_tell() -> None:
    assert levels(("(一)甲",), ("丙",), ("(二)乙",)) == {"programme": "(一)甲"}
    assert levels(("(一)甲",), ("乙、乙",), ("A.丙",)) == {}
    assert levels(("(一)甲",), ("A.乙",)) == {}
    assert levels(("(一)甲",), ("(二)乙",), ("壹、面", "A.丙")) == {"programme": "(一)甲"}


def test_only_the_lines_above_forms_tell() -> None:
    pages = document(("甲、表",), ("(一)甲",), ("乙、表",), ("丙、表",))
    for place in (0, 2, 3):
        other = Table(1, 2, (cell(0, 0, "年度"), cell(0, 1, "件數")), (0, 0, 200, 30))
        pages[place] = replace(pages[place], blocks=(pages[place].blocks[0], other))
    found = renumbered(pages, [Furniture(frozenset(), None) for _ in pages], PROFILE)
    assert [each.printed for each in found] == ["(一)甲"]


def test_a_few_other_lines_may_stand_between_the_heading_and_the_form() -> None:
    between = tuple("甲乙丙丁戊")
    assert levels(("(一)甲", *between[:BETWEEN])) == {"programme": "(一)甲"}
    assert levels(("(一)甲", *between[: BETWEEN + 1])) == {}


def test_headings_stand_one_upon_the_other() -> None:
    assert levels(("壹、面", "前言", "(一)甲")) == {"programme": "(一)甲"}
    assert levels(("(一)甲", "(二)乙"), ("(三)丙",)) == {"programme": "(二)乙"}
    assert levels(("第一篇甲", "第一章乙", "第一節丙", "(一)丁")) == {
        "measure": "第一節丙",
        "area": "第一章乙",
        "programme": "(一)丁",
    }


def test_headings_that_the_profile_knows_are_not_new() -> None:
    assert levels(("一、面", "(一)項", "1、甲"), ("2、乙",), ("二、面", "1、丙")) == {}


def test_what_stands_above_the_headings_does_not_count_on() -> None:
    """The last item of the introduction, numbered in its own way, is no heading of an area."""
    assert levels(("4.網站", "壹、面", "(一)甲"), ("(二)乙",), ("貳、面", "(一)丙")) == {
        "area": "壹、面",
        "programme": "(一)甲",
    }
    assert levels(("4.網站", "(一)甲"), ("(二)乙",)) == {"programme": "(一)甲"}


def test_an_area_may_stand_above_a_programme_without_a_measure() -> None:
    assert levels(("第一章面", "(一)甲"), ("第二章面", "第一節項", "(一)乙")) == {
        "area": "第一章面",
        "measure": "第一節項",
        "programme": "(一)甲",
    }


def test_a_level_that_the_profile_does_not_have_stays_none() -> None:
    profile = parse_profile(
        "made",
        "[headings]\nprogramme = '第(?P<number>\\d)案(?P<name>.+)'\n[labels]\na = '計畫簡介'\nb = '服務項目'\n",
    )
    assert levels(("壹、面", "(一)甲"), ("(二)乙",), profile=profile) == {"programme": "(一)甲"}


@pytest.mark.parametrize(
    ("pattern", "printed"),
    [
        (r"第(?P<number>\d)案.*", "第{}案甲"),
        (r".*第(?P<number>\d)案", "附件審議第{}案"),
        (r"會勘(?P<number>\d)(?P<name>.+)", "會勘{}甲"),
    ],
)
def test_headings_that_the_profile_has_stay_whatever_is_numbered_below_them(
    pattern: str, printed: str
) -> None:
    profile = parse_profile(
        "made", f"[headings]\nprogramme = '{pattern}'\n[labels]\na = '計畫簡介'\nb = '服務項目'\n"
    )
    cases = [(printed.format(number), "一、說明") for number in (1, 2)]
    assert levels(*cases, ("二、說明",), profile=profile) == {}
    assert levels(*cases, *[("二、說明",)] * 2, profile=profile) == {"programme": "一、說明"}


def test_a_profile_in_which_any_line_may_be_a_heading_says_nothing() -> None:
    profile = parse_profile(
        "made", "[headings]\nprogramme = '(?P<name>.+)'\n[labels]\na = '計畫簡介'\nb = '服務項目'\n"
    )
    assert levels(("壹、面", "(一)甲"), ("(二)乙",), profile=profile) == {}


def look_at(*blocks: Block) -> NumberingLook:
    look = NumberingLook(PROFILE)
    labels = FirstLook(PROFILE)
    for block in blocks:
        if isinstance(block, Table):
            look.see(block, labels.see(block))
        else:
            look.see_line(block)
    return look


@pytest.mark.parametrize(
    ("above", "is_new"), [("1、甲", False), ("甲", True), ("(1)甲", True), ("1.1甲", True), ("一、甲", True)]
)
def test_all_pages_are_gone_through_only_where_forms_stand_below_no_heading(above: str, is_new: bool) -> None:
    (first,) = document((above,))
    assert look_at(*first.blocks).is_new is is_new


def test_a_look_tells_lines_above_another_table_from_those_above_a_form() -> None:
    (first,) = document(("1、甲",))
    heading, form_ = first.blocks
    other = Table(1, 2, (cell(0, 0, "年度"), cell(0, 1, "件數")), (0, 0, 200, 30))
    remark = line("見下表")
    assert not look_at(heading, form_, remark, other, heading, form_).is_new
    assert not look_at(heading, form_, form_, form_).is_new, "overleaf a form has no heading"
    assert not look_at(heading, form_, remark, form_).is_new, "as many with as without"
    rest = Table(1, 2, (cell(0, 0, "服務項目"), cell(0, 1, "項目")), (0, 0, 200, 30))
    assert not look_at(heading, form_, remark, rest, remark, rest).is_new, "the rest of a form begins none"
    assert look_at(line("(1)甲"), other, heading, form_).is_new
    assert not look_at(line("(1)甲"), *(line("字") for _ in range(REACH)), other).is_new


def test_a_title_over_the_columns_of_a_form_is_above_it() -> None:
    (first,) = document(("一、面",))
    titled = (cell(0, 0, "計畫1：甲"), cell(1, 0, "計畫簡介"), cell(1, 1, "簡介"))
    assert look_at(Table(2, 2, titled, (0, 0, 200, 60))).strange
    assert not look_at(*first.blocks).strange


def test_programmes_without_numbers() -> None:
    """The line above most forms is the name; a measure whose way the profile knows stands above it."""
    assert levels(("一、面", "(一)項", "甲計畫"), ("乙計畫",), ("丙計畫",)) == {"programme": "甲計畫"}
    assert levels(("(一)項", "甲計畫"), ("(二)項", "乙計畫")) == {"programme": "甲計畫"}
    assert levels(("壹、面", "甲計畫"), ("乙計畫",)) == {"area": "壹、面", "programme": "甲計畫"}
    assert levels(("甲計畫",)) == {}, "one form tells nothing"
    assert levels(*[("甲計畫",)] * 2, *[("單位：千元",)] * 2) == {}, "half of the forms do not either"
    assert levels(("1、甲計畫", "附表"), ("2、乙計畫", "附表")) == {}, "the numbers of headings tell"


def test_programmes_without_numbers_are_numbered_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WAYS, "bare", (*WAYS["words"][:2], lambda _: ""))
    source, read = in_other_numbers("bare", monkeypatch)
    made = read.booklet
    meant = [programme.name for *_, programme in source.programmes()]
    assert [each.name for each in made.programmes] == [form.printed(name) for name in meant]
    assert [int(each.id.split(".")[2]) for each in made.programmes] == list(range(1, len(meant) + 1))
