"""Two filters of system calls: what no notebook needs, and what reaches for the warm parent.

Namespaces do not cover the kernel's keyrings, POSIX message queues outlive their makers, memory files and anonymous
memory that processes share escape the limits on memory, some things are counted for the user or the whole machine, a lease
on a file keeps others from it, some families of sockets (`AF_VSOCK`) know no network namespace, and TCP takes its memory
from what the whole machine has for it. The first filter refuses such calls to everything in the sandbox. The second is for the
children of the warm parent, whose limits and priority they would otherwise change, and with them those of all who are forked
later. Both are classic BPF programs (`man 2 seccomp`) and answer with the error EPERM; where the kernel can, the parent gives
the answer of the second one, and so learns that it was asked.
"""

from __future__ import annotations

import os
import platform
import struct

_LOAD, _JUMP_EQUAL, _JUMP_GREATER, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
_ALLOW, REFUSE, ASK, _KILL = 0x7FFF0000, 0x00050001, 0x7FC00000, 0x80000000
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_X32 = 0x40000000

# Name: number on x86-64, number on arm64; None where there is no such call.
_CALLS: dict[str, tuple[int, int | None]] = {
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
    "io_setup": (206, 0),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    "syslog": (103, 116),
    "sync": (162, 81),
    "syncfs": (306, 267),
}
_MMAP, _FCNTL, _SOCKET = (9, 222), (72, 25), (41, 198)
_SHARED_AND_ANONYMOUS = 0x01 | 0x20  # of the flags of mmap, its fourth argument
_SET_LEASE = 1024  # of the commands of fcntl, its second argument
# Of sockets: families, the first argument, and the kind, in the second. To TCP alone does the kernel lend megabytes.
_UNIX, _INET, _INET6, _NETLINK, _DATAGRAM, _KIND = 1, 2, 10, 16, 2, 0xF
PRLIMIT = "prlimit64"
# What changes another process, and which of its arguments names that one.
_CHANGING = {
    "setpriority": ((141, 140), 1),
    "ioprio_set": ((251, 30), 1),
    "sched_setparam": ((142, 118), 0),
    "sched_setscheduler": ((144, 119), 0),
    "sched_setaffinity": ((203, 122), 0),
    "sched_setattr": ((314, 274), 0),
    PRLIMIT: ((302, 261), 0),
}
_OF_A_USER = {"setpriority": 2, "ioprio_set": 3}  # a first argument that means all processes of the user
# What only looks, for the warm parent itself.
_LOOKING = {"seccomp": (317, 277), "sched_getattr": (315, 275), "ioprio_get": (252, 31)}
_PARENT = 1  # the process id of the warm parent
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

Instruction = tuple[int, int, int, int]


def number(call: str) -> int | None:
    """Give the number of a system call on this machine, or None where its calls are not known here."""
    known = _MACHINES.get(platform.machine())
    if known is None:
        return None
    numbers = _CHANGING[call][0] if call in _CHANGING else _LOOKING[call]
    return numbers[known[0]]


def program() -> bytes | None:
    """Give the filter for everything in the sandbox, or None where this machine's system calls are not known here."""
    known = _MACHINES.get(platform.machine())
    if known is None:
        return None
    column, architecture = known
    code = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if platform.machine() == "x86_64":
        code += [(_JUMP_GREATER, 0, 1, _X32), (_RETURN, 0, 0, REFUSE)]
    for numbers in _CALLS.values():
        if (call := numbers[column]) is not None:
            code += [(_JUMP_EQUAL, 0, 1, call), (_RETURN, 0, 0, REFUSE)]
    code += _where(_MMAP[column], 3, _SHARED_AND_ANONYMOUS, mask=_SHARED_AND_ANONYMOUS)
    code += _where(_FCNTL[column], 1, _SET_LEASE)
    code += _sockets(_SOCKET[column])
    return _packed([*code, (_RETURN, 0, 0, _ALLOW)])


def _where(
    call: int, place: int, value: int, *, mask: int = 0xFFFFFFFF, answer: int = REFUSE
) -> list[Instruction]:
    """Answer a call that has this value at that place of its arguments; it is 32 bits wide, as the kernel reads it."""
    looks = [
        (_LOAD, 0, 0, _ARGUMENTS + 8 * place),
        (_AND, 0, 0, mask),
        (_JUMP_EQUAL, 0, 1, value),
        (_RETURN, 0, 0, answer),
        (_LOAD, 0, 0, _NUMBER),
    ]
    return [(_JUMP_EQUAL, 0, len(looks), call), *looks]


def _sockets(call: int) -> list[Instruction]:
    """Refuse sockets but for those that namespaces hold and that take little of the kernel's memory."""
    looks = [
        (_LOAD, 0, 0, _ARGUMENTS),
        (_JUMP_EQUAL, 7, 0, _UNIX),
        (_JUMP_EQUAL, 6, 0, _NETLINK),
        (_JUMP_EQUAL, 1, 0, _INET),
        (_JUMP_EQUAL, 0, 3, _INET6),
        (_LOAD, 0, 0, _ARGUMENTS + 8),
        (_AND, 0, 0, _KIND),
        (_JUMP_EQUAL, 1, 0, _DATAGRAM),
        (_RETURN, 0, 0, REFUSE),
        (_LOAD, 0, 0, _NUMBER),
    ]
    return [(_JUMP_EQUAL, 0, len(looks), call), *looks]


def _packed(code: list[Instruction]) -> bytes:
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


def guarding(answer: int) -> bytes | None:
    """Give the filter for the children of the warm parent, with its answer: `REFUSE` or `ASK`."""
    known = _MACHINES.get(platform.machine())
    if known is None:
        return None
    code: list[Instruction] = [(_LOAD, 0, 0, _NUMBER)]
    for name, (numbers, place) in _CHANGING.items():
        call = numbers[known[0]]
        code += _where(call, place, _PARENT, answer=answer)
        if name in _OF_A_USER:
            code += _where(call, 0, _OF_A_USER[name], answer=answer)
    return _packed([*code, (_RETURN, 0, 0, _ALLOW)])
