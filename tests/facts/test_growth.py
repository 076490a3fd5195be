"""Time grows with the length of a text and no faster, whatever is printed over and over."""

import time

import pytest

from pipeline.facts.numerals import parse_numeral
from pipeline.facts.programme_facts import facts_as_json

pytestmark = pytest.mark.long

PATTERNS = (
    "http://", "http://a.b/?", "http://a.b/", "a.", "a@", "a@b.", "@", "1.", "1", "0", "1,", "1-", "1/",
    "1:", "1~", "%", "1%", "‰", "百分之", "分之", "1成", "萬", "萬元", "1萬", "（一）", "(1)", "十", "零", "點", "元", "$", "1元",
    "(02)", "02-", "#1", "分機", "1月", "1日", "109年1月1日", "每年", "即日起至", "(", "（",
    "【", "補助", "上限", "不得超過", "依公告", "額滿", "第1梯次：", "民國", "3個月", "半", "1、", "：", "，", "\n", " ",
)  # fmt: skip
SHORT, LONG = 4_000, 16_000
LONGER = {"http://": 32_000, "http://a.b/?": 32_000, "a.": 32_000, "1.": 32_000, "1": 32_000, "萬": 32_000}
DOUBLED = 2.5
"""How much longer a text of twice the length may take."""


def cost(pattern: str, length: int) -> float:
    text = (pattern * (length // len(pattern) + 1))[:length]
    start = time.process_time()
    facts_as_json(text, 109)
    return time.process_time() - start


@pytest.mark.parametrize("pattern", PATTERNS)
def test_time_grows_with_the_text(pattern: str) -> None:
    length = LONGER.get(pattern, LONG)
    most = DOUBLED ** (length // SHORT).bit_length() / DOUBLED
    for attempt in range(3):
        short = max(min(cost(pattern, SHORT) for _ in range(1 + attempt)), 0.002)
        if cost(pattern, length) <= most * short:
            return
    pytest.fail(
        f"{pattern!r} takes more than {most:.1f} times as long for {length} characters as for {SHORT}"
    )


@pytest.mark.parametrize("numeral", ["萬" * 1_000, "1" * 100_000, "1萬" * 1_000, "一" * 1_000, "十" * 1_000])
def test_a_numeral_that_no_one_writes_is_none(numeral: str) -> None:
    assert parse_numeral(numeral) is None
