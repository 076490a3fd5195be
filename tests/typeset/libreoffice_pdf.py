"""A source becomes a PDF by LibreOffice: the same forms as a flat OpenDocument text, laid out by another hand.

Needs what ``office.py`` needs.  What differs
from the other typesetter: how rows, spans and labels are cut by a page end, the space between Chinese and
Latin (none is printed), kerning, justified lines, fonts and rules as an office suite writes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

import pypdfium2

from tests.typeset.form import COLUMNS, Cell, Form, form, outline, with_headings
from tests.typeset.office import convert
from tests.typeset.source import Source, printed

HEADINGS = {1: "Area", 2: "Measure", 3: "Programme"}
"""Level of a heading -> the style of its paragraph."""


@dataclass(frozen=True, slots=True)
class OfficeStyle:
    """How an office document looks; lengths are millimetres, widths are shares of the page."""

    size: float = 12
    han: str = "AR PL UKai TW"
    latin: str = "Liberation Serif"
    page: tuple[float, float] = (210, 297)
    margin: float = 20
    widths: tuple[float, ...] = (28, 13, 33, 13, 25, 13, 45)
    shaded: bool = True
    align: str = "justify"
    """start | justify."""
    keep_rows: bool = False
    header: str = ""


def typeset(source: Source, style: OfficeStyle) -> bytes:
    """Print a booklet: once to learn on which page each form begins, once with the contents page right."""
    draft = _print(write_fodt(source, style, {}))
    return _print(write_fodt(source, style, _pages(draft, source)))


def _print(document: str) -> bytes:
    return convert({"booklet.fodt": document.encode()}, "pdf")["booklet"]


def _pages(pdf: bytes, source: Source) -> dict[str, int]:
    """Return the printed page on which each programme begins, by its heading."""
    document = pypdfium2.PdfDocument(pdf)
    texts = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    opening = "".join(printed(source.introduction.nodes[0].text).split())[:12]
    first = next(number for number, text in enumerate(texts) if opening in text)
    found: dict[str, int] = {}
    at = first
    for identity, headings, _ in with_headings(source):
        wanted = "".join(headings[-1][1].split())
        at = next((n for n in range(at, len(texts)) if wanted in texts[n]), at)
        found[identity] = at - first + 1
    return found


def write_fodt(source: Source, style: OfficeStyle, pages: dict[str, int]) -> str:
    """Return a booklet as a flat OpenDocument text; ``pages`` gives the numbers of the contents page."""
    body = [_paragraph("Big", f"{source.roc_year} 年度"), *(_paragraph("Big", t) for t in source.title_lines)]
    body += [_paragraph("Centre", "")] * 6
    body += [
        _paragraph("Centre", ("主辦機關：" if index == 0 else "") + name)
        for index, name in enumerate(source.publishers)
    ]
    body += [_paragraph("Centre", ""), _paragraph("Centre", source.issued_printed)]
    body += [_paragraph("ContentsTitle", "目 錄"), *_contents(source, pages)]
    body.append(_paragraph("Introduction", source.introduction.title))
    body += [
        _paragraph(f"Depth{line.depth}", line.text) for line in outline(source.introduction.nodes, 0, [])
    ]
    for index, (_, headings, programme) in enumerate(with_headings(source)):
        fresh = "New" if not programme.printing.same_page or index == 0 else ""
        for level, text in headings:
            body.append(_paragraph(HEADINGS[level] + fresh, text))
            fresh = ""
        body += [_table(form(programme, source), f"T{index}"), _paragraph("Depth0", "")]
    return _frame(style, "\n".join(body))


def _contents(source: Source, pages: dict[str, int]) -> list[str]:
    lines = [(source.introduction.title, 1)]
    for identity, headings, _ in with_headings(source, listed=True):
        lines += [(text, pages.get(identity, 1)) for _, text in headings]
    return [
        f'<text:p text:style-name="Contents">{escape(text)}<text:tab/>{page}</text:p>' for text, page in lines
    ]


def _paragraph(name: str, text: str) -> str:
    return f'<text:p text:style-name="{name}">{_spaced(text)}</text:p>'


def _spaced(text: str) -> str:
    return escape(text).replace("  ", ' <text:s text:c="1"/>')


def _table(table: Form, name: str) -> str:
    by_place = {(cell.row, cell.column): cell for cell in table.cells}
    covered = {
        (row, column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    } - by_place.keys()
    rows = []
    for row in range(table.rows):
        parts = []
        for column in range(COLUMNS):
            if (row, column) in by_place:
                parts.append(_cell(by_place[row, column]))
            elif (row, column) in covered:
                parts.append("<table:covered-table-cell/>")
        style = "Row" if table.is_short(row) else "LongRow"
        rows.append(f'<table:table-row table:style-name="{style}">{"".join(parts)}</table:table-row>')
    columns = "".join(f'<table:table-column table:style-name="C{n}"/>' for n in range(COLUMNS))
    return f'<table:table table:name="{name}" table:style-name="Form">{columns}{"".join(rows)}</table:table>'


def _cell(cell: Cell) -> str:
    spans = f'table:number-columns-spanned="{cell.columns}" table:number-rows-spanned="{cell.rows}"'
    kind = {"label": "Label", "name": "Middle", "value": "Middle", "text": "Top"}[cell.kind]
    names = {"label": "LabelText", "name": "NameText", "value": "Value"}
    lines = "".join(
        _paragraph(names.get(cell.kind, f"Depth{line.depth}"), line.text) for line in cell.paragraphs
    )
    return (
        f'<table:table-cell table:style-name="{kind}" office:value-type="string" {spans}>'
        f"{lines or _paragraph('Depth0', '')}</table:table-cell>"
    )


def _frame(style: OfficeStyle, body: str) -> str:
    size, fonts = style.size, f'style:font-name="{style.latin}" style:font-name-asian="{style.han}"'

    def text(points: float, *, bold: bool = False) -> str:
        weight = 'fo:font-weight="bold" style:font-weight-asian="bold"' if bold else ""
        return f'<style:text-properties {fonts} fo:font-size="{points}pt" style:font-size-asian="{points}pt" {weight}/>'

    def paragraph(name: str, inner: str, points: float, *, bold: bool = False, more: str = "") -> str:
        return (
            f'<style:style style:name="{name}" style:family="paragraph" {more}>'
            f"<style:paragraph-properties {inner}/>{text(points, bold=bold)}</style:style>"
        )

    styles = [
        paragraph("Big", 'fo:text-align="center" fo:margin-top="8mm"', 24, bold=True),
        paragraph("Centre", 'fo:text-align="center"', 18),
        paragraph("ContentsTitle", 'fo:text-align="center" fo:break-before="page"', size + 4, bold=True),
        paragraph(
            "Introduction", 'style:page-number="1"', size + 3, bold=True, more='style:master-page-name="Body"'
        ),
        paragraph("LabelText", 'fo:text-align="center"', size, bold=True),
        paragraph("NameText", 'fo:text-align="center"', size),
        paragraph("Value", 'fo:text-align="start"', size),
    ]
    styles += [
        paragraph(f"Depth{n}", f'fo:text-align="{style.align}" fo:margin-left="{n * 4}mm"', size)
        for n in range(6)
    ]
    for name, points in (("Area", size + 5), ("Measure", size + 2), ("Programme", size + 1)):
        styles.append(paragraph(name, 'fo:keep-with-next="always" fo:margin-top="2mm"', points, bold=True))
        styles.append(
            paragraph(f"{name}New", 'fo:keep-with-next="always" fo:break-before="page"', points, bold=True)
        )
    right = style.page[0] - 2 * style.margin
    widths = [right * each / sum(style.widths) for each in style.widths]
    contents = (
        '<style:style style:name="Contents" style:family="paragraph"><style:paragraph-properties>'
        f'<style:tab-stops><style:tab-stop style:position="{right}mm" style:type="right" '
        'style:leader-style="dotted" style:leader-text="."/></style:tab-stops></style:paragraph-properties>'
        f"{text(size)}</style:style>"
    )
    border = 'fo:border="0.5pt solid #000000" fo:padding="1mm"'
    shade = 'fo:background-color="#ddebf7"' if style.shaded else ""
    keep = "always" if style.keep_rows else "auto"
    tables = [
        f'<style:style style:name="Form" style:family="table"><style:table-properties style:width="{right}mm" '
        'table:align="left" style:may-break-between-rows="true"/></style:style>',
        *(
            f'<style:style style:name="{name}" style:family="table-row">'
            f'<style:table-row-properties fo:keep-together="{together}"/></style:style>'
            for name, together in (("Row", keep), ("LongRow", "auto"))
        ),
    ]
    tables += [
        f'<style:style style:name="C{n}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{each:.2f}mm"/></style:style>'
        for n, each in enumerate(widths)
    ]
    tables += [
        f'<style:style style:name="{name}" style:family="table-cell">'
        f'<style:table-cell-properties {border} style:vertical-align="{align}" {fill}/></style:style>'
        for name, align, fill in (("Label", "middle", shade), ("Middle", "middle", ""), ("Top", "top", ""))
    ]
    layout = (
        f'<style:page-layout-properties fo:page-width="{style.page[0]}mm" fo:page-height="{style.page[1]}mm" '
        f'fo:margin="{style.margin}mm"/>'
    )
    footer = '<style:footer><text:p text:style-name="Foot"><text:page-number/></text:p></style:footer>'
    top = f'<style:header><text:p text:style-name="Value">{escape(style.header)}</text:p></style:header>'
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">
<office:font-face-decls>
<style:font-face style:name="{style.latin}" svg:font-family="'{style.latin}'"/>
<style:font-face style:name="{style.han}" svg:font-family="'{style.han}'"/>
</office:font-face-decls>
<office:styles>
<style:default-style style:family="paragraph">
<style:paragraph-properties style:text-autospace="ideograph-alpha" style:line-break="strict"
 style:punctuation-wrap="simple"/>
<style:text-properties {fonts} fo:language="en" fo:country="US" style:language-asian="zh"
 style:country-asian="TW"/>
</style:default-style>
{paragraph("Foot", 'fo:text-align="center"', size - 2)}
{paragraph("Value", 'fo:text-align="start"', size)}
</office:styles>
<office:automatic-styles>
{"".join(styles)}{contents}{"".join(tables)}
<style:page-layout style:name="Plain">{layout}</style:page-layout>
<style:page-layout style:name="Numbered">{layout}<style:header-style/><style:footer-style/></style:page-layout>
</office:automatic-styles>
<office:master-styles>
<style:master-page style:name="Standard" style:page-layout-name="Plain"/>
<style:master-page style:name="Body" style:page-layout-name="Numbered">{top if style.header else ""}{footer}
</style:master-page>
</office:master-styles>
<office:body><office:text>
{body}
</office:text></office:body>
</office:document>
"""
