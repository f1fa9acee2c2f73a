"""Inside the walls: what the processes of a submission have had of the CPU, and how long they waited for it."""

from __future__ import annotations

import contextlib
import os
import resource
import time
from collections.abc import Set as AbstractSet
from pathlib import Path

from autograder.sandbox.protocol.messages import Used

CPU_CLOCK = 2  # of the clocks that a process has
TICKS = os.sysconf("SC_CLK_TCK")
SESSION, USER, SYSTEM, CHILDREN = 3, 11, 12, slice(13, 15)  # fields of /proc/<pid>/stat behind the name


def processes() -> set[int]:
    """Name all processes that there are. It is asked often, and objects for all else in that folder would cost more than the rest."""
    with contextlib.suppress(FileNotFoundError):  # not on every system
        return {int(name) for name in os.listdir("/proc") if name.isdecimal()}  # noqa: PTH208
    return set()


def of_all_but(pids: AbstractSet[int], *, sessions: AbstractSet[int] | None = None) -> Used:
    """Add up what all processes but these have used, or only those of some sessions."""
    cpu = waited = 0.0
    for pid in processes() - pids:
        with contextlib.suppress(OSError):  # it has just ended
            fields = _fields(pid)
            if sessions is not None and int(fields[SESSION]) not in sessions:
                continue
            ticks = [fields[USER], fields[SYSTEM], *fields[CHILDREN]]
            cpu += sum(int(each) for each in ticks) / TICKS
            for task in Path(f"/proc/{pid}/task").iterdir():
                waited += int((task / "schedstat").read_text().split()[1]) / 1e9
    return Used(cpu=cpu, waited=waited)


def seconds_of_others() -> float:
    """Give the CPU time of all processes but this one, and of those that they have waited for, as exactly as the kernel knows."""
    own = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = own.ru_utime + own.ru_stime
    for pid in processes() - {os.getpid()}:
        with contextlib.suppress(OSError):  # it has just ended
            seconds += time.clock_gettime(~pid << 3 | CPU_CLOCK)
            seconds += sum(int(each) for each in _fields(pid)[CHILDREN]) / TICKS
    return seconds


def _fields(pid: int) -> list[bytes]:
    """Read what the kernel tells of a process, behind its name."""
    with open(f"/proc/{pid}/stat", "rb", buffering=0) as told:  # noqa: PTH123 - in half the time
        return told.read().rpartition(b")")[2].split()
