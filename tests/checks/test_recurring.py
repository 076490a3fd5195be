"""What recurs is one finding with a count, and says all that was said."""

import pytest

from pipeline.checks.labels import missing_throughout
from pipeline.checks.recurring import said_once
from pipeline.core.findings import finding
from pipeline.core.record import Finding


def stray(text: str, page: int) -> Finding:
    return finding("stray-text", f"text outside the form: {text}", page=page, text=text)


@pytest.mark.parametrize(
    "texts",
    [
        ["某局編印 第1頁", "某局編印 第2頁", "某局編印 第3頁"],  # a footer that no margin holds
        ["圖1 申請流程", "圖2 位置示意", "表3：經費"],
        ["（圖一）流程", "附圖2：地點", "照片 3 現場"],
        ["…………", "．．．．．", "─────"],
        ["資料來源：某部", "資料來源：某局自行整理", "圖片來源：某司"],
        ["單位：千元", "（單位：人）", "單位:萬元"],
    ],
)
def test_what_recurs_is_one_finding(texts: list[str]) -> None:
    other = stray("這一行不是標題。", 9)
    found = [stray(text, page) for page, text in enumerate(texts, 1)]
    one, last = said_once([*found, other])
    assert last is other
    assert one.message == f"text outside the form: {texts[0]} (and 2 more like it)"
    assert (one.where.page, one.data["count"], one.data["places"]) == (1, 3, ["p. 1", "p. 2", "p. 3"])
    assert [each["text"] for each in one.data["each"]] == texts


def test_two_of_a_kind_and_different_ones_stay_apart() -> None:
    for texts in (["圖1 流程", "圖2 位置"], ["甲說明", "乙說明", "丙說明"]):
        found = [stray(text, page) for page, text in enumerate(texts, 1)]
        assert said_once(found) == found


def test_what_is_said_alike_needs_no_list() -> None:
    found = [
        finding(
            "label-unknown", "the profile does not know the label 備註", programme=f"1.1.{n}", label="備註"
        )
        for n in (1, 2, 3)
    ]
    (one,) = said_once(found)
    assert one.data == {"label": "備註", "count": 3, "places": ["1.1.1", "1.1.2", "1.1.3"]}
    assert one.where.programme == "1.1.1"


def test_a_sign_that_stands_before_all_kinds_is_said_once() -> None:
    """An edition that prints ◆ before its kinds, where the profile knows ■, had a finding for each of 72 cells."""

    def kind(sign: str, number: int) -> Finding:
        told = {"sign": sign} if sign else {}
        message = (
            f"the kinds have {sign} before them, not ■" if sign else "the kind 貸款 has no marker before it"
        )
        return finding("kind-unmarked", message, programme=f"1.1.{number}", path="services", **told)

    assert [each.data.get("count") for each in said_once([kind("◆", n) for n in range(3)])] == [3]
    for signs in ("◆◆▲▲", ["", "", ""]):
        found = [kind(sign, n) for n, sign in enumerate(signs)]
        assert said_once(found) == found


def test_findings_of_other_codes_are_never_put_together() -> None:
    found = [finding("sentence-cut", "the text ends in 甲", page=n, text="甲") for n in range(5)]
    assert said_once(found) == found


def test_tables_recur_whatever_their_numbers() -> None:
    def table(number: int, head: str = "項次") -> Finding:
        return finding("table-unknown", "a table", page=number, rows=[[head, str(number)]])

    assert len(said_once([table(n) for n in (1, 2, 3)])) == 1
    assert len(said_once([table(1), table(2), table(3, "年度")])) == 3


@pytest.mark.parametrize(
    ("missing", "forms", "absent"), [(3, 5, True), (3, 6, False), (2, 3, False), (13, 13, True)]
)
def test_a_field_that_most_forms_lack(missing: int, forms: int, absent: bool) -> None:
    found = [
        finding("label-missing", "the form has no websites", programme=f"1.1.{n}", path="websites")
        for n in range(missing)
    ]
    told = missing_throughout(found, {str(number): "" for number in range(forms)})
    assert ({each.code for each in told} == {"label-absent"}) is absent
    assert len(told) == (1 if absent else missing)
