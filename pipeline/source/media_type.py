"""Sniff: what kind of file this is, told from its bytes, never from its name; and text out of bytes.

Comes in: a file.  Goes out: its media type, or the decoded text.  An empty file, an unknown kind or an
undecodable text is a ``UserError``.
"""

from __future__ import annotations

import mmap
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from lzma import LZMAError
from pathlib import Path

from pipeline.core.errors import UserError, brief

PDF = "application/pdf"
ODT = "application/vnd.oasis.opendocument.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOC = "application/msword"
HTML = "text/html"
TEXT = "text/plain"

HEAD = 4096
MAX_TEXT = 256 << 20
"""Text is decoded whole; ten thousand pages are about 20 MiB."""

IMAGES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"\x00\x00\x00\x0cjP  ": "image/jp2",
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
HTML_START = re.compile(r"<(?:!doctype\s+html|html|head|body|meta)\b", re.I)
HTML_PART = re.compile(
    r"<(?:div|section|article|main|header|nav|aside|footer|h[1-6]|p|ul|ol|dl|table|form|center|span|a|img|script|style"
    r"|link|title)\b[^<>]*>",
    re.I,
)
"""What a part of a page begins with, where it was copied out of one."""
_CELL_END = re.compile(r"<(?P<code>/?(?:script|style))\b|<tr\b|<[^<>]*>|(?<=\S)\t+(?=\S)", re.I)
BEFORE_HTML = {"<!--": "-->", "<?xml": "?>"}
"""What may stand before a page, and how it ends."""
BROKEN_ZIP = (
    *(zipfile.BadZipFile, zlib.error, LZMAError, OSError, NotImplementedError, RuntimeError, ValueError),
    *(EOFError, KeyError, struct.error),
)
"""What a hostile, damaged or encrypted archive raises: each way of packing has its own."""
END_OF_ZIP = 22 + 0xFFFF + 20
"""Bytes at the end of an archive in which it says where its members are listed: the record, a comment, a pointer."""
MOST_MEMBERS = 10_000
LARGEST_DIRECTORY = 8 << 20
"""Bytes in which an archive lists its members; an office document has a few thousand."""
KNOWN = "PDF, ODT, DOCX, DOC, XLSX, HTML, an image, or text in UTF-8, UTF-16 or Big5"


def is_pdf(path: Path) -> bool:
    """Tell whether a file says that it is a PDF; readers accept a header that does not stand at the very beginning."""
    with path.open("rb") as stream:
        return b"%PDF-" in stream.read(1024)


def media_type(path: Path) -> str:
    """Return the media type of a file.

    Raises:
        UserError: The file is empty, damaged, or of no kind that is known here.
        OSError: It cannot be read.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head:
        raise UserError(f"{path} is empty: fetch the booklet again.")
    if is_pdf(path):
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return zipped(path)
    if head.startswith(OLE):
        return ole(path)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    for magic, image in IMAGES.items():
        if head.startswith(magic):
            return image
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UserError(f"{path} is of no known kind (it begins with {head[:8].hex(' ')}): give {KNOWN}.")
    return HTML if begins_html(read_text(path)) else TEXT


def begins_html(text: str) -> bool:
    """Tell whether a text begins as a page or a part of one does, after comments: each character is looked at once.

    The cells of a transcription are parted by tabs and may begin with a tag, too; the tabs of a page only indent.
    """
    at = 0
    while True:
        while text[at : at + 1].isspace():
            at += 1
        ends = (end for start, end in BEFORE_HTML.items() if text.startswith(start, at))
        if (end := next(ends, None)) is None:
            return bool(HTML_START.match(text, at)) or _begins_part(text, at)
        if (found := text.find(end, at)) < 0:
            return False
        at = found + len(end)


def _begins_part(text: str, at: int) -> bool:
    """Tell whether a part of a page begins here: no tab parts cells outside tags and scripts, or rows are marked up."""
    if not HTML_PART.match(text, at):
        return False
    code = tabbed = False
    for found in _CELL_END.finditer(text, at):
        if found["code"]:
            code = not found["code"].startswith("/")
        elif found.group().lower() == "<tr":
            return True
        else:
            tabbed = tabbed or not (code or found.group().startswith("<"))
    return not tabbed


def zipped(path: Path) -> str:
    """Return the media type of a ZIP archive: an office document names itself in a member."""
    refuse_many_members(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = set(archive.namelist())
            if "mimetype" in members:
                with archive.open("mimetype") as stream:
                    if stream.read(HEAD).strip() == ODT.encode():
                        return ODT
            if {"[Content_Types].xml", "word/document.xml"} <= members:
                return DOCX
            if {"[Content_Types].xml", "xl/workbook.xml"} <= members:
                return XLSX
    except BROKEN_ZIP as error:
        raise UserError(
            f"{path} is a damaged ZIP archive ({brief(error)}): fetch the booklet again."
        ) from error
    raise UserError(
        f"{path} is a ZIP archive but neither ODT nor DOCX nor XLSX: unpack it and give the booklet in it."
    )


def refuse_many_members(path: Path) -> None:
    """Raise ``UserError`` where an archive lists more than a document has, before the list is read."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - END_OF_ZIP))
        tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        return  # none is listed: no archive
    members, _, length = struct.unpack_from("<HHI", tail.ljust(at + 16, b"\0"), at + 8)
    # Archives of more than 4 GiB, or of more members than two bytes can count, point to a second directory.
    if members > MOST_MEMBERS or length > LARGEST_DIRECTORY or b"PK\x06\x07" in tail[max(0, at - 20) : at]:
        raise UserError(f"{path} is an archive of more members than a document has: give the booklet in it.")


def ole(path: Path) -> str:
    """Return the media type of a compound file, the shell of old Word documents and of locked new ones."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data.find("WordDocument".encode("utf-16-le")) >= 0:
            return DOC
        if data.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            raise UserError(f"{path} is locked with a password: save it without one.")
    raise UserError(f"{path} is an old office file but not a Word document: give {KNOWN}.")


def read_text(path: Path) -> str:
    """Return the text of a file; see ``decode``."""
    if (size := path.stat().st_size) > MAX_TEXT:
        raise UserError(f"{path} has {size} bytes, too many for a text: give at most {MAX_TEXT}.")
    return decode(path.read_bytes(), str(path))


def decode(data: bytes, name: str) -> str:
    """Return ``data`` as text: by its byte order mark, else UTF-8, else Big5; lines end as in Unix or Windows.

    Raises:
        UserError: It is none of these, or holds nothing but white space; ``name`` says whose bytes they are.
    """
    marked = next((encoding for bom, encoding in BOMS.items() if data.startswith(bom)), None)
    readers: dict[str, Callable[[bytes], str]] = {
        marked or "UTF-8": partial(str, encoding=marked or "utf-8"),
        **({} if marked else {"Big5": decode_big5}),
    }
    tried: list[str] = []
    for title, read in readers.items():
        try:
            text = read(data)
        except UnicodeDecodeError as error:
            tried.append(f"{title} (byte 0x{data[error.start]:02x} at offset {error.start})")
            if title == "UTF-8" and _is_mostly_utf8(data):
                break
            continue
        if not text.strip():
            raise UserError(f"{name} holds nothing but white space: fetch the booklet again.")
        if "\x00" in text:
            raise UserError(
                f"{name} holds a NUL character (at offset {text.index(chr(0))}) and is no text: give {KNOWN}."
            )
        return _LINE_END.sub("\n", text)
    raise UserError(f"{name} is not text in {' or '.join(tried)}: save it as UTF-8.")


_LINE_END = re.compile(
    "\r(?!\n)|[\x0b\x85\u2028\u2029]|(?<![\n\r\x85\u2028\u2029])\x0c(?![\n\r\x85\u2028\u2029])"
)
"""What ends a line in texts of old or foreign programs.  A page break beside a line end stays: it ends no paragraph."""


def decode_big5(data: bytes) -> str:
    """Return Big5 as Taiwan writes it: cp950, and what that lacks or has otherwise: the signs of ETEN and Hong Kong's.

    Raises:
        UnicodeDecodeError: it is not Big5.
    """
    parts, at = [], 0
    for run in _BIG5.finditer(data):
        try:
            if run.start() == at:
                parts.append(run.group().decode("cp950" if run["microsoft"] else "big5hkscs"))
                at = run.end()
        except UnicodeDecodeError as error:
            at += error.start
            break
    if at < len(data):
        raise UnicodeDecodeError("big5", data, at, at + 1, "no character of Big5")
    return "".join(parts)


_BIG5 = re.compile(
    rb"(?P<microsoft>(?:[\x00-\x7f]|[\xa1-\xc5\xc9-\xf9][\x40-\x7e\xa1-\xfe]|\xc6[\x40-\x7e])+)"
    rb"|(?:[\x87-\xa0\xc7\xc8\xfa-\xfe][\x40-\x7e\xa1-\xfe]|\xc6[\xa1-\xfe])+"
)


def _is_mostly_utf8(data: bytes) -> bool:
    """Tell whether most of a text that is not UTF-8 is: its Chinese would pass for other Chinese in Big5."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    return sum(not character.isascii() for character in text) > 10 * damaged
