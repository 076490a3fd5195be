"""What stops a run: faults of the call or the machine, never of a booklet's content (those are findings)."""

from __future__ import annotations

from unicodedata import category


class UserError(Exception):
    """The work cannot be done; the message is one sentence: what is wrong, where, and what to do."""


class AbsentFileError(UserError):
    """An edition's file is not on this machine; the other editions are not concerned."""


def printable(text: str) -> str:
    """Return a text whose signs a terminal shows and does not obey: the name of a file may hold any."""
    return "".join(
        sign if sign == "\n" or category(sign) not in _OBEYED else ascii(sign)[1:-1] for sign in text
    )


_OBEYED = ("Cc", "Cf", "Zl", "Zp")
"""Controls, and what turns the direction of the signs around."""


def brief(error: BaseException, length: int = 120) -> str:
    """Return what a library said of a fault, in one line of bounded length."""
    words = " ".join(str(error).split())
    return words if len(words) <= length else f"{words[:length]}…"
