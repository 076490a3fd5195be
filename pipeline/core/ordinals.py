"""The numbers of lists and headings: 12, 十二, 拾貳, ①, 乙, b -> int; what numbers and marks the items of a list."""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase

import regex

from pipeline.core.expressions import expression

COUNTING = "一二三四五六七八九十"
FORMAL = "壹貳參叁肆伍陸柒捌玖拾"
_PLAIN = str.maketrans(FORMAL, "一二三三四五六七八九十")
STEMS = "甲乙丙丁戊己庚辛壬癸"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
BULLETS = "■□◆◇●○◎★☆▲△▶※‧•▪◼◾▣◉⚫⬧⬥❖❑❒➢➤✓✔"
_DIGITS, _HAN = r"\d{1,2}", f"[{COUNTING}]{{1,3}}"
LIST_NUMBER = rf"(?:{_DIGITS}[.．、)）]|{_HAN}、|[(（〔](?:{_DIGITS}|{_HAN})[)）〕])"
"""Pattern of what numbers an item of a list: 1. 2、 3) (4) 五、 (六)."""
_SERIES = (CIRCLED, STEMS, ascii_lowercase, ascii_uppercase)
_TENS = expression(
    r"(?:(?P<tens>[一二三四五六七八九])?(?P<ten>十))?(?P<ones>[一二三四五六七八九])?(?<=.)", regex.S
)


def ordinal_of(numeral: str) -> int:
    """Return the value of an ordinal: 12, 十二, 拾貳, ①, 乙, b; 0 where it is none."""
    if numeral.isdecimal():
        return int(numeral)
    if tens := _TENS.fullmatch(numeral.translate(_PLAIN)):
        value = 10 * (COUNTING.index(tens["tens"]) + 1 if tens["tens"] else 1) if tens["ten"] else 0
        return value + (COUNTING.index(tens["ones"]) + 1 if tens["ones"] else 0)
    series = next((series for series in _SERIES if len(numeral) == 1 and numeral in series), None)
    return series.index(numeral) + 1 if series else 0
