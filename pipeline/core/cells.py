"""Texts as a spreadsheet may have them, in every CSV and workbook: none is run as a formula, each can be had back.

Comes in: a text.  Goes out: the text, with ``'`` before it where a spreadsheet would run it; ``original`` takes
that ``'`` off again.  A text that begins with ``'`` itself gets one more, so that the way back is always the same.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from pipeline.core.expressions import expression

MARK = "'"
_RUN = frozenset("=+-@\t\r\n＝＋－＠'")
_NUMBER = expression(r"[+-]\d+")
"""A telephone number (+886227541255): a spreadsheet makes a number of it at worst, and its ``uri`` stands beside."""


def harmless(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula."""
    return MARK + text if text[:1] in _RUN and not _NUMBER.fullmatch(text) else text


def csv_text(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return CSV (RFC 4180) in which no text is a formula; None is an empty cell.

    Lines end as that standard has them: with another end, Python's writer leaves a CR within a text unquoted.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return stream.getvalue()


def original(cell: str) -> str:
    """Return the text that ``harmless`` was given."""
    return cell.removeprefix(MARK)
