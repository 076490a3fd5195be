"""The report in a real browser: what a person does with it works, and it asks for nothing beyond its file."""

import pytest

from pipeline.report import edition_report, pair_report
from tests.browser import IN_A_BROWSER, each_look, sync_api, watch
from tests.report.test_report import edition, evil, pair

pytestmark = IN_A_BROWSER


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    made = {"pair": pair()[1], "edition": edition_report(*edition("demo-113"))}
    for name, page in made.items():
        (folder / f"{name}.html").write_bytes(page)
    return folder


@pytest.fixture
def visit(browser, files):
    """Return a function that opens a page; at the end no console message and no request may have been seen."""
    contexts = []
    troubles: list[str] = []

    def opened(name="pair", width=1280, hash_="", file=None, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        address = (file or files / f"{name}.html").as_uri()
        watch(
            page,
            troubles,
            lambda url: url.split("#")[0] == address or url.startswith(("data:", "blob:")),
        )
        page.goto(address + hash_)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def shown(page):
    return page.locator(".item:not([hidden])").count()


@each_look(390, 768, 1280, of=("pair", "edition"))
def test_fits_the_width_and_axe_finds_nothing_serious(visit, name, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page = visit(name, width, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    found = axe.run(page).response["violations"]
    serious = [
        (v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_axe_finds_nothing_serious_in_the_dialogs(visit):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page = visit()
    page.locator(".crop button").first.click()
    found = axe.run(page).response["violations"]
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    found += axe.run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []


def test_filters_by_class_area_agency_and_text(visit):
    made, _ = pair()
    page = visit()
    total = len(made.changes)
    assert shown(page) == total
    page.locator("input[name=class][value=loss]").uncheck()
    losses = sum(change.class_ == "loss" for change in made.changes)
    assert shown(page) == total - losses
    assert page.locator("#s-loss").is_hidden()
    assert page.locator("#count").inner_text() == f"{total - losses} / {total} 項"
    page.get_by_role("button", name="清除篩選").click()
    sync_api.expect(page.locator("#count")).to_have_text(f"{total} / {total} 項")

    for select in ("#area", "#agency"):
        names = page.locator(f"{select} option")
        assert names.count() > 2
        counts = []
        for place in range(1, names.count()):
            page.locator(select).select_option(index=place)
            counts.append(shown(page))
        assert 0 < max(counts) < total
        page.locator(select).select_option(index=0)

    name = next(change.programme.name for change in made.changes if change.kind == "amount_changed")
    page.locator("#q").fill(name.replace("台", "臺"))
    assert 0 < shown(page) < total
    page.locator("#q").fill("沒有這樣的字")
    assert shown(page) == 0
    assert page.locator("#nothing").is_visible()
    assert page.locator("#count").get_attribute("aria-live") == "polite"


def test_search_opens_the_fold_that_holds_what_was_found(visit):
    made, _ = pair()
    routine = next(change for change in made.changes if change.class_ == "routine" and change.programme)
    page = visit()
    assert not page.locator(f"[id='{routine.id}']").is_visible()
    page.locator("#q").fill(routine.programme.name)
    assert page.locator(f"[id='{routine.id}']").is_visible()


def test_language_and_theme_toggle_and_are_kept(visit):
    page = visit()
    assert page.locator("#h-loss").inner_text().startswith("缺漏")
    page.locator("#lang").click()
    assert page.locator("#h-loss").inner_text().startswith("Losses")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.get_by_role("navigation", name="Tools").count() == 1
    assert " of " in page.locator("#count").inner_text()
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("#theme").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    page.reload()
    assert page.locator("#h-loss").inner_text().startswith("Losses")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_keyboard(visit):
    page = visit()
    ids = page.evaluate(
        "[...document.querySelectorAll('.item')].filter(i => i.checkVisibility()).map(i => i.id)"
    )
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator(".current").get_attribute("id") == ids[1]
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == ids[0]
    page.keyboard.press("Enter")
    assert page.locator("#page").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#page").is_visible()
    assert page.evaluate("document.activeElement.id") == ids[0]
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("jk?")
    assert page.locator("#q").input_value() == "jk?"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()


def test_permalink_opens_its_fold_and_takes_the_focus(visit):
    made, _ = pair()
    routine = next(change for change in made.changes if change.class_ == "routine")
    page = visit(hash_=f"#{routine.id}")
    assert page.locator(f"[id='{routine.id}']").is_visible()
    assert page.evaluate("document.activeElement.id") == routine.id
    page.locator("#q").fill("沒有這樣的字")
    page.evaluate(f"location.hash = '{made.changes[0].id}'")
    sync_api.expect(page.locator(f"[id='{made.changes[0].id}']")).to_be_visible()


def test_whole_page_shows_the_boxes(visit):
    for name in ("pair", "edition"):
        page = visit(name)
        if name == "edition":  # where only what needs eyes is unfolded
            page.locator("#unfold").click()
        button = page.locator(".item .crop button").nth(3)
        boxes = button.get_attribute("data-boxes").split(";")
        button.click()
        sheet = page.locator("#sheet")
        assert page.locator("#page-title").inner_text().endswith("頁")
        assert sheet.locator("span").count() == len(boxes)
        assert "data:image/webp" in sheet.evaluate("s => getComputedStyle(s).backgroundImage")
        around, mark = sheet.bounding_box(), sheet.locator("span").first.bounding_box()
        x, y, width, _ = map(float, boxes[0].split(","))
        assert mark["x"] == pytest.approx(around["x"] + x / 100 * around["width"], abs=1.5)
        assert mark["y"] == pytest.approx(around["y"] + y / 100 * around["height"], abs=1.5)
        assert mark["width"] == pytest.approx(width / 100 * around["width"], abs=1.5)


def test_a_crop_looks_at_its_boxes(visit):
    """The crop of a name is dark where the name is printed: background position and size are right."""
    page = visit()
    button = page.locator(".card .crop button").first
    button.scroll_into_view_if_needed()
    hit = button.locator(".hit").first.bounding_box()
    page.add_style_tag(content=".hit{visibility:hidden}") if False else None
    around = button.bounding_box()
    assert around["x"] - 1 <= hit["x"]
    assert hit["x"] + hit["width"] <= around["x"] + around["width"] + 1
    assert around["y"] - 1 <= hit["y"]
    assert hit["y"] + hit["height"] <= around["y"] + around["height"] + 1


def test_a_script_in_a_cell_does_not_run(visit, tmp_path):
    made, former, latter = evil()
    for name, content in (
        ("pair", pair_report(made, former, latter, None, None)),
        ("edition", edition_report(latter, None)),
    ):
        file = tmp_path / f"{name}.html"
        file.write_bytes(content)
        page = visit(file=file)
        page.locator("#lang").click()
        assert page.evaluate("window.pwned") is None


def test_two_hundred_programmes_are_shown_and_searched(visit, tmp_path):
    made, _ = pair()
    former, latter = edition("demo-112")[0], edition("demo-113")[0]
    copies = [
        change.model_copy(update={"id": f"{change.id[:8]}{copy:04x}"})
        for copy in range(16)
        for change in made.changes
    ]
    changes = sorted(
        copies,
        key=lambda change: ["loss", "substantive", "staff", "routine", "typographic"].index(change.class_),
    )
    content = pair_report(made.model_copy(update={"changes": changes}), former, latter, None, None)
    file = tmp_path / "large.html"
    file.write_bytes(content)
    page = visit(file=file)
    assert shown(page) == len(copies)
    page.locator("#q").fill("在職進修補助計畫")
    found = shown(page)
    assert 0 < found < len(copies)
    assert found % 16 == 0
    page.locator("#q").fill("沒有這樣的字")
    assert shown(page) == 0
    page.locator("#q").fill("")
    assert shown(page) == len(copies)


def test_prints_what_is_folded(visit):
    page = visit()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#s-routine .card").first.is_visible()
    assert page.locator(".bar").is_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not page.locator("#s-routine .card").first.is_visible()
