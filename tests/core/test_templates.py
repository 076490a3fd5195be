"""Templates are compiled once for an installation, and print what they printed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import Environment

from pipeline.core import templates

PACKAGE, NAME = "pipeline.report", "draft.html"


@pytest.fixture(autouse=True)
def file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The file of what is kept, which is not there yet."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(templates, "place", lambda package, key: tmp_path / "made" / "kept")
    return tmp_path / "made" / "kept"


def printed(monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """Return what a new process prints, and how many templates it compiles."""
    compiled: list[object] = []
    compile_one = Environment.compile
    with monkeypatch.context() as patch:
        patch.setattr(Environment, "compile", lambda *told: compiled.append(told) or compile_one(*told))
        template = templates.environment(PACKAGE, [NAME]).get_template(NAME)
    return template.render(name="<b>", legend={}, pages=[]), len(compiled)


def test_a_template_is_compiled_once_and_prints_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    first, again = printed(monkeypatch), printed(monkeypatch)
    assert first == (again[0], 1)
    assert again[1] == 0
    assert "&lt;b&gt;" in first[0]


@pytest.mark.parametrize("at", [0, 40, -1])
def test_no_byte_of_what_is_damaged_is_run(at: int, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    meant, _ = printed(monkeypatch)
    content = bytearray(file.read_bytes())
    content[at] ^= 0x40
    file.write_bytes(content)
    assert printed(monkeypatch) == (meant, 1)
    assert printed(monkeypatch) == (meant, 0)
    file.write_bytes(b"")
    assert printed(monkeypatch) == (meant, 1)


def test_another_setting_is_compiled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    printed(monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(templates, "_SETTINGS", templates._SETTINGS | {"trim_blocks": False})
        assert printed(monkeypatch)[1] == 1
    assert printed(monkeypatch)[1] == 1


def test_another_text_is_compiled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "files", lambda package: tmp_path)
    for text in ("one", "another"):
        (tmp_path / NAME).write_text(text)
        assert printed(monkeypatch) == (text, 1)


def test_nothing_is_kept_where_python_keeps_no_bytecode(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert [printed(monkeypatch)[1] for _ in range(2)] == [1, 1]
    assert not file.exists()


def test_a_folder_that_cannot_be_written_stops_nobody(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.parent.write_text("a file")
    assert [printed(monkeypatch)[1] for _ in range(2)] == [1, 1]


def test_each_has_a_file_of_its_own_beside_the_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    files = {
        templates.place(package, key)
        for package in ("pipeline.report", "pipeline.review")
        for key in ("a", "b")
    }
    assert len(files) == 4
    assert {str(file.parent) for file in files if file} == {str(Path(templates.__spec__.cached or "").parent)}
