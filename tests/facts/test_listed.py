"""A marker is no part of the value behind it, and a heading speaks for the list below it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.record import Facts, Item, Programme, Service
from pipeline.facts.listed import headings_of, listed, without_markers
from pipeline.facts.programme_facts import programme_facts
from pipeline.fields.outline import prose
from tests.demonstrations import demo
from tests.printed import traced


def facts(printed: str, label: str = "補助經費") -> tuple[Facts, list[str]]:
    """Return the facts of one item, and the codes of what was not understood."""
    read = prose(traced(printed))
    programme: Programme = demo(112).programmes[0].model_copy(deep=True)
    item = Item(label=label, text=read.text, outline=read.outline)
    programme.services = [Service(kind="經費補助", items=[item])]
    programme.summary.text, programme.summary.outline, programme.benefits, programme.other = "", [], [], {}
    found, unread = programme_facts(programme, 112)
    for fact in (*found.amounts, *found.ratios, *found.discounts, *found.durations, *found.periods):
        assert read.text[slice(*fact.span)] == fact.printed
    return found, [finding.code for finding in unread]


@pytest.mark.parametrize(
    ("printed", "kind", "values"),
    [
        ("1. 7折優惠。\n2.九五折。", "discounts", [0.7, 0.95]),
        ("1. 50%為上限。\n2.七成。", "ratios", [0.5, 0.7]),
        ("1. 200萬元為限。\n2.二百萬元為限。", "amounts", [2_000_000, 2_000_000]),
        ("1. 3個月。\n2.二年。\n3. 5個月至8個月。", "durations", ["P3M", "P2Y", "P5M", "P8M"]),
        (
            "1.種類：\na.二年期：每案上限1,200萬元。\nb.三年期：每案上限2,000萬元。",
            "durations",
            ["P2Y", "P3Y"],
        ),
        ("一、二年。\n二、三年。", "durations", ["P2Y", "P3Y"]),
    ],
)
def test_a_marker_is_no_part_of_a_value(printed: str, kind: str, values: list[object]) -> None:
    found, unread = facts(printed)
    name = "factor" if kind == "discounts" else "value"
    assert [getattr(fact, name) for fact in getattr(found, kind)] == values
    assert unread == []


@pytest.mark.parametrize("printed", ["1. 5月1日止。\n2. 6月1日止。", "(1)5月1日止。\n(2)6月1日止。"])
def test_a_marker_is_no_part_of_a_date(printed: str) -> None:
    found, _ = facts(printed, "申請期間")
    assert [period.end for period in found.periods] == ["2023-05-01", "2023-06-01"]


def test_a_heading_speaks_for_its_list_and_no_further() -> None:
    found, _ = facts(
        "1.各類每案補助上限：\n(1)研發類：300萬元。\n(2)其他：\na.一般：至少10萬元。\n2.講師費2,000元。"
    )
    assert [(amount.value, amount.bound, amount.per) for amount in found.amounts] == [
        (3_000_000, "max", ["case"]),
        (100_000, "min", ["case"]),
        (2_000, None, []),
    ]
    assert found.amounts[0].assumptions == ["bound-from-heading", "per-from-heading"]
    assert found.amounts[1].assumptions == ["per-from-heading"]


def test_a_heading_with_an_amount_of_its_own_keeps_its_bound() -> None:
    found, _ = facts("1.總額上限500萬元，分為：\n(1)設備費100萬元。\n(2)人事費80%。")
    assert [(amount.value, amount.bound) for amount in found.amounts] == [
        (5_000_000, "max"),
        (1_000_000, None),
    ]
    assert [ratio.bound for ratio in found.ratios] == [None]


def test_a_heading_without_marker_speaks_for_the_list_after_it() -> None:
    found, _ = facts("補助比率上限：\n1.中小企業50%。\n2.其他企業三成。")
    assert [(ratio.value, ratio.bound) for ratio in found.ratios] == [(0.5, "max"), (0.3, "max")]


WORDS = st.text("甲乙丙說明，補助上限", min_size=1, max_size=8)


@given(st.lists(WORDS, min_size=2, max_size=6), st.sampled_from(["{}.", "({})"]))
def test_items_and_markers_tile_the_text(words: list[str], style: str) -> None:
    printed = "\n".join(f"{style.format(number)}{word}。" for number, word in enumerate(words, 1))
    read = prose(traced(printed))
    items = listed(read.text, read.outline)
    assert [read.text[item.body : item.end] for item in items] == [f"{word}。" for word in words]
    masked = without_markers(read.text, items)
    assert len(masked) == len(read.text)
    assert masked.replace(" ", "") == "\n".join(f"{word}。" for word in words)
    assert headings_of(items, (0, 1)) == ()
