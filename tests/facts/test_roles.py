"""What values are for: both sides of the clause, the sentence, the headings, the label, the kind of the service."""

import pytest

from pipeline.core.record import Benefit, Facts, Finding, Item, Node, Programme, Prose, Service
from pipeline.facts.programme_facts import programme_facts, text_facts
from tests.facts.test_programme_facts import programme


def roles(text: str, kind: str, label: str | None = None, topic: str = "其他") -> list[str | None]:
    item = Item(label=label, text=text)
    facts, _ = programme_facts(programme(services=[Service(kind=topic, items=[item])]), 109)
    return [fact.role for fact in getattr(facts, kind)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每案最高補助200萬元", ["grant"]),
        ("每案政府經費上限：75萬元每案廠商自籌款：20萬元", ["grant", "self_funding"]),
        ("政府經費30萬元，廠商自籌款至少15萬元", ["grant", "self_funding"]),
        ("每人自行負擔費用：4,500元", ["self_funding"]),
        ("每案廠商支付費用：2.5萬元", ["fee"]),
        ("參展費每攤位3萬元", ["fee"]),
        ("補助參展費用每攤位3萬元", ["grant"]),
        ("會員以優惠價格1萬元一年或2萬元二年加入", ["fee", "fee"]),
        ("每案可獲最高50萬元之補助", ["grant"]),
        ("其餘30萬元由申請單位自籌", ["self_funding"]),
        ("其貸款額度以三億元為上限", ["loan"]),
        ("信用保證額度最高500萬元", ["guarantee"]),
        ("實收資本額在8,000萬元以下", ["threshold"]),
        ("年營收由30億元以下放寬至100億元以下", ["threshold", "threshold"]),
        ("資本額8,000萬元以下者補助30萬元", ["threshold", "grant"]),
        ("已協助業者運用政府經費達25億元", ["statistic"]),
        ("違約金每日1,000元", ["other"]),
        ("補助講師鐘點費(內聘500元；外聘2,000元)、場地費(每小時750元)", ["grant", "grant", "grant"]),
        ("補助二十至三十萬元", ["grant", "grant"]),
        ("上限100萬元", [None]),
        ("擔保放款最高400萬元", ["loan"]),
        ("每月總收入未超過全家最低生活費14,419元", ["threshold"]),
        ("雇主負擔5,000元", ["self_funding"]),
        ("由本局負擔5萬元", ["grant"]),
        ("購置費用逾10萬元者，應檢附估價單", ["threshold"]),
        ("補助金額5萬元以上（含）者，分期撥付", ["threshold"]),
        ("補助10萬元者", ["grant"]),
        ("履約保證金逾5萬元者", ["other"]),
        ("由本局負擔七成，廠商自付三成，上限30萬元", [None]),
        ("由本局負擔七成，上限30萬元", ["grant"]),
    ],
)  # fmt: skip
def test_amounts(text: str, expected: list[str | None]) -> None:
    assert roles(text, "amounts") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("補助比率不得超過計畫總經費之50%", ["grant_share"]),
        ("補助款得加碼20%，惟加碼後之補助比率不得超過總經費之50%", ["grant_bonus", "grant_share"]),
        ("另加碼政府補助核定金額10%", ["grant_bonus"]),
        ("補助款得進行加碼(上限為20%)", ["grant_bonus"]),
        ("降低學員學費負擔比例，最高達20%", ["grant_bonus"]),
        ("每案廠商自籌款：比例50%以上", ["self_funding_share"]),
        ("其餘50%由廠商自籌", ["self_funding_share"]),
        ("貸款利率加碼以不超過2%為限", ["interest"]),
        ("保證手續費0.5%", ["fee_share"]),
        ("不超過研發總人數1/2", ["headcount_share"]),
        ("貸款額度不得超過所需經費之七成", ["other"]),
        ("提升能源使用效率10%", ["other"]),
        ("政府經費30萬元，廠商自籌款15萬元，比例7:3", ["grant_share"]),
        ("自籌款15萬元，政府經費30萬元，比例3:7", ["self_funding_share"]),
        ("比例7:3", [None]),
        ("補助款得加碼20%，但加碼後合計不得超過總經費50%", ["grant_bonus", "grant_share"]),
        # What the bank adds to a rate is not the rate of the loan.
        ("貸款利率由銀行約定，加碼幅度以不超過2%為限", ["other"]),
        ("按中長期資金利率加承貸銀行加碼計息，銀行加碼以不超過百分之二為限", ["other"]),
        ("補助款分二期，第1期撥付30%，第2期撥付70%", ["other", "other"]),
        ("補助案執行進度落後達20%", ["other"]),
        ("補助上限50%；其中學研機構之比例不得低於30%", ["grant_share", "other"]),
        ("補助60%；離島另加計20%；青年之比率提高至七成五", ["grant_share", "grant_bonus", "grant_share"]),
        ("補助比率提升至60%", ["grant_share"]),
        ("自籌款比率得降低至30%", ["self_funding_share"]),
        ("補助設備，產能提升至60%", ["other"]),
        ("經費補助，中堅加碼10%，離島20%", ["grant_bonus", "grant_bonus"]),
        ("每次最多補助4萬元，中低收入部分負擔10%", ["self_funding_share"]),
        ("由申請人負擔30%，其餘由本府補助", ["self_funding_share"]),
        ("減輕企業負擔20%", [None]),
        ("違約金按日計罰千分之一", ["other"]),
        ("政府補助款：廠商自籌款＝45：55", ["grant_share"]),
    ],
)
def test_shares(text: str, expected: list[str | None]) -> None:
    assert roles(text, "ratios") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("計畫期程以2年為限", ["support_term"]),
        ("計畫執行期間為1年，得展延1次，並以3個月為限", ["support_term", "other"]),
        ("貸款期限最長7年，含3年以內之寬限期", ["loan_term", "grace"]),
        ("3-6個月之工作崗位訓練", ["training", "training"]),
        ("取得24小時之研習證明", ["training"]),
        ("具2年以上工作經驗者", ["experience"]),
        ("應屆畢業僑生免具2年工作經驗", ["other"]),
        ("最近五年獲獎者", ["look_back"]),
        ("應於通知後30日內補正", ["processing"]),
        ("加入1年期會員", ["other"]),
        ("受補助企業應於每季結束後15日內提出報告", ["processing"]),
        ("應於期間屆滿前1個月申請", ["processing"]),
        ("五年內曾發生職業災害", ["look_back"]),
        ("由專家改善，並於3個月內複查", ["processing"]),
        ("免費使用1週或2週", ["support_term", "support_term"]),
        ("擔保貸款年限十年，含寬限期最長一年", ["loan_term", "grace"]),
        ("於三年內受過創業課程至少二十小時", ["look_back", "training"]),
        ("活動結束後一個月內將成果報告送本府備查", ["processing"]),
        ("補助期間自核准次日起六個月", ["support_term"]),
        ("審查期限自受理申請日起二個月", ["processing"]),
        ("保固期間為驗收合格日起二年", ["other"]),
        ("租金補貼每月最高5,000元，最長24個月", ["support_term"]),
        ("每人每月發給1.1萬元，最長可領12個月", ["support_term"]),
        ("前2年利息全額補貼", [None]),
        ("前2年度內曾獲補助", ["look_back"]),
        ("補助講師費，需時30天", [None]),
        ("補助講師費，最長30天", ["support_term"]),
        ("應於活動三日前提出", ["processing"]),
        ("使用日10日前完成訂位", ["processing"]),
        ("三年前成立之公司", [None]),
        ("於辦理2個月前往現場勘查", [None]),
        ("開課前7天公告", ["processing"]),
        ("二年內不得再申請", ["other"]),
        ("補助期程：自核定日起一年", ["support_term"]),
        ("自核定日起一年", [None]),
        ("自核定日起三個月內完成", ["processing"]),
    ],
)
def test_lengths(text: str, expected: list[str | None]) -> None:
    assert roles(text, "durations") == expected


def test_label_and_kind_speak_where_the_clause_is_silent() -> None:
    assert roles("以500萬元為上限", "amounts", "補助額度") == ["grant"]
    assert roles("以500萬元為上限", "amounts", "申貸額度") == ["loan"]
    assert roles("以500萬元為上限", "amounts", None, "經費補助") == ["grant"]
    assert roles("年度目標500萬元以上者", "amounts", "補助對象") == ["threshold"]
    assert roles("1年", "durations", "輔導期限") == ["support_term"]
    assert roles("5年", "durations", "貸款期限") == ["loan_term"]
    assert roles("三日前", "durations", "輔導期限") == ["processing"]
    assert roles("自核定日起一年", "durations", "輔導期限") == ["support_term"]
    assert roles("比率提高至80%", "ratios", None, "補助加碼") == [None]
    assert roles("進駐3年", "durations", None, "經費補助") == ["support_term"]
    assert roles("二年期：每案上限1,200萬元", "durations", "補助經費", "經費補助") == ["support_term"]
    assert roles("二年期：每案上限1,200萬元", "durations", "貸款額度", "融資貸款") == ["loan_term"]


@pytest.mark.parametrize(
    "text", ["驗證期間不得少於3個月", "結案後三年內配合成果推廣", "每次2小時", "承諾開放觀摩三年"]
)
def test_a_length_of_something_else_is_no_support_term_because_a_grant_is_given(text: str) -> None:
    assert roles(text, "durations", "考核方式", "經費補助") == [None]


def test_a_heading_speaks_before_the_label() -> None:
    outline = [Node(marker=None, text="廠商自籌款："), Node(marker="1.", text="一般型：5萬元")]
    item = Item(label="補助經費", text="廠商自籌款：\n1.一般型：5萬元", outline=outline)
    facts, _ = found(services=[Service(kind="經費補助", items=[item])])
    assert [fact.role for fact in facts.amounts] == ["self_funding"]


def test_the_kind_of_a_benefit_speaks_last() -> None:
    facts, _ = found(benefits=[Benefit(kind="補助加碼", text="上限20%")])
    assert [fact.role for fact in facts.ratios] == ["grant_bonus"]


def found(**parts: object) -> tuple[Facts, list[Finding]]:
    made: Programme = programme(**parts)
    return programme_facts(made, 109)


@pytest.mark.parametrize(
    ("label", "text"),
    [("訓練費用", "每人3,000元"), ("輔導經費", "每案32萬元"), (None, "政府補助及廠商自籌合計30萬元")],
)
def test_two_readings_give_no_role_and_a_finding(label: str | None, text: str) -> None:
    facts, findings = found(services=[Service(kind="其他", items=[Item(label=label, text=text)])])
    assert [fact.role for fact in facts.amounts] == [None]
    assert [(finding.code, finding.severity) for finding in findings] == [("role-unclear", "note")]
    assert text[slice(*findings[0].data["span"])] == findings[0].data["printed"] == facts.amounts[0].printed


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("不得超過計畫總經費之50%", "計畫總經費"),
        ("每家業者需自付總輔導費用之30%", "總輔導費用"),
        ("應自籌總經費20%以上", "總經費"),
        ("最高不得超過推廣所需資金之百分之七十", "推廣所需資金"),
        ("政府負擔大企業開課經費以30%、中小企業開課經費以50%為上限", "大企業開課經費"),
        ("補助50%訓練費用", "訓練費用"),
        ("提高補助訓練費用比率至70%", "訓練費用"),
        ("另加碼政府補助核定金額10%", "政府補助核定金額"),
        ("不超過國內研發總人數1/2", "國內研發總人數"),
        ("廠商自籌款比例30%", None),
        ("上限為20%", None),
        ("得於核定補助款進行加碼(上限為20%)", "核定補助款"),
        ("降低在職班學員學費負擔比例，最高達20%", "在職班學員學費"),
        ("本案補助計畫總經費。最高達20%", None),
        ("計畫總經費以研發為主，最高達20%", None),
    ],
)
def test_a_share_names_its_whole_as_printed(text: str, of: str | None) -> None:
    facts, _ = text_facts(text, 109)
    assert facts.ratios[0].of == of
    assert of is None or of in text


def test_both_ends_of_a_range_are_of_one_whole() -> None:
    facts, _ = text_facts("補助比例為計畫總經費40%以上，最高不超過50%", 109)
    assert [(fact.bound, fact.of) for fact in facts.ratios] == [("min", "計畫總經費"), ("max", "計畫總經費")]


@pytest.mark.parametrize(
    ("text", "of"),
    [("展覽大樓會議室場租9折", "會議室場租"), ("課程學費原價8折", "學費原價"), ("分攤費7折優惠", "分攤費"),
     ("考察團含製造業、服務業分攤費6折", "分攤費"),
     ("場租正式時段95折", "場租"), ("訂閱雜誌，享6折", None)],
)  # fmt: skip
def test_a_discount_names_its_price_as_printed(text: str, of: str | None) -> None:
    facts, _ = text_facts(text, 109)
    assert [fact.of for fact in facts.discounts] == [of]


def test_a_title_has_the_kind_of_its_service() -> None:
    facts, _ = found(services=[Service(kind="融資貸款", title="每案500萬元")], summary=Prose(text=""))
    assert [fact.role for fact in facts.amounts] == ["loan"]
