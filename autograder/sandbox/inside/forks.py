"""Inside the walls: forking a process that serves a line of its own, and ending it."""

from __future__ import annotations

import _socket
import os
import signal
import warnings
from collections.abc import Callable

from autograder.sandbox.protocol.messages import Ended, Line

# Taken before a student's code runs: it may put others in their place.
_fork, _exit, _set_inheritable = os.fork, os._exit, os.set_inheritable


def fork(line: Line, descriptor: int, start: Callable[[Line], None]) -> int:
    """Fork a process that serves the received socket with `start`, and never comes back from it."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # from 3.12 on, forking beside threads warns, or raises where warnings do
        pid = _fork()
    if pid == 0:
        try:
            line.close()
            start(line_from(descriptor))
        except BaseException:  # noqa: S110 - the grader sees the line close
            pass
        finally:
            _exit(0)
    os.close(descriptor)
    return pid


def end(pid: int) -> Ended:
    """Kill a forked process, unless it is dead already, and say how it ended."""
    try:
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if not done:
            os.kill(pid, signal.SIGKILL)
            _, status, usage = os.wait4(pid, 0)
        return Ended(status=status, cpu=usage.ru_utime + usage.ru_stime)
    except OSError:
        return Ended(status=None)


def line_from(descriptor: int) -> Line:
    """Take over the socket of an inherited or received file descriptor."""
    _set_inheritable(descriptor, False)
    return Line(_socket.socket(fileno=descriptor))
