"""Rows -> ``catalogue.sqlite``: the tables with their foreign keys, a search for any words, and views.

Comes in: the rows of every table.  Goes out: a database, the same bytes for the same rows and version of SQLite.

``texts`` has each text of a programme beside its Simplified form, which OpenCC makes for searching only; ``search``
indexes both by trigrams.  ``MATCH`` on ``search`` finds words of three characters or more; shorter ones are found by
``LIKE`` on ``texts`` (on ``search``, some versions of SQLite find none).  The options of ``search`` are written as
Datasette looks for them.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache, lru_cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from pipeline.catalogue.columns import Row, Rows, Table, Value
from pipeline.catalogue.parts import of_table
from pipeline.catalogue.schema import TABLES
from pipeline.core.cache import remembered
from pipeline.core.files import put

FILE = "catalogue.sqlite"
VIEWS = "views.sql"
_MEMORY = 1 << 18
"""KiB that are kept in memory while a database is written."""
_DISK = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")
"""What SQLite calls its errors that are the system's."""
_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"}
_TEXTS = """
CREATE TABLE texts (
  id TEXT PRIMARY KEY, edition TEXT NOT NULL REFERENCES editions (id),
  programme TEXT REFERENCES programmes (id), field TEXT NOT NULL, text TEXT NOT NULL, simplified TEXT NOT NULL
);
CREATE INDEX texts_programme ON texts (programme);
CREATE VIRTUAL TABLE search USING fts5 (
  text, simplified, content="texts", content_rowid="rowid", tokenize="trigram"
);
"""
SEARCHED = {
    "programmes": ("name", "acronym", "kind", "area", "measure", "summary"),
    "services": ("kind", "title", "text"),
    "items": ("label", "text"),
    "benefits": ("kind", "title", "text"),
    "other_fields": ("label", "text"),
    "contacts": ("organization", "person", "note"),
    "websites": ("name", "url"),
    "editions": ("title", "introduction"),
}
"""The columns that one may search, by their table."""


def write_sqlite(rows: Rows, out: Path) -> None:
    """Write the database into the catalogue folder ``out``.

    Raises:
        OSError: it cannot be written.
    """
    try:
        put(out / FILE, partial(_write, rows))
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith(_DISK):
            raise OSError(f"{FILE}: {error}") from error
        raise


def _write(rows: Rows, path: Path) -> None:
    of = [of_table(rows[name]) for name in SEARCHED]
    path.write_bytes(remembered("search", bytes, partial(_search, rows), of=of))
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("PRAGMA ignore_check_constraints = ON")  # each row would build the lists of words again
        base.execute(f"PRAGMA cache_size = -{_MEMORY}")
        base.execute("BEGIN")
        for table in TABLES:
            base.execute(_create(table))
            marks = ", ".join("?" * len(table.columns))
            stored = _with_days if table.days() else _as_they_are
            base.executemany(f"INSERT INTO {table.name} VALUES ({marks})", map(stored, rows[table.name]))
            for column in table.columns:
                if column.refers or column.name.startswith(("key", "programme_key", "organization_key")):
                    name = f"{table.name}_{column.name}"
                    base.execute(f"CREATE INDEX {name} ON {table.name} ({column.name})")
        base.execute("COMMIT")
        base.executescript((files("pipeline.catalogue") / VIEWS).read_text("utf-8"))
        base.execute("VACUUM")
        _check(base)


def _search(rows: Rows) -> bytes:
    """Return a database of what can be searched alone: it takes half of the time, and most changes are not to texts."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as base:
        base.executescript(_TEXTS)
        base.execute("BEGIN")
        base.executemany("INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?)", searched(rows))
        base.execute("INSERT INTO search (search) VALUES ('rebuild')")
        base.execute("INSERT INTO search (search) VALUES ('optimize')")
        base.execute("COMMIT")
        return base.serialize()


def _as_they_are(row: Row) -> list[Value]:
    return list(row.values())


def _with_days(row: Row) -> list[Value]:
    return [value.isoformat() if isinstance(value, datetime.date) else value for value in row.values()]


def _check(base: sqlite3.Connection) -> None:
    """Check what each row would have been checked for, all at once: that takes a tenth of the time.

    Raises:
        sqlite3.IntegrityError: a value is none of the words of its column, or refers to no row.
    """
    base.execute("PRAGMA ignore_check_constraints = OFF")
    (told,) = base.execute("PRAGMA quick_check(1)").fetchone()
    if told != "ok":
        raise sqlite3.IntegrityError(told)
    if wrong := base.execute("PRAGMA foreign_key_check").fetchone():
        raise sqlite3.IntegrityError(f"a row of {wrong[0]} refers to none of {wrong[2]}")


def _create(table: Table) -> str:
    lines = []
    for column in table.columns:
        line = f'"{column.name}" {_TYPES[column.type]}'
        if column.name == "id":
            line += " PRIMARY KEY"
        if column.required:
            line += " NOT NULL"
        if column.refers:
            line += f" REFERENCES {column.refers} (id)"
        if column.words:
            line += f' CHECK ("{column.name}" IN ({", ".join(repr(word) for word in column.words)}))'
        lines.append(line)
    return f"CREATE TABLE {table.name} (\n  " + ",\n  ".join(lines) + "\n)"


def searched(rows: Rows) -> Iterator[tuple[Value, ...]]:
    """Yield what can be searched: id, edition, programme, field, text and its Simplified form."""
    for name, columns in SEARCHED.items():
        for row in rows[name]:
            words = "\n".join(str(row[column]) for column in columns if row[column])
            if words:
                yield row["id"], *_belongs(name, row), name, words, simplified(words)


def _belongs(name: str, row: Row) -> tuple[Value, Value]:
    if name == "editions":
        return row["id"], None
    return row["edition"], row["id"] if name == "programmes" else row["programme"]


@lru_cache(maxsize=1 << 14)
def simplified(text: str) -> str:
    """Return a text in Simplified Chinese, character by character; it is never shown."""
    converted: str = _converter().convert(text)
    return converted


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
