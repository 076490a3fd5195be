"""An office document fetches nothing and shows no file of this machine: of three means none needs the others."""

from __future__ import annotations

import io
import shutil
import threading
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipeline.core.confine import Confinement
from pipeline.core.errors import UserError
from pipeline.source import office, office_links
from pipeline.source.media_type import DOCX, ODT, media_type
from pipeline.source.office_links import without_links
from tests.core.test_sandbox import confined
from tests.source import linking
from tests.source.linking import docx, in_docx, in_odt, odt
from tests.typeset.office import installed

pytestmark = pytest.mark.long

URL = "http://127.0.0.1:1/secret.png"
needs_office = pytest.mark.skipif(
    not installed(), reason="no LibreOffice (apt-get install libreoffice-writer-nogui)"
)


def cleaned(content: bytes, folder: Path) -> dict[str, bytes]:
    """Return the members of a document without what leads out of it."""
    path, target = folder / "booklet", folder / "made"
    path.write_bytes(content)
    without_links(path, target)
    with zipfile.ZipFile(target) as made:
        return {name: made.read(name) for name in made.namelist()}


ADDRESSES = [
    URL,
    "file:///etc/passwd",
    "//host/share/a.png",
    "../../../etc/passwd",
    "\\\\host\\share",
    "ftp://a/b",
]


@pytest.mark.parametrize("url", ADDRESSES)
@pytest.mark.parametrize("name", in_odt(""))
def test_an_odt_leads_nowhere(name: str, url: str, tmp_path: Path) -> None:
    members = cleaned(odt(*in_odt(url)[name]), tmp_path)
    spelled = "".join(f"&#{ord(letter)};" for letter in url)
    assert not any(each.encode() in content for content in members.values() for each in (url, spelled))
    assert "年度".encode() in members["content.xml"]


@pytest.mark.parametrize("url", ADDRESSES)
@pytest.mark.parametrize("name", in_docx(""))
def test_a_docx_leads_nowhere(name: str, url: str, tmp_path: Path) -> None:
    members = cleaned(docx(*in_docx(url)[name]), tmp_path)
    assert not any(url.encode() in content for content in members.values())
    assert "年度".encode() in members["word/document.xml"]


def test_what_stands_in_the_document_and_what_is_clicked_stays(tmp_path: Path) -> None:
    body = linking.FRAME.format(f"<draw:image {linking.LINK.format(url='Pictures/a.png')}/>")
    body += linking.FRAME.format(f"<draw:object {linking.LINK.format(url='./Object 1')}/>")
    body += f'<text:p><text:a xlink:href="{URL}">連結</text:a></text:p>'
    content = odt(body, members={"Pictures/a.png": b"PNG", "Object 1/content.xml": b"<x/>"})
    members = cleaned(content, tmp_path)
    with zipfile.ZipFile(io.BytesIO(content)) as before:
        assert members == {name: before.read(name) for name in before.namelist()}


def test_only_the_value_is_taken_out(tmp_path: Path) -> None:
    frame = f"<draw:image  draw:name='a>\"b'\n xlink:href = '{URL}' xlink:show=\"embed\"/>"
    members = cleaned(odt(linking.FRAME.format(frame * 2)), tmp_path)
    emptied = frame.replace(f"'{URL}'", '""')
    assert emptied * 2 in members["content.xml"].decode()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["draw:image", "text:p", "x", "text:a"]),
            st.dictionaries(
                st.sampled_from(["xlink:href", "src", "y:href", "name"]),
                st.sampled_from([*ADDRESSES, "#a", ""]),
            ),
            st.text("甲<>&\"' \n", max_size=5),
        )
    )
)
def test_whatever_the_elements_no_reference_leads_out(tmp_path_factory, elements) -> None:
    from xml.etree import ElementTree
    from xml.sax.saxutils import escape, quoteattr

    body = "".join(
        f"<{name} {' '.join(f'{key}={quoteattr(value)}' for key, value in attributes.items())}>{escape(text)}</{name}>"
        for name, attributes, text in elements
    )
    names = "xmlns:draw='d' xmlns:text='t' xmlns:xlink='l' xmlns:y='y'"
    part = f"<all {names}>{body}</all>".encode()
    made = office_links._cleaned(Path("booklet"), "content.xml", part, office_links._Inside([]))
    before, after = ElementTree.fromstring(part), ElementTree.fromstring(made)
    assert [each.tag for each in before.iter()] == [each.tag for each in after.iter()]
    assert "".join(before.itertext()) == "".join(after.itertext())
    for old, new in zip(before.iter(), after.iter(), strict=True):
        for key, value in old.attrib.items():
            leads = key.endswith(("href", "src")) and value in ADDRESSES and not new.tag.endswith("}a")
            assert new.attrib[key] == ("" if leads else value)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]>', "declares a document type in content.xml"),
        ('<?xml version="1.0" encoding="big5"?>', "is written in big5 in content.xml"),
        ("\x00", "is not written in UTF-8 in content.xml"),
        ("<", "is damaged in content.xml"),
    ],
)
def test_xml_that_cannot_be_looked_at_is_one_sentence(before: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=said):
        cleaned(odt("", before=before), tmp_path)


def test_two_members_of_one_name_are_one_sentence(tmp_path: Path) -> None:
    """One program reads the first, another the last: what was looked at would not be what is read."""
    made = io.BytesIO(odt(""))
    with zipfile.ZipFile(made, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(UserError, match="two members of one name"):
        cleaned(made.getvalue(), tmp_path)


@pytest.mark.parametrize(
    "packed", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_a_damaged_member_is_one_sentence_however_it_is_packed(packed: int, tmp_path: Path) -> None:
    content = linking.archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": "<x>" + "年度" * 2000 + "</x>",
        },
        {"Pictures/a.png": bytes(range(256)) * 40},
        packed,
    )
    refused = 0
    for at in range(30, len(content) - 200, max(1, len(content) // 60)):
        damaged = bytearray(content)
        damaged[at : at + 4] = b"\xff\x00\xff\x00"
        path = tmp_path / "booklet.odt"
        path.write_bytes(damaged)
        with suppress(UserError):
            media_type(path)
            without_links(path, tmp_path / "made")
            continue
        refused += 1
    assert refused > 10


def test_an_odd_mimetype_is_one_sentence(tmp_path: Path) -> None:
    for kind, packed in (
        (b"\xff" * 10_000, zipfile.ZIP_BZIP2),
        (b"", zipfile.ZIP_STORED),
        (b"x" * 9, zipfile.ZIP_LZMA),
    ):
        path = tmp_path / "booklet.odt"
        path.write_bytes(linking.archive({}, {"mimetype": kind}, packed))
        with pytest.raises(UserError, match="neither ODT nor DOCX"):
            media_type(path)
    folder = io.BytesIO()
    with zipfile.ZipFile(folder, "w") as made:
        made.mkdir("mimetype")
    path.write_bytes(folder.getvalue())
    with pytest.raises(UserError):
        media_type(path)


def test_more_members_than_a_document_has_are_not_listed(tmp_path: Path) -> None:
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as made:
        for number in range(10_001):
            made.writestr(str(number), b"")
    path = tmp_path / "booklet.odt"
    for content in (many.getvalue(), odt("")[:-22] + b"PK\x06\x07" + bytes(16) + odt("")[-22:]):
        path.write_bytes(content)
        with pytest.raises(UserError, match="more members than a document has"):
            media_type(path)


# with LibreOffice itself


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and what it was asked for."""
    paths: list[str] = []
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(picture, "png")

    class Server(BaseHTTPRequestHandler):
        def answer(self) -> None:
            paths.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(picture.getvalue())

        do_GET = do_HEAD = do_OPTIONS = do_PROPFIND = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()


def whole(kind: str, address: str, file: str, drawings: bool = True) -> bytes:
    """Return a document with every way of its kind, to a server and to a file of this machine."""
    urls = (address + "/picture.png", file)
    if kind == "odt":
        names = [name for name in in_odt("") if drawings or "drawing" not in name]
        ways = [in_odt(url)[name] for url in urls for name in names]
        members = {name: content for _, _, more in ways for name, content in more.items()}
        return odt("".join(body for body, _, _ in ways), ways[2][1], members)
    bodies, related = zip(
        *(in_docx(urls[0]) | {f"{name} here": way for name, way in in_docx(file).items()}).values(),
        strict=True,
    )
    renamed = [
        (body.replace('"r1', f'"r{at}'), link.replace('"r1', f'"r{at}'))
        for at, (body, link) in enumerate(zip(bodies, related, strict=True), 2)
    ]
    return docx(
        "".join(body for body, _ in renamed) + linking.fields(urls[0]), "".join(link for _, link in renamed)
    )


def shows_red(pdf: bytes) -> bool:
    """Tell whether the picture can be seen; LibreOffice draws one of its own in the place of what is absent."""
    with pypdfium2.PdfDocument(pdf) as document:
        pictures = [page.render(scale=0.5).to_pil().convert("RGB") for page in document]
    return any((255, 0, 0) in {color for _, color in picture.getcolors(1 << 24)} for picture in pictures)


IN_SOAK = ("all odt", "all docx", "told odt", "confined docx")
"""What is told, and what confines, LibreOffice is the same for both kinds; what empties a document is not."""
MEANS = [
    pytest.param(means, kind, marks=[pytest.mark.soak] if f"{means} {kind}" in IN_SOAK else [])
    for means in ("all", "emptied", "told", "confined", "none")
    for kind in ("odt", "docx")
]


@needs_office
@pytest.mark.parametrize(("means", "kind"), MEANS)
def test_libreoffice_fetches_nothing_and_shows_no_file(
    means: str, kind: str, asked: tuple[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By all means together, by each alone; and by none, where it does both, so that this test can fail.

    Of a drawing within a document LibreOffice shows files whatever it is told: there the other two are needed.
    """
    if means == "confined" and not confined():
        pytest.skip("this system confines no process")
    address, paths = asked
    Image.new("RGB", (40, 40), "red").save(tmp_path / "secret.png")
    content = whole(kind, address, (tmp_path / "secret.png").as_uri(), drawings=means != "told")
    (tmp_path / f"booklet.{kind}").write_bytes(content)
    if means not in ("all", "emptied"):
        monkeypatch.setattr(office, "without_links", shutil.copyfile)
    if means not in ("all", "told"):
        (tmp_path / "empty.xcu").write_text(
            '<oor:items xmlns:oor="http://openoffice.org/2001/registry"></oor:items>'
        )
        monkeypatch.setattr(office, "_SETTINGS", tmp_path / "empty.xcu")
    if means not in ("all", "confined"):
        monkeypatch.setattr(office, "confinement", lambda *_, **__: Confinement(None, None))
    sockets: list[str] = []
    named = office._socket_name
    monkeypatch.setattr(office, "_socket_name", lambda profile: sockets.append(named(profile)) or sockets[-1])
    pdf = office.to_pdf(tmp_path / f"booklet.{kind}", {"odt": ODT, "docx": DOCX}[kind])
    if means == "none":
        assert paths
        assert shows_red(pdf)
    else:
        assert paths == []
        assert not shows_red(pdf)
    assert sockets
    for name in sockets:
        assert not list(Path("/tmp").glob(f"OSL_PIPE_*{name}"))
