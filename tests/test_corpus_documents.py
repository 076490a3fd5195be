"""Real documents are read whole by both engines: every glyph owned, what is no form set aside, cards made whole.

The documents stay where they are; of them only labels, counts and figures stand here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from functools import cache
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.table import Table

from pipeline.checks.other_engines import verify
from pipeline.cli import main
from pipeline.core.errors import UserError
from pipeline.core.page import Page
from pipeline.core.record import Booklet
from pipeline.core.text import fold
from pipeline.extract import extract_parts, record_of
from pipeline.forms.learn.draft import draft
from pipeline.forms.profile import load_profile, parse_profile
from pipeline.pages.reading import ENGINES, read_file
from pipeline.pages.scan import recognise
from pipeline.source.document import Acquired, identify
from pipeline.source.media_type import ODT
from tests.demonstrations import part
from tests.typeset import office

pytestmark = pytest.mark.long

CARDS = """
labels = ["案名", "說明", "決議"]
[headings]
programme = '.*審議第(?P<number>\\d+)案'
"""
OFFICE_FORM = """
labels = ["公司名稱", "創立日期", "公司統一編號", "聯絡電話", "傳真號碼", "負責人", "身分證字號", "出生年月日",
  "負責人配偶", "實收資本額", "員工人數", "公司地址", "研發單位地址"]
[headings]
programme = '(?P<name>計畫申請表\\(續\\)).*'
"""
DOCUMENTS = {  # name -> pages, characters, tables that are no form
    "city-subsidy-rules": (13, 10155, 7),  # but 115, which an ellipse covers on page 7
    "law-without-tables": (10, 7007, 0),
    "merged-stage-labels": (5, 3134, 5),
    "ministry-subsidy-guide": (72, 46987, 46),
    "old-distiller-fonts": (4, 3141, 0),
    "rows-split-over-pages": (12, 11189, 15),
}
PICTURES = {"planning-minutes-cards": (14, [13, 14]), "scanned-minutes": (6, [1, 2, 3, 4, 5, 6])}
"""Name -> pages, and those that hold only pictures."""
CHARACTERS = [785, 753, 599, 555, 700, 752, 680, 758, 687]
"""Of the three fields of each card."""
UNLIKE = {
    "ministry-subsidy-guide": [
        "front",
        "findings",
    ],  # the lines of a tree of tasks, a list number above its line
    "application-form": ["front", "findings"],  # the number of a footnote, above or within its line
}
"""Where the engines put a character elsewhere, none lost: looked at on the page."""


both = pytest.mark.parametrize("engine", ENGINES)


@pytest.fixture
def corpus(shared: Path) -> Path:
    return shared / "corpus"


@pytest.fixture
def no_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pictures be pictures, whether or not `make ocr` has been run; pages 13 to 18 below are slow to recognise."""
    monkeypatch.setattr(recognise, "installed", lambda: False)


@cache
def acquired(path: Path) -> Acquired:
    return Acquired(path, *identify(path))


@cache
def pages_of(path: Path, engine: str) -> list[Page]:
    """Return the pages of a document; they are shared, and cannot be changed."""
    return list(read_file(acquired(path), engine))


@cache
def extracted(path: Path, engine: str, profile: str = "") -> Booklet:
    settings = parse_profile("cards", profile) if profile else load_profile("support-measures")
    done = record_of(extract_parts(acquired(path), pages_of(path, engine), path.stem, None, settings, engine))
    assert done.owned == done.glyphs
    return done.booklet


def codes(booklet: Booklet) -> Counter[str]:
    return Counter(finding.code for finding in booklet.findings)


def compared(booklet: Booklet) -> dict[str, object]:
    """Return what two engines must have in common: all but where things stand to the tenth of a point."""
    record = booklet.model_dump(mode="json", exclude={"edition": {"source"}})
    for each in (record["front"], *record["programmes"]):
        del each["provenance"]
    for finding in record["findings"]:
        del finding["where"]["box"]
    record["findings"] = [found for found in record["findings"] if found["code"] != "page-reread"]
    return record


LARGEST = pytest.param("ministry-subsidy-guide", marks=pytest.mark.soak)
"""Of 72 pages, which takes as long as the others together."""


@pytest.mark.parametrize("name", [name if name not in LARGEST.values else LARGEST for name in DOCUMENTS])
def test_both_engines_read_a_document_whole_and_find_no_form(name: str, corpus: Path) -> None:
    pages, characters, tables = DOCUMENTS[name]
    for engine in ENGINES:
        booklet = extracted(corpus / f"{name}.pdf", engine)
        assert booklet.edition.source.pages == pages
        assert booklet.programmes == []
        found = codes(booklet)
        assert found["no-programme"] == 1
        assert found["table-unknown"] == tables
        assert not found.keys() & {"text-lost", "text-twice", "page-without-text"}
        inked = sum(
            not sign.isspace() for page in pages_of(corpus / f"{name}.pdf", engine) for sign in page.glyphs
        )
        assert inked == characters
    assert unlike(corpus / f"{name}.pdf") == UNLIKE.get(name, [])
    one, other = (pages_of(corpus / f"{name}.pdf", engine) for engine in ENGINES)
    assert [Counter(fold(page.glyphs)) for page in one] == [Counter(fold(page.glyphs)) for page in other]


def unlike(path: Path) -> list[str]:
    """Return the parts of the record in which the engines differ."""
    one, other = (compared(extracted(path, engine)) for engine in ENGINES)
    return [part for part in one if one[part] != other[part]]


@pytest.mark.parametrize("name", ["law-without-tables", "old-distiller-fonts", "rows-split-over-pages"])
def test_a_document_without_a_repeated_form_gives_no_profile_and_says_so(name: str, corpus: Path) -> None:
    with pytest.raises(UserError, match=f"{name}.pdf repeats no form"):
        draft(pages_of(corpus / f"{name}.pdf", ENGINES[0]), f"{name}.pdf")


@pytest.mark.parametrize("command", ["profile", "extract"])
def test_the_commands_say_so_too(
    command: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, [command, str(corpus / "law-without-tables.pdf")])
    assert (done.exit_code, "form" in done.output) == (2 if command == "profile" else 1, True)
    assert "Traceback" not in done.output
    assert isinstance(done.exception, SystemExit)


# pdfminer finds nothing, PDFium does


def test_the_report_says_which_engine_read_a_page(corpus: Path) -> None:
    booklet = extracted(corpus / "old-distiller-fonts.pdf", "pdfplumber")
    said = [finding for finding in booklet.findings if finding.code == "page-reread"]
    assert [finding.where.page for finding in said] == [1, 2, 3, 4]
    assert all("PDFium's text is used" in finding.message for finding in said)
    assert booklet.edition.source.reader == "pdfplumber+pdfium"
    assert extracted(corpus / "old-distiller-fonts.pdf", "pdfium").edition.source.reader == "pdfium"


def test_so_does_the_comparison_of_engines(corpus: Path) -> None:
    path = corpus / "old-distiller-fonts.pdf"
    found = verify(acquired(path), "pdfium").findings
    assert [(finding.code, finding.where.page) for finding in found] == [
        ("page-reread", n) for n in (1, 2, 3, 4)
    ]


# cards


@both
def test_nine_cards_are_whole(engine: str, corpus: Path, no_recognition: None) -> None:
    booklet = extracted(corpus / "planning-minutes-cards.pdf", engine, CARDS)
    assert [programme.number for programme in booklet.programmes] == list(range(1, 10))
    assert [programme.pages for programme in booklet.programmes] == [(page, page) for page in range(4, 13)]
    lengths = [
        [len(prose.text.replace("\n", "")) for prose in each.other.values()] for each in booklet.programmes
    ]
    assert [sum(fields) for fields in lengths] == CHARACTERS
    for programme in booklet.programmes:
        assert list(programme.other) == ["案名", "說明", "決議"]
        assert programme.name == programme.other["案名"].text
        assert programme.name.endswith("計畫")
        explained, decided = programme.other["說明"].text, programme.other["決議"].text
        assert explained[:2] == "一、"
        assert [node.marker for node in programme.other["說明"].outline][:3] == ["一、", "二、", "三、"]
        assert explained[-1] == decided[-1] == "。"
    found = codes(booklet)
    assert (found["table-unknown"], found["page-without-text"]) == (3, 2)
    assert not any("\uf900" <= sign <= "\ufaff" for sign in booklet.model_dump_json())


def test_the_cards_are_whole_by_a_drafted_profile(corpus: Path, no_recognition: None) -> None:
    path = corpus / "planning-minutes-cards.pdf"
    made = draft(pages_of(path, ENGINES[0]), path.name)
    assert [(label.text, label.forms) for label in made.kinds[0].labels] == [
        ("案名", 9),
        ("說明", 9),
        ("決議", 9),
    ]
    assert [page for page, _ in made.kinds[0].labels[0].places] == list(range(4, 13))
    one, other = (extracted(path, "pdfium", text) for text in (CARDS, made.toml))
    assert [programme.other for programme in one.programmes] == [
        programme.other for programme in other.programmes
    ]


def test_a_grid_beside_a_label_is_whole_by_a_drafted_profile(corpus: Path) -> None:
    path = corpus / "grid-beside-a-label.pdf"
    made = draft(pages_of(path, ENGINES[0]), path.name)
    assert [(label.text, label.forms) for label in made.kinds[0].labels] == [
        (label, 7) for label in ("審議第○案", "申請單位", "設計單位", "初核意見", "列席意見", "委員意見")
    ]
    booklet = extracted(path, "pdfium", made.toml)
    assert [programme.number for programme in booklet.programmes] == list(range(1, 8))
    assert codes(booklet).keys() <= {"contents-missing", "year-unknown", "unparsed-ratio"}
    for programme in booklet.programmes:
        assert list(programme.other) == [label.text for label in made.kinds[0].labels]
        (grid,) = programme.other["初核意見"].tables
        assert [cell.text for cell in grid.rows[0]] == ["審查單位", "權責檢核項目", "審查意見"]
        units = [row[0].text for row in grid.rows[1:] if row[0].column == 0]
        assert [unit for unit in units if len(unit) < 9] == [
            "工務局建築管理科",
            "工務局公園管理科",
            "經濟發展局",
            "交通局",
            "文化局",
            "水利局",
        ]
        assert all(row[-1].text for row in grid.rows)


LARGE_MAPS = (12, 13, 14, 28, 29, 30)
"""Pages of maps with a hundred thousand lines, which take three times as long as all the others."""


@pytest.mark.parametrize(
    ("left_out", "places"),
    [
        (LARGE_MAPS, [(2, 5), (23, 24), (29, 30), (32, 33)]),
        pytest.param((), [(2, 5), (26, 27), (35, 36), (38, 39)], marks=pytest.mark.soak),
    ],
    ids=["without large maps", "whole"],
)
def test_cards_are_whole_around_pages_of_another_document(
    left_out: Collection[int],
    places: list[tuple[int, int]],
    corpus: Path,
    no_recognition: None,
    tmp_path: Path,
) -> None:
    """The first card, of two cases, goes on below a foreign table that has a page of its own."""
    whole = corpus / "italic-words-and-foreign-pages.pdf"
    path = part(whole, [page - 1 for page in range(1, 41) if page not in left_out], tmp_path / whole.name)
    made = draft(pages_of(path, ENGINES[0]), path.name)
    booklet = extracted(path, "pdfium", made.toml)
    assert [(programme.number, programme.pages) for programme in booklet.programmes] == [
        *zip((1, 3, 4, 5), places, strict=True)
    ]
    lengths = [
        [len(held.text.replace("\n", "")) for held in programme.other.values()]
        for programme in booklet.programmes
    ]
    assert [len(fields) for fields in lengths] == [4, 3, 3, 3]
    assert all(programme.other["案名"].text == programme.name for programme in booklet.programmes)


# pictures


@both
@pytest.mark.parametrize("name", PICTURES)
def test_pages_that_hold_only_pictures_are_named(
    name: str, engine: str, corpus: Path, no_recognition: None
) -> None:
    pages, pictures = PICTURES[name]
    booklet = extracted(corpus / f"{name}.pdf", engine, CARDS)
    assert booklet.edition.source.pages == pages
    assert [
        finding.where.page for finding in booklet.findings if finding.code == "page-without-text"
    ] == pictures


@pytest.mark.skipif(not recognise.installed(), reason="the extra ocr is not installed (make ocr)")
def test_a_scanned_page_is_recognised_where_that_is_installed(corpus: Path, tmp_path: Path) -> None:
    booklet = extracted(part(corpus / "scanned-minutes.pdf", [1], tmp_path / "page.pdf"), "pdfium")
    assert codes(booklet)["page-recognised"] == 1
    assert booklet.edition.source.reader == "pdfium+rapidocr"


# an office document


@pytest.mark.skipif(not office.installed(), reason=f"apt-get install {office.APT_PACKAGES}")
def test_an_office_form_is_read_by_a_profile(corpus: Path) -> None:
    """Several labels stand in a row; one of them stands twice, for two people."""
    found = extracted(corpus / "application-form.odt", "pdfium", OFFICE_FORM).programmes
    (form,) = (programme for programme in found if "負責人配偶" in programme.other)
    assert form.name == "計畫申請表(續)"
    assert list(form.other) == [
        *(
            "公司名稱",
            "創立日期",
            "公司統一編號",
            "聯絡電話",
            "傳真號碼",
            "負責人",
            "身分證字號",
            "出生年月日",
        ),
        *(
            "負責人配偶",
            "身分證字號 (2)",
            "出生年月日 (2)",
            "實收資本額",
            "員工人數",
            "公司地址",
            "研發單位地址",
        ),
    ]
    assert {label: prose.text for label, prose in form.other.items() if prose.text} == {"實收資本額": "仟元"}


TEN = ["欄位名稱", "英文欄位名稱", "定義說明", "目的和意義", "選填條件"]
TEN += ["發生次數", "資料型態", "填寫規則說明", "建議範例", "不建議範例"]


@pytest.mark.skipif(not office.installed(), reason=f"apt-get install {office.APT_PACKAGES}")
def test_each_field_of_a_word_97_document_is_its_own_text(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a drafted profile; one form has a row of heads above, and one another word for its examples.

    No report is drawn, which takes a quarter of the time: what it shows other trials hold.
    """
    monkeypatch.setattr("pipeline.review.reports.sentences", lambda *_, **__: ())
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BOOKLET_RAW", raising=False)
    file = str(corpus / "label-value-forms.doc")
    for arguments in (
        ["profile", file, "--out", "forms.toml"],
        ["extract", file, "--edition", "104", "--profile", "forms.toml"],
    ):
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code in (0, 1), done.output
    record = json.loads((tmp_path / "extracted/104/booklet.json").read_bytes())
    read = [
        [(letters(label), letters(held["text"])) for label, held in programme["other"].items()]
        for programme in record["programmes"]
        if len(programme["other"].keys() & set(TEN)) >= 9
    ]
    tables = docx.Document(str(tmp_path / "extracted/104/document.docx")).tables
    printed = [rows for rows in map(own_rows, tables) if len(dict(rows).keys() & set(TEN)) >= 9]
    assert [len(rows) for rows in read] == [11, *[10] * 38]
    for form, own in zip(read, printed, strict=True):  # of a table within a cell lines are read, not cells
        assert [(label, sorted(text)) for label, text in sorted(form)] == [
            (label, sorted(text)) for label, text in sorted(own)
        ]
    found = {each["code"] for each in record["findings"]}
    assert not found & {"text-unprinted", "text-lost", "contents-page", "contents-extra"}


def own_rows(table: Table) -> list[tuple[str, str]]:
    """Return the letters of the two cells of each row, tables within them too; lists are numbered in print alone."""
    rows = [[cell._tc for cell in dict.fromkeys(row.cells)] for row in table.rows]
    held = [["".join(word.text for word in cell.xpath(".//w:t")) for cell in row] for row in rows]
    return [(letters(row[0]), letters(row[1])) for row in held if len(row) > 1]


def letters(text: str) -> str:
    return "".join(filter(str.isalpha, fold(text)))


@pytest.mark.skipif(not office.installed(), reason=f"apt-get install {office.APT_PACKAGES}")
def test_an_office_form_is_read_by_both_engines(corpus: Path) -> None:
    path = corpus / "application-form.odt"
    assert identify(path)[0] == ODT
    assert unlike(path) == UNLIKE["application-form"]
    assert extracted(path, "pdfium").edition.source.reader == "libreoffice+pdfium"
