"""A year from the printed page to the signature in a real browser: with the mouse, and with the keyboard alone."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.review.desk import open_desk
from tests.browser import IN_A_BROWSER, each_look, sync_api, watch
from tests.review.test_accept_command import NAMES, booklet
from tests.typeset.make_demo import NEXT_YEAR
from tests.typeset.reportlab_pdf import typeset
from tests.typeset.source import load

pytest.importorskip("starlette", reason="the extra review is not installed")
pytestmark = IN_A_BROWSER
WHO = "王小明 <w@example.tw>"
FORCED = ("國際媒體專題報導", "循環材料應用推動計畫")
PROGRAMME, READ, PRINTED = "產業工作環境改善計畫", "楊副處長", "楊處長"


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Last year's edition, which was accepted, and this year's as its publisher sent it, added and extracted."""
    house = tmp_path_factory.mktemp("house")
    shutil.copytree(root / "raw" / "demo-112", house / "raw" / "demo-112")
    (house / "golden").mkdir()
    shutil.copy(root / "golden" / "demo-112.json", house / "golden")
    sent = tmp_path_factory.mktemp("sent") / "手冊.pdf"
    shutil.copy(root / "raw" / "demo-113" / "booklet.pdf", sent)
    assert booklet("add", sent, cwd=house).returncode == 0
    assert booklet("extract", cwd=house).returncode == 0
    return house


@pytest.fixture
def house(extracted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = Path(shutil.copytree(extracted, tmp_path / "house"))
    monkeypatch.chdir(made)
    monkeypatch.delenv("BOOKLET_RAW", raising=False)
    return made


@pytest.fixture
def opened(browser: Any, house: Path) -> Iterator[Callable[..., Any]]:
    """Return what runs the command and opens what it names; nothing may be asked of another place, nor go wrong."""
    processes, contexts, troubles = [], [], []

    def review(**options: Any) -> Any:
        nobody = ("BOOKLET_RAW", "CI", "PYTEST_CURRENT_TEST")
        clean = {key: value for key, value in os.environ.items() if key not in nobody}
        run = [sys.executable, "-m", "pipeline", "review", "113", "--no-browser"]
        process = subprocess.Popen(
            run,
            cwd=house,
            env=clean | NAMES | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        processes.append(process)
        assert process.stdout is not None
        address = re.search(r"http://\S+", process.stdout.readline())
        assert address is not None
        context = browser.new_context(
            locale="zh-TW", **{"viewport": {"width": 1440, "height": 900}} | options
        )
        contexts.append(context)
        page = context.new_page()
        origin = address[0].split("/?")[0]
        watch(page, troubles, lambda url: url.startswith((origin, "data:", "blob:")))
        page.goto(address[0])
        page.wait_for_selector("#sides .side")
        return page

    yield review
    for context in contexts:
        context.close()
    for process in processes:
        process.terminate()
        process.wait(60)
    assert troubles == []


def shown(page: Any) -> None:
    """Wait until the card at hand is whole."""
    page.wait_for_selector("#card:not(.loading)")
    page.wait_for_selector("#pages:not(.loading)", state="attached")


def open_keys(page: Any) -> list[str]:
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('#cards .sign')].filter(s => !s.textContent).map(s => s.parentElement.dataset.key)"
    )
    return found


def log(house: Path) -> dict[str, Any]:
    (entry,) = tomllib.loads((house / "golden/113.log.toml").read_text("utf-8"))["accepted"]
    return dict(entry)


def test_a_year_with_the_mouse(opened: Callable[..., Any], house: Path, root: Path) -> None:
    page = opened()
    # Of two programmes that the program takes for others the reviewer says that they are one.
    page.get_by_role("button", name="配對有誤").click()
    page.locator("#m-choice").select_option(FORCED[1])
    page.locator("#m-reason").fill("查原公文為同一計畫")
    page.get_by_role("button", name="兩者為同一計畫").click()
    sync_api.expect(page.locator("#match")).not_to_be_visible()
    assert FORCED[0] in (house / "raw/113/review.toml").read_text("utf-8")

    # A person was misread: the page says something else.
    page.locator("#cards .row", has_text="聯絡方式").filter(has_text=PROGRAMME).click()
    shown(page)
    page.locator("[data-verdict=record]").click()
    sync_api.expect(page.locator("#c-field option").nth(3)).to_be_attached()
    field = page.locator("#c-field option", has_text=READ).first.get_attribute("value")
    page.locator("#c-field").select_option(field)
    assert page.locator("#c-read").input_value() == READ
    page.locator("#c-printed").fill(PRINTED)
    page.locator("#c-reason").fill("頁面印的是處長")
    page.locator("#c-save").click()
    sync_api.expect(page.locator("#correct")).not_to_be_visible(timeout=60_000)
    sync_api.expect(page.locator("#where")).to_contain_text(
        PROGRAMME
    )  # where she was, though its words are others

    # Who may apply was not read: the reviewer says it, in words that are offered.
    page.locator("#corrections-open").click()
    page.get_by_role("button", name="更正一個值").click()
    record = json.loads((house / "extracted/113/booklet.json").read_text("utf-8"))
    programme = next(each for each in record["programmes"] if each["name"] == PROGRAMME)
    said = programme["summary"]["text"][2:14]
    page.locator("#c-programme").select_option(label=f"{programme['id']} {PROGRAMME}")
    page.locator("#c-field optgroup[label=程式沒有讀到的值] option", has_text="條件").wait_for(
        state="attached"
    )
    page.locator("#c-field").select_option("conditions")
    page.locator("#c-words").fill(said)
    page.locator("#c-form").select_option("資本額 不超過")
    assert page.locator("#c-choice").is_hidden()
    page.locator("#c-form").select_option("申請者 其中之一")
    page.locator("#c-choice").select_option(["公司", "合夥"])
    page.locator("#c-reason").fill("頁面寫明")
    page.locator("#c-save").click()
    sync_api.expect(page.locator("#correct")).not_to_be_visible(timeout=60_000)

    # What the booklet itself has wrong is noted.
    page.locator("#cards .loss .row").first.click()
    shown(page)
    page.locator("[data-verdict=booklet]").click()
    page.locator("#note").fill("漏印，已告知出版單位")
    page.locator("#note").press("Enter")

    # The rest one by one; what may be confirmed together, together.
    for _ in range(90):
        if not (left := open_keys(page)):
            break
        row = page.locator(f"[data-key='{left[0]}']")
        if row.get_attribute("aria-current") is None:
            row.click()
        if page.locator("#together").is_visible():
            page.locator("#together").click()
            page.locator("#ask .primary").click()
        else:
            page.locator("[data-verdict=right]").click()
    assert open_keys(page) == []

    page.locator("#sign-open").click()
    page.locator("#s-reason").fill("逐項與頁面核對")
    assert "漏印，已告知出版單位" in page.locator("#s-body").inner_text()
    page.locator("#s-sign").click()
    sync_api.expect(page.locator(".signed")).to_have_text("已定稿：golden/113.json")

    entry = log(house)
    assert (entry["who"], entry["reason"]) == (WHO, "逐項與頁面核對")
    assert {said["verdict"] for said in entry["verdict"]} == {"right", "booklet"}
    assert [said["note"] for said in entry["verdict"] if said.get("note")] == ["漏印，已告知出版單位"]
    assert [(each["from"], each["to"]) for each in entry["force"]] == [FORCED]
    made, added = entry["correction"]
    assert (added["fact"], added["printed"]) == ("conditions", "applicant one_of company, partnership")
    assert (made["programme"], made["read"], made["printed"], made["who"]) == (
        PROGRAMME,
        READ,
        PRINTED,
        WHO,
    )
    for path in ("golden/113.json", "extracted/113/booklet.json", "raw/113/corrections.toml"):
        text = (house / path).read_text("utf-8")
        assert PRINTED in text, path
        assert READ in text, path  # as what was read
    assert booklet("check", cwd=house).returncode == 0
    run = booklet("catalogue", "113", cwd=house)
    assert run.returncode == 0, run.stderr
    contacts = next((house / "catalogue").rglob("contacts.csv")).read_text("utf-8-sig")
    assert PRINTED in contacts
    assert READ not in contacts
    golden = json.loads((house / "golden/113.json").read_text("utf-8"))["booklet"]
    for record in (golden, json.loads((house / "extracted/113/booklet.json").read_text("utf-8"))):
        programme = next(each for each in record["programmes"] if each["name"] == PROGRAMME)
        (put,) = (each for each in programme["facts"]["conditions"] if each["rule"] == "corrected")
        assert (put["printed"], put["values"]) == (said, ["company", "partnership"])
    page.evaluate("fetch('state').then((answer) => answer.json())")  # after the reports were written again
    assert "申請者 其中之一 公司、合夥" in (house / "extracted/113/report.html").read_text("utf-8")
    answer = next((house / "catalogue/api").rglob(f"{programme['key']}.json")).read_text("utf-8")
    assert answer.count('"corrected": true') == 1

    # The publisher sends the file again with one person changed: just that is opened again.
    told = (root / "tests/typeset/demo-113.toml").read_text("utf-8")
    assert told.count("傅秘書") > 0
    (house / "other.toml").write_text(told.replace("傅秘書", "傅專員", 1), "utf-8")
    (house / "手冊.pdf").write_bytes(typeset(load(house / "other.toml"), NEXT_YEAR).pdf)
    assert booklet("add", "手冊.pdf", "--edition", "113", "--force", cwd=house).returncode == 0
    assert booklet("extract", "113", cwd=house).returncode == 0
    left = open_desk("113").left()
    assert [card.change and card.change.kind for card in left] == ["contact_changed"]
    assert left[0].change is not None
    assert left[0].change.after["person"] == "傅專員"


def test_a_year_with_the_keyboard_alone(opened: Callable[..., Any], house: Path) -> None:
    page = opened()
    press = page.keyboard.press
    press("?")
    assert page.locator("#help").is_visible()
    press("Escape")
    press("4")  # of two programmes that are taken for others the keyboard, too, says that they are one
    sync_api.expect(page.locator("#m-choice")).to_be_focused()
    press("Tab")
    page.keyboard.type("查原公文為同一計畫")
    press("Enter")
    sync_api.expect(page.locator("#match")).not_to_be_visible(timeout=30_000)
    shown(page)
    press("n")
    press("3")
    page.keyboard.type("漏印")
    press("Enter")
    press("c")
    sync_api.expect(page.locator("#c-printed")).to_be_focused()
    sync_api.expect(page.locator("#c-read")).not_to_have_value("")
    press("Control+A")
    page.keyboard.type("改正後的文字")
    press("Tab")
    press("Tab")
    page.keyboard.type("頁面所印")
    press("Enter")
    sync_api.expect(page.locator("#correct")).not_to_be_visible(timeout=60_000)
    press("/")
    page.keyboard.type("金額")
    press("Enter")
    sync_api.expect(page.locator("#what")).to_have_text("金額")
    assert page.locator("#cards li[hidden]").count() > 9
    press("/")
    press("Escape")
    assert page.locator("#cards li[hidden]").count() == 0
    shown(page)
    press("b")  # which no amount may be
    sync_api.expect(page.locator("#status")).to_have_text("缺漏、實質變動與待確認事項須逐項判定。")
    press("j")
    press("k")
    press("n")
    slowest = 0.0
    for _ in range(90):
        if not open_keys(page):
            break
        if page.locator("#together").is_visible():
            press("b")
            press("Enter")
        else:
            started = time.monotonic()
            press("1")
            slowest = max(slowest, time.monotonic() - started)
    assert open_keys(page) == []
    print(f"slowest key {slowest:.3f} s")
    press("u")
    assert len(open_keys(page)) == 1
    press("1")
    press("s")
    sync_api.expect(page.locator("#s-reason")).to_be_focused(timeout=30_000)
    page.keyboard.type("逐項與頁面核對")
    press("Enter")
    sync_api.expect(page.locator(".signed")).to_be_visible()
    entry = log(house)
    assert entry["correction"][0]["printed"] == "改正後的文字"
    assert [(each["from"], each["to"]) for each in entry["force"]] == [FORCED]
    assert [said["verdict"] for said in entry["verdict"] if said.get("note")] == ["booklet"]


@each_look(390, 1280, 1440)
def test_fits_the_width_and_axe_finds_nothing_serious(
    opened: Callable[..., Any], width: int, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page = opened(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.evaluate("document.querySelector('#list-panel').open = true")
    shown(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    serious = axe.run(page).response["violations"]
    for key in "?sc":
        page.keyboard.press(key)
        page.wait_for_selector("dialog[open]")
        serious += axe.run(page).response["violations"]
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog[open]", state="detached")
    told = [(each["id"], each["nodes"][0]["html"][:150]) for each in serious]
    assert [
        each for each, full in zip(told, serious, strict=True) if full["impact"] in ("serious", "critical")
    ] == []


def test_pages_move_together_and_lie_over_each_other(opened: Callable[..., Any]) -> None:
    page = opened()
    page.locator("#cards .substantive .row", has_text="金額").first.click()
    shown(page)
    page.wait_for_selector("#pane-after .hit")
    assert page.locator("#pane-before .hit.del").count() >= 1
    assert page.locator("#pane-after .hit.soft").count() == 0
    page.locator("#zoom-whole").click()
    page.wait_for_timeout(600)
    sizes = [page.locator(f"#pane-{side} .hit").first.bounding_box()["width"] for side in ("before", "after")]
    page.locator("#zoom-in").click()
    page.wait_for_timeout(600)
    larger = [
        page.locator(f"#pane-{side} .hit").first.bounding_box()["width"] for side in ("before", "after")
    ]
    assert all(one > 1.2 * other for one, other in zip(larger, sizes, strict=True))
    page.keyboard.press("o")
    page.wait_for_selector("#blend", state="visible")
    assert page.locator("#pane-before").is_hidden()
    page.keyboard.press("o")
    assert page.locator("#pane-before").is_visible()


_LAID = """async () => {
  const { Pages } = await import("./viewer.js");
  const pages = new Pages(["before", "after"].map((side) => document.querySelector(`#pane-${side}`)), document.createElement("div"));
  const side = { page: { n: 1, ratio: 1.4, marks: [], exact: true } };
  await pages.show([side, side], ["", ""]);
  for (const on of [true, false, true]) pages.overlay(on);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const twice = pages.viewers[1].world.getItemCount();
  pages.overlay(false);
  return [twice, pages.viewers[1].world.getItemCount()];
}"""


def test_a_page_is_laid_over_the_other_once_however_fast_it_is_asked_for(opened: Callable[..., Any]) -> None:
    page = opened()
    shown(page)
    assert page.evaluate(_LAID) == [2, 1]


def test_a_page_of_another_origin_posts_no_verdict(opened: Callable[..., Any], house: Path) -> None:
    page = opened()
    origin = page.evaluate("location.origin")
    key = open_keys(page)[0]
    stranger = page.context.new_page()
    stranger.route(
        "https://evil.example/**", lambda route: route.fulfill(body="<p>hello", content_type="text/html")
    )
    stranger.goto("https://evil.example/")
    told = json.dumps({"verdicts": [{"keys": [key], "verdict": "right"}]})
    for mode in ("cors", "no-cors"):
        stranger.evaluate(
            "([address, body, mode]) => fetch(address, {method: 'POST', body, mode, credentials: 'include'}).catch(() => 0)",
            [f"{origin}/verdict", told, mode],
        )
    seen = stranger.evaluate(
        "address => new Promise((done) => { const image = new Image();"
        " image.onload = () => done(true); image.onerror = () => done(false); image.src = address; })",
        f"{origin}/page/after/1.png",
    )
    assert seen is False
    assert not (house / "raw/113/review.toml").exists()
    stranger.close()
