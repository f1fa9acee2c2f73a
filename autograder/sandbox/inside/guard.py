"""Inside the walls: what keeps the warm parent from being changed by those that it has forked.

They have its user id, and need no right to set its limits, its priority or the processors it may run on. All of that is
inherited by who is forked later: a neighbour would pay for it. So it is refused, noticed, and looked for before each fork.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import resource
import select
import stat
import struct
from collections.abc import Sequence
from pathlib import Path

from autograder.sandbox.protocol import seccomp

_SET_FILTER, _NEW_LISTENER = 1, 8
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_ASKED, _ANSWER = struct.Struct("=QIIiIQ6Q"), struct.Struct("=QqiI")
_MOST_ANSWERS = 64  # in a row, to somebody who asks without end
_LIMITS = sorted({value for name, value in vars(resource).items() if name.startswith("RLIMIT_")})
_GET_FLAGS = 0x80086601  # of an inode
_FILES = ("oom_score_adj", "timerslack_ns", "autogroup", "coredump_filter", "comm")


class Guard:
    """Refuses, from when it is made, whatever would change this process, and tells what was tried.

    Where the kernel lets it, every attempt comes up here; elsewhere the kernel alone refuses it. This process itself may
    from now on make no such call by its own number: nobody would answer.

    Args:
        folders: The folders that are to stay as they are.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        listener = _install(seccomp.guarding(seccomp.ASK), _NEW_LISTENER)
        if listener is None:
            _install(seccomp.guarding(seccomp.REFUSE), 0)
        self.listening = [] if listener is None else [listener]
        self._before = self._state()

    def answer(self) -> bool:
        """Refuse what was tried since the last time, and tell whether anything was."""
        tried = False
        for _ in range(_MOST_ANSWERS):
            ready = select.select(self.listening, [], [], 0)[0]
            if not ready:
                break
            with contextlib.suppress(OSError):  # who asked may be dead by now
                asked = bytearray(_ASKED.size)
                fcntl.ioctl(ready[0], _RECEIVE, asked)
                identity, _, _, call, _, _, _, _, limits, *_ = _ASKED.unpack(asked)
                # To read limits is refused, too, but no attack.
                tried |= call != seccomp.number(seccomp.PRLIMIT) or limits != 0
                fcntl.ioctl(ready[0], _SEND, _ANSWER.pack(identity, 0, -errno.EPERM, 0))
        return tried

    def leave(self) -> None:
        """Take from a child what it could answer itself with."""
        while self.listening:
            os.close(self.listening.pop())

    def holds(self) -> bool:
        """Tell whether this process is as it was, and with it all that it hands down."""
        return self._state() == self._before

    def _state(self) -> object:
        return (
            [resource.getrlimit(which) for which in _LIMITS],
            os.getpriority(os.PRIO_PROCESS, 0),
            os.sched_getscheduler(0),
            os.sched_getaffinity(0),
            [
                _asked_of_kernel("sched_getattr", 0, buffer := ctypes.create_string_buffer(56), 56, 0),
                buffer.raw,
            ],
            _asked_of_kernel("ioprio_get", 1, 0),
            [_read(Path("/proc/self") / name) for name in _FILES],
            [
                (folder.stat().st_mode, folder.stat().st_uid, _attributes(folder), _flags(folder))
                for folder in self._folders
            ],
        )


def part_from_parent() -> None:
    """Open anew what the warm parent has open, such as fonts: the place in a file would else be one for all who are forked."""
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208 - as `usage.processes`
        descriptor = int(name)
        try:
            is_file = stat.S_ISREG(os.fstat(descriptor).st_mode)
        except OSError:  # the one that lists the folder
            continue
        if is_file and descriptor > 2:  # those are closed to students
            own = os.open(f"/proc/self/fd/{name}", os.O_RDONLY)
            os.lseek(own, os.lseek(descriptor, 0, os.SEEK_CUR), os.SEEK_SET)
            os.dup2(own, descriptor, inheritable=False)
            os.close(own)


def _install(code: bytes | None, flags: int) -> int | None:
    """Have the kernel put a filter before what this process and its children ask of it, and give what it gives for it."""
    if code is None:
        return None
    buffer = ctypes.create_string_buffer(code)
    count = len(code) // struct.calcsize("HBBI")
    description = struct.pack("HP", count, ctypes.addressof(buffer))
    given = _asked_of_kernel("seccomp", _SET_FILTER, flags, description)
    return given if given > 0 else None


def _asked_of_kernel(call: str, *arguments: object) -> int:
    number = seccomp.number(call)
    return -1 if number is None else int(ctypes.CDLL(None).syscall(number, *arguments))


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def _flags(folder: Path) -> bytes:
    """Read what `chattr` sets, where there is such a thing."""
    flags = bytearray(8)
    descriptor = os.open(folder, os.O_RDONLY)
    with contextlib.suppress(OSError):
        fcntl.ioctl(descriptor, _GET_FLAGS, flags)
    os.close(descriptor)
    return bytes(flags)


def _attributes(folder: Path) -> list[str]:
    try:
        return os.listxattr(folder)
    except OSError:
        return []
