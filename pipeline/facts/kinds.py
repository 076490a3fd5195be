"""Kinds of windows that words alone name: text -> places, no dates are invented.

``STRICT`` holds the words that can mean nothing else wherever they stand; ``LOOSE`` adds those that mean a
window only under a label that says so (申請期間).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import regex

from pipeline.core.expressions import expression

Kind = Literal["fixed", "announced", "rolling", "year_round", "ongoing", "until_full", "event"]

_WHEN = r"(?:期程|時間|期間|日期|期限)"
_STRICT: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (
        "until_full",
        (
            r"額滿(?:為止|即止|截止|即停)?",
            r"(?:經費|預算|名額|補助款|額度)[^，。；]{0,4}(?:用?罄|用完|用盡|告罄|招滿)"
            r"(?:(?:之?日)?(?:為止|截止|即?停?止)|時?即(?:提前)?(?:截止|停止))",
            r"招滿為止|用罄為止",
        ),
    ),
    (
        "rolling",
        (
            r"採?隨到隨(?:審|受理|辦|評|核)|隨(?:送|收)隨審",
            r"隨時(?:皆可|均可|可)?(?:受理|申請|提出|報名)",
        ),
    ),
    (
        "year_round",
        (
            r"全年度?(?:皆|均|都)?可?(?:受理|申請|開放|報名|辦理)",
            r"常年(?:受理|辦理)|終年受理|全年無休",
        ),
    ),
    ("ongoing", (r"經常性?業務|經常性(?:受理|辦理)|常態性?(?:受理|辦理|業務)|長期受理|持續受理",)),
    (
        "announced",
        (rf"依\p{{Han}}{{0,12}}?(?:公告|公布|通知|網站)\p{{Han}}{{0,8}}?(?:{_WHEN}|為準)(?:為準|辦理)?",),
    ),
    ("event", (r"即日起至[^，。；\n\d]{2,20}?(?:日|時)(?:[以之]?前)?(?:為止|止|截止)",)),
)
_BEFORE_EVENT = r"\p{Han}{0,12}?(?:開(?:訓|課|班|展|幕)|活動|展覽|舉辦)\p{Han}{0,4}?前(?:為止|止|截止)?"
"""It begins with any word: a pattern with it is tried at every place of a text."""
_LOOSE: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("year_round", (r"全年度?|常年|整年度?",)),
    (
        "announced",
        (
            r"依\p{Han}{0,12}?(?:公告|公布|公佈|通知|規定)",
            r"(?:另行|另案|屆時|待|俟)(?:公告|通知|公布)",
            r"(?:各\p{Han}{0,8}?)?(?:公告|公布|公佈|訂定|通知)(?:之|的|後|為準)?"
            rf"(?:\p{{Han}}{{0,6}}?{_WHEN})?",
            r"(?:詳|請)(?:見|參閱|參考|洽)\p{Han}{0,10}(?:網站|網頁|官網|公告)",
            r"另訂|未定|洽詢?(?:主辦|承辦|執行)單位",
        ),
    ),
    (
        "event",
        (
            r"依各?\p{Han}{0,12}?(?:活動|展覽|課程|班次|梯次|展會|訓練)"
            rf"\p{{Han}}{{0,8}}?(?:規劃之{_WHEN}|{_WHEN}|規劃)",
            _BEFORE_EVENT,
        ),
    ),
    (
        "ongoing",
        (
            r"無(?:申請)?(?:期間|期限|時間|截止日期?|截止)(?:限制)?|不限(?:期間|時間|期限)?",
            r"經常性|常態性?|持續辦理|即日起",
        ),
    ),
)


def _pattern(kinds: Iterable[tuple[Kind, tuple[str, ...]]], left_out: str = "") -> regex.Pattern[str]:
    return expression(
        "|".join(
            f"(?P<{kind}>{'|'.join(each for each in words if each != left_out)})" for kind, words in kinds
        )
    )


STRICT = _pattern(_STRICT)
LOOSE = _pattern((*_STRICT, *_LOOSE))
_LOOSE_BEFORE_NO_EVENT = _pattern((*_STRICT, *_LOOSE), left_out=_BEFORE_EVENT)


def loose_in(text: str) -> regex.Pattern[str]:
    """Return ``LOOSE`` as far as it may stand in a text: nothing is before an event where 前 is not said."""
    return LOOSE if "前" in text else _LOOSE_BEFORE_NO_EVENT


def kind_of(hit: regex.Match[str]) -> Kind:
    """Return the kind that a match of ``STRICT`` or ``LOOSE`` names."""
    return next(kind for kind, _ in _STRICT if hit[kind] is not None)
