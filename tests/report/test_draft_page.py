"""The page beside a draft: colours on pictures of the pages stand where the labels, values and headings are printed."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.cli import main
from tests.typeset import fonts
from tests.typeset.form import chinese

pytestmark = pytest.mark.skipif(
    bool(fonts.missing()), reason=f"fonts are not installed: apt-get install {fonts.APT_PACKAGES}"
)
SVG = "{http://www.w3.org/2000/svg}"
LABELS = ("服務對象", "服務內容", "聯絡電話")
LEFT, MIDDLE, RIGHT, ROW, SIZE = 60, 150, 500, 24, 12
FORMS = ((1, 700), (1, 400), (2, 700), (2, 64))
"""Page and y of each form; page 2 ends within the last, which goes on atop page 3."""


def value(form: int, row: int) -> str:
    return f"第{chinese(form + 1)}種服務之{'甲乙丙'[row]}項說明"


def printed(path: Path) -> dict[str, list[tuple[int, float, float]]]:
    """Write a small PDF; return page, x and y (downwards) of the baseline of each text."""
    fonts.font("kai")
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    places: dict[str, list[tuple[int, float, float]]] = {}
    page = 1

    def write(x: float, y: float, text: str) -> None:
        canvas.setFont("kai", SIZE)
        canvas.drawString(x, y, text)
        places.setdefault(text, []).append((page, x, A4[1] - y))

    for form, (on, y) in enumerate(FORMS):
        if on > page:
            canvas.showPage()
            page = on
        write(LEFT, y + 8, f"第{chinese(form + 1)}項　{'東西南北'[form]}區關懷服務")
        for row, label in enumerate(LABELS):
            bottom = y - (row + 1) * ROW
            if bottom < 0:
                canvas.showPage()
                page, y = page + 1, 780
                bottom = y - ROW
            canvas.rect(LEFT, bottom, MIDDLE - LEFT, ROW)
            canvas.rect(MIDDLE, bottom, RIGHT - MIDDLE, ROW)
            write(LEFT + 6, bottom + 7, label)
            write(MIDDLE + 6, bottom + 7, value(form, row))
    write(LEFT, 300, "本手冊所載服務如有異動，以公告為準。")
    canvas.save()
    return places


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["profile", *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done.exit_code, done.output


def sheets(page: str) -> dict[int, list[tuple[str, str, tuple[float, float, float, float]]]]:
    """Return, of each page that is shown, class, title and box of its colours."""
    found = {}
    for each in re.findall(r"<svg .*?</svg>", page, re.S):
        svg = ElementTree.fromstring(each.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
        number = int(str(svg.get("aria-label")).split()[-1])
        rects = []
        for rect in svg.iter(f"{SVG}rect"):
            x, y, width, height = (float(rect.get(side) or "") for side in ("x", "y", "width", "height"))
            rects.append((rect.get("class") or "", rect[0].text or "", (x, y, x + width, y + height)))
        found[number] = rects
    return found


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drafted")
    places = printed(folder / "handbook.pdf")
    status, said = run(
        folder / "handbook.pdf", "--out", folder / "mine.toml", "--picture", folder / "mine.html"
    )
    assert status == 0, said
    return places, (folder / "mine.html").read_text("utf-8")


def test_colours_stand_where_the_texts_are_printed(shown) -> None:
    places, page = shown
    found = sheets(page)
    assert list(found) == [1, 2, 3]  # of the first form, and of one that a page end cuts
    expected = {
        **{label: ("label", f"標籤 label：{label}") for label in LABELS},
        **{
            value(form, row): ("value", f"內容 value：{label}")
            for form in range(len(FORMS))
            for row, label in enumerate(LABELS)
        },
    }
    count: Counter[int] = Counter()
    for text, stands in places.items():
        kind, title = expected.get(text, ("heading", "標題 heading"))
        for number, x, y in stands:
            over = [
                each
                for each in found[number]
                if each[2][0] <= x + 4 <= each[2][2] and each[2][1] <= y - 4 <= each[2][3]
            ]
            if text.startswith("本手冊"):
                assert not over
                continue
            ((got, name, box),) = over
            assert (got, name) == (kind, title), text
            assert box == pytest.approx((x, y - SIZE, x + SIZE * len(text), y), abs=4)
            count[number] += 1
    assert count == {number: len(rects) for number, rects in found.items()}


def test_the_page_needs_nothing_else(shown) -> None:
    _, page = shown
    assert re.search(r"default-src 'none'", page)
    assert not re.search(r"(?:src|href)=\"(?!data:)", page)
    assert "<script" not in page
    assert len(page) < 200_000
    for words in ("標題 ", "標籤 ", "內容 ", "未上色"):
        assert words in page


@pytest.mark.parametrize(
    ("name", "content"),
    [("cards.html", "<table><tr><td>a</td><td>b</td></tr></table>"), ("cards.txt", "| a | b |\n")],
)
def test_what_has_no_pages_is_said_in_one_sentence(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    status, said = run(tmp_path / name, "--out", tmp_path / "mine.toml", "--picture", tmp_path / "mine.html")
    assert status == 2
    assert "is neither a PDF nor an office document, whose pages --picture shows" in said
    assert sorted(each.name for each in tmp_path.iterdir()) == [name]


@pytest.mark.parametrize("name", ["mine.png", "mine"])
def test_a_page_by_another_name_is_refused_before_anything_is_read(name: str, tmp_path: Path) -> None:
    status, said = run(tmp_path / "absent.pdf", "--picture", tmp_path / name)
    assert (status, "does not end in .html" in said) == (2, True)
    assert not list(tmp_path.iterdir())


def test_the_tables_of_an_office_document_stand_on_no_page(tmp_path: Path) -> None:
    Document().save(str(tmp_path / "cards.docx"))
    status, said = run(tmp_path / "cards.docx", "--reader", "document", "--picture", tmp_path / "mine.html")
    assert (status, said) == (
        2,
        "booklet: --reader document reads tables without pages: leave it out, or --picture.\n",
    )
    assert [each.name for each in tmp_path.iterdir()] == ["cards.docx"]
