"""E-mail and web addresses: text -> matches; a URL as printed and in one form for comparison.

    url     := scheme "://" host [":" port] ["/" path]  |  "www." host [...]  |  host with a path
    e-mail  := local "@" host

Wide letters and marks (＠, ．, ：／／) within an address are read as narrow ones.  An address ends before the first
Chinese character or other full-width punctuation; trailing punctuation and a closing bracket without its opening one
are not part of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import regex

from pipeline.core.expressions import expression
from pipeline.facts.match import Taken

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = rf"(?:{_LABEL}\.){{1,12}}[A-Za-z]{{2,24}}"
_BARE_HOST = rf"(?:{_LABEL}\.){{1,12}}(?:tw|com|gov\.taipei)|(?:{_LABEL}\.){{2,12}}(?:org|net|edu|gov)"
_REST = r"(?:(?!https?://)[!-;=?-~]){0,2000}+"
"""What may follow a host: no longer than any browser takes, and not into the next address."""
_EMAIL = expression(
    rf"(?<![A-Za-z0-9._%+/@-])(?P<local>[A-Za-z0-9_+%-]{{1,64}}+(?:\.[A-Za-z0-9_+%-]{{1,64}}+){{0,32}}+)@(?P<host>{_HOST})(?![A-Za-z0-9@])"
)
_URL = expression(
    rf"""(?: (?P<scheme>https?|ftp)\s?[:：]\s?//(?P<tail>(?!https?://){_REST})
           | (?<![A-Za-z0-9@._/+-]|[(（]at[)）])(?:www\.{_HOST}|{_HOST}(?=/)|{_BARE_HOST})(?![A-Za-z0-9@-])
             (?:[:/?\#]{_REST})? )""",
    regex.VERBOSE | regex.IGNORECASE,
)
_HOST_ONLY = expression(rf"{_HOST}|\d{{1,3}}(?:\.\d{{1,3}}){{3}}|localhost", regex.IGNORECASE)
_WIDE = expression(r"[．＠－＿Ａ-Ｚａ-ｚ]|[:：]／／")
_WIDE_ALWAYS = {ord("＠"): "@"} | {
    wide: chr(wide - 0xFEE0)
    for first, last in ("ＡＺ", "ａｚ", "０９")
    for wide in range(ord(first), ord(last) + 1)
}
_WIDE_INSIDE = expression(
    r"(?<=[A-Za-z][A-Za-z0-9-]{0,30})[．－＿](?=[A-Za-z0-9])(?!www|https?:)", regex.IGNORECASE
)
"""A wide full stop is part of an address only within it, and no bullet: 1．www.a.tw."""
_WIDE_SCHEME = expression(r"(?:https?|ftp)\s?[:：]\s?／／[!-~／．]{0,2000}", regex.IGNORECASE)
_WIDE_MARKS = {ord(wide): narrow for wide, narrow in zip("．－＿／：", ".-_/:", strict=True)}
_CUT = ("list-number-cut-from-url",)
_NEXT_URL = expression(r"(?<=.)https?://", regex.IGNORECASE)
_FARTHEST = 2000
_TRAILING = ".,;:!?'\"*|\\"
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}


@dataclass(frozen=True, slots=True)
class EmailMatch:
    """An e-mail address; ``normalised`` has its host in lower case."""

    span: tuple[int, int]
    printed: str
    normalised: str
    rule: str = "email"
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UrlMatch:
    """A web address as printed; ``normalised`` is for comparison only, never to be shown or called."""

    span: tuple[int, int]
    printed: str
    normalised: str
    rule: str
    assumptions: tuple[str, ...] = ()


def find_emails(text: str) -> list[EmailMatch]:
    """Return every e-mail address of ``text``."""
    return [
        EmailMatch(m.span(), text[slice(*m.span())], f"{m['local']}@{m['host'].lower()}")
        for m in _EMAIL.finditer(_folded(text))
        if len(m["local"]) <= 64
    ]


def find_urls(text: str) -> list[UrlMatch]:
    """Return every web address of ``text``; one that has no valid host is left out."""
    found = []
    folded = _folded(text)
    mails = Taken(m.span() for m in _EMAIL.finditer(folded))
    position = 0
    while match := _URL.search(folded, position):
        start = match.start()
        end = start + len(_trim(match.group()))
        cut = _glued_list_number(folded, start, end)
        end -= cut
        position = max(end, start + 1)
        if mails.touches((start, end)):
            continue
        printed = text[start:end]
        normalised = normalise_url(printed)
        if normalised is not None:
            found.append(UrlMatch((start, end), printed, normalised, _rule(match), _CUT if cut else ()))
    return found


def normalise_url(printed: str) -> str | None:
    """Return a form in which two prints of one address are equal, or None if it has no valid host.

    Scheme, ``www.``, the case of the host, a default port, and a final slash do not tell addresses apart.
    """
    joined = regex.sub(r"\s|：", lambda m: ":" if m.group() == "：" else "", _folded(printed))
    parts = _split(joined if "://" in joined else f"http://{joined}")
    if parts is None or parts.hostname is None or not _HOST_ONLY.fullmatch(parts.hostname):
        return None
    host = parts.hostname.lower().removeprefix("www.")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}{fragment}"


def _folded(text: str) -> str:
    """Return a text with the letters and marks of its addresses as ASCII; no place moves."""
    if not _WIDE.search(text):
        return text
    text = _WIDE_SCHEME.sub(lambda found: found.group().translate(_WIDE_MARKS), text.translate(_WIDE_ALWAYS))
    return _WIDE_INSIDE.sub(lambda found: found.group().translate(_WIDE_MARKS), text)


def _rule(match: regex.Match[str]) -> str:
    return "url" if match["scheme"] else "url-without-scheme"


def _glued_list_number(text: str, start: int, end: int) -> int:
    """Return the length of the list number of the next address, if it stands after the slash of this one."""
    tail = regex.search(r"/([1-9]\d?)$", text[start:end])
    if tail is None or not regex.match(r"[.、](?:\p{Han}|https?:)", text, pos=end):
        return 0
    before = regex.search(rf"(?<!\d){int(tail[1]) - 1}[.、]", text[max(0, start - _FARTHEST) : start])
    return len(tail[1]) if before else 0


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _trim(url: str) -> str:
    following = _NEXT_URL.search(url)
    if following:
        url = url[: following.start()]
    while url:
        last = url[-1]
        unopened = last in _PAIRS and url.count(last) > url.count(_PAIRS[last])
        if not (unopened or last in _TRAILING or last in _PAIRS.values()):
            break
        url = url[:-1]
    return url
