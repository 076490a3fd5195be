"""The command: accepted editions only, the folder whole or not at all, and never somebody else's folder."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.catalogue import build as building
from pipeline.catalogue.build import Wish, build
from pipeline.catalogue.selection import selected
from pipeline.cli import main
from pipeline.core.errors import UserError
from tests.catalogue.records import BASE, booklet, catalogue_command, contents, workplace

pytestmark = pytest.mark.long

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
    """A workplace of one's own, and in it; pages that another test has drawn are not drawn again."""
    monkeypatch.setenv("BOOKLET_CACHE", str(workplace().with_name("drawn")))
    shutil.copytree(workplace(), tmp_path / "place", symlinks=True)
    (tmp_path / "place" / "golden").unlink()
    shutil.copytree(workplace() / "golden", tmp_path / "place" / "golden")
    monkeypatch.chdir(tmp_path / "place")
    monkeypatch.delenv("BOOKLET_RAW", raising=False)
    return tmp_path / "place"


def test_one_command_writes_every_format_the_same_each_time(site: Path, tmp_path: Path) -> None:
    catalogue_command(tmp_path / "other", "--base", BASE)
    made = contents(site)
    assert set(FORMATS) <= set(made)
    assert made == contents(tmp_path / "other")


def test_all_accepted_editions_are_taken_where_none_is_named(place: Path) -> None:
    built = build((), Path("out"), WISH)
    assert built.editions == ("demo-112", "demo-113")
    (place / "golden" / "demo-112.json").unlink()
    built = build((), Path("out"), WISH)
    assert built.editions == ("demo-113",)
    assert not (place / "out" / "records" / "demo-112.json").exists()


def test_demonstrations_are_left_out_once_an_office_published_an_edition(place: Path) -> None:
    """Published or not is what ``origin.toml`` says of the file: one that a program made is a demonstration."""
    record = (place / "extracted" / "demo-113" / "booklet.json").read_text("utf-8")
    (place / "extracted" / "113").mkdir()
    (place / "extracted" / "113" / "booklet.json").write_text(
        record.replace('"id": "demo-113"', '"id": "113"', 1), "utf-8"
    )
    golden = (place / "golden" / "demo-113.json").read_text("utf-8")
    (place / "golden" / "113.json").write_text(golden.replace('"id": "demo-113"', '"id": "113"', 1), "utf-8")
    chosen = selected((), False, [].append)
    assert [each.edition.id for each in chosen.booklets] == ["113"]
    assert chosen.demonstrations == ("demo-112", "demo-113")
    named = selected(("demo-112",), False, [].append)
    assert [each.edition.id for each in named.booklets] == ["demo-112"]
    with pytest.raises(
        UserError, match="demo-112 is a demonstration, which no office published: name it without 113"
    ):
        selected(("113", "demo-112"), False, [].append)


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
        refused = CliRunner().invoke(main, ["catalogue", "--base", base])
        assert (refused.exit_code, "is no base for URIs" in refused.output) == (2, True)


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


def test_a_full_disk_is_one_sentence(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = place / "disk"
    small.mkdir()
    mount = shutil.which("mount")
    command = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(small)]
    if not mount or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a file system")
    try:
        told = booklet("catalogue", "--out", str(small / "out"), cwd=place, status=2)
        assert "out cannot be written" in told
        assert "Traceback" not in told
    finally:
        subprocess.run(["umount", "--lazy", str(small)], check=True)


def test_records_are_those_that_were_accepted(site: Path) -> None:
    for edition in ("demo-112", "demo-113"):
        record = (site / "records" / f"{edition}.json").read_bytes()
        assert record == (workplace() / "extracted" / edition / "booklet.json").read_bytes()


def test_the_licence_is_told_where_all_editions_have_one(site: Path) -> None:
    told = json.loads((site / "tables" / "datapackage.json").read_text("utf-8"))
    assert len(told["licenses"]) == 1


def test_a_build_that_was_killed_as_it_removed_its_folder_has_been_done(place: Path) -> None:
    """The manifest is moved last; what then stands in the folder of the build says nothing of the catalogue."""
    build((), Path("out"), WISH)
    before = contents(place / "out")
    (place / "out" / ".booklet-ready" / "tables").mkdir(parents=True)
    build((), Path("out"), WISH)
    assert contents(place / "out") == before
