"""The table of printed forms, which the benchmark also runs, and the examples of the documentation."""

import tomllib
from pathlib import Path

import pytest
import regex

from tests.facts.reading import READERS, read

FORMS = tomllib.loads((Path(__file__).parent / "forms.toml").read_text("utf-8"))
DOCS = Path(__file__).parents[2] / "docs" / "facts.md"


@pytest.mark.parametrize(
    ("kind", "text", "reads"), [(k, t, r) for k, forms in FORMS.items() for t, r in forms.items()]
)
def test_form(kind: str, text: str, reads: str) -> None:
    assert read(kind, text) == reads


def documented() -> list[tuple[str, str, str]]:
    """Return the rows ``| kind | `printed` | `reads as` |`` of the documentation."""
    row = regex.compile(rf"^\| ({'|'.join(READERS)}) \| `([^`]+)` \| `([^`]+)` \|", regex.MULTILINE)
    return [tuple(found) for found in row.findall(DOCS.read_text("utf-8"))]


@pytest.mark.parametrize(("kind", "text", "reads"), documented())
def test_documented_example(kind: str, text: str, reads: str) -> None:
    assert read(kind, text) == reads


def test_documentation_shows_every_kind() -> None:
    assert {kind for kind, _, _ in documented()} == set(READERS)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-Hant.md"])
def test_the_peers_are_measured_on_this_table(root: Path, readme: str) -> None:
    """A form that is added is put to the peers, too: ``python -m benchmarks.facts_peers`` prints the rows."""
    rows = regex.findall(r"^\| (\w+) \| (\d+) \| ours \|", (root / readme).read_text("utf-8"), regex.M)
    assert {kind: int(count) for kind, count in rows} == {kind: len(forms) for kind, forms in FORMS.items()}
