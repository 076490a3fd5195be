"""Pages of the documentation take what is written elsewhere, and are indexed in Chinese, too."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest
from sphinx.errors import SphinxError

from pipeline.core.record import schema
from tools import documentation

IN_CHINESE = (
    "index",
    "tutorial",
    "tutorial-another-office",
    "install",
    "the-year",
    "publishing",
    "glossary",
    "limits",
    "personal-data",
)


def test_every_page_is_listed(root: Path) -> None:
    pages = {path.relative_to(root / "docs").as_posix() for path in (root / "docs").rglob("*.md")}
    for name in ("", "zh-Hant/"):
        index = (root / "docs" / f"{name}index.md").read_text("utf-8")
        for lists in re.findall(r"```\{toctree\}\n(.*?)```", index, re.S):
            pages -= {page for line in lists.splitlines() for page in pages if fnmatch(page, f"{name}{line}")}
    assert pages == {"index.md"}
    assert {f"{name}.md" for name in IN_CHINESE} == {path.name for path in (root / "docs/zh-Hant").iterdir()}


@pytest.mark.parametrize(
    ("word", "terms"),
    [
        ("待確認事項", ["待確", "確認", "認事", "事項"]),
        ("定稿", ["定稿"]),
        ("年", ["年"]),
        ("golden", ["golden"]),
    ],
)
def test_chinese_is_indexed_by_pairs(word: str, terms: list[str]) -> None:
    assert documentation.pairs(word) == terms
    assert documentation.Search({}).split(f"{word}，{word}") == terms * 2


def test_an_excerpt_ends_where_the_next_heading_of_its_kind_begins() -> None:
    text = "# A\n\n## B\n\none\n\n### C\n\ntwo\n\n## D\n\nthree\n"
    assert documentation.section(text, "## B") == "one\n\n### C\n\ntwo"
    assert documentation.section(text, "## D") == "three"
    with pytest.raises(SphinxError, match="no heading '## E'"):
        documentation.section(text, "## E")


def test_every_excerpt_is_there(root: Path) -> None:
    """A heading that is renamed takes its excerpts along."""
    found = 0
    for page in (root / "docs").rglob("*.md"):
        for file, heading in re.findall(r"^@excerpt (\S+)(?: \| (.+))?$", page.read_text("utf-8"), re.M):
            text = (root / file).read_text("utf-8")
            assert documentation.section(text, heading) if heading else text
            found += 1
    assert found > 8


@pytest.mark.parametrize(
    ("written", "shown", "text", "told"),
    [
        ("README.md", "docs/limits.md", "[a](docs/facts.md#b)", "[a](facts.md#b)"),
        ("README.zh-Hant.md", "docs/zh-Hant/limits.md", "[a](docs/facts.md)", "[a](../facts.md)"),
        ("README.md", "docs/zh-Hant/x.md", '<img alt="a" src="docs/b.png">', '<img alt="a" src="../b.png">'),
        ("README.md", "docs/a.md", "[`raw`](raw/README.md), [b](https://c.tw)", "`raw`, [b](https://c.tw)"),
        ("CONTRIBUTING.md", "docs/a.md", "[us](CONTRIBUTING.md)", "[us](contributing.md)"),
        ("docs/a.md", "docs/a.md", "![b](c.png)", "![b](c.png)"),
    ],
)
def test_links_of_an_excerpt_lead_to_the_same_files(written: str, shown: str, text: str, told: str) -> None:
    assert documentation.relinked(text, written, shown) == told


def test_the_record_is_described_whole() -> None:
    told = documentation.record()
    whole = schema()
    for name, part in {whole["title"]: whole, **whole["$defs"]}.items():
        assert f"## {name}\n" in told
        assert all(f"| `{field}` | " in told for field in part.get("properties", ()))
    assert "| `contacts` | list of [Contact](#contact) |" in told
