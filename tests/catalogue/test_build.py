"""The command: accepted editions only, the folder whole or not at all, and never somebody else's folder."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.catalogue import build as building
from pipeline.catalogue.build import Wish, build
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


def test_a_build_killed_while_files_take_their_places_is_completed_by_the_next(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at each renaming in turn: nothing is lost, and the next build, of whatever, leaves no trace of it."""
    build(("demo-112", "demo-113"), Path("out"), WISH)
    whole = contents(place / "out")
    build(("demo-113",), Path("out"), WISH)
    smaller = contents(place / "out")
    assert set(smaller) < set(whole)
    real, left = Path.replace, 0

    def killed(path: Path, target: Path) -> Path:
        nonlocal left
        left -= ".booklet-ready" in path.parts
        if left < 0:
            raise KeyboardInterrupt
        return real(path, target)

    for left_at in (0, len(whole) // 2, len(whole) - 1):
        left = left_at
        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", killed)
            with pytest.raises(KeyboardInterrupt):
                build(("demo-112", "demo-113"), Path("out"), WISH)
        found = contents(place / "out")
        for name, content in whole.items():
            assert content in (found.get(name), found.get(f".booklet-ready/{name}")), name
        build(("demo-113",), Path("out"), WISH)
        assert contents(place / "out") == smaller


def test_what_others_put_into_the_folder_stays(place: Path) -> None:
    """The checkout of a site: its history, its domain, and a folder of its own in one of ours."""
    out = place / "out"
    (out / ".git").mkdir(parents=True)
    (out / ".git" / "HEAD").write_text("ref: refs/heads/gh-pages\n")
    build((), Path("out"), WISH)
    mine = {
        "CNAME": b"data.example.gov.tw",
        ".git/HEAD": b"ref: refs/heads/gh-pages\n",
        "tables/notes.txt": b"mine",
    }
    for name, content in mine.items():
        (out / name).write_bytes(content)
    build(("demo-113",), Path("out"), WISH)
    found = contents(out)
    assert {name: found[name] for name in mine} == mine
    assert not (out / "records" / "demo-112.json").exists()


def test_a_file_of_others_where_ours_belongs_is_refused(place: Path) -> None:
    build(("demo-113",), Path("out"), WISH)
    (place / "out" / "records" / "demo-112.json").write_text("mine")
    before = contents(place / "out")
    with pytest.raises(UserError, match=r"out/records/demo-112\.json is not ours and stands where"):
        build((), Path("out"), WISH)
    assert contents(place / "out") == before


def test_a_link_in_the_folder_is_not_followed(place: Path, tmp_path: Path) -> None:
    build((), Path("out"), WISH)
    away = tmp_path / "away"
    (place / "out" / "records").rename(away)
    (place / "out" / "records").symlink_to(away)
    before = contents(away)
    with pytest.raises(UserError, match=r"out/records is not ours"):
        build(("demo-113",), Path("out"), WISH)
    assert contents(away) == before


def test_a_manifest_that_names_what_lies_elsewhere_is_not_believed(place: Path) -> None:
    build((), Path("out"), WISH)
    (place / "mine.txt").write_text("mine")
    manifest = place / "out" / ".booklet-catalogue"
    for line in ("../mine.txt", str(place / "mine.txt"), "tables/../../mine.txt", "./../mine.txt"):
        written = manifest.read_text()
        manifest.write_text(f"{written}{line}\n")
        with pytest.raises(UserError, match="holds something else than a catalogue"):
            build((), Path("out"), WISH)
        manifest.write_text(written)
    assert (place / "mine.txt").read_text() == "mine"


def test_a_link_to_a_folder_works_as_the_folder(place: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (place / "out").symlink_to(tmp_path / "real")
    for _ in range(2):
        build((), Path("out"), WISH)
        assert (place / "out").is_symlink()
        assert (tmp_path / "real" / "dcat.jsonld").is_file()
    (place / "new").symlink_to(tmp_path / "not-yet")
    build((), Path("new"), WISH)
    assert contents(tmp_path / "not-yet") == contents(tmp_path / "real")


@pytest.mark.parametrize("size", [100_000, 1_000_000])
def test_a_full_disk_is_one_sentence_and_leaves_the_one_before(place: Path, size: int) -> None:
    small = place / "disk"
    small.mkdir()
    mount = shutil.which("mount")
    command = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(small)]
    if not mount or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a file system")
    try:
        build(("demo-113",), small / "out", WISH)
        before = contents(small / "out")
        (small / "filler").write_bytes(bytes(shutil.disk_usage(small).free - size))
        told = booklet("catalogue", "--out", str(small / "out"), cwd=place, status=2)
        assert "out cannot be written" in told
        assert "Traceback" not in told
        assert contents(small / "out") == before
    finally:
        subprocess.run(["umount", "--lazy", str(small)], check=True)


def test_records_are_those_that_were_accepted(place: Path) -> None:
    build((), Path("out"), WISH)
    for edition in ("demo-112", "demo-113"):
        record = (place / "out" / "records" / f"{edition}.json").read_bytes()
        assert record == (place / "extracted" / edition / "booklet.json").read_bytes()


def test_the_licence_is_told_where_all_editions_have_one(place: Path) -> None:
    build((), Path("out"), WISH)
    told = json.loads((place / "out" / "tables" / "datapackage.json").read_text("utf-8"))
    assert len(told["licenses"]) == 1


def test_a_build_that_was_killed_as_it_removed_its_folder_has_been_done(place: Path) -> None:
    """The manifest is moved last; what then stands in the folder of the build says nothing of the catalogue."""
    build((), Path("out"), WISH)
    before = contents(place / "out")
    (place / "out" / ".booklet-ready" / "tables").mkdir(parents=True)
    build((), Path("out"), WISH)
    assert contents(place / "out") == before
