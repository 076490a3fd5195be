"""Rows -> ``tables/<table>.csv``: UTF-8, RFC 4180, a header of column names.

Comes in: the rows of every table.  Goes out: files; nothing is an empty cell, dates are ISO 8601, booleans are
``true`` and ``false``.  A text that a spreadsheet would run is neutralised (``pipeline.core.cells``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from pipeline.catalogue.columns import Row, Rows, Table, Value
from pipeline.catalogue.parts import Parts, ingredients, of_table
from pipeline.catalogue.schema import TABLES
from pipeline.core.cells import csv_text

FOLDER = "tables"


def write_csv(rows: Rows, out: Path, parts: Parts | None = None, *, bom: bool = False) -> None:
    """Write every table below the catalogue folder ``out``; with ``bom`` Excel knows that the files are UTF-8."""
    for table in TABLES:
        make = partial(_content, table, rows[table.name], bom)
        (parts or Parts()).write(
            out, f"{FOLDER}/{table.name}.csv", ingredients(of_table(rows[table.name]), bom), make
        )


def _content(table: Table, rows: Sequence[Row], bom: bool) -> bytes:
    return table_csv(table, rows).encode("utf-8-sig" if bom else "utf-8")


def table_csv(table: Table, rows: Sequence[Row]) -> str:
    """Return a table as CSV."""
    return csv_text([column.name for column in table.columns], (map(_cell, row.values()) for row in rows))


def _cell(value: Value) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value
