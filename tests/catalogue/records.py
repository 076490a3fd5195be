"""Catalogues to try the formats on: the demonstration editions, and that of 109 where it is at hand."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.catalogue.model import Catalogue
from pipeline.core.record import Booklet
from pipeline.extract import extract
from pipeline.forms.profile import load_profile
from pipeline.source.document import Acquired, identify
from tests.demonstrations import ROOT, demo_read

BASE = "https://catalogue.example.gov.tw/"
TRANSCRIPT = ROOT.parent / "shared" / "booklets" / "109" / "transcript.txt"


def demos(base: str = BASE) -> Catalogue:
    """Return both demonstration editions as a catalogue."""
    return Catalogue((demo_read(112), demo_read(113)), base, {})


@cache
def edition_109() -> Booklet:
    """Return the record of the transcript of 109."""
    media_type, sha256 = identify(TRANSCRIPT)
    return extract(
        Acquired(TRANSCRIPT, media_type, sha256), "109", 109, load_profile("support-measures")
    ).booklet


def all_editions() -> Catalogue:
    """Return 109 and the demonstration editions as a catalogue; skips the test where 109 is not at hand."""
    if not TRANSCRIPT.is_file():
        pytest.skip("no booklet of 109 beside the repository")
    return Catalogue((edition_109(), *demos().booklets), BASE, {})


CATALOGUES = pytest.mark.parametrize("catalogue", [demos, all_editions])


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file of a folder by its path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def written(tmp_path: Path, *writers: Callable[[Catalogue, Path], None], catalogue: Catalogue) -> Path:
    """Write some formats into an empty folder and return it."""
    out = tmp_path / "catalogue"
    out.mkdir()
    for write in writers:
        write(catalogue, out)
    return out


@cache
def workplace() -> Path:
    """Return a folder in which the demonstration editions are extracted and accepted, as a person has them."""
    folder = Path(tempfile.mkdtemp(prefix="booklet-workplace-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in ("raw", "golden"):
        (folder / name).symlink_to(ROOT / name)
    booklet("extract", "demo-112", "demo-113", cwd=folder)
    return folder


def booklet(*words: str, cwd: Path, status: int = 0) -> str:
    """Run a command as a person would; return what it prints."""
    run = [sys.executable, "-m", "pipeline.cli", *words]
    done = subprocess.run(run, cwd=cwd, capture_output=True, text=True, timeout=300)
    assert done.returncode == status, done.stderr
    return done.stdout + done.stderr


def catalogue_command(out: Path, *options: str) -> None:
    """Write the whole catalogue of the demonstration editions, as a person would."""
    booklet("catalogue", "demo-112", "demo-113", "--out", str(out), *options, cwd=workplace())


def changed(value: Any, change: Callable[[dict[str, Any]], None]) -> Any:
    """Change every object within JSON, in place, and return it."""
    for each in objects(value):
        change(each)
    return value


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object within JSON."""
    if isinstance(value, dict):
        yield value
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        yield from objects(child)
