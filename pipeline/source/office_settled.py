"""A part of an office document -> the same as it stands on paper: nothing crossed out, nothing cut off, no clock.

Comes in: the XML of a part of an .odt or .docx, or a whole .doc, of which nothing has been looked at yet.  Goes out:
the same, in which what was taken out under tracked changes is not shown, a row of fixed height is as high as its words
need, and a field that tells the day of printing keeps what was saved in it.  LibreOffice would print what was crossed
out among all else, leave out what a row has no room for, and name the day on which it runs.
"""

from __future__ import annotations

import re

_CHANGES = re.compile(
    rb"<([\w.-]+:)tracked-changes\b"
    rb"(?:[^<>]*/>|[^<]*(?:<(?![\w.-]+:tracked-changes\b)[^<]*)*?</\1tracked-changes\s*>)"
)
"""ODT keeps apart what was taken out; no second one begins within, so that each byte is looked at once."""
_FIXED_ROW = re.compile(rb"<[\w.-]+:table-row-properties\b[^<>]*")
_ROW_HEIGHT = re.compile(rb"(\s[\w.-]+:)row-height(\s*=)")
_MOVING = re.compile(rb"<([\w.-]+:)(?:date|time|file-name)\b[^<>]*?(?=/?>)")
_FIXED = re.compile(rb"\s[\w.-]+:fixed\s*=\s*([\"'])\w*\1")

_EXACT = re.compile(rb"(<[\w.-]+:(?:trHeight|framePr)\b[^<>]*?\s[\w.-]+:hRule\s*=\s*[\"'])exact\b")
_ASKED = re.compile(
    rb"(<[\w.-]+:(?:instrText\b[^<>]*>|fldSimple\b[^<>]*?\s[\w.-]+:instr\s*=\s*[\"'])\s*)"
    rb"(?=(?:DATE|TIME|FILENAME|USERNAME|USERINITIALS|USERADDRESS)\b)",
    re.I,
)
_FIELDS = re.compile(rb"\x13[\x1d\x1f\x20\x3c-\x3e](?=\x14.\x15)", re.S)
"""The same fields in a .doc, by their numbers in the list of its fields ([MS-DOC], flt)."""
_SAVED_FIELD = b"\x13\x51"
"""A field that LibreOffice does not know (ADDRESSBLOCK): what was saved in it stays."""
_SETTINGS = re.compile(rb"<([\w.-]+:)settings\b[^<>]*(?<!/)>")
_VIEW = re.compile(rb"<([\w.-]+:)revisionView\b[^<>]*/>")


def settled(name: str, part: bytes) -> bytes:
    """Return a part of a document, known by its name, as it stands on paper."""
    if name in ("content.xml", "styles.xml"):
        return _MOVING.sub(_stopped, _FIXED_ROW.sub(_free, _CHANGES.sub(b"", part)))
    if name == "word/settings.xml":
        return _SETTINGS.sub(rb'\g<0><\1revisionView \1markup="0" \1insDel="0"/>', _VIEW.sub(b"", part), 1)
    if name.startswith("word/"):
        return _ASKED.sub(rb"\1SAVED ", _EXACT.sub(rb"\1atLeast", part))
    return part


def settled_doc(document: bytes) -> bytes:
    """Return a .doc whose fields that tell the day of printing keep what was saved in them."""
    return _FIELDS.sub(_SAVED_FIELD, document)


def _free(row: re.Match[bytes]) -> bytes:
    has_least = b":min-row-height" in row[0]
    return _ROW_HEIGHT.sub(rb"\1saved-row-height\2" if has_least else rb"\1min-row-height\2", row[0])


def _stopped(field: re.Match[bytes]) -> bytes:
    if not field[1].startswith(b"text"):  # style:date and the like
        return field[0]
    return _FIXED.sub(b"", field[0]) + b' %sfixed="true"' % field[1]
