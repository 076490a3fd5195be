"""What stops a run: faults of the call or the machine, never of a booklet's content (those are findings)."""


class UserError(Exception):
    """The work cannot be done; the message is one sentence: what is wrong, where, and what to do."""


class AbsentFileError(UserError):
    """An edition's file is not on this machine; the other editions are not concerned."""


def brief(error: BaseException, length: int = 120) -> str:
    """Return what a library said of a fault, in one line of bounded length."""
    words = " ".join(str(error).split())
    return words if len(words) <= length else f"{words[:length]}…"
