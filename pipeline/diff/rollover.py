"""Years: whether a date or a text only moved on by the years between two editions.

Comes in: two values.  Goes out: yes or no; an edition without a year moves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import regex

from pipeline.core.expressions import expression
from pipeline.core.text import fold

_FIRST_ROC_YEAR = 1911
_NEAR = 5
"""A year that moves on with the edition lies no farther from the edition's own."""
_DATE = expression(r"(\d{4})(.*)", regex.S)
YEAR_IN_TEXT = expression(
    r"(?<![\d.,])(?:\d{2,3}(?=學?年|[./]\d{1,2}[./]\d)|(?:19|20)\d{2}(?![\d,元萬億人件家]))"
)
"""A ROC year before 年 or in a date, a Gregorian one anywhere."""
_YEAR_IN_ADDRESS = expression(r"(?<!\d)(?:1\d{2}|20\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Years:
    """The ROC years of two editions."""

    before: int | None
    after: int | None

    @property
    def moved(self) -> int:
        """The years between the editions; 0 where one of them has none."""
        return 0 if self.before is None or self.after is None else self.after - self.before


def shift(date: str | None, years: int) -> str | None:
    """Return an EDTF date some years on; 29 February becomes the 28th in a common year."""
    match = _DATE.match(date) if date else None
    if match is None:
        return date
    year = int(match[1]) + years
    rest = match[2]
    if rest.startswith("-02-29") and not _leap(year):
        rest = rest.replace("-02-29", "-02-28", 1)
    if rest == "-02-28~" and _leap(year) and not _leap(int(match[1])):
        rest = "-02-29~"  # 2月底
    return f"{year:04}{rest}"


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def period_moved(before: Mapping[str, Any], after: Mapping[str, Any], years: Years) -> bool:
    """Tell whether two windows differ in nothing but the years between the editions."""
    if not years.moved or before.keys() != after.keys():
        return False
    return all(
        shift(value, years.moved) == after[name] if name in ("start", "end") else value == after[name]
        for name, value in before.items()
    )


def text_moved(before: str, after: str, years: Years) -> bool:
    """Tell whether two texts, compared folded, differ in nothing but years that moved on with the edition."""
    return _moved(fold(before), fold(after), years, YEAR_IN_TEXT)


def address_moved(before: str, after: str, years: Years) -> bool:
    """Tell whether two web addresses differ in nothing but years that moved on with the edition."""
    return _moved(before, after, years, _YEAR_IN_ADDRESS)


def _moved(before: str, after: str, years: Years, pattern: regex.Pattern[str]) -> bool:
    if not years.moved or years.before is None or pattern.sub("", before) != pattern.sub("", after):
        return False
    one, other = list(pattern.finditer(before)), list(pattern.finditer(after))
    if len(one) != len(other) or pattern.split(before) != pattern.split(after):
        return False
    return all(
        _year_moved(int(left[0]), int(right[0]), years) for left, right in zip(one, other, strict=True)
    )


def _year_moved(before: int, after: int, years: Years) -> bool:
    if before == after:
        return True
    own = (years.before or 0) + (_FIRST_ROC_YEAR if before >= 1000 else 0)
    return after - before == years.moved and abs(before - own) <= _NEAR
