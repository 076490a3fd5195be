"""The documentation is a site in two languages: no link of it is dead, and its search finds Chinese words."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser import NEEDS_CHROMIUM
from tests.test_docs import IN_CHINESE

pytestmark = pytest.mark.long
BROKEN = re.compile("[一-鿿，。、；：）」]\\n[一-鿿（「]")
"""Where a line was broken and a browser shows a space."""


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--quiet", root / "docs", out]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return out


def test_no_link_of_the_site_is_dead(site: Path) -> None:
    pages = {path: path.read_text("utf-8") for path in site.rglob("*.html")}
    anchors = {path: set(re.findall(r'\bid="([^"]+)"', text)) for path, text in pages.items()}
    followed = 0
    for path, text in pages.items():
        for link in re.findall(r'\b(?:href|src)="([^"]+)"', text):
            to = urlsplit(link)
            if to.scheme or to.netloc or link == "#":
                continue
            target = Path(os.path.normpath(path.parent / unquote(to.path))) if to.path else path
            assert target.is_file(), f"{path.name}: {link}"
            if to.fragment and target in anchors:
                assert unquote(to.fragment) in anchors[target], f"{path.name}: {link}"
            followed += 1
    assert followed > 1000


@NEEDS_CHROMIUM
def test_each_language_is_said_and_search_finds_a_chinese_word(site: Path, browser: Any) -> None:
    for name in IN_CHINESE:
        text = (site / "zh-Hant" / f"{name}.html").read_text("utf-8")
        assert 'lang="zh-Hant-TW"' in text
        assert "搜尋" in text
        assert "A profile for another booklet" not in text  # the table of contents is that of the language
        told = re.sub("<(?!p>|/p>)[^>]+>", "", text)
        assert [each for each in re.findall("<p>(.*?)</p>", told, re.S) if BROKEN.search(each)] == []
        assert all(f'<span class="caption-text">{part}' in text for part in ("入門", "操作", "查閱", "了解"))
    for page in site.glob("*.html"):
        text = page.read_text("utf-8")
        assert 'lang="en"' in text
        assert "判讀值</a>" not in text
    library = (site / "library.html").read_text("utf-8")
    assert all(f'id="pipeline.api.{name}"' in library for name in ("extract", "diff", "tables"))
    assert 'id="booklet-catalogue"' in (site / "commands.html").read_text("utf-8")
    page = browser.new_page()
    for word, found in (
        ("個人資料保護法", "zh-Hant/personal-data.html"),
        ("掃描檔", "zh-Hant/scan.html"),
        ("版面設定檔", "zh-Hant/profiles.html"),
        ("相關網站", "zh-Hant/record.html"),
        ("放寬檔案限制", "zh-Hant/commands.html"),
        ("switchboard", None),
        ("provenance", "record.html"),
        ("資法", None),
    ):
        page.goto(f"{(site / 'search.html').as_uri()}?q={word}")
        page.locator("#search-results .search-summary, #search-results h2 + p").first.wait_for()
        page.wait_for_function("() => !document.querySelector('#search-progress')?.textContent.trim()")
        links = page.locator("#search-results li a").evaluate_all("all => all.map(each => each.href)")
        assert [link for link in links if found and found in link] if found else not links, (word, links)
