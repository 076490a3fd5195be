"""The typesetter itself: it prints what the source says, and the committed booklet is what it prints."""

import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pdfplumber
import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.typeset import fonts, libreoffice_pdf, office
from tests.typeset.expected import expected_record
from tests.typeset.form import Form, form, heading
from tests.typeset.make_demo import SOURCE, STYLE
from tests.typeset.random_booklet import random_booklet
from tests.typeset.random_style import random_style
from tests.typeset.readback import misread
from tests.typeset.reportlab_pdf import Style, typeset
from tests.typeset.source import Source, load, meant, printed
from tests.typeset.transcript import transcribe
from tests.typeset.wrap import NO_START, wrap

needs_fonts = pytest.mark.skipif(
    bool(fonts.missing()), reason=f"fonts are not installed: apt-get install {fonts.APT_PACKAGES}"
)
DEMO = Path(__file__).resolve().parents[2] / "raw" / "demo-112"


@pytest.fixture(scope="module")
def source() -> Source:
    return load(SOURCE)


def glyphs(pdf: Path) -> list[str]:
    """The text of each page in the order of its content stream, without white space."""
    pages = []
    with pdfplumber.open(pdf) as document:
        for page in document.pages:
            pages.append("".join(char["text"] for char in page.chars if char["text"].strip()))
            page.close()
    return pages


def form_text(table: Form) -> Iterator[str]:
    for cell in table.cells:
        yield from (line.text for line in cell.paragraphs)


def solid(text: str) -> str:
    return "".join(text.split())


def test_two_readings_of_a_string() -> None:
    assert printed("{⽤|用}心{ |}做") == "⽤心 做"
    assert meant("{⽤|用}心{ |}做") == "用心做"


def test_demo_shows_what_it_should(source: Source) -> None:
    record = expected_record(source)
    assert len(source.areas) == 4
    assert len(record["programmes"]) == 13
    phones = [p for each in record["programmes"] for c in each["contacts"] for p in c["phones"]]
    for phone in phones:
        number = phonenumbers.parse(phone["e164"])
        assert phonenumbers.is_valid_number(number), phone


def test_committed_booklet_is_the_one_described() -> None:
    origin = tomllib.loads((DEMO / "origin.toml").read_text("utf-8"))
    assert hashlib.sha256((DEMO / origin["file"]).read_bytes()).hexdigest() == origin["sha256"]


def test_committed_booklet_prints_every_form(source: Source) -> None:
    """Character by character: nothing of a form is lost between the source and the page."""
    pages = glyphs(DEMO / "booklet.pdf")
    front = 2
    expected = Counter[str]()
    for identity, _, _, programme in source.programmes():
        for text in form_text(form(programme, source)):
            expected.update(solid(text))
        expected.update(solid(heading(int(identity.split(".")[2]), programme.name, 3)))
    for a, area in enumerate(source.areas, 1):
        expected.update(solid(heading(a, area.name, 1)))
        for m, measure in enumerate(area.measures, 1):
            expected.update(solid(heading(m, measure.name, 2)))
    found = Counter[str]()
    for number, page in enumerate(pages[front + 1 :], 2):
        found.update(page)
        found.subtract(solid(STYLE.header + STYLE.page_number.format(n=number)))
    assert +found == expected


@needs_fonts
def test_committed_booklet_can_be_made_again(source: Source, tmp_path: Path) -> None:
    made = typeset(source, STYLE)
    assert made.pdf == typeset(source, STYLE).pdf
    (tmp_path / "again.pdf").write_bytes(made.pdf)
    assert glyphs(tmp_path / "again.pdf") == glyphs(DEMO / "booklet.pdf")
    assert made.pages["2.1.1"][1] - made.pages["2.1.1"][0] == 2
    assert made.pages["3.1.2"] == made.pages["3.1.3"]


@pytest.mark.soak
@needs_fonts
def test_every_way_to_rule_a_table_prints_the_same_text(tmp_path: Path) -> None:
    source, found = random_booklet(Random(2)), []
    for lines in ("stroke", "fill", "cell", "double"):
        file = tmp_path / f"{lines}.pdf"
        file.write_bytes(typeset(source, replace(STYLE, lines=lines, shaded=lines == "fill")).pdf)
        found.append(glyphs(file))
    assert all(each == found[0] for each in found)


@needs_fonts
def test_narrow_pages_lose_nothing(source: Source, tmp_path: Path) -> None:
    style = Style(
        page=(420, 595), margins=(30, 40, 30, 40), size=9, label_width=40, page_number="", spaced=False
    )
    (tmp_path / "a.pdf").write_bytes(typeset(source, style).pdf)
    text = Counter("".join(glyphs(tmp_path / "a.pdf")))
    for _, _, _, programme in source.programmes():
        for each in form_text(form(programme, source)):
            assert not Counter(solid(each)) - text


def test_transcription_holds_every_form(source: Source) -> None:
    text = solid(transcribe(source))
    for _, _, _, programme in source.programmes():
        cut = programme.printing.transcript_cut or programme.printing.label_cut
        if programme.printing.transcript in ("entities", "quoted") or cut:
            continue
        for each in form_text(form(programme, source)):
            assert solid(each) in text


@given(st.text(alphabet="一二三、，。（）ABC012-/. ", max_size=60), st.integers(6, 30))
def test_wrapped_lines_joined_are_the_text(text: str, room: int) -> None:
    lines = wrap(text, room, lambda part: sum(1 if c.isascii() else 2 for c in part))
    assert "".join(lines) == text
    for line in lines[1:]:
        assert line[0] not in NO_START or len(line.strip(NO_START)) < len(line)


@needs_fonts
@pytest.mark.parametrize(
    "seed", [seed if seed < 4 else pytest.param(seed, marks=pytest.mark.soak) for seed in range(6)]
)
def test_random_booklets_print_every_form(tmp_path: Path, seed: int) -> None:
    source, style = random_booklet(Random(seed)), replace(random_style(Random(seed)), bold="none")
    made = typeset(source, style)
    (tmp_path / "a.pdf").write_bytes(made.pdf)
    found = Counter("".join(glyphs(tmp_path / "a.pdf")))
    expected = Counter[str]()
    for _, _, _, programme in source.programmes():
        for text in form_text(form(programme, source)):
            expected.update(solid(text))
    assert not expected - found
    assert len(expected_record(source)["programmes"]) == len(made.pages)
    assert transcribe(source, made.printed_pages).count("\t") > 20


@pytest.mark.soak
@needs_fonts
@pytest.mark.skipif(
    not office.installed(),
    reason=f"LibreOffice is not installed: apt-get install {office.APT_PACKAGES}",
)
def test_office_suite_prints_every_form(source: Source, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(libreoffice_pdf.typeset(source, libreoffice_pdf.OfficeStyle()))
    found = Counter("".join(glyphs(tmp_path / "a.pdf")))
    for _, _, _, programme in source.programmes():
        for text in form_text(form(programme, source)):
            assert not Counter(solid(text)) - found


def test_committed_booklet_reads_back(source: Source) -> None:
    assert misread((DEMO / "booklet.pdf").read_bytes(), source) == []


def test_transcription_reads_back(source: Source) -> None:
    assert misread(transcribe(source).encode(), source) == []


@pytest.mark.parametrize("seed", range(12))
def test_random_transcriptions_read_back(seed: int) -> None:
    source = random_booklet(Random(seed))
    assert misread(transcribe(source).encode(), source) == []


@needs_fonts
@pytest.mark.parametrize("seed", range(8))
def test_random_booklets_read_back(seed: int) -> None:
    source, style = random_booklet(Random(seed)), random_style(Random(seed))
    assert misread(typeset(source, style).pdf, source) == []
