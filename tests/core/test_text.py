"""What is stored, how lines are joined and what compares equal."""

import unicodedata
from collections import Counter
from itertools import pairwise
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.core import text
from pipeline.core.text import blank_invisible, canonical, canonical_traced, fold, is_western, join, radicals
from pipeline.core.traced import Traced
from tests.printed import lines

HAN = st.sampled_from("年度補助計畫甲乙丙丁申請單位研發")
LATIN = st.text(st.sampled_from("abcdefXYZ"), min_size=1, max_size=8)
TRAPS = st.sampled_from("⼀⺟\uf98e\uf997\U0002f800１Ａｂ％＃＋－，：；（）①②ﬁ\u200b\ufeff \u3000\t\n0a.")
ANY = st.text(st.one_of(TRAPS, HAN, st.characters(codec="utf-8", exclude_categories=["Cs"])), max_size=40)


def joined(*printed: str) -> str:
    return join(line.text for line in lines(*printed)).text


# what is stored


@pytest.mark.parametrize(
    ("printed", "stored"),
    [
        ("⼀年", "一年"),
        ("⾦⾨", "金門"),
        ("⺟", "母"),
        ("⻑", "長"),
        ("\u2f00\u2fd5", "\u4e00\u9fa0"),
        ("\uf98e度", "年度"),
        ("\uf997絡", "聯絡"),
        ("\uf9e0\uf9d1", "易六"),
        ("\U0002f800", "\u4e3d"),
        ("\U0002f9f4", "\u5db2"),
    ],
)
def test_look_alikes_are_unified_ideographs(printed, stored):
    assert canonical(printed) == stored


def test_every_radical_is_stored_as_its_ideograph():
    table = radicals()
    assert len(table) > 300
    for code, ideograph in table.items():
        assert canonical(chr(code)) == ideograph
        assert canonical(ideograph) == ideograph


@pytest.mark.parametrize("block", [range(0xF900, 0xFB00), range(0x2F800, 0x2FA20)])
def test_every_compatibility_ideograph_is_unified(block):
    folded = [code for code in block if unicodedata.normalize("NFKC", chr(code)) != chr(code)]
    assert len(folded) > 400
    for code in folded:
        stored = canonical(chr(code))
        assert not any(
            0xF900 <= ord(character) <= 0xFAFF or ord(character) >= 0x2F800 for character in stored
        )


def test_unified_ideographs_among_the_compatibility_ones_stay():
    # Twelve of that block are no doubles but ideographs of their own.
    own = "\ufa0e\ufa0f\ufa11\ufa13\ufa14\ufa1f\ufa21\ufa23\ufa24\ufa27\ufa28\ufa29"
    assert canonical(own) == own


def test_full_width_digits_and_letters_are_ascii():
    assert canonical("０１２３４５６７８９") == "0123456789"
    assert canonical("ＡＺａｚ") == "AZaz"


@pytest.mark.parametrize(
    ("printed", "stored"),
    [
        ("５０％", "50%"),
        ("50％", "50%"),
        ("（０２）２７５４－１２５５＃２７１４", "（02）2754-1255#2714"),
        ("＋886", "+886"),
        ("補助＋加碼", "補助＋加碼"),
        ("甲－乙", "甲－乙"),
        ("％以上", "％以上"),
        ("Ａ＋", "A＋"),
        ("二－1", "二-1"),
    ],
)
def test_full_width_signs_are_ascii_only_beside_a_digit(printed, stored):
    assert canonical(printed) == stored


@pytest.mark.parametrize(
    "text",
    [
        "，：；（）。、！？「」『』【】《》〈〉",
        "①②⑳",
        "ⅠⅡⅢ",
        "㎡",
        "A⁺",
        "½",
        "…",
        "～",
        "．",
        "㈱",
        "℃",
        "™",
        "ﾊ",
        "é",
        "e\u0301",
    ],
)
def test_stored_text_is_not_normalised_further(text):
    assert canonical(text) == text


@pytest.mark.parametrize(
    ("printed", "stored"),
    [
        ("補助 對象", "補助對象"),
        ("補\u3000助", "補助"),
        ("109 年 1 月", "109年1月"),
        ("申請 SBIR 計畫", "申請SBIR計畫"),
        ("Taiwan Tech Arena", "Taiwan Tech Arena"),
        ("Taiwan  \u00a0 Tech", "Taiwan Tech"),
        ("A\u3000B", "A B"),
        ("3 D", "3 D"),
        ("e-mail (office) x", "e-mail (office) x"),
        ("R&D ( 研發 )", "R&D(研發)"),
        ("電話: 02-2754-1255", "電話:02-2754-1255"),
        (" 前後 ", "前後"),
        (" a b ", "a b"),
        ("， a", "，a"),
        ("Ｓ Ｂ", "S B"),
        ("a\u200bb", "ab"),
        ("a \u200b b", "a b"),
        ("補\ufeff助\u00ad", "補助"),
        ("ﬁrst oﬃce", "first office"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_space_stands_only_between_two_words_that_are_not_chinese(printed, stored):
    assert canonical(printed) == stored


def test_what_was_folded_is_counted_by_rule():
    counts: Counter[str] = Counter()
    printed = "⼀\uf98e１％\ufeffﬁ 甲"
    canonical_traced(Traced(printed, tuple(range(len(printed)))), counts)
    assert counts == {"radical": 1, "compatibility": 1, "full_width": 2, "invisible": 1, "ligature": 1}


NO_TEXT = [
    *(code for code in (*range(0x20), *range(0x7F, 0xA0)) if not chr(code).isspace()),
    *(0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xFDD0, 0xFDEF, 0xFFFF),
    *(plane << 16 | last for plane in range(1, 17) for last in (0xFFFE, 0xFFFF)),
]


def test_control_characters_and_non_characters_are_stored_as_nothing_and_counted():
    for code in NO_TEXT:
        counts: Counter[str] = Counter()
        assert canonical_traced(Traced(f"補{chr(code)}助", (0, 1, 2)), counts) == Traced("補助", (0, 2)), hex(
            code
        )
        assert counts == {"control": 1}
    for near in (0xA1, 0xD7FB, 0xE000, 0xFDCF, 0xFDF0, 0xFFFD, 0x1FFFD, 0x20000):
        assert canonical(f"補{chr(near)}助") == f"補{chr(near)}助", hex(near)


@given(st.text(st.characters()))
def test_stored_text_is_what_xml_can_say(text):
    assert all(unicodedata.category(character) not in ("Cc", "Cs") for character in canonical(text))
    ElementTree.fromstring(f"<x>{escape(canonical(text))}</x>".encode())


def test_what_leaves_no_ink_is_owned_by_nobody():
    assert blank_invisible("補\ufeff\x07助\ufdd0") == "補  助 "
    assert blank_invisible("補助 。") == "補助 。"


@pytest.mark.parametrize("dash", "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\u207b\ufe58\ufe63\uff0d")
def test_every_dash_within_an_address_is_a_hyphen(dash: str) -> None:
    assert canonical(f"網址https://a{dash}b.example.tw/x{dash}y。") == "網址https://a-b.example.tw/x-y。"
    assert canonical(f"a{dash}b@c{dash}d.example.tw") == "a-b@c-d.example.tw"


def test_a_dash_of_prose_beside_an_address_stays() -> None:
    for words in ("見https://a.example.tw—說明", "專線——https://a.example.tw", "3—5人"):
        assert canonical(words) == words


@pytest.mark.parametrize("sign", "\u034f\u061c\u115f\u180e\u2061\u206f\u3164\ufe00\ufe0f\U000e0100\U000e01ef")
def test_what_has_no_ink_is_no_text(sign: str) -> None:
    assert canonical(f"相關{sign}網站") == "相關網站"
    assert canonical(f"02-2754-{sign}1255") == "02-2754-1255"


@given(ANY)
@example("a \u200b b")
@example("－ １")
@example("1 －")
@example("％ 1")
def test_canonical_text_is_canonical(text):
    assert canonical(canonical(text)) == canonical(text)


@given(ANY)
def test_every_stored_character_leads_to_the_one_printed(text):
    raw = Traced(text, tuple(range(7, 7 + 3 * len(text), 3)))
    printed = dict(zip(raw.ids, raw.text, strict=True))
    stored = canonical_traced(raw)
    assert list(stored.ids) == sorted(stored.ids)
    for character, number in zip(stored.text, stored.ids, strict=True):
        if character == " ":
            assert printed[number].isspace()
        else:
            assert character in canonical(printed[number]) or fold(printed[number]) == character
    # A ligature gives several characters to one glyph; nothing else does.
    twice = {number for number in stored.ids if stored.ids.count(number) > 1}
    assert all(
        0xFB00 <= ord(printed[number]) <= 0xFB06 or len(canonical(printed[number])) > 1 for number in twice
    )


@given(ANY)
def test_no_ink_is_lost(text):
    stored = canonical_traced(Traced(text, tuple(range(len(text)))))
    lost = set(range(len(text))) - set(stored.ids)
    assert all(text[number].isspace() or not canonical(text[number]) for number in lost)


# lines joined


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        (["補助對", "象為中小企業"], "補助對象為中小企業"),
        (["申請SBIR", "計畫"], "申請SBIR計畫"),
        (["計畫", "SBIR"], "計畫SBIR"),
        (["Taiwan", "Tech"], "Taiwan Tech"),
        (["Small and", "Medium, or", "large"], "Small and Medium, or large"),
        (["（甲）", "（乙）"], "（甲）（乙）"),
        (["甲，", "Tech"], "甲，Tech"),
        (["https://www.example.org.tw/a", "bc/def.aspx"], "https://www.example.org.tw/abc/def.aspx"),
        (["https://www.example.org", ".tw/"], "https://www.example.org.tw/"),
        (["https://", "www.example.org.tw"], "https://www.example.org.tw"),
        (["www.exam", "ple.org.tw"], "www.example.org.tw"),
        (["www.example.org.tw", "https://other.example.tw"], "www.example.org.tw https://other.example.tw"),
        (["service@exam", "ple.org.tw"], "service@example.org.tw"),
        (["a@example.org.tw", "b@example.org.tw"], "a@example.org.tw b@example.org.tw"),
        (["www.example.org.tw", "b@example.org.tw"], "www.example.org.tw b@example.org.tw"),
        (["service@", "example.org.tw"], "service@example.org.tw"),
        (["https://a.tw/x", "y", "z"], "https://a.tw/xyz"),
        (["02-2754", "-1255"], "02-2754-1255"),
        (["02-2754-", "1255"], "02-2754-1255"),
        (["(02)2754-1255", "#2714"], "(02)2754-1255#2714"),
        (["109.", "01.09"], "109.01.09"),
        (["2,0", "00元"], "2,000元"),
        (["100", "萬元"], "100萬元"),
        (["50", "％以上"], "50%以上"),
        (["補助＋", "5"], "補助+5"),
        (["甲)", "b"], "甲)b"),
        (["A", "(甲"], "A(甲"),
        (["", "甲", "", "乙", ""], "甲乙"),
        ([], ""),
    ],
)
def test_lines_are_joined_as_if_printed_on_one(printed, text):
    assert joined(*printed) == text


@given(st.lists(HAN, min_size=1, max_size=30), st.data())
def test_chinese_cut_anywhere_is_whole_again(characters, data):
    text = "".join(characters)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)))))
    edges = [0, *cuts, len(text)]
    assert joined(*(text[start:end] for start, end in pairwise(edges))) == text


@given(st.lists(st.one_of(HAN, LATIN), min_size=1, max_size=12), st.data())
def test_mixed_text_cut_between_words_is_whole_again(words, data):
    """Words of one script: what is cut is what canonical text has a space or nothing at."""
    text = canonical(" ".join(words))
    cuts = data.draw(st.sets(st.integers(0, len(words))))
    edges = [0, *sorted(cuts), len(words)]
    printed = [" ".join(words[start:end]) for start, end in pairwise(edges)]
    assert joined(*printed) == text


@given(st.lists(st.text(st.one_of(HAN, st.sampled_from("ab1.-（，")), max_size=6), max_size=6))
def test_joining_loses_nothing_and_keeps_the_order(printed):
    made = lines(*printed)
    whole = join(line.text for line in made)
    assert whole.text.replace(" ", "") == "".join(line.text.text for line in made).replace(" ", "")
    assert list(whole.ids) == sorted(set(whole.ids))


@given(st.lists(ANY, max_size=6))
def test_joined_text_is_canonical(printed):
    text = join(
        canonical_traced(Traced(line, tuple(range(100 * n, 100 * n + len(line)))))
        for n, line in enumerate(printed)
    ).text
    assert canonical(text) == text


# what compares equal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("臺灣", "台灣"),
        ("裡面", "裏面"),
        ("着重", "著重"),
        ("（一）", "(一)"),
        ("［甲］", "(甲)"),
        ("【甲】", "〔甲〕"),
        ("A⁺企業", "A+ 企業"),
        ("ＳＢＩＲ", "sbir"),
        ("補助 對象", "補助對象"),
        ("：", ":"),
        ("甲•乙", "甲‧乙"),
        ("○甲", "●甲"),
        ("3～6", "3~6"),
        ("3–6", "3-6"),
        ("\uf98e", "年"),
        ("⼀", "一"),
    ],
)
def test_same_words_in_other_print_compare_equal(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("補助", "輔助"), ("1.5", "15"), ("甲、乙", "甲乙"), ("台", "抬")]
)
def test_other_words_compare_unequal(one, other):
    assert fold(one) != fold(other)


@given(ANY)
def test_stored_text_compares_like_the_printed(text):
    assert fold(canonical(text)) == fold(text)


@given(ANY)
@example("ſ")
@example("K")
def test_folded_text_is_folded(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("character", "aZ09.,()éÑαЖ")
def test_western_characters(character):
    assert is_western(character)


@pytest.mark.parametrize("character", "年，（：①ａ１ あ")
def test_characters_that_belong_to_chinese(character):
    assert not is_western(character)


def test_only_what_has_no_character_that_a_rule_changes_is_stored_as_it_stands() -> None:
    """Of all characters of Unicode, none that is stored otherwise passes the quick look."""
    for code in (*range(0xD800), *range(0xE000, 0x110000)):
        character = chr(code)
        if text._replacement(character) != (character, None) or character in text._FULL_WIDTH_SIGNS:
            assert text._CHANGING.search(character), f"U+{code:04X}"
        elif character in "，。：；（）！？、「」一丁①":
            assert not text._CHANGING.search(character), character
