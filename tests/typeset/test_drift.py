"""The booklet three years later, printed in every way: read with the shipped profile, and nothing is lost."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.core.record import Booklet
from pipeline.diff.booklets import diff
from tests.demonstrations import demo
from tests.typeset import fonts, html_pdf, office, xelatex_pdf
from tests.typeset.drift import ADDED, LABELS, MAIL_LABEL, OFFICES, three_years_later
from tests.typeset.make_demo import SOURCE
from tests.typeset.producers import PRODUCERS
from tests.typeset.readback import read_back, unlike
from tests.typeset.source import Source, load

SEED = 7
HTML = "web page"


@pytest.fixture(scope="module")
def source() -> Source:
    return three_years_later(load(SOURCE))


def printed(producer: str, source: Source) -> bytes:
    if producer == HTML:
        return html_pdf.write_html(source, html_pdf.WebStyle()).encode()
    return PRODUCERS[producer]({SEED: source})[SEED]


def wanting(producer: str) -> bool:
    """Tell whether what a producer needs is not installed here."""
    if producer in ("transcript", HTML):
        return False
    lacks = {
        "libreoffice": not office.installed(),
        "odfpy": not office.installed(),
        "word": not office.installed(),
        "xelatex": not xelatex_pdf.installed(),
        "weasyprint": not html_pdf.has_weasyprint(),
        "boxes": not html_pdf.has_weasyprint(),
        "chromium": html_pdf.chromium() is None,
    }
    return bool(fonts.missing()) or lacks.get(producer, False)


def assert_all_right(booklet: Booklet) -> None:
    found = Counter(each.code for each in booklet.findings)
    assert found["label-renamed"] == 4
    told = {
        each.data["label"]: each.data["count"] for each in booklet.findings if each.code == "label-renamed"
    }
    assert told.keys() == {*LABELS.values(), MAIL_LABEL}
    assert [each.data["label"] for each in booklet.findings if each.code == "label-unknown"] == [ADDED[0]]
    assert not {each.code for each in booklet.findings if each.severity == "error"}
    assert {each.other[ADDED[0]].text for each in booklet.programmes} == {ADDED[1]}
    kinds = Counter(
        phone.kind for each in booklet.programmes for contact in each.contacts for phone in contact.phones
    )
    assert (kinds["fax"], kinds["mobile"]) == (2, 1)


def assert_no_false_change(booklet: Booklet) -> None:
    changes = diff(demo(112), booklet).changes
    assert [each for each in changes if each.class_ == "loss"] == []
    labels = {(each.before, each.after) for each in changes if each.kind == "label_changed"}
    before = load(SOURCE).labels
    assert labels == {(before[name], after) for name, after in LABELS.items()}
    substantive = [each for each in changes if each.class_ == "substantive"]
    assert {each.kind for each in substantive} <= {"organization_renamed", "contact_changed", "text_changed"}
    renamed = {each.after for each in substantive if each.kind == "organization_renamed"}
    assert len(renamed) >= len(OFFICES)
    (added,) = (each for each in substantive if each.kind == "text_changed")
    assert (added.after, len(added.members)) == (ADDED[1], len(booklet.programmes))


TRIED = ("reportlab", "word", "label-column", "columns")
"""Of the ways to print on pages those that the trials take, as unlike each other as can be; ``make soak`` takes all."""
PAGED = [
    pytest.param(name, marks=[pytest.mark.long, *([] if name in TRIED else [pytest.mark.soak])])
    for name in PRODUCERS
    if name != "transcript"
]


@pytest.mark.parametrize("producer", ["transcript", HTML, *PAGED])
def test_a_drifted_edition_is_read_with_the_shipped_profile(producer: str, source: Source) -> None:
    if wanting(producer):
        pytest.skip(f"{producer} is not installed")
    file = printed(producer, source)
    read = read_back(file, source)
    assert unlike(read, source, full_lines=file.startswith(b"%PDF")) == []
    assert_all_right(read.booklet)
    assert_no_false_change(read.booklet)
