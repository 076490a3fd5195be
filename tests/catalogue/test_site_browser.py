"""The pages in a real browser, from ``file://``: what an applicant does with them, by the labels that he reads.

Tasks are done by a script that knows no id and no class of the pages, at the width of a phone, in few actions.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import asdict
from pathlib import Path

import pytest
from icalendar import Calendar

from pipeline.catalogue.calendar import REMINDERS
from pipeline.catalogue.eligibility import Applicant, verdict
from pipeline.catalogue.glance import glance
from pipeline.catalogue.identifiers import newest
from pipeline.catalogue.shelf import shelf_of
from pipeline.catalogue.slots import TAIPEI
from pipeline.catalogue.standing import best_standing
from pipeline.report.labels import labels_of
from tests.browser import IN_A_BROWSER, each_look, sync_api, watch
from tests.catalogue.records import demos

expect = sync_api.expect
pytestmark = IN_A_BROWSER
PHONE = 390


@pytest.fixture
def visit(browser, site):
    """Return a function that opens a page; no console message and no request beyond the folder may be seen."""
    contexts, troubles = [], []

    def opened(path="index.html", asked="", width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 844}, **options)
        contexts.append(context)
        page = context.new_page()
        watch(page, troubles, lambda url: url.startswith(site.as_uri()))
        page.goto((site / path).as_uri() + asked)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def current():
    return [each.programme for each in newest(demos().booklets) if each.edition.id == "demo-113"]


def page_of(name):
    key = next(each.key for each in newest(demos().booklets) if each.programme.name == name)
    return f"programme/{key}.html"


def names(page):
    return page.get_by_role("listitem").get_by_role("heading").get_by_role("link").all_text_contents()


def card(page, name):
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=name, exact=True))


A_COMPANY = {"員工人數": "60", "資本額（萬元）": "5000", "查詢日期": "2024-03-01"}
"""60 people, 50 million, on a day of the year of the booklet: three actions."""


def tell(page, told):
    for label, value in told.items():
        page.get_by_label(label).fill(value)


def test_an_applicant_finds_what_he_may_apply_for_how_much_what_he_pays_and_whom_to_call(visit):
    page = visit(width=PHONE)
    tell(page, A_COMPANY)
    expect(page.get_by_role("status").first).to_contain_text("符合")
    first = page.get_by_role("listitem").filter(has=page.get_by_role("heading")).first
    said = first.inner_text()
    name = first.get_by_role("heading").inner_text()
    programme = next(each for each in current() if name.startswith(each.name))
    told, judged = glance(programme), verdict(programme, Applicant(staff=60, capital=50_000_000))
    assert re.search(r"(?:還有 \d+ 天|隨時受理|今天截止)", said)
    assert judged.answer in ("fits", "ask")
    assert labels_of("script")[judged.answer].zh + "：" in said
    for place in judged.because:
        assert programme.facts.conditions[place].printed in said  # because: the printed condition
    assert told.grant.text.zh in said
    assert "自付" in said
    assert told.call[1].printed in said  # and nothing had to be opened for all this
    first.get_by_role("link", name=name.split()[0]).click()
    expect(page.get_by_label("查詢日期")).to_have_value(A_COMPANY["查詢日期"])
    page.get_by_role("link", name="‹").click()
    expect(page.get_by_label("員工人數")).to_have_value("60")  # the search went along and back
    assert first.inner_text() == said


def test_the_first_card_stands_on_the_first_screen_of_a_phone(visit):
    page = visit(width=PHONE, asked="#day=2024-03-01")
    box = page.get_by_role("listitem").filter(has=page.get_by_role("heading")).first.bounding_box()
    assert box["y"] + 120 < 844
    page.goto(page.url.split("#")[0] + "#day=2026-03-01")
    box = page.get_by_role("listitem").filter(has=page.get_by_role("heading")).first.bounding_box()
    assert box["y"] + 60 < 844  # even below the notice that the booklet is old


def test_a_booklet_of_an_earlier_year_is_never_green(visit):
    page = visit(asked="#day=2026-03-01")
    cards = page.get_by_role("listitem").filter(has=page.get_by_role("heading"))
    for text in cards.all_text_contents():
        assert "2 年前的手冊" in text
        assert not re.search("受理中|隨時受理|即將受理", text)
    page.get_by_role("button", name="看 113 年同一天").click()
    expect(page.get_by_label("查詢日期")).to_have_value("2024-03-01")
    assert "受理中" in "".join(cards.all_text_contents())
    page.goto(page.url.split("#")[0].replace("index.html", page_of(current()[0].name)) + "?day=2026-03-01")
    expect(page.get_by_text("2 年前的手冊")).to_be_visible()
    expect(page.get_by_text("受理中").or_(page.get_by_text("隨時受理"))).to_have_count(0)


@pytest.mark.parametrize("query", ["補助", "补助"])
def test_finds_any_part_of_a_word_in_either_script(visit, query):
    page = visit()
    page.get_by_role("searchbox").fill(query)
    literal = {p.name for p in current() if "補助" in p.model_dump_json(exclude={"facts"})}
    assert literal <= set(names(page))


@pytest.mark.parametrize(
    ("asked", "found"), [("借錢", "貸款"), ("借钱", "貸款"), ("loan", "貸款"), ("出口", "海外")]
)
def test_finds_what_a_booklet_calls_otherwise(visit, asked, found):
    page = visit()
    page.get_by_role("searchbox").fill(asked)
    assert any(found in name for name in names(page)[:2])
    assert len(names(page)) < len(current())


def test_words_that_nobody_prints_together_are_found_apart_and_what_is_nowhere_is_answered(visit):
    page = visit()
    page.get_by_role("searchbox").fill("海外貸款")
    assert any("貸款" in name for name in names(page))
    page.get_by_role("searchbox").fill("補住計劃書")
    assert names(page) == []
    offered = page.get_by_text("試試").locator("../..").get_by_role("button")
    offered.first.click()
    expect(page.get_by_role("listitem").filter(has=page.get_by_role("heading")).first).to_be_visible()


def test_finds_variants_widths_and_numbers(visit):
    page = visit()
    for printed, asked in (("臺", "台"), ("台", "臺"), ("(06)265-0174", "（０６）２６５")):
        page.get_by_role("searchbox").fill(asked)
        assert {p.name for p in current() if printed in p.model_dump_json(exclude={"facts"})} <= set(
            names(page)
        )


def test_filters_and_sorts(visit):
    page = visit()
    page.get_by_text("更多條件").click()
    programmes = current()
    area = programmes[-1].area.name
    page.get_by_label("面向").select_option(area)
    assert set(names(page)) == {p.name for p in programmes if p.area.name == area}
    page.get_by_role("button", name="清除").click()
    page.get_by_label("補助至少").fill("1000")
    expected = {p.name for p in programmes if (glance(p).grant_twd or 0) >= 10_000_000}
    assert expected
    expect(page.get_by_role("status").first).to_have_text(f"{len(expected)} 項計畫")
    assert set(names(page)) == expected
    page.get_by_role("button", name="清除").click()
    page.get_by_label("排序").select_option("補助金額")
    most = max(programmes, key=lambda p: glance(p).grant_twd or 0)
    assert names(page)[0] == most.name
    page.get_by_label("排序").select_option("手冊順序")
    assert names(page) == [p.name for p in programmes]


def test_a_window_opens_and_closes_with_the_day(visit):
    programme, window = next(
        (p, w)
        for p in current()
        for w in p.facts.periods
        if w.purpose == "application"
        and w.kind == "fixed"
        and len(w.start or "") == len(w.end or "") == 10
        and not w.recurrence
        and sum(each.purpose == "application" for each in p.facts.periods) == 1
    )
    first, last = datetime.date.fromisoformat(window.start), datetime.date.fromisoformat(window.end)
    one_day = datetime.timedelta(days=1)
    page = visit()
    for day, state in (
        (first - one_day, "即將受理 1 天後開始"),
        (first, "受理中 還有"),
        (last, "受理中 今天截止"),
        (last + one_day, "已截止"),
    ):
        page.get_by_label("查詢日期").fill(day.isoformat())
        assert state in " ".join(card(page, programme.name).text_content().split())


def test_a_search_can_be_sent_to_someone(visit):
    page = visit()
    page.get_by_role("searchbox").fill("补助")
    tell(page, A_COMPANY)
    again = visit(asked="#" + page.url.split("#")[1])
    assert names(again) == names(page) != []


def test_by_keyboard_alone(visit):
    page = visit()
    page.keyboard.press("/")
    page.keyboard.type("補助")
    name = names(page)[0]
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == name:
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_english_is_kept_from_page_to_page(visit):
    page = visit(asked="#day=2024-03-01&staff=60")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("status").first).to_contain_text(f"{len(current())} programmes: Fits")
    page.get_by_role("listitem").get_by_role("heading").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Services")).to_be_visible()
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", name="服務項目")).to_be_visible()


def test_a_value_has_an_address_that_shows_it_on_its_page(visit):
    page = visit(page_of(current()[0].name), asked="#amounts-0")
    printed = current()[0].facts.amounts[0].printed
    value = page.get_by_role("listitem").filter(has_text=printed).filter(has_text="頁").first
    expect(value).to_be_visible()
    value.get_by_role("link", name=re.compile("第 .* 頁")).click()
    figure = page.get_by_role("figure").first
    expect(figure).to_be_in_viewport()
    assert figure.evaluate("node => node.querySelector('.box').getBoundingClientRect().width > 40")


def test_carries_on_to_calendar_clipboard_and_paper(visit, site):
    path = page_of(current()[0].name)
    page = visit(path, permissions=["clipboard-read", "clipboard-write"])
    calendar = page.get_by_role("link", name="加入行事曆").get_attribute("href")
    assert b"BEGIN:VEVENT" in (site / path).with_name(calendar).read_bytes()
    page.get_by_role("button", name="複製重點").click()
    expect(page.get_by_text("已複製。")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert current()[0].name in copied
    assert "最高補助" in copied
    assert "https://" in copied


def followed(page, site):
    """Return what the page says can be subscribed to, and whom the feed and the calendar that it names speak of."""
    said = page.get_by_role("region", name="訂閱與行事曆").get_by_role("paragraph").first
    feed, calendar = (
        (site / said.get_by_role("link", name=name).get_attribute("href")).read_text("utf-8")
        for name in ("變動 Atom", "受理期間 iCalendar")
    )
    calendar = calendar.replace("\r\n ", "")
    return (
        said.inner_text(),
        {p.name for p in current() if p.name in feed},
        {p.name for p in current() if p.name in calendar},
    )


def test_each_choice_can_be_followed_and_of_several_the_narrowest(visit, site):
    page = visit(asked="#day=2024-03-01")
    said, changed, dated = followed(page, site)
    assert "所有計畫：" in said
    assert changed
    page.get_by_text("更多條件").click()
    few = min((p.area.name for p in current()), key=[p.area.name for p in current()].count)
    page.get_by_label("面向").select_option(few)
    listed = set(names(page))
    said, changed, dated = followed(page, site)
    assert f"「{few}」：" in said
    assert changed <= listed
    assert dated <= listed
    assert dated
    whole = page.url
    page.get_by_label("用途").select_option(index=1)
    page.get_by_label("員工人數").fill("60")
    said, changed, dated = followed(page, site)
    assert f"「{few}」（其他條件無法訂閱）：" in said
    assert set(names(page)) <= listed
    page.goto(whole)
    page.get_by_role("link", name="訂閱").click()
    expect(page.get_by_role("link", name="變動 Atom")).to_be_focused()
    assert page.url == whole  # what was asked stays in the address


def test_the_windows_of_what_is_listed_are_a_calendar_to_download(visit):
    page = visit(asked="#day=2024-03-01")
    tell(page, A_COMPANY)
    button = page.get_by_role("button", name="下載所列計畫的")
    with page.expect_download() as download:
        button.click()
    content = Path(download.value.path()).read_bytes()
    assert download.value.suggested_filename.endswith(".ics")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    events = Calendar.from_ical(content).walk("VEVENT")
    assert f"{len(events)} 個" in button.inner_text()
    day = datetime.date(2024, 3, 1)
    cards = {each.name: each for each in shelf_of(demos()).cards if each.current}
    for event in events:
        name = re.search("：(.+?)(?:（約略日期）)?$", event["summary"])[1]
        standing = best_standing(cards[name].windows, 2024, day)
        last = event["dtend"].dt - datetime.timedelta(days=1)
        assert last >= day
        assert [alarm["trigger"].dt.date() < last for alarm in event.walk("VALARM")] == [True, True]
        may_be_last = last.replace(day=1) if "約略" in event["summary"] else last
        nine = datetime.datetime.combine(may_be_last, datetime.time(9), TAIPEI)
        assert [(nine - alarm["trigger"].dt).days for alarm in event.walk("VALARM")] == list(REMINDERS)
        if standing.closes and len(cards[name].windows) == 1:
            assert (last, "約略" in event["summary"]) == (standing.closes, standing.approximate)
    assert len({str(event["uid"]) for event in events}) == len(events) > 3
    fewer = visit(asked="#day=2026-03-01")  # of a booklet of an earlier year nothing is sure
    expect(fewer.get_by_role("button", name="下載所列計畫的")).to_be_hidden()


@each_look(320, PHONE, 1280)
def test_fits_the_width_and_axe_finds_nothing(visit, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    asked = "day=2024-03-01&staff=60&q=補助"
    programme = page_of(current()[0].name)
    for path, address in (("index.html", f"#{asked}"), (programme, f"?{asked}"), ("years.html", "")):
        page = visit(path, asked=address, width=width, color_scheme=scheme)
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        # Its preloading asks for the style sheet once more, which a page opened from disk may not.
        found = axe.run(page, options={"preload": False}).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []


def test_without_scripts_everything_is_listed_and_the_page_says_what_is_missing(visit):
    page = visit(java_script_enabled=False)
    assert len(names(page)) > len(current())
    expect(page.get_by_role("searchbox")).to_be_hidden()
    expect(page.get_by_text("未啟用指令碼")).to_be_visible()
    first = page.get_by_role("listitem").filter(has=page.get_by_role("heading")).first
    assert "113 年版" in first.text_content()


def test_printed_it_is_the_programme_and_nothing_else(visit):
    page = visit(page_of(current()[0].name))
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="列印")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_role("heading", name="聯絡方式")).to_be_visible()
    expect(page.get_by_text(current()[0].contacts[0].organization).last).to_be_visible()
    assert page.pdf().startswith(b"%PDF")
    image = page.get_by_role("figure").first.get_by_role("img")
    image.scroll_into_view_if_needed()
    assert image.evaluate(
        "node => node.complete && node.naturalWidth > 300 || new Promise(done => node.onload = () => done(node.naturalWidth > 300))"
    )


def test_printed_the_years_keep_their_drawings(visit):
    page = visit("years.html")
    bars = page.locator("svg rect")
    shown = bars.evaluate_all("all => all.filter(each => each.getBoundingClientRect().width).length")
    page.emulate_media(media="print")
    assert bars.evaluate_all("all => all.filter(each => each.getBoundingClientRect().width).length") == shown
    assert shown > 20


def test_today_stands_on_the_timeline_of_its_years(browser, site):
    context = browser.new_context(viewport={"width": PHONE, "height": 844})
    page = context.new_page()
    for moment, months in (("2024-03-01T04:00", 2), ("2025-01-01T04:00", 12), ("2026-01-01T04:00", None)):
        page.clock.set_fixed_time(moment)
        page.goto((site / "years.html").as_uri())
        lines = page.locator("svg .today")
        left, month = (
            int(page.locator("#timeline").get_attribute(f"data-{name}")) for name in ("left", "month")
        )
        at = [] if months is None else [left + months * month]
        assert lines.evaluate_all("all => all.map(each => each.x1.baseVal.value)") == at
    context.close()


def test_the_page_judges_as_the_program_does(visit):
    """Two languages, one meaning: every programme for many applicants, here and in ``eligibility.py``."""
    page = visit()
    numbers = [None, 30, 60, 250]
    applicants = [
        Applicant(staff=staff, capital=capital, turnover=turnover, age=20 if kind == "natural_person" else None, kind=kind, region=region)
        for staff in numbers
        for capital in (None, 50_000_000, 500_000_000)
        for turnover in (None, 10_000_000_000)
        for kind in (None, "company", "partnership", "university", "natural_person")
        for region in (None, "TW-TPE")
    ]  # fmt: skip
    told = page.evaluate(
        "all => catalogueData.cards.map(card => all.map(who => fit.verdict(card, who, catalogueData.rules).answer))",
        [asdict(each) for each in applicants],
    )
    cards = shelf_of(demos()).cards
    expected = [[verdict(card.programme, each).answer for each in applicants] for card in cards]
    assert told == expected
    assert {answer for row in told for answer in row} == {"fits", "ask", "not"}


def test_the_page_knows_the_end_of_february_as_the_program_does(visit):
    closes = [(day, end) for day in ("2023-02-28", "2024-02-28", "2024-02-29") for end in (True, False)]
    whole = {"opens": None, "vague": False, "until": 9999, "always": False}
    windows = [whole | {"closes": day, "month_end": end} for day, end in closes]
    days = [f"{year}-02-{day}" for year in (2024, 2025, 2028) for day in (27, 28)] + [
        "2024-02-29",
        "2028-02-29",
    ]
    told = visit().evaluate(
        "([windows, days]) => windows.map(each => days.map(day => site.stands([each], 9999, day)[0].left))",
        [windows, days],
    )
    dates = [datetime.date.fromisoformat(day) for day in days]
    assert told == [[best_standing([each], 9999, date).days for date in dates] for each in windows]


def test_the_page_says_how_a_window_stands_as_the_program_does(visit):
    page = visit()
    cards = shelf_of(demos()).cards
    days = [datetime.date(2023, 12, 1) + datetime.timedelta(days=step * 9) for step in range(60)]
    told = page.evaluate(
        """days => catalogueData.cards.map(card => days.map(day => {
            const best = site.stands(card.windows, card.year, day)[0];
            return [best.state, Number.isFinite(best.left) ? best.left : null];
        }))""",
        [day.isoformat() for day in days],
    )
    expected = [
        [
            [each.state, each.days]
            for day in days
            if (each := best_standing(card.windows, card.edition.year, day))
        ]
        for card in cards
    ]
    assert told == expected
    assert {state for row in told for state, _ in row} >= {"open", "always", "upcoming", "closed", "former"}
