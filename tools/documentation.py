"""What Sphinx does not bring for our documentation: excerpts, search in Chinese, pages that the program tells itself.

Comes in: the pages below ``docs/``.  Goes out: their text with excerpts in it, an index in which Chinese words are
found, and pages that are of one language all around.  What can go wrong: an excerpt that is not there is an error of
the build.

A page says what is written elsewhere by a line of its own: ``@excerpt README.md | ## Limits``, the section with that
heading, or the whole file without one; ``@table`` takes no more than its tables.  ``@record`` is the record's schema in
the language of the page, ``@commands`` the Chinese help of each command.  So nothing is written twice.
"""

from __future__ import annotations

import posixpath
import re
from gettext import translation
from pathlib import Path
from typing import Any

import sphinx
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.search.en import SearchEnglish

from pipeline.cli import main
from pipeline.core.record import schema
from pipeline.core.texts import Language, speak, texts

ROOT = Path(__file__).resolve().parents[1]
PAGES = {"CONTRIBUTING.md": "docs/contributing.md", "README.md": "docs/index.md"}
"""Files outside of docs/ -> the page that shows them."""
CHINESE = "zh-Hant/"
"""What the names of the Chinese pages begin with."""
_EXCERPT = re.compile(r"^@(?P<what>excerpt|table) (?P<file>\S+)(?: \| (?P<heading>#+ .+))?$", re.M)
_LINK = re.compile(
    r"\[(?P<words>[^\]\[]*)\]\((?P<to>[^)\s#]+)(?P<anchor>#[^)]*)?\)|(?P<image><img [^>]*src=\")(?P<src>[^\"]+)"
)
_JOINED = re.compile(
    r"[\u3400-\u9fff]\n[\u3400-\u9fff]|[\u3000-\u303f\uff00-\uff65]\n|\n[\u3000-\u303f\uff00-\uff65]"
)
_WORD = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+")

BIGRAMS = r"""
function splitQuery(query) {
  const words = query.match(/[\u3400-\u9fff]+|[^\s\u3400-\u9fff\p{P}]+/gu) || [];
  return words.flatMap((word) =>
    /[\u3400-\u9fff]/.test(word) && word.length > 2
      ? Array.from({ length: word.length - 1 }, (_, place) => word.slice(place, place + 2))
      : [word]);
}
"""


class Search(SearchEnglish):
    """English by words; Chinese, which has no spaces, by pairs of characters, so that any word of it is found."""

    js_splitter_code = BIGRAMS

    def split(self, input: str) -> list[str]:
        """Return the terms of a text."""
        return [term for word in _WORD.findall(input) for term in pairs(word)]


def pairs(word: str) -> list[str]:
    """Return the pairs of characters of a Chinese word; any other word as it is."""
    if len(word) < 3 or not "\u3400" <= word[0] <= "\u9fff":
        return [word]
    return [word[place : place + 2] for place in range(len(word) - 1)]


def section(text: str, heading: str) -> str:
    """Return what stands under a heading, without it.

    Raises:
        SphinxError: there is no such heading.
    """
    level = heading.split()[0]
    found = re.search(
        rf"^{re.escape(heading)}$\n(?P<text>.*?)(?=^#{{1,{len(level)}}} |\Z)", f"{text}\n", re.M | re.S
    )
    if found is None:
        raise SphinxError(f"there is no heading {heading!r} to take an excerpt from")
    return found["text"].strip("\n")


def relinked(text: str, written: str, shown: str) -> str:
    """Return a text whose links lead to the same files as before, now that another page shows it.

    Args:
        text: Markdown.
        written: the file that it stands in, from the root of the repository.
        shown: the page that shows it.
    """

    def moved(to: str) -> str | None:
        """Return a link from the page to a file; None where the site does not have it."""
        target = posixpath.normpath(posixpath.join(posixpath.dirname(written), to))
        if target == "README.zh-Hant.md":
            target = "docs/zh-Hant/index.md"
        target = PAGES.get(target, target)
        return posixpath.relpath(target, posixpath.dirname(shown)) if target.startswith("docs/") else None

    def link(match: re.Match[str]) -> str:
        to = match["to"] or match["src"]
        if "://" in to or to.startswith("mailto:"):
            return match[0]
        path = moved(to)
        if match["src"]:
            return f"{match['image']}{path}"
        return match["words"] if path is None else f"[{match['words']}]({path}{match['anchor'] or ''})"

    return _LINK.sub(link, text)


def fill(app: Sphinx, name: str, source: list[str]) -> None:
    """Put the excerpts, the record and the commands into a page that is read, where it asks for them."""
    page = f"docs/{name}.md"
    language: Language = "zh_TW" if name.startswith(CHINESE) else "en"

    def excerpt(match: re.Match[str]) -> str:
        text = (ROOT / match["file"]).read_text("utf-8")
        app.env.note_dependency(str(ROOT / match["file"]), docname=name)
        text = section(text, match["heading"]) if match["heading"] else text
        if match["what"] == "table":
            text = "\n".join(line for line in text.splitlines() if line.startswith("|"))
        return relinked(text, match["file"], page)

    filled = _EXCERPT.sub(excerpt, relinked(source[0], page, page))
    for asked, told in (("@record", lambda: record(language)), ("@commands", commands)):
        if f"\n{asked}\n" in filled:
            filled = filled.replace(asked, told())
    source[0] = beside_the_other(filled, name)


def beside_the_other(text: str, name: str) -> str:
    """Return a page that leads to itself in the other language, below its title."""
    other, words = (
        (name.removeprefix(CHINESE), "English") if name.startswith(CHINESE) else (CHINESE + name, "繁體中文")
    )
    if not (ROOT / f"docs/{other}.md").is_file():
        return text
    title, rest = text.split("\n", 1)
    return f"{title}\n\n[{words}]({posixpath.relpath(other, posixpath.dirname(name) or '.')}.md)\n{rest}"


def commands() -> str:
    """Return the Chinese help of the program and of each command, as the terminal shows it, as Markdown."""
    speak("zh_TW")
    try:
        with main.make_context("booklet", [], resilient_parsing=True, terminal_width=80) as program:
            helps = [("booklet", main.get_help(program))]
            for name, command in sorted(main.commands.items()):
                with command.make_context(name, [], parent=program, resilient_parsing=True) as context:
                    helps.append((f"booklet {name}", command.get_help(context)))
    finally:
        speak("en")
    return "\n".join(f"## {name}\n\n```text\n{told.strip()}\n```\n" for name, told in helps)


def record(language: Language = "en") -> str:
    """Return the JSON Schema of the record as Markdown: a table of fields for each of its parts."""
    whole = schema()
    parts = {whole["title"]: whole, **whole["$defs"]}
    return "\n".join(
        f"## {name}\n\n{meaning(language, name, part)}\n\n"
        + (_fields(language, name, part) if "properties" in part else f"{_kind(part, _WORDS[language])}\n")
        for name, part in parts.items()
    )


def meaning(language: Language, name: str, part: dict[str, Any]) -> str:
    """Return what a part of the record, or a field of one ("Amount.value"), means."""
    if language == "en" and "description" in part:
        return str(part["description"]).strip()
    told: dict[str, str] = texts(language)["record"]
    return told.get(name) or told[name.rpartition(".")[2]]


def _fields(language: Language, name: str, part: dict[str, Any]) -> str:
    words = _WORDS[language]
    rows = [
        f"| `{field}` | {_kind(kind, words)} | {' '.join(meaning(language, f'{name}.{field}', kind).split())} |"
        for field, kind in part["properties"].items()
    ]
    return "\n".join([words["head"], "|---|---|---|", *rows, ""])


_WORDS = {
    "en": {
        "head": "| field | kind | meaning |",
        "list": "list of {}",
        "named": "by name: {}",
        "or": " or ",
        "and": ", ",
    }
    | {"string": "text", "integer": "whole number"},
    "zh_TW": {
        "head": "| 欄位 | 種類 | 說明 |",
        "list": "{}的清單",
        "named": "依名稱：{}",
        "or": " 或 ",
        "and": "、",
    }
    | {"string": "文字", "integer": "整數", "number": "數字", "object": "物件"},
}
"""The kinds of fields in words."""


def _kind(field: dict[str, Any], words: dict[str, str] = _WORDS["en"]) -> str:
    """Return the kind of a field in words: ``text or null``, ``list of Contact``."""
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in field:
        return words["or"].join(dict.fromkeys(_kind(each, words) for each in field["anyOf"]))
    if "enum" in field:
        return words["and"].join(f"`{value}`" for value in field["enum"])
    if "prefixItems" in field:
        return f"[{', '.join(_kind(each, words) for each in field['prefixItems'])}]"
    if field.get("type") == "array":
        return words["list"].format(_kind(field.get("items", {}), words))
    if isinstance(field.get("additionalProperties"), dict):
        return words["named"].format(_kind(field["additionalProperties"], words))
    kind = field.get("type", "any")
    return words.get(kind, kind)


_FURO = {"Back to top": "回到頁首", "Next": "下一頁", "On this page": "本頁內容", "Previous": "上一頁"}
"""Words of the theme, which has no Chinese."""


def surround(app: Sphinx, name: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """Have what surrounds a page be of its language: the table of contents, neighbours, and what the theme says."""
    contents = context["furo_navigation_tree"]
    chinese, its_parts = (
        contents.find(f'<p class="caption" role="heading"><span class="caption-text">{words}')
        for words in ("繁體中文", "入門")
    )
    for side in ("prev", "next"):
        if (context.get(side) or {"link": ""})["link"].startswith(("../", CHINESE)):
            context[side] = None
    if not name.startswith(CHINESE):
        context["furo_navigation_tree"] = contents[:its_parts]
        return
    context["furo_navigation_tree"] = contents[chinese:]
    words = translation("sphinx", Path(sphinx.__file__).parent / "locale", ["zh_TW"])

    def told(text: str) -> str:
        return _FURO.get(text) or words.gettext(text)

    context.update(language="zh-Hant-TW", _=told, gettext=told)


def join(app: Sphinx, document: nodes.document) -> None:
    """Have no space stand where a line of Chinese was broken."""
    if not app.env.docname.startswith(CHINESE):
        return
    for broken in document.findall(nodes.TextElement):
        texts = [each.astext() for each in broken.children]
        for place in reversed(range(1, len(texts) - 1)):
            if texts[place] == "\n" and _JOINED.search(f"{texts[place - 1][-1:]}\n{texts[place + 1][:1]}"):
                del broken[place]


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx of all that."""
    app.add_search_language(Search)
    app.connect("source-read", fill)
    app.connect("doctree-read", join)
    app.connect(
        "html-page-context", surround, priority=900
    )  # after the theme, which makes the table of contents
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
