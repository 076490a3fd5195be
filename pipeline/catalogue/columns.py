"""What a column and a table of the catalogue are; ``pipeline.catalogue.schema`` lists them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Literal

Type = Literal["string", "integer", "number", "boolean", "date"]
Look = Literal["plain", "twd", "share", "link", "prose"]
Value = str | int | float | bool | datetime.date | None
Row = dict[str, Value]
Rows = dict[str, list[Row]]
"""The rows of each table, by its name; each row has all columns of the table."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``title`` and ``told`` are for readers of Chinese, ``refers`` is the table whose ``id`` it holds."""

    name: str
    type: Type
    title: str
    told: str = ""
    refers: str | None = None
    required: bool = False
    words: tuple[str, ...] = ()
    look: Look = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its key is ``id``, and a table stands behind those that it refers to."""

    name: str
    title: str
    told: str
    columns: tuple[Column, ...]


def text(name: str, title: str, told: str = "", **more: Any) -> Column:
    """Return a column of texts."""
    return Column(name, "string", title, told, **more)


def number(name: str, title: str, told: str = "", **more: Any) -> Column:
    """Return a column of whole numbers."""
    return Column(name, "integer", title, told, **more)


def key(told: str) -> Column:
    """Return the column that tells the rows of a table apart."""
    return text("id", "識別碼", told, required=True)
