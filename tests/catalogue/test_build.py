"""The command: accepted editions only, the folder whole or not at all, and never somebody else's folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline.catalogue import build as building
from pipeline.catalogue.build import Wish, build
from pipeline.core.errors import UserError
from tests.catalogue.records import BASE, booklet, catalogue_command, contents, workplace

WISH = Wish(BASE)
FORMATS = [
    "calendar/applications.ics",
    "catalogue.sqlite",
    "catalogue.xlsx",
    "datasette.json",
    "dcat.jsonld",
    "hsds/services.csv",
    "linked-data/cpsv-ap.jsonld",
    "linked-data/schema-org.jsonld",
    "parquet/facts.parquet",
    "portal/data-gov-tw.json",
    "records/demo-113.json",
    "tables/datapackage.json",
    "tables/programmes.csv",
]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workplace of one's own, and in it."""
    shutil.copytree(workplace(), tmp_path / "place", symlinks=True)
    (tmp_path / "place" / "golden").unlink()
    shutil.copytree(workplace() / "golden", tmp_path / "place" / "golden")
    monkeypatch.chdir(tmp_path / "place")
    monkeypatch.delenv("BOOKLET_RAW", raising=False)
    return tmp_path / "place"


def test_one_command_writes_every_format_the_same_each_time(tmp_path: Path) -> None:
    for name in ("one", "other"):
        catalogue_command(tmp_path / name, "--base", BASE)
    made = contents(tmp_path / "one")
    assert set(FORMATS) <= set(made)
    assert made == contents(tmp_path / "other")


def test_all_accepted_editions_are_taken_where_none_is_named(place: Path) -> None:
    rows = build((), Path("out"), WISH)
    assert [row["id"] for row in rows["editions"]] == ["demo-112", "demo-113"]
    (place / "golden" / "demo-112.json").unlink()
    rows = build((), Path("out"), WISH)
    assert [row["id"] for row in rows["editions"]] == ["demo-113"]
    assert not (place / "out" / "records" / "demo-112.json").exists()


def test_what_nobody_accepted_is_refused(place: Path) -> None:
    path = place / "golden" / "demo-113.json"
    path.write_text(path.read_text("utf-8").replace("2024-03", "2024-04"), "utf-8")
    told = booklet("catalogue", "demo-113", cwd=place, status=2)
    assert "demo-113 is not accepted as extracted: run `booklet accept demo-113`" in told
    assert "Traceback" not in told
    assert not (place / "catalogue").exists()
    booklet("catalogue", "demo-113", "--unaccepted", cwd=place)
    assert (place / "catalogue" / "records" / "demo-113.json").exists()


def test_identifiers_stand_below_the_base(place: Path) -> None:
    booklet("catalogue", "--base", "https://a.example.tw/x/", cwd=place)
    graph = (place / "catalogue" / "linked-data" / "cpsv-ap.jsonld").read_text("utf-8")
    assert "https://a.example.tw/x/programme/" in graph
    assert "example.org/booklets" not in graph
    for base in (
        "a.example.tw/",
        "https://a.example.tw",
        "ftp://a/",
        "https://a.example.tw/#",
        "http://[/",
        "http://a b/",
    ):
        assert "is no base for URIs" in booklet("catalogue", "--base", base, cwd=place, status=2)


def test_a_folder_of_something_else_is_left_alone(place: Path) -> None:
    (place / "mine").mkdir()
    (place / "mine" / "letter.txt").write_text("dear", "utf-8")
    with pytest.raises(UserError, match="mine holds something else than a catalogue"):
        build((), Path("mine"), WISH)
    assert contents(place / "mine") == {"letter.txt": b"dear"}


def test_a_catalogue_that_fails_leaves_the_one_before(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build((), Path("out"), WISH)
    before = contents(place / "out")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "write_dcat", full)
    with pytest.raises(UserError, match=r"out cannot be written .*No space left"):
        build(("demo-113",), Path("out"), WISH)
    assert contents(place / "out") == before
    assert sorted(path.name for path in place.iterdir() if "out" in path.name) == ["out"]


def test_a_run_killed_between_the_renamings_loses_nothing(place: Path) -> None:
    build((), Path("out"), WISH)
    before = contents(place / "out")
    Path("out").rename(".out.old")
    Path(".out.new").mkdir()
    build((), Path("out"), WISH)
    assert contents(place / "out") == before
    Path("out").rename(".out.old")
    with pytest.raises(UserError):
        build(("nowhere",), Path("out"), WISH)


def test_records_are_those_that_were_accepted(place: Path) -> None:
    build((), Path("out"), WISH)
    for edition in ("demo-112", "demo-113"):
        record = (place / "out" / "records" / f"{edition}.json").read_bytes()
        assert record == (place / "extracted" / edition / "booklet.json").read_bytes()


def test_the_licence_is_told_where_all_editions_have_one(place: Path) -> None:
    build((), Path("out"), WISH)
    told = json.loads((place / "out" / "tables" / "datapackage.json").read_text("utf-8"))
    assert len(told["licenses"]) == 1
