"""A source becomes a Word document: the same forms as merged cells of real tables, and headings as paragraphs.

LibreOffice prints it, by its import of Word's model: other paddings, other ways to cut rows and to merge than in
a document of its own.  The contents page lists numbers that are not true: a Word file has no pages before it is laid out.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.typeset.code_picture import WIDTH, png
from tests.typeset.form import COLUMNS, LARGER, Cell, Form, airy, form, outline, titles, with_headings
from tests.typeset.source import Source, printed

ALIGN = {
    "start": WD_ALIGN_PARAGRAPH.LEFT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}


@dataclass(frozen=True, slots=True)
class WordStyle:
    """How a Word document looks; lengths are millimetres, widths are shares of the page."""

    size: float = 12
    han: str = "AR PL UKai TW"
    latin: str = "Liberation Serif"
    page: tuple[float, float] = (210, 297)
    margin: float = 20
    widths: tuple[float, ...] = (28, 13, 33, 13, 25, 13, 45)
    shaded: bool = True
    border: str = "single"
    """What Word calls a border: single, double, dashed, dotted."""
    align: str = "start"
    keep_rows: bool = False
    header: str = ""
    spaced: bool = False
    numbered: bool = True
    """A page number in the footer."""


def write_docx(source: Source, style: WordStyle) -> bytes:
    """Return a booklet as a Word document."""
    document = Document()
    _set_up(document, style)
    put = airy if style.spaced else str
    for text in (f"{source.roc_year}年度", *source.title_lines):
        _add(document, text, style, 24, "center", bold=True)
    for index, name in enumerate(source.publishers):
        _add(document, ("主辦機關：" if index == 0 else "") + name, style, 18, "center")
    _add(document, source.issued_printed, style, 18, "center")
    _add(document, "目錄", style, style.size + 4, "center", new_page=True)
    stop = Mm(style.page[0] - 2 * style.margin)
    for number, title in enumerate(titles(source), 1):
        _add(document, f"{title}\t{number}", style, style.size)
        tabs = document.paragraphs[-1].paragraph_format.tab_stops
        tabs.add_tab_stop(stop, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    _add(document, printed(source.introduction.title), style, style.size + 3, bold=True, new_page=True)
    for line in outline(source.introduction.nodes, 0, []):
        _add(document, put(line.text), style, style.size, depth=line.depth)
    for index, (_, headings, programme) in enumerate(with_headings(source)):
        fresh = not programme.printing.same_page or index == 0
        for level, text in headings:
            _add(document, text, style, style.size + LARGER[level], bold=True, new_page=fresh)
            fresh = False
        _table(document, form(programme, source, spaced=style.spaced), style)
        _add(document, "", style, style.size)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Any, style: WordStyle) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(style.page[0]), Mm(style.page[1])
    section.left_margin = section.right_margin = Mm(style.margin)
    section.top_margin = section.bottom_margin = Mm(style.margin + 5)
    if style.header:
        section.different_first_page_header_footer = True
        section.header.paragraphs[0].text = style.header
    if style.numbered:
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)
    normal = document.styles["Normal"]
    normal.font.size, normal.font.name = Pt(style.size), style.latin
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), style.han)
    normal.paragraph_format.space_after = Pt(0)
    # LibreOffice prints no punctuation that hangs over the end of a justified line.
    hangs = OxmlElement("w:overflowPunct")
    hangs.set(qn("w:val"), "0")
    normal.element.get_or_add_pPr().insert_element_before(hangs, "w:spacing")


def _add(
    place: Any,
    text: str,
    style: WordStyle,
    size: float,
    align: str = "start",
    *,
    bold: bool = False,
    new_page: bool = False,
    depth: int = 0,
) -> None:
    """Add a paragraph to a document or a cell; a cell has an empty one to begin with."""
    first = place.paragraphs[0] if hasattr(place, "vertical_alignment") else None
    paragraph = place.add_paragraph() if first is None or first.runs else first
    paragraph.alignment = ALIGN[align]
    paragraph.paragraph_format.page_break_before = new_page
    paragraph.paragraph_format.left_indent = Mm(4 * depth)
    if not hasattr(place, "vertical_alignment"):
        paragraph.paragraph_format.keep_with_next = bold
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)


def _table(document: Any, shape: Form, style: WordStyle) -> None:
    table = document.add_table(rows=shape.rows, cols=COLUMNS)
    table.autofit = False
    _borders(table, style.border)
    room = style.page[0] - 2 * style.margin
    widths = [Mm(room * each / sum(style.widths)) for each in style.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    if style.keep_rows:
        for row in (each for number, each in enumerate(table.rows) if shape.is_short(number)):
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    grid = [list(row.cells) for row in table.rows]
    for cells in grid:
        for cell, width in zip(cells, widths, strict=True):
            cell.width = width
    for cell in shape.cells:
        made = grid[cell.row][cell.column]
        if cell.rows > 1 or cell.columns > 1:
            last = grid[cell.row + cell.rows - 1][cell.column + cell.columns - 1]
            made = made.merge(last)
        _cell(made, cell, style)


def _cell(made: Any, cell: Cell, style: WordStyle) -> None:
    if cell.kind != "text":
        made.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    align = "center" if cell.kind in ("label", "name") else style.align if cell.kind == "text" else "start"
    for line in cell.paragraphs:
        _add(made, line.text, style, style.size, align, bold=cell.kind == "label", depth=line.depth)
    if cell.pictured:
        made.add_paragraph().add_run().add_picture(io.BytesIO(png()), width=Mm(WIDTH))
    if cell.kind == "label" and style.shaded:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "DDEBF7")
        made._tc.get_or_add_tcPr().append(shade)


def _borders(table: Any, border: str) -> None:
    """Rule every cell: named table styles carry borders that only Word itself resolves."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:val"), border)
        edge.set(qn("w:sz"), "4")
        edge.set(qn("w:color"), "000000")
        borders.append(edge)
    table._tbl.tblPr.append(borders)
