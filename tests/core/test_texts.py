"""What a person reads is there in both languages, with the same values in it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline.catalogue.site.render import STATES, words_script
from pipeline.core.findings import CODES
from pipeline.core.record import schema
from pipeline.core.texts import LANGUAGES, Language, of_finding, said, texts


def test_no_text_is_missing_in_a_language_and_none_is_empty() -> None:
    english, chinese = texts("en"), texts("zh_TW")
    assert english.keys() == chinese.keys() - {"findings", "sentences"}
    for section, told in english.items():
        if section == "record":
            continue
        assert told.keys() == chinese[section].keys()
        for key, words in told.items():
            assert words
            assert chinese[section][key]
            named = [sorted(re.findall(r"{\w*}", each)) for each in (words, chinese[section][key])]
            assert named[0] == named[1], key


def test_every_word_of_the_report_is_there_and_none_is_of_no_use(root: Path) -> None:
    """No pair of words stands in the template, its script or the labels: all are texts of a language."""
    report = root / "pipeline" / "report"
    page, script, labels = (
        (report / name).read_text("utf-8") for name in ("report.html", "report.js", "labels.py")
    )
    used = set(re.findall(r'\b(?:w|named|option)\("(\w+)"', page)) | set(
        re.findall(r'WORDS\["(\w+)"\]', page)
    )
    assert used == texts("en")["report"].keys()
    assert re.findall("[一-鿿]", script) == ["臺", "台"]  # two forms of one character, for the search
    assert re.sub("中文", "", "".join(re.findall("[一-鿿]+", page))) == ""  # what leads to the other language
    assert re.findall("[一-鿿]", labels) == []


def test_every_word_of_the_catalogue_and_of_values_is_there_and_none_is_of_no_use(root: Path) -> None:
    site = root / "pipeline" / "catalogue" / "site"
    pages = "".join(path.read_text("utf-8") for path in sorted(site.glob("*.html")))
    of_texts = r'\b(?:w|option|named|titled|both)\("(\w+)"[,)]'
    used = set(re.findall(of_texts, pages)) | set(re.findall(r"WORDS\.(\w+)", pages))
    used |= set(re.findall(r'\("[a-z ]+", "(\w+)"\)', pages)) | {f"state_{state}" for state in STATES}
    assert used == texts("en")["catalogue"].keys()
    assert (
        re.sub("中文", "", "".join(re.findall("[一-鿿]+", pages))) == ""
    )  # what leads to the other language

    said = "".join(
        (root / "pipeline" / name).read_text("utf-8")
        for name in (
            "report/values.py",
            *(f"catalogue/{name}.py" for name in ("glance", "model", "feed", "site/views")),
        )
    )
    named = set(re.findall(r'\b(?:worded|counted)\(\s*"(\w+)"', said)) | {"until", "later", "or"}
    named |= set(re.findall(r'"(years|months|weeks|days|hours|minutes|now_until|earlier|whole_\w+)"', said))
    known = texts("en")["values"].keys()
    of_costs = {key for key in known if key.startswith("cost_")}
    assert named <= known
    assert {key.removesuffix("_1") for key in known - of_costs} == named
    assert re.findall("Label\\([^)]*[一-鿿]", said) == []


def test_every_word_of_the_scripts_is_there_and_none_is_of_no_use(root: Path) -> None:
    site = root / "pipeline" / "catalogue" / "site"
    scripts = "".join(path.read_text("utf-8") for path in sorted(site.glob("*.js")))
    assert re.findall("[一-鿿]", re.sub(r"/\*.*?\*/|(?m://.*$)", "", scripts, flags=re.DOTALL)) == []
    told = json.loads(words_script().decode().removeprefix("const catalogueWords = ").rstrip(";\n"))
    assert told["zh"].keys() == told["en"].keys()
    used = set(re.findall(r'\b(?:w|counted)\("(\w+)"', scripts)) | set(re.findall(r'"(window\w*)"', scripts))
    used |= {f"state_{state}" for state in STATES} | {"fits", "ask", "not"}
    kinds = re.findall(r"(?m)^    (\w+): \(card\) =>", scripts)
    used |= {f"any_{kind}" for kind in (*kinds, "words", "amount")}
    assert {key.removesuffix("_1") for key in told["en"]} == used


def test_every_finding_is_told_in_both_languages() -> None:
    assert texts("zh_TW")["findings"].keys() == CODES.keys()
    for code in CODES:
        for meaning, hint in (of_finding("en", code), of_finding("zh_TW", code)):
            assert meaning
            assert hint
        assert re.search("[一-鿿]", of_finding("zh_TW", code)[1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_and_field_of_the_record_is_told_and_nothing_of_no_use(language: Language) -> None:
    """In English what its schema describes is told by that."""
    told: dict[str, str] = texts(language)["record"]
    whole = schema()
    used = set()
    for name, part in {whole["title"]: whole, **whole["$defs"]}.items():
        described = {name: part} | {
            f"{name}.{field}": each for field, each in part.get("properties", {}).items()
        }
        for key, each in described.items():
            if language == "zh_TW" or "description" not in each:
                used.add(key if key in told else key.rpartition(".")[2])
    assert used == told.keys()
    assert all(words.endswith(("。", ".")) and "|" not in words for words in told.values())


def test_every_text_of_the_page_is_there_and_none_is_of_no_use(root: Path) -> None:
    served = root / "pipeline" / "review" / "served"
    page, script, sheet, app = (
        (served / name).read_text("utf-8") for name in ("review.html", "review.js", "sheet.html", "app.py")
    )
    used = set(re.findall(r'data-(?:w|label)="(\w+)"', page)) | set(re.findall(r'\bw\("(\w+)"', script))
    used |= set(re.findall(r"{{[^}]*\bw\.(\w+)", sheet))
    known = texts("en")["review"].keys()
    assert used - known == set()
    used |= set(re.findall(r'"(\w+)"', script + app))
    kinds = set(re.findall(r"`(\w+_)\$", script))  # of these the page makes the key
    assert kinds == {"worry_", "about_", "verdict_", "hint_", "severity_", "form_"}
    unused = {key for key in known - used if not key.startswith(tuple(kinds))}
    assert {key for key in unused if f"w.{key}" not in sheet} == set()


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("the form has no 優惠方式", "表單沒有「優惠方式」"),
        ("the form has no 優惠方式 (and 3 more like it)", "表單沒有「優惠方式」（另有 3 處相同）"),
        ("3 of 5 forms have no 優惠方式", "5 張表單中有 3 張沒有「優惠方式」"),
        (
            "甲 is read as 主辦機關 in 3 forms; the profile does not know the words",
            "「甲」在 3 張表單讀為「主辦機關」；版面設定檔未列此用語",
        ),
        (
            "甲 is read as 主辦機關 in one form; the profile does not know the words",
            "「甲」在 1 張表單讀為「主辦機關」；版面設定檔未列此用語",
        ),
        (
            "甲 is read as a heading of the level area; the profile numbers these otherwise",
            "「甲」讀為面向的標題；版面設定檔的編號方式不同",
        ),
        ("no email can be read from a.b@", "無法由「a.b@」讀出電子郵件"),
        ("text outside the form: 甲 … (5 lines)", "表單外的文字：甲…（5 行）"),
        (
            "“3月” is no date that is understood (no-single-reading).",
            "「3月」看似日期，但未能解讀（沒有單一的讀法）。",
        ),
    ],
)
def test_a_message_in_chinese_has_no_names_of_the_program(english: str, chinese: str) -> None:
    """What is printed, 優惠方式, is named as it is in both languages."""
    assert said(english, "zh_TW") == chinese
