"""Who sits here: the name under which an acceptance is logged.

Comes out: "Name <address>" as git has it for this folder, else the name that the system has for its user.
"""

from __future__ import annotations

import getpass
import subprocess
from contextlib import suppress

from pipeline.core.errors import UserError
from pipeline.core.text import CONTROL

_SECONDS = 10


def person() -> str:
    """Return who runs this program.

    Raises:
        UserError: neither git nor the system knows.
    """
    name, address = _git("user.name"), _git("user.email")
    found = f"{name} <{address}>" if name and address else name or address or _user()
    if not found:
        raise UserError(
            'it is not known who accepts this: tell git, by `git config user.name "…"` and user.email.'
        )
    return found


def _git(key: str) -> str:
    """Return a setting of git in this folder; nothing where git or the setting is absent."""
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            ["git", "config", "--get", key], capture_output=True, timeout=_SECONDS, check=False
        )
        return _plain(done.stdout.decode("utf-8", "replace"))
    return ""


def _user() -> str:
    """Return the name of the user of this process: the full one where the system has it."""
    with suppress(ImportError, KeyError, OSError):
        import os
        import pwd

        entry = pwd.getpwuid(os.getuid())
        return _plain(entry.pw_gecos.split(",")[0]) or _plain(entry.pw_name)
    with suppress(ImportError, KeyError, OSError):
        return _plain(getpass.getuser())
    return ""


def _plain(name: str) -> str:
    return " ".join(CONTROL.sub("", name).split())
