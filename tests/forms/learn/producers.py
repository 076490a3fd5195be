"""Invented documents as ReportLab prints them."""

from __future__ import annotations

import html
import io
from functools import cache

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from tests.forms.learn.invented import Cell, Grid, Invented, Line

_CJK = "MSung-Light"
WIDTH = 495.0


def placed(grid: Grid) -> list[tuple[int, int, Cell]]:
    """Return the cells of a grid, each with its row and its column."""
    taken: set[tuple[int, int]] = set()
    found = []
    for row, cells in enumerate(grid):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            found.append((row, column, cell))
            taken |= {
                (row + down, column + across) for down in range(cell.down) for across in range(cell.across)
            }
            column += cell.across
    return found


def size(cells: list[tuple[int, int, Cell]]) -> tuple[int, int]:
    return (
        max(row + cell.down for row, _, cell in cells),
        max(column + cell.across for _, column, cell in cells),
    )


@cache
def _style() -> ParagraphStyle:
    pdfmetrics.registerFont(UnicodeCIDFont(_CJK))
    return ParagraphStyle("cjk", fontName=_CJK, fontSize=11, leading=16, wordWrap="CJK")


def by_reportlab(document: Invented) -> bytes:
    story: list[Flowable] = []
    for block in document.blocks:
        if isinstance(block, Line):
            story += [Paragraph(html.escape(block.text), _style()), Spacer(1, 4)]
            continue
        cells = placed(block)
        rows, columns = size(cells)
        texts: list[list[object]] = [[""] * columns for _ in range(rows)]
        style = [("GRID", (0, 0), (-1, -1), 0.7, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        for row, column, cell in cells:
            text = html.escape(cell.text, quote=False).replace("\n", "<br/>")
            texts[row][column] = Paragraph(text, _style())
            style.append(("SPAN", (column, row), (column + cell.across - 1, row + cell.down - 1)))
        story += [Table(texts, colWidths=[WIDTH / columns] * columns, style=TableStyle(style)), Spacer(1, 12)]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=(595, 842), invariant=1).build(story)
    return out.getvalue()
