"""``add --force`` replaces a file and keeps what a person wrote; a booklet without a licence is never git's."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.errors import UserError
from pipeline.source.acquire import add, load_edition
from pipeline.source.origin import ORIGIN, Origin, PublishedFile, read_origin, revised, to_toml
from pipeline.source.private import IGNORE, git_takes, keep_private

WRITTEN = """\
# Taken from the office's shelf; do not sort.
licence = "OGDL-Taiwan-1.0"   # asked by letter
publisher = '經濟部'
profile = "permit-cards"
roc_year = 109
file = "old.txt" # the first printing
sha256 = "{old}"
made_by = "typesetter"

# The same, scanned.
[[also]]
file = "b.pdf"

[[also]] # a slip
file = "b.txt"
"""
NAMES = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="/\\"), min_size=1, max_size=8
)
FILES = st.builds(
    PublishedFile, file=NAMES.map(lambda name: f"x{name}"), sha256=st.none() | st.just("a" * 64)
)


def cover(path: Path, media_type: str) -> str:
    return "110年度\n主辦機關：別的部\n"


def test_add_by_force_keeps_licence_profile_order_and_comments(tmp_path: Path) -> None:
    folder = tmp_path / "raw" / "109"
    folder.mkdir(parents=True)
    (folder / ORIGIN).write_text(WRITTEN.format(old="0" * 64), "utf-8")
    (tmp_path / "b.txt").write_text("110年度", "utf-8")
    edition = add(tmp_path / "b.txt", tmp_path, cover, "109", force=True)
    assert (edition.licence, edition.profile, edition.roc_year) == ("OGDL-Taiwan-1.0", "permit-cards", 109)
    origin = read_origin(folder / ORIGIN)
    assert (origin.publisher, origin.made_by) == ("經濟部", "typesetter")
    assert [known.file for known in origin.files] == ["b.txt", "b.pdf"]
    text = (folder / ORIGIN).read_text("utf-8")
    kept = WRITTEN[: WRITTEN.index("\n[[also]] # a slip")]
    assert text.rstrip() == kept.format(old=edition.sha256).replace('"old.txt"', '"b.txt"').rstrip()


def test_add_by_force_takes_a_profile_that_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "raw" / "109"
    folder.mkdir(parents=True)
    (folder / ORIGIN).write_text('file = "b.txt"\nprofile = "permit-cards" # by hand\n', "utf-8")
    (tmp_path / "b.txt").write_text("109年度", "utf-8")
    add(tmp_path / "b.txt", tmp_path, cover, "109", force=True, profile="support-measures")
    text = (folder / ORIGIN).read_text("utf-8")
    assert 'profile = "support-measures" # by hand' in text
    assert "roc_year = 110" in text, "what nobody had said is read from the cover"


@given(
    st.builds(
        Origin,
        file=NAMES,
        publisher=NAMES,
        also=st.lists(FILES, max_size=3, unique_by=lambda f: f.file).map(tuple),
    )
)
def test_revising_says_what_it_was_told_and_nothing_else(origin: Origin) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ORIGIN
        wanted = Origin(
            "new.pdf", "b" * 64, origin.publisher, 112, "permit-cards", "CC0", "", also=origin.also[:1]
        )
        path.write_text(to_toml(origin), encoding="utf-8")
        path.write_text(revised(path, wanted), encoding="utf-8")
        assert read_origin(path) == wanted


# what git would take


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new repository of git, in which this runs."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    return tmp_path


def taken(repository: Path) -> list[str]:
    """Return what git would add."""
    run = ["git", "-c", "core.quotePath=false", "add", "--all", "--dry-run"]
    done = subprocess.run(run, cwd=repository, check=True, capture_output=True, text=True)
    return sorted(line.removeprefix("add '").removesuffix("'") for line in done.stdout.splitlines())


def added(repository: Path, licence: str = "", name: str = "手冊 *[1] .txt"):
    folder = repository / "raw" / "109"
    folder.mkdir(parents=True)
    (folder / ORIGIN).write_text(
        f'file = "b"\nlicence = "{licence}"\n' if licence else 'file = "b"\n', "utf-8"
    )
    elsewhere = repository.parent / "arrived"
    elsewhere.mkdir(exist_ok=True)
    (elsewhere / name).write_text("109年度", "utf-8")
    return add(elsewhere / name, repository, cover, "109", force=True)


def test_a_booklet_without_a_licence_is_never_taken_by_git(repository: Path) -> None:
    edition = added(repository)
    assert git_takes(edition.file) is True
    told = keep_private(edition)
    assert told
    assert "git does not take it" in told
    assert str(edition.file) in told
    assert git_takes(edition.file) is False
    assert taken(repository) == [f"raw/109/{IGNORE}", f"raw/109/{ORIGIN}"]
    before = (edition.folder / IGNORE).read_bytes()
    assert keep_private(edition) == told
    assert (edition.folder / IGNORE).read_bytes() == before


def test_what_a_person_ignores_there_stays_ignored(repository: Path) -> None:
    edition = added(repository)
    (edition.folder / IGNORE).write_text("*.bak", "utf-8")
    keep_private(edition)
    (edition.folder / "x.bak").touch()
    assert (edition.folder / IGNORE).read_text("utf-8").startswith("*.bak\n")
    assert taken(repository) == [f"raw/109/{IGNORE}", f"raw/109/{ORIGIN}"]


def test_a_booklet_with_a_licence_is_taken(repository: Path) -> None:
    edition = added(repository, "CC0-1.0", "b.txt")
    assert keep_private(edition) is None
    assert taken(repository) == ["raw/109/b.txt", f"raw/109/{ORIGIN}"]


def test_a_booklet_that_git_has_already_is_said(repository: Path) -> None:
    edition = added(repository, name="b.txt")
    subprocess.run(["git", "add", "--all"], cwd=repository, check=True)
    with pytest.raises(UserError, match="git rm --cached"):
        keep_private(edition)


def test_without_a_repository_it_is_said_where_the_booklet_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    edition = added(tmp_path / "alone", name="b.txt")
    assert "it is in no repository" in str(keep_private(edition))
    assert not (edition.folder / IGNORE).exists()


def test_in_this_repository_git_takes_no_booklet_but_those_it_makes(
    root: Path, tmp_path: Path, monkeypatch
) -> None:
    """With git itself, and the rules of this repository."""
    if not (root / ".git").exists():
        pytest.skip("no clone")
    names = ["raw/109/booklet.pdf", "raw/109/transcript.txt", "raw/113/手冊.odt", "raw/120/a b.docx"]
    for name in names:
        done = subprocess.run(["git", "check-ignore", "-q", name], cwd=root, check=False)
        assert done.returncode == 0, name
    for name in (
        "raw/109/origin.toml",
        "raw/113/review.toml",
        "raw/demo-114/booklet.pdf",
        "golden/113.json",
    ):
        done = subprocess.run(["git", "check-ignore", "-q", name], cwd=root, check=False)
        assert done.returncode == 1, name
    assert load_edition("109", [root / "raw" / "109"]).redistributable is False


def test_the_command_says_where_it_goes(repository: Path, demo_pdf: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "add", demo_pdf],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "raw/112/booklet.pdf added as edition 112" in done.stdout
    assert "stays on this machine" in done.stdout
    assert taken(repository) == ["raw/112/.gitignore", "raw/112/origin.toml"]
