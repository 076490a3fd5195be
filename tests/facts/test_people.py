"""Several people in one cell are told apart, one name over several lines is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.people import SURNAMES, cuts_title, read_people
from tests.printed import traced


def read(printed: str) -> list[tuple[int | None, list[str]]]:
    return [
        (group.number, [person.name.text for person in group.people])
        for group in read_people(traced(printed))
    ]


def names(printed: str) -> list[str]:
    ((number, found),) = read(printed)
    assert number is None
    return found


@pytest.mark.parametrize(
    "printed",
    [
        "王小明",
        "王|小明",
        "林小|姐",
        "沙|小姐",
        "歐陽|菲菲",
        "王小明|經理",
        "業務|督導員王小明",
        "林小明|高級專員",
        "客服中心",
        "中小|企業|總會",
        "某某處|服務窗口",
        "服務團隊（|北區）",
        "Mary Wang",
        "第1.5組",
    ],
)
def test_one_person_or_office_on_several_lines(printed):
    assert len(names(printed)) == 1


@pytest.mark.parametrize(
    ("printed", "people"),
    [
        ("王小明|李大同", ["王小明", "李大同"]),
        ("王小明 李大同", ["王小明", "李大同"]),
        ("王小明、李大同", ["王小明", "李大同"]),
        ("王小明／李大同；張三", ["王小明", "李大同", "張三"]),
        ("張小姐、李先生、", ["張小姐", "李先生"]),
        ("張先生李小姐", ["張先生", "李小姐"]),
        ("陳專員|林副理", ["陳專員", "林副理"]),
        ("王小明經理|李大同協理", ["王小明經理", "李大同協理"]),
        ("曾小姐|洪秘書", ["曾小姐", "洪秘書"]),
        ("歐陽先生|諸葛小姐", ["歐陽先生", "諸葛小姐"]),
        ("黃小|姐|陳先生", ["黃小姐", "陳先生"]),
        ("喆先|生|喆小|姐|冉小|姐", ["喆先生", "喆小姐", "冉小姐"]),
        ("陳○○|林○○", ["陳○○", "林○○"]),
    ],
)
def test_several_people(printed, people):
    assert names(printed) == people


@pytest.mark.parametrize(
    ("printed", "groups"),
    [
        ("1.王先生|2.李小姐", [(1, ["王先生"]), (2, ["李小姐"])]),
        ("1. 王先生| 2. 李小姐", [(1, ["王先生"]), (2, ["李小姐"])]),
        ("1.王先生2.李小姐", [(1, ["王先生"]), (2, ["李小姐"])]),
        ("1、王先生|2、李小姐", [(1, ["王先生"]), (2, ["李小姐"])]),
        ("1.王先生、張小姐|2.李小姐", [(1, ["王先生", "張小姐"]), (2, ["李小姐"])]),
        ("1.王先生|張小姐|2.李小姐|3.陳專員", [(1, ["王先生", "張小姐"]), (2, ["李小姐"]), (3, ["陳專員"])]),
        ("2.王先生|3.李小姐", [(2, ["王先生"]), (3, ["李小姐"])]),
    ],
)
def test_numbered_groups(printed, groups):
    assert read(printed) == groups


@pytest.mark.parametrize(
    ("printed", "people"),
    [
        ("林小姐（台北）|黃先生(高雄)", [("林小姐", "台北"), ("黃先生", "高雄")]),
        ("王小明|（代理）", [("王小明", "代理")]),
        ("（甲）", [("（甲）", None)]),
    ],
)
def test_note_in_parentheses_after_a_name(printed, people):
    (group,) = read_people(traced(printed))
    assert [(person.name.text, person.note) for person in group.people] == people


def test_empty_cell_has_no_people():
    assert read_people(traced("")) == []


CALLED = st.builds(
    lambda surname, rest: surname + rest,
    st.sampled_from(sorted(SURNAMES)),
    st.sampled_from(
        ["先生", "小姐", "女士", "經理", "副理", "專員", "組長", "研究員", "工程師", "小明", "大同"]
    ),
)


@given(st.lists(CALLED, min_size=1, max_size=5), st.sampled_from(["|", "、", " ", "；", "/", "、|"]))
def test_people_that_were_printed_are_read_again(people, between):
    assert names(between.join(people)) == people


@given(
    st.lists(st.lists(CALLED, min_size=1, max_size=3), min_size=1, max_size=4), st.sampled_from(["|", "、"])
)
def test_groups_that_were_printed_are_read_again(groups, between):
    printed = "|".join(f"{number}.{between.join(people)}" for number, people in enumerate(groups, start=1))
    assert read(printed) == list(enumerate(groups, start=1))


@given(st.text("王李小明姐先生、|1.2 （）經理", max_size=20))
def test_no_character_of_a_name_is_invented_or_moved(printed):
    text = traced(printed)
    ids = [glyph for group in read_people(text) for person in group.people for glyph in person.name.ids]
    assert ids == sorted(set(ids))
    assert set(ids) <= set(text.ids)


def test_a_rare_surname_begins_a_person_though_the_title_wraps():
    assert "\U00020bb7" not in SURNAMES
    assert names("費技正|\U00020bb7業務督|導員|王小明") == ["費技正", "\U00020bb7業務督導員", "王小明"]


def test_a_deputy_manager_of_a_rare_surname_is_a_person():
    assert names("汪研究員|\u5586副理") == ["汪研究員", "\u5586副理"]


def test_a_page_end_cuts_a_title_only_where_neither_half_is_whole() -> None:
    assert cuts_title("卓業務督導員岳業務督", "導員易業務督導員")
    assert cuts_title("王專", "員")
    assert not cuts_title("王專員", "李業務督導員")
    assert not cuts_title("王小姐", "李先生")
