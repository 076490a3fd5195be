"""The cell of a contact person -> people, in numbered groups where the print numbers them.

Comes in: the joined text of a cell, in which a break says where lines or words were split.  A break splits two
people only if what stands on both sides is a name: names wrap in narrow cells.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.core.expressions import expression
from pipeline.core.traced import EMPTY, Traced

SURNAMES = frozenset(
    "陳林黃黄張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇葉莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜傅侯"
    "曹薛丁卓阮馬董溫温唐藍石蔣古紀姚連馮歐程湯田康姜白汪鄒尤巫鐘龔嚴韓黎涂袁金童陸夏柳邵錢伍倪于譚駱熊任甘秦顧毛史章萬俞"
    "雷粘饒闕凌辛管崔尹孔易車包鮑符齊喬岳穆司諸花郝沙裴池房湛畢桂幸官戚聶冉闞鄔嵇祁褚衛殷閻樊霍奚柴瞿鄢滕甄翟晏鄞蒲盛費卜汲"
    "麥段龐賀辜耿韋閔岑籃佘匡竇寇敖鈕"
)
"""Surnames that nearly all people in Taiwan bear, without those that are common in given names."""
_COURTESY = expression(r"^\p{Han}{1,4}(?:先生|小姐|女士|老師)$")
TITLE = expression(
    r"(?:副|總|正|代理|助理|資深|高級|約[聘僱雇]|聘用|特約|專案|專門|業務|行政|計畫|技術|研究|研發|行銷|推廣|管理|程式|設計|系統|品質)*"
    r"(?:經理|副理|協理|襄理|助理|主任|組長|科長|處長|課長|股長|司長|署長|局長|所長|院長|校長|會長|秘書長|秘書|祕書|教授|博士|顧問|專員|科員"
    r"|組員|職員|辦事員|委員|人員|研究員|管理員|督導員|輔導員|業務員|規劃員|聯絡員|管理師|工程師|設計師|分析師|規劃師|諮詢師|技正|技士"
    r"|技佐|視察|編審|幹事|總監|代表|主管|書記|窗口)"
)
_DOTTED = expression(r"\p{Han}{1,6}(?:[・·‧]\p{Han}{1,6}){1,2}")
"""A name of the indigenous peoples: 某・某某."""
_LONGEST_NAME = 4
_LONGEST_TITLE = 12
_HONORIFIC = expression(r"(?:先生|小姐|女士|老師|[員長理任書師正士代監佐導辦君問])$")
_NUMBER = expression(r"\d{1,2}[.．、](?!\d)")
_SEPARATOR = expression(r"[、，,;；/／]")
_GLUED = expression(r"(?<=先生|小姐|女士)(?=\p{Han}{1,2}(?:先生|小姐|女士))")
_NOTE = expression(r"[(（](?P<note>[^()（）]+)[)）]$")


@dataclass(slots=True)
class Person:
    """A person or an office as printed, without the note in parentheses after it."""

    name: Traced
    note: str | None = None


@dataclass(slots=True)
class Group:
    """People under one number of a list, or all of them where nothing is numbered."""

    number: int | None
    people: list[Person] = field(default_factory=list)


def read_people(text: Traced) -> list[Group]:
    """Return the groups of people in a cell."""
    starts = [
        match
        for match in _NUMBER.finditer(text.text)
        if match.start() == 0
        or text.broken_before(match.start())
        or _HONORIFIC.search(text.text[: match.start()])
    ]
    if not starts or starts[0].start() != 0:
        return [Group(None, _people(text))] if text else []
    ends = [match.start() for match in starts[1:]] + [len(text)]
    return [
        Group(int(match.group()[:-1]), _people(text[match.end() : end].strip()))
        for match, end in zip(starts, ends, strict=True)
    ]


def count_people(text: Traced) -> int:
    """Return how many people a cell names."""
    return sum(len(group.people) for group in read_people(text))


def cuts_title(upper: str, lower: str) -> bool:
    """Tell whether a cell was cut in the title of a person: 王業務督 | 導員."""
    starts = range(max(1, len(upper) - _LONGEST_TITLE), len(upper))
    matches = (TITLE.match(upper + lower, start) for start in starts)
    return any(match.end() > len(upper) for match in matches if match)


def _people(text: Traced) -> list[Person]:
    people: list[Person] = []
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or _parts(text, start, position):
            piece = text[start:position].strip(" 、，,;；/／")
            start = position
            if piece:
                people.append(_person(piece))
    return people


def _parts(text: Traced, start: int, position: int) -> bool:
    """Tell whether one person ends and another begins at a position."""
    if _SEPARATOR.match(text.text[position]):
        return is_name(text.text[start:position])
    if text.broken_before(position):
        if _title_around(text.text, start, position):
            return False
        return is_name(text.text[start:position]) and is_name(_next_word(text, position))
    return _GLUED.match(text.text, position) is not None


def _title_around(text: str, start: int, position: int) -> int | None:
    """Return where a title ends that follows a name and that a position cuts: 王業務督 | 導員."""
    for name_end in range(start + 1, min(start + _LONGEST_NAME + 1, position)):
        match = TITLE.match(text, name_end)
        if match and match.end() > position:
            return match.end()
    return None


def _next_word(text: Traced, position: int) -> str:
    end = _line_end(text, position)
    end = _title_around(text.text, position, end) or end
    # A name that wraps within an honorific is whole only with what stands below: 沙 | 小姐, 王小 | 姐.
    if end - position <= 2 and end < len(text):
        end = min(end + 2, _line_end(text, end))
    return text.text[position:end]


def _line_end(text: Traced, position: int) -> int:
    return next((at for at in range(position + 1, len(text)) if text.broken_before(at)), len(text))


def is_name(text: str) -> bool:
    """Tell whether a text can be a whole name: a surname with a given name, a title or an honorific.

    A title alone is the rest of a name that wrapped: 業務 | 督導員.
    """
    bare = _NOTE.sub("", text.strip(" 、，,;；/／"))
    if TITLE.fullmatch(bare):
        return False
    if _COURTESY.match(bare) or TITLE.fullmatch(bare, 1) or _DOTTED.fullmatch(bare):
        return True
    if not bare or bare[0] not in SURNAMES:
        return False
    return bool(_HONORIFIC.search(bare)) or 2 <= len(bare) <= 4


def _person(piece: Traced) -> Person:
    match = _NOTE.search(piece.text)
    if match and match.start() > 0:
        return Person(piece[: match.start()].strip(), match["note"])
    return Person(piece)


NOBODY = Person(EMPTY)
