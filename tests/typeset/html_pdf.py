"""A source becomes HTML with real tables, and a PDF by a browser (Chromium) or by WeasyPrint.

What differs from the other typesetters: borders are filled boxes or are drawn piece by piece, glyphs of a line
stand in several runs, label cells repeat or centre over a page end as each engine pleases.  The contents page
has no leaders and lists no page numbers that are true: the engines lay pages out only after the HTML is written.
"""

from __future__ import annotations

import html
import shutil
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass

from tests.typeset.code_picture import WIDTH, png
from tests.typeset.form import COLUMNS, LARGER, Cell, Form, airy, form, outline, titles, with_headings
from tests.typeset.source import Source, printed


@dataclass(frozen=True, slots=True)
class WebStyle:
    """How a page of HTML looks."""

    size: float = 12
    """Type size in points."""
    family: str = "'Liberation Serif', 'AR PL UKai TW'"
    page: str = "A4"
    margin: str = "18mm"
    border: str = "0.6pt solid #000"
    """What CSS calls a border: solid, dashed, double; coloured or not."""
    outer: bool = True
    """Whether a form has outer borders at its left and right."""
    collapse: bool = True
    spacing: str = "0"
    """The gap between the boxes of cells, where they do not share their borders."""
    shaded: bool = True
    spaced: bool = False
    label_align: str = "middle"
    label_width: str = "15%"
    keep_rows: bool = False
    justified: bool = False
    numbered: bool = False
    """A page number at the foot of each page."""


def write_html(source: Source, style: WebStyle) -> str:
    """Return a booklet as one page of HTML."""
    put = airy if style.spaced else str
    body = ["<section>", _tag("h1", f"{source.roc_year}年度"), *(_tag("h1", t) for t in source.title_lines)]
    body += [
        _tag("p", ("主辦機關：" if index == 0 else "") + name, "cover")
        for index, name in enumerate(source.publishers)
    ]
    body += [_tag("p", source.issued_printed, "cover"), "</section><section>", _tag("h2", "目錄")]
    body += [
        f"<div class='entry'><span>{html.escape(title)}</span><span>{number}</span></div>"
        for number, title in enumerate(titles(source), 1)
    ]
    body += ["</section><section>", _tag("h2", printed(source.introduction.title))]
    body += [
        _tag("p", put(line.text), f"d{line.depth}") for line in outline(source.introduction.nodes, 0, [])
    ]
    body.append("</section>")
    for _, headings, programme in with_headings(source):
        body.append("<section>" if not programme.printing.same_page else "<div>")
        body += [_tag(f"h{level + 1}", text) for level, text in headings]
        body += _table(form(programme, source, spaced=style.spaced))
        body.append("</section>" if not programme.printing.same_page else "</div>")
    return (
        f"<!DOCTYPE html><html lang='zh-Hant'><head><meta charset='utf-8'><title>{source.title}</title>"
        f"<style>{_css(style)}</style></head><body>{''.join(body)}</body></html>"
    )


def chromium() -> str | None:
    """Return the name of the browser's program, or None where it is not installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def has_weasyprint() -> bool:
    """Tell whether WeasyPrint and the libraries it needs are installed."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


def print_by_chromium(pages: Mapping[str, str]) -> dict[str, bytes]:
    """Return the PDFs that a browser prints of pages of HTML."""
    from playwright.sync_api import sync_playwright

    made = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        for name, text in pages.items():
            page.set_content(text)
            made[name] = page.pdf(prefer_css_page_size=True, print_background=True)
        browser.close()
    return made


def print_by_weasyprint(page: str) -> bytes:
    """Return the PDF that WeasyPrint prints."""
    import weasyprint

    made: bytes = weasyprint.HTML(string=page).write_pdf()
    return made


def _tag(name: str, text: str, kind: str = "") -> str:
    return f"<{name} class='{kind}'>{html.escape(text)}</{name}>"


def _table(table: Form) -> list[str]:
    rows: list[list[Cell]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell)
    widths = "".join(f"<col class='c{column}'>" for column in range(COLUMNS))
    found = [f"<table><colgroup>{widths}</colgroup>"]
    for row in rows:
        cells = sorted(row, key=lambda cell: cell.column)
        found.append("<tr>" + "".join(_cell(cell) for cell in cells) + "</tr>")
    return [*found, "</table>"]


def _cell(cell: Cell) -> str:
    lines = "".join(_tag("p", line.text, f"d{line.depth}") for line in cell.paragraphs)
    code = f"<img src='data:image/png;base64,{b64encode(png()).decode()}'>" if cell.pictured else ""
    return f"<td class='{cell.kind}' rowspan='{cell.rows}' colspan='{cell.columns}'>{lines}{code}</td>"


def _css(style: WebStyle) -> str:
    side = "" if style.outer else "td:first-child{border-left:0} td:last-child{border-right:0}"
    indents = "".join(f".d{depth}{{margin-left:{depth * 10}pt}}" for depth in range(6))
    shares = "".join(
        f".c{column}{{width:{share}%}}" for column, share in enumerate((8, 20, 8, 15, 8, 26), start=1)
    )
    sizes = " ".join(f"h{level + 1} {{ font-size: {style.size + more}pt }}" for level, more in LARGER.items())
    number = "@bottom-center { content: counter(page) }" if style.numbered else ""
    return f"""
@page {{ size: {style.page}; margin: {style.margin}; {number} }}
body {{ font: {style.size}pt/1.4 {style.family}; margin: 0 }}
section {{ break-before: page }} section:first-child {{ break-before: auto }}
h1 {{ font-size: 24pt; text-align: center }} .cover {{ font-size: 18pt; text-align: center }}
{sizes}
img {{ width: {WIDTH}mm; display: block }}
h2, h3, h4 {{ margin: 3pt 0; break-after: avoid }} p {{ margin: 0 }} {indents}
.entry {{ display: flex; justify-content: space-between }}
table {{ width: 100%; table-layout: fixed; border-collapse: {"collapse" if style.collapse else "separate"};
 border-spacing: {style.spacing}; margin-bottom: 14pt }}
td {{ border: {style.border}; padding: 3pt; vertical-align: top; overflow-wrap: anywhere }} {side}
tr {{ break-inside: {"avoid" if style.keep_rows else "auto"} }}
.label, .name, .value {{ vertical-align: {style.label_align} }} .label, .name {{ text-align: center }}
.label {{ font-weight: bold; {"background: #ddebf7" if style.shaded else ""} }}
.text {{ text-align: {"justify" if style.justified else "left"} }} .c0 {{ width: {style.label_width} }} {shares}
"""
