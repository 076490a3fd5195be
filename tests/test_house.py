"""What the documents and the build say of the project is so."""

import json
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import pipeline
from pipeline.extract import extract
from pipeline.forms.profile import load_profile
from pipeline.source.acquire import acquire, find_editions
from tests.typeset.fonts import APT_PACKAGES
from tools.make_findings_doc import PAGES, document

READMES = ["README.md", "README.zh-Hant.md"]
PINNED = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+)", re.M)


def console(*arguments: str) -> subprocess.CompletedProcess[str]:
    script = Path(sys.executable).with_name("booklet")
    return subprocess.run([script, *arguments], capture_output=True, text=True, check=False, timeout=60)


def targets(root: Path) -> set[str]:
    return set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text(), re.M))


def pins(root: Path, name: str) -> dict[str, str]:
    return dict(PINNED.findall((root / name).read_text()))


# the command


def test_console_script_runs():
    done = console("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "extract" in done.stdout


def test_wrong_call_is_one_sentence_and_status_2(tmp_path):
    done = console("extract", str(tmp_path / "absent.pdf"), "--edition", "1", "--out", str(tmp_path))
    assert done.returncode == 2
    assert "absent.pdf" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_documented_and_every_documented_command_exists(root, readme):
    from pipeline.cli import main

    named = set(re.findall(r"\bbooklet ([a-z]+)\b", "\n".join(code_of((root / readme).read_text()))))
    assert named == set(main.commands)


def code_of(markdown: str) -> list[str]:
    """Return the code of a document: indented lines and what stands in back quotes."""
    indented = [line for line in markdown.splitlines() if line.startswith("    ")]
    return indented + re.findall(r"`([^`\n]+)`", markdown)


# the documents


def test_changelog_has_the_version(root):
    assert f"## [{pipeline.__version__}]" in (root / "CHANGELOG.md").read_text()
    assert version("formledger") == pipeline.__version__


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "raw/README.md", "extracted/README.md"])
def test_make_targets_in_documents_exist(root, name):
    code = "\n".join(code_of((root / name).read_text()))
    named = {word for words in re.findall(r"\bmake ((?:[a-z]+ ?)+)", code) for word in words.split()}
    assert named <= targets(root)


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "raw/README.md", "extracted/README.md"])
def test_links_in_documents_lead_somewhere(root, name):
    document = root / name
    for link in re.findall(r"\]\(([^)#]+)", document.read_text()):
        assert link.startswith("https://") or (document.parent / link).exists(), link


def test_every_code_of_a_finding_is_documented(root):
    for language, page in PAGES.items():
        assert (root / page).read_text("utf-8") == document(language), "python3 -m tools.make_findings_doc"


def test_both_readmes_say_the_same(root):
    english, chinese = ((root / name).read_text() for name in READMES)
    assert len(re.findall(r"^## ", english, re.M)) == len(re.findall(r"^## ", chinese, re.M))
    assert [line.split("#")[0] for line in english.splitlines() if line.startswith("    ")] == [
        line.split("#")[0] for line in chinese.splitlines() if line.startswith("    ")
    ]


@pytest.mark.parametrize("readme", READMES)
def test_example_in_readme_is_what_comes_out(root, readme):
    (example,) = re.findall(r"```json\n(.*?)```", (root / readme).read_text(), re.S)
    shown = json.loads(example)
    (edition,) = (edition for edition in find_editions(root) if edition.id == "demo-112")
    booklet = extract(acquire(edition), edition.id, edition.roc_year, load_profile(edition.profile)).booklet
    (programme,) = (programme for programme in booklet.programmes if programme.id == shown["id"])
    assert_shown(shown, programme.model_dump(mode="json"))


def assert_shown(shown, whole):
    """Check that ``whole`` holds all that is shown; a list may be shown in part."""
    if isinstance(shown, dict):
        for key, value in shown.items():
            assert_shown(value, whole[key])
    elif isinstance(shown, list) and isinstance(shown[0], dict):
        for part in shown:
            (same,) = (
                other for other in whole if all(other[key] == part[key] for key in part if key != "phones")
            )
            assert_shown(part, same)
    else:
        assert shown == whole


# the house


def test_imports_go_down_the_straight_line_and_in_no_circle(root):
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "2 kept, 0 broken" in done.stdout


def test_litter_is_refused(tmp_path):
    from tools.litter import LARGEST, litter

    def found(**contents: bytes) -> list[str]:
        files = []
        for name, content in contents.items():
            files.append(tmp_path / name.replace("_dot_", "."))
            files[-1].write_bytes(content)
        return [sentence.split()[0] for sentence in litter(tmp_path, files)]

    named = b"see wheel.whl and used.py"
    assert found(README=named, wheel_dot_whl=bytes(LARGEST), used_dot_py=b"import os") == []
    assert found(README=named, wheel_dot_whl=bytes(LARGEST + 1)) == ["wheel.whl"]
    assert found(README=named, long_dot_txt=b"a" * (LARGEST + 1)) == ["long.txt"]  # nothing names it
    assert found(README=named, unused_dot_py=b"unused = 1") == ["unused.py"]


# the build


def test_lock_files_pin_and_hash_everything_and_name_no_host(root):
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (root / name).read_text()
        assert "://" not in text
        blocks = [block for block in re.split(r"\n(?=\S)", text) if not block.startswith("#")]
        assert all(PINNED.match(block) and "--hash=sha256:" in block for block in blocks)
    assert pins(root, "requirements.lock").items() <= pins(root, "requirements-dev.lock").items()


def test_lock_files_hold_what_the_project_declares(root):
    declared = (root / "pyproject.toml").read_text()
    run, dev = pins(root, "requirements.lock"), pins(root, "requirements-dev.lock")
    for section, locked in (("dependencies = [", run), ("build = [", run), ("dev = [", dev)):
        listed = declared.split(f"\n{section}")[1].split("]")[0]
        assert set(re.findall(r'"([a-z0-9-]+)', listed)) <= locked.keys()


def test_each_make_target_is_explained(root):
    makefile = (root / "Makefile").read_text()
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.M)[1].split())
    assert phony == targets(root)
    assert phony == set(re.findall(r"^([a-z]+):.* ## ", makefile, re.M))


def test_the_soak_sets_all_that_long_tests_ask_for(root):
    recipe = re.search(r"^soak:.*?\n\n", (root / "Makefile").read_text(), re.M | re.S)[0]
    asked = {
        name
        for path in (root / "tests").rglob("*.py")
        for name in re.findall(r'"(SOAK_[A-Z]+)"', path.read_text())
    }
    assert len(asked) > 3
    assert asked == set(re.findall(r"\b(SOAK_[A-Z]+)=", recipe))


def test_ci_installs_the_fonts_that_the_typesetter_needs(root):
    assert f"({APT_PACKAGES})" in (root / ".ci" / "run").read_text()


def test_every_threat_names_a_test_that_exists(root: Path) -> None:
    """``…`` stands for the file that was named before it; what a test is called stands in one of its lines."""
    file = ""
    told = re.findall(r"`(tests/[\w/]+\.py|…)::(\w+)", (root / "docs/security.md").read_text("utf-8"))
    assert len(told) > 30
    for named, test in told:
        file = file if named == "…" else named
        assert f"def {test}(" in (root / file).read_text("utf-8"), f"{file}::{test}"
