"""Characters that look alike, that have no ink, that lean, and that are set apart, read by both engines."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.pages.markup import read_markup
from pipeline.pages.transcript import parse_transcript
from tests.pages.test_engines import Sheet, both, lines, pages
from tests.typeset import fonts

pytestmark = pytest.mark.skipif(
    bool(fonts.missing()), reason=f"fonts are not installed: apt-get install {fonts.APT_PACKAGES}"
)


def renamed(path: Path, printed: str, meant: str) -> Path:
    """Let the font of a file say that one of its characters is another."""
    data = path.read_bytes()
    assert data.count(f"<{ord(printed):04X}>".encode()) == 1, data[:200]
    path.write_bytes(data.replace(f"<{ord(printed):04X}>".encode(), f"<{ord(meant):04X}>".encode()))
    return path


@both
@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011", "\ufe63", "\u00ad", "\u2212", "\uff0d", "\u2013"])
def test_every_hyphen_in_an_address_is_one(engine: str, hyphen: str, tmp_path: Path) -> None:
    sheet = Sheet(pageCompression=0)
    sheet.write(50, 50, "http://co~op.example.tw/a 服務 a~b@c~d.tw", font="kai")
    path = renamed(sheet.saved(tmp_path), "~", hyphen)
    assert lines(pages(path, engine)[0]) == ["http://co-op.example.tw/a服務a-b@c-d.tw"]


@both
@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011", "\u00ad", "\u2212", "\uff0d"])
def test_every_hyphen_in_a_number_is_one(engine: str, hyphen: str, tmp_path: Path) -> None:
    sheet = Sheet(pageCompression=0)
    sheet.write(50, 50, "(02)2754~1255", font="kai")
    path = renamed(sheet.saved(tmp_path), "~", hyphen)
    assert lines(pages(path, engine)[0]) == ["(02)2754-1255"]


@both
@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011", "\u00ad"])
def test_a_hyphen_stays_at_a_line_end(engine: str, hyphen: str, tmp_path: Path) -> None:
    sheet = Sheet(pageCompression=0)
    sheet.write(50, 50, "http://co~", font="kai")
    sheet.write(50, 65, "op.example.tw", font="kai")
    path = renamed(sheet.saved(tmp_path), "~", hyphen)
    assert lines(pages(path, engine)[0]) == ["http://co-", "op.example.tw"]


@both
@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\u2060", "\ufeff"])
def test_a_character_without_ink_is_none_of_the_page(engine: str, sign: str, tmp_path: Path) -> None:
    sheet = Sheet(pageCompression=0)
    sheet.write(50, 50, "計~畫", font="kai")
    sheet.write(50, 80, "~", font="kai")
    counts: Counter[str] = Counter()
    (page,) = pages(renamed(sheet.saved(tmp_path), "~", sign), engine, counts)
    assert lines(page) == ["計畫"]
    assert page.glyphs.split() == ["計畫"] or page.glyphs.split() == ["計", "畫"]


def test_a_transcription_loses_what_has_no_ink() -> None:
    for read, text in (
        (parse_transcript, "計\u200b畫\u00ad名\ufeff稱"),
        (parse_transcript, "計&#8203;畫&shy;名稱"),
        (read_markup, "<p>計\u200b畫&shy;名&#xfeff;稱</p>"),
    ):
        counts: Counter[str] = Counter()
        page = read(text, counts)
        assert lines(page) == ["計畫名稱"]
        assert "".join(page.glyphs.split()) == "計畫名稱"
    assert counts == {"invisible": 3}


@both
def test_letters_that_lean_are_text(engine: str, tmp_path: Path) -> None:
    """A typesetter without an italic shears the upright one; the line stays level."""
    sheet = Sheet()
    sheet.write(50, 50, "補助")
    words = sheet.canvas.beginText(74, 250)
    words.setTextTransform(1, 0, 0.33, 1, 74, 250)
    words.setFont("kai", 12)
    words.textOut("上限")
    sheet.canvas.drawText(words)
    sheet.write(98, 50, "五十萬元")
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert lines(page) == ["補助上限五十萬元"]
    assert not page.blocks[0].behind


@both
def test_letters_that_lean_within_a_form_are_text_and_turned_ones_a_watermark(
    engine: str, tmp_path: Path
) -> None:
    sheet = Sheet()
    canvas = sheet.canvas
    canvas.beginForm("form")
    sheet.write(0, 300, "上限")
    canvas.endForm()
    sheet.write(50, 50, "補助")
    for matrix in ((1, 0, 0.33, 1, 74, 250), (0.7, 0.7, -0.7, 0.7, 200, 100)):
        canvas.saveState()
        canvas.transform(*matrix)
        canvas.doForm("form")
        canvas.restoreState()
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert [(block.text.text, block.behind) for block in page.blocks] == [
        ("上限", True),
        ("補助上限", False),
    ]


@both
def test_full_width_digits_are_digits(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write(50, 50, "補助５０％，（０２）２７５４－１２５５＃１２")
    assert lines(pages(sheet.saved(tmp_path), engine)[0]) == ["補助50%，（02）2754-1255#12"]


@both
@pytest.mark.parametrize(("gap", "words"), [(0.10, "ISOcode"), (0.185, "ISO code"), (0.224, "ISO code")])
def test_narrow_spaces_part_words(engine: str, gap: float, words: str, tmp_path: Path) -> None:
    """Noto has a space of 0.224; one line set tight has less."""
    sheet = Sheet()
    sheet.write(50, 50, "ISO", font="Helvetica")
    width = sheet.canvas.stringWidth("ISO", "Helvetica", 12)
    sheet.write(50 + width + 12 * gap, 50, "code", font="Helvetica")
    assert lines(pages(sheet.saved(tmp_path), engine)[0]) == [words]


@both
@pytest.mark.parametrize("tracking", [0.1, 0.2, 0.3])
def test_letters_set_apart_are_one_word(engine: str, tracking: float, tmp_path: Path) -> None:
    sheet = Sheet()
    x = 50.0
    for letter in "PROGRAMME":
        sheet.write(x, 50, letter, font="Helvetica")
        x += sheet.canvas.stringWidth(letter, "Helvetica", 12) + 12 * tracking
    x += 12 * 0.28
    for letter in "GUIDE":
        sheet.write(x, 50, letter, font="Helvetica")
        x += sheet.canvas.stringWidth(letter, "Helvetica", 12) + 12 * tracking
    assert lines(pages(sheet.saved(tmp_path), engine)[0]) == ["PROGRAMME GUIDE"]
