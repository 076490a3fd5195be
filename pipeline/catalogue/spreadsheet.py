"""Sheets of cells -> an Office Open XML workbook (ECMA-376, part 1), of which it has what tables need and no more.

Comes in: sheets, each a header and rows of values, and how its columns look.  Goes out: a file, the same bytes for the
same sheets.  Headers stay in view and have filters; a text stands once however many cells hold it.  A cell is a text,
a number, a truth or a day, never a formula; texts are neutralised as in CSV, because a sheet that is saved as CSV would
run them again, and one longer than a cell of Excel is cut and says so.  A library that knows all of Excel takes six
times as long, which a catalogue of a million cells cannot spare after each changed value.
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from pipeline.core.cells import harmless
from pipeline.core.expressions import expression

Value = str | int | float | bool | datetime.date | None
LONGEST = 32_767
"""Characters that a cell of Excel holds."""
CUT = "……（過長，全文見 CSV）"
LOOKS = ("plain", "header", "date", "twd", "share", "link", "prose")
"""How a cell may look; its place here is that of its format in ``_STYLES``."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WRITTEN = (1980, 1, 1, 0, 0, 0)
"""When every part was written: the clock would make each run another file."""
_DAY_0 = datetime.date(1899, 12, 30).toordinal()
_NO_XML = expression(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What XML does not hold, and what would be read as one of them."""
_EDGES = "".join(
    f'<{side} style="thin"><color auto="1"/></{side}>' for side in ("left", "right", "top", "bottom")
)
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="0.0##%"/></numFmts>'
    '<fonts count="3"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '<font><u/><sz val="11"/><color rgb="FF0563C1"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFDDEBF7"/></patternFill></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    f"<border>{_EDGES}<diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    + f'<cellXfs count="{len(LOOKS)}">'
    + "".join(
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{fill // 2}" xfId="0" '
        'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
        f'<alignment vertical="top"{wrap}/></xf>'
        for number, font, fill, wrap in (
            (0, 0, 0, ""),
            (0, 1, 2, ""),
            (164, 0, 0, ""),
            (3, 0, 0, ""),
            (165, 0, 0, ""),
            (0, 2, 0, ""),
            (0, 0, 0, ' wrapText="1"'),
        )
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: ``rows`` below a header; ``looks`` and ``widths``, in characters, of its columns."""

    name: str
    header: Sequence[str]
    rows: Sequence[Collection[Value]]
    looks: Sequence[str]
    widths: Sequence[int]
    frozen: int = 0
    """How many columns stay in view."""
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Where cells lead, by row and column, both from 0; those look like links."""


def write_spreadsheet(path: Path, sheets: Sequence[Sheet], title: str) -> None:
    """Write a workbook.

    Raises:
        OSError: it cannot be written.
    """
    texts: dict[str, int] = {}
    with zipfile.ZipFile(path, "w") as book:
        for number, sheet in enumerate(sheets, 1):
            _put(book, f"xl/worksheets/sheet{number}.xml", "".join(_sheet(sheet, texts)))
            if sheet.links:
                targets = [("hyperlink", target) for target in sheet.links.values()]
                _put(
                    book,
                    f"xl/worksheets/_rels/sheet{number}.xml.rels",
                    _relations(targets, ' TargetMode="External"'),
                )
        _put(book, "xl/sharedStrings.xml", "".join(_strings(texts)))
        _put(book, "xl/styles.xml", _STYLES)
        parts = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
        parts += [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
        _put(book, "xl/_rels/workbook.xml.rels", _relations(parts))
        _put(book, "xl/workbook.xml", _workbook(sheets))
        _put(
            book,
            "docProps/core.xml",
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{escape(title)}</dc:title></cp:coreProperties>",
        )
        _put(
            book,
            "_rels/.rels",
            _relations([("officeDocument", "xl/workbook.xml")]).replace(
                "</Relationships>",
                f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
                'Target="docProps/core.xml"/></Relationships>',
            ),
        )
        _put(book, "[Content_Types].xml", _content_types(len(sheets)))


def _put(book: zipfile.ZipFile, name: str, text: str) -> None:
    told = zipfile.ZipInfo(name, _WRITTEN)
    told.compress_type = zipfile.ZIP_DEFLATED
    book.writestr(told, (_HEAD + text).encode("utf-8", "replace"), compresslevel=4)


def _content_types(count: int) -> str:
    parts = [("/xl/workbook.xml", f"{_TYPE}.sheet.main+xml"), ("/xl/styles.xml", f"{_TYPE}.styles+xml")]
    parts += [
        (f"/xl/worksheets/sheet{number}.xml", f"{_TYPE}.worksheet+xml") for number in range(1, count + 1)
    ]
    parts += [("/xl/sharedStrings.xml", f"{_TYPE}.sharedStrings+xml")]
    parts += [("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")]
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
        + "</Types>"
    )


def _relations(parts: Sequence[tuple[str, str]], mode: str = "") -> str:
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target={quoteattr(target)}{mode}/>'
        for number, (kind, target) in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _workbook(sheets: Sequence[Sheet]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">'
        f"'{escape(sheet.name)}'!$A$1:${_letters(len(sheet.header) - 1)}${len(sheet.rows) + 1}</definedName>"
        for place, sheet in enumerate(sheets)
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets><definedNames>{filters}</definedNames></workbook>"
    )


def _sheet(sheet: Sheet, texts: dict[str, int]) -> Iterator[str]:
    letters = [_letters(place) for place in range(len(sheet.header))]
    whole = f"A1:{letters[-1]}{len(sheet.rows) + 1}"
    split = f'xSplit="{sheet.frozen}" ' if sheet.frozen else ""
    pane = "bottomRight" if sheet.frozen else "bottomLeft"
    yield (
        f'<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><dimension ref="{whole}"/><sheetViews>'
        f'<sheetView workbookViewId="0"><pane {split}ySplit="1" topLeftCell="{_letters(sheet.frozen)}2" '
        f'activePane="{pane}" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>'
    )
    for place, width in enumerate(sheet.widths, 1):
        yield f'<col min="{place}" max="{place}" width="{width}.7109375" customWidth="1"/>'
    yield "</cols><sheetData>"
    yield _row(1, sheet.header, [(letter, LOOKS.index("header")) for letter in letters], texts)
    columns = list(zip(letters, map(LOOKS.index, sheet.looks), strict=True))
    links: dict[int, dict[str, int]] = {}
    for number, place in sheet.links:
        links.setdefault(number, {})[letters[place]] = LOOKS.index("link")
    for number, row in enumerate(sheet.rows):
        own = links.get(number)
        looks = [(letter, own.get(letter, look)) for letter, look in columns] if own else columns
        yield _row(number + 2, row, looks, texts)
    yield f'</sheetData><autoFilter ref="{whole}"/>'
    if sheet.links:
        yield "<hyperlinks>"
        for number, (row_, place) in enumerate(sheet.links, 1):
            yield f'<hyperlink ref="{letters[place]}{row_ + 2}" r:id="rId{number}"/>'
        yield "</hyperlinks>"
    yield "</worksheet>"


def _row(
    number: int, values: Collection[Value], columns: Sequence[tuple[str, int]], texts: dict[str, int]
) -> str:
    """Return a row; ``columns`` have a name and a look each."""
    cells = [f'<row r="{number}">']
    for value, (letter, look) in zip(values, columns, strict=True):
        if isinstance(value, str):  # nine of ten
            if value:
                held = texts.setdefault(value, len(texts))
                cells.append(f'<c r="{letter}{number}" s="{look}" t="s"><v>{held}</v></c>')
        elif isinstance(value, bool):
            cells.append(f'<c r="{letter}{number}" s="{look}" t="b"><v>{value:d}</v></c>')
        elif isinstance(value, datetime.date):
            cells.append(f'<c r="{letter}{number}" s="{look}"><v>{value.toordinal() - _DAY_0}</v></c>')
        elif value is not None:
            cells.append(f'<c r="{letter}{number}" s="{look}"><v>{value!r}</v></c>')
    cells.append("</row>")
    return "".join(cells)


def _strings(texts: Iterable[str]) -> Iterator[str]:
    yield f'<sst xmlns="{_MAIN}">'
    for each in map(_shown, texts):
        held = escape(_NO_XML.sub(lambda sign: f"_x{ord(sign[0]):04X}_", each))
        kept = ' xml:space="preserve"' if each != each.strip() else ""
        yield f"<si><t{kept}>{held}</t></si>"
    yield "</sst>"


def _shown(value: str) -> str:
    """Return a text as a cell holds it."""
    text = harmless(value)
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


def _letters(place: int) -> str:
    """Return the name of a column by its place from 0: A, B … Z, AA."""
    before, last = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)
