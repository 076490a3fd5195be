"""Rows -> ``catalogue.xlsx``: a sheet for each table, and one that says what they hold.

Comes in: the rows of every table.  Goes out: a workbook with frozen headers, filters, dates and numbers as such,
links, and columns as wide as what they hold.  No cell is a formula, and texts are neutralised as in CSV, because a
sheet that is saved as CSV would run them again.  A text longer than a cell of Excel is cut and says so.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.catalogue.columns import Column, Row, Rows, Table, Value
from pipeline.catalogue.schema import TABLES
from pipeline.core.cells import harmless
from pipeline.core.errors import UserError
from pipeline.core.expressions import expression
from pipeline.core.files import put
from pipeline.core.scratch import scratch
from pipeline.core.text import shown_width

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FILE = "catalogue.xlsx"
GUIDE = "說明"
LONGEST = 32_767
"""Characters that a cell of Excel holds."""
CUT = "……（過長，全文見 CSV）"
MOST_ROWS = 1_048_575
_MOST_LINKS = 65_530
_NARROW, _WIDE = 6, 60
_LINK = expression(r"https?://[\x21-\x7e]{1,2000}")
_EMAIL = expression(r"[^@\s:/?#]+@[^@\s:/?#]+")
Formats = dict[str, "Format"]


def write_workbook(rows: Rows, out: Path) -> None:
    """Write the workbook into the catalogue folder ``out``.

    Raises:
        UserError: a table has more rows than a sheet.
    """
    put(out / FILE, partial(_write, rows))


@contextmanager
def _written() -> Iterator[None]:
    """Raise ``OSError`` where the library wraps it."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        yield
    except FileCreateError as error:
        raise OSError(f"{FILE}: {error}") from error


def _write(rows: Rows, path: Path) -> None:
    from xlsxwriter import Workbook

    settings = {"strings_to_formulas": False, "strings_to_urls": False}
    with scratch() as place, _written(), Workbook(path, {**settings, "tmpdir": str(place)}) as book:
        # The clock would make each run another file.
        book.set_properties({"title": GUIDE, "created": datetime.datetime(1980, 1, 1)})
        formats = _formats(book)
        _guide(book.add_worksheet(GUIDE), rows, formats)
        for table in TABLES:
            _sheet(book.add_worksheet(table.name), table, rows[table.name], formats)


def _formats(book: Workbook) -> Formats:
    told: dict[str, dict[str, Any]] = {
        "header": {"bold": True, "bg_color": "#DDEBF7", "border": 1},
        "plain": {},
        "date": {"num_format": "yyyy-mm-dd"},
        "twd": {"num_format": "#,##0"},
        "share": {"num_format": "0.0##%"},
        "link": {"font_color": "#0563C1", "underline": 1},
        "prose": {"text_wrap": True},
    }
    return {name: book.add_format({"valign": "top", **each}) for name, each in told.items()}


def _guide(sheet: Worksheet, rows: Rows, formats: Formats) -> None:
    """Say what every table and column is."""
    header = ("工作表", "欄位", "名稱", "說明", "列數")
    lines: list[tuple[str, str, str, str, int | None]] = []
    for table in TABLES:
        lines.append((table.name, "", table.title, table.told, len(rows[table.name])))
        for column in table.columns:
            words = f"值：{'、'.join(column.words)}。" if column.words else ""
            lines.append((table.name, column.name, column.title, column.told + words, None))
    sheet.write_row(0, 0, header, formats["header"])
    for number, line in enumerate(lines, 1):
        for place, value in enumerate(line):
            _put_cell(sheet, number, place, value, formats["plain"])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(lines), len(header) - 1)
    for place, width in enumerate((14, 20, 24, 70, 8)):
        sheet.set_column(place, place, width)


def _sheet(sheet: Worksheet, table: Table, rows: Sequence[Row], formats: Formats) -> None:
    if len(rows) > MOST_ROWS:
        raise UserError(
            f"{table.name} has {len(rows)} rows, more than a sheet of Excel: choose fewer editions."
        )
    sheet.write_row(0, 0, [column.name for column in table.columns], formats["header"])
    links = 0
    columns = [(place, each, formats[_look(each)]) for place, each in enumerate(table.columns)]
    for number, row in enumerate(rows, 1):
        for place, column, look in columns:
            if (value := row[column.name]) is None:
                continue
            target = _target(value) if column.look == "link" and links < _MOST_LINKS else None
            if target:
                links += 1
                sheet.write_url(number, place, target, formats["link"], string=harmless(str(value)))
            else:
                _put_cell(sheet, number, place, value, look)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(table.columns) - 1)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, _width(column, rows))


def _put_cell(sheet: Worksheet, row: int, place: int, value: Value, look: Format) -> None:
    if isinstance(value, str):  # nine of ten
        if value:
            sheet.write_string(row, place, _cell_text(value), look)
    elif isinstance(value, bool):
        sheet.write_boolean(row, place, value, look)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(row, place, value, look)
    elif value is not None:
        sheet.write_number(row, place, value, look)


@lru_cache(maxsize=1 << 16)
def _cell_text(value: str) -> str:
    """Return a text as a cell holds it; most stand in many rows."""
    text = harmless(value)
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


def _look(column: Column) -> str:
    """Return the format of a cell that is no link; one that cannot be followed must not look as if it could."""
    return "date" if column.type == "date" else "plain" if column.look == "link" else column.look


def _target(value: Value) -> str | None:
    """Return where a cell leads: the web or a letter, and nowhere else (``file:``, ``javascript:``).

    XlsxWriter makes no links of ``tel:``; such a cell is text.
    """
    if not isinstance(value, str):
        return None
    if _EMAIL.fullmatch(value):
        return f"mailto:{value}"
    return value if _LINK.fullmatch(value) else None


def _width(column: Column, rows: Sequence[Row]) -> int:
    """Return the width of a column in characters; Chinese ones are two wide."""
    widest = len(column.name) + 2
    for text in {str(value)[:200] for row in rows if (value := row[column.name]) is not None}:
        if 2 * len(text) > widest:  # nearly every text is shorter than one before it
            widest = max(widest, _columns(text))
            if widest >= _WIDE - 2:
                break
    return max(_NARROW, min(_WIDE, 2 + widest))


def _columns(text: str) -> int:
    return max(map(shown_width, text.split("\n")))
