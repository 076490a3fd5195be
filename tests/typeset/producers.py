"""Every way in which a source is printed here: random styles, many booklets at a time.

Comes in: the name of a producer and seeds with their sources.  Goes out: files, PDFs or transcriptions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from random import Random

from tests.typeset import html_pdf, office, sheets, typst_pdf, xelatex_pdf
from tests.typeset.docx_file import write_docx
from tests.typeset.form import form
from tests.typeset.libreoffice_pdf import write_fodt
from tests.typeset.odfpy_file import write_odt
from tests.typeset.random_style import (
    random_column_style,
    random_odf_style,
    random_office_style,
    random_style,
    random_tex_style,
    random_typst_style,
    random_web_style,
    random_word_style,
)
from tests.typeset.reportlab_pdf import typeset
from tests.typeset.source import Source
from tests.typeset.transcript import transcribe

Sources = Mapping[int, Source]
"""Seed -> the booklet to print; the seed also chooses the style."""


def style_seed(seed: int) -> Random:
    """Return the generator of a booklet's style: another than that of its words."""
    return Random(seed + 1_000_000)


def by_reportlab(sources: Sources) -> dict[int, bytes]:
    """Print by our own layout and ReportLab."""
    return {seed: typeset(source, random_style(style_seed(seed))).pdf for seed, source in sources.items()}


def by_level_rules(sources: Sources) -> dict[int, bytes]:
    """Print forms that only level rules divide; page ends cut their rows, but no label by intent."""
    made = {}
    for seed, source in sources.items():
        style = random_style(style_seed(seed))
        level = replace(style, lines="level", shaded=False, repeat_labels=False, justified=False)
        made[seed] = typeset(source.uncut(), level).pdf
    return made


def by_label_column(sources: Sources) -> dict[int, bytes]:
    """Print forms without a rule: labels stand beside the first line of their values, whole on one page.

    Columns stand as far apart as where no rule parts them: in type of 13 points with 2 points of padding they are as
    near as words, so that nothing printed parts those of a form with few contacts (`contact-unread` says so).  Labels
    stand on one line: one in new words over three lines is not told from three (`form-incomplete` says so).
    """
    made = {}
    for seed, source in sources.items():
        style = random_style(style_seed(seed))
        plain = replace(
            style,
            size=min(style.size, 11),
            padding=max(style.padding, 3.5),
            lines="none",
            margins=(40, 50, 40, 50),
            shaded=False,
            centred=False,
            repeat_labels=False,
            label_width=style.size * 8,
        )
        made[seed] = typeset(source.uncut(), plain).pdf
    return made


def by_typst(sources: Sources) -> dict[int, bytes]:
    """Print by Typst, with all rules or with level ones only."""
    made = {}
    for seed, source in sources.items():
        made[seed] = typst_pdf.typeset(source.uncut(), random_typst_style(style_seed(seed)))
    return made


def by_xelatex(sources: Sources) -> dict[int, bytes]:
    """Print by XeLaTeX, in long tables."""
    made = {}
    for seed, source in sources.items():
        made[seed] = xelatex_pdf.typeset(source.uncut(), random_tex_style(style_seed(seed)))
    return made


def by_two_up(sources: Sources) -> dict[int, bytes]:
    """Print two pages on each sheet: in their order, with the cover alone, bound on the right, imposed for folding."""
    made = {}
    for seed, source in sources.items():
        rng = style_seed(seed)
        pdf = typeset(source, random_style(rng)).pdf
        place = rng.choice(
            (sheets.beside, partial(sheets.beside, first=1), sheets.from_the_right, sheets.folded)
        )
        made[seed] = sheets.two_up(pdf, place(sheets.page_count(pdf)), rng.choice((1.0, 0.71)))
    return made


def by_columns(sources: Sources) -> dict[int, bytes]:
    """Print forms in two columns on each page, below a running head."""
    made = {}
    for seed, source in sources.items():
        narrow = random_column_style(style_seed(seed))
        printed = typeset(source, narrow)
        made[seed] = sheets.in_columns(printed.pdf, printed.front, narrow.margins[0])
    return made


def by_transcript(sources: Sources) -> dict[int, bytes]:
    """Write transcriptions."""
    return {seed: transcribe(source).encode() for seed, source in sources.items()}


def by_libreoffice(sources: Sources) -> dict[int, bytes]:
    """Print OpenDocument texts by LibreOffice."""
    texts = {
        f"{seed}.fodt": write_fodt(source, random_office_style(style_seed(seed)), {}).encode()
        for seed, source in sources.items()
    }
    return _numbered(office.convert(texts, "pdf"))


def by_odfpy(sources: Sources) -> dict[int, bytes]:
    """Print OpenDocument texts that odfpy writes, by LibreOffice."""
    texts = {
        f"{seed}.odt": write_odt(source, random_odf_style(style_seed(seed)))
        for seed, source in sources.items()
    }
    return _numbered(office.convert(texts, "pdf"))


def by_word(sources: Sources) -> dict[int, bytes]:
    """Print Word documents by LibreOffice."""
    texts = {
        f"{seed}.docx": write_docx(source, random_word_style(style_seed(seed)))
        for seed, source in sources.items()
    }
    return _numbered(office.convert(texts, "pdf"))


def by_weasyprint(sources: Sources) -> dict[int, bytes]:
    """Print HTML by WeasyPrint."""
    return {int(name): html_pdf.print_by_weasyprint(page) for name, page in _pages(sources).items()}


def by_boxes(sources: Sources) -> dict[int, bytes]:
    """Print HTML whose cells are boxes with gaps between them, by WeasyPrint."""
    made = {}
    for seed, source in sources.items():
        rng = style_seed(seed)
        style = replace(random_web_style(rng), collapse=False, outer=True, border="0.6pt solid #000")
        apart = replace(style, spacing=rng.choice(("2px", "3pt", "4pt", "6pt")))
        made[seed] = html_pdf.print_by_weasyprint(html_pdf.write_html(source, apart))
    return made


def by_chromium(sources: Sources) -> dict[int, bytes]:
    """Print HTML by a browser."""
    return _numbered(html_pdf.print_by_chromium(_pages(sources)))


PRODUCERS: dict[str, Callable[[Sources], dict[int, bytes]]] = {
    "reportlab": by_reportlab,
    "level": by_level_rules,
    "label-column": by_label_column,
    "typst": by_typst,
    "xelatex": by_xelatex,
    "two-up": by_two_up,
    "columns": by_columns,
    "transcript": by_transcript,
    "libreoffice": by_libreoffice,
    "odfpy": by_odfpy,
    "word": by_word,
    "weasyprint": by_weasyprint,
    "boxes": by_boxes,
    "chromium": by_chromium,
}


def _pages(sources: Sources) -> dict[str, str]:
    return {
        str(seed): html_pdf.write_html(source, _ruled(random_web_style(style_seed(seed)), source))
        for seed, source in sources.items()
    }


def _ruled(style: html_pdf.WebStyle, source: Source) -> html_pdf.WebStyle:
    """Rule the outside of a table with a row of a whole page: one upright rule alone shows no table."""
    forms = [form(programme, source) for *_, programme in source.programmes()]
    tallest = max(
        len(cell.paragraphs) + sum(len(line.text) for line in cell.paragraphs) // 30
        for table in forms
        for cell in table.cells
    )
    return replace(style, outer=style.outer or tallest > 25)


def _numbered(files: Mapping[str, bytes]) -> dict[int, bytes]:
    return {int(name): data for name, data in files.items()}
