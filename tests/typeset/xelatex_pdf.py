"""A source becomes a PDF by XeLaTeX: long tables, in which a row cannot be cut, so that each paragraph is one.

Needs ``xelatex`` with ``xeCJK`` (``apt-get install`` of ``APT_PACKAGES``, 140 MB) and the fonts of ``fonts.py``.  TeX
writes no spaces, sets glue between Chinese and Latin, and closes no cell at a page end.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from tests.typeset.code_picture import WIDTH, png
from tests.typeset.form import COLUMNS, LARGER, Cell, Form, form, outline, titles, with_headings
from tests.typeset.source import Source, printed

APT_PACKAGES = "texlive-xetex texlive-lang-chinese texlive-latex-extra"
_SPECIAL = {sign: f"\\{sign}" for sign in "%#&_{}$"} | {"~": "\\textasciitilde{}", "\\": "\\textbackslash{}"}
_LONG = re.compile(r"[!-~]{10,}")
"""What stands in no narrow cell unless it can be cut anywhere: addresses, numbers."""


@dataclass(frozen=True, slots=True)
class TexStyle:
    """How a page looks; lengths are points unless they say otherwise."""

    size: int = 11
    han: str = "AR PL UKai TW"
    latin: str = "Liberation Serif"
    page: tuple[float, float] = (595.0, 842.0)
    margin: float = 50
    padding: float = 4
    stretch: float = 1.2
    upright: bool = True
    """Whether there are upright rules; the level ones are always there."""
    widths: tuple[int, ...] = (14, 9, 20, 9, 15, 9, 24)
    """Shares of the width."""
    header: str = ""
    number: str = "arabic"
    """arabic | roman, as TeX calls them."""


@cache
def installed() -> bool:
    """Tell whether XeLaTeX is here with what sets Chinese."""
    if shutil.which("xelatex") is None or shutil.which("kpsewhich") is None:
        return False
    return subprocess.run(["kpsewhich", "xeCJK.sty"], capture_output=True, check=False).returncode == 0


def typeset(source: Source, style: TexStyle) -> bytes:
    """Print a booklet."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "booklet.tex").write_text(write_tex(source, style))
        (Path(name) / "code.png").write_bytes(png())
        command = ["xelatex", "-interaction=nonstopmode", "-halt-on-error", "booklet.tex"]
        for _ in range(2):  # the widths of a long table are known after the first run
            subprocess.run(command, cwd=name, check=True, capture_output=True, timeout=300)
        return (Path(name) / "booklet.pdf").read_bytes()


def write_tex(source: Source, style: TexStyle) -> str:
    """Return a booklet as LaTeX."""
    cover = (f"{source.roc_year}年度", *source.title_lines)
    body = [_text(line, 24) for line in cover]
    body += [_text(("主辦機關：" if at == 0 else "") + name, 16) for at, name in enumerate(source.publishers)]
    body += [_text(source.issued_printed, 16), "\\clearpage", _text("目錄", 16)]
    body += [f"{_tex(title)}\\dotfill {number}\\par" for number, title in enumerate(titles(source), 1)]
    body += ["\\clearpage", _text(printed(source.introduction.title), style.size + 4)]
    body += [_text(line.text, style.size, line.depth) for line in outline(source.introduction.nodes, 0, [])]
    for _, headings, programme in with_headings(source):
        body.append("\\bigskip" if programme.printing.same_page else "\\clearpage")
        body += [_text(text, style.size + LARGER[level]) for level, text in headings]
        body.append(_table(form(programme, source), style))
    return _frame(style, "\n".join(body))


def _frame(style: TexStyle, body: str) -> str:
    width, height = style.page
    return rf"""\documentclass[{style.size}pt]{{article}}
\usepackage[papersize={{{width}bp,{height}bp}},margin={style.margin}bp,headsep=12bp,footskip=24bp]{{geometry}}
\usepackage{{xeCJK,longtable,multirow,array,fancyhdr,newunicodechar,graphicx}}
\setmainfont{{{style.latin}}}\setCJKmainfont{{{style.han}}}\xeCJKsetup{{AutoFallBack=true}}
\xeCJKDeclareCharClass{{CJK}}{{"2460 -> "27BF}}
\setCJKfallbackfamilyfont{{\CJKrmdefault}}[FallBack=HanaMinB]{{HanaMinA}}
\newfontfamily\rest{{DejaVu Serif}}\newunicodechar{{⁺}}{{{{\rest ⁺}}}}
\pagestyle{{fancy}}\fancyhf{{}}\fancyhead[R]{{{style.header}}}\fancyfoot[C]{{-- \{style.number}{{page}} --}}
\renewcommand{{\headrulewidth}}{{0pt}}\renewcommand{{\arraystretch}}{{{style.stretch}}}
\setlength{{\parindent}}{{0pt}}\setlength{{\tabcolsep}}{{{style.padding}bp}}
\hyphenpenalty=10000 \exhyphenpenalty=10000 \sloppy \raggedbottom
\newcolumntype{{L}}[1]{{>{{\raggedright\arraybackslash}}p{{#1}}}}
\begin{{document}}
{body}
\end{{document}}
"""


def _table(table: Form, style: TexStyle) -> str:
    rule = "|" if style.upright else ""
    room = style.page[0] - 2 * style.margin - 2 * COLUMNS * style.padding - COLUMNS - 1
    widths = [room * share / sum(style.widths) for share in style.widths]
    columns = rule + rule.join(f"L{{{width:.1f}bp}}" for width in widths) + rule
    rows = [list(cells) for _, cells in groupby(table.cells, lambda cell: cell.row)]
    made, down = [], dict.fromkeys(range(COLUMNS), 0)
    for number, cells in enumerate(rows):
        made += [f"{line} \\\\" for line in _lines(cells, widths, style)]
        down |= {cell.column: number + cell.rows for cell in cells}
        ended = [column for column in range(COLUMNS) if _until(column, down, cells) == number + 1]
        made[-1] += "\\hline" if len(ended) == COLUMNS else _partly(ended)
    return "\n".join([f"\\begin{{longtable}}{{{columns}}}\\hline", *made, "\\end{longtable}"])


def _until(column: int, down: dict[int, int], cells: list[Cell]) -> int:
    """Return the row before which what stands in a column ends: a text spans the columns right of it, too."""
    wide = [cell for cell in cells if cell.kind == "text" and cell.column <= column]
    return wide[0].row + wide[0].rows if wide else down[column]


def _partly(columns: list[int]) -> str:
    """Return level rules below some columns."""
    return "".join(f"\\cline{{{column + 1}-{column + 1}}}" for column in columns)


def _lines(cells: list[Cell], widths: list[float], style: TexStyle) -> list[str]:
    """Return the rows of a long table that a row of a form takes: one, or one for each paragraph of a text."""
    text = next((cell for cell in cells if cell.kind == "text"), None)
    if text is None:
        at = {cell.column: _cell(cell, widths) for cell in cells}
        return [" & ".join(at.get(column, "") for column in range(COLUMNS))]
    (label,) = (cell for cell in cells if cell.kind == "label")
    rule = "|" if style.upright else ""
    room = sum(widths[1:]) + (COLUMNS - 2) * (2 * style.padding + 1)
    lines = [
        f"\\multicolumn{{{COLUMNS - 1}}}{{L{{{room:.1f}bp}}{rule}}}{{\\hspace*{{{10 * line.depth}bp}}{_tex(line.text)}}}"
        for line in text.paragraphs
    ]
    if text.pictured:
        lines.append(
            f"\\multicolumn{{{COLUMNS - 1}}}{{L{{{room:.1f}bp}}{rule}}}{{\\includegraphics[width={WIDTH}mm]{{code}}}}"
        )
    first, *rest = lines or [f"\\multicolumn{{{COLUMNS - 1}}}{{L{{{room:.1f}bp}}{rule}}}{{}}"]
    return [f"{_cell(label, widths)} & {first}", *(f" & {line}" for line in rest)]


def _cell(cell: Cell, widths: list[float]) -> str:
    words = "\\newline ".join(_tex(line.text) for line in cell.paragraphs)
    return (
        f"\\multirow[t]{{{cell.rows}}}{{{widths[cell.column]:.1f}bp}}{{{words}}}" if cell.rows > 1 else words
    )


def _text(text: str, size: float, depth: int = 0) -> str:
    leading = 1.35 * size
    return (
        f"{{\\fontsize{{{size}bp}}{{{leading}bp}}\\selectfont\\hspace*{{{10 * depth}bp}}{_tex(text)}\\par}}"
    )


def _tex(text: str) -> str:
    """Return a text as TeX has it; a long word can be cut anywhere."""

    def cut(found: re.Match[str]) -> str:
        return "\0".join(found.group())

    whole = _LONG.sub(cut, printed(text))
    return "".join(_SPECIAL.get(sign, sign) for sign in whole).replace("\0", "\\allowbreak{}")
