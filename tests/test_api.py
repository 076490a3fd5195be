"""The library: its examples are so, and its names are what they say, whatever else was imported."""

from __future__ import annotations

import doctest
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline
from pipeline import api
from pipeline.core import cache
from pipeline.core.record import Booklet


@pytest.fixture(scope="module")
def kept(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One cache for all of them: each demonstration is read once."""
    folder = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BOOKLET_CACHE", str(folder))
        patch.chdir(root)
        yield folder


@pytest.fixture(autouse=True)
def _at_the_repository(root: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    monkeypatch.setenv("BOOKLET_CACHE", str(kept))
    monkeypatch.delenv("BOOKLET_RAW", raising=False)


@pytest.fixture(scope="module")
def older(root: Path, kept: Path) -> Booklet:
    return pipeline.extract(root / "raw" / "demo-112" / "booklet.pdf")


@pytest.fixture(scope="module")
def newer(root: Path, kept: Path) -> Booklet:
    return pipeline.extract(root / "raw" / "demo-113" / "booklet.pdf")


def run(code: str, root: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_examples_of_the_library_are_so(older: Booklet, newer: Booklet) -> None:
    """The records that the first example makes are those of the others, too."""
    tests = doctest.testmod(api, extraglobs={"before": older, "booklet": newer}, verbose=False)
    assert tests.failed == 0
    assert tests.attempted > 10


def test_every_name_is_exported_and_described() -> None:
    assert pipeline.__all__ == api.__all__ == sorted(api.__all__)
    assert set(pipeline.__all__) <= set(dir(pipeline))
    for name in pipeline.__all__:
        assert getattr(pipeline, name) is getattr(api, name)
        assert getattr(pipeline, name).__doc__, name
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = pipeline.no_such_name  # type: ignore[attr-defined]


def test_a_room_of_the_same_name_does_not_hide_a_function(root: Path) -> None:
    """The order of imports is that of whoever uses the library: any must do."""
    code = (
        "import pipeline.extract, pipeline.diff.booklets, pipeline.facts.money\n"
        "from pipeline import diff, extract, facts\n"
        "import pipeline.diff.texts\n"
        "print(*(each.__module__ for each in (pipeline.diff, diff, extract, facts)))\n"
        "print(sys.modules['pipeline.diff'].booklets.__name__)\n"
    )
    assert run(f"import sys\n{code}", root).split() == ["pipeline.api"] * 4 + ["pipeline.diff.booklets"]


def test_importing_the_package_loads_nothing_heavy(root: Path) -> None:
    code = "import sys, pipeline; print(*{'pipeline.api', 'pydantic', 'numpy', 'click', 'pandas'} & {*sys.modules})"
    assert run(code, root).split() == []


def test_a_name_is_not_hidden_by_what_is_set_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "diff", "mine")
    assert pipeline.diff == "mine"


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(pipeline.UserError, match=r"absent\.pdf"):
        pipeline.extract(tmp_path / "absent.pdf")
    (tmp_path / "damaged.pdf").write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(pipeline.UserError, match=r"damaged\.pdf"):
        pipeline.extract(str(tmp_path / "damaged.pdf"))
    with pytest.raises(pipeline.UserError, match="is a folder: name the edition"):
        pipeline.extract(tmp_path)
    with pytest.raises(ValueError, match="no reader 'eyes'"):
        pipeline.extract(tmp_path / "damaged.pdf", reader="eyes")


def test_a_record_is_loaded_as_it_was_written(
    demo_pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOOKLET_CACHE", str(tmp_path / "kept"))
    made = pipeline.extract(demo_pdf, edition="mine", keep=False)
    assert made.edition.id == "mine"
    assert cache.clean() == 0
    path = tmp_path / "booklet.json"
    path.write_bytes(pipeline.to_json(made))
    assert pipeline.load(path) == pipeline.load(str(path)) == made


def test_what_was_changed_by_hand_differs_from_golden(older: Booklet) -> None:
    made = older.model_copy(deep=True)
    assert pipeline.check(made) == []
    made.programmes[0].name += "二"
    (found,) = pipeline.check(made, Path("golden/demo-112.json"))
    assert (found.programme, found.path) == (made.programmes[0].id, "name")
    with pytest.raises(pipeline.UserError, match=r"absent\.json does not exist"):
        pipeline.check(made, "golden/absent.json")


def test_tables_have_types_and_leave_people_out_where_asked(older: Booklet, newer: Booklet) -> None:
    frames = pipeline.tables(newer, older)
    assert list(frames["editions"]["id"]) == ["demo-112", "demo-113"]
    assert len(frames["changes"]) > 10
    assert frames["programmes"]["number"].dtype == "Int64"
    assert len(frames["programmes"]) == len(older.programmes) + len(newer.programmes)
    people = frames["contacts"]["person"].dropna()
    bare = pipeline.tables(newer, older, people=False)["contacts"]["person"].dropna()
    assert 0 < len(bare) < len(people)  # offices stand in the same cell, and stay
    with pytest.raises(pipeline.UserError, match="no base for URIs"):
        pipeline.tables(newer, base="here")
    with pytest.raises(pipeline.UserError, match="two records are of edition demo-113"):
        pipeline.tables(newer, newer)


def test_facts_are_those_of_the_text_as_it_is_kept() -> None:
    found = pipeline.facts("  補助上限 ３萬元 \n\n 電話：(02)2391-1368", 109)
    assert "\n\n" not in found["text"]
    (amount,) = found["amounts"]
    start, end = amount["span"]
    assert found["text"][start:end] == amount["printed"] == "3萬元"
    assert [phone["e164"] for phone in found["phones"]] == ["+886223911368"]
