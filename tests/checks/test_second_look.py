"""A font that shows one digit and says another is caught by the picture of the page; an honest one is believed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.checks.other_engines import PICTURE, verify
from pipeline.checks.second_look import second_look
from pipeline.pages.reading import ENGINES, PDF, read
from pipeline.pages.scan import recognise
from pipeline.source.document import Acquired, identify
from tests.pages.test_characters import renamed
from tests.pages.test_engines import Sheet, fonts

pytestmark = [
    pytest.mark.skipif(not recognise.installed(), reason="the extra ocr is not installed (make ocr)"),
    pytest.mark.skipif(
        bool(fonts.missing()), reason=f"fonts are not installed: apt-get install {fonts.APT_PACKAGES}"
    ),
]


def sheet(folder: Path) -> Path:
    """A page in the middle of which an amount, a date, a ratio and a number to call are printed."""
    made = Sheet(pageCompression=0)
    made.write(50, 50, "補助上限5萬元，期間一年")
    made.write(50, 80, "至110年8月31日止，聯絡電話(02)2704-1280#16")
    made.table(50, 100)
    made.write(60, 125, "三分之二")
    return made.saved(folder)


def look(path: Path, engine: str = ENGINES[0]) -> tuple[int, list[tuple[str, str]]]:
    pages = {page.number or 0: [page] for page in read(path, PDF, Counter(), engine)}
    asked, found = second_look(path, pages)
    assert all(each.code == "picture-differs" and each.where.box for each in found)
    return asked, [(each.data["ours"], each.data["theirs"]) for each in found]


def test_an_honest_page_is_confirmed(tmp_path: Path) -> None:
    assert look(sheet(tmp_path)) == (7, [])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_font_that_shows_5_and_says_9_is_caught(engine: str, tmp_path: Path) -> None:
    path = renamed(sheet(tmp_path), "5", "9")
    (page,) = read(path, PDF, Counter(), engine)
    assert "補助上限9萬元" in page.glyphs
    assert look(path, engine) == (7, [("9", "5")])


def test_a_font_that_lies_of_a_chinese_digit_is_caught(tmp_path: Path) -> None:
    asked, found = look(renamed(sheet(tmp_path), "二", "五"))
    assert (asked, [ours for ours, _ in found]) == (7, ["三分之五"])


def test_the_comparison_of_engines_tells_it(tmp_path: Path) -> None:
    path = renamed(sheet(tmp_path), "8", "3")
    media_type, sha256 = identify(path)
    found = verify(Acquired(path, media_type, sha256), ENGINES[0])
    assert [each.code for each in found.findings] == ["picture-differs"] * 2
    assert (found.engines[-1].engine, found.engines[-1].cells, found.engines[-1].agreed) == (PICTURE, 7, 5)


def test_numbers_of_a_demonstration_page_are_confirmed(demo_pdf: Path) -> None:
    pages = {page.number or 0: [page] for page in read(demo_pdf, PDF, Counter()) if page.number == 6}
    asked, found = second_look(demo_pdf, pages)
    assert asked > 10
    assert found == []
