"""What a process that opens an untrusted file gives up before: files, network, other processes (Linux).

Comes in: the places that may be read and written.  Goes out: a ``Confinement``, made in the parent or the process
itself, which ``enter`` puts into force for the calling thread and all that it starts, for good.  Two of the kernel's
means are used, which ask for no privilege: Landlock bounds the files, seccomp the calls.  Where one of them is absent,
the other still holds, and ``enter`` says that not all did.

Left open, since the kernel offers nothing for it: names and sizes of files can be asked for, contents cannot.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# <linux/landlock.h>
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_ASKED = 1
_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _TRUNCATE, _IOCTL = 1, 2, 4, 8, 1 << 14, 1 << 15
_MAKE_SOCKET = 1 << 9
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
_RIGHTS = {1: 1 << 13, 2: 1 << 14, 3: 1 << 15, 4: 1 << 15, 5: 1 << 16}
"""By the version of Landlock: one more than all the rights that it knows of files."""
_NETWORK, _SCOPES = 3, 3
"""Bind and connect of TCP; abstract sockets and signals."""
# <linux/prctl.h>, <linux/seccomp.h>
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _AND, _EQUAL, _ATLEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _MACHINE, _FIRST = 0, 4, 16
"""Where the call's number, the machine and the first argument stand in what a filter sees."""
_THREAD = 0x10000
"""CLONE_THREAD"""
_INTERNET = (2, 10, 16, 17, 40)
"""AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_VSOCK"""


_MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""As <linux/audit.h> numbers them; on others calls are not bounded."""
_TABLE = Path(__file__).with_name("system_calls.tsv")
"""The numbers of calls, by machine, and their group: ``never`` a reader or converter needs them, and each is a way out
(tracing, mounting, namespaces, keys, io_uring, IPC); a ``reader`` starts no program and changes no owner, mode, time or
attribute, which Landlock does not bound; of ``process`` the first argument is the process that is meant."""


@dataclass(frozen=True, slots=True)
class Confinement:
    """What a process is left with."""

    rules: int | None
    """The open ruleset of Landlock; None where there is no Landlock."""
    calls: bytes | None
    """The filter of seccomp; None where it is not known for this machine."""

    def enter(self) -> bool:
        """Give up all else, in this thread and what it starts, for good; return whether both means hold."""
        if self.rules is None and self.calls is None:
            return False
        libc = _libc()
        held = libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
        if self.rules is not None:
            held = libc.syscall(_RESTRICT_SELF, self.rules, 0) == 0 and held
        if self.calls is not None:
            filled = ctypes.create_string_buffer(self.calls, len(self.calls))
            program = struct.pack("HxxxxxxP", len(self.calls) // 8, ctypes.addressof(filled))
            held = libc.prctl(_SET_SECCOMP, _FILTER, program, 0, 0) == 0 and held
        return held and self.rules is not None and self.calls is not None

    def close(self) -> None:
        """Let go of what the parent holds."""
        if self.rules is not None:
            os.close(self.rules)


def confinement(
    reads: Iterable[Path],
    writes: Iterable[Path],
    *,
    programs: bool = False,
    sockets: Iterable[Path] = (),
) -> Confinement:
    """Return what bounds a process to some places; without ``programs`` it can signal no process but this one.

    Args:
        reads: files and folders that may be read.
        writes: files and folders in which all may be done.
        programs: whether other programs may be started, which are bound alike.
        sockets: folders in which a socket may be made, and nothing else done.
    """
    if sys.platform != "linux":
        return Confinement(None, None)
    machine = os.uname().machine
    calls = _filter(machine, programs) if machine in _MACHINES and sys.maxsize > 1 << 32 else None
    read = _READ_FILE | _READ_DIR | (_EXECUTE if programs else 0)
    return Confinement(_ruleset(((reads, read), (writes, ~_EXECUTE), (sockets, _MAKE_SOCKET))), calls)


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _ruleset(granted: Iterable[tuple[Iterable[Path], int]]) -> int | None:
    libc = _libc()
    version: int = libc.syscall(_CREATE_RULESET, None, 0, _VERSION_ASKED)
    if version < 1:
        return None
    known = _RIGHTS.get(version, 1 << 16) - 1
    told = struct.pack("QQQ", known, _NETWORK, _SCOPES)[: 8 if version < 4 else 16 if version < 6 else 24]
    rules: int = libc.syscall(_CREATE_RULESET, told, len(told), 0)
    if rules < 0:
        return None
    for places, rights in granted:
        for place in places:
            _allow(rules, place, rights & known)
    return rules


def _allow(rules: int, place: Path, rights: int) -> None:
    with suppress(OSError):  # what is not there need not be read
        handle = os.open(place, getattr(os, "O_PATH", 0) | os.O_CLOEXEC)
        try:
            if not os.path.isdir(f"/proc/self/fd/{handle}"):  # noqa: PTH112  of what is open, whatever its name is now
                rights &= _OF_FILES
            _libc().syscall(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", rights, handle), 0)
        finally:
            os.close(handle)


@cache
def _numbers(machine: str) -> dict[str, dict[str, int]]:
    """Return the numbers of the calls by group and name."""
    header, *rows = (line.split("\t") for line in _TABLE.read_text("ascii").splitlines())
    column = header.index(machine)
    groups: dict[str, dict[str, int]] = {}
    for row in rows:
        if row[column]:
            groups.setdefault(row[-1], {})[row[0]] = int(row[column])
    return groups


def _filter(machine: str, programs: bool) -> bytes:
    """Return the filter of the calls, which answers each that is refused with EPERM."""
    known, refused = _numbers(machine), _REFUSE | errno.EPERM
    special = known["special"]
    code = [
        *(_line(_LOAD, _MACHINE), _line(_EQUAL, _MACHINES[machine], 1, 0), _line(_RETURN, _KILL)),
        *(_line(_LOAD, _NUMBER), _line(_ATLEAST, 0x40000000, 0, 1), _line(_RETURN, refused)),  # calls of x32
    ]
    for number in known["never"].values():
        code += _always(number, refused)
    if programs:
        for family in _INTERNET:
            code += _where(special["socket"], family, refused)
        return b"".join((*code, _line(_RETURN, _ALLOW)))
    for number in (special["socket"], *known["reader"].values()):
        code += _always(number, refused)
    # The flags of clone3 stand in memory, which a filter cannot see: the C library falls back to clone.
    code += _always(special["clone3"], _REFUSE | errno.ENOSYS)
    code += (
        *(_line(_EQUAL, special["clone"], 0, 5), _line(_LOAD, _FIRST), _line(_AND, _THREAD)),
        *(_line(_EQUAL, _THREAD, 1, 0), _line(_RETURN, refused), _line(_LOAD, _NUMBER)),
    )
    for number in known["process"].values():
        code += (
            *(_line(_EQUAL, number, 0, 4), _line(_LOAD, _FIRST), _line(_EQUAL, os.getpid(), 1, 0)),
            *(_line(_RETURN, refused), _line(_LOAD, _NUMBER)),
        )
    return b"".join((*code, _line(_RETURN, _ALLOW)))


def _always(number: int, answer: int) -> tuple[bytes, bytes]:
    return _line(_EQUAL, number, 0, 1), _line(_RETURN, answer)


def _where(number: int, first: int, answer: int) -> tuple[bytes, ...]:
    """Return what answers a call whose first argument is a certain number."""
    return (
        *(_line(_EQUAL, number, 0, 4), _line(_LOAD, _FIRST), _line(_EQUAL, first, 0, 1)),
        *(_line(_RETURN, answer), _line(_LOAD, _NUMBER)),
    )


def _line(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("HBBI", code, then, otherwise, value)
