"""Office documents (.odt, .docx, .doc): LibreOffice makes a PDF of them, which is read like any other.

Comes in: a file.  Goes out: the bytes of a PDF.  What can go wrong is one sentence: LibreOffice is not installed, takes
too long, or makes nothing of the file.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.core.errors import UserError, brief
from pipeline.source.media_type import DOC, DOCX, ODT, PDF

SUFFIXES = {ODT: ".odt", DOCX: ".docx", DOC: ".doc"}
SECONDS = 180
"""LibreOffice is given up after this; a booklet of fifty pages takes five seconds."""
LARGEST = 512 << 20
"""Bytes that a document may unpack to: a booklet has a few million, and LibreOffice takes a multiple of them."""
_NAMES = ("soffice", "libreoffice")


@contextmanager
def readable(path: Path, media_type: str, pdf: Path | None = None) -> Iterator[tuple[Path, str]]:
    """Give the file that a reader reads, and its kind: the PDF that was made of it, where one must be made.

    Args:
        path: the file as published.
        media_type: its kind.
        pdf: the PDF that has been made of it already.

    Raises:
        UserError: no PDF can be made of it.
    """
    if pdf is not None:
        yield pdf, PDF
    elif media_type not in SUFFIXES:
        yield path, media_type
    else:
        with tempfile.TemporaryDirectory(prefix="booklet-office-") as folder:
            made = Path(folder) / "booklet.pdf"
            made.write_bytes(to_pdf(path, media_type))
            yield made, PDF


def to_pdf(path: Path, media_type: str) -> bytes:
    """Return an office document as a PDF.

    Raises:
        UserError: LibreOffice is absent, takes too long, or cannot read the document.
    """
    program = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if program is None:
        raise UserError(
            f"{path} is an office document, and LibreOffice, which reads it, is not installed: "
            "apt-get install libreoffice-writer, or save the document as PDF."
        )
    if media_type != DOC:
        _refuse_bomb(path)
    with tempfile.TemporaryDirectory(prefix="booklet-office-") as folder:
        home = Path(folder)
        # A copy under a plain name: the kind is told by the bytes, which LibreOffice believes only with the suffix.
        source = home / f"booklet{SUFFIXES[media_type]}"
        shutil.copyfile(path, source)
        _convert(program, source, home, path)
        made = home / "out" / "booklet.pdf"
        if not made.is_file() or not made.stat().st_size:
            raise UserError(f"LibreOffice makes no PDF of {path}: open it, save it anew, and try again.")
        return made.read_bytes()


def _refuse_bomb(path: Path) -> None:
    """Raise ``UserError`` where an archive holds too much; what it says of its sizes is not believed."""
    size = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                with archive.open(member) as stream:
                    while chunk := stream.read(1 << 20):
                        size += len(chunk)
                        if size > LARGEST:
                            raise UserError(f"{path} unpacks to more than {LARGEST} bytes: save it anew.")
    # A hostile or encrypted archive raises more than BadZipFile.
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        raise UserError(f"{path} is a damaged ZIP archive ({brief(error)}): get the file again.") from error


def _convert(program: str, source: Path, home: Path, path: Path) -> None:
    """Run LibreOffice with a profile of its own, so that it neither waits for nor disturbs another one."""
    command = [
        program,
        f"-env:UserInstallation={(home / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(home / "out"),
        str(source),
    ]
    environ = {**os.environ, "HOME": str(home), "TMPDIR": str(home), "SOURCE_DATE_EPOCH": "0"}
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environ,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise UserError(
            f"LibreOffice was given up on {path} after {SECONDS} seconds: save it as PDF."
        ) from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
