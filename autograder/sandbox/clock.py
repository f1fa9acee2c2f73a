"""Outside the walls: how much time of the CPU a call takes, with all that it has others do for it.

The sandbox's parent reads the kernel's own clocks of all its processes. The code that is measured has no hand in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from autograder.exercise.values import Plain
from autograder.sandbox.host import Process, Sandbox
from autograder.sandbox.protocol.messages import VALUE_FRAME, CallDone, Calls

# What costs like a loop is told by one: a function for the references' notebook.
LOOP = "_plain_loop"
PLAIN_LOOP = f"def {LOOP}(points):\n    total = 0.0\n    for point in points:\n        total += point * point\n    return total"


def seconds_of(
    sandbox: Sandbox, process: Process, function: str, arguments: Sequence[Plain], limit: float
) -> float | None:
    """Give the CPU seconds that one call of a function takes; None where no result comes of it.

    Raises:
        BrokenFrame, Closed, TimedOut: The process does not answer within the limit, in seconds.
    """
    before = sandbox.noticed().cpu
    process.line.send(Calls(function=function, cases=[(list(arguments), {})], traced=[], told="number"))
    done = process.line.receive(limit, VALUE_FRAME)
    taken = sandbox.noticed().cpu - before
    return taken if isinstance(done, CallDone) and done.raised is None else None
