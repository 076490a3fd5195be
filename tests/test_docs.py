"""Pages of the documentation take what is written elsewhere, and are indexed in Chinese, too."""

from __future__ import annotations

import re
from contextvars import copy_context
from pathlib import Path

import pytest
from click.testing import CliRunner
from sphinx.errors import SphinxError

from pipeline.cli import main
from pipeline.core.record import schema
from tools import documentation

DOCS = Path(__file__).parents[1] / "docs"
IN_CHINESE = sorted(path.stem for path in (DOCS / "zh-Hant").glob("*.md"))


def test_every_page_is_listed() -> None:
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    for lists in re.findall(r"```\{toctree\}\n(.*?)```", (DOCS / "index.md").read_text("utf-8"), re.S):
        pages -= set(lists.splitlines())
    assert pages == {"index.md"}


def test_both_languages_have_the_same_pages() -> None:
    in_english = {path.stem for path in DOCS.glob("*.md")}
    assert in_english - set(IN_CHINESE) == {"mutation"}  # for those who work on the code, who read English
    assert set(IN_CHINESE) <= in_english


@pytest.mark.parametrize("page", ["catalogue", "facts", "install", "profiles"])
def test_tables_of_both_languages_have_the_same_rows(page: str) -> None:
    """A setting, a code or a file that is added is told of in Chinese, too."""
    english, chinese = ((DOCS / name).read_text("utf-8") for name in (f"{page}.md", f"zh-Hant/{page}.md"))
    if page == "facts":  # the Chinese page takes them from the English one
        english = english.replace(documentation.section(english, "## Examples"), "")
    rows = re.compile(r"^\|(?: [^`|]* \|)? (`.+?) \|", re.M)
    told = [[re.findall("`.+?`", row) for row in rows.findall(text)] for text in (english, chinese)]
    assert told[0] == told[1]
    assert len(told[0]) > 5


def test_both_glossaries_have_the_same_words() -> None:
    rows = re.compile(r"^\| (.+?) \| (.+?) \| (.+?) \|$", re.M)
    ours = documentation.section((DOCS.parent / "CONTRIBUTING.md").read_text("utf-8"), "## Words")
    theirs = (DOCS / "zh-Hant/glossary.md").read_text("utf-8").partition("\n\n操作時")[0]
    pairs = [(english, chinese) for english, _, chinese in rows.findall(ours)[1:]]
    assert [(english, chinese) for chinese, english, _ in rows.findall(theirs)[1:]] == pairs
    assert len(pairs) > 20


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("facts", "[繁體中文](zh-Hant/facts.md)"),
        ("zh-Hant/facts", "[English](../facts.md)"),
        ("mutation", None),
    ],
)
def test_a_page_leads_to_itself_in_the_other_language(name: str, link: str | None) -> None:
    text = "# Facts\n\nare told.\n"
    told = documentation.beside_the_other(text, name)
    assert told == (f"# Facts\n\n{link}\n\nare told.\n" if link else text)


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
        for file, heading in re.findall(
            r"^@(?:excerpt|table) (\S+)(?: \| (.+))?$", page.read_text("utf-8"), re.M
        ):
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
    chinese = documentation.record("zh_TW")
    assert re.findall("^(?:## .+|[|] `.+?`)", chinese, re.M) == re.findall("^(?:## .+|[|] `.+?`)", told, re.M)
    assert "| `contacts` | [Contact](#contact)的清單 | 聯絡方式。 |" in chinese
    assert "| `bound` | `max`、`min`、`exact` 或 null | " in chinese


def test_every_command_is_told_in_chinese_as_the_terminal_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")  # of whoever builds the site
    told = documentation.commands()
    assert re.findall("^## booklet ?(.*)$", told, re.M) == ["", *sorted(main.commands)]
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("catalogue", "extract"):
        arguments = ["--lang", "zh", name, "--help"]
        shown = copy_context().run(CliRunner().invoke, main, arguments, prog_name="booklet")
        assert f"## booklet {name}\n\n```text\n{shown.stdout.strip()}\n```\n" in told
