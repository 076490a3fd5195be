"""One booklet of a corpus: from where it lies to its parts of the dataset, on whatever machine this runs.

Comes in: the place of a booklet, and the folder of the dataset; both may be on any file system that fsspec knows.
Goes out: the booklet's parts, then an entry that says that it is done; each whole or not at all, and the same bytes
whoever writes them.  All is named by the hash of the booklet's content: a booklet that lies in two places is one.
What is wrong with a booklet is a sentence in its entry; what is wrong with the network is an ``OSError``.
"""

from __future__ import annotations

import hashlib
import io
import json
import multiprocessing
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline.core.cache import key as cache_key
from pipeline.core.errors import UserError, brief
from pipeline.core.files import CHUNK, put
from pipeline.core.sandbox import Access, in_worker
from pipeline.core.scratch import scratch
from pipeline.editions.run import extract_within_limits, files_of, profile_file
from pipeline.forms.profiles import profile_text
from pipeline.source.document import Acquired
from pipeline.source.media_type import media_type
from pipeline.source.office import SUFFIXES, to_docx, to_pdf

if TYPE_CHECKING:
    from pipeline.catalogue.columns import Column
    from pipeline.core.record import Booklet, Extraction

LARGEST = 4 << 30
"""Bytes of a booklet; a place that gives without end is given up."""
UNKNOWN = "__HIVE_DEFAULT_PARTITION__"
"""What readers of partitioned datasets take for a value that is not known."""
LONGEST = 160
"""Bytes of a series in the name of a folder; file systems allow 255 in all."""
_OF_CATALOGUE = ("previous", "uri")
"""Columns that only a catalogue, with several editions and a base URI, can fill."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a booklet; its fields but ``place`` are what its entry holds."""

    place: str
    state: Literal["done", "failed"]
    made_by: str
    """Tells program, libraries and profile apart: another value, and the booklet is extracted anew."""
    sha256: str | None = None
    """None where the booklet could not be fetched."""
    sentence: str | None = None
    """What is wrong, where it failed."""
    series: str | None = None
    year: int | None = None
    pages: int | None = None
    programmes: int = 0
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    parts: tuple[str, ...] = ()
    """The booklet's files in the dataset."""

    @property
    def looks(self) -> bool:
        """Whether a person must look."""
        return self.state == "failed" or self.errors > 0


def version_of(profile: str, engine: str) -> str:
    """Return what tells apart the ways in which a booklet can be extracted.

    Raises:
        UserError: there is no such profile.
    """
    return cache_key("corpus", profile=profile_text(profile), engine=engine)


def extract_one(place: str, out: str, profile: str, engine: str) -> Outcome:
    """Return what came of a booklet; its parts and its entry stand in ``out``.

    A booklet whose entry says that this very program has done it is read, to know its hash, and left.

    Raises:
        OSError: it cannot be fetched, or ``out`` not be written; trying again may help.
    """
    multiprocessing.current_process().daemon = False  # as a worker of Dask is: and such may start no process
    made_by = version_of(profile, engine)
    with scratch() as folder:
        file = folder / "booklet"
        try:
            sha256 = fetch(place, file)
        except UserError as error:
            return Outcome(place, "failed", made_by, sentence=str(error))
        before = _entry(out, sha256)
        if before and before["made_by"] == made_by and all(map(partial(_is_there, out), before["parts"])):
            return Outcome(place, **{**before, "parts": tuple(before["parts"])})
        outcome = Outcome(place, "failed", made_by, sha256)
        parts: dict[str, bytes] = {}
        try:
            booklet = _extracted(file, sha256, profile, engine).booklet
            parts = _parts(booklet)
            outcome = _done(outcome, booklet, tuple(parts))
        except UserError as error:
            outcome = replace(outcome, sentence=str(error).replace(str(file), "the booklet"))
    for path, content in parts.items():
        put_bytes(f"{out}/{path}", content)
    for path in before["parts"] if before else ():
        if path not in parts:
            _remove(f"{out}/{path}")
    kept = {name: value for name, value in asdict(outcome).items() if name != "place"}
    put_bytes(f"{out}/{_entry_path(sha256)}", f"{json.dumps(kept, ensure_ascii=False, indent=1)}\n".encode())
    return outcome


def fetch(place: str, file: Path) -> str:
    """Copy a booklet to ``file`` and return its hash.

    Raises:
        UserError: nothing lies there, or more than a booklet can be, or in a way that is not installed.
        OSError: it cannot be read now.
    """
    import fsspec

    digest, size = hashlib.sha256(), 0
    try:
        with fsspec.open(place, "rb") as source, file.open("wb") as copy:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                if size > LARGEST:
                    raise UserError(f"the booklet has more than {LARGEST} bytes: divide it.")
                digest.update(chunk)
                copy.write(chunk)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise UserError(
            f"the booklet cannot be fetched ({type(error).__name__}): check its place."
        ) from error
    except (ImportError, ValueError) as error:  # no such protocol, or its package is absent
        raise UserError(f"the booklet cannot be fetched: {brief(error)}.") from error
    return digest.hexdigest()


def _extracted(file: Path, sha256: str, profile: str, engine: str) -> Extraction:
    """Return the record, made in a process of its own: what a file does to that one stops no other booklet."""
    acquired = Acquired(file, media_type(file), sha256)
    if acquired.media_type in SUFFIXES:
        document, pdf = file.with_suffix(".docx"), file.with_suffix(".pdf")
        document.write_bytes(to_docx(file, acquired.media_type))
        pdf.write_bytes(to_pdf(file, acquired.media_type, document))
        acquired = replace(acquired, pdf=pdf, document=document)
    import pipeline.extract  # noqa: F401  loaded once here, not once in each process
    from pipeline.core.record import Extraction

    work = partial(extract_within_limits, acquired, sha256[:16], None, profile, engine)
    access = Access((*files_of(acquired), *profile_file(profile)), keeps=sha256)
    return in_worker(str(file), work, kind=Extraction, access=access)


def _done(outcome: Outcome, booklet: Booklet, parts: tuple[str, ...]) -> Outcome:
    severities = [found.severity for found in booklet.findings]
    return replace(
        outcome,
        state="done",
        series=booklet.edition.series or None,
        year=booklet.edition.year,
        pages=booklet.edition.source.pages,
        programmes=len(booklet.programmes),
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        notes=severities.count("note"),
        parts=parts,
    )


def _parts(booklet: Booklet) -> dict[str, bytes]:
    """Return the files of a booklet by their path in the dataset."""
    from pipeline.catalogue.model import Catalogue
    from pipeline.catalogue.schema import BY_NAME
    from pipeline.catalogue.tables import tables

    rows = tables(Catalogue((booklet,), "", {}))
    records = {f"{booklet.edition.id}/{each.id}": each.model_dump(mode="json") for each in booklet.programmes}
    source = booklet.edition.source
    found = {}
    for name in ("programmes", "findings"):
        # Of a booklet that nobody has accepted even a name may be missing.
        columns = [
            replace(column, required=column.name == "id")
            for column in BY_NAME[name].columns
            if column.name not in _OF_CATALOGUE
        ]
        typed = [{**row, "sha256": source.sha256, "title": booklet.edition.title} for row in rows[name]]
        columns += _own_columns()
        if name == "programmes":
            columns.append(_record_column())
            for row in typed:
                row["record"] = json.dumps(records[str(row["id"])], ensure_ascii=False)
        path = f"{name}/series={_quoted(booklet.edition.series)}/year={booklet.edition.year or UNKNOWN}"
        found[f"{path}/{source.sha256}.parquet"] = _parquet(
            replace(BY_NAME[name], columns=tuple(columns)), typed
        )
    return found


def _own_columns() -> list[Column]:
    from pipeline.catalogue.columns import text

    return [
        text("sha256", "來源檔雜湊值", "SHA-256；手冊本身以此識別。", required=True),
        text("title", "書名", "封面所印。"),
    ]


def _record_column() -> Column:
    from pipeline.catalogue.columns import text

    return text("record", "完整紀錄", "該計畫的完整紀錄（JSON），同 booklet.json。", required=True)


def _parquet(table: Any, rows: Any) -> bytes:
    from pyarrow import parquet

    from pipeline.catalogue.parquet import typed_table

    stream = io.BytesIO()
    parquet.write_table(typed_table(table, rows), stream, compression="zstd")
    return stream.getvalue()


def _quoted(series: str) -> str:
    """Return a series as readers of partitioned datasets decode it: only what a path cannot hold is quoted."""
    safe = "".join(each if each.isalnum() or each in " -_.()" else _hex(each) for each in series)
    if not safe.strip("."):
        return UNKNOWN
    if len(safe.encode()) <= LONGEST:
        return safe
    cut = safe.encode()[: LONGEST - 13].decode(errors="ignore").rsplit("%", 1)[0]
    return f"{cut}-{hashlib.sha256(series.encode()).hexdigest()[:12]}"


def _hex(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())


# the file system of the dataset


def _entry_path(sha256: str) -> str:
    return f"status/{sha256[:2]}/{sha256}.json"


def _entry(out: str, sha256: str) -> dict[str, Any] | None:
    """Return the entry of a booklet; None where there is none that this program has written."""
    import fsspec

    try:
        with fsspec.open(f"{out}/{_entry_path(sha256)}", "rb") as stream:
            entry: dict[str, Any] = json.loads(stream.read())
    except (FileNotFoundError, ValueError):
        return None
    known = {name for name in Outcome.__slots__ if name != "place"}
    return entry if entry.keys() == known else None


def _is_there(out: str, path: str) -> bool:
    from fsspec.core import url_to_fs

    fs, name = url_to_fs(f"{out}/{path}")
    return bool(fs.exists(name))


def _remove(url: str) -> None:
    from fsspec.core import url_to_fs

    fs, name = url_to_fs(url)
    if fs.exists(name):
        fs.rm_file(name)


def put_bytes(url: str, content: bytes) -> None:
    """Write a file whole or not at all: object stores do so themselves, in a folder it takes a renaming.

    Raises:
        OSError: it cannot be written.
    """
    from fsspec.core import url_to_fs
    from fsspec.implementations.local import LocalFileSystem

    fs, name = url_to_fs(url)
    if isinstance(fs, LocalFileSystem):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        put(Path(name), partial(Path.write_bytes, data=content))
    else:
        fs.pipe_file(name, content)
