"""What numbers and marks the items of a list, in one place for all who read lists."""

from __future__ import annotations

import pytest
import regex

from pipeline.core.ordinals import BULLETS, LIST_NUMBER, ordinal_of


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        *(
            ("一", 1),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("九十九", 99),
            ("拾貳", 12),
            ("參", 3),
            ("叁", 3),
        ),
        *(("12", 12), ("０３", 3), ("①", 1), ("⑳", 20), ("甲", 1), ("癸", 10), ("a", 1), ("z", 26), ("B", 2)),
        *(("", 0), ("百", 0), ("一一", 0), ("十十", 0), ("子", 0), ("ab", 0), ("①②", 0), ("1.", 0)),
    ],
)
def test_the_value_of_an_ordinal(numeral: str, value: int) -> None:
    assert ordinal_of(numeral) == value


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        *(
            (each, each)
            for each in (
                "1.",
                "12、",
                "3)",
                "3）",
                "(4)",
                "（12）",
                "〔5〕",
                "四、",
                "十二、",
                "(六)",
                "（二十一）",
            )
        ),
        ("1.甲", "1."),
        ("(一)、甲", "(一)"),
        *(
            (each, "")
            for each in ("1", "123.", "四", "四.", "一二三四、", "(123)", "甲、", "①", "(甲)", "()", ".")
        ),
    ],
)
def test_what_numbers_an_item(printed: str, number: str) -> None:
    match = regex.match(LIST_NUMBER, printed)
    assert (match.group() if match else "") == number


def test_what_marks_an_item_is_told_once() -> None:
    assert len(set(BULLETS)) == len(BULLETS)
    assert set("●■◆") < set(BULLETS)
