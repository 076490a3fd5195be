"""Which letters does a print lack: found however pages cut, move and interleave the texts."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.aligned import gaps

LONG = "申請人應於期限內備齊文件向主管機關提出申請"
OTHER = "補助款分兩期撥付並於結案後辦理核銷作業"


def told(texts: list[str], printed: str) -> list[tuple[int, str]]:
    return [(gap.text, texts[gap.text][gap.start : gap.end]) for gap in gaps(texts, printed)]


@given(st.lists(st.text("甲乙丙丁無1", min_size=1, max_size=12), max_size=12))
def test_what_is_printed_in_order_lacks_nothing(texts: list[str]) -> None:
    assert gaps(texts, "".join(texts)) == []


@given(st.lists(st.text("甲乙丙丁戊己庚辛壬癸", min_size=1, max_size=30), min_size=1, max_size=8), st.data())
def test_of_a_text_that_is_gone_no_fewer_letters_are_missed(texts: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.integers(0, len(texts) - 1))
    printed = "".join(text for at, text in enumerate(texts) if at != gone)
    lost = sum(len(words) for _, words in told(texts, printed))
    assert lost >= len(texts[gone])


def test_a_short_text_that_stands_in_other_words_is_missed() -> None:
    texts = ["備註", "無", "地點", "有無障礙設施"]
    assert told(texts, "備註地點有無障礙設施") == [(1, "無")]


def test_a_text_that_other_forms_have_too_is_missed_where_it_belongs() -> None:
    texts = [word for number in range(9) for word in (f"第{number}屆審查會議紀錄", "決議", LONG)]
    lacking = [text for at, text in enumerate(texts) if at != 14]
    (gap,) = gaps(texts, "".join(lacking))
    assert (gap.text, gap.start, gap.end) == (14, 0, len(LONG))
    assert gap.after == len("".join(texts[:14]))


@pytest.mark.parametrize("foot", ["", "12", "某某縣政府計畫彙編第3頁"])
def test_cells_that_a_page_end_cuts_are_whole(foot: str) -> None:
    printed = f"項目{LONG[:9]}{OTHER[:7]}{foot}{LONG[9:]}{OTHER[7:]}"
    assert told(["項目", LONG, OTHER], printed) == []
    assert told(["項目", LONG, OTHER], printed.replace(OTHER[7:], "")) == [(2, OTHER[7:])]


def test_what_floats_is_found_anywhere() -> None:
    texts = [LONG, "附件一", OTHER]
    far = "".join(chr(0x5000 + at) for at in range(9000))
    assert told([*texts, far], LONG + OTHER + far + "附件一") == []


def test_a_few_letters_that_are_set_apart_are_found() -> None:
    assert told([LONG], f"{LONG[:8]}{LONG[10:]}頁尾{LONG[8:10]}") == []
    assert told([LONG], f"{LONG[:8]}{LONG[10:]}") == [(0, LONG[8:10])]


def test_a_thousand_pages_take_no_longer_than_they_are_long() -> None:
    random = Random(5)
    texts = ["".join(random.choices("子丑寅卯辰巳午未", k=random.randrange(1, 40))) for _ in range(4000)]
    printed = "".join(text for at, text in enumerate(texts) if at % 100)
    assert 0 < len({gap.text for gap in gaps(texts, printed)}) <= 80


def test_nothing_printed_and_nothing_held() -> None:
    assert told([LONG, "無"], "") == [(0, LONG), (1, "無")]
    assert gaps([], LONG) == []


def test_many_letters_that_stand_one_by_one_are_missed() -> None:
    assert told([LONG], f"{LONG[:8]}{LONG[13:]}頁{LONG[8:13][::-1]}") == [(0, LONG[8:13])]


def test_a_letter_answers_for_one_text_alone() -> None:
    without = f"{LONG[:8]}{LONG[9:]}", f"{OTHER[:8]}{OTHER[9:]}"
    texts = [LONG, f"{OTHER[:8]}{LONG[8]}{OTHER[9:]}"]
    assert [words for _, words in told(texts, f"{without[0]}{LONG[8]}{without[1]}")] == [LONG[8]]


def test_a_cell_that_goes_on_behind_its_neighbour_is_whole() -> None:
    assert told([LONG, OTHER], f"{LONG[:9]}{OTHER}{LONG[9:]}") == []


def test_a_heading_that_is_printed_again_many_pages_on_stands_where_it_begins() -> None:
    far = "".join(chr(0x5000 + at) for at in range(9000))
    assert told([LONG, "無", far], f"{LONG}無{far}{LONG}") == []
