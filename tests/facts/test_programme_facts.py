"""The facts of a whole programme: order, paths, purposes, labels, and what is reported instead of guessed."""

import pytest

from pipeline.core.record import Benefit, Finding, Item, PlainField, Programme, Prose, Service
from pipeline.facts import quantities
from pipeline.facts.periods import _DATED
from pipeline.facts.programme_facts import (
    _ANY_VALUE,
    facts_as_json,
    programme_facts,
    purpose_of,
    text_facts,
)
from pipeline.facts.quantities import lex


def programme(**parts: object) -> Programme:
    given = {
        "summary": Prose(text=""),
        "services": [],
        "benefits": [],
        "contacts": [],
        "websites": [],
    } | parts
    return Programme(
        id="1.1.1", key="0" * 12, name="示範計畫", acronym=None, area=None, measure=None, number=1, pages=None,
        printed_page=None, **given,
    )  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "purpose"),
    [
        ("申請期間", "application"), ("受理時間", "application"), ("報名截止日期", "application"), ("收件期限", "application"),
        ("補助期限", "support"), ("輔導期限", "support"), ("輔導補助期限", "support"), ("補助經費與補助期限", "support"),
        ("貸款期限", "support"), ("活動日期", "other"), ("服務內容", "other"), ("申請資格", "other"), (None, "other"),
    ],
)  # fmt: skip
def test_purpose_comes_from_the_label(label: str | None, purpose: str) -> None:
    assert purpose_of(label) == purpose


def test_facts_follow_the_order_of_the_form_and_name_their_place() -> None:
    facts, findings = programme_facts(
        programme(
            summary=Prose(text="最高補助200萬元。"),
            services=[
                Service(
                    kind="經費補助", title="設備補助50%", text="訓練3個月。",
                    items=[
                        Item(label="每案補助經費", text="以30萬元為上限"),
                        Item(label="申請期間", text="第一梯次：至3月31日。\n第二梯次：隨到隨審。"),
                        Item(label="補助期限", text="至109年12月底止，依公告辦理"),
                    ],
                )
            ],
            benefits=[Benefit(kind="其他", text="場租9折")],
            other={"備註": PlainField(text="每小時500元")},
        ),
        109,
    )  # fmt: skip
    assert findings == []
    assert [(fact.path, fact.value, fact.per) for fact in facts.amounts] == [
        ("summary", 2_000_000, []),
        ("services[0].items[0]", 300_000, ["case"]),
        ("other.備註", 500, ["hour"]),
    ]
    assert [(fact.path, fact.purpose, fact.kind, fact.end, fact.subject) for fact in facts.periods] == [
        ("services[0].items[1]", "application", "fixed", "2020-03-31", "第一梯次"),
        ("services[0].items[1]", "application", "rolling", None, "第二梯次"),
        ("services[0].items[2]", "support", "fixed", "2020-12-31~", None),
    ]
    assert [fact.path for fact in facts.ratios] == ["services[0].title"]
    assert [fact.path for fact in facts.durations] == ["services[0]"]
    assert [fact.path for fact in facts.discounts] == ["benefits[0]"]


@pytest.mark.parametrize(
    ("label", "text", "code"),
    [
        ("申請期間", "110年2月29日前", "unparsed-date"),
        ("申請期間", "依程序為之", "unparsed-date"),
        ("補助經費", "數百萬元", "unparsed-amount"),
        ("補助經費", "美金3萬元", "unparsed-amount"),
        ("補助比率", "比例5:3:2", "unparsed-ratio"),
        ("補助比率", "百分之為限", "unparsed-ratio"),
        ("辦理時程", "3個工作天", "unparsed-duration"),
    ],
)
def test_what_is_not_understood_is_a_finding(label: str, text: str, code: str) -> None:
    facts, findings = programme_facts(
        programme(services=[Service(kind="其他", items=[Item(label=label, text=text)])]), 109
    )
    assert not any(facts.model_dump().values())
    (finding,) = findings
    assert isinstance(finding, Finding)
    assert (finding.code, finding.where.programme, finding.where.path) == (
        code,
        "1.1.1",
        "services[0].items[0]",
    )
    assert text[slice(*finding.data["span"])] == finding.data["printed"]


def test_a_label_in_a_text_says_what_the_windows_are_for() -> None:
    text = "說明\n●申請期間：109年度\n●輔導期限：至109年12月底止，1年"
    facts, _ = text_facts(text, 109)
    assert [(fact.purpose, fact.start, fact.end) for fact in facts.periods] == [
        ("application", "2020", "2020"),
        ("support", None, "2020-12-31~"),
    ]
    assert all(text[slice(*fact.span)] == fact.printed for fact in (*facts.periods, *facts.durations))


def test_under_the_label_of_a_deadline_a_date_is_an_end() -> None:
    facts, _ = text_facts("申請截止日：109年3月31日", 109)
    assert [(fact.start, fact.end) for fact in facts.periods] == [(None, "2020-03-31")]


def test_json_has_every_kind_of_fact() -> None:
    text = "補助50%，每案最高30萬元，3個月，場租9折，109年1月1日起，(02)2345-6700#12，(02)2345-67，a@b.tw，https://b.tw/"
    text += "\n申請資格：員工未滿50人"
    found = facts_as_json(text, 109)
    kinds = ["periods", "amounts", "ratios", "discounts", "durations", "conditions"]
    kinds += ["phones", "emails", "urls", "findings"]
    assert list(found) == kinds
    assert all(found[kind] for kind in kinds)
    assert [finding["code"] for finding in found["findings"]] == ["unparsed-phone"]
    for kind in kinds[:-1]:
        assert all(text[slice(*fact["span"])] == fact["printed"] for fact in found[kind])


def test_months_in_which_one_applies_are_windows_of_applications() -> None:
    facts, _ = programme_facts(programme(summary=Prose(text="應於每年8月向本部提出員額申請。")), 109)
    assert [(fact.purpose, fact.recurrence) for fact in facts.periods] == [
        ("application", "FREQ=YEARLY;BYMONTH=8")
    ]
    facts, _ = programme_facts(programme(summary=Prose(text="每年8月舉辦成果展。")), 109)
    assert [fact.purpose for fact in facts.periods] == ["other"]


def test_a_window_without_end_is_open_until_the_year_of_the_edition_ends_and_says_so() -> None:
    def period(label: str, text: str) -> tuple[str | None, str | None, list[str]]:
        item = Item(label=label, text=text)
        facts, _ = programme_facts(programme(services=[Service(kind="其他", items=[item])]), 109)
        return facts.periods[0].start, facts.periods[0].end, facts.periods[0].assumptions

    assert period("申請期間", "自109年3月1日起") == ("2020-03-01", "2020", ["end-of-edition-year"])
    assert period("申請期間", "109年3月1日起隨到隨審")[1] == "2020"
    assert period("補助期限", "自109年3月1日起") == ("2020-03-01", None, [])
    assert period("申請期間", "自109年3月1日起，額滿為止")[1] is None
    assert period("申請期間", "自110年3月1日起")[1] is None


def test_a_label_of_a_window_may_run_on_into_it() -> None:
    facts, _ = text_facts("受理期間自113年12月1日起至114年1月31日止，逾期恕不受理", 113)
    assert [(each.purpose, each.start, each.end) for each in facts.periods] == [
        ("application", "2024-12-01", "2025-01-31")
    ]
    (period,) = text_facts("計畫書繳交期間：115年5月15日前", 113)[0].periods
    assert period.purpose == "other"


PRINTED = (
    "109年1月1日至12月31日",
    "自3月1日起至額滿為止",
    "即日起受理報名，額滿為止",
    "二十至三十萬元",
    "新臺幣八千萬元以下",
    "1年6個月",
    "百分之七十",
    "二分之一",
    "八成至九成五",
    "95折",
)


@pytest.mark.parametrize("printed", PRINTED)
def test_no_fact_goes_on_over_the_end_of_a_paragraph(printed: str) -> None:
    for at in range(1, len(printed)):
        text = f"申請期間：{printed[:at]}\n{printed[at:]}"
        facts = text_facts(text, 109)[0].model_dump()
        for fact in (fact for kind in facts.values() for fact in kind):
            assert "\n" not in fact["printed"], (text, fact)
            assert fact["printed"] == text[slice(*fact["span"])], (text, fact)


@pytest.mark.parametrize("printed", ["10萬元", "五成", "3個月"])
@pytest.mark.parametrize("after", ["以上", "以內", "為上限"])
def test_what_the_next_paragraph_begins_with_bounds_no_value_above(printed: str, after: str) -> None:
    def bounds(text: str) -> list[str | None]:
        facts = text_facts(text, 109)[0]
        return [fact.bound for fact in (*facts.amounts, *facts.ratios, *facts.durations)]

    assert bounds(f"補助{printed}{after}") != [None]
    assert bounds(f"補助{printed}\n{after}") == [None]


def test_what_a_paragraph_of_its_own_says_is_no_part_of_the_window_above() -> None:
    window, full = text_facts("申請期間：3月1日至5月31日。\n額滿為止。", 109)[0].periods
    assert (window.kind, window.start, window.end) == ("fixed", "2020-03-01", "2020-05-31")
    assert (full.kind, full.printed) == ("until_full", "額滿為止")
    (together,) = text_facts("申請期間：3月1日至5月31日。額滿為止。", 109)[0].periods
    assert (together.kind, together.end) == ("until_full", "2020-05-31")


def test_a_number_that_nobody_can_dial_is_a_finding_of_the_text() -> None:
    (finding,) = facts_as_json("電話：(02)2345-670", 109)["findings"]
    assert (finding["code"], finding["where"]["path"], finding["where"]["programme"]) == (
        "unparsed-phone",
        "text",
        None,
    )


def test_the_first_look_for_a_value_misses_no_character_that_begins_one() -> None:
    passed_over = [sign for sign in map(chr, range(0x20, 0xD800)) if not _ANY_VALUE.search(sign)]
    assert len(passed_over) > 50_000
    assert not lex("".join(f"{sign}%，" for sign in passed_over)).quantities
    assert not _DATED.search("".join(f"{sign}年，" for sign in passed_over))


BESIDE = (
    "元", "%", "成", "折", "年", "天", "日前提出", "分", "時", "百分之", "個月", "小時", "美元", "以上", "補助", "第", "，", "。",
    "-", "~", "至", "到", "起至", "以上至", "、", "或", "及", "與", "又", "半", "NT$", "新臺幣", "月",
    "\n", " ", " 和 ", "\u2003至", "\u2003",
)  # fmt: skip
"""What may stand right beside a number."""


@pytest.mark.parametrize("before", BESIDE)
def test_a_number_that_is_passed_by_has_no_unit_from_what_stands_beside_it(before: str) -> None:
    texts = [f"{before}3{between}五百{after}" for between in BESIDE for after in BESIDE]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quantities, "_is_bare", lambda *_: False)
        every = [[each for each in lex(text).quantities if each.unit] for text in texts]
    assert [[each for each in lex(text).quantities if each.unit] for text in texts] == every


@pytest.mark.parametrize(
    "text", ["補助十萬元", "補助５０％", "元月底前", "為期半年", "場租對折", "數個月", "幾個月"]
)
def test_a_value_is_looked_for_under_any_label(text: str) -> None:
    facts, findings = programme_facts(programme(other={"說明": PlainField(text=text)}), 109)
    assert findings or any(facts.model_dump().values())
