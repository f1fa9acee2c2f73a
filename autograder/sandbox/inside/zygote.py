"""Inside the walls: the warm parent. It has run what every notebook begins with, and forks a child a submission.

It holds nothing secret, runs no student code, and is PID 1 of its namespace, so that no child can kill it.
It is not dumpable, so that no child can read or write its memory, from which later children are forked.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from autograder.sandbox.inside import beginning, child, memory, usage
from autograder.sandbox.inside.folders import WRITABLE, Folders, empty, forget_times
from autograder.sandbox.inside.forks import end, fork, line_from
from autograder.sandbox.inside.guard import Guard, part_from_parent
from autograder.sandbox.protocol.messages import (
    Clean,
    Fork,
    Forked,
    Line,
    Look,
    Noticed,
    Ready,
    Spare,
    Wait,
    WarmUp,
)
from autograder.sandbox.protocol.trouble import Closed

WORK_USER = 1000  # as `walls` maps it
CPU_SECONDS = 600  # of one process: a net below the grader's own limits
# How often the memory of all processes together is looked at, and how much more than one may take they may.
WATCH_SECONDS = 0.1
TOGETHER = 1.25
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
MADV_COLLAPSE, HUGE_PAGE = 25, 2 << 20
KILLING_ROUNDS, ROUND_SECONDS = 2000, 0.001


def main() -> None:
    """Warm up, say so, and serve until the grader closes the line."""
    control, memory_mb, processes, file_mb = (int(argument) for argument in sys.argv[1:5])
    walled = os.getpid() == 1
    if walled:
        os.closerange(3, control)
        os.closerange(control + 1, 4096)
        _forget_command_line()
        _harden()
    line = line_from(control)
    _hide_own_modules()
    request, _ = line.receive_request()
    can_count = isinstance(request, WarmUp) and child.warm_up(request)
    gc.freeze()
    gc.enable()  # as students find it anywhere
    if not (isinstance(request, WarmUp) and request.brief):
        _use_huge_pages()
    limits = _limits(memory_mb, processes, file_mb)
    walls = _Walls(int(memory_mb * TOGETHER) << 20) if walled else None

    def start(own: Line) -> None:
        if walls is not None:
            walls.guard.leave()
            part_from_parent()
        for which, limit in limits.items():
            resource.setrlimit(which, (limit, limit))
        child.serve(own)

    line.send(Ready(can_count=can_count, begun=beginning.is_kept()))
    with contextlib.suppress(Closed):
        _serve(line, start, walls)


class _Walls:
    """What is looked at while a submission runs, where there are walls."""

    def __init__(self, most: int) -> None:
        self.takes_too_much = memory.watch(most, WRITABLE)
        self.guard = Guard(WRITABLE)
        self.folders = Folders(WRITABLE)

    def waited_for(self, line: Line) -> bool:
        """Wait a while for the grader, without reading what it asks, or for what the guard has to refuse."""
        ends = [line.fileno(), *self.guard.listening]
        return line.fileno() in select.select(ends, [], [], WATCH_SECONDS)[0]


def _hide_own_modules() -> None:
    """Leave to students modules of their own: what they change in those changes nothing here."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "autograder"]:
        del sys.modules[name]


def _forget_command_line() -> None:
    """Take from the process what says that it grades: the fewer signs, the less can be made to depend on them."""
    sys.argv[:], sys.orig_argv[:] = [""], ["python"]
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    start, end = int(fields[45]), int(fields[46])  # where the arguments are in memory
    if 0 < start < end:
        ctypes.memset(start, 0, end - start)
        ctypes.memmove(start, b"python", min(6, end - start))


def _harden() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError):  # should memory run out, a sandbox goes first
        Path("/proc/self/oom_score_adj").write_text("1000")
    libc = ctypes.CDLL(None, use_errno=True)
    if os.getuid() == 0:
        # Started by root: leave root's identity, which would be exempt from the limit on processes.
        os.setgroups([])
        os.setresgid(WORK_USER, WORK_USER, WORK_USER)
        os.setresuid(WORK_USER, WORK_USER, WORK_USER)
    for option, value in ((PR_SET_PDEATHSIG, signal.SIGKILL), (PR_SET_DUMPABLE, 0), (PR_SET_NO_NEW_PRIVS, 1)):
        if libc.prctl(option, value, 0, 0, 0):
            raise OSError(ctypes.get_errno(), f"prctl({option}) failed")


def _use_huge_pages() -> None:
    """Ask the kernel to hold what is in memory by now in huge pages, where it can: forks then take a third of the time."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None)
    for line in Path("/proc/self/maps").read_text().splitlines():
        fields = line.split()
        if fields[1] != "rw-p" or (len(fields) > 5 and not fields[5].startswith("[")):
            continue
        start, end = (int(number, 16) for number in fields[0].split("-"))
        start, end = -(-start // HUGE_PAGE) * HUGE_PAGE, end // HUGE_PAGE * HUGE_PAGE
        if start < end:  # an older kernel says no, and all stays as it is
            libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), MADV_COLLAPSE)


def _limits(memory_mb: int, processes: int, file_mb: int) -> dict[int, int]:
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: file_mb << 20,
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_CPU: CPU_SECONDS,
    }
    if sys.platform == "linux":
        limits[resource.RLIMIT_MSGQUEUE] = 0
        limits[resource.RLIMIT_SIGPENDING] = 256  # all sandboxes of a user share theirs
        limits[resource.RLIMIT_RTPRIO] = limits[resource.RLIMIT_NICE] = (
            0  # some accounts may go before all others
        )
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limits[resource.RLIMIT_AS] = pages * resource.getpagesize() + (memory_mb << 20)
        if os.getpid() == 1:  # elsewhere it would count the instructor's own processes
            limits[resource.RLIMIT_NPROC] = processes
    return limits


def _serve(line: Line, start: Callable[[Line], None], walls: _Walls | None) -> None:
    """Do what the grader asks, and look at what is under way, where there are walls."""
    pids: set[int] = set()
    memory_passed = tried = False
    while True:
        while pids and walls is not None and not walls.waited_for(line):
            tried |= walls.guard.answer()
            if walls.takes_too_much():
                memory_passed = True
                with contextlib.suppress(ProcessLookupError):
                    os.kill(-1, signal.SIGKILL)
        request, descriptor = line.receive_request()
        match request:
            case Fork() if descriptor is not None:
                if walls is not None and not walls.guard.holds():
                    os._exit(0)
                pid = fork(line, descriptor, start)
                pids.add(pid)
                memory_passed = False
                line.send(Forked(pid=pid))
            case Wait(pid=pid):
                pids.discard(pid)
                line.send(end(pid))
            case Clean():
                if walls is not None:
                    _kill_all()
                    _empty()
                    walls.folders.forget()
                    if not walls.guard.holds():
                        os._exit(0)
                else:
                    for pid in pids:
                        end(pid)
                pids.clear()
                line.send(Ready())
            case Spare(pid=pid):
                if walls is not None:
                    _kill_all_but(pid)
                line.send(Ready(changed=walls is not None and walls.folders.changed()))
            case Look(besides=pid):
                line.send(usage.of_all_but({os.getpid(), pid}, sessions=None if walls else pids))
            case Noticed():
                tried |= walls is not None and walls.guard.answer()
                line.send(
                    Ready(
                        memory_passed=memory_passed,
                        tried=tried,
                        cpu=0.0 if walls is None else usage.seconds_of_others(),
                    )
                )
                tried = False


def _kill_all() -> None:
    """Kill every process in the namespace but this one, and wait until they are gone."""
    while True:
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _kill_all_but(spared: int) -> None:
    """Kill what a notebook has started, and wait until it is gone: what is dying still counts against the limit."""
    for _ in range(KILLING_ROUNDS):
        others = usage.processes() - {os.getpid(), spared}
        living = [pid for pid in others if not _is_dead(pid)]
        for pid in living:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in others:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        if not living:
            return
        time.sleep(ROUND_SECONDS)


def _is_dead(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (OSError, IndexError):
        return True


def _empty() -> None:
    for folder in WRITABLE:
        empty(folder)
        forget_times(folder)
    # Shared memory and queues of System V outlive their processes: start afresh rather than pass them on.
    for kind in ("shm", "sem", "msg"):
        with contextlib.suppress(FileNotFoundError):
            if len(Path(f"/proc/sysvipc/{kind}").read_text().splitlines()) > 1:
                os._exit(0)
