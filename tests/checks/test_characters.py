"""A text layer that names one character for another throughout is told, and an honest one is not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.checks.characters import COMMON, ENOUGH, absent_characters
from pipeline.extract import extract
from pipeline.forms.profile import load_profile
from pipeline.pages.reading import PDF, read
from pipeline.source.document import Acquired, identify


@pytest.fixture(scope="module")
def printed(demo_pdf: Path) -> str:
    return "".join(page.glyphs for page in read(demo_pdf, PDF, Counter()))


def test_a_booklet_has_every_common_character(printed: str) -> None:
    assert sum("\u4e00" <= sign <= "\u9fff" for sign in printed) >= ENOUGH
    assert not list(absent_characters(Counter(printed)))


@pytest.mark.parametrize("character", COMMON)
def test_one_that_never_occurs_is_told(printed: str, character: str) -> None:
    (found,) = absent_characters(Counter(printed.replace(character, "更")))
    assert (found.code, found.data["character"]) == ("character-absent", character)


def test_of_a_short_text_nothing_is_said() -> None:
    assert not list(absent_characters(Counter("計畫" * (ENOUGH // 2 - 1))))
    assert list(absent_characters(Counter("計畫" * (ENOUGH // 2))))


def test_it_stands_in_the_record(tmp_path: Path) -> None:
    path = tmp_path / "booklet.txt"
    path.write_text("112年度手冊\n" + "為推動產業及人才之發展，於本年度以計畫與服務補助。\n" * 400, "utf-8")
    media_type, sha256 = identify(path)
    found = extract(Acquired(path, media_type, sha256), "112", 112, load_profile("support-measures"))
    told = [each.data["character"] for each in found.booklet.findings if each.code == "character-absent"]
    assert told == ["有"]
