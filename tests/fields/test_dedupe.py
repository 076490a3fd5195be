"""A block that is printed twice is kept once, and nothing of it is lost; one that only looks alike stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fields.dedupe import LONG, dedupe
from pipeline.fields.services import KindDraft, read_services
from pipeline.forms.profile import load_profile
from tests.printed import Reports, traced

PROFILE = load_profile("support-measures")
WHO = "依法登記之中小企業，且最近一年未有欠稅紀錄者，均得提出申請。"


def deduped(printed: str) -> tuple[list[KindDraft], Reports]:
    reports = Reports()
    return dedupe(read_services(traced(printed), PROFILE, Reports()), "services", reports), reports


def labels(drafts: list[KindDraft]) -> list[tuple[str, list[str | None]]]:
    return [
        (kind.kind.text, [item.label.text if item.label else None for item in kind.items]) for kind in drafts
    ]


def test_repeated_item_is_left_out_and_kept_in_the_finding():
    drafts, reports = deduped(f"■補助：●對象：{WHO}●額度：100萬元。●對象：{WHO}")
    assert labels(drafts) == [("補助", ["對象", "額度"])]
    ((code, _, data),) = reports
    assert (code, data["path"], data["dropped"]) == ("block-repeated", "services[0].items[0]", f"對象：{WHO}")
    # The block that goes is the second: the finding owns its glyphs.
    assert data["block"].ids[0] > drafts[0].items[1].block.ids[-1]


@pytest.mark.parametrize(
    "second", [WHO.replace("，", ","), WHO.replace("業", "業|"), WHO.replace("最近", "最\u3000近")]
)
def test_other_print_of_the_same_words_is_repeated(second):
    drafts, reports = deduped(f"■補助：●對象：{WHO}●對象：{second}")
    assert labels(drafts) == [("補助", ["對象"])]
    assert reports.codes == ["block-repeated"]


def test_three_times_is_reported_twice():
    drafts, reports = deduped(f"■補助：●對象：{WHO}●對象：{WHO}●對象：{WHO}")
    assert labels(drafts) == [("補助", ["對象"])]
    assert reports.codes == ["block-repeated"] * 2


def test_repeated_kind_is_left_out():
    drafts, reports = deduped(f"■補助：●對象：{WHO}■諮詢：甲■補助：●對象：{WHO}")
    assert labels(drafts) == [("補助", ["對象"]), ("諮詢", [])]
    assert [(code, data["path"]) for code, _, data in reports] == [("block-repeated", "services[0]")]


def test_paths_count_the_kinds_that_stay():
    once, twice = f"●對象：{WHO}", f"●對象：{WHO}●對象：{WHO}"
    drafts, reports = deduped(f"■補助：{twice}■補助：{twice}■諮詢：{twice}")
    assert labels(drafts) == [("補助", ["對象"]), ("諮詢", ["對象"])]
    assert [data["path"] for _, _, data in reports] == [
        "services[0]",
        "services[0].items[0]",
        "services[1].items[0]",
    ]
    assert reports[0][2]["dropped"].count(WHO) == twice.count(once)
    owned = [glyph for _, _, data in reports for glyph in data["block"].ids]
    assert len(owned) == len(set(owned))


def test_items_of_two_kinds_that_should_agree_are_reported():
    drafts, reports = deduped(f"■補助：●對象：{WHO}■諮詢：●服務對象：{WHO.replace('一年', '二年')}")
    assert labels(drafts) == [("補助", ["對象"]), ("諮詢", ["服務對象"])]
    assert [(code, data["path"], data["like"]) for code, _, data in reports] == [
        ("block-similar", "services[1].items[0]", "services[0].items[0]")
    ]


def test_same_item_under_two_kinds_stays():
    drafts, reports = deduped(f"■補助：●對象：{WHO}■諮詢：●對象：{WHO}")
    assert labels(drafts) == [("補助", ["對象"]), ("諮詢", ["對象"])]
    assert reports == []


def test_nearly_the_same_item_stays_and_is_reported():
    drafts, reports = deduped(f"■補助：●對象：{WHO}●對象：{WHO.replace('一年', '二年')}")
    assert labels(drafts) == [("補助", ["對象", "對象"])]
    ((code, _, data),) = reports
    assert code == "block-similar"
    assert (data["path"], data["like"]) == ("services[0].items[1]", "services[0].items[0]")
    assert not data.get("block")  # both stay with their fields
    assert 92 <= data["score"] < 100
    assert data["score"] == round(data["score"], 1)


@pytest.mark.parametrize(
    "printed",
    [
        f"■補助：●對象：{WHO}●期間：{WHO.replace('一年', '二年')}",
        "■補助：●費用：每案酌收行政費用一千元。●費用：每案酌收行政費用二千元。",
        "■補助：●對象：甲●對象：乙",
        f"■補助：●對象：{WHO}●對象：依公告之名單辦理，不受理個別提出之申請，且另有名額上限。",
    ],
)
def test_other_labels_short_blocks_and_other_texts_are_no_repeats(printed):
    drafts, reports = deduped(printed)
    assert len(drafts[0].items) == 2
    assert reports == []


def test_short_means_shorter_than_a_sentence():
    assert len("對象：免費") < LONG < len(WHO)


@given(st.lists(st.sampled_from(["甲", "乙", "丙", WHO, "", "1"]), max_size=8))
def test_each_text_once_in_the_order_of_its_first_print(bodies):
    printed = "■補助：" + "".join(f"●對象：{body}" for body in bodies)
    drafts, reports = deduped(printed)
    kept = [item.body.text for item in drafts[0].items]
    assert kept == list(dict.fromkeys(bodies))
    assert len(reports) == len(bodies) - len(kept)
