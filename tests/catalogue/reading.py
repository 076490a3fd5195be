"""The tables of a catalogue folder, read back by the library that a user of each format would take."""

from __future__ import annotations

import csv
import datetime
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet
from openpyxl.utils.escape import unescape

from pipeline.catalogue.columns import Column, Rows, Value
from pipeline.catalogue.schema import TABLES
from pipeline.core.cells import original

Typed = Callable[[Column, Any], Value]


def of_csv(folder: Path) -> Rows:
    """Read ``tables/*.csv`` by Python's csv."""
    found: Rows = {}
    for table in TABLES:
        path = folder / "tables" / f"{table.name}.csv"
        with path.open(encoding="utf-8-sig", newline="") as stream:
            found[table.name] = _rows(table.columns, csv.DictReader(stream), _of_text)
    return found


def of_parquet(folder: Path) -> Rows:
    """Read ``parquet/*.parquet`` by pyarrow."""
    return {
        table.name: pyarrow.parquet.read_table(folder / "parquet" / f"{table.name}.parquet").to_pylist()
        for table in TABLES
    }


def of_workbook(path: Path) -> Rows:
    """Read ``catalogue.xlsx`` by openpyxl."""
    book = openpyxl.load_workbook(path)
    found: Rows = {}
    for table in TABLES:
        header, *lines = book[table.name].iter_rows(values_only=True)
        cells = (dict(zip(header, line, strict=True)) for line in lines)
        found[table.name] = _rows(table.columns, cells, _of_cell)
    return found


def of_sqlite(path: Path) -> Rows:
    """Read ``catalogue.sqlite`` by sqlite3."""
    with closing(sqlite3.connect(path)) as base:
        base.row_factory = sqlite3.Row
        return {
            table.name: _rows(
                table.columns, map(dict, base.execute(f"SELECT * FROM {table.name} ORDER BY rowid")), _of_base
            )
            for table in TABLES
        }


def _rows(columns: Iterable[Column], cells: Iterable[dict[str, Any]], typed: Typed) -> list[dict[str, Value]]:
    return [{column.name: typed(column, row[column.name]) for column in columns} for row in cells]


def _of_text(column: Column, cell: str) -> Value:
    if not cell:
        return None
    if column.type == "boolean":
        return {"true": True, "false": False}[cell]
    if column.type == "date":
        return datetime.date.fromisoformat(cell)
    kinds: dict[str, Callable[[str], Value]] = {"integer": int, "number": float, "string": original}
    return kinds[column.type](cell)


def _of_cell(column: Column, cell: Any) -> Value:
    if isinstance(cell, datetime.datetime):
        assert column.type == "date"
        return cell.date()
    if isinstance(cell, str):
        assert column.type == "string", (column.name, cell)
        return original(unescape(cell))
    return cell


def _of_base(column: Column, cell: Any) -> Value:
    if cell is None:
        return None
    if column.type == "boolean":
        return bool(cell)
    return datetime.date.fromisoformat(cell) if column.type == "date" else cell
