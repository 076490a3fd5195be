"""A PDF is opened for a report, and for the catalogue's pages, by a confined process alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from pipeline.catalogue.model import Catalogue
from pipeline.catalogue.site import write_site
from pipeline.core import sandbox
from pipeline.core.errors import UserError
from pipeline.core.record import Booklet
from pipeline.diff.booklets import diff
from pipeline.report import drawing, edition_report, pair_report
from pipeline.report.drawing import LARGEST, measured, pictures
from tests.catalogue.records import BASE
from tests.demonstrations import ROOT, demo_read


def pdf_of(year: int) -> Path:
    (found,) = (ROOT / "raw" / f"demo-{year}").glob("*.pdf")
    return found


def sheet(path: Path, width: float = 595, height: float = 842, pages: int = 1) -> Path:
    with pypdfium2.PdfDocument.new() as document:
        for _ in range(pages):
            document.new_page(width, height)
        document.save(path)
    return path


@pytest.fixture
def booklets() -> tuple[Booklet, Booklet]:
    return demo_read(112), demo_read(113)


@pytest.fixture
def refused(booklets: tuple[Booklet, Booklet], monkeypatch: pytest.MonkeyPatch) -> None:
    """In the process of the command no PDF can be opened; a process that it starts forgets this."""

    def refuse(*arguments: Any) -> None:
        raise AssertionError("opened in the process of the command")

    def serve(*arguments: Any) -> None:
        monkeypatch.undo()
        served(*arguments)

    served = sandbox._serve
    monkeypatch.setattr(sandbox, "_serve", serve)
    monkeypatch.setattr(pypdfium2, "PdfDocument", refuse)
    monkeypatch.setattr(pypdfium2.raw, "FPDF_LoadDocument", refuse)


@pytest.mark.skipif(sys.platform != "linux", reason="what is refused here is forgotten after a fork alone")
@pytest.mark.usefixtures("refused")
def test_reports_and_the_catalogue_open_no_pdf_themselves(
    booklets: tuple[Booklet, Booklet], tmp_path: Path
) -> None:
    pdfs = {f"demo-{year}": pdf_of(year) for year in (112, 113)}
    with pytest.raises(AssertionError, match="of the command"):
        pypdfium2.PdfDocument(pdfs["demo-113"])
    assert b"data:image/webp;base64," in edition_report(booklets[1], pdfs["demo-113"])
    pair = pair_report(diff(*booklets), *booklets, *pdfs.values())
    assert b"data:image/webp;base64," in pair
    write_site(Catalogue(booklets, BASE, pdfs), tmp_path)
    assert len(list(tmp_path.rglob("*.webp"))) > 20


def test_what_draws_is_confined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken over by the file, it reads no other and starts nothing."""
    secret = tmp_path / "secret"
    secret.write_text("secret")
    file = sheet(tmp_path / "one.pdf")
    outcomes = tmp_path / "outcomes"

    def taken_over(page: Any, dpi: int, quick: bool) -> None:
        with pytest.raises(PermissionError):
            secret.read_text()
        with pytest.raises(PermissionError):
            outcomes.write_text("was here")
        with pytest.raises(PermissionError):
            subprocess.run(["true"], check=False)
        raise UserError("confined")

    monkeypatch.setattr(drawing, "_picture", taken_over)
    with pytest.raises(UserError, match=r"^confined$"):
        pictures(file, [1])
    assert not outcomes.exists()


def test_a_crash_while_drawing_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "_letters", lambda page: os.kill(os.getpid(), signal.SIGSEGV))
    with pytest.raises(UserError, match=r"one\.pdf cannot be read .*crashed"):
        measured(sheet(tmp_path / "one.pdf"), [1])


@pytest.mark.parametrize(("width", "height"), [(14400, 14400), (14400, 1), (3, 14400)])
def test_a_poster_is_drawn_coarser(width: float, height: float, tmp_path: Path) -> None:
    (picture,) = pictures(sheet(tmp_path / "poster.pdf", width, height), [1])
    assert max(picture.width, picture.height) <= LARGEST
    assert picture.content[8:12] == b"WEBP"


def test_pages_come_in_the_order_in_which_they_were_asked_for(tmp_path: Path) -> None:
    file = sheet(tmp_path / "three.pdf", pages=3)
    assert measured(file).sizes == dict.fromkeys((1, 2, 3), (595, 842))
    assert list(measured(file, [2], [2, 4]).sizes) == [2]
    assert len(pictures(file, [3, 1])) == 2
    assert pictures(file, []) == []


def test_letters_stand_where_they_are_printed() -> None:
    letters = measured(pdf_of(113), [3]).letters
    assert set(letters) == {3}
    found = letters[3].on(3)
    assert len(found) == len(letters[3].text) > 100
    assert all(box[0] == 3 and box[1] <= box[3] and box[2] <= box[4] for _, box in found)
