"""What stops a run: faults of the call or the machine, never of a booklet's content (those are findings)."""


class UserError(Exception):
    """The work cannot be done; the message is one sentence: what is wrong, where, and what to do."""


class AbsentFileError(UserError):
    """An edition's file is not on this machine; the other editions are not concerned."""
