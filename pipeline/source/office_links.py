"""An office document -> the same without what its reader would fetch: pictures, objects, texts that lie elsewhere.

Comes in: an ODT or DOCX that nobody has vouched for.  Goes out: an archive of the same members, in whose XML every
reference that leads out of it is empty.  An archive that is damaged, or holds more than a
document may, is a ``UserError``; what it says of its own sizes is not believed.

The archive is written anew, so that what was looked at is what LibreOffice reads: two programs can see two different
documents in one damaged archive.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from xml.parsers import expat

from pipeline.core.errors import UserError, brief
from pipeline.source.media_type import BROKEN_ZIP, refuse_many_members
from pipeline.source.office_settled import settled

LARGEST = 512 << 20
"""Bytes that a document may unpack to: a booklet has a few million, and LibreOffice takes a multiple of them."""
LARGEST_PART = 64 << 20
"""Bytes of one part of XML, which is held whole; that of a booklet of fifty pages has one million."""
_CHUNK = 1 << 20
_XML = (".xml", ".rels")
_TAG = re.compile(rb"""<[^\s/>"']+(?:\s+[^\s=>"']+\s*=\s*(?:"[^"]*"|'[^']*'))*""")
_WORD = re.compile(r"\w+")
"""The identifier of a relationship, which ``r:href`` holds in DOCX, or a name that is nowhere."""
_UTF_8 = (None, "utf-8", "us-ascii", "ascii")
_LOADING = ("href", "src", "dde-application")
_LOADED = "/aFChunk"
"""A part in another format, such as HTML, whose own references nobody has looked at."""


def without_links(path: Path, target: Path) -> None:
    """Write a document without what leads out of it.

    Raises:
        UserError: it is damaged, or holds too much.
        OSError: ``target`` cannot be written.
    """
    refuse_many_members(path)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as made:
        try:
            with zipfile.ZipFile(path) as archive:
                _copy(path, archive, made)
        except BROKEN_ZIP as error:
            if isinstance(error, OSError) and error.errno:  # of the disk, not of a decompressor
                raise
            raise UserError(
                f"{path} is a damaged ZIP archive ({brief(error)}): get the file again."
            ) from error


def _copy(path: Path, archive: zipfile.ZipFile, made: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if len(set(names)) < len(names):
        raise UserError(f"{path} holds two members of one name: save it anew.")
    inside = _Inside(names)
    left = LARGEST
    for member in archive.infolist():
        if member.is_dir():
            continue
        plain = zipfile.ZipInfo(member.filename, max(member.date_time, (1980, 1, 1, 0, 0, 0)))
        with archive.open(member) as stream:
            head = stream.read(_CHUNK)
            if _is_xml(member.filename, head):
                part = head + stream.read(min(LARGEST_PART, left) + 1 - len(head))
                if len(part) > min(LARGEST_PART, left):
                    raise UserError(f"{path} unpacks to more than {LARGEST} bytes: save it anew.")
                left -= len(part)
                # In this order: what is left out may have made a comment of a reference.
                made.writestr(plain, _cleaned(path, member.filename, settled(member.filename, part), inside))
                continue
            with made.open(plain, "w", force_zip64=True) as copy:
                chunk = head
                while chunk:
                    left -= len(chunk)
                    if left < 0:
                        raise UserError(f"{path} unpacks to more than {LARGEST} bytes: save it anew.")
                    copy.write(chunk)
                    chunk = stream.read(_CHUNK)


def _is_xml(name: str, head: bytes) -> bool:
    """Tell whether a member is to be looked at: a part of the document, or a drawing such as SVG."""
    return name.lower().endswith(_XML) or head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


class _Inside:
    """Tells which references stay within the archive."""

    def __init__(self, names: list[str]) -> None:
        self.names = {name.strip("/") for name in names}
        self.folders = {name.rsplit("/", at)[0] for name in names for at in range(1, name.count("/") + 1)}

    def __call__(self, reference: str) -> bool:
        reference = reference.strip()
        if not reference or reference.startswith(("#", "data:")) or _WORD.fullmatch(reference):
            return True
        name = reference.partition("#")[0].removeprefix("./").strip("/")
        return not reference.startswith("/") and (name in self.names or name in self.folders)


def _cleaned(path: Path, name: str, part: bytes, inside: Callable[[str], bool]) -> bytes:
    """Return a part of XML in which the attributes that lead out are empty; all else is the same bytes."""
    found: list[tuple[int, str]] = []
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise UserError(
            f"{path} declares a document type in {name}, as no office program does: save it anew."
        )

    def declared(version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.lower() not in _UTF_8:
            raise UserError(f"{path} is written in {encoding} in {name}, not in UTF-8: save it anew.")

    def begun(element: str, attributes: dict[str, str]) -> None:
        for attribute in _leading_out(element, attributes, inside):
            found.append((parser.CurrentByteIndex, attribute))

    parser.StartDoctypeDeclHandler = refuse
    parser.XmlDeclHandler = declared
    parser.StartElementHandler = begun
    if b"\x00" in part[:4] or part[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UserError(f"{path} is not written in UTF-8 in {name}: save it anew.")
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        if name.lower().endswith(_XML):
            raise UserError(f"{path} is damaged in {name} ({brief(error)}): get the file again.") from error
        return b""  # a drawing that is none, or HTML: nobody can tell what it leads to
    return _emptied(part, found)


def _leading_out(element: str, attributes: dict[str, str], inside: Callable[[str], bool]) -> list[str]:
    """Return the attributes of an element by which something is loaded that lies elsewhere.

    Prefixes are not looked at: a document can bind any to any namespace.
    """
    local = element.rpartition(":")[2]
    if (
        local == "Relationship"
    ):  # a link, too: a picture may name it, and the kind of a relationship is not checked
        target, mode = attributes.get("Target", ""), attributes.get("TargetMode", "")
        out = mode.lower() == "external" or ":" in target or attributes.get("Type", "").endswith(_LOADED)
        return ["Target"] if out and target else []
    if local == "a":  # what a person clicks
        return []
    loading = (name for name in attributes if name.rpartition(":")[2] in _LOADING)
    return [name for name in loading if not inside(attributes[name])]


def _emptied(part: bytes, found: list[tuple[int, str]]) -> bytes:
    """Return a part with the values of some attributes taken out, each told by where its element begins."""
    made, end = [], 0
    for at, attributes in groupby(found, key=itemgetter(0)):
        tag = _TAG.match(part, at)
        text = tag[0] if tag else b""
        for _, name in attributes:
            text = re.sub(rb"(\s%s\s*=\s*)(?:\"[^\"]*\"|'[^']*')" % re.escape(name.encode()), rb'\1""', text)
        made += [part[end:at], text]
        end = at + (len(tag[0]) if tag else 0)
    return b"".join((*made, part[end:]))
