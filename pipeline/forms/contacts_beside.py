"""Contacts that stand beside each other in one cell: set one below the other, by their places on the page.

Comes in: a table and its page.  Goes out: the same words, those of each column together.  No rule parts such columns;
what tells them is that several offices stand on one line, with alike labels below each:

    主辦機關：甲部        執行單位：乙會
    承辦人：王科員        聯絡人：李專員
    電話：02-2345-6789    電話：02-2987-6543
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from math import inf

from pipeline.core.page import Cell, Line, Page, Table, lines_of, union
from pipeline.forms.pieces import Piece, pieces_of
from pipeline.forms.profile import Profile
from pipeline.forms.unruled_rows import joined

STRAIGHT = 0.3
"""What stands in a column begins no further left of its first line than this share of the type size."""
COLONS = "：:"

Row = list[Piece]
"""What stands on one line, from left to right."""


def contacts_apart(page: Page, table: Table, profile: Profile) -> Table:
    """Return a table in each cell of which contacts stand one below the other."""
    if not any(_names_several(line, profile) for line in lines_of(table)):
        return table
    cells = tuple(replace(cell, lines=tuple(_lines(page, cell, profile))) for cell in table.cells)
    return table if cells == table.cells else replace(table, cells=cells)


def _lines(page: Page, cell: Cell, profile: Profile) -> Iterator[Line]:
    lines = groupby(pieces_of(page, cell.lines), key=lambda piece: piece.line)
    rows = [_whole(list(row), profile) for _, row in lines]
    heads = [row[0].line for row in rows if _is_office(row[0], profile)]
    yield from cell.lines[: heads[0] if heads else None]
    for start, end in pairwise([*heads, len(cell.lines)]):
        held = [row for row in rows if start <= row[0].line < end]
        yield from _in_columns(cell, held, profile) or cell.lines[start:end]


def _whole(row: Row, profile: Profile) -> Row:
    """Return a line with the words of each label in one piece: 主辦　機關：甲部."""
    made: Row = []
    for piece in row:
        words = made[-1].text.text if made else ""
        if words and not _label(words) and profile.is_contact_label(_label(words + piece.text.text)):
            made[-1] = joined([made[-1], piece])
        else:
            made.append(piece)
    return made


def _names_several(line: Line, profile: Profile) -> bool:
    """Tell at a glance whether a line may name several offices."""
    text = line.text.text
    return sum(map(text.count, COLONS)) > 1 and profile.contact_role(_label(text)) is not None


def _in_columns(cell: Cell, rows: Sequence[Row], profile: Profile) -> list[Line]:
    """Return the lines of each column that an office heads, or nothing where rows are read as they stand."""
    lefts = [piece.left for piece in rows[0] if _is_office(piece, profile)]
    columns: list[list[Line]] = [[] for _ in lefts]
    slack = STRAIGHT * rows[0][0].size
    for row in rows:
        for at, found in groupby(row, key=lambda piece: bisect_right(lefts, piece.left + slack) - 1):
            pieces = list(found)
            if at < 0 or pieces[-1].right > [*lefts, inf][at + 1]:
                return []
            columns[at].append(_line(cell.lines[row[0].line], pieces))
    kinds = [{_kind(line, profile) for line in column[1:]} - {None} for column in columns]
    alike = all(kinds) and all(kind <= max(kinds, key=len) for kind in kinds)
    return [line for column in columns for line in column] if len(lefts) > 1 and alike else []


def _is_office(piece: Piece, profile: Profile) -> bool:
    return profile.contact_role(_label(piece.text.text)) is not None


def _kind(line: Line, profile: Profile) -> str | None:
    label = _label(line.text.text)
    return "person" if profile.person_role(label) else profile.channel(label)


def _label(text: str) -> str:
    """Return what stands before the first colon of a line."""
    return text[: min((at for colon in COLONS if (at := text.find(colon)) > 0), default=0)]


def _line(line: Line, pieces: Sequence[Piece]) -> Line:
    ids = line.text.ids
    start, end = ids.index(pieces[0].text.ids[0]), ids.index(pieces[-1].text.ids[-1]) + 1
    return replace(
        line, text=line.text[start:end], box=union(piece.box for piece in pieces), room=0.0, lead=inf
    )
