"""A workbook (.xlsx) by its cells: one page without places, as of a web page.

Comes in: an .xlsx.  Goes out: the name of each sheet as a line, the titles above its tables alike, and the tables;
empty rows part them.  A sheet that is a list, a form a row below a row of labels, becomes a table of labels and values
for each row.  Hidden sheets, rows and columns, and cells that a merged one covers, are not read but told.  Bad input is
a ``UserError``: a damaged file, one that is too large, or one whose formulas have no values.
"""

from __future__ import annotations

import html
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from pipeline.core.errors import UserError, brief
from pipeline.core.page import Page
from pipeline.facts.people import is_name
from pipeline.pages.markup import parse_html
from pipeline.source.media_type import BROKEN_ZIP

MOST_CELLS = 2_000_000
"""A sheet has no more cells between its first and its last."""
LARGEST_SHEET = 50 * MOST_CELLS
"""Bytes of XML in which so many cells have room; more are not even opened."""
LONGEST_LABEL = 30
_DAMAGED = (
    *BROKEN_ZIP,
    *(TypeError, AttributeError, SyntaxError, IndexError, ArithmeticError, AssertionError),
)
"""What openpyxl raises where a file names styles, strings or numbers that there are not."""
PHRASE = 15
"""Characters of the longest words that are no sentence: an office, a place."""
WORDED = 5
"""So many columns of words are forms without a sentence; a list of staff has post, office, tasks and mail."""
LEAST = 3
"""A list has as many columns, and rows with that of its labels."""


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    down: int = 1
    across: int = 1


_Rows = list[list[_Cell | None]]
"""Cells in a grid, None where one spans from above or from the left."""
_Place = tuple[int, int]
"""The row and the column of a cell."""


def read_workbook(path: Path, counts: Counter[str]) -> Page:
    """Return a workbook as one page without a number.

    Raises:
        UserError: the file is damaged, too large, or holds formulas whose values were never computed.
    """
    import openpyxl

    try:
        _refuse_large(path)
        values = openpyxl.load_workbook(path, data_only=True)
        with closing(openpyxl.load_workbook(path, read_only=True)) as written:
            return _page(path, values, written, counts)
    except _DAMAGED as error:
        raise UserError(
            f"{path} is a damaged workbook ({brief(error)}): open it, save it anew, and try again."
        ) from error


def _refuse_large(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.filename.startswith("xl/worksheets/") and member.file_size > LARGEST_SHEET:
                raise _too_large(path, Path(member.filename).stem)


def _too_large(path: Path, sheet: str) -> UserError:
    return UserError(f"the sheet {sheet} of {path} has more than {MOST_CELLS} cells: remove the empty ones.")


def _page(path: Path, values: Any, written: Any, counts: Counter[str]) -> Page:
    """Return the page; ``written`` has the cells as they were typed: formulas, and what merged cells cover."""
    hidden: list[str] = []
    tables: list[tuple[str, _Rows]] = []
    for sheet in values.worksheets:
        if sheet.max_row * sheet.max_column > MOST_CELLS:
            raise _too_large(path, sheet.title)
        merged = _merged(sheet)
        hidden += _covered(path, sheet, written[sheet.title], merged)
        if sheet.sheet_state != "visible":
            hidden += [text for row in sheet.iter_rows() for cell in row if (text := _text(cell))]
            continue
        tables += ((sheet.title, rows) for rows in _tables(_shown(sheet, merged, hidden)))
    heads = _heads([rows for _, rows in tables])
    titled = [(name, part) for name, rows in tables for part in _titled(rows, heads)]
    page = parse_html("".join(_html(list(_listed(titled)))), counts)
    return replace(page, hidden=((" ".join(hidden), (0.0, 0.0, 0.0, 0.0)),)) if hidden else page


def _covered(path: Path, sheet: Any, written: Any, merged: AbstractSet[_Place]) -> Iterator[str]:
    """Yield the texts of cells that a ``merged`` one covers; of all others a formula has its value.

    Raises:
        UserError: it has none.
    """
    for row in written.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            if (cell.row, cell.column) in merged:
                yield _text(cell)
            elif cell.data_type == "f" and sheet.cell(cell.row, cell.column).value is None:
                raise UserError(
                    f"{path} holds a formula without its value ({sheet.title}!{cell.coordinate}): "
                    "open it in a spreadsheet program and save it there."
                )


def _merged(sheet: Any) -> set[_Place]:
    """Return the cells that merged ones cover."""
    return {
        place
        for merged in sheet.merged_cells.ranges
        for place in merged.cells
        if place != (merged.min_row, merged.min_col)
    }


def _shown(sheet: Any, covered: AbstractSet[_Place], hidden: list[str]) -> _Rows:
    """Return the cells of a sheet that are shown; the texts of the others are added to ``hidden``."""
    spans = {
        (merged.min_row, merged.min_col): (merged.max_row, merged.max_col)
        for merged in sheet.merged_cells.ranges
    }
    unseen = _hidden_columns(sheet)
    rows = [number for number in range(1, sheet.max_row + 1) if not sheet.row_dimensions[number].hidden]
    columns = [number for number in range(1, sheet.max_column + 1) if number not in unseen]
    seen_rows, seen_columns = set(rows), set(columns)
    for line in sheet.iter_rows():
        hidden += [
            text
            for cell in line
            if (cell.row not in seen_rows or cell.column not in seen_columns) and (text := _text(cell))
        ]
    made: _Rows = []
    for row in rows:
        line_of: list[_Cell | None] = []
        for column in columns:
            bottom, right = spans.get((row, column), (row, column))
            down = sum(number in seen_rows for number in range(row, bottom + 1))
            across = sum(number in seen_columns for number in range(column, right + 1))
            cell = _Cell(_text(sheet.cell(row, column)), down, across)
            line_of.append(None if (row, column) in covered else cell)
        made.append(line_of)
    return made


def _hidden_columns(sheet: Any) -> set[int]:
    """Return the columns that are hidden; neighbours that are set alike have one entry, under the first of them."""
    return {
        column
        for each in sheet.column_dimensions.values()
        if each.hidden and each.min is not None and each.max is not None
        for column in range(each.min, min(each.max, sheet.max_column) + 1)
    }


def _text(cell: Any) -> str:
    """Return the value of a cell as it is shown, as far as its kind tells; a number keeps all its digits."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") if value.time() != time() else value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (int, float)):
        shown = str(cell.number_format)
        if isinstance(value, int) and "%" not in shown:
            return f"{value:,}" if "#,##0" in shown else str(value)
        if "%" in shown:
            return f"{round(value * 100, 10):g}%"
        return f"{value:,.15g}" if "#,##0" in shown else f"{value:.15g}"
    return str(value).strip()


def _tables(rows: _Rows) -> Iterator[_Rows]:
    """Yield the tables of a sheet, parted by empty rows, without empty columns at the sides."""
    table: _Rows = []
    for row in [*rows, []]:
        spans = any(
            cell is not None and cell.down > len(table) - at for at, line in enumerate(table) for cell in line
        )
        if spans or any(cell and cell.text for cell in row):
            table.append(row)
            continue
        if table:
            yield _trimmed(table)
        table = []


def _heads(tables: Sequence[_Rows]) -> set[str]:
    """Return the texts that stand alone at the head of tables of two columns, where they differ and are no labels."""
    labels = {texts[0] for rows in tables for texts in map(_texts, rows) if any(texts[1:])}
    alone = {_texts(rows[0])[0] for rows in tables if len(rows[0]) < LEAST and not any(_texts(rows[0])[1:])}
    return alone - labels if len(alone - labels) > 1 else set()


def _titled(table: _Rows, heads: AbstractSet[str]) -> Iterator[_Rows]:
    """Yield the titles at the head of a table one by one, and the table; a title leaves all cells beside it empty.

    Over two columns it is one of the ``heads``: 備註 may have no value.
    """
    while len(table) > 1 and len(table[0]) > 1:
        first, *beside = _texts(table[0])
        if not first or any(beside) or (len(table[0]) < LEAST and first not in heads):
            break
        yield [[_Cell(first)]]
        table = table[1:]
    yield table


def _trimmed(table: _Rows) -> _Rows:
    columns = max(map(len, table))
    used = [at for at in range(columns) if any((cell := row[at]) is None or cell.text for row in table)]
    return [row[used[0] : used[-1] + 1] for row in table]


def _listed(tables: Sequence[tuple[str, _Rows]]) -> Iterator[tuple[str, _Rows]]:
    """Yield tables, or, where one lists forms a row each, one of labels and values for each row.

    The first row of a list is the same in every sheet; that of a card, 案號 | 12 | 日期 | 3月, has other values there,
    and the same label below.
    """
    firsts: dict[str, set[tuple[str, ...]]] = {}
    for _, table in tables:
        if len(table) > 1 and _is_label(below := _texts(table[1])[0]):
            firsts.setdefault(below, set()).add(_texts(table[0]))
    for name, table in tables:
        first = _texts(table[0])
        plain = all(cell is not None and cell.down == cell.across == 1 for row in table for cell in row)
        labels = len(set(first)) == len(first) and all(map(_is_label, first))
        listed = plain and labels and min(len(first), len(table)) >= LEAST and _is_told(table[1:])
        if not listed or len(firsts.get(_texts(table[1])[0], ())) > 1:
            yield name, table
            continue
        for row in table[1:]:
            yield name, [[_Cell(label), cell] for label, cell in zip(first, row, strict=True)]


def _is_told(rows: _Rows) -> bool:
    """Tell whether the rows of a list say as much as forms do: sentences, or words in many columns.

    Lists of staff, of prices and of figures do not.
    """
    columns = list(zip(*map(_texts, rows), strict=True))
    sentences = [sum("。" in text or len(text) > PHRASE for text in texts) for texts in columns]
    worded = [sum(any(map(str.isalpha, text)) and not is_name(text) for text in texts) for texts in columns]
    half = len(rows) / 2
    return max(sentences) >= half or sum(count > half for count in worded) >= WORDED


def _texts(row: Sequence[_Cell | None]) -> tuple[str, ...]:
    return tuple(cell.text if cell else "" for cell in row)


def _is_label(text: str) -> bool:
    return 0 < len(text) <= LONGEST_LABEL and any(sign.isalpha() for sign in text) and "。" not in text


def _html(tables: Sequence[tuple[str, _Rows]]) -> Iterator[str]:
    title = None
    for name, rows in tables:
        if name != title:
            title = name
            yield f"<p>{html.escape(name)}</p>"
        if len(rows) == len(rows[0]) == 1 and rows[0][0]:
            yield f"<p>{html.escape(rows[0][0].text)}</p>"
            continue
        yield "<table>"
        for row in rows:
            yield "<tr>"
            for cell in row:
                if cell is not None:
                    text = html.escape(cell.text).replace("\n", "<br>")
                    yield f"<td rowspan='{cell.down}' colspan='{cell.across}'>{text}</td>"
            yield "</tr>"
        yield "</table>"
