"""Records in which some texts are hostile: what a booklet, or whoever edits a record, could put there.

Comes in: a record as JSON, and choices.  Goes out: the record with those texts in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

HOSTILE = (
    '=HYPERLINK("http://a.tw","x")',
    "＝1+1",
    "+886-2-1234",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "'=1",
    "''",
    "\x00\x07\x1b[31m\x7f\x9b",
    "\x85\u2028\u2029\x0b\x0c\r\n",
    "\ud800",
    "\udfff年",
    "\ufdd0\ufffe\uffff\U0001ffff",
    "\u202e計畫\u202c\u2066\u2069\u200f\u200b\ufeff",
    "名" * 10_000,
    "a" * 40_000,
    "\U00020bb7\U0001f1f9\U0001f1fc" + "\u0301" * 500,
    "]]>&amp;<b onclick=alert(1)>\"'--><script>alert(1)</script><![CDATA[",
    "</script><script>alert(1)//",
    "{{ 7*7 }}{% raw %}${x}`",
    "',;:\\n\\,\nBEGIN:VEVENT\r\nEND:VCALENDAR",
    'a,b;"c"\r\nd',
    "\\",
    '"',
    "%00%zz%",
    'http://a.tw/b c{x}|^`"[1]?q=<a>%zz#b#c',
    "http://[::1",
    "http://例え.tw/計畫?年=１",
    "javascript:alert(1)",
    "JaVaScRiPt\t:alert(1)",
    "data:text/html,<script>",
    "http:",
    "://",
    "mailto:a@b.tw\nBcc: c@d.tw",
    "../../../escaped",
    "/etc/passwd",
    "CON",
    "NULL",
    "1e999",
    "０１２",
    "true",
    "2024-13-45",
    " ",
    "",
)
TEXTS = frozenset(
    (
        *("name", "acronym", "text", "title", "kind", "label", "marker", "organization", "person", "note"),
        *("url", "emails", "printed", "introduction", "publishers", "series", "message", "reader", "file"),
        *("extension", "e164", "of", "rule", "assumptions", "concerns", "number", "issued", "path", "id"),
    )
)


def places(record: Any, within: bool = False) -> Iterator[tuple[Any, Any]]:
    """Yield the container and key of each text of a record that a page could have held."""
    items = record.items() if isinstance(record, dict) else enumerate(record)
    for key, value in list(items):
        chosen = key in TEXTS if isinstance(key, str) else within
        if key == "id" and "roc_year" in record:  # of the edition: files are named by it
            continue
        if isinstance(value, str) and chosen:
            yield record, key
        elif isinstance(value, dict | list):
            yield from places(value, chosen)


def put(record: dict[str, Any], changes: Sequence[tuple[int, str, bool]]) -> None:
    """Put texts into a record: at the nth place, instead of what stands there or after it."""
    found = list(places(record))
    for at, text, after in changes:
        container, key = found[at % len(found)]
        container[key] = container[key] + text if after else text
