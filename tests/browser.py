"""A real browser for tests: how it is started, and what no page may do in it.

A module of tests that asks for ``browser`` says ``pytestmark = IN_A_BROWSER``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.typeset.html_pdf import chromium

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
NEEDS_CHROMIUM = pytest.mark.skipif(not chromium(), reason="no Chromium (apt-get install chromium)")
IN_A_BROWSER = [pytest.mark.long, NEEDS_CHROMIUM]
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_ARGUMENTS += ["--disable-component-update", "--disable-sync"]


def each_look(*widths: int, of: tuple[str, ...] = ()) -> Any:
    """Give a test widths and colour schemes: the trials take the narrowest in light and the widest in dark.

    Of several pages (``name``) the first is the narrow one and the last the wide one.  What the other pairs could show
    is in one of these two; `make soak` takes them all.
    """
    pages = [(name,) for name in of] or [()]
    trials = ((*pages[0], widths[0], "light"), (*pages[-1], widths[-1], "dark"))
    looks = [(*page, width, scheme) for page in pages for width in widths for scheme in ("light", "dark")]
    marked = [pytest.param(*look, marks=() if look in trials else pytest.mark.soak) for look in looks]
    return pytest.mark.parametrize((*(["name"] if of else []), "width", "scheme"), marked)


@contextmanager
def launched() -> Iterator[Any]:
    """Start a browser that asks for nothing by itself."""
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=_ARGUMENTS)
        yield browser
        browser.close()


def watch(page: Any, troubles: list[str], allowed: Callable[[str], bool]) -> None:
    """Note every message of the console, every error and every request for an address that is not allowed."""

    def asked(request: Any) -> None:
        if not allowed(request.url):
            troubles.append(f"request: {request.url}")

    page.on("console", lambda message: troubles.append(f"console {message.type}: {message.text}"))
    page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    page.on("request", asked)
