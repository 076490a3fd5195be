"""A paragraph that says one thing of every kind: each is read with its value, and none is read as another."""

from random import Random

from pipeline.facts.programme_facts import facts_as_json
from tests.facts.test_periods import a_day, iso, printed_day
from tests.facts.test_phones import printed_number
from tests.facts.writing import chinese, made, numeral

AMOUNTS = (
    ("每案最高補助{}", "max", ["case"], "grant"), ("每家補助上限為{}", "max", ["organization"], "grant"),
    ("每案廠商自籌款至少{}", "min", ["case"], "self_funding"), ("貸款額度以{}為上限", "max", [], "loan"),
    ("每人收取報名費{}", None, ["person"], "fee"), ("每月發給津貼{}", None, ["month"], "grant"),
    ("每一單位每年度獎助不得超過{}", "max", ["organization", "year"], "grant"), ("違約金為{}", None, [], "other"),
)  # fmt: skip
SHARES = (
    ("補助比率不得超過計畫總經費之{}", "max", "grant_share"), ("自籌比率至少為{}", "min", "self_funding_share"),
    ("年利率最高{}", "max", "interest"), ("保證手續費率為{}", None, "fee_share"), ("女性員工人數達{}", None, "headcount_share"),
)  # fmt: skip
LENGTHS = (
    ("計畫期程以{}為限", "max", "support_term"), ("貸款期限最長{}", "max", "loan_term"), ("寬限期最長{}", "max", "grace"),
    ("訓練時數至少{}", "min", "training"), ("具{}以上工作經驗", "min", "experience"), ("應於通知後{}內補正", "max", "processing"),
)  # fmt: skip
PRICES = ("會員享{}優惠", "場租{}", "學費原價{}", "第二人同行{}")
WINDOWS = (
    ("自{}起至{}止受理", True, True), ("受理至{}止", False, True), ("於{}前提出", False, True), ("自{}起受理", True, False),
)  # fmt: skip
WHO = (
    ("實收資本額在新臺幣{}元以下者", "capital", "at_most"),
    ("前一年度營業額在新臺幣{}元以上者", "turnover", "at_least"),
)
BOUND = {"at_most": "max", "at_least": "min"}
END = "。\n"


def amount(random: Random) -> tuple[str, tuple[object, ...]]:
    form, bound, per, role = random.choice(AMOUNTS)
    value = random.choice((random.randrange(100, 10_000), random.randrange(1, 9_999) * 10_000))
    return form.format("新臺幣" + numeral(random, value) + "元"), (value, bound, per, role)


def share(random: Random) -> tuple[str, tuple[object, ...]]:
    form, bound, role = random.choice(SHARES)
    hundredths, tenths = random.randrange(1, 101), random.randrange(1, 10)
    printed, value = random.choice(
        (
            (f"{hundredths}%", hundredths / 100), (f"百分之{chinese(hundredths)}", hundredths / 100),
            (f"{chinese(tenths)}成", tenths / 10), (f"{tenths}成5", tenths / 10 + 0.05),
            (f"千分之{hundredths}", hundredths / 1000),
        )
    )  # fmt: skip
    return form.format(printed), (round(value, 6), bound, role)


def length(random: Random) -> tuple[str, tuple[object, ...]]:
    form, bound, role = random.choice(LENGTHS)
    number = random.randrange(1, 30)
    unit, iso_unit = random.choice((("年", "P{}Y"), ("個月", "P{}M"), ("小時", "PT{}H"), ("天", "P{}D")))
    return form.format(random.choice((str(number), chinese(number))) + unit), (
        iso_unit.format(number),
        bound,
        role,
    )


def price(random: Random) -> tuple[str, float]:
    tenths = random.randrange(1, 10)
    printed, factor = random.choice(((f"{tenths}折", tenths / 10), (f"{tenths}5折", tenths / 10 + 0.05)))
    return random.choice(PRICES).format(printed), round(factor, 6)


def window(random: Random) -> tuple[str, tuple[str | None, str | None]]:
    form, starts, ends = random.choice(WINDOWS)
    first, last = sorted((a_day(random, 109), a_day(random, 109)))
    dates = [first, last] if starts and ends else [first]
    text = form.format(*(printed_day(random, day) for day in dates))
    return text, (iso(first) if starts else None, iso(dates[-1]) if ends else None)


def phone(random: Random) -> tuple[str, tuple[str, str | None]]:
    number, e164 = printed_number(random)
    extension = random.choice((None, str(random.randrange(10, 9_999))))
    return f"電話：{number}" + (f"#{extension}" if extension else ""), (e164, extension)


def condition(random: Random) -> tuple[str, tuple[str, str, int]]:
    form, kind, comparison = random.choice(WHO)
    value = random.randrange(1, 50_000) * 10_000
    return "申請資格：" + form.format(f"{value // 10_000:,}萬"), (kind, comparison, value)


@made
def test_each_kind_is_read_among_all_others(random: Random) -> None:
    writers = random.sample([amount, share, length, price, window, phone], 6)
    writers.append(condition)  # all that follows such a label is read as what is asked of applicants
    said = {writer: writer(random) for writer in writers}
    text = END.join(said[writer][0] for writer in writers) + END
    _, comparison, capital = said[condition][1]
    threshold = (capital, BOUND[comparison], [], "threshold")
    facts = facts_as_json(text, 109)
    assert facts["findings"] == [], text
    assert [(a["value"], a["bound"], a["per"], a["role"]) for a in facts["amounts"]] == [
        said[amount][1],
        threshold,
    ], text
    assert [(r["value"], r["bound"], r["role"]) for r in facts["ratios"]] == [said[share][1]], text
    assert [(d["value"], d["bound"], d["role"]) for d in facts["durations"]] == [said[length][1]], text
    assert [round(d["factor"], 6) for d in facts["discounts"]] == [said[price][1]], text
    assert [(p["start"], p["end"]) for p in facts["periods"]] == [said[window][1]], text
    assert [(p["e164"], p["extension"]) for p in facts["phones"]] == [said[phone][1]], text
    conditions = [(c["kind"], c["comparison"], c["value"]) for c in facts["conditions"]]
    assert conditions == [said[condition][1]], text
