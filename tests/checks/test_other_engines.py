"""Another engine's word: all cells of our fixtures agree, and a cell that does not is told with both readings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.checks.other_engines import CAMELOT, Verification, verify
from pipeline.cli import main
from pipeline.pages.reading import ENGINES
from pipeline.pages.scan import recognise
from pipeline.source.document import Acquired, identify
from tests.demonstrations import part
from tests.pages.test_engines import Sheet, fonts

pytestmark = pytest.mark.long

FORMS = range(8, 16)
"""Pages of 109, the first being 0: camelot needs half a second for each."""
COVER_AND_FORMS = (0, *range(3, 12))
"""Pages of demo-112."""

needs_fonts = pytest.mark.skipif(
    bool(fonts.missing()), reason=f"fonts are not installed: apt-get install {fonts.APT_PACKAGES}"
)


@pytest.fixture(autouse=True)
def _without_a_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the picture shows has tests of its own (``test_second_look``)."""
    monkeypatch.setattr(recognise, "installed", lambda: False)


def verified(path: Path, engine: str = ENGINES[0]) -> Verification:
    media_type, sha256 = identify(path)
    return verify(Acquired(path, media_type, sha256), engine)


@pytest.mark.soak  # the command below says it of demo-112
@pytest.mark.parametrize("name", ["demo-112", "demo-113"])
def test_every_cell_of_the_demonstration_editions_agrees(name: str, root: Path) -> None:
    found = verified(root / "raw" / name / "booklet.pdf")
    assert [engine.engine for engine in found.engines] == ["pdfplumber", CAMELOT]
    assert found.findings == []
    assert all(engine.agreed == engine.cells > 300 for engine in found.engines)


@pytest.mark.parametrize(
    ("pages", "cells"),
    [(FORMS, 175), pytest.param(range(36), 827, marks=pytest.mark.soak)],
    ids=["forms", "all"],
)
def test_every_cell_of_109_agrees(pages: range, cells: int, shared: Path, tmp_path: Path) -> None:
    found = verified(part(shared / "booklets" / "109" / "booklet.pdf", pages, tmp_path / "part.pdf"))
    assert found.findings == []
    assert [(engine.cells, engine.agreed) for engine in found.engines] == [(cells, cells)] * 2


@needs_fonts
def test_a_cell_that_differs_is_told_with_both_readings_and_its_place(tmp_path: Path) -> None:
    """Text in no ink is what camelot cannot tell from ink."""
    sheet = Sheet()
    sheet.table()
    sheet.write(50, 65, "甲")
    sheet.write(150, 65, "乙")
    sheet.write(165, 65, "丙", mode=3)
    found = verified(sheet.saved(tmp_path))
    assert [(engine.engine, engine.cells, engine.agreed) for engine in found.engines] == [
        ("pdfplumber", 2, 2),
        (CAMELOT, 2, 1),
    ]
    for finding in found.findings:
        assert (finding.code, finding.severity, finding.where.page) == ("cell-differs", "error", 1)
        assert finding.where.box == pytest.approx((140, 40, 240, 80), abs=1)
        assert (finding.data["ours"], finding.data["theirs"].replace(" ", "")) == ("乙", "乙丙")


@needs_fonts
def test_a_table_that_only_the_others_see_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.pages.pdfium import document

    monkeypatch.setattr(document, "rules_of", lambda shapes, paper: [])
    sheet = Sheet()
    sheet.table()
    sheet.write(50, 65, "甲")
    found = verified(sheet.saved(tmp_path))
    assert [
        (finding.data["engine"], finding.data["ours"], finding.data["theirs"]) for finding in found.findings
    ] == [("pdfplumber", "", "甲")]


def test_the_command_shows_and_keeps_it(
    tmp_path: Path, demo_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "raw" / "demo-112").mkdir(parents=True)
    part(demo_pdf, COVER_AND_FORMS, tmp_path / "raw" / "demo-112" / "booklet.pdf")
    (tmp_path / "raw" / "note").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BOOKLET_RAW", raising=False)
    done = CliRunner().invoke(main, ["extract", "demo-112", "--verify"])
    assert done.exit_code == 0, done.output
    assert done.output.count("100%") >= 3
    written = json.loads((tmp_path / "extracted/demo-112/verify.json").read_text("utf-8"))
    assert [(engine["cells"], engine["agreed"]) for engine in written["engines"]] == [(145, 145)] * 2
    assert written["findings"] == []
    assert "145" in (tmp_path / "extracted/demo-112/report.html").read_text("utf-8")


@needs_fonts
def test_a_disagreement_is_exit_status_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet()
    sheet.table()
    sheet.write(50, 65, "輔導措施簡介")
    sheet.write(150, 65, "乙")
    sheet.write(165, 65, "丙", mode=3)
    path = sheet.saved(tmp_path)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["extract", str(path), "--edition", "x", "--out", "out", "--verify"])
    assert done.exit_code == 1
    assert "cell-differs" in done.output
