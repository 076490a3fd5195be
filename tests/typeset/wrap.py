"""Line breaking: Chinese anywhere, Latin between words, no closing mark at the start of a line."""

from __future__ import annotations

import re
from collections.abc import Callable

NO_START = "，。、；：！？）」』】〕％…,.;:!?)]%"
NO_END = "（「『【〔("
TOKEN = re.compile(r"[!-~]+|[ ]+|.", re.S)
WORD_BREAK = re.compile(r"(?<=[-/?&=_@])|(?<=[a-z]\.)|(?=#)")


def wrap(text: str, room: float, measure: Callable[[str], float]) -> list[str]:
    """Break a text into lines no wider than ``room``; joined they are the text again."""
    lines: list[str] = []
    line: list[str] = []
    for token in _tokens(text, room, measure):
        if line and measure("".join(line) + token.rstrip()) > room and token.strip():
            carried = _carry(line, token)
            lines.append("".join(line))
            line = [*carried, token]
        else:
            line.append(token)
    return [*lines, "".join(line)] if line or not lines else lines


def _carry(line: list[str], token: str) -> list[str]:
    """Take from the end of a line what may not stand there, or what a closing mark must follow."""
    carried: list[str] = []
    if token[0] in NO_START and len(line) > 1:
        carried.insert(0, line.pop())
    while len(line) > 1 and line[-1][-1] in NO_END:
        carried.insert(0, line.pop())
    return carried


def _tokens(text: str, room: float, measure: Callable[[str], float]) -> list[str]:
    found: list[str] = []
    for token in TOKEN.findall(text):
        if measure(token.rstrip()) <= room:
            found.append(token)
            continue
        for part in WORD_BREAK.split(token):  # a URL or a telephone number wider than its cell
            while measure(part) > room and len(part) > 1:
                cut = next(n for n in range(len(part) - 1, 0, -1) if n == 1 or measure(part[:n]) <= room)
                found.append(part[:cut])
                part = part[cut:]
            found.append(part)
    return found
