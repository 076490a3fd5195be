"""What is not installed is asked for in one sentence, by the command that installs it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.core.errors import UserError
from pipeline.core.extras import DISTRIBUTION, EXTRAS, missing, require


@pytest.mark.parametrize("extra", EXTRAS)
def test_each_extra_is_in_the_project_and_has_its_target(extra: str, root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["name"] == DISTRIBUTION
    assert extra in project["optional-dependencies"]
    assert re.search(rf"^{extra}: ", (root / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert (root / f"requirements-{extra}.lock").is_file()


@pytest.mark.parametrize("extra", EXTRAS)
def test_an_absent_module_is_named_with_what_installs_it(extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module = EXTRAS[extra][-1]
    monkeypatch.setitem(sys.modules, module, None)
    assert module in missing(extra)
    with pytest.raises(UserError, match=re.escape(f"`make {extra}`")):
        require(extra, "This")


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (["extract", "--verify"], "verify"),
        (["catalogue"], "tables"),
        (["publish"], "tables"),
        (["corpus", ".", "--out", "o"], "corpus"),
    ],
)
def test_a_command_says_so_before_it_begins(
    arguments: list[str], extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, EXTRAS[extra][0], None)
    done = CliRunner().invoke(main, arguments)
    assert (done.exit_code, done.output.count("booklet: ")) == (2, 1), done.output
    assert f"pip install 'formledger[{extra}]'" in done.output
    assert not list(tmp_path.iterdir())


def test_nothing_of_the_core_imports_an_extra(root: Path) -> None:
    """The modules of the straight line load where no extra is installed."""
    heavy = {module for modules in EXTRAS.values() for module in modules}
    code = (
        "import sys\n"
        f"sys.modules.update(dict.fromkeys({sorted(heavy)!r}))\n"
        "import pipeline.cli, pipeline.extract, pipeline.editions.run, pipeline.review.reports, pipeline.checks.golden\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
