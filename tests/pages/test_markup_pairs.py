"""Cards of a web page without tables are rows of labels and values, however they are marked up."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.core.page import Line, Table
from pipeline.forms.learn.draft import draft
from pipeline.pages.markup import DEEPEST, _Parser, parse_html

FORMS = [
    {"服務對象": f"本市第{n}區居民", "服務內容": f"第{n}項服務。", "聯絡電話": f"03-555-000{n}"}
    for n in range(1, 5)
]
SHAPES = {
    "dl": ("<dl>", "<dt>{}</dt><dd>{}</dd>", "</dl>"),
    "dl without ends": ("<dl>", "<dt>{}<dd>{}", "</dl>"),
    "dl with groups": ("<dl>", "<div><dt>{}</dt><dd>{}</dd></div>", "</dl>"),
    "label": ("<div>", "<p><label>{}</label><span>{}</span></p>", "</div>"),
    "label and div": ("<div>", "<div class='g'><label>{}</label><div>{}</div></div>", "</div>"),
    "label in a div": (
        "<div>",
        "<div class='g'><div><label>{}</label></div><div><p>{}</p></div></div>",
        "</div>",
    ),
    "two divs": ("<section>", "<div class='r'><div>{}</div><div>{}</div></div>", "</section>"),
    "two spans": ("<section>", "<div><span class='k'>{}</span> <span>{}</span></div>", "</section>"),
    "lines of a paragraph": ("<div><p>", "<b>{}</b><i>{}</i><br>", "</p></div>"),
    "divs in turns": ("<section>", "<div class='k'>{}</div><div class='v'>{}</div>", "</section>"),
}


def page_of(shape: str) -> list[Line | Table]:
    start, row, end = SHAPES[shape]
    cards = (
        f"<h2>服務{number}</h2>{start}{''.join(row.format(*pair) for pair in form.items())}{end}"
        for number, form in enumerate(FORMS, 1)
    )
    return list(parse_html(f"<html><body><h1>手冊</h1>{''.join(cards)}</body></html>", Counter()).blocks)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_card_is_a_table_of_labels_and_values(shape: str) -> None:
    blocks = page_of(shape)
    tables = [block for block in blocks if isinstance(block, Table)]
    rows = [[[cell.text.text for cell in table.row(at)] for at in range(table.rows)] for table in tables]
    assert rows == [[list(pair) for pair in form.items()] for form in FORMS]
    assert [block.text.text for block in blocks if isinstance(block, Line)] == [
        "手冊",
        *(f"服務{number}" for number in range(1, 5)),
    ]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_draft_finds_the_labels(shape: str) -> None:
    start, row, end = SHAPES[shape]
    text = "".join(
        f"<h2>服務{number}</h2>{start}{''.join(row.format(*pair) for pair in form.items())}{end}"
        for number, form in enumerate(FORMS, 1)
    )
    page = parse_html(text, Counter())
    made = draft([page], "cards.html")
    assert [(label.text, label.forms) for label in made.kinds[0].labels] == [(label, 4) for label in FORMS[0]]


def test_what_begins_a_line_in_bold_is_a_label_before_a_colon_alone() -> None:
    form = "".join(f"<li><strong>{label}：</strong>{value}</li>" for label, value in FORMS[0].items())
    (table,) = parse_html(f"<ul>{form}</ul>", Counter()).blocks
    assert isinstance(table, Table)
    assert [cell.text.text for cell in table.cells[::2]] == [f"{label}：" for label in FORMS[0]]
    assert [cell.text.text for cell in table.cells[1::2]] == list(FORMS[0].values())
    bare = parse_html(f"<ul>{form}</ul>".replace("：", ""), Counter())
    assert all(isinstance(block, Line) for block in bare.blocks)


def test_several_values_of_a_label_are_one_cell() -> None:
    page = parse_html("<dl><dt>電話</dt><dd>03-555-0001</dd><dd>03-555-0002</dd></dl>", Counter())
    (table,) = page.blocks
    assert isinstance(table, Table)
    assert [[line.text.text for line in cell.lines] for cell in table.cells] == [
        ["電話"],
        ["03-555-0001", "03-555-0002"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<h2>第一節</h2><p>說明一。</p><h2>第二節</h2><p>說明二。</p>",
        "<ul><li>甲</li><li>乙</li><li>丙</li><li>丁</li></ul>",
        "<div><p>本計畫自即日起受理申請，額滿為止。</p><p>請洽承辦人。</p></div>",
        "<p>請填 <label>姓名</label></p>",
        "<div class='r'><div>一格</div><div>又一格</div></div>",
    ],
)
def test_what_is_no_card_stays_lines(text: str) -> None:
    assert all(isinstance(block, Line) for block in parse_html(text, Counter()).blocks)


def test_no_word_is_lost() -> None:
    for shape in SHAPES:
        start, row, end = SHAPES[shape]
        text = f"<p>前言</p>{start}{''.join(row.format(*pair) for pair in FORMS[0].items())}{end}<p>後記</p>"
        page = parse_html(text, Counter())
        lines = [
            line
            for block in page.blocks
            for line in (
                [block] if isinstance(block, Line) else [line for cell in block.cells for line in cell.lines]
            )
        ]
        held = "".join(line.text.text for line in lines)
        assert held == "前言" + "".join(a + b for a, b in FORMS[0].items()) + "後記"
        ids = [glyph for line in lines for glyph in line.text.ids]
        assert ids == sorted(set(ids))


def test_a_page_whose_ends_are_left_out_is_read_in_no_more_time_than_it_is_long() -> None:
    """Each line stood within all that was opened before it: four thousand paragraphs took twelve seconds."""
    card = "<dl><dt>電話</dt><dd>03-555-0001</dd></dl>"
    read = _Parser()
    read.feed(card + "".join(f"<p>第{number}段" for number in range(2 * DEEPEST)))
    read.close()
    assert len(read.path) == DEEPEST
    page = parse_html(card + "<b>甲" * DEEPEST + card, Counter())
    assert [type(block) for block in page.blocks] == [Table, Line, Line, Line]
