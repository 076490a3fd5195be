"""A scan, askew and with noise, gives the record of what was scanned; what is not certain is told.

The trials take three pages, and where it does not matter what is read, a quick reader in the place of the model; ``SOAK_SCAN=1 pytest -m soak tests/pages/test_scan.py`` takes the whole edition.
"""

from __future__ import annotations

import io
import os
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein
from reportlab.pdfgen.canvas import Canvas

from pipeline.core.record import Booklet
from pipeline.core.text import fold
from pipeline.editions.outputs import FindingRow, Summary
from pipeline.extract import Extraction, extract
from pipeline.forms.profile import load_profile
from pipeline.pages.reading import ENGINES, PDF
from pipeline.pages.reading import read as read_pages
from pipeline.pages.scan import page_image, recognise
from pipeline.source.acquire import edition_of_file
from pipeline.source.document import Acquired, identify
from pipeline.terminal.tables import show_extractions
from tests.demonstrations import part
from tests.typeset.scan import photograph, scan

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not recognise.installed(), reason="the extra ocr is not installed (make ocr)"),
]
SOAK = os.environ.get("SOAK_SCAN")
STAMPED = 12
"""A page whose contacts and address the seals stand over."""
PAGES = [4, 5]
"""A form with five branches, and a form in two languages; ``STAMPED`` is the middle of one over several pages."""


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Read of each line one character that its picture alone decides; return how many lines were read at a time."""
    looked: list[int] = []

    def seen(strips: list[recognise.Strip]) -> Iterator[recognise.Seen]:
        looked.append(len(strips))
        for strip in strips:
            (height, width), sign = strip.picture.shape, 0x4E00 + zlib.crc32(strip.picture.tobytes()) % 0x4000
            box = (strip.left, strip.top, strip.left + width, strip.top + height)
            yield recognise.Seen(chr(sign), box, 0.9)

    monkeypatch.setattr(page_image, "recognise", seen)
    return looked


def read(path: Path) -> Extraction:
    media_type, sha256 = identify(path)
    return extract(Acquired(path, media_type, sha256), "demo-112", 112, load_profile("support-measures"))


@pytest.fixture(scope="module")
def both(demo_pdf: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Extraction, Extraction]:
    """The same pages with their text, and scanned at 200 dpi, half a degree askew, with noise."""
    folder = tmp_path_factory.mktemp("scan")
    scanned = folder / "scan.pdf"
    scanned.write_bytes(scan(demo_pdf.read_bytes(), PAGES))
    return read(part(demo_pdf, PAGES, folder / "part.pdf")), read(scanned)


def values(record: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every printed value of a record."""
    hidden = ("provenance", "confidence", "facts", "findings", "edition", "outline", "key", "id")
    if isinstance(record, dict):
        for name, value in record.items():
            if name not in hidden:
                yield from values(value, f"{path}.{name}")
    elif isinstance(record, list):
        for number, value in enumerate(record):
            yield from values(value, f"{path}[{number}]")
    elif isinstance(record, str):
        yield path, record


def printed(booklet: Booklet) -> str:
    return "\n".join(value for _, value in values(booklet.model_dump(mode="json")))


def share_right(meant: Booklet, found: Booklet) -> float:
    """Return the share of the characters that are right."""
    one, other = printed(meant), printed(found)
    return 1 - Levenshtein.distance(one, other) / len(one)


def numbers(booklet: Booklet) -> list[list[object]]:
    """Return every phone and amount, programme by programme."""
    return [
        [
            *((phone.e164, phone.extension) for contact in programme.contacts for phone in contact.phones),
            *((amount.value, amount.bound, amount.per) for amount in programme.facts.amounts),
        ]
        for programme in booklet.programmes
    ]


def assert_reads(meant: Extraction, found: Extraction, least: float) -> None:
    one, other = meant.booklet, found.booklet
    assert [fold(programme.name) for programme in other.programmes] == [
        fold(programme.name) for programme in one.programmes
    ]
    for before, after in zip(one.programmes, other.programmes, strict=True):
        assert [item.label for service in after.services for item in service.items] == [
            item.label for service in before.services for item in service.items
        ]
        assert [contact.role for contact in after.contacts] == [contact.role for contact in before.contacts]
    assert found.owned == found.glyphs
    assert share_right(one, other) >= least
    doubted = {finding.where.programme for finding in other.findings if finding.code == "character-doubtful"}
    for programme, before, after in zip(one.programmes, numbers(one), numbers(other), strict=True):
        assert before == after or programme.id in doubted, programme.id


def assert_right_or_told(meant: Booklet, found: Booklet) -> None:
    """Every programme, and of each contact the names, phones and addresses, is right, or a finding names it."""
    assert [fold(each.name) for each in found.programmes] == [fold(each.name) for each in meant.programmes]
    told = {(each.where.programme, each.where.path) for each in found.findings if each.where.path}
    for one, other in zip(meant.programmes, found.programmes, strict=True):
        assert len(other.contacts) == len(one.contacts)
        for name in ("contacts", "websites"):
            before, after = (
                dict(values(each.model_dump(mode="json")[name], f"{name}")) for each in (one, other)
            )
            for path in before.keys() | after.keys():
                same = fold(before.get(path, "")) == fold(after.get(path, ""))
                place = re.sub(r"\.(e164|printed|extension|kind|name|url)$", "", path)
                whole = place.split(".")[0]
                assert same or told & {(other.id, place), (other.id, whole)}, (
                    other.id,
                    path,
                    after.get(path),
                )
        amounts = [[amount.value for amount in each.facts.amounts] for each in (one, other)]
        assert amounts[0] == amounts[1] or other.id in {programme for programme, _ in told}


def test_a_scan_gives_the_record_of_what_was_scanned(both: tuple[Extraction, Extraction]) -> None:
    assert_reads(*both, least=0.995)


def test_it_says_that_it_was_recognised_and_how_sure_it_is(both: tuple[Extraction, Extraction]) -> None:
    meant, found = (each.booklet for each in both)
    assert meant.edition.source.reader == "pdfium"
    assert found.edition.source.reader == "pdfium+rapidocr"
    told = [finding for finding in found.findings if finding.code == "page-recognised"]
    assert [finding.where.page for finding in told] == [1, 2]
    assert all(finding.data["confidence"] > 0.97 for finding in told)
    assert not any(finding.code == "page-recognised" for finding in meant.findings)
    programme = found.programmes[0]
    assert programme.confidence["contacts[0].phones[0]"] > 0.5
    assert set(programme.confidence) <= set(programme.provenance)
    assert all(not each.confidence for each in meant.programmes)


def test_places_are_those_of_the_page(both: tuple[Extraction, Extraction]) -> None:
    meant, found = (each.booklet.programmes[0].provenance for each in both)
    for path in ("summary", "contacts[0].organization", "websites[0]"):
        (page, *box), (same_page, *same_box) = meant[path][0], found[path][0]
        assert page == same_page
        assert box == pytest.approx(same_box, abs=9)


def test_pages_are_recognised_once(demo_pdf: Path, tmp_path: Path, quick: list[int]) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan(demo_pdf.read_bytes(), [6]))
    first = read(path)
    assert len(quick) == 1
    assert read(path).booklet == first.booklet
    assert len(quick) == 1


def test_an_interrupted_scan_goes_on_where_it_stopped(
    demo_pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan(demo_pdf.read_bytes(), [6, 1]))
    looked: list[int] = []

    def read_once(strips: list[recognise.Strip]) -> Iterator[recognise.Seen]:
        looked.append(len(strips))
        if len(looked) == 2:
            raise KeyboardInterrupt
        return iter([recognise.Seen("字", (0, 0, 30, 30), 1.0)])

    monkeypatch.setattr(page_image, "recognise", read_once)
    with pytest.raises(KeyboardInterrupt):
        list(read_pages(path, PDF, Counter()))
    assert len(list(read_pages(path, PDF, Counter()))) == 2
    assert len(looked) == 3  # the first page once, the second twice


def test_without_the_extra_the_page_is_told(
    demo_pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognise, "installed", lambda: False)
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan(demo_pdf.read_bytes(), [6]))
    (told,) = (each for each in read(path).booklet.findings if each.code == "page-without-text")
    assert "make ocr" in told.message


def test_without_the_extra_the_first_line_says_make_ocr(
    demo_pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(recognise, "installed", lambda: False)
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan(demo_pdf.read_bytes(), [6]))
    found = read(path)
    edition = edition_of_file(path, [], "scan")
    made = Summary(0, 0, 0, 0, [*map(FindingRow.of, found.booklet.findings)], found.owned, found.glyphs)
    show_extractions([(edition, made, 1.0)])
    first, *others = capsys.readouterr().out.splitlines()
    assert (
        first
        == "scan: 1 page is a picture of text that nothing here can read: run `make ocr`, then extract again."
    )
    assert "no text" in "".join(others)
    assert "100%" not in "".join(others)


def test_a_scan_with_a_word_of_text_is_recognised_and_a_cover_is_not(
    demo_pdf: Path, tmp_path: Path, quick: list[int]
) -> None:
    """Programs that scan write their name below; a cover has a picture and a title."""
    scanned = Image.open(io.BytesIO(_picture(scan(demo_pdf.read_bytes(), [6]))))
    for name, picture in (
        ("scan", scanned),
        ("cover", Image.effect_mandelbrot((400, 500), (-2, -1, 1, 1), 50)),
    ):
        canvas = Canvas(str(tmp_path / f"{name}.pdf"), pagesize=(595, 842))
        canvas.drawInlineImage(picture, 0, 0, 595, 842)
        canvas.drawString(250, 6, "By Scanner")
        canvas.save()
    for engine in ENGINES:
        (one,) = read_pages(tmp_path / "scan.pdf", PDF, Counter(), engine)
        (other,) = read_pages(tmp_path / "cover.pdf", PDF, Counter(), engine)
        assert len(one.confidence) > 20
        assert not other.confidence
        assert other.glyphs.split() == ["By", "Scanner"]


def _picture(pdf: bytes) -> bytes:
    """Return the first page of a PDF as a picture."""
    with pypdfium2.PdfDocument(pdf) as document:
        made = io.BytesIO()
        document[0].render(scale=200 / 72).to_pil().save(made, "PNG")
        return made.getvalue()


def test_seals_and_a_degree_take_no_word_away(demo_pdf: Path, tmp_path: Path) -> None:
    """A scan at 150 dpi, as JPEG of low quality, with three red seals over its words and rules."""
    sealed = tmp_path / "sealed.pdf"
    sealed.write_bytes(scan(demo_pdf.read_bytes(), [STAMPED], degrees=1, dpi=150, seals=3, quality=60))
    meant, found = read(part(demo_pdf, [STAMPED], tmp_path / "part.pdf")), read(sealed)
    assert_reads(meant, found, least=0.99)
    assert_right_or_told(meant.booklet, found.booklet)


@pytest.mark.parametrize("bend", [0, 0.02])
def test_a_photograph_is_made_rectangular_and_one_of_bent_paper_refused(
    bend: float, demo_pdf: Path, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.pdf"
    corners = [(0.1, 0.05), (0.93, 0.02), (1, 1), (0, 0.97)]
    photo.write_bytes(photograph(demo_pdf.read_bytes(), 4, corners, bend))
    found = read(photo)
    if not bend:
        assert_reads(read(part(demo_pdf, [4], tmp_path / "part.pdf")), found, least=0.995)
        return
    assert not found.booklet.programmes
    (told,) = (each for each in found.booklet.findings if each.code == "page-bent")
    assert told.where.page == 1


def test_either_engine_has_a_picture_recognised(demo_pdf: Path, tmp_path: Path, quick: list[int]) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan(demo_pdf.read_bytes(), [6]))
    one, other = (list(read_pages(path, PDF, Counter(), engine)) for engine in ENGINES)
    assert one[0].blocks == other[0].blocks
    assert one[0].confidence == other[0].confidence
    assert one[0].confidence
    assert quick[0] > 20


def test_a_picture_beside_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "both.pdf"
    canvas = Canvas(str(path), pagesize=(400, 400))
    for side in (150, 280):
        canvas.drawString(20, 360, "Seal")
        canvas.drawInlineImage(Image.new("L", (8, 8), 128), 50, 50, side, side)
        canvas.showPage()
    canvas.save()
    told = [each for each in read(path).booklet.findings if each.code == "page-pictured"]
    assert [(each.where.page, each.data["share"]) for each in told] == [(2, 0.49)]


def test_pages_with_text_are_not_recognised(demo_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        page_image, "read_picture", lambda picture: pytest.fail("a page with text was recognised")
    )
    assert read(demo_pdf).booklet.programmes


@pytest.mark.soak
@pytest.mark.skipif(not SOAK, reason="a long run: SOAK_SCAN=1 pytest -m soak")
@pytest.mark.parametrize("how", [{}, {"degrees": 1, "dpi": 150, "seals": 3, "quality": 60}])
def test_the_whole_edition(how: dict[str, Any], demo_pdf: Path, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan(demo_pdf.read_bytes(), **how))
    meant, found = read(demo_pdf), read(path)
    assert_right_or_told(meant.booklet, found.booklet)
    if not how:  # under a seal, two paragraphs that are printed twice may differ
        assert_reads(meant, found, least=0.995)
