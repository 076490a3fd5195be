"""Machine transcription of a booklet: lines of text, tables as tabbed rows with HTML in some cells.

Comes in: a text file.  Goes out: one page without a number.  A table ends at a blank line; a row goes on over
line ends while a quote, an HTML paragraph or the row itself is open.  Tags, quotes and entities are markup:
they own themselves; every other visible character is one that somebody must own.
"""

from __future__ import annotations

import html
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from pipeline.core.expressions import expression
from pipeline.core.ordinals import COUNTING
from pipeline.core.page import Block, Cell, Line, Page, Table
from pipeline.core.paragraphs import broken, is_whole, side_of, told
from pipeline.core.text import INVISIBLE, canonical_traced, shown_width, visible
from pipeline.core.traced import Traced, concatenate

_BLOCK_TAGS = "p|ul|ol|li|br|div|tr|h[1-6]|blockquote|table|tbody|thead"
_TAG = expression(
    rf"<(?P<autolink>(?:https?|ftp|mailto):[^<>\s]+|[\w.+-]+@[^<>\s]+)>"
    rf"|</?(?P<block>{_BLOCK_TAGS})(?:\s[^<>]*)?/?>"
    rf"|</?(?:span|b|strong|i|em|u|sup|sub|font|a|td|th)(?:\s[^<>]*)?/?>",
    regex.I,
)
_ENTITY = expression(r"&(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);", regex.I)
_ESCAPE = expression(r"\\[nrt]")
_PARAGRAPH_END = expression(r"\n|(?<=[。！？])[ \u3000]+(?=\p{Han})")
"""Chinese has no space after a sentence: it is all that some transcribers leave of a line end."""
_GAP = expression(r"(?<=\S) {2,}(?=\S)")
_FIRST_GAP = expression(r"(?<! ) {2,}+(?=\S)")
COLUMNS = 2
"""A line with so many gaps is a row of columns, and was broken nowhere."""
LEAST_GAPS = 8
"""A text with fewer gaps within its lines says nothing of what they stand for."""
MOST = 0.9
"""Share of the gaps, or of the lines, that tells of all."""
_LISTED_PAGE = expression(r"[^\t]*\D\t+\s*\d{1,4}\s*")
_HEADING = expression(rf"\s*(?:[{COUNTING}]+、|[(（][{COUNTING}]+[)）]|\d+、)")


@dataclass(slots=True)
class _Marked:
    """The text of a file and, beside it, a copy in which markup has been blanked."""

    text: str
    visible: list[str]

    def blank(self, ids: Sequence[int]) -> None:
        for number in ids:
            self.visible[number] = " "


def parse_transcript(text: str, counts: Counter[str]) -> Page:
    """Return the text of a transcription as one page; glyph numbers are offsets into its visible characters."""
    text = _with_tabs(visible(text, counts))
    marked = _Marked(text, list(text))
    blocks: list[Block] = []
    side = side_of(
        line for line in text.splitlines() if "\t" not in line and len(_GAP.findall(line)) < COLUMNS
    )
    for number, group in enumerate(_groups(text)):
        lines = [Traced(text[start:end], tuple(range(start, end))) for start, end in group]
        if _is_table([line.text for line in lines]):
            blocks.extend(_table_blocks(lines, number, marked, counts))
        else:
            read = [
                (each, line) for line in lines for each in _lines(line, float(number), 0.0, marked, counts)
            ]
            made = [each for each, _ in read]
            if side:
                blocks.extend(broken(each, line.text, side) for each, line in read)
            else:
                blocks.extend(told(made, cut=not is_whole(made[-1]) if made else False))
    return Page(None, 0.0, 0.0, 0, "".join(marked.visible), array("f"), tuple(blocks))


def _with_tabs(text: str) -> str:
    """Return a text with tabs where an editor has put as many spaces in the place of each.

    They all are as long, or as several of them; spaces that set columns below each other differ in number instead.
    """
    if "\t" in text:
        return text
    lines = text.splitlines()
    widths = Counter(len(gap[0]) for line in lines for gap in _GAP.finditer(line))
    if widths.total() < LEAST_GAPS:
        return text
    tab = min(widths)
    found = [line[: gap.end()] for line in lines if (gap := _FIRST_GAP.search(line))]
    ends = (Counter(map(width, found)) for width in (len, shown_width))
    steady = max(end.most_common(1)[0][1] for end in ends) >= MOST * len(found)
    if steady or any(width % tab for width in widths) or widths[tab] < MOST * len(found):
        return text
    blocks = regex.split(
        r"((?:\r?\n){2,})", text
    )  # an indented paragraph is no row, and a line of spaces is blank
    return "".join(_tabbed(block, " " * tab) if _GAP.search(block) else block for block in blocks)


def _tabbed(block: str, tab: str) -> str:
    return "\n".join(line.replace(tab, "\t") if line.strip() else line for line in block.split("\n"))


def _groups(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield groups of lines, as offsets, between blank lines; a line of only tabs is not blank."""
    group: list[tuple[int, int]] = []
    for match in regex.finditer(r"[^\n]*(?:\n|$)", text):
        start, end = match.start(), match.start() + len(match.group().rstrip("\r\n"))
        line = text[start:end]
        if line.strip() or "\t" in line:
            group.append((start, end))
        elif group and not _open(text[group[0][0] : group[-1][1]]):
            yield group
            group = []
    if group:
        yield group


def _is_table(lines: Sequence[str]) -> bool:
    tabbed = [line for line in lines if "\t" in line]
    listed = sum(1 for line in tabbed if _LISTED_PAGE.fullmatch(line))
    return bool(tabbed) and 2 * listed < len(tabbed)


def _open(row: str) -> bool:
    """Tell whether a row goes on: a quoted cell that has not ended."""
    cell = row.rsplit("\t", 1)[-1].lstrip()
    return cell.startswith('"') and cell.count('"') % 2 == 1


def _table_blocks(
    lines: Sequence[Traced], number: int, marked: _Marked, counts: Counter[str]
) -> Iterator[Block]:
    """Yield the table that a group of lines holds, and the lines before, between and after its rows."""
    rows: list[Traced] = []
    columns = max(line.text.count("\t") for line in lines) + 1
    first_label = next(line.text.split("\t")[0] for line in lines if "\t" in line.text)
    for position, line in enumerate(lines):
        following = lines[position + 1].text if position + 1 < len(lines) else ""
        if rows and _open(rows[-1].text):
            rows[-1] = concatenate((rows[-1], _line_end(rows[-1], line), line))
        elif _opens_row(lines, position) or (
            "\t" in line.text and not (rows and _tail_of(rows[-1].text, line.text, columns))
        ):
            rows.append(line)
        elif rows and not (
            _HEADING.match(line.text) and (_HEADING.match(following) or _starts_anew(following, first_label))
        ):
            rows[-1] = concatenate((rows[-1], _line_end(rows[-1], line), line))
        else:
            if rows:
                yield _table(rows, number, marked, counts)
                rows = []
            yield from _lines(line, float(number), 0.0, marked, counts)
    if rows:
        yield _table(rows, number, marked, counts)


def _opens_row(lines: Sequence[Traced], position: int) -> bool:
    """Tell whether a line without a tab begins a row: its first cell is quoted and goes on over line ends."""
    first = lines[position].text.lstrip()
    if not first.startswith('"') or "\t" in first or not _open(first):
        return False
    closing = next((line.text for line in lines[position + 1 :] if line.text.count('"') % 2), "")
    return '"\t' in closing


def _line_end(row: Traced, line: Traced) -> Traced:
    return Traced("\n", (row.ids[-1] + 1,)) if row and line else Traced()


def _tail_of(row: str, line: str, columns: int) -> bool:
    """Tell whether a tabbed line ends the row above: its first cell is text and the tabs add up to a row."""
    missing = columns - 1 - row.count("\t")
    return (
        0 < missing == line.count("\t") and not line.startswith("\t") and row.count("<p>") > row.count("</p>")
    )


def _starts_anew(line: str, label: str) -> bool:
    return "\t" in line and line.split("\t")[0] == label


def _table(rows: Sequence[Traced], number: int, marked: _Marked, counts: Counter[str]) -> Table:
    cells = []
    for row, line in enumerate(rows):
        for column, content in enumerate(_cells(line)):
            box = (float(column), float(row), column + 1.0, row + 1.0)
            lines = told(
                list(_lines(_unquoted(content, marked), float(row), float(column), marked, counts)), cut=True
            )
            cells.append(Cell(row, column, 1, 1, box, lines))
    columns = max(cell.column for cell in cells) + 1
    box = (0.0, float(number), float(columns), number + 1.0)
    return Table(len(rows), columns, tuple(cells), box, drawn=False)


def _cells(row: Traced) -> list[Traced]:
    """Split a row at its tabs, save those in a quoted cell."""
    cells, start, quoted = [], 0, False
    for position, character in enumerate(row.text):
        if character == '"' and (quoted or not row.text[start:position].strip()):
            quoted = not quoted
        elif character == "\t" and not quoted:
            cells.append(row[start:position])
            start = position + 1
    return [*cells, row[start:]]


def _unquoted(cell: Traced, marked: _Marked) -> Traced:
    """Return a cell without the quotes that spreadsheets put around several lines; a doubled one is one."""
    trimmed = cell.strip()
    if len(trimmed) < 2 or trimmed.text[0] != '"' or trimmed.text[-1] != '"' or "\n" not in trimmed.text:
        return cell
    marked.blank((trimmed.ids[0], trimmed.ids[-1]))
    inner = trimmed[1:-1]
    keep = []
    for match in regex.finditer(r'"(?=")|[^"]|"', inner.text):
        keep.append(match.start())
    doubled = [at for at in keep if inner.text[at : at + 2] == '""']
    marked.blank([inner.ids[at + 1] for at in doubled])
    dropped = {at + 1 for at in doubled}
    chosen = [at for at in range(len(inner)) if at not in dropped]
    return Traced("".join(inner.text[at] for at in chosen), tuple(inner.ids[at] for at in chosen))


def _lines(raw: Traced, top: float, left: float, marked: _Marked, counts: Counter[str]) -> Iterator[Line]:
    """Yield the lines of a piece of transcription: markup out, one line per paragraph."""
    plain = _replaced(_replaced(raw, _ENTITY, marked), _ESCAPE, marked)
    start = 0
    pieces: list[Traced] = []
    for match in _TAG.finditer(plain.text):
        pieces.append(plain[start : match.start()])
        if match.group("autolink"):
            marked.blank((plain.ids[match.start()], plain.ids[match.end() - 1]))
            pieces.append(plain[match.start() + 1 : match.end() - 1])
        else:
            marked.blank(plain.ids[match.start() : match.end()])
            if match.group("block"):
                pieces.append(Traced("\n", (plain.ids[match.start()],)))
        start = match.end()
    whole = concatenate((*pieces, plain[start:]))
    at = 0
    for end in (*_PARAGRAPH_END.finditer(whole.text), None):
        text = canonical_traced(whole[at : end.start() if end else len(whole)], counts).strip()
        at = end.end() if end else at
        if text:
            yield Line(text, (left, top, left + 1, top + 1))


def _replaced(raw: Traced, pattern: regex.Pattern[str], marked: _Marked) -> Traced:
    """Replace entities and escapes by the character they stand for, at the place of their first one."""
    parts, start = [], 0
    for match in pattern.finditer(raw.text):
        escapes = {"\\n": "\n", "\\r": "\n", "\\t": " "}
        meaning = escapes.get(match.group(), html.unescape(match.group()))
        if len(meaning) != 1:
            continue
        ids = raw.ids[match.start() : match.end()]
        marked.blank(ids[1:])
        marked.visible[ids[0]] = meaning if meaning.strip() and meaning not in INVISIBLE else " "
        parts += [raw[start : match.start()], Traced(meaning, ids[:1])]
        start = match.end()
    return concatenate((*parts, raw[start:]))
