"""Patterns of the code are compiled once for an installation, and match what they matched."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
import regex

from pipeline.core import expressions

PATTERNS = (
    (r"(?P<day>\d{1,2})日|\p{Han}{2,}?(?=元)", 0),
    (r"(?<![A-Za-z])fax", int(regex.I)),
    (r"fax", 0),
    (r"^(?:(?P<a>甲)|(?P<b>乙))*+$", int(regex.M)),
    (r"[一二三]++\X?", 0),
)
TEXT = "三日 FAX 12日 fax 補助三千元\n甲乙甲\n一二三"
FOUND = [["12", ""], ["FAX", "fax"], ["fax"], [("甲", "乙")], ["三日", "三千", "一二三"]]


class Process:
    """What a process does with its patterns, as if it were a new one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.compiled: list[str] = []
        compile_one = regex.compile
        monkeypatch.setattr(expressions, "_new", {})
        monkeypatch.setattr(expressions.atexit, "register", lambda function: None)
        expressions._kept.cache_clear()

        def told(pattern: str, flags: int = 0) -> regex.Pattern[str]:
            self.compiled += [pattern] * bool(pattern)
            return compile_one(pattern, flags)

        with monkeypatch.context() as patch:
            patch.setattr(regex, "compile", told)
            self.found = [expressions.expression(*each).findall(TEXT) for each in PATTERNS]
        if expressions._new:
            expressions._keep()


@pytest.fixture
def file(monkeypatch, tmp_path):
    """Return the file of what is kept, which is not there yet."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(expressions, "place", lambda: tmp_path / "made" / "kept")
    yield tmp_path / "made" / "kept"
    expressions._kept.cache_clear()


def test_patterns_are_compiled_once_and_find_the_same(monkeypatch, file):
    first, again = Process(monkeypatch), Process(monkeypatch)
    assert first.compiled == [pattern for pattern, _ in PATTERNS]
    assert again.compiled == []
    assert first.found == again.found == FOUND


def test_what_was_kept_before_stays(monkeypatch, file):
    expressions._kept.cache_clear()
    monkeypatch.setattr(expressions, "_new", {})
    expressions.expression("an older one")
    expressions._keep()
    Process(monkeypatch)
    expressions._kept.cache_clear()
    assert "0 an older one" in expressions._kept()
    assert "0 fax" in expressions._kept()


@pytest.mark.parametrize("content", [b"", b"\xc1", b"\x81\xa50 fax\x9b", b"\x90", b"\x81\xa50 fax\x91\x00"])
@pytest.mark.parametrize("digested", [False, True])
def test_what_is_kept_and_damaged_is_compiled_anew(monkeypatch, file, content, digested):
    Process(monkeypatch)
    file.write_bytes(sha256(content).digest() * digested + content)
    damaged = Process(monkeypatch)
    assert damaged.found == FOUND
    assert len(damaged.compiled) == len(PATTERNS)
    assert Process(monkeypatch).compiled == []


def test_no_byte_of_what_is_damaged_is_run(monkeypatch, file):
    """With another byte in the code of a pattern ``regex`` may crash, and every command with it."""
    Process(monkeypatch)
    whole = file.read_bytes()
    for at in range(0, len(whole), 97):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x40]) + whole[at + 1 :])
        expressions._kept.cache_clear()
        assert expressions._kept() == {}


@pytest.mark.parametrize(("more", "stays"), [(0, True), (1, False)])
def test_patterns_of_code_that_is_gone_do_not_grow_for_ever(monkeypatch, file, more, stays):
    Process(monkeypatch)
    monkeypatch.setattr(expressions, "MOST", len(PATTERNS) - more)
    assert (Process(monkeypatch).compiled == []) is stays


def test_a_regex_that_gives_nothing_for_pickling_is_used_as_it_is(monkeypatch, file):
    monkeypatch.setattr(expressions.copyreg, "dispatch_table", {})
    assert Process(monkeypatch).found == FOUND
    assert not file.exists()


def test_nothing_is_kept_where_python_keeps_no_bytecode(monkeypatch, file):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert Process(monkeypatch).found == FOUND
    assert not file.exists()


def test_a_folder_that_cannot_be_written_stops_nobody(monkeypatch, file):
    file.parent.write_text("a file")
    assert Process(monkeypatch).found == FOUND


def test_a_process_keeps_its_patterns_as_it_ends(tmp_path):
    """They stand among the bytecode, wherever Python was told to keep that."""
    subprocess.run(
        [sys.executable, "-c", "from pipeline.core.expressions import expression; expression('a b')"],
        env=os.environ | {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""},
        check=True,
    )
    (kept,) = tmp_path.rglob(f"expressions.*.regex-{regex.__version__}")
    assert b"a b" in kept.read_bytes()


def test_constants_are_made_by_expression(root: Path) -> None:
    """One that calls ``regex.compile`` costs a millisecond in every process."""
    wrong = [
        f"{path}:{call.lineno}"
        for path in sorted((root / "pipeline").rglob("*.py"))
        if "regex.compile" in (text := path.read_text("utf-8"))
        for statement in ast.parse(text).body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for call in ast.walk(statement)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "regex.compile"
    ]
    assert not wrong
