"""A source becomes Typst markup, and a PDF: forms with all rules or with level ones only, cut where Typst cuts them.

Typst sets words without space glyphs, draws the strokes of a table one by one and repeats them at page ends.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from tests.typeset.code_picture import WIDTH, png
from tests.typeset.form import COLUMNS, LARGER, Cell, airy, form, outline, titles, with_headings
from tests.typeset.source import Source, printed


@dataclass(frozen=True, slots=True)
class TypstStyle:
    """How a page looks; lengths are points."""

    size: float = 11
    fonts: tuple[str, ...] = ("Liberation Serif", "AR PL UKai TW")
    page: tuple[float, float] = (595.0, 842.0)
    margin: float = 50
    stroke: str = "0.6pt"
    """What Typst calls a stroke: of all sides, or of some, as (y: 0.5pt)."""
    widths: tuple[int, ...] = (14, 9, 20, 9, 15, 9, 24)
    """Shares of the width."""
    spaced: bool = False
    numbered: bool = True


def typeset(source: Source, style: TypstStyle) -> bytes:
    """Print a booklet."""
    import typst

    made = typst.compile(write_typst(source, style).encode(), format="pdf", timestamp=0)
    assert isinstance(made, bytes)
    return made


def write_typst(source: Source, style: TypstStyle) -> str:
    """Return a booklet as Typst markup."""
    put = airy if style.spaced else str
    width, height = style.page
    body = [
        f"#set page(width: {width}pt, height: {height}pt, margin: {style.margin}pt,"
        f" numbering: {json.dumps('1') if style.numbered else 'none'})",
        f"#set text(font: {_list(style.fonts)}, size: {style.size}pt, fallback: true)",
        "#set par(leading: 0.5em, spacing: 0.5em)",
        f"#set table(stroke: {style.stroke}, inset: 4pt)",
        *(_text(line, 24, centred=True) for line in (f"{source.roc_year}年度", *source.title_lines)),
        *(
            _text(("主辦機關：" if at == 0 else "") + name, 16, centred=True)
            for at, name in enumerate(source.publishers)
        ),
        _text(source.issued_printed, 16, centred=True),
        "#pagebreak()",
        _text("目錄", 16, centred=True),
        *(
            f"#block[#{_string(title)} #box(width: 1fr, repeat[.]) {number}]"
            for number, title in enumerate(titles(source), 1)
        ),
        "#pagebreak()",
        _text(printed(source.introduction.title), style.size + 4),
        *(
            _text(put(line.text), style.size, line.depth)
            for line in outline(source.introduction.nodes, 0, [])
        ),
    ]
    for _, headings, programme in with_headings(source):
        body.append("#v(14pt)" if programme.printing.same_page else "#pagebreak()")
        body += [_text(text, style.size + LARGER[level]) for level, text in headings]
        cells = sorted(form(programme, source, spaced=style.spaced).cells, key=lambda c: (c.row, c.column))
        shares = ", ".join(f"{share}fr" for share in style.widths)
        body.append(f"#table(columns: ({shares}), {', '.join(map(_cell, cells))})")
    return "\n".join(body) + "\n"


def _cell(cell: Cell) -> str:
    lines = ", ".join(
        f"pad(left: {10 * line.depth}pt, {_string(printed(line.text))})" for line in cell.paragraphs
    )
    if cell.pictured:
        lines += f', image(bytes({tuple(png())}), format: "png", width: {WIDTH}mm)'
    align = (
        "center + horizon"
        if cell.kind in ("label", "name")
        else "left + top"
        if cell.kind == "text"
        else "left + horizon"
    )
    columns = COLUMNS - cell.column if cell.kind == "text" else cell.columns
    return f"table.cell(rowspan: {cell.rows}, colspan: {columns}, align: {align}, stack(spacing: 0.5em, {lines}))"


def _text(text: str, size: float, depth: int = 0, *, centred: bool = False) -> str:
    words = f"#block(inset: (left: {10 * depth}pt), text(size: {size}pt, {_string(text)}))"
    return f"#align(center, {words[1:]})" if centred else words


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _list(words: tuple[str, ...]) -> str:
    return "(" + "".join(f"{_string(word)}, " for word in words) + ")"
