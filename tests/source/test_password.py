"""A locked PDF with its password is the same record as the open one; without it, or with another, one sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from reportlab.lib.pdfencrypt import StandardEncryption

from pipeline.cli import main
from pipeline.core import cache
from pipeline.pages.reading import ENGINES
from pipeline.pages.scan import recognise
from tests.typeset import fonts, reportlab_pdf
from tests.typeset.make_demo import STYLE
from tests.typeset.random_booklet import random_booklet

PASSWORD = "開-Sesame"
SEED = 3
"""Of a small booklet without findings."""

pytestmark = pytest.mark.skipif(
    bool(fonts.missing()), reason=f"fonts are not installed: apt-get install {fonts.APT_PACKAGES}"
)


@pytest.fixture(scope="module")
def booklets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one booklet twice: open, and locked with a password."""
    folder = tmp_path_factory.mktemp("booklets")
    source = random_booklet(Random(SEED))
    (folder / "open.pdf").write_bytes(reportlab_pdf.typeset(source, STYLE).pdf)
    with pytest.MonkeyPatch.context() as patch:
        lock = StandardEncryption(PASSWORD, ownerPassword="another", strength=128)
        patch.setattr(reportlab_pdf, "Canvas", partial(reportlab_pdf.Canvas, encrypt=lock))
        (folder / "locked.pdf").write_bytes(reportlab_pdf.typeset(source, STYLE).pdf)
    return folder


def extract(folder: Path, name: str, *arguments: str, out: str = "out", **environ: str):
    command = [sys.executable, "-m", "pipeline.cli", "extract", str(folder / name), "--edition", "made"]
    return subprocess.run(
        [*command, "--out", out, *arguments],
        cwd=folder,
        env={**os.environ, "BOOKLET_RAW": "", **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def record(folder: Path, out: str) -> dict:
    found = json.loads((folder / out / "booklet.json").read_text())
    found["edition"].pop("source")
    return found


@pytest.mark.parametrize("engine", ENGINES)
def test_with_its_password_it_is_the_same_record(engine: str, booklets: Path) -> None:
    done = extract(booklets, "open.pdf", "--reader", engine, out=f"open-{engine}")
    assert done.returncode == 0, done.stderr
    done = extract(booklets, "locked.pdf", "--reader", engine, "--password", PASSWORD, out=f"locked-{engine}")
    assert done.returncode == 0, done.stderr
    assert record(booklets, f"locked-{engine}") == record(booklets, f"open-{engine}")


@pytest.mark.parametrize("engine", ENGINES)
def test_without_it_or_with_another_it_is_one_sentence(engine: str, booklets: Path) -> None:
    for arguments in ((), ("--password", "wrong"), ("--password", "")):
        done = extract(booklets, "locked.pdf", "--reader", engine, *arguments, out="none")
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert "password" in done.stderr
        assert "Traceback" not in done.stderr
        assert not (booklets / "none").exists()


@pytest.mark.long
def test_other_engines_verify_it(booklets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognise, "installed", lambda: False)  # a second look has tests of its own
    monkeypatch.setenv("BOOKLET_PASSWORD", PASSWORD)
    monkeypatch.chdir(booklets)
    done = CliRunner().invoke(main, ["extract", "locked.pdf", "--edition", "made", "--out", "v", "--verify"])
    assert done.exit_code == 0, done.output
    assert done.output.count("100%") >= 3  # its glyphs, and the cells by either engine


def test_the_password_is_kept_nowhere(booklets: Path) -> None:
    done = extract(booklets, "locked.pdf", "--password", PASSWORD, out="kept")
    assert done.returncode == 0
    kept = [path for path in (*cache.folder().rglob("*"), *(booklets / "kept").rglob("*")) if path.is_file()]
    assert len(kept) > 3
    for path in kept:
        assert PASSWORD.encode() not in path.read_bytes(), path
        assert PASSWORD not in path.name


def test_an_open_booklet_needs_none_and_leaves_no_pages_behind(booklets: Path) -> None:
    assert extract(booklets, "open.pdf", "--password", "any", out="twice").returncode == 0
    assert extract(booklets, "open.pdf", out="twice").returncode == 0
    assert sorted(path.name for path in (booklets / "twice").iterdir()) == [
        "booklet.json",
        "findings.csv",
        "made-by.json",
    ]
