"""What a file may cost before it is given up, and the variables by which a person allows it more.

Comes in: the environment.  Goes out: a number; or one sentence, where a variable holds none.  Every limit that can be
set stands in ``SETTINGS``, which ``booklet --help`` lists.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from pipeline.core.errors import UserError

GIGABYTE = 1 << 30
_MOST = 1e6
"""Of any unit: more than a system can be told."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A limit, and the variable that sets it."""

    variable: str
    default: float
    unit: str
    meaning: str

    def value(self) -> float:
        """Return the limit, in its unit.

        Raises:
            UserError: the variable holds no number.
        """
        told = os.environ.get(self.variable) or str(self.default)
        try:
            if 0 < (value := float(told)) <= _MOST:
                return value
        except ValueError:
            pass
        raise UserError(
            f"{self.variable} is {told!r}, which is no number of {self.unit}: "
            f"give one such as {self.default * 5:g}."
        )


SECONDS = Setting("BOOKLET_SECONDS", 120, "seconds", "computing without a sign of progress")
MEMORY = Setting("BOOKLET_MEMORY", 6, "gigabytes", "memory for reading a file")
OFFICE_SECONDS = Setting("BOOKLET_OFFICE_SECONDS", 180, "seconds", "computing by LibreOffice for a document")
SETTINGS = (SECONDS, MEMORY, OFFICE_SECONDS)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost: seconds of computing between two signs of progress, bytes, pages, bytes of each output."""

    seconds: float = field(default_factory=SECONDS.value)
    memory: int = field(default_factory=lambda: int(MEMORY.value() * GIGABYTE))
    pages: int = 20_000
    output: int = 4 << 30
