"""Words that find each other: a short file, and an editor's own lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.catalogue.cards import kind_label
from pipeline.catalogue.site.finding import folded
from pipeline.catalogue.terms import OWN, read_terms
from pipeline.core.errors import UserError


def test_kinds_have_english_names():
    terms = read_terms()
    named = {
        kind: kind_label(kind, terms).en
        for kind in ("經費補助", "融資貸款", "人才培訓", "訪視診斷", "場次安排")
    }
    assert named == {
        "經費補助": "Grants",
        "融資貸款": "Loans",
        "人才培訓": "Recruitment",
        "訪視診斷": "Advice",
        "場次安排": "場次安排",
    }


def test_an_editor_adds_lines_of_his_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    OWN.parent.mkdir()
    OWN.write_text("# 本縣\n* 觀光 旅遊 民宿 = Tourism, travel\n", "utf-8")
    (last,) = [term for term in read_terms() if term.name == "觀光"]
    assert (last.words, last.english, last.purpose) == (("觀光", "旅遊", "民宿"), ("Tourism", "travel"), True)


@pytest.mark.parametrize("line", ["= Tourism", "觀光 =", "*"])
def test_a_line_that_is_not_understood_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str):
    monkeypatch.chdir(tmp_path)
    OWN.parent.mkdir()
    OWN.write_text(f"觀光 旅遊\n{line}\n", "utf-8")
    with pytest.raises(UserError, match=r"raw/terms\.txt, line 2"):
        read_terms()


def test_search_compares_sign_for_sign():
    """A place in the folded text is a place in the printed one: what is found is marked there."""
    for text in ("臺灣ＡＩ補助（１００萬元）", "㈱ﬁ İ A⁺", "𠮷野家"):
        assert len(folded(text)) == len(text)
    assert folded("臺灣ＡＩ補助") == "台湾ai补助"
