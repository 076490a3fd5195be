"""Whatever a file holds, a run ends with status 0, 1 or 2 and one sentence; what stood before stands.

The trials take some thirty damaged files; ``SOAK_MUTATIONS=10000 pytest -m soak tests/editions/test_hostile.py`` takes as
many as it says.
"""

from __future__ import annotations

import os
import zlib
from functools import partial
from pathlib import Path
from random import Random

import pytest

from pipeline.core.errors import UserError
from pipeline.core.limits import Limits
from pipeline.editions import run as running
from pipeline.editions.run import run
from pipeline.pages.reading import ENGINES
from pipeline.source.acquire import edition_of_file
from tests.demonstrations import part

pytestmark = pytest.mark.long

PROFILE = "support-measures"
MUTATIONS = 32
SOAK = int(os.environ.get("SOAK_MUTATIONS", "0"))


@pytest.fixture(scope="module")
def small(demo_pdf: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Two pages of the demonstration edition: a form and a half."""
    return part(demo_pdf, [4, 5], tmp_path_factory.mktemp("small") / "small.pdf").read_bytes()


@pytest.fixture
def tried(tmp_path: Path):
    """Return a function that extracts bytes and returns the sentence of a refusal, or None."""

    def outcome(
        content: bytes | None, name: str = "booklet.pdf", engine: str = ENGINES[0], **limits
    ) -> str | None:
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        out = tmp_path / "out"
        before = {each.name: each.read_bytes() for each in out.iterdir()} if out.exists() else {}
        patch = pytest.MonkeyPatch()
        bounds = Limits(**{"seconds": 20} | limits)
        for each in ("in_worker", "started"):
            patch.setattr(running, each, partial(getattr(running, each), limits=bounds))
        try:
            run(edition_of_file(path, [], "hostile"), out, PROFILE, engine, keep=False)
        except UserError as error:
            said = str(error)
            assert "\n" not in said
            assert len(said) < 500, said
            assert "booklet" in said or name in said or "hostile" in said, said
            after = {each.name: each.read_bytes() for each in out.iterdir()} if out.exists() else {}
            assert after == before
            return said
        finally:
            patch.undo()
        assert {each.name for each in out.iterdir()} == {"booklet.json", "findings.csv", "made-by.json"}
        return None

    return outcome


@pytest.mark.parametrize("engine", ENGINES)
def test_cut_off_anywhere(small: bytes, tried, engine: str) -> None:
    assert tried(small, engine=engine) is None
    steps = range(1, 100, 9) if engine == ENGINES[0] else range(1, 100, 30)
    for step in steps:
        tried(small[: len(small) * step // 100], engine=engine)


def mutated(content: bytes, random: Random) -> bytes:
    """Return bytes of which some were changed, moved, doubled or lost."""
    made = bytearray(content)
    for _ in range(random.choice((1, 3, 20, 200))):
        at = random.randrange(len(made))
        kind = random.randrange(4)
        if kind == 0:
            made[at] = random.randrange(256)
        elif kind == 1:
            del made[at : at + random.randrange(1, 40)]
        elif kind == 2:
            made[at:at] = made[at : at + random.randrange(1, 400)]
        else:
            made[at : at + 4] = b"%d" % random.choice((0, 1, 9, 2**31, 2**63))
    return bytes(made)


@pytest.mark.parametrize("part", range(4))
def test_bytes_flipped(small: bytes, tried, part: int) -> None:
    random = Random(part)
    for number in range(MUTATIONS // 4):
        tried(mutated(small, random), engine=ENGINES[number % 7 == 0])


@pytest.mark.soak
@pytest.mark.skipif(not SOAK, reason="a long run: SOAK_MUTATIONS=10000 pytest -m soak")
def test_bytes_flipped_many_times(small: bytes, tried) -> None:
    random = Random(2026)
    for number in range(SOAK):
        tried(mutated(small, random), engine=ENGINES[number % 7 == 0])


def pdf(*objects: bytes, root: int = 1) -> bytes:
    """Return a PDF of objects, numbered from 1, with a true cross-reference table."""
    made, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        b"%sxref\n0 %d\n0000000000 65535 f \n%strailer <</Size %d /Root %d 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (
            made,
            len(objects) + 1,
            table,
            len(objects) + 1,
            root,
            len(made),
        )
    )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d %s>> stream\n%s\nendstream" % (len(content), entries, content)


CATALOG = b"<</Type /Catalog /Pages 2 0 R>>"
PAGES = b"<</Type /Pages /Kids [3 0 R] /Count 1>>"


def page(entries: bytes = b"", box: bytes = b"0 0 595 842") -> bytes:
    return b"<</Type /Page /Parent 2 0 R /MediaBox [%s] %s>>" % (box, entries)


def bomb(size: int = 1 << 30) -> bytes:
    """Return a stream of ``size`` bytes in a thousandth of them."""
    packer = zlib.compressobj(9)
    chunk = bytes(1 << 20)
    return b"".join(packer.compress(chunk) for _ in range(size >> 20)) + packer.flush()


HOSTILE = {
    "nothing but a header": b"%PDF-1.7\n",
    "a page tree that is its own child": pdf(CATALOG, b"<</Type /Pages /Kids [2 0 R] /Count 1>>"),
    "a parent that is its own parent": pdf(
        CATALOG, b"<</Type /Pages /Kids [3 0 R] /Count 1 /Parent 2 0 R>>", page()
    ),
    "a page count of billions": pdf(CATALOG, b"<</Type /Pages /Kids [3 0 R] /Count 2147483647>>", page()),
    "a negative page count": pdf(CATALOG, b"<</Type /Pages /Kids [3 0 R] /Count -5>>", page()),
    "an enormous page": pdf(CATALOG, PAGES, page(box=b"0 0 1e9 1e9")),
    "a page without size": pdf(CATALOG, PAGES, page(box=b"0 0 0 0")),
    "numbers that are none": pdf(CATALOG, PAGES, page(box=b"0 0 nan inf")),
    "arrays nested deeply": pdf(CATALOG, PAGES, page(b"/Contents " + b"[" * 50_000 + b"]" * 50_000)),
    "a length that refers to itself": pdf(
        CATALOG, PAGES, page(b"/Contents 4 0 R"), b"<</Length 4 0 R>> stream\nq Q\nendstream"
    ),
    "a form that draws itself": pdf(
        CATALOG,
        PAGES,
        page(b"/Contents 5 0 R /Resources <</XObject <</F 4 0 R>>>>"),
        stream(
            b"/F Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</F 4 0 R>>>>"
        ),
        stream(b"/F Do"),
    ),
    "a script and an embedded file": pdf(
        b"<</Type /Catalog /Pages 2 0 R /OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>"
        b" /Names <</EmbeddedFiles <</Names [(a.exe) 4 0 R]>>>>>>",
        PAGES,
        page(),
        b"<</Type /Filespec /F (a.exe) /EF <</F 5 0 R>>>>",
        stream(b"MZ"),
    ),
    "an outside file as its content": pdf(
        CATALOG, PAGES, page(b"/Contents 4 0 R"), b"<</Length 0 /F (/etc/passwd)>> stream\n\nendstream"
    ),
    "a ZIP named PDF": b"PK\x03\x04" + bytes(100),
    "an object stream that holds itself": pdf(
        CATALOG, PAGES, page(), stream(b"4 0 <<>>", b"/Type /ObjStm /N 1 /First 4")
    ),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", HOSTILE)
def test_made_to_harm(name: str, engine: str, tried) -> None:
    tried(HOSTILE[name], engine=engine)


def test_a_page_that_unpacks_to_a_gigabyte(tried) -> None:
    said = tried(
        pdf(CATALOG, PAGES, page(b"/Contents 4 0 R"), stream(bomb(), b"/Filter /FlateDecode")), memory=1 << 29
    )
    assert said is None or "memory" in said or "cannot be read" in said


@pytest.mark.soak
def test_ten_thousand_pages(tried) -> None:
    """Read whole within the limits, or refused with their number where there are more than may be."""
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(10_000))
    many = pdf(CATALOG, b"<</Type /Pages /Kids [%s] /Count 10000>>" % kids, *([page()] * 10_000))
    assert tried(many) is None


def test_an_image_of_gigapixels_is_not_unpacked(tried) -> None:
    image = stream(
        bomb(1 << 28),
        b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceGray"
        b" /BitsPerComponent 8 /Filter /FlateDecode",
    )
    content = stream(b"q 500 0 0 500 50 50 cm /I Do Q")
    tried(pdf(CATALOG, PAGES, page(b"/Contents 5 0 R /Resources <</XObject <</I 4 0 R>>>>"), image, content))


# text


FORM = "1、甲計畫\n\n輔導措施簡介\t說明\n提供服務項目\t■ 經費補助：\n中堅企業優惠方式\t無\n聯絡方式\t主辦機關\t甲\n相關網站\t無\n"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n\t\n",
        "年度".encode() + b"\xff\xfe\xfd",
        "年".encode() + "度".encode("big5"),
        b"a\x00b",
        b"\x00" * 5000,
        ("<table><tr><td>" * 3000).encode(),
        ("<p>" * 20_000 + "年" + "</p>" * 5).encode(),
        ("\t" * 100_000).encode(),
        ('"' * 9_999).encode(),
        ("&" + "amp;" * 50_000).encode(),
        "\u202e\u200b\u2066年度\u2069\ufeff".encode(),
        ("\ud7ff\U0010ffff\u0300" * 1000).encode(),
        (FORM * 2).replace("說明", "1.(1)一、(一)a." * 2000).encode(),
        FORM.replace("說明", "109年" * 3000).encode(),
        FORM.replace("說明", "1萬" * 5000).encode(),
        FORM.replace("說明", "(02)1234-5678#1、" * 2000).encode(),
        FORM.replace("說明", "一" * 100_000).encode(),
    ],
    ids=range(18),
)
def test_texts_made_to_harm(content: bytes, tried) -> None:
    tried(content, "transcript.txt")


def test_a_hundred_megabytes_on_one_line(tried) -> None:
    said = tried("年".encode() * ((100 << 20) // 3), "transcript.txt", memory=2 << 30)
    assert said is None or "memory" in said or "progress" in said or "MiB" in said


# folders and names


def test_a_link_is_followed_to_a_file_and_no_further(small: bytes, tmp_path: Path, tried) -> None:
    (tmp_path / "real.pdf").write_bytes(small)
    (tmp_path / "link.pdf").symlink_to("real.pdf")
    assert tried(None, "link.pdf") is None
    (tmp_path / "round.pdf").symlink_to("round.pdf")
    assert tried(None, "round.pdf")
    (tmp_path / "nowhere.pdf").symlink_to("absent.pdf")
    assert tried(None, "nowhere.pdf")


@pytest.mark.parametrize("name", ["..", "../x", "a/b", "a\\b", "\x00", ".", "-", "a\nb", ""])
def test_an_edition_cannot_leave_its_folder(name: str, small: bytes, tmp_path: Path) -> None:
    (tmp_path / "booklet.pdf").write_bytes(small)
    with pytest.raises(UserError):
        edition_of_file(tmp_path / "booklet.pdf", [], name)
