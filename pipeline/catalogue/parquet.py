"""Rows -> ``parquet/<table>.parquet``: typed columns, each with its title and what it means; texts as they are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.catalogue.columns import Row, Rows, Table
from pipeline.catalogue.schema import TABLES
from pipeline.core.files import put

if TYPE_CHECKING:
    import pyarrow

FOLDER = "parquet"


def write_parquet(rows: Rows, out: Path) -> None:
    """Write every table below the catalogue folder ``out``."""
    from pyarrow import parquet

    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        typed = typed_table(table, rows[table.name])
        put(out / FOLDER / f"{table.name}.parquet", partial(parquet.write_table, typed, compression="zstd"))


def typed_table(table: Table, rows: Sequence[Row]) -> pyarrow.Table:
    """Return a table with a type for each column."""
    import pyarrow

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
    told = {"title": table.title, "description": table.told}
    return pyarrow.Table.from_pylist(list(rows), schema=pyarrow.schema(fields, metadata=told))
