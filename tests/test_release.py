"""What is published: the notes, the metadata, and a wheel that works where no clone is."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from pipeline import __version__
from tools.release import notes

CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n- next\n\n## [1.0.0] - 2026-01-01\n\n- first\n\n[1.0.0]: https://example.org\n"
CITATION = "title: x\nversion: 1.0.0\nauthors: []\n"


def test_the_notes_are_the_part_of_the_version() -> None:
    assert notes("v1.0.0", "1.0.0", CITATION, CHANGELOG) == "- first\n"


@pytest.mark.parametrize(
    ("tag", "version", "citation", "changelog", "words"),
    [
        ("v1.0.1", "1.0.0", CITATION, CHANGELOG, "tag v1.0.0"),
        ("v1.0.0", "1.0.0", CITATION.replace("1.0.0", "1.0.00"), CHANGELOG, "CITATION.cff"),
        ("v1.0.0", "1.0.0", CITATION, CHANGELOG.replace("[1.0.0]", "[1.0.2]"), "CHANGELOG.md"),
        ("v1.0.0", "1.0.0", CITATION, CHANGELOG.replace("- first\n", ""), "CHANGELOG.md"),
    ],
)
def test_what_does_not_agree_is_no_release(tag, version, citation, changelog, words) -> None:
    with pytest.raises(ValueError, match=words):
        notes(tag, version, citation, changelog)


def test_a_dry_run_of_the_present_version_agrees(root: Path) -> None:
    """The package, the citation and the changelog name one version."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.release", f"v{__version__}"], cwd=root, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


def test_the_metadata_is_complete(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["authors"]
    assert project["urls"]
    assert {"open data", "PDF"} <= set(project["keywords"])
    pythons = {
        each for each in project["classifiers"] if each.startswith("Programming Language :: Python :: 3.")
    }
    assert {each.rpartition(" ")[2] for each in pythons} == {"3.11", "3.12", "3.13", "3.14"}


@pytest.mark.long
def test_a_wheel_works_where_no_clone_is(root: Path, tmp_path: Path) -> None:
    """In a folder with a space and Chinese in its name: add, extract, accept, check, from the installed files alone."""
    source, wheels = tmp_path / "source", tmp_path / "wheels"
    shutil.copytree(root / "pipeline", source / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(root / name, source)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "-q",
            "--no-deps",
            "--no-build-isolation",
            "-w",
            wheels,
            source,
        ],
        check=True,
        capture_output=True,
    )
    (wheel,) = wheels.glob("formledger-*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        packed.extractall(site)
    assert not [name for name in names if not name.startswith(("pipeline/", "formledger-"))]
    house = tmp_path / "輔導 手冊"
    house.mkdir()

    def booklet(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pipeline", *map(str, arguments)],
            cwd=house,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(site), "HOME": str(tmp_path), "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
        )

    added = booklet("add", root / "raw/demo-112/booklet.pdf", "--edition", "demo-112")
    assert added.returncode == 0, added.stderr
    extracted = booklet("extract")
    assert extracted.returncode == 0, extracted.stderr
    assert (house / "extracted/demo-112/report.html").is_file()
    accepted = booklet("accept", "demo-112", "--reason", "read against the pages", "--yes")
    assert accepted.returncode == 0, accepted.stderr
    assert booklet("check").returncode == 0
