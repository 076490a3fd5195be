"""No text is run by a spreadsheet as a formula, in whatever width its first sign is printed, and each can be had back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.cells import harmless, original

RUN = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize("sign", RUN)
def test_what_a_spreadsheet_runs_is_marked(sign: str) -> None:
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"
    assert original(harmless(f"{sign}1+1")) == f"{sign}1+1"


def test_no_width_of_a_sign_is_forgotten() -> None:
    forms = [
        chr(code) for code in range(0x110000) if unicodedata.normalize("NFKC", chr(code)) in list("=+-@")
    ]
    assert len(forms) > 10
    assert [
        form for form in forms if unicodedata.east_asian_width(form) == "F" and harmless(form) == form
    ] == []


@pytest.mark.parametrize("text", ["", "+886225550148", "-3", "1+1", "電話", "a=b", "a@b.tw"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@given(st.text(st.sampled_from(RUN + "'1a年")))
def test_every_text_can_be_had_back(text: str) -> None:
    assert original(harmless(text)) == text
    assert not harmless(text)[1:] or not harmless(text).startswith(tuple("=@\t\r\n＝＋－＠"))
