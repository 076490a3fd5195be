"""Sheets of several pages, columns and forms with few rules or none give the record that was meant.

The trials read each by one engine, most by the first, for a page's layout is told from what either has read;
``make soak`` reads each by both.
"""

from __future__ import annotations

from random import Random

import pytest

from pipeline.pages.reading import ENGINES
from tests.test_roundtrip import needs_fonts
from tests.typeset import html_pdf, office, xelatex_pdf
from tests.typeset.random_booklet import random_booklet
from tests.typeset.readback import read_back
from tests.typeset.reportlab_pdf import Style, typeset
from tests.typeset.sheets import folded, page_count, two_up
from tests.typeset.soak import check

needs_tex = pytest.mark.skipif(
    not xelatex_pdf.installed(), reason=f"no XeLaTeX: apt-get install {xelatex_pdf.APT_PACKAGES}"
)
needs_office = pytest.mark.skipif(
    not office.installed(), reason=f"no LibreOffice: apt-get install {office.APT_PACKAGES}"
)
needs_weasyprint = pytest.mark.skipif(
    not html_pdf.has_weasyprint(), reason="no WeasyPrint: pip install weasyprint"
)
pytestmark = [needs_fonts, pytest.mark.long]


LAYOUTS = [
    *("typst", "level", "label-column", "two-up", "columns"),
    pytest.param("xelatex", marks=needs_tex),
    pytest.param("odfpy", marks=needs_office),
    pytest.param("boxes", marks=needs_weasyprint),
]
BY_THE_SECOND = ("label-column", "columns")


@pytest.mark.parametrize("producer", LAYOUTS)
def test_a_booklet_in_each_layout_reads_back(producer: str) -> None:
    assert check(producer, [1], engines=ENGINES[1:] if producer in BY_THE_SECOND else ENGINES[:1]) == {}


@pytest.mark.soak
@pytest.mark.parametrize("producer", LAYOUTS)
def test_it_reads_back_by_both_engines(producer: str) -> None:
    assert check(producer, [1]) == {}


def test_places_in_an_imposed_booklet_are_those_of_its_sheets() -> None:
    source = random_booklet(Random(1))
    pdf = typeset(source, Style()).pdf
    places = folded(page_count(pdf))
    single, imposed = (read_back(file, source).booklet for file in (pdf, two_up(pdf, places)))
    assert [each.id for each in imposed.programmes] == [each.id for each in single.programmes]
    for one, other in zip(single.programmes, imposed.programmes, strict=True):
        (page, left, *_), (sheet, aside, *_) = one.provenance["name"][0], other.provenance["name"][0]
        pair = places[sheet - 1]
        assert page - 1 in pair
        assert aside == pytest.approx(left + pair.index(page - 1) * Style().page[0], abs=0.2)
