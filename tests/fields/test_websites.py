"""Names and addresses of a website cell, in whatever order and punctuation they are printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.text import join, says_none
from pipeline.fields.websites import read_websites
from tests.printed import lines, traced

A, B, C = "https://a.example.org.tw", "http://b.example.org.tw/x.aspx?id=1&b=2", "www.c.example.org.tw"


def read(*printed: str) -> list[tuple[str, str]]:
    """Read a cell of several lines."""
    return [
        (draft.name.text, draft.url.text)
        for draft in read_websites(join(line.text for line in lines(*printed)))
    ]


@pytest.mark.parametrize(
    "printed",
    [
        [A],
        [f"<{A}>"],
        [f"（{A}）"],
        [f"網址：{A}"],
        [f"1.{A}"],
        ["https://a.exam", "ple.org.tw"],
        ["https://", "a.example.org.tw"],
        [f"{A}。"],
    ],
)
def test_address_without_a_name(printed):
    assert read(*printed) == [("", A)]


@pytest.mark.parametrize(
    "printed",
    [
        [f"甲網：{A}"],
        [f"甲網:{A}"],
        [f"甲網 {A}"],
        [f"甲網{A}"],
        [f"甲網（{A}）"],
        [f"甲網({A})"],
        [f"甲網<{A}>"],
        ["甲網", A],
        ["甲", "網", A],
        [A, "甲網"],
        [f"{A}（甲網）"],
        [f"1.甲網：{A}"],
        [f"一、甲網：{A}"],
        [f"●甲網：{A}"],
        ["甲網", "https://a.exam", "ple.org.tw"],
    ],
)
def test_name_beside_an_address(printed):
    assert read(*printed) == [("甲網", A)]


@pytest.mark.parametrize(
    "printed",
    [
        ["甲網", A, "乙網", B],
        [A, "甲網", B, "乙網"],
        [f"甲網：{A}", f"乙網：{B}"],
        [f"甲網（{A}）、乙網（{B}）"],
        [f"甲網{A}；乙網{B}"],
        [f"1.甲網：{A}", f"2.乙網：{B}"],
        [f"1.甲網：{A}；2.乙網：{B}"],
        [f"(1)甲網 {A}", f"(2)乙網 {B}"],
        [f"一、甲網：{A}", f"二、乙網：{B}"],
        ["1.甲網", A, "2.乙網", B],
        [f"●甲網：{A}", f"●乙網：{B}"],
        [f"1.{A}（甲網）", f"2.{B}（乙網）"],
    ],
)
def test_several_websites(printed):
    assert read(*printed) == [("甲網", A), ("乙網", B)]


def test_one_name_with_two_addresses():
    assert read(f"甲網：{A}、{C}") == [("甲網", A), ("", C)]
    assert read("1.甲網", A, C, "2.乙網", B) == [("甲網", A), ("", C), ("乙網", B)]


def test_address_before_a_list():
    assert read(C, f"1.甲網：{A}", f"2.乙網：{B}") == [("", C), ("甲網", A), ("乙網", B)]


@pytest.mark.parametrize(
    "name", ["甲網（試營運）", "3D列印網", "甲．乙網", "甲網 - 乙館", "2030計畫網", "R&D網"]
)
def test_name_keeps_its_own_numbers_and_brackets(name):
    ((found, url),) = read(f"{name}：{A}")
    assert (found.replace(" ", ""), url) == (name.replace(" ", ""), A)


@pytest.mark.parametrize("printed", ["無", "", "－", "-", "—", "N/A", "暫無", "（無）", " 無 ", "無。"])
def test_cell_that_says_there_is_none(printed):
    assert says_none(traced(printed).text)
    assert read_websites(traced(printed)) == []


@pytest.mark.parametrize("printed", ["建置中", "請洽service@example.org.tw", "無障礙網", "1.5"])
def test_words_that_are_no_address_are_not_taken_for_none(printed):
    assert not says_none(printed)
    assert read(printed) == []


NAMES = st.text("甲乙丙丁計畫平台資訊", min_size=2, max_size=8).map(lambda name: f"{name}網")
URLS = st.builds(
    lambda scheme, host, path: f"{scheme}{host}.example.org.tw{path}",
    st.sampled_from(["https://", "http://", "https://www.", "www."]),
    st.text("abcdef", min_size=1, max_size=6),
    st.sampled_from(["", "/", "/index.aspx", "/a/b?id=3", "/#top"]),
)


@given(
    st.lists(st.tuples(NAMES, URLS), min_size=1, max_size=5),
    st.sampled_from(
        ["{0}：{1}", "{0}\n{1}", "{0}（{1}）", "{n}.{0}：{1}", "({n}){0}\n{1}", "●{0}:{1}", "{1}\n{0}"]
    ),
)
def test_cell_that_was_printed_is_read_again(websites, form):
    printed = "\n".join(form.format(*website, n=number) for number, website in enumerate(websites, start=1))
    assert read(*printed.split("\n")) == websites


@given(st.lists(st.sampled_from([*"甲網：（）1.、 -無", "https://a.tw "]), max_size=20).map("".join))
def test_nothing_is_used_twice_or_out_of_order(printed):
    text = traced(printed)
    drafts = read_websites(text)
    ids = [glyph for draft in drafts for glyph in (*draft.name.ids, *draft.url.ids)]
    assert len(ids) == len(set(ids))
    assert set(ids) <= set(text.ids)
