"""What can go wrong between grader and sandbox.

BrokenFrame, Closed, TimedOut   seen from one end of a line; it may be the student's doing
TooMuch                         a reference was asked for more than any function may take
Disturbed                       something of ours was late, lost or broken: no student is to pay for it
"""

from __future__ import annotations

import contextlib
import os
import signal
from typing import Literal


class BrokenFrame(Exception):
    """What arrived is not a message of these types, or is too large."""


class Closed(Exception):
    """The other side is gone."""


class TimedOut(Exception):
    """Nothing complete arrived in time."""


class TooMuch(Exception):
    """What was asked takes a reference longer than a call may take, or more memory: whoever asks it is at fault.

    Attributes:
        reason: As in `autograder.exercise.reply.Stopped`.
    """

    def __init__(self, reason: Literal["time", "memory"]) -> None:
        super().__init__(reason)
        self.reason = reason


class Disturbed(Exception):
    """Nothing can be said of the student's work; the message says why."""


TROUBLE = (BrokenFrame, Closed, TimedOut)


def described(status: int | None) -> str:
    """Say in words how a process ended, from its wait status."""
    if status is None:
        return ""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        with contextlib.suppress(ValueError):
            return f"signal {signal.Signals(number).name}"
        return f"signal {number}"
    return f"exit status {os.WEXITSTATUS(status)}"
