"""The year and the publisher are read from the cover in every way in which offices print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.cover_year import CHINESE_DIGITS, number, publisher, roc_year


@pytest.mark.parametrize(
    ("cover", "year"),
    [
        ("109 年度\n優惠輔導措施\n中華民國 110 年 2 月", 109),
        ("中華民國109年2月", 109),
        ("１１２年度手冊", 112),
        ("１ １ ２ 年 度", 112),
        ("中 華 民 國 一 百 一 十 三 年", 113),
        ("中華民國一百零九年二月", 109),
        ("一〇九年度", 109),
        ("一○九年", 109),
        ("民國九十九年", 99),
        ("民國一百年", 100),
        ("民國百年", None),
        ("二〇二〇年", 109),
        ("2020年版", 109),
        ("109\uf98e度", 109),
        ("民國5年", 5),
        ("3年期計畫 20年經驗\n114年度", 114),
        ("A109\n年度", 109),
        ("1109年", None),
        ("電話 02-27541255", None),
        ("300年", None),
        ("", None),
    ],
)
def test_year_on_the_cover(cover, year):
    assert roc_year(cover) == year


@given(st.integers(80, 199))
def test_every_year_in_every_numeral(year):
    digits = {value: digit for digit, value in CHINESE_DIGITS.items() if digit not in "零○"}
    hundreds, tens, ones = year // 100, year // 10 % 10, year % 10
    by_value = "一百" * hundreds + ("零" if hundreds and not tens and ones else "")
    by_value += f"{digits[tens]}十" * (tens > 0) + digits[ones] * (ones > 0)
    by_digit = "".join(digits[int(digit)] for digit in str(year))
    for numeral in (str(year), by_value, by_digit):
        assert roc_year(f"民國{numeral}年") == roc_year(f"手冊\n{numeral}年度") == year
    assert number(by_value) == number(by_digit) == year


@pytest.mark.parametrize(
    ("cover", "name"),
    [
        ("主辦機關：經濟部\n教育部", "經濟部"),
        ("出版單位: 財團法人某中心", "財團法人某中心"),
        ("109 年度", ""),
        ("主辦 機關 ： 甲部", "甲部"),
    ],
)
def test_publisher_on_the_cover(cover, name):
    assert publisher(cover) == name
