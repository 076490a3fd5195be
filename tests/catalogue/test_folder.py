"""The folder of a catalogue: replaced whole or not at all, and never somebody else's."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.catalogue.folder import remove, replaced, write
from pipeline.core.errors import UserError
from tests.catalogue.records import contents

SMALL = {"index.html": b"113", "records/113.json": b"{}", "tables/p.csv": b"a"}
WHOLE = {**SMALL, "index.html": b"112 and 113", "records/112.json": b"{}", "tables/deep/c.csv": b"b"}


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a catalogue, not there yet, in the working folder."""
    monkeypatch.chdir(tmp_path)
    return Path("out")


def make(out: Path, files: Mapping[str, bytes]) -> None:
    with replaced(out) as fresh:
        for name, content in files.items():
            write(fresh / name, content)


def ours(folder: Path) -> dict[str, bytes]:
    return {name: content for name, content in contents(folder).items() if name != ".booklet-catalogue"}


def test_what_a_catalogue_has_no_more_is_removed(out: Path) -> None:
    make(out, WHOLE)
    assert ours(out) == WHOLE
    make(out, SMALL)
    assert ours(out) == SMALL
    assert not (out / "tables" / "deep").exists()


def test_a_file_that_stays_the_same_is_not_touched(out: Path) -> None:
    """Whoever copies only what is newer to a server copies what changed."""
    make(out, SMALL)
    before = {name: (out / name).stat().st_mtime_ns for name in SMALL}
    make(out, WHOLE)
    touched = {name for name, moment in before.items() if (out / name).stat().st_mtime_ns != moment}
    assert touched == {"index.html"}


def test_a_catalogue_is_removed_with_nothing_else(out: Path) -> None:
    assert remove(out) == 0
    make(out, WHOLE)
    shutil.copytree(out, "moved", copy_function=shutil.copy)
    assert remove(Path("moved")) == len(WHOLE)
    assert not Path("moved").exists()
    mine = {"CNAME": b"data.example.org", ".git/HEAD": b"ref", "tables/mine.csv": b"x"}
    for name, content in mine.items():
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_bytes(content)
    assert remove(out) == len(WHOLE)
    assert contents(out) == mine


@pytest.mark.parametrize("unfinished", [".booklet-new", ".booklet-ready"])
def test_what_a_build_that_was_killed_left_is_removed_with_its_catalogue(out: Path, unfinished: str) -> None:
    make(out, SMALL)
    write(out / unfinished / "index.html", b"114")
    remove(out)
    assert not out.exists()


def test_a_folder_of_something_else_is_left_alone(out: Path) -> None:
    out.mkdir()
    (out / "letter.txt").write_text("dear", "utf-8")
    with pytest.raises(UserError, match="out holds something else than a catalogue"):
        make(out, SMALL)
    assert contents(out) == {"letter.txt": b"dear"}


def test_one_that_fails_leaves_the_one_before(out: Path) -> None:
    make(out, SMALL)
    before = contents(out)

    def fails() -> None:
        with replaced(out) as fresh:
            write(fresh / "index.html", b"half")
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        fails()
    assert contents(out) == before
    assert [path.name for path in Path().iterdir() if "out" in path.name] == ["out"]


@pytest.mark.parametrize("at", range(len(WHOLE)))
def test_one_killed_while_files_take_their_places_is_completed_by_the_next(
    out: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Killed at each renaming in turn: nothing is lost, and the next, of whatever, leaves no trace of it."""
    make(out, SMALL)
    real, left = Path.replace, at

    def killed(path: Path, target: Path) -> Path:
        nonlocal left
        left -= ".booklet-ready" in path.parts
        if left < 0:
            raise KeyboardInterrupt
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        try:
            make(out, WHOLE)
        except KeyboardInterrupt:
            found = contents(out)
            for name, content in WHOLE.items():
                assert content in (found.get(name), found.get(f".booklet-ready/{name}")), name
    make(out, SMALL)
    assert ours(out) == SMALL


def test_what_others_put_into_the_folder_stays(out: Path) -> None:
    """The checkout of a site: its history, its domain, and a folder of its own in one of ours."""
    (out / ".git").mkdir(parents=True)
    (out / ".git" / "HEAD").write_text("ref: refs/heads/gh-pages\n")
    make(out, WHOLE)
    mine = {
        "CNAME": b"data.example.gov.tw",
        ".git/HEAD": b"ref: refs/heads/gh-pages\n",
        "tables/notes.txt": b"mine",
    }
    for name, content in mine.items():
        (out / name).write_bytes(content)
    make(out, SMALL)
    assert ours(out) == {**SMALL, **mine}


def test_a_file_of_others_where_ours_belongs_is_refused(out: Path) -> None:
    make(out, SMALL)
    (out / "records" / "112.json").write_text("mine")
    before = contents(out)
    with pytest.raises(UserError, match=r"out/records/112\.json is not ours and stands where"):
        make(out, WHOLE)
    assert contents(out) == before


def test_a_link_in_the_folder_is_not_followed(out: Path, tmp_path: Path) -> None:
    make(out, WHOLE)
    away = tmp_path / "away"
    (out / "records").rename(away)
    (out / "records").symlink_to(away)
    before = contents(away)
    with pytest.raises(UserError, match=r"out/records is not ours"):
        make(out, SMALL)
    assert contents(away) == before


@pytest.mark.parametrize("line", ["../mine.txt", "{here}/mine.txt", "tables/../../mine.txt", "./../mine.txt"])
def test_a_manifest_that_names_what_lies_elsewhere_is_not_believed(
    out: Path, tmp_path: Path, line: str
) -> None:
    make(out, SMALL)
    (tmp_path / "mine.txt").write_text("mine")
    manifest = out / ".booklet-catalogue"
    manifest.write_text(f"{manifest.read_text()}{line.format(here=tmp_path)}\n")
    with pytest.raises(UserError, match="holds something else than a catalogue"):
        make(out, SMALL)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_what_a_forged_build_has_ready_is_not_moved(out: Path) -> None:
    """A folder that came with an archive: nobody listed in it what a build seems to have left to do."""
    make(out, SMALL)
    (out / "notes.txt").write_text("mine")
    write(out / ".booklet-ready" / "notes.txt", b"evil")
    listed = (out / ".booklet-catalogue").read_text()
    (out / ".booklet-ready" / ".booklet-catalogue").write_text(f"{listed}notes.txt\n")
    make(out, SMALL)
    assert ours(out) == {**SMALL, "notes.txt": b"mine"}


def test_no_file_of_a_killed_build_is_moved_beyond_a_link(out: Path, tmp_path: Path) -> None:
    make(out, SMALL)
    home = tmp_path / "home"
    home.mkdir()
    (out / "dots").symlink_to(home)
    listed = (out / ".booklet-catalogue").read_text() + "dots/.profile\n"
    write(out / ".booklet-ready" / "dots" / ".profile", b"evil")
    for folder in (out, out / ".booklet-ready"):
        (folder / ".booklet-catalogue").write_text(listed)
    make(out, SMALL)
    assert list(home.iterdir()) == []
    assert ours(out) == SMALL


def test_a_build_that_is_ready_elsewhere_is_left_there(out: Path) -> None:
    other = Path("other")
    make(other, WHOLE)
    before = contents(other)
    make(out, SMALL)
    (out / ".booklet-ready").symlink_to(other.resolve())
    with pytest.raises(OSError, match=r"booklet-ready"):
        make(out, SMALL)
    assert contents(other) == before


def test_a_link_to_a_folder_works_as_the_folder(out: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    out.symlink_to(tmp_path / "real")
    for _ in range(2):
        make(out, SMALL)
        assert out.is_symlink()
    Path("new").symlink_to(tmp_path / "not-yet")
    make(Path("new"), SMALL)
    assert contents(tmp_path / "not-yet") == contents(tmp_path / "real")


def test_a_full_disk_leaves_the_one_before(out: Path) -> None:
    small = Path("disk")
    small.mkdir()
    mount = shutil.which("mount")
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)]
    if not mount or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a file system")
    try:
        make(small / "out", SMALL)
        before = contents(small / "out")
        with pytest.raises(OSError, match="No space left"):
            make(small / "out", {"index.html": bytes(2_000_000)})
        assert contents(small / "out") == before
    finally:
        subprocess.run(["umount", "--lazy", str(small)], check=True)
