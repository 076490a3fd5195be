"""A source becomes an OpenDocument text by odfpy, which LibreOffice prints.

What differs from ``libreoffice_pdf``: borders of two lines, of colour or as thin as a hair, cells set at their top, a
heading repeated on each page, a page number between dashes or in Roman numerals, and no styles but those of odfpy.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from odf import draw, style, table, text
from odf.opendocument import OpenDocumentText

from tests.typeset.code_picture import WIDTH, png
from tests.typeset.form import COLUMNS, LARGER, Cell, Form, form, outline, titles, with_headings
from tests.typeset.source import Source, printed


@dataclass(frozen=True, slots=True)
class OdfStyle:
    """How a document looks; lengths are millimetres."""

    size: float = 11
    han: str = "AR PL UMing TW"
    latin: str = "Liberation Sans"
    page: tuple[float, float] = (210, 297)
    margin: float = 18
    widths: tuple[int, ...] = (14, 9, 20, 9, 15, 9, 24)
    """Shares of the width."""
    border: str = "0.5pt solid #000000"
    padding: float = 1
    shade: str = ""
    align: str = "top"
    header: str = ""
    number: str = "1"
    """1 | i | I, as OpenDocument calls them."""


def write_odt(source: Source, look: OdfStyle) -> bytes:
    """Return a booklet as an OpenDocument text."""
    return _Writer(look).write(source)


class _Writer:
    def __init__(self, look: OdfStyle) -> None:
        self.look = look
        self.document = OpenDocumentText()
        self.picture = ""
        self.paragraphs: dict[tuple[float, int, str, bool], Any] = {}
        self.cells = {kind: self._cell_style(kind) for kind in ("label", "name", "value", "text")}
        room = look.page[0] - 2 * look.margin
        self.table = self._add("table", style.TableProperties(width=f"{room}mm", align="left"))
        self.columns = [
            self._add(
                "table-column",
                style.TableColumnProperties(columnwidth=f"{room * share / sum(look.widths):.2f}mm"),
            )
            for share in look.widths
        ]
        self._lay_out()

    def _add(self, family: str, *properties: Any) -> Any:
        made = style.Style(name=f"s{len(self.document.automaticstyles.childNodes)}", family=family)
        for each in properties:
            made.addElement(each)
        self.document.automaticstyles.addElement(made)
        return made

    def _cell_style(self, kind: str) -> Any:
        look = self.look
        fill = {"backgroundcolor": look.shade} if look.shade and kind == "label" else {}
        align = "top" if kind == "text" else look.align
        return self._add(
            "table-cell",
            style.TableCellProperties(
                border=look.border, padding=f"{look.padding}mm", verticalalign=align, **fill
            ),
        )

    def _lay_out(self) -> None:
        look = self.look
        layout = style.PageLayout(name="layout")
        width, height = look.page
        layout.addElement(
            style.PageLayoutProperties(
                pagewidth=f"{width}mm", pageheight=f"{height}mm", margin=f"{look.margin}mm"
            )
        )
        layout.addElement(style.HeaderStyle())
        layout.addElement(style.FooterStyle())
        self.document.automaticstyles.addElement(layout)
        page = style.MasterPage(name="Standard", pagelayoutname=layout)
        self.document.masterstyles.addElement(page)
        if look.header:
            head = style.Header()
            head.addElement(self._paragraph(look.header))
            page.addElement(head)
        foot, line = style.Footer(), text.P(stylename=self._paragraph_style(look.size, 0, "center"))
        line.addText("– ")
        line.addElement(text.PageNumber(selectpage="current", numformat=look.number))
        line.addText(" –")
        foot.addElement(line)
        page.addElement(foot)

    def _paragraph_style(self, size: float, depth: int, align: str, *, fresh: bool = False) -> Any:
        key = (size, depth, align, fresh)
        if key not in self.paragraphs:
            start = {"breakbefore": "page"} if fresh else {}
            font = {"fontfamily": self.look.latin, "fontfamilyasian": self.look.han}
            self.paragraphs[key] = self._add(
                "paragraph",
                style.ParagraphProperties(textalign=align, marginleft=f"{4 * depth}mm", **start),
                style.TextProperties(fontsize=f"{size}pt", fontsizeasian=f"{size}pt", **font),
            )
        return self.paragraphs[key]

    def _paragraph(
        self, words: str, size: float = 0, depth: int = 0, align: str = "start", *, fresh: bool = False
    ) -> Any:
        made = text.P(stylename=self._paragraph_style(size or self.look.size, depth, align, fresh=fresh))
        made.addText(printed(words))
        return made

    def write(self, source: Source) -> bytes:
        size, put = self.look.size, self.document.text.addElement
        for line in (f"{source.roc_year}年度", *source.title_lines):
            put(self._paragraph(line, 24, align="center"))
        for at, name in enumerate(source.publishers):
            put(self._paragraph(("主辦機關：" if at == 0 else "") + name, 16, align="center"))
        put(self._paragraph(source.issued_printed, 16, align="center"))
        put(self._paragraph("目錄", 16, align="center", fresh=True))
        for number, title in enumerate(titles(source), 1):
            put(self._paragraph(f"{title}{'…' * 12}{number}"))
        put(self._paragraph(source.introduction.title, size + 4, fresh=True))
        for each in outline(source.introduction.nodes, 0, []):
            put(self._paragraph(each.text, depth=each.depth))
        for _, headings, programme in with_headings(source):
            fresh = not programme.printing.same_page
            for level, words in headings:
                put(self._paragraph(words, size + LARGER[level], fresh=fresh))
                fresh = False
            put(self._table(form(programme, source)))
            put(self._paragraph(""))
        stream = io.BytesIO()
        self.document.write(stream)
        return stream.getvalue()

    def _table(self, given: Form) -> Any:
        made = table.Table(stylename=self.table)
        for each in self.columns:
            made.addElement(table.TableColumn(stylename=each))
        at = {(cell.row, cell.column): cell for cell in given.cells}
        for row in range(given.rows):
            line = table.TableRow()
            for column in range(COLUMNS):
                cell = at.get((row, column))
                line.addElement(self._cell(cell) if cell else table.CoveredTableCell())
            made.addElement(line)
        return made

    def _picture(self) -> Any:
        if not self.picture:
            self.picture = self.document.addPicture("code.png", "image/png", png())
        frame = draw.Frame(width=f"{WIDTH}mm", height=f"{WIDTH}mm", anchortype="as-char")
        frame.addElement(draw.Image(href=self.picture))
        made = self._paragraph("")
        made.addElement(frame)
        return made

    def _cell(self, cell: Cell) -> Any:
        across = COLUMNS - cell.column if cell.kind == "text" else cell.columns
        made = table.TableCell(
            stylename=self.cells[cell.kind], numbercolumnsspanned=across, numberrowsspanned=cell.rows
        )
        align = "center" if cell.kind in ("label", "name") else "start"
        for line in cell.paragraphs:
            made.addElement(self._paragraph(line.text, depth=line.depth, align=align))
        if not cell.paragraphs:
            made.addElement(self._paragraph(""))
        if cell.pictured:
            made.addElement(self._picture())
        return made
