"""A source of cards, forms of another kind than the booklet's, becomes PDFs by three hands.

Comes in: ``permit-cards.toml`` and a ``CardStyle``.  Goes out: a PDF by ReportLab, by WeasyPrint or a browser, and a
flat OpenDocument text for LibreOffice.  Each has a running header with a logo, cards that run over page ends,
captions, and tables between that are no cards.
"""

from __future__ import annotations

import html
import io
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.typeset import fonts
from tests.typeset.form import chinese

SOURCE = Path(__file__).with_name("permit-cards.toml")
DEMO = Path(__file__).parents[2] / "docs" / "permit-cards.pdf"
"""The handbook that the tutorial reads: ``python -m tests.typeset.cards`` writes it."""
WELFARE_SOURCES = {112: SOURCE.with_name("welfare-112.toml"), 113: SOURCE.with_name("welfare-113.toml")}
WELFARE = {year: DEMO.with_name(f"{source.stem}.pdf") for year, source in WELFARE_SOURCES.items()}
"""Two years of a handbook whose headings alone name its services; the tutorial for another office reads them."""
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of a handbook: label -> text, in the order of the form."""

    title: str
    header: str
    introduction: list[str]
    cards: list[dict[str, str]]
    between: dict[int, Rows]


@dataclass(frozen=True, slots=True)
class CardStyle:
    """How cards look; a caption has {n}, {han} and {name}, and stands above the card or in its first, merged row."""

    caption: str = "第{han}案　{name}"
    merged: bool = False
    first: tuple[str, ...] = ()
    """Labels of the form; all where it is empty."""
    columns: tuple[str, str] | None = None
    """Headings of the two columns, printed again where a card goes on overleaf."""
    label_share: float = 0.18
    size: float = 12
    spaced: bool = False
    vertical: bool = False
    paired: bool = False
    """Whether the second and third label stand in one row."""
    header: bool = True
    page: tuple[float, float] = (595, 842)


@dataclass(frozen=True, slots=True)
class Card:
    """One card as printed."""

    caption: str
    rows: list[list[str]]
    """Label and text, or twice so."""


def load(source: Path = SOURCE) -> Cards:
    """Return a source."""
    read = tomllib.loads(source.read_text("utf-8"))
    between = {int(place): rows for place, rows in read.get("between", {}).get("after", {}).items()}
    return Cards(read["title"], read["header"], read["introduction"], read["card"], between)


def printed(source: Cards, style: CardStyle) -> Iterator[Card | Rows]:
    """Yield the cards and the other tables as a style prints them."""
    for number, card in enumerate(source.cards, start=1):
        pairs = [(label, text) for label, text in card.items() if not style.first or label in style.first]
        rows = [[_label(label, style), text] for label, text in pairs]
        if style.paired:
            rows[1:3] = [rows[1] + rows[2]]
        caption = style.caption.format(n=number, han=chinese(number), name=next(iter(card.values())))
        yield Card(caption, rows)
        if number in source.between:
            yield source.between[number]


def meant(source: Cards, style: CardStyle) -> list[dict[str, str]]:
    """Return the fields that a perfect reader finds."""
    return [
        {label: text for label, text in card.items() if not style.first or label in style.first}
        for card in source.cards
    ]


def _label(label: str, style: CardStyle) -> str:
    return "\n".join(label) if style.vertical else "　".join(label) if style.spaced else label


# HTML: by WeasyPrint or a browser

LOGO = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='24' height='24'>"
    "<circle cx='12' cy='12' r='10' fill='#3a7'/></svg>"
)


def write_html(source: Cards, style: CardStyle) -> str:
    """Return the handbook as one page of HTML; WeasyPrint prints its running header, a browser has ``header_of``."""
    body = [f"<h1>{html.escape(source.title)}</h1>", *(f"<p>{text}</p>" for text in source.introduction)]
    for part in printed(source, style):
        body += _card(part, style) if isinstance(part, Card) else _list(part)
    top = (
        f"@top-left {{ content: '{source.header}'; font-size: 9pt }}" if style.header else ""
    ) + "@bottom-center { content: counter(page); font-size: 9pt }"
    width, height = style.page
    return f"""<!DOCTYPE html><html lang="zh-Hant"><head><meta charset="utf-8"><style>
@page {{ size: {width}pt {height}pt; margin: 60pt 50pt; {top} }}
body {{ font: {style.size}pt/1.45 'Liberation Serif', 'AR PL UKai TW'; margin: 0 }}
h1 {{ font-size: 20pt; text-align: center }} h2 {{ font-size: {style.size + 2}pt; margin: 6pt 0; break-after: avoid }}
table {{ width: 100%; table-layout: fixed; border-collapse: collapse; margin-bottom: 14pt }}
td {{ border: 0.7pt solid #000; padding: 4pt; vertical-align: top; overflow-wrap: anywhere; white-space: pre-line }}
.label {{ text-align: center; vertical-align: middle }} .merged {{ text-align: center }}
</style></head><body>{"".join(body)}</body></html>"""


def _card(card: Card, style: CardStyle) -> list[str]:
    share = style.label_share * 100
    widths = [share, 50 - share, share, 50 - share] if style.paired else [share, 100 - share]
    span = len(widths) - 1
    found = [] if style.merged or not card.caption else [f"<h2>{html.escape(card.caption)}</h2>"]
    found += ["<table><colgroup>", *(f"<col style='width:{width}%'>" for width in widths), "</colgroup>"]
    if style.columns:
        left, right = style.columns
        found.append(f"<thead><tr><td class='label'>{left}</td><td class='label'>{right}</td></tr></thead>")
    if style.merged:
        found.append(f"<tr><td class='merged' colspan='{span + 1}'>{html.escape(card.caption)}</td></tr>")
    for row in card.rows:
        cells = [
            f"<td class='{'text' if place % 2 else 'label'}' colspan='{span if len(row) == 2 and place else 1}'>"
            f"{html.escape(text)}</td>"
            for place, text in enumerate(row)
        ]
        found.append(f"<tr>{''.join(cells)}</tr>")
    return [*found, "</table>"]


def _list(rows: Rows) -> list[str]:
    made = ["".join(f"<td>{html.escape(text)}</td>" for text in row) for row in rows]
    return ["<table>", *(f"<tr>{row}</tr>" for row in made), "</table>"]


def print_by_chromium(source: Cards, styles: Sequence[CardStyle]) -> list[bytes]:
    """Return what a browser prints, with a running header and its logo."""
    from playwright.sync_api import sync_playwright

    from tests.typeset.html_pdf import chromium

    made = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        for style in styles:
            page.set_content(write_html(source, replace(style, header=False)))
            header = f"<div style='font-size:9pt;margin-left:50pt'>{LOGO}{source.header}</div>"
            made.append(
                page.pdf(
                    prefer_css_page_size=True,
                    print_background=True,
                    display_header_footer=style.header,
                    header_template=header,
                    footer_template="<div style='font-size:9pt;width:100%;text-align:center' class='pageNumber'></div>",
                )
            )
        browser.close()
    return made


# ReportLab


def print_by_reportlab(source: Cards, style: CardStyle) -> bytes:
    """Return what ReportLab's own page layout prints; it cuts rows at page ends."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import CondPageBreak, Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

    fonts.font("kai")
    small = ParagraphStyle(
        "text", fontName="kai", fontSize=style.size, leading=1.4 * style.size, wordWrap="CJK"
    )
    big = ParagraphStyle("caption", small, fontSize=style.size + 2, leading=1.5 * style.size)
    width = style.page[0] - 100
    grid = [("GRID", (0, 0), (-1, -1), 0.7, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]

    def cell(text: str) -> Paragraph:
        return Paragraph(html.escape(text).replace("\n", "<br/>"), small)

    def card(part: Card) -> Iterator[Flowable]:
        rows = [[cell(text) for text in row] for row in part.rows]
        drawn = list(grid)
        widest = max(len(row) for row in rows)
        above = [[cell(text) for text in style.columns]] if style.columns else []
        merged = [[cell(part.caption)]] if style.merged else []
        rows = [*above, *merged, *rows]
        for number, row in enumerate(rows):
            if len(row) < widest:
                drawn.append(("SPAN", (len(row) - 1, number), (-1, number)))
                row += [""] * (widest - len(row))
        if part.caption and not style.merged:
            yield CondPageBreak(6 * style.size)
            yield Paragraph(html.escape(part.caption), big)
        share = style.label_share * width
        widths = [share, width / 2 - share] * 2 if widest == 4 else [share, width - share]
        yield Table(rows, widths, style=drawn, splitInRow=1, repeatRows=len(above))
        yield Spacer(1, 14)

    def margins(canvas: Canvas, _: object) -> None:
        canvas.setFont("kai", 9)
        canvas.drawCentredString(style.page[0] / 2, 30, str(canvas.getPageNumber()))
        if style.header:
            canvas.setFillColorRGB(0.2, 0.6, 0.4)
            canvas.circle(60, style.page[1] - 36, 9, stroke=0, fill=1)
            canvas.setFillGray(0)
            canvas.drawString(75, style.page[1] - 40, source.header)

    story: list[Flowable] = [Paragraph(source.title, big), *(cell(text) for text in source.introduction)]
    for part in printed(source, style):
        if isinstance(part, Card):
            story += card(part)
        else:
            story += [Table([[cell(text) for text in row] for row in part], style=grid), Spacer(1, 14)]
    stream = io.BytesIO()
    document = SimpleDocTemplate(
        stream,
        pagesize=style.page,
        leftMargin=50,
        rightMargin=50,
        topMargin=60,
        bottomMargin=60,
        invariant=True,
    )
    document.build(story, onFirstPage=margins, onLaterPages=margins)
    return stream.getvalue()


def print_welfare(year: int) -> bytes:
    """Return the handbook of welfare services of a year."""
    labels = ("服務對象", "服務內容", "收費標準", "申請方式", "聯絡電話")
    return print_by_reportlab(load(WELFARE_SOURCES[year]), CardStyle(caption="{han}、{name}", first=labels))


# LibreOffice


def write_fodt(source: Cards, style: CardStyle) -> str:
    """Return the handbook as a flat OpenDocument text, for LibreOffice to print."""
    body = [_paragraph("Big", source.title), *(_paragraph("Text", text) for text in source.introduction)]
    for number, part in enumerate(printed(source, style)):
        if isinstance(part, Card):
            above = [] if style.merged or not part.caption else [_paragraph("Caption", part.caption)]
            body += [*above, _office_card(part, style, f"T{number}"), _paragraph("Text", "")]
        else:
            rows = "".join(
                f"<table:table-row>{''.join(map(_office_cell, row))}</table:table-row>" for row in part
            )
            column = f'<table:table-column table:number-columns-repeated="{len(part[0])}"/>'
            body += [
                f'<table:table table:name="T{number}">{column}{rows}</table:table>',
                _paragraph("Text", ""),
            ]
    width, height = style.page
    header = f"<style:header>{_paragraph('Text', source.header)}</style:header>" if style.header else ""
    share = round(style.label_share * 1000)
    columns = [share, 500 - share, share, 500 - share] if style.paired else [share, 1000 - share]
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles>{_office_text("Text", style.size)}{_office_text("Caption", style.size + 2, 'fo:keep-with-next="always"')}
{_office_text("Big", 20)}</office:styles><office:automatic-styles>
<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:padding="2mm"
 fo:border="0.5pt solid #000000"/></style:style>
{"".join(_office_column(number, share) for number, share in enumerate(columns))}
<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="{width}pt" fo:page-height="{height}pt"
 fo:margin="50pt"/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L">{header}
<style:footer><text:p text:style-name="Text"><text:page-number/></text:p></style:footer></style:master-page>
</office:master-styles><office:body><office:text>{"".join(body)}</office:text></office:body></office:document>"""


def _office_text(name: str, size: float, paragraph: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {paragraph}/>'
        f"<style:text-properties fo:font-size='{size}pt' style:font-size-asian='{size}pt' "
        "fo:font-family=\"'Liberation Serif'\" style:font-family-asian=\"'AR PL UKai TW'\"/></style:style>"
    )


def _office_column(number: int, share: int) -> str:
    return (
        f'<style:style style:name="C{number}" style:family="table-column">'
        f'<style:table-column-properties style:rel-column-width="{share}*"/></style:style>'
    )


def _office_card(card: Card, style: CardStyle, name: str) -> str:
    widest = 4 if style.paired else 2
    columns = "".join(f'<table:table-column table:style-name="C{number}"/>' for number in range(widest))
    rows = []
    if style.columns:
        cells = "".join(map(_office_cell, style.columns))
        rows.append(
            f"<table:table-header-rows><table:table-row>{cells}</table:table-row></table:table-header-rows>"
        )
    if style.merged:
        rows.append(f"<table:table-row>{_office_cell(card.caption, widest)}</table:table-row>")
    for row in card.rows:
        last = widest - len(row) + 1
        cells = [*map(_office_cell, row[:-1]), _office_cell(row[-1], last)]
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return f'<table:table table:name="{name}">{columns}{"".join(rows)}</table:table>'


def _office_cell(text: str, span: int = 1) -> str:
    lines = "".join(_paragraph("Text", line) for line in text.split("\n"))
    covered = "<table:covered-table-cell/>" * (span - 1)
    return (
        f'<table:table-cell table:style-name="Cell" table:number-columns-spanned="{span}">{lines}'
        f"</table:table-cell>{covered}"
    )


def _paragraph(name: str, text: str) -> str:
    return f'<text:p text:style-name="{name}">{html.escape(text)}</text:p>'


if __name__ == "__main__":
    DEMO.write_bytes(print_by_reportlab(load(), CardStyle()))
    for year, handbook in WELFARE.items():
        handbook.write_bytes(print_welfare(year))
