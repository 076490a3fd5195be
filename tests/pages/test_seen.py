"""What is seen is what is read: files that say one thing and show another, made here, read by both engines.

Each file shows 補助上限 9 萬元 and holds 5 somewhere that nobody sees; or shows 9 over a 5.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from pipeline.checks.booklet import unlike_what_is_seen
from pipeline.core.page import Page, Table
from tests.pages.test_engines import Sheet, both, lines, pages
from tests.typeset import fonts

pytestmark = pytest.mark.skipif(
    bool(fonts.missing()), reason=f"fonts are not installed: apt-get install {fonts.APT_PACKAGES}"
)
SHOWN = "補助上限9萬元"


def base(digit: str = "9") -> Sheet:
    sheet = Sheet()
    sheet.write(50, 50, "補助上限")
    if digit:
        sheet.write(98, 50, digit)
    sheet.write(104, 50, "萬元")
    return sheet


def hidden(page: Page) -> list[str]:
    return [each.data["text"] for each in unlike_what_is_seen(page) if each.code == "text-hidden"]


def clipped(sheet: Sheet) -> None:
    canvas = sheet.canvas
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(300, 10, 20, 20)
    canvas.clipPath(path, stroke=0)
    sheet.write(110, 80, "上限5萬元")
    canvas.restoreState()


def behind_a_rectangle(sheet: Sheet) -> None:
    sheet.write(110, 80, "上限5萬元")
    sheet.canvas.setFillGray(1)
    sheet.canvas.rect(100, 200, 100, 40, stroke=0, fill=1)


def behind_a_picture(sheet: Sheet) -> None:
    sheet.write(110, 80, "上限5萬元")
    sheet.canvas.drawInlineImage(Image.new("L", (8, 8), 200), 100, 200, 100, 40)


def in_the_colour_behind_it(sheet: Sheet) -> None:
    sheet.canvas.setFillColorRGB(0.2, 0.3, 0.8)
    sheet.canvas.rect(100, 200, 100, 40, stroke=0, fill=1)
    sheet.canvas.setFillColorRGB(0.21, 0.3, 0.8)
    sheet.write(110, 80, "上限5萬元")


def white_on_a_colour_that_is_painted_white(sheet: Sheet) -> None:
    canvas = sheet.canvas
    canvas.setFillGray(0.5)
    canvas.rect(100, 200, 100, 40, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.rect(100, 200, 100, 40, stroke=0, fill=1)
    sheet.write(110, 80, "上限5萬元")


def specks(sheet: Sheet) -> None:
    sheet.write(110, 80, "上限5萬元", size=0.5)


def within_a_form_that_is_clipped(sheet: Sheet) -> None:
    canvas = sheet.canvas
    canvas.beginForm("form", 0, 0, 5, 5)
    sheet.write(110, 80, "上限5萬元")
    canvas.endForm()
    canvas.doForm("form")


@both
@pytest.mark.parametrize(
    "hide",
    [
        clipped,
        behind_a_rectangle,
        behind_a_picture,
        in_the_colour_behind_it,
        white_on_a_colour_that_is_painted_white,
        specks,
        within_a_form_that_is_clipped,
    ],
)
def test_what_nobody_sees_is_told_and_not_read(
    engine: str, hide: Callable[[Sheet], None], tmp_path: Path
) -> None:
    sheet = base()
    hide(sheet)
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert lines(page) == [SHOWN]
    assert hidden(page) == ["上限5萬元"]


@both
def test_what_the_edge_of_a_page_cuts_off_a_line_is_told(engine: str, tmp_path: Path) -> None:
    """What stands apart out there, as the marks of a printing house do, is none."""
    sheet = base()
    sheet.write(400 - 24, 80, "公告上限5萬元")
    sheet.write(400 + 30, 120, "製版")
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert lines(page) == [SHOWN, "公告"]
    assert hidden(page) == ["上限5萬元"]


@both
@pytest.mark.parametrize(("share", "read"), [(0.15, False), (0.25, True)])
def test_a_letter_that_the_edge_of_a_page_cuts_is_read_where_it_is_begun(
    engine: str, share: float, *, read: bool, tmp_path: Path
) -> None:
    """A table too wide for its page ends in the last digit of a phone, which would be another phone without it."""
    sheet = base()
    sheet.write(400 - (6 * 4 + 12 * 2 + 6 * (3 + share)), 80, "(02)分機5973")
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert lines(page) == [SHOWN, "(02)分機5973" if read else "(02)分機597"]
    assert hidden(page) == ([] if read else ["3"])


@both
def test_a_letter_that_the_edge_of_a_page_cuts_stands_in_its_cell(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.table(x=220)
    sheet.write(400 - 12 * 2 - 6 * 0.25, 60, "申請2")
    (page,) = pages(sheet.saved(tmp_path), engine)
    (table,) = page.blocks
    assert isinstance(table, Table)
    assert [line.text.text for cell in table.cells for line in cell.lines] == ["申請2"]


@both
def test_a_digit_under_another_is_not_read(engine: str, tmp_path: Path) -> None:
    sheet = base("5")
    sheet.canvas.setFillGray(1)
    sheet.canvas.rect(98, 247, 6, 12, stroke=0, fill=1)
    sheet.canvas.setFillGray(0)
    sheet.write(98, 50, "9")
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert lines(page) == [SHOWN]
    assert hidden(page) == ["5"]


@both
def test_what_is_seen_is_read_though_a_shape_is_near(engine: str, tmp_path: Path) -> None:
    """A clip that leaves the words, a veil that lets them through, shading before them, a form that shows them."""
    sheet = base()
    canvas = sheet.canvas
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(40, 200, 200, 30)
    canvas.clipPath(path, stroke=0)
    sheet.write(50, 85, "剪裁之內")
    canvas.restoreState()
    sheet.write(50, 115, "透明之下")
    canvas.saveState()
    canvas.setFillColorRGB(1, 1, 0)
    canvas.setFillAlpha(0.3)
    canvas.rect(40, 175, 200, 20, stroke=0, fill=1)
    canvas.restoreState()
    canvas.setFillGray(0.9)
    canvas.rect(40, 145, 200, 20, stroke=0, fill=1)
    canvas.setFillGray(0)
    sheet.write(50, 150, "底色之上")
    canvas.beginForm("form")
    sheet.write(50, 180, "表單 之中")
    canvas.endForm()
    canvas.doForm("form")
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert lines(page) == [SHOWN, "剪裁之內", "透明之下", "底色之上", "表單之中"]
    assert not hidden(page)


def layered(path: Path, *, on: bool) -> Path:
    """Put the second digit of a page on a layer that is on or off."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("layer")))
        pdf.Root.OCProperties = pikepdf.Dictionary(
            OCGs=[layer], D=pikepdf.Dictionary(ON=[layer] if on else [], OFF=[] if on else [layer])
        )
        page = pdf.pages[0]
        page.Resources.Properties = pikepdf.Dictionary(L1=layer)
        content = page.Contents.read_bytes()
        start = content.rindex(b"BT")
        page.Contents = pdf.make_stream(content[:start] + b"/OC /L1 BDC " + content[start:] + b" EMC")
        pdf.save(path)
    return path


@both
@pytest.mark.parametrize("on", [True, False])
def test_a_layer_is_read_while_it_is_on(engine: str, on: bool, tmp_path: Path) -> None:
    sheet = base()
    sheet.write(50, 80, "另有5萬元")
    (page,) = pages(layered(sheet.saved(tmp_path), on=on), engine)
    assert lines(page) == ([SHOWN, "另有5萬元"] if on else [SHOWN])
    assert hidden(page) == ([] if on else ["另有5萬元"])


@both
def test_a_digit_on_a_layer_that_is_off_under_another(engine: str, tmp_path: Path) -> None:
    sheet = base("9")
    sheet.write(98, 50, "5")
    (page,) = pages(layered(sheet.saved(tmp_path), on=False), engine)
    assert lines(page) == [SHOWN]
    assert hidden(page) == ["5"]


def saying(path: Path, words: str) -> Path:
    """Let a file say other words in the place of its last ones."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        content = page.Contents.read_bytes()
        start = content.rindex(b"BT")
        said = b"/Span <</ActualText <" + ("\ufeff" + words).encode("utf-16-be").hex().encode() + b">>> BDC "
        page.Contents = pdf.make_stream(content[:start] + said + content[start:] + b" EMC")
        pdf.save(path)
    return path


@both
def test_words_in_the_place_of_others_are_told_and_not_read(engine: str, tmp_path: Path) -> None:
    sheet = base("")
    sheet.write(98, 50, "9")
    (page,) = pages(saying(sheet.saved(tmp_path), "5"), engine)
    assert lines(page) == [SHOWN]
    (told,) = unlike_what_is_seen(page)
    assert (told.code, told.data) == ("text-renamed", {"said": "5", "printed": "9"})


def test_words_are_read_where_the_font_names_no_character(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.write(50, 50, "補助")
    path = saying(sheet.saved(tmp_path), "補助")
    path.write_bytes(path.read_bytes().replace(b"/ToUnicode", b"/ToUnicodX"))
    (page,) = pages(path, "pdfium")
    assert lines(page) == ["補助"]
    assert not list(unlike_what_is_seen(page))


def annotated(path: Path, words: str, **entries: object) -> Path:
    """Lay an annotation with words over a page."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(100, 30), invariant=True)
    fonts.font("kai")
    canvas.setFont("kai", 12)
    canvas.drawString(0, 10, words)
    canvas.save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf, pikepdf.open(made) as other:
        look = pdf.copy_foreign(other.pages[0].as_form_xobject())
        pdf.pages[0].Annots = pdf.make_indirect(
            [
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.FreeText,
                    Rect=[50, 205, 150, 235],
                    Contents=pikepdf.String("other words"),
                    AP=pikepdf.Dictionary(N=look),
                    **entries,
                )
            ]
        )
        pdf.save(path)
    return path


@both
@pytest.mark.parametrize(("flags", "shown"), [(4, True), (0, True), (2, False), (32, False)])
def test_an_annotation_is_read_where_it_shows(engine: str, flags: int, shown: bool, tmp_path: Path) -> None:
    path = annotated(base().saved(tmp_path), "另有5萬元", F=flags)
    (page,) = pages(path, engine)
    assert lines(page) == ([SHOWN, "另有5萬元"] if shown else [SHOWN])


@both
@pytest.mark.parametrize("given", [True, False])
def test_a_form_field_is_read_where_it_shows(engine: str, given: bool, tmp_path: Path) -> None:
    sheet = base()
    sheet.canvas.acroForm.textfield(
        name="amount", value="ISO 9001" if given else "", x=50, y=200, width=150, height=20, borderWidth=0
    )
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert lines(page) == ([SHOWN, "ISO 9001"] if given else [SHOWN])


@both
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side_or_head_is_read(engine: str, turn: int, tmp_path: Path) -> None:
    sheet = base()
    sheet.table(40, 100)
    sheet.write(50, 125, "甲")
    sheet.write(150, 165, "乙")
    path = sheet.saved(tmp_path)
    document = pypdfium2.PdfDocument(path)
    document[0].set_rotation(turn)
    document.save(tmp_path / "turned.pdf")
    document.close()
    (page,) = pages(tmp_path / "turned.pdf", engine)
    assert lines(page) == [SHOWN, "甲|", "|乙"]
    assert (page.width, page.height) == (400, 300)


@both
def test_an_empty_page_has_nothing_to_hide(engine: str, tmp_path: Path) -> None:
    (page,) = pages(Sheet().saved(tmp_path), engine)
    assert not page.blocks
    assert not hidden(page)


@both
def test_white_words_on_a_gradient_are_read(engine: str, tmp_path: Path) -> None:
    sheet = base()
    canvas = sheet.canvas
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(100, 200, 100, 40)
    canvas.clipPath(path, stroke=0)
    canvas.linearGradient(100, 200, 200, 200, ((0.8, 0.6, 0.4), (0.4, 0.3, 0.1)))
    canvas.restoreState()
    canvas.setFillGray(1)
    sheet.write(110, 80, "優惠方式")
    sheet.write(300, 80, "不印")
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert lines(page) == [SHOWN, "優惠方式"]


@both
@pytest.mark.parametrize("apart", [(0.8, 0.0), (1.7, 1.0), (2.0, 2.0), (3.0, 3.0)])
def test_words_printed_again_a_little_apart_are_read_once(
    engine: str, apart: tuple[float, float], tmp_path: Path
) -> None:
    """Fake bold, also of several copies, and shadows in grey."""
    sheet = Sheet()
    for copy in (2, 1) if apart[0] < 1 else (1,):
        sheet.canvas.setFillGray(0.6 if apart[0] > 1 else 0)
        sheet.write(50 + copy * apart[0], 50 + copy * apart[1], SHOWN)
    sheet.canvas.setFillGray(0)
    sheet.write(50, 50, SHOWN)
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert lines(page) == [SHOWN]
    assert list(unlike_what_is_seen(page)) == []


@both
@pytest.mark.parametrize(
    ("over", "x", "y", "is_over"),
    [
        ("5", 98, 50, True),
        ("由推薦單位代為申請", 54, 50, True),
        ("5", 98, 40, False),
        ("元整", 122, 50, False),
    ],
)
def test_characters_printed_over_others_are_told(
    engine: str, over: str, x: float, y: float, is_over: bool, tmp_path: Path
) -> None:
    """What stands above, or begins where the line ends, is over nothing."""
    sheet = base()
    sheet.write(x, y, over)
    (page,) = pages(sheet.saved(tmp_path), engine)
    told = [each.code for each in unlike_what_is_seen(page)]
    assert told == ["text-overprinted"] * is_over


@both
@pytest.mark.parametrize(
    ("start", "end", "height", "struck"),
    [
        (50, 128, 46, ["補助上限9萬元"]),
        (50, 98, 46, ["補助上限"]),
        (50, 128, 52.5, []),
        (50, 160, 46, []),
        (46, 128, 46, []),
    ],
)
def test_struck_words_are_told(
    engine: str, start: float, end: float, height: float, struck: list[str], tmp_path: Path
) -> None:
    """A rule below words underlines them; one that is longer than they are parts something."""
    sheet = base()
    sheet.canvas.line(start, 300 - height, end, 300 - height)
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert lines(page) == [SHOWN]
    told = [each.data["text"] for each in unlike_what_is_seen(page) if each.code == "text-struck"]
    assert told == struck


@both
def test_a_strike_to_the_side_of_a_cell_parts_no_rows(engine: str, tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.table()
    sheet.write(44, 64, "補助上限九萬元整", size=12)
    sheet.canvas.line(44, 300 - 60, 140, 300 - 60)
    sheet.write(150, 64, "無")
    (page,) = pages(sheet.saved(tmp_path), engine)
    assert lines(page) == ["補助上限九萬元整|無", "|"]
    assert [words for words, _ in page.struck] == ["補助上限九萬元整"]
