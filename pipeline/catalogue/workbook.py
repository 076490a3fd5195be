"""Rows -> ``catalogue.xlsx``: a sheet for each table, and one that says what they hold.

Comes in: the rows of every table.  Goes out: a workbook with frozen headers, filters, dates and numbers as such,
links, and columns as wide as what they hold.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from pipeline.catalogue.columns import Column, Row, Rows, Table, Value
from pipeline.catalogue.schema import TABLES
from pipeline.catalogue.spreadsheet import Sheet, write_spreadsheet
from pipeline.core.errors import UserError
from pipeline.core.expressions import expression
from pipeline.core.files import put

FILE = "catalogue.xlsx"
GUIDE = "說明"
MOST_ROWS = 1_048_575
_MOST_LINKS = 65_530
_NARROW, _WIDE = 6, 60
_LOOKED_AT, _READ = 1000, 200
"""The width of a column is that of what stands in so many rows, and of so many characters of it."""
_LINK = expression(r"https?://[\x21-\x7e]{1,2000}")
_EMAIL = expression(r"[^@\s:/?#]+@[^@\s:/?#]+")


def write_workbook(rows: Rows, out: Path) -> None:
    """Write the workbook into the catalogue folder ``out``.

    Raises:
        UserError: a table has more rows than a sheet.
        OSError: it cannot be written.
    """
    sheets = [_guide(rows), *(_sheet(table, rows[table.name]) for table in TABLES)]
    put(out / FILE, partial(write_spreadsheet, sheets=sheets, title=GUIDE))


def _guide(rows: Rows) -> Sheet:
    """Say what every table and column is."""
    lines: list[tuple[Value, ...]] = []
    for table in TABLES:
        lines.append((table.name, "", table.title, table.told, len(rows[table.name])))
        for column in table.columns:
            words = f"值：{'、'.join(column.words)}。" if column.words else ""
            lines.append((table.name, column.name, column.title, column.told + words, None))
    header = ("工作表", "欄位", "名稱", "說明", "列數")
    return Sheet(GUIDE, header, lines, ["plain"] * len(header), (14, 20, 24, 70, 8))


def _sheet(table: Table, rows: Sequence[Row]) -> Sheet:
    if len(rows) > MOST_ROWS:
        raise UserError(
            f"{table.name} has {len(rows)} rows, more than a sheet of Excel: choose fewer editions."
        )
    links = [
        ((number, place), target)
        for place, column in enumerate(table.columns)
        if column.look == "link"
        for number, row in enumerate(rows)
        if (target := _target(row[column.name]))
    ]
    return Sheet(
        table.name,
        [column.name for column in table.columns],
        [row.values() for row in rows],
        [_look(column) for column in table.columns],
        [_width(column, rows) for column in table.columns],
        frozen=1,
        links=dict(links[:_MOST_LINKS]),
    )


def _look(column: Column) -> str:
    """Return the format of a cell that is no link; one that cannot be followed must not look as if it could."""
    return "date" if column.type == "date" else "plain" if column.look == "link" else column.look


def _target(value: Value) -> str | None:
    """Return where a cell leads: the web or a letter, and nowhere else (``file:``, ``javascript:``).

    Excel opens ``tel:`` with whatever it finds; such a cell is text.
    """
    if not isinstance(value, str):
        return None
    if _EMAIL.fullmatch(value):
        return f"mailto:{value}"
    return value if _LINK.fullmatch(value) else None


def _width(column: Column, rows: Sequence[Row]) -> int:
    """Return the width of a column in characters; Chinese ones are two wide."""
    widest = len(column.name) + 2
    for row in rows[:_LOOKED_AT]:
        text = str(row[column.name] or "")[:_READ]
        # Hardly any: nearly every text is narrower than one before it.
        if len(text) > widest or not text.isascii() and 2 * len(text) > widest:
            widest = max(widest, _columns(text))
            if widest >= _WIDE - 2:
                break
    return max(_NARROW, min(_WIDE, 2 + widest))


def _columns(text: str) -> int:
    lines = text.split("\n")
    if text.isascii():
        return max(map(len, lines))
    return max(sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in line) for line in lines)
