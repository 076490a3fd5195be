"""Documents made to harm: archives, XML, HTML and texts; what they name is not read, what they hold is not run."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.core.errors import UserError
from pipeline.core.limits import Limits
from pipeline.editions import run as running
from pipeline.editions.run import run
from pipeline.source import office, office_links
from pipeline.source.acquire import edition_of_file
from tests.editions.test_hostile import CATALOG, FORM, PAGES, page, pdf, stream

pytestmark = pytest.mark.long

PROFILE = "support-measures"
needs_office = pytest.mark.skipif(
    not (shutil.which("soffice") or shutil.which("libreoffice")), reason="LibreOffice is not installed"
)
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODT_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def docx(text: str, before: str = "", **members: bytes) -> bytes:
    body = f"<w:document {W}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": f"{before}{body}"}
    return archive(parts, members)


def odt(text: str, before: str = "", **members: bytes) -> bytes:
    body = f"<office:body><office:text><text:p>{text}</text:p></office:text></office:body>"
    content = f"{before}<office:document-content {ODT_NAMES}>{body}</office:document-content>"
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "META-INF/manifest.xml": MANIFEST,
    }
    return archive(parts, members)


def archive(parts: dict[str, str], members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in (parts | members).items():
            written.writestr(name, content)
    return made.getvalue()


KINDS = {"docx": docx, "odt": odt}


def extracted(content: bytes, folder: Path, name: str) -> str:
    """Return the record of a file as text, or the one sentence of a refusal."""
    path = folder / name
    path.write_bytes(content)
    return outcome(path) or (folder / "out" / "booklet.json").read_text("utf-8")


def outcome(path: Path, engine: str = "pdfium") -> str | None:
    """Extract a file; return the one sentence of a refusal, or None."""
    said = None
    try:
        run(edition_of_file(path, [], "hostile"), path.parent / "out", PROFILE, engine, keep=False)
    except UserError as error:
        said = str(error)
    assert said is None or "\n" not in said
    return said


# archives


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_that_unpacks_to_gigabytes_is_not_unpacked(kind: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(office, "_convert", lambda *_: pytest.fail("LibreOffice was given it"))
    part = "word/media/a.bin" if kind == "docx" else "Pictures/a.bin"
    monkeypatch.setattr(office_links, "LARGEST", 64 << 20)
    bomb = KINDS[kind]("年", **{part: bytes(office_links.LARGEST + 1)})
    assert len(bomb) < office_links.LARGEST >> 9
    assert "unpacks to more than" in extracted(bomb, tmp_path, f"bomb.{kind}")


@pytest.mark.parametrize("kind", KINDS)
def test_a_size_that_is_a_lie_is_not_believed(kind: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(office, "_convert", lambda *_: pytest.fail("LibreOffice was given it"))
    monkeypatch.setattr(office_links, "LARGEST", 1 << 20)
    bomb = bytearray(KINDS[kind]("年", **{"a.bin": bytes(8 << 20)}))
    with zipfile.ZipFile(io.BytesIO(bytes(bomb))) as read:
        size = read.getinfo("a.bin").file_size.to_bytes(4, "little")
    assert bomb.count(size) == 2
    lying = bytes(bomb).replace(size, (100).to_bytes(4, "little"))
    said = extracted(lying, tmp_path, f"bomb.{kind}")
    assert "damaged" in said or "unpacks to more than" in said


@needs_office
@pytest.mark.parametrize("kind", KINDS)
def test_a_member_cannot_leave_the_archive(kind: str, tmp_path: Path) -> None:
    outside = {
        "../../escaped.txt": b"x",
        "/tmp/escaped-by-hostile-test.txt": b"x",
        "..\\..\\escaped.txt": b"x",
    }
    extracted(KINDS[kind]("年", **outside), tmp_path, f"booklet.{kind}")
    assert not Path("/tmp/escaped-by-hostile-test.txt").exists()
    assert not [*tmp_path.parent.glob("escaped*"), *tmp_path.rglob("*escaped*")]


@pytest.mark.parametrize("kind", ["pdf", "docx", "txt"])
def test_an_archive_of_something_else_is_one_sentence_whatever_its_name(kind: str, tmp_path: Path) -> None:
    assert "neither ODT nor DOCX" in extracted(archive({"a.txt": "x"}, {}), tmp_path, f"booklet.{kind}")


# XML


SECRET = "SECRET-OF-THIS-MACHINE"


@needs_office
@pytest.mark.parametrize("kind", KINDS)
def test_an_outside_entity_is_not_read(kind: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(SECRET)
    declared = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY leak SYSTEM "file://{tmp_path}/secret.txt">]>'
    assert SECRET not in extracted(KINDS[kind]("年&leak;", declared), tmp_path, f"booklet.{kind}")


@needs_office
@pytest.mark.parametrize("kind", KINDS)
def test_entities_that_multiply_end(kind: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("BOOKLET_OFFICE_SECONDS", "30")
    laughs = '<!ENTITY a0 "haha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    declared = f'<?xml version="1.0"?><!DOCTYPE x [{laughs}]>'
    assert extracted(KINDS[kind]("年&a9;", declared), tmp_path, f"booklet.{kind}").count("haha") < 1000


@pytest.mark.parametrize("name", ["page.html", "page.txt"])
def test_an_entity_of_a_page_is_not_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(SECRET)
    declared = f'<!DOCTYPE html [<!ENTITY leak SYSTEM "file://{tmp_path}/secret.txt">]>'
    page = f"{declared}<html><body><p>年度&leak;</p><iframe src='secret.txt'></iframe></body></html>"
    assert SECRET not in extracted(page.encode(), tmp_path, name)


# PDF


def test_scripts_and_embedded_files_are_no_part_of_the_record(tmp_path: Path) -> None:
    hostile = pdf(
        b"<</Type /Catalog /Pages 2 0 R /OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>"
        b" /Names <</EmbeddedFiles <</Names [(a.exe) 4 0 R]>>>>>>",
        PAGES,
        page(b"/AA <</O <</S /Launch /F (a.exe)>>>>"),
        b"<</Type /Filespec /F (a.exe) /EF <</F 5 0 R>>>>",
        stream(b"MZ-embedded"),
    )
    record = extracted(hostile, tmp_path, "booklet.pdf")
    assert json.loads(record)["programmes"] == []
    assert not any(word in record for word in ("app.alert", "a.exe", "MZ-embedded"))
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {
        *("booklet.pdf", "booklet.json", "findings.csv", "made-by.json")
    }


def nested(depth: int) -> bytes:
    """Return a PDF whose only page stands that many levels down."""
    levels = [b"<</Type /Pages /Kids [%d 0 R] /Count 1>>" % (number + 3) for number in range(depth)]
    return pdf(CATALOG, *levels, b"<</Type /Page /Parent %d 0 R /MediaBox [0 0 595 842]>>" % (depth + 1))


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize(
    "content",
    [
        nested(20),
        nested(5000),
        pdf(b"1 0 R", PAGES, page()),
        pdf(CATALOG, b"3 0 R", b"2 0 R"),
        pdf(CATALOG, PAGES, page(b"/Resources 4 0 R /Contents 5 0 R"), b"5 0 R", b"4 0 R"),
        pdf(CATALOG, PAGES, page(b"/Annots 4 0 R"), b"[" + b"4 0 R " * 1000 + b"]"),
    ],
    ids=["deep", "very deep", "a root that is itself", "a circle of trees", "a circle of streams", "annots"],
)
def test_circles_and_depths_end(content: bytes, engine: str, tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "booklet.pdf"
    path.write_bytes(content)
    for each in ("in_worker", "started"):  # some never end, and are given up
        monkeypatch.setattr(running, each, partial(getattr(running, each), limits=Limits(seconds=3)))
    said = outcome(path, engine)
    assert said is None or "booklet.pdf" in said


# texts


@pytest.mark.parametrize(
    "content",
    [
        "年度".encode() + "計畫".encode("big5"),
        "年度計畫".encode("big5") + b"\xff",
        "年度計畫".encode("utf-16-le"),
        b"\xff\xfe" + "年度計畫".encode("utf-16-be"),
        b"\xff\xfe" + "年度".encode("utf-16-le") + b"\x00",
        b"\xef\xbb\xbf" + "年度".encode("big5"),
        "年度".encode("gb18030") + b"\x81",
        "年度".encode("utf-32"),
        b"\xed\xa0\x80\xed\xb0\x80",
    ],
    ids=range(9),
)
def test_mixed_and_wrong_encodings_are_one_sentence_or_text(content: bytes, tmp_path: Path) -> None:
    assert "\ufffd" not in extracted(content, tmp_path, "transcript.txt")


HARM = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>"


def test_what_a_cell_says_is_run_nowhere(tmp_path: Path, monkeypatch) -> None:
    """In every page that is written: of an edition, of a pair, of the catalogue."""
    import html

    escaped = html.escape(HARM)
    form = (
        FORM.replace("甲計畫", f"甲{escaped}計畫").replace("說明", escaped).replace("主辦機關\t甲", escaped)
    )
    for year in ("112", "113"):
        folder = tmp_path / "raw" / year
        folder.mkdir(parents=True)
        text = f"{year}年度手冊{escaped}\n\n" + form.replace("經費補助：", f"經費補助：{year}{escaped}")
        (folder / "transcript.txt").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BOOKLET_RAW", raising=False)
    assert CliRunner().invoke(main, ["extract"]).exit_code in (0, 1)
    CliRunner().invoke(main, ["report", "113", "--from", "112"])
    done = CliRunner().invoke(main, ["catalogue", "--unaccepted", "112", "113"])
    assert done.exit_code == 0, done.output
    assert "<script>alert(1)" in (tmp_path / "extracted/113/booklet.json").read_text("utf-8")
    pages = [path for path in tmp_path.rglob("*") if path.suffix in (".html", ".htm", ".xhtml", ".svg")]
    assert any(path.parent.name == "113" for path in pages)
    for path in pages:
        written = path.read_text("utf-8")
        for tag in ("<script>alert", "<img src=x", "<svg/onload"):
            assert tag not in written, path


def test_what_a_name_says_is_no_command_of_the_terminal(tmp_path: Path) -> None:
    """A title with the codes by which terminals are steered, or with markup of the library that prints tables."""
    (tmp_path / "a.txt").write_text(FORM.replace("甲計畫", "甲[red]計畫[/bold]\x1b[2J"), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "extract", "a.txt", "--out", "out"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1, 2)
    assert "\x1b[2J" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
