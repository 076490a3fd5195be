"""Both engines see what a person sees on the page, and nothing else."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from pipeline.core.errors import UserError
from pipeline.core.page import Line, Page, Table
from pipeline.pages.glyph import REPLACEMENT
from pipeline.pages.reading import ENGINES, read
from pipeline.pages.scan import recognise
from tests.typeset import fonts

PDF = "application/pdf"
both = pytest.mark.parametrize("engine", ENGINES)
pytestmark = pytest.mark.skipif(
    bool(fonts.missing()), reason=f"fonts are not installed: apt-get install {fonts.APT_PACKAGES}"
)


class Sheet:
    """A page of 400 x 300 points to draw on; places are from the top left."""

    def __init__(self, **options) -> None:
        self.stream = io.BytesIO()
        self.canvas = Canvas(self.stream, pagesize=(400, 300), invariant=True, **options)
        fonts.font("kai")

    def write(self, x: float, y: float, text: str, *, font: str = "kai", size: float = 12, mode: int = 0):
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, 300 - y, text, mode=mode)

    def table(self, x: float = 40, y: float = 40) -> None:
        for step in range(3):
            self.canvas.line(x, 300 - y - 40 * step, x + 200, 300 - y - 40 * step)
            self.canvas.line(x + 100 * step, 300 - y, x + 100 * step, 300 - y - 80)

    def saved(self, folder: Path) -> Path:
        self.canvas.showPage()
        self.canvas.save()
        path = folder / "sheet.pdf"
        path.write_bytes(self.stream.getvalue())
        return path


def pages(path: Path, engine: str, counts: Counter[str] | None = None) -> list[Page]:
    return list(read(path, PDF, Counter() if counts is None else counts, engine))


def lines(page: Page) -> list[str]:
    found = []
    for block in page.blocks:
        if isinstance(block, Table):
            found += ["|".join(cell.text.text for cell in block.row(row)) for row in range(block.rows)]
        else:
            found.append(block.text.text)
    return found


@both
@pytest.mark.parametrize("dash", [(), (2, 2), (0.5, 3)])
def test_leaders_that_are_drawn_are_no_rows(engine: str, dash: tuple[float, ...], tmp_path: Path) -> None:
    sheet = Sheet()
    for at, (title, number) in enumerate([("一、人才面", "3"), ("1、甲計畫", "12"), ("2、乙計畫", "14")]):
        sheet.write(40, 50 + 20 * at, title)
        sheet.write(340, 50 + 20 * at, number)
        sheet.canvas.setDash(*dash)
        sheet.canvas.line(110, 250 - 20 * at, 335, 250 - 20 * at)
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert lines(page) == ["一、人才面3", "1、甲計畫12", "2、乙計畫14"]
    assert all(isinstance(block, Line) and len(block.text.pieces()) == 2 for block in page.blocks)


@both
def test_lines_and_cells(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write(40, 30, "標題")
    sheet.table()
    sheet.write(50, 65, "甲")
    sheet.write(150, 65, "乙")
    sheet.write(150, 105, "丁 ABC 12")
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert lines(page) == ["標題", "甲|乙", "|丁ABC 12"]
    assert (page.width, page.height) == (400, 300)
    assert page.box(0) == pytest.approx((40, 20, 52, 32), abs=3)


@both
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_as_it_is_shown(engine: str, turn: int, tmp_path: Path) -> None:
    """What is drawn turned back on a page that is shown turned stands upright for the reader."""
    sheet = Sheet()
    canvas = sheet.canvas
    if turn == 90:
        canvas.translate(400, 0)
    elif turn == 180:
        canvas.translate(400, 300)
    else:
        canvas.translate(0, 300)
    canvas.rotate(turn)
    canvas.setFont("kai", 12)
    canvas.drawString(50, 150, "計畫名稱")
    path = sheet.saved(tmp_path)
    document = pypdfium2.PdfDocument(path)
    document[0].set_rotation(turn)
    document.save(tmp_path / "turned.pdf")
    document.close()
    (page,) = pages(tmp_path / "turned.pdf", engine)
    assert lines(page) == ["計畫名稱"]
    assert (page.width, page.height) == ((300, 400) if turn in (90, 270) else (400, 300))
    x0, top, x1, bottom = page.blocks[0].box
    assert x0 == pytest.approx(50, abs=3)
    assert x1 - x0 == pytest.approx(48, abs=4)
    assert bottom - top < 20
    assert bottom == pytest.approx(page.height - 150, abs=4)


@both
def test_what_is_cropped_away_is_not_read(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write(100, 100, "看得見")
    sheet.write(10, 290, "印刷標記")
    path = sheet.saved(tmp_path)
    document = pypdfium2.PdfDocument(path)
    document[0].set_cropbox(50, 50, 350, 250)
    document.save(tmp_path / "cropped.pdf")
    document.close()
    (page,) = pages(tmp_path / "cropped.pdf", engine)
    assert lines(page) == ["看得見"]
    assert page.box(0) == pytest.approx((100, 90, 112, 102), abs=3)


@both
@pytest.mark.parametrize("cropped", [False, True])
def test_boxes_of_the_page_tree_hold_for_its_pages(engine: str, cropped: bool, tmp_path: Path) -> None:
    sheet = Sheet(pageCompression=0)
    sheet.write(100, 20, "頁首")
    sheet.write(100, 100, "看得見")
    path = sheet.saved(tmp_path)
    data = path.read_bytes()
    own = re.search(rb"/MediaBox \[ [^]]+ \]", data)
    assert own
    boxes = own[0] + (b" /CropBox [ 0 0 400 250 ]" if cropped else b"")
    data = data.replace(own[0], b" " * len(own[0])).replace(b"/Type /Pages", boxes + b" /Type /Pages")
    path.write_bytes(data)
    (page,) = pages(path, engine)
    assert lines(page) == (["看得見"] if cropped else ["頁首", "看得見"])
    assert (page.width, page.height) == (400, 300)
    assert page.box(0) == pytest.approx((100, 90, 112, 102) if cropped else (100, 10, 112, 22), abs=3)


@both
def test_ink_off_the_page_is_not_read(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write(100, 100, "看得見")
    sheet.write(500, 100, "頁外")
    sheet.write(100, 350, "頁下")
    assert lines(pages(sheet.saved(tmp_path), engine)[0]) == ["看得見"]


@both
def test_white_on_white_is_not_read_and_white_on_a_colour_is(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    canvas = sheet.canvas
    canvas.setFillColorRGB(0.1, 0.3, 0.6)
    canvas.rect(90, 180, 200, 40, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    sheet.write(100, 105, "白字深底")
    sheet.write(100, 205, "白字白底")
    canvas.setFillColorCMYK(0, 0, 0, 0)
    sheet.write(100, 230, "四色白字")
    canvas.setFillColorRGB(0, 0, 0)
    sheet.write(100, 260, "黑字")
    assert lines(pages(sheet.saved(tmp_path), engine)[0]) == ["白字深底", "黑字"]


def test_text_that_is_there_to_be_found_only_is_not_read(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write(100, 100, "隱形文字", mode=3)
    sheet.write(100, 130, "外框字", mode=1)
    sheet.write(100, 160, "黑字")
    assert lines(pages(sheet.saved(tmp_path), "pdfium")[0]) == ["外框字", "黑字"]


@both
def test_rules_that_nobody_sees_part_nothing(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.canvas.setStrokeColorRGB(1, 1, 1)
    sheet.table()
    sheet.write(50, 65, "甲")
    sheet.write(150, 65, "乙")
    assert not any(isinstance(block, Table) for block in pages(sheet.saved(tmp_path), engine)[0].blocks)


@both
def test_white_rules_on_shading_part_cells(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.canvas.setFillGray(0.8)
    sheet.canvas.rect(38, 178, 204, 84, stroke=0, fill=1)
    sheet.canvas.setStrokeColorRGB(1, 1, 1)
    sheet.canvas.setLineWidth(2)
    sheet.table()
    sheet.canvas.setFillGray(0)
    sheet.write(50, 65, "甲")
    sheet.write(150, 65, "乙")
    assert lines(pages(sheet.saved(tmp_path), engine)[0]) == ["甲|乙", "|"]


@both
def test_a_border_drawn_piece_by_piece_is_one(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    for row in range(2):
        for column in range(2):
            x, y = 40 + 100 * column, 220 - 40 * row
            for part in ((x, y, 100, 0.7), (x, y + 40, 100, 0.7), (x, y, 0.7, 40), (x + 100, y, 0.7, 40)):
                sheet.canvas.rect(*part, stroke=0, fill=1)
    sheet.canvas.setDash(3, 2)
    sheet.canvas.line(40, 180, 240, 180)
    sheet.write(50, 65, "甲")
    sheet.write(150, 105, "乙")
    assert lines(pages(sheet.saved(tmp_path), engine)[0]) == ["甲|", "|乙"]


@both
def test_a_table_within_a_form_that_is_moved_and_scaled(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.canvas.beginForm("form")
    sheet.table(0, 0)
    sheet.write(10, 25, "甲")
    sheet.canvas.endForm()
    sheet.canvas.translate(60, -20)
    sheet.canvas.scale(0.9, 0.9)
    sheet.canvas.doForm("form")
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert lines(page) == ["甲|", "|"]
    assert page.blocks[0].box == pytest.approx((60, 50, 240, 122), abs=1)


@both
def test_bold_made_by_printing_twice_is_once_and_a_word_said_twice_is_twice(
    engine: str, tmp_path: Path
) -> None:
    sheet = Sheet()
    for shift in (0, 0.3):
        sheet.write(50 + shift, 50, "輔導", font="kai")
    sheet.write(50, 80, "謝謝", font="kai")
    assert lines(pages(sheet.saved(tmp_path), engine)[0]) == ["輔導", "謝謝"]


@both
def test_radicals_compatibility_ideographs_and_ligatures(engine: str, tmp_path: Path) -> None:
    fonts.font("kai")
    fonts.font("rest")
    sheet = Sheet()
    sheet.write(50, 50, "\u2f63業、\uf98e", font="kai")
    sheet.write(50, 80, "o\ufb03ce", font="rest")
    counts: Counter[str] = Counter()
    assert lines(pages(sheet.saved(tmp_path), engine, counts)[0]) == ["生業、年", "office"]
    assert counts["radical"] == counts["compatibility"] == 1


@both
def test_characters_of_extension_b_are_whole(engine: str, tmp_path: Path) -> None:
    for name in ("rare", "rarest"):
        fonts.font(name)
    sheet = Sheet()
    sheet.write(50, 50, "\U00020bb7", font="rare")
    sheet.write(62, 50, "\U0002137c\U00020bb7", font="rarest")
    assert lines(pages(sheet.saved(tmp_path), engine)[0]) == ["\U00020bb7\U0002137c\U00020bb7"]


@both
def test_a_quarter_of_the_type_size_parts_words(engine: str, tmp_path: Path) -> None:
    """A browser leaves a space out where the font of a run changes, and only the gap is left."""
    sheet = Sheet()
    sheet.write(50, 50, "ISO", font="Helvetica")
    width = sheet.canvas.stringWidth("ISO", "Helvetica", 12)
    sheet.write(50 + width + 2.95, 50, "14064", font="Helvetica")
    assert lines(pages(sheet.saved(tmp_path), engine)[0]) == ["ISO 14064"]


@both
@pytest.mark.parametrize("scale", [100, 80])
def test_letter_spacing_comes_after_each_glyph_of_each_piece(engine: str, scale: int, tmp_path: Path) -> None:
    """A typesetter shows an address in pieces, one for each part of its font; pdfminer's issue 1128."""
    sheet = Sheet()
    words = sheet.canvas.beginText(20, 250)
    words.setHorizScale(scale)
    words.setCharSpace(4)
    pieces = ["cbc", "hf", "@", "of", "fi", "c", "e.", "example", ".tw"]
    for n, piece in enumerate(pieces):
        words.setFont(("Helvetica", "Courier")[n % 2], 12)
        words.textOut(piece)
    sheet.canvas.drawText(words)
    [line] = pages(sheet.saved(tmp_path), engine)[0].blocks
    assert line.text.text == "".join(pieces)
    widths = [
        pdfmetrics.stringWidth(piece, ("Helvetica", "Courier")[n % 2], 12) for n, piece in enumerate(pieces)
    ]
    assert line.box[2] == pytest.approx(20 + (sum(widths) + 4 * (len(line.text) - 1)) * scale / 100, abs=1)


@both
def test_a_hyphen_at_a_line_end_stays(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write(50, 50, "see http://co-", font="Helvetica")
    sheet.write(50, 65, "research.example.tw", font="Helvetica")
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert "".join(lines(page)).replace(" ", "") == "seehttp://co-research.example.tw"


def test_a_font_without_a_unicode_map_gives_no_hyphens(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write(50, 50, "不知道是哪些字")
    path = sheet.saved(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"/ToUnicode", b"/ToUnicodX"))
    assert lines(pages(path, "pdfium")[0]) == [REPLACEMENT * 7]


@both
def test_one_character_a_line_is_one_label(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.table()
    for step, character in enumerate("聯絡方式"):
        sheet.write(80, 50 + 9 * step, character, size=8)
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert lines(page)[0] == "聯絡方式|"


@both
def test_a_locked_file_and_a_damaged_one_are_one_sentence(engine: str, tmp_path: Path) -> None:
    sheet = Sheet(encrypt="secret")
    sheet.write(50, 50, "locked", font="Helvetica")
    with pytest.raises(UserError, match="password"):
        pages(sheet.saved(tmp_path), engine)
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(b"%PDF-1.7\nnothing of a PDF")
    with pytest.raises(UserError, match=r"damaged\.pdf"):
        pages(damaged, engine)


def test_what_the_other_engine_cannot_read(shared: Path) -> None:
    """pdfminer finds no Chinese in files of old distillers: PDFium's text is used, and each page says so."""
    path = shared / "corpus/old-distiller-fonts.pdf"
    found = {engine: pages(path, engine) for engine in ENGINES}
    text = "".join(line for page in found["pdfium"] for line in lines(page))
    assert sum("\u4e00" <= sign <= "\u9fff" for sign in text) > 1000
    with pdfplumber.open(path) as document:
        assert not any(
            "\u4e00" <= sign <= "\u9fff" for page in document.pages for sign in page.extract_text()
        )
    assert [lines(page) for page in found["pdfplumber"]] == [lines(page) for page in found["pdfium"]]
    assert [page.reader for page in found["pdfplumber"]] == ["pdfium"] * 4
    assert [page.reader for page in found["pdfium"]] == [""] * 4


@pytest.mark.parametrize(
    "name", ["planning-minutes-cards", "merged-stage-labels", "law-without-tables", "rows-split-over-pages"]
)
def test_real_documents_read_alike(name: str, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognise, "installed", lambda: False)  # a picture is a picture for either
    path = shared / "corpus" / f"{name}.pdf"
    one, other = ([lines(page) for page in pages(path, engine)] for engine in ENGINES)
    assert one == other
    assert sum(map(len, one)) > 20
