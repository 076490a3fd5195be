"""Windows made from dates, in the ways in which offices print them, and read back as valid EDTF."""

import calendar
import datetime
from random import Random

import pytest
import regex
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.periods import Words
from tests.facts.reading import find_periods
from tests.facts.writing import WIDE, chinese, digit_by_digit, made

EDTF = regex.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:~|T\d\d:\d\d:\d\d)?)?)?")
Day = tuple[int, int, int]


def a_day(random: Random, roc_year: int) -> Day:
    year, month = roc_year + 1911 + random.randrange(-3, 4), random.randrange(1, 13)
    return year, month, random.randrange(1, calendar.monthrange(year, month)[1] + 1)


def iso(day: Day) -> str:
    return "{:04d}-{:02d}-{:02d}".format(*day)


def printed_day(random: Random, day: Day) -> str:
    year, month, date = day
    roc = year - 1911
    weekday = "一二三四五六日"[datetime.date(*day).weekday()]
    text = random.choice(
        (
            f"{roc}年{month}月{date}日", f"{roc}年{month:02d}月{date:02d}日", f"{year}年{month}月{date}日",
            f"民國{roc}年{month}月{date}日", f"{roc}/{month}/{date}", f"{roc}.{month:02d}.{date:02d}",
            f"{roc} 年 {month} 月 {date} 日", f"{year}/{month:02d}/{date:02d}", f"{year}-{month:02d}-{date:02d}",
            f"{digit_by_digit(roc)}年{chinese(month)}月{chinese(date)}日",
            f"民國{chinese(roc)}年{chinese(month)}月{chinese(date)}日", f"{roc}年{month}月{date}日({weekday})",
            f"{roc}年{month}月{date}日（星期{weekday}）",
        )
    )  # fmt: skip
    return text.translate(WIDE) if random.random() < 0.1 else text


@made
def test_made_dates_are_read_back(random: Random) -> None:
    roc_year = random.randrange(95, 130)
    day = a_day(random, roc_year)
    text = printed_day(random, day)
    before, after, start, end = random.choice(
        (
            ("", "", True, True), ("", "前", False, True), ("至", "止", False, True), ("", "截止", False, True),
            ("自", "起", True, False), ("即日起至", "", False, True), ("即日起至", "止", False, True),
            ("自公告日起至", "止", False, True), ("即日起受理報名，至", "截止", False, True), ("至", " 17:00止", False, None),
            ("於", "辦理說明會", True, True), ("截止日期：", "", False, True),
        )
    )  # fmt: skip
    found, unread = find_periods(before + text + after, roc_year, words="loose")
    assert unread == [], before + text + after
    last = iso(day) + "T17:00:00" if end is None else iso(day) if end else None
    expected = [("fixed", iso(day) if start else None, last)]
    assert [(m.kind, m.start, m.end) for m in found] == expected, before + text + after
    assert all(m.printed == (before + text + after)[slice(*m.span)] for m in found)


@made
def test_made_windows_are_read_back(random: Random) -> None:
    roc_year = random.randrange(95, 130)
    first, last = sorted((a_day(random, roc_year), a_day(random, roc_year)))
    link = random.choice(("至", "~", "－", "到", "起至", " 至 "))
    one = printed_day(random, first)
    if link == "－" and "-" in one:
        return
    forms = [one + link + printed_day(random, last)]
    if first[0] == last[0]:
        forms.append(f"{first[0] - 1911}年{first[1]}月{first[2]}日{link}{last[1]}月{last[2]}日")
    tail = random.choice(("", "止", "截止", "。", "受理申請"))
    for form in forms:
        found, unread = find_periods("申請自" + form + tail, roc_year, words="loose")
        assert unread == [], form + tail
        assert [(m.start, m.end) for m in found] == [(iso(first), iso(last))], form + tail
        assert found[0].assumptions == ()


@made
def test_made_windows_without_a_year_take_the_edition(random: Random) -> None:
    roc_year = random.randrange(95, 130)
    year = roc_year + 1911
    (_, month, day), (_, until, date) = a_day(random, roc_year), a_day(random, roc_year)
    day, date = min(day, 28), min(date, 28)
    found, _ = find_periods(f"{month}月{day}日至{until}月{date}日", roc_year)
    over = (until, date) < (month, day)
    expected = (iso((year, month, day)), iso((year + over, until, date)))
    assert [(m.start, m.end) for m in found] == [expected]
    assert found[0].assumptions == ("year-from-edition",) + ("end-next-year",) * over


@made
def test_made_months_are_read_back(random: Random) -> None:
    roc_year = random.randrange(95, 130)
    year, (first, last) = roc_year + 1911, sorted(random.sample(range(1, 13), 2))
    end = calendar.monthrange(year, last)[1]
    for text, start, stop in (
        (f"{roc_year}年{first}月至{last}月", f"{year}-{first:02d}", f"{year}-{last:02d}"),
        (f"{roc_year}年{first}-{last}月", f"{year}-{first:02d}", f"{year}-{last:02d}"),
        (f"{roc_year}年{first}月至{last}月底", f"{year}-{first:02d}", f"{year}-{last:02d}-{end}~"),
        (
            f"{roc_year}年{first}月初至{last}月{end}日",
            f"{year}-{first:02d}-01~",
            f"{year}-{last:02d}-{end}",
        ),
        (f"至{roc_year}年{last}月底止", None, f"{year}-{last:02d}-{end}~"),
        (f"即日起至{roc_year}年{last}月", None, f"{year}-{last:02d}"),
    ):
        found, unread = find_periods(text, roc_year)
        assert [(m.start, m.end) for m in found] == [(start, stop)], text
        assert unread == []
        if roc_year == 109:  # the library takes 10 ms for a date
            valid = [parse_edtf(value) for value in (start, stop) if value]
            assert all(valid)


@made
def test_no_date_that_does_not_exist_is_moved(random: Random) -> None:
    roc_year = random.randrange(95, 130)
    month = random.choice((2, 4, 6, 9, 11))
    day = calendar.monthrange(roc_year + 1911, month)[1] + 1
    for text in (
        f"{roc_year}年{month}月{day}日前",
        f"{roc_year}/{month}/{day}",
        f"{roc_year}年13月{day}日",
    ):
        found, unread = find_periods(text, roc_year, words="loose")
        assert found == [], text
        assert [item.reason for item in unread] in (["no-such-date"], ["not-a-known-form"]), text


def test_each_window_has_its_subject() -> None:
    text = (
        "1.北區管理局：至109年1月21日中午12時。\n2.中區管理局：依網站公告時間為準。\n3.南區管理局：隨到隨審。"
    )
    for form in (text, text.replace("\n", "")):
        found, _ = find_periods(form, 109, words="loose")
        assert [(m.subject, m.kind, m.end) for m in found] == [
            ("北區管理局", "fixed", "2020-01-21T12:00:00"),
            ("中區管理局", "announced", None),
            ("南區管理局", "rolling", None),
        ]
    found, _ = find_periods(
        "除「示範輔導」需於4月30日前提出外，其餘各項服務，即日起至10月31日受理(額滿為止)。", 109
    )
    assert [(m.subject, m.kind, m.start, m.end) for m in found] == [
        ("示範輔導", "fixed", None, "2020-04-30"),
        ("其餘各項服務", "until_full", None, "2020-10-31"),
    ]
    found, _ = find_periods(
        "第一梯次(甲類)：109年1月9日至2月24日；第二梯次：6月1日至7月15日。", 109, words="loose"
    )
    assert [m.subject for m in found] == ["第一梯次(甲類)", "第二梯次"]
    assert found[1].start == "2020-06-01"


@pytest.mark.parametrize(
    "value",
    [
        "2020",
        "2020-01",
        "2020-01-09",
        "2020-06-30~",
        "2020-01-21T12:00:00",
        "/2020-04-30",
        "2020-06-30~/2020-08-31~",
    ],
)
def test_the_forms_that_we_write_are_valid_edtf(value: str) -> None:
    assert parse_edtf(value)


@pytest.mark.parametrize(
    ("text", "assumptions"),
    [
        ("109年1月9日", ()), ("109年1月至12月31日", ()), ("4月30日前", ("year-from-edition",)),
        ("預定於109年6月底至8月底", ("tentative",)), ("12月15日至1月31日", ("year-from-edition", "end-next-year")),
        ("1月5日至109年3月1日", ("year-from-end",)), ("109年春季展(4/16-19)", ("year-from-sentence",)),
    ],
)  # fmt: skip
def test_what_is_not_printed_is_an_assumption(text: str, assumptions: tuple[str, ...]) -> None:
    (period,), _ = find_periods(text, 109)
    assert period.assumptions == assumptions


@pytest.mark.parametrize(
    "text",
    [
        "依公告辦理相關事宜", "活動前準備", "109年度計畫", "2020年展覽", "當年度1月1日", "例如3月1日至4月1日", "3-6個月",
        "補助比例1/2", "停止補助一年至五年", "每月5日前", "本計畫自民國起",
    ],
)  # fmt: skip
def test_free_text_gives_no_window_without_a_date(text: str) -> None:
    assert find_periods(text, 109, words="none")[0] == []


@given(
    st.text(alphabet="0123456789年月日至到起止前底初/.-~()每即自公告隨審額滿為止，。\n ：", max_size=40),
    st.integers(90, 130),
)
def test_any_text_gives_ordered_parts_of_itself_in_valid_edtf(text: str, roc_year: int) -> None:
    for words in ("none", "strict", "loose"):
        found, unread = find_periods(text, roc_year, words=words)  # type: ignore[arg-type]
        for match in (*found, *unread):
            assert match.printed == text[slice(*match.span)]
        for match in found:
            for value in filter(None, (match.start, match.end)):
                assert EDTF.fullmatch(value), value


@pytest.mark.parametrize("words", ["none", "strict", "loose"])
def test_a_boundary_beside_a_lone_date_never_makes_it_both_ends(words: Words) -> None:
    for text in (
        "自3月1日起至額滿為止",
        "6月1日至額滿為止",
        "3月1日(含)起",
        "自109年3月1日起生效",
        "109年1月1日施行",
    ):
        (found,), _ = find_periods(text, 109, words=words)
        assert found.start, text
        assert found.end is None, text
    for text in ("延至3月1日", "到3月1日", "3月31日(含)前", "至4月初"):
        (found,), _ = find_periods(text, 109, words=words)
        assert found.end, text
        assert found.start is None, text


def test_a_second_date_far_from_the_edition_is_reported_not_dropped() -> None:
    found, unread = find_periods("自109年1月1日至130年12月31日止", 109)
    assert found == []
    assert [item.reason for item in unread] == ["year-far-from-edition"]


def test_dates_in_brackets_have_a_subject_and_plans_are_tentative() -> None:
    found, _ = find_periods("本年度預計於新竹(4/16)、臺南(5/5)及臺北(5/22)辦理說明會", 109, words="none")
    assert [(m.start, m.subject) for m in found] == [
        ("2020-04-16", "新竹"),
        ("2020-05-05", "臺南"),
        ("2020-05-22", "臺北"),
    ]
    assert all("tentative" in m.assumptions for m in found)
    found, _ = find_periods("參加2020年照護展(4/16-19)、2020年零件展及電力展(11/12-15)等", 109, words="none")
    assert [m.subject for m in found] == ["2020年照護展", "2020年零件展及電力展"]
    assert not any("tentative" in m.assumptions for m in found)


def test_each_day_of_a_list_is_a_window_of_its_own_place() -> None:
    text = "於3月18、19日及25日辦理"
    found, _ = find_periods(text, 109)
    assert [(m.start, m.end, m.printed) for m in found] == [
        ("2020-03-18", "2020-03-18", "3月18"),
        ("2020-03-19", "2020-03-19", "19日"),
        ("2020-03-25", "2020-03-25", "25日"),
    ]
    _, unread = find_periods("2月28、30日", 109)
    assert [item.reason for item in unread] == ["no-such-date"]


def test_february_has_as_many_days_as_its_year() -> None:
    assert [find_periods(f"{year}年2月底", year)[0][0].end for year in (109, 110, 113)] == [
        "2020-02-29~",
        "2021-02-28~",
        "2024-02-29~",
    ]


@made
def test_made_lists_of_days_are_read_back(random: Random) -> None:
    roc_year = random.randrange(95, 130)
    year, month = roc_year + 1911, random.randrange(1, 13)
    days = sorted(random.sample(range(1, calendar.monthrange(year, month)[1] + 1), random.randrange(2, 5)))
    mark = random.choice(("日", ""))
    said = f"{mark}{random.choice('、及和')}".join(map(str, days))
    found, unread = find_periods(f"於{roc_year}年{month}月{said}日辦理", roc_year)
    assert [(m.start, m.end) for m in found] == [(iso((year, month, day)),) * 2 for day in days], said
    assert unread == []


@made
def test_made_lists_of_months_end_each_as_the_last_does(random: Random) -> None:
    roc_year = random.randrange(95, 130)
    months = sorted(random.sample(range(1, 13), random.randrange(2, 5)))
    written = random.choice((str, chinese))
    text = f"每年{random.choice(('月、', '月及', '、')).join(map(written, months))}月底{random.choice(('前', '止'))}"
    found, unread = find_periods(text, roc_year)
    days = [calendar.monthrange(roc_year + 1911, month)[1] for month in months]
    ends = [f"{roc_year + 1911}-{month:02d}-{day}~" for month, day in zip(months, days, strict=True)]
    assert [(m.start, m.end, m.recurrence) for m in found] == [(None, end, "FREQ=YEARLY") for end in ends], (
        text
    )
    assert unread == []


@made
def test_made_clock_ranges_are_read_back(random: Random) -> None:
    day = a_day(random, 109)
    first, last = sorted(random.sample(range(24), 2))
    text = random.choice(
        (
            f"{printed_day(random, day)} {first:02d}:00{random.choice('-~至')}{last:02d}:30",
            f"{printed_day(random, day)} {first}時至{last}時30分",
        )
    )
    found, unread = find_periods(text, 109)
    expected = (f"{iso(day)}T{first:02d}:00:00", f"{iso(day)}T{last:02d}:30:00")
    assert [(m.start, m.end) for m in found] == [expected], text
    assert unread == []


def test_a_plain_date_makes_dates_of_what_may_be_shares_even_at_the_head_of_a_text() -> None:
    assert [match.printed for match in find_periods("(4/16)新竹(1/2)", 109)[0]] == ["4/16", "1/2"]
    assert find_periods("(1/2)", 109)[0] == []
