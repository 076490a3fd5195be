"""Rows -> ``parquet/<table>.parquet``: typed columns, each with its title and what it means; texts as they are."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pipeline.catalogue.columns import Row, Rows, Table, Value
from pipeline.catalogue.parts import Parts, of_table
from pipeline.catalogue.schema import TABLES

if TYPE_CHECKING:
    import pyarrow

FOLDER = "parquet"
_FIRST = datetime.date(1970, 1, 1).toordinal()
_BLOCK = 1 << 24
"""Bytes that are read at a time; a row must be within."""


def write_parquet(rows: Rows, out: Path, parts: Parts | None = None) -> None:
    """Write every table below the catalogue folder ``out``."""
    for table in TABLES:
        make = partial(_content, table, rows[table.name])
        (parts or Parts()).write(out, f"{FOLDER}/{table.name}.parquet", of_table(rows[table.name]), make)


def _content(table: Table, rows: Sequence[Row]) -> bytes:
    from pyarrow import parquet

    made = BytesIO()
    parquet.write_table(typed_table(table, rows), made, compression="zstd")
    return made.getvalue()


def typed_table(table: Table, rows: Sequence[Row]) -> pyarrow.Table:
    """Return a table with a type for each column.

    Rows are handed over as JSON: with lists of Python's, pyarrow imports pandas, which takes longer than all the rest.
    """
    import pyarrow
    from pyarrow import json

    types = {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
    }
    fields = [
        pyarrow.field(
            column.name,
            types[column.type],
            nullable=not column.required,
            metadata={"title": column.title, "description": column.told},
        )
        for column in table.columns
    ]
    schema = pyarrow.schema(fields, metadata={"title": table.title, "description": table.told})
    if not rows:
        return pyarrow.Table.from_batches([], schema=schema)
    told = (
        [{**row, **{name: _plain(row[name]) for name in days}} for row in rows]
        if (days := table.days())
        else rows
    )
    lines = [msgspec.json.encode(row) for row in told]
    read = json.read_json(
        BytesIO(b"\n".join(lines)),
        read_options=json.ReadOptions(use_threads=False, block_size=max(_BLOCK, *map(len, lines)) + 1),
        parse_options=json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore"),
    )
    return read.cast(schema)


def _plain(value: Value) -> Value:
    """Return a day as Arrow counts it: from the first of 1970."""
    return value.toordinal() - _FIRST if isinstance(value, datetime.date) else value
