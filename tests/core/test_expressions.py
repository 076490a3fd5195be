"""Patterns of the code are compiled once for an installation, and match what they matched."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
import regex

from pipeline.core import expressions

TOLD = """
import sys
import regex
told = []
compile = regex.compile
regex.compile = lambda pattern, *more: told.append(pattern) or compile(pattern, *more)
from pipeline.core.expressions import expression
found = [expression(*each) for each in eval(sys.argv[1])]
print([each.findall(sys.argv[2]) for each in found], [pattern for pattern in told if pattern])
"""
PATTERNS = (
    (r"(?P<day>\d{1,2})日|\p{Han}{2,}?(?=元)", 0),
    (r"(?<![A-Za-z])fax", int(regex.I)),
    (r"fax", 0),
    (r"^(?:(?P<a>甲)|(?P<b>乙))*+$", int(regex.M)),
    (r"[一二三]++\X?", 0),
)
TEXT = "三日 FAX 12日 fax 補助三千元\n甲乙甲\n一二三"


def asked(folder: Path, *options: str) -> tuple[str, str]:
    """Return what the patterns find and which were compiled, in a process whose bytecode stands in a folder."""
    done = subprocess.run(
        [sys.executable, *options, "-c", TOLD, repr(PATTERNS), TEXT],
        env=os.environ | {"PYTHONPYCACHEPREFIX": str(folder), "PYTHONDONTWRITEBYTECODE": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    found, told = done.stdout.strip().rsplit(" [", 1)
    return found, f"[{told}"


def kept(folder: Path) -> list[Path]:
    return list(folder.rglob(f"expressions*.regex-{regex.__version__}"))


def test_patterns_are_compiled_once_and_find_the_same(tmp_path):
    first, compiled = asked(tmp_path)
    assert all(repr(pattern) in compiled for pattern, _ in PATTERNS)
    again, compiled = asked(tmp_path)
    assert (again, compiled) == (first, "[]")
    assert first == "[['12', ''], ['FAX', 'fax'], ['fax'], [('甲', '乙')], ['三日', '三千', '一二三']]"


@pytest.mark.parametrize("content", [b"", b"\xc1", b"\x81\xa30 a\x9b", b"\x90"])
def test_what_is_kept_and_damaged_is_compiled_anew(tmp_path, content):
    first, _ = asked(tmp_path)
    (file,) = kept(tmp_path)
    file.write_bytes(content)
    again, compiled = asked(tmp_path)
    assert again == first
    assert repr(PATTERNS[0][0]) in compiled
    assert asked(tmp_path) == (first, "[]")


def test_nothing_is_kept_where_python_keeps_no_bytecode(tmp_path):
    asked(tmp_path, "-B")
    assert not kept(tmp_path)


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path):
    (tmp_path / "file").write_text("")
    found, compiled = asked(tmp_path / "file")
    assert "FAX" in found
    assert repr(PATTERNS[0][0]) in compiled


def test_constants_are_made_by_expression(root: Path) -> None:
    """One that calls ``regex.compile`` costs a millisecond in every process."""
    wrong = [
        f"{path}:{call.lineno}"
        for path in sorted((root / "pipeline").rglob("*.py"))
        for statement in ast.parse(path.read_text("utf-8")).body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for call in ast.walk(statement)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "regex.compile"
    ]
    assert not wrong
    assert expressions.expression("a").pattern == "a"
