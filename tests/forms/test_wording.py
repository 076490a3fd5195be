"""What a text says is remembered for the patterns that it was asked of, and for no others."""

import gc

from pipeline.forms.profile import Profile
from pipeline.forms.wording import MOST_WORDS, named, words_of


def test_the_first_name_that_matches_the_whole_text() -> None:
    patterns = {"phone": ["電話", "聯絡電話"], "any": ["聯絡.*"]}
    assert named(patterns, "聯 絡 電 話") == "phone"
    assert named(patterns, "聯絡人") == "any"
    assert named(patterns, "電話號碼") is None
    assert named(patterns, " ") is None


def test_patterns_may_be_written_as_printed() -> None:
    assert named({"place": ["臺北"]}, "臺北") == "place"
    assert named({"place": ["台北"]}, "臺北") == "place"


def test_other_patterns_give_another_answer() -> None:
    profile = Profile.model_validate({"labels": {"summary": "簡介"}})
    assert profile.field_of("概要") is None
    longer = profile.knowing("labels", "summary", "概要")
    assert longer.field_of("概要") == "summary"
    assert profile.field_of("概要") is None


def test_patterns_that_are_gone_answer_for_no_later_ones() -> None:
    for number in range(50):
        assert named({str(number): [str(number)]}, str(number)) == str(number)
        assert named({str(number): ["x"]}, str(number)) is None
        if number % 20 == 0:
            gc.collect()


def test_the_words_of_a_pattern() -> None:
    assert words_of("網[站址]") == ("網站", "網址")
    assert words_of(".*(措施|計畫)簡介") == ("措施簡介", "計畫簡介")
    assert words_of("承辦人員?") == ("承辦人", "承辦人員")
    assert words_of(r"\p{Han}{2,4}對象") == ()


def test_no_more_than_the_first_words_of_a_pattern_are_tried() -> None:
    """Each sign that may stand doubles them: eighteen, and one that is in no word, took six seconds."""
    maybe = "".join(f"{sign}?" for sign in "甲乙丙丁戊己庚辛壬")
    assert words_of(f"(網 站|網站){maybe}") == ()
    assert len(words_of(f"(網站|網 站){maybe}")) == MOST_WORDS
