"""Texts as a spreadsheet may have them, in every CSV and workbook: none is run as a formula, each can be had back.

Comes in: a text.  Goes out: the text, with ``'`` before it where a spreadsheet would run it; ``original`` takes
that ``'`` off again.  A text that begins with ``'`` itself gets one more, so that the way back is always the same.
"""

from __future__ import annotations

import regex

MARK = "'"
_RUN = regex.compile(r"[=+\-@\t\r\n＝＋－＠']")
_NUMBER = regex.compile(r"[+-]\d+")
"""A telephone number (+886227541255): a spreadsheet makes a number of it at worst, and its ``uri`` stands beside."""


def harmless(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula."""
    return MARK + text if _RUN.match(text) and not _NUMBER.fullmatch(text) else text


def original(cell: str) -> str:
    """Return the text that ``harmless`` was given."""
    return cell.removeprefix(MARK)
