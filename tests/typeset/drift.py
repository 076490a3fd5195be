"""The booklet three years later: what an office changes without a word to those who read it by program.

Comes in: a source.  Goes out: the same programmes under new words for three labels, with a row that every form has
more, pictures below the addresses, e-mails, faxes and a mobile in the contacts, eight offices renamed, and every date three years on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from tests.typeset.source import ContactRow, Programme, Source

Value = TypeVar("Value")

YEARS = 3
LABELS = {"summary": "計畫內容概述", "benefits": "企業加碼措施", "websites": "計畫網址"}
ADDED = ("注意事項", "各項規定以主辦機關公告者為準，申請前請先電洽承辦人。")
MAIL_LABEL = "公務信箱"
OFFICES = {
    "教育創新部": "教育及創新部",
    "技職教育司": "技術及職業教育司",
    "產業推動署": "產業發展推動署",
    "貿易推廣署": "國際貿易推廣署",
    "小型企業署": "中小型企業署",
    "能源永續署": "能源及永續署",
    "職業安全署": "職業安全衛生署",
    "北區分署": "北部分署",
}
_YEAR = re.compile(r"(?<!\d)(112|111|2023)(?=[ ]?年)")


def three_years_later(source: Source) -> Source:
    """Return the booklet of three years later."""
    ways = iter(("mail", "fax", "mobile", "mail", "fax", "mail"))
    year, month = source.issued.split("-")
    later = replace(
        source,
        roc_year=source.roc_year + YEARS,
        issued=f"{int(year) + YEARS}-{month}",
        issued_printed=_later(source.issued_printed),
        introduction=_mapped(source.introduction, _later),
        areas=_mapped(source.areas, _later),
        labels=source.labels | LABELS,
        added=(ADDED,),
        pictured=True,
    )
    return later.changed(lambda programme: _reached(programme, ways))


def _later(text: str) -> str:
    for old, new in OFFICES.items():
        text = text.replace(old, new)
    return _YEAR.sub(lambda match: str(int(match[1]) + YEARS), text)


def _mapped(value: Value, change: Callable[[str], str]) -> Value:
    """Return a value with every text in it changed."""
    made: Any = value
    if isinstance(value, str):
        made = change(value)
    elif isinstance(value, tuple):
        made = tuple(_mapped(each, change) for each in value)
    elif is_dataclass(value) and not isinstance(value, type):
        found = {each.name: _mapped(getattr(value, each.name), change) for each in fields(value)}
        made = replace(value, **found)
    return made


def _reached(programme: Programme, ways: Any) -> Programme:
    """Return a programme whose first contact can be reached in one more way, where its row is a plain one."""
    printing = replace(
        programme.printing,
        labels={key: text for key, text in programme.printing.labels.items() if key not in LABELS},
    )
    rows = list(programme.contacts)
    plain = rows and len(rows) > 1 and not rows[0].email and len(rows[0].means) == 1
    if plain and not rows[1].same_organization and rows[1].phone != ("同上",) and (way := next(ways, None)):
        rows[0] = _with_way(rows[0], way)
    return replace(programme, contacts=tuple(rows), printing=printing)


def _with_way(row: ContactRow, way: str) -> ContactRow:
    (means,) = row.means
    if way == "mail":
        address = "service@drift.example.gov.tw"
        means = replace(means, emails=(address,))
        return replace(row, email=(address,), email_label=MAIL_LABEL, means=(means,))
    if way == "fax":
        means = replace(means, phones=(*means.phones, "+886225550199"))
        return replace(row, email=("02-2555-0199",), email_label="傳真", means=(means,))
    means = replace(means, phones=("+886912345678",))
    return replace(row, phone=("0912-345-678",), phone_label="手機", means=(means,))
