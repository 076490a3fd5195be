"""What Sphinx does not bring for our documentation: excerpts, search in Chinese, the record's schema as a page.

Comes in: the pages below ``docs/``.  Goes out: their text with excerpts in it, an index in which Chinese words are
found, and pages that are of one language all around.  What can go wrong: an excerpt that is not there is an error of
the build.

A page says what is written elsewhere by a line of its own: ``@excerpt README.md | ## Limits``, the section with that
heading, or the whole file without one.  So nothing is written twice.
"""

from __future__ import annotations

import posixpath
import re
from gettext import translation
from pathlib import Path
from typing import Any

import sphinx
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.search.en import SearchEnglish

from pipeline.core.record import schema

ROOT = Path(__file__).resolve().parents[1]
PAGES = {"CONTRIBUTING.md": "docs/contributing.md", "README.md": "docs/index.md"}
"""Files outside of docs/ -> the page that shows them."""
CHINESE = "zh-Hant/"
"""What the names of the Chinese pages begin with."""
_EXCERPT = re.compile(r"^@excerpt (?P<file>\S+)(?: \| (?P<heading>#+ .+))?$", re.M)
_LINK = re.compile(
    r"\[(?P<words>[^\]\[]*)\]\((?P<to>[^)\s#]+)(?P<anchor>#[^)]*)?\)|(?P<image><img [^>]*src=\")(?P<src>[^\"]+)"
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
    """Put the excerpts, and the record where it is asked for, into a page that is read."""
    page = f"docs/{name}.md"

    def excerpt(match: re.Match[str]) -> str:
        text = (ROOT / match["file"]).read_text("utf-8")
        app.env.note_dependency(str(ROOT / match["file"]), docname=name)
        return relinked(section(text, match["heading"]) if match["heading"] else text, match["file"], page)

    filled = _EXCERPT.sub(excerpt, relinked(source[0], page, page))
    source[0] = filled.replace("@record", record()) if "\n@record\n" in filled else filled


def record() -> str:
    """Return the JSON Schema of the record as Markdown: a table of fields for each of its parts."""
    whole = schema()
    parts = {whole["title"]: whole, **whole["$defs"]}
    return "\n".join(
        f"## {name}\n\n{(part.get('description') or '').strip()}\n\n"
        + (_fields(part) if "properties" in part else f"{_kind(part)}\n")
        for name, part in parts.items()
    )


def _fields(part: dict[str, Any]) -> str:
    rows = [
        f"| `{name}` | {_kind(field)} | {' '.join((field.get('description') or '').split())} |"
        for name, field in part["properties"].items()
    ]
    return "\n".join(["| field | kind | meaning |", "|---|---|---|", *rows, ""])


def _kind(field: dict[str, Any]) -> str:
    """Return the kind of a field in words: ``text or null``, ``list of Contact``."""
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(map(_kind, field["anyOf"])))
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "prefixItems" in field:
        return f"[{', '.join(map(_kind, field['prefixItems']))}]"
    if field.get("type") == "array":
        return f"list of {_kind(field.get('items', {}))}"
    if isinstance(field.get("additionalProperties"), dict):
        return f"by name: {_kind(field['additionalProperties'])}"
    return {"string": "text", "integer": "whole number"}.get(field.get("type", ""), field.get("type", "any"))


def speak(app: Sphinx, name: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """Have what surrounds a Chinese page be Chinese, too, and say so to browsers and readers of screens."""
    if name.startswith(CHINESE):
        words = translation("sphinx", Path(sphinx.__file__).parent / "locale", ["zh_TW"])
        context.update(language="zh-Hant-TW", _=words.gettext, gettext=words.gettext)
        # Of the table of contents the part for readers of Chinese, the last; its first page leads to the others.
        _, caption, part = context["furo_navigation_tree"].rpartition('<p class="caption"')
        context["furo_navigation_tree"] = caption + part


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx of all that."""
    app.add_search_language(Search)
    app.connect("source-read", fill)
    app.connect(
        "html-page-context", speak, priority=900
    )  # after the theme, which makes the table of contents
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
