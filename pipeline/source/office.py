"""Office documents (.odt, .docx, .doc): LibreOffice makes a PDF of them, which is read like any other.

Comes in: a file.  Goes out: the bytes of a PDF.  What can go wrong is one sentence: LibreOffice is not installed, takes
too long, or makes nothing of the file.

Nothing that a document names is fetched or shown: its references are emptied before (``office_links``; of a .doc they
cannot be), LibreOffice is told to follow none and to run no macro, and on Linux it has neither network nor files of the
user (``confine``).  Each is enough by itself, save that of drawings LibreOffice shows files whatever it is told.
"""

from __future__ import annotations

import hashlib
import math
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from pipeline.core.confine import Confinement, confinement
from pipeline.core.errors import UserError
from pipeline.core.limits import MEMORY, OFFICE_SECONDS, Limits
from pipeline.core.scratch import scratch
from pipeline.source.media_type import DOC, DOCX, ODT, PDF
from pipeline.source.office_links import without_links
from pipeline.source.office_settled import settled_doc

SUFFIXES = {ODT: ".odt", DOCX: ".docx", DOC: ".doc"}
OUTPUT = 4 << 30
"""Bytes that it may write."""
_PATIENCE = 10
"""Times these seconds that may pass on the clock: a busy machine is not the document's fault."""
_NAMES = ("soffice", "libreoffice")
_SETTINGS = Path(__file__).with_name("libreoffice.xcu")
"""Follow no reference, run no macro, and ask a proxy that is not there for whatever is asked for all the same."""
_SYSTEM = (
    *("/usr", "/lib", "/lib64", "/opt"),
    *("/etc/libreoffice", "/var/lib/libreoffice", "/var/spool/libreoffice"),
    *("/etc/fonts", "/var/cache/fontconfig", "/etc/ld.so.cache", "/etc/localtime"),
    *("/etc/passwd", "/etc/nsswitch.conf"),  # it names its socket by the user's number there
    *("/dev/urandom", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu"),
)
_BEGIN_ANEW, _STARTS = 81, 3
_SOCKETS = Path("/tmp")
"""Where LibreOffice listens for a second one, whatever it is told."""


@contextmanager
def readable(
    path: Path, media_type: str, made: Path | None = None, *, tables: bool = False
) -> Iterator[tuple[Path, str]]:
    """Give the file that a reader reads, and its kind: what was made of it, where something must be made.

    Args:
        path: the file as published.
        media_type: its kind.
        made: the PDF, or the .docx, that there is of it already.
        tables: make a .docx of an office document, for its own tables, and no PDF.

    Raises:
        UserError: nothing can be made of it.
    """
    if made is not None:
        yield made, DOCX if made.suffix == SUFFIXES[DOCX] else PDF
    elif media_type not in SUFFIXES:
        yield path, media_type
    else:
        convert, kind, suffix = (to_docx, DOCX, SUFFIXES[DOCX]) if tables else (to_pdf, PDF, ".pdf")
        with scratch() as folder:
            file = folder / f"booklet{suffix}"
            file.write_bytes(convert(path, media_type))
            yield file, kind


def version() -> str:
    """Return what tells this LibreOffice from others, without starting it; empty where there is none."""
    program = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if program is None:
        return ""
    told = Path(program).resolve().with_name("versionrc")
    return hashlib.sha256((told if told.is_file() else Path(program)).read_bytes()).hexdigest()


def to_pdf(path: Path, media_type: str, document: Path | None = None) -> bytes:
    """Return an office document as a PDF.

    A .doc goes by way of .docx: printed straight, rows at page ends lose words.

    Args:
        path: the file as published.
        media_type: its kind.
        document: the .docx that there is of it already.

    Raises:
        UserError: LibreOffice is absent, takes too long, or cannot read the document.
    """
    if media_type != DOC:
        return _converted(path, media_type, "pdf:writer_pdf_Export")
    with readable(path, media_type, document, tables=True) as (printed, kind):
        return _converted(printed, kind, "pdf:writer_pdf_Export")


def to_docx(path: Path, media_type: str) -> bytes:
    """Return an office document as a .docx, in which its text and tables are, and not as they are printed.

    Raises:
        UserError: LibreOffice is absent, takes too long, or cannot read the document.
    """
    return path.read_bytes() if media_type == DOCX else _converted(path, media_type, "docx:MS Word 2007 XML")


def _converted(path: Path, media_type: str, to: str) -> bytes:
    """Return what LibreOffice makes of an office document: the suffix and the filter of the other kind."""
    suffix = to.partition(":")[0]
    program = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if program is None:
        raise UserError(
            f"{path} is an office document, and LibreOffice, which reads it, is not installed: "
            "apt-get install libreoffice-writer, or save the document as PDF."
        )
    with scratch() as home:
        # A copy under a plain name: the kind is told by the bytes, which LibreOffice believes only with the suffix.
        source = home / f"booklet{SUFFIXES[media_type]}"
        if media_type == DOC:
            source.write_bytes(settled_doc(path.read_bytes()))
        else:
            without_links(path, source)
        settings = home / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        shutil.copyfile(_SETTINGS, settings)
        _convert(program, source, home, path, to)
        made = home / "out" / f"booklet.{suffix}"
        if not made.is_file() or not made.stat().st_size:
            raise UserError(
                f"LibreOffice makes no {suffix.upper()} of {path}: open it, save it anew, and try again; "
                f"one that is very large may want {MEMORY.variable} to be more than {MEMORY.value():g} (gigabytes)."
            )
        return made.read_bytes()


def _convert(program: str, source: Path, home: Path, path: Path, to: str) -> None:
    """Run LibreOffice with a profile of its own, so that it neither waits for nor disturbs another one."""
    # The program behind the script that starts it and begins anew when it asks for it, as it does with a new profile.
    itself = Path(program).resolve().with_name("soffice.bin")
    profile = (home / "profile").as_uri()
    command = [
        str(itself) if itself.is_file() else program,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        to,
        "--outdir",
        str(home / "out"),
        str(source),
    ]
    seconds, memory = OFFICE_SECONDS.value(), Limits().memory
    places = (Path(program).resolve().parent, *map(Path, _SYSTEM))
    bounds = confinement(places, (home, Path(os.devnull)), programs=True, sockets=(_SOCKETS,))
    given_up = -getattr(signal, "SIGXCPU", 0)
    failed = False
    try:
        for _ in range(_STARTS):
            status = _run(command, home, partial(_bound, bounds, math.ceil(seconds), memory), path, seconds)
            _remove_socket(profile)
            # It refuses a document with 0; on a busy machine it may crash, and does not the next time.
            if status in (0, given_up) or (failed and status != _BEGIN_ANEW):
                break
            failed = status != _BEGIN_ANEW
    finally:
        bounds.close()
    if given_up and status == given_up:
        raise UserError(
            f"LibreOffice was given up on {path} after {seconds:g} seconds of computing: save it as PDF, "
            f"or set {OFFICE_SECONDS.variable} to more."
        )


def _run(command: list[str], home: Path, bound: Callable[[], None], path: Path, seconds: float) -> int:
    """Return the status with which a program ends that is bound, and all that it starts."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(home), "TMPDIR": str(home), "SOURCE_DATE_EPOCH": "0"},
        start_new_session=True,
        preexec_fn=bound if os.name == "posix" else None,
    )
    try:
        return process.wait(seconds * _PATIENCE)
    except subprocess.TimeoutExpired:
        raise UserError(
            f"LibreOffice was given up on {path} after {seconds * _PATIENCE:g} seconds: save it as PDF, "
            f"or set {OFFICE_SECONDS.variable} to more than {seconds:g}."
        ) from None
    finally:
        if process.poll() is None:
            _kill(process)
            process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process, and where the system knows groups, all that it started."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _remove_socket(profile: str) -> None:
    """Remove the socket of a LibreOffice that may not remove it itself."""
    name = _socket_name(profile)
    for path in (_SOCKETS / f"OSL_PIPE_{name}", _SOCKETS / f"OSL_PIPE_{getattr(os, 'getuid', int)()}_{name}"):
        with suppress(OSError):
            if path.is_socket():
                path.unlink()


def _socket_name(profile: str) -> str:
    """Return what LibreOffice calls its socket: a hash of its own profile, its bytes without the zeros in front."""
    digest = hashlib.md5(profile.encode("utf-16-le"), usedforsecurity=False).digest()
    return f"SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"


def _bound(bounds: Confinement, seconds: int, memory: int) -> None:
    """Bound the process that becomes LibreOffice, and all that it starts."""
    import resource

    for kind, most, spare in (
        (resource.RLIMIT_CPU, seconds, 1),  # at the second bound the system kills, and does not say why
        (resource.RLIMIT_AS, memory, 0),
        (resource.RLIMIT_FSIZE, OUTPUT, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        with suppress(ValueError, OSError):
            _, hard = resource.getrlimit(kind)
            soft = most if hard < 0 else min(most, hard)
            resource.setrlimit(kind, (soft, soft + spare if hard < 0 else min(soft + spare, hard)))
    bounds.enter()
