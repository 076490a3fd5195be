"""What users install may be used by them, and what is known against it is said."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools import audit, licences

# The whole list, so that a change of it is a change of this test, too: MPL-2.0 is the only one that asks for anything,
# the source of its own files, of which we change none.
ALLOWED = (
    "0BSD Apache-2.0 BSD BSD-2-Clause BSD-3-Clause CC0-1.0 CNRI-Python HPND ISC MIT MIT-0 MIT-CMU MPL-2.0 PSF-2.0 "
    "Public-Domain Unlicense Zlib"
)


def test_the_licences_that_are_allowed() -> None:
    assert sorted(licences.ALLOWED) == sorted(ALLOWED.split())


@pytest.mark.parametrize(
    ("licence", "may"),
    [
        ("MIT", True),
        ("MIT License", True),
        ("Apache-2.0 AND CNRI-Python", True),
        ("GPL-3.0-only OR MIT", True),
        ("(Apache-2.0 OR GPL-2.0-or-later) AND MIT", True),
        ("Mozilla Public License 2.0 (MPL 2.0)", True),
        ("", False),
        ("GPL-3.0-only", False),
        ("AGPL-3.0", False),
        ("MIT AND GPL-3.0-only", False),
        ("GNU Affero General Public License v3", False),
        ("MIT License; GNU General Public License (GPL)", False),
        ("LGPL-2.1-or-later", False),
        ("our own", False),
    ],
)
def test_a_licence_may_be_used_or_not(licence: str, may: bool) -> None:
    assert licences.allowed(licence) is may
    assert (
        list(licences.faults({"some": licence})) == []
        if may
        else len([*licences.faults({"some": licence})]) == 1
    )


def test_all_that_users_install_may_be_used() -> None:
    names = licences.closure(licences.run_time())
    told = licences.licences(names)
    assert told.keys() == names
    assert {"pypdfium2", "numpy", "distributed", "datasette", "rapidocr", "mcp"} <= names
    assert list(licences.faults(told)) == []


def test_a_package_of_another_licence_is_found() -> None:
    """One that the tests use is not for users; were it, lint would fail."""
    names = licences.closure(["weasyprint"])
    assert any("pyphen" in line for line in licences.faults(licences.licences(names)))
    assert "pyphen" not in licences.closure(licences.run_time())


def test_closure_follows_extras_and_markers() -> None:
    assert "aiohttp" in licences.closure(["fsspec[http]"])
    assert "aiohttp" not in licences.closure(["fsspec"])
    assert licences.closure(["click; sys_platform == 'nowhere'", "absent-package"]) == set()


def test_a_machine_without_network_is_told_so_and_no_fault() -> None:
    assert audit.verdict("no answer") == (0, ["vulnerabilities: not looked up (no answer)"])


def test_a_vulnerability_fails_and_names_its_mending() -> None:
    package = {"name": "pillow", "version": "1.0", "vulns": [{"id": "CVE-1", "fix_versions": ["1.1"]}]}
    skipped = {"name": "six", "skip_reason": "not found"}
    status, lines = audit.verdict({"dependencies": [package, skipped, package]})
    assert (status, lines[0]) == (1, "pillow 1.0: CVE-1, mended in 1.1")
    assert "1 of 2 packages looked up, 1 found" in lines[1]
    assert lines[2].endswith("six")


def test_no_answer_at_all_is_bounded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(audit, "_COMMAND", (sys.executable, "-c", "import time; time.sleep(60)"))
    monkeypatch.setattr(audit, "SECONDS", 0.5)
    assert audit.main(["requirements.lock"]) == 0


def test_the_bill_of_materials_has_what_is_pinned(root: Path, tmp_path: Path) -> None:
    import json
    import re

    makefile = (root / "Makefile").read_text()
    (command,) = re.findall(r"\$\(BIN\)/cyclonedx-py (.* -o )build/sbom.json", makefile)
    out = tmp_path / "sbom.json"
    program = Path(sys.executable).with_name("cyclonedx-py")
    subprocess.run([program, *command.split(), out], cwd=root, check=True, capture_output=True)
    bill = json.loads(out.read_text())
    pinned = re.findall(r"^([a-z0-9.-]+)==([^ ]+)", (root / "requirements.lock").read_text(), re.M)
    assert {(each["name"], each["version"]) for each in bill["components"]} == set(pinned)
    assert bill["metadata"]["component"]["name"] == "formledger"


def test_extras_for_users_exist() -> None:
    project = tomllib.loads((licences.ROOT / "pyproject.toml").read_text())["project"]
    for_us = {"build", "docs", "fuzz", "bench", "dev"}
    assert set(licences.EXTRAS) == project["optional-dependencies"].keys() - for_us
