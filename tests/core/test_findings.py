"""The list of findings is closed: what is reported is on it, what is on it is reported, and both are documented."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from pipeline.core.findings import CODES, finding
from pipeline.core.record import Severity
from pipeline.facts.match import Kind

REPORTERS = {"finding", "report", "_told"}
"""Functions that take a code first."""


def sources(root: Path) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((root / "pipeline").rglob("*.py")):
        if path != root / "pipeline" / "core" / "findings.py":
            yield path, ast.parse(path.read_text("utf-8"))


def strings(tree: ast.AST) -> set[str]:
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def reported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and code of each report whose code is written out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if name in REPORTERS and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node.lineno, first.value


def test_every_code_that_is_reported_is_on_the_list(root):
    unknown = [
        f"{path.name}:{line} {code}"
        for path, tree in sources(root)
        for line, code in reported(tree)
        if code not in CODES
    ]
    assert unknown == []
    assert sum(1 for _, tree in sources(root) for _ in reported(tree)) > 25


def test_every_code_on_the_list_is_used(root):
    used = set().union(*(strings(tree) for _, tree in sources(root)))
    assert sorted(CODES.keys() - used) == []


def test_every_kind_of_look_alike_has_a_code():
    assert {f"unparsed-{kind}" for kind in get_args(Kind)} == {
        code for code in CODES if code.startswith("unparsed-")
    }


@pytest.mark.parametrize("code", CODES)
def test_code_has_a_name_a_severity_a_meaning_and_something_to_do(code):
    severity, meaning, action = CODES[code]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", code)
    assert severity in get_args(Severity)
    for sentence in (meaning, action):
        assert re.fullmatch(r"\S.{8,}\.", sentence)
        assert "|" not in sentence


def test_each_code_has_a_line_in_the_document(root):
    rows = re.findall(
        r"^\| `([a-z-]+)` \| (\w+) \| (.+?) \| (.+?) \|$", (root / "docs" / "findings.md").read_text(), re.M
    )
    assert [(code, (severity, meaning, action)) for code, severity, meaning, action in rows] == list(
        CODES.items()
    )


def test_finding_has_the_severity_of_its_code_its_place_and_its_data():
    made = finding(
        "text-lost", "x", programme="1.1.1", path="summary", page=3, box=(1.04, 2.06, 3.0, 4.25), text="甲"
    )
    assert (made.code, made.severity, made.message) == ("text-lost", "error", "x")
    assert made.where.model_dump() == {
        "programme": "1.1.1",
        "path": "summary",
        "page": 3,
        "box": (1.0, 2.1, 3.0, 4.2),
    }
    assert made.data == {"text": "甲"}
    assert finding("field-empty", "x").where.model_dump(exclude_none=True) == {}


def test_code_that_is_not_on_the_list_is_a_fault_of_the_program():
    with pytest.raises(KeyError):
        finding("something-odd", "x")
