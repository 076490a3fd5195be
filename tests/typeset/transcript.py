"""A source becomes a machine transcription: tabs between cells, HTML in some, tables cut by page ends.

The transcription is made from the same forms as the PDF; ``Programme.printing.transcript`` chooses how the
cells of a form are written, and a cell that a page end cut goes on in a row of its own after a blank line.
"""

from __future__ import annotations

import html
import math

from tests.typeset.form import COLUMNS, Cell, Form, Paragraph, airy, form, outline, with_headings
from tests.typeset.source import Source, printed


def transcribe(source: Source, pages: dict[str, int] | None = None) -> str:
    """Return the transcription of a booklet; ``pages`` gives the numbers of the contents page."""
    numbers = pages or {identity: n for n, (identity, *_) in enumerate(source.programmes(), 2)}
    lines = ["", "", f"{source.roc_year} 年度", *source.title_lines, ""]
    lines += [("主辦機關：" if index == 0 else "") + name for index, name in enumerate(source.publishers)]
    lines += ["", source.issued_printed, "", "目 錄", "", *_contents(source, numbers), ""]
    lines += [source.introduction.title, ""]
    for line in outline(source.introduction.nodes, 0, []):
        lines += [_marked(airy(line.text)), ""]
    for _, headings, programme in with_headings(source):
        for level, text in headings:
            lines += ["", text, ""] if level == 1 else [text, ""]
        table = form(programme, source, spaced=True)
        cut = {table.places[key]: 1 for key in programme.printing.transcript_cut if key in table.places}
        table = Form(table.cells, table.rows, table.cuts | cut)
        lines += [*_table(table, programme.printing.transcript), ""]
    return "\n".join(lines) + "\n"


def _contents(source: Source, numbers: dict[str, int]) -> list[str]:
    rows = [f"{source.introduction.title}\t1"]
    for identity, headings, programme in with_headings(source, listed=True):
        name = programme.printing.contents_name or programme.name
        dots = {1: "", 2: ".....", 3: "....." if len(name) % 3 else ""}
        rows += [f"{text}{dots[level]}\t{numbers[identity]}" for level, text in headings]
    return rows


def _marked(text: str) -> str:
    """Leave the space that stands after a marker in a transcription: "1. 文字"."""
    for end in (".", "◆", ")"):
        head, found, tail = text.partition(end)
        if found and len(head) <= 3 and head.strip("(").isalnum() | (end == "◆") and tail:
            return f"{head}{end} {tail}"
    return text


def _table(table: Form, kind: str) -> list[str]:
    rows: list[str] = []
    by_row: dict[int, list[Cell]] = {}
    for cell in table.cells:
        # the label of three rows is transcribed where it stands: beside the second
        centred = cell.kind == "name" and cell.column == 1 and cell.rows == 3
        middle = cell.row + 1 if centred else cell.row
        by_row.setdefault(middle, []).append(cell)
    for row in range(table.rows):
        parts = _cut(by_row.get(row, []), table.cuts.get(row, 0))
        for index, cells in enumerate(parts):
            if index:
                rows.append("")  # the page ended here
            written = [""] * COLUMNS
            wide = False
            for column, paragraphs in cells.items():
                written[column] = _cell(paragraphs, kind, wrapped=column > 0)
                wide = wide or any(c.column == column and c.columns > 1 for c in by_row[row])
            short = wide and kind in ("plain", "paragraphs") and row % 2 == 0
            rows.append("\t".join(written[:2] if short else written))
    return rows


def _cut(cells: list[Cell], after: int) -> list[dict[int, tuple[Paragraph, ...]]]:
    """Return the cells of a row, in two parts where a page end cuts it."""
    whole = {cell.column: cell.paragraphs for cell in cells}
    if not after:
        return [whole]
    first: dict[int, tuple[Paragraph, ...]] = {}
    rest: dict[int, tuple[Paragraph, ...]] = {}
    for cell in cells:
        column, lines = cell.column, cell.paragraphs
        if cell.kind == "value" and len(lines) > after:
            first[column], rest[column] = lines[:after], lines[after:]
        elif cell.label_cut:
            text = "".join(line.text for line in lines)
            half = math.ceil(len(text) / 2)
            first[column], rest[column] = (Paragraph(text[:half]),), (Paragraph(text[half:]),)
        elif cell.kind == "text" and sum(len(line.text) for line in lines) > 2 * after:
            first[column], rest[column] = _halves(lines)
        else:
            first[column] = lines
    return [first, rest] if rest else [first]


def _halves(lines: tuple[Paragraph, ...]) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """Cut prose in the middle of a sentence of its middle paragraph."""
    at = max(range(len(lines)), key=lambda n: len(lines[n].text))
    line = lines[at]
    # within a Chinese word: where a Latin one was cut, nothing tells that its halves belong together
    places = [n for n in range(1, len(line.text)) if line.text[n - 1 : n + 1].isalpha()]
    places = [n for n in places if not any(c.isascii() for c in line.text[n - 1 : n + 1])]
    half = min(places, key=lambda n: abs(n - len(line.text) // 2), default=0)
    head, tail = Paragraph(line.text[:half], line.depth), Paragraph(line.text[half:], line.depth)
    return (*lines[:at], head), (tail, *lines[at + 1 :])


def _cell(paragraphs: tuple[Paragraph, ...], kind: str, *, wrapped: bool) -> str:
    texts = [printed(each.text) for each in paragraphs]
    if not any(texts):
        return ""
    if kind == "plain":
        return " ".join(texts)
    if kind == "entities":
        return "<br>".join(html.escape(text).replace(" ", "&nbsp;") for text in texts)
    if kind == "quoted":
        return '"' + "\n".join(texts).replace('"', '""') + '"' if len(texts) > 1 else texts[0]
    if not wrapped:
        return f"<p>{''.join(texts)}</p>"
    return _html(paragraphs)


def _html(paragraphs: tuple[Paragraph, ...]) -> str:
    """Write paragraphs as the transcriber did: lists are opened, and never closed."""
    parts: list[str] = []
    depth = 0
    for each in paragraphs:
        if each.depth > depth:
            tag = "ul" if each.text.startswith("●") else "ol"
            parts.append(f'<{tag} style="list-style-type: none">')
        depth = each.depth
        parts.append(each.text if depth else f"<p>{each.text}</p>")
    return " ".join(parts)
