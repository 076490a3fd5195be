"""Other engines give a sign of progress with each page: work without one is given up."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.checks import other_engines
from pipeline.core.page import Page
from pipeline.pages.reading import ENGINES
from pipeline.pages.scan import recognise
from pipeline.source.document import Acquired
from pipeline.source.media_type import PDF


def test_a_sign_comes_with_each_page_that_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def pages(*_: object) -> Iterator[Page]:
        for number in (1, 2):
            said.append(f"reading {number}")
            yield Page(number, 1.0, 1.0, 0, "", array("d"), ())

    monkeypatch.setattr(other_engines, "read", pages)
    monkeypatch.setattr(recognise, "installed", lambda: False)
    acquired = Acquired(Path("any.pdf"), PDF, "0" * 64)
    other_engines.verify(acquired, ENGINES[0], lambda number: said.append(f"seen {number}"))
    assert said == 2 * ["reading 1", "seen 1", "reading 2", "seen 2"]
