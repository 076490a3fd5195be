"""The pages for applicants in a real browser, from ``file://``: search, filters, days, keyboard, phone, print."""

from __future__ import annotations

import datetime
import shutil

import pytest

from pipeline.catalogue.identifiers import newest
from pipeline.catalogue.schema_org import offered
from tests.catalogue.records import catalogue_command, demos
from tests.report.test_report_browser import ARGUMENTS

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium (apt-get install chromium)"),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("site") / "catalogue"
    catalogue_command(out)
    return out


@pytest.fixture
def visit(browser, site):
    """Return a function that opens a page; no console message and no request beyond the folder may be seen."""
    contexts, troubles = [], []

    def opened(path="index.html", hash_="", width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: troubles.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on(
            "request",
            lambda request: request.url.startswith(site.as_uri()) or troubles.append(request.url),
        )
        page.goto((site / path).as_uri() + hash_)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def names(page):
    return page.locator(".card:not([hidden]) h2 a").all_inner_texts()


def current():
    return [each.programme for each in newest(demos().booklets) if each.edition.id == "demo-113"]


def a_programme_page(site):
    return f"programme/{newest(demos().booklets)[0].key}.html"


def test_lists_the_programmes_of_the_newest_edition(visit):
    page = visit()
    assert names(page) == [programme.name for programme in current()]
    page.locator("#former").check()
    assert len(names(page)) > len(current())


@pytest.mark.parametrize("query", ["補助", "补助", "補 助", " 补助"])
def test_finds_any_part_of_a_word_in_either_script(visit, query):
    page = visit()
    page.locator("#q").fill(query)
    if query == "補 助":  # two words, each somewhere
        assert names(page)
        return
    expected = [p.name for p in current() if "補助" in p.model_dump_json()]
    assert 0 < len(expected) < len(current())
    assert names(page) == expected
    assert page.locator("mark").first.inner_text() == "補助"


def test_finds_variants_widths_and_numbers(visit):
    page = visit()
    for printed, asked in (("臺", "台"), ("台", "臺"), ("(06)265-0174", "（０６）２６５")):
        page.locator("#q").fill(asked)
        shown = names(page)
        assert {p.name for p in current() if printed in p.model_dump_json()} <= set(shown)
    assert len(shown) == 1
    page.locator("#q").fill("沒有這樣的字")
    assert names(page) == []
    assert page.locator("#nothing").is_visible()


def test_filters_by_area_kind_agency_and_amount(visit):
    page = visit()
    programmes = current()
    area = programmes[-1].area.name
    page.locator("#area").select_option(area)
    assert names(page) == [p.name for p in programmes if p.area.name == area]
    page.locator("#area").select_option("")
    kind = programmes[0].services[0].kind
    page.locator("#kind").select_option(kind)
    assert names(page) == [p.name for p in programmes if kind in [s.kind for s in [*p.services, *p.benefits]]]
    page.locator("#kind").select_option("")
    agency = programmes[1].contacts[-1].organization
    page.locator("#agency").select_option(agency)
    assert names(page) == [p.name for p in programmes if agency in [c.organization for c in p.contacts]]
    page.get_by_role("button", name="清除").click()
    page.locator("#amount").fill("1000")
    expected = [
        p.name for p in programmes if any(a.value >= 10_000_000 and offered(p, a) for a in p.facts.amounts)
    ]
    assert expected
    sync_api.expect(page.locator("#count")).to_have_text(f"{len(expected)} 項計畫")
    assert names(page) == expected


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
    card = page.locator(".card", has_text=programme.name).first
    for day, state in (
        (first - one_day, "即將受理"),
        (first, "受理中"),
        (last, "受理中"),
        (last + one_day, "已截止"),
    ):
        page.locator("#day").fill(day.isoformat())
        assert card.locator(".state").inner_text() == state
    page.locator("input[value=closed]").check()
    assert programme.name in names(page)
    page.locator("#day").fill(first.isoformat())
    assert programme.name not in names(page)


def test_each_state_is_told_and_counted(visit):
    page = visit(hash_="#day=2024-03-01")
    told = {"open": "受理中", "upcoming": "即將受理", "always": "隨時受理"}
    for state, word in told.items():
        page.locator(f"input[value={state}]").check()
        count = int(page.locator(f"[data-count={state}]").inner_text())
        assert len(names(page)) == count > 0
        assert word in page.locator(".card:not([hidden]) .state").all_inner_texts()
        page.locator(f"input[value={state}]").uncheck()


def test_a_search_can_be_sent_to_someone(visit):
    page = visit()
    page.locator("#q").fill("补助")
    page.locator("input[value=always]").check()
    page.locator("#day").fill("2024-03-01")
    again = visit(hash_="#" + page.url.split("#")[1])
    assert names(again) == names(page) != []
    assert again.locator("#day").input_value() == "2024-03-01"


def test_by_keyboard_alone(visit):
    page = visit()
    page.keyboard.press("/")
    page.keyboard.type("補助")
    assert page.evaluate("document.activeElement.id") == "q"
    name = names(page)[0]
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == name:
            break
    page.keyboard.press("Enter")
    sync_api.expect(page.locator("h1")).to_contain_text(name)


def test_english_is_kept_from_page_to_page(visit, site):
    page = visit()
    page.get_by_role("button", name="English").click()
    assert page.locator("#count").inner_text() == f"{len(current())} programmes"
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto((site / a_programme_page(site)).as_uri())
    assert page.get_by_role("heading", name="Services").is_visible()
    page.get_by_role("button", name="中文").click()
    assert page.get_by_role("heading", name="服務項目").is_visible()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_fits_the_width_and_axe_finds_nothing(visit, site, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    for path in ("index.html", a_programme_page(site)):
        for scheme in ("light", "dark"):
            page = visit(path, width=width, color_scheme=scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
            # Its preloading asks for the style sheet once more, which a page opened from disk may not.
            found = axe.run(page, options={"preload": False}).response["violations"]
            assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []


def test_without_scripts_everything_is_listed(visit):
    page = visit(java_script_enabled=False)
    assert len(names(page)) > len(current())
    assert page.locator("#filters").is_hidden()


def test_printed_it_is_the_programme_and_nothing_else(visit, site):
    page = visit(a_programme_page(site))
    page.emulate_media(media="print")
    assert page.locator(".bar").is_hidden()
    assert page.get_by_role("heading", name="聯絡方式").is_visible()
    assert page.pdf().startswith(b"%PDF")
    image = page.locator(".pages img").first
    image.scroll_into_view_if_needed()
    assert image.evaluate(
        "node => node.complete && node.naturalWidth > 300 || new Promise(done => node.onload = () => done(node.naturalWidth > 300))"
    )
