"""What a column and a table of the catalogue are; ``pipeline.catalogue.schema`` lists them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Type = Literal["string", "integer", "number", "boolean", "date"]
Look = Literal["plain", "twd", "share", "link", "prose"]
Value = str | int | float | bool | datetime.date | None
Row = dict[str, Value]
Line = list[str | int | float | bool | None]
"""A row as its values alone, in the order of the columns and with days as ISO 8601, so that it can be kept."""
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

    def line(self, row: Mapping[str, Value]) -> Line:
        """Return the values of a row; an empty text is none, save where there must be one and the edition has none."""
        return [
            None
            if (value := row.get(column.name)) == "" and not column.required
            else value.isoformat()
            if isinstance(value, datetime.date)
            else value
            for column in self.columns
        ]

    def rows(self, lines: Iterable[Line]) -> Iterator[Row]:
        """Yield the rows of their values."""
        names = [column.name for column in self.columns]
        days = self.days()
        for line in lines:
            made: Row = dict(zip(names, line, strict=True))
            for name in days:
                if told := made[name]:
                    made[name] = datetime.date.fromisoformat(str(told))
            yield made

    def days(self) -> list[str]:
        """Return the names of the columns of dates."""
        return [column.name for column in self.columns if column.type == "date"]


def text(name: str, title: str, told: str = "", **more: Any) -> Column:
    """Return a column of texts."""
    return Column(name, "string", title, told, **more)


def number(name: str, title: str, told: str = "", **more: Any) -> Column:
    """Return a column of whole numbers."""
    return Column(name, "integer", title, told, **more)


def key(told: str) -> Column:
    """Return the column that tells the rows of a table apart."""
    return text("id", "識別碼", told, required=True)
