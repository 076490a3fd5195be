"""What all tests share: the folders of booklets, and how long Hypothesis may search."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from pipeline.source.acquire import find_editions
from tests.once import FOLDER

ROOT = Path(__file__).resolve().parents[1]

# jsonschema loads what checks the format "iri" where it is installed: two seconds of every process, and no schema has it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

# CI must fail for a change, not for luck: there the same examples are tried on every run.
settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("dev", deadline=None)
# Mutants are many: each waits for all tests that call what it changes.
settings.register_profile(
    "mutate", max_examples=20, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
# Ten thousand cases of each kind of fact, for `make soak`; others every time, for nobody waits for it.
settings.register_profile(
    "soak", max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


@pytest.fixture(scope="session", autouse=True)
def _kept_results_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[Path]]:
    """Keep results of tests away from those of the person who runs them, and name a folder for those of each test.

    The folders are counted here: pytest looks through all that stand there for the next number, and after ten thousand
    tests that is eight milliseconds for each.
    """
    base, kept = tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER, str(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base))
        patch.setenv("BOOKLET_CACHE", str(kept))
        patch.setenv("BOOKLET_LANG", "en")  # whatever the person who runs them speaks
        yield (kept / f"of-test-{number}" for number in count())


@pytest.fixture(autouse=True)
def _kept_results(_kept_results_of_this_run: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test find what another has computed."""
    folder = next(_kept_results_of_this_run)
    folder.mkdir()
    monkeypatch.setenv("BOOKLET_CACHE", str(folder))


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the repository that holds booklets which may not be redistributed."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder ../shared beside the repository")
    return folder


@pytest.fixture(scope="session")
def demo_pdf() -> Path:
    """The demonstration edition's booklet, which is part of the repository."""
    (edition,) = (edition for edition in find_editions(ROOT) if edition.id == "demo-112")
    return edition.file


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser; see ``tests.browser``."""
    from tests.browser import launched

    with launched() as browser:
        yield browser


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, small enough to be filled."""
    place = tmp_path / "disk"
    place.mkdir()
    made = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place], capture_output=True, check=False
    )
    if not made or made.returncode:
        pytest.skip("only root may mount a file system")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)
