"""The pictures of the READMEs, as the programs of today draw them: ``python -m tools.pictures``.

Comes in: the demonstration editions and golden.  Goes out: below ``docs/`` the terminal of the first two steps of the
year, in both languages, the review of the next three, and the catalogue.  What can go wrong: no Chromium.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from tests.browser import launched
from tests.review.test_accept_command import NAMES

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
TERMINALS = {"en": DOCS, "zh": DOCS / "zh-Hant"}
_LENGTH = re.compile(r'(textLength=")([\d.]+)"[^>]*>([^<]+)(?=</text>)')
_FORCED = "循環材料應用推動計畫"
_PROGRAMME, _READ, _PRINTED = "產業工作環境改善計畫", "楊副處長", "楊處長"


def main() -> None:
    """Walk the year in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        for language, out in TERMINALS.items():
            house = Path(folder) / language
            _begin(house)
            _terminal(house, language, "add", "booklet.pdf", to=out / "year-1-add.svg")
            _terminal(house, language, "extract", to=out / "year-2-extract.svg")
        with _reviewed(browser, house) as page:
            _review(page)
        _run(house, "zh", "catalogue")
        page = browser.new_page(locale="zh-TW", viewport={"width": 1040, "height": 900})
        page.goto((house / "catalogue/index.html").as_uri())
        page.get_by_label("查詢日期").first.fill("2024-03-01")
        page.get_by_label("員工人數").first.fill("60")
        page.get_by_label("資本額（萬元）").first.fill("5000")
        page.get_by_text("更多條件").click()
        page.get_by_label("我是").first.select_option(label="公司")
        page.get_by_text("更多條件").click()
        page.wait_for_timeout(500)
        page.screenshot(path=DOCS / "catalogue.png")


def _begin(house: Path) -> None:
    shutil.copytree(ROOT / "raw/demo-112", house / "raw/demo-112")
    (house / "golden").mkdir()
    shutil.copy(ROOT / "golden/demo-112.json", house / "golden")
    shutil.copy(ROOT / "raw/demo-113/booklet.pdf", house)


def _environment(language: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("BOOKLET_RAW", "CI")}
    told = {"BOOKLET_LANG": language, "FORCE_COLOR": "1", "PYTHONUNBUFFERED": "1"}
    return kept | NAMES | told | {"PYTHONPATH": str(ROOT)}


def _run(house: Path, language: str, *command: str) -> str:
    run = [sys.executable, "-m", "pipeline", *command]
    done = subprocess.run(
        run, cwd=house, env=_environment(language), capture_output=True, text=True, check=True
    )
    return done.stdout


def _terminal(house: Path, language: str, *command: str, to: Path) -> None:
    """Run a command and draw what it prints."""
    said = Text.assemble(
        (f"$ booklet {' '.join(command)}\n", "bold"), Text.from_ansi(_run(house, language, *command))
    )
    width = max([80, *(cell_len(line) for line in said.plain.splitlines() if "│" in line)])
    console = Console(record=True, width=width, file=io.StringIO())
    console.print(said)
    drawn = console.export_svg(title="booklet", unique_id=to.stem)
    drawn = re.sub(r"@font-face \{.*?\}\n", "", drawn, flags=re.S)  # which are of another place
    to.write_text(_LENGTH.sub(_in_cells, drawn), "utf-8")


def _in_cells(found: re.Match[str]) -> str:
    """Give a text the width of its cells: Rich counts letters, and a Chinese one is as wide as two."""
    words = unescape(found[3])
    return f"{found[1]}{float(found[2]) * cell_len(words) / len(words):.1f}{found[0][found.end(2) - found.start() :]}"


@contextmanager
def _reviewed(browser: Any, house: Path) -> Iterator[Any]:
    run = [sys.executable, "-m", "pipeline", "review", "113", "--no-browser"]
    process = subprocess.Popen(run, cwd=house, env=_environment("zh"), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = re.search(r"http://\S+", process.stdout.readline())
    assert address is not None
    page = browser.new_page(
        locale="zh-TW", viewport={"width": 1440, "height": 900}, device_scale_factor=2 / 3
    )
    page.goto(address[0])
    try:
        yield page
    finally:
        process.terminate()
        process.wait(60)


def _settle(page: Any) -> None:
    page.wait_for_selector("#card:not(.loading)")
    page.wait_for_selector("#pages:not(.loading)", state="attached")


def _shot(page: Any, name: str) -> None:
    _settle(page)
    page.wait_for_timeout(1500)
    page.screenshot(path=DOCS / name)


def _review(page: Any) -> None:
    page.locator("#cards .substantive .row", has_text="金額").first.click()
    _shot(page, "year-3-review.png")

    page.locator("#cards .loss .row").first.click()
    _settle(page)
    page.get_by_role("button", name="配對有誤").click()
    page.locator("#m-choice").select_option(_FORCED)
    page.locator("#m-reason").fill("查原公文為同一計畫")
    page.get_by_role("button", name="兩者為同一計畫").click()
    page.locator("#match").wait_for(state="hidden")
    page.locator("#cards .row", has_text="聯絡方式").filter(has_text=_PROGRAMME).click()
    _settle(page)
    page.locator("[data-verdict=record]").click()
    option = page.locator("#c-field option", has_text=_READ).first
    option.wait_for(state="attached")
    page.locator("#c-field").select_option(option.get_attribute("value"))
    page.locator("#c-printed").fill(_PRINTED)
    page.locator("#c-reason").fill("頁面印的是處長")
    _shot(page, "year-4-correct.png")

    page.locator("#c-save").click()
    page.locator("#correct").wait_for(state="hidden")
    page.locator("#cards .loss .row").first.click()
    _settle(page)
    page.locator("[data-verdict=booklet]").click()
    page.locator("#note").fill("漏印，已告知出版單位")
    page.locator("#note").press("Enter")
    for worry in ("staff", "routine", "typographic"):
        page.locator(f"#cards .{worry} .row").first.click()
        _settle(page)
        page.locator("#together").click()
        page.locator("#ask .primary").click()
    while page.locator("#cards .sign:empty").count():
        row = page.locator("#cards .row:has(.sign:empty)").first
        if row.get_attribute("aria-current") is None:
            row.click()
        page.locator("[data-verdict=right]").click()
        page.wait_for_timeout(50)
    page.locator("#sign-open").click()
    page.locator("#s-reason").fill("逐項與頁面核對")
    _shot(page, "year-5-sign.png")
    page.locator("#s-sign").click()
    page.locator(".signed").wait_for()


if __name__ == "__main__":
    main()
