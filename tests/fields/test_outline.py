"""Outlines are read as they are meant, even where several markers stand in one line; other numbers stay text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.ordinals import ordinal_of
from pipeline.core.record import Node
from pipeline.core.text import canonical
from pipeline.core.traced import Traced
from pipeline.fields.outline import prose, split_outline, with_breaks
from tests.printed import traced

HAN_NUMBERS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
Tree = list[tuple[str | None, str, "Tree"]]


def tree(nodes: list[Node]) -> Tree:
    return [(node.marker, node.text, tree(node.children)) for node in nodes]


def read(printed: str) -> Tree:
    return tree(prose(traced(printed)).outline)


# nesting


@pytest.mark.parametrize("printed", ["申請人吳○芳表示同意。", "由陳○○、林○安出席。"])
def test_a_masked_name_is_no_list(printed: str) -> None:
    assert read(printed) == []


def test_a_bullet_behind_a_sentence_is_one_before_a_name_too() -> None:
    assert read("出席：○吳美芳。○陳○安。") == [
        (None, "出席：", []),
        ("○", "吳美芳。", []),
        ("○", "陳○安。", []),
    ]


def test_every_level_nests_in_the_one_before():
    printed = "一、甲。(一)乙。1.丙。(1)丁。a.戊。b.己。(2)庚。2.辛。(二)壬。二、癸。"
    deepest: Tree = [("a.", "戊。", []), ("b.", "己。", [])]
    third: Tree = [("(1)", "丁。", deepest), ("(2)", "庚。", [])]
    second: Tree = [("1.", "丙。", third), ("2.", "辛。", [])]
    first: Tree = [("(一)", "乙。", second), ("(二)", "壬。", [])]
    assert read(printed) == [("一、", "甲。", first), ("二、", "癸。", [])]
    assert with_breaks(traced(printed)).text == printed.replace("。", "。\n").strip()


@pytest.mark.parametrize(
    ("printed", "outline"),
    [
        ("1.甲|2.乙", [("1.", "甲", []), ("2.", "乙", [])]),
        ("１．甲|２．乙", [("1．", "甲", []), ("2．", "乙", [])]),
        ("1、甲|2、乙", [("1、", "甲", []), ("2、", "乙", [])]),
        ("1)甲|2)乙", [("1)", "甲", []), ("2)", "乙", [])]),
        ("（1）甲|（2）乙", [("（1）", "甲", []), ("（2）", "乙", [])]),
        ("（一）、甲|（二）、乙", [("（一）、", "甲", []), ("（二）、", "乙", [])]),
        ("①甲|②乙", [("①", "甲", []), ("②", "乙", [])]),
        ("甲、子|乙、丑", [("甲、", "子", []), ("乙、", "丑", [])]),
        ("A.甲|B.乙", [("A.", "甲", []), ("B.", "乙", [])]),
        ("(a)甲|(b)乙", [("(a)", "甲", []), ("(b)", "乙", [])]),
        ("※甲|※乙", [("※", "甲", []), ("※", "乙", [])]),
        ("1. Start up|2. Scale up", [("1.", "Start up", []), ("2.", "Scale up", [])]),
        ("說明：1.甲。2.乙。", [(None, "說明：", []), ("1.", "甲。", []), ("2.", "乙。", [])]),
        (
            "1.甲：(1)乙；(2)丙。|2.丁",
            [("1.", "甲：", [("(1)", "乙；", []), ("(2)", "丙。", [])]), ("2.", "丁", [])],
        ),
        ("【甲類】子。|【乙類】丑。", [("【甲類】", "子。", []), ("【乙類】", "丑。", [])]),
        (
            "【甲類】子|【乙類】1.丑。2.寅。",
            [("【甲類】", "子", []), ("【乙類】", "", [("1.", "丑。", []), ("2.", "寅。", [])])],
        ),
        ("【甲類】、【乙類】兩類。", []),
        ("子|【甲類】丑。", []),
        ("【甲案輔導】子【乙案輔導】丑", [("【甲案輔導】", "子", []), ("【乙案輔導】", "丑", [])]),
        ("【甲類】見附件【乙】說明。", [("【甲類】", "見附件【乙】說明。", [])]),
        ("1.甲|•乙|•丙|2.丁", [("1.", "甲", [("•", "乙", []), ("•", "丙", [])]), ("2.", "丁", [])]),
        (
            "●甲|1.乙|2.丙|●丁|1.戊|2.己",
            [
                ("●", "甲", [("1.", "乙", []), ("2.", "丙", [])]),
                ("●", "丁", [("1.", "戊", []), ("2.", "己", [])]),
            ],
        ),
    ],
)
def test_styles_of_lists(printed, outline):
    assert read(printed) == outline


def test_numbers_start_again_under_the_next_parent():
    again: Tree = [("(1)", "子。", []), ("(2)", "丑。", [])]
    assert read("1.甲。(1)子。(2)丑。2.乙。(1)子。(2)丑。") == [("1.", "甲。", again), ("2.", "乙。", again)]


def test_list_starts_again_without_a_parent():
    assert [node[0] for node in read("1.甲。2.乙。1.丙。2.丁。")] == ["1.", "2.", "1.", "2."]


def test_list_may_go_on_from_elsewhere():
    assert read("4.甲|5.乙") == [("4.", "甲", []), ("5.", "乙", [])]


def test_a_heading_between_two_items_is_no_part_of_the_first():
    printed = "展場：\n1.甲。\n2.乙，每家一張。\n刊物：\n3.丙。"
    assert read(printed) == [
        (None, "展場：", []),
        ("1.", "甲。", []),
        ("2.", "乙，每家一張。", []),
        (None, "刊物：", []),
        ("3.", "丙。", []),
    ]
    assert with_breaks(traced(printed)).text == printed


@pytest.mark.parametrize(
    "printed", ["1.甲。乙如下：\n2.丙。", "1.甲。\n乙，如下：\n2.丙。", "1.甲。\n乙：\n(1)丙。\n(2)丁。"]
)
def test_what_ends_in_a_colon_is_a_heading_only_in_a_line_of_its_own_before_an_item_of_its_rank(printed):
    assert all(marker for marker, _, _ in read(printed))


def test_list_of_more_than_ten():
    printed = "|".join(f"{number}.甲" for number in range(1, 13))
    assert [node[0] for node in read(printed)] == [f"{number}." for number in range(1, 13)]
    printed = "|".join(f"{number}、甲" for number in HAN_NUMBERS)
    assert [node[0] for node in read(printed)] == [f"{number}、" for number in HAN_NUMBERS]


def test_number_after_a_telephone_number_at_a_line_end():
    assert [node[0] for node in read("1.電話：02-2754-1255|2.傳真：02-2754-0127|3. E-mail")] == [
        "1.",
        "2.",
        "3.",
    ]


# text that only looks like a marker


@pytest.mark.parametrize(
    "printed",
    [
        "成長1.5倍",
        "成長|1.5倍",
        "第1、2階段補助",
        "第|1、2階段補助",
        "甲。1、2階段補助",
        "第1、|2階段補助",
        "109.01.09前",
        "109.|01.09前",
        "至|109.01.|09前",
        "每案2.5萬元。3.5萬元",
        "於10.甲",
        "共10、20人",
        "一、二級產業",
        "甲、乙兩類",
        "由甲、|乙兩方",
        "符合第(1)點",
        "以a.com為準",
        "共|3.甲",
        "www.a.b.tw",
        "（二二八）|紀念",
        "三五、|成群",
        "甲。0.5倍",
        "甲|0、乙",
        "",
        "甲乙丙",
    ],
)
def test_text_stays_text(printed):
    assert prose(traced(printed)).outline == []
    assert prose(traced(printed)).text == printed.replace("|", "")


def test_number_that_does_not_run_on_is_text():
    assert read("1.甲。2.乙。5.丙。3.丁。") == [
        ("1.", "甲。", []),
        ("2.", "乙。5.丙。", []),
        ("3.", "丁。", []),
    ]


def test_one_at_a_line_start_is_a_marker_only_if_two_follows():
    assert read("補助|1.甲") == []
    assert read("補助|1.甲|2.乙") == [(None, "補助", []), ("1.", "甲", []), ("2.", "乙", [])]


@pytest.mark.parametrize(
    ("numerals", "values"),
    [
        (["1", "12", "一", "十", "十二", "二十", "二十三", "九十九"], [1, 12, 1, 10, 12, 20, 23, 99]),
        (["壹", "參", "叁", "拾貳", "貳拾"], [1, 3, 3, 12, 20]),
        (["①", "⑳", "甲", "癸", "a", "z", "C"], [1, 20, 1, 10, 1, 26, 3]),
        (["", "二二八", "三五", "十十", "一二", "百", "甲乙", "ab", "□"], [0] * 9),
    ],
)
def test_ordinals(numerals, values):
    assert [ordinal_of(numeral) for numeral in numerals] == values


# properties

NUMBERS = [str(number) for number in range(1, 13)]
STYLES = [
    [f"{number}、" for number in HAN_NUMBERS],
    [f"（{number}）" for number in HAN_NUMBERS],
    [f"{number}." for number in NUMBERS],
    [f"({number})" for number in NUMBERS],
    [f"{number})" for number in NUMBERS],
    [f"{letter}." for letter in "abcdefghijkl"],
    ["●"] * 12,
    ["※"] * 12,
]
WORDS = st.text("研發費用單位年滿１５0%，（", min_size=1, max_size=12).map(lambda text: f"子{text}丑")


@st.composite
def outlines(draw, styles=STYLES, depth=0):
    """Return a tree of nodes; no list stands in one of its own style, and none has but one node."""
    nodes: Tree = []
    if not styles or depth > 3:
        return nodes
    style = draw(st.sampled_from(styles))
    rest = [other for other in styles if other != style]
    for marker in style[: draw(st.integers(2, 4 if depth else 12))]:
        children = draw(outlines(rest, depth + 1)) if draw(st.integers(0, 3)) == 0 else []
        nodes.append((marker, draw(WORDS), children))
    return nodes


def printed_nodes(nodes: Tree, end: str) -> str:
    return "".join(f"|{marker}{text}{end}" + printed_nodes(children, end) for marker, text, children in nodes)


def with_ends(nodes: Tree, end: str) -> Tree:
    return [(marker, canonical(text) + end, with_ends(children, end)) for marker, text, children in nodes]


@given(outlines(), st.sampled_from(["", "。", "；"]), st.booleans())
def test_outline_that_was_printed_is_read_again(nodes, end, broken):
    printed = printed_nodes(nodes, end)
    if end and not broken:
        printed = printed.replace("|", "")  # all in one line
    assert read(printed) == with_ends(nodes, end)


MIXED = st.lists(
    st.sampled_from(
        [*"甲乙一二三十12、.．()（）。；：|ab●■※ ①②", "1.", "2.", "(1)", "(2)", "一、", "二、", "SBIR "]
    ),
    max_size=40,
).map("".join)


@given(MIXED)
def test_breaks_are_all_that_is_added(printed):
    text = traced(printed)
    stored = with_breaks(text)
    assert stored.text.replace("\n", "").replace(" ", "") == text.text.replace(" ", "")
    assert prose(text).text == stored.text


@given(MIXED)
def test_head_and_nodes_hold_all_ink_in_order(printed):
    text = traced(printed)
    head, parts = split_outline(text)
    ids = [*head.ids]
    for marker, _, body in parts:
        ids += [*text.ids[marker.start : marker.end], *body.ids]
    ink = [number for number, character in zip(text.ids, text.text, strict=True) if character != " "]
    spaces = {number for number, character in zip(text.ids, text.text, strict=True) if character == " "}
    assert [number for number in ids if number not in spaces] == ink
    assert isinstance(head, Traced)


@given(MIXED)
def test_each_node_begins_a_line_of_the_text(printed):
    made = prose(traced(printed))

    def flat(nodes):
        return [line for node in nodes for line in [(node.marker or "") + node.text, *flat(node.children)]]

    assert not made.outline or flat(made.outline) == made.text.split("\n")


@pytest.mark.parametrize(
    ("printed", "nodes"),
    [
        ("甲 1.乙 2.丙", ["乙", "丙"]),  # a space is enough
        ("甲1.乙2.丙", []),
        ("甲：1.乙；2.丙", ["乙；", "丙"]),
        ("【甲案示範輔導】子【乙案示範輔導】丑", ["子", "丑"]),  # heads that end alike
        ("【甲】子【乙】丑", ["子【乙】丑"]),  # too short to tell
        ("【甲案示範輔導】子【乙案另有說明】丑", ["子【乙案另有說明】丑"]),
        ("【甲案示範輔導】子。【乙案另有說明】丑", ["子。", "丑"]),
    ],
)
def test_where_a_marker_can_stand(printed: str, nodes: list[str]) -> None:
    _, parts = split_outline(traced(printed))
    assert [body.text for _, _, body in parts] == nodes


# paragraphs


def ends_of(printed: str) -> tuple[Traced, frozenset[int]]:
    """Return a text without its ¶, and the glyphs with which its paragraphs end."""
    ends = frozenset(at - 1 for at, sign in enumerate(printed) if sign == "¶")
    kept = [(sign, at) for at, sign in enumerate(printed) if sign != "¶"]
    return Traced("".join(sign for sign, _ in kept), tuple(at for _, at in kept)), ends


@pytest.mark.parametrize(
    ("printed", "stored"),
    [
        ("甲。¶乙。", "甲。\n乙。"),
        ("甲¶", "甲"),
        ("1.甲。¶乙。¶2.丙。", "1.甲。\n乙。\n2.丙。"),
        ("甲：¶1.乙。¶2.丙。", "甲：\n1.乙。\n2.丙。"),
        ("see SBIR¶ TIPS", "see SBIR\nTIPS"),
    ],
)
def test_a_paragraph_ends_in_a_line_break(printed: str, stored: str) -> None:
    text, ends = ends_of(printed)
    made = prose(text, ends)
    assert with_breaks(text, ends).text == made.text == stored


def test_the_paragraphs_of_a_node_are_its_text() -> None:
    text, ends = ends_of("1.甲。¶乙。¶2.丙。")
    assert tree(prose(text, ends).outline) == [("1.", "甲。\n乙。", []), ("2.", "丙。", [])]


@given(MIXED, st.sets(st.integers(0, 40)))
def test_paragraphs_add_breaks_and_nothing_else(printed: str, places: set[int]) -> None:
    text = traced(printed)
    ends = frozenset(text.ids[at] for at in places if at < len(text))
    made = prose(text, ends)
    assert made.text == with_breaks(text, ends).text
    assert made.text.replace("\n", "").replace(" ", "") == text.text.replace(" ", "")
    lines = made.text.split("\n")
    assert all(lines) or not made.text


@pytest.mark.parametrize(
    ("printed", "stored"),
    [
        (
            "每案政府經費上限：32萬元每案廠商自籌款：15萬元",
            "每案政府經費上限：32萬元\n每案廠商自籌款：15萬元",
        ),
        ("每人補助上限：1,500元。每人自付：4,500元。", "每人補助上限：1,500元。\n每人自付：4,500元。"),
        ("每案經費上限300萬元每案自籌比例30%每案一年", "每案經費上限300萬元\n每案自籌比例30%\n每案一年"),
        ("1.每案上限：2萬元每案自籌：1萬元", "1.每案上限：2萬元\n每案自籌：1萬元"),
    ],
)
def test_statements_that_begin_alike_are_paragraphs_whoever_set_them_on_one_line(
    printed: str, stored: str
) -> None:
    assert with_breaks(traced(printed)).text == stored


@pytest.mark.parametrize(
    "printed",
    [
        "每案政府經費上限32萬元，每案廠商自籌款15萬元。",
        "每年辦理三次。每年另舉辦說明會。",
        "每案補助100萬元。每案以一次為限。",
        "上限每案32萬元每人",
        "每案上限32萬元每人自付",
    ],
)
def test_sentences_that_run_on_are_one_paragraph(printed: str) -> None:
    assert with_breaks(traced(printed)).text == printed
