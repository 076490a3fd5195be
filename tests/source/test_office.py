"""An office document is read as the PDF that LibreOffice makes of it; its record speaks of the document."""

from __future__ import annotations

import io
import json
import os
import re
import stat
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from pipeline.cli import main
from pipeline.core.errors import UserError
from pipeline.extract import extract
from pipeline.forms.profile import load_profile
from pipeline.pages.reading import read
from pipeline.pages.scan import recognise
from pipeline.source import office
from pipeline.source.document import Acquired, identify
from pipeline.source.media_type import DOC, DOCX, ODT, PDF
from tests.source.linking import odt
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
def test_the_command_keeps_the_pages_and_shows_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BOOKLET_RAW", raising=False)
    monkeypatch.setattr(recognise, "installed", lambda: False)  # a second look has tests of its own
    flat = write_fodt(replace(whole := load(SOURCE), areas=whole.areas[:1]), OfficeStyle(), {}).encode()
    (tmp_path / "booklet.odt").write_bytes(convert({"demo.fodt": flat}, "odt")["demo"])
    added = CliRunner().invoke(main, ["add", "booklet.odt"])
    assert added.exit_code == 0, added.output
    first = CliRunner().invoke(main, ["extract", "--verify"])
    assert first.exit_code == 0, first.output
    out = tmp_path / "extracted" / "112"
    assert (out / "pages.pdf").read_bytes().startswith(b"%PDF-")
    assert (out / "document.docx").read_bytes().startswith(b"PK")
    assert "text-unprinted" not in (out / "findings.csv").read_text("utf-8")
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


STYLES = (
    '<style:style style:name="R" style:family="table-row">'
    '<style:table-row-properties style:row-height="0.5cm"/></style:style>'
)
BODY = (
    "<text:tracked-changes><text:changed-region text:id='c'><text:deletion><text:p>刪去</text:p></text:deletion>"
    "</text:changed-region></text:tracked-changes>"
    '<text:p>甲<text:change text:change-id="c"/>乙</text:p>'
    '<text:p><text:date text:date-value="2020-01-01">109年1月1日</text:date></text:p>'
    '<table:table><table:table-column/><table:table-row table:style-name="R"><table:table-cell>'
    f"<text:p>{'很長的說明。' * 40}</text:p></table:table-cell></table:table-row></table:table>"
)


@needs_office
@needs_fonts
@pytest.mark.parametrize("suffix", ["odt", "docx"])
def test_a_document_is_printed_as_it_stands_on_paper(suffix: str, tmp_path: Path) -> None:
    """Nothing crossed out, nothing cut off by a row that is too low, and the day is not that of this run."""
    path = tmp_path / f"made.{suffix}"
    path.write_bytes(odt(BODY, STYLES) if suffix == "odt" else changed_docx())
    made = tmp_path / "made.pdf"
    made.write_bytes(office.to_pdf(path, KINDS[suffix]))
    (page,) = read(made, PDF, Counter())
    assert "刪去" not in page.glyphs
    assert "".join(page.glyphs.split()).count("很長的說明。") == 40
    assert "甲乙" in page.glyphs
    assert ("1/1/20" if suffix == "odt" else "109年1月1日") in page.glyphs
    assert page.hidden == ()


@needs_office
@needs_fonts
def test_the_day_in_a_doc_is_not_that_of_this_run(tmp_path: Path) -> None:
    made = convert({"made.docx": changed_docx()}, "doc")["made"]
    (printed,) = re.findall(rb"\x14\x00((?:[/\d]\x00)+)\x15\x00", made)
    path = tmp_path / "made.doc"
    path.write_bytes(made.replace(printed, re.sub(rb"\d", b"7", printed)))
    document = docx.Document(io.BytesIO(office.to_docx(path, DOC)))
    assert re.sub(r"\d", "7", printed.decode("utf-16-le")) in document.paragraphs[0].text


def changed_docx() -> bytes:
    """Return a document with tracked changes, a row of fixed height and a date."""
    document = docx.Document()
    paragraph = document.add_paragraph("甲")._p
    for run in (
        "<w:del w:id='1' w:author='a'><w:r><w:delText>刪去</w:delText></w:r></w:del>",
        "<w:ins w:id='2' w:author='a'><w:r><w:t>乙</w:t></w:r></w:ins>",
        "<w:fldSimple w:instr=' DATE '><w:r><w:t>109年1月1日</w:t></w:r></w:fldSimple>",
    ):
        paragraph.append(parse_xml(run.replace(" w:", f" {nsdecls('w')} w:", 1)))
    row = document.add_table(rows=1, cols=1).rows[0]
    row.cells[0].text = "很長的說明。" * 40
    row.height, row.height_rule = Pt(14), WD_ROW_HEIGHT_RULE.EXACTLY
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


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


@pytest.mark.parametrize(("starts", "ends"), [("kill -SEGV $$", b"22"), ("exit 81", b"22"), ("exit 0", b"")])
def test_one_that_crashes_is_tried_once_more(
    starts: str, ends: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = 'mkdir -p "$HOME/out"; printf 22 > "$HOME/out/booklet.pdf"'
    program(tmp_path, f'[ -e "$HOME/begun" ] || {{ touch "$HOME/begun"; {starts}; }}\n{made}')
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "booklet.odt").write_bytes(EMPTY_ZIP)
    if ends:
        assert office.to_pdf(tmp_path / "booklet.odt", ODT) == ends
    else:  # it refuses the document
        with pytest.raises(UserError, match="makes no PDF"):
            office.to_pdf(tmp_path / "booklet.odt", ODT)


def test_one_that_crashes_twice_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crashes = 'echo >> "$HOME/starts"; [ $(wc -l < "$HOME/starts") -lt 3 ] && kill -SEGV $$'
    program(tmp_path, f'{crashes}\nmkdir -p "$HOME/out"; printf 22 > "$HOME/out/booklet.pdf"')
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "booklet.odt").write_bytes(EMPTY_ZIP)
    with pytest.raises(UserError, match="makes no PDF"):
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
