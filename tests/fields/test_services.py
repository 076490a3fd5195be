"""Services and benefits: ■ begins a kind, ● an item of it, a colon ends a label."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fields.levels import levels_of
from pipeline.fields.services import TITLE_LENGTH, KindDraft, read_benefits, read_services, stored
from pipeline.forms.profile import load_profile
from tests.printed import Reports, traced

PROFILE = load_profile("support-measures")
Read = tuple[str, str | None, str | None, list[tuple[str | None, str]]]


def plain(draft: KindDraft) -> Read:
    return (
        draft.kind.text,
        draft.title.text if draft.title is not None else None,
        stored(draft.text),
        [(item.label.text if item.label is not None else None, item.body.text) for item in draft.items],
    )


def services(printed: str, *reported: str) -> list[Read]:
    reports = Reports()
    drafts = read_services(traced(printed), PROFILE, reports)
    assert reports.codes == list(reported)
    return [plain(draft) for draft in drafts]


def benefits(printed: str, *reported: str) -> list[Read]:
    reports = Reports()
    drafts = read_benefits(traced(printed), PROFILE, reports)
    assert reports.codes == list(reported)
    return [plain(draft) for draft in drafts]


# kinds and items


@pytest.mark.parametrize(
    "printed",
    [
        "■經費補助：●補助對象：甲。●補助額度：乙。",
        "■經費補助:●補助對象:甲。●補助額度:乙。",
        "■經費補助|●補助對象：甲。|●補助額度：乙。",
        "■ 經費 補助 ： ● 補助|對象：甲。 ●補助額度： 乙。",
        "|■|經費補助：|●|補助對象|：甲。●補助額度：乙。",
    ],
)
def test_kind_with_items(printed):
    assert services(printed) == [("經費補助", None, None, [("補助對象", "甲。"), ("補助額度", "乙。")])]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("■經費補助：每案最高100萬元。", ("經費補助", None, "每案最高100萬元。", [])),
        ("■免費諮詢", ("免費諮詢", None, None, [])),
        ("■經費補助：甲計畫●補助對象：甲", ("經費補助", "甲計畫", None, [("補助對象", "甲")])),
        ("■經費補助：甲計畫|1.甲|2.乙", ("經費補助", "甲計畫", "1.甲\n2.乙", [])),
        ("■經費補助：先說明，再補助。●對象：甲", ("經費補助", None, "先說明，再補助。", [("對象", "甲")])),
        ("■經費補助●沒有標籤的，一段話。", ("經費補助", None, None, [(None, "沒有標籤的，一段話。")])),
        (
            "■經費補助：見https://a.tw●網址：http://b.tw/",
            ("經費補助", "見https://a.tw", None, [("網址", "http://b.tw/")]),
        ),
        ("■經費補助●見http://b.tw/", ("經費補助", None, None, [(None, "見http://b.tw/")])),
        ("■經費補助（甲類：乙）：丙", ("經費補助（甲類：乙）", None, "丙", [])),
        ("■補助：●對象（甲，乙）：丙", ("補助", None, None, [("對象（甲，乙）", "丙")])),
        (f"■補助：{'長' * 41}●對象：甲", ("補助", None, "長" * 41, [("對象", "甲")])),
        ("■補助：●", ("補助", None, None, [(None, "")])),
    ],
)
def test_parts_of_a_kind(printed, read):
    assert services(printed) == [read]


def test_outline_of_an_item_keeps_its_markers():
    ((_, _, text, items),) = services("■補助：1.甲。2.乙。●對象：(1)丙。(2)丁。")
    assert text == "1.甲。\n2.乙。"
    assert items == [("對象", "(1)丙。(2)丁。")]


def test_several_kinds():
    assert [read[0] for read in services("■補助：甲。■諮詢：●時間：乙■免費")] == ["補助", "諮詢", "免費"]


def test_empty_cell_has_no_services_and_no_benefits():
    assert services("") == benefits("") == []


def test_items_of_a_benefit_are_part_of_its_text():
    assert benefits("■補助加碼：●甲●乙■免費：丙") == [
        ("補助加碼", None, "●甲\n●乙", []),
        ("免費", None, "丙", []),
    ]


def test_benefit_that_is_a_kind_alone():
    assert benefits("■加碼10%") == [("加碼10%", None, None, [])]


# what lost its marker


@pytest.mark.parametrize("printed", ["補助：●對象：甲", "補助|●對象：甲"])
def test_kind_without_its_marker_is_read_and_reported(printed):
    assert services(printed, "kind-unmarked") == [("補助", None, None, [("對象", "甲")])]


def test_kind_without_its_marker_before_others():
    assert [read[0] for read in services("補助：甲。■諮詢：乙。", "kind-unmarked")] == ["補助", "諮詢"]


@pytest.mark.parametrize("printed", ["■人才培訓 服務內容：甲", "■人才培訓|服務內容：甲"])
def test_item_without_its_marker_is_read_and_reported(printed):
    assert services(printed, "item-unmarked") == [("人才培訓", None, None, [("服務內容", "甲")])]


def test_kind_that_ends_like_an_item_label_is_one_kind():
    assert services("■服務內容：甲") == [("服務內容", None, "甲", [])]
    assert services("■培訓服務內容：甲") == [("培訓服務內容", None, "甲", [])]


@pytest.mark.parametrize(
    "printed", ["補助很多的事情，都在這裡。", "■補助很多的事情，都在這裡。", "長" * (TITLE_LENGTH + 1)]
)
def test_text_that_names_no_kind_is_kept_and_reported(printed):
    ((kind, _, text, _),) = benefits(printed, "kind-missing")
    assert (kind, text) == ("", printed.lstrip("■"))


def test_items_without_a_kind_are_kept_and_reported():
    assert services("●對象：甲", "kind-missing") == [("", None, None, [("對象", "甲")])]


# stored text


def test_stored_text_breaks_before_each_node():
    assert stored(traced("說明：1.甲。2.乙。")) == "說明：\n1.甲。\n2.乙。"
    assert stored(traced("")) is None
    assert stored(None) is None


WORD = st.text("甲乙丙丁補助計畫", min_size=1, max_size=8)
SENTENCE = WORD.map(lambda word: f"{word}，每案100萬元。")
ITEMS = st.lists(st.tuples(WORD, SENTENCE), max_size=4)


@given(
    st.lists(st.tuples(WORD, st.none() | SENTENCE, ITEMS), min_size=1, max_size=5),
    st.sampled_from(["", "|", " "]),
)
def test_services_that_were_printed_are_read_again(kinds, between):
    printed = between.join(
        between.join([f"■{kind}：{text or ''}", *(f"●{label}：{body}" for label, body in items)])
        for kind, text, items in kinds
    )
    assert services(printed) == [(kind, None, text, items) for kind, text, items in kinds]


@given(st.text("■●甲乙：，。1.2() |", max_size=40))
def test_every_glyph_but_a_marker_is_in_one_block(printed):
    text = traced(printed)
    for read in (read_services, read_benefits):
        drafts = read(text, PROFILE, Reports())
        ids = [glyph for draft in drafts for part in _parts(draft) for glyph in part.ids]
        assert len(ids) == len(set(ids))
        left = {character for character, glyph in zip(text.text, text.ids, strict=True) if glyph not in ids}
        levels = levels_of(text, PROFILE.markers)
        marks = {sign for start, end in (*levels.kinds, *levels.items) for sign in text.text[start:end]}
        assert left <= {*"■●：: ", *marks}


def _parts(draft: KindDraft):
    yield draft.kind
    yield from (part for part in (draft.title, draft.text) if part is not None)
    for item in draft.items:
        yield from (part for part in (item.label, item.body) if part is not None)


def test_a_benefit_has_its_title_as_a_service_has():
    printed = "■其他：提高補助比率|一、學員學費：七成。|二、企業包班：五成。"
    assert benefits(printed) == [("其他", "提高補助比率", "一、學員學費：七成。\n二、企業包班：五成。", [])]
    assert benefits("■優先支持：審查時予以優先支持。") == [("優先支持", None, "審查時予以優先支持。", [])]
    assert benefits("■優先支持：中堅企業") == [("優先支持", None, "中堅企業", [])]


@pytest.mark.parametrize(
    ("printed", "title", "text"),
    [
        ("■其他：提高額度|申請研發人力時，在不超過總人數限制範圍內，足額核配員額。", "提高額度", "申請研發人力時，在不超過總人數限制範圍內，足額核配員額。"),
        # The line below is full, and its end alone is on a third.
        ("■其他：提高額度|申請研發人力時，在不超過總人|數限制範圍內，足額核配員額。", "提高額度", "申請研發人力時，在不超過總人數限制範圍內，足額核配員額。"),
        # A line that is cut for want of room is no title, nor one that is as long as half of the next.
        ("■提高額度：專案申貸額度得提高至推廣計畫所需之|80%。", None, "專案申貸額度得提高至推廣計畫所需之80%。"),
        ("■其他：提高額度|申請研發人力時，在不超過總", None, "提高額度申請研發人力時，在不超過總"),
        ("■其他：提高額度|申請研發人力時，在不超過總人", "提高額度", "申請研發人力時，在不超過總人"),
        ("■其他：提高額度。|申請研發人力時，在不超過總人數限制範圍內。", None, "提高額度。申請研發人力時，在不超過總人數限制範圍內。"),
        ("■媒合：媒合|Talent Bridge平臺之會員。", None, "媒合Talent Bridge平臺之會員。"),
        # A space beside a Latin word is dropped, and ends no line.
        ("■其他：強化|AI|應用能力，申請文件不齊者應限期補正。", None, "強化AI應用能力，申請文件不齊者應限期補正。"),
        ("■其他：依ISO 14064|標準辦理，用於人力培育，每年以兩件為限。", None, "依ISO 14064標準辦理，用於人力培育，每年以兩件為限。"),
        ("■其他：強化|AI|能力|申請研發人力時，在不超過總人數限制範圍內。", "強化AI能力", "申請研發人力時，在不超過總人數限制範圍內。"),
        ("■其他：提高額度及|申請研發人力時，在不超過總人數限制範圍內。", None, "提高額度及申請研發人力時，在不超過總人數限制範圍內。"),
        # A transcription parts paragraphs by a space.
        ("■其他：提高額度 申請研發人力時，在不超過總人數限制範圍內。", "提高額度", "申請研發人力時，在不超過總人數限制範圍內。"),
    ],
)  # fmt: skip
def test_a_title_stands_in_a_line_of_its_own_that_had_room_for_more(printed, title, text):
    ((_, found, body, _),) = benefits(printed)
    assert (found, body) == (title, text)
    ((_, found, body, _),) = services(printed)
    assert (found, body) == (title, text)


@pytest.mark.parametrize(("length", "is_kind"), [(TITLE_LENGTH, True), (TITLE_LENGTH + 1, False)])
def test_a_kind_is_no_longer_than_a_title(length: int, is_kind: bool) -> None:
    words = "字" * length
    for printed in (f"■{words}：內容。", f"■{words}"):
        reports = Reports()
        (draft,) = read_services(traced(printed), PROFILE, reports)
        assert bool(draft.kind) is is_kind
        assert [(code, message, data["text"]) for code, message, data in reports] == (
            [] if is_kind else [("kind-missing", "the text names no kind", words[:TITLE_LENGTH])]
        )


# other marks than those of the profile

KINDS = [
    ("經費補助", "甲計畫", None, [("補助對象", "丙。"), ("補助額度", "丁。")]),
    ("技術服務", None, None, [("服務內容", "戊。")]),
]


@pytest.mark.parametrize(
    ("kind", "item"),
    [("◆", "➢"), ("□", "○"), ("◎", "※"), ("◼", "▪"), ("❖", "✓")],
)
def test_the_marks_that_a_cell_begins_with_are_those_of_its_kinds(kind, item):
    printed = "■經費補助：甲計畫|●補助對象：丙。|●補助額度：丁。|■技術服務|●服務內容：戊。"
    other = printed.replace("■", kind).replace("●", item)
    assert services(other, "kind-unmarked", "item-unmarked") == KINDS
    assert services(printed) == KINDS


@pytest.mark.parametrize(
    "printed",
    [
        "一、經費補助：甲計畫|(一)補助對象：丙。|(二)補助額度：丁。|二、技術服務|(一)服務內容：戊。",
        "１、經費補助：甲計畫|A.補助對象：丙。|B.補助額度：丁。|２、技術服務|A.服務內容：戊。",
        "(1)經費補助：甲計畫|①補助對象：丙。|②補助額度：丁。|(2)技術服務|①服務內容：戊。",
    ],
)
def test_kinds_and_items_may_be_numbered(printed):
    assert services(printed, "kind-unmarked", "item-unmarked") == KINDS


def test_a_list_of_one_item_is_a_list_below_a_numbered_kind():
    printed = (
        "一、經費補助：甲計畫|(一)補助對象：丙。|1.甲。|2.乙。|二、技術服務|(一)服務內容：|1.戊。|2.己。"
    )
    assert services(printed, "kind-unmarked", "item-unmarked") == [
        ("經費補助", "甲計畫", None, [("補助對象", "丙。1.甲。2.乙。")]),
        ("技術服務", None, None, [("服務內容", "1.戊。2.己。")]),
    ]
    printed = "一、技術服務|(一)服務內容：戊。"
    assert services(printed, "kind-unmarked", "item-unmarked") == KINDS[1:]


def test_items_in_another_sign_below_the_known_one():
    printed = "■經費補助：甲計畫|◇補助對象：丙。|◇補助額度：丁。|■技術服務|◇服務內容：戊。"
    assert services(printed, "item-unmarked") == KINDS


def test_marks_of_items_alone_are_no_kinds():
    printed = "◆補助對象：丙。|◆補助額度：丁。"
    ((kind, _, text, items),) = services(printed, "item-unmarked", "kind-missing")
    assert (kind, text, items) == ("", None, [("補助對象", "丙。"), ("補助額度", "丁。")])


@pytest.mark.parametrize(
    ("printed", "reported"),
    [
        ("一、提供諮詢服務，不收費用。|二、辦理說明會，歡迎參加。", "kind-missing"),
        ("本署提供下列服務。|1.諮詢：免費。|2.訓練：免費。", "kind-missing"),
        ("■經費補助：甲。|※注意：額滿為止。", ""),
        ("■經費補助：依下列規定：|◇甲類，三萬元。|◇乙類，二萬元。", ""),
    ],
)
def test_an_outline_is_neither_kinds_nor_items(printed, reported):
    ((kind, _, text, items),) = services(printed, *filter(None, [reported]))
    assert (kind, items) == ("" if reported else "經費補助", [])
    assert len(text.splitlines()) > 1


def test_benefits_in_other_marks():
    printed = "◆加碼補助：甲。|◆優先審查：乙。"
    assert [(kind, text) for kind, _, text, _ in benefits(printed, "kind-unmarked")] == [
        ("加碼補助", "甲。"),
        ("優先審查", "乙。"),
    ]
