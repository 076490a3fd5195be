"""What a person reads is there in both languages, with the same values in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.core.findings import CODES
from pipeline.core.texts import of_finding, preferred, say, texts


def test_no_text_is_missing_in_a_language_and_none_is_empty() -> None:
    english, chinese = texts("en"), texts("zh_TW")
    assert english.keys() == chinese.keys() - {"findings"}
    for section, told in english.items():
        assert told.keys() == chinese[section].keys()
        for key, words in told.items():
            assert words
            assert chinese[section][key]
            named = [sorted(re.findall(r"{\w*}", each)) for each in (words, chinese[section][key])]
            assert named[0] == named[1], key


def test_every_finding_is_told_in_both_languages() -> None:
    assert texts("zh_TW")["findings"].keys() == CODES.keys()
    for code in CODES:
        for meaning, hint in (of_finding("en", code), of_finding("zh_TW", code)):
            assert meaning
            assert hint
        assert re.search("[一-鿿]", of_finding("zh_TW", code)[1])


def test_every_text_of_the_page_is_there(root: Path) -> None:
    served = root / "pipeline" / "review" / "served"
    page = (served / "review.html").read_text("utf-8")
    script = (served / "review.js").read_text("utf-8")
    used = set(re.findall(r'data-(?:w|label)="(\w+)"', page)) | set(re.findall(r'\bw\("(\w+)"', script))
    assert used - texts("en")["review"].keys() == set()


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "zh_TW.UTF-8"}, "zh_TW"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "zh_TW"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "C"}, "zh_TW"),
        ({}, "en"),
    ],
)
def test_the_locale_tells_the_language(environ: dict[str, str], language: str) -> None:
    assert preferred(environ) == language


def test_values_are_put_in() -> None:
    assert say("en", "review", "page", n=3) == "page 3"
    assert say("zh_TW", "review", "page", n=3) == "第 3 頁"
