"""Cover: the year and the publisher that a booklet's first page names, for ``booklet add``.

Comes in: the text of the cover.  Goes out: a ROC year and a name, or nothing where the cover is not plain.
"""

from __future__ import annotations

import re
import unicodedata

CHINESE_DIGITS = {
    digit: value for value, digits in enumerate(["〇零○", *"一二三四五六七八九"]) for digit in digits
}
NUMERAL = r"[0-9]{1,4}|[〇零○一二三四五六七八九十百]{2,7}"
YEAR = re.compile(rf"(民國)?\s*(?<![0-9])({NUMERAL})\s*年")
PUBLISHER = re.compile(r"(?:主辦|出版|發行|編印|印行)\s*(?:機關|單位|者)\s*:\s*(\S+)")
ROC_OFFSET = 1911


def roc_year(cover: str) -> int | None:
    """Return the first year on the cover as a ROC year: 民國109年, 109年度, 一百零九年, 2020年 are 109."""
    text = unicodedata.normalize("NFKC", cover)
    # Covers are set with wide spacing; close it up only when the text as it stands holds no year.
    for candidate in (text, re.sub(r"\s+", "", text)):
        for match in YEAR.finditer(candidate):
            year = number(match[2])
            if 1950 <= year < 2100:
                return year - ROC_OFFSET
            # Without 民國 a small number is a term (3年期), and one past 200 is no year of this calendar.
            if 1 <= year < 200 and (match[1] or year >= 80):
                return year
    return None


def publisher(cover: str) -> str:
    """Return the first publisher that the cover names behind a label, or an empty text."""
    match = PUBLISHER.search(unicodedata.normalize("NFKC", cover))
    return match[1] if match and match[1].isprintable() else ""


def number(numeral: str) -> int:
    """Return the value of an Arabic or Chinese numeral: by digits (一〇九), or by 百 and 十 (一百零九)."""
    if numeral.isascii():
        return int(numeral)
    if not set(numeral) & set("十百"):
        return int("".join(str(CHINESE_DIGITS[digit]) for digit in numeral))
    total, digit = 0, None
    for sign in numeral:
        if sign in CHINESE_DIGITS:
            digit = CHINESE_DIGITS[sign]
        else:
            total += (1 if digit in (None, 0) else digit) * (100 if sign == "百" else 10)
            digit = None
    return total + (digit or 0)
