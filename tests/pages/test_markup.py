"""Transcriptions in HTML and Markdown give the record that the tabbed transcription gives."""

from __future__ import annotations

import html
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.page import Line, Page, Table
from pipeline.core.paragraphs import ends_paragraph
from pipeline.extract import Extraction, extract
from pipeline.forms.profile import load_profile
from pipeline.pages.markup import is_markup, read_markup
from pipeline.pages.transcript import parse_transcript
from pipeline.source.document import Acquired, identify
from pipeline.source.media_type import HTML, TEXT, read_text
from tests.typeset.expected import differences, expected_record
from tests.typeset.html_pdf import WebStyle, write_html
from tests.typeset.make_demo import SOURCE
from tests.typeset.source import load
from tests.typeset.transcript import transcribe


def read(content: str, folder: Path, name: str = "booklet") -> Extraction:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    media_type, sha256 = identify(path)
    return extract(Acquired(path, media_type, sha256), "made", None, load_profile("support-measures"))


def texts(page: Page) -> list[Any]:
    """Return lines as texts and tables as rows of (row span, column span, lines)."""
    found: list[Any] = []
    for block in page.blocks:
        if isinstance(block, Line):
            found.append(block.text.text)
        else:
            found.append(
                [
                    [
                        (cell.row_span, cell.column_span, "/".join(line.text.text for line in cell.lines))
                        for cell in block.cells
                        if cell.row == row
                    ]
                    for row in range(block.rows)
                ]
            )
    return found


# what is read


def test_cells_spans_and_lines() -> None:
    page = read_markup(
        "<html><head><title>x</title></head><body><h1>甲</h1><p>乙<br>丙</p><!-- page 2 --><table>"
        "<tr><td rowspan=2>一</td><td colspan='2'><p>二</p><p>三</p></td></tr><tr><td>四</td><td></td></tr></table>"
        "<script>alert(1)</script>丁 &amp; 戊</body></html>",
        Counter(),
    )
    assert texts(page) == [
        "甲",
        "乙",
        "丙",
        [[(2, 1, "一"), (1, 2, "二/三")], [(1, 1, "四"), (1, 1, "")]],
        "丁&戊",
    ]
    assert "alert" not in page.glyphs


def test_pipes_headings_page_marks_and_escapes() -> None:
    page = read_markup(
        "# 一、人才面\n\n{3}------------------------------------------------\n\n1\\. **甲** a_b_c@x.tw\n\n---\n\n"
        "![圖](page_3_figure.jpg)\n\n| 簡介 | 說明<br>第二行 |\n|---|:--:|\n| 網站 | <https://x.tw/a_b> |\n\n2. 乙\n",
        Counter(),
    )
    assert texts(page) == [
        "一、人才面",
        "1.甲a_b_c@x.tw",
        [[(1, 1, "簡介"), (1, 1, "說明/第二行")], [(1, 1, "網站"), (1, 1, "https://x.tw/a_b")]],
        "2.乙",
    ]


def test_a_table_of_titles_and_pages_is_a_contents_page() -> None:
    page = read_markup(
        "<table><tr><td>一、甲</td><td>3</td></tr><tr><td>二、乙</td><td>12</td></tr></table>", Counter()
    )
    assert texts(page) == ["一、甲3", "二、乙12"]


@pytest.mark.parametrize(
    ("text", "media_type", "markup"),
    [
        ("<html><p>甲</p>", HTML, True),
        ("甲\n\n| a | b |\n|---|---|\n| c | d |\n", TEXT, True),
        ("甲\n<table><tr><td>乙</td></tr></table>", TEXT, True),
        ("簡介\t<table><tr><td>乙</td></tr></table>", TEXT, False),
        ("甲 | 乙\n---\n", TEXT, False),
        ("簡介\t說明\n", TEXT, False),
    ],
)
def test_what_is_markup(text: str, media_type: str, markup: bool) -> None:
    assert is_markup(text, media_type) is markup


@pytest.mark.parametrize(
    "broken",
    [
        "<table><tr><td>甲<td>乙<tr><td>丙",
        "<td>甲</td></table></tr>",
        "<table>甲<tr>乙<td>丙</td></tr></table>",
        "<table><tr><td><table><tr><td>甲</td><td>乙</td></tr></table>丙</td></tr></table>",
        "<table><tr><td rowspan='99999999999' colspan='-3'>甲</td></tr></table>",
        "<p>甲<b>乙<i",
        "<table></table><table><tr></tr></table>甲",
    ],
)
def test_broken_html_loses_no_ink(broken: str) -> None:
    page = read_markup(f"<html>{broken}", Counter())
    printed = [sign for sign in broken if sign in "甲乙丙"]
    assert [sign for sign in page.glyphs if sign in "甲乙丙"] == printed


# pages of the web, and parts of them


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<div class='a'>\n\t<h3>甲</h3>\n\t\t<p>乙</p></div>", HTML),
        ("\n<!-- copied -->\n<h3>1、甲</h3><table>\t<tr>\t<td>簡介</td>\t<td>乙</td></tr></table>", HTML),
        ("<section\tid='a'><script>a\tb</script><p>甲</p></section>", HTML),
        ("<p>簡介</p>\t<p>本計畫</p>\n<p>網站</p>\thttps://x.tw\n", TEXT),
        ("<https://x.tw> 甲\n", TEXT),
        ("<甲>\n", TEXT),
    ],
)
def test_a_part_of_a_page_is_markup_and_a_tabbed_row_none(text: str, kind: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_text(text, encoding="utf-8")
    assert identify(tmp_path / "a")[0] == kind


def aside(page: Page) -> list[str]:
    return [block.text.text for block in page.blocks if isinstance(block, Line) and block.aside]


def test_menus_are_beside_the_content_and_what_is_hidden_is_none() -> None:
    page = read_markup(
        "<html><head><title>x</title><style>p{}</style><body><nav>選單<ul><li>首頁<nav>內</nav></ul></nav>"
        "<div hidden>藏<div>甲</div>藏</div><p style='display: none'>藏</p><input hidden><p>乙</p>"
        "<article><p>丙</p><footer>丁</footer></article><div role='contentinfo'><div>戊</div>己</div>"
        "<p>庚</p><footer><table><tr><td>辛</td></tr></table></footer><svg><text>藏</text></svg><p><textarea>壬</textarea>",
        Counter(),
    )
    lines = [block.text.text for block in page.blocks if isinstance(block, Line)]
    assert lines == ["選單", "首頁", "內", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬"]
    assert aside(page) == ["選單", "首頁", "內", "戊", "己", "辛"]
    assert "藏" not in page.glyphs


def test_a_menu_that_is_never_closed_ends_where_the_content_begins() -> None:
    assert aside(read_markup("<div><nav>選單<main>甲</main>乙", Counter())) == ["選單"]


MENU = (
    "<nav><ul><li><a href='/'>首頁</a></li><li>網站導覽</li></ul></nav><script>var a='<p>1、甲</p>';</script>"
)
FOOT = (
    "<footer><p>版權所有 地址：臺北市福州街15號</p><style>td{color:red}</style></footer><script>b()</script>"
)


@pytest.mark.parametrize("begin", ["<!DOCTYPE html><html><body>", "<div id='main'>\n\t", "<section>"])
def test_a_page_of_a_ministry_gives_the_record_that_was_meant(begin: str, tmp_path: Path) -> None:
    source = load(SOURCE)
    whole = write_html(source, WebStyle())
    body = whole[whole.index("<body>") + len("<body>") : whole.index("</body>")]
    found = read(begin + MENU + body + FOOT, tmp_path)
    assert differences(expected_record(source), found.booklet.model_dump(mode="json")) == []
    assert found.owned == found.glyphs > 9_000
    assert "網站導覽" not in found.booklet.front.introduction


def test_a_form_that_was_copied_out_of_a_page_is_read(tmp_path: Path) -> None:
    source = load(SOURCE)
    whole = write_html(source, WebStyle())
    found = read("<h3 class='t'>" + whole.split("<h4 class='", 2)[1].replace("'>", "", 1), tmp_path)
    assert [programme.number for programme in found.booklet.programmes] == [1]
    assert found.booklet.programmes[0].name == source.programmes()[0][3].name


# whole booklets


def test_html_with_spans_gives_the_record_that_was_meant(tmp_path: Path) -> None:
    source = load(SOURCE)
    found = read(write_html(source, WebStyle()), tmp_path)
    assert differences(expected_record(source), found.booklet.model_dump(mode="json")) == []
    assert found.owned == found.glyphs > 9_000
    assert found.booklet.edition.source.media_type == HTML


def spaced(line: Line) -> str:
    """Return a line with the spaces that were printed in it."""
    return " ".join(piece.text for piece in line.text.pieces()).replace("& ", "&")  # R&amp;D is one word


def as_html(page: Page) -> str:
    """Write a page of a transcription as HTML."""
    parts = ["<!DOCTYPE html><html><body>"]
    for block in page.blocks:
        if isinstance(block, Line):
            parts.append(f"<p>{html.escape(spaced(block))}</p>")
            continue
        rows = (
            "".join(
                f"<td>{'<br/>'.join(html.escape(spaced(line)) for line in cell.lines)}</td>"
                for cell in block.row(row)
            )
            for row in range(block.rows)
        )
        parts.append("<table>" + "".join(f"<tr>{row}</tr>\n" for row in rows) + "</table>")
    return "\n".join(parts)


def as_pipes(page: Page) -> str:
    """Write a page of a transcription as Markdown."""
    parts = []
    for block in page.blocks:
        if isinstance(block, Line):
            parts.append(escaped(spaced(block)) + "\n")
            continue
        rows = [pipes(block, row) for row in range(block.rows)]
        parts.append("\n".join([rows[0], "|" + "---|" * block.columns, *rows[1:]]) + "\n")
    return "\n".join(parts)


def pipes(table: Table, row: int) -> str:
    cells = {cell.column: cell for cell in table.row(row)}
    words = (
        "<br>".join(escaped(spaced(line)) for line in cells[column].lines) if column in cells else ""
        for column in range(table.columns)
    )
    return "| " + " | ".join(words) + " |"


def escaped(text: str) -> str:
    for sign in "\\`*_[]<>#|&~":
        text = text.replace(sign, f"\\{sign}")
    return text


def same(one: Extraction, other: Extraction) -> bool:
    """Tell whether two records are equal save source, pages and provenance."""

    def plain(found: Extraction) -> dict[str, Any]:
        record = found.booklet.model_dump(mode="json")
        del record["edition"]["source"], record["front"]["provenance"]
        for programme in record["programmes"]:
            del programme["provenance"], programme["pages"]
        return record

    return plain(one) == plain(other)


@pytest.mark.parametrize("write", [as_html, as_pipes])
def test_the_demonstration_edition_in_both_forms(write: Any, tmp_path: Path) -> None:
    text = transcribe(load(SOURCE))
    tabbed = read(text, tmp_path)
    marked = read(write(parse_transcript(text, Counter())), tmp_path)
    assert len(tabbed.booklet.programmes) == 13
    assert same(tabbed, marked)
    assert marked.owned == marked.glyphs


@pytest.mark.parametrize("write", [as_html, as_pipes])
def test_the_booklet_of_109_in_both_forms(write: Any, shared: Path, tmp_path: Path) -> None:
    path = shared / "booklets" / "109" / "transcript.txt"
    tabbed = read(path.read_text("utf-8"), tmp_path)
    marked = read(write(parse_transcript(read_text(path), Counter())), tmp_path)
    assert len(tabbed.booklet.programmes) == 36
    assert same(tabbed, marked)
    assert marked.owned == marked.glyphs


def test_lines_of_a_cell_and_outside_are_paragraphs() -> None:
    cell = "<p>甲。<b>乙</b></p><ul><li>丙<li>丁</ul>戊<br>己"
    page = read_markup(f"<p>前言</p><p>說明</p><table><tr><td>簡介<td>{cell}</table>", Counter())
    table = next(block for block in page.blocks if isinstance(block, Table))
    lines = table.cells[1].lines
    assert [line.text.text for line in lines] == ["甲。乙", "丙", "丁", "戊", "己"]
    assert all(ends_paragraph(*pair) for pair in pairwise(lines))
    outside = [block for block in page.blocks if isinstance(block, Line)]
    assert [ends_paragraph(*pair) for pair in pairwise(outside)] == [True]
