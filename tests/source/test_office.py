"""An office document is read as the PDF that LibreOffice makes of it; its record speaks of the document."""

from __future__ import annotations

import json
import os
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.core.errors import UserError
from pipeline.extract import extract
from pipeline.forms.profile import load_profile
from pipeline.source import office
from pipeline.source.document import Acquired, identify
from pipeline.source.media_type import DOC, DOCX, ODT
from tests.typeset import fonts
from tests.typeset.expected import differences, expected_record
from tests.typeset.libreoffice_pdf import OfficeStyle, write_fodt
from tests.typeset.make_demo import SOURCE
from tests.typeset.office import convert, installed
from tests.typeset.source import load

pytestmark = pytest.mark.long

KINDS = {"odt": ODT, "docx": DOCX, "doc": DOC}
needs_office = pytest.mark.skipif(
    not installed(), reason="no LibreOffice (apt-get install libreoffice-writer-nogui)"
)
needs_fonts = pytest.mark.skipif(
    bool(fonts.missing()), reason=f"fonts are not installed: apt-get install {fonts.APT_PACKAGES}"
)
EMPTY_ZIP = b"PK\x05\x06" + bytes(18)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The demonstration edition as an office document of each kind, under names that tell nothing."""
    flat = write_fodt(load(SOURCE), OfficeStyle(), {}).encode()
    folder = tmp_path_factory.mktemp("documents")
    made = {}
    for suffix in KINDS:
        made[suffix] = folder / f"{suffix}.bin"
        made[suffix].write_bytes(convert({"demo.fodt": flat}, suffix)["demo"])
    return made


@needs_office
@needs_fonts
@pytest.mark.parametrize("suffix", KINDS)
def test_each_kind_gives_the_record_that_was_meant(suffix: str, documents: dict[str, Path]) -> None:
    media_type, sha256 = identify(documents[suffix])
    assert media_type == KINDS[suffix]
    read = extract(
        Acquired(documents[suffix], media_type, sha256), "made", 112, load_profile("support-measures")
    )
    record: dict[str, Any] = read.booklet.model_dump(mode="json")
    assert differences(expected_record(load(SOURCE)), record) == []
    assert read.owned == read.glyphs
    source = read.booklet.edition.source
    assert (source.file, source.sha256, source.media_type) == (f"{suffix}.bin", sha256, KINDS[suffix])
    assert source.reader == "libreoffice+pdfium"
    assert source.pages
    assert source.pages > 10


@needs_office
@needs_fonts
def test_the_command_keeps_the_pages_and_shows_them(
    documents: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BOOKLET_RAW", raising=False)
    (tmp_path / "booklet.odt").write_bytes(documents["odt"].read_bytes())
    added = CliRunner().invoke(main, ["add", "booklet.odt"])
    assert added.exit_code == 0, added.output
    first = CliRunner().invoke(main, ["extract", "--verify"])
    assert first.exit_code == 0, first.output
    out = tmp_path / "extracted" / "112"
    assert (out / "pages.pdf").read_bytes().startswith(b"%PDF-")
    assert 'class="crop"' in (out / "report.html").read_text("utf-8")
    written = (out / "booklet.json").read_bytes()
    assert json.loads(written)["edition"]["roc_year"] == 112
    again = CliRunner().invoke(main, ["extract", "--no-cache"])
    assert again.exit_code == 0, again.output
    assert (out / "booklet.json").read_bytes() == written


@needs_office
def test_a_real_form(shared: Path, tmp_path: Path) -> None:
    path = shared / "corpus" / "application-form.odt"
    media_type, sha256 = identify(path)
    read = extract(Acquired(path, media_type, sha256), "form", None, load_profile("support-measures"))
    codes = {finding.code for finding in read.booklet.findings}
    assert {"no-programme", "table-unknown"} <= codes
    assert read.owned == read.glyphs > 500


# what goes wrong


def test_without_libreoffice_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="not installed: apt-get install libreoffice-writer"):
        office.to_pdf(tmp_path / "booklet.odt", ODT)


def program(folder: Path, script: str) -> None:
    """Put a program in the place of LibreOffice."""
    path = folder / "bin" / "soffice"
    path.parent.mkdir()
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_one_that_makes_nothing_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "exit 0")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "booklet.odt").write_bytes(EMPTY_ZIP)
    with pytest.raises(UserError, match=r"makes no PDF of .*booklet\.odt"):
        office.to_pdf(tmp_path / "booklet.odt", ODT)


def test_one_that_does_not_end_is_stopped_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program is confined and can leave no note: its child is known by how long it sleeps."""
    length = f"60.{os.getpid()}"
    program(tmp_path, f"sleep {length} & wait")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("BOOKLET_OFFICE_SECONDS", "1")
    monkeypatch.setattr(office, "_PATIENCE", 2)
    (tmp_path / "booklet.odt").write_bytes(EMPTY_ZIP)
    with pytest.raises(UserError, match="given up"):
        office.to_pdf(tmp_path / "booklet.odt", ODT)
    for _ in range(50):
        if not sleeping(length):
            break
        time.sleep(0.1)
    else:
        pytest.fail("the child of the program goes on")


@pytest.mark.skipif(sys.platform != "linux", reason="bounds as Linux knows them")
def test_one_that_computes_without_end_is_given_up_and_the_sentence_says_how_to_allow_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "while :; do :; done")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("BOOKLET_OFFICE_SECONDS", "0.5")
    (tmp_path / "booklet.odt").write_bytes(EMPTY_ZIP)
    with pytest.raises(
        UserError, match=r"after 0\.5 seconds of computing: .* set BOOKLET_OFFICE_SECONDS to more"
    ):
        office.to_pdf(tmp_path / "booklet.odt", ODT)


def sleeping(length: str) -> list[str]:
    """Return the processes that sleep for so long."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if length in (process / "cmdline").read_bytes().decode(errors="replace").split("\0"):
                found.append(process.name)
    return found


@needs_office
def test_a_damaged_document_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "booklet.odt").write_bytes(b"PK\x03\x04broken")
    with pytest.raises(UserError, match=r"booklet\.odt"):
        office.to_pdf(tmp_path / "booklet.odt", ODT)
