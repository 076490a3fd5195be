"""A document as it stands on paper: each part of XML changes in these places and no others."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest

from pipeline.source.office_links import without_links
from pipeline.source.office_settled import settled, settled_doc

SAME = [
    ("content.xml", '<style:table-row-properties style:min-row-height="1cm"/>'),
    ("content.xml", '<number:date-style style:name="N1"/>'),
    ("content.xml", "<text:p>row-height 日期</text:p>"),
    ("settings.xml", "<a:settings></a:settings>"),
    ("word/document.xml", '<w:trHeight w:hRule="atLeast"/><w:p>exact</w:p>'),
    ("word/document.xml", "<w:instrText> PAGE </w:instrText><w:t>DATE</w:t>"),
    ("word/document.xml", "<w:instrText> DATEX </w:instrText>"),
    ("docProps/app.xml", '<w:trHeight w:hRule="exact"/>'),
]
CHANGED = [
    (
        "content.xml",
        "<a><text:tracked-changes><text:p>去</text:p></text:tracked-changes><text:p>留</text:p></a>",
        "<a><text:p>留</text:p></a>",
    ),
    ("content.xml", "<text:tracked-changes/><text:p/>", "<text:p/>"),
    (
        "styles.xml",
        '<style:table-row-properties style:row-height="1cm" fo:a="b"/>',
        '<style:table-row-properties style:min-row-height="1cm" fo:a="b"/>',
    ),
    (
        "content.xml",
        '<style:table-row-properties style:row-height="1cm" style:min-row-height="2cm"/>',
        '<style:table-row-properties style:saved-row-height="1cm" style:min-row-height="2cm"/>',
    ),
    (
        "content.xml",
        '<text:date text:fixed="false" text:date-value="2020">109</text:date>',
        '<text:date text:date-value="2020" text:fixed="true">109</text:date>',
    ),
    ("content.xml", "<text:file-name/>", '<text:file-name text:fixed="true"/>'),
    (
        "word/document.xml",
        '<w:trHeight w:val="9" w:hRule="exact"/>',
        '<w:trHeight w:val="9" w:hRule="atLeast"/>',
    ),
    ("word/header1.xml", "<w:framePr w:hRule='exact'/>", "<w:framePr w:hRule='atLeast'/>"),
    (
        "word/document.xml",
        '<w:instrText xml:space="preserve"> date \\@ y</w:instrText>',
        '<w:instrText xml:space="preserve"> SAVED date \\@ y</w:instrText>',
    ),
    ("word/document.xml", '<w:fldSimple w:instr=" TIME ">', '<w:fldSimple w:instr=" SAVED TIME ">'),
    (
        "word/settings.xml",
        '<w:settings a="b"><w:zoom/><w:revisionView w:markup="1"/></w:settings>',
        '<w:settings a="b"><w:revisionView w:markup="0" w:insDel="0"/><w:zoom/></w:settings>',
    ),
]


@pytest.mark.parametrize("kind", range(256))
def test_of_the_fields_of_a_doc_those_that_move_are_saved_ones(kind: int) -> None:
    """FILENAME, DATE, TIME, and the three of the user; a field begins, has a result, and ends."""
    begun, moves = bytes([0x13, kind]), kind in (29, 31, 32, 60, 61, 62)
    fields = b"\x01\x14" + begun + b"\x14\xff\x15\x80" + begun + b"\x14\n\x15\x80"
    assert settled_doc(fields) == (fields.replace(begun, b"\x13\x51") if moves else fields)
    assert settled_doc(begun + b"\x13\xff\x15") == begun + b"\x13\xff\x15"


@pytest.mark.parametrize(("name", "part"), SAME)
def test_what_stays(name: str, part: str) -> None:
    assert settled(name, part.encode()) == part.encode()


@pytest.mark.parametrize(("name", "part", "made"), CHANGED)
def test_what_changes(name: str, part: str, made: str) -> None:
    assert settled(name, part.encode()).decode() == made
    assert settled(name, made.encode()).decode() == made


def test_tracked_changes_that_nothing_ends_take_no_longer_than_others() -> None:
    part = b"<a><!--" + b"<t:tracked-changes>" * 8_000 + b"--></a>"
    begun = time.process_time()
    assert settled("content.xml", part) == part
    assert time.process_time() - begun < 2


def test_what_is_left_out_brings_no_reference_to_light(tmp_path: Path) -> None:
    begins, ends = "<!--<t:tracked-changes>-->", "</t:tracked-changes>-->"
    part = f'<a xmlns:t="t">{begins}<![CDATA[{ends}<t:image href="http://a/b.png"/><!--]]>--></a>'
    path, target = tmp_path / "booklet.odt", tmp_path / "made.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", part)
    without_links(path, target)
    with zipfile.ZipFile(target) as made:
        assert made.read("content.xml") == b'<a xmlns:t="t"><!----><t:image href=""/><!--]]>--></a>'
