"""Random styles, one generator for each way to print: what a booklet looks like, which must not matter."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.typeset.docx_file import WordStyle
from tests.typeset.html_pdf import WebStyle
from tests.typeset.layout import Style
from tests.typeset.libreoffice_pdf import OfficeStyle
from tests.typeset.odfpy_file import OdfStyle
from tests.typeset.typst_pdf import TypstStyle
from tests.typeset.xelatex_pdf import TexStyle

HAN = ("AR PL UKai TW", "AR PL UMing TW", "Noto Sans CJK TC")
LATIN = ("Liberation Serif", "Liberation Sans")
PAGES = ((210, 297), (182, 257), (297, 210))
WIDTHS = (
    (28, 13, 33, 13, 25, 13, 45),
    (14, 12, 28, 12, 22, 12, 42),
    (24, 12, 30, 10, 24, 10, 38),
    (10, 9, 26, 9, 20, 12, 34),
)


def random_style(rng: Random) -> Style:
    """Return a random style: narrow and wide pages, every way to rule, with and without shading."""
    size = rng.choice((9.0, 10.0, 11.0, 12.0, 13.0))
    return Style(
        page=rng.choice(((595.28, 841.89), (612.0, 792.0), (515.91, 728.5), (841.89, 595.28))),
        margins=rng.choice(((56, 60, 56, 60), (40, 50, 40, 50), (72, 72, 72, 72))),
        han=rng.choice(("kai", "ming")),
        latin=rng.choice(("serif", "sans", "kai")),
        size=size,
        leading=rng.choice((1.2, 1.32, 1.6)),
        padding=rng.choice((2.0, 3.5, 5.0)),
        label_width=size * rng.choice((2.9, 4.5, 6.2, 8.0)),
        columns=rng.choice(
            (
                (0.09, 0.235, 0.09, 0.175, 0.1, 0.31),
                (0.1, 0.2, 0.1, 0.16, 0.1, 0.34),
                (0.07, 0.27, 0.12, 0.2, 0.08, 0.26),
            )
        ),
        shaded=rng.random() < 0.5,
        lines=rng.choice(("stroke", "fill", "cell", "double")),
        header=rng.choice(("", "優惠輔導措施", "扶植中堅企業成長計畫優惠輔導措施")),
        page_number=rng.choice(("{n}", "- {n} -", "第{n}頁")),
        repeat_labels=rng.random() < 0.2,
        keep_rows=rng.random() < 0.3,
        spaced=rng.random() < 0.5,
        trailing_space=rng.random() < 0.7,
        bold=rng.choice(("none", "stroke", "twice")),
        justified=rng.random() < 0.3,
        indent=rng.choice((0.0, 12.0, 20.0)),
        new_page=rng.random() < 0.6,
    )


def random_column_style(rng: Random) -> Style:
    """Return a random style for a page half as wide, which becomes a column: small type, no margins of its own."""
    size = rng.choice((7.0, 8.0))
    return replace(
        random_style(rng),
        page=rng.choice(((320.0, 842.0), (380.0, 780.0))),
        margins=(28, 60, 28, 60),
        size=size,
        padding=2.0,
        label_width=size * rng.choice((2.9, 4.5)),
        header="",
        page_number="",
        indent=8.0,
    )


def random_office_style(rng: Random) -> OfficeStyle:
    """Return a random style for the office suite."""
    return OfficeStyle(
        size=rng.choice((10.0, 11.0, 12.0, 14.0)),
        han=rng.choice(HAN),
        latin=rng.choice(LATIN),
        page=rng.choice(PAGES),
        margin=rng.choice((15, 20)),
        widths=rng.choice(WIDTHS),
        shaded=rng.random() < 0.5,
        align=rng.choice(("start", "justify")),
        keep_rows=rng.random() < 0.3,
        header=rng.choice(("", "優惠輔導措施")),
    )


def random_odf_style(rng: Random) -> OdfStyle:
    """Return a random style for odfpy."""
    return OdfStyle(
        size=rng.choice((9.5, 11.0, 12.0, 13.0)),
        han=rng.choice(HAN),
        latin=rng.choice(LATIN),
        page=rng.choice(PAGES),
        margin=rng.choice((14, 18, 24)),
        widths=rng.choice(WIDTHS),
        border=rng.choice(("0.5pt solid #000000", "2.5pt double #1f4e79", "0.05pt solid #808080")),
        padding=rng.choice((0.8, 1.5)),
        shade=rng.choice(("", "#d9e2f3")),
        align=rng.choice(("top", "middle")),
        header=rng.choice(("", "優惠輔導措施")),
        number=rng.choice(("1", "i", "I")),
    )


def random_word_style(rng: Random) -> WordStyle:
    """Return a random style for a Word document."""
    return WordStyle(
        size=rng.choice((9.0, 10.5, 12.0, 14.0)),
        han=rng.choice(HAN),
        latin=rng.choice(LATIN),
        page=rng.choice(PAGES),
        margin=rng.choice((15, 20)),
        widths=rng.choice(WIDTHS),
        shaded=rng.random() < 0.5,
        border=rng.choice(("single", "single", "double", "dashed", "dotted")),
        align=rng.choice(("start", "justify")),
        keep_rows=rng.random() < 0.3,
        header=rng.choice(("", "優惠輔導措施")),
        spaced=rng.random() < 0.5,
        numbered=rng.random() < 0.8,
    )


def random_typst_style(rng: Random) -> TypstStyle:
    """Return a random style for Typst."""
    return TypstStyle(
        size=rng.choice((9.0, 10.5, 12.0)),
        fonts=(rng.choice(LATIN), rng.choice(HAN)),
        page=rng.choice(((595.0, 842.0), (516.0, 729.0), (842.0, 595.0))),
        stroke=rng.choice(
            ("0.6pt", "1pt + gray", "(y: 0.6pt)", '(paint: black, dash: "dashed", thickness: 0.6pt)')
        ),
        widths=rng.choice(WIDTHS),
        spaced=rng.random() < 0.5,
        numbered=rng.random() < 0.8,
    )


def random_tex_style(rng: Random) -> TexStyle:
    """Return a random style for TeX.

    A word that is wider than its column, such as E-mail, is printed over the next one: where no upright rule stands
    between, nobody reads it, so that columns are wide there.
    """
    style = TexStyle(
        size=rng.choice((10, 11, 12)),
        han=rng.choice(HAN),
        latin=rng.choice(LATIN),
        page=rng.choice(((595.0, 842.0), (516.0, 729.0), (842.0, 595.0))),
        margin=rng.choice((36, 50, 64)),
        padding=rng.choice((3, 5)),
        stretch=rng.choice((1.0, 1.2, 1.5)),
        upright=rng.random() < 0.7,
        widths=rng.choice(WIDTHS),
        header=rng.choice(("", "優惠輔導措施")),
        number=rng.choice(("arabic", "roman")),
    )
    return style if style.upright else replace(style, size=10, page=(842.0, 595.0), widths=WIDTHS[1])


def random_web_style(rng: Random) -> WebStyle:
    """Return a random style for a browser."""
    return WebStyle(
        size=rng.choice((9.0, 10.5, 12.0, 14.0)),
        family=f"'{rng.choice(LATIN)}', '{rng.choice(HAN)}'",
        page=rng.choice(("A4", "B5", "A4 landscape", "Letter")),
        margin=rng.choice(("12mm", "18mm", "24mm")),
        border=rng.choice(
            ("0.6pt solid #000", "1px solid #888", "1pt dashed #000", "1pt dotted #444", "3pt double #000")
        ),
        outer=rng.random() < 0.8,
        collapse=rng.random() < 0.7,
        shaded=rng.random() < 0.5,
        spaced=rng.random() < 0.5,
        label_align=rng.choice(("middle", "top")),
        label_width=rng.choice(("8%", "12%", "15%")),
        keep_rows=rng.random() < 0.3,
        justified=rng.random() < 0.3,
        numbered=rng.random() < 0.8,
    )
