"""Reads the tables of a PDF with one public library, as its user would, and writes them as JSON: a process to measure.

    python -m benchmarks.peers NAME FILE OUT

``OUT`` gets a list of tables, each a list of rows, each a list of the texts of its cells.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

Tables = list[list[list[str]]]


def pdfplumber(file: str) -> Tables:
    """Read with pdfplumber, its settings as they come; each page is closed after use, or memory grows with the file."""
    import pdfplumber

    found: Tables = []
    with pdfplumber.open(file) as document:
        for page in document.pages:
            found += map(_texts, page.extract_tables())
            page.close()
    return found


def camelot(file: str) -> Tables:
    """Read with camelot's lattice."""
    import camelot

    return [_texts(table.df.values.tolist()) for table in camelot.read_pdf(file, pages="all")]


def tabula(file: str) -> Tables:
    """Read with tabula's lattice, which needs Java."""
    import tabula

    frames = tabula.read_pdf(file, pages="all", lattice=True, pandas_options={"header": None}, silent=True)
    return [_texts(frame.fillna("").values.tolist()) for frame in frames]


def img2table(file: str) -> Tables:
    """Read with img2table, which finds rules in pictures of the pages and takes words from the text layer."""
    from img2table.document import PDF

    found = PDF(file, pdf_text_extraction=True).extract_tables(implicit_rows=False, borderless_tables=False)
    return [
        [[cell.value or "" for cell in row] for row in table.content.values()]
        for tables in found.values()
        for table in tables
    ]


def _texts(rows: list[list[object]]) -> list[list[str]]:
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


PEERS: dict[str, Callable[[str], Tables]] = {
    "pdfplumber": pdfplumber,
    "camelot": camelot,
    "tabula": tabula,
    "img2table": img2table,
}
"""Each by the name that its package is imported under."""

if __name__ == "__main__":
    name, source, out = sys.argv[1:]
    Path(out).write_text(json.dumps(PEERS[name](source), ensure_ascii=False), "utf-8")
