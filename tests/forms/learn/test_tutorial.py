"""The tutorial for another office, walked in a new folder as it is printed; its two languages print the same."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
from itertools import groupby
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.core.texts import said, texts
from pipeline.forms.profile import parse_profile
from pipeline.review.acceptance import NO_PERSON
from tests.demonstrations import ROOT
from tests.typeset import cards, fonts

ENGLISH, CHINESE = (
    (ROOT / "docs" / language / "tutorial-another-office.md").read_text("utf-8")
    for language in ("", "zh-Hant")
)
COMMAND = re.compile(r"^    booklet (.+)$", re.M)
BLOCK = re.compile(r"```toml\n(.+?)```", re.S)
PERSON = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CONFIG_COUNT": "1"}
PERSON |= {"GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "王小明"}


def rows_of(page: str) -> list[list[list[str]]]:
    """Return the tables of a page, each as rows of cells."""
    tables = groupby(page.splitlines(), lambda line: line.startswith("|"))
    return [
        [[cell.strip() for cell in line.strip("|").split("|")] for line in lines][2:]
        for is_table, lines in tables
        if is_table
    ]


def test_both_languages_print_the_same() -> None:
    plain = [re.sub(r'--reason ".+?"', "", "\n".join(COMMAND.findall(page))) for page in (ENGLISH, CHINESE)]
    assert plain[0] == plain[1]
    assert len(plain[0].splitlines()) == 10
    assert BLOCK.findall(ENGLISH) == BLOCK.findall(CHINESE)
    findings, changes = rows_of(ENGLISH)
    english, chinese = (texts(language)["kinds"] for language in ("en", "zh_TW"))
    named = {english[kind]: chinese[kind] for kind in english}
    assert rows_of(CHINESE) == [
        [[said(cell, "zh_TW") for cell in row] for row in findings],
        [[named[kind], *more] for kind, *more in changes],
    ]
    headings = [re.findall(r"^## (\d)\.", page, re.M) for page in (ENGLISH, CHINESE)]
    assert headings == [list("12345")] * 2


@pytest.mark.skipif(
    bool(fonts.missing()), reason=f"fonts are not installed: apt-get install {fonts.APT_PACKAGES}"
)
@pytest.mark.parametrize("year", cards.WELFARE)
def test_the_handbooks_in_docs_are_what_is_printed_here(year: int) -> None:
    assert cards.WELFARE[year].read_bytes() == cards.print_welfare(year), "python -m tests.typeset.cards"


@pytest.mark.long
def test_every_command_does_what_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for handbook in cards.WELFARE.values():
        shutil.copy(handbook, tmp_path)
    drafted, mended, origin = BLOCK.findall(ENGLISH)
    findings, changes = rows_of(ENGLISH)
    printed = {}
    for command in COMMAND.findall(ENGLISH):
        if command.startswith("publish"):
            for year in cards.WELFARE:
                describe(tmp_path / "raw" / str(year) / "origin.toml", origin)
        printed[command] = run(command)
        if command.startswith("profile"):
            assert (tmp_path / "welfare.toml").read_text("utf-8").partition("\n")[2] == drafted
        if "first-look" in command:
            mend(tmp_path / "welfare.toml", mended)
    (first,) = (text for command, text in printed.items() if "first-look" in command)
    assert shown(first, "label-unknown", 5) == findings
    assert "label-unknown" not in printed["extract 113"]
    assert "contents-missing" in printed["extract 112"]
    assert shown(printed["diff 112 113"], f"^({'|'.join(texts('en')['kinds'].values())})$", 4) == changes
    for year, services in ((112, 6), (113, 7)):
        record = json.loads((tmp_path / f"extracted/{year}/booklet.json").read_bytes())
        source = cards.load(cards.WELFARE_SOURCES[year]).cards
        assert len(record["programmes"]) == services
        for programme, card in zip(record["programmes"], source, strict=True):
            name, *fields = ("".join(text.split()) for text in card.values())
            assert programme["name"] == name
            assert ["".join(prose["text"].split()) for prose in programme["other"].values()] == fields
    assert len(list((tmp_path / "public" / "programme").glob("*.html"))) == 7


def run(command: str) -> str:
    """Return what a command says; it must end with exit status 0."""
    alone = dict.fromkeys((*NO_PERSON, "BOOKLET_RAW", "BOOKLET_BASE"))
    done = CliRunner().invoke(main, shlex.split(command), input="y\n", env=PERSON | alone)
    assert done.exit_code == 0, done.output
    return done.output


def mend(profile: Path, lines: str) -> None:
    """Mend the lines of a profile as the page shows them: one is changed, one is new."""
    before = profile.read_text("utf-8")
    after = re.sub(r"^labels = .*\n", lines, before, flags=re.M)
    assert len(set(after.splitlines()) - set(before.splitlines())) == 2
    parse_profile("mended", after)
    profile.write_text(after, "utf-8")


def describe(origin: Path, lines: str) -> None:
    before = origin.read_text("utf-8")
    assert 'publisher = ""\n' in before
    origin.write_text(before.replace('publisher = ""\n', lines), "utf-8")


def shown(output: str, words: str, columns: int) -> list[list[str]]:
    """Return the first columns of the printed rows that begin with a word, or have it second."""
    rows = [
        [cell.strip() for cell in line.strip("│").split("│")] for line in output.splitlines() if "│" in line
    ]
    return [row[:columns] for row in rows if any(re.search(words, cell) for cell in row[:2])]
