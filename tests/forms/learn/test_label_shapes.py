"""Labels of other shapes: before a colon or on the first line of a cell over the whole width; what stands above a form."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.record import Booklet
from pipeline.extract import extract
from pipeline.forms.learn.draft import draft
from pipeline.forms.profile import parse_profile
from pipeline.source.document import Acquired, identify
from tests.forms.learn.test_invented import pages_of

NUMBERS = "一二三四"
WORKS = ("青禾步道", "柳溪公園", "東埔市集", "石橋水圳")
TEXTS = ("現場查核時紀錄未經覆核。", "申請人應檢附證明文件。", "所需經費由預算支應。", "期程視天災調整。")
REST = [["說明", "{text}"], ["決議", "{last}"]]


def html(above: list[str], rows: list[list[str]], count: int = 4) -> str:
    """Return forms under lines; a row of one text is a cell over the whole width."""
    made = ""
    columns = max(map(len, rows))
    for at in range(count):
        values = {"n": NUMBERS[at], "work": WORKS[at], "text": TEXTS[at], "last": TEXTS[at - 1]}
        made += "".join(f"<p>{line}</p>" for line in above).format(**values)
        cells = (
            "".join(f"<td colspan='{columns if len(row) == 1 else 1}'>{text}</td>" for text in row)
            for row in rows
        )
        made += f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>".format(**values)
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{made}</body></html>"


def read(path: Path, text: str, toml: str = "") -> Booklet:
    """Return the record by a profile, or by the drafted one."""
    path.write_text(text, "utf-8")
    media_type, sha256 = identify(path)
    profile = parse_profile("x", toml or draft(pages_of(path), path.name).toml)
    done = extract(Acquired(path, media_type, sha256), "x", 112, profile)
    assert done.owned == done.glyphs
    return done.booklet


def told(booklet: Booklet) -> list[tuple[str, dict[str, str]]]:
    return [(p.name, {label: held.text for label, held in p.other.items()}) for p in booklet.programmes]


def codes(booklet: Booklet) -> set[str]:
    return {each.code for each in booklet.findings} - {"contents-missing"}


def test_labels_before_a_colon_above_the_first_divided_row(tmp_path: Path) -> None:
    made = read(tmp_path / "x.html", html(["第{n}案"], [["案由：{work}工程"], ["單位：{work}管理處"], *REST]))
    assert told(made) == [
        (
            f"{work}工程",
            {"案由": f"{work}工程", "單位": f"{work}管理處", "說明": TEXTS[at], "決議": TEXTS[at - 1]},
        )
        for at, work in enumerate(WORKS)
    ]
    assert codes(made) == set()


def test_a_numbered_heading_in_a_merged_row_is_no_label(tmp_path: Path) -> None:
    made = read(tmp_path / "x.html", html([], [["第{n}案：{work}工程"], ["單位：{work}管理處"], *REST]))
    assert [(p.number, p.name) for p in made.programmes] == [
        (at, f"{work}工程") for at, work in enumerate(WORKS, 1)
    ]
    assert list(made.programmes[0].other) == ["單位", "說明", "決議"]


@pytest.mark.parametrize("first", [[["案名", "{work}"]], []])
def test_the_first_line_of_a_cell_over_the_whole_width_is_its_label(
    first: list[list[str]], tmp_path: Path
) -> None:
    rows = [*first, ["說明<br>{text}<br>{last}"], ["決議<br>{last}"]]
    made = read(tmp_path / "x.html", html(["第{n}案　{work}"], rows))
    assert [{k: v for k, v in fields.items() if k != "案名"} for _, fields in told(made)] == [
        {"說明": text + TEXTS[at - 1], "決議": TEXTS[at - 1]} for at, text in enumerate(TEXTS)
    ]
    assert codes(made) == set()


def test_the_first_line_of_a_value_is_no_label(tmp_path: Path) -> None:
    made = read(tmp_path / "x.html", html(["第{n}案"], [["說明", "決議<br>{text}"], ["決議", "{last}"]]))
    assert [fields["說明"] for _, fields in told(made)] == [f"決議\n{text}" for text in TEXTS]


def test_captions_between_heading_and_form_are_no_heading(tmp_path: Path) -> None:
    made = read(tmp_path / "x.html", html(["第{n}案　{work}", "表一　審議內容", "單位：千元"], REST))
    assert [name for name, _ in told(made)] == list(WORKS)
    assert codes(made) == {"stray-text"}


def test_a_sentence_below_a_heading_is_none_of_it(tmp_path: Path) -> None:
    made = read(tmp_path / "x.html", html(["第{n}案　{work}", "本案依規定辦理。"], REST))
    assert [name for name, _ in told(made)] == list(WORKS)


def test_a_heading_with_a_line_below_it_parts_two_forms(tmp_path: Path) -> None:
    """The second form has none of the labels of the first, so that they alone would not part them."""
    toml = (
        "labels = ['案名', '說明', '決議', '附件']\noptional = ['案名', '說明', '決議', '附件']\n"
        "[headings]\nprogramme = '第(?P<number>.)案(?P<name>.+)'"
    )
    one = html(["第{n}案　{work}", "依規定辦理。"], [["案名", "{work}"], ["說明", "{text}"]], 1)
    other = html(["第二案　柳溪公園", "依規定辦理。"], [["決議", "通過"], ["附件", "無"]], 1)
    made = read(tmp_path / "x.html", one + other, toml)
    assert [(name, list(fields)) for name, fields in told(made)] == [
        ("青禾步道", ["案名", "說明"]),
        ("柳溪公園", ["決議", "附件"]),
    ]


def test_a_paragraph_is_never_a_label(tmp_path: Path) -> None:
    toml = "labels = ['案名', '說明', '決議']\n[headings]\nprogramme = '第(?P<number>.)案'"
    rows = [["案名", "{work}"], ["{text}", "{last}"], *REST]
    made = read(tmp_path / "x.html", html(["第{n}案"], rows), toml)
    for at, (_, fields) in enumerate(told(made)):
        said = (fields["案名"] + fields.get("(unlabelled)", "")).replace("\n", "")
        assert said == WORKS[at] + TEXTS[at] + TEXTS[at - 1]
        assert not any("。" in label for label in fields)


TIERS = "labels = ['案名', '面積', '用途', '結論']\n[headings]\nprogramme = '第(?P<number>.)案'"
HEADS = (
    "<tr><td rowspan='{n}'>案名</td><td colspan='2'>現況</td><td rowspan='{n}'>結論</td></tr>"
    "{between}<tr><td>面積</td><td>用途</td></tr>"
)
VALUES = "<tr><td>甲</td><td>二公頃</td><td>停車場</td><td>通過</td></tr>"


def tiered(heads: str) -> str:
    return "".join(f"<p>第{at}案</p><table>{heads}{VALUES}</table>" for at in "一二")


def test_labels_in_two_tiers_stand_above_their_values(tmp_path: Path) -> None:
    made = read(tmp_path / "x.html", tiered(HEADS.format(n=2, between="")), TIERS)
    assert [fields for _, fields in told(made)] == 2 * [
        {"案名": "甲", "面積": "二公頃", "用途": "停車場", "結論": "通過"}
    ]
    assert not [each for each in made.findings if each.severity == "error"]


def test_a_form_whose_labels_stand_in_three_tiers_is_an_error_where_most_are_lost(tmp_path: Path) -> None:
    heads = HEADS.format(n=3, between="<tr><td>大小</td><td>情形</td></tr>")
    made = read(tmp_path / "x.html", tiered(heads), TIERS)
    assert {each.code for each in made.findings if each.severity == "error"} == {"form-incomplete"}


BOX = "<table><tr><td>{title}作品名稱：{work}<br>作者：甲某<br>指導老師：{teacher}<br>評語：{text}<br>備註：{last}</td></tr></table>"


@pytest.mark.parametrize("title", ["", "編號第{n}件<br>"])
def test_the_lines_of_a_cell_that_begin_with_labels_before_colons_are_rows(
    title: str, tmp_path: Path
) -> None:
    """One has no teacher; what stands before a colon in one form alone is no label."""
    boxes = "".join(
        f"<p>第{n}件</p>"
        + BOX.format(
            title=title.format(n=n),
            work=WORKS[at],
            teacher="" if at == 1 else "乙某",
            text=f"{TEXTS[at]}<br>又{n}：{TEXTS[at - 1]}",
            last="無",
        )
        for at, n in enumerate(NUMBERS)
    )
    page = f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{boxes}</body></html>"
    made = read(tmp_path / "x.html", page)
    assert [
        {label: text.replace("\n", "") for label, text in fields.items() if label} for _, fields in told(made)
    ] == [
        {
            "作品名稱": WORKS[at],
            "作者": "甲某",
            "指導老師": "" if at == 1 else "乙某",
            "評語": f"{TEXTS[at]}又{n}：{TEXTS[at - 1]}",
            "備註": "無",
        }
        for at, n in enumerate(NUMBERS)
    ]
