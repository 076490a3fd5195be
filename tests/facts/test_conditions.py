"""Who may apply: the table of forms, sentences made up of known parts, and sentences that must say nothing."""

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.traced import Traced
from pipeline.facts.conditions import words
from pipeline.facts.conditions.find import find_conditions
from pipeline.facts.programme_facts import text_facts
from pipeline.fields.outline import prose

FORMS = tomllib.loads((Path(__file__).parent / "conditions.toml").read_text("utf-8"))


def read(text: str, label: str | None) -> str:
    told = prose(Traced(text, tuple(range(0, 2 * len(text), 2))))
    found = find_conditions(told.text, label=label, outline=told.outline)
    return "; ".join(said(each) for each in found) or "nothing"


def said(match) -> str:
    parts = [match.kind, match.comparison, match.value, ",".join(match.values)]
    parts += [match.subject and f"of {match.subject}", match.any_of and f"any {match.any_of}"]
    return " ".join(str(part) for part in parts if part not in (None, ""))


@pytest.mark.parametrize(
    ("form", "reads"), [(form, reads) for forms in FORMS.values() for form, reads in forms.items()]
)
def test_form(form: str, reads: str) -> None:
    label, _, text = form.partition("｜")
    assert read(text, label) == reads


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("國內依法登記成立之公司", {"domestic", "registered", "applicants"}),
        ("須依法辦理公司登記", {"registered-as"}),
        ("依公司法設立之公司", {"by-law", "applicants"}),
        ("設籍於臺北市之農民", {"place", "applicants"}),
        ("非屬銀行拒絕往來戶", {"refused"}),
        ("無退票紀錄", {"cheques"}),
        ("本服務全程免費", {"all-free"}),
        ("淨值為正值", {"net-worth"}),
        ("不得為陸資企業", {"prc-capital"}),
        ("符合中小企業認定標準者", {"sme-standard"}),
        ("中堅企業", {"mid-sized"}),
        ("應由三家以上業者聯合提案", {"firms"}),
    ],
)
def test_each_condition_names_its_rule_and_its_words(text: str, rules: set[str]) -> None:
    found = find_conditions(text, label="補助對象")
    assert {match.rule for match in found} == rules
    assert all(match.printed == text[slice(*match.span)] for match in found)


BOUNDS = {
    "以上": "at_least", "以下": "at_most", "(不含)以下": "less_than", "(含)以上": "at_least",
}  # fmt: skip
COUNTED = {
    "capital": ("實收資本額在新臺幣", "元"),
    "turnover": ("前一年度營業額在", "元"),
    "staff": ("經常僱用員工數", "人"),
}


@given(
    st.sampled_from(sorted(COUNTED)),
    st.integers(1, 10**12),
    st.sampled_from(sorted(BOUNDS)),
    st.booleans(),
    st.sampled_from(["", "製造業", "申請廠商", "國內批發業者"]),
)
def test_a_number_with_a_bound_is_read_exactly(kind, value, bound, commas, subject) -> None:
    before, unit = COUNTED[kind]
    text = (
        f"{subject}{before}{value:,}{unit}{bound}者" if commas else f"{subject}{before}{value}{unit}{bound}者"
    )
    (found,) = find_conditions(text, label="申請資格")
    assert (found.kind, found.comparison, found.value) == (kind, BOUNDS[bound], value)
    assert found.subject == (None if subject in ("", "申請廠商") else subject)
    assert text[slice(*found.span)] == found.printed


EXCEPTIONS = [
    "，但專案核定者不在此限",
    "，或經主管機關同意者",
    "者優先",
    "為原則",
    "，必要時得放寬",
    "或其他經認可者",
]


@given(st.sampled_from(sorted(COUNTED)), st.integers(1, 10**9), st.sampled_from(EXCEPTIONS))
def test_an_exception_takes_the_certainty(kind, value, exception) -> None:
    before, unit = COUNTED[kind]
    assert find_conditions(f"{before}{value}{unit}以下{exception}", label="補助對象") == []


PARTS = [
    "中堅企業", "公司", "獨資", "資本額", "八千萬元", "以下", "未滿", "200人", "員工人數", "或", "及", "、", "，", "。", "：",
    "非屬", "拒絕往來戶", "陸資", "不含", "依法登記", "領有", "工廠登記", "18歲", "至", "(含)", "之", "者", "1.", "2.", "申請資格",
    "淨值", "為正值", "應由", "3家", "以上", "企業", "共同", "設籍於", "臺北市", "免費", "優先",
]  # fmt: skip


def test_items_of_which_one_is_enough_demand_nothing_in_a_text_without_outline_either() -> None:
    one_of = "須為公司，且符合下列條件之一：1.資本額1億元以下；2.員工未滿200人。"
    assert find_conditions(one_of, label="申請資格") == []
    found = find_conditions(f"{one_of}\n淨值為正值。", label="申請資格")
    assert [each.kind for each in found] == ["net_worth"]


@given(st.lists(st.sampled_from(PARTS), max_size=40).map("".join))
def test_any_words_are_read_without_harm(text: str) -> None:
    told = prose(Traced(text, tuple(range(0, 2 * len(text), 2))))
    found = find_conditions(told.text, label="補助對象", outline=told.outline)
    for match in found:
        assert told.text[slice(*match.span)] == match.printed
        assert (match.value is None) or match.value >= 0
        assert match.comparison or not (match.values or match.value)
    assert [match.span for match in found] == sorted(match.span for match in found)


def test_a_text_alone_says_where_its_conditions_begin() -> None:
    facts, _ = text_facts(
        "本計畫協助升級。\n申請資格：員工未滿200人之公司。\n申請期間：109年3月31日前。", 109
    )
    assert [(c.kind, c.comparison, c.value) for c in facts.conditions] == [
        ("staff", "less_than", 200), ("applicant", "one_of", None),
    ]  # fmt: skip


def test_growth_is_linear() -> None:
    def seconds(count: int) -> float:
        text = "實收資本額8,000萬元以下之公司。" * count
        start = time.process_time()
        find_conditions(text, label="補助對象")
        return time.process_time() - start

    seconds(100)
    assert seconds(2000) < 25 * max(seconds(200), 0.01)


def test_every_word_has_one_kind() -> None:
    codes = list(words.PLACES.values())
    assert len(codes) == len(set(codes)) == 22
