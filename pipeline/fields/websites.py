"""The website cell -> names and addresses, in either order, numbered, in parentheses, several in a cell.

Comes in: the joined text of the cell.  Goes out: one draft per address.  An address keeps its printed form.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from pipeline.core.expressions import expression
from pipeline.core.ordinals import LIST_NUMBER
from pipeline.core.traced import EMPTY, Traced
from pipeline.facts.emails_urls import find_urls
from pipeline.fields.outline import split_outline

_EDGE = " ：:，,、；;。.-–—~\n"
_NUMBER = expression(rf"^{LIST_NUMBER}\s*")
_WORD = expression(r"^(?:網址|網站|URL|連結)$", regex.I)


@dataclass(frozen=True, slots=True)
class WebsiteDraft:
    """One address and the name printed beside it."""

    name: Traced
    url: Traced


def read_websites(text: Traced) -> list[WebsiteDraft]:
    """Return the websites of a cell, in the order of their addresses; none where it has no address."""
    head, parts = split_outline(text)
    items = [body for _, _, body in parts]
    if items and all(find_urls(item.text) for item in items):
        return [draft for item in (head, *items) for draft in _read(item)]
    return _read(text)


def _read(text: Traced) -> list[WebsiteDraft]:
    spans = [match.span for match in find_urls(text.text)]
    if not spans:
        return []
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    between = [_name(text[edges[place] : edges[place + 1]]) for place in range(0, len(edges), 2)]
    names = between[:-1] if between[0] or not between[-1] else between[1:]
    return [WebsiteDraft(name, text[start:end]) for name, (start, end) in zip(names, spans, strict=True)]


def _name(text: Traced) -> Traced:
    """Return a name without the numbers, signs and brackets that part it from its address."""
    before = None
    while before != text:
        before = text
        text = text.strip(_EDGE)
        if match := _NUMBER.match(text.text):
            text = text[match.end() :]
        text = _without_loose_brackets(text)
    return EMPTY if _WORD.match(text.text) else text


def _without_loose_brackets(text: Traced) -> Traced:
    for opening, closing in ("()", "（）", "<>", "〈〉", "[]"):
        if text.text.endswith(opening) or text.text.startswith(opening) and closing not in text.text:
            text = text.strip(opening)
        if text.text.startswith(closing) or text.text.endswith(closing) and opening not in text.text:
            text = text.strip(closing)
        if text.text.startswith(opening) and text.text.endswith(closing) and text.text.count(opening) == 1:
            text = text[1:-1]
    return text
