"""A profile drafted from an unknown document reads it: every field of every card, whatever typeset it."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.core.errors import UserError
from pipeline.core.record import Booklet
from pipeline.extract import extract
from pipeline.forms.learn.draft import Draft, draft
from pipeline.forms.learn.heading_pattern import heading_pattern
from pipeline.forms.profile import Profile, load_profile, parse_profile
from pipeline.pages.reading import ENGINES, read
from pipeline.pages.transcript import parse_transcript
from pipeline.source.document import Acquired, identify
from pipeline.source.media_type import PDF
from tests.typeset import cards, fonts, html_pdf, office
from tests.typeset.form import chinese

ROOT = Path(__file__).parents[3]
SOURCE = cards.load()
STYLES = {
    "above": cards.CardStyle(),
    "merged": cards.CardStyle(caption="案由{han}、{name}", merged=True, label_share=0.1),
    "uncaptioned": cards.CardStyle(caption="", label_share=0.35),
    "headed": cards.CardStyle(caption="【{n}】{name}", columns=("項目", "內容")),
    "paired": cards.CardStyle(
        caption="1-{n}　{name}",
        paired=True,
        first=("案名", "依據", "辦理單位", "應備文件", "辦理流程"),
        label_share=0.12,
    ),
    "vertical": cards.CardStyle(caption="申請案件第{n}號", vertical=True, label_share=0.08),
    "two": cards.CardStyle(caption="{name}", first=("應備文件", "辦理流程"), spaced=True, page=(420, 595)),
}
NUMBERED = ("above", "merged", "headed", "paired", "vertical")
pytestmark = pytest.mark.skipif(
    bool(fonts.missing()), reason=f"fonts are not installed: apt-get install {fonts.APT_PACKAGES}"
)


@cache
def by_reportlab() -> dict[str, bytes]:
    return {name: cards.print_by_reportlab(SOURCE, style) for name, style in STYLES.items()}


@cache
def by_weasyprint() -> dict[str, bytes]:
    return {
        name: html_pdf.print_by_weasyprint(cards.write_html(SOURCE, style)) for name, style in STYLES.items()
    }


@cache
def by_chromium() -> dict[str, bytes]:
    return dict(zip(STYLES, cards.print_by_chromium(SOURCE, list(STYLES.values())), strict=True))


@cache
def by_libreoffice() -> dict[str, bytes]:
    texts = {f"{name}.fodt": cards.write_fodt(SOURCE, style).encode() for name, style in STYLES.items()}
    return office.convert(texts, "pdf")


ALWAYS = {"year-unknown", "contents-missing", "unparsed-duration"}
"""Findings that every printing of the cards has: no cover, and 十個工作日, whose days no calendar here counts."""
PRODUCERS = [
    by_reportlab,
    pytest.param(
        by_weasyprint,
        marks=pytest.mark.skipif(not html_pdf.has_weasyprint(), reason="WeasyPrint is not installed"),
    ),
    pytest.param(
        by_chromium, marks=pytest.mark.skipif(not html_pdf.chromium(), reason="no browser is installed")
    ),
    pytest.param(
        by_libreoffice,
        marks=pytest.mark.skipif(not office.installed(), reason=f"apt-get install {office.APT_PACKAGES}"),
    ),
]


def saved(data: bytes, folder: Path) -> Path:
    path = folder / "cards.pdf"
    path.write_bytes(data)
    return path


def drafted(path: Path) -> Draft:
    return draft(list(read(path, PDF, Counter())), path.name)


def read_by(profile: Profile, path: Path, engine: str = ENGINES[0]) -> Booklet:
    media_type, sha256 = identify(path)
    done = extract(Acquired(path, media_type, sha256), "cards", None, profile, engine=engine)
    assert done.owned == done.glyphs > 1000
    return done.booklet


def fields(booklet: Booklet) -> list[dict[str, str]]:
    """Return the fields without the line breaks that outlines have."""
    return [
        {label: prose.text.replace("\n", "") for label, prose in programme.other.items()}
        for programme in booklet.programmes
    ]


def codes(booklet: Booklet) -> set[str]:
    return {finding.code for finding in booklet.findings}


@pytest.mark.long
@pytest.mark.parametrize("name", STYLES)
@pytest.mark.parametrize("producer", PRODUCERS)
def test_the_draft_reads_every_field(
    producer: Callable[[], dict[str, bytes]], name: str, tmp_path: Path
) -> None:
    path = saved(producer()[name], tmp_path)
    made = drafted(path)
    assert len(made.toml.splitlines()) <= 30
    booklet = read_by(parse_profile("draft", made.toml), path)
    assert fields(booklet) == cards.meant(SOURCE, STYLES[name])
    assert [programme.name for programme in booklet.programmes] == [
        next(iter(card.values())) if name == "uncaptioned" else card["案名"] for card in SOURCE.cards
    ]
    assert codes(booklet) <= {"table-unknown", *ALWAYS}
    rows = [row for finding in booklet.findings for row in finding.data.get("rows", [])]
    assert rows == [list(row) for table in SOURCE.between.values() for row in table]
    if name in NUMBERED:
        assert [programme.number for programme in booklet.programmes] == list(range(1, 9))


def test_both_engines_read_the_same(tmp_path: Path) -> None:
    path = saved(by_reportlab()["paired"], tmp_path)
    profile = parse_profile("draft", drafted(path).toml)
    one, other = (fields(read_by(profile, path, engine)) for engine in ENGINES)
    assert one == other


def test_a_draft_says_what_repeats_and_where(tmp_path: Path) -> None:
    made = drafted(saved(by_reportlab()["above"], tmp_path))
    found = {label.text: label for label in made.kinds[0].labels}
    assert list(found) == list(SOURCE.cards[1])
    assert {name: label.forms for name, label in found.items()} == dict.fromkeys(found, 8) | {"備註": 3}
    assert [page for page, _ in found["案名"].places] == sorted(page for page, _ in found["案名"].places)
    left, top, right, bottom = found["案名"].places[0][1]
    assert (left, right) == pytest.approx((50, 50 + 0.18 * 495), abs=1)
    assert 10 < bottom - top < 40
    assert made.kinds[0].forms == len(made.kinds[0].headings) == 8
    tables = [each for each in made.unclaimed if each.what == "table"]
    assert "規費種類" in tables[0].text
    assert [each.text for each in made.unclaimed if each.what == "line"] == [
        SOURCE.title,
        *SOURCE.introduction,
    ]


def test_the_profile_that_is_shipped_reads_the_handbook() -> None:
    booklet = read_by(load_profile("permit-cards"), cards.DEMO)
    assert fields(booklet) == cards.meant(SOURCE, cards.CardStyle())
    assert all(programme.pages for programme in booklet.programmes)
    assert any(first < last for first, last in (programme.pages for programme in booklet.programmes))
    assert all(f"other.{label}" in each.provenance for each in booklet.programmes for label in each.other)
    text = (ROOT / "pipeline" / "forms" / "profiles" / "permit-cards.toml").read_text("utf-8")
    assert len(text.splitlines()) <= 30


def test_the_handbook_in_docs_is_what_is_printed_here() -> None:
    assert cards.DEMO.read_bytes() == by_reportlab()["above"], "python -m tests.typeset.cards"


# other shapes, as a browser might print them

ROWS = [list(card.items()) for card in SOURCE.cards]


def card_html(number: int, shape: str) -> str:
    """Return one card: its caption, and its rows in a shape."""
    rows = ROWS[number - 1]
    caption = f"第{chinese(number)}案　{rows[0][1]}"
    plain = "".join(tr(td(label), td(text)) for label, text in rows)
    if shape == "one table":
        return plain
    if shape == "one table with captions":
        return tr(td(caption, "colspan=2")) + plain
    if shape == "caption again overleaf":
        return f"<table>{NARROW}<thead>{tr(td(caption, 'colspan=2'))}</thead>{plain}</table>"
    if shape == "groups":
        first, rest = td("基本資料", "rowspan=3"), td("辦理規定", f"rowspan={len(rows) - 3}")
        groups = {0: first, 3: rest}
        body = "".join(tr(groups.get(place, ""), td(a), td(b)) for place, (a, b) in enumerate(rows))
        return f"<h2>{caption}</h2><table><col style='width:8%'><col style='width:18%'><col>{body}</table>"
    if shape == "row numbers":
        body = "".join(tr(td(str(place)), td(a), td(b)) for place, (a, b) in enumerate(rows, 1))
        return f"<h2>{caption}</h2><table><col style='width:6%'><col style='width:18%'><col>{body}</table>"
    if shape == "numbered labels":
        plain = "".join(tr(td(f"{chinese(place)}、{a}："), td(b)) for place, (a, b) in enumerate(rows, 1))
    if shape == "labels above":
        head, below = ("".join(td(row[side]) for row in rows[:3]) for side in (0, 1))
        return f"<h2>{caption}</h2><table>{tr(head)}{tr(below)}</table>"
    between = "<p>單位：新臺幣元</p><p>（本案自公告日起實施）</p>" if shape == "lines between" else ""
    return f"<h2>{caption}</h2>{between}<table>{NARROW}{plain}</table>"


NARROW = "<col style='width:22%'><col>"


def td(text: str, attributes: str = "") -> str:
    return f"<td {attributes}>{text}</td>"


def tr(*cells: str) -> str:
    return f"<tr>{''.join(cells)}</tr>"


RULED_HEADER = (
    "<div class='head'><table><tr><td><svg xmlns='http://www.w3.org/2000/svg' width='14' height='14'><circle cx='7' "
    "cy='7' r='6' fill='#3a7'/></svg></td><td>青禾市政府服務手冊</td><td>文件編號：QH-12</td></tr></table></div>"
)


def booklet_html(shape: str) -> str:
    """Return eight cards in a shape, under a ruled running header with a logo."""
    whole = shape.startswith("one table")
    parts = []
    for number in range(1, 9):
        parts.append(card_html(number, shape))
        for rows in [SOURCE.between[number]] if number in SOURCE.between and not whole else []:
            parts.append("<table>" + "".join(tr(*map(td, row)) for row in rows) + "</table>")
    body = "".join(parts)
    return f"""<style>@page {{ size: 595pt 842pt; margin: 70pt 50pt 60pt; @top-center {{ content: element(head); width: 100% }} }}
.head {{ position: running(head) }} body {{ font: 12pt/1.45 'Liberation Serif', 'AR PL UKai TW' }}
table {{ width: 100%; table-layout: fixed; border-collapse: collapse; margin-bottom: 14pt }} .head table {{ margin: 0 }}
td {{ border: 0.7pt solid #000; padding: 4pt; vertical-align: top }} h2 {{ break-after: avoid; font-size: 14pt }}</style>
{RULED_HEADER}<h1>{SOURCE.title}</h1>{f"<table>{NARROW}{body}</table>" if whole else body}"""


@pytest.mark.long
@pytest.mark.skipif(not html_pdf.has_weasyprint(), reason="WeasyPrint is not installed")
@pytest.mark.parametrize(
    ("shape", "more"),
    [
        ("one table", set()),
        ("one table with captions", set()),
        ("caption again overleaf", {"table-unknown"}),
        ("groups", {"table-unknown"}),
        ("row numbers", {"table-unknown"}),
        ("numbered labels", {"table-unknown"}),
        ("labels above", {"table-unknown"}),
        ("lines between", {"table-unknown", "stray-text"}),
    ],
)
def test_forms_of_other_shapes(shape: str, more: set[str], tmp_path: Path) -> None:
    path = saved(html_pdf.print_by_weasyprint(booklet_html(shape)), tmp_path)
    made = drafted(path)
    media_type, sha256 = identify(path)
    done = extract(Acquired(path, media_type, sha256), "cards", None, parse_profile("draft", made.toml))
    assert done.owned == done.glyphs
    assert fields(done.booklet) == [dict(rows[:3] if shape == "labels above" else rows) for rows in ROWS]
    assert [programme.name for programme in done.booklet.programmes] == [rows[0][1] for rows in ROWS]
    assert codes(done.booklet) | {"unparsed-duration"} == ALWAYS | more
    numbers = [programme.number for programme in done.booklet.programmes]
    assert numbers == ([None] * 8 if shape == "one table" else list(range(1, 9)))


# the command


def run(arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, shlex.split(arguments))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done.exit_code, done.output


def test_the_commands_of_the_tutorial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "profiles.md").read_text("utf-8")
    commands = re.findall(r"^    booklet (.+)$", page, re.M)
    assert len(commands) == 3
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BOOKLET_RAW", raising=False)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / cards.DEMO.name).write_bytes(cards.DEMO.read_bytes())
    records = []
    for command in commands:
        status, said = run(command)
        assert status == 0, said
        record = tmp_path / "extracted" / "112" / "booklet.json"
        if command.startswith("extract"):
            records.append(json.loads(record.read_bytes())["programmes"])
            record.unlink()
        else:
            assert "案名" in said
            assert "8 times" in said
            assert "the profile permit-cards knows 7 of the 7 labels" in said
    assert records[0] == records[1]
    assert len(records[0]) == 8
    (shown,) = re.findall(r"```toml\n(title = .*?)```", page, re.S)
    written = (tmp_path / "permits.toml").read_text("utf-8")
    assert written.partition("\n")[2] == shown
    for pattern in re.findall(r"^\| [^|]+ \| `(.*\(\?P<.*)` \|$", page, re.M):
        parse_profile("shown", f"labels = ['甲']\n[headings]\nprogramme = '{pattern}'")


def test_a_profile_beside_origin_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BOOKLET_RAW", raising=False)
    (tmp_path / "mine.toml").write_text('labels = ["案名", "依據"]\n', "utf-8")
    status, said = run(f"add {cards.DEMO} --edition permits-112 --profile mine.toml")
    assert status == 0, said
    assert 'profile = "mine.toml"' in (tmp_path / "raw/permits-112/origin.toml").read_text("utf-8")
    (tmp_path / "mine.toml").unlink()
    status, said = run("extract permits-112")
    assert status == 0, said
    programmes = json.loads((tmp_path / "extracted/permits-112/booklet.json").read_bytes())["programmes"]
    assert [programme["name"] for programme in programmes] == [card["案名"] for card in SOURCE.cards]


def test_a_document_without_a_repeated_form_is_one_sentence(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "letter.pdf"))
    canvas.drawString(100, 700, "a letter")
    canvas.save()
    done = CliRunner().invoke(main, ["profile", str(tmp_path / "letter.pdf")])
    assert done.exit_code == 2
    assert "letter.pdf repeats no form" in done.output
    assert "Traceback" not in done.output


def test_a_draft_is_written_to_a_profile_only(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["profile", str(cards.DEMO), "--out", str(tmp_path / "profile.txt")])
    assert done.exit_code == 2
    assert "does not end in .toml" in done.output
    assert not (tmp_path / "profile.txt").exists()


def test_a_list_with_the_same_column_headings_is_no_form() -> None:
    pages = [parse_transcript("科目\t說明\n甲\t一\n乙\t二\n\n科目\t說明\n丙\t三\n丁\t四\n", Counter())]
    with pytest.raises(UserError, match="repeats no form"):
        draft(pages, "list.txt")


def test_half_of_a_label_that_a_page_end_cut_is_none() -> None:
    rows = "名稱\t甲{0}\n聯絡方式\t乙{0}\n\n"
    text = "".join(rows.format(number) for number in range(3)) + "名稱\t丙\n聯絡\t丁\n"
    pages = [parse_transcript(text, Counter())]
    assert [label.text for label in draft(pages, "cut.txt").kinds[0].labels] == ["名稱", "聯絡方式"]


# headings


@pytest.mark.parametrize(
    ("captions", "pattern"),
    [
        (
            ["第一案 甲許可", "第二案 乙許可", "第三案 丙許可"],
            "第(?P<number>[一二三四五六七八九十]+)案(?P<name>.+)",
        ),
        (
            ["會議審議第一、二案", "會議審議第三案", "會議審議第四案"],
            "會議審議第(?P<number>[一二三四五六七八九十]+)(?:[、及][一二三四五六七八九十]+)*案",
        ),
        (["案由一、甲", "案由二、乙"], "案由(?P<number>[一二三四五六七八九十]+)、(?P<name>.+)"),
        (["【1】甲", "【2】乙"], r"\((?P<number>\d+)\)(?P<name>.+)"),
        (["1-1 甲", "1-2 乙", "2-1 丙"], r"(?P<area>\d+)\-(?P<number>\d+)(?P<name>.+)"),
        (["壹、甲", "貳、乙", "參、丙"], "(?P<number>[壹貳參叁肆伍陸柒捌玖拾]+)、(?P<name>.+)"),
        (["3.甲", "4.乙", "5.丙"], r"(?P<number>\d+)\.(?P<name>.+)"),
        (["112年第6次會議第1案", "112年第6次會議第2案"], r".*次會議第(?P<number>\d+)案"),
        (["計畫名稱：甲", "計畫名稱：乙"], "計畫名稱:(?P<name>.+)"),
        (["甲許可", "乙許可", "丙許可"], "(?P<name>.{1,40}許可)"),
        (["申請表", "申請表"], "申請表(?P<name>)"),
        (["說明如下。", "辦理情形如下。"], None),
        (["", "甲"], None),
    ],
)
def test_the_shape_of_headings(captions: list[str], pattern: str | None) -> None:
    assert heading_pattern([[caption] if caption else [] for caption in captions]) == pattern


def test_a_line_between_heading_and_form_does_not_hide_it() -> None:
    above = [["單位：千元", f"第{number}案 許可{number * 7 % 5}號"] for number in range(1, 6)]
    assert heading_pattern(above) == r"第(?P<number>\d+)案(?P<name>.+)"
