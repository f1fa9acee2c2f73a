"""Inside the walls: what the processes of a submission have had of the CPU, and how long they waited for it."""

from __future__ import annotations

import contextlib
import os
import resource
import time
from collections.abc import Container
from pathlib import Path

from autograder.sandbox.frames import Used

CPU_CLOCK = 2  # of the clocks that a process has
TICKS = os.sysconf("SC_CLK_TCK")
SESSION, USER, SYSTEM, CHILDREN = 3, 11, 12, slice(13, 15)  # fields of /proc/<pid>/stat behind the name


def of_all_but(pids: Container[int], *, sessions: Container[int] | None = None) -> Used:
    """Add up what all processes but these have used, or only those of some sessions."""
    cpu = waited = 0.0
    with contextlib.suppress(FileNotFoundError):  # not on every system
        for path in Path("/proc").iterdir():
            if not path.name.isdecimal() or int(path.name) in pids:
                continue
            with contextlib.suppress(OSError):  # it has just ended
                fields = (path / "stat").read_text().rpartition(")")[2].split()
                if sessions is not None and int(fields[SESSION]) not in sessions:
                    continue
                ticks = [fields[USER], fields[SYSTEM], *fields[CHILDREN]]
                cpu += sum(int(each) for each in ticks) / TICKS
                for task in (path / "task").iterdir():
                    waited += int((task / "schedstat").read_text().split()[1]) / 1e9
    return Used(cpu=cpu, waited=waited)


def seconds_of_others() -> float:
    """Give the CPU time of all processes but this one, and of those that they have waited for, as exactly as the kernel knows."""
    own = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = own.ru_utime + own.ru_stime
    for path in Path("/proc").iterdir():
        if path.name.isdecimal() and int(path.name) != os.getpid():
            with contextlib.suppress(OSError):  # it has just ended
                seconds += time.clock_gettime(~int(path.name) << 3 | CPU_CLOCK)
                fields = (path / "stat").read_text().rpartition(")")[2].split()
                seconds += sum(int(each) for each in fields[CHILDREN]) / TICKS
    return seconds
