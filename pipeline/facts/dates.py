"""Dates: a year, month and day that may be partial, and its EDTF.

Comes in: what ``date_grammar`` read of a printed date.  Goes out: EDTF for the start or the end of a window.  A year
counts as of the Republic or as Gregorian only within 15 years of the edition, or after its era's name.
"""

from __future__ import annotations

import calendar
import datetime
from typing import Literal, NamedTuple

ROC_OFFSET = 1911
YEARS_AROUND = 15
"""How far from the edition a year without an era may lie; 1.09 or 45001 is no year."""

Part = Literal["start", "early", "middle", "late", "end"]
Clock = tuple[int, int, int]


class PrintedDate(NamedTuple):
    """A date as printed: what is not printed is None."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: Part | None = None
    last_month: int | None = None
    clock: Clock | None = None

    def with_year(self, year: int) -> PrintedDate:
        """Return the date in the given Gregorian year."""
        return self._replace(year=year)

    def moved(self, days: int) -> PrintedDate | None:
        """Return the day so many days later; None where no day is printed, or a clock time is."""
        if self.year is None or self.month is None or self.day is None or self.clock is not None:
            return None
        date = datetime.date(self.year, self.month, self.day) + datetime.timedelta(days)
        return self._replace(year=date.year, month=date.month, day=date.day)

    def edtf_start(self) -> str:
        """Return the EDTF of the date as the start of a window."""
        return self._edtf(last=False)

    def edtf_end(self) -> str:
        """Return the EDTF of the date as the end of a window: the last month of a quarter or half year."""
        return self._edtf(last=True)

    def _edtf(self, *, last: bool) -> str:
        assert self.year is not None
        year = f"{self.year:04d}"
        month = self.last_month if last and self.last_month else self.month
        if month is None:
            ends = _YEAR_PARTS.get(self.part)
            return f"{year}-{ends[last]}~" if ends else year
        if self.part is not None:
            length = calendar.monthrange(self.year, month)[1]
            begin, final = {"start": (1, 10), "early": (1, 10), "middle": (11, 20), "late": (21, length)}.get(
                self.part, (length, length)
            )
            return f"{year}-{month:02d}-{final if last else begin:02d}~"
        if self.day is None:
            return f"{year}-{month:02d}"
        date = f"{year}-{month:02d}-{self.day:02d}"
        return f"{date}T{self.clock[0]:02d}:{self.clock[1]:02d}:{self.clock[2]:02d}" if self.clock else date

    def order(self, *, last: bool) -> tuple[int, int, int]:
        """Return a key to compare a start (``last`` false) with an end."""
        assert self.year is not None
        month = (self.last_month if last and self.last_month else self.month) or (
            12 if last or self.part == "end" else 1
        )
        day = self.day or (31 if last or self.part in ("end", "late") else 1)
        return (self.year, month, day)

    def exists(self) -> bool:
        """Tell whether the calendar has the date, whose year is known."""
        assert self.year is not None
        if self.month is not None and not 1 <= self.month <= 12:
            return False
        if self.day is None:
            return True
        return 1 <= self.day <= calendar.monthrange(self.year, self.month or 1)[1]


_YEAR_PARTS: dict[Part | None, tuple[str, str]] = {"start": ("01-01", "01-31"), "end": ("12-31", "12-31")}


def gregorian_year(number: int | None, roc_year: int, era: str | None = None) -> int | None:
    """Return the Gregorian year of a printed year, or None if it is too far from the edition to be one."""
    if number is None or number < 1:
        return None
    if era is not None and "民國" in era:
        return number + ROC_OFFSET if number < 1000 else None
    if era is not None:
        return number if number >= 1000 else None
    if abs(number - roc_year) <= YEARS_AROUND:
        return number + ROC_OFFSET
    return number if abs(number - roc_year - ROC_OFFSET) <= YEARS_AROUND else None
