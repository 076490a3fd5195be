"""The kind of a file is told from its bytes; a name never decides."""

import io
import time
import zipfile

import pytest

from pipeline.core.errors import UserError
from pipeline.source.media_type import (
    DOC,
    DOCX,
    HTML,
    ODT,
    OLE,
    PDF,
    TEXT,
    begins_html,
    decode,
    decode_big5,
    media_type,
)


def archive(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return buffer.getvalue()


ODT_BYTES = archive(mimetype=ODT, **{"content.xml": "<x/>"})
DOCX_BYTES = archive(**{"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"})
CASES = [
    (b"%PDF-1.7\n", PDF),
    (b"\r\n junk %PDF-1.4", PDF),
    (ODT_BYTES, ODT),
    (DOCX_BYTES, DOCX),
    (OLE + bytes(600) + "WordDocument".encode("utf-16-le"), DOC),
    (b"\x89PNG\r\n\x1a\n....", "image/png"),
    (b"\xff\xd8\xff\xe0....", "image/jpeg"),
    (b"II*\x00....", "image/tiff"),
    (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
    ("年度".encode(), TEXT),
    ("\ufeff年度".encode(), TEXT),
    ("年度".encode("utf-16"), TEXT),
    ("\ufeff年度".encode("utf-16-be"), TEXT),
    ("年度手冊".encode("big5"), TEXT),
    ("簡介\t<br>表格<table><tr><td>甲</td></tr></table>".encode(), TEXT),
    ("<!DOCTYPE html>\n<html><body>年</body></html>".encode(), HTML),
    ("<?xml version='1.0'?><!-- 註 -->\n<HTML lang='zh'>".encode(), HTML),
    ("\ufeff<html>年".encode("utf-16-le"), HTML),
    ("<meta charset=big5><p>年度".encode("big5"), HTML),
]


@pytest.mark.parametrize(("data", "kind"), CASES)
@pytest.mark.parametrize("name", ["b.pdf", "b.txt", "b"])
def test_kind_is_told_from_bytes(tmp_path, data, kind, name):
    (tmp_path / name).write_bytes(data)
    assert media_type(tmp_path / name) == kind


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "is empty"),
        (b" \n\t", "white space"),
        ("\ufeff\u3000".encode(), "white space"),
        (b"\x00\x01\x02\x03", "00 01 02 03"),
        (b"\x7fELF\x02\x01\x01\x00", "no known kind"),
        (b"text\n" * 2000 + b"\x00", "NUL"),
        (b"PK\x03\x04 cut short", "damaged ZIP"),
        (ODT_BYTES[:-30], "damaged ZIP"),
        (archive(x="y"), "neither ODT nor DOCX"),
        (archive(mimetype="application/epub+zip"), "neither ODT nor DOCX"),
        (OLE + bytes(600), "not a Word document"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xff\xfea", "utf-16"),
        ("年度".encode() + b"\xff\xff", "offset 6"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(tmp_path, data, word):
    (tmp_path / "b").write_bytes(data)
    with pytest.raises(UserError, match=word) as caught:
        media_type(tmp_path / "b")
    assert str(caught.value).startswith(str(tmp_path / "b"))
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp950"])
def test_text_is_the_same_in_every_encoding(encoding):
    text = "109 年度\r\n產業人才，碁峰\t（二）"
    assert decode(text.encode(encoding), "b") == text


@pytest.mark.parametrize("end", ["\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_end_ends_a_line(end):
    assert decode(f"一{end}二{end}三".encode(), "b") == "一\n二\n三"
    assert decode(f"一{end}{end}二".encode(), "b").count("\n") == 2


@pytest.mark.parametrize("text", ["一\n\x0c二", "一\x0c\n二", "一\r\n\x0c二", "一\n\n\x0c\n二"])
def test_a_page_break_beside_a_line_end_ends_no_paragraph(text):
    assert decode(text.encode(), "b") == text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xc6\xa1\xa5\xd3\xbd\xd0", "①申請"),
        (b"\xc6\xaa", "⑩"),
        (b"\xc6\xb5\xa1B", "ⅰ、"),
        (b"\xc6\xe8\xc7\x7c", "あア"),
        (b"\xfa\xde\x95\xda", "玧啱"),
        (b"\xf9\xd6\xf9\xda", "碁恒"),
        (b"\xa3\xe1\xa1\xfe\xa1\xe3", "€／～"),
    ],
)
def test_big5_has_the_characters_that_cp950_lacks_or_has_otherwise(data, text):
    """ETEN's signs stand where Windows has a private area, and Hong Kong's characters where it has nothing."""
    assert decode(data + "年度".encode("cp950"), "b") == text + "年度"


def test_every_code_of_cp950_outside_the_extensions_is_read_as_windows_reads_it():
    for lead in (*range(0xA1, 0xC6), *range(0xC9, 0xFA)):
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            pair = bytes((lead, trail))
            try:
                known = pair.decode("cp950")
            except UnicodeDecodeError:
                with pytest.raises(UnicodeDecodeError):
                    decode_big5(pair)
                with pytest.raises(UserError, match=r"Big5 .byte 0x.. at offset 3"):
                    decode(b"a\xa4@" + pair, "b")
            else:
                assert decode_big5(b"a" + pair) == "a" + known


def test_damaged_utf8_is_never_read_as_big5():
    """Most pairs of bytes of Chinese in UTF-8 are other Chinese in Big5."""
    data = "補助計畫申請須知".encode() * 30 + b"\xe5\xb9"
    assert len(data) % 2 == 0
    with pytest.raises(UserError, match=r"not text in UTF-8 \(byte 0xe5 at offset 720\): save it as UTF-8"):
        decode(data, "b")


def test_text_too_large_to_decode_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.source.media_type.MAX_TEXT", 3)
    (tmp_path / "b").write_bytes(b"text")
    with pytest.raises(UserError, match="4 bytes"):
        media_type(tmp_path / "b")


def test_corpus_is_of_known_kinds(shared):
    for path in sorted((shared / "corpus").iterdir()):
        assert (
            media_type(path)
            == {".pdf": PDF, ".odt": ODT, ".md": TEXT, ".doc": DOC, ".html": HTML}[path.suffix]
        )


@pytest.mark.parametrize(
    "before",
    ["<!-- a -->", "<?xml a?>", "<!-- a --> ", "<!--", "<?xml ", "\n \t", "<!---->", "<!-- <!-- -->"],
)
def test_what_stands_before_a_page_is_looked_at_once(before: str) -> None:
    """`<!-- a -->` thirty times before a text took longer than anybody waited: each was tried in every way."""
    begun = time.process_time()
    assert not begins_html(before * 100_000 + "年度")
    begins_html(before * 100_000 + "<html>")
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("<html>", True),
        (" <!-- a --> <?xml version='1'?>\n<!DOCTYPE  HTML>", True),
        ("<!-- <html> --> <body>", True),
        ("<!-- <html>", False),
        ("<htmlx>", False),
        ("<!-- a -->年<html>", False),
        ("<p>", True),
        ("<person>", False),
        ("", False),
    ],
)
def test_a_page_is_told_by_its_first_tag(text: str, page: bool) -> None:
    assert begins_html(text) is page
