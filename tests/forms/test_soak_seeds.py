"""Random booklets that a soak once read otherwise than they were printed: each is kept, and printed that way again.

The trials read some by one engine, for what they taught is a rule about forms; ``make soak`` reads all by both.
"""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.pages.reading import ENGINES
from tests.test_roundtrip import needs_fonts
from tests.typeset.html_pdf import chromium
from tests.typeset.soak import check

pytestmark = [needs_fonts, pytest.mark.long]
needs_browser = pytest.mark.skipif(not chromium(), reason="no Chromium (apt-get install chromium)")


def in_a_browser(seed: int) -> Any:
    return pytest.param("chromium", seed, marks=needs_browser)


TRIALS = [
    ("reportlab", 1265),  # a label of four lines beside a row of one, at a page end
    ("reportlab", 1925),  # the same half of a label at the head of three pages
    ("reportlab", 20024),  # 中心 cut in two by a page end
    (
        "weasyprint",
        777024,
    ),  # a label and an organization beside several rows, closed by rules on both sides of the page end
    ("word", 1193),  # two people and one number above a page end, one person and two numbers below
    ("columns", 1003),  # a page whose left column is the introduction, and its right one headings
    ("typst", 700267),  # an office and its label printed overleaf, beside an address
    ("columns", 700115),  # a running head on two pages, each of which comes in parts
    ("two-up", 500098),  # six pages: no sheet has more than one page number
    ("columns", 1009),  # the last row of a form alone at the head of the right column
    in_a_browser(1161),  # a page inside one tall row, on which only the label cell is closed below
]
SOAK = [
    ("weasyprint", 20008),  # contacts overleaf without a label column ran into the websites
    ("weasyprint", 1073),  # the label column and the name of an organization not drawn overleaf
    ("weasyprint", 1093),  # a label printed below the cell that a page end cut
    ("weasyprint", 1134),  # the same on two lines
    ("weasyprint", 2022),  # an organization beside two rows, whole below the page end between them
    in_a_browser(20015),  # the gap of a double rule nearer to nothing than the column beside it
    in_a_browser(1092),  # the gap of a double rule running round a label
    in_a_browser(1094),  # the same, in both engines
    (
        "weasyprint",
        1400298,
    ),  # an office beside two rows, whole below the page end, where both have a label before the person
    ("word", 1014),  # a title cut in two by a page end: 業務督 | 導員
    in_a_browser(1079),  # half of a label printed below the cell that a page end cut
    in_a_browser(1343),  # two labels of contacts printed below the cells that a page end cut
    ("level", 1239),  # headings at the foot of a page, and of each page below them one row
    ("level", 900014),  # a page of nothing but the rest of a label
    ("level", 910482),  # as many labels of items as of the form on its first page
    ("level", 5000),  # the same sentence at the head of three pages, taken for a running head
    ("level", 6025),  # the word of an extension a little higher than its number
    ("level", 1500002),  # words of a value beside half of a label, left of most lines
    ("label-column", 7026),  # a first label in words that stand apart, on two lines
    (
        "label-column",
        1300029,
    ),  # a page end cuts the labels of a contact below the second line of an office
    ("weasyprint", 2000413),  # the last line of an office printed below its cell
    ("level", 2000209),  # of the first form a page end cuts all labels of a contact but the last
    ("label-column", 2000145),  # and half of one that is for a telephone and an e-mail
    (
        "level",
        2000651,
    ),  # most lines of the first form are indented deep, and its first label has two lines
    ("label-column", 2000470),  # an office of five lines beside five people, in a form of lines alone
    ("label-column", 2100039),  # contacts at the foot of a page whose label stands overleaf
    ("label-column", 2100129),  # a wider label overleaf than on the page where a sentence begins
    (
        "level",
        2300090,
    ),  # halves of two labels at the same height on several pages, taken for a running head
    ("label-column", 2300013),  # each character of a label apart
    ("label-column", 1600087),  # a page end above the labels of an office
    ("boxes", 1620009),  # of a label beside a wide gap nothing is drawn overleaf
    ("boxes", 1620011),  # the box of a label reaches below the last row before a page end
    ("boxes", 1700064),  # whole pages of one row, of which no level side is drawn
    ("boxes", 2000050),  # a form too wide for its page, whose edge cuts the last digit of a phone
    ("boxes", 2000635),  # and a digit that stands apart from its text
    ("boxes", 2000869),  # the labels of a contact stand overleaf whole, and are not drawn above
    in_a_browser(2000259),  # the gap of two double borders was a row with a telephone
    ("weasyprint", 1022),  # contacts that go on overleaf in three tables side by side
    (
        "weasyprint",
        1214,
    ),  # a label that spans rows, of which nothing is drawn overleaf, in a form without sides
    ("libreoffice", 1368),  # half a label stands over the rule between its row and a wider cell
    ("weasyprint", 1106),  # an office and its label run out of their cells at a page's foot
    (
        "reportlab",
        1602,
    ),  # half of 執行單位 overleaf, whose rows a page end cuts between the second and its rest
    ("odfpy", 1779),
    ("weasyprint", 1781),  # a person above a page end, and overleaf all else of the row
    ("boxes", 1040),  # of three boxes at a page end nothing is drawn but their heads
    ("label-column", 3000548),  # a contact above a page end, of an office whose label stands overleaf
    ("weasyprint", 1823),  # the last row of contacts overleaf, where labels that span it are not drawn
    in_a_browser(2000922),  # and two numbers of two people were of one
]
"""Each has a fast test of what it taught, so that only ``make soak`` prints it."""
IN_TRIALS = pytest.mark.parametrize(("producer", "seed"), TRIALS)
IN_SOAK = pytest.mark.parametrize(("producer", "seed"), [*TRIALS, *SOAK])


@IN_TRIALS
def test_what_a_soak_found_reads_back(producer: str, seed: int) -> None:
    assert check(producer, [seed], engines=ENGINES[:1]) == {}


@pytest.mark.soak
@IN_SOAK
def test_it_reads_back_by_both_engines(producer: str, seed: int) -> None:
    assert check(producer, [seed]) == {}
