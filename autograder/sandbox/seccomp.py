"""A filter of system calls for the sandbox: what no notebook needs, and what would outlive a submission or reach others.

Namespaces do not cover the kernel's keyrings, POSIX message queues outlive their makers, and memory files and anonymous
memory that processes share escape the limits on memory. The filter is a classic BPF program (`man 2 seccomp`): for each listed
call, and for a mapping of such memory, the error EPERM.
"""

from __future__ import annotations

import os
import platform
import struct

_LOAD, _JUMP_EQUAL, _JUMP_GREATER, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050001, 0x80000000
_NUMBER, _ARCHITECTURE, _FOURTH_ARGUMENT = 0, 4, 40
_X32 = 0x40000000

# Name: number on x86-64, number on arm64.
_CALLS = {
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "mq_open": (240, 180),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
}
_MMAP = (9, 222)
_SHARED_AND_ANONYMOUS = 0x01 | 0x20  # of the flags of mmap, its fourth argument
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}


def program() -> bytes | None:
    """Give the filter for this machine, or None where its system calls are not known here."""
    known = _MACHINES.get(platform.machine())
    if known is None:
        return None
    column, architecture = known
    numbers = [call[column] for call in _CALLS.values()]
    code = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if platform.machine() == "x86_64":
        code += [(_JUMP_GREATER, 0, 1, _X32), (_RETURN, 0, 0, _REFUSE)]
    for number in numbers:
        code += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    code += [
        (_JUMP_EQUAL, 0, 4, _MMAP[column]),
        (_LOAD, 0, 0, _FOURTH_ARGUMENT),
        (_AND, 0, 0, _SHARED_AND_ANONYMOUS),
        (_JUMP_EQUAL, 0, 1, _SHARED_AND_ANONYMOUS),
        (_RETURN, 0, 0, _REFUSE),
    ]
    code.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *instruction) for instruction in code)


def descriptor() -> int | None:
    """Give a file descriptor from which bubblewrap can read the filter, or None where there is none."""
    code = program()
    if code is None:
        return None
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(code)
    return reading
